package files

import (
	"bytes"
	"encoding/hex"
	"unicode/utf8"
)

// appendHex appends what hexadecimal digits say where that is a text, else the
// digits: they may be a hash.
func appendHex(dst, digits []byte) []byte {
	text := make([]byte, len(digits)/2)
	n, err := hex.Decode(text, digits[:len(digits)/2*2])
	if err != nil || n < 4 || !utf8.Valid(text) || isBinary(text) || bytes.IndexByte(text, 0) >= 0 {
		return append(dst, digits...)
	}
	return append(dst, text...)
}

// plainBytes makes a text of the bytes that PostgreSQL writes as \x5a75 from a place on,
// where they are one.
func plainBytes(arena []byte, from int) []byte {
	if len(arena) == from || arena[from] != '\\' {
		return arena
	}
	if digits, ok := bytes.CutPrefix(bytes.TrimLeft(arena[from:], `\`), []byte("x")); ok {
		if text := appendHex(nil, digits); len(text) < len(digits) {
			return append(arena[:from], text...)
		}
	}
	return arena
}
