package detectors

import "encoding/binary"

// A template is a sequence of fixed length held against a value eight bytes at
// a time: digits and literal characters at once, the rest one by one.
type template struct {
	words []templateWord
	rest  []templateByte // positions of any other set
}

type templateWord struct {
	offset        int
	mask, want    uint64 // literal bytes, and the high halves of digits
	digits, sixes uint64 // 0x0F and 0x06 at the digits: a low half over 9 carries when 6 is added
}

type templateByte struct {
	offset int
	set    *[256]bool
}

type templateSet struct {
	set  *[256]bool
	c    byte // of a literalSet
	kind int
}

// newTemplate returns the template of a sequence, or nil when its length is not
// fixed or it has no more than a few bytes.
func newTemplate(s *sequence) *template {
	if s.min != s.max || s.max > maxShaped || s.max < 8 {
		return nil
	}
	var sets []templateSet // of every byte
	for _, st := range s.steps {
		set := templateSet{set: st.set}
		set.c, set.kind = setKind(st.set)
		for range st.min {
			sets = append(sets, set)
		}
	}
	t := &template{}
	for offset := 0; offset < len(sets); offset += 8 {
		at := min(offset, len(sets)-8) // the last word overlaps the one before
		w := templateWord{offset: at}
		for i := range 8 {
			shift := 8 * i
			switch sets[at+i].kind {
			case digitSet:
				w.mask |= 0xF0 << shift
				w.want |= 0x30 << shift
				w.digits |= 0x0F << shift
				w.sixes |= 0x06 << shift
			case literalSet:
				w.mask |= 0xFF << shift
				w.want |= uint64(sets[at+i].c) << shift
			}
		}
		t.words = append(t.words, w)
	}
	for i, set := range sets {
		if set.kind == otherSet {
			t.rest = append(t.rest, templateByte{i, set.set})
		}
	}
	return t
}

const (
	otherSet = iota
	digitSet
	literalSet
)

// setKind tells a set of exactly the digits and one of a single byte, which it
// returns, from others.
func setKind(set *[256]bool) (c byte, kind int) {
	n, digits := 0, 0
	for b, in := range set {
		if in {
			n++
			c = byte(b)
			if isDigit(c) {
				digits++
			}
		}
	}
	switch {
	case n == 10 && digits == 10:
		return 0, digitSet
	case n == 1:
		return c, literalSet
	}
	return 0, otherSet
}

// matches reports whether value, which has the template's length, fits.
func (t *template) matches(value []byte) bool {
	for i := range t.words {
		w := &t.words[i]
		v := binary.LittleEndian.Uint64(value[w.offset:])
		if v&w.mask != w.want || (v&w.digits+w.sixes)&0x1010101010101010 != 0 {
			return false
		}
	}
	for _, b := range t.rest {
		if !b.set[value[b.offset]] {
			return false
		}
	}
	return true
}
