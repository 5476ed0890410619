package databases

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"github.com/datamapbr/datamap/scanner"
)

// Split returns dsn once for each database of a server that it names, as in
// "postgres://host/crm,rh"; a comma in a name is written %2C. Where it names all
// of them, "postgres://host/*", all is true and the one address returned is that
// of a database from which [Siblings] can be asked.
func Split(dsn string) (each []string, all bool) {
	u, err := parse(dsn)
	if err != nil || u.Scheme == "sqlite" {
		return []string{dsn}, false
	}
	path, mysql := u.EscapedPath(), u.Scheme == "mysql" || u.Scheme == "mariadb"
	switch {
	case path == "/*" && mysql:
		return []string{withDatabase(dsn, "")}, false // without a name all are read
	case path == "/*":
		return []string{withDatabase(dsn, "postgres")}, true
	case !strings.Contains(path, ","):
		return []string{dsn}, false
	}
	for _, name := range strings.Split(strings.TrimPrefix(path, "/"), ",") {
		if name != "" {
			each = append(each, withDatabase(dsn, name))
		}
	}
	return each, false
}

// Share makes two open databases of the same server close each connection after its use,
// so that together they have no more connections than one may have. It does nothing to
// databases of different servers.
func Share(a, b scanner.Source) {
	x, _ := a.(*database)
	y, _ := b.(*database)
	if x != nil && y != nil && x.info.Server != "" && x.info.Server == y.info.Server {
		x.pool.SetMaxIdleConns(0)
		y.pool.SetMaxIdleConns(0)
	}
}

// withDatabase returns dsn with another name of the database, which must be escaped.
// Everything else stays as it was written.
func withDatabase(dsn, escaped string) string {
	scheme, rest, _ := strings.Cut(dsn, "://")
	rest, query, asked := strings.Cut(rest, "?")
	host, _, _ := strings.Cut(rest, "/")
	out := scheme + "://" + host + "/" + escaped
	if asked {
		out += "?" + query
	}
	return out
}

// Siblings returns the address of every database on the server of src, a PostgreSQL
// database that dsn opens, including those that its user may not connect to.
func Siblings(ctx context.Context, src scanner.Source, dsn string) ([]string, error) {
	d, ok := src.(*database)
	if !ok || d.info.Kind != "postgres" {
		return []string{dsn}, nil
	}
	defer d.links.hurry(ctx)()
	s, err := d.session(ctx, &object{}, d.opt.Timeout)
	if err != nil {
		return nil, fmt.Errorf("listing the databases of %q: %w", d.info.Name, err)
	}
	defer s.close(ctx)
	var each []string
	err = s.rows(ctx, "SELECT datname FROM pg_database WHERE datname NOT IN ('template0', 'template1') ORDER BY datname", func(rows *sql.Rows) error {
		var name string
		if err := rows.Scan(&name); err != nil {
			return err
		}
		each = append(each, withDatabase(dsn, escapePath(name)))
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("listing the databases of %q: %w", d.info.Name, err)
	}
	return each, nil
}

// escapePath escapes everything in a name that could mean something in a URL.
func escapePath(name string) string {
	var b strings.Builder
	for _, c := range []byte(name) {
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', c == '_', c == '-', c == '.':
			b.WriteByte(c)
		default:
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}
