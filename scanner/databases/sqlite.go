package databases

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"
	"time"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// The file is opened read-only and the driver interrupts statements by itself: there is
// nothing else to guard.
var sqLite = &dialect{
	quote:  quoteWith(`"`),
	cell:   sqliteCell,
	begin:  func(*database, *object, time.Duration) []string { return []string{"BEGIN"} },
	end:    "ROLLBACK",
	list:   sqliteList,
	access: sqliteAccess,
	plan:   sqlitePlan,
	code:   sqliteCode,
}

// maxColumns is how many columns a result of SQLite may have.
const maxColumns = 2000

// maxLoaded is how many bytes of a binary value SQLite may load into this process
// for the sake of its first bytes.
const maxLoaded = 16 << 20

// sqliteCell takes each value by its own type, whatever the column's: texts, numbers
// and bytes may stand in any. Only in a column of texts numbers do not.
func sqliteCell(quoted string, c *column) string {
	// substr ends a text at a NUL, and loads what it cuts.
	text := fmt.Sprintf("CASE WHEN octet_length(%[1]s) > %[2]d THEN CASE WHEN typeof(%[1]s) = 'blob' THEN CAST(printf('%%0%[3]dd', octet_length(%[1]s)) || "+
		"CASE WHEN octet_length(%[1]s) > %[5]d THEN zeroblob(%[2]d) ELSE substr(%[1]s, 1, %[2]d) END AS BLOB) "+
		"WHEN octet_length(%[1]s) > %[4]d THEN substr(%[1]s, 1, %[4]d) ELSE %[1]s END ELSE %[1]s END", quoted, headBytes, sizeDigits, maxCell, maxLoaded)
	if c.base == sqliteTexts {
		return text
	}
	return fmt.Sprintf("CASE typeof(%[1]s) WHEN 'integer' THEN %[1]s WHEN 'real' THEN CAST(%[1]s AS TEXT) ELSE %[2]s END", quoted, text)
}

// sqliteCells match the expressions that sqliteCell makes, the longer form first.
var sqliteCells = []*regexp.Regexp{cellPattern(column{}), cellPattern(column{base: sqliteTexts})}

func cellPattern(c column) *regexp.Regexp {
	const any = "(\"(?:[^\"]|\"\")*\")"
	return regexp.MustCompile(strings.ReplaceAll(regexp.QuoteMeta(sqliteCell("\x00", &c)), "\x00", any))
}

// sqliteTexts stands for the types of columns in which a number becomes a text.
const sqliteTexts = "text"

// sqliteBase is sqliteTexts for a declared type of those, else the type.
func sqliteBase(declared string) string {
	holds := func(word string) bool { return strings.Contains(declared, word) }
	if !holds("int") && (holds("char") || holds("clob") || holds("text")) {
		return sqliteTexts
	}
	return declared
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
	return rangePlan(ctx, s, o, want, rnd, rangeForm{bound: true, key: func(quoted string) string {
		if len(o.sorted) > 0 && o.sorted[0].base == sqliteRowid {
			return quoted
		}
		// A key of another type is not cut into ranges, whatever its column's type.
		return "CASE typeof(" + quoted + ") WHEN 'integer' THEN " + quoted + " END"
	}})
}
