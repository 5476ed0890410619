package databases

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/datamapbr/datamap/scanner"
)

// A session is one connection inside one guarded, read-only reading.
type session struct {
	d    *database
	conn *sql.Conn
	id   string // the server's number, for stop

	prepared driver.Stmt // of the text, for further statements that differ only in their arguments
	text     string

	outline *Outline      // when the reading is only planned: where its statements go
	timeout time.Duration // of each statement
	reads   bool          // a table, not the catalogue
	busy    bool          // a statement may be running on the server
	bad     bool          // the connection must not be used again
	silent  bool          // nothing arrived on it when it was to end the reading
}

// stopTimeout limits the attempt to end what the server still runs for us.
const stopTimeout = 2 * time.Second

// silence is how long after the timeout of a statement a link on which nothing arrives is
// given up: later than the server's own timeout, and early enough for everything to end
// within 10 s.
const silence = 7 * time.Second

// pauses are the times between attempts to open a session: none after a pooled connection
// that had died, longer ones for a server that has no room or starts again.
var pauses = []time.Duration{0, 200 * time.Millisecond, time.Second, 3 * time.Second}

// mostSilent is how many connections in a row may time out before no more are tried.
const mostSilent = 3

// A health is how the last attempts to open a session went.
type health struct {
	mu     sync.Mutex
	down   bool  // the last attempt failed for good: the next one gets no retries
	silent int   // in a row that timed out
	last   error // of them
}

// note records how an attempt ended.
func (h *health) note(err error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.down, h.last = err != nil, err
	if h.silent++; !is(err, "timeout") {
		h.silent = 0
	}
}

// state reports whether the last attempt failed, and returns its error where trying again
// is useless.
func (h *health) state() (down bool, err error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.silent >= mostSilent {
		err = h.last
	}
	return h.down, err
}

// session takes a connection and opens a reading on it, again after a pause
// where the connection is lost or refused at once or the server has no room. timeout is
// that of each statement.
func (d *database) session(ctx context.Context, o *object, timeout time.Duration) (*session, error) {
	timeout = shorter(timeout, d.limits.statement)
	down, err := d.health.state()
	if err != nil {
		return nil, err
	}
	for try := 0; ; try++ {
		began := time.Now()
		s, err := d.begin(ctx, o, timeout)
		again := is(err, "connection_lost", "connection_refused", "too_many_connections") && time.Since(began) < timeout // not a link on which nothing arrives
		if again && try < len(pauses) && (try == 0 || !down) {
			if err = d.faultOf(ctx, wait(ctx, pauses[try])); err == nil {
				continue
			}
		}
		if ctx.Err() == nil {
			d.health.note(err)
		}
		return s, err
	}
}

// wait waits until the pause is over or ctx is done, whose error it then returns.
func wait(ctx context.Context, pause time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(pause):
		return nil
	}
}

func (d *database) begin(ctx context.Context, o *object, timeout time.Duration) (*session, error) {
	conn, err := d.pool.Conn(ctx)
	if err != nil {
		return nil, d.faultOf(ctx, err)
	}
	s := &session{d: d, conn: conn, timeout: timeout, reads: o.Name != ""}
	for _, statement := range d.dialect.begin(d, o, timeout) {
		s.busy = true
		d.note(statement)
		if _, err := conn.ExecContext(ctx, statement); err != nil {
			s.bad = true
			s.close(ctx)
			return nil, d.refused(ctx, err)
		}
		s.busy = false
	}
	// Only inside the transaction: before it a connection pooler may use another.
	if d.dialect.id != "" {
		if err := s.value(ctx, d.dialect.id, &s.id); err != nil {
			s.close(ctx)
			return nil, err
		}
	}
	return s, nil
}

// refused is the fault of a reading that could not be made read-only.
func (d *database) refused(ctx context.Context, err error) error {
	err = d.faultOf(ctx, err)
	if is(err, "sql_error", "permission_denied") {
		return &scanner.Fault{Reason: scanner.Reason{Code: "read_only_refused", Detail: scanner.ReasonOf(err).Detail}}
	}
	return err
}

// close ends the reading. When the server may still be working for it, it is
// told to stop first, also after ctx was cancelled.
func (s *session) close(ctx context.Context) {
	if s == nil {
		return
	}
	s.forget()
	if !s.bad && !s.busy && ctx.Err() == nil {
		s.d.note(s.d.dialect.end)
		ending, cancel := context.WithTimeout(ctx, s.timeout+s.d.grace)
		defer cancel()
		if _, err := s.conn.ExecContext(ending, s.d.dialect.end); err == nil {
			s.conn.Close()
			return
		}
		s.silent = ending.Err() != nil
	}
	// Raw with ErrBadConn is how database/sql is told to close a connection.
	_ = s.conn.Raw(func(any) error { return driver.ErrBadConn })
	s.conn.Close()
	if s.busy && s.id != "" && s.d.dialect.stop != nil {
		s.d.stop(context.WithoutCancel(ctx), s.id)
	}
}

// stop ends a statement of ours on the server from another connection. Where it
// fails the statement timeout remains.
func (d *database) stop(ctx context.Context, id string) {
	ctx, cancel := context.WithTimeout(ctx, stopTimeout)
	defer cancel()
	done := make(chan struct{})
	go func() {
		defer close(done)
		conn, err := d.pool.Conn(ctx)
		if err != nil {
			return
		}
		defer conn.Close()
		_, _ = conn.ExecContext(ctx, d.dialect.stop(d, id))
	}()
	select {
	case <-done:
	case <-ctx.Done(): // which drivers ignore while they connect
	}
}

