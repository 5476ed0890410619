package dbtest

import (
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/go-sql-driver/mysql"
	"github.com/lib/pq"
	_ "modernc.org/sqlite" // the sqlite driver
)

var postgres = &server{
	name:     "PostgreSQL",
	env:      "DATAMAP_TEST_POSTGRES",
	programs: []string{"postgres"},
	folders:  []string{"/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/usr/local/bin", "/usr/local/pgsql/bin", "/opt/homebrew/bin"},
	apt:      "postgresql",
	user:     "postgres",
	start:    startPostgres,
}

var mariadb = &server{
	name:     "MySQL or MariaDB",
	env:      "DATAMAP_TEST_MYSQL",
	programs: []string{"mariadbd", "mysqld"},
	folders:  []string{"/usr/sbin", "/usr/libexec", "/usr/local/bin", "/usr/local/mysql/bin", "/opt/homebrew/bin"},
	apt:      "mariadb-server",
	user:     "mysql",
	start:    startMySQL,
}

func startPostgres(p *place, program string) (string, error) {
	initdb, err := beside(program, "initdb")
	if err != nil {
		return "", err
	}
	password := rand.Text()
	data, secret := filepath.Join(p.dir, "data"), filepath.Join(p.dir, "password")
	if err := os.WriteFile(secret, []byte(password), 0o644); err != nil { // the folder is 0700
		return "", err
	}
	err = p.run(initdb, "--pgdata="+data, "--username=datamap", "--pwfile="+secret, "--auth=scram-sha-256",
		"--encoding=UTF8", "--locale=C", "--no-sync")
	if err != nil {
		return "", err
	}
	port, err := freePort()
	if err != nil {
		return "", err
	}
	err = p.serve("QUIT", program, "-D", data, "-p", strconv.Itoa(port), "-k", p.dir, "-h", "127.0.0.1",
		"-c", "fsync=off", "-c", "full_page_writes=off", "-c", "shared_buffers=64MB", "-c", "max_connections=60",
		"-c", "ssl=on", "-c", "ssl_cert_file="+p.certificate(), "-c", "ssl_key_file="+p.key(),
		"-c", "autovacuum=off") // estimates stay as the tests leave them
	if err != nil {
		return "", err
	}
	u := url.URL{Scheme: "postgres", User: url.UserPassword("datamap", password),
		Host: net.JoinHostPort("127.0.0.1", strconv.Itoa(port)), Path: "/postgres", RawQuery: "sslmode=disable"}
	return u.String(), answer(p, u.String())
}

func startMySQL(p *place, program string) (string, error) {
	var err error
	data := filepath.Join(p.dir, "data")
	if strings.Contains(filepath.Base(program), "mariadb") {
		var install string
		if install, err = beside(program, "mariadb-install-db", "mysql_install_db"); err != nil {
			return "", err
		}
		err = p.run(install, "--no-defaults", "--datadir="+data, "--tmpdir="+p.dir, "--auth-root-authentication-method=normal", "--skip-test-db")
	} else {
		err = p.run(program, "--no-defaults", "--datadir="+data, "--initialize-insecure")
	}
	if err != nil {
		return "", err
	}
	port, err := freePort()
	if err != nil {
		return "", err
	}
	err = p.serve("KILL", program, "--no-defaults", "--datadir="+data, "--port="+strconv.Itoa(port),
		"--socket="+filepath.Join(p.dir, "socket"), "--pid-file="+filepath.Join(p.dir, "pid"), "--bind-address=127.0.0.1",
		"--tmpdir="+p.dir, // in a shared one a server that starts deletes the temporary tables of another
		"--ssl-cert="+p.certificate(), "--ssl-key="+p.key(), "--skip-name-resolve", "--innodb-flush-log-at-trx-commit=0", "--innodb-buffer-pool-size=64M", "--max-connections=60")
	if err != nil {
		return "", err
	}
	root := url.URL{Scheme: "mysql", User: url.User("root"), Host: net.JoinHostPort("127.0.0.1", strconv.Itoa(port)), Path: "/mysql"}
	if err := answer(p, root.String()); err != nil {
		return "", err
	}
	admin := root
	admin.User = url.UserPassword("datamap", rand.Text())
	return admin.String(), mysqlAdmin(root.String(), admin.User)
}

// mysqlAdmin creates an administrator with a password.
func mysqlAdmin(root string, who *url.Userinfo) error {
	db, err := open(root)
	if err != nil {
		return err
	}
	defer db.Close()
	password, _ := who.Password()
	for _, s := range []string{
		fmt.Sprintf("CREATE USER '%s'@'%%' IDENTIFIED BY '%s'", who.Username(), password),
		fmt.Sprintf("GRANT ALL ON *.* TO '%s'@'%%' WITH GRANT OPTION", who.Username()),
	} {
		if _, err := db.Exec(s); err != nil {
			return fmt.Errorf("creating the test administrator: %w", err)
		}
	}
	return nil
}

// answer waits until the server takes connections.
func answer(p *place, address string) error {
	db, err := open(address)
	if err != nil {
		return err
	}
	defer db.Close()
	for end := time.Now().Add(time.Minute); ; time.Sleep(50 * time.Millisecond) {
		if err = db.Ping(); err == nil {
			return nil
		}
		if time.Now().After(end) {
			log, _ := os.ReadFile(filepath.Join(p.dir, "server.log"))
			return fmt.Errorf("no answer for a minute: %w\n%s", err, tail(log))
		}
	}
}

// open returns a handle for an address of this package, as an administrator of
// the tests uses it: no guards.
func open(address string) (*sql.DB, error) {
	if path, ok := strings.CutPrefix(address, "sqlite:"); ok {
		return sql.Open("sqlite", path)
	}
	u, err := url.Parse(address)
	if err != nil {
		return nil, errors.New("malformed URL of a test server")
	}
	if u.Scheme == "postgres" || u.Scheme == "postgresql" {
		c, err := pq.NewConnector(address)
		if err != nil {
			return nil, errors.New("malformed URL of a PostgreSQL test server")
		}
		return sql.OpenDB(c), nil
	}
	cfg := mysql.NewConfig()
	cfg.User = u.User.Username()
	cfg.Passwd, _ = u.User.Password()
	cfg.Net, cfg.Addr, cfg.DBName = "tcp", u.Host, strings.TrimPrefix(u.Path, "/")
	cfg.Logger = &mysql.NopLogger{}
	cfg.TLSConfig = u.Query().Get("tls")
	c, err := mysql.NewConnector(cfg)
	if err != nil {
		return nil, errors.New("malformed URL of a MySQL test server")
	}
	return sql.OpenDB(c), nil
}
