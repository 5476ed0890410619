package databases

import (
	"slices"
	"strings"
	"testing"

	"github.com/datamapbr/datamap/scanner"
	"github.com/datamapbr/datamap/scanner/databases/dbtest"
)

// Read whole, a table of any shape gives each of its rows once, page by page
// where it has a key.
func TestPages(t *testing.T) {
	const size = 2*pageRows + 1234
	onEach(t, func(t *testing.T, address string) {
		fillPeople(t, address, size)
		kind, _, _ := strings.Cut(address, ":")
		concat, create := "'a''b' || id", "CREATE TABLE "
		if kind == "mysql" {
			concat = "concat('a''bç', id)"
		}
		shapes := map[string][2]string{ // columns, what fills them
			"composta":  {"(a int NOT NULL, b varchar(60) NOT NULL, c int NOT NULL, PRIMARY KEY (a, b, c))", "SELECT id % 3, CASE WHEN id % 2 = 0 THEN 'x' ELSE " + concat + " END, id FROM pessoas"},
			"texto":     {"(k varchar(60) PRIMARY KEY, v int)", "SELECT " + concat + ", id FROM pessoas"},
			"sem_chave": {"(v int)", "SELECT id FROM pessoas"},
			"exata":     {"(id int PRIMARY KEY)", "SELECT id FROM pessoas WHERE id <= 2 * 10000"},
		}
		switch kind {
		case "mysql":
			shapes["negativa"] = [2]string{"(k bigint, v int, UNIQUE (v), PRIMARY KEY (k))", "SELECT -id * 1000, id FROM pessoas"}
			shapes["dia"] = [2]string{"(k date, n decimal(20,4), PRIMARY KEY (k, n))", "SELECT DATE_ADD('1990-01-01', INTERVAL id % 500 DAY), id / 7 FROM pessoas"}
			shapes["bytes"] = [2]string{"(k varbinary(20) PRIMARY KEY)", "SELECT unhex(sha1(id)) FROM pessoas"}
			shapes["cortada"] = [2]string{"(k varchar(60), PRIMARY KEY (k(7)))", "SELECT lpad(id, 7, '0') FROM pessoas"}
			shapes["caixa"] = [2]string{"(k varchar(60) CHARACTER SET latin1 PRIMARY KEY)", "SELECT concat(CASE id % 3 WHEN 0 THEN 'É' WHEN 1 THEN 'b' ELSE 'C' END, id, ' ') FROM pessoas"}
		case "sqlite":
			shapes["mista"] = [2]string{"(k PRIMARY KEY, v int) WITHOUT ROWID",
				"SELECT CASE id % 5 WHEN 0 THEN id WHEN 1 THEN 'texto '' ' || id WHEN 2 THEN CAST('b' || id AS BLOB) WHEN 3 THEN id + 0.1 ELSE CAST(x'6100' || id AS TEXT) END, id FROM pessoas"}
		case "postgres":
			shapes["sem_colunas"] = [2]string{"(v int, w point)", "SELECT id, NULL FROM pessoas"}
		}
		src := mustOpen(t, address, Options{})
		for name, shape := range shapes {
			dbtest.Exec(t, dbtest.Open(t, address), create+name+" "+shape[0], "INSERT INTO "+name+" "+shape[1])
			tab := table(t, src, name)
			rows, facts := mustCollect(t, src, tab, scanner.Sample{})
			seen := map[string]bool{}
			for _, r := range rows {
				seen[strings.Join(r, "\x00")] = true
			}
			want := size
			if name == "exata" {
				want = 2 * pageRows
			}
			if len(rows) != want || len(seen) != want && name != "bytes" || facts.Method != scanner.Whole || facts.Rows != int64(want) {
				t.Errorf("%s: %d rows, %d different ones, of %d; %+v", name, len(rows), len(seen), want, facts)
			}
		}
	})
}

// Every page is a statement of its own in a transaction of its own.
func TestPagesAreShort(t *testing.T) {
	for name, address := range servers {
		t.Run(name, func(t *testing.T) {
			a := address(t)
			fillPeople(t, a, 60000)
			if isPostgres(a) { // its pages are of blocks, of which rows far apart fill more
				dbtest.Exec(t, dbtest.Open(t, a), "ALTER TABLE pessoas SET (fillfactor = 10)", "VACUUM FULL pessoas")
			}
			p := newProxy(t, a)
			src := mustOpen(t, p.address, Options{})
			tab := table(t, src, "pessoas")
			before := len(statements(a, p.text()))
			mustCollect(t, src, tab, scanner.Sample{})
			sent := statements(a, p.text())[before:]
			reads, begins := 0, 0
			for _, s := range sent {
				if strings.Contains(s, "pessoas") && strings.HasPrefix(s, "SELECT") {
					reads++
				}
				if strings.HasPrefix(s, "BEGIN READ ONLY") || strings.HasPrefix(s, "START TRANSACTION") || s == "ROLLBACK AND CHAIN" {
					begins++
				}
			}
			if reads < 2 || begins != reads {
				t.Errorf("%d statements read the table in %d transactions", reads, begins)
			}
		})
	}
}

// A user who may read some columns only gets those of every row, and a sample
// that is spread, although the addresses of rows are not his to ask for.
func TestSomeColumnsOfALargeTable(t *testing.T) {
	for name, address := range servers {
		t.Run(name, func(t *testing.T) {
			a := address(t)
			fillPeople(t, a, 60000)
			role := "meia_" + dbName(a)[:12]
			db := dbtest.Open(t, a)
			if isPostgres(a) {
				dbtest.Exec(t, db, "ANALYZE pessoas", "CREATE ROLE "+role+" LOGIN PASSWORD 'x'", "GRANT SELECT (nome, email) ON pessoas TO "+role)
				t.Cleanup(func() { dropRole(t, a, role) })
			} else {
				dbtest.Exec(t, db, "CREATE USER "+role+"@'%' IDENTIFIED BY 'x'", "GRANT SELECT (nome, email) ON pessoas TO "+role+"@'%'")
				t.Cleanup(func() { dbtest.Exec(t, dbtest.Open(t, a), "DROP USER "+role+"@'%'") })
			}
			src := mustOpen(t, withUser(a, role, "x"), Options{})
			tab := table(t, src, "pessoas")
			if rows, _ := mustCollect(t, src, tab, scanner.Sample{}); len(rows) != 60000 || rows[0][len(rows[0])-1] != null || slices.ContainsFunc(rows, func(r []string) bool { return r[len(r)-2] == null }) {
				t.Errorf("%d rows, the first %q", len(rows), rows[0])
			}
			rows, facts := mustCollect(t, src, tab, scanner.Sample{Rows: 5000, Seed: 2})
			// Without its key MySQL can only give the head, and says so.
			if want := map[bool]scanner.Method{true: scanner.Blocks, false: scanner.Head}[isPostgres(a)]; facts.Method != want || len(rows) < 3000 {
				t.Errorf("%d rows, %+v", len(rows), facts)
			}
		})
	}
}
