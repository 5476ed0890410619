package databases

import (
	"context"
	"database/sql"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/go-sql-driver/mysql"
	"github.com/lib/pq"

	"github.com/datamapbr/datamap/scanner"
	"github.com/datamapbr/datamap/scanner/databases/dbtest"
)

func TestIs(t *testing.T) {
	for arg, want := range map[string][2]bool{
		"postgres://h/d": {true, false}, "POSTGRESQL://h/d": {true, false}, "mysql://h/d": {true, false}, "mariadb://h": {true, false},
		"sqlite:x": {true, false}, "a.db": {false, true}, "dir/A.SQLITE3": {false, true}, "a.sqlite": {false, true},
		"a.csv": {false, false}, "dados/": {false, false}, "postgres": {false, false}, "oracle://h": {false, false},
	} {
		if IsDSN(arg) != want[0] || Is(arg) != want[1] {
			t.Errorf("%s: IsDSN %v, Is %v", arg, IsDSN(arg), Is(arg))
		}
	}
}

func TestPasswordInURL(t *testing.T) {
	for dsn, want := range map[string]bool{
		"postgres://u@h/d": false, "postgres://u:p@h/d": true, "postgres://h/d?password=x": true, "mysql://u:@h/d": false,
		"mysql://u:p%40@h/d": true, "postgres://u:a%zz@h/d": true, "postgres://u:12#x@h/d": true, "sqlite:a@b.db": false, "vendas.csv": false,
	} {
		if got := PasswordInURL(dsn); got != want {
			t.Errorf("%s: %v", dsn, got)
		}
	}
}

func TestTLSByDefault(t *testing.T) {
	t.Setenv("PGSSLMODE", "")
	os.Unsetenv("PGSSLMODE")
	t.Setenv("HOME", t.TempDir())
	for dsn, want := range map[string]pq.SSLMode{
		"postgres://u@db.exemplo/d": pq.SSLModeVerifyFull, "postgres://u@localhost/d": pq.SSLModePrefer, "postgres://u@127.0.0.1/d": pq.SSLModePrefer,
		"postgres://u@[::1]/d": pq.SSLModePrefer, "postgres://u@db.exemplo/d?sslmode=disable": pq.SSLModeDisable,
		"postgres:///d?host=/run": pq.SSLModeDisable, "postgres://u@localhost,db.exemplo/d": pq.SSLModeVerifyFull,
	} {
		cfg, err := postgresConfig(dsn, Options{})
		if err != nil || cfg.SSLMode != want {
			t.Errorf("%s: %v, %v", dsn, cfg.SSLMode, err)
		}
	}
	cfg, err := postgresConfig("postgres://u@db.exemplo/d", Options{InsecureTLS: true})
	if err != nil || cfg.SSLMode != pq.SSLModeRequire {
		t.Errorf("insecure: %v, %v", cfg.SSLMode, err)
	}
	for dsn, want := range map[string]string{ // verified, unverified, fallback, none
		"mysql://u@db.exemplo/d": "verified", "mysql://u@localhost/d": "none", "mysql://u@127.0.0.1:3307/d": "none", "mysql://u@db.exemplo/d?tls=false": "none",
		"mysql://u@db.exemplo/d?tls=skip-verify": "unverified", "mysql://u@db.exemplo/d?tls=preferred": "fallback", "mysql://u@localhost/d?tls=true": "verified",
		"mysql://u@h/d?socket=/run/mysqld.sock": "none",
	} {
		cfg, mode, err := mysqlConfig(dsn, Options{})
		if err != nil {
			t.Fatalf("%s: %v", dsn, err)
		}
		got := "none"
		switch {
		case cfg.TLS != nil && cfg.AllowFallbackToPlaintext:
			got = "fallback"
		case cfg.TLS != nil && cfg.TLS.InsecureSkipVerify:
			got = "unverified"
		case cfg.TLS != nil:
			got = "verified"
		}
		if got != want || (mode == "true") != (want == "verified") {
			t.Errorf("%s: %s, not %s", dsn, got, want)
		}
	}
}

func TestSeveralHosts(t *testing.T) {
	t.Setenv("HOME", t.TempDir())
	cfg, err := postgresConfig("postgres://u:p%2C@um.exemplo,dois:2,tres:3/d?sslmode=require", Options{})
	if err != nil || postgresName(cfg) != "postgres://um.exemplo:5432,dois:2,tres:3/d" || cfg.Password != "p," ||
		cfg.TargetSessionAttrs != pq.TargetSessionAttrsPreferStandby {
		t.Errorf("%s, %q, %v", postgresName(cfg), cfg.TargetSessionAttrs, err)
	}
}

