package files

import (
	"bytes"
	"context"
	"io"

	"github.com/datamapbr/datamap/scanner"
)

const (
	// maxRowBatch bounds a batch in bytes, but for its last row.
	maxRowBatch = 1 << 20
	// maxSniffed bounds what is kept of the first rows of a table, maxSniffedCell
	// what of a cell.
	maxSniffed     = 4 << 20
	maxSniffedCell = 4 << 10
)

// A rowReader reads the rows of a table one after the other.
type rowReader interface {
	// next returns the next row, valid until the next call; a nil cell is one
	// that is not there. Of a row that is not wanted it matters only that there
	// is one. At the end of a sound table the error is [io.EOF].
	next(wanted bool) ([][]byte, error)
	// remarks are what was met on the way: gaps in the rows, and notes.
	remarks() (gaps, notes tally)
	close()
}

// A rowTable is a table that is read row by row from its start, and what its
// start tells of it.
type rowTable struct {
	columns  []scanner.Column
	header   int      // row that is the header, from 0; -1 when there is none
	again    [][]byte // the header where pages repeat it
	rows     int64    // without the header; -1 when unknown
	exact    bool     // rows is not an estimate
	most     int64    // rows that there can be by the size of it all; 0 when unknown
	encoding string   // of its texts, where it is not fixed by the format
	dialect  string   // of a text, in words
	open     func(ctx context.Context) (rowReader, error)
	blame    func(error) error // gives an error its reason
}

// texts is a table of texts, one in each row, of which nobody knows how many there are.
func texts(blame func(error) error, open func(ctx context.Context) (rowReader, error)) *rowTable {
	return &rowTable{columns: nameColumns(nil, 1), header: -1, rows: -1, blame: blame, open: open}
}

// object is the table under its name.
func (t *rowTable) object(name, kind string) object {
	return object{
		table: scanner.Table{Name: name, Kind: kind, Columns: t.columns, Rows: t.rows, RowsEstimated: t.rows >= 0 && !t.exact},
		read:  t.read,
	}
}

// sniff finds header and columns in the first rows, and whether they are all.
func (t *rowTable) sniff(r rowReader, isData func([]byte) bool) error {
	rows, err := firstRows(r)
	if err != nil && err != io.EOF && len(rows) == 0 {
		return err
	}
	t.describe(rows, isData)
	t.rows = -1
	if err == io.EOF {
		t.setRows(int64(len(rows)), true)
	}
	return nil
}

// describe finds header and columns in the first rows.
func (t *rowTable) describe(rows [][][]byte, isData func([]byte) bool) {
	head := findHeading(rows, isData)
	t.header, t.columns = head.row, columnsOf(rows, head)
	if t.again = nil; head.row >= 0 && headsPages(rows, head.row) > 0 {
		t.again = head.names
	}
}

// setRows takes over a number of rows, the header among them.
func (t *rowTable) setRows(rows int64, exact bool) {
	t.rows, t.exact = rows, exact
	if exact && rows == 0 {
		t.columns = nil // the one that every row has
	}
	if t.header >= 0 && rows > 0 {
		t.rows--
	}
}

// firstRows returns as many rows as it takes to judge a table. The error is
// [io.EOF] when they are all.
func firstRows(r rowReader) (rows [][][]byte, err error) {
	for size := 0; len(rows) < sniffRows && size < maxSniffed; {
		row, err := r.next(true)
		if err != nil {
			return rows, err
		}
		own, n := cloneRow(row, maxSniffedCell)
		rows, size = append(rows, own), size+n
	}
	return rows, nil
}

// cloneRow copies a row, of each cell no more than its first bytes, and returns how
// many bytes that takes.
func cloneRow(row [][]byte, most int) (own [][]byte, size int) {
	for _, cell := range row {
		size += min(len(cell), most)
	}
	own, arena := make([][]byte, len(row)), make([]byte, 0, size)
	for i, cell := range row {
		if cell != nil {
			from := len(arena)
			arena = append(arena, cell[:min(len(cell), most)]...)
			own[i] = arena[from:len(arena):len(arena)]
		}
	}
	return own, size
}

// read reads the table or a sample of it.
func (t *rowTable) read(ctx context.Context, s scanner.Sample) *scanner.Reading {
	rd := &scanner.Reading{Facts: scanner.Facts{Rows: -1, Encoding: t.encoding, Dialect: t.dialect}}
	rd.Batches = func(yield func(*scanner.Batch, error) bool) {
		ctx, cancel := withTimeout(ctx, s)
		defer cancel()
		p := &rowPump{table: t, facts: &rd.Facts, yield: yield, arena: []byte{}} // an empty cell is not one that is not there
		err := p.sample(ctx, s)
		rd.Facts.Gaps, rd.Facts.Notes = p.gaps, p.notes
		if err != nil && err != errStopped {
			yield(nil, t.blame(err))
		}
	}
	return rd
}

