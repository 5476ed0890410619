package detectors

import "math/bits"

// A typeSet is a set of types, by index in the catalogue.
type typeSet uint64

// maxTypes is how many types with value forms a catalogue can hold.
const maxTypes = 64

func (s typeSet) next() (int, typeSet) {
	i := bits.TrailingZeros64(uint64(s))
	return i, s & (s - 1)
}

// An index gives the types that a shape may belong to, by a few table look-ups:
// in every table, a bit is set for each type of which some form can have that
// length, that many bytes of a class, those marks, that first byte.
type index struct {
	length [maxShaped + 1]typeSet
	class  [numClasses][maxShaped + 1]typeSet
	marks  [256]typeSet
	first  [256]typeSet
}

func (x *index) add(typ int, s *signature) {
	bit := typeSet(1) << typ
	for n := range maxShaped + 1 {
		if n >= s.min && n <= s.max {
			x.length[n] |= bit
		}
		for c := range numClasses {
			if n >= s.classMin[c] && n <= s.classMax[c] {
				x.class[c][n] |= bit
			}
		}
	}
	for m := range 256 {
		if uint8(m)&s.required == s.required && uint8(m)&^s.allowed == 0 {
			x.marks[m] |= bit
		}
	}
	for b := range 256 {
		if s.first[b] || s.canBeEmpty {
			x.first[b] |= bit
		}
	}
}

func (x *index) candidates(length int, s shape, first byte) typeSet {
	set := x.length[length] & x.first[first] & x.marks[s.marks]
	c := s.counts
	for class := range numClasses {
		set &= x.class[class][c&0xFF]
		c >>= 8
	}
	return set
}
