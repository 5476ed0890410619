// Package databases reads PostgreSQL, MySQL, MariaDB and SQLite: one engine and
// a dialect for each.
//
// It only reads: every table in a short read-only transaction with statement
// and lock timeouts, no view executed, identifiers quoted and qualified, at
// most two connections, nothing left running when the reader stops.
package databases

import (
	"context"
	"errors"
	"net"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"github.com/datamapbr/datamap/scanner"
)

// Options say how to connect and how long to wait. The zero value works.
type Options struct {
	Password       Secret        // takes precedence over all others
	Timeout        time.Duration // of each statement; 0 means 60 s
	ConnectTimeout time.Duration // 0 means 10 s
	AppName        string        // how the server lists us; "" means datamap
	InsecureTLS    bool          // encrypt, but accept any certificate
	Views          bool          // read views and foreign tables too: it runs code of the database, and of other servers
}

func (o Options) filled() Options {
	if o.Timeout <= 0 {
		o.Timeout = time.Minute
	}
	if o.ConnectTimeout <= 0 {
		o.ConnectTimeout = 10 * time.Second
	}
	if o.AppName == "" {
		o.AppName = "datamap"
	}
	return o
}

// maxConnections is the most connections that a source has open, or that all sources on a
// server that [Share] it have open together.
const maxConnections = 2

// ErrDSN is wrapped by the error of [Open] for a connection string that cannot be
// understood. The error repeats no part of it.
var ErrDSN = errors.New("malformed connection string")

// schemes lists the prefixes of a connection string.
var schemes = []string{"postgres://", "postgresql://", "mysql://", "mariadb://", "sqlite:"}

// IsDSN reports whether arg is a connection string and not a path.
func IsDSN(arg string) bool {
	for _, s := range schemes {
		if len(arg) >= len(s) && strings.EqualFold(arg[:len(s)], s) {
			return true
		}
	}
	return false
}

// Is reports whether path has the extension of a SQLite database.
func Is(path string) bool {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".db", ".sqlite", ".sqlite3":
		return true
	}
	return false
}

// PasswordInURL reports whether dsn itself holds a password, which then shows
// in the process list and the shell history.
func PasswordInURL(dsn string) bool {
	u, err := parse(dsn)
	if err != nil {
		// What cannot be parsed may hold one all the same.
		return IsDSN(dsn) && strings.Contains(dsn, "@")
	}
	return passwordOf(u) != ""
}

// Open connects to the database that dsn names: a URL of the schemes postgres,
// postgresql, mysql, mariadb, "sqlite:path", or the path of a SQLite file.
//
// An error wraps a *[scanner.Fault], or [ErrDSN]; its text holds no part of dsn
// but host, port, database or path.
func Open(ctx context.Context, dsn string, opt Options) (scanner.Source, error) {
	opt = opt.filled()
	sweep()
	for _, pause := range pauses {
		src, err := open(ctx, dsn, opt)
		if !is(err, "too_many_connections") || wait(ctx, pause) != nil {
			return src, err
		}
	}
	return open(ctx, dsn, opt)
}

func open(ctx context.Context, dsn string, opt Options) (scanner.Source, error) {
	if !IsDSN(dsn) {
		return openSQLite(ctx, dsn, opt)
	}
	scheme, rest, _ := strings.Cut(dsn, ":")
	switch strings.ToLower(scheme) {
	case "sqlite":
		return openSQLite(ctx, rest, opt)
	case "postgres", "postgresql":
		return openPostgres(ctx, dsn, opt)
	}
	return openMySQL(ctx, dsn, opt)
}

// parse reads a URL. It refuses one whose password has characters that should have been
// escaped: net/url would take part of the password for the host or the database, and it
// would be shown.
func parse(dsn string) (*url.URL, error) {
	if !IsDSN(dsn) {
		return nil, ErrDSN
	}
	u, err := url.Parse(dsn)
	if err != nil || u.Fragment != "" || strings.HasSuffix(dsn, "#") {
		return nil, ErrDSN
	}
	if _, rest, _ := strings.Cut(dsn, "://"); u.User == nil && strings.Contains(rest, "@") {
		return nil, ErrDSN
	}
	if strings.Contains(u.Path, "@") || strings.ContainsAny(u.Host, "@?#/") {
		return nil, ErrDSN
	}
	if _, err := url.ParseQuery(u.RawQuery); err != nil {
		return nil, ErrDSN
	}
	u.Scheme = strings.ToLower(u.Scheme)
	return u, nil
}

// passwordOf returns the password that stands in a URL, or "".
func passwordOf(u *url.URL) string {
	if u.User != nil {
		if p, _ := u.User.Password(); p != "" {
			return p
		}
	}
	return u.Query().Get("password")
}

// loopback reports whether host is this machine: there a connection needs no TLS.
func loopback(host string) bool {
	if host == "" || host == "localhost" || strings.HasPrefix(host, "/") || strings.HasPrefix(host, "@") {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}
