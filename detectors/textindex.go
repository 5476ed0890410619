package detectors

import (
	"fmt"
	"math"
	"math/bits"
	"slices"
)

// A textRef names a text form of a type.
type textRef struct {
	typ, form int
	matcher   *matcher      // of the form, without the sequences that cannot begin there; nil when the form stands around a byte
	next      *[2][256]bool // the two bytes that may follow where the form begins; nil for any
	end       *runEnd       // of the run of digits with which the form begins
}

// A textIndex leads from a place in a text to the forms that may begin or stand
// there: for a digit, by the length of the run of digits that it begins; else by
// the byte.
type textIndex struct {
	runs    [maxRun + 1][]textRef
	starts  [256][]textRef
	next    [256][2][256]bool // the two bytes that may follow in some form of starts
	around  [256][]textRef
	labels  wordList[int]        // leads to the numbers of text forms
	begin   [1 << 16 / 64]uint64 // the byte at which something may begin or stand and the next one, as one number
	metered []textRef            // of rules that are charged; see FindWithin
	inWord  bool                 // something may stand around a byte of a word, or a space
}

// maxRun is the longest run of digits told apart; longer ones count as it.
const maxRun = 31

func newTextIndex(types []Type) (textIndex, error) {
	x := textIndex{labels: newWordList[int]()}
	number := 0
	for i := range types {
		for k := range types[i].texts {
			f := &types[i].texts[k]
			ref := textRef{typ: i, form: k, matcher: f.matcher}
			if f.number = number; number == setSize {
				return x, fmt.Errorf("compiling rules: a catalogue holds %d text forms", setSize)
			}
			number++
			for _, label := range f.Labels {
				x.labels.add(label, f.number)
			}
			if f.matcher == nil {
				x.around[f.Around[0]] = append(x.around[f.Around[0]], ref)
				continue
			}
			if f.matcher.program != nil {
				x.metered = append(x.metered, ref)
				continue
			}
			for b := range 256 {
				if f.matcher.sig.first[b] && !isDigit(byte(b)) {
					ref.matcher = f.matcher.from(byte(b))
					ref.next = ref.matcher.follow(byte(b))
					x.next[b] = either(x.next[b], ref.next)
					x.starts[b] = append(x.starts[b], ref)
				}
			}
			if !slices.Contains(f.matcher.sig.first['0':'9'+1], true) {
				continue
			}
			ref.next, ref.matcher = nil, f.matcher
			runs, ends := f.matcher.firstRuns()
			for n := 1; n <= maxRun; n++ {
				if runs>>n&1 != 0 {
					ref.end = &ends[n]
					x.runs[n] = append(x.runs[n], ref)
				}
			}
		}
	}
	x.addStops()
	return x, nil
}

// addStops finds out where in a text something may begin or stand.
func (x *textIndex) addStops() {
	for b := range 256 {
		anywhere := isDigit(byte(b)) || x.around[b] != nil
		x.inWord = x.inWord || x.around[b] != nil && (isWord(byte(b)) || b == ' ') || b == ' ' && x.starts[b] != nil
		for next := range 256 {
			if pair := b | next<<8; anywhere || x.next[b][0][next] {
				x.begin[pair>>6] |= 1 << (pair & 63)
			}
		}
	}
}

// stops are the places in a text at which something may begin or stand: the
// first bytes of words, and what is neither of a word nor a space. They are found
// for 64 bytes at a time.
type stops struct {
	index  *textIndex
	text   []byte
	base   int    // where the 64 bytes begin
	ahead  uint64 // a bit for each place
	before uint64 // the lowest high bit, when the byte before the next ones is of a word
}

// next returns the first place from i on, or the length of the text. Places are
// asked for in ascending order.
func (s *stops) next(i int) int {
	begin, text := &s.index.begin, s.text
	for ; ; s.fill() {
		ahead := s.ahead
		if i >= s.base+64 {
			ahead = 0
		} else if i > s.base {
			ahead &= math.MaxUint64 << (i - s.base)
		}
		for ; ahead != 0; ahead &= ahead - 1 {
			at := s.base + bits.TrailingZeros64(ahead)
			pair := uint(text[at])
			if at+1 < len(text) {
				pair |= uint(text[at+1]) << 8
			}
			if begin[pair>>6&(1<<10-1)]>>(pair&63)&1 != 0 {
				s.ahead = ahead
				return at
			}
		}
		s.ahead = 0
		if s.base+64 >= len(text) {
			return len(text)
		}
		s.base += 64
	}
}

// fill finds the places in the 64 bytes at base.
func (s *stops) fill() {
	block := s.text[s.base:]
	n := min(64, len(block))
	for k := 0; k < n; k += 8 {
		w := load(block[k:])
		words := wordBits(w)
		found := words&^(words<<8|s.before) | ^words&highBits&^zeroBits(w^' '*everyByte)
		s.ahead |= found >> 7 * 0x0102040810204080 >> 56 << k // the high bits, side by side
		s.before = words >> 56
	}
	if s.index.inWord {
		s.ahead = math.MaxUint64
	}
	s.ahead &= math.MaxUint64 >> (64 - n)
}

// wordBits returns the high bit of every byte of w that is part of a letter or a digit.
func wordBits(w uint64) uint64 {
	plain := w &^ highBits
	lower := plain | 0x20*everyByte
	digit := (plain + (0x80-'0')*everyByte) &^ (plain + (0x80-'9'-1)*everyByte)
	letter := (lower + (0x80-'a')*everyByte) &^ (lower + (0x80-'z'-1)*everyByte)
	return (digit | letter | w) & highBits
}

