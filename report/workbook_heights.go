package report

import (
	"strings"
	"unicode"

	"github.com/xuri/excelize/v2"
)

// Excel gives a row the height that the file says, whatever its text needs: it is
// estimated here from the widths of the letters.

// letters has the widths of Calibri's letters, in tenths of a digit's.
var letters = func() (all [128]uint8) {
	for r := range all {
		switch {
		case strings.ContainsRune("iIjl.,:;'|! ", rune(r)):
			all[r] = 5
		case strings.ContainsRune("Jftr()[]{}-/\"", rune(r)):
			all[r] = 7
		case strings.ContainsRune("mwMW@%", rune(r)):
			all[r] = 16
		case unicode.IsUpper(rune(r)), r == '&':
			all[r] = 12
		default:
			all[r] = 10
		}
	}
	return all
}()

func widthOf(r rune) int {
	switch {
	case r < 128:
		return int(letters[r])
	case r < 0x1100:
		return 12
	}
	return 20 // East Asian ones, and pictures
}

// widest is that of a letter which is no East Asian one.
const widest = 16

// maxLines are more than any row shows.
const maxLines = 31

// cellLines estimates the lines that a text of ten points takes in a column of a
// width, which counts digits of eleven. A path breaks at its slashes, a word that
// is longer than a line anywhere.
func cellLines(text string, width float64) int {
	room := max(int(10.5*width), widest)
	if widest*len(text) <= room && !strings.Contains(text, "\n") {
		return 1
	}
	n, line, word := 1, 0, 0 // word is the width of the one at the end of the line
	for _, r := range text {
		if r == '\n' {
			n, line, word = n+1, 0, 0
			continue
		}
		w := widthOf(r)
		if line+w > room && r != ' ' {
			if n++; n > maxLines {
				return n
			}
			if line == word { // nothing stands before it
				word = 0
			}
			line = word
		}
		line, word = line+w, word+w
		if r == ' ' || r == '/' {
			word = 0
		}
	}
	return n
}

// height is that of a row in points, by its cell with the most lines.
func (g *grid) height(values []any) float64 {
	most := 1
	for i, v := range values {
		if own, ok := v.(excelize.Cell); ok {
			v = own.Value
		}
		if text, ok := v.(string); ok && i < len(g.columns) {
			most = max(most, cellLines(text, g.columns[i].width))
		}
	}
	return rowHeight(most)
}

func rowHeight(lines int) float64 { return min(13.2*float64(lines)+3, 400) } // Excel takes 409
