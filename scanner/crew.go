package scanner

import (
	"slices"
	"sync"
)

// A crew profiles the batches of one table. It is the goroutine that reads them and, as
// long as the scan has room for more, others to which the reader hands copies. When they
// are all busy the reader profiles a batch itself. Profiles merge, so the result does not
// depend on who has profiled what.
type crew struct {
	scan    *scan
	own     *profile // of the reader
	batches int
	hired   []*profile
	work    chan *spareBatch // sending never blocks: it has room for all the spares
	free    chan *spareBatch
	wait    sync.WaitGroup
	fault   error // of a hired goroutine; close returns it
	once    sync.Once
}

// sparesEach is how many spare batches there are for each hired goroutine: one being
// profiled and one waiting.
const sparesEach = 2

// mostColumns is the number of columns above which only the reader profiles a table: each
// further profile would take some 20 KB a column.
const mostColumns = 4096

// A spareBatch is a batch that owns its bytes.
type spareBatch struct {
	Batch
	bytes []byte
}

// copy makes b a copy of a.
func (b *spareBatch) copy(a *Batch) {
	size := 0
	for _, cell := range a.Cells {
		size += len(cell)
	}
	for i := range a.Binaries {
		size += len(a.Binaries[i].Head)
	}
	if cap(b.bytes) < size {
		b.bytes = make([]byte, 0, size+size/4)
	}
	bytes, cells := b.bytes[:0], slices.Grow(b.Cells[:0], len(a.Cells))
	for _, cell := range a.Cells {
		start := len(bytes)
		bytes = append(bytes, cell...)
		cells = append(cells, bytes[start:len(bytes):len(bytes)])
	}
	b.Rows, b.Cols, b.Cells = a.Rows, a.Cols, cells
	b.Binaries = append(b.Binaries[:0], a.Binaries...)
	for i := range b.Binaries {
		start := len(bytes)
		bytes = append(bytes, b.Binaries[i].Head...)
		b.Binaries[i].Head = bytes[start:len(bytes):len(bytes)]
	}
	b.bytes = bytes
}

func newCrew(s *scan, own *profile) *crew {
	most := max(1, s.opt.Jobs) * sparesEach
	return &crew{scan: s, own: own, work: make(chan *spareBatch, most), free: make(chan *spareBatch, most)}
}

// add profiles a batch, now or before close returns.
func (c *crew) add(b *Batch) {
	// A table of one batch is not worth another goroutine.
	if c.batches++; c.batches > 1 && len(c.own.columns) <= mostColumns && c.scan.hire() {
		c.start()
	}
	select {
	case spare := <-c.free:
		spare.copy(b)
		c.work <- spare
	default:
		c.own.add(b)
	}
}

// start hires one more goroutine.
func (c *crew) start() {
	p := c.own.empty()
	c.hired = append(c.hired, p)
	for range sparesEach {
		c.free <- &spareBatch{}
	}
	c.wait.Go(func() {
		defer c.scan.busy.Add(-1)
		for spare := range c.work {
			if err := guarded(func() { p.add(&spare.Batch) }); err != nil {
				c.once.Do(func() { c.fault = err })
			}
			c.free <- spare
		}
	})
}

// close waits until all batches are profiled, and merges everything into the reader's
// profile. It returns the fault of a hired goroutine.
func (c *crew) close() error {
	close(c.work)
	c.wait.Wait()
	for _, p := range c.hired {
		c.own.merge(p)
	}
	return c.fault
}

// guarded runs f and turns a panic into an error.
func guarded(f func()) (err error) {
	defer func() {
		if recover() != nil {
			err = &Fault{Reason: Reason{Code: "internal_error"}}
		}
	}()
	f()
	return nil
}
