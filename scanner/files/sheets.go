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
	// minRowSize is how small a row with a value can be in a part.
	minRowSize = 25
	// maxInMemory is the largest workbook that is read out of an archive.
	maxInMemory = 64 << 20
	// spareColumns is how many columns beyond those seen the stated extent of
	// a sheet may add.
	spareColumns = 16
)

// A sheetFile is a worksheet in a workbook.
type sheetFile struct {
	content
	sheet sheet
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
	for _, sheet := range w.sheets {
		f := &sheetFile{content: c, sheet: sheet}
		o := f.sniff(w, strings, s.opt.IsData)
		o.table.Name, o.table.Kind, o.table.Hidden = name+"#"+sheet.name, "sheet", sheet.hidden
		objects = append(objects, o)
	}
	return objects
}

// sniff finds header, columns and size of a sheet.
func (f *sheetFile) sniff(w *workbook, strings *sharedStrings, isData func([]byte) bool) object {
	if !f.sheet.cells {
		return passedOver("", scanner.Listed, "no_cells")
	}
	x, in, err := w.part(f.sheet.part)
	if err != nil {
		return notRead("", damaged(err))
	}
	defer in.Close()
	part := int64(w.parts[f.sheet.part].UncompressedSize64)
	t := &rowTable{open: f.rows, blame: damaged, most: part/minRowSize + 1}
	r := &sheetReader{xmlReader: x, book: w, strings: strings}
	if err := t.sniff(r, isData); err != nil {
		return notRead("", damaged(err))
	}
	rows, cols := extentOf(r.extent)
	if n := len(t.columns); !t.exact && cols > n && cols <= n+spareColumns {
		t.columns = append(t.columns, nameColumns(nil, cols)[n:]...)
	}
	if !t.exact && rows >= sniffRows {
		t.setRows(rows, false)
	}
	return t.object("", "sheet")
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
	return &sheetReader{xmlReader: x, book: w, strings: &sharedStrings{book: w}, in: []io.Closer{in, file}}, nil
}