// No host lets in: an end, and not the driver's trying for ever.
func TestSeveralHostsWithoutAny(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	_, err := Open(ctx, "postgres://u:p@127.0.0.1:1,127.0.0.1:2/d", Options{})
	wantFault(t, err, "connection_refused")
}

// randomSecret returns a password of characters that are written differently in
// URLs, in base64 and in quotes.
func randomSecret(rnd *rand.Rand) string {
	alphabet := []rune("abcXYZ0189%#?/@:&=+ '\"\\$;é")
	var s strings.Builder
	for range 8 + rnd.IntN(12) {
		s.WriteRune(alphabet[rnd.IntN(len(alphabet))])
	}
	return s.String()
}

// leak returns the form in which text holds the secret, or "".
func leak(text, password string) string {
	for name, form := range map[string]string{
		"raw": password, "query": url.QueryEscape(password), "path": url.PathEscape(password),
		"user": url.UserPassword("u", password).String()[2:], "quoted": strings.Trim(fmt.Sprintf("%q", password), `"`),
		"base64": base64.StdEncoding.EncodeToString([]byte(password)), "base64url": base64.URLEncoding.EncodeToString([]byte(password)),
	} {
		if strings.Contains(text, form) {
			return name
		}
	}
	return ""
}

// everything is all that an error shows, in every format and of every cause.
func everything(err error) string {
	text := ""
	for ; err != nil; err = errors.Unwrap(err) {
		text += fmt.Sprintf("%v %+v %#v\n", err, err, err)
	}
	return text
}

// No fault of connecting shows the password, in whatever form it is given.
func TestNoErrorHoldsThePassword(t *testing.T) {
	t.Setenv("HOME", t.TempDir())
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed.Close()
	deaf := silentServer(t)
	hosts := map[string]string{ // host to the codes it may end in
		closed.Addr().String(): "connection_refused", deaf: "no_answer", "nao-existe.invalid:1": "host_unknown no_answer",
	}
	onServers(t, func(t *testing.T, address string, _ *sql.DB) {
		rnd := rand.New(rand.NewPCG(7, 7))
		scheme, _, _ := strings.Cut(address, ":")
		u, _ := url.Parse(address)
		all := map[string]string{u.Host: "authentication_failed"}
		for h, c := range hosts {
			all[h] = c
		}
		for host, codes := range all {
			for range 4 {
				password := randomSecret(rnd)
				good := (&url.URL{Scheme: scheme, User: url.UserPassword("ninguem", password), Host: host, Path: "/d"}).String()
				for _, dsn := range []string{good, good + "?tls=true&sslmode=x"} {
					ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
					_, err := Open(ctx, dsn, Options{ConnectTimeout: 300 * time.Millisecond})
					cancel()
					checkNoLeak(t, err, password)
					if dsn == good && !strings.Contains(codes, scanner.ReasonOf(err).Code) {
						t.Errorf("%s: %v", host, err)
					}
				}
				// Written as it is, in a URL that it breaks.
				_, err := Open(t.Context(), scheme+"://u:"+password+"@"+host+"/d", Options{ConnectTimeout: 300 * time.Millisecond})
				checkNoLeak(t, err, password)
				_, err = Open(t.Context(), scheme+"://u@"+host+"/d", Options{Password: Secret(password), ConnectTimeout: 300 * time.Millisecond})
				checkNoLeak(t, err, password)
			}
		}
	})
}

func checkNoLeak(t *testing.T, err error, password string) {
	t.Helper()
	if err == nil {
		t.Error("the connection was accepted")
		return
	}
	if form := leak(everything(err), password); form != "" {
		t.Errorf("the error holds the password (%s)", form)
	}
}

// silentServer takes connections and never says anything.
func silentServer(t *testing.T) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			t.Cleanup(func() { c.Close() })
		}
	}()
	return l.Addr().String()
}

// However a secret is printed or written, it is not told.
func TestSecretIsNotPrinted(t *testing.T) {
	opt := Options{Password: "s3gr3do-UNICO"}
	text := ""
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d"} {
		text += fmt.Sprintf(verb+verb+verb, opt.Password, opt, &opt)
	}
	written, err := json.Marshal(opt)
	if err != nil {
		t.Fatal(err)
	}
	if text += string(written); leak(text, "s3gr3do-UNICO") != "" || strings.Contains(text, hex.EncodeToString([]byte("s3gr"))) || !strings.Contains(text, "***") {
		t.Errorf("%s", text)
	}
}

