package files

import (
	"context"
	"io"
	"math/rand/v2"

	"github.com/datamapbr/datamap/scanner"
)

const (
	minPositions = 64
	maxPositions = 1024
	// rowsPerPosition is how many rows are read in one place, if the sample
	// allows for enough places: neighbours resemble each other.
	rowsPerPosition = 16
	// probeBlock is how much is read at a time in one place.
	probeBlock = 16 << 10
	// agreeing is how many records must look like records of this file before
	// a line end is believed to be the end of a record.
	agreeing = 8
)

// spread reads rows at positions spread over the file: one in each of equal
// parts, chosen by the seed. No row is read twice.
func (p *pump) spread(ctx context.Context, s scanner.Sample) error {
	f := p.file
	in, err := f.open(ctx)
	if err != nil {
		return err
	}
	defer in.Close()
	positions := min(max(minPositions, s.Rows/rowsPerPosition), maxPositions, s.Rows)
	rnd := rand.New(rand.NewPCG(s.Seed, uint64(f.size)))
	p.facts.Method, p.nameless = scanner.Spread, true
	r := &records{}
	var read, lost, after int64 = 0, 0, f.skip // after is the end of the rows read so far
	for i := range positions {
		from, to := share(i, positions, f.size-f.skip)+f.skip, share(i+1, positions, f.size-f.skip)+f.skip
		wanted := share(i+1, positions, s.Rows) - read
		room := max(1, to-from-f.size/max(f.rows, 1)*(wanted+1))
		at := from + rnd.Int64N(room)
		if i == 0 {
			at = f.skip
		}
		known := at <= after
		at = max(at, after)
		buf, cells, escaped := r.buf, r.cells, r.escaped
		r = newRecords(&cancelReader{ctx, io.NewSectionReader(in.file, at, f.size-at)}, f, -1, at)
		r.block, r.buf, r.cells, r.escaped = probeBlock, buf, cells[:0], escaped[:0]
		if i == 0 {
			r.header = f.header
		}
		if err := r.load(); err != nil {
			return err
		}
		if !known {
			known, err = r.synchronise()
			if err != nil {
				return err
			}
		}
		if !known {
			if lost++; r.end-r.pos > maxRecord && r.lineEnd(r.buf[r.pos:r.end]) < 0 {
				p.gaps.merge(scanner.Reason{Code: "record_too_long", Offset: at})
			}
			continue
		}
		if err := p.run(r, int(wanted), nil); err != nil {
			return err
		}
		p.facts.Touched++
		read += r.row
		after = r.base + int64(r.pos)
	}
	if lost*4 > positions {
		p.notes.merge(scanner.Reason{Code: "ragged_rows", Count: lost})
	}
	return in.same()
}

// synchronise moves r, which has just begun, to the first line end behind which records of the file
// start. It is not taken in by line ends inside quoted cells: what follows them
// does not have the right number of cells. It reports false if there is none.
func (r *records) synchronise() (bool, error) {
	for at := r.pos; ; {
		k := r.lineEnd(r.buf[at:r.end])
		good, short := false, k < 0
		if k >= 0 {
			good, short = r.agrees(at + k + 1)
		}
		switch more := !r.eof && r.end-r.pos <= maxRecord; {
		case short && more: // load keeps the data from r.pos, which is 0, and so at
			if err := r.load(); err != nil {
				return false, err
			}
			continue
		case k < 0:
			return false, nil
		}
		if at += k + 1; good && at < r.end {
			r.pos = at
			return true, nil
		}
	}
}

// agrees reports whether sound records of the right size start at a place, and
// whether there is too little data to tell.
func (r *records) agrees(at int) (good, short bool) {
	before := *r
	defer func() {
		before.cells, before.escaped = r.cells[:0], r.escaped[:0]
		*r = before
	}()
	r.pos = at
	r.gaps, r.notes = nil, nil
	for range agreeing {
		switch r.next() {
		case done:
			return r.row > before.row, false
		case starved:
			return r.row > before.row && !r.skipping, !r.skipping
		case gotRow:
			if !r.clean {
				return false, false
			}
		}
		r.drop(0, 0)
	}
	return true, false
}
