package scanner

import (
	"slices"
	"strings"

	"github.com/datamapbr/datamap/detectors"
)

// The code of a table has so many letters, and begins the names of at least so many
// columns, which are so great a share of all.
const (
	shortestCode = 2
	longestCode  = 4
	fewestCoded  = 4
	surelyCoded  = 6 // … where they are all, and not somebody's, a word with a sense of its own is one, too: "fl_hosp"
	codedShare   = 0.75
	fusedShare   = 0.5 // … where it is grown together with words: that these are known says as much
	letterShare  = 0.8 // … where it is a single letter: "pname", "psex", "pphone"
	shortestRest = 2   // letters of these
)

// namesOf returns the words of columns' names, without the code of the table that
// some systems begin them all with, or end: "mtr_nome", "mtr_fone"; "clnom", "clcep".
func (p *profile) namesOf(columns []Column) [][]string {
	names := make([][]string, len(columns))
	code := capitalsOf(columns)
	for i := range columns {
		name := strings.TrimPrefix(columns[i].Name, code)
		names[i] = p.catalog.Words(name)
		if end := endOfPath(name); end != name && !p.speaks(names[i]) {
			names[i] = p.catalog.Words(end)
		}
	}
	unpair(names)
	if !p.uncode(names) {
		p.unfuse(names)
	}
	return names
}

// endOfPath returns the last two parts of a name that is the path to a value in a document, or
// the name: "dest.xNome" of "NFe.infNFe.dest.xNome".
func endOfPath(name string) string {
	if at := strings.LastIndexByte(name, '.'); at > 0 {
		if at = strings.LastIndexByte(name[:at], '.'); at > 0 {
			return name[at+1:]
		}
	}
	return name
}

// unpair takes off the word for what was before what came after: the "cargo_de" beside a
// "cargo_para" is no end of a range.
func unpair(names [][]string) {
	for i, before := range names {
		last := len(before) - 1
		if last > 0 && slices.Contains(grammar.Before, before[last]) && slices.ContainsFunc(names, func(after []string) bool {
			return len(after) == len(before) && slices.Contains(grammar.After, after[last]) && slices.Equal(after[:last], before[:last])
		}) {
			names[i] = before[:last]
		}
	}
}

// capitalsOf returns the capitals that most columns' names begin with before a small
// letter, "" where there are none: "PEUnombres", "PEUDNI".
func capitalsOf(columns []Column) string {
	code, n := commonest(columns, func(c Column) string {
		n := len(c.Name) - len(strings.TrimLeft(c.Name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
		if n < shortestCode || n > longestCode || n == len(c.Name) || c.Name[n] < 'a' || c.Name[n] > 'z' {
			return ""
		}
		return c.Name[:n]
	})
	begun := 0
	for i := range columns {
		if rest, ok := strings.CutPrefix(columns[i].Name, code); ok && len(rest) >= shortestRest {
			begun++
		}
	}
	if n < fewestCoded || 2*n <= len(columns) || float64(begun) < codedShare*float64(len(columns)) {
		return ""
	}
	return code
}

// uncode takes off a code that is a word of its own, and reports whether there is one.
func (p *profile) uncode(names [][]string) bool {
	code, n := commonest(names, func(name []string) string {
		if len(name) < 2 {
			return ""
		}
		return name[0]
	})
	if n < fewestCoded || float64(n) < codedShare*float64(len(names)) || len(code) > longestCode ||
		p.means(code) && (n < surelyCoded || n < len(names) || detectors.IsOwner(code)) {
		return false
	}
	for i, name := range names {
		if len(name) > 1 && name[0] == code {
			names[i] = name[1:]
		}
	}
	return true
}

// unfuse takes the letters of a code off names of one word that no rule knows, where
// what is left are words that some does: "funsalario", "salariofun".
func (p *profile) unfuse(names [][]string) {
	var most map[int][]string
	for letters := 1; letters <= longestCode; letters++ {
		for _, atEnd := range []bool{false, true} {
			if cut := p.cutCode(names, letters, atEnd); len(cut) > len(most) {
				most = cut
			}
		}
	}
	if len(most) < fewestCoded {
		return
	}
	for i, words := range most {
		names[i] = words
	}
}

// cutCode returns what is left of names without the code of so many letters that most
// begin or end with, by their index. A number beside the code is not of a name: "row1".
// What tells the rows apart has the code of their table, too, but not that of figures:
// "idademed", "salariomed".
func (p *profile) cutCode(names [][]string, letters int, atEnd bool) map[int][]string {
	split := func(word string) (code, rest string, beside byte) {
		if len(word) <= letters {
			return word, "", 0
		}
		if at := len(word) - letters; atEnd {
			return word[at:], word[:at], word[at-1]
		}
		return word[:letters], word[letters:], word[letters]
	}
	code, n := commonest(names, func(name []string) string {
		code, _, _ := split(strings.Join(name, ""))
		return code
	})
	single := letters < shortestCode
	share := fusedShare
	if single {
		share = letterShare
	}
	if n < fewestCoded || float64(n) < share*float64(len(names)) || single && atEnd || !single && p.means(code) && !detectors.IsOwner(code) {
		return nil
	}
	cut, told := map[int][]string{}, false
	for i, name := range names {
		own, rest, beside := split(strings.Join(name, ""))
		if own != code || len(rest) < shortestRest || beside < 'a' {
			continue
		}
		words := p.catalog.Words(rest)
		if !p.knows(words) {
			if words = p.catalog.Expand(rest); words == nil {
				continue
			}
		}
		told = told || p.tellsRows(words)
		if len(name) == 1 && !p.catalog.Known(name[0]) {
			cut[i] = words
		}
	}
	if !told {
		return nil
	}
	return cut
}

// tellsRows reports whether the words of a name are those of what tells a table's rows
// apart: a key, a name, a document.
func (p *profile) tellsRows(words []string) bool {
	if slices.ContainsFunc(words, func(w string) bool { return detectors.IsNameWord(w) || detectors.IsKeyWord(w) }) {
		return true
	}
	for i, h := range p.hearing.hear(words, nil) {
		if h.match == detectors.NameIs && p.catalog.Type(i).Rule.Identifies {
			return true
		}
	}
	return false
}

// speaks reports whether a name says something of any type.
func (p *profile) speaks(words []string) bool {
	return slices.ContainsFunc(p.hearing.hear(words, nil), func(h heard) bool { return h.match > detectors.NameSilent })
}

// knows reports whether all of some words are known.
func (p *profile) knows(words []string) bool {
	return len(words) > 0 && !slices.ContainsFunc(words, func(w string) bool { return !p.catalog.Known(w) })
}

// commonest returns the code that most names have, the first of several, and how many
// do; "" is none.
func commonest[T any](names []T, codeOf func(T) string) (most string, n int) {
	counts := map[string]int{}
	for _, name := range names {
		if code := codeOf(name); code != "" {
			if counts[code]++; counts[code] > n {
				most, n = code, counts[code]
			}
		}
	}
	return most, n
}

// means reports whether a word alone says something, of some type or of a column.
func (p *profile) means(word string) bool {
	return detectors.Means(word) || slices.ContainsFunc(p.hearing.hear([]string{word}, nil), func(h heard) bool { return h.match != detectors.NameSilent })
}
