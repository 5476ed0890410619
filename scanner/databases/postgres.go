package databases

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/lib/pq"
	"golang.org/x/text/encoding/charmap"

	"github.com/datamapbr/datamap/scanner"
)

var postgres = &dialect{
	quote: quoteWith(`"`),
	cell:  postgresCell,
	begin: postgresBegin,
	end:   "ROLLBACK",
	list:  postgresList,
	only:  true,
	plan:  postgresPlan,
	id:    "SELECT pg_backend_pid()::text",
	stop: func(d *database, id string) string {
		// Behind a connection pooler the number may be somebody else's by now.
		return fmt.Sprintf("SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE pid = %s AND application_name = %s AND usename = current_user",
			id, pq.QuoteLiteral(d.opt.AppName))
	},
	code: postgresCode,
	text: postgresText,
}

// postgresBegin opens the transaction in one round trip. Everything is local to
// it, so that it also works through a transaction pooler.
func postgresBegin(d *database, o *object, timeout time.Duration) []string {
	security := "off" // an error instead of rows that are silently missing
	if o.openRLS {
		security = "on"
	}
	encoding := ""
	if d.raw {
		encoding = "; SET LOCAL client_encoding = 'SQL_ASCII'"
	}
	return []string{fmt.Sprintf("BEGIN READ ONLY; SET LOCAL statement_timeout = %d; SET LOCAL lock_timeout = %d; "+
		"SET LOCAL row_security = %s; SET LOCAL search_path = pg_catalog; SET LOCAL max_parallel_workers_per_gather = 0; "+
		"SET LOCAL synchronize_seqscans = off%s",
		timeout.Milliseconds(), min(lockTimeout, timeout).Milliseconds(), security, encoding)}
}

// postgresBinary are the types whose values are not text in any form.
var postgresBinary = map[string]bool{"bytea": true, "geometry": true, "geography": true, "raster": true}

// postgresShort are the types whose text is always short: cutting would cost for nothing.
var postgresShort = map[string]bool{
	"bool": true, "int2": true, "int4": true, "int8": true, "float4": true, "float8": true, "oid": true, "money": true,
	"date": true, "time": true, "timetz": true, "timestamp": true, "timestamptz": true, "interval": true, "uuid": true,
	"inet": true, "cidr": true, "macaddr": true, "macaddr8": true, "char": true, "name": true,
}

func postgresCell(quoted string, c *column) string {
	if postgresShort[c.base] {
		return quoted + "::text"
	}
	return fmt.Sprintf("left(%s::text, %d)", quoted, maxCell)
}

// postgresText decodes the bytes of an SQL_ASCII database, which are in any
// encoding: UTF-8 where they can be, else what Windows wrote.
func postgresText(d *database, cell []byte, _ bool) []byte {
	if !d.raw || utf8.Valid(cell) {
		return cell
	}
	decoded, err := charmap.Windows1252.NewDecoder().Bytes(cell)
	if err != nil {
		return nil
	}
	return decoded
}

func postgresCode(err error) (string, string) {
	var e *pq.Error
	if !errors.As(err, &e) {
		return "", ""
	}
	code := string(e.Code)
	switch {
	case code == "42501" && e.Routine == "check_enable_rls":
		return "row_security", code
	case code == "28P01", strings.HasPrefix(code, "28"):
		return "authentication_failed", code
	case code == "57014":
		return "timeout", code
	case strings.HasPrefix(code, "08"), code == "57P01", code == "57P02", code == "57P05":
		return "connection_lost", code
	}
	known := map[string]string{
		"3D000": "database_unknown", "53300": "too_many_connections", "42501": "permission_denied", "55P03": "lock_timeout",
		"42P01": "dropped", "3F000": "dropped", "55000": "materialized_view_unpopulated", "25006": "read_only_refused",
	}
	if name := known[code]; name != "" {
		return name, code
	}
	return "sql_error", code
}

// postgresUser leaves out the system's schemas; the prefix is reserved.
const postgresUser = `c.relkind IN ('r','p','v','m','f') AND NOT c.relispartition
  AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'`

const postgresTables = `SELECT c.oid, n.nspname, c.relname, c.relkind::text, c.relispopulated, c.reltuples::float8, c.relpages,
  coalesce(obj_description(c.oid, 'pg_class'), ''), coalesce(has_schema_privilege(n.oid, 'USAGE'), false)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE ` + postgresUser

// The type below a domain is looked up one level deep.
const postgresColumns = `SELECT c.oid, a.attname, format_type(a.atttypid, a.atttypmod), coalesce(b.typname, t.typname),
  coalesce(col_description(c.oid, a.attnum), ''), coalesce(has_column_privilege(c.oid, a.attnum, 'SELECT'), false)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
JOIN pg_type t ON t.oid = a.atttypid LEFT JOIN pg_type b ON b.oid = t.typbasetype
WHERE ` + postgresUser + ` ORDER BY c.oid, a.attnum`

var postgresKinds = map[string]string{
	"r": "table", "p": "partitioned_table", "v": "view", "m": "materialized_view", "f": "foreign_table",
}

func postgresList(ctx context.Context, s *session) ([]object, error) {
	var objects []object
	denied := map[uint32]int64{} // columns that may not be read
	err := s.rows(ctx, postgresTables, func(rows *sql.Rows) error {
		var o object
		var kind string
		var populated, usage bool
		var tuples float64
		var pages int64
		if err := rows.Scan(&o.oid, &o.Schema, &o.Name, &kind, &populated, &tuples, &pages, &o.Comment, &usage); err != nil {
			return err
		}
		o.Kind = postgresKinds[kind]
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
		objects = append(objects, o)
		return nil
	})
	if err != nil {
		return nil, err
	}
	byOID := make(map[uint32]*object, len(objects))
	for i := range objects {
		byOID[objects[i].oid] = &objects[i]
	}
	err = s.rows(ctx, postgresColumns, func(rows *sql.Rows) error {
		var oid uint32
		var c scanner.Column
		var base string
		var readable bool
		if err := rows.Scan(&oid, &c.Name, &c.DataType, &base, &c.Comment, &readable); err != nil {
			return err
		}
		o := byOID[oid]
		if o == nil {
			return nil // created between the two statements
		}
		c.DataType = strings.ToLower(c.DataType)
		c.Position = len(o.Columns) + 1
		c.Skip = postgresBinary[base] || !readable
		if !readable {
			denied[oid]++
		}
		o.Columns = append(o.Columns, c)
		o.columns = append(o.columns, column{base: base})
		return nil
	})
	if err != nil {
		return nil, err
	}
	for i := range objects {
		o := &objects[i]
		n := denied[o.oid]
		reason := scanner.Reason{Code: "permission_denied", Detail: "42501"}
		switch {
		case n == 0 || o.State != "":
		case n == int64(len(o.Columns)):
			o.State, o.Reason = scanner.NotRead, reason
		default:
			reason.Count = n
			o.gaps = append(o.gaps, reason)
		}
	}
	return objects, nil
}
