package main

import (
	"crypto/rand"
	"fmt"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/datamapbr/datamap/scanner/databases/dbtest"
)

// sql ADDRESS SCRIPT runs the statements of a file, each ended by a semicolon at
// the end of its line. "sqlite:FILE" creates a database.
func runSQL(t *testing.T, ts *testscript.TestScript, args []string) {
	address := args[0]
	if path, ok := strings.CutPrefix(address, "sqlite:"); ok {
		address = "sqlite:" + ts.MkAbs(path)
	}
	db := dbtest.Open(t, address)
	defer db.Close()
	for _, statement := range strings.Split(sqlComment.ReplaceAllString(ts.ReadFile(args[1]), ""), ";\n") {
		if statement = strings.TrimSpace(statement); statement == "" {
			continue
		}
		if _, err := db.Exec(statement); err != nil {
			ts.Fatalf("running %s: %v", statement, err)
		}
	}
}

var sqlComment = regexp.MustCompile(`(?m)^--.*\n`)

// user VARIABLE ADDRESS NAME PASSWORD sets a variable to the address as another
// user writes it.
func asUser(ts *testscript.TestScript, _ bool, args []string) {
	u := parseAddress(ts, args[1])
	u.User = url.UserPassword(args[2], args[3])
	ts.Setenv(args[0], u.String())
}

// addpath VARIABLE ADDRESS TEXT sets a variable to the address with more after
// the name of the database.
func addPath(ts *testscript.TestScript, _ bool, args []string) {
	u := parseAddress(ts, args[1])
	u.Path += args[2]
	ts.Setenv(args[0], u.String())
}

func parseAddress(ts *testscript.TestScript, address string) *url.URL {
	u, err := url.Parse(address)
	ts.Check(err)
	return u
}

// wrongpassword VARIABLE ADDRESS sets a variable to the address with another password.
func wrongPassword(ts *testscript.TestScript, _ bool, args []string) {
	u := parseAddress(ts, args[1])
	u.User = url.UserPassword(u.User.Username(), "errada-UNICA")
	ts.Setenv(args[0], u.String())
}

// nopassword VARIABLE FILE ADDRESS sets a variable to the address without its
// password, which goes into a file and into VARIABLE_PASSWORD.
func noPassword(ts *testscript.TestScript, _ bool, args []string) {
	u := parseAddress(ts, args[2])
	password, _ := u.User.Password()
	u.User = url.User(u.User.Username())
	ts.Setenv(args[0], u.String())
	ts.Setenv(args[0]+"_PASSWORD", password)
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(password+"\n"), 0o600))
}

// role VARIABLE ADDRESS TABLE... creates a PostgreSQL role that may read only
// these tables, and sets a variable to its address.
func newRole(t *testing.T, ts *testscript.TestScript, args []string) {
	u := parseAddress(ts, args[1])
	db := dbtest.Open(t, args[1])
	defer db.Close()
	name, password := "auditor_"+strings.ToLower(rand.Text()), rand.Text()
	run := func(statement string) {
		if _, err := db.Exec(statement); err != nil {
			ts.Fatalf("%v", err)
		}
	}
	run(fmt.Sprintf("CREATE ROLE %s LOGIN PASSWORD '%s'", name, password))
	ts.Defer(func() {
		db := dbtest.Open(t, args[1])
		defer db.Close()
		db.Exec("DROP OWNED BY " + name)
		db.Exec("DROP ROLE " + name)
	})
	for _, table := range args[2:] {
		run(fmt.Sprintf("GRANT SELECT ON %s TO %s", table, name))
	}
	u.User = url.UserPassword(name, password)
	ts.Setenv(args[0], u.String())
}

// expand FILE fills the variables in a file in.
func expandFile(ts *testscript.TestScript, _ bool, args []string) {
	text := os.Expand(ts.ReadFile(args[0]), func(name string) string {
		if strings.Contains(name, ":") { // a placeholder of datamap.yaml
			return "${" + name + "}"
		}
		return ts.Getenv(name)
	})
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text), 0o600))
}
