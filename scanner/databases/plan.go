package databases

import (
	"context"
	"database/sql/driver"
	"fmt"
	"slices"
	"strings"

	"github.com/datamapbr/datamap/scanner"
)

// A plan is how one table is read: its statements, one after the other.
type plan struct {
	method  scanner.Method
	rows    int64 // size of the table where planning learned it, else -1
	touched int64 // distinct blocks or ranges so far
	gaps    []scanner.Reason
	// next returns the next statement, given the rows read so far in all; ""
	// when there is none.
	next func(read int64) string
	args []driver.NamedValue // of the statement that next gave last; most have none
	// keys are the positions of the key in every row, the values of which saw is told;
	// those before the cells are not cells themselves.
	keys []int
	lead int
	saw  func(key [][]byte)
	// known reports whether the last statement of next will be sent as it is, whatever the
	// table holds; nil where all are. later says when the statements after the first are
	// sent, with known: those that are not known; empty for always.
	known func() bool
	later When
	rule  Rule // by which those that are not known are made
	// moved asks, after the last of several pages, whether rows were moved meanwhile, so
	// that some may have been missed; nil where moving makes no difference.
	moved func(context.Context, *session) (bool, error)
	// paged tells that each statement has a transaction of its own, so that none delays
	// changes to the table, or its cleaning, for long.
	paged bool
}

// never is the known of plans whose statements depend on what the table holds.
func never() bool { return false }

// once is the plan of a single statement.
func once(method scanner.Method, rows int64, statement string) *plan {
	return &plan{method: method, rows: rows, next: func(int64) string {
		s := statement
		statement = ""
		return s
	}}
}

// wholePlan reads all rows of o in the order in which they lie, or the first
// limit of them when limit is not 0.
func wholePlan(s *session, o *object, limit int64) (*plan, error) {
	statement, err := s.d.selectFrom(o)
	if err != nil {
		return nil, err
	}
	if limit > 0 {
		statement += fmt.Sprintf(" LIMIT %d", limit)
	}
	return once(scanner.Whole, -1, statement), nil
}

// headPlan reads the first rows of o, where nothing better is possible, and says so.
func headPlan(s *session, o *object, limit int64) (*plan, error) {
	p, err := wholePlan(s, o, limit)
	if err == nil {
		p.method = scanner.Head
	}
	return p, err
}

// executed reports whether reading o runs code of the database or of another server: o is
// a view or a foreign table.
func executed(o *object) bool { return o.Kind == "view" || o.Kind == "foreign_table" }

// executedPlan reads o with one statement: it has neither addresses nor a key, and each
// statement may cost as much as reading all of it.
func executedPlan(s *session, o *object, want int64) (*plan, error) {
	if want <= 0 {
		return wholePlan(s, o, 0)
	}
	return headPlan(s, o, want)
}

// selectKeys returns the select list of what is read of o and of a key, and sets the
// positions of the key. Key columns that are cells too are selected once.
func (p *plan) selectKeys(o *object, d *dialect, keys []string) (string, error) {
	cells, err := o.cells(d)
	if err != nil {
		return "", err
	}
	var list []string
	for _, k := range keys {
		if !slices.Contains(cells, k) {
			list = append(list, k)
		}
	}
	p.lead = len(list)
	list = append(list, cells...)
	for _, k := range keys {
		p.keys = append(p.keys, slices.Index(list, k))
	}
	return strings.Join(list, ", "), nil
}

// selectFrom returns the statement that reads every row of o.
func (d *database) selectFrom(o *object) (string, error) {
	cells, err := o.cells(d.dialect)
	if err != nil {
		return "", err
	}
	from, err := o.from(d.dialect)
	if err != nil {
		return "", err
	}
	return "SELECT " + strings.Join(cells, ", ") + " FROM " + from, nil
}

// small reports whether o has at most want rows. It reads at most want+1 rows, and no
// column.
func small(ctx context.Context, s *session, o *object, want int64) (bool, error) {
	from, err := o.from(s.d.dialect)
	if err != nil {
		return false, err
	}
	statement := fmt.Sprintf("SELECT count(*) FROM (SELECT 1 FROM %s LIMIT %d) AS s", from, want+1)
	if s.outline != nil {
		s.outline.exactly(Always, statement)
		err := s.outlineSmall(o, want)
		s.outline.counted = true
		return false, err
	}
	var n int64
	err = s.value(ctx, statement, &n)
	return n <= want, err
}
