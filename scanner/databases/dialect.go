package databases

import (
	"context"
	"database/sql/driver"
	"errors"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/datamapbr/datamap/scanner"
)

// A dialect is what differs between the engines: one literal each.
type dialect struct {
	// quote turns a name into an identifier. It refuses NUL.
	quote func(name string) (string, error)
	// cell is the expression that yields a column, already quoted: as text of at
	// most maxCell characters, or as bytes; see headBytes.
	cell func(quoted string, c *column) string
	// begin are the statements that open a guarded reading, end the one that closes it.
	// If one of begin fails, nothing is read.
	begin func(d *database, o *object, timeout time.Duration) []string
	end   string
	// turn ends a reading and opens the next on the same connection, between two pages;
	// empty where all of begin must be sent again.
	turn string
	// list reads the catalogue.
	list func(ctx context.Context, s *session) ([]*object, error)
	// access asks who may read and change the objects listed, and records it in them and
	// in the source.
	access func(ctx context.Context, d *database, objects []*object) *scanner.Access
	// only tells that a table must be read without those that inherit from it, which are
	// listed themselves.
	only bool
	// plan chooses how want rows of o are sampled; 0 reads all.
	plan func(ctx context.Context, s *session, o *object, want int64, rnd *rand.Rand) (*plan, error)
	// id asks for the server's number of the session, stop ends what it is
	// running; empty where the driver does that by itself.
	id   string
	stop func(d *database, id string) string
	// code names an error of the server; "" for any other error.
	code func(err error) (code, detail string)
	// textual tells that the driver returns texts as bytes, so that only the type of a
	// column tells them from binary values.
	textual bool
	// query runs a statement on a connection of the pool for rows that are read once; nil
	// where the driver's own way is good enough.
	query func(ctx context.Context, conn any, statement string) (driver.Rows, error)
}

// maxCell is how many characters of a value leave the server.
const maxCell = 4096

// headBytes is how many bytes of a binary value leave the server. Of a longer value, they
// come after its size in sizeDigits digits.
const (
	headBytes  = 256
	sizeDigits = 16
)

// lockTimeout is how long a statement with this timeout waits for a lock: at most half of
// it, so that the fault is the lock and not the timeout.
func lockTimeout(timeout time.Duration) time.Duration { return min(5*time.Second, timeout/2) }

var errName = errors.New("identifier holds a NUL character")

// quoteWith quotes a name as SQL does: the quote doubled inside quotes.
func quoteWith(q string) func(string) (string, error) {
	return func(name string) (string, error) {
		if strings.ContainsRune(name, 0) {
			return "", errName
		}
		return q + strings.ReplaceAll(name, q, q+q) + q, nil
	}
}

// An object is a table with what its dialect needs to read it.
type object struct {
	scanner.Table
	columns   []column // as Table.Columns, in the same order
	oid       uint32   // PostgreSQL
	key       string   // column to cut into ranges, quoted; "" when there is none
	lead      []string // MySQL: columns of few values before it in its index, quoted
	keyText   bool     // MySQL: the key is text or, with keyBinary, bytes
	keyBinary bool
	sorted    []sortKey        // columns in whose order all rows can be read page by page; nil when there are none
	gaps      []scanner.Reason // known before reading
	writable  bool             // MySQL: the scanning user may change it
	versioned bool             // MariaDB: rows that were changed or deleted are kept, and are read too
	openRLS   bool             // read although row security hides rows
}

// A sortKey is a column of a key.
type sortKey struct {
	quoted string
	base   string // type
}

// structure returns the structure of o, for its caller to add to; it makes one if there is
// none.
func (o *object) structure() *scanner.Structure {
	if o.Structure == nil {
		o.Structure = &scanner.Structure{}
	}
	return o.Structure
}

// tableAccess returns the access to o, for its caller to add to; it makes one if there is
// none.
func (o *object) tableAccess() *scanner.TableAccess {
	if o.Access == nil {
		o.Access = &scanner.TableAccess{}
	}
	return o.Access
}

// addIndex adds a column to an index of o. The columns of an index must come in order.
func (o *object) addIndex(name, column string, primary, unique bool) {
	s := o.structure()
	if primary {
		s.PrimaryKey = append(s.PrimaryKey, column)
		return
	}
	if n := len(s.Indexes); n == 0 || s.Indexes[n-1].Name != name {
		s.Indexes = append(s.Indexes, scanner.Index{Name: name, Unique: unique})
	}
	last := &s.Indexes[len(s.Indexes)-1]
	last.Columns = append(last.Columns, column)
}

// addForeignKey adds a pair of columns to the last foreign key of o, or to a new one if
// begins is set.
func (o *object) addForeignKey(begins bool, schema, table, column, other string) {
	s := o.structure()
	if begins {
		s.ForeignKeys = append(s.ForeignKeys, scanner.ForeignKey{Schema: schema, Table: table})
	}
	last := &s.ForeignKeys[len(s.ForeignKeys)-1]
	last.Columns, last.References = append(last.Columns, column), append(last.References, other)
}

// A column with what is needed to select it.
type column struct {
	base   string // type without length, lower case
	length int64  // most characters or bytes of a value; 0 when unknown
	binary bool   // its values are bytes
	denied bool   // it may not be read
	padded bool   // MySQL: its numbers have leading zeros
}

// from returns o as it is written after FROM.
func (o *object) from(d *dialect) (string, error) {
	name, err := d.quote(o.Name)
	if err != nil {
		return "", err
	}
	if o.Schema != "" {
		schema, err := d.quote(o.Schema)
		if err != nil {
			return "", err
		}
		name = schema + "." + name
	}
	if d.only && o.Kind == "table" {
		name = "ONLY " + name
	}
	if o.versioned {
		name += " FOR SYSTEM_TIME ALL"
	}
	return name, nil
}

// cells returns the select list of what is read of o.
func (o *object) cells(d *dialect) (list []string, err error) {
	for i, c := range o.Columns {
		if c.Skip {
			continue
		}
		quoted, err := d.quote(c.Name)
		if err != nil {
			return nil, err
		}
		list = append(list, d.cell(quoted, &o.columns[i]))
	}
	if len(list) == 0 {
		return []string{"NULL"}, nil // to count the rows
	}
	return list, nil
}

// notes say that columns of some types are not read, and that rows are read which nobody
// else sees.
func (o *object) notes() (notes []scanner.Reason) {
	n := int64(0)
	for i := range o.columns {
		if o.Columns[i].Skip && !o.columns[i].denied {
			n++
		}
	}
	if n > 0 {
		notes = append(notes, scanner.Reason{Code: "unread_columns", Count: n})
	}
	if o.versioned {
		notes = append(notes, scanner.Reason{Code: "row_history"})
	}
	return notes
}

// deny records that n columns of o may not be read, with the code of the server for it. If
// that is all of them, the table is not read.
func (o *object) deny(n int64, code string) {
	reason := scanner.Reason{Code: "permission_denied", Detail: code}
	switch {
	case o.State != "":
	case n == int64(len(o.Columns)):
		o.State, o.Reason = scanner.NotRead, reason
	default:
		reason.Count = n
		o.gaps = append(o.gaps, reason)
	}
}
