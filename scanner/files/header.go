package files

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/datamapbr/datamap/scanner"
)

const (
	// sniffRows is how many rows are looked at for header and columns.
	sniffRows = 200
	// maxTitles is how many rows of title may stand above a header.
	maxTitles = 20
	// maxName is the length of a column name in characters.
	maxName = 128
)

// A heading is what the first rows of a table say of its columns.
type heading struct {
	row   int      // row that is the header and no data, from 0; -1 when there is none
	names [][]byte // of the columns, as they stand; empty for one without
}

// findHeading finds the header among the first rows of a table. Rows above it
// are titles: they are read as data, so that nothing is lost. In doubt there is
// no header: a value must never become a column's name. A header with a value in
// it, such as a person that heads a column of figures, names the other columns
// and is read as data.
func findHeading(rows [][][]byte, isData func([]byte) bool) heading {
	none := heading{row: -1}
	at, titles := headerPlace(rows)
	if at < 0 {
		return none
	}
	if titles && !(filled(rows[at])*5 >= usualWidth(rows)*4 && allDifferent(rows[at])) {
		return none
	}
	c := compare(rows, at, isData)
	if c.isRow() {
		return none
	}
	return headedBy(rows[at], at, c.values)
}

// headedBy is the heading that a row makes of which some columns hold values. One
// that holds any, or more than a name can, is read as data too.
func headedBy(row [][]byte, at int, values []int) heading {
	if len(values) == 0 && !slices.ContainsFunc(row, func(cell []byte) bool { return utf8.RuneCount(cell) > maxName }) {
		return heading{row: at, names: row}
	}
	names := slices.Clone(row)
	for _, col := range values {
		names[col] = nil
	}
	return heading{row: -1, names: names}
}

// headerPlace returns the row that is the header if there is one, and whether
// there are titles above it: rows that fill few columns.
func headerPlace(rows [][][]byte) (at int, titles bool) {
	first, width := 0, usualWidth(rows)
	for first < len(rows) && (filled(rows[first]) == 0 || isComment(rows[first], width)) {
		first++
	}
	if first == len(rows) {
		return -1, false
	}
	width = usualWidth(rows[first:])
	last := min(len(rows)-1, first+maxTitles)
	at = first
	for width >= 2 && at < last && (filled(rows[at])*3 <= width || width == 2 && lastFilled(rows[at]) == 1) {
		at++
	}
	// Above the names there may be a row that names groups of columns.
	for k := at; k < last && k < at+3 && width >= 3 && filled(rows[k])*5 < width*4; k++ {
		if next := rows[k+1]; filled(next) > filled(rows[k]) && allDifferent(next) && compare(rows, k+1, nil).differs() {
			return k + 1, true
		}
	}
	return at, at > first
}

// isComment reports whether a row narrower than most begins as comments do.
func isComment(row [][]byte, width int) bool {
	if len(row) == 0 || lastFilled(row) >= width {
		return false
	}
	start := bytes.TrimSpace(row[0])
	return slices.ContainsFunc([]string{"#", "%", "//", "--"}, func(mark string) bool { return bytes.HasPrefix(start, []byte(mark)) })
}

// usualWidth is the place of the last filled cell in most rows.
func usualWidth(rows [][][]byte) int {
	widths := map[int]int{}
	for _, row := range rows {
		widths[lastFilled(row)]++
	}
	return commonest(widths)
}

// A comparison says how a row that may be a header compares with the rows below.
type comparison struct {
	cells   int   // that are not blank
	values  []int // columns of those that are values
	alike   int   // cells that are of the kind of what stands below them
	unlike  int   // cells that are not, although what stands below is of one kind
	repeats int   // cells that come again below
}

// differs reports whether most of the row is of another kind than what is below.
func (c comparison) differs() bool { return c.unlike >= 2 && c.unlike*2 >= c.cells }

// isRow reports whether the row is no header. One odd cell does not decide
// against all the others.
func (c comparison) isRow() bool {
	if c.differs() {
		return c.alike*4 > c.cells
	}
	return c.alike > 0 || c.repeats >= 2 || len(c.values) > 0 && (len(c.values)*8 > c.cells || c.unlike == 0)
}

// compare holds a row against those below it.
func compare(rows [][][]byte, at int, isData func([]byte) bool) (c comparison) {
	value := func(cell []byte) bool {
		return isValue(cell) || isData != nil && len(cell) <= maxName && isData(cell)
	}
	years := headsYears(rows, at)
	under := rowsUnder(rows, at)
	for col, cell := range rows[at] {
		if cell = bytes.TrimSpace(cell); len(cell) == 0 {
			continue
		}
		c.cells++
		if years && isYear(cell) {
			c.unlike++
			continue
		}
		b := below(under, col, cell, value)
		odd := value(cell)
		if odd {
			c.values = append(c.values, col)
		}
		switch {
		case isFigure(cell) && b.figures > b.others, odd && b.values*3 >= b.looked && b.looked > 0:
			c.alike++
		case b.figures > 2*b.others && !isFigure(cell), b.others > b.figures && b.values*3 >= b.looked*2 && !odd:
			c.unlike++
		}
		c.repeats += min(b.same, 2)
	}
	return c
}

