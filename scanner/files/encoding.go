package files

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"math/bits"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"github.com/datamapbr/datamap/scanner"
)

// Encodings are the names that Options.Encoding knows.
var Encodings = []string{
	"utf-8", "utf-16le", "utf-16be", "windows-1252", "iso-8859-1", "iso-8859-15", "cp850", "cp858", "cp860", "cp437", "macintosh",
}

// An encoding is how the characters of a text are written.
type encoding struct {
	name string // one of Encodings, or "utf-8-bom"
	bom  int    // bytes of the byte order mark
	// ascii tells that the sample did not show which encoding it is.
	ascii  bool
	chosen bool // the user has named it
}

// checkEncoding returns an error that lists the names when name is not one.
func checkEncoding(name string) error {
	if slices.Contains(Encodings, name) {
		return nil
	}
	return fmt.Errorf("unknown encoding %q (known: %s)", name, strings.Join(Encodings, ", "))
}

// The byte order marks.
const (
	bomUTF8    = "\xef\xbb\xbf"
	bomUTF16LE = "\xff\xfe"
	bomUTF16BE = "\xfe\xff"
	bomUTF32LE = "\xff\xfe\x00\x00"
	bomUTF32BE = "\x00\x00\xfe\xff"
)

// detectEncoding judges by the start of a text. Cut tells that there is more
// text behind, so that a character may be incomplete at the end.
func detectEncoding(sample []byte, cut bool) encoding {
	switch {
	case bytes.HasPrefix(sample, []byte(bomUTF8)):
		return encoding{name: "utf-8-bom", bom: 3}
	case bytes.HasPrefix(sample, []byte(bomUTF32LE)):
		return encoding{name: "utf-32le", bom: 4}
	case bytes.HasPrefix(sample, []byte(bomUTF32BE)):
		return encoding{name: "utf-32be", bom: 4}
	case bytes.HasPrefix(sample, []byte(bomUTF16LE)):
		return encoding{name: "utf-16le", bom: 2}
	case bytes.HasPrefix(sample, []byte(bomUTF16BE)):
		return encoding{name: "utf-16be", bom: 2}
	}
	if name := wideByZeros(sample); name != "" {
		return encoding{name: name}
	}
	if isASCII(sample) {
		return encoding{name: "utf-8", ascii: true}
	}
	if cut {
		sample = trimPartialRune(sample)
	}
	if mostlyUTF8(sample) {
		return encoding{name: "utf-8"}
	}
	return encoding{name: likelyCharset(sample, "windows-1252")}
}

// charsets are the encodings of one byte a character.
var charsets = map[string]*charmap.Charmap{
	"windows-1252": charmap.Windows1252, "iso-8859-1": charmap.ISO8859_1, "iso-8859-15": charmap.ISO8859_15,
	"cp850": charmap.CodePage850, "cp858": charmap.CodePage858, "cp860": charmap.CodePage860, "cp437": charmap.CodePage437,
	"macintosh": charmap.Macintosh,
}

// charsetOf is the encoding of one byte a character that a message calls so: nil for
// UTF-8 and for none. Known is false for what is neither.
func charsetOf(name string) (m *charmap.Charmap, known bool) {
	plain := func(name string) string {
		return strings.NewReplacer("-", "", "_", "", " ", "", "ibmcodepage", "cp", "ibm", "cp").Replace(strings.ToLower(name))
	}
	switch name = plain(name); name {
	case "", "utf8", "usascii":
		return nil, true
	case "iso88591":
		return charmap.Windows1252, true // as all programs understand it
	}
	for _, e := range charmap.All {
		if m, ok := e.(*charmap.Charmap); ok && plain(m.String()) == name {
			return m, true
		}
	}
	return nil, false
}

// likely are those of them that are told apart.
var likely = []string{"windows-1252", "cp850", "macintosh"}

// likelyCharset is the stated character set, unless the letters that Portuguese uses say
// clearly that the text is written in another.
func likelyCharset(text []byte, stated string) string {
	best, most := stated, max(0, portuguese(text, stated)+2)
	for _, name := range likely {
		if n := portuguese(text, name); n > most {
			best, most = name, n
		}
	}
	return best
}

// portuguese counts what speaks for a text being written in a character set: the accented
// letters of Portuguese in the case of those beside them, less what stands inside of words
// and is no letter. Capitals of DOS are others elsewhere: Ã is Ç, Ú is é, and Ç is €.
func portuguese(text []byte, charset string) (n int) {
	m := charsets[charset]
	at := func(i int) byte {
		if i < 0 || i >= len(text) {
			return ' '
		}
		return text[i]
	}
	for i, c := range text {
		if c < utf8.RuneSelf {
			continue
		}
		switch r, before, behind := m.DecodeByte(c), at(i-1), at(i+1); {
		case !unicode.IsLetter(r):
			if isLetter(before) && isLetter(behind) {
				n--
			}
		case strings.ContainsRune("áàâãéêíóôõúüç", r):
			if !isUpper(behind) && !(isUpper(before) && isUpper(at(i-2))) {
				n++
			}
		case strings.ContainsRune("ÁÀÂÃÉÊÍÓÔÕÚÜÇ", r):
			if !isLower(before) {
				n++
			}
		}
	}
	return n
}

