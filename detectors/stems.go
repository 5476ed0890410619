package detectors

import (
	"maps"
	"slices"
	"strings"
)

// A word that no rule knows is one cut off where, of the known words that begin with
// it, hardly any is of another type: "inapt", "triag".
const (
	minStem  = 4 // letters
	stemPure = 8 // times as many names of the type as of all others
)

// stems are the words of the rules' names and those of every day, in order.
type stems struct {
	words []string
	uses  []*wordUse // nil for a word of every day
}

func newStems(known map[string]*wordUse, daily *everyday) *stems {
	words := slices.AppendSeq(slices.Clone(daily.Names), maps.Keys(known))
	slices.Sort(words)
	s := &stems{words: slices.Compact(words)}
	s.uses = make([]*wordUse, len(s.words))
	for i, w := range s.words {
		if _, common := slices.BinarySearch(daily.Names, w); !common {
			s.uses[i] = known[w]
		}
	}
	return s
}

// CutOff returns the type that a word of a column's name stands for that no rule
// knows, as the beginning of a longer one, with the word; -1 for none.
func (c *Catalog) CutOff(words []string) (typ int, word string) {
	for _, w := range words {
		if len(w) < minStem || c.Known(w) || Means(w) || strings.ContainsAny(w, "0123456789") {
			continue
		}
		if k := c.stems().typeOf(w); k >= 0 && c.types[k].Rule.Personal && c.types[k].qualified(words, w) == "" {
			return k, w
		}
	}
	return -1, ""
}

// typeOf returns the type of nearly all names with a word that begins with a stem; -1
// where there is none.
func (s *stems) typeOf(stem string) int {
	from, _ := slices.BinarySearch(s.words, stem)
	typ, names, all := -1, 0, 0
	for i := from; i < len(s.words) && strings.HasPrefix(s.words[i], stem); i++ {
		u := s.uses[i]
		if u == nil || u.names == 0 {
			all++
			continue
		}
		if typ < 0 || u.foremost == typ {
			typ, names = u.foremost, names+u.names
			all += u.all - u.names
		} else {
			all += u.all
		}
	}
	if typ < 0 || stemPure*all > names {
		return -1
	}
	return typ
}

// Speaks reports whether some word of a table's name is one of a type's own, by itself,
// by what it is made of, or by how it begins: the rows of "curva_glicemica" tell of it.
func (c *Catalog) Speaks(typ int, words []string) bool {
	t := &c.types[typ]
	return slices.ContainsFunc(words, func(w string) bool {
		if t.parts.makes(w) || t.parts.begins(w) {
			return true
		}
		if u := c.known[w]; u != nil {
			return u.foremost == typ && (u.suggests || u.alone && u.names > minSuggesting && u.foremostBy(suggestRatio) && c.daily.specific(w))
		}
		// "tipos" is no beginning of "tiposanguineo".
		return len(w) >= minStem && c.known[strings.TrimSuffix(w, "s")] == nil && c.stems().typeOf(w) == typ
	})
}
