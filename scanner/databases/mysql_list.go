package databases

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"github.com/datamapbr/datamap/scanner"
)

// Without a database in the URL all that are not the server's own are read.
const mysqlWhere = ` WHERE %s.table_schema NOT IN ('mysql', 'information_schema', 'performance_schema', 'sys')
  AND (DATABASE() IS NULL OR %[1]s.table_schema = DATABASE())`

const mysqlTables = `SELECT t.table_schema, t.table_name, t.table_type, coalesce(t.engine, ''), t.table_rows, coalesce(t.data_length + t.index_length, 0),
  coalesce(t.table_comment, '')
FROM information_schema.tables t`

const mysqlColumns = `SELECT c.table_schema, c.table_name, c.column_name, c.column_type, c.data_type, c.is_nullable = 'NO', coalesce(c.column_comment, ''),
  coalesce(c.privileges, ''), coalesce(c.character_maximum_length, 0)
FROM information_schema.columns c`

// An index on an expression has no column. The last is how many keys of so many columns
// there are, 0 when nobody counted.
const mysqlIndexes = `SELECT s.table_schema, s.table_name, s.index_name, s.non_unique = 0, coalesce(s.column_name, ''), s.sub_part IS NULL,
  coalesce(s.cardinality, 0)
FROM information_schema.statistics s`

const mysqlForeignKeys = `SELECT k.table_schema, k.table_name, k.ordinal_position = 1, k.referenced_table_schema, k.referenced_table_name,
  k.column_name, k.referenced_column_name
FROM information_schema.key_column_usage k`

// mysqlRemote are the storage engines whose rows are on another server.
var mysqlRemote = map[string]bool{"FEDERATED": true, "CONNECT": true, "SPIDER": true, "S3": true}

// A mysqlCatalogue is the catalogue of a server while it is being read. What is
// created between two of its statements is left out.
type mysqlCatalogue struct {
	s       *session
	objects []*object
	byName  map[[2]string]*object
	indexed map[[3]string]*mysqlIndex
}

// A mysqlIndex is what the choice of a key needs to know of an index.
type mysqlIndex struct {
	cut  bool    // it holds only the beginning of a column
	keys []int64 // different ones of the first column, the first two, and so on; 0 is unknown
}

func mysqlList(ctx context.Context, s *session) ([]*object, error) {
	c := &mysqlCatalogue{s: s, byName: map[[2]string]*object{}, indexed: map[[3]string]*mysqlIndex{}}
	for _, part := range []func(context.Context) error{c.tables, c.columns, c.indexes, c.foreignKeys} {
		if err := part(ctx); err != nil {
			return nil, err
		}
	}
	for _, o := range c.objects {
		if err := c.chooseKeys(o); err != nil {
			return nil, err
		}
	}
	return c.objects, nil
}

func (c *mysqlCatalogue) tables(ctx context.Context) error {
	return c.s.rows(ctx, mysqlTables+fmt.Sprintf(mysqlWhere, "t"), func(rows *sql.Rows) error {
		o := &object{}
		var kind, engine string
		var n sql.NullInt64
		var bytes int64
		if err := rows.Scan(&o.Schema, &o.Name, &kind, &engine, &n, &bytes, &o.Comment); err != nil {
			return err
		}
		o.Kind, o.Rows = "table", -1
		if n.Valid {
			o.Rows, o.RowsEstimated = n.Int64, true
		}
		switch {
		case strings.HasSuffix(kind, "VIEW"):
			o.Kind, o.State, o.Reason.Code = "view", scanner.Listed, "view"
			// The server puts what is wrong with a view into its comment.
			if o.Comment != "VIEW" {
				o.State, o.Reason = scanner.NotRead, scanner.Reason{Code: "broken_view", Detail: "1356"}
			}
			o.Comment, o.Rows, o.RowsEstimated = "", -1, false
		case kind == "SEQUENCE":
			return nil
		case mysqlRemote[engine]:
			o.Kind, o.State, o.Reason.Code = "foreign_table", scanner.Listed, "foreign_table"
		default:
			o.structure().Bytes, o.versioned = bytes, kind == "SYSTEM VERSIONED"
		}
		c.objects = append(c.objects, o)
		c.byName[[2]string{o.Schema, o.Name}] = o
		return nil
	})
}

func (c *mysqlCatalogue) columns(ctx context.Context) error {
	denied := map[*object]int64{}
	statement := mysqlColumns + fmt.Sprintf(mysqlWhere, "c") + " ORDER BY c.table_schema, c.table_name, c.ordinal_position"
	err := c.s.rows(ctx, statement, func(rows *sql.Rows) error {
		var schema, table, base, privileges string
		var col scanner.Column
		var length int64
		if err := rows.Scan(&schema, &table, &col.Name, &col.DataType, &base, &col.NotNull, &col.Comment, &privileges, &length); err != nil {
			return err
		}
		o := c.byName[[2]string{schema, table}]
		if o == nil {
			return nil
		}
		base = strings.ToLower(base)
		col.DataType, col.Position = strings.ToLower(col.DataType), len(o.Columns)+1
		readable := strings.Contains(privileges, "select")
		col.Skip = mysqlSkipped[base] || !readable
		if !readable {
			denied[o]++
		}
		if o.Kind == "table" && (strings.Contains(privileges, "insert") || strings.Contains(privileges, "update")) {
			o.writable = true
		}
		o.Columns = append(o.Columns, col)
		o.columns = append(o.columns, column{base: base, length: length, binary: mysqlBinary[base], denied: !readable,
			padded: strings.HasSuffix(col.DataType, "zerofill")})
		return nil
	})
	for o, n := range denied {
		o.deny(n, "1142")
	}
	return err
}

