package files

import (
	"io"
	"path"
	"strconv"
	"strings"
)

// A region is the rows of a sheet that make a table.
type region struct {
	first, end int64 // numbers of its first row and of the row behind it; 0 where there is no limit
	from, to   int   // of the rows that were looked at
	header     int   // row of them that the workbook says is the header, from 0; -1 when it says nothing
}

// regionsOf parts the first rows of a sheet, with their numbers, where another
// table begins: at a table that the workbook defines, or behind a blank row at a
// row that is a header for what stands below it.
func regionsOf(rows [][][]byte, lines []int64, defined []definedTable) []region {
	regions := []region{{to: len(rows), header: -1}}
	for i := range rows {
		last := &regions[len(regions)-1]
		header, table := definedAt(defined, lines[i])
		switch {
		case table && i > 0 && last.header >= 0, i > last.from+1 && lines[i] > lines[i-1]+1 && beginsTable(rows, lines, last.from, i):
			last.to, last.end = i, lines[i]
			regions = append(regions, region{first: lines[i], from: i, to: len(rows), header: -1})
			last = &regions[len(regions)-1]
		}
		if header && last.header < 0 {
			last.header = i - last.from
		}
	}
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
	c := compare(rows[at:end], 0, nil)
	return above.row >= 0 && !sameRow(above.names, rows[at]) && len(c.values) == 0 && c.alike == 0 && c.repeats == 0 && c.unlike > 0
}

// A definedTable is a table that a workbook defines on a sheet.
type definedTable struct {
	first  int64 // number of its first row
	header bool  // which is its header
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
		_ = w.each(t.part, func(x *xmlReader, _ string) error {
			if string(x.name) == "table" {
				from, _, _ := strings.Cut(string(x.attr("ref")), ":")
				line, err := strconv.ParseInt(strings.TrimLeft(from, "ABCDEFGHIJKLMNOPQRSTUVWXYZ$"), 10, 64)
				if err == nil && len(tables) < maxSheets {
					tables = append(tables, definedTable{line, string(x.attr("headerRowCount")) != "0"})
				}
			}
			return nil
		})
	}
	return tables
}

// A lineCounter notes the numbers of the rows that it passes on.
type lineCounter struct {
	*sheetReader
	lines []int64
}

func (c *lineCounter) next(wanted bool) ([][]byte, error) {
	row, err := c.sheetReader.next(wanted)
	if err == nil {
		c.lines = append(c.lines, c.line)
	}
	return row, err
}

// A regionReader reads the rows of one region.
type regionReader struct {
	*sheetReader
	region region
}

func (r *regionReader) next(wanted bool) ([][]byte, error) {
	for {
		row, err := r.sheetReader.next(wanted)
		switch {
		case err != nil:
			return nil, err
		case r.region.end > 0 && r.line >= r.region.end:
			return nil, io.EOF
		case r.line >= r.region.first:
			return row, nil
		}
	}
}
