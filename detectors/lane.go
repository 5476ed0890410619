package detectors

import (
	"math"
	"math/bits"
)

// A Memo remembers, for one column, the layouts of its values. Its zero value is
// empty and ready.
//
// The values of digits and punctuation come again and again in few layouts, such
// as "###.###.###-##". Which forms such a value has then depends on few of its
// digits or on none, and only the checks are left to do.
type Memo struct {
	lanes [maxNumber + 1]*Lane // by the length of the values
}

// A Lane is one layout and what follows from it for the values that have it. It
// judges the value that [Catalog.Lane] last found it for, and counts verdicts.
type Lane struct {
	catalog *Catalog
	number  number
	layout  []byte // one of the values

	// Every word of a value has the layout when the bytes that are no digits and
	// the high halves of the digits are the wanted ones, and no low half is over
	// nine, so that it carries when 6 is added.
	keep, want, low, sixes [numberWords]uint64
	last                   int // word; the earlier ones are whole

	unfit  bool // the values are for Match alone
	shape  Shape
	inside bool
	dated  bool // values may be dates

	tests   []laneTest // the forms that values may have, in the order in which they are tried
	types   []laneType
	always  uint16 // types of which every value has a form
	sound   uint16 // types of which every value is valid
	checks  []laneCheck
	open    []*laneTest           // the forms that depend on the digits, as far as they make a difference
	fillers [][numberWords]uint64 // the digits of the values that are placeholders

	rows     int64
	misses   int64  // values of the same length with another layout
	patience int64  // how many of them are borne
	other    []byte // one of them, which is to take the place of the layout
}

// A laneType counts the verdicts of one type. Sets of types have a bit for each,
// in this order.
type laneType struct {
	typ            uint8
	matched, valid int64
	least          uint64 // smallest hash of a valid value
}

// A laneCheck is a check that all values of a layout need.
type laneCheck struct {
	key   checkKey
	holds numberCheck
	types uint16
}

// A laneTest is a variant that a value of the layout has if its digits fit.
type laneTest struct {
	variant
	bit      uint16
	typ      uint8
	unplaced bool // nothing but the variant itself can tell
	fixed    []fixedByte
	key      checkKey
	holds    numberCheck // nil: it is valid
}

// depends reports whether only values with certain digits have the variant.
func (t *laneTest) depends() bool { return t.unplaced || len(t.fixed) > 0 }

// A fixedByte is a place at which not every digit will do.
type fixedByte struct {
	at  int
	set *[256]bool
}

// maxAge is the longest number that may be an age or a year or serial of birth.
const maxAge = 5

// minPatience is how many values with another layout are borne at first.
const minPatience = 16

// Lane returns the lane of a cell: one that needs no cleaning and is of a layout
// that the memo knows by now. It returns nil for any other cell.
func (c *Catalog) Lane(memo *Memo, cell []byte) *Lane {
	n := len(cell)
	if n == 0 || n > maxNumber || !isDigit(cell[n-1]) || cell[0] >= '@' {
		return nil
	}
	l := memo.lanes[n]
	if l == nil {
		if !isNumber(cell) {
			return nil
		}
		l = c.newLane(cell)
		memo.lanes[n] = l
	}
	switch {
	case !l.holds(cell):
		l.miss(cell)
	case !l.unfit:
		return l
	}
	return nil
}

// isNumber reports whether a value is made of digits and punctuation.
func isNumber(value []byte) bool {
	for _, b := range value {
		if b >= '@' {
			return false
		}
	}
	return true
}

// holds takes a value of the layout's length apart, and reports whether it has
// the layout.
func (l *Lane) holds(value []byte) bool {
	d, last := &l.number, l.last&(numberWords-1)
	for i := range last {
		w := load(value[8*i:])
		d.words[i] = w & l.low[i]
		if w&l.keep[i] != l.want[i] || (d.words[i]+l.sixes[i])&(0x10*everyByte) != 0 {
			return false
		}
	}
	w := load(value[max(0, len(value)-8):])
	d.words[last] = w & l.low[last]
	d.value = value
	return w&l.keep[last] == l.want[last] && (d.words[last]+l.sixes[last])&(0x10*everyByte) == 0
}

