package detectors

import (
	"bytes"

	"github.com/datamapbr/datamap/rules"
)

// maxPlaceholder is the length of the longest placeholder, in bytes.
const maxPlaceholder = rules.MaxPlain

// placeholders is the set of folded values that stand for "no value".
type placeholders struct {
	set map[string]struct{}
	// first and last are, by length, the bytes with which one may begin and end.
	first, last [maxPlaceholder + 1][256]bool
	byLayout    map[string][][]byte // with all digits made 0
}

func newPlaceholders(types []Type, common []string) *placeholders {
	p := &placeholders{set: map[string]struct{}{}, byLayout: map[string][][]byte{}}
	add := func(list []string) {
		for _, s := range list {
			p.set[s] = struct{}{}
			layout := layoutOf([]byte(s))
			p.byLayout[layout] = append(p.byLayout[layout], []byte(s))
			first, last := s[0], s[len(s)-1]
			for n := len(s); n <= min(maxPlaceholder, len(s)+4); n++ { // accents are two bytes
				p.first[n][first], p.first[n][upper(first)] = true, true
				p.last[n][last], p.last[n][upper(last)] = true, true
				for b := 0x80; isWord(last) && b < 256; b++ {
					p.last[n][b] = true
				}
			}
		}
	}
	add(common)
	for i := range types {
		add(types[i].Rule.Placeholders)
	}
	return p
}

// layoutOf returns a value with all digits made 0.
func layoutOf(value []byte) string {
	layout := bytes.Clone(value)
	for i, b := range layout {
		if isDigit(b) {
			layout[i] = '0'
		}
	}
	return string(layout)
}

func upper(b byte) byte {
	if b >= 'a' && b <= 'z' {
		return b - 'a' + 'A'
	}
	return b
}

// minRepeated is the number of equal digits from which they are a filler and no number.
const minRepeated = 5

// IsPlaceholder reports whether a clean value stands for "no value": a word for
// it, or one digit repeated, with or without punctuation.
func (c *Catalog) IsPlaceholder(value []byte) bool {
	n := len(value)
	if n == 0 {
		return true
	}
	if n > maxPlaceholder {
		return false
	}
	if last := value[n-1]; isDigit(last) && isFiller(value, last) {
		return true
	}
	p := c.placeholders
	if !p.first[n][value[0]] || !p.last[n][value[n-1]] {
		return false
	}
	var buf [maxPlaceholder]byte
	_, ok := p.set[string(foldLatin(buf[:0], value))]
	return ok
}

// isFiller reports whether value has at least minRepeated digits, all equal to
// digit, and nothing else but punctuation.
func isFiller(value []byte, digit byte) bool {
	seen := 0
	for _, b := range value {
		switch {
		case b == digit:
			seen++
		case isWord(b):
			return false
		}
	}
	return seen >= minRepeated
}