// headsYears reports whether years that follow each other head columns of figures
// that are no years: the statistics of some place.
func headsYears(rows [][][]byte, at int) bool {
	n, last, step, years, figures := 0, 0, 0, 0, 0
	for col, cell := range rows[at] {
		if cell = bytes.TrimSpace(cell); !isYear(cell) {
			continue
		}
		year, _ := strconv.Atoi(string(cell))
		if n++; n == 2 {
			step = year - last
		}
		if n > 1 && (year-last != step || step == 0 || step > 10 || step < -10) {
			return false
		}
		last = year
		for _, row := range rows[at+1:] {
			if col < len(row) {
				if c := bytes.TrimSpace(row[col]); isYear(c) {
					years++
				} else if isFigure(c) {
					figures++
				}
			}
		}
	}
	return n > 1 && figures > 2*n && years*4 <= figures
}

func isYear(cell []byte) bool {
	return len(cell) == 4 && (cell[0] == '1' && cell[1] == '9' || cell[0] == '2' && cell[1] == '0') && isInteger(cell)
}

// looked is how many cells of a column are looked at for values.
const looked = 5

// A column's cells below a place.
type cellsBelow struct {
	figures, others int
	looked, values  int // of the others that were held against the detectors, and that are values
	same            int // cells equal to that above, in rows that do not repeat it all
}

// A rowUnder is a row below the one that may be a header.
type rowUnder struct {
	cells [][]byte
	same  bool // it repeats that one
}

func rowsUnder(rows [][][]byte, at int) (under []rowUnder) {
	for _, row := range rows[at+1:] {
		under = append(under, rowUnder{row, sameRow(row, rows[at])})
	}
	return under
}

// below looks at the cells under a cell.
func below(rows []rowUnder, col int, cell []byte, value func([]byte) bool) (b cellsBelow) {
	for _, row := range rows {
		if col >= len(row.cells) {
			continue
		}
		c := bytes.TrimSpace(row.cells[col])
		switch {
		case len(c) == 0:
			continue
		case isFigure(c):
			b.figures++
		default:
			if b.others++; b.looked < looked {
				if b.looked++; value(c) {
					b.values++
				}
			}
		}
		if !row.same && bytes.Equal(c, cell) {
			b.same++
		}
	}
	return b
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
	return (isUpper(cell[0]) || isLower(cell[0])) && bytes.IndexByte(cell, '_') > 0 && bytes.IndexFunc(cell, func(r rune) bool {
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

// headsPages returns how often the header comes again below, as in reports of
// several pages.
func headsPages(rows [][][]byte, at int) int {
	head, n := rows[at], 0
	if lastFilled(head) < 2 || !allDifferent(head) {
		return 0
	}
	for _, row := range rows[at+1:] {
		if sameRow(row, head) {
			n++
		}
	}
	if n*2 > len(rows)-at-1 {
		return 0
	}
	return n
}

// columnsOf names as many columns as the first rows of a table show, and tells what they hold. A row much
// wider than the others is a fault of that row.
func columnsOf(rows [][][]byte, head heading) []scanner.Column {
	usual, width := max(usualWidth(rows), lastFilled(head.names)), 1
	for _, row := range rows {
		width = max(width, min(lastFilled(row), 2*usual+8))
	}
	columns := nameColumns(head.names, min(width, maxColumns))
	for i := range columns {
		columns[i].Form = formOf(rows[head.row+1:], i)
	}
	return columns
}

// formOf is what nearly all cells of a column are made of that are not mixed themselves.
func formOf(rows [][][]byte, column int) scanner.Form {
	const nearly = 4
	digits, letters := 0, 0
	for _, row := range rows {
		if column >= len(row) {
			continue
		}
		digit, letter := false, false
		for _, c := range row[column] {
			digit = digit || c >= '0' && c <= '9'
			letter = letter || c|0x20 >= 'a' && c|0x20 <= 'z' || c >= 0x80
		}
		if digit && !letter {
			digits++
		}
		if letter && !digit {
			letters++
		}
	}
	switch {
	case digits > nearly*letters:
		return scanner.Digits
	case letters > nearly*digits:
		return scanner.Letters
	}
	return scanner.Mixed
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
			name = scanner.Unnamed(i + 1)
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
