//go:build !amd64

package files

// findMarks sets a bit in marks for each byte of a text that is a delimiter, a line feed
// or the other line end, and one in quotes for each quote: the bit i%64 of the word i/64
// for the byte i. The text has 64 bytes for each word of marks.
func findMarks(marks, quotes []uint64, text []byte, delim, end byte) {
	findMarksPortably(marks, quotes, text, delim, end)
}

// accented returns how many bytes from the start of a text on are characters of ASCII and
// letters that begin with 0xC3, as all accents of Portuguese do, or up to 64 less.
func accented(text []byte) (n int) { return accentedPortably(text) }
