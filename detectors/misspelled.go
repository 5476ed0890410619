package detectors

import (
	"slices"
	"strings"
)

// minMisspelled is how many letters a word has that is read with a letter more, with one
// less or with two the other way round: of shorter ones there are too many.
const minMisspelled = 8

// correct returns the word of the rules' names that w is with one slip of the hand, as in
// "birtdate" and "telepohne"; "" where there is none, or several.
func (s *stems) correct(w string) (found string) {
	if len(w) < minMisspelled-1 || strings.ContainsAny(w, "0123456789") {
		return ""
	}
	from, _ := slices.BinarySearch(s.words, w[:1])
	for i := from; i < len(s.words) && s.words[i][0] == w[0]; i++ {
		if u := s.uses[i]; u == nil || !u.alone || len(s.words[i]) < minMisspelled || !slipped(w, s.words[i]) {
			continue
		}
		if found != "" {
			return ""
		}
		found = s.words[i]
	}
	return found
}

// slipped reports whether a and b differ by one letter left out before the last, by one
// doubled or by two exchanged. Another letter makes another word: "partido", "partida".
func slipped(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	switch len(b) - len(a) {
	case 0:
		return i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
	case 1:
		return i < len(a) && a[i:] == b[i+1:]
	}
	return false
}
