package scanner

import (
	"cmp"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/datamapbr/datamap/detectors"
)

const (
	// shortestKey is the length of hexadecimal words that are taken for keys.
	shortestKey = 8
	// logEnd ends the name of a log that is written to; what was there before is "x.log.1".
	logEnd = ".log"
)

var (
	uuidKey  = regexp.MustCompile(`(?i)[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}`)
	wordOf   = regexp.MustCompile(`[0-9A-Za-z]+`)
	digitsOf = regexp.MustCompile(`[0-9]+`)
	letters  = regexp.MustCompile(`\pL+`)
	hexKey   = regexp.MustCompile(`^[0-9A-Fa-f]*[0-9][0-9A-Fa-f]*$`)
	manyKeys = regexp.MustCompile(`\*(?:[-_. ]*\*)+`)
	ordinal  = regexp.MustCompile(` \([0-9]+\)$`)
)

// SeriesOf returns the name of the series that a table of a file would be in: the last part
// of its path with "*" for numbers, months and keys in hexadecimal, one for several with only
// punctuation between them. What stands behind "#" tells the tables in a file apart and
// stays, unless nothing else can be another one: "folha.xlsx#*" for the sheet of a month. A log
// has the name of those before it, which have numbers behind it. It is empty for names without
// any of these.
func SeriesOf(name string) string {
	file, inside := splitInside(name)
	from := strings.LastIndexByte(file, '/') + 1
	base := starred(file[from:])
	switch {
	case base != file[from:]:
		return file[:from] + base + inside
	case strings.Contains(base, "*"): // it is one
		return ""
	case strings.EqualFold(path.Ext(base), logEnd):
		return file + ".*" + inside
	case wide(name) != name:
		return wide(name)
	}
	return ""
}

// splitInside splits the name of a table into that of its file, and what tells it apart from
// the others in it.
func splitInside(name string) (file, inside string) {
	if i := strings.IndexByte(name, '#'); i >= 0 {
		return name[:i], name[i:]
	}
	return name, ""
}

// ownNumbers finds words whose number is theirs; see [rules.Grammar].
var ownNumbers = func() *regexp.Regexp {
	words := slices.Clone(grammar.OwnNumbers)
	slices.SortFunc(words, func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) })
	return regexp.MustCompile(`(?i)(?:^|[^0-9A-Za-z])(` + strings.ReplaceAll(strings.Join(words, "|"), "_", "[-_ ]?") + `)(?:[^0-9]|$)`)
}()

// starred returns a name with "*" for what may be another number in the next file.
func starred(name string) string {
	var s strings.Builder
	rest := name
	for own := ownNumbers.FindStringSubmatchIndex(rest); own != nil; own = ownNumbers.FindStringSubmatchIndex(rest) {
		from, end := own[2], own[3]
		s.WriteString(starNumbers(rest[:from]) + rest[from:end])
		rest = rest[end:]
	}
	s.WriteString(starNumbers(rest))
	if s.String() == name {
		return name
	}
	return manyKeys.ReplaceAllString(s.String(), "*")
}

func starNumbers(name string) string {
	s := uuidKey.ReplaceAllString(name, "*")
	s = letters.ReplaceAllStringFunc(s, func(word string) string {
		if slices.Contains(grammar.Months, detectors.Fold(word)) {
			return "*"
		}
		return word
	})
	return wordOf.ReplaceAllStringFunc(s, func(word string) string {
		if len(word) >= shortestKey && hexKey.MatchString(word) {
			return "*"
		}
		return digitsOf.ReplaceAllString(word, "*")
	})
}

// wide returns the name of a series with "*" for the numbers behind "#", too: a sheet may be
// called as its file is.
func wide(series string) string {
	file, inside := splitInside(series)
	return file + starred(inside)
}

// Families returns what a series and the tables that may be its parts have in common by their
// names, the narrower first: the names of the series that it may be, also of one whose name is
// numbered since it has another layout.
func Families(name string) [2]string {
	if strings.Contains(name, "*") {
		name = ordinal.ReplaceAllString(name, "")
	}
	name = cmp.Or(SeriesOf(name), name)
	return [2]string{name, wide(name)}
}