func TestScrub(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 3))
	for range 2000 {
		password := randomSecret(rnd)
		text := strings.Join([]string{"a", password, url.QueryEscape(password), url.PathEscape(password),
			base64.StdEncoding.EncodeToString([]byte(password)), base64.RawURLEncoding.EncodeToString([]byte(password)), "z"}, " | ")
		clean := Secret(password).scrub(text)
		for _, form := range []string{password, url.QueryEscape(password), url.PathEscape(password), base64.RawStdEncoding.EncodeToString([]byte(password))} {
			if strings.Contains(clean, form) {
				t.Fatalf("%q holds %q", clean, form)
			}
		}
		if !strings.HasPrefix(clean, "a") || !strings.HasSuffix(clean, "z") {
			t.Fatalf("%q", clean)
		}
	}
}

func TestUnknownDatabase(t *testing.T) {
	onServers(t, func(t *testing.T, address string, _ *sql.DB) {
		_, err := Open(t.Context(), strings.Replace(address, dbName(address), "nao_existe", 1), Options{})
		wantFault(t, err, "database_unknown", "3D000", "1049")
	})
}

// A certificate that nobody vouches for is refused when it is to be verified,
// and what was negotiated is what Info says.
func TestTLS(t *testing.T) {
	onServers(t, func(t *testing.T, address string, _ *sql.DB) {
		certificate := dbtest.Certificate(address)
		for query, want := range map[[2]string]string{ // PostgreSQL's and MySQL's way to say it
			{"sslmode=verify-full", "tls=true"}:                                                  "tls_failed",
			{"sslmode=require", "tls=skip-verify"}:                                               "unverified",
			{"sslmode=prefer", "tls=preferred"}:                                                  "unverified",
			{"sslmode=verify-full&sslrootcert=" + certificate, "tls=true&ssl-ca=" + certificate}: "verified",
			{"sslmode=disable", "tls=false"}:                                                     "none",
		} {
			if certificate == "" && want != "none" && want != "tls_failed" {
				continue // a server of the environment: its certificate is not ours to know
			}
			u, _ := url.Parse(address)
			if u.RawQuery = query[1]; isPostgres(address) {
				u.RawQuery = query[0]
			}
			src, err := Open(t.Context(), u.String(), Options{})
			if want == "tls_failed" {
				wantFault(t, err, want)
				continue
			}
			if err != nil {
				t.Errorf("%s: %v", u.RawQuery, err)
				continue
			}
			defer src.Close()
			if got := src.Info().TLS; got != want {
				t.Errorf("%s: %s, not %s", u.RawQuery, got, want)
			}
			if info := src.Info(); (want == "none") != (info.TLSVersion == "" && info.TLSCipher == "") || want != "none" && !strings.HasPrefix(info.TLSVersion, "TLSv1.") {
				t.Errorf("%s: negotiated %q, %q", u.RawQuery, info.TLSVersion, info.TLSCipher)
			}
			listTables(t, src)
		}
	})
}

// A user, or a server, that lets nobody in without TLS gets it on this machine too, where
// a tunnel may end, unless the address says otherwise.
func TestTLSWhereTheServerWantsIt(t *testing.T) {
	address := dbtest.MySQL(t)
	admin := dbtest.Open(t, address)
	dbtest.Exec(t, admin, "CREATE USER so_tls@'%' IDENTIFIED BY 'x' REQUIRE SSL", "GRANT ALL ON *.* TO so_tls@'%'")
	defer dbtest.Exec(t, admin, "DROP USER so_tls@'%'")
	address = withUser(address, "so_tls", "x")
	src := mustOpen(t, address, Options{})
	if got := src.Info().TLS; got != "unverified" {
		t.Errorf("TLS is %s", got)
	}
	listTables(t, src)
	_, err := Open(t.Context(), address+"?tls=false", Options{})
	wantFault(t, err, "authentication_failed", "1045")
	if wantsTLS(&mysql.MySQLError{Number: 1044}) || !wantsTLS(&mysql.MySQLError{Number: 3159}) {
		t.Error("what MySQL says without TLS")
	}
}

