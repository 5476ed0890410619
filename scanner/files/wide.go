package files

import (
	"bytes"
	"io"
	"slices"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
	"golang.org/x/text/transform"
)

// reader decodes UTF-16 and UTF-32; a text of any other encoding passes as it is.
func (e encoding) reader(r io.Reader) io.Reader {
	switch e.name {
	case "utf-16le":
		return transform.NewReader(&widener{r: r, zero: 1}, unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewDecoder())
	case "utf-16be":
		return transform.NewReader(&widener{r: r, zero: 0}, unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewDecoder())
	case "utf-32le":
		return transform.NewReader(r, utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM).NewDecoder())
	case "utf-32be":
		return transform.NewReader(r, utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM).NewDecoder())
	}
	return r
}

// minNarrow is how many bytes as they stand in names and numbers are no accident in
// UTF-16.
const minNarrow = 12

// A widener reads UTF-16. To it, programs append in an encoding of one byte a
// character, as a command line does with ">>": each such byte becomes a character.
type widener struct {
	r      io.Reader
	zero   int    // of the two bytes of a Western letter, the one that is zero
	raw    []byte // what was read
	wide   []byte // what was made of it
	used   int    // how much of that was handed out
	narrow bool   // among characters of one byte
	err    error  // met behind what was read
}

func (w *widener) Read(b []byte) (int, error) {
	for w.used == len(w.wide) {
		if w.err != nil && len(w.raw) == 0 {
			return 0, w.err
		}
		w.fill()
	}
	n := copy(b, w.wide[w.used:])
	w.used += n
	return n, nil
}

// fill reads a block.
func (w *widener) fill() {
	left := len(w.raw)
	w.raw = slices.Grow(w.raw, probeBlock)
	n, err := w.r.Read(w.raw[left:cap(w.raw)])
	w.raw, w.err = w.raw[:left+n], err
	w.wide, w.used = w.wide[:0], 0
	w.raw = append(w.raw[:0], w.widen(w.raw)...)
}

// widen takes the characters at hand and returns those that it takes more to know of.
func (w *widener) widen(raw []byte) (rest []byte) {
	more := w.err == nil
	for len(raw) > 0 {
		pair := len(raw) > 1
		switch {
		case !pair && more:
			return raw
		case pair && raw[w.zero] == 0:
			w.narrow = false
			w.wide, raw = append(w.wide, raw[:2]...), raw[2:]
		case !w.narrow && len(raw) < minNarrow && more:
			return raw
		case w.narrow || !pair || isNarrow(raw):
			w.narrow = true
			unit := [2]byte{raw[0], raw[0]}
			unit[w.zero] = 0
			w.wide, raw = append(w.wide, unit[:]...), raw[1:]
		default:
			w.wide, raw = append(w.wide, raw[:2]...), raw[2:]
		}
	}
	return nil
}

// isNarrow reports whether a text begins with characters of one byte.
func isNarrow(text []byte) bool {
	return len(text) >= minNarrow && len(bytes.TrimLeft(text[:minNarrow], "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 \t\r\n.,;:-_/@'\"()|&")) == 0
}