func (c *mysqlCatalogue) indexes(ctx context.Context) error {
	statement := mysqlIndexes + fmt.Sprintf(mysqlWhere, "s") + " ORDER BY s.table_schema, s.table_name, s.index_name, s.seq_in_index"
	return c.s.rows(ctx, statement, func(rows *sql.Rows) error {
		var schema, table, index, col string
		var unique, whole bool
		var keys int64
		if err := rows.Scan(&schema, &table, &index, &unique, &col, &whole, &keys); err != nil {
			return err
		}
		o := c.byName[[2]string{schema, table}]
		if o == nil {
			return nil
		}
		o.addIndex(index, col, index == "PRIMARY", unique)
		at := [3]string{schema, table, index}
		if c.indexed[at] == nil {
			c.indexed[at] = &mysqlIndex{}
		}
		i := c.indexed[at]
		i.cut, i.keys = i.cut || !whole, append(i.keys, keys)
		return nil
	})
}

func (c *mysqlCatalogue) foreignKeys(ctx context.Context) error {
	statement := mysqlForeignKeys + fmt.Sprintf(mysqlWhere, "k") +
		" AND k.referenced_table_name IS NOT NULL ORDER BY k.table_schema, k.table_name, k.constraint_name, k.ordinal_position"
	return c.s.rows(ctx, statement, func(rows *sql.Rows) error {
		var schema, table, otherSchema, otherTable, col, other string
		var first bool
		if err := rows.Scan(&schema, &table, &first, &otherSchema, &otherTable, &col, &other); err != nil {
			return err
		}
		if o := c.byName[[2]string{schema, table}]; o != nil {
			o.addForeignKey(first, otherSchema, otherTable, col, other)
		}
		return nil
	})
}

// chooseKeys finds the column by which o is cut into ranges, with those before it in
// its index; and those in whose order it is read page by page.
func (c *mysqlCatalogue) chooseKeys(o *object) error {
	if o.Structure == nil {
		return nil
	}
	keys := []scanner.Index{{Name: "PRIMARY", Columns: o.Structure.PrimaryKey, Unique: true}}
	keys = append(keys, o.Structure.Indexes...)
	var walked sortKey
	best := 0
	for _, key := range keys {
		sorted, err := c.sortKeys(o, key)
		if err != nil {
			return err
		}
		if len(sorted) == 0 {
			continue
		}
		index := c.indexed[[3]string{o.Schema, o.Name, key.Name}]
		// All versions of a row have the same key.
		if o.sorted == nil && key.Unique && !o.versioned && len(sorted) == len(key.Columns) && !index.cut {
			o.sorted = sorted
		}
		lead, worth := index.cuts(sorted, key.Unique)
		if worth > best {
			best, o.lead, o.key = worth, nil, sorted[lead].quoted
			for _, k := range sorted[:lead] {
				o.lead = append(o.lead, k.quoted)
			}
		}
		if key.Unique && mysqlWalked[sorted[0].base] && walked.quoted == "" {
			walked = sorted[0]
		}
	}
	if o.key == "" && walked.quoted != "" {
		o.key, o.keyText, o.keyBinary = walked.quoted, true, strings.HasSuffix(walked.base, "binary")
	}
	return nil
}

// cuts returns by which column of a key a table is cut into ranges, as the number of
// columns before it, and how good such ranges are: 3 for a first column of many values, as
// far as is known; 2 where the columns before it have so few values that each group is cut
// by itself; 1 where the ranges begin at few places only; 0 for none.
func (i *mysqlIndex) cuts(sorted []sortKey, unique bool) (lead, worth int) {
	numbers := 0
	for numbers < len(sorted) && mysqlIntegers[sorted[numbers].base] {
		numbers++
	}
	many := func(columns int) bool { return i.keys[columns-1] > mostGroups }
	switch {
	case numbers == 0:
		return 0, 0
	case many(1), unique && (len(i.keys) == 1 || i.keys[0] == 0):
		return 0, 3
	}
	for lead < numbers-1 && !many(lead+1) && i.keys[lead] > 0 {
		lead++
	}
	switch {
	case lead > 0 && many(lead+1):
		return lead, 2
	case unique:
		return 0, 1
	}
	return 0, 0
}

// sortKeys returns the columns of a key up to the first that may be NULL, may
// not be read, or of which no literal can be made.
func (c *mysqlCatalogue) sortKeys(o *object, key scanner.Index) ([]sortKey, error) {
	var sorted []sortKey
	for _, name := range key.Columns {
		i := slices.IndexFunc(o.Columns, func(c scanner.Column) bool { return c.Name == name })
		if i < 0 || !o.Columns[i].NotNull || o.columns[i].denied || !mysqlSorted(o.columns[i].base) {
			break
		}
		quoted, err := c.s.d.dialect.quote(name)
		if err != nil {
			return nil, err
		}
		sorted = append(sorted, sortKey{quoted, o.columns[i].base})
	}
	return sorted, nil
}
