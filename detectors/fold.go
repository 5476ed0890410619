package detectors

import (
	"math/bits"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Fold returns s in lower case and without accents, so that "Ação", "AÇÃO" and "acao" are
// the same word.
func Fold(s string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(s) {
		if !unicode.Is(unicode.Mn, r) {
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

// maxKeyed is the longest word that has a key, in bytes.
const maxKeyed = 32

// letterKey returns a key of a word that does not depend on case and accents; ok is false
// for a word that is too long or holds anything but letters. Different words of up to
// eight letters have different keys.
func letterKey(word []byte) (key uint64, ok bool) {
	n := len(word)
	if n == 0 || n > maxKeyed {
		return 0, false
	}
	if n <= 8 {
		w := load(word)
		if w&highBits == 0 {
			return w & (0x1F * everyByte), areLetters(w, n)
		}
	}
	var plain [maxKeyed + 8]byte
	k := len(appendPlain(plain[:0], word))
	for i := 0; i < k; i += 8 {
		w := load(plain[i : i+8])
		if !areLetters(w, min(8, k-i)) {
			return 0, false
		}
		key = key*0x9E3779B97F4A7C15 ^ w&(0x1F*everyByte)
	}
	return key, k > 0
}

// shortWord returns the key of the word that begins at a place of a text, and its length, if
// it is one of up to eight letters without accents before a space or the end; else 0.
func shortWord(text []byte, at int) (key uint64, n int) {
	w := bytesFrom(text, at)
	n = bits.TrailingZeros64(zeroBits(w^' '*everyByte)) >> 3
	if n == 0 || n == 8 && at+8 < len(text) && text[at+8] != ' ' || w<<(64-8*n)&highBits != 0 || !areLetters(w, n) {
		return 0, 0
	}
	return w << (64 - 8*n) >> (64 - 8*n) & (0x1F * everyByte), n
}

// appendPlain appends a word without the accents of Portuguese and its neighbours.
func appendPlain(dst, word []byte) []byte {
	for i := 0; i < len(word); i++ {
		c := word[i]
		if c == 0xC3 && i+1 < len(word) {
			i++
			c = latinBase(rune(word[i]) + 0x40)
		}
		dst = append(dst, c)
	}
	return dst
}

// latinBase returns the unaccented capital of a Latin-1 letter, or 0.
func latinBase(r rune) byte {
	if r < 0xC0 || r > 0xFF {
		return 0
	}
	const bases = "AAAAAAACEEEEIIII\x00NOOOOO\x00OUUUUY\x00\x00AAAAAAACEEEEIIII\x00NOOOOO\x00OUUUUY\x00Y"
	return bases[r-0xC0]
}

// Tokens splits a column or table name into folded words: at anything that is
// no letter or digit, between lower and upper case ("cpfTrab"), and nowhere
// else, so that "RA_RACACOR" is [ra racacor].
func Tokens(name string) []string {
	var words []string
	var word []rune
	flush := func() {
		if len(word) > 0 {
			words = append(words, Fold(string(word)))
			word = word[:0]
		}
	}
	runes := []rune(name)
	for i, r := range runes {
		switch {
		case !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.Mn, r):
			flush()
			continue
		case unicode.IsUpper(r) && i > 0 && unicode.IsLower(runes[i-1]):
			flush()
		case unicode.IsUpper(r) && i > 0 && unicode.IsUpper(runes[i-1]) && i+1 < len(runes) && unicode.IsLower(runes[i+1]):
			flush() // the last capital of "CPFTitular" begins a word
		}
		word = append(word, r)
	}
	flush()
	return words
}

// foldLatin appends text to dst in lower case and without the accents of Latin-1 letters;
// all other bytes stay as they are.
func foldLatin(dst, text []byte) []byte {
	for i := 0; i < len(text); i++ {
		b := text[i]
		switch {
		case b == 0xC3 && i+1 < len(text):
			if base := latinBase(rune(text[i+1]) + 0x40); base != 0 {
				b = base | 0x20
				i++
			}
		case b >= 'A' && b <= 'Z':
			b |= 0x20
		}
		dst = append(dst, b)
	}
	return dst
}
