package detectors

import (
	"math/bits"
	"slices"
	"strings"

	"github.com/datamapbr/datamap/rules"
)

// parts are what the words of a type are made of.
type parts struct {
	endings    map[string][]string // by their last letters, rules.MinPart of them
	beginnings []string
	halves     []halves
	not        map[string]struct{}
}

// halves are those of words cut short.
type halves struct {
	heads    []string
	tails    map[string]struct{}
	outright bool
}

func newParts(p *rules.Parts) parts {
	if len(p.Endings)+len(p.Beginnings)+len(p.Halves) == 0 {
		return parts{}
	}
	c := parts{map[string][]string{}, p.Beginnings, nil, map[string]struct{}{}}
	for _, h := range p.Halves {
		tails := map[string]struct{}{}
		for _, t := range h.Tails {
			tails[t] = struct{}{}
		}
		c.halves = append(c.halves, halves{h.Heads, tails, h.Outright})
	}
	for _, e := range p.Endings {
		last := e[max(0, len(e)-rules.MinPart):]
		c.endings[last] = append(c.endings[last], e)
	}
	for _, w := range p.Not {
		c.not[w] = struct{}{}
	}
	return c
}

// makes reports whether a folded word, or that of which it is the plural, has one
// of the endings.
func (p *parts) makes(word string) bool {
	if p.endings == nil || word == "" {
		return false
	}
	return p.ends(word) || word[len(word)-1] == 's' && p.ends(word[:len(word)-1])
}

func (p *parts) ends(word string) bool {
	if len(word) < rules.MinPart {
		return false
	}
	endings := p.endings[word[len(word)-rules.MinPart:]]
	if !slices.ContainsFunc(endings, func(e string) bool { return strings.HasSuffix(word, e) }) {
		return false
	}
	_, no := p.not[word]
	return !no
}

// begins reports whether a word has one of the beginnings.
func (p *parts) begins(word string) bool {
	if !slices.ContainsFunc(p.beginnings, func(b string) bool { return strings.HasPrefix(word, b) }) {
		return false
	}
	_, no := p.not[word]
	return !no
}

// joins reports whether letters are those of a head and of a tail that goes with it: "tipdor"; of those that say the
// type outright, or of the others, that only hint at it.
func (p *parts) joins(word string, outright bool) bool {
	return slices.ContainsFunc(p.halves, func(h halves) bool {
		return h.outright == outright && slices.ContainsFunc(h.heads, func(head string) bool {
			tail, ok := strings.CutPrefix(word, head)
			if ok {
				_, ok = h.tails[tail]
			}
			return ok
		})
	})
}

// made reports how the words of a column's name that are made of the type's parts
// speak for it, and the word that does.
func (t *Type) made(words, bare, core []string) (NameMatch, string) {
	hint := ""
	for i := range words {
		w := words[i : i+1]
		switch {
		case !t.parts.makes(w[0]):
			if hint == "" && (t.parts.begins(w[0]) || t.parts.joins(w[0], false)) {
				hint = w[0]
			}
		case slices.Equal(bare, w), slices.Equal(core, w):
			return NameIs, w[0]
		default:
			return NameMentions, w[0]
		}
	}
	if pair := t.paired(words); pair != "" {
		return NameMentions, pair
	}
	if hint == "" && len(words) == 2 && t.parts.joins(words[0]+words[1], false) {
		hint = words[0] + "_" + words[1]
	}
	if hint != "" {
		return NameHints, hint
	}
	return NameSilent, ""
}

// paired returns the first head and tail that say the type outright, one word or two that stand together: "cd_usu_inc",
// "USUINC"; or "".
func (t *Type) paired(words []string) string {
	for i, w := range words {
		if t.parts.joins(w, true) {
			return w
		}
		if i > 0 && t.parts.joins(words[i-1]+w, true) {
			return words[i-1] + "_" + w
		}
	}
	return ""
}

// minMade is how many letters a word has that stands for a value by its ending.
const minMade = 6

// madeWords are the words that a form of a rule stands for by their endings.
type madeWords struct {
	*parts
	last [sieveBits / 64]uint64 // the last letters of the endings, as [beginning] tells them
	refs [1]wordRef
}

func newMadeWords(p *parts, ref wordRef) madeWords {
	m := madeWords{parts: p, refs: [1]wordRef{ref}}
	for last := range p.endings {
		bit := beginning([]byte(last))
		m.last[bit>>6] |= 1 << (bit & 63)
	}
	return m
}

// has reports whether a word, not folded, is one of them.
func (m *madeWords) has(word []byte) bool {
	if len(word) < minMade || len(word) > maxWord || !m.mayEnd(word) && (word[len(word)-1]|0x20 != 's' || !m.mayEnd(word[:len(word)-1])) {
		return false
	}
	var buf [maxWord]byte
	return m.makes(string(foldLatin(buf[:0], word)))
}

// mayEnd reports whether some ending may have the last letters of a word.
func (m *madeWords) mayEnd(word []byte) bool {
	bit := beginning(word[len(word)-rules.MinPart:])
	return bit < 0 || m.last[bit>>6]>>(bit&63)&1 != 0
}

// firstWord returns the letters with which a value begins, unless they are part of a
// longer word: "radiografia_2.jpg".
func firstWord(value []byte) []byte {
	for i := 0; i < len(value); i += 8 {
		w := bytesFrom(value, i)
		if other := ^(letterBits(w) | w) & highBits; other != 0 {
			i += bits.TrailingZeros64(other) >> 3
			if i < len(value) && value[i] != ' ' && strings.IndexByte(",;/(+", value[i]) < 0 {
				return nil
			}
			return value[:min(i, len(value))]
		}
	}
	return value
}

// Dated reports whether one of the words of a column's name is for what happens to somebody: then
// its dates say when.
func (t *Type) Dated(words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return slices.Contains(t.Rule.Dated, w) || t.parts.makes(w) })
}
