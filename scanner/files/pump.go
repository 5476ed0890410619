package files

import (
	"bytes"
	"context"
	"errors"
	"math/rand/v2"

	"github.com/datamapbr/datamap/scanner"
)

// maxCounted is the size up to which a file is read as a whole to sample it:
// that takes milliseconds and gives every row the same chance.
const maxCounted = 4 << 20

// errStopped ends a reading that its reader has left.
var errStopped = errors.New("stopped")

// A pump moves rows of a text into batches.
type pump struct {
	file  *csvFile
	facts *scanner.Facts
	dec   *decoder
	yield func(*scanner.Batch, error) bool

	batch       scanner.Batch
	first       int  // where the batch starts in the block
	scattered   bool // its rows do not follow each other in the block
	nameless    bool // the numbers of its rows are not known
	gaps, notes tally
}

// count returns the number of rows, up to an error if there is one.
func (p *pump) count(ctx context.Context) (int64, error) {
	r, in, err := p.file.records(ctx)
	if err != nil {
		return 0, err
	}
	defer in.Close()
	for {
		switch r.next() {
		case done:
			return r.row, nil
		case starved:
			if err := r.fill(); err != nil {
				return r.row, err
			}
		case gotRow:
			r.drop(0, 0)
		}
	}
}

// everyPart returns a filter that takes one row, chosen by the seed, from each
// of n equal parts of total rows. It is asked with rows in ascending order.
func everyPart(n, total int64, seed uint64) func(row int64) bool {
	rnd := rand.New(rand.NewPCG(seed, uint64(total)))
	part, next := int64(-1), int64(-1)
	advance := func() {
		part++
		from, to := share(part, n, total), share(part+1, n, total)
		if part >= n || to <= from {
			next = -1
			return
		}
		next = from + 1 + rnd.Int64N(to-from)
	}
	advance()
	return func(row int64) bool {
		if row != next {
			return false
		}
		advance()
		return true
	}
}

// share returns part/n of total without overflow.
func share(part, n, total int64) int64 {
	return total/n*part + total%n*part/n
}

// all reads the file to its end and passes on the rows that take wants.
func (p *pump) all(ctx context.Context, take func(row int64) bool) error {
	r, in, err := p.file.records(ctx)
	if err != nil {
		return err
	}
	defer in.Close()
	p.scattered = take != nil
	if err := p.run(r, nowhere, take); err != nil {
		return err
	}
	p.facts.Rows = r.row
	return nil
}

// run passes on at most limit rows of r that take wants.
func (p *pump) run(r *records, limit int, take func(row int64) bool) error {
	defer p.keep(r)
	p.begin(r)
	for limit > 0 {
		switch r.next() {
		case done:
			return p.flush(r)
		case starved:
			if err := p.flush(r); err != nil {
				return err
			}
			if err := r.fill(); err != nil {
				return err
			}
			p.begin(r)
		case gotRow:
			if take != nil && !take(r.row) {
				r.undo()
				continue
			}
			limit--
			if p.batch.Rows++; p.batch.Rows >= maxBatchRows || len(r.cells) >= maxBatchCells {
				if err := p.flush(r); err != nil {
					return err
				}
			}
		}
	}
	return p.flush(r)
}

// begin starts a batch at the place where r is.
func (p *pump) begin(r *records) {
	r.drop(0, 0)
	p.first, p.batch.Rows = r.pos, 0
}

// flush hands the batch over.
func (p *pump) flush(r *records) error {
	if p.batch.Rows > 0 {
		p.batch.Cols, p.batch.Cells = r.cols, r.cells
		p.finish(r)
		if !p.yield(&p.batch, nil) {
			return errStopped
		}
	}
	p.begin(r)
	return nil
}

// finish makes values of the cells: UTF-8, without doubled quotes and without
// the formula quotes by which exports keep leading zeros.
func (p *pump) finish(r *records) {
	p.dec.reset()
	text := r.buf[p.first:r.pos]
	if p.scattered || !p.dec.sound(text) {
		from := r.row - int64(p.batch.Rows) + 1
		for i, cell := range r.cells {
			row := from + int64(i/r.cols)
			if p.scattered || p.nameless {
				row = 0
			}
			r.cells[i] = p.dec.decode(cell, row)
		}
	}
	formulas := p.scattered || bytes.Contains(text, []byte(`="`))
	for _, i := range r.escaped {
		r.cells[i] = unescape(r.cells[i])
	}
	if !formulas {
		return
	}
	for i, cell := range r.cells {
		if len(cell) > 3 && cell[0] == '=' && cell[1] == '"' && cell[len(cell)-1] == '"' {
			r.cells[i] = cell[2 : len(cell)-1]
		}
	}
}

// keep takes the gaps and notes of r over.
func (p *pump) keep(r *records) {
	for _, g := range r.gaps {
		if p.nameless {
			g.Row = 0
		}
		p.gaps.merge(g)
	}
	for _, n := range r.notes {
		if p.nameless {
			n.Row = 0
		}
		p.notes.merge(n)
	}
	if r.inside > 0 && !p.nameless {
		p.notes.merge(scanner.Reason{Code: "lines_in_cells", Count: r.inside})
	}
	r.gaps, r.notes, r.inside = nil, nil, 0
}

// account writes what was met on the way into the facts.
func (p *pump) account() {
	f := p.file
	if p.dec.foreign > 0 && f.enc.ascii && !p.dec.multibyte {
		// The sample had no accents, and all that came later fit this.
		p.facts.Encoding, p.dec.foreign = "windows-1252", 0
	}
	for _, n := range p.dec.notes() {
		p.notes.merge(n)
	}
	if !f.direct() {
		for _, t := range []tally{p.gaps, p.notes} {
			for i := range t {
				t[i].Offset = 0 // of the decoded text, which nobody else sees
			}
		}
	}
	p.facts.Gaps, p.facts.Notes = p.gaps, p.notes
}
