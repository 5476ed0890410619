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

// noWord is the bytes that are part of no letter or digit.
var noWord = func() (set byteBits) {
	for b := range 256 {
		if !isWord(byte(b)) {
			set.put(byte(b))
		}
	}
	return set
}()

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
// have: those from 0x20 on in the lower half, those from 0x60 on in the upper one.
func (s *byteBits) folded() uint64 {
	return (s[0]|s[0]<<32)>>32 | (s[1]|s[1]<<32)>>32<<32
}

// foldedBytes yields the bytes of such a set.
func foldedBytes(set uint64) iter.Seq[byte] {
	return func(yield func(byte) bool) {
		for ; set != 0; set &= set - 1 {
			b := byte(bits.TrailingZeros64(set)) | 0x20
			if set&math.MaxUint32 == 0 {
				b |= 0x40
			}
			if !yield(b) {
				return
			}
		}
	}
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