// zeroBits returns the high bit of every byte of w that is zero.
func zeroBits(w uint64) uint64 { return ^((w&^highBits + 0x7F*everyByte) | w) & highBits }

// either returns the union of two pairs of sets; nil is every byte.
func either(a [2][256]bool, b *[2][256]bool) [2][256]bool {
	for n := range a {
		for i := range a[n] {
			a[n][i] = a[n][i] || b == nil || b[n][i]
		}
	}
	return a
}

// from returns a matcher of what begins with b.
func (m *matcher) from(b byte) *matcher {
	if m.re != nil {
		return m
	}
	begins := *m
	begins.sequences = slices.DeleteFunc(slices.Clone(m.sequences), func(s sequence) bool { return !s.steps[0].set[b] && s.steps[0].min > 0 })
	return &begins
}

// follow returns the bytes that may stand second and third in a match that begins with b.
func (m *matcher) follow(b byte) *[2][256]bool {
	var next [2][256]bool
	add := func(n int, more *[256]bool) {
		for i := range next[n] {
			next[n][i] = next[n][i] || more == nil || more[i]
		}
	}
	if m.re != nil {
		return nil
	}
	for i := range m.sequences {
		var at [3]*[256]bool // nil for any byte: from a step of variable length on
		n := 0
		for _, st := range m.sequences[i].steps {
			for k := 0; k < st.min && n < len(at); k++ {
				at[n] = st.set
				n++
			}
			if st.min != st.max {
				break
			}
		}
		if at[0] == nil || at[0][b] {
			add(0, at[1])
			add(1, at[2])
		}
	}
	return &next
}

// A runEnd says what may stand behind a run of digits with which a match begins.
type runEnd struct {
	whole      bool // the run may be all of the match
	next, then byteBits
}

// admits reports whether the bytes behind a run allow a match: it goes on with the
// two, or it ends there and they do not join it to another number.
func (e *runEnd) admits(next, then byte) bool {
	return e.next.has(next) && e.then.has(then) || e.whole && !isWord(next) && !(isJoin(next) && isDigit(then))
}

// firstRuns returns, as a set of bits up to maxRun, how long the run of digits
// at the start of a text may be for the matcher to match there up to a
// character that is no digit, and for each length what may stand behind it.
func (m *matcher) firstRuns() (all uint32, ends [maxRun + 1]runEnd) {
	whole := uint32(0)
	if m.re != nil {
		all, whole = math.MaxUint32, math.MaxUint32
		for n := range ends {
			ends[n].next, ends[n].then = anyByte, anyByte
		}
	}
	for _, s := range m.sequences {
		runs := uint32(1) // how many digits there may have been so far, all of them at the start
		for k, st := range s.steps {
			others := byteBitsOf(st.set)
			digit := others[0]&digitSet64 != 0
			others[0] &^= digitSet64
			if others != (byteBits{}) { // the run may end before or in this step
				here := runs
				if digit {
					here |= spread(runs, 0, st.max)
				}
				all |= here
				then := s.second(k)
				for n := range ends {
					if here>>n&1 != 0 {
						ends[n].next.add(others)
						ends[n].then.add(then)
					}
				}
			}
			next := uint32(0)
			if digit {
				next = spread(runs, st.min, st.max)
			}
			if st.min == 0 {
				next |= runs
			}
			runs = next
		}
		all |= runs
		whole |= runs
	}
	for n := range ends {
		ends[n].whole = whole>>n&1 != 0
	}
	return all, ends
}

// second returns the bytes that may stand behind one of step k.
func (s *sequence) second(k int) (set byteBits) {
	steps := s.steps[k:]
	if steps[0].max == 1 {
		steps = steps[1:]
	}
	for i, st := range steps {
		set.add(byteBitsOf(st.set))
		if st.min > 0 && (i > 0 || s.steps[k].max == 1) {
			return set
		}
	}
	return anyByte // the match may end there
}

// A byteBits is a set of bytes, a bit each.
type byteBits [4]uint64

// digitSet64 is the first word of the set of the digits.
const digitSet64 = (1<<10 - 1) << '0'

var anyByte = byteBits{math.MaxUint64, math.MaxUint64, math.MaxUint64, math.MaxUint64}

func byteBitsOf(table *[256]bool) (set byteBits) {
	for b, in := range table {
		if in {
			set[b>>6] |= 1 << (b & 63)
		}
	}
	return set
}

func (s *byteBits) has(b byte) bool { return s[b>>6]>>(b&63)&1 != 0 }

func (s *byteBits) add(t byteBits) {
	for i := range s {
		s[i] |= t[i]
	}
}

// spread adds between least and most to every member of a set of lengths.
func spread(runs uint32, least, most int) uint32 {
	var next uint32
	for n := 0; n <= maxRun; n++ {
		if runs>>n&1 == 0 {
			continue
		}
		for k := least; k <= most && k <= maxRun; k++ {
			next |= 1 << min(maxRun, n+k)
		}
	}
	return next
}

// labelsBefore returns the numbers of the text forms of which a label stands as
// a word shortly before text[i].
func (x *textIndex) labelsBefore(text []byte, i int) (set Set) {
	start := max(0, i-labelReach)
	for start > 0 && start < i && isWord(text[start-1]) && isWord(text[start]) {
		start++ // a word cut in two is none
	}
	for start < i {
		end, all := start, byte(0)
		for end < i && isWord(text[end]) {
			all |= text[end]
			end++
		}
		for _, number := range x.labels.find(text[start:end], all >= 0x80) {
			set.Add(number)
		}
		start = end + 1
	}
	return set
}
