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

// gather returns the high bits of the bytes of w, the lowest first.
func gather(w uint64) uint64 { return w & highBits >> 7 * 0x0102040810204080 >> 56 }

// wordBytes is how many bytes of a text one word of marks tells of.
const wordBytes = 64

// findMarksPortably is what findMarks does, eight bytes at a time.
func findMarksPortably(marks, quotes []uint64, text []byte, delim, end byte) {
	for i := range marks {
		var mark, quote uint64
		block := text[i*wordBytes:][:wordBytes]
		for k := 0; k < wordBytes; k += 8 {
			w := binary.LittleEndian.Uint64(block[k:])
			other := nonzero(w^repeat(delim)) & nonzero(w^repeat('\n')) & nonzero(w^repeat(end))
			mark |= gather(^other) << k
			quote |= gather(^nonzero(w^repeat('"'))) << k
		}
		marks[i], quotes[i] = mark, quote
	}
}

// accentedPortably is what accented does, eight bytes at a time.
func accentedPortably(text []byte) (n int) {
	for ; n+32 <= len(text); n += 32 {
		block := (*[32]byte)(text[n:])
		if union(block)&highBits == 0 {
			continue
		}
		var other, first uint64 // the high bits of bytes that are neither, and of first bytes
		for k := 0; k < len(block); k += 8 {
			w := binary.LittleEndian.Uint64(block[k:])
			second := first >> 56
			first = ^nonzero(w^repeat(0xC3)) & highBits
			second |= first << 8
			other |= w&highBits&^first ^ second | w<<1&w&^first
		}
		if other&highBits != 0 {
			return n
		}
		n -= int(first >> 63) // the letter goes on behind the block
	}
	return n
}
