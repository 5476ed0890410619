package files

import "slices"

// maxStrips is how many tables may stand side by side. A sheet with more gaps
// between its columns is one table with blank columns.
const maxStrips = 16

// sheetColumns are some of a sheet's that follow each other: its first, from 0, and the
// one behind it; 0 where there is no limit.
type sheetColumns struct{ left, right int }

// cut returns the cells of a row in these columns.
func (c sheetColumns) cut(row [][]byte) [][]byte {
	if c.right > 0 && len(row) > c.right {
		row = row[:c.right]
	}
	return row[min(c.left, len(row)):]
}

func (c sheetColumns) has(column int) bool {
	return column >= c.left && (c.right == 0 || column < c.right)
}

// isThere reports whether any cell of a row is.
func isThere(row [][]byte) bool {
	return slices.ContainsFunc(row, func(cell []byte) bool { return cell != nil })
}

// A strip is the first rows of a sheet in some columns, with their numbers.
type strip struct {
	sheetColumns
	rows  [][][]byte
	lines []int64
}

func stripOf(rows [][][]byte, lines []int64, c sheetColumns) *strip {
	s := &strip{sheetColumns: c}
	for i, row := range rows {
		if row = c.cut(row); isThere(row) {
			s.rows, s.lines = append(s.rows, row), append(s.lines, lines[i])
		}
	}
	return s
}

// stripsOf parts the columns of a sheet where another table begins behind a blank
// column.
func stripsOf(rows [][][]byte, lines []int64) []*strip {
	starts := behindGaps(rows)
	if len(starts) > maxStrips {
		starts = nil
	}
	var strips []*strip
	left := 0
	for i, at := range starts {
		next := 0
		if i+1 < len(starts) {
			next = starts[i+1]
		}
		if before := stripOf(rows, lines, sheetColumns{left, at}); beginsBeside(before, stripOf(rows, lines, sheetColumns{at, next})) {
			strips, left = append(strips, before), at
		}
	}
	if left == 0 {
		return []*strip{{rows: rows, lines: lines}}
	}
	return append(strips, stripOf(rows, lines, sheetColumns{left, 0}))
}

// behindGaps returns the columns that hold something behind one that holds nothing,
// but for the first.
func behindGaps(rows [][][]byte) (starts []int) {
	var there []bool
	for _, row := range rows {
		there = append(there, make([]bool, max(len(row)-len(there), 0))...)
		for col, cell := range row {
			there[col] = there[col] || len(cell) > 0
		}
	}
	begun := false
	for col, here := range there {
		if here && begun && !there[col-1] {
			starts = append(starts, col)
		}
		begun = begun || here
	}
	return starts
}

// beginsBeside reports whether a strip is a table other than that at its left: its
// header stands in another row, or begins with the same name.
func beginsBeside(left, right *strip) bool {
	if len(right.rows) < 3 || usualWidth(right.rows) < 2 {
		return false
	}
	a, b := findHeading(left.rows, nil), findHeading(right.rows, nil)
	if a.row < 0 || b.row < 0 || filled(b.names) < 2 || !allDifferent(b.names) {
		return false
	}
	return left.lines[a.row] != right.lines[b.row] || sameRow(firstFilled(a.names), firstFilled(b.names))
}

// firstFilled is the first cell of a row that is not blank, as a row.
func firstFilled(row [][]byte) [][]byte {
	for i := range row {
		if filled(row[i:i+1]) > 0 {
			return row[i : i+1]
		}
	}
	return nil
}
