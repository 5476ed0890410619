package scanner

import (
	"context"
	"slices"

	"github.com/cespare/xxhash/v2"
)

// A Part is one of the files that a table is made of.
type Part struct {
	Name          string   `json:"name"` // of the table that it would be by itself
	State         State    `json:"state"`
	Reasons       []Reason `json:"reasons,omitempty"`
	Notes         []Reason `json:"notes,omitempty"`
	Method        Method   `json:"method,omitempty"`
	Rows          int64    `json:"rows"` // -1 when unknown
	RowsEstimated bool     `json:"rows_estimated,omitempty"`
	Read          int64    `json:"read"`
	Encoding      string   `json:"encoding,omitempty"`
	Dialect       string   `json:"dialect,omitempty"`
	Hidden        bool     `json:"hidden,omitempty"` // a hidden sheet
	File          *File    `json:"file,omitempty"`
}

// Part returns a part as the line of the ledger that it would be by itself.
func (e *Entry) Part(i int) Entry {
	p := &e.Parts[i]
	return Entry{
		Source: e.Source, Schema: e.Schema, Table: p.Name, Kind: e.Kind, State: p.State, Reasons: p.Reasons, Notes: p.Notes, Method: p.Method,
		Rows: p.Rows, RowsEstimated: p.RowsEstimated, Read: p.Read, Encoding: p.Encoding, Dialect: p.Dialect, Hidden: p.Hidden, File: p.File,
	}
}

// readParts reads the parts of a table one after the other, and fills in what became of each
// and of all.
func (s *scan) readParts(ctx context.Context, o *object, hands *crew, e *Entry) {
	budget := newBudget(o.parts, s.opt.Sample.Rows)
	e.Parts = make([]Part, len(o.parts))
	e.Method = Whole
	for i, p := range o.parts {
		t, own := &p.table, p.entry()
		switch {
		case t.State != "":
		case ctx.Err() != nil:
			own.State, own.Reasons = NotRead, []Reason{{Code: "interrupted"}}
		default:
			sample := s.opt.Sample
			sample.Rows = budget.of(t)
			sample.Seed ^= xxhash.Sum64String(t.Name) // else all parts would give the rows at the same place
			notes := own.Notes
			own.settle(s.pump(ctx, o, p, sample, hands))
			own.Notes = append(notes, own.Notes...)
			budget.spend(own.Read)
			e.Touched += own.Touched
		}
		e.Parts[i] = own.part()
	}
	e.sumParts()
}

// listParts sets the parts of a table that is not to be read.
func (e *Entry) listParts(parts []part) {
	for _, p := range parts {
		own := p.entry()
		e.Parts = append(e.Parts, own.part())
		e.Notes = addReasons(e.Notes, own.Notes)
	}
}

// entry is the line of the ledger of a part before it is read.
func (p part) entry() Entry {
	t := &p.table
	e := Entry{Table: p.shown.table, State: t.State, Rows: t.Rows, RowsEstimated: t.RowsEstimated, Hidden: t.Hidden, File: t.File}
	if t.State != "" {
		e.Reasons = []Reason{t.Reason}
	}
	if p.shown.table != t.Name {
		e.Notes = []Reason{{Code: "personal_name"}}
	}
	return e
}

// part is the entry as a part of another one.
func (e *Entry) part() Part {
	return Part{
		Name: e.Table, State: e.State, Reasons: e.Reasons, Notes: e.Notes, Method: e.Method, Rows: e.Rows,
		RowsEstimated: e.RowsEstimated, Read: e.Read, Encoding: e.Encoding, Dialect: e.Dialect, Hidden: e.Hidden, File: e.File,
	}
}

