package files

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"testing"
	"unicode/utf8"
)

// randomText returns n of the bytes that the splitter and the decoder tell apart.
func randomText(rnd *rand.Rand, n int) []byte {
	pieces := []string{"a", "ã", "é", ";", ",", "\n", "\r", `"`, " ", "0"}
	if rnd.IntN(4) == 0 {
		pieces = append(pieces, "\xc3", "\xa3", "\xe2\x82\xac", "\x00", "\xff", "\x8a", "\xbb")
	}
	var text []byte
	for len(text) < n {
		text = append(text, pieces[rnd.IntN(len(pieces))]...)
	}
	return text[:n]
}

func TestFindMarks(t *testing.T) {
	rnd := rand.New(rand.NewPCG(5, 6))
	for range 2000 {
		words := rnd.IntN(4)
		text := randomText(rnd, words*wordBytes)
		delim, end := delimiters[rnd.IntN(len(delimiters))], []byte{'\n', '\r'}[rnd.IntN(2)]
		marks, quotes := make([]uint64, words), make([]uint64, words)
		for i, c := range text {
			if c == delim || c == '\n' || c == end {
				marks[i/wordBytes] |= 1 << (i % wordBytes)
			}
			if c == '"' {
				quotes[i/wordBytes] |= 1 << (i % wordBytes)
			}
		}
		for name, find := range map[string]func(marks, quotes []uint64, text []byte, delim, end byte){
			"findMarks": findMarks, "findMarksPortably": findMarksPortably,
		} {
			gotMarks, gotQuotes := make([]uint64, words), make([]uint64, words)
			find(gotMarks, gotQuotes, text, delim, end)
			if !slices.Equal(gotMarks, marks) || !slices.Equal(gotQuotes, quotes) {
				t.Fatalf("%s finds %x and %x in %q, want %x and %x", name, gotMarks, gotQuotes, text, marks, quotes)
			}
		}
	}
}

func TestAccented(t *testing.T) {
	rnd := rand.New(rand.NewPCG(7, 8))
	for range 5000 {
		text := randomText(rnd, rnd.IntN(300))
		whole := 0
		for whole < len(text) {
			if text[whole] < utf8.RuneSelf {
				whole++
			} else if whole+1 < len(text) && text[whole] == 0xC3 && utf8.Valid(text[whole:whole+2]) {
				whole += 2
			} else {
				break
			}
		}
		for name, count := range map[string]func([]byte) int{"accented": accented, "accentedPortably": accentedPortably} {
			n := count(text)
			if n > whole || n < whole-64 || !utf8.Valid(text[:n]) {
				t.Fatalf("%s(%q) = %d, of %d", name, text, n, whole)
			}
		}
	}
}

// TestSoundAnywhere puts what is no UTF-8 at every place of a text.
func TestSoundAnywhere(t *testing.T) {
	text := bytes.Repeat([]byte("são joão, "), 20)
	if n, ok := inspect(text); n != 0 || !ok {
		t.Fatalf("%d characters of a sound text are garbled, sound is %v", n, ok)
	}
	for i := range text {
		broken := slices.Clone(text)
		broken[i] = 0xFF
		if _, ok := inspect(broken); ok {
			t.Errorf("%q is UTF-8", broken)
		}
	}
}
