package detectors

import "bytes"

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
	Year   int  // of a value that is a date, else 0
	Prose  bool // several words: a value in which others may stand
	Shape  Shape
	inside bool    // has an at sign, or digits enough among other characters
	listed TypeSet // types of which a form lists the value
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
	m.n, m.Year, m.Prose, m.inside = 0, 0, false, false
	if len(value) == 0 {
		return
	}
	if len(value) > maxShaped {
		m.Prose, m.inside = true, true
		m.Shape = Shape{first: value[0], length: maxShaped}
		return
	}
	m.Shape = shapeOf(value)
	sh := &m.Shape
	words := sh.count(lowerClass) + sh.count(upperClass) + sh.count(highClass)
	m.Prose = sh.count(spaceClass) >= 3 && words >= 12
	m.inside = len(value) >= minTextLength && (sh.marks&atMark != 0 ||
		sh.count(digitClass) >= minTextDigits && words+sh.count(spaceClass)+sh.count(otherClass) > 0)
	set := c.index.candidates(sh)
	if words > 0 {
		set.without(c.vocabulary.match(value, m))
	}
	for i := set.Next(0); i >= 0 && m.n < MaxHits; i = set.Next(i + 1) {
		c.types[i].match(uint8(i), value, m)
	}
}

func (t *Type) match(typ uint8, value []byte, m *Matches) {
	found := -1
	for _, v := range t.byLength[len(value)] {
		k := v.form
		f := &t.forms[k]
		if v.sequence == nil && !f.matcher.whole(value) || v.sequence != nil && !v.sequence.whole(value) {
			continue
		}
		if f.check == nil || f.check(value, f.Fill) {
			if t.Rule.Check == "date" {
				m.Year = yearOf(value)
			}
			m.hits[m.n] = Hit{typ, k, true}
			m.n++
			return
		}
		if found < 0 {
			found = int(k)
		}
	}
	if found >= 0 {
		m.hits[m.n] = Hit{typ, uint8(found), false}
		m.n++
	}
}

// NeedsText reports whether a value may hold personal data that Match has not
// seen as a whole: it is not itself a valid value, and there is something in it
// beside one number.
func (m *Matches) NeedsText() bool {
	if !m.inside {
		return false
	}
	for _, h := range m.Hits() {
		if h.Valid {
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
