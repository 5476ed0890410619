package report

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Shown returns a text of a source (a column, table, file or source name) as it
// may be shown to a person: control characters, marks that are invisible or turn
// the direction of writing, and bytes that are not UTF-8 are written as escapes
// like \u202e, so that they reach neither a terminal nor a reader's eye.
func Shown(name string) string {
	clean := true
	for _, r := range name {
		if hidden(r) || r == utf8.RuneError {
			clean = false
			break
		}
	}
	if clean {
		return name
	}
	var b strings.Builder
	for i := 0; i < len(name); {
		r, n := utf8.DecodeRuneInString(name[i:])
		switch {
		case r == utf8.RuneError && n == 1:
			fmt.Fprintf(&b, `\x%02x`, name[i])
		case hidden(r):
			b.WriteString(escape(r))
		default:
			b.WriteRune(r)
		}
		i += n
	}
	return b.String()
}

// maxShown is the length, in characters, to which names are cut in documents for people;
// the JSON and the column list have them in full.
const maxShown = 200

// brief is [Shown], cut to maxShown characters.
func brief(name string) string {
	s := Shown(name)
	if len(s) <= maxShown {
		return s
	}
	runes := []rune(s)
	if len(runes) <= maxShown {
		return s
	}
	return string(runes[:maxShown]) + "…"
}

// hidden reports whether a character is not to be shown as it is: controls,
// format characters (bidi marks, zero-width ones, the BOM, tags), separators of
// lines and paragraphs, letters that draw nothing, and code points that no
// document may hold.
func hidden(r rune) bool {
	switch {
	case r < 0x20 || r >= 0x7f && r < 0xa0:
		return true
	case r < 0xa0:
		return false
	case r == 0x2028 || r == 0x2029 || r == 0x115f || r == 0x1160 || r == 0x3164 || r == 0xffa0:
		return true
	case r&0xfffe == 0xfffe || r >= 0xfdd0 && r <= 0xfdef:
		return true
	}
	return unicode.Is(unicode.Cf, r)
}

func escape(r rune) string {
	if r > 0xffff {
		return fmt.Sprintf(`\U%08x`, r)
	}
	return fmt.Sprintf(`\u%04x`, r)
}
