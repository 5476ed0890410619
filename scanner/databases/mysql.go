package databases

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strconv"
	"time"

	"github.com/go-sql-driver/mysql"
)

var mySQL = &dialect{
	quote:   quoteWith("`"),
	cell:    mysqlCell,
	begin:   mysqlBegin,
	end:     "ROLLBACK",
	turn:    "ROLLBACK AND CHAIN",
	list:    mysqlList,
	access:  mysqlAccess,
	plan:    mysqlPlan,
	id:      "SELECT CAST(CONNECTION_ID() AS CHAR)",
	stop:    func(_ *database, id string) string { return "KILL QUERY " + id },
	code:    mysqlCode,
	textual: true,
	query:   mysqlQuery,
}

// mysqlBegin sets the variables of the flavour, which differ in name and unit,
// and opens the transaction.
func mysqlBegin(d *database, _ *object, timeout time.Duration) []string {
	lock := max(1, int64(lockTimeout(timeout).Seconds()))
	// Under READ COMMITTED the server need not keep old versions of rows for us.
	guard := fmt.Sprintf("transaction_read_only = 1, SESSION transaction_isolation = 'READ-COMMITTED', SESSION max_execution_time = %d",
		max(1, timeout.Milliseconds()))
	if d.info.Kind == "mariadb" {
		guard = fmt.Sprintf("tx_read_only = 1, SESSION tx_isolation = 'READ-COMMITTED', SESSION max_statement_time = %.3f", max(0.001, timeout.Seconds()))
	}
	return []string{
		fmt.Sprintf("SET SESSION %s, SESSION lock_wait_timeout = %d, SESSION character_set_results = 'utf8mb4', SESSION sql_select_limit = DEFAULT", guard, lock),
		"START TRANSACTION READ ONLY",
	}
}

// mysqlSkipped are the types whose values are not read.
var mysqlSkipped = map[string]bool{
	"geometry": true, "point": true, "linestring": true, "polygon": true, "multipoint": true, "multilinestring": true,
	"multipolygon": true, "geometrycollection": true, "geomcollection": true, "vector": true,
}

// mysqlAsText are the types whose values come as text or whole numbers without a cast. The
// driver would change fractions, and a year 0000.
var mysqlAsText = map[string]bool{
	"tinyint": true, "smallint": true, "mediumint": true, "int": true, "bigint": true, "decimal": true,
	"date": true, "datetime": true, "timestamp": true, "time": true,
}

var mysqlBinary = map[string]bool{
	"binary": true, "varbinary": true, "tinyblob": true, "blob": true, "mediumblob": true, "longblob": true,
}

var mysqlText = map[string]bool{
	"char": true, "varchar": true, "tinytext": true, "text": true, "mediumtext": true, "longtext": true,
	"json": true, "enum": true, "set": true,
}

// mysqlIntegers are the integer types of a key that can be cut into ranges.
var mysqlIntegers = map[string]bool{"tinyint": true, "smallint": true, "mediumint": true, "int": true, "bigint": true}

// mysqlWalked are the other types of such a key, for which a [speller] makes values.
var mysqlWalked = map[string]bool{"char": true, "varchar": true, "binary": true, "varbinary": true}

func mysqlCell(quoted string, c *column) string {
	switch {
	case c.binary && c.length > 0 && c.length <= headBytes, mysqlAsText[c.base] && !c.padded:
		return quoted
	case c.binary:
		return fmt.Sprintf("IF(LENGTH(%s) > %d, CONCAT(LPAD(LENGTH(%[1]s), %[3]d, '0'), LEFT(%[1]s, %[2]d)), %[1]s)", quoted, headBytes, sizeDigits)
	case mysqlText[c.base] && c.base != "json" && c.length > 0 && c.length <= maxCell:
		return quoted
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
		1205: "lock_timeout", 1969: "timeout", 3024: "timeout", 1356: "broken_view", 1146: "dropped", 1051: "dropped", 1054: "altered", 1412: "altered",
		1792: "read_only_refused", 1053: "connection_lost", 1927: "connection_lost", 4031: "connection_lost", 3159: "tls_failed",
	}
	if name := known[e.Number]; name != "" {
		return name, number
	}
	return "sql_error", number
}

// mysqlPlan samples ranges of a key, whose ends are constants made here. Whether a table is
// small is found out by counting, since the server's estimate of the rows may be half or
// double the truth.
func mysqlPlan(ctx context.Context, s *session, o *object, want int64, rnd *rand.Rand) (*plan, error) {
	if executed(o) {
		return executedPlan(s, o, want)
	}
	if want <= 0 {
		return keyPages(s, o, mysqlKey)
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
	return rangePlan(ctx, s, o, want, rnd, rangeForm{
		key:  func(quoted string) string { return quoted },
		term: func(query string) string { return "(" + query + ")" },
	})
}
