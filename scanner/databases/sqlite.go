package databases

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// The file is opened read-only; there is nobody else to guard against but
// ourselves, and the driver interrupts by itself.
var sqLite = &dialect{
	quote:  quoteWith(`"`),
	cell:   sqliteCell,
	begin:  func(*database, *object, time.Duration) []string { return []string{"BEGIN"} },
	end:    "ROLLBACK",
	list:   sqliteList,
	access: sqliteAccess,
	plan:   sqlitePlan,
	code:   sqliteCode,
	text:   sqliteText,
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

// sqlitePlan samples ranges of the row number, or of an integer key where the
// table has none.
func sqlitePlan(ctx context.Context, s *session, o *object, want int64, rnd *rand.Rand) (*plan, error) {
	if executed(o) {
		return executedPlan(s, o, want)
	}
	if want <= 0 {
		if len(o.Columns)+len(o.sorted) > maxColumns {
			return wholePlan(s, o, 0)
		}
		return keyPages(s, o, sqliteKey)
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
