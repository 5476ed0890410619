package databases

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/datamapbr/datamap/scanner"
)

// The file is opened read-only; there is nobody else to guard against but
// ourselves, and the driver interrupts by itself.
var sqLite = &dialect{
	quote: quoteWith(`"`),
	cell:  sqliteCell,
	begin: func(*database, *object, time.Duration) []string { return []string{"BEGIN"} },
	end:   "ROLLBACK",
	list:  sqliteList,
	plan:  sqlitePlan,
	code:  sqliteCode,
	text:  sqliteText,
}

// maxColumns is how many columns a result of SQLite may have.
const maxColumns = 2000

// sqliteCell takes each value by its own type, whatever the column's.
func sqliteCell(quoted string, _ *column) string {
	// substr ends a text at a NUL; CAST does not.
	return fmt.Sprintf("CASE WHEN typeof(%s) = 'blob' THEN substr(%[1]s, 1, %d) WHEN octet_length(%[1]s) <= %[2]d THEN CAST(%[1]s AS TEXT) "+
		"ELSE substr(CAST(%[1]s AS TEXT), 1, %[2]d) END", quoted, maxCell)
}

// sqliteText keeps a blob only when it is text, and decodes text that is not
// UTF-8, which SQLite takes as it comes, as what Windows wrote.
func sqliteText(_ *database, cell []byte, binary bool) []byte {
	if binary {
		// The cut may have gone through a character.
		whole := cell
		for range utf8.UTFMax - 1 {
			if len(cell) == maxCell && !utf8.Valid(whole) {
				whole = whole[:len(whole)-1]
			}
		}
		if !utf8.Valid(whole) || slices.Contains(whole, 0) {
			return nil
		}
		return whole
	}
	if utf8.Valid(cell) {
		return cell
	}
	decoded, err := charmap.Windows1252.NewDecoder().Bytes(cell)
	if err != nil {
		return nil
	}
	return decoded
}

func sqliteCode(err error) (string, string) {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return "", ""
	}
	name := fmt.Sprintf("SQLITE_%d", e.Code())
	switch e.Code() & 0xff {
	case sqlite3.SQLITE_CORRUPT:
		return "sql_error", "SQLITE_CORRUPT"
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return "lock_timeout", name
	case sqlite3.SQLITE_NOTADB:
		return "not_a_database", name
	case sqlite3.SQLITE_READONLY:
		return "read_only_refused", name
	case sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH:
		return "no_permission", name
	case sqlite3.SQLITE_INTERRUPT:
		return "timeout", name
	}
	return "sql_error", name
}

const sqliteTables = `SELECT name, type, wr FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite\_%' ESCAPE '\' ORDER BY name`

func sqliteList(ctx context.Context, s *session) ([]object, error) {
	var objects []object
	shadows, virtual := map[string]bool{}, []string{}
	withoutRowid := map[string]bool{}
	err := s.rows(ctx, sqliteTables, func(rows *sql.Rows) error {
		var name, kind string
		var wr bool
		if err := rows.Scan(&name, &kind, &wr); err != nil {
			return err
		}
		o := object{Table: scanner.Table{Name: name, Kind: "table", Rows: -1}}
		switch kind {
		case "view":
			o.Kind, o.State, o.Reason.Code = "view", scanner.Listed, "view"
		case "shadow":
			shadows[name] = true
		case "virtual":
			virtual = append(virtual, name)
		}
		withoutRowid[name] = wr || kind != "table" && kind != "shadow"
		objects = append(objects, o)
		return nil
	})
	if err != nil {
		return nil, err
	}
	// What a virtual table keeps in its shadow tables is read through it.
	objects = slices.DeleteFunc(objects, func(o object) bool {
		return shadows[o.Name] && slices.ContainsFunc(virtual, func(v string) bool { return strings.HasPrefix(o.Name, v+"_") })
	})
	for i := range objects {
		if err := sqliteDescribe(ctx, s, &objects[i], withoutRowid[objects[i].Name]); err != nil {
			return nil, err
		}
	}
	return objects, nil
}

