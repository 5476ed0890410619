package detectors

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestInitials: the rules' names that are passed over because no word of a name begins
// like their first one would say nothing.
func TestInitials(t *testing.T) {
	c := builtin(t)
	known := make([]string, 0, len(c.known))
	for w := range c.known {
		known = append(known, w)
	}
	slices.Sort(known)
	r := rand.New(rand.NewPCG(1, 2))
	everyName := slices.Clone(c.types)
	for i := range everyName {
		n := compileNames(c.types[i].Rule)
		for _, list := range []nameList{n.is, n.roles, n.hints, n.not} {
			for k := range list.initials {
				list.initials[k] = math.MaxUint32
			}
		}
		everyName[i].names = n
	}
	said := 0
	for range 5000 {
		i := r.IntN(len(c.types))
		typ := &c.types[i]
		names := slices.Concat(typ.names.is.names, typ.names.roles.names, typ.names.hints.names, typ.names.not.names)
		words := []string{known[r.IntN(len(known))]}
		if len(names) > 0 && r.IntN(8) > 0 {
			words = append(words, names[r.IntN(len(names))].words...)
		}
		if len(words) > 1 && r.IntN(2) == 0 {
			words = words[1:]
		}
		if r.IntN(4) == 0 {
			words = slices.Clone(words)
			r.Shuffle(len(words), func(i, k int) { words[i], words[k] = words[k], words[i] })
			last := &words[len(words)-1]
			*last = (*last)[:1+r.IntN(len(*last))]
		}
		match, word := typ.Name(words)
		if m, w := everyName[i].Name(words); m != match || w != word {
			t.Fatalf("%q for %s: %d %q, and by all names %d %q", words, typ.Rule.ID, match, word, m, w)
		}
		if match != NameSilent {
			said++
		}
	}
	if said < 2000 {
		t.Errorf("only %d names said anything", said)
	}
}

// TestIsData: a login that is a word of columns' names makes no header one of values.
func TestIsData(t *testing.T) {
	c := builtin(t)
	for cell, want := range map[string]bool{
		"state": false, "price": false, "reason": false, "carro": false, "saida": false, "bill_day": false, "nome": false,
		"msilva": true, "maria.silva": true, "Maria da Silva": true, "529.982.247-25": true,
	} {
		if got := c.IsData([]byte(cell)); got != want {
			t.Errorf("%q: data is %v", cell, got)
		}
	}
}
