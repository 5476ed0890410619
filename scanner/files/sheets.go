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
	// maxSheetBatch bounds a batch of a sheet in bytes.
	maxSheetBatch = 1 << 20
	// minRowSize is how small a row with a value can be in a part.
	minRowSize = 25
	// maxInMemory is the largest workbook that is read out of an archive.
	maxInMemory = 64 << 20
	// maxSniffed bounds what is kept of the first rows of a sheet, maxSniffedCell
	// what of a cell.
	maxSniffed     = 4 << 20
	maxSniffedCell = 4 << 10
	// spareColumns is how many columns beyond those seen the stated extent of
	// a sheet may add.
	spareColumns = 16
)

// A sheetFile is a worksheet and what its start tells of it.
type sheetFile struct {
	content
	sheet   sheet
	header  int // row with a value that is the header, from 0; -1 when there is none
	columns []scanner.Column
	rows    int64
	exact   bool
	part    int64 // size of the part, unpacked
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
		return passedOver("", "unsupported_format", "sheet without cells")
	}
	x, in, err := w.part(f.sheet.part)
	if err != nil {
		return notRead("", damaged(err))
	}
	defer in.Close()
	f.part = int64(w.parts[f.sheet.part].UncompressedSize64)
	r := &sheetReader{xmlReader: x, book: w, strings: strings}
	rows, err := r.firstRows()
	if err != nil && err != io.EOF && len(rows) == 0 {
		return notRead("", damaged(err))
	}
	f.header = findHeader(rows, isData)
	f.columns = columnsOf(rows, f.header)
	rowsStated, colsStated := extentOf(r.extent)
	if n := len(f.columns); colsStated > n && colsStated <= n+spareColumns && err == nil {
		f.columns = append(f.columns, nameColumns(nil, colsStated)[n:]...)
	}
	switch {
	case err == io.EOF:
		f.rows, f.exact = int64(len(rows)), true
	case rowsStated >= int64(len(rows)):
		f.rows = rowsStated
	default:
		f.rows = -1
	}
	if f.header >= 0 && f.rows > 0 {
		f.rows--
	}
	return object{
		table: scanner.Table{Columns: f.columns, Rows: f.rows, RowsEstimated: f.rows >= 0 && !f.exact},
		read:  f.read,
	}
}

// firstRows returns as many rows as it takes to judge a sheet. The error is
// [io.EOF] when they are all.
func (s *sheetReader) firstRows() (rows [][][]byte, err error) {
	for size := 0; len(rows) < sniffRows && size < maxSniffed; s.arena = s.arena[:0] {
		row, err := s.next()
		if err != nil {
			return rows, err
		}
		own := make([][]byte, len(row))
		for i, cell := range row {
			own[i] = bytes.Clone(cell[:min(len(cell), maxSniffedCell)])
			size += len(own[i])
		}
		rows = append(rows, own)
	}
	return rows, nil
}

// read reads the sheet or a sample of it.
func (f *sheetFile) read(ctx context.Context, s scanner.Sample) *scanner.Reading {
	rd := &scanner.Reading{Facts: scanner.Facts{Rows: -1}}
	rd.Batches = func(yield func(*scanner.Batch, error) bool) {
		ctx, cancel := withTimeout(ctx, s)
		defer cancel()
		p := &sheetPump{file: f, facts: &rd.Facts, yield: yield}
		err := p.sample(ctx, s)
		rd.Facts.Gaps, rd.Facts.Notes = p.gaps, p.notes
		if err != nil && err != errStopped {
			yield(nil, damaged(err))
		}
	}
	return rd
}

// A sheetPump moves rows of a sheet into batches.
type sheetPump struct {
	file  *sheetFile
	facts *scanner.Facts
	yield func(*scanner.Batch, error) bool
	batch scanner.Batch

	gaps, notes tally
}

// sample reads the whole sheet, or one row from each of as many equal parts as
// the sample asks for rows. To know the parts the rows are counted first: the
// extent that a sheet states need not be true.
func (p *sheetPump) sample(ctx context.Context, s scanner.Sample) error {
	f := p.file
	p.facts.Method = scanner.Whole
	if s.Rows <= 0 || f.exact && f.rows <= s.Rows || f.part/minRowSize <= s.Rows {
		return p.all(ctx, nil)
	}
	total, err := p.count(ctx)
	if err != nil && total == 0 {
		return err
	}
	if total <= s.Rows {
		return p.all(ctx, nil)
	}
	p.facts.Method, p.facts.Touched = scanner.Spread, s.Rows
	return p.all(ctx, everyPart(s.Rows, total, s.Seed))
}

