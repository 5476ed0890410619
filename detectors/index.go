package detectors

import "math/bits"

// A TypeSet is a set of types, by index in the catalogue. Its zero value is
// empty and ready.
type TypeSet [maxTypes / 64]uint64

// maxTypes is how many types a catalogue can hold.
const maxTypes = 128

// Add puts in type i.
func (s *TypeSet) Add(i int) { s[i>>6] |= 1 << (i & 63) }

// Has reports whether type i is in the set.
func (s *TypeSet) Has(i int) bool { return s[i>>6]>>(i&63)&1 != 0 }

// Next returns the first type from i on that is in the set, or -1.
func (s *TypeSet) Next(i int) int {
	for ; i < maxTypes; i = (i>>6 + 1) << 6 {
		if rest := s[i>>6] >> (i & 63); rest != 0 {
			return i + bits.TrailingZeros64(rest)
		}
	}
	return -1
}

// An index gives the types that a shape may belong to, by a few table look-ups:
// in every table, a bit is set for each type of which some form can have that
// length, that many bytes of a class, those marks, that first byte.
type index struct {
	length [maxShaped + 1]TypeSet
	class  [numClasses][maxShaped + 1]TypeSet
	marks  [256]TypeSet
	first  [256]TypeSet
}

func (x *index) add(typ int, s *signature) {
	for n := range maxShaped + 1 {
		if n >= s.min && n <= s.max {
			x.length[n].Add(typ)
		}
		for c := range numClasses {
			if n >= s.classMin[c] && n <= s.classMax[c] {
				x.class[c][n].Add(typ)
			}
		}
	}
	for m := range 256 {
		if s.admitsMarks(uint8(m)) {
			x.marks[m].Add(typ)
		}
	}
	for b := range 256 {
		if s.first[b] || s.canBeEmpty {
			x.first[b].Add(typ)
		}
	}
}

func (x *index) candidates(s *Shape) TypeSet {
	set := x.length[s.length]
	set.and(&x.first[s.first])
	set.and(&x.marks[s.marks])
	c := s.counts
	for class := range numClasses {
		set.and(&x.class[class][c&0xFF])
		c >>= 8
	}
	return set
}

func (s *TypeSet) and(t *TypeSet) {
	s[0] &= t[0]
	s[1] &= t[1]
}

func (s *TypeSet) without(t *TypeSet) {
	s[0] &^= t[0]
	s[1] &^= t[1]
}
