package detectors

import (
	"slices"
	"strings"
)

// A word suggests a type where it stands in so many of its names, and in so many for
// each name of another type: then it speaks for the type in a name that no rule lists,
// too.
const (
	minSuggesting = 2
	suggestRatio  = 4
)

// A wordUse tells in which names of which types a word stands.
type wordUse struct {
	all             int  // names, those that deny a type too
	alone           bool // it is a name itself
	latest, inThat  int  // the type that was counted last, and in how many of its names
	foremost, names int  // the type that has it most, and in how many
	suggests        bool // the word suggests that type
}

// count counts a name of a type, which come one type after the other.
func (u *wordUse) count(typ int, alone bool) {
	if u.latest != typ {
		u.latest, u.inThat = typ, 0
	}
	u.inThat++
	u.all++
	u.alone = u.alone || alone
	if u.inThat > u.names {
		u.foremost, u.names = typ, u.inThat
	}
}

// suggestive reports whether a word of this use may suggest its foremost type.
func (u *wordUse) suggestive(types []Type) bool {
	return !u.alone && u.names >= minSuggesting && u.foremostBy(suggestRatio) && types[u.foremost].Rule.Personal
}

// foremostBy reports whether the foremost type has the word in so many names for each of
// another's.
func (u *wordUse) foremostBy(ratio int) bool { return u.names >= ratio*(u.all-u.names) }

// An everyday holds words that say nothing of any type: those of rules/everyday.yaml.
type everyday struct {
	Names        []string `yaml:"names"`        // of columns of all trades, in order
	Records      []string `yaml:"records"`      // of columns about the record that a row is, in order
	Values       []string `yaml:"values"`       // of the values of columns about the record
	Fillers      []string `yaml:"fillers"`      // of texts that stand where others will
	Placeholders []string `yaml:"placeholders"` // values of any column that stand for "no value"
	Doses        []string `yaml:"doses"`        // of columns of what is given or measured: units
	// Short are the short forms that stand behind the code of a table for longer words.
	Short map[string]string `yaml:"short"`
}

// specific reports whether a word of a name is one of some trade, not of all.
func (e *everyday) specific(word string) bool {
	_, common := slices.BinarySearch(e.Names, word)
	return !common && len(word) >= minWordPart && !strings.ContainsAny(word, "0123456789") && !Means(word) && !IsEnding(word) && !e.ofRecord(word)
}

// Term returns the type of which a word of a column's name is a term, with the word; -1 for
// none.
func (c *Catalog) Term(words []string) (typ int, word string) {
	for _, w := range words {
		for _, k := range c.speech.terms[w] {
			if c.types[k].qualified(words, w) == "" {
				return k, w
			}
		}
	}
	return -1, ""
}

// ofRecord reports whether a word of a name says that the column is about the record.
func (e *everyday) ofRecord(word string) bool {
	_, ok := slices.BinarySearch(e.Records, word)
	return ok
}

// Suggests returns the type that the words of a column's name suggest without saying
// it, with the word that does so most: one that stands in several of the type's names
// and in hardly any of another's; -1 for none.
func (c *Catalog) Suggests(words []string) (typ int, word string) {
	typ, most := -1, 0
	for _, w := range words {
		if u := c.known[w]; u != nil && u.suggests && u.names > most && c.types[u.foremost].qualified(words, w) == "" {
			typ, most, word = u.foremost, u.names, w
		}
	}
	return typ, word
}
