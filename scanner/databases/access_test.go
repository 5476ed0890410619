package databases

import (
	"net/url"
	"os"
	"path/filepath"
	"runtime"
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

func TestPostgresAccess(t *testing.T) {
	address := dbtest.Postgres(t)
	db := dbtest.Open(t, address)
	auditor, group, app := "auditor_"+dbName(address), "grupo_"+dbName(address), "app_"+dbName(address)
	dbtest.Exec(t, db, "CREATE TABLE clientes (cpf text, nome text)", "CREATE TABLE recados (texto text)",
		"ALTER TABLE recados ENABLE ROW LEVEL SECURITY", "CREATE POLICY nenhuma ON recados USING (false)",
		"CREATE ROLE "+group, "CREATE ROLE "+app+" LOGIN IN ROLE "+group, "CREATE ROLE "+auditor+" LOGIN PASSWORD 'x' IN ROLE pg_read_all_data",
		"GRANT SELECT, UPDATE ON clientes TO "+group, "GRANT SELECT (nome) ON clientes TO PUBLIC", "GRANT INSERT ON recados TO "+auditor)
	t.Cleanup(func() {
		for _, role := range []string{auditor, app, group} {
			dropRole(t, address, role)
		}
	})
	src := mustOpen(t, withUser(address, auditor, "x"), Options{})
	clientes, recados := table(t, src, "clientes"), table(t, src, "recados")
	want := `{"owner":"datamap","grants":[{"role":"PUBLIC","rights":["select"],"columns":["nome"]},{"role":"` + group + `","rights":["select","update"]}]}`
	if got := asJSON(t, clientes.Access); got != strings.Replace(want, "datamap", clientes.Access.Owner, 1) {
		t.Errorf("clientes: %s", got)
	}
	if got := asJSON(t, recados.Access); !strings.Contains(got, `"row_security":"on","grants":[{"role":"`+auditor+`","rights":["insert"]}]`) {
		t.Errorf("recados: %s", got)
	}
	a := src.Info().Access
	roles := asJSON(t, a.Roles)
	for _, role := range []string{
		`{"name":"` + app + `","login":true,"member_of":["` + group + `"]}`, `{"name":"` + group + `"}`,
		`{"name":"` + auditor + `","login":true,"member_of":["pg_read_all_data"],"reads_all":"pg_read_all_data"}`,
		`"reads_all":"superuser","writes_all":"superuser","unhindered":true}`,
	} {
		if !strings.Contains(roles, role) {
			t.Errorf("%s is not among %s", role, roles)
		}
	}
	if a.Superuser || a.CanWrite != 1 || a.TLS != "offered" || a.Passwords != "scram-sha-256" || a.Encoding != "UTF8" || a.Standby || a.Logins != nil ||
		asJSON(t, a.Refused) != `[{"code":"permission_denied","detail":"pg_hba_file_rules"}]` {
		t.Errorf("%s", asJSON(t, a))
	}
	admin := mustOpen(t, address, Options{})
	listTables(t, admin)
	if a := admin.Info().Access; !a.Superuser || a.CanWrite != 2 || a.Logins == nil || len(a.Refused) > 0 {
		t.Errorf("as an administrator: %s", asJSON(t, a))
	}
}

func TestMySQLAccess(t *testing.T) {
	address := dbtest.MySQL(t)
	db, schema := dbtest.Open(t, address), dbName(address)
	auditor, app := "a_"+schema[:12], "p_"+schema[:12]
	dbtest.Exec(t, db, "CREATE TABLE clientes (cpf char(11), nome varchar(40))", "CREATE TABLE recados (texto text)",
		"CREATE USER "+auditor+"@'%' IDENTIFIED BY 'segredo'", "CREATE USER "+app+"@'10.%' IDENTIFIED BY 'x'",
		"GRANT SELECT ON `"+strings.ReplaceAll(schema, "_", `\_`)+"`.* TO "+auditor+"@'%'", "GRANT UPDATE ON recados TO "+auditor+"@'%'",
		"GRANT SELECT (nome, cpf), UPDATE (nome) ON clientes TO "+app+"@'10.%'", "GRANT INSERT, DELETE ON clientes TO "+app+"@'10.%'")
	t.Cleanup(func() {
		dbtest.Exec(t, dbtest.Open(t, address), "DROP USER "+auditor+"@'%'", "DROP USER "+app+"@'10.%'")
	})
	src := mustOpen(t, withUser(address, auditor, "segredo"), Options{})
	if got := asJSON(t, table(t, src, "recados").Access); got != `{"grants":[{"role":"`+auditor+`@%","rights":["select"],"via":"schema"},{"role":"`+auditor+`@%","rights":["update"]}]}` {
		t.Errorf("recados: %s", got)
	}
	a := src.Info().Access
	if grants := strings.Join(a.Grants, "\n"); !strings.Contains(grants, "GRANT SELECT ON `") || strings.Contains(grants, "IDENTIFIED") || strings.Contains(grants, "*4") {
		t.Errorf("grants %s", grants)
	}
	if a.Superuser || !a.OwnView || a.CanWrite != 1 || len(a.Roles) != 1 || asJSON(t, a.Refused) != `[{"code":"permission_denied","detail":"mysql.user"}]` || a.TLS != "offered" {
		t.Errorf("%s", asJSON(t, a))
	}
	admin := mustOpen(t, address, Options{})
	got := asJSON(t, table(t, admin, "clientes").Access)
	for _, grant := range []string{
		`{"role":"` + app + `@10.%","rights":["insert","delete"]}`, `{"role":"` + app + `@10.%","rights":["select"],"columns":["cpf","nome"]}`,
		`{"role":"` + app + `@10.%","rights":["update"],"columns":["nome"]}`, `{"role":"` + auditor + `@%","rights":["select"],"via":"schema"}`,
	} {
		if !strings.Contains(strings.ReplaceAll(got, `["delete","insert"]`, `["insert","delete"]`), grant) {
			t.Errorf("%s is not among %s", grant, got)
		}
	}
	if a := admin.Info().Access; !a.Superuser || a.OwnView || len(a.Refused) > 0 || !strings.Contains(asJSON(t, a.Roles), `"login":true,"reads_all":"global","writes_all":"global"}`) {
		t.Errorf("as an administrator: %s", asJSON(t, a))
	}
}

func TestWithoutHash(t *testing.T) {
	for grant, want := range map[string]string{
		"GRANT USAGE ON *.* TO `a`@`%` IDENTIFIED BY PASSWORD '*6BB4837EB74329105EE4568DDA7DC67ED2CA2AD9'":     "GRANT USAGE ON *.* TO `a`@`%`",
		"GRANT USAGE ON *.* TO `a`@`%` IDENTIFIED VIA ed25519 USING 'x' REQUIRE SSL":                           "GRANT USAGE ON *.* TO `a`@`%` REQUIRE SSL",
		"GRANT ALL PRIVILEGES ON *.* TO `a`@`%` IDENTIFIED BY PASSWORD '*6B' WITH GRANT OPTION":                "GRANT ALL PRIVILEGES ON *.* TO `a`@`%` WITH GRANT OPTION",
		"GRANT USAGE ON *.* TO 'a'@'%' IDENTIFIED WITH 'mysql_native_password' AS '*6B' REQUIRE NONE PASSWORD": "GRANT USAGE ON *.* TO 'a'@'%' REQUIRE NONE PASSWORD",
		"GRANT SELECT ON `crm`.* TO `a`@`%`": "GRANT SELECT ON `crm`.* TO `a`@`%`",
	} {
		if got := withoutHash(grant); got != want {
			t.Errorf("%s\nis shown as %s", grant, got)
		}
	}
}

func TestLikeness(t *testing.T) {
	for _, c := range []struct {
		pattern, name string
		want          bool
	}{{`crm`, "crm", true}, {`crm\_%`, "crm_2", true}, {`crm\_%`, "crmx2", false}, {`c_m`, "cram", false}, {`c_m`, "cãm", true}, {`%`, "a\nb", true}, {`a.b`, "axb", false}} {
		if got := likeness(c.pattern).MatchString(c.name); got != c.want {
			t.Errorf("%q on %q: %v", c.pattern, c.name, got)
		}
	}
}

func TestSQLiteAccess(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	fillPeople(t, "sqlite:"+path, 10)
	if err := os.Chmod(path, 0o640); err != nil {
		t.Fatal(err)
	}
	src := mustOpen(t, path, Options{})
	listTables(t, src)
	want := "0640"
	if runtime.GOOS == "windows" {
		want = ""
	}
	if a := src.Info().Access; a.FileMode != want {
		t.Errorf("%s", asJSON(t, a))
	}
}
