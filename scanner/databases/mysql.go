package databases

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/go-sql-driver/mysql"

	"github.com/datamapbr/datamap/scanner"
)

var mySQL = &dialect{
	quote: quoteWith("`"),
	cell:  mysqlCell,
	begin: mysqlBegin,
	end:   "ROLLBACK",
	list:  mysqlList,
	plan:  mysqlPlan,
	id:    "SELECT CAST(CONNECTION_ID() AS CHAR)",
	stop:  func(_ *database, id string) string { return "KILL QUERY " + id },
	code:  mysqlCode,
	text: func(_ *database, cell []byte, _ bool) []byte {
		if !utf8.Valid(cell) {
			return nil // a VARBINARY that is not text
		}
		return cell
	},
}

// mysqlBegin sets the variables of the flavour, which differ in name and unit,
// and opens the transaction.
func mysqlBegin(d *database, _ *object, timeout time.Duration) []string {
	lock := max(1, int64(min(lockTimeout, timeout).Seconds()))
	guard := fmt.Sprintf("transaction_read_only = 1, SESSION max_execution_time = %d", max(1, timeout.Milliseconds()))
	if d.info.Kind == "mariadb" {
		guard = fmt.Sprintf("tx_read_only = 1, SESSION max_statement_time = %.3f", max(0.001, timeout.Seconds()))
	}
	return []string{
		fmt.Sprintf("SET SESSION %s, SESSION lock_wait_timeout = %d, SESSION character_set_results = 'utf8mb4', SESSION sql_select_limit = DEFAULT", guard, lock),
		"START TRANSACTION READ ONLY",
	}
}

// mysqlSkipped are the types whose values are not text in any form.
var mysqlSkipped = map[string]bool{
	"binary": true, "tinyblob": true, "blob": true, "mediumblob": true, "longblob": true, "geometry": true, "point": true,
	"linestring": true, "polygon": true, "multipoint": true, "multilinestring": true, "multipolygon": true,
	"geometrycollection": true, "geomcollection": true, "vector": true,
}

var mysqlText = map[string]bool{
	"char": true, "varchar": true, "tinytext": true, "text": true, "mediumtext": true, "longtext": true,
	"json": true, "enum": true, "set": true, "varbinary": true,
}

// mysqlIntegers are the types that a key to be cut into ranges may have.
var mysqlIntegers = map[string]bool{"tinyint": true, "smallint": true, "mediumint": true, "int": true, "bigint": true}

// mysqlWalked are the other types of a key in which places can be spelled.
var mysqlWalked = map[string]bool{"char": true, "varchar": true, "binary": true, "varbinary": true}

func mysqlCell(quoted string, c *column) string {
	switch {
	case mysqlText[c.base]:
		return fmt.Sprintf("LEFT(%s, %d)", quoted, maxCell)
	case c.base == "bit":
		return "CAST(" + quoted + " + 0 AS CHAR)"
	}
	return "CAST(" + quoted + " AS CHAR)"
}

func mysqlCode(err error) (string, string) {
	var e *mysql.MySQLError
	if !errors.As(err, &e) {
		return "", ""
	}
	number := strconv.Itoa(int(e.Number))
	known := map[uint16]string{
		1045: "authentication_failed", 1698: "authentication_failed", 1044: "permission_denied", 1142: "permission_denied",
		1143: "permission_denied", 1227: "permission_denied", 1370: "permission_denied",
		1049: "database_unknown", 1040: "too_many_connections", 1203: "too_many_connections", 1226: "too_many_connections",
		1205: "lock_timeout", 1969: "timeout", 3024: "timeout", 1356: "broken_view", 1146: "dropped", 1051: "dropped",
		1792: "read_only_refused", 1053: "connection_lost", 1927: "connection_lost", 4031: "connection_lost", 3159: "tls_failed",
	}
	if name := known[e.Number]; name != "" {
		return name, number
	}
	return "sql_error", number
}

// Without a database in the URL all that are not the server's own are read.
const mysqlWhere = ` WHERE %s.table_schema NOT IN ('mysql', 'information_schema', 'performance_schema', 'sys')
  AND (DATABASE() IS NULL OR %[1]s.table_schema = DATABASE())`

const mysqlTables = `SELECT t.table_schema, t.table_name, t.table_type, coalesce(t.engine, ''), t.table_rows, coalesce(t.table_comment, '')
FROM information_schema.tables t`

const mysqlColumns = `SELECT c.table_schema, c.table_name, c.column_name, c.column_type, c.data_type, coalesce(c.column_comment, ''),
  coalesce(c.privileges, '')
FROM information_schema.columns c`

// The first column of the primary key, or of a unique key.
const mysqlKeys = `SELECT s.table_schema, s.table_name, s.index_name, s.column_name, c.data_type
FROM information_schema.statistics s JOIN information_schema.columns c USING (table_schema, table_name, column_name)`

// mysqlRemote are the storage engines whose rows lie on another server.
var mysqlRemote = map[string]bool{"FEDERATED": true, "CONNECT": true, "SPIDER": true, "S3": true}

