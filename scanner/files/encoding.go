package files

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
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
		name = strings.NewReplacer("-", "", "_", "", " ", "").Replace(strings.ToLower(name))
		return strings.NewReplacer("ibmcodepage", "cp", "ibm", "cp").Replace(name)
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
	for len(b) >= 32 {
		if union((*[32]byte)(b))&highBits != 0 {
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
