package databases

import (
	"database/sql"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/datamapbr/datamap/scanner"
	"github.com/datamapbr/datamap/scanner/databases/dbtest"
)

// allowed is every form of statement that may go over the wire. Nothing else
// is found in what the scanner sends.
var allowed = regexp.MustCompile(`^(` + strings.Join([]string{
	`BEGIN READ ONLY; SET LOCAL statement_timeout = \d+; SET LOCAL lock_timeout = \d+; SET LOCAL row_security = off; SET LOCAL search_path = pg_catalog; [^;]*; SET LOCAL synchronize_seqscans = off`,
	`SET SESSION (tx|transaction)_read_only = 1, SESSION (tx|transaction)_isolation = 'READ-COMMITTED', SESSION max_(statement|execution)_time = [\d.]+, SESSION lock_wait_timeout = \d+, .*`,
	`START TRANSACTION READ ONLY`, `ROLLBACK( AND CHAIN)?`, `SHOW SESSION STATUS WHERE [^;]*`, `SHOW GLOBAL VARIABLES WHERE [^;]*`, `SHOW GRANTS`, `KILL QUERY \d+`,
	`\(?SELECT [^;]*`, `WITH RECURSIVE (tree|base)\([a-z, ]*\) AS \([^;]*`,
}, "|") + `)$`)

// statements cuts what was sent into the texts of its statements.
func statements(address, sent string) []string {
	var out []string
	if isPostgres(address) {
		// 'Q', length, text, NUL.
		for _, m := range regexp.MustCompile(`(?s)Q\x00..[\s\S]([^\x00]+)\x00`).FindAllStringSubmatch(sent, -1) {
			out = append(out, m[1])
		}
		return out
	}
	// Length (3 bytes), sequence 0, command 3, text.
	for b := []byte(sent); len(b) > 4; {
		n := int(b[0]) | int(b[1])<<8 | int(b[2])<<16
		if len(b) < 4+n {
			break
		}
		if n > 0 && b[3] == 0 && b[4] == 3 {
			out = append(out, string(b[5:4+n]))
		}
		b = b[4+n:]
	}
	return out
}

func TestOnlyReadingStatementsAreSent(t *testing.T) {
	onServers(t, func(t *testing.T, address string, admin *sql.DB) {
		fillPeople(t, address, 30000)
		dbtest.Exec(t, admin, "CREATE TABLE vazia (n int)", "CREATE VIEW visao AS SELECT * FROM pessoas")
		p := newProxy(t, address)
		src := mustOpen(t, p.address, Options{})
		for _, tab := range listTables(t, src) {
			if tab.State == "" {
				for _, s := range []scanner.Sample{{}, {Rows: 10}, {Rows: 2000}, {Rows: 100000}} {
					mustCollect(t, src, &tab, s)
				}
			}
		}
		sent := statements(address, p.text())
		if len(sent) < 20 {
			t.Errorf("only %d statements were seen", len(sent))
		}
		for _, s := range sent {
			if !allowed.MatchString(strings.ReplaceAll(s, "\n", " ")) {
				t.Errorf("sent: %.300s", s)
			}
			if strings.Contains(s, "random()") || strings.Contains(s, "rand()") || strings.Contains(s, "visao") {
				t.Errorf("sent: %.300s", s)
			}
		}
	})
}

// A session of the scanner cannot write even when told to.
func TestGuardRefusesToWrite(t *testing.T) {
	onServers(t, func(t *testing.T, address string, admin *sql.DB) {
		dbtest.Exec(t, admin, "CREATE TABLE t (n int)", "INSERT INTO t VALUES (1)")
		src := mustOpen(t, address, Options{})
		tab := table(t, src, "t")
		d := src.(*database)
		for _, statement := range []string{"INSERT INTO %s VALUES (2)", "UPDATE %s SET n = 3", "DELETE FROM %s", "DROP TABLE %s", "CREATE TABLE t2 (n int)"} {
			s, err := d.session(t.Context(), &object{}, time.Second)
			if err != nil {
				t.Fatal(err)
			}
			from, _ := (&object{Table: *tab}).from(d.dialect)
			statement = strings.ReplaceAll(statement, "%s", strings.TrimPrefix(from, "ONLY "))
			_, err = s.conn.ExecContext(t.Context(), statement)
			wantFault(t, d.faultOf(t.Context(), err), "read_only_refused", "25006", "1792")
			s.bad = true
			s.close(t.Context())
		}
		var n int
		if err := admin.QueryRow("SELECT n FROM t").Scan(&n); err != nil || n != 1 {
			t.Errorf("n is %d, %v", n, err)
		}
	})
}

// A server that does not know the variables of the guard is not read.
func TestRefusesWithoutGuard(t *testing.T) {
	src := mustOpen(t, dbtest.MySQL(t), Options{})
	d := src.(*database)
	d.info.Kind = map[string]string{"mysql": "mariadb", "mariadb": "mysql"}[d.info.Kind]
	_, err := src.Tables(t.Context())
	wantFault(t, err, "read_only_refused", "1193")
}

// folder returns the names, sizes and times of everything beside a file.
func folder(t *testing.T, path string) map[string]string {
	t.Helper()
	files := map[string]string{}
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		info, err := e.Info()
		if err != nil {
			t.Fatal(err)
		}
		content, _ := os.ReadFile(filepath.Join(filepath.Dir(path), e.Name()))
		files[e.Name()] = info.ModTime().String() + string(content)
	}
	return files
}
