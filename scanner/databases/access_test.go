package databases

import (
	"net/url"
	"strings"
	"testing"

	"github.com/datamapbr/datamap/scanner/databases/dbtest"
)

// withUser returns the address as another user writes it.
func withUser(address, user, password string) string {
	u, _ := url.Parse(address)
	u.User = url.UserPassword(user, password)
	return u.String()
}

func dbName(address string) string {
	u, _ := url.Parse(address)
	return strings.TrimPrefix(u.Path, "/")
}

// dropRole removes a role of a test with what it was granted.
func dropRole(t testing.TB, address, role string) {
	t.Helper()
	dbtest.Exec(t, dbtest.Open(t, address), "DROP OWNED BY "+role, "DROP ROLE "+role)
}
