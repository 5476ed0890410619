package detectors

import (
	"fmt"
	"math"
	"math/bits"
	"slices"
	"unicode/utf8"
)

// A textRef names a text form of a type.
type textRef struct {
	typ, form int
	matcher   *matcher // of the form, without the sequences that cannot begin there; nil when the form stands around a byte
	labelled  bool     // it needs a label
	named     bool     // it is a person's name; see mayOpen
}

// A textIndex leads from a place in a text to the forms that may begin or stand
// there: for a digit, by the length of the run of digits that it begins; else by
// the byte and those behind it.
type textIndex struct {
	runs    [maxRun + 1][]startList
	starts  [byteKinds][]startList
	around  [256][]textRef
	labels  wordList[int] // leads to the numbers of text forms
	cues    []cue
	sieve   [1 << startBits]uint8 // of the first five bytes of what begins with one of few
	pairs   [1 << 16 / 64]uint64  // the first two bytes of anything else
	metered []textRef             // of rules that are charged; see FindWithin
	beside  []textRef             // that are all of a text but for a number
	inWord  bool                  // something may stand around a byte of a word, or a space
}

// A startList is up to 64 forms that may begin with a byte, or with a run of digits,
// and, by each of the bytes that follow, which of them it allows.
type startList struct {
	refs     []textRef
	then     [lookAhead][byteKinds]uint64
	whole    uint64 // of those that begin with a run, the ones of which it may be all
	labelled uint64 // those that need a label
}

// lookAhead is how many bytes behind the first one tell forms apart.
const lookAhead = 3

func newTextIndex(types []Type) (textIndex, error) {
	x := textIndex{labels: newWordList[int]()}
	introduced := map[string][]textRef{}
	number := 0
	for i := range types {
		for k := range types[i].texts {
			f := &types[i].texts[k]
			ref := textRef{typ: i, form: k, matcher: f.matcher, labelled: len(f.Labels) > 0, named: f.Check == nameInText}
			if f.number = number; number == setSize {
				return x, fmt.Errorf("compiling rules: a catalogue holds %d text forms", setSize)
			}
			number++
			for _, label := range f.Labels {
				x.labels.add(label, f.number)
			}
			switch {
			case f.matcher == nil:
				b := f.Around[0]
				x.around[b] = append(x.around[b], ref)
				x.inWord = x.inWord || isWord(b) || b == ' '
			case f.Beside:
				x.beside = append(x.beside, ref)
			case f.matcher.program != nil:
				x.metered = append(x.metered, ref)
			case len(f.After) > 0:
				for _, word := range f.After {
					introduced[word] = append(introduced[word], ref)
				}
			default:
				x.add(ref)
			}
		}
	}
	x.addCues(introduced)
	for b := range 256 {
		for next := 0; next < 256 && (isDigit(byte(b)) || x.around[b] != nil); next++ {
			x.addPair(byte(b), byte(next))
		}
	}
	return x, nil
}

// add puts a form where it may begin.
func (x *textIndex) add(ref textRef) {
	whole, first := ref.matcher, &ref.matcher.sig.first
	heads := whole.heads()
	for kind := range byteKinds {
		if b := byte(kind); first[b] && !isDigit(b) {
			var begins []head
			ref.matcher, begins = whole.from(kind, heads)
			x.addStart(kind, ref, begins)
			x.inWord = x.inWord || b == ' '
		}
	}
	if slices.Contains(first['0':'9'+1], true) {
		ref.matcher = whole
		x.addRuns(ref)
	}
}

// lastList returns the list to which the next form is to be added, and its bit.
func lastList(lists *[]startList) (l *startList, bit uint64) {
	if n := len(*lists); n == 0 || len((*lists)[n-1].refs) == 64 {
		*lists = append(*lists, startList{})
	}
	l = &(*lists)[len(*lists)-1]
	return l, 1 << len(l.refs)
}

// allow notes that the bytes behind the first one may be those of a head.
func (l *startList) allow(bit uint64, h *head) {
	for n := range lookAhead {
		for next := range h[n+1].kinds() {
			l.then[n][next] |= bit
		}
	}
}

// addStart notes a form under the kind of byte with which it may begin, and the heads
// that it then may have.
func (x *textIndex) addStart(kind int, ref textRef, heads []head) {
	l, bit := lastList(&x.starts[kind])
	for i := range heads {
		l.allow(bit, &heads[i])
		x.addHead(byte(kind), &heads[i])
	}
	l.refs = append(l.refs, ref)
}

// mostSieved is how many beginnings of four bytes, folded, are noted for one head.
const mostSieved = 64

// addHead notes what something may begin with that begins with a byte, or with any
// beyond ASCII: all the first five bytes where these are few, else two.
func (x *textIndex) addHead(first byte, h *head) {
	second, third, fourth := h[1].folded(), h[2].folded(), h[3].folded()
	if len(second)*len(third)*len(fourth) > mostSieved {
		last := first
		if first >= utf8.RuneSelf {
			last = 0xFF
		}
		for b := int(first); b <= int(last); b++ {
			for next := range 256 {
				if h[1].has(byte(next)) {
					x.addPair(byte(b), byte(next))
				}
			}
		}
		return
	}
	fifth := uint8(0)
	for _, e := range h[4].folded() {
		fifth |= 1 << fifthBit(e)
	}
	for _, b := range second {
		for _, c := range third {
			for _, d := range fourth {
				x.sieve[startSlot(uint32(first)|uint32(b)<<8|uint32(c)<<16|uint32(d)<<24)] |= fifth
			}
		}
	}
}

