package dbtest

import (
	"fmt"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
)

// These stand beside the server of [Postgres].
var (
	pooler = &server{
		name:     "PgBouncer",
		env:      "DATAMAP_TEST_PGBOUNCER",
		programs: []string{"pgbouncer"},
		folders:  []string{"/usr/sbin", "/usr/local/bin", "/opt/homebrew/bin"},
		apt:      "pgbouncer",
		user:     "postgres",
		start:    startPooler,
	}
	standby = &server{
		name:     "PostgreSQL standby",
		env:      "DATAMAP_TEST_STANDBY",
		programs: postgres.programs,
		folders:  postgres.folders,
		apt:      postgres.apt,
		user:     postgres.user,
		start:    startStandby,
	}
)

// primary returns the parts of the address of the server of [Postgres].
func primary() (u *url.URL, user, password string, err error) {
	address, err := postgresServer()
	if err != nil {
		return nil, "", "", err
	}
	if u, err = url.Parse(address); err != nil {
		return nil, "", "", fmt.Errorf("the URL of the PostgreSQL test server cannot be read")
	}
	password, _ = u.User.Password()
	return u, u.User.Username(), password, nil
}

func startPooler(p *place, program string) (string, error) {
	u, user, password, err := primary()
	if err != nil {
		return "", err
	}
	port, err := freePort()
	if err != nil {
		return "", err
	}
	users, config := filepath.Join(p.dir, "users"), filepath.Join(p.dir, "pgbouncer.ini")
	if err := os.WriteFile(users, fmt.Appendf(nil, "%q %q\n", user, password), 0o644); err != nil { // the folder is 0700
		return "", err
	}
	text := fmt.Sprintf("[databases]\n* = host=%s port=%s\n[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = %d\nunix_socket_dir =\n"+
		"auth_type = scram-sha-256\nauth_file = %s\npool_mode = transaction\nserver_tls_sslmode = disable\n", u.Hostname(), u.Port(), port, users)
	if err := os.WriteFile(config, []byte(text), 0o644); err != nil {
		return "", err
	}
	if err := p.serve("TERM", program, "-q", config); err != nil {
		return "", err
	}
	u.Host = net.JoinHostPort("127.0.0.1", strconv.Itoa(port))
	return u.String(), answer(p, u.String())
}

func startStandby(p *place, program string) (string, error) {
	u, user, password, err := primary()
	if err != nil {
		return "", err
	}
	backup, err := beside(program, "pg_basebackup")
	if err != nil {
		return "", err
	}
	from := fmt.Sprintf("host=%s port=%s user=%s password=%s", u.Hostname(), u.Port(), user, password)
	data := filepath.Join(p.dir, "data")
	if err := p.run(backup, "--pgdata="+data, "--dbname="+from, "--write-recovery-conf", "--checkpoint=fast", "--no-sync"); err != nil {
		return "", err
	}
	port, err := freePort()
	if err != nil {
		return "", err
	}
	err = p.serve("QUIT", program, "-D", data, "-p", strconv.Itoa(port), "-k", p.dir, "-h", "127.0.0.1",
		"-c", "fsync=off", "-c", "shared_buffers=64MB", "-c", "max_connections=60", "-c", "ssl=off",
		"-c", "max_standby_streaming_delay=300ms", "-c", "max_standby_archive_delay=300ms")
	if err != nil {
		return "", err
	}
	u.Host = net.JoinHostPort("127.0.0.1", strconv.Itoa(port))
	return u.String(), answer(p, u.String())
}
