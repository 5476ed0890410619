package detectors

import (
	"bytes"
	"encoding/binary"
	"math/bits"
	"strings"
)

// A vocabulary is what the forms that list their values know, of all types
// together: whole values, and words at the beginning or the end of one. A value
// is folded and looked up once, and only when some word of its length and outer
// letters is known.
type vocabulary struct {
	whole, first, last wordList[wordRef]
	made               []madeWords
	begins             [sieveBits / 64]uint64 // beginnings of whole and first
	ends               [32]uint32             // for the last letter but one of last, which letters follow it
}

// maxWord is the longest value or word, in bytes.
const maxWord = 63

// minAfter is how many bytes follow a first word at least: "R. S." are initials.
const minAfter = 3

// A wordList leads from folded words to what lists them.
type wordList[R any] struct {
	refs            map[string][]R
	plain, accented lengths
	beginnings      [sieveBits / 64]uint64
}

// sieveBits is how many bits tell words apart by how they begin.
const sieveBits = 1 << 15

// lengths tell, a bit each, how long the words with this outer byte are.
type lengths struct{ begins, ends [256]uint64 }

type wordRef struct{ typ, form uint8 }

func newVocabulary(types []Type) vocabulary {
	v := vocabulary{whole: newWordList[wordRef](), first: newWordList[wordRef](), last: newWordList[wordRef]()}
	for i := range types {
		for k := range types[i].forms {
			ref := wordRef{uint8(i), uint8(k)}
			if types[i].forms[k].Made {
				v.made = append(v.made, newMadeWords(&types[i].parts, ref))
			}
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
	for i := range v.begins {
		v.begins[i] = v.whole.beginnings[i] | v.first.beginnings[i]
	}
	for word := range v.last.refs {
		n := len(word)
		v.ends[word[max(0, n-2)]&31] |= 1 << (word[n-1] & 31)
	}
	return v
}

func newWordList[R any]() wordList[R] { return wordList[R]{refs: map[string][]R{}} }

func (l *wordList[R]) add(word string, ref R) {
	l.refs[word] = append(l.refs[word], ref)
	bit := beginning([]byte(word))
	l.beginnings[bit>>6] |= 1 << (bit & 63)
	l.plain.add(word, 1<<len(word))
	longer := uint64(0)
	for n := len(word); n <= min(maxWord, len(word)+4); n++ { // accents are two bytes
		longer |= 1 << n
	}
	l.accented.add(word, longer)
	for c := 0x80; c < 256; c++ {
		l.accented.begins[c] |= longer
		l.accented.ends[c] |= longer
	}
}

func (l *lengths) add(word string, bits uint64) {
	first, last := word[0], word[len(word)-1]
	l.begins[first] |= bits
	l.begins[upper(first)] |= bits
	l.ends[last] |= bits
	l.ends[upper(last)] |= bits
}

// find returns what lists a word; accented tells whether the word, or the text
// that it stands in, has characters beyond ASCII.
func (l *wordList[R]) find(word []byte, accented bool) []R {
	n := len(word)
	if n == 0 || n > maxWord {
		return nil
	}
	known := &l.plain
	if accented {
		known = &l.accented
	}
	if known.begins[word[0]]&known.ends[word[n-1]]>>n&1 == 0 {
		return nil
	}
	var buf [maxWord]byte
	bit := beginning(word)
	if bit < 0 { // four letters with accents are eight bytes at most
		bit = beginning(foldLatin(buf[:0], word[:min(n, 8)]))
	}
	if bit >= 0 && l.beginnings[bit>>6]>>(bit&63)&1 == 0 {
		return nil
	}
	return l.refs[string(foldLatin(buf[:0], word))]
}

// beginning returns the bit of the first four bytes of a word in either case, or
// -1 where they are not all ASCII.
func beginning(word []byte) int {
	return sieveBit(uint32(load(word[:min(4, len(word))])))
}

// sieveBit is beginning of the four bytes themselves.
func sieveBit(first uint32) int {
	if first&0x80808080 != 0 {
		return -1
	}
	return int((first | 0x20202020) * 0x9E3779B1 >> (32 - 15))
}

// match adds the hits of a value.
func (v *vocabulary) match(value []byte, m *Matches) {
	accented := m.Shape.count(highClass) > 0
	begins := v.mayBegin(m.begin)
	if begins {
		v.hit(v.whole.find(value, accented), m)
	}
	if word := firstWord(value); len(word) >= minMade {
		for i := range v.made {
			if v.made[i].has(word) {
				v.hit(v.made[i].refs[:], m)
			}
		}
	}
	if m.Shape.count(spaceClass) == 0 {
		return
	}
	if begins {
		if at := bytes.IndexByte(value, ' '); len(value)-at > minAfter {
			v.hit(v.first.find(withoutMarks(value[:at], '.', ',', ':'), accented), m)
		}
	}
	if v.mayEnd(value) {
		v.hit(v.last.find(withoutMarks(value[lastSpace(value)+1:], '.', '.', '.'), accented), m)
	}
}

// mayBegin reports whether a whole value or a first word may begin with the bytes of a word:
// unless four letters tell, it may.
func (v *vocabulary) mayBegin(w uint64) bool {
	bit := sieveBit(uint32(w))
	return !areLetters(w, 4) || v.begins[bit>>6]>>(bit&63)&1 != 0
}

// mayEnd reports whether a last word may end like a value: unless two letters tell, it may.
func (v *vocabulary) mayEnd(value []byte) bool {
	if len(value) < 2 {
		return true
	}
	last := binary.LittleEndian.Uint16(value[len(value)-2:])
	return !areLetters(uint64(last), 2) || v.ends[last&31]>>(last>>8&31)&1 != 0
}

// lastSpace returns the place of the last space of a value, or -1.
func lastSpace(value []byte) int {
	i := len(value)
	for ; i >= 8; i -= 8 {
		if spaces := zeroBits(load(value[i-8:]) ^ ' '*everyByte); spaces != 0 {
			return i - 1 - bits.LeadingZeros64(spaces)>>3
		}
	}
	return bytes.LastIndexByte(value[:i], ' ')
}

// withoutMarks cuts three kinds of marks off the end of a word.
func withoutMarks(word []byte, a, b, c byte) []byte {
	for n := len(word); n > 0 && (word[n-1] == a || word[n-1] == b || word[n-1] == c); n-- {
		word = word[:n-1]
	}
	return word
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