func isUpper(c byte) bool { return c >= 'A' && c <= 'Z' }

func isLower(c byte) bool { return c >= 'a' && c <= 'z' }

func isLetter(c byte) bool { return isUpper(c) || isLower(c) || c >= utf8.RuneSelf }

// mostlyUTF8 reports whether a text has more characters of several bytes than
// bytes that belong to none. Text in another encoding has hardly any; UTF-8 with
// some damage is still UTF-8, and its damaged cells are decoded by themselves.
func mostlyUTF8(text []byte) bool {
	sound, stray := 0, 0
	for i := 0; i < len(text); {
		if text[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, size := utf8.DecodeRune(text[i:])
		if r == utf8.RuneError && size == 1 {
			stray++
		} else {
			sound++
		}
		i += size
	}
	return sound > stray
}

// encodingOf is the encoding of a text that begins with a sample, or is that as a whole.
func (o Options) encodingOf(sample []byte, whole bool) encoding {
	if o.Encoding != "" {
		return chosenEncoding(o.Encoding, sample)
	}
	return detectEncoding(sample, !whole)
}

// textOf is the text that a sample in this encoding begins with. A character cut at the end
// of it is of no interest.
func (e encoding) textOf(sample []byte) []byte {
	text := sample[e.bom:]
	if e.wide() {
		text, _ = io.ReadAll(e.reader(bytes.NewReader(text)))
	}
	return text
}

// chosenEncoding is the encoding that the user named.
func chosenEncoding(name string, sample []byte) encoding {
	e := encoding{name: name, chosen: true}
	for _, mark := range []struct{ name, bom string }{
		{"utf-8", bomUTF8}, {"utf-16le", bomUTF16LE}, {"utf-16be", bomUTF16BE},
	} {
		if name == mark.name && bytes.HasPrefix(sample, []byte(mark.bom)) {
			e.bom = len(mark.bom)
		}
	}
	if e.name == "utf-8" && e.bom > 0 {
		e.name = "utf-8-bom"
	}
	return e
}

// wideByZeros recognises UTF-16 and UTF-32 without a mark: of Western text every other
// byte is zero, or three of four.
func wideByZeros(sample []byte) string {
	if bytes.IndexByte(sample, 0) < 0 {
		return ""
	}
	var zero [4]int
	for i, c := range sample {
		if c == 0 {
			zero[i&3]++
		}
	}
	half, even, odd := len(sample)/2, zero[0]+zero[2], zero[1]+zero[3]
	switch {
	case half < 2:
		return ""
	case odd*10 > half*6 && even*20 < half:
		return "utf-16le"
	case even*10 > half*6 && odd*20 < half:
		return "utf-16be"
	case half < 16: // too little to tell
		return ""
	case min(zero[1], zero[2], zero[3])*20 > half*9 && zero[0]*20 < half:
		return "utf-32le"
	case min(zero[0], zero[1], zero[2])*20 > half*9 && zero[3]*20 < half:
		return "utf-32be"
	}
	return ""
}

// trimPartialRune takes a character away that is incomplete at the end.
func trimPartialRune(b []byte) []byte {
	for i := len(b) - 1; i >= 0 && i >= len(b)-utf8.UTFMax; i-- {
		if utf8.RuneStart(b[i]) {
			if !utf8.FullRune(b[i:]) {
				return b[:i]
			}
			break
		}
	}
	return b
}

// isASCII reports whether no byte has its high bit set.
func isASCII(b []byte) bool {
	const high = 0x8080808080808080
	for len(b) >= 32 {
		w := binary.LittleEndian.Uint64(b) | binary.LittleEndian.Uint64(b[8:]) |
			binary.LittleEndian.Uint64(b[16:]) | binary.LittleEndian.Uint64(b[24:])
		if w&high != 0 {
			return false
		}
		b = b[32:]
	}
	for _, c := range b {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// wide reports whether the text is in UTF-16 or UTF-32: only then it is decoded before
// it is split, and offsets in it are not offsets in the file.
func (e encoding) wide() bool {
	return strings.HasPrefix(e.name, "utf-16") || strings.HasPrefix(e.name, "utf-32")
}

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

const highBits = 0x8080808080808080

// accented returns how many bytes from the start of a text on are characters of ASCII and
// letters that begin with 0xC3, as all accents of Portuguese do. It stops at the first 32
// bytes in which there is anything else.
func accented(text []byte) (n int) {
	for ; n+32 <= len(text); n += 32 {
		block := (*[32]byte)(text[n:])
		word := func(k int) uint64 { return binary.LittleEndian.Uint64(block[k:]) }
		if (word(0)|word(8)|word(16)|word(24))&highBits == 0 {
			continue
		}
		var other, first uint64 // the high bits of bytes that are neither, and of first bytes
		for k := 0; k < len(block); k += 8 {
			w := word(k)
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
