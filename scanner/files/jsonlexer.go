package files

import (
	"bytes"
	"errors"
	"io"
	"math"
	"strconv"
	"strings"
	surrogates "unicode/utf16"
	"unicode/utf8"

	"github.com/datamapbr/datamap/scanner"
)

const (
	jsonBlock = 64 << 10
	// maxNesting bounds how deep values are nested in each other.
	maxNesting = 200
)

// A jsonState is what may come next.
type jsonState int

const (
	wantValue jsonState = iota
	wantValueOrEnd
	wantKey
	wantKeyOrEnd
	wantComma
)

// A jsonLexer pulls the values of a JSON text, or of many that follow each other.
// A string may be of any length; text holds no more of it than a value may have.
type jsonLexer struct {
	r        io.Reader
	base     int64
	buf      []byte
	pos, end int
	eof      bool
	err      error

	open   []byte // '{' and '[' that are not closed
	state  jsonState
	text   []byte // of the key or value at hand
	docs   int64  // values ended outside of any other
	folded bool   // one of them goes over several lines
	cut    int64  // strings that were too long
	dec    *decoder
}

var (
	errJSON   = &scanner.Fault{Reason: scanner.Reason{Code: "damaged_file"}}
	errNested = &scanner.Fault{Reason: scanner.Reason{Code: "too_large"}}
)

func newJSONLexer(r io.Reader, dec *decoder) *jsonLexer {
	return &jsonLexer{r: r, dec: dec, buf: make([]byte, jsonBlock)}
}

// more reads on; it reports false at the end. It keeps no data.
func (l *jsonLexer) more() bool {
	if l.pos < l.end {
		return true
	}
	if l.eof || l.err != nil {
		return false
	}
	l.base += int64(l.end)
	n, eof, err := readBlock(l.r, l.buf)
	l.pos, l.end, l.eof, l.err = 0, n, eof, err
	return n > 0
}

// next moves on. At the end of a sound text the error is [io.EOF]. A line that
// is wrong, where each line is a value of its own, is passed; anything else that
// is wrong ends the reading.
func (l *jsonLexer) next() (treeKind, []byte, error) {
	kind, err := l.token()
	if err == errJSON && l.docs > 0 && l.err == nil {
		l.skipLine()
		return treeBroken, nil, nil
	}
	if err != nil && l.err != nil {
		err = l.err
	}
	if kind == treeKey || kind == treeText {
		l.dec.reset()
		return kind, l.dec.decode(l.text, l.docs+1), err
	}
	return kind, l.text, err
}

func (l *jsonLexer) opened() int64 { return l.base + int64(l.pos) - 1 }

func (l *jsonLexer) remarks() (gaps, notes tally) {
	if l.cut > 0 {
		gaps.merge(scanner.Reason{Code: "record_too_long", Count: l.cut})
	}
	return gaps, l.dec.notes()
}

func (l *jsonLexer) token() (treeKind, error) {
	for {
		for l.pos < l.end && isSpace(l.buf[l.pos]) {
			if l.buf[l.pos] == '\n' && (len(l.open) > 0 || l.state != wantValue) {
				if l.docs > 0 && !l.folded {
					return 0, errJSON // each value so far had a line of its own
				}
				l.folded = true
			}
			l.pos++
		}
		if l.pos == l.end {
			if l.more() {
				continue
			}
			if len(l.open) > 0 || l.state != wantValue {
				return 0, errCut
			}
			return 0, io.EOF
		}
		c := l.buf[l.pos]
		switch {
		case c == ',' && l.state == wantComma && len(l.open) > 0:
			l.pos++
			if l.state = wantValue; l.open[len(l.open)-1] == '{' {
				l.state = wantKey
			}
			continue
		case c == '}' || c == ']':
			return l.closing(c)
		case l.state == wantKey || l.state == wantKeyOrEnd:
			return l.key(c)
		case l.state == wantComma:
			return 0, errJSON
		}
		return l.value(c)
	}
}

func (l *jsonLexer) closing(c byte) (treeKind, error) {
	last := len(l.open) - 1
	if last < 0 || l.open[last] != c-2 || l.state == wantValue || l.state == wantKey { // '[' and ']', '{' and '}' are two apart
		return 0, errJSON
	}
	l.pos++
	l.text = append(l.text[:0], l.open[last])
	l.open = l.open[:last]
	l.ended()
	return treeClose, nil
}

// ended notes that a value has ended.
func (l *jsonLexer) ended() {
	if l.state = wantComma; len(l.open) == 0 {
		l.state = wantValue
		l.docs++
	}
}

// key reads the key of a member and the colon behind it.
func (l *jsonLexer) key(c byte) (treeKind, error) {
	if c != '"' {
		return 0, errJSON
	}
	if err := l.string(); err != nil {
		return 0, err
	}
	for l.more() {
		c := l.buf[l.pos]
		l.pos++
		if c == ':' {
			l.state = wantValue
			return treeKey, nil
		}
		if !isSpace(c) {
			return 0, errJSON
		}
	}
	return 0, errCut
}

