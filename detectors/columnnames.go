package detectors

import (
	"iter"
	"math"
	"slices"
	"strings"

	"github.com/datamapbr/datamap/rules"
)

// names are a rule's column names as words.
type names struct {
	is, roles, hints, not nameList
	tables, neighbours    [][]string
}

// A columnName is a rule's name for columns and its words without those that
// only join others, apart and written together.
type columnName struct {
	written, joined string
	words           []string
}

// A nameList is names of one kind, and the initials of the first word of each.
type nameList struct {
	names    []columnName
	initials []uint32
}

// near yields the names whose first word begins like one of some words, which have
// these initials. No other name is said by these words, whole or cut off.
func (l *nameList) near(initials uint32) iter.Seq[*columnName] {
	return func(yield func(*columnName) bool) {
		for i, first := range l.initials {
			if first&initials != 0 && !yield(&l.names[i]) {
				return
			}
		}
	}
}

func compileNames(r *rules.Rule) names {
	return names{
		is: columnNames(r.Names), roles: columnNames(r.Roles), hints: columnNames(r.Hints), not: columnNames(r.NotNames),
		tables: splitAll(r.Tables), neighbours: splitAll(r.Neighbours),
	}
}

func columnNames(list []string) nameList {
	l := nameList{make([]columnName, len(list)), make([]uint32, len(list))}
	for i, words := range splitAll(list) {
		l.names[i], l.initials[i] = columnName{list[i], strings.Join(words, ""), words}, initials(words[:1])
	}
	return l
}

// initials returns a bit for the first letter of each word; all bits where one has none.
func initials(words []string) (set uint32) {
	for _, w := range words {
		if w == "" {
			return math.MaxUint32
		}
		set |= 1 << (w[0] & 31)
	}
	return set
}

// splitAll returns the words of each name, without those that only join others.
func splitAll(list []string) [][]string {
	most := len(list)
	for _, s := range list {
		most += strings.Count(s, "_")
	}
	words, all := make([]string, 0, most), make([][]string, len(list)) // one room for the words of all
	for i, s := range list {
		first := len(words)
		for w := range strings.SplitSeq(s, "_") {
			words = append(words, w)
		}
		all[i] = withoutJoints(words[first:len(words):len(words)])
	}
	return all
}

// contains reports whether part stands in tokens, word after word.
func contains(tokens, part []string) bool {
	for i := 0; i+len(part) <= len(tokens); i++ {
		if slices.Equal(tokens[i:i+len(part)], part) {
			return true
		}
	}
	return false
}

// maxTableCode is how many letters the short name of a table has at most.
const maxTableCode = 3

// permuted reports whether words are those of part the other way round.
func permuted(words, part []string) bool {
	return len(part) == 2 && len(words) == 2 && words[0] == part[1] && words[1] == part[0]
}

const (
	minTruncated      = 5 // letters of a single word cut off at the end that still say it
	minTruncatedAlone = 7 // … when it is the only one, but for its last letter: shorter ones are words of their own ("marca", of "marcapasso")
	minCut            = 3 // … and of one among several,
	minCutLetters     = 7 // which together have this many
)

// truncates reports whether words are those of part, one or more cut off at the
// end. A word that is one of some rule's names is not cut off.
func (t *Type) truncates(words, part []string) bool {
	if len(words) != len(part) {
		return false
	}
	letters, cut := 0, false
	for i, w := range words {
		if !strings.HasPrefix(part[i], w) || len(w) < minCut && len(w) < len(part[i]) {
			return false
		}
		if letters += len(w); len(w) < len(part[i]) {
			if _, ok := t.known[w]; ok {
				return false
			}
			cut = true
		}
	}
	if len(words) == 1 || slices.Equal(words[:len(words)-1], part[:len(part)-1]) {
		last := words[len(words)-1]
		alone := minTruncatedAlone
		if whole := part[len(part)-1]; last+whole[len(whole)-1:] == whole && endsInVowel(whole) && !endsInVowel(last) {
			alone--
		}
		return cut && len(last) >= minTruncated && (len(words) > 1 || len(last) >= alone)
	}
	return cut && letters >= minCutLetters
}

// endsInVowel reports whether a word ends like most words of the language in the singular.
func endsInVowel(word string) bool { return strings.IndexByte("aeo", word[len(word)-1]) >= 0 }

// truncatesOne reports whether one of several words is the only one of part, cut
// off at the end: "assinat_termo".
func (t *Type) truncatesOne(words, part []string) bool {
	return len(part) == 1 && len(words) > 1 && slices.ContainsFunc(words, func(w string) bool { return t.truncates([]string{w}, part) })
}
