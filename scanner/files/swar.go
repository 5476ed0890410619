package files

import "encoding/binary"

// Eight bytes of a text are judged at once, in a word (SIMD within a register).

const highBits = 0x8080808080808080

// repeat returns a word of eight times b.
func repeat(b byte) uint64 { return 0x0101010101010101 * uint64(b) }

// nonzero sets the high bit of every byte of w that is not zero; the other bits
// mean nothing.
func nonzero(w uint64) uint64 {
	return w&^highBits + (highBits - repeat(1)) | w
}

// union returns the bits that are set in any of the four words of a block.
func union(block *[32]byte) uint64 {
	return binary.LittleEndian.Uint64(block[:]) | binary.LittleEndian.Uint64(block[8:]) |
		binary.LittleEndian.Uint64(block[16:]) | binary.LittleEndian.Uint64(block[24:])
}
