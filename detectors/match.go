package detectors

import (
	"bytes"
	"math/bits"
	"unicode/utf8"
)

// A Hit says that a value has the shape of a form of a type and, when Valid,
// that it passes the type's check too.
type Hit struct {
	Type  uint8
	Form  uint8
	Valid bool
}

// Matches is what one value matches. Its zero value is ready; it is reused
// from value to value.
type Matches struct {
	hits   [MaxHits]Hit
	n      int
	Date   int  // of a value that is a date, its digits yyyymmdd; else 0
	Prose  bool // several words: a value in which others may stand
	Shape  Shape
	Budget *Budget // that metered rules are charged to; nil for none
	aside  *Set    // types whose hits do not settle what a value is
	inside bool    // has an at sign, or digits enough among other characters
	listed Set     // types of which a form lists the value
	begin  uint64  // the value's first eight bytes
}

// MaxHits is how many types one value may match at once; there are never more
// of the same length.
const MaxHits = 10

// Hits returns the hits, by type; they are valid until the next match.
func (m *Matches) Hits() []Hit { return m.hits[:m.n] }

// Match holds a value against the whole-value forms of every type. A type's
// first form that matches and is valid counts, else its first that matches.
// The value must be clean (see [Clean]) for a sound result.
func (c *Catalog) Match(value []byte, m *Matches) {
	m.n, m.Date, m.Prose, m.inside, m.listed = 0, 0, false, false, Set{}
	m.aside = &c.metered
	if len(value) == 0 {
		return
	}
	if len(value) > maxShaped {
		m.Prose, m.inside = true, true
		m.Shape = Shape{first: value[0], length: maxShaped}
		return
	}
	sh := &m.Shape
	sh.of(value)
	words := sh.words()
	m.Prose = sh.count(spaceClass) >= 3 && words >= 12
	m.inside = sh.inside()
	m.begin = load(value)
	if words > 0 {
		c.vocabulary.match(value, m)
	}
	low, high := c.index.candidates(sh)
	for ; low != 0; low &= low - 1 {
		c.match(&c.groups[bits.TrailingZeros64(low)], value, m)
	}
	for ; high != 0; high &= high - 1 {
		c.match(&c.groups[64+bits.TrailingZeros64(high)], value, m)
	}
}

// match tries the forms of a group that the value has.
func (c *Catalog) match(g *group, value []byte, m *Matches) {
	n := len(value) - g.least
	if n < 0 || n >= len(g.byLength) {
		return
	}
	var last *sequence // that the value was held against, and whether it has it
	has := false
	for _, v := range g.byLength[n] {
		s := v.sequence
		if s != nil && m.begin&s.fixed != s.literal {
			continue
		}
		if s == nil || s != last {
			last, has = s, s != nil && s.plain.tells(&m.Shape, value) || c.has(g.typ, v, value, m.Budget)
		}
		if has && c.try(g.typ, v.form, value, m) {
			return
		}
	}
}

// has reports whether a value, whose length is one that the variant can have, has it.
func (c *Catalog) has(typ uint8, v variant, value []byte, b *Budget) bool {
	if v.sequence != nil {
		return v.sequence.whole(value)
	}
	m := c.types[typ].forms[v.form].matcher
	return b.allows(int(typ), m, value, freeValue) && m.whole(value)
}

// try adds the hit of a value that has a form of a type, or betters that of
// another form, and reports whether the type has its final hit.
func (c *Catalog) try(typ, form uint8, value []byte, m *Matches) bool {
	at := m.n // of the type's hit
	if at > 0 && m.hits[at-1].Type == typ {
		if at--; m.hits[at].Valid {
			return true
		}
	}
	if at == MaxHits || m.n > 0 && m.listed.Has(int(typ)) {
		return true
	}
	t := &c.types[typ]
	f := &t.forms[form]
	if at < m.n {
		if before := &t.forms[m.hits[at].Form]; before.checked == f.checked && before.Fill == f.Fill && f.check != nil {
			return false // it has failed this check already
		}
	}
	valid := false
	switch {
	case t.date:
		if date := dateOf(value); date != 0 {
			m.Date, valid = date, true
		}
	case f.check == nil:
		valid = true
	default:
		valid = f.check(value, f.Fill)
	}
	if valid || at == m.n {
		m.hits[at] = Hit{typ, form, valid}
		m.n = at + 1
	}
	return valid
}

// NeedsText reports whether a value may hold personal data that Match has not
// seen as a whole: it is not itself a valid value, and there is prose in it, or
// something beside one number.
func (m *Matches) NeedsText() bool {
	if !m.inside && !m.Prose {
		return false
	}
	for _, h := range m.Hits() {
		if h.Valid && (m.aside == nil || !m.aside.Has(int(h.Type))) {
			return false
		}
	}
	return true
}

var (
	noBreakSpace   = []byte("\u00A0")
	zeroWidthSpace = []byte("\u200B")
	byteOrderMark  = []byte("\uFEFF")
)

// IsBare reports whether a cell, which is not empty, begins with a letter and ends
// with a character of ASCII: [Clean], [Narrow] and [Exponent] leave it as it is.
func IsBare(cell []byte) bool {
	first, last := cell[0]|0x20, cell[len(cell)-1]
	return first >= 'a' && first <= 'z' && last > ' ' && last < utf8.RuneSelf
}

// Clean takes off what storage adds around a value: white space, the marks
// with which spreadsheets force text ('123, ="123"), and the ".0" of a number
// that was a float. It returns a part of cell.
func Clean(cell []byte) []byte {
	v := trim(cell)
	if len(v) > 1 && v[0] == '\'' {
		v = trim(v[1:])
	}
	if n := len(v); n > 3 && v[0] == '=' && v[1] == '"' && v[n-1] == '"' {
		v = trim(v[2 : n-1])
	}
	if n := len(v); n > 6 && v[n-1] == '0' && v[n-2] == '.' && onlyDigits(v[:n-2]) {
		v = v[:n-2]
	}
	return v
}

func onlyDigits(v []byte) bool {
	for _, c := range v {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}

func trim(v []byte) []byte {
	for len(v) > 0 {
		switch c := v[0]; {
		case c <= ' ':
			v = v[1:]
			continue
		case c >= 0xC2:
			if t := trimSpecial(v, bytes.TrimPrefix); len(t) < len(v) {
				v = t
				continue
			}
		}
		break
	}
	for len(v) > 0 {
		switch c := v[len(v)-1]; {
		case c <= ' ':
			v = v[:len(v)-1]
			continue
		case c >= 0x80:
			if t := trimSpecial(v, bytes.TrimSuffix); len(t) < len(v) {
				v = t
				continue
			}
		}
		break
	}
	return v
}

func trimSpecial(v []byte, cut func(v, mark []byte) []byte) []byte {
	for _, mark := range [][]byte{noBreakSpace, zeroWidthSpace, byteOrderMark} {
		v = cut(v, mark)
	}
	return v
}