// These end the rows of a statement without being errors of it.
var (
	errStop   = errors.New("the caller wants no more rows")
	errEnough = errors.New("the sample is complete")
)

// rows runs a statement and calls each for every row of its result, until each returns an
// error, which rows returns as it is. Errors of the server are faults. If the rows end
// early, the server is told to stop.
func (s *session) rows(ctx context.Context, statement string, each func(*sql.Rows) error) error {
	ctx, cancel := s.begins(ctx, statement)
	defer cancel()
	rows, err := s.conn.QueryContext(ctx, s.wire(statement))
	if err != nil {
		return s.failed(ctx, err)
	}
	for rows.Next() {
		if err := each(rows); err != nil {
			return s.leave(ctx, err, func() { cancel(); rows.Close() })
		}
	}
	err = rows.Err()
	if closing := rows.Close(); err == nil {
		err = closing
	}
	if err != nil {
		return s.failed(ctx, err)
	}
	s.busy = false
	return nil
}

// values is rows without [database/sql], which takes as long for a cell as the driver: a
// value is nil, a string, bytes, a pointer to them or a number, and valid until each
// returns. A statement with arguments stays prepared.
func (s *session) values(ctx context.Context, statement string, args []driver.NamedValue, each func([]driver.Value) error) error {
	ctx, cancel := s.begins(ctx, statement)
	defer cancel()
	var fault error
	err := s.conn.Raw(func(conn any) error {
		rows, err := s.query(ctx, conn, statement, args)
		if err != nil {
			fault = s.failed(ctx, err)
			return nil
		}
		fault = s.drive(ctx, cancel, rows, each)
		return nil
	})
	if fault == nil && err != nil {
		return s.failed(ctx, err)
	}
	return fault
}

func (s *session) query(ctx context.Context, conn any, statement string, args []driver.NamedValue) (rows driver.Rows, err error) {
	if len(args) == 0 {
		if query := s.d.dialect.query; query != nil {
			return query(ctx, conn, s.wire(statement))
		}
		return conn.(driver.QueryerContext).QueryContext(ctx, s.wire(statement), nil)
	}
	if s.text != statement {
		s.forget()
		if s.prepared, err = conn.(driver.ConnPrepareContext).PrepareContext(ctx, s.wire(statement)); err != nil {
			return nil, err
		}
		s.text = statement
	}
	return s.prepared.(driver.StmtQueryContext).QueryContext(ctx, args)
}

// forget closes the statement that is prepared.
func (s *session) forget() {
	if s.text != "" {
		s.text = ""
		_ = s.prepared.Close() // of what goes with its connection
	}
}

// drive calls each for every row of a driver, and closes the rows.
func (s *session) drive(ctx context.Context, cancel func(), rows driver.Rows, each func([]driver.Value) error) error {
	row := make([]driver.Value, len(rows.Columns()))
	for {
		err := rows.Next(row)
		if err == nil {
			err = ctx.Err() // not every driver looks
		}
		if err == io.EOF { // and no other that wraps it
			break
		}
		if err != nil {
			err = s.failed(ctx, err)
			rows.Close()
			return err
		}
		if err := each(row); err != nil {
			return s.leave(ctx, err, func() { cancel(); rows.Close() })
		}
	}
	if err := rows.Close(); err != nil {
		return s.failed(ctx, err)
	}
	s.busy = false
	return nil
}

// wire is a statement as it is sent: in the encoding of the database where the server does
// not convert it.
func (s *session) wire(statement string) string {
	if s.reads {
		return s.d.charset.encoded(statement)
	}
	return statement
}

// begins notes that a statement is about to run. Its time is limited by the server and,
// somewhat later, by the context, for servers that do not keep their limit and for SQLite.
func (s *session) begins(ctx context.Context, statement string) (context.Context, context.CancelFunc) {
	s.busy = true
	s.d.note(statement)
	if s.outline != nil {
		s.outline.exactly(Catalogue, statement)
	}
	return context.WithTimeout(ctx, s.timeout+s.d.grace)
}

// leave ends a statement before the end of its rows, after an error of their consumer.
// Closing alone would read the rest of the result.
func (s *session) leave(ctx context.Context, err error, end func()) error {
	s.bad = true
	fault := s.d.faultOf(ctx, err)
	end()
	if errors.Is(err, errStop) || errors.Is(err, errEnough) {
		return err
	}
	return fault
}

// failed notes the error of a statement: after an error of the server nothing runs there
// any more; after any other error something may.
func (s *session) failed(ctx context.Context, err error) error {
	if code, _ := s.d.dialect.code(err); code != "" && code != "connection_lost" && ctx.Err() == nil {
		s.busy = false
	} else {
		s.bad = true
	}
	return s.d.faultOf(ctx, err)
}

// value runs a statement that returns one value.
func (s *session) value(ctx context.Context, statement string, dest ...any) error {
	found := false
	err := s.rows(ctx, statement, func(rows *sql.Rows) error {
		found = true
		return rows.Scan(dest...)
	})
	if err == nil && !found {
		err = fmt.Errorf("a statement gave no row: %w", sql.ErrNoRows)
	}
	return err
}
