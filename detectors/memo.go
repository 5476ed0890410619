package detectors

import "encoding/binary"

// A Memo remembers, for one column, which forms its values have: those of the
// values of digits and punctuation come again and again in few layouts, such as
// "###.###.###-##". Its zero value is empty and ready. It changes nothing but
// the time that [Catalog.Match] takes.
type Memo struct {
	slots [memoSlots]memoSlot
}

const (
	memoSlots = 4
	// memoLength is the longest value of which the layout is remembered.
	memoLength = 32
)

// A memoSlot is one layout and what follows from it.
type memoSlot struct {
	layout layout
	shape  Shape
	inside bool
	forms  []memoForm
}

// A memoForm is a variant that values of the layout have whatever their digits
// are or, when it is open, may have.
type memoForm struct {
	typ  uint8
	open bool
	variant
	first *[256]bool // of an open one: the first bytes that it takes; nil where that is not known
}

// A layout is a value with all digits made equal, in four words.
type layout struct {
	words  [memoLength / 8]uint64
	length uint8
}

const (
	everyByte = 0x0101010101010101
	highBits  = 0x80 * everyByte
)

// set makes l the layout of a value, and reports whether it has one: it is short
// enough and has no letters.
func (l *layout) set(value []byte) bool {
	n := len(value)
	if n == 0 || n > memoLength || value[0] >= '@' || value[n-1] >= '@' {
		return false
	}
	var padded [memoLength]byte
	copy(padded[:], value)
	var all uint64
	for i := range l.words {
		w := binary.LittleEndian.Uint64(padded[8*i:])
		all |= w
		x := w ^ '0'*everyByte
		digits := ^((x&^highBits + (0x80-10)*everyByte) | x) & highBits // the high bit of every digit
		mask := digits >> 7 * 0xFF
		l.words[i] = w&^mask | '0'*everyByte&mask
	}
	l.length = uint8(n)
	return all&(0xC0*everyByte) == 0 // from '@' on a byte has one of these bits
}

func (l *layout) equals(k *layout) bool {
	return l.length == k.length && l.words[0] == k.words[0] && l.words[1] == k.words[1] && l.words[2] == k.words[2] && l.words[3] == k.words[3]
}

func (l *layout) slot() int {
	return int((l.words[0]^l.words[1]*3^l.words[2]*5)*0x9E3779B97F4A7C15>>62) & (memoSlots - 1)
}

// remember works a layout out for its first value.
func (c *Catalog) remember(s *memoSlot, l layout, value []byte) {
	s.layout, s.shape, s.forms = l, shapeOf(value), s.forms[:0]
	s.inside = s.shape.inside()
	// The first byte of another value may be another digit.
	set := c.index.candidatesOfLayout(&s.shape)
	for i := set.Next(0); i >= 0; i = set.Next(i + 1) {
		g := &c.groups[i]
		n := len(value) - g.least
		if n < 0 || n >= len(g.byLength) {
			continue
		}
		for _, v := range g.byLength[n] {
			if open := !v.sequence.uniform(); open || v.sequence.whole(value) {
				s.forms = append(s.forms, memoForm{g.typ, open, v, v.sequence.first()})
			}
		}
	}
}

// matchLayout does the work of Match for a value whose layout may be remembered.
func (c *Catalog) matchLayout(value []byte, m *Matches) bool {
	l := &m.layout
	if !l.set(value) {
		return false
	}
	s := &m.Memo.slots[l.slot()]
	if !s.layout.equals(l) {
		c.remember(s, *l, value)
	}
	m.Shape, m.inside = s.shape, s.inside
	m.Shape.first = value[0]
	for i := range s.forms {
		f := &s.forms[i]
		if !f.open || (f.first == nil || f.first[value[0]]) && c.has(f.typ, f.variant, value) {
			c.try(f.typ, f.form, value, m)
		}
	}
	return true
}

// uniform reports whether the sequence takes every digit where it takes one;
// a regexp in its place may not.
func (s *sequence) uniform() bool {
	if s == nil {
		return false
	}
	for _, st := range s.steps {
		for b := '1'; b <= '9'; b++ {
			if st.set[b] != st.set['0'] {
				return false
			}
		}
	}
	return true
}

// first returns the set of the first step, if the sequence begins with a byte of it.
func (s *sequence) first() *[256]bool {
	if s == nil || len(s.steps) == 0 || s.steps[0].min == 0 {
		return nil
	}
	return s.steps[0].set
}