// open starts reading the sheet.
func (p *sheetPump) open(ctx context.Context) (*sheetReader, func(), error) {
	archive, file, err := p.file.archive(ctx)
	if err != nil {
		return nil, nil, err
	}
	w, err := openWorkbook(archive)
	if err != nil {
		file.Close()
		return nil, nil, err
	}
	x, in, err := w.part(p.file.sheet.part)
	if err != nil {
		file.Close()
		return nil, nil, err
	}
	strings := &sharedStrings{book: w}
	return &sheetReader{xmlReader: x, book: w, strings: strings}, func() {
		strings.close()
		in.Close()
		file.Close()
	}, nil
}

// count returns the number of rows, up to an error if there is one.
func (p *sheetPump) count(ctx context.Context) (int64, error) {
	r, done, err := p.open(ctx)
	if err != nil {
		return 0, err
	}
	defer done()
	r.strings = nil
	rows := int64(0)
	if p.file.header >= 0 {
		rows--
	}
	for {
		if _, err := r.next(); err != nil {
			if err == io.EOF {
				err = nil
			}
			return max(rows, 0), err
		}
		rows++
		r.arena = r.arena[:0]
	}
}

// all reads the sheet to its end and passes on the rows that take wants.
func (p *sheetPump) all(ctx context.Context, take func(row int64) bool) error {
	r, done, err := p.open(ctx)
	if err != nil {
		return err
	}
	defer done()
	strings := r.strings
	row := int64(0)
	for seen := 0; ; seen++ {
		if take != nil {
			// The texts of a row are looked up once it is known to be wanted.
			r.strings = nil
			if seen != p.file.header && take(row+1) {
				r.strings = strings
			}
		}
		before := len(r.arena)
		cells, err := r.next()
		if err != nil {
			if flushed := p.flush(r); flushed != nil {
				return flushed
			}
			if err != io.EOF {
				return err
			}
			p.facts.Rows = row
			if r.formulas > 0 {
				p.notes.merge(scanner.Reason{Code: "unsupported_format", Detail: "formula without value", Count: r.formulas})
			}
			return nil
		}
		if seen == p.file.header {
			continue
		}
		row++
		if take != nil && r.strings == nil {
			r.arena = r.arena[:before]
			continue
		}
		p.add(cells, row)
		if p.batch.Rows >= maxBatchRows || len(p.batch.Cells) >= maxBatchCells || len(r.arena) >= maxSheetBatch {
			if err := p.flush(r); err != nil {
				return err
			}
		}
	}
}

// add puts a row into the batch. What is beyond the last column is joined to
// the last cell.
func (p *sheetPump) add(cells [][]byte, row int64) {
	cols := len(p.file.columns)
	if n := lastFilled(cells); n > cols {
		p.notes.merge(scanner.Reason{Code: "ragged_rows", Count: 1, Row: row})
		cells = append(cells[:cols-1:cols-1], p.join(cells[cols-1:n], row))
	}
	cells = cells[:min(len(cells), cols)]
	p.batch.Cells = append(p.batch.Cells, cells...)
	for range cols - len(cells) {
		p.batch.Cells = append(p.batch.Cells, nil)
	}
	p.batch.Rows++
}

// join joins cells to one, unless that is longer than any record may be.
func (p *sheetPump) join(cells [][]byte, row int64) []byte {
	for size, i := 0, 0; i < len(cells); i++ {
		if size += len(cells[i]) + 1; size > maxRecord {
			p.gaps.merge(scanner.Reason{Code: "record_too_long", Count: 1, Row: row})
			cells = cells[:max(i, 1)]
			break
		}
	}
	return bytes.Join(cells, []byte(";"))
}

// flush hands the batch over.
func (p *sheetPump) flush(r *sheetReader) error {
	if p.batch.Rows > 0 {
		p.batch.Cols = len(p.file.columns)
		if !p.yield(&p.batch, nil) {
			return errStopped
		}
	}
	p.batch.Rows, p.batch.Cells = 0, p.batch.Cells[:0]
	r.arena = r.arena[:0]
	return nil
}
