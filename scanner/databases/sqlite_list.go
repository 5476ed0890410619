package databases

import (
	"context"
	"database/sql"
	"fmt"
	"io/fs"
	"os"
	"runtime"
	"slices"
	"strings"

	"github.com/datamapbr/datamap/scanner"
)

const sqliteTables = `SELECT name, type, wr FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite\_%' ESCAPE '\' ORDER BY name`

func sqliteList(ctx context.Context, s *session) ([]*object, error) {
	var objects []*object
	shadows, virtual := map[string]bool{}, []string{}
	withoutRowid := map[string]bool{}
	err := s.rows(ctx, sqliteTables, func(rows *sql.Rows) error {
		var name, kind string
		var wr bool
		if err := rows.Scan(&name, &kind, &wr); err != nil {
			return err
		}
		o := &object{Table: scanner.Table{Name: name, Kind: "table", Rows: -1}}
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
	// The content of shadow tables is read through their virtual table.
	objects = slices.DeleteFunc(objects, func(o *object) bool {
		return shadows[o.Name] && slices.ContainsFunc(virtual, func(v string) bool { return strings.HasPrefix(o.Name, v+"_") })
	})
	for _, o := range objects {
		if err := sqliteDescribe(ctx, s, o, withoutRowid[o.Name]); err != nil {
			return nil, err
		}
	}
	beside, err := sqliteBeside(ctx, s)
	return append(objects, beside...), err
}

// sqliteWritten counts the definitions in which somebody may have written something:
// a comment, or a text as a default, a check or a constant of a view.
const sqliteWritten = `SELECT count(*), (SELECT freelist_count FROM pragma_freelist_count) FROM sqlite_schema WHERE sql GLOB '*''*' OR sql GLOB '*--*' OR sql GLOB '*/[*]*'`

// sqliteBeside lists what a file holds besides its tables: the texts of their definitions,
// and the pages in which deleted rows stay until they are overwritten. The names listed
// cannot be those of tables, since SQLite reserves the prefix.
func sqliteBeside(ctx context.Context, s *session) (objects []*object, err error) {
	var written, freed int64
	if err := s.value(ctx, sqliteWritten, &written, &freed); err != nil {
		return nil, err
	}
	if written > 0 {
		o := &object{Table: scanner.Table{Name: "sqlite_schema", Kind: "table", Columns: []scanner.Column{{Name: "sql", Position: 1, DataType: sqliteTexts}}},
			columns: []column{{base: sqliteTexts}}, key: "rowid", sorted: []sortKey{{"rowid", sqliteRowid}}}
		if err := sqliteEstimate(ctx, s, o); err != nil {
			return nil, err
		}
		objects = append(objects, o)
	}
	if freed > 0 {
		objects = append(objects, &object{Table: scanner.Table{Name: "sqlite_freelist", Kind: "file", Rows: -1,
			State: scanner.Listed, Reason: scanner.Reason{Code: "freed_pages", Detail: fmt.Sprintf("freelist_count %d", freed)}}})
	}
	return objects, nil
}

// sqliteDescribe reads the columns, keys and indexes of a table.
func sqliteDescribe(ctx context.Context, s *session, o *object, withoutRowid bool) error {
	name := "'" + strings.ReplaceAll(o.Name, "'", "''") + "'"
	if strings.ContainsRune(o.Name, 0) {
		o.State, o.Reason = scanner.NotRead, scanner.Reason{Code: "sql_error"}
		return nil
	}
	primary := map[int]string{}
	err := s.rows(ctx, "SELECT name, type, \"notnull\", pk, hidden FROM pragma_table_xinfo("+name+") ORDER BY cid", func(rows *sql.Rows) error {
		var c scanner.Column
		var pk, hidden int
		if err := rows.Scan(&c.Name, &c.DataType, &c.NotNull, &pk, &hidden); err != nil {
			return err
		}
		if hidden == 1 {
			return nil // an argument of a virtual table, not a column
		}
		c.DataType, c.Position = strings.ToLower(c.DataType), len(o.Columns)+1
		if pk > 0 {
			primary[pk] = c.Name
		}
		o.Columns = append(o.Columns, c)
		base := c.DataType
		if o.Kind == "table" {
			base = sqliteBase(base)
		}
		o.columns = append(o.columns, column{base: base})
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
	if err == nil && o.Kind == "table" {
		for i := range len(primary) {
			o.addIndex("", primary[i+1], true, true)
		}
		err = sqliteReferences(ctx, s, o, name)
	}
	if err != nil || o.State != "" {
		return err
	}
	return sqliteKeys(ctx, s, o, withoutRowid, primary)
}

// sqliteKeys finds the key by which a table is cut into ranges: its row number or, where it
// has none, its primary key, whose columns are numbered from 1.
func sqliteKeys(ctx context.Context, s *session, o *object, withoutRowid bool, primary map[int]string) (err error) {
	if !withoutRowid {
		if o.key = rowid(o); o.key != "" {
			o.sorted = []sortKey{{o.key, sqliteRowid}}
		}
		return sqliteEstimate(ctx, s, o)
	}
	for i := range len(primary) {
		quoted, err := s.d.dialect.quote(primary[i+1])
		if err != nil {
			return err
		}
		o.sorted = append(o.sorted, sortKey{quoted: quoted})
	}
	if primary[1] != "" {
		o.key, err = s.d.dialect.quote(primary[1])
	}
	return err
}

// sqliteReferences reads the indexes and foreign keys of a table; name is a literal.
func sqliteReferences(ctx context.Context, s *session, o *object, name string) error {
	err := s.rows(ctx, "SELECT l.name, l.\"unique\", coalesce(i.name, '') FROM pragma_index_list("+name+") l, pragma_index_info(l.name) i "+
		"WHERE l.origin <> 'pk' ORDER BY l.name, i.seqno", func(rows *sql.Rows) error {
		var index, col string
		var unique bool
		if err := rows.Scan(&index, &unique, &col); err != nil {
			return err
		}
		o.addIndex(index, col, false, unique)
		return nil
	})
	if err != nil {
		return err
	}
	// Without columns the key refers to the other table's primary key.
	return s.rows(ctx, "SELECT seq = 0, \"table\", \"from\", coalesce(\"to\", '') FROM pragma_foreign_key_list("+name+") ORDER BY id, seq", func(rows *sql.Rows) error {
		var table, col, other string
		var first bool
		if err := rows.Scan(&first, &table, &col, &other); err != nil {
			return err
		}
		o.addForeignKey(first, "", table, col, other)
		return nil
	})
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

// sqliteEstimate takes the span of the row numbers for the number of rows, which is right
// unless rows were deleted, bounded by what fits in the file.
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
		return nil // a damaged table: reading it will say so
	}
	if err == nil {
		o.Rows, o.RowsEstimated = int64(n), true
	}
	return err
}

// sqliteAccess has no server to ask: who may read the file reads it all.
func sqliteAccess(_ context.Context, d *database, _ []*object) *scanner.Access {
	a := &scanner.Access{}
	if runtime.GOOS == "windows" {
		return a // the mode says nothing there
	}
	if info, err := os.Stat(d.info.Name); err == nil {
		a.FileMode = fmt.Sprintf("%04o", info.Mode()&fs.ModePerm)
	}
	return a
}
