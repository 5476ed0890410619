package detectors

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// The bounds of a comment that is shown: its length, and the digits that a
// number in it may have.
const (
	maxVeiledText = 1000
	maxDigits     = 4
)

// VeilText returns the comment of a table or column with the personal values in it masked:
// people write examples there. It hides more than [Catalog.Veil]: every number of five
// digits or more and every capitalised word that can be a given name or a surname, even
// alone.
func (c *Catalog) VeilText(text string) string {
	text = c.Veil(strings.ToValidUTF8(text, "�"))
	var b strings.Builder
	for text != "" && b.Len() < maxVeiledText {
		n := strings.IndexFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
		if n == 0 {
			_, n = utf8.DecodeRuneInString(text)
			b.WriteString(text[:n])
		} else {
			if n < 0 {
				n = len(text)
			}
			b.WriteString(c.veilWord(text[:n]))
		}
		text = text[n:]
	}
	if text != "" {
		b.WriteString("…")
	}
	return b.String()
}

// veilWord hides a word of letters and digits that may be somebody's name or number.
func (c *Catalog) veilWord(word string) string {
	first, _ := utf8.DecodeRuneInString(word)
	role, _ := c.personNames.roleOf([]byte(word))
	digits := strings.IndexFunc(word, unicode.IsLetter) < 0 && len(word) > maxDigits
	if digits || unicode.IsUpper(first) && role&(givenName|familyName) != 0 {
		return mask([]byte(word), "").String()
	}
	return word
}
