package databases

import (
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Every place in which the clients of a server keep a password lets in by it, and none
// that they would not trust themselves.
func TestCredentials(t *testing.T) {
	onServers(t, func(t *testing.T, address string, _ *sql.DB) {
		u, err := url.Parse(address)
		if err != nil {
			t.Fatal("the address of the test cannot be read")
		}
		user, password := u.User.Username(), secretOf(t)
		u.User = url.User(user)
		asks := u.String()
		u.User = nil
		bare := u.String()
		quoted := strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(password)
		client := fmt.Sprintf("[mysqld]\npassword=x\n[client]\nuser = %s\npassword = \"%s\" # of the test\n", user, quoted)
		escaped := strings.NewReplacer(`\`, `\\`, ":", `\:`).Replace(password)
		pgpass := fmt.Sprintf("# host:port:database:user:password\n127.0.0.1:1:*:*:x\n*:%s:*:%s:%s\n", u.Port(), user, escaped)
		service := fmt.Sprintf("[outro]\nuser=x\n[loja]\nhost=127.0.0.1\nport=%s\nuser=%s\npassword=%s\ndbname=%s\n", u.Port(), user, password, dbName(address))
		type credentials struct {
			dsn        string
			file, text string // in the home directory
			mode       os.FileMode
			env, value string // "~" is the home directory
			code       string // of the fault; "" where it lets in
			details    []string
		}
		const refused = "authentication_failed"
		tests := map[string]credentials{
			"none":                    {dsn: asks, code: refused},
			"option file":             {dsn: bare, file: ".my.cnf", text: client, mode: 0o600},
			"option file, other user": {dsn: withUser(address, user+"x", "x"), file: ".my.cnf", text: client, mode: 0o600, code: refused},
			"option file for all":     {dsn: asks, file: ".my.cnf", text: client, mode: 0o644}, // the client takes it
			"option file, wrong":      {dsn: asks, file: ".my.cnf", text: "[client]\npassword=x\n", mode: 0o600, code: refused},
		}
		if isPostgres(address) {
			tests = map[string]credentials{
				"none":                       {dsn: asks, code: refused},
				"password file":              {dsn: asks, file: ".pgpass", text: pgpass, mode: 0o600},
				"password file for all":      {dsn: asks, file: ".pgpass", text: pgpass, mode: 0o644, code: refused, details: []string{"28P01, .pgpass 0644", "28000, .pgpass 0644"}},
				"password file elsewhere":    {dsn: asks, file: "senhas", text: pgpass, mode: 0o600, env: "PGPASSFILE", value: "~/senhas"},
				"password file of another":   {dsn: asks, file: ".pgpass", text: strings.ReplaceAll(pgpass, user, "x"), mode: 0o600, code: refused},
				"variable":                   {dsn: asks, env: "PGPASSWORD", value: password},
				"variable, wrong":            {dsn: asks, env: "PGPASSWORD", value: "x", code: refused, details: []string{"28P01"}},
				"variable before the file":   {dsn: asks, file: ".pgpass", text: pgpass, mode: 0o600, env: "PGPASSWORD", value: "x", code: refused},
				"service":                    {dsn: "postgres:///?service=loja", file: ".pg_service.conf", text: service, mode: 0o600},
				"service in another file":    {dsn: "postgres:///?service=loja", file: "servicos", text: service, mode: 0o644, env: "PGSERVICEFILE", value: "~/servicos"},
				"service by a variable":      {dsn: "postgres:///", file: ".pg_service.conf", text: service, mode: 0o600, env: "PGSERVICE", value: "loja"},
				"service with a wrong login": {dsn: "postgres:///?service=loja", file: ".pg_service.conf", text: strings.Replace(service, user, user+"x", 1), mode: 0o600, code: refused},
			}
		}
		for name, test := range tests {
			t.Run(name, func(t *testing.T) {
				home := t.TempDir()
				t.Setenv("HOME", home)
				if test.file != "" {
					if err := os.WriteFile(filepath.Join(home, test.file), []byte(test.text), test.mode); err != nil {
						t.Fatal(err)
					}
				}
				if test.env != "" {
					t.Setenv(test.env, strings.Replace(test.value, "~", home, 1))
				}
				src, err := Open(t.Context(), test.dsn, Options{})
				if test.code != "" {
					wantFault(t, err, test.code, test.details...)
					return
				}
				if err != nil {
					t.Fatal(err)
				}
				defer src.Close()
				if got := src.Info().User; got != user {
					t.Errorf("user %q, not %q", got, user)
				}
			})
		}
	})
}

func TestMyCnf(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	text := "# comment\n[mysqld]\npassword=outra\n[client]\nuser = leitor\n  password = \"a b#c\"\nssl_ca=x\n!include y\n[mysql]\npassword=ainda\n"
	if err := os.WriteFile(filepath.Join(home, ".my.cnf"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		dsn            string
		option         Secret
		user, password string
	}{
		{"mysql://h/d", "", "leitor", "a b#c"},
		{"mysql://maria@h/d", "", "maria", "a b#c"},
		{"mysql://maria:x@h/d", "", "maria", "x"},
		{"mysql://maria:x@h/d", "y", "maria", "y"},
	} {
		cfg, _, err := mysqlConfig(test.dsn, Options{Password: test.option})
		if err != nil || cfg.User != test.user || cfg.Passwd != test.password {
			t.Errorf("%+v: %q %q %v", test, cfg.User, cfg.Passwd, err)
		}
	}
}

// What the mysql client itself makes of a value.
func TestOptionValue(t *testing.T) {
	for text, want := range map[string]string{
		"": "", " a b ": "a b", `a\\b\sc\x'd # comment`: `a\b c\x'd # comment`, `"a#b" # c`: "a#b", `'x\"y'`: `x"y`, "abc#def": "abc",
		`"a\\b"`: `a\b`, `a'b#c'`: `a'b#c'`, `"a\"#b"`: `a"#b`, `"`: `"`, "# all of it": "",
	} {
		if got := optionValue(text); got != want {
			t.Errorf("%s: %s, not %s", text, got, want)
		}
	}
}
