package report

import (
	"strings"
	"unicode"

	"github.com/xuri/excelize/v2"
)

// Excel gives a row the height that the file says, whatever its text needs. It is therefore
// estimated from the widths of the letters.

// letters has the widths of the letters of Calibri, in tenths of the width of a digit.
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

// widest is the width of the widest letter that is not East Asian.
const widest = 16

// maxLines is more than any row shows.
const maxLines = 31

// cellLines estimates how many lines a text of ten points takes in a column, whose width is
// in digits of eleven points. Lines break at spaces, at the slashes of paths and, in a word
// longer than a line, anywhere.
func cellLines(text string, width float64) int {
	room := max(int(10.5*width), widest)
	if widest*len(text) <= room && !strings.Contains(text, "\n") {
		return 1
	}
	n, line, word := 1, 0, 0 // line is the width of the line so far, word that of its last word
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
			if line == word { // it is alone on the line
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

// height is the height of a row in points, by its cell with the most lines.
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
