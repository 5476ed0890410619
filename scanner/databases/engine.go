package databases

import (
	"cmp"
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"github.com/datamapbr/datamap/scanner"
)

// A database is a source: the engine with one dialect.
type database struct {
	dialect *dialect
	info    scanner.SourceInfo
	opt     Options
	secret  Secret
	pool    *sql.DB
	links   *links        // of PostgreSQL, to end a dead link
	grace   time.Duration // added to a server's own timeout before ours ends a statement
	close   func() error  // removes what Open made; may be nil

	health health

	limits  limits
	base    string // PostgreSQL: name of the database
	charset charset

	mixed bool // texts may be in any encoding, since no server checks it

	mu      sync.Mutex            // of what follows, and of info.Access
	objects map[[2]string]*object // by schema and name, as listed
	opening []string              // statements sent until the tables are listed, each once
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
	s.close(ctx)
	if err != nil {
		return nil, fmt.Errorf("listing the tables of %q: %w", d.info.Name, d.faultOf(ctx, err))
	}
	slices.SortFunc(objects, func(a, b *object) int {
		return cmp.Or(cmp.Compare(a.Schema, b.Schema), cmp.Compare(a.Name, b.Name))
	})
	if d.opt.Views {
		for _, o := range objects {
			if o.State == scanner.Listed && executed(o) {
				o.State, o.Reason = "", scanner.Reason{}
			}
		}
	}
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
		w := &reader{d: d, o: &o, sample: sample, facts: &r.Facts, yield: yield, batch: newBatcher(&o, d)}
		w.facts.Gaps = append(w.facts.Gaps, o.gaps...)
		w.facts.Notes = o.notes()
		if err := w.run(ctx); err != nil && !errors.Is(err, errStop) {
			yield(nil, fmt.Errorf("reading %q: %w", t.Name, err))
		}
	}
	return r
}

// A reader is one reading of one table.
type reader struct {
	d      *database
	o      *object
	sample scanner.Sample
	facts  *scanner.Facts
	yield  func(*scanner.Batch, error) bool
	batch  *batcher
	s      *session // the one in use
	read   int64    // rows handed on or waiting in batch
}

// limits are the timeouts that the server's administrator has set for our sessions. They
// apply where they are shorter than ours; 0 is none.
type limits struct{ statement, lock time.Duration }

func shorter(ours, theirs time.Duration) time.Duration {
	if theirs > 0 {
		return min(ours, theirs)
	}
	return ours
}

// timeout is that of each statement of the reading.
func (r *reader) timeout() time.Duration {
	t := r.d.opt.Timeout
	if r.sample.Timeout > 0 && (r.sample.Timeout < t || r.sample.Rows == 0) {
		t = r.sample.Timeout
	}
	return shorter(t, r.d.limits.statement)
}

// run reads the table. If row security hides rows, it starts again with those that may be
// seen, and the gap is recorded.
func (r *reader) run(ctx context.Context) error {
	if r.sample.Timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, r.sample.Timeout)
		defer cancel()
	}
	err := r.attempt(ctx)
	if err == nil && r.facts.Method == scanner.Head && r.read < r.sample.Rows {
		r.facts.Method = scanner.Whole // there were no more
	}
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
	if r.batch.long > 0 {
		r.facts.Notes = append(r.facts.Notes, scanner.Reason{Code: "long_values", Count: r.batch.long})
	}
	return err
}

// attempt plans the reading and runs its statements.
func (r *reader) attempt(ctx context.Context) error {
	var err error
	if r.s, err = r.d.session(ctx, r.o, r.timeout()); err != nil {
		return err
	}
	defer func() { r.s.close(ctx) }()
	p, err := r.d.dialect.plan(ctx, r.s, r.o, r.sample.Rows, random(r.sample.Seed, r.o))
	if err != nil {
		return err
	}
	r.facts.Method = p.method
	pages := 0
	for ; ; pages++ {
		statement := p.next(r.read)
		r.facts.Touched = p.touched
		if statement == "" {
			break
		}
		if p.paged && pages > 0 {
			if err := r.turn(ctx); err != nil {
				return err
			}
		}
		if err := r.deliver(ctx, statement, p); errors.Is(err, errEnough) {
			break
		} else if err != nil {
			return err
		}
	}
	if p.method == scanner.Ranges && r.read > mostFromRange*p.touched {
		r.facts.Method = scanner.Head // of a few heaps of rows
	}
	r.facts.Gaps = append(r.facts.Gaps, p.gaps...)
	if p.moved != nil && pages > 1 {
		if moved, err := p.moved(ctx, r.s); err != nil {
			return err
		} else if moved {
			r.facts.Gaps = append(r.facts.Gaps, scanner.Reason{Code: "altered"})
		}
	}
	if p.rows >= 0 {
		r.facts.Rows = p.rows
	}
	return nil
}

// turn ends the transaction of a page and begins that of the next.
func (r *reader) turn(ctx context.Context) error {
	if statement := r.d.dialect.turn; statement != "" && !r.s.bad && !r.s.busy {
		ctx, cancel := context.WithTimeout(ctx, r.timeout()+r.d.grace)
		defer cancel()
		_, err := r.s.conn.ExecContext(ctx, statement)
		if err == nil {
			return nil
		}
		r.s.bad = true
		if ctx.Err() != nil { // a link on which nothing arrives
			return r.d.faultOf(ctx, err)
		}
	}
	return r.renew(ctx)
}

// renew ends the session of the reading and begins another.
func (r *reader) renew(ctx context.Context) (err error) {
	if r.s.close(ctx); r.s.silent {
		r.s = nil
		return r.d.faultOf(ctx, context.DeadlineExceeded)
	}
	r.s, err = r.d.session(ctx, r.o, r.timeout())
	return err // with an error, r.s is nil
}

// maxDeliveries is how often a statement is sent before the table is given up.
const maxDeliveries = 3

// deliver runs one statement to its end. If the connection is lost or a standby cancels
// the statement, it is sent again on a new connection, and the rows that had already come
// are skipped: they come in the same order as long as nobody changes them.
func (r *reader) deliver(ctx context.Context, statement string, p *plan) error {
	var came int64
	for try := 1; ; try++ {
		began := time.Now()
		n, err := r.statement(ctx, statement, p, came)
		came = max(came, n)
		if !is(err, "connection_lost", "standby_conflict") || try == maxDeliveries || time.Since(began) >= r.timeout() {
			return err // the last: a link on which nothing arrives
		}
		// The standby needs a moment without our query to catch up.
		if err := wait(ctx, pauses[try]); err != nil {
			return r.d.faultOf(ctx, err)
		}
		if err := r.renew(ctx); err != nil {
			return err
		}
	}
}

// statement runs one statement of the plan and batches its rows, without the first skip
// ones. It returns the number of rows.
func (r *reader) statement(ctx context.Context, statement string, p *plan, skip int64) (n int64, err error) {
	keys := make([][]byte, len(p.keys))
	err = r.s.values(ctx, statement, p.args, func(row []driver.Value) error {
		if n++; n <= skip {
			return nil
		}
		if r.sample.Rows > 0 && r.read >= r.sample.Rows {
			return errEnough
		}
		if err := r.batch.add(row[p.lead:]); err != nil {
			n--
			return err
		}
		if p.saw != nil {
			for i, at := range p.keys {
				keys[i], _ = appendValue(keys[i][:0], row[at]) // text by the statement, or a whole number
			}
			p.saw(keys)
		}
		r.read++
		if r.batch.full() && !r.flush() {
			return errStop
		}
		return nil
	})
	return n, err
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
