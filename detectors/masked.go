// Package detectors recognises personal data in values. It is pure: bytes in,
// evidence out, no I/O.
package detectors

import (
	"fmt"
	"strings"
)

// Masked is the only thing that may be shown of a value: its shape. Digits are
// '#', every run of letters is "***", and only the punctuation that the rule
// allows remains. No letter or digit of the value is in it, and only this
// package can make one from data.
type Masked struct{ shape string }

// maxMasked bounds a shape, so that a long value does not show its length.
const maxMasked = 40

// mask returns the shape of value, keeping the characters in keep.
func mask(value []byte, keep string) Masked {
	var b strings.Builder
	run := false
	for _, c := range value {
		if b.Len() >= maxMasked {
			break
		}
		switch {
		case c >= '0' && c <= '9':
			b.WriteByte('#')
			run = false
		case !isWord(c) && c != '*' && c != '#' && strings.IndexByte(keep, c) >= 0:
			b.WriteByte(c)
			run = false
		case !run:
			b.WriteString("***")
			run = true
		}
	}
	return Masked{b.String()}
}

// String returns the shape.
func (m Masked) String() string { return m.shape }

// MarshalText implements [encoding.TextMarshaler].
func (m Masked) MarshalText() ([]byte, error) { return []byte(m.shape), nil }

// UnmarshalText reads a shape back from a saved result. A text that holds a
// letter or a digit is not a shape and is refused.
func (m *Masked) UnmarshalText(text []byte) error {
	for _, c := range text {
		if c >= 0x80 || c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z' {
			return fmt.Errorf("reading a masked value: it is not masked")
		}
	}
	m.shape = string(text)
	return nil
}
