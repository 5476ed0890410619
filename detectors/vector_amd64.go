package detectors

// wordsAndSpaces returns a bit for each of the n bytes of a text from base on, up to 64,
// that is part of a letter or a digit, and for each that is a space. What is behind the
// end of the text is one too, or nothing.
func wordsAndSpaces(text []byte, base, n int) (words, spaces uint64) {
	if len(text) < 16 {
		return wordsAndSpacesPortably(text, base, n)
	}
	return wordsAndSpacesOf(&text[base], n)
}

// wordsAndSpacesOf judges the n bytes from text on 16 at a time, with the SSE2 that every
// amd64 has: no Go compares as many at once. The 16 bytes before the last one are of the
// same text.
//
//go:noescape
func wordsAndSpacesOf(text *byte, n int) (words, spaces uint64)
