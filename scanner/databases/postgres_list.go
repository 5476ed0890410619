package databases

import (
	"context"
	"database/sql"
	"math"
	"slices"
	"strings"

	"github.com/datamapbr/datamap/scanner"
)

// postgresUser leaves out the system's schemas; the prefix is reserved.
const postgresUser = `c.relkind IN ('r','p','v','m','f') AND NOT c.relispartition
  AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'`

const postgresTables = `SELECT c.oid, n.nspname, c.relname, c.relkind::text, c.relispopulated, c.reltuples::float8, c.relpages,
  coalesce(obj_description(c.oid, 'pg_class'), ''), coalesce(has_schema_privilege(n.oid, 'USAGE'), false)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE ` + postgresUser

// A type is followed down to what its domain, or the domain of that, is made of.
const postgresColumns = `WITH RECURSIVE base(oid, type, modifier) AS (
  SELECT oid, typbasetype, typtypmod FROM pg_type WHERE typtype = 'd'
  UNION ALL SELECT b.oid, t.typbasetype, t.typtypmod FROM base b JOIN pg_type t ON t.oid = b.type AND t.typtype = 'd')
SELECT c.oid, a.attname, format_type(a.atttypid, a.atttypmod), t.typname,
  CASE WHEN t.typname IN ('varchar', 'bpchar') THEN greatest(coalesce(b.modifier, a.atttypmod) - 4, 0) ELSE 0 END, a.attnotnull,
  coalesce(col_description(c.oid, a.attnum), ''), coalesce(has_column_privilege(c.oid, a.attnum, 'SELECT'), false)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
LEFT JOIN base b ON b.oid = a.atttypid JOIN pg_type t ON t.oid = coalesce(b.type, a.atttypid) AND t.typtype <> 'd'
WHERE ` + postgresUser + ` ORDER BY c.oid, a.attnum`

// Sizes are the pages at the last vacuum: asking for today's would wait for the
// lock of whoever is changing the table. Parts count for the whole.
const postgresSizes = `WITH RECURSIVE tree(root, oid) AS (
  SELECT c.oid, c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE ` + postgresUser + `
  UNION ALL SELECT t.root, i.inhrelid FROM tree t JOIN pg_class p ON p.oid = t.oid AND p.relkind = 'p' JOIN pg_inherits i ON i.inhparent = p.oid)
SELECT t.root, n.nspname, c.relname, c.relkind::text, c.reltuples::float8, c.relpages,
  (c.relpages + coalesce(o.relpages, 0) + coalesce((SELECT sum(y.relpages) FROM pg_index x JOIN pg_class y ON y.oid = x.indexrelid
    WHERE x.indrelid IN (c.oid, c.reltoastrelid)), 0)) * current_setting('block_size')::bigint
FROM tree t JOIN pg_class c ON c.oid = t.oid JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_class o ON o.oid = c.reltoastrelid
ORDER BY t.root, n.nspname, c.relname`

const postgresIndexes = `SELECT c.oid, i.relname, x.indisprimary, x.indisunique, coalesce(a.attname, '')
FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class c ON c.oid = x.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
CROSS JOIN unnest((x.indkey::int2[])[0:x.indnkeyatts - 1]) WITH ORDINALITY AS k(attnum, place)
LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum AND k.attnum > 0
WHERE ` + postgresUser + ` ORDER BY c.oid, i.relname, k.place`

const postgresForeignKeys = `SELECT c.oid, k.place = 1, m.nspname, f.relname, a.attname, b.attname
FROM pg_constraint r JOIN pg_class c ON c.oid = r.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_class f ON f.oid = r.confrelid JOIN pg_namespace m ON m.oid = f.relnamespace
CROSS JOIN unnest(r.conkey, r.confkey) WITH ORDINALITY AS k(own, other, place)
JOIN pg_attribute a ON a.attrelid = r.conrelid AND a.attnum = k.own JOIN pg_attribute b ON b.attrelid = r.confrelid AND b.attnum = k.other
WHERE r.contype = 'f' AND ` + postgresUser + ` ORDER BY c.oid, r.conname, k.place`

// A table that others inherit from has statistics with and without them.
const postgresStatistics = `SELECT c.oid, s.attname, s.null_frac::float8
FROM pg_stats s JOIN pg_namespace n ON n.nspname = s.schemaname JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = s.tablename
WHERE s.inherited = (c.relkind = 'p') AND ` + postgresUser

var postgresKinds = map[string]string{
	"r": "table", "p": "partitioned_table", "v": "view", "m": "materialized_view", "f": "foreign_table",
}

// A postgresCatalogue is the catalogue of one database while it is being read.
// What is created between two of its statements is left out.
type postgresCatalogue struct {
	s       *session
	objects []*object
	byOID   map[uint32]*object
}

func postgresList(ctx context.Context, s *session) ([]*object, error) {
	c := &postgresCatalogue{s: s, byOID: map[uint32]*object{}}
	for _, part := range []func(context.Context) error{c.tables, c.columns, c.sizes, c.indexes, c.foreignKeys, c.statistics, c.largeObjects} {
		if err := part(ctx); err != nil {
			return nil, err
		}
	}
	return c.objects, nil
}

