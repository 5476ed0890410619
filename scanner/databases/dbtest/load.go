package dbtest

import (
	"database/sql"
	"fmt"
	"strings"
	"testing"
)

// A Table is the same table in every engine.
type Table struct {
	Name    string
	Comment string // of the table; SQLite has none
	Columns []Column
	Rows    [][]any // nil, string, int64 or []byte
}

// A Column of a [Table].
type Column struct {
	Name string
	Type Type
}

// A Type is a column type that every engine has.
type Type int

// The types.
const (
	Text Type = iota
	Varchar
	Integer // 64 bits
	Decimal // 20 digits
	Date
	Timestamp
	Bytes
	Key // 64-bit integer primary key
)

// A flavour is what the tests must know of an engine to fill it; written apart
// from the scanner's own dialects, whose quoting it checks.
type flavour struct {
	quote string
	types map[Type]string
	mark  func(i int) string
}

var flavours = map[string]flavour{
	"postgres": {`"`, map[Type]string{Text: "text", Varchar: "varchar(300)", Integer: "bigint", Decimal: "numeric(20)", Date: "date",
		Timestamp: "timestamp", Bytes: "bytea", Key: "bigint PRIMARY KEY"}, func(i int) string { return fmt.Sprintf("$%d", i) }},
	"mysql": {"`", map[Type]string{Text: "longtext", Varchar: "varchar(300)", Integer: "bigint", Decimal: "decimal(20)", Date: "date",
		Timestamp: "datetime", Bytes: "longblob", Key: "bigint PRIMARY KEY"}, func(int) string { return "?" }},
	"sqlite": {`"`, map[Type]string{Text: "TEXT", Varchar: "VARCHAR(300)", Integer: "BIGINT", Decimal: "NUMERIC", Date: "DATE",
		Timestamp: "DATETIME", Bytes: "BLOB", Key: "INTEGER PRIMARY KEY"}, func(int) string { return "?" }},
}

// Load creates the tables in the database at address, one of [Postgres],
// [MySQL] or [SQLite], and fills them.
func Load(t testing.TB, address string, tables []Table) {
	t.Helper()
	scheme, _, _ := strings.Cut(address, ":")
	f := flavours[strings.Replace(strings.Replace(scheme, "postgresql", "postgres", 1), "mariadb", "mysql", 1)]
	db := Open(t, address)
	for _, table := range tables {
		Exec(t, db, f.create(table))
		if table.Comment != "" && scheme != "sqlite" {
			Exec(t, db, f.comment(scheme, table))
		}
		if err := f.insert(db, table); err != nil {
			t.Fatalf("filling %q: %v", table.Name, err)
		}
	}
}

func (f flavour) name(s string) string {
	return f.quote + strings.ReplaceAll(s, f.quote, f.quote+f.quote) + f.quote
}

func (f flavour) create(table Table) string {
	var columns []string
	for _, c := range table.Columns {
		columns = append(columns, f.name(c.Name)+" "+f.types[c.Type])
	}
	return "CREATE TABLE " + f.name(table.Name) + " (" + strings.Join(columns, ", ") + ")"
}

func (f flavour) comment(scheme string, table Table) string {
	text := "'" + strings.ReplaceAll(table.Comment, "'", "''") + "'"
	if scheme == "mysql" {
		return "ALTER TABLE " + f.name(table.Name) + " COMMENT = " + text
	}
	return "COMMENT ON TABLE " + f.name(table.Name) + " IS " + text
}

// insert writes the rows in one transaction, some hundred values a statement.
func (f flavour) insert(db *sql.DB, table Table) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback() //nolint:errcheck // after Commit it has nothing to do
	step := max(1, 500/max(1, len(table.Columns)))
	for rows := table.Rows; len(rows) > 0; rows = rows[min(step, len(rows)):] {
		var tuples []string
		var args []any
		for _, row := range rows[:min(step, len(rows))] {
			var marks []string
			for _, v := range row {
				args = append(args, v)
				marks = append(marks, f.mark(len(args)))
			}
			tuples = append(tuples, "("+strings.Join(marks, ",")+")")
		}
		if _, err := tx.Exec("INSERT INTO "+f.name(table.Name)+" VALUES "+strings.Join(tuples, ","), args...); err != nil {
			return err
		}
	}
	return tx.Commit()
}
