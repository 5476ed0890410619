package scanner

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/datamapbr/datamap/detectors"
	"github.com/datamapbr/datamap/rules"
)

// Options say how to scan.
type Options struct {
	Catalog  *detectors.Catalog
	Sample   Sample
	Jobs     int      // goroutines that read and judge tables; 0 means one. The result is the same with any number
	Only     []string // globs on "source/schema.table"; empty means all
	Exclude  []string
	Silences []rules.Silence // types that are not to be reported of some columns
	Moment   time.Time       // of the scan: the day on which ages are counted
	Progress func(Progress)  // may be nil; called from several goroutines
	Series   int             // how many files whose names differ only in numbers or months are one table; 0 means 10
	Turns    bool            // also find what would change each verdict, which adds a third to the cost of judging
	Cases    func(Case)      // may be nil; called from several goroutines: what rules/learned.yaml is learned from
	Timed    func(Timing)    // may be nil; called from several goroutines, once for each object that was read
}

// Timing is how long an object took to be read and judged.
type Timing struct {
	Source, Object string
	Rows           int64
	Elapsed        time.Duration
}

// Progress is what a scan is doing.
type Progress struct {
	Source, Object string // being read
	Done, Total    int    // objects
	Rows           int64  // rows read so far, in all
	Elapsed        time.Duration
}

// Scan reads, judges and accounts for every table of the sources.
//
// A source that cannot be listed becomes one ledger line. When ctx is cancelled
// the result so far is returned with Interrupted set: objects not finished are
// partial or not read, with reason "interrupted". An error means that the options are
// wrong; faults of sources are in the result.
func Scan(ctx context.Context, sources []Source, opt Options) (*Result, error) {
	filter, err := newFilter(opt.Only, opt.Exclude)
	if err != nil {
		return nil, err
	}
	silencer, err := newSilencer(opt.Silences)
	if err != nil {
		return nil, err
	}
	subjects, err := rules.LoadSubjects()
	if err != nil {
		return nil, err
	}
	learned, err := rules.LoadLearned()
	if err != nil {
		return nil, err
	}
	s := &scan{opt: opt, subjects: subjects, learned: learned, silencer: silencer, start: time.Now(), hearing: newHearing(opt.Catalog)}
	objects, infos := listAll(ctx, sources, filter)
	res := &Result{Sources: infos}
	veil(opt.Catalog, res.Sources, objects)
	settleTwins(objects, subjects.Copies)
	objects = settleSeries(objects, opt.Catalog, cmp.Or(opt.Series, fewestParts))
	setAmong(objects, subjects)
	s.total = len(objects)
	res.Tables = make([]TableResult, len(objects))
	var pool errgroup.Group
	pool.SetLimit(max(1, opt.Jobs))
	for i := range objects {
		pool.Go(func() error {
			defer objects[i].limit.acquire()()
			s.busy.Add(1)
			res.Tables[i] = s.table(ctx, &objects[i])
			s.busy.Add(-1)
			s.done.Add(1)
			return nil
		})
	}
	_ = pool.Wait() // no object returns an error: what goes wrong is in its entry
	for i := range objects {
		// Whoever held the lock may be done by now.
		if locked(&res.Tables[i]) && ctx.Err() == nil {
			res.Tables[i] = s.table(ctx, &objects[i])
		}
	}
	res.Interrupted = ctx.Err() != nil
	return res, nil
}

// An object is a table to be read, or already accounted for.
type object struct {
	src   Source
	name  string // of the source
	table Table
	shown names
	among string    // what most of the tables beside it are about, or ""
	limit semaphore // of the source, or of its server

	original *object // of which it is a copy; nil for none
	parts    []part  // of a table that is several files
}

// A semaphore limits how many tables of a source, or of a server, are read at the same
// time. A nil one has no limit. Waiting for it does not count against the timeout of a table.
type semaphore chan struct{}

func newSemaphore(most int) semaphore {
	if most <= 0 {
		return nil
	}
	return make(semaphore, most)
}

// acquire waits until one more table may be read, and returns the function that says that it is.
func (s semaphore) acquire() (release func()) {
	if s == nil {
		return func() {}
	}
	s <- struct{}{}
	return func() { <-s }
}

