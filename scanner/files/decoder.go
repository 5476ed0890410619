package files

import (
	"bytes"
	"encoding/binary"
	"math/bits"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"github.com/datamapbr/datamap/scanner"
)

// A decoder makes UTF-8 of cells, which it keeps until reset.
type decoder struct {
	upper *[128]string // what the bytes from 0x80 on mean; nil in UTF-8
	arena []byte

	multibyte bool  // UTF-8 beyond ASCII was met
	foreign   int64 // cells that were not in the encoding of the text
	row       int64 // where the first of them was
	garbled   int64 // characters that only a wrong decoding makes
	detected  bool  // nobody has said what the encoding is
}

func (e encoding) decoder() *decoder {
	if m := charsets[e.name]; m != nil {
		return &decoder{upper: upperHalf(m), detected: !e.chosen}
	}
	return &decoder{}
}

// upperHalf tabulates what the bytes from 0x80 on mean.
func upperHalf(m *charmap.Charmap) *[128]string {
	var t [128]string
	for i := range t {
		t[i] = string(m.DecodeByte(byte(i + 128)))
	}
	return &t
}

// sound reports whether no cell of a piece of text needs decoding.
func (d *decoder) sound(text []byte) bool {
	if bytes.IndexByte(text, 0) >= 0 && widePairs(text) >= minWide {
		return false
	}
	if d.upper != nil || !d.multibyte {
		if isASCII(text) {
			return true
		}
	}
	if d.upper != nil {
		return false
	}
	garbled, ok := inspect(text)
	if ok {
		d.multibyte = true
		d.garbled += garbled
	}
	return ok
}

// decode returns the cell in UTF-8. A cell that is not what the text claims to
// be was written by another program: in Brazil one that speaks Windows-1252, or
// UTF-8 where the text does not.
func (d *decoder) decode(cell []byte, row int64) []byte {
	if n := widePairs(cell); n >= minWide && n*5 >= len(cell)*2 {
		// UTF-16 behind a text of bytes: a program appended to the file of another.
		d.stray(row)
		from := len(d.arena)
		d.arena = append(d.arena, bytes.ReplaceAll(cell, []byte{0}, nil)...)
		cell = d.arena[from:len(d.arena):len(d.arena)]
	}
	if isASCII(cell) {
		return cell
	}
	table := d.upper
	if garbled, ok := inspect(cell); ok && (table == nil || d.detected) {
		if d.multibyte = true; table != nil {
			d.stray(row)
		}
		d.garbled += garbled
		return cell
	}
	if table == nil {
		d.stray(row)
		table = upperHalf(charmap.Windows1252)
	}
	from := len(d.arena)
	for _, c := range cell {
		if c < utf8.RuneSelf {
			d.arena = append(d.arena, c)
		} else {
			d.arena = append(d.arena, table[c-utf8.RuneSelf]...)
		}
	}
	garbled, _ := inspect(d.arena[from:])
	d.garbled += garbled
	return d.arena[from:]
}

// minWide is how many characters of UTF-16 in a row of bytes are no accident.
const minWide = 4

// widePairs counts the characters in a text of bytes that have a zero behind them.
func widePairs(text []byte) (n int) {
	if bytes.IndexByte(text, 0) < 0 {
		return 0
	}
	for i := 1; i < len(text); i++ {
		if text[i] == 0 && text[i-1] != 0 {
			n++
		}
	}
	return n
}

// stray counts a cell that is not in the encoding of the text.
func (d *decoder) stray(row int64) {
	if d.foreign++; d.foreign == 1 {
		d.row = row
	}
}

// notes are what is to be said of the cells decoded so far.
func (d *decoder) notes() (notes tally) {
	if d.foreign > 0 {
		notes.merge(scanner.Reason{Code: "bad_encoding", Count: d.foreign, Row: d.row})
	}
	if d.garbled > 0 {
		notes.merge(scanner.Reason{Code: "garbled_text", Count: d.garbled})
	}
	return notes
}

// reset forgets the cells that were decoded and reports whether there were any.
func (d *decoder) reset() bool {
	used := len(d.arena) > 0
	d.arena = d.arena[:0]
	return used
}

// inspect reports whether a text is UTF-8, and counts the characters that tell of a wrong
// decoding somewhere on its way: UTF-8 that was read as Windows-1252 ("Ã§" for "ç"),
// control characters that no keyboard makes, and replacement characters.
func inspect(text []byte) (garbled int64, ok bool) {
	for i := accented(text); i < len(text); i += accented(text[i:]) {
		if i+8 <= len(text) {
			high := binary.LittleEndian.Uint64(text[i:]) & highBits
			if high == 0 {
				i += 8
				continue
			}
			i += bits.TrailingZeros64(high) >> 3
		}
		switch c := text[i]; {
		case c < utf8.RuneSelf:
			i++
		case c >= 0xc2 && c < 0xe0 && i+1 < len(text) && text[i+1]&0xc0 == 0x80:
			if c == 0xc2 && (text[i+1] < 0xa0 || bytes.HasSuffix(text[:i], []byte("Ã")) || bytes.HasSuffix(text[:i], []byte("Â"))) {
				garbled++
			}
			i += 2
		default:
			r, size := utf8.DecodeRune(text[i:])
			if size < 2 {
				return garbled, false
			}
			if r == utf8.RuneError {
				garbled++
			}
			i += size
		}
	}
	return garbled, true
}
