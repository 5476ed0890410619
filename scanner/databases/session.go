package databases

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"time"

	"github.com/datamapbr/datamap/scanner"
)

// A session is one connection inside one guarded, read-only reading.
type session struct {
	d    *database
	conn *sql.Conn
	id   string // the server's number, for stop

	outline *Outline      // when the reading is only planned: where its statements go
	timeout time.Duration // of each statement
	busy    bool          // a statement may be running on the server
	bad     bool          // the connection must not be used again
}

// stopTimeout limits the attempt to end what the server still runs for us.
const stopTimeout = 2 * time.Second

// session takes a connection and opens a reading on it. A connection of the
// pool that died meanwhile is replaced once. timeout is that of each statement.
func (d *database) session(ctx context.Context, o *object, timeout time.Duration) (*session, error) {
	began := time.Now()
	s, err := d.begin(ctx, o, timeout)
	if is(err, "connection_lost") && time.Since(began) < timeout { // not a link on which nothing arrives
		s, err = d.begin(ctx, o, timeout)
	}
	return s, err
}

func (d *database) begin(ctx context.Context, o *object, timeout time.Duration) (*session, error) {
	conn, err := d.pool.Conn(ctx)
	if err != nil {
		return nil, d.faultOf(ctx, err)
	}
	s := &session{d: d, conn: conn, timeout: timeout}
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
	if !s.bad && !s.busy && ctx.Err() == nil {
		s.d.note(s.d.dialect.end)
		if _, err := s.conn.ExecContext(ctx, s.d.dialect.end); err == nil {
			s.conn.Close()
			return
		}
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
	conn, err := d.pool.Conn(ctx)
	if err != nil {
		return
	}
	defer conn.Close()
	_, _ = conn.ExecContext(ctx, d.dialect.stop(d, id))
}

// These end the rows of a statement without being errors of it.
var (
	errStop   = errors.New("the caller wants no more rows")
	errEnough = errors.New("the sample is complete")
)

// rows runs a statement and calls each for every row of its result, until each
// returns an error, which rows returns as it is. Errors of the server come as
// faults. Where the rows end early the server is told so.
func (s *session) rows(ctx context.Context, statement string, each func(*sql.Rows) error) error {
	// The server's own timeout comes first; this one is for a server that does
	// not keep to it, and for SQLite.
	ctx, cancel := context.WithTimeout(ctx, s.timeout+s.d.grace)
	defer cancel()
	s.busy = true
	s.d.note(statement)
	if s.outline != nil {
		s.outline.add(Catalogue, catalogueForm(statement))
	}
	rows, err := s.conn.QueryContext(ctx, statement)
	if err != nil {
		return s.failed(ctx, err)
	}
	for rows.Next() {
		if err := each(rows); err != nil {
			// Closing alone would read the rest of the result.
			s.bad = true
			fault := s.d.faultOf(ctx, err)
			cancel()
			rows.Close()
			if errors.Is(err, errStop) || errors.Is(err, errEnough) {
				return err
			}
			return fault
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

// failed judges the error of a statement: after an error of the server's own
// nothing runs there; after any other something may.
func (s *session) failed(ctx context.Context, err error) error {
	if code, _ := s.d.dialect.code(err); code != "" && code != "connection_lost" && ctx.Err() == nil {
		s.busy = false
	} else {
		s.bad = true
	}
	return s.d.faultOf(ctx, err)
}

// value runs a statement for its one value.
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
