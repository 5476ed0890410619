package databases

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/lib/pq"

	"github.com/datamapbr/datamap/scanner"
)

// postgresParameters are those of a URL that are passed on. Any other would be
// sent to the server as a setting.
var postgresParameters = []string{
	"sslmode", "sslrootcert", "sslcert", "sslkey", "sslnegotiation", "sslsni", "ssl_min_protocol_version",
	"ssl_max_protocol_version", "host", "hostaddr", "port", "user", "dbname", "password", "passfile", "service",
	"connect_timeout", "target_session_attrs", "load_balance_hosts", "krbsrvname", "krbspn",
}

func openPostgres(ctx context.Context, dsn string, opt Options) (scanner.Source, error) {
	cfg, err := postgresConfig(dsn, opt)
	if err != nil {
		return nil, fmt.Errorf("opening a PostgreSQL database: %w", err)
	}
	// The driver's own "prefer" leaves its first connection open on the server.
	prefer := cfg.SSLMode == pq.SSLModePrefer
	if prefer {
		cfg.SSLMode = pq.SSLModeRequire
	}
	// The driver's own "prefer-standby" tries for ever when no host lets it in.
	standby := cfg.TargetSessionAttrs == pq.TargetSessionAttrsPreferStandby
	if standby {
		cfg.TargetSessionAttrs = pq.TargetSessionAttrsStandby
	}
	exposed := passOver(&cfg)
	d, err := connectPostgres(ctx, cfg, opt)
	if prefer && errors.Is(err, pq.ErrSSLNotSupported) {
		cfg.SSLMode = pq.SSLModeDisable
		d.pool.Close()
		d, err = connectPostgres(ctx, cfg, opt)
	}
	if standby && err != nil && ctx.Err() == nil {
		cfg.TargetSessionAttrs = pq.TargetSessionAttrsAny
		d.pool.Close()
		d, err = connectPostgres(ctx, cfg, opt)
	}
	if err == nil {
		err = d.introduce(ctx, cfg)
	}
	if err != nil {
		if err = d.openingFault(ctx, err); is(err, "materialized_view_unpopulated") {
			// Of a whole database this state is that nobody may connect to it.
			err = &scanner.Fault{Reason: scanner.Reason{Code: "connection_refused", Detail: scanner.ReasonOf(err).Detail}}
		} else if is(err, "authentication_failed") && exposed != "" {
			err = &scanner.Fault{Reason: scanner.Reason{Code: "authentication_failed", Detail: scanner.ReasonOf(err).Detail + ", " + exposed}}
		}
		d.pool.Close()
		return nil, fmt.Errorf("opening %q: %w", d.info.Name, err)
	}
	return d, nil
}

// passOver keeps the driver from a password file that others may read, which it would
// ignore with a warning of its own on stderr. It returns the name and mode of such a file.
func passOver(cfg *pq.Config) (exposed string) {
	file := cfg.Passfile
	if home, err := os.UserHomeDir(); file == "" && err == nil {
		file = filepath.Join(home, ".pgpass")
	}
	info, err := os.Stat(file)
	if err != nil || cfg.Password != "" || runtime.GOOS == "windows" || info.Mode().Perm()&0o177 == 0 {
		return ""
	}
	cfg.Passfile = filepath.Join(os.DevNull, "none")
	return fmt.Sprintf("%s %04o", filepath.Base(file), info.Mode().Perm())
}

// connectPostgres makes the first connection. The error is that of the driver; the database
// is returned even with an error.
func connectPostgres(ctx context.Context, cfg pq.Config, opt Options) (*database, error) {
	l := &links{idle: opt.Timeout + silence}
	d := &database{
		dialect: postgres, opt: opt, secret: Secret(cfg.Password), links: l, grace: 5 * time.Second,
		info: scanner.SourceInfo{Name: postgresName(cfg), Server: postgresHosts(cfg), Kind: "postgres", AtOnce: maxConnections},
	}
	d.pool = sql.OpenDB(postgresConnector{cfg, l})
	d.pool.SetMaxOpenConns(maxConnections)
	defer l.hurry(ctx)()
	conn, err := d.pool.Conn(ctx)
	if err != nil {
		return d, err
	}
	return d, conn.Close()
}

const postgresSelf = `SELECT current_setting('server_version'), current_user, current_setting('server_encoding'), current_database(),
  coalesce(l.version, ''), coalesce(l.cipher, ''),
  (SELECT reset_val::bigint FROM pg_settings WHERE name = 'statement_timeout'), (SELECT reset_val::bigint FROM pg_settings WHERE name = 'lock_timeout')
FROM (SELECT pg_backend_pid()) AS b(pid) LEFT JOIN pg_stat_ssl l ON l.pid = b.pid`