// startBits tell beginnings of four bytes apart.
const startBits = 12

// startSlot returns the slot of four bytes of a text: of ASCII in either case, all
// others are one.
func startSlot(first uint32) uint32 {
	high := first & 0x80808080
	return (first | 0x20202020 | (high - high>>7)) * 0xCC9E2D51 >> (32 - startBits)
}

// fifthBit is which of the eight bits of a slot the byte behind has.
func fifthBit(b byte) byte { return b & 7 &^ (b >> 7 * 7) }

// addPair notes that something may begin or stand at two bytes.
func (x *textIndex) addPair(first, next byte) {
	pair := int(first) | int(next)<<8
	x.pairs[pair>>6] |= 1 << (pair & 63)
}

// mayBegin reports whether something may begin or stand at a place of a text, as
// far as the first five of its bytes tell, which are given in a word.
func (x *textIndex) mayBegin(w uint64) bool {
	pair := w & 0xFFFF
	return x.pairs[pair>>6]>>(pair&63)&1 != 0 || x.sieve[startSlot(uint32(w))]>>fifthBit(byte(w>>32))&1 != 0
}

// allowed returns the forms, a bit each, that may begin with the bytes of a word, or with
// a run of digits of which its first byte is the last.
func (l *startList) allowed(w uint64) uint64 {
	return l.then[0][kindOf(byte(w>>8))] & l.then[1][kindOf(byte(w>>16))] & l.then[2][kindOf(byte(w>>24))]
}

// stops returns a bit for each of the 64 bytes of a text from base on at which
// something may begin or stand: the first bytes of words, and what is neither of a
// word nor a space. The low bit of before tells that the byte before is of a word;
// after is that for the bytes behind.
func (x *textIndex) stops(text []byte, base int, before uint64) (places, after uint64) {
	n := min(64, len(text)-base)
	if x.inWord {
		return math.MaxUint64 >> (64 - n), 0
	}
	words, spaces := wordsAndSpaces(text, base, n)
	return math.MaxUint64 >> (64 - n) &^ (spaces | words&(words<<1|before)), words >> 63
}

// A head is which bytes may stand first and behind it in what a sequence matches.
type head [2 + lookAhead]byteBits

// heads returns those of the sequences of a matcher; none for a regexp.
func (m *matcher) heads() []head {
	heads := make([]head, len(m.sequences))
	for i := range m.sequences {
		h, least, most := &heads[i], 0, 0 // bytes of the steps before
		for _, st := range m.sequences[i].steps {
			most = min(most+min(st.max, len(h)), len(h))
			for n := least; n < most; n++ {
				h[n].add(byteBitsOf(st.set))
			}
			least += st.min
		}
		for n := least; n < len(h); n++ { // the match may have ended
			h[n] = anyByte
		}
	}
	return heads
}

// from returns a matcher of what begins with a byte of a kind, and its heads.
func (m *matcher) from(kind int, heads []head) (*matcher, []head) {
	if m.re != nil {
		return m, []head{{anyByte, anyByte, anyByte, anyByte, anyByte}}
	}
	begins := *m
	begins.sequences = nil
	var which []head
	for i := range heads {
		if heads[i][0].hasKind(kind) {
			begins.sequences = append(begins.sequences, m.sequences[i])
			which = append(which, heads[i])
		}
	}
	return &begins, which
}

// labelsBefore returns the numbers of the text forms of which a label stands as
// a word shortly before text[i]; none begins before text[from].
func (x *textIndex) labelsBefore(text []byte, from, i int) (set Set) {
	start := max(from, i-labelReach)
	words, accents := uint64(0), uint64(0) // a bit for each byte
	for k := 0; k < i-start; k += 8 {
		w := load(text[start+k : i])
		words |= gather(wordBits(w)) << k
		accents |= gather(w) << k
	}
	words &= math.MaxUint64 >> (64 - (i - start))
	if start > 0 && isWord(text[start-1]) {
		words &= words + 1 // a word cut in two is none
	}
	for words != 0 {
		at := bits.TrailingZeros64(words)
		n := bits.TrailingZeros64(^(words >> at))
		word := uint64(1)<<n - 1
		for _, number := range x.labels.find(text[start+at:start+at+n], accents>>at&word != 0) {
			set.Add(number)
		}
		words &^= word << at
	}
	return set
}

// leadingWord returns how many bytes the word takes with which a text begins, and
// whether it has characters beyond ASCII.
func leadingWord(text []byte) (n int, accented bool) {
	all := byte(0)
	for n < len(text) && isWord(text[n]) {
		all |= text[n]
		n++
	}
	return n, all >= 0x80
}