// miss notes a value of the layout's length with another one. Where there are
// many, it takes the layout's place; ever later, where that keeps happening.
func (l *Lane) miss(value []byte) {
	if l.misses++; l.misses > l.patience && l.misses > l.rows/4 && l.other == nil && isNumber(value) {
		l.other = append(l.other, value...)
	}
}

// Placeholder reports whether the value stands for "no value".
func (l *Lane) Placeholder() bool {
	d := &l.number
	digit := uint64(d.value[len(d.value)-1] & 0x0F)
	if d.words[0] == l.low[0]&everyByte*digit {
		return l.catalog.IsPlaceholder(d.value)
	}
	for i := range l.fillers {
		if l.fillers[i][0] == d.words[0] && l.fillers[i] == d.words {
			return true
		}
	}
	return false
}

// Match does what [Catalog.Match] does.
func (l *Lane) Match(m *Matches) {
	m.n, m.Date, m.Prose, m.listed = 0, 0, false, Set{}
	m.Shape, m.inside = l.shape, l.inside
	m.Shape.first = l.number.value[0]
	for i := range l.tests {
		if t := &l.tests[i]; t.has(l) {
			l.catalog.try(t.typ, t.form, l.number.value, m)
		}
	}
}

// has reports whether the value at hand has the variant.
func (t *laneTest) has(l *Lane) bool {
	for _, f := range t.fixed {
		if !f.set[l.number.value[f.at]] {
			return false
		}
	}
	return !t.unplaced || l.catalog.has(t.typ, t.variant, l.number.value, nil)
}

// Count judges the value, whose hash is given, and counts the verdict. It reports
// what [Matches.NeedsText] does.
func (l *Lane) Count(hash uint64) (text bool) {
	matched, valid := l.always, l.sound
	d := &l.number
	d.date = 0
	if len(l.checks) > 0 {
		d.split(l.last + 1)
		for i := range l.checks {
			if ch := &l.checks[i]; ch.holds(d) {
				valid |= ch.types
			}
		}
	}
	for _, t := range l.open {
		if valid&t.bit == 0 && t.has(l) {
			matched |= t.bit
			if len(l.checks) == 0 {
				d.split(l.last + 1)
			}
			if t.holds == nil || t.holds(d) {
				valid |= t.bit
			}
		}
	}
	l.rows++
	for rest := matched &^ l.always; rest != 0; rest &= rest - 1 {
		l.types[bits.TrailingZeros16(rest)].matched++
	}
	for rest := valid; rest != 0; rest &= rest - 1 {
		t := &l.types[bits.TrailingZeros16(rest)]
		t.valid++
		t.least = min(t.least, hash)
	}
	return l.inside && valid == 0
}

// Date returns, for the value that was counted last, what [Matches.Date] holds.
func (l *Lane) Date() int { return l.number.date }

// Aged reports whether values may tell an age: dates, and short numbers.
func (l *Lane) Aged() bool { return l.dated || len(l.layout) <= maxAge }

// A Tally is what a lane has counted of one type.
type Tally struct {
	Type           int
	Matched, Valid int64
	Least          uint64 // smallest hash of a valid value
	layout         []byte
}

// Drain calls count for every type that the lanes have counted values of, starts
// their counts anew and returns how many values there were. Lanes may change their
// layouts now.
func (c *Catalog) Drain(memo *Memo, count func(Tally)) (rows int64) {
	for n, l := range memo.lanes {
		if l == nil {
			continue
		}
		if l.rows > 0 {
			rows += l.rows
			for i := range l.types {
				t := &l.types[i]
				if l.always>>i&1 != 0 {
					t.matched = l.rows
				}
				if t.matched > 0 {
					count(Tally{int(t.typ), t.matched, t.valid, t.least, l.layout})
				}
				t.matched, t.valid, t.least = 0, 0, math.MaxUint64
			}
			l.misses -= min(l.misses, l.rows/4)
			l.rows = 0
		}
		if l.other != nil {
			memo.lanes[n] = c.newLane(l.other)
			memo.lanes[n].patience = min(2*l.patience, 1<<20)
		}
	}
	return rows
}

// Shape returns the masked shape of the values.
func (t *Tally) Shape(c *Catalog) Masked { return c.Mask(t.Type, t.layout) }
