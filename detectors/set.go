package detectors

import "math/bits"

// A Set is a set of types, or of groups of forms, by their index. Its zero
// value is empty and ready.
type Set [setSize / 64]uint64

// setSize is how many groups a catalogue can hold, and, with [Desk] and [Surname], how many types.
const setSize = 128

// Add puts in i.
func (s *Set) Add(i int) { s[i>>6] |= 1 << (i & 63) }

// Has reports whether i is in the set.
func (s *Set) Has(i int) bool { return s[i>>6]>>(i&63)&1 != 0 }

// Next returns the first member from i on, or -1.
func (s *Set) Next(i int) int {
	for ; i < setSize; i = (i>>6 + 1) << 6 {
		if rest := s[i>>6] >> (i & 63); rest != 0 {
			return i + bits.TrailingZeros64(rest)
		}
	}
	return -1
}

func (s *Set) or(t *Set) {
	s[0] |= t[0]
	s[1] |= t[1]
}
