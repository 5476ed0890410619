//go:build !amd64

package detectors

// wordsAndSpaces returns a bit for each of the n bytes of a text from base on, up to 64,
// that is part of a letter or a digit, and for each that is a space. What is behind the
// end of the text is one too, or nothing.
func wordsAndSpaces(text []byte, base, n int) (words, spaces uint64) {
	return wordsAndSpacesPortably(text, base, n)
}
