package databases

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"github.com/datamapbr/datamap/scanner"
)

// A database is a source: the engine, at work in one dialect.
type database struct {
	dialect *dialect
	info    scanner.SourceInfo
	opt     Options
	secret  secret
	pool    *sql.DB
	links   *links        // of PostgreSQL, to end a dead link
	grace   time.Duration // added to a server's own timeout before ours ends a statement
	close   func() error  // removes what Open made; may be nil

	raw bool // PostgreSQL: an SQL_ASCII database, whose bytes come as they are

	mu      sync.Mutex            // of what follows, and of info.Access
	objects map[[2]string]*object // by schema and name, as listed
	opening []string              // statements sent until then, each once
}

// Info implements [scanner.Source].
func (d *database) Info() scanner.SourceInfo {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.info
}

// Close implements [scanner.Source].
func (d *database) Close() error {
	err := d.pool.Close()
	if d.close != nil {
		err = errors.Join(err, d.close())
	}
	if err != nil {
		return fmt.Errorf("closing %q: %s", d.info.Name, d.secret.scrub(err.Error()))
	}
	return nil
}

// Tables implements [scanner.Source]: in order of schema and name.
func (d *database) Tables(ctx context.Context) ([]scanner.Table, error) {
	defer d.links.hurry(ctx)()
	s, err := d.session(ctx, &object{}, d.opt.Timeout)
	if err != nil {
		return nil, fmt.Errorf("listing the tables of %q: %w", d.info.Name, err)
	}
	objects, err := d.dialect.list(ctx, s)
	if err != nil {
		s.close(ctx)
		return nil, fmt.Errorf("listing the tables of %q: %w", d.info.Name, d.faultOf(ctx, err))
	}
	s.close(ctx)
	slices.SortFunc(objects, func(a, b *object) int {
		return cmp.Or(cmp.Compare(a.Schema, b.Schema), cmp.Compare(a.Name, b.Name))
	})
	access := d.dialect.access(ctx, d, objects)
	byName := make(map[[2]string]*object, len(objects))
	tables := make([]scanner.Table, len(objects))
	for i, o := range objects {
		byName[[2]string{o.Schema, o.Name}] = o
		tables[i] = o.Table
	}
	d.mu.Lock()
	d.objects, d.info.Access = byName, access
	d.mu.Unlock()
	return tables, nil
}

// Read implements [scanner.Source]. It may be called from several goroutines.
func (d *database) Read(ctx context.Context, t *scanner.Table, sample scanner.Sample) *scanner.Reading {
	r := &scanner.Reading{Facts: scanner.Facts{Rows: -1}}
	r.Batches = func(yield func(*scanner.Batch, error) bool) {
		d.mu.Lock()
		listed := d.objects[[2]string{t.Schema, t.Name}]
		d.mu.Unlock()
		if listed == nil {
			yield(nil, fmt.Errorf("reading %q: table was not listed", t.Name))
			return
		}
		defer d.links.hurry(ctx)()
		o := *listed
		w := &reader{d: d, o: &o, sample: sample, facts: &r.Facts, yield: yield, batch: newBatcher(&o, d.decoder())}
		w.facts.Gaps = append(w.facts.Gaps, o.gaps...)
		if err := w.run(ctx); err != nil && !errors.Is(err, errStop) {
			yield(nil, fmt.Errorf("reading %q: %w", t.Name, err))
		}
	}
	return r
}

func (d *database) decoder() func([]byte, bool) []byte {
	if d.dialect.text == nil {
		return nil
	}
	return func(cell []byte, binary bool) []byte { return d.dialect.text(d, cell, binary) }
}

// A reader is one reading of one table.
type reader struct {
	d      *database
	o      *object
	sample scanner.Sample
	facts  *scanner.Facts
	yield  func(*scanner.Batch, error) bool
	batch  *batcher
	read   int64 // rows handed on or waiting in batch
}

// timeout is that of each statement of the reading.
func (r *reader) timeout() time.Duration {
	t := r.d.opt.Timeout
	if r.sample.Timeout > 0 && (r.sample.Timeout < t || r.sample.Rows == 0) {
		t = r.sample.Timeout
	}
	return t
}

// run reads the table. Rows hidden by row security make it begin again with
// those that may be seen; the gap is then on record.
func (r *reader) run(ctx context.Context) error {
	if r.sample.Timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, r.sample.Timeout)
		defer cancel()
	}
	err := r.attempt(ctx)
	if is(err, "row_security") && r.read == 0 && !r.o.openRLS {
		r.o.openRLS = true
		r.facts.Gaps = append(r.facts.Gaps, scanner.ReasonOf(err))
		err = r.attempt(ctx)
	}
	if errors.Is(err, errStop) {
		return err
	}
	// What was read before a fault stays read.
	if !r.flush() {
		return errStop
	}
	if err == nil && r.facts.Method == scanner.Whole {
		r.facts.Rows = r.read
	}
	return err
}

// attempt plans the reading and runs its statements. A connection that is lost
// before a statement brought its first row is replaced once; later the rows
// could not be told from those already counted.
func (r *reader) attempt(ctx context.Context) error {
	s, err := r.d.session(ctx, r.o, r.timeout())
	if err != nil {
		return err
	}
	defer func() { s.close(ctx) }()
	p, err := r.d.dialect.plan(ctx, s, r.o, r.sample.Rows, random(r.sample.Seed, r.o))
	if err != nil {
		return err
	}
	r.facts.Method = p.method
	for retried := false; ; {
		statement := p.next(r.read)
		r.facts.Touched = p.touched
		if statement == "" {
			break
		}
		before, began := r.read, time.Now()
		err := r.statement(ctx, s, statement, p)
		if is(err, "connection_lost") && r.read == before && !retried && time.Since(began) < r.timeout() {
			retried = true
			s.close(ctx)
			if s, err = r.d.begin(ctx, r.o, r.timeout()); err != nil {
				return err // and s is nil
			}
			err = r.statement(ctx, s, statement, p)
		}
		if errors.Is(err, errEnough) {
			break
		}
		if err != nil {
			return err
		}
	}
	r.facts.Gaps = append(r.facts.Gaps, p.gaps...)
	if p.rows >= 0 {
		r.facts.Rows = p.rows
	}
	return nil
}

// statement runs one statement of the plan and batches its rows.
func (r *reader) statement(ctx context.Context, s *session, statement string, p *plan) error {
	dest := []any{nil}
	return s.rows(ctx, statement, func(rows *sql.Rows) error {
		if r.sample.Rows > 0 && r.read >= r.sample.Rows {
			return errEnough
		}
		into := r.batch.next()
		var key string
		if p.saw != nil {
			dest = append(append(dest[:0], &key), into...)
			into = dest
		}
		if err := rows.Scan(into...); err != nil {
			r.batch.undo()
			return err
		}
		if p.saw != nil {
			p.saw(key)
		}
		r.read++
		if r.batch.full() && !r.flush() {
			return errStop
		}
		return nil
	})
}

// flush hands on the rows in the batch; false means that no more are wanted.
func (r *reader) flush() bool {
	b := r.batch.take()
	ok := b == nil || r.yield(b, nil)
	r.batch.reset()
	return ok
}

// random returns the source of chance of one table: the same for the same seed,
// whatever else is scanned.
func random(seed uint64, o *object) *rand.Rand {
	h := fnv.New64a()
	h.Write([]byte(o.Schema + "\x00" + o.Name))
	return rand.New(rand.NewPCG(seed, h.Sum64()))
}