// introduce asks the server for its version and for the user of the session.
func (d *database) introduce(ctx context.Context, cfg pq.Config) error {
	defer d.links.hurry(ctx)()
	s, err := d.session(ctx, &object{}, d.opt.Timeout)
	if err != nil {
		return err
	}
	defer s.close(ctx)
	var encoding string
	var statement, lock int64 // in milliseconds
	err = s.value(ctx, postgresSelf, &d.info.Version, &d.info.User, &encoding, &cfg.Database, &d.info.TLSVersion, &d.info.TLSCipher, &statement, &lock)
	if err != nil {
		return err
	}
	d.info.Name, d.base = postgresName(cfg), cfg.Database
	d.limits = limits{time.Duration(statement) * time.Millisecond, time.Duration(lock) * time.Millisecond}
	if d.charset = charsetOf(encoding); d.charset != "" {
		d.mixed = true
	}
	d.info.TLS = "none"
	if !d.links.tls.Load() {
		// The server tells of its link to a pooler, not of ours.
		d.info.TLSVersion, d.info.TLSCipher = "", ""
	} else {
		d.info.TLS = "unverified"
		if postgresVerified(cfg) {
			d.info.TLS = "verified"
		}
	}
	return nil
}

// postgresConfig reads the URL, the environment and the service file. TLS with
// verification is the default where the host is not this machine.
func postgresConfig(dsn string, opt Options) (pq.Config, error) {
	u, err := parse(dsn)
	if err != nil {
		return pq.Config{}, err
	}
	for key := range u.Query() {
		if !slices.Contains(postgresParameters, key) {
			return pq.Config{}, fmt.Errorf("%w: unknown parameter; known are %s", ErrDSN, strings.Join(postgresParameters, ", "))
		}
	}
	severalHosts(u)
	// The driver's errors repeat what they could not parse.
	cfg, err := pq.NewConfig(u.String())
	if err != nil {
		return pq.Config{}, fmt.Errorf("%w, or a bad PG* variable or service file", ErrDSN)
	}
	cfg.Host = strings.Trim(cfg.Host, "[]") // an IPv6 address without a port keeps them
	if opt.Password != "" {
		cfg.Password = string(opt.Password)
	}
	if cfg.ConnectTimeout == 0 {
		cfg.ConnectTimeout = opt.ConnectTimeout
	}
	cfg.ApplicationName, cfg.Runtime = opt.AppName, nil
	if len(cfg.Multi) > 0 && cfg.TargetSessionAttrs == "" {
		cfg.TargetSessionAttrs = pq.TargetSessionAttrsPreferStandby
	}
	local := loopback(cfg.Host)
	for _, m := range cfg.Multi {
		local = local && loopback(m.Host)
	}
	switch {
	case cfg.SSLMode != "": // as typed
	case local:
		cfg.SSLMode = pq.SSLModePrefer
	case opt.InsecureTLS:
		cfg.SSLMode = pq.SSLModeRequire
	default:
		cfg.SSLMode = pq.SSLModeVerifyFull
	}
	if root := cfg.SSLRootCert; root != "" && root != "system" && postgresVerified(cfg) {
		_, err = authorities("sslrootcert", root) // the driver's errors do not tell which file
	}
	return cfg, err
}

// postgresVerified reports whether the server must show a certificate of an authority.
func postgresVerified(cfg pq.Config) bool {
	return cfg.SSLMode == pq.SSLModeVerifyFull || cfg.SSLMode == pq.SSLModeVerifyCA
}

// severalHosts turns "host:1,other:2" of a URL into parameters, since the driver
// takes each with its port for a host.
func severalHosts(u *url.URL) {
	if !strings.Contains(u.Host, ",") {
		return
	}
	var hosts, ports []string
	for _, one := range strings.Split(u.Host, ",") {
		part := url.URL{Host: one}
		port := part.Port()
		if port == "" {
			port = "5432"
		}
		hosts, ports = append(hosts, part.Hostname()), append(ports, port)
	}
	q := u.Query()
	q.Set("host", strings.Join(hosts, ","))
	q.Set("port", strings.Join(ports, ","))
	u.Host, u.RawQuery = "", q.Encode()
}

// postgresName is how reports call the source: no user, no password.
func postgresName(cfg pq.Config) string { return postgresHosts(cfg) + "/" + cfg.Database }

func postgresHosts(cfg pq.Config) string {
	hosts := []string{net.JoinHostPort(cfg.Host, strconv.Itoa(int(cfg.Port)))}
	for _, m := range cfg.Multi {
		hosts = append(hosts, net.JoinHostPort(m.Host, strconv.Itoa(int(m.Port))))
	}
	return "postgres://" + strings.Join(hosts, ",")
}
