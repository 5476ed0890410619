package files

import (
	"bytes"
	"context"
	"io"

	"github.com/datamapbr/datamap/scanner"
)

const (
	// maxBatchCells and maxBatchRows bound a batch.
	maxBatchCells = 16384
	maxBatchRows  = 1024
)

// A csvFile is a delimited text and what its start tells of it.
type csvFile struct {
	content
	enc     encoding
	dialect dialect
	skip    int64    // bytes before the first record: byte order mark and "sep=" line
	usual   int      // cells of most records
	header  int      // record that is the header, from 0; -1 when there is none
	again   [][]byte // the header as it stands in the file, where pages repeat it
	columns []scanner.Column
	rows    int64 // -1 when unknown
	exact   bool  // rows is not an estimate
	regular bool  // records can be told apart from anywhere in the file
}

// sniffText judges a text by its start. It returns nil when it is no text.
func sniffText(c content, sample []byte, whole bool, opt Options) *csvFile {
	f := &csvFile{content: c, enc: opt.encodingOf(sample, whole), rows: -1}
	text := f.enc.textOf(sample)
	if isBinary(text) {
		return nil
	}
	forced, line := separatorLine(text)
	f.skip = int64(line)
	if !f.enc.wide() {
		f.skip += int64(f.enc.bom)
	}
	text = text[line:]
	text, f.dialect, f.usual = sniffLayers(text, forced, whole)
	f.sniffRecords(text, len(sample), whole, opt.IsData)
	return f
}

// sniffRecords finds header, columns and the number of rows.
func (f *csvFile) sniffRecords(text []byte, raw int, whole bool, isData func([]byte) bool) {
	var rows, raws [][][]byte
	dec := f.enc.decoder()
	records, usual := int64(0), int64(0)
	r := newRecords(bytes.NewReader(text), f, -1, 0)
	r.cols, r.block = 0, len(text)+1
	readSample(r, whole, func(row [][]byte) bool {
		records++
		if r.clean {
			usual++
		}
		if len(rows) < sniffRows {
			raw, _ := cloneRow(row, maxRecord)
			own := make([][]byte, len(raw))
			for i, cell := range raw {
				if own[i] = dec.decode(cell, 0); dec.reset() {
					own[i] = bytes.Clone(own[i])
				}
			}
			rows, raws = append(rows, own), append(raws, raw)
		}
		return true
	})
	head := findHeading(rows, isData)
	if head.row >= 0 && len(rows[head.row]) >= maxColumns {
		head.row = -1 // as a row it keeps what is beyond the last column
	}
	f.header, f.columns = head.row, columnsOf(rows, head)
	if f.header >= 0 && headsPages(raws, f.header) > 0 {
		f.again = raws[f.header]
		r = newRecords(bytes.NewReader(text), f, f.header, 0)
		r.cols, r.block = 0, len(text)+1
		readSample(r, whole, func([][]byte) bool { return true })
		r.row++ // the header
	}
	f.regular = records > 0 && usual*20 >= records*19 &&
		(f.usual > 1 || bytes.IndexByte(text, '"') < 0) && f.direct()
	switch {
	case whole:
		f.rows, f.exact = r.row, true
	case f.size > 0 && records > 0:
		f.rows = int64(float64(f.size) / float64(raw) * float64(records))
	}
	if f.header >= 0 && f.rows > 0 {
		f.rows--
	}
}

// isBinary reports whether a text is full of control characters. Zero bytes
// are not counted: damaged exports are full of them.
func isBinary(text []byte) bool {
	odd := 0
	for _, c := range text {
		if c < 0x20 && c != 0 && (c < '\t' || c > '\r') && c != 0x1a && c != 0x1b {
			odd++
		}
	}
	return odd*20 > len(text)
}

// table describes the file under a name.
func (f *csvFile) table(name string) scanner.Table {
	return scanner.Table{Name: name, Kind: "file", Columns: f.columns, Rows: f.rows, RowsEstimated: f.rows >= 0 && !f.exact}
}

// read reads the file or a sample of it.
func (f *csvFile) read(ctx context.Context, s scanner.Sample) *scanner.Reading {
	rd := &scanner.Reading{Facts: scanner.Facts{Rows: -1, Encoding: f.enc.name, Dialect: f.dialect.name()}}
	rd.Batches = func(yield func(*scanner.Batch, error) bool) {
		ctx, cancel := withTimeout(ctx, s)
		defer cancel()
		p := &pump{file: f, facts: &rd.Facts, dec: f.enc.decoder(), yield: yield}
		var err error
		if s.Rows > 0 && f.regular && f.rows > 2*s.Rows && f.size > maxCounted {
			err = p.spread(ctx, s)
		} else {
			err = sampled(p.facts, s, f.rows, f.exact, 0,
				func() (int64, error) { return p.count(ctx) },
				func(take func(row int64) bool) error { return p.all(ctx, take) })
		}
		p.account()
		if err != nil && err != errStopped {
			yield(nil, faultOf(err))
		}
	}
	return rd
}

// direct reports whether reading can start anywhere, and offsets in what is read
// are offsets in the file.
func (f *csvFile) direct() bool { return !f.enc.wide() && f.dialect.direct() && f.seekable() }

// records starts reading at the first record.
func (f *csvFile) records(ctx context.Context) (*records, io.Closer, error) {
	text, _, in, err := f.text(ctx, f.enc, f.skip)
	if err != nil {
		return nil, nil, err
	}
	r := newRecords(f.dialect.plain(text), f, f.header, f.skip)
	if f.seekable() && f.size < blockSize {
		r.block = int(f.size) + 1 // all of it, in any encoding but those that are longer in UTF-8
	}
	return r, in, nil
}