// A rowPump moves rows into batches.
type rowPump struct {
	table *rowTable
	facts *scanner.Facts
	yield func(*scanner.Batch, error) bool
	batch scanner.Batch
	arena []byte // what the cells of the batch hold

	gaps, notes tally
}

// sample reads the whole table or a sample of it.
func (p *rowPump) sample(ctx context.Context, s scanner.Sample) error {
	t := p.table
	return sampled(p.facts, s, t.rows, t.exact, t.most,
		func() (int64, error) { return p.count(ctx) },
		func(take func(row int64) bool) error { return p.all(ctx, take) })
}

// sampled reads a whole table, or one row from each of as many equal parts as the sample
// asks for rows. To know the parts the rows are counted first, unless their number is
// exact: what a file states of its size need not be true. Most is how many there can be, 0
// when unknown. Of a table that cannot be counted to its end the rows before the fault are
// sampled; reading them meets it again.
func sampled(facts *scanner.Facts, s scanner.Sample, rows int64, exact bool, most int64, count func() (int64, error), all func(take func(row int64) bool) error) error {
	facts.Method = scanner.Whole
	if s.Rows <= 0 || exact && rows <= s.Rows || most > 0 && most <= s.Rows {
		return all(nil)
	}
	if !exact {
		var err error
		if rows, err = count(); err != nil && rows == 0 {
			return err
		}
	}
	if rows <= s.Rows {
		return all(nil)
	}
	facts.Method, facts.Touched = scanner.Spread, s.Rows
	return all(everyPart(s.Rows, rows, s.Seed))
}

// count returns the number of rows, up to an error if there is one.
func (p *rowPump) count(ctx context.Context) (int64, error) {
	r, err := p.table.open(ctx)
	if err != nil {
		return 0, err
	}
	defer r.close()
	rows := int64(0)
	if p.table.header >= 0 {
		rows--
	}
	for {
		if _, err := r.next(false); err != nil {
			if err == io.EOF {
				err = nil
			}
			return max(rows, 0), err
		}
		rows++
	}
}

// all reads the table to its end and passes on the rows that take wants.
func (p *rowPump) all(ctx context.Context, take func(row int64) bool) error {
	r, err := p.table.open(ctx)
	if err != nil {
		return err
	}
	defer r.close()
	defer func() {
		gaps, notes := r.remarks()
		p.gaps, p.notes = append(gaps, p.gaps...), append(notes, p.notes...)
	}()
	row := int64(0)
	for seen := 0; ; seen++ {
		wanted := seen != p.table.header && (take == nil || take(row+1))
		cells, err := r.next(wanted)
		if err != nil {
			if flushed := p.flush(); flushed != nil {
				return flushed
			}
			if err != io.EOF {
				return err
			}
			p.facts.Rows = row
			return nil
		}
		if seen == p.table.header {
			continue
		}
		row++
		if !wanted {
			continue
		}
		if p.table.again != nil && sameRow(cells, p.table.again) {
			p.notes.merge(scanner.Reason{Code: "repeated_header", Count: 1, Row: row})
			if take == nil {
				row--
			}
			continue
		}
		p.add(cells, row)
		if p.batch.Rows >= maxBatchRows || len(p.batch.Cells) >= maxBatchCells || len(p.arena) >= maxRowBatch {
			if err := p.flush(); err != nil {
				return err
			}
		}
	}
}

// add copies a row into the batch. What is beyond the last column is joined to
// the last cell.
func (p *rowPump) add(cells [][]byte, row int64) {
	cols := len(p.table.columns)
	if n := lastFilled(cells); n > cols {
		p.notes.merge(scanner.Reason{Code: "ragged_rows", Count: 1, Row: row})
		cells = append(cells[:cols-1:cols-1], p.join(cells[cols-1:n], row))
	}
	for i := range cols {
		if i >= len(cells) || cells[i] == nil {
			p.batch.Cells = append(p.batch.Cells, nil)
			continue
		}
		from := len(p.arena)
		p.arena = append(p.arena, cells[i]...)
		p.batch.Cells = append(p.batch.Cells, p.arena[from:len(p.arena):len(p.arena)])
	}
	p.batch.Rows++
}

// join joins cells to one, unless that is longer than any record may be.
func (p *rowPump) join(cells [][]byte, row int64) []byte {
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
func (p *rowPump) flush() error {
	if p.batch.Rows > 0 {
		p.batch.Cols = len(p.table.columns)
		if !p.yield(&p.batch, nil) {
			return errStopped
		}
	}
	p.batch.Rows, p.batch.Cells = 0, p.batch.Cells[:0]
	p.arena = p.arena[:0]
	return nil
}
