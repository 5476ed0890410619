package scanner

import (
	"bytes"
	"html"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// maxEntity is the longest name or number of a character in a page that is looked for.
const maxEntity = 10

// differing returns the first place in a value from one on where something may begin
// that does not stand for itself, or the length of the value.
func differing(value []byte, at int) int {
	for at < len(value) {
		for at+8 <= len(value) && !mayDiffer(word(value[at:])) {
			at += 8
		}
		for end := min(at+8, len(value)); at < end; at++ {
			switch value[at] {
			case '%', '&', '\\', 0xe2, 0xc2:
				return at
			}
		}
	}
	return at
}

// mayDiffer reports whether one of eight bytes may be one of those that differing looks for.
func mayDiffer(w uint64) bool {
	signs := w &^ (3 * everyByte) // $ for $ % & '
	leads := w | 0x20*everyByte
	return hasByte(signs, '$') || hasByte(w, '\\') || hasByte(leads, 0xe2)
}

// asRead returns a value with its characters as people read them. Systems keep addresses
// of pages with theirs as "%40", pieces of JSON as "\u00e9", of pages as "&eacute;"; what
// is copied from a window or a PDF brings marks along that nobody sees, and dashes of
// other widths. The value itself is returned where there is nothing of that, or where it
// makes no text.
func asRead(value []byte) []byte {
	if len(value) < 4 {
		return value
	}
	var plain []byte
	from := 0 // of what is not in it yet
	for at := differing(value, 0); at < len(value); at = differing(value, at) {
		char, size := escape(value, at)
		if size == 0 {
			at++
			continue
		}
		if plain == nil {
			plain = make([]byte, 0, len(value))
		}
		plain = append(append(plain, value[from:at]...), char...)
		at += size
		from = at
	}
	if plain == nil {
		return value
	}
	if plain = append(plain, value[from:]...); !utf8.Valid(plain) {
		return value
	}
	return plain
}

// escape returns the character at a place of a value, and the size of what stands for it;
// 0 where it stands for itself.
func escape(value []byte, at int) (char []byte, size int) {
	switch text := value[at:]; text[0] {
	case '%':
		if n, ok := hexadecimal(text, 1, 2); ok && n >= ' ' {
			return []byte{byte(n)}, 3
		}
	case '\\':
		return backslashed(text)
	case '&':
		end := bytes.IndexByte(text[:min(len(text), maxEntity)], ';')
		if end < 3 {
			break
		}
		entity := string(text[:end+1])
		if plain := html.UnescapeString(entity); len(plain) < len(entity) && plain[len(plain)-1] != ';' {
			return []byte(plain), end + 1
		}
	case 0xe2, 0xc2:
		r, n := utf8.DecodeRune(text)
		between := at > 0 && at+n < len(value) && isFigure(value[at-1]) && isFigure(value[at+n])
		switch {
		case r == '\u00ad' || r >= '\u200b' && r <= '\u200f' || r >= '\u202a' && r <= '\u202e' || r >= '\u2060' && r <= '\u2069':
			return nil, n // nobody sees it
		case between && (r >= '\u2010' && r <= '\u2015' || r == '\u2212'):
			return []byte{'-'}, n
		}
	}
	return nil, 0
}

func isFigure(c byte) bool { return c >= '0' && c <= '9' }

// backslashed returns the character at the start of a text that stands behind a
// backslash as its number.
func backslashed(text []byte) (char []byte, size int) {
	switch {
	case len(text) > 3 && text[1] == 'x':
		if n, ok := hexadecimal(text, 2, 2); ok && n >= ' ' {
			return []byte{byte(n)}, 4
		}
	case len(text) > 5 && text[1] == 'u':
		n, ok := hexadecimal(text, 2, 4)
		r, size := rune(n), 6
		if utf16.IsSurrogate(r) {
			low, also := uint64(0), false
			if len(text) > 11 && text[6] == '\\' && text[7] == 'u' {
				low, also = hexadecimal(text, 8, 4)
			}
			r, size, ok = utf16.DecodeRune(r, rune(low)), 12, ok && also
		}
		if ok && r >= ' ' {
			return utf8.AppendRune(nil, r), size
		}
	}
	return nil, 0
}

// hexadecimal reads so many digits of a text from a place on.
func hexadecimal(text []byte, from, digits int) (n uint64, ok bool) {
	if len(text) < from+digits {
		return 0, false
	}
	n, err := strconv.ParseUint(string(text[from:from+digits]), 16, 32)
	return n, err == nil
}
