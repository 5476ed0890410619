package detectors

import (
	"fmt"
	"math/rand/v2"
	"regexp/syntax"
	"slices"
	"strings"
	"testing"
)

// drawValue makes a value that some form may have, and now and then changes it.
func drawValue(r *rand.Rand, c *Catalog) string {
	for {
		t := &c.types[r.IntN(len(c.types))]
		if len(t.forms) == 0 {
			continue
		}
		f := &t.forms[r.IntN(len(t.forms))]
		var s string
		if f.Made {
			s = "Hip" + t.Rule.Parts.Endings[r.IntN(len(t.Rule.Parts.Endings))] + []string{"", "s", " leve", ", 50 mg", "x"}[r.IntN(5)]
		} else if len(f.Values) > 0 {
			s = strings.Replace(f.Values[r.IntN(len(f.Values))], "*", "Ana Clara", 1)
			if r.IntN(2) == 0 {
				s = strings.ToUpper(s)
			}
		} else {
			tree, err := syntax.Parse(f.Pattern, syntax.Perl)
			if err != nil {
				panic(err)
			}
			var b strings.Builder
			generate(r, tree, &b)
			s = b.String()
		}
		if r.IntN(4) == 0 {
			s = mutate(r, s)
		}
		if s != "" && len(s) < maxShaped && strings.ToValidUTF8(s, "") == s {
			return s
		}
	}
}

// TestMatchIsNaive: the catalogue finds in a value what its regular expressions find.
func TestMatchIsNaive(t *testing.T) {
	c := builtin(t)
	naive := c.Naive()
	r := rand.New(rand.NewPCG(21, 22))
	var m Matches
	for range 6000 {
		value := Clean([]byte(drawValue(r, c)))
		if len(value) == 0 {
			continue
		}
		c.Match(value, &m)
		var got, want []string
		for _, h := range m.Hits() {
			got = append(got, fmt.Sprint(c.Type(int(h.Type)).Rule.ID, h.Valid))
		}
		naive.Match(value, func(typ int, valid bool) { want = append(want, fmt.Sprint(c.Type(typ).Rule.ID, valid)) })
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Fatalf("%q: %v, naively %v", value, got, want)
		}
	}
}

// TestFindIsNaive: the catalogue finds in a text what its regular expressions find.
func TestFindIsNaive(t *testing.T) {
	c := builtin(t)
	naive := c.Naive()
	r := rand.New(rand.NewPCG(23, 24))
	words := strings.Fields("o cliente João disse que CPF: cpf tel. telefone cnh RG nº senha: HIV ação 4471. (11) 12/05/2020 20240518-77 x@y diagnóstico de CEP")
	hits := 0
	for range 1500 {
		var b strings.Builder
		for range 1 + r.IntN(8) {
			switch r.IntN(3) {
			case 0:
				b.WriteString(drawText(r, c))
			default:
				b.WriteString(words[r.IntN(len(words))])
			}
			b.WriteString([]string{" ", " ", " ", ", ", "\n", "", "-", "."}[r.IntN(8)])
		}
		text := []byte(b.String())
		var got, want []TextHit
		c.Find(text, func(h TextHit) { got = append(got, h) })
		naive.Find(text, func(h TextHit) { want = append(want, h) })
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Fatalf("%q: %+v, naively %+v", text, got, want)
		}
		hits += len(got)
	}
	if hits < 300 {
		t.Errorf("only %d values in all texts", hits)
	}
}

// drawText makes a value that some text form may have.
func drawText(r *rand.Rand, c *Catalog) string {
	for {
		t := &c.types[r.IntN(len(c.types))]
		if len(t.texts) == 0 {
			continue
		}
		f := &t.texts[r.IntN(len(t.texts))]
		label := ""
		if len(f.Labels) > 0 {
			label = f.Labels[r.IntN(len(f.Labels))] + ": "
		}
		if f.Pattern == "" {
			return label + "ana.lima@exemplo.com"
		}
		tree, err := syntax.Parse(f.Pattern, syntax.Perl)
		if err != nil {
			panic(err)
		}
		var b strings.Builder
		generate(r, tree, &b)
		s := b.String()
		if r.IntN(4) == 0 {
			s = mutate(r, s)
		}
		return label + strings.ToValidUTF8(s, "")
	}
}
