package detectors

import (
	"iter"
	"math"
	"math/bits"
)

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

// hasKind reports whether a byte of a kind is in the set.
func (s *byteBits) hasKind(kind int) bool {
	if kind == kindOf(0xFF) {
		return s[2]|s[3] != 0
	}
	return s.has(byte(kind))
}

// kinds yields the kinds of the bytes in the set.
func (s *byteBits) kinds() iter.Seq[int] {
	return func(yield func(int) bool) {
		for k, word := range s[:2] {
			for ; word != 0; word &= word - 1 {
				if !yield(64*k + bits.TrailingZeros64(word)) {
					return
				}
			}
		}
		if s[2]|s[3] != 0 {
			yield(kindOf(0xFF))
		}
	}
}

// folded returns the ASCII bytes of the set with the bit 0x20, which small letters
// have, and 0xFF for all others.
func (s *byteBits) folded() (bytes []byte) {
	for k, word := range [2]uint64{s[0]>>32 | s[0]&math.MaxUint32, s[1]>>32 | s[1]&math.MaxUint32} {
		for ; word != 0; word &= word - 1 {
			bytes = append(bytes, byte(64*k+0x20+bits.TrailingZeros64(word)))
		}
	}
	if s[2]|s[3] != 0 {
		bytes = append(bytes, 0xFF)
	}
	return bytes
}

func (s *byteBits) has(b byte) bool { return s[b>>6]>>(b&63)&1 != 0 }

func (s *byteBits) put(b byte) { s[b>>6] |= 1 << (b & 63) }

func (s *byteBits) add(t byteBits) {
	for i := range s {
		s[i] |= t[i]
	}
}

// byteKinds is how many kinds of bytes are told apart: those of ASCII, and all others as one.
const byteKinds = 0x81

func kindOf(b byte) int { return min(int(b), byteKinds-1) }
