package files

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io"

	"github.com/datamapbr/datamap/scanner"
)

const (
	// minRowSize is how small a row with a value can be in a part: in records two kinds with
	// their sizes, the number of the row, and a cell with a truth value.
	minRowSize = 2 + 4 + 2 + 5
	// maxInMemory is the largest workbook that is read out of an archive.
	maxInMemory = 64 << 20
)

// A sheetFile is a worksheet in a workbook, or one of several tables on it.
type sheetFile struct {
	content
	sheet  sheet
	region region
	learnt *cellsRead
}

// anywhere opens the content for reading at any place: what is packed is unpacked into
// memory.
func (c content) anywhere(ctx context.Context) (in io.ReaderAt, size int64, closer io.Closer, err error) {
	file, err := c.open(ctx)
	if err != nil {
		return nil, 0, nil, err
	}
	if c.seekable() {
		return &cancelReaderAt{ctx, file.file}, c.size, file, nil
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, maxInMemory+1))
	if err != nil {
		return nil, 0, nil, err
	}
	if len(data) > maxInMemory {
		return nil, 0, nil, &scanner.Fault{Reason: scanner.Reason{Code: "too_large"}}
	}
	return bytes.NewReader(data), int64(len(data)), io.NopCloser(nil), nil
}

// archive opens the content as an archive.
func (c content) archive(ctx context.Context) (*zip.Reader, io.Closer, error) {
	in, size, closer, err := c.anywhere(ctx)
	if err != nil {
		return nil, nil, err
	}
	archive, err := zip.NewReader(in, size)
	if err != nil {
		closer.Close()
		return nil, nil, err
	}
	return archive, closer, nil
}

// openBook opens the workbook that the content is.
func (c content) openBook(ctx context.Context) (*workbook, io.Closer, error) {
	archive, in, err := c.archive(ctx)
	if err != nil {
		return nil, nil, err
	}
	w, err := openWorkbook(archive)
	if err != nil {
		in.Close()
	}
	return w, in, err
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
	defer strings.Close()
	var objects []object
	learnt := &cellsRead{}
	for _, sheet := range w.sheets {
		f := &sheetFile{content: c, sheet: sheet, learnt: learnt}
		objects = append(objects, ofSheet(name+"#"+sheet.name, sheet.hidden, f.sniff(w, strings, s.opt.IsData))...)
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
	r, err := w.worksheet(f.sheet.part, strings, f.learnt)
	if err != nil {
		return []object{notRead("", damaged(err))}
	}
	defer r.close()
	lines := &lineCounter{sheetRows: r}
	rows, err := firstRows(lines)
	if err != nil && err != io.EOF && len(rows) == 0 {
		return []object{notRead("", damaged(err))}
	}
	shape := sheetShape{shape: shape{first: rows, rows: -1}, lines: lines.lines}
	shape.last, shape.width = r.atHand().height, r.atHand().width
	if err == io.EOF {
		shape.rows, shape.exact = int64(len(rows)), true
	}
	most := int64(w.parts[f.sheet.part].UncompressedSize64)/minRowSize + 1
	return shape.objects(w.definedTables(f.sheet.part), isData, func(r region) *rowTable {
		own := *f
		own.region = r
		return &rowTable{open: own.rows, blame: damaged, most: most}
	})
}

// rows starts reading the sheet.
func (f *sheetFile) rows(ctx context.Context) (rowReader, error) {
	w, file, err := f.openBook(ctx)
	if err != nil {
		return nil, err
	}
	strings := &sharedStrings{book: w}
	r, err := w.worksheet(f.sheet.part, strings, f.learnt, strings, file)
	if err != nil {
		file.Close()
		return nil, err
	}
	return f.region.in(r), nil
}
