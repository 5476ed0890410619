package files

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/datamapbr/datamap/scanner"
)

const (
	// minRowSize is how small a row with a value can be in a part.
	minRowSize = 25
	// maxInMemory is the largest workbook that is read out of an archive.
	maxInMemory = 64 << 20
	// spareColumns is how many columns beyond those seen the stated extent of
	// a sheet may add.
	spareColumns = 16
)

// A sheetFile is a worksheet in a workbook, or one of several tables on it.
type sheetFile struct {
	content
	sheet  sheet
	region region
	learnt *cellsRead
}

// archive opens the content as an archive.
func (c content) archive(ctx context.Context) (*zip.Reader, io.Closer, error) {
	in, err := c.open(ctx)
	if err != nil {
		return nil, nil, err
	}
	if c.seekable() {
		archive, err := zip.NewReader(&cancelReaderAt{ctx, in.file}, c.size)
		if err != nil {
			in.Close()
			return nil, nil, err
		}
		return archive, in, nil
	}
	defer in.Close()
	data, err := io.ReadAll(io.LimitReader(in, maxInMemory+1))
	if err != nil {
		return nil, nil, err
	}
	if len(data) > maxInMemory {
		return nil, nil, &scanner.Fault{Reason: scanner.Reason{Code: "too_large"}}
	}
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	return archive, io.NopCloser(nil), err
}

// workbook returns the sheets of a workbook, each under its own name.
func (s *source) workbook(ctx context.Context, c content, name string) []object {
	archive, in, err := c.archive(ctx)
	if err != nil {
		return []object{notRead(name, damaged(err))}
	}
	defer in.Close()
	w, err := openWorkbook(archive)
	if errors.Is(err, errNotWorkbook) {
		return []object{refused(name, "not_a_workbook")}
	}
	if err != nil {
		return []object{notRead(name, damaged(err))}
	}
	strings := &sharedStrings{book: w}
	defer strings.close()
	var objects []object
	learnt := &cellsRead{}
	for _, sheet := range w.sheets {
		f := &sheetFile{content: c, sheet: sheet, learnt: learnt}
		for i, o := range f.sniff(w, strings, s.opt.IsData) {
			o.table.Name, o.table.Kind, o.table.Hidden = name+"#"+sheet.name, "sheet", sheet.hidden
			if i > 0 {
				o.table.Name += fmt.Sprintf(" (%d)", i+1)
			}
			objects = append(objects, o)
		}
	}
	objects = append(append(objects, s.notes(c, w, name, learnt)...), w.unread(name)...)
	if c.seekable() && c.hasMore(archive) {
		objects = append(objects, refused(name, "trailing_data"))
	}
	return objects
}

// sniff finds the tables on a sheet, with the header, columns and size of each.
func (f *sheetFile) sniff(w *workbook, strings *sharedStrings, isData func([]byte) bool) []object {
	if !f.sheet.cells {
		return []object{passedOver("", scanner.Listed, "no_cells")}
	}
	x, in, err := w.part(f.sheet.part)
	if err != nil {
		return []object{notRead("", damaged(err))}
	}
	defer in.Close()
	r := &sheetReader{xmlReader: x, book: w, strings: strings, part: f.sheet.part, learnt: f.learnt}
	lines := &lineCounter{sheetReader: r}
	rows, err := firstRows(lines)
	if err != nil && err != io.EOF && len(rows) == 0 {
		return []object{notRead("", damaged(err))}
	}
	most := int64(w.parts[f.sheet.part].UncompressedSize64)/minRowSize + 1
	extent, cols := extentOf(r.extent)
	var objects []object
	for _, region := range regionsOf(rows, lines.lines, w.definedTables(f.sheet.part)) {
		own := &sheetFile{content: f.content, sheet: f.sheet, region: region, learnt: f.learnt}
		own.region.rows = nil
		t := &rowTable{open: own.rows, blame: damaged, most: most, rows: -1}
		region.describe(t, isData)
		if err == io.EOF || region.end > 0 {
			t.setRows(int64(len(region.rows)), true)
		} else {
			if n := len(t.columns); region.right == 0 && cols-region.left > n && cols-region.left <= n+spareColumns {
				t.columns = append(t.columns, nameColumns(nil, cols-region.left)[n:]...)
			}
			if extent >= sniffRows {
				t.setRows(extent-max(region.first-1, 0), false)
			}
		}
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
	t.header, t.columns = head.row, columnsOf(r.rows, head.names)
}

// rows starts reading the sheet.
func (f *sheetFile) rows(ctx context.Context) (rowReader, error) {
	archive, file, err := f.archive(ctx)
	if err != nil {
		return nil, err
	}
	w, err := openWorkbook(archive)
	if err != nil {
		file.Close()
		return nil, err
	}
	x, in, err := w.part(f.sheet.part)
	if err != nil {
		file.Close()
		return nil, err
	}
	r := &sheetReader{xmlReader: x, book: w, strings: &sharedStrings{book: w}, in: []io.Closer{in, file}, part: f.sheet.part, learnt: f.learnt}
	if f.region.whole() {
		return r, nil
	}
	return &regionReader{r, f.region}, nil
}
