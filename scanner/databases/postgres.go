package databases

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/lib/pq"
)

var postgres = &dialect{
	quote:  quoteWith(`"`),
	cell:   postgresCell,
	begin:  postgresBegin,
	end:    "ROLLBACK",
	list:   postgresList,
	access: postgresAccess,
	only:   true,
	plan:   postgresPlan,
	id:     "SELECT pg_backend_pid()::text",
	stop: func(d *database, id string) string {
		// Behind a connection pooler the session may be somebody else's by now.
		return fmt.Sprintf("SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE pid = %s AND application_name = %s AND usename = current_user",
			id, pq.QuoteLiteral(d.opt.AppName))
	},
	code:  postgresCode,
	query: postgresQuery,
}

// postgresBegin opens the transaction in one round trip. Everything is local to
// it, so that it also works through a transaction pooler.
func postgresBegin(d *database, o *object, timeout time.Duration) []string {
	security := "off" // an error instead of rows that are silently missing
	if o.openRLS {
		security = "on"
	}
	encoding := ""
	if d.charset == noCharset || d.charset != "" && o.Name != "" { // names and comments are converted where they can be
		encoding = "; SET LOCAL client_encoding = 'SQL_ASCII'"
	}
	search := "SET LOCAL search_path = pg_catalog; "
	if executed(o) {
		search = "" // its functions may count on that of the user
	}
	return []string{fmt.Sprintf("BEGIN READ ONLY; SET LOCAL statement_timeout = %d; SET LOCAL lock_timeout = %d; "+
		"SET LOCAL row_security = %s; %sSET LOCAL max_parallel_workers_per_gather = 0; "+
		"SET LOCAL synchronize_seqscans = off%s",
		timeout.Milliseconds(), shorter(lockTimeout(timeout), d.limits.lock).Milliseconds(), security, search, encoding)}
}

// postgresSkipped are the types whose values are not read.
var postgresSkipped = map[string]bool{"_bytea": true, "geometry": true, "geography": true, "raster": true}

// postgresShort are the types whose text is always short and need not be cut.
var postgresShort = map[string]bool{
	"bool": true, "float4": true, "float8": true, "oid": true, "money": true,
	"date": true, "time": true, "timetz": true, "timestamp": true, "timestamptz": true, "interval": true, "uuid": true,
	"inet": true, "cidr": true, "macaddr": true, "macaddr8": true, "char": true, "name": true,
}

func postgresCell(quoted string, c *column) string {
	switch {
	case c.binary:
		return fmt.Sprintf("CASE WHEN octet_length(%s) > %d THEN lpad(octet_length(%[1]s)::text, %[3]d, '0')::bytea || substring(%[1]s FROM 1 FOR %[2]d) ELSE %[1]s END",
			quoted, headBytes, sizeDigits)
	case c.base == "varchar" && c.length > 0 && c.length <= maxCell:
		return quoted
	case c.base == "int2" || c.base == "int4" || c.base == "int8": // whole numbers come as such
		return quoted
	case postgresShort[c.base]:
		return quoted + "::text"
	}
	return fmt.Sprintf("left(%s::text, %d)", quoted, maxCell)
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
	case strings.HasPrefix(code, "28"):
		return "authentication_failed", code
	case code == "57014", code == "25P04":
		return "timeout", code
	case strings.HasPrefix(code, "08"), code == "57P01", code == "57P02", code == "57P05", code == "25P03":
		return "connection_lost", code
	}
	known := map[string]string{
		"3D000": "database_unknown", "53300": "too_many_connections", "42501": "permission_denied", "55P03": "lock_timeout",
		"42P01": "dropped", "3F000": "dropped", "42703": "altered", "55000": "materialized_view_unpopulated", "25006": "read_only_refused",
		"40001": "standby_conflict", "57P03": "connection_refused",
	}
	if name := known[code]; name != "" {
		return name, code
	}
	return "sql_error", code
}
