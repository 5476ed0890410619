package detectors

import (
	"math/rand/v2"
	"testing"
)

func TestWordsAndSpaces(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		text := make([]byte, 1+rnd.IntN(200))
		for i := range text {
			text[i] = byte(rnd.IntN(256))
			if rnd.IntN(2) == 0 {
				text[i] = " azAZ09/:@[`{"[rnd.IntN(13)]
			}
		}
		for base := 0; base < len(text); base += 64 {
			n := min(64, len(text)-base)
			var words, spaces uint64
			for i, c := range text[base : base+n] {
				if isWord(c) || c >= 0x80 {
					words |= 1 << i
				}
				if c == ' ' {
					spaces |= 1 << i
				}
			}
			for name, judge := range map[string]func([]byte, int, int) (uint64, uint64){
				"wordsAndSpaces": wordsAndSpaces, "wordsAndSpacesPortably": wordsAndSpacesPortably,
			} {
				gotWords, gotSpaces := judge(text, base, n)
				all := ^uint64(0) >> (64 - n)
				if gotWords&all != words || gotSpaces&all != spaces || gotWords&^all != 0 {
					t.Fatalf("%s(%q, %d, %d) = %x, %x, want %x, %x", name, text, base, n, gotWords, gotSpaces, words, spaces)
				}
			}
		}
	}
}
