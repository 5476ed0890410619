package files

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/datamapbr/datamap/scanner"
)

const (
	// sniffRows is how many rows are looked at for header and columns.
	sniffRows = 200
	// maxTitles is how many rows of title may stand above a header.
	maxTitles = 10
	// maxName is the length of a column name in characters.
	maxName = 128
)

// findHeader returns which of the first rows of a table is the header, or -1.
// Rows above it are titles: they are read as data, so that nothing is lost.
// In doubt there is no header: a value must never become a column's name.
func findHeader(rows [][][]byte, isData func([]byte) bool) int {
	first := 0
	for first < len(rows) && filled(rows[first]) == 0 {
		first++
	}
	if first == len(rows) {
		return -1
	}
	widths := map[int]int{}
	for _, row := range rows[first:] {
		widths[lastFilled(row)]++
	}
	width := commonest(widths)
	at := first
	for width >= 3 && at < len(rows)-1 && at < first+maxTitles && filled(rows[at])*3 <= width {
		at++
	}
	if at > first && !(filled(rows[at])*5 >= width*4 && allDifferent(rows[at])) {
		return -1
	}
	if looksLikeData(rows, at, isData) {
		return -1
	}
	return at
}

// looksLikeData reports whether the row at a place is no header: a cell of it
// is a value, or is like what stands below it.
func looksLikeData(rows [][][]byte, at int, isData func([]byte) bool) bool {
	repeats := 0
	for col, cell := range rows[at] {
		cell = bytes.TrimSpace(cell)
		if len(cell) == 0 {
			continue
		}
		if isValue(cell) || isData != nil && isData(cell) {
			return true
		}
		figures, others, same := below(rows, at, col, cell)
		if figures > others && isFigure(cell) {
			return true
		}
		if same > 0 {
			repeats += min(same, 2)
		}
	}
	return repeats >= 2
}

// below counts the cells under a cell: figures, others, and those equal to it
// in rows that do not repeat the whole header.
func below(rows [][][]byte, at, col int, cell []byte) (figures, others, same int) {
	for _, row := range rows[at+1:] {
		if col >= len(row) {
			continue
		}
		c := bytes.TrimSpace(row[col])
		switch {
		case len(c) == 0:
		case isFigure(c):
			figures++
		default:
			others++
		}
		if bytes.Equal(c, cell) && !sameRow(row, rows[at]) {
			same++
		}
	}
	return figures, others, same
}

// isFigure reports whether a cell is a number, amount, date or time by its looks.
func isFigure(cell []byte) bool {
	cell = bytes.TrimPrefix(cell, []byte("R$"))
	digits := countDigits(cell)
	return digits > 0 && len(bytes.Trim(cell, "0123456789+-.,/:%() ")) == 0
}

// isValue reports whether a cell is too much of a value to name a column,
// whatever the detectors say.
func isValue(cell []byte) bool {
	digits := countDigits(cell)
	if at := bytes.IndexByte(cell, '@'); at > 0 && bytes.IndexByte(cell[at:], '.') > 0 {
		return true
	}
	return digits >= 7 && !isCode(cell) || digits >= 3 && isFigure(cell)
}

// isCode reports whether a cell is letters, digits and underscores, as the
// questions of a survey are numbered: q0004_0001.
func isCode(cell []byte) bool {
	letter := cell[0] >= 'A' && cell[0] <= 'Z' || cell[0] >= 'a' && cell[0] <= 'z'
	return letter && bytes.IndexByte(cell, '_') > 0 && bytes.IndexFunc(cell, func(r rune) bool {
		return r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}) < 0
}

func countDigits(cell []byte) int {
	n := 0
	for _, c := range cell {
		if c >= '0' && c <= '9' {
			n++
		}
	}
	return n
}

// filled counts the cells that are not blank.
func filled(row [][]byte) int {
	n := 0
	for _, cell := range row {
		if len(bytes.TrimSpace(cell)) > 0 {
			n++
		}
	}
	return n
}

// lastFilled is the number of cells up to the last one that is not blank.
func lastFilled(row [][]byte) int {
	n := len(row)
	for n > 0 && len(bytes.TrimSpace(row[n-1])) == 0 {
		n--
	}
	return n
}

func allDifferent(row [][]byte) bool {
	seen := map[string]bool{}
	for _, cell := range row {
		if len(cell) > 0 && seen[string(cell)] {
			return false
		}
		seen[string(cell)] = true
	}
	return true
}

func sameRow(a, b [][]byte) bool {
	for i := range max(len(a), len(b)) {
		var x, y []byte
		if i < len(a) {
			x = bytes.TrimSpace(a[i])
		}
		if i < len(b) {
			y = bytes.TrimSpace(b[i])
		}
		if !bytes.Equal(x, y) {
			return false
		}
	}
	return true
}

// nameColumns names the columns of a table after its header, which may be nil.
func nameColumns(header [][]byte, width int) []scanner.Column {
	columns := make([]scanner.Column, width)
	for i := range columns {
		name := ""
		if i < len(header) {
			name = columnName(header[i])
		}
		if name == "" {
			name = fmt.Sprintf("coluna %d", i+1)
		}
		columns[i] = scanner.Column{Name: name, Position: i + 1}
	}
	return columns
}

// columnName makes one line of bounded length of a header cell.
func columnName(cell []byte) string {
	name := strings.Join(strings.FieldsFunc(strings.ToValidUTF8(string(cell), "\uFFFD"), func(r rune) bool {
		return unicode.IsSpace(r) || r == 0
	}), " ")
	if utf8.RuneCountInString(name) > maxName {
		name = string([]rune(name)[:maxName-1]) + "…"
	}
	return name
}