// locked reports whether a table was not read because somebody had locked it.
func locked(t *TableResult) bool {
	return t.State == NotRead && len(t.Reasons) > 0 && t.Reasons[len(t.Reasons)-1].Code == "lock_timeout"
}

// listAll returns the objects of the sources and, as the listing leaves it, what each source is.
// Those of one server share its limit.
func listAll(ctx context.Context, sources []Source, f *filter) (objects []object, infos []SourceInfo) {
	limits := map[string]semaphore{} // by server
	for _, src := range sources {
		listed := list(ctx, src, f)
		info := src.Info()
		if info.Server == "" || limits[info.Server] == nil {
			limits[info.Server] = newSemaphore(info.AtOnce)
		}
		for i := range listed {
			listed[i].limit = limits[info.Server]
		}
		objects, infos = append(objects, listed...), append(infos, info)
	}
	return objects, infos
}

// list returns the objects of a source; a source that cannot be listed is one
// object itself.
func list(ctx context.Context, src Source, f *filter) []object {
	name := src.Info().Name
	tables, err := src.Tables(ctx)
	if err != nil {
		reason := ReasonOf(err)
		if ctx.Err() != nil {
			reason = Reason{Code: "interrupted"}
		}
		return []object{{src: src, name: name, table: Table{Name: name, Kind: "source", Rows: -1, State: NotRead, Reason: reason}}}
	}
	objects := make([]object, len(tables))
	for i, t := range tables {
		if !f.admits(name, t.Schema, t.Name) {
			t.State, t.Reason, t.Columns = Excluded, Reason{Code: "excluded"}, nil
		}
		objects[i] = object{src: src, name: name, table: t}
	}
	return objects
}

// scan is the state of a running scan.
type scan struct {
	opt        Options
	subjects   *rules.Subjects
	learned    *rules.Learned
	silencer   *silencer
	start      time.Time
	total      int
	done, rows atomic.Int64
	busy       atomic.Int64 // goroutines that read or profile
	hearing    *hearing
}

// table reads and judges one object.
func (s *scan) table(ctx context.Context, o *object) TableResult {
	t, start := &o.table, time.Now()
	res := TableResult{Comment: s.opt.Catalog.VeilText(t.Comment), Entry: Entry{
		Source: o.shown.source, Schema: o.shown.schema, Table: o.shown.table, Kind: t.Kind, State: t.State,
		Rows: t.Rows, RowsEstimated: t.RowsEstimated, Hidden: t.Hidden, File: t.File,
	}}
	res.Structure, res.Access = t.Structure.veiled(s.opt.Catalog), t.Access.veiled(s.opt.Catalog)
	prof := newProfile(s.opt.Catalog, s.opt.Sample.Seed, dayOf(s.opt.Moment), t.Columns)
	prof.hearing, prof.learned, prof.cases, prof.turns, prof.among = s.hearing, s.learned, s.opt.Cases, s.opt.Turns, o.among
	prof.silences = s.silencer.of(o)
	switch {
	case t.State != "":
		res.Reasons = []Reason{t.Reason}
		res.listParts(o.parts)
	case ctx.Err() != nil && len(o.parts) == 0:
		res.State, res.Reasons = NotRead, []Reason{{Code: "interrupted"}}
	default:
		s.read(ctx, o, prof, &res.Entry)
	}
	res.Notes = addReasons(res.Notes, o.nameNotes())
	var around *tableContext
	res.Columns, around = prof.judge(t, s.subjects)
	if s.opt.Timed != nil && res.Read > 0 {
		s.opt.Timed(Timing{o.shown.source, o.shown.table, res.Read, time.Since(start)})
	}
	same := map[string]int{}
	for i := range res.Columns {
		name := t.Columns[i].Name
		res.Columns[i].ID = columnID(o.name, t, name, same[name])
		same[name]++
		res.Columns[i].Name = o.shown.columns[i]
		if of := res.Columns[i].DigestOf; of != nil {
			of.Column = o.shown.columns[of.position]
		}
	}
	if res.Subject = around.subject(); res.Subject == aboutPeople {
		res.Holders = around.holders
	}
	return res
}

