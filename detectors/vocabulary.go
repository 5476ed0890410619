package detectors

import (
	"bytes"
	"strings"
)

// A vocabulary is what the forms that list their values know, of all types
// together: whole values, and words at the beginning or the end of one. A value
// is folded and looked up once, and only when some word of its length and outer
// letters is known.
type vocabulary struct {
	whole, first, last wordList
}

// maxWord is the longest value or word, in bytes.
const maxWord = 63

// A wordList leads from folded words to the forms that list them.
type wordList struct {
	refs map[string][]wordRef
	// begins and ends are the lengths of the words with this outer byte, a bit each.
	begins, ends [256]uint64
}

type wordRef struct{ typ, form uint8 }

func newVocabulary(types []Type) vocabulary {
	v := vocabulary{newWordList(), newWordList(), newWordList()}
	for i := range types {
		for k := range types[i].forms {
			ref := wordRef{uint8(i), uint8(k)}
			for _, word := range types[i].forms[k].Values {
				if begin, ok := strings.CutSuffix(word, " *"); ok {
					v.first.add(begin, ref)
				} else if end, ok := strings.CutPrefix(word, "* "); ok {
					v.last.add(end, ref)
				} else {
					v.whole.add(word, ref)
				}
			}
		}
	}
	return v
}

func newWordList() wordList { return wordList{refs: map[string][]wordRef{}} }

func (l *wordList) add(word string, ref wordRef) {
	l.refs[word] = append(l.refs[word], ref)
	lengths := uint64(0)
	for n := len(word); n <= min(maxWord, len(word)+4); n++ { // accents are two bytes
		lengths |= 1 << n
	}
	mark := func(table *[256]uint64, b byte) {
		table[b] |= lengths
		table[upper(b)] |= lengths
		if b >= 'a' && b <= 'z' { // may be written with an accent
			for c := 0x80; c < 256; c++ {
				table[c] |= lengths
			}
		}
	}
	mark(&l.begins, word[0])
	mark(&l.ends, word[len(word)-1])
}

// find returns the forms that list a word.
func (l *wordList) find(word []byte) []wordRef {
	n := len(word)
	if n == 0 || n > maxWord || l.begins[word[0]]&l.ends[word[n-1]]>>n&1 == 0 {
		return nil
	}
	var buf [maxWord]byte
	return l.refs[string(foldLatin(buf[:0], word))]
}

// match adds the hits of a value and returns their types.
func (v *vocabulary) match(value []byte, m *Matches) *TypeSet {
	m.listed = TypeSet{}
	v.hit(v.whole.find(value), m)
	if m.Shape.count(spaceClass) > 0 {
		v.hit(v.first.find(bytes.TrimRight(value[:bytes.IndexByte(value, ' ')], ".,:")), m)
		v.hit(v.last.find(bytes.TrimRight(value[bytes.LastIndexByte(value, ' ')+1:], ".")), m)
	}
	return &m.listed
}

func (v *vocabulary) hit(refs []wordRef, m *Matches) {
	for _, r := range refs {
		if i := int(r.typ); m.n < MaxHits && !m.listed.Has(i) {
			m.listed.Add(i)
			m.hits[m.n] = Hit{r.typ, r.form, true}
			m.n++
		}
	}
}
