package files

import (
	"bytes"
	"encoding/hex"
	"strconv"
	"strings"
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

// escapes are what a backslash may begin in a text.
type escapes int

const (
	noEscapes       escapes = iota
	plainEscapes            // a letter for a control character, as MySQL has them
	copyEscapes             // also bytes by their numbers, as PostgreSQL's COPY has them …
	postgresEscapes         // … and characters, as its E'' has them
	unicodeEscapes          // characters alone, as in U&''
)

func escapesIf(backslash bool) escapes {
	if backslash {
		return plainEscapes
	}
	return noEscapes
}

// longestEscape is how many bytes an escape has behind its backslash.
const longestEscape = 9

// escaped passes the backslash at pos and what belongs to it, at least one byte, and
// appends what they stand for.
func (l *sqlLexer) escaped(dst []byte, e escapes) []byte {
	l.have(1 + longestEscape)
	rest := l.buf[l.pos+1 : l.end]
	skip, base, most, char := 0, 16, 0, true // the digits that follow: where, how many
	switch c := rest[0]; {
	case e == unicodeEscapes && c == '+':
		skip, most = 1, 6
	case e == unicodeEscapes:
		most = 4
	case e >= copyEscapes && c >= '0' && c <= '7':
		base, most, char = 8, 3, false
	case e >= copyEscapes && c == 'x':
		skip, most, char = 1, 2, false
	case e == postgresEscapes && c == 'u':
		skip, most = 1, 4
	case e == postgresEscapes && c == 'U':
		skip, most = 1, 8
	}
	n := skip
	for n < len(rest) && n < skip+most && isDigitOf(rest[n], base) {
		n++
	}
	if n == skip || char && n < skip+most {
		l.advance(2)
		return append(dst, controlOf(rest[0]))
	}
	code, _ := strconv.ParseUint(string(rest[skip:n]), base, 32) // it has no more digits than fit
	l.advance(1 + n)
	if char {
		return utf8.AppendRune(dst, rune(code))
	}
	return append(dst, byte(code))
}

func isDigitOf(c byte, base int) bool {
	_, err := strconv.ParseUint(string([]byte{c}), base, 8)
	return err == nil
}

// controlOf is what a letter stands for behind a backslash; any other character is itself.
func controlOf(c byte) byte {
	const letters, controls = "ntr0bZ", "\n\t\r\x00\b\x1a"
	if k := strings.IndexByte(letters, c); k >= 0 {
		return controls[k]
	}
	return c
}
