package files

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"
)

// TestInspect holds the words at a time against a character at a time, where letters of
// two bytes and bytes that are no UTF-8 stand at any place of the words.
func TestInspect(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	pieces := []string{"a", "bcd efg ", strings.Repeat("plain ", 7), "ç", "ã", "Ã", "Â", "\u00a7", "\u0085", "ÿ", "€", "😀", "\uFFFD"}
	broken := []string{"\xc3", "\xa7", "\xc3\xc3", "\xc0\x80", "\xed\xa0\x80"}
	valid, invalid := 0, 0
	for range 20_000 {
		var text string
		for range rnd.IntN(24) {
			text += pieces[rnd.IntN(len(pieces))]
		}
		if rnd.IntN(2) == 0 {
			at := rnd.IntN(len(text) + 1)
			text = text[:at] + broken[rnd.IntN(len(broken))] + text[at:]
		}
		garbled, ok := inspect([]byte(text))
		if ok != utf8.ValidString(text) {
			t.Fatalf("inspect(%q) says that it is UTF-8: %v", text, ok)
		}
		if !ok {
			invalid++
			continue
		}
		valid++
		want, before := int64(0), rune(0)
		for _, r := range text {
			if r == utf8.RuneError || r >= 0x80 && r < 0xA0 || r >= 0xA0 && r < 0xC0 && (before == 'Ã' || before == 'Â') {
				want++
			}
			before = r
		}
		if garbled != want {
			t.Fatalf("inspect(%q) counts %d characters that went wrong, not %d", text, garbled, want)
		}
	}
	if min(valid, invalid) < 5_000 {
		t.Errorf("%d texts were UTF-8 and %d were not", valid, invalid)
	}
}
