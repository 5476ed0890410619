package report

import (
	"fmt"

	"github.com/xuri/excelize/v2"
)

// A leaf is a sheet that is written from top to bottom, not as a grid.
type leaf struct {
	*book
	sheet   string
	row     int
	widths  []float64
	last    string // letter of the last column
	charted int    // row of the next chart
}

// leaf begins a leaf, which is printed to the width of one page.
func (b *book) leaf(sheet string, widths ...float64) *leaf {
	l := &leaf{book: b, sheet: sheet, row: 1, widths: widths, charted: 8}
	b.page(sheet, 0)
	l.keep(b.file.SetSheetView(sheet, 0, &excelize.ViewOptions{ShowGridLines: new(bool)}))
	for i, width := range widths {
		l.last = columnLetter(i)
		l.keep(b.file.SetColWidth(sheet, l.last, l.last, width))
	}
	return l
}

// put writes cells from column A and goes to the next row.
func (l *leaf) put(cells ...excelize.Cell) {
	most := 1
	for i, c := range cells {
		if text, ok := c.Value.(string); ok && c.StyleID == l.style.text {
			most = max(most, cellLines(text, l.widths[i]))
		}
	}
	if most > 1 {
		l.keep(l.file.SetRowHeight(l.sheet, l.row, rowHeight(most)))
	}
	l.cells(cells...)
}

// cells writes the cells of a row without setting its height.
func (l *leaf) cells(cells ...excelize.Cell) {
	for i, c := range cells {
		at := fmt.Sprint(columnLetter(i), l.row)
		if text, ok := c.Value.(string); ok {
			l.set(l.sheet, at, c.StyleID, text)
			continue
		}
		l.keep(l.file.SetCellValue(l.sheet, at, c.Value))
		l.keep(l.file.SetCellStyle(l.sheet, at, at, c.StyleID))
	}
	l.row++
}

// wide writes a text over the whole width, in a row high enough for it.
func (l *leaf) wide(style int, text string) {
	l.keep(l.file.MergeCell(l.sheet, fmt.Sprint("A", l.row), fmt.Sprint(l.last, l.row)))
	if style == l.style.sentence || style == l.style.plain { // the former is larger
		l.keep(l.file.SetRowHeight(l.sheet, l.row, 4+rowHeight(cellLines(text, 0.9*l.room(0)))))
	}
	l.put(in(style, text))
}

// room is the width of the columns from the given one on.
func (l *leaf) room(from int) (width float64) {
	for i := from; i < len(l.widths) && columnLetter(i) <= l.last; i++ {
		width += l.widths[i]
	}
	return width
}

func (l *leaf) heading(key string) {
	l.row++
	l.put(in(l.style.label, l.T(key)))
}

// newPage begins a printed page, below the charts of the one before. Excel heeds it only
// where the sheet is not fitted to the width of one.
func (l *leaf) newPage() {
	l.row = max(l.row, l.charted)
	l.keep(l.file.InsertPageBreak(l.sheet, fmt.Sprint("A", l.row+1)))
}
