package main

import (
	"os"
	"strings"

	"golang.org/x/term"

	"github.com/datamapbr/datamap/report"
)

// terminal returns the file descriptor of a stream that is a terminal.
func terminal(stream any) (fd int, ok bool) {
	f, isFile := stream.(*os.File)
	if !isFile || !term.IsTerminal(int(f.Fd())) {
		return 0, false
	}
	return int(f.Fd()), true
}

// widthOf is the number of columns of a stream that is a terminal; 0 for any other.
func widthOf(stream any) int {
	fd, ok := terminal(stream)
	if !ok {
		return 0
	}
	width, _, err := term.GetSize(fd)
	if err != nil {
		return 0
	}
	return width
}

// leastFitted is the least width that lines are fitted to; in a narrower terminal they
// break where they break.
const leastFitted = 40

// fitted breaks the lines of a text between words so that they fit a width; continuation
// lines are indented by two more columns. A width of 0 breaks none.
func fitted(text string, width int) string {
	if width < leastFitted {
		return text
	}
	var b strings.Builder
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		words := strings.TrimLeft(line, " ")
		indent := line[:len(line)-len(words)]
		for i, l := range report.Lines(words, width-min(len(indent), width/2)-2) {
			if i == 1 {
				indent += "  "
			}
			b.WriteString(indent + l + "\n")
		}
	}
	return b.String()
}
