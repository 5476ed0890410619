package databases

import (
	"context"
	"crypto/tls"
	"database/sql"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/go-sql-driver/mysql"

	"github.com/datamapbr/datamap/scanner"
)

// mysqlParameters are those of a URL that are understood.
var mysqlParameters = []string{"tls", "ssl-ca", "socket", "password"}

// mysqlTLS are the values of the parameter tls.
var mysqlTLS = []string{"true", "skip-verify", "preferred", "false"}

func openMySQL(ctx context.Context, dsn string, opt Options) (scanner.Source, error) {
	cfg, mode, err := mysqlConfig(dsn, opt)
	if err != nil {
		return nil, fmt.Errorf("opening a MySQL database: %w", err)
	}
	d, err := connectMySQL(ctx, cfg, mode, opt)
	if mode == "" && wantsTLS(err) {
		d.pool.Close()
		cfg.TLS = &tls.Config{MinVersion: tls.VersionTLS12, InsecureSkipVerify: true}
		refused, answer := err, (*mysql.MySQLError)(nil)
		if d, err = connectMySQL(ctx, cfg, "skip-verify", opt); err != nil && !errors.As(err, &answer) {
			err = refused // there is no TLS to be had
		}
	}
	if err != nil {
		d.pool.Close()
		return nil, fmt.Errorf("opening %q: %w", d.info.Name, d.openingFault(ctx, err))
	}
	return d, nil
}

// wantsTLS reports whether a server may have refused a connection because it was without
// TLS, which is not asked for on this machine: a tunnel may lead to such a server. MariaDB,
// and MySQL where only the user needs TLS, say no more than that they refuse.
func wantsTLS(err error) bool {
	var refused *mysql.MySQLError
	return errors.As(err, &refused) && (refused.Number == 3159 || refused.Number == 1045)
}

// connectMySQL makes the first connection. The error is that of the driver; the database
// is returned even with an error.
func connectMySQL(ctx context.Context, cfg *mysql.Config, mode string, opt Options) (*database, error) {
	d := &database{
		dialect: mySQL, opt: opt, secret: Secret(cfg.Passwd), grace: 5 * time.Second,
		info: scanner.SourceInfo{Name: mysqlName(cfg), Server: "mysql://" + cfg.Addr, Kind: "mysql", TLS: "none", AtOnce: maxConnections},
		pool: sql.OpenDB(mysqlConnector{cfg, opt.ConnectTimeout}),
	}
	d.pool.SetMaxOpenConns(maxConnections)
	return d, d.meet(ctx, mode == "true")
}

