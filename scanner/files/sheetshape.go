package files

import "fmt"

// spareColumns is how many columns a table may have beyond those of its first rows.
const spareColumns = 16

// A sheetShape is what a first reading tells of a sheet.
type sheetShape struct {
	shape
	lines []int64 // numbers of its first rows
	last  int64   // number of its last row, or what the sheet says that it is; 0 when unknown
	exact bool    // all of its rows were counted
}

// add takes note of the row with this number.
func (s *sheetShape) add(row [][]byte, line int64) {
	before := len(s.first)
	s.shape.add(row)
	if len(s.first) > before {
		s.lines = append(s.lines, line)
	}
	s.last = line
}

// objects are the tables on the sheet, without their names. Read makes of a part of
// the sheet a table that reads it.
func (s *sheetShape) objects(defined []definedTable, isData func([]byte) bool, read func(region) *rowTable) (objects []object) {
	for _, r := range regionsOf(s.first, s.lines, defined) {
		first := r.rows
		r.rows = nil // of no use to who reads it
		t := read(r)
		r.rows = first
		r.describe(t, isData)
		s.measure(t, &r)
		objects = append(objects, t.object("", "sheet"))
	}
	return objects
}

// describe finds header and columns of the table in a region.
func (r *region) describe(t *rowTable, isData func([]byte) bool) {
	t.describe(r.rows, isData)
	if r.header < 0 {
		return
	}
	row, values := r.rows[r.header], []int(nil)
	for col, cell := range row {
		if isData != nil && isData(cell) {
			values = append(values, col)
		}
	}
	head := headedBy(row, r.header, values)
	t.header, t.columns = head.row, columnsOf(r.rows, head)
}

// measure gives a table its number of rows, and the columns that its first rows do
// not show.
func (s *sheetShape) measure(t *rowTable, r *region) {
	seen := s.exact && int64(len(s.first)) == s.rows
	if seen || r.end > 0 {
		t.setRows(int64(len(r.rows)), true)
		return
	}
	if n, width := len(t.columns), s.width-r.left; r.right == 0 && width > n && width <= n+spareColumns {
		t.columns = append(t.columns, nameColumns(nil, width)[n:]...)
	}
	switch t.rows = -1; {
	case r.whole() && s.rows >= 0:
		t.setRows(s.rows, s.exact)
	case s.last >= sniffRows:
		t.setRows(s.last-max(r.first-1, 0), false)
	}
}

// ofSheet names the tables on a sheet.
func ofSheet(name string, hidden bool, objects []object) []object {
	for i := range objects {
		t := &objects[i].table
		t.Name, t.Kind, t.Hidden = name, "sheet", hidden
		if i > 0 {
			t.Name = fmt.Sprintf("%s (%d)", name, i+1)
		}
	}
	return objects
}
