package scanner

import (
	"encoding/binary"
	"math/bits"

	"github.com/cespare/xxhash/v2"
)

// hash returns the keyed hash of a value: the same in every profile with the
// same seed. Most values are short, and these are mixed in two to four words that
// may overlap.
func (p *profile) hash(value []byte) uint64 {
	n := len(value)
	switch {
	case n > 32:
		return mix(xxhash.Sum64(value) ^ p.seed)
	case n > 16:
		return mix(fold(word(value)^p.seed, word(value[8:])^uint64(n)*prime) ^ fold(word(value[n-16:])^p.seed, word(value[n-8:])^prime))
	case n >= 8:
		return mix(fold(word(value)^p.seed, word(value[n-8:])^uint64(n)*prime))
	case n >= 4:
		return mix(fold(uint64(binary.LittleEndian.Uint32(value))^p.seed, uint64(binary.LittleEndian.Uint32(value[n-4:]))^uint64(n)*prime))
	case n > 0:
		return mix((uint64(value[0]) | uint64(value[n/2])<<8 | uint64(value[n-1])<<16 | uint64(n)<<24) ^ p.seed)
	}
	return p.seed
}

const prime = 0x9E3779B97F4A7C15

func word(b []byte) uint64 { return binary.LittleEndian.Uint64(b) }

const everyByte = 0x0101010101010101

// hasByte reports whether one of the eight bytes of w is b.
func hasByte(w uint64, b byte) bool {
	zero := w ^ uint64(b)*everyByte
	return (zero-everyByte)&^zero&(0x80*everyByte) != 0
}

// fold multiplies and folds the 128 bits of the product into 64.
func fold(a, b uint64) uint64 {
	high, low := bits.Mul64(a, b)
	return high ^ low
}

// mix spreads the bits of x (the finalizer of splitmix64).
func mix(x uint64) uint64 {
	x = (x ^ x>>30) * 0xBF58476D1CE4E5B9
	x = (x ^ x>>27) * 0x94D049BB133111EB
	return x ^ x>>31
}