// read profiles the rows of an object and fills in what became of it.
func (s *scan) read(ctx context.Context, o *object, prof *profile, e *Entry) {
	hands := newCrew(s, prof)
	if len(o.parts) == 0 {
		out := s.pump(ctx, o, part{object: o}, s.opt.Sample, hands)
		out.fail(hands.close())
		out.facts.Gaps = append(out.facts.Gaps, prof.rulesOver()...)
		out.facts.Notes = append(out.facts.Notes, prof.contentNotes()...)
		e.settle(out)
		return
	}
	s.readParts(ctx, o, hands, e)
	fault := hands.close()
	e.Notes = append(e.Notes, prof.contentNotes()...)
	e.Reasons = append(e.Reasons, prof.rulesOver()...)
	if fault != nil {
		e.Reasons = append(e.Reasons, ReasonOf(fault))
	}
	if len(e.Reasons) > 0 && e.State != NotRead {
		e.State = Partial
	}
}

// An outcome is what a reading has come to.
type outcome struct {
	facts  Facts
	rows   int64 // that were handed over
	err    error // that ended it; nil for none
	reason Reason
}

// fail sets the error that weighs more than those so far, unless it is nil.
func (out *outcome) fail(err error) {
	if err != nil {
		out.err, out.reason = err, ReasonOf(err)
	}
}

// settle sets what became of an object.
func (e *Entry) settle(out outcome) {
	facts := &out.facts
	e.Read, e.Method, e.Touched = out.rows, facts.Method, facts.Touched
	e.Encoding, e.Dialect, e.Notes = facts.Encoding, facts.Dialect, facts.Notes
	e.Reasons = facts.Gaps
	switch {
	case out.err != nil:
		e.Reasons = append(e.Reasons, out.reason)
		e.State = Partial
		if out.rows == 0 {
			e.State, e.Method = NotRead, ""
		}
	case len(facts.Gaps) > 0:
		e.State = Partial
	case facts.Method == Whole:
		e.State = Covered
		facts.Rows = out.rows
	default:
		e.State = Sampled
	}
	if facts.Rows >= 0 {
		e.Rows, e.RowsEstimated = facts.Rows, false
	}
}

// pump reads p, which is an object or a part of it, and hands its rows to a crew. A panic of
// a source or a detector ends that reading, not the scan.
func (s *scan) pump(parent context.Context, o *object, p part, sample Sample, hands *crew) (out outcome) {
	ctx := parent
	if sample.Timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(parent, sample.Timeout)
		defer cancel()
	}
	out.facts.Rows = -1
	fault := guarded(func() { s.readWith(ctx, o, p, sample, hands, &out) })
	switch {
	case fault != nil:
		out.facts = Facts{Rows: -1}
		out.fail(fault)
	case out.err != nil:
		out.fail(out.err)
	}
	switch {
	case out.err == nil:
	case parent.Err() != nil:
		out.reason = Reason{Code: "interrupted"}
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		out.reason = Reason{Code: "timeout"}
	}
	return out
}

// readWith reads an object, or a part of it, and hands its rows to a crew.
func (s *scan) readWith(ctx context.Context, o *object, p part, sample Sample, hands *crew, out *outcome) {
	reading := p.src.Read(ctx, &p.table, sample)
	var own Batch
	for batch, e := range reading.Batches {
		if e != nil {
			out.err = e
			break
		}
		if p.columns != nil || batch.Cols < len(o.table.Columns) {
			batch = remapped(batch, p.columns, len(o.table.Columns), &own)
		}
		out.rows += int64(batch.Rows)
		hands.add(batch)
		s.rows.Add(int64(batch.Rows))
		s.report(o)
		if out.err = ctx.Err(); out.err != nil {
			break
		}
	}
	out.facts = reading.Facts
}

// hire reports whether there is room for one more goroutine, and takes it.
func (s *scan) hire() bool {
	if s.busy.Add(1) <= int64(s.opt.Jobs) {
		return true
	}
	s.busy.Add(-1)
	return false
}

func (s *scan) report(o *object) {
	if s.opt.Progress == nil {
		return
	}
	s.opt.Progress(Progress{
		Source: o.shown.source, Object: o.shown.table, Done: int(s.done.Load()), Total: s.total,
		Rows: s.rows.Load(), Elapsed: time.Since(s.start),
	})
}

// columnID is the same for the same column in every scan. Of columns with the
// same name in one table, the second and later ones are numbered.
func columnID(source string, t *Table, name string, same int) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%s\x00%s\x00%s\x00%d", source, t.Schema, t.Name, name, same))
	return hex.EncodeToString(sum[:8])
}
