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

// leaf begins a leaf, printed at a scale of percent or, where that is 0, fitted to the width
// of a page.
func (b *book) leaf(sheet string, percent uint, widths ...float64) (*leaf, error) {
	if err := b.page(sheet, percent); err != nil {
		return nil, err
	}
	off := false
	if err := b.file.SetSheetView(sheet, 0, &excelize.ViewOptions{ShowGridLines: &off}); err != nil {
		return nil, err
	}
	l := &leaf{book: b, sheet: sheet, row: 1, widths: widths, charted: 8}
	for i, width := range widths {
		name, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return nil, err
		}
		if err := b.file.SetColWidth(sheet, name, name, width); err != nil {
			return nil, err
		}
		l.last = name
	}
	return l, nil
}

// put writes cells from column A and goes to the next row.
func (l *leaf) put(cells ...excelize.Cell) error {
	most := 1
	for i, c := range cells {
		if text, ok := c.Value.(string); ok && c.StyleID == l.style.text {
			most = max(most, cellLines(text, l.widths[i]))
		}
	}
	if most > 1 {
		if err := l.file.SetRowHeight(l.sheet, l.row, rowHeight(most)); err != nil {
			return err
		}
	}
	return l.cells(cells...)
}

// cells writes the cells of a row without setting its height.
func (l *leaf) cells(cells ...excelize.Cell) error {
	for i, c := range cells {
		at, err := excelize.CoordinatesToCellName(i+1, l.row)
		if err != nil {
			return err
		}
		if text, ok := c.Value.(string); ok {
			c.Value = inert(text)
		}
		c = l.cell(c.StyleID, c.Value)
		if text, ok := c.Value.(string); ok {
			err = l.file.SetCellStr(l.sheet, at, text)
		} else {
			err = l.file.SetCellValue(l.sheet, at, c.Value)
		}
		if err != nil {
			return err
		}
		if err := l.file.SetCellStyle(l.sheet, at, at, c.StyleID); err != nil {
			return err
		}
	}
	l.row++
	return nil
}

// wide writes a text over the whole width, in a row high enough for it.
func (l *leaf) wide(style int, text string) error {
	at, to := fmt.Sprintf("A%d", l.row), fmt.Sprintf("%s%d", l.last, l.row)
	if err := l.file.MergeCell(l.sheet, at, to); err != nil {
		return err
	}
	if style == l.style.sentence || style == l.style.plain { // the former is larger
		if err := l.file.SetRowHeight(l.sheet, l.row, 4+rowHeight(cellLines(text, 0.9*l.room(0)))); err != nil {
			return err
		}
	}
	return l.put(in(style, text))
}

// room is the width of the columns from the given one on.
func (l *leaf) room(from int) (width float64) {
	for i := from; i < len(l.widths) && columnLetter(i) <= l.last; i++ {
		width += l.widths[i]
	}
	return width
}

func (l *leaf) heading(key string) error {
	l.row++
	return l.put(in(l.style.label, l.T(key)))
}

// newPage begins a printed page, below the charts of the one before. Excel heeds it only
// where the sheet is not fitted to the width of one.
func (l *leaf) newPage() error {
	l.row = max(l.row, l.charted)
	return l.file.InsertPageBreak(l.sheet, fmt.Sprint("A", l.row+1))
}

// each runs the steps up to the first error.
func each(steps ...func() error) error {
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}