// sqliteDescribe reads the columns of a table and finds what to cut it by.
func sqliteDescribe(ctx context.Context, s *session, o *object, withoutRowid bool) error {
	name := "'" + strings.ReplaceAll(o.Name, "'", "''") + "'"
	if strings.ContainsRune(o.Name, 0) {
		o.State, o.Reason = scanner.NotRead, scanner.Reason{Code: "sql_error"}
		return nil
	}
	first := "" // first column of the primary key
	err := s.rows(ctx, "SELECT name, type, pk, hidden FROM pragma_table_xinfo("+name+") ORDER BY cid", func(rows *sql.Rows) error {
		var c scanner.Column
		var pk, hidden int
		if err := rows.Scan(&c.Name, &c.DataType, &pk, &hidden); err != nil {
			return err
		}
		if hidden == 1 {
			return nil // an argument of a virtual table, not a column
		}
		c.DataType, c.Position = strings.ToLower(c.DataType), len(o.Columns)+1
		if pk == 1 {
			first = c.Name
		}
		o.Columns = append(o.Columns, c)
		o.columns = append(o.columns, column{base: c.DataType})
		return nil
	})
	if is(err, "sql_error") {
		// A view of what is gone, a module that is not there.
		reason := scanner.Reason{Code: "sql_error", Detail: scanner.ReasonOf(err).Detail}
		if o.Kind == "view" {
			reason.Code = "broken_view"
		}
		o.State, o.Reason = scanner.NotRead, reason
		return nil
	}
	if err != nil || o.State != "" {
		return err
	}
	if !withoutRowid {
		o.key = rowid(o)
		return sqliteEstimate(ctx, s, o)
	}
	if first != "" {
		o.key, err = s.d.dialect.quote(first)
	}
	return err
}

// rowid returns a name of the row number that no column of o has taken.
func rowid(o *object) string {
	for _, name := range []string{"rowid", "_rowid_", "oid"} {
		if !slices.ContainsFunc(o.Columns, func(c scanner.Column) bool { return strings.EqualFold(c.Name, name) }) {
			return name
		}
	}
	return ""
}

// sqliteEstimate takes the span of the row numbers for the number of rows,
// which it is unless rows were deleted, bounded by what fits in the file.
func sqliteEstimate(ctx context.Context, s *session, o *object) error {
	from, err := o.from(s.d.dialect)
	if err != nil || o.key == "" {
		return err
	}
	const leastRow = 4 // bytes of the smallest row
	var n float64      // the span may be wider than an integer
	err = s.value(ctx, fmt.Sprintf("SELECT coalesce(min((SELECT max(%[1]s) FROM %[2]s) - (SELECT min(%[1]s) FROM %[2]s) + 1.0, "+
		"(SELECT page_count * page_size / %[3]d.0 FROM pragma_page_count, pragma_page_size)), 0.0)", o.key, from, leastRow), &n)
	if is(err, "sql_error") {
		return nil // a damaged table: its reading will tell
	}
	if err == nil {
		o.Rows, o.RowsEstimated = int64(n), true
	}
	return err
}

// sqlitePlan samples ranges of the row number, or of an integer key where the
// table has none.
func sqlitePlan(ctx context.Context, s *session, o *object, want int64, rnd *rand.Rand) (*plan, error) {
	if want <= 0 {
		return wholePlan(s, o, 0)
	}
	fits, err := small(ctx, s, o, want)
	if err != nil {
		return nil, err
	}
	if fits {
		return wholePlan(s, o, want)
	}
	if o.key == "" || len(o.Columns) >= maxColumns {
		return headPlan(s, o, want)
	}
	return rangePlan(ctx, s, o, want, rnd,
		// A key of another type is not cut into ranges, whatever its column's type.
		func(key string) string {
			return "CASE typeof(" + key + ") WHEN 'integer' THEN CAST(" + key + " AS TEXT) END"
		},
		func(term string) string { return "SELECT * FROM (" + term + ")" })
}