func (c *postgresCatalogue) tables(ctx context.Context) error {
	return c.s.rows(ctx, postgresTables, func(rows *sql.Rows) error {
		o := &object{}
		var kind string
		var populated, usage bool
		var tuples float64
		var pages int64
		if err := rows.Scan(&o.oid, &o.Schema, &o.Name, &kind, &populated, &tuples, &pages, &o.Comment, &usage); err != nil {
			return err
		}
		o.Kind, o.Comment = postgresKinds[kind], c.readable(o.Comment)
		o.Rows = -1
		if tuples > 0 || tuples == 0 && pages > 0 {
			o.Rows, o.RowsEstimated = int64(tuples), true
		}
		switch {
		case kind == "v":
			o.State, o.Reason.Code = scanner.Listed, "view"
		case kind == "f":
			o.State, o.Reason.Code = scanner.Listed, "foreign_table"
		case !usage:
			o.State, o.Reason = scanner.NotRead, scanner.Reason{Code: "permission_denied", Detail: "42501"}
		case kind == "m" && !populated:
			o.State, o.Reason.Code = scanner.Listed, "materialized_view_unpopulated"
		}
		c.objects = append(c.objects, o)
		c.byOID[o.oid] = o
		return nil
	})
}

// readable is a comment as people read it.
func (c *postgresCatalogue) readable(comment string) string {
	if c.s.d.charset == noCharset {
		return string(repaired([]byte(comment)))
	}
	return comment
}

// columns lists the columns, and tells which tables may not be read and which
// only in part.
func (c *postgresCatalogue) columns(ctx context.Context) error {
	denied := map[*object]int64{}
	err := c.s.rows(ctx, postgresColumns, func(rows *sql.Rows) error {
		var oid uint32
		var col scanner.Column
		var base string
		var length int64
		var readable bool
		if err := rows.Scan(&oid, &col.Name, &col.DataType, &base, &length, &col.NotNull, &col.Comment, &readable); err != nil {
			return err
		}
		o := c.byOID[oid]
		if o == nil {
			return nil
		}
		col.DataType, col.Comment = strings.ToLower(col.DataType), c.readable(col.Comment)
		col.Position = len(o.Columns) + 1
		col.Skip = postgresSkipped[base] || !readable
		if !readable {
			denied[o]++
		}
		o.Columns = append(o.Columns, col)
		o.columns = append(o.columns, column{base: base, length: length, binary: base == "bytea", denied: !readable})
		return nil
	})
	for o, n := range denied {
		o.deny(n, "42501")
	}
	return err
}

// sizes adds up the parts of every table, and lists those of a partitioned one.
func (c *postgresCatalogue) sizes(ctx context.Context) error {
	unknown := map[*object]bool{} // some part was never counted
	err := c.s.rows(ctx, postgresSizes, func(rows *sql.Rows) error {
		var root uint32
		var schema, name, kind string
		var tuples float64
		var pages, bytes int64
		if err := rows.Scan(&root, &schema, &name, &kind, &tuples, &pages, &bytes); err != nil {
			return err
		}
		o := c.byOID[root]
		if o == nil || o.Kind == "view" || o.Kind == "foreign_table" {
			return nil
		}
		counted := tuples > 0 || tuples == 0 && pages > 0 // by a vacuum, on which the size depends too
		if kind != "p" && counted {
			o.structure().Bytes += bytes
		}
		if o.Kind != "partitioned_table" || kind == "p" {
			return nil
		}
		o.structure().Partitions = append(o.structure().Partitions, schema+"."+name)
		if unknown[o] = unknown[o] || !counted; !unknown[o] {
			if n := len(o.Structure.Partitions); n == 1 {
				o.Rows = 0
			}
			o.Rows, o.RowsEstimated = o.Rows+int64(tuples), true
		}
		return nil
	})
	for o, never := range unknown {
		if never {
			o.Rows, o.RowsEstimated, o.Structure.Bytes = -1, false, 0
		}
	}
	return err
}

func (c *postgresCatalogue) indexes(ctx context.Context) error {
	return c.s.rows(ctx, postgresIndexes, func(rows *sql.Rows) error {
		var oid uint32
		var index, col string
		var primary, unique bool
		if err := rows.Scan(&oid, &index, &primary, &unique, &col); err != nil {
			return err
		}
		if o := c.byOID[oid]; o != nil {
			o.addIndex(index, col, primary, unique)
		}
		return nil
	})
}

func (c *postgresCatalogue) foreignKeys(ctx context.Context) error {
	return c.s.rows(ctx, postgresForeignKeys, func(rows *sql.Rows) error {
		var oid uint32
		var first bool
		var schema, table, col, other string
		if err := rows.Scan(&oid, &first, &schema, &table, &col, &other); err != nil {
			return err
		}
		if o := c.byOID[oid]; o != nil {
			o.addForeignKey(first, schema, table, col, other)
		}
		return nil
	})
}

func (c *postgresCatalogue) statistics(ctx context.Context) error {
	return c.s.rows(ctx, postgresStatistics, func(rows *sql.Rows) error {
		var oid uint32
		var name string
		var share float64
		if err := rows.Scan(&oid, &name, &share); err != nil {
			return err
		}
		if o := c.byOID[oid]; o != nil {
			if i := slices.IndexFunc(o.Columns, func(c scanner.Column) bool { return c.Name == name }); i >= 0 {
				o.Columns[i].NullShare = rounded(share)
			}
		}
		return nil
	})
}

// largeObjects lists the binary values that stand in no table of anybody's, as one
// object, where there are any.
func (c *postgresCatalogue) largeObjects(ctx context.Context) error {
	var there bool
	if err := c.s.value(ctx, "SELECT EXISTS (SELECT FROM pg_largeobject_metadata)", &there); err != nil || !there {
		return err
	}
	c.objects = append(c.objects, &object{Table: scanner.Table{Schema: "pg_catalog", Name: "pg_largeobject", Kind: "large_objects", Rows: -1,
		State: scanner.Listed, Reason: scanner.Reason{Code: "large_objects"}}})
	return nil
}

// rounded returns a share with four decimals.
func rounded(share float64) *float64 {
	share = math.Round(share*1e4) / 1e4
	return &share
}
