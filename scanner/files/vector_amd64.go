package files

// What looks at every byte of a file does so 16 at a time, with the SSE2 that every amd64
// has: no Go compares as many at once. Tests hold each function against its portable one.

// findMarks sets a bit in marks for each byte of a text that is a delimiter, a line feed
// or the other line end, and one in quotes for each quote: the bit i%64 of the word i/64
// for the byte i. The text has 64 bytes for each word of marks.
//
//go:noescape
func findMarks(marks, quotes []uint64, text []byte, delim, end byte)

// accented returns how many bytes from the start of a text on are characters of ASCII and
// letters that begin with 0xC3, as all accents of Portuguese do, or up to 64 less.
//
//go:noescape
func accented(text []byte) (n int)
