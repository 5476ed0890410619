// Package dbtest gives tests real database servers and fills them.
//
// A server is looked for in this order: the environment
// (DATAMAP_TEST_POSTGRES, DATAMAP_TEST_MYSQL: the URL of an administrator),
// programs on this machine, and on Debian or Ubuntu as root the distribution's
// packages, which are installed first. Servers of the last two kinds are
// throw-away: data in a temporary folder, a free loopback port, an unprivileged
// user, gone when the test process is gone, however it ended. Where no server
// can be had the test fails and says what is missing. Only `go test -short`,
// which is by definition the part without servers, skips.
package dbtest

import (
	"crypto/rand"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// One server of each kind serves all tests of a process.
var (
	postgresServer = sync.OnceValues(func() (string, error) { return postgres.url() })
	mysqlServer    = sync.OnceValues(func() (string, error) { return mariadb.url() })
	poolerServer   = sync.OnceValues(func() (string, error) { return pooler.url() })
	standbyServer  = sync.OnceValues(func() (string, error) { return standby.url() })
)

// Postgres returns the URL of a new, empty PostgreSQL database that belongs to
// its user, an administrator. The database is dropped when the test ends.
func Postgres(t testing.TB) string {
	t.Helper()
	return fresh(t, postgresServer, `CREATE DATABASE "%s"`, `DROP DATABASE IF EXISTS "%s" WITH (FORCE)`)
}

// MySQL returns the URL of a new, empty MySQL or MariaDB database whose user is
// an administrator. The database is dropped when the test ends.
func MySQL(t testing.TB) string {
	t.Helper()
	return fresh(t, mysqlServer, "CREATE DATABASE `%s` CHARACTER SET utf8mb4", "DROP DATABASE IF EXISTS `%s`")
}

// Pooled returns the address of a database, which [Postgres] gave, through
// PgBouncer: a server connection belongs to a client for one transaction only.
func Pooled(t testing.TB, address string) string {
	t.Helper()
	return atHost(t, address, poolerServer)
}

// Standby returns the address of a database, which [Postgres] gave, on a hot
// standby of its server, a little behind it. There a reading is cancelled soon
// when it is in the way of replication.
func Standby(t testing.TB, address string) string {
	t.Helper()
	return atHost(t, address, standbyServer)
}

// atHost returns the address with the host of another server.
func atHost(t testing.TB, address string, server func() (string, error)) string {
	t.Helper()
	Need(t)
	other, err := server()
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal("the URL of the test database cannot be read")
	}
	v, err := url.Parse(other)
	if err != nil {
		t.Fatal("the URL of the test server cannot be read")
	}
	u.Host = v.Host
	return u.String()
}

// SQLite returns the source argument of a SQLite file that does not exist yet,
// in a folder of the test.
func SQLite(t testing.TB) string {
	t.Helper()
	return "sqlite:" + filepath.Join(t.TempDir(), "teste.db")
}

// Certificate returns the file with the certificate to trust for TLS with the
// server at address, which [Postgres] or [MySQL] gave; "" when that server was
// not started by this package.
func Certificate(address string) string {
	if strings.HasPrefix(address, "postgres") {
		return postgres.certificate
	}
	return mariadb.certificate
}

// Open returns a handle on the database at an address given by [Postgres],
// [MySQL] or [SQLite]. It is closed when the test ends.
func Open(t testing.TB, address string) *sql.DB {
	t.Helper()
	db, err := open(address)
	if err != nil {
		t.Fatalf("opening the test database: %v", err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// Exec runs statements one by one and fails the test at the first that fails.
func Exec(t testing.TB, db *sql.DB, statements ...string) {
	t.Helper()
	for _, s := range statements {
		if _, err := db.Exec(s); err != nil {
			t.Fatalf("running %s: %v", s, err)
		}
	}
}

// Need skips a test under `go test -short`, which is the part without servers.
// A test whose servers are asked for in a subtest calls it first.
func Need(t testing.TB) {
	t.Helper()
	if testing.Short() {
		t.Skip("needs a database server; -short is the part without servers")
	}
}

func fresh(t testing.TB, server func() (string, error), create, drop string) string {
	t.Helper()
	Need(t)
	admin, err := server()
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(admin)
	if err != nil {
		t.Fatal("the URL of the test server cannot be read")
	}
	name := "t_" + strings.ToLower(rand.Text()[:16])
	db := Open(t, admin)
	Exec(t, db, fmt.Sprintf(create, name))
	t.Cleanup(func() {
		if _, err := db.Exec(fmt.Sprintf(drop, name)); err != nil {
			t.Errorf("dropping the test database: %v", err)
		}
	})
	u.Path = "/" + name
	return u.String()
}

// A server is a kind of database server and how to get one.
type server struct {
	name     string
	env      string   // variable with the URL of a running one
	programs []string // any of these serves
	folders  []string // globs, looked into after PATH
	apt      string   // Debian package
	user     string   // preferred unprivileged user
	// certificate is the file to trust for TLS, set when the server was started here.
	certificate string
	start       func(p *place, program string) (string, error)
}

// url returns the URL of a running server, started or even installed for it.
func (s *server) url() (string, error) {
	if v := os.Getenv(s.env); v != "" {
		return v, nil
	}
	program := s.find()
	if program == "" {
		if err := s.install(); err != nil {
			return "", fmt.Errorf("no %s server for the tests: %s is not set, none of %s is in PATH or %s, and %w",
				s.name, s.env, strings.Join(s.programs, ", "), strings.Join(s.folders, ", "), err)
		}
		if program = s.find(); program == "" {
			return "", fmt.Errorf("no %s server for the tests: package %s was installed but has none of %s",
				s.name, s.apt, strings.Join(s.programs, ", "))
		}
	}
	p, err := newPlace(s.user)
	if err != nil {
		return "", fmt.Errorf("making room for %s: %w", program, err)
	}
	err = p.certify()
	if err == nil {
		var u string
		if u, err = s.start(p, program); err == nil {
			s.certificate = p.certificate()
			return u, nil
		}
	}
	if !p.served { // else the keeper removes the folder
		os.RemoveAll(p.dir)
	}
	return "", fmt.Errorf("starting %s for the tests: %w", program, err)
}
