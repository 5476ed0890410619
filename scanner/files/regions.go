package files

import (
	"io"
	"path"
	"slices"
	"strconv"
	"strings"
)

// A region is the cells of a sheet that make a table.
type region struct {
	sheetColumns
	first, end int64      // numbers of its first row and of the row behind it; 0 where there is no limit
	rows       [][][]byte // those of its first that were looked at
	header     int        // row of them that the workbook says is the header, from 0; -1 when it says nothing
}

// whole reports whether a region is all of its sheet.
func (r *region) whole() bool { return r.sheetColumns == sheetColumns{} && r.first == 0 && r.end == 0 }

// regionsOf parts the first rows of a sheet, with their numbers, where another
// table begins: beside another, at a table that the workbook defines, or behind a
// blank row at a row that is a header for what stands below it.
func regionsOf(rows [][][]byte, lines []int64, defined []definedTable) (regions []region) {
	for _, s := range stripsOf(rows, lines) {
		within := slices.DeleteFunc(slices.Clone(defined), func(t definedTable) bool { return !s.has(t.column) })
		regions = append(regions, s.stacked(within)...)
	}
	return regions
}

// stacked parts a strip where another table begins below the one before.
func (s *strip) stacked(defined []definedTable) []region {
	rows, lines := s.rows, s.lines
	regions := []region{{sheetColumns: s.sheetColumns, header: -1}}
	from := 0 // of the last of them
	for i := range rows {
		last := &regions[len(regions)-1]
		header, table := definedAt(defined, lines[i])
		switch {
		case table && i > 0 && last.header >= 0, i > from+1 && lines[i] > lines[i-1]+1 && beginsTable(rows, lines, from, i):
			last.rows, last.end = rows[from:i], lines[i]
			from = i
			regions = append(regions, region{sheetColumns: s.sheetColumns, first: lines[i], header: -1})
			last = &regions[len(regions)-1]
		}
		if header && last.header < 0 {
			last.header = i - from
		}
	}
	regions[len(regions)-1].rows = rows[from:]
	return regions
}

// beginsTable reports whether the row at a place behind a gap is the header of
// another table than that which began before.
func beginsTable(rows [][][]byte, lines []int64, before, at int) bool {
	end := at + 1
	for end < len(rows) && lines[end] == lines[end-1]+1 {
		end++
	}
	if end-at < 3 || filled(rows[at]) < 2 || filled(rows[at])*2 < usualWidth(rows[at:end]) || !allDifferent(rows[at][:lastFilled(rows[at])]) {
		return false
	}
	above := findHeading(rows[before:at], nil)
	if below := at - before - above.row - 1; below < 2 && usualWidth(rows[before:at]) < 2 {
		return false // titles
	}
	c := compare(rows[at:end], 0, nil)
	return above.row >= 0 && !sameRow(above.names, rows[at]) && len(c.values) == 0 && c.alike == 0 && c.repeats == 0 && c.unlike > 0
}

// A definedTable is a table that a workbook defines on a sheet.
type definedTable struct {
	first  int64 // number of its first row
	column int   // its first column, from 0
	header bool  // the first row is
}

// definedAt reports whether a defined table begins at a row, and with a header.
func definedAt(defined []definedTable, line int64) (header, table bool) {
	for _, t := range defined {
		if t.first == line {
			return t.header, true
		}
	}
	return false, false
}

// definedTables returns the tables that a workbook defines on a sheet. What is
// wrong with them is of no interest: the cells are read without them too.
func (w *workbook) definedTables(part string) (tables []definedTable) {
	dir, base := path.Split(part)
	if w.parts[dir+"_rels/"+base+".rels"] == nil {
		return nil
	}
	targets, err := w.relations(part)
	if err != nil {
		return nil
	}
	for _, t := range targets {
		if t.kind != "table" || w.parts[t.part] == nil {
			continue
		}
		if inRecords(t.part) {
			if more, err := w.tableRecords(t.part); err == nil && len(tables) < maxSheets {
				tables = append(tables, more...)
			}
			continue
		}
		_ = w.each(t.part, func(x *xmlReader, _ string) error {
			if string(x.name) == "table" {
				from, _, _ := strings.Cut(string(x.attr("ref")), ":")
				from = strings.ReplaceAll(from, "$", "")
				line, err := strconv.ParseInt(strings.TrimLeft(from, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"), 10, 64)
				if err == nil && len(tables) < maxSheets {
					tables = append(tables, definedTable{line, columnOf([]byte(from)), string(x.attr("headerRowCount")) != "0"})
				}
			}
			return nil
		})
	}
	return tables
}

// sheetRows reads the rows of a sheet that hold a value.
type sheetRows interface {
	rowReader
	number() int64 // of the row at hand in the sheet, from 1
}

// A lineCounter notes the numbers of the rows that it passes on.
type lineCounter struct {
	sheetRows
	lines []int64
}

func (c *lineCounter) next(wanted bool) ([][]byte, error) {
	row, err := c.sheetRows.next(wanted)
	if err == nil {
		c.lines = append(c.lines, c.number())
	}
	return row, err
}

// in returns a reader of the rows in the region.
func (r region) in(rows sheetRows) rowReader {
	if r.whole() {
		return rows
	}
	return &regionReader{rows, r}
}

// A regionReader reads the rows of one region.
type regionReader struct {
	sheetRows
	region region
}

func (r *regionReader) next(wanted bool) ([][]byte, error) {
	for {
		row, err := r.sheetRows.next(wanted)
		switch line := r.number(); {
		case err != nil:
			return nil, err
		case r.region.end > 0 && line >= r.region.end:
			return nil, io.EOF
		case line >= r.region.first:
			if row = r.region.cut(row); r.region.sheetColumns == (sheetColumns{}) || isThere(row) {
				return row, nil
			}
		}
	}
}