// sumParts sets what a table of parts is as a whole.
func (e *Entry) sumParts() {
	var sum rowSum
	gaps, read := int64(0), false
	var reasons []Reason
	e.State = Covered
	for i := range e.Parts {
		p := &e.Parts[i]
		e.Read += p.Read
		e.Notes = addReasons(e.Notes, p.Notes)
		switch p.State {
		case Listed:
			continue
		case Partial, NotRead:
			gaps++
			reasons = addReasons(reasons, p.Reasons)
		case Sampled:
			e.State = Sampled
		}
		sum.add(p.Rows, p.RowsEstimated)
		if p.State == NotRead {
			continue
		}
		if !read {
			read, e.Encoding, e.Dialect = true, p.Encoding, p.Dialect
		}
		if p.Method != Whole && p.Method != "" {
			e.Method = p.Method
		}
		if p.Encoding != e.Encoding {
			e.Encoding = ""
		}
		if p.Dialect != e.Dialect {
			e.Dialect = ""
		}
	}
	e.Rows, e.RowsEstimated = sum.rows()
	if gaps > 0 {
		e.State, e.Reasons = Partial, append([]Reason{{Code: "incomplete_parts", Count: gaps}}, reasons...)
	}
	if !read {
		e.State, e.Method = NotRead, ""
	}
}

// A rowSum adds up the rows of the parts of a table.
type rowSum struct {
	sum       int64
	known     bool // of some part
	estimated bool
}

func (s *rowSum) add(rows int64, estimated bool) {
	s.sum += max(rows, 0)
	s.known = s.known || rows >= 0
	s.estimated = s.estimated || estimated || rows < 0
}

// rows returns the sum, which is an estimate where it lacks the rows of a part; -1 where
// nothing is known.
func (s *rowSum) rows() (rows int64, estimated bool) {
	if !s.known {
		return -1, false
	}
	return s.sum, s.estimated
}

// addReasons adds the reasons of a part to those of its table. A place in the file would
// mislead there.
func addReasons(all, more []Reason) []Reason {
	for _, r := range more {
		r.Row, r.Offset = 0, 0
		i := slices.IndexFunc(all, func(other Reason) bool { return other.Code == r.Code && other.Detail == r.Detail })
		if i < 0 {
			all = append(all, r)
		} else {
			all[i].Count += r.Count
		}
	}
	return all
}

// A budget spreads the rows of a sample over the parts of a table by their sizes. What a part
// does not need is left for those behind it.
type budget struct {
	left    int64 // rows to be read; 0 for no limit
	usual   int64 // rows of a part of which they are not known
	waiting int64 // rows of the parts that were not asked for yet, as far as known
}

func newBudget(parts []part, rows int64) *budget {
	b := &budget{left: rows, usual: 1}
	known := int64(0)
	for _, p := range parts {
		if p.table.State == "" && p.table.Rows >= 0 {
			b.usual += p.table.Rows
			known++
		}
	}
	b.usual = max(b.usual/max(known, 1), 1)
	for _, p := range parts {
		b.waiting += b.weight(&p.table)
	}
	return b
}

func (b *budget) weight(t *Table) int64 {
	switch {
	case t.State != "":
		return 0
	case t.Rows < 0:
		return b.usual
	}
	return max(t.Rows, 1)
}

// of returns how many rows of the next part to read: at least one, for what a file holds
// that was never opened nobody knows.
func (b *budget) of(t *Table) int64 {
	if b.left == 0 {
		return 0
	}
	weight := b.weight(t)
	rows := float64(b.left) * (float64(weight) / float64(max(b.waiting, 1)))
	b.waiting -= weight
	return max(int64(rows), 1)
}

// spend takes the rows that were read from what is left, of which one row always is.
func (b *budget) spend(rows int64) {
	if b.left > 0 {
		b.left = max(b.left-rows, 1)
	}
}

// remapped puts the cells of a part's batch into the columns of its table; into is reused.
func remapped(b *Batch, columns []int, cols int, into *Batch) *Batch {
	into.Rows, into.Cols = b.Rows, cols
	into.Cells = slices.Grow(into.Cells[:0], b.Rows*cols)[:b.Rows*cols]
	clear(into.Cells)
	for r := range b.Rows {
		row := into.Cells[r*cols : (r+1)*cols]
		if columns == nil {
			copy(row, b.Row(r))
			continue
		}
		for i, cell := range b.Row(r) {
			row[columns[i]] = cell
		}
	}
	into.Binaries = append(into.Binaries[:0], b.Binaries...)
	for i := range into.Binaries {
		if columns != nil {
			into.Binaries[i].Col = columns[into.Binaries[i].Col]
		}
	}
	return into
}