// A file of certificates that cannot be used is a fault that says which parameter names it.
func TestCertificateFiles(t *testing.T) {
	dir := t.TempDir()
	empty := filepath.Join(dir, "vazio.pem")
	if err := os.WriteFile(empty, []byte("-----BEGIN NOTHING-----"), 0o600); err != nil {
		t.Fatal(err)
	}
	for dsn, parameter := range map[string]string{
		"mysql://u@127.0.0.1:1/d?tls=true&ssl-ca=": "ssl-ca: ", "postgres://u@127.0.0.1:1/d?sslmode=verify-full&sslrootcert=": "sslrootcert: ",
	} {
		for _, file := range []string{filepath.Join(dir, "falta.pem"), dir, empty} {
			_, err := Open(t.Context(), dsn+url.QueryEscape(file), Options{})
			wantFault(t, err, "tls_failed")
			if detail := scanner.ReasonOf(err).Detail; !strings.HasPrefix(detail, parameter) || strings.Contains(detail, dir) {
				t.Errorf("detail %q", detail)
			}
		}
	}
}

func TestMalformedDSN(t *testing.T) {
	for _, dsn := range []string{"postgres://u:a%zz@h/d", "postgres://u:12#x@h/d", "postgres://u:12?x@h/d", "postgres://u:12/x@h/d",
		"postgres://h/d?options=-c", "mysql://h/d?parseTime=true", "mysql://h/d?tls=maybe", "sqlite:", "postgres://h:porta/d"} {
		_, err := Open(t.Context(), dsn, Options{})
		if !errors.Is(err, ErrDSN) {
			t.Errorf("%s: %v", dsn, err)
		}
	}
}

// The name of a source tells neither its user nor its password.
func TestInfo(t *testing.T) {
	onServers(t, func(t *testing.T, address string, _ *sql.DB) {
		u, _ := url.Parse(address)
		info := mustOpen(t, address, Options{}).Info()
		scheme, kind := "mysql", "mariadb"
		if isPostgres(address) {
			scheme, kind = "postgres", "postgres"
		}
		if info.Name != scheme+"://"+u.Host+u.Path || info.User != u.User.Username() || info.TLS != "none" || info.Version == "" {
			t.Errorf("%+v", info)
		}
		if os.Getenv("DATAMAP_TEST_MYSQL") == "" && info.Kind != kind && info.Kind != "mysql" {
			t.Errorf("%+v", info)
		}
	})
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"postgres://u:p@h:1/d?sslmode=x", "mysql://u:a%zz@h/d", "postgres://u:12#x@h/d", "sqlite:x?y#z", "mariadb://@/"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, dsn string) {
		u, err := parse(dsn)
		if err != nil {
			if !errors.Is(err, ErrDSN) || err.Error() != ErrDSN.Error() {
				t.Fatalf("error %v", err)
			}
			return
		}
		// Whatever stands before the last @ of the URL is taken for the user.
		if _, rest, ok := strings.Cut(dsn, "://"); ok && u.User == nil && strings.Contains(rest, "@") {
			t.Fatalf("%q has no user", dsn)
		}
	})
}

// What goes wrong before the server has told who it is has names of its own.
func TestOpeningFaults(t *testing.T) {
	pg, my := dbtest.Postgres(t), dbtest.MySQL(t)
	host := func(address string) string {
		u, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		return u.Host
	}
	admin := dbtest.Open(t, pg)
	dbtest.Exec(t, admin, "CREATE ROLE de_fora LOGIN PASSWORD 'x'", "REVOKE CONNECT ON DATABASE "+dbName(pg)+" FROM PUBLIC")
	t.Cleanup(func() { dbtest.Exec(t, dbtest.Open(t, pg), "DROP ROLE de_fora") })
	dbtest.Exec(t, dbtest.Open(t, my), "CREATE USER de_fora@'%' IDENTIFIED BY 'x'")
	t.Cleanup(func() { dbtest.Exec(t, dbtest.Open(t, my), "DROP USER de_fora@'%'") })
	deaf := silentServer(t)
	for _, test := range []struct{ address, want string }{
		{"postgres://u:x@" + host(my) + "/d", "other_server"},
		{"mysql://u:x@" + host(pg) + "/d", "no_answer"}, // each waits for the other to begin
		{"postgres://u:x@" + deaf + "/d", "no_answer"},
		{"mysql://u:x@" + deaf + "/d", "no_answer"},
		{withUser(pg, "de_fora", "x"), "database_denied"},
		{withUser(my, "de_fora", "x"), "database_denied"},
		{"postgres://u:x@" + host(dbtest.Standby(t, pg)) + "/d?sslmode=require", "tls_missing"},
	} {
		_, err := Open(t.Context(), test.address, Options{ConnectTimeout: time.Second})
		if got := scanner.ReasonOf(err).Code; got != test.want {
			t.Errorf("%s: %v, which is %s, not %s", test.address, err, got, test.want)
		}
	}
}