func mysqlList(ctx context.Context, s *session) ([]object, error) {
	var objects []object
	err := s.rows(ctx, mysqlTables+fmt.Sprintf(mysqlWhere, "t"), func(rows *sql.Rows) error {
		var o object
		var kind, engine string
		var n sql.NullInt64
		if err := rows.Scan(&o.Schema, &o.Name, &kind, &engine, &n, &o.Comment); err != nil {
			return err
		}
		o.Kind, o.Rows = "table", -1
		if n.Valid {
			o.Rows, o.RowsEstimated = n.Int64, true
		}
		switch {
		case strings.HasSuffix(kind, "VIEW"):
			o.Kind, o.State, o.Reason.Code = "view", scanner.Listed, "view"
			// The server puts what is wrong with a view where its comment stands.
			if o.Comment != "VIEW" {
				o.State, o.Reason = scanner.NotRead, scanner.Reason{Code: "broken_view", Detail: "1356"}
			}
			o.Comment, o.Rows, o.RowsEstimated = "", -1, false
		case kind == "SEQUENCE":
			return nil
		case mysqlRemote[engine]:
			o.Kind, o.State, o.Reason.Code = "foreign_table", scanner.Listed, "foreign_table"
		}
		objects = append(objects, o)
		return nil
	})
	if err != nil {
		return nil, err
	}
	byName := make(map[[2]string]*object, len(objects))
	for i := range objects {
		byName[[2]string{objects[i].Schema, objects[i].Name}] = &objects[i]
	}
	if err := mysqlListColumns(ctx, s, byName); err != nil {
		return nil, err
	}
	return objects, mysqlListKeys(ctx, s, byName)
}

func mysqlListColumns(ctx context.Context, s *session, byName map[[2]string]*object) error {
	denied := map[*object]int64{}
	err := s.rows(ctx, mysqlColumns+fmt.Sprintf(mysqlWhere, "c")+" ORDER BY c.table_schema, c.table_name, c.ordinal_position", func(rows *sql.Rows) error {
		var schema, table, base, privileges string
		var c scanner.Column
		if err := rows.Scan(&schema, &table, &c.Name, &c.DataType, &base, &c.Comment, &privileges); err != nil {
			return err
		}
		o := byName[[2]string{schema, table}]
		if o == nil {
			return nil // created between the two statements, or a sequence
		}
		base = strings.ToLower(base)
		c.DataType, c.Position = strings.ToLower(c.DataType), len(o.Columns)+1
		readable := strings.Contains(privileges, "select")
		c.Skip = mysqlSkipped[base] || !readable
		if !readable {
			denied[o]++
		}
		o.Columns = append(o.Columns, c)
		o.columns = append(o.columns, column{base: base})
		return nil
	})
	for o, n := range denied {
		reason := scanner.Reason{Code: "permission_denied", Detail: "1142"}
		switch {
		case o.State != "":
		case n == int64(len(o.Columns)):
			o.State, o.Reason = scanner.NotRead, reason
		default:
			reason.Count = n
			o.gaps = append(o.gaps, reason)
		}
	}
	return err
}

func mysqlListKeys(ctx context.Context, s *session, byName map[[2]string]*object) error {
	where := fmt.Sprintf(mysqlWhere, "s") + " AND s.seq_in_index = 1 AND s.non_unique = 0 AND c.is_nullable = 'NO' ORDER BY s.index_name = 'PRIMARY', s.index_name"
	return s.rows(ctx, mysqlKeys+where, func(rows *sql.Rows) error {
		var schema, table, index, name, base string
		if err := rows.Scan(&schema, &table, &index, &name, &base); err != nil {
			return err
		}
		o, base := byName[[2]string{schema, table}], strings.ToLower(base)
		integer := mysqlIntegers[base]
		if o == nil || !integer && !mysqlWalked[base] || o.key != "" && !o.keyText && !integer {
			return nil
		}
		quoted, err := s.d.dialect.quote(name)
		// Of keys of one kind the primary key comes last and wins.
		o.key, o.keyText, o.keyBinary = quoted, !integer, strings.HasSuffix(base, "binary")
		return err
	})
}

// mysqlPlan samples ranges of a key, whose ends are constants made here. The server's estimate of the rows may be half or double the truth, so
// small tables are told by counting.
func mysqlPlan(ctx context.Context, s *session, o *object, want int64, rnd *rand.Rand) (*plan, error) {
	if want <= 0 {
		return wholePlan(s, o, 0)
	}
	if !o.RowsEstimated || o.Rows <= 10*want {
		fits, err := small(ctx, s, o, want)
		if err != nil {
			return nil, err
		}
		if fits {
			return wholePlan(s, o, want)
		}
	}
	if o.key == "" {
		return headPlan(s, o, want)
	}
	if o.keyText {
		return mysqlWalk(ctx, s, o, want, rnd)
	}
	return rangePlan(ctx, s, o, want, rnd,
		func(key string) string { return "CAST(" + key + " AS CHAR)" },
		func(term string) string { return "(" + term + ")" })
}
