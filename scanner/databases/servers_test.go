package databases

import (
	"database/sql"
	"errors"
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/lib/pq"

	"github.com/datamapbr/datamap/scanner"
	"github.com/datamapbr/datamap/scanner/databases/dbtest"
)

// servers are the engines with a network. In the tests that onServers runs on them each
// is read by an administrator of its own, with a password that is hard to write.
var servers = map[string]func(testing.TB) string{"postgres": dbtest.Postgres, "mysql": dbtest.MySQL}

func onServers(t *testing.T, test func(t *testing.T, address string, admin *sql.DB)) {
	for name, address := range servers {
		t.Run(name, func(t *testing.T) {
			a := address(t)
			admin := dbtest.Open(t, a)
			test(t, withSecret(t, a, admin), admin)
		})
	}
}

// secretOf is the password of a test of onServers: random, and the same for its name.
func secretOf(t *testing.T) string {
	names := strings.SplitN(t.Name(), "/", 3)
	h := fnv.New64a()
	h.Write([]byte(strings.Join(names[:min(2, len(names))], "/")))
	return randomSecret(rand.New(rand.NewPCG(h.Sum64(), 7)))
}

// withSecret makes an administrator with the password of the test.
func withSecret(t *testing.T, address string, admin *sql.DB) string {
	role, password := "chefe_"+dbName(address)[2:14], secretOf(t)
	if isPostgres(address) {
		dbtest.Exec(t, admin, "CREATE ROLE "+role+" LOGIN SUPERUSER PASSWORD "+pq.QuoteLiteral(password))
		t.Cleanup(func() {
			dbtest.Exec(t, dbtest.Open(t, address), "REASSIGN OWNED BY "+role+" TO CURRENT_USER", "DROP ROLE "+role)
		})
	} else {
		dbtest.Exec(t, admin, "CREATE USER "+role+"@'%' IDENTIFIED BY '"+strings.NewReplacer(`\`, `\\`, "'", "''").Replace(password)+"'",
			"GRANT ALL ON *.* TO "+role+"@'%' WITH GRANT OPTION")
		t.Cleanup(func() { dbtest.Exec(t, dbtest.Open(t, address), "DROP USER "+role+"@'%'") })
	}
	return withUser(address, role, password)
}

// wantFault asserts that err is a fault of this code, and that neither it nor any of
// its causes holds the password of the test.
func wantFault(t *testing.T, err error, code string, details ...string) {
	t.Helper()
	if form := leak(everything(err), secretOf(t)); form != "" {
		t.Errorf("the error holds the password (%s)", form)
	}
	var f *scanner.Fault
	if !errors.As(err, &f) {
		t.Fatalf("error %v, not a fault %s", err, code)
	}
	if f.Code != code || len(details) > 0 && !slices.Contains(details, f.Detail) {
		t.Errorf("fault %s (%s), not %s %v", f.Code, f.Detail, code, details)
	}
}

func isPostgres(address string) bool { return strings.HasPrefix(address, "postgres") }