// meet asks the server who it is, without a guard: the names of the variables that guard a
// reading depend on the answer. Then it tries the guard.
func (d *database) meet(ctx context.Context, verified bool) error {
	ctx, cancel := context.WithTimeout(ctx, d.opt.Timeout)
	defer cancel()
	const who, encrypted = "SELECT VERSION(), SUBSTRING_INDEX(CURRENT_USER(), '@', 1)",
		"SHOW SESSION STATUS WHERE Variable_name IN ('Ssl_cipher', 'Ssl_version')"
	d.note(who)
	row := d.pool.QueryRowContext(ctx, who)
	if err := row.Scan(&d.info.Version, &d.info.User); err != nil {
		return err
	}
	if strings.Contains(strings.ToLower(d.info.Version), "mariadb") {
		d.info.Kind = "mariadb"
	}
	d.note(encrypted)
	rows, err := d.pool.QueryContext(ctx, encrypted)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var name, value string
		if err := rows.Scan(&name, &value); err != nil {
			return err
		}
		if strings.EqualFold(name, "Ssl_cipher") {
			d.info.TLSCipher = value
		} else {
			d.info.TLSVersion = value
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	if d.info.TLSCipher != "" {
		d.info.TLS = "unverified"
		if verified {
			d.info.TLS = "verified"
		}
	}
	if err := d.limit(ctx); err != nil {
		return err
	}
	s, err := d.session(ctx, &object{}, d.opt.Timeout)
	s.close(ctx)
	return err
}

// limit asks how long a statement of this user may take, before the guard changes that.
func (d *database) limit(ctx context.Context) error {
	statement := "SELECT CAST(1000 * @@SESSION.max_execution_time AS UNSIGNED)" // milliseconds
	if d.info.Kind == "mariadb" {
		statement = "SELECT CAST(1000000 * @@SESSION.max_statement_time AS UNSIGNED)" // seconds
	}
	d.note(statement)
	var microseconds int64
	if err := d.pool.QueryRowContext(ctx, statement).Scan(&microseconds); err != nil {
		return d.refused(ctx, err)
	}
	d.limits.statement = time.Duration(microseconds) * time.Microsecond
	return nil
}

// mysqlConfig reads the URL and ~/.my.cnf. mode is one of mysqlTLS, or empty. TLS with
// verification is the default where the host is not this machine; the driver's own is plain text.
func mysqlConfig(dsn string, opt Options) (cfg *mysql.Config, mode string, err error) {
	u, err := parse(dsn)
	if err != nil {
		return nil, "", err
	}
	q := u.Query()
	for key := range q {
		if !slices.Contains(mysqlParameters, key) {
			return nil, "", fmt.Errorf("%w: unknown parameter; known are %s", ErrDSN, strings.Join(mysqlParameters, ", "))
		}
	}
	cfg = mysql.NewConfig()
	cfg.Logger = &mysql.NopLogger{} // the default prints
	cfg.Timeout, cfg.WriteTimeout = opt.ConnectTimeout, opt.ConnectTimeout
	cfg.ReadTimeout = opt.Timeout + silence
	cfg.ConnectionAttributes = "program_name:" + opt.AppName
	cfg.DBName = strings.TrimPrefix(u.Path, "/")
	host, port := u.Hostname(), u.Port()
	if host == "" {
		host = "127.0.0.1"
	}
	if port == "" {
		port = "3306"
	}
	cfg.Net, cfg.Addr = "tcp", net.JoinHostPort(host, port)
	if socket := q.Get("socket"); socket != "" {
		cfg.Net, cfg.Addr, host = "unix", socket, socket
	}
	client := myCnf()
	cfg.User = client["user"]
	if u.User != nil && u.User.Username() != "" {
		cfg.User = u.User.Username()
	}
	for _, p := range []string{string(opt.Password), passwordOf(u), client["password"]} {
		if cfg.Passwd == "" {
			cfg.Passwd = p
		}
	}
	mode = q.Get("tls")
	if mode != "" && !slices.Contains(mysqlTLS, mode) {
		return nil, "", fmt.Errorf("%w: tls is one of %s", ErrDSN, strings.Join(mysqlTLS, ", "))
	}
	if mode == "" && !loopback(host) {
		if mode = "true"; opt.InsecureTLS {
			mode = "skip-verify"
		}
	}
	return cfg, mode, mysqlEncrypt(cfg, mode, host, q.Get("ssl-ca"))
}

// mysqlEncrypt sets the TLS of a connection; ca is a file with certificates to
// trust in place of the system's.
func mysqlEncrypt(cfg *mysql.Config, mode, host, ca string) error {
	if mode == "" || mode == "false" {
		return nil
	}
	cfg.TLS = &tls.Config{ServerName: host, MinVersion: tls.VersionTLS12, InsecureSkipVerify: mode != "true"}
	cfg.AllowFallbackToPlaintext = mode == "preferred"
	if ca == "" {
		return nil
	}
	var err error
	cfg.TLS.RootCAs, err = authorities("ssl-ca", ca)
	return err
}

// mysqlName is how reports call the source: no user, no password.
func mysqlName(cfg *mysql.Config) string { return "mysql://" + cfg.Addr + "/" + cfg.DBName }

// myCnf returns the settings of the section [client] of ~/.my.cnf, nil when
// there is none.
func myCnf() map[string]string {
	home, err := os.UserHomeDir()
	if err != nil {
		return nil
	}
	text, err := os.ReadFile(filepath.Join(home, ".my.cnf"))
	if err != nil {
		return nil
	}
	return clientSection(string(text))
}

// clientSection reads an option file as the mysql client does: lines of comments begin
// with # or ;, "-" and "_" are the same in names.
func clientSection(text string) map[string]string {
	settings := map[string]string{}
	section := ""
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' || line[0] == ';' || line[0] == '!' {
			continue
		}
		if line[0] == '[' {
			section = strings.Trim(line, "[] ")
			continue
		}
		if key, value, _ := strings.Cut(line, "="); section == "client" {
			settings[strings.ReplaceAll(strings.TrimSpace(key), "_", "-")] = optionValue(value)
		}
	}
	return settings
}

// optionEscapes are those of a value in an option file; before any other character a
// backslash is one.
var optionEscapes = strings.NewReplacer(`\\`, `\`, `\s`, " ", `\t`, "\t", `\b`, "\b", `\n`, "\n", `\r`, "\r", `\"`, `"`, `\'`, `'`)

// optionValue is what stands after the "=" of an option: without a comment, which begins
// with # outside of quotes, and without quotes around all of it.
func optionValue(text string) string {
	quote, escaped := rune(0), false
	comment := strings.IndexFunc(text, func(c rune) bool {
		switch {
		case escaped:
			escaped = false
			return false
		case c == quote:
			quote = 0
		case quote == 0 && (c == '"' || c == '\''):
			quote = c
		}
		escaped = quote != 0 && c == '\\'
		return quote == 0 && c == '#'
	})
	if comment >= 0 {
		text = text[:comment]
	}
	text = strings.TrimSpace(text)
	if n := len(text); n >= 2 && (text[0] == '"' || text[0] == '\'') && text[n-1] == text[0] {
		text = text[1 : n-1]
	}
	return optionEscapes.Replace(text)
}