// value reads what begins with c.
func (l *jsonLexer) value(c byte) (treeKind, error) {
	switch c {
	case '{', '[':
		if len(l.open) >= maxNesting {
			return 0, errNested
		}
		l.pos++
		l.open = append(l.open, c)
		l.text = append(l.text[:0], c)
		if l.state = wantKeyOrEnd; c == '[' {
			l.state = wantValueOrEnd
		}
		return treeOpen, nil
	case '"':
		err := l.string()
		l.ended()
		return treeText, err
	}
	l.text = l.text[:0]
	for l.more() && isJSONWord(l.buf[l.pos]) && len(l.text) < maxSQLName {
		l.text = append(l.text, l.buf[l.pos])
		l.pos++
	}
	l.ended()
	switch word := string(l.text); {
	case word == "null":
		return treeNull, nil
	case word == "true", word == "false", word == "NaN", word == "Infinity", word == "-Infinity":
		return treeWord, nil
	case isNumber(word):
		l.text = plainly(l.text, word)
		return treeWord, nil
	}
	return 0, errJSON
}

// plainly is a whole number written with an exponent as its digits; any other as it is.
func plainly(number []byte, word string) []byte {
	if !strings.ContainsAny(word, "eE") {
		return number
	}
	v, err := strconv.ParseFloat(word, 64)
	if err != nil || v != math.Trunc(v) || math.Abs(v) >= 1e15 {
		return number
	}
	return strconv.AppendFloat(number[:0], v, 'f', -1, 64)
}

// isNumber reports whether a word is a number, be it one that no machine holds.
func isNumber(word string) bool {
	_, err := strconv.ParseFloat(word, 64)
	return err == nil || errors.Is(err, strconv.ErrRange)
}

func isJSONWord(c byte) bool {
	return c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '+' || c == '.'
}

// string reads the string at pos into text.
func (l *jsonLexer) string() error {
	l.pos++
	l.text = l.text[:0]
	long := false
	for l.more() {
		b := l.buf[l.pos:l.end]
		k := bytes.IndexByte(b, '"')
		if k < 0 {
			k = len(b)
		}
		if e := bytes.IndexByte(b[:k], '\\'); e >= 0 {
			k = e
		}
		if bytes.IndexByte(b[:k], '\n') >= 0 {
			return errJSON // a string does not go over lines: one was not closed
		}
		if len(l.text)+k <= maxRecord {
			l.text = append(l.text, b[:k]...)
		} else {
			long = true
		}
		l.pos += k
		switch {
		case k == len(b):
			continue
		case b[k] == '\\':
			if err := l.escape(); err != nil {
				return err
			}
			continue
		}
		l.pos++
		if long {
			l.cut++
		}
		return nil
	}
	return errCut
}

// escape reads the escape at pos.
func (l *jsonLexer) escape() error {
	l.pos++
	if !l.more() {
		return errCut
	}
	c := l.buf[l.pos]
	l.pos++
	const from, to = `"\/bfnrt`, "\"\\/\b\f\n\r\t"
	if k := bytes.IndexByte([]byte(from), c); k >= 0 {
		l.text = append(l.text, to[k])
		return nil
	}
	if c != 'u' {
		return errJSON
	}
	r, err := l.hex()
	if err != nil {
		return err
	}
	if n := len(l.text); surrogates.IsSurrogate(r) && n >= 3 {
		// The first half of a pair was appended as it stood.
		high := rune(0xD000) | rune(l.text[n-2]&0x3f)<<6 | rune(l.text[n-1]&0x3f)
		if pair := surrogates.DecodeRune(high, r); l.text[n-3] == 0xED && pair != utf8.RuneError {
			l.text = utf8.AppendRune(l.text[:n-3], pair)
			return nil
		}
	}
	if surrogates.IsSurrogate(r) {
		l.text = append(l.text, 0xED, 0x80|byte(r>>6)&0x3f, 0x80|byte(r)&0x3f)
		return nil
	}
	l.text = utf8.AppendRune(l.text, r)
	return nil
}

// hex reads four hexadecimal digits.
func (l *jsonLexer) hex() (rune, error) {
	var digits [4]byte
	for i := range digits {
		if !l.more() {
			return 0, errCut
		}
		digits[i] = l.buf[l.pos]
		l.pos++
	}
	n, err := strconv.ParseUint(string(digits[:]), 16, 32)
	if err != nil {
		return 0, errJSON
	}
	return rune(n), nil
}

// skipLine passes the rest of the line and begins anew behind it.
func (l *jsonLexer) skipLine() {
	l.open, l.state = l.open[:0], wantValue
	for l.more() {
		if k := bytes.IndexByte(l.buf[l.pos:l.end], '\n'); k >= 0 {
			l.pos += k + 1
			return
		}
		l.pos = l.end
	}
}
