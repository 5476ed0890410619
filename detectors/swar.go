package detectors

import "encoding/binary"

// Eight bytes of a value are judged at once, in a word (SIMD within a register): which of
// them are digits, letters or a certain byte has the high bit of each as its answer. Loops
// that end at the first such byte would cost a wrong guess of the processor instead.

const (
	everyByte = 0x0101010101010101
	highBits  = 0x80 * everyByte
)

// load returns the bytes of a value of up to eight bytes, the first one lowest.
func load(value []byte) uint64 {
	switch n := len(value); {
	case n >= 8:
		return binary.LittleEndian.Uint64(value)
	case n >= 4:
		return uint64(binary.LittleEndian.Uint32(value)) | uint64(binary.LittleEndian.Uint32(value[n-4:]))<<(8*(n-4))
	default:
		return uint64(value[0]) | uint64(value[n/2])<<(8*(n/2)) | uint64(value[n-1])<<(8*(n-1))
	}
}

// bytesFrom returns the eight bytes of a text from a place on; behind its end stand
// spaces.
func bytesFrom(text []byte, i int) uint64 {
	if i+8 <= len(text) {
		return binary.LittleEndian.Uint64(text[i:])
	}
	return lastBytes(text, i)
}

func lastBytes(text []byte, i int) uint64 {
	n := 8 * (len(text) - i)
	if len(text) >= 8 {
		return binary.LittleEndian.Uint64(text[len(text)-8:])>>(64-n) | ' '*everyByte<<n
	}
	return load(text[i:]) | ' '*everyByte<<n
}

// digitBits returns the high bit of every byte of w that is a digit.
func digitBits(w uint64) uint64 {
	x := w ^ '0'*everyByte
	return ^((x&^highBits + (0x80-10)*everyByte) | x) & highBits
}

// letterBits returns the high bit of every byte of w that is a letter without an accent.
func letterBits(w uint64) uint64 {
	lower := w&^highBits | 0x20*everyByte
	return (lower + (0x80-'a')*everyByte) &^ (lower + (0x80-'z'-1)*everyByte) &^ w & highBits
}

// wordBits returns the high bit of every byte of w that is part of a letter or a digit;
// the other bits mean nothing.
func wordBits(w uint64) uint64 {
	plain := w &^ highBits
	lower := plain | 0x20*everyByte
	digit := (plain + (0x80-'0')*everyByte) &^ (plain + (0x80-'9'-1)*everyByte)
	letter := (lower + (0x80-'a')*everyByte) &^ (lower + (0x80-'z'-1)*everyByte)
	return digit | letter | w
}

// areLetters reports whether the first n bytes of w are letters without accents.
func areLetters(w uint64, n int) bool {
	return letterBits(w)<<(64-8*n) == highBits<<(64-8*n)
}

// zeroBits returns the high bit of every byte of w that is zero.
func zeroBits(w uint64) uint64 { return ^nonzeroBits(w) & highBits }

// nonzeroBits returns the high bit of every byte of w that is not zero; the other bits
// mean nothing.
func nonzeroBits(w uint64) uint64 { return w&^highBits + 0x7F*everyByte | w }

// gather returns the high bits of the bytes of w, the lowest first.
func gather(w uint64) uint64 { return w & highBits >> 7 * 0x0102040810204080 >> 56 }

// wordsAndSpacesPortably is what wordsAndSpaces does, eight bytes at a time.
func wordsAndSpacesPortably(text []byte, base, n int) (words, spaces uint64) {
	for k := 0; k < n; k += 8 {
		w := bytesFrom(text, base+k)
		words |= gather(wordBits(w)) << k
		spaces |= gather(zeroBits(w^' '*everyByte)) << k
	}
	return words, spaces
}
