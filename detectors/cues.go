package detectors

import (
	"bytes"
	"maps"
	"math"
	"slices"
	"strings"
)

// Between a cue and what it introduces there are at most maxCueMarks marks, followed by 1
// to maxCueSpaces spaces or line breaks.
const (
	maxCueMarks  = 2
	maxCueSpaces = 4
)

// A cue is a folded word that introduces a value, "paciente: Maria da Silva", and
// the forms that this may have.
type cue struct {
	word        string
	begin, mask uint64 // its first eight bytes, and the mask of those it has
	refs        []textRef
}

// cueForm is the type in a textRef that refers to a cue; its form is the index of the cue.
const cueForm = -1

// addCues notes where the words that introduce forms may begin.
func (x *textIndex) addCues(introduced map[string][]textRef) {
	for _, word := range slices.Sorted(maps.Keys(introduced)) {
		heads := head{}.spell(word, 0, nil)
		for _, kind := range []int{int(word[0]), int(upper(word[0])), kindOf(0xFF)} {
			begins := slices.DeleteFunc(slices.Clone(heads), func(h head) bool { return !h[0].hasKind(kind) })
			x.addStart(kind, textRef{typ: cueForm, form: len(x.cues)}, begins)
		}
		first := []byte(word[:min(8, len(word))])
		x.cues = append(x.cues, cue{word, load(first), math.MaxUint64 >> (64 - 8*len(first)), introduced[word]})
	}
}

// accented are the letters that have an accent in Latin-1.
const accented = "aceinouy"

// spell adds to all the heads that a folded word may have from place n on: each
// letter in either case, or with the accent that it may have, which takes two bytes.
func (h head) spell(word string, n int, all []head) []head {
	switch {
	case n >= len(h):
		return append(all, h)
	case word == "":
		h[n] = behindCue
		for n++; n < len(h); n++ {
			h[n] = anyByte
		}
		return append(all, h)
	}
	plain := h
	plain[n].put(word[0])
	plain[n].put(upper(word[0]))
	all = plain.spell(word[1:], n+1, all)
	if strings.IndexByte(accented, word[0]) < 0 {
		return all
	}
	h[n].put(0xFF)
	if n+1 < len(h) {
		h[n+1].put(0xFF)
	}
	return h.spell(word[1:], n+2, all)
}

// mayBegin reports whether the cue may stand where a text goes on with the bytes of a word.
func (q *cue) mayBegin(w uint64) bool {
	return w&q.mask&highBits != 0 || (w|0x20*everyByte)&q.mask == q.begin
}

// introduces returns where in text the value begins that the cue at i introduces; -1 if
// the cue is not at i or nothing follows it.
func (q *cue) introduces(text []byte, i int) int {
	for k := range len(q.word) {
		switch {
		case i == len(text):
			return -1
		case text[i]|0x20 == q.word[k]:
			i++
		case text[i] == 0xC3 && i+1 < len(text) && latinBase(rune(text[i+1])+0x40)|0x20 == q.word[k]:
			i += 2
		default:
			return -1
		}
	}
	for n := 0; n < maxCueMarks && i < len(text) && isCueMark(text[i]); n++ {
		i++
	}
	end := i
	for n := 0; n < maxCueSpaces && i < len(text) && isCueSpace(text[i]); n++ {
		i++
	}
	if i == end || i == len(text) {
		return -1
	}
	return i
}

// isIntroduced reports whether a text ends with one of the folded words, as a cue for what
// follows.
func isIntroduced(text []byte, words []string) bool {
	rest := text
	for len(rest) > 0 && len(text)-len(rest) < maxCueSpaces && isCueSpace(rest[len(rest)-1]) {
		rest = rest[:len(rest)-1]
	}
	if len(rest) == len(text) {
		return false
	}
	for n := 0; len(rest) > 0 && n < maxCueMarks && isCueMark(rest[len(rest)-1]); n++ {
		rest = rest[:len(rest)-1]
	}
	folded := foldLatin(nil, rest[max(0, len(rest)-2*maxWord):]) // accents are two bytes
	return slices.ContainsFunc(words, func(word string) bool {
		before, ok := bytes.CutSuffix(folded, []byte(word))
		return ok && (len(before) == 0 || !isWord(before[len(before)-1]))
	})
}

// behindCue is the bytes that may stand behind a cue.
var behindCue = func() (set byteBits) {
	for b := range 256 {
		if isCueMark(byte(b)) || isCueSpace(byte(b)) {
			set.put(byte(b))
		}
	}
	return set
}()

func isCueMark(b byte) bool { return b == '.' || b == ':' || b == ',' || b == '-' }

func isCueSpace(b byte) bool { return b == ' ' || b == '\n' || b == '\r' }
