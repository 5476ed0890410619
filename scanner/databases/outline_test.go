package databases

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/datamapbr/datamap/scanner"
	"github.com/datamapbr/datamap/scanner/databases/dbtest"
)

// outlines returns what is planned for all tables of src, and of that what will be
// sent for certain.
func outlines(t *testing.T, src scanner.Source, sample scanner.Sample) (all []Statement, certain []string) {
	t.Helper()
	for _, tab := range listTables(t, src) {
		if tab.State != "" {
			continue
		}
		o, ok, err := OutlineOf(context.Background(), src, &tab, sample)
		if !ok || err != nil {
			t.Fatalf("%s: %v, %v", tab.Name, ok, err)
		}
		var first []string // before those that open the session
		for _, s := range o.Statements {
			all = append(all, s)
			switch {
			case s.Open != "" || strings.HasPrefix(s.SQL, "ROLLBACK"):
			case s.When == Guard || s.When == Catalogue:
				first = append(first, s.SQL)
			case s.When == Always:
				certain = append(append(certain, first...), s.SQL)
				first = nil
			}
		}
	}
	for _, s := range Opening(src) {
		all = append(all, Statement{When: Guard, SQL: s})
	}
	return all, certain
}

// isPlanned reports whether a statement is among those of a plan: word for word,
// but for what is open.
func isPlanned(planned []Statement, sent string) bool {
	has := func(sql string, open bool) bool {
		return slices.ContainsFunc(planned, func(s Statement) bool { return s.SQL == sql && (s.Open != "") == open })
	}
	stop := strings.HasPrefix(sent, "KILL QUERY ") || strings.HasPrefix(sent, "SELECT pg_cancel_backend(")
	return stop || has(sent, false) || !slices.ContainsFunc(forms(sent), func(f string) bool { return !has(f, true) })
}

// Every statement that a scan sends stands in the outlines, and the outlines
// send nothing that a scan would not, above all nothing that reads a table.
func TestOutlineIsWhatRuns(t *testing.T) {
	onServers(t, func(t *testing.T, address string, admin *sql.DB) {
		fillPeople(t, address, 30000)
		words := make([]string, 300)
		for i := range words {
			words[i] = "('" + strings.Repeat("x", i%7) + string(rune('a'+i%26)) + strings.Repeat("y", i/26) + "')"
		}
		dbtest.Exec(t, admin, "CREATE TABLE vazia (n int)", "CREATE VIEW visao AS SELECT * FROM pessoas",
			"CREATE TABLE palavras (w varchar(60) PRIMARY KEY)", "INSERT INTO palavras VALUES "+strings.Join(words, ","))
		evil := `"t'; DROP TABLE ""x"" -- UNION ALL 1 WHERE 2"`
		if isPostgres(address) {
			dbtest.Exec(t, admin, "CREATE TABLE partida (id int, nome text) PARTITION BY RANGE (id)",
				"CREATE TABLE partida_a PARTITION OF partida FOR VALUES FROM (0) TO (5000)",
				"CREATE TABLE partida_b PARTITION OF partida FOR VALUES FROM (5000) TO (9000)",
				"INSERT INTO partida SELECT i, 'x' FROM generate_series(0, 8999) i")
		} else {
			evil = strings.ReplaceAll(evil, `""`, `"`)
			evil = "`" + strings.Trim(evil, `"`) + "`"
			dbtest.Exec(t, admin, "CREATE TABLE empresas (empresa int NOT NULL, id int NOT NULL, PRIMARY KEY (empresa, id))",
				"INSERT INTO empresas SELECT id % 2, id FROM pessoas", "ANALYZE TABLE empresas")
		}
		dbtest.Exec(t, admin, "CREATE TABLE "+evil+" (id int PRIMARY KEY)", "INSERT INTO "+evil+" VALUES (-5), (7), (9), (11)")
		for _, sample := range []scanner.Sample{{}, {Rows: 3}, {Rows: 100}, {Rows: 2000}, {Rows: 100000}} {
			planner, worker := newProxy(t, address), newProxy(t, address)
			planned, _ := outlines(t, mustOpen(t, planner.address, Options{}), sample)
			src := mustOpen(t, worker.address, Options{})
			for _, tab := range listTables(t, src) {
				if tab.State == "" {
					mustCollect(t, src, &tab, sample)
				}
			}
			known := func(s string) bool { return isPlanned(planned, s) }
			for _, s := range statements(address, worker.text()) {
				if !known(s) {
					t.Errorf("sample of %d: a scan sends what is not planned: %.400s\n  as %.300q", sample.Rows, s, forms(s))
				}
			}
			for _, s := range statements(address, planner.text()) {
				if !known(s) || strings.Contains(s, "pessoas") || strings.Contains(s, "palavras") || strings.Contains(s, "partida") {
					t.Errorf("sample of %d: planning sends %.300s", sample.Rows, s)
				}
			}
		}
	})
}

// SQLite keeps no log: what is planned is compared with what the plan of a reading
// gives, and its constants with those of another reading.
func TestOutlineOfSQLite(t *testing.T) {
	address := dbtest.SQLite(t)
	fillPeople(t, address, 25000)
	dbtest.Exec(t, dbtest.Open(t, address), "CREATE TABLE chaves (a TEXT, b INT, PRIMARY KEY (a, b)) WITHOUT ROWID", "INSERT INTO chaves SELECT nome, id FROM pessoas")
	for _, sample := range []scanner.Sample{{}, {Rows: 100, Seed: 3}, {Rows: 100000}} {
		var before []string
		for range 2 {
			src := mustOpen(t, address, Options{})
			planned, certain := outlines(t, src, sample)
			sent, args := recorded(src.(*database))
			for _, tab := range listTables(t, src) {
				mustCollect(t, src, &tab, sample)
			}
			for _, s := range *sent {
				if !isPlanned(planned, s) {
					t.Errorf("sample of %d: a scan sends what is not planned: %.400s", sample.Rows, s)
				}
			}
			now := append(*sent, *args...)
			if len(*sent) < 2 || len(certain) == 0 || before != nil && !slices.Equal(before, now) {
				t.Errorf("sample of %d: %d statements, before %d", sample.Rows, len(*sent), len(before)/2)
			}
			before = now
		}
	}
}

// recorded takes down the statements that the plans of d give from now on, and with what
// arguments.
func recorded(d *database) (sent, args *[]string) {
	sent, args = &[]string{}, &[]string{}
	dialect := *d.dialect
	choose := dialect.plan
	dialect.plan = func(ctx context.Context, s *session, o *object, want int64, rnd *rand.Rand) (*plan, error) {
		p, err := choose(ctx, s, o, want, rnd)
		if err == nil && s.outline == nil {
			next := p.next
			p.next = func(read int64) string {
				statement := next(read)
				if statement != "" {
					*sent, *args = append(*sent, statement), append(*args, fmt.Sprint(p.args))
				}
				return statement
			}
		}
		return p, err
	}
	d.dialect = &dialect
	return sent, args
}

func TestForms(t *testing.T) {
	for _, c := range [][]string{
		{`SELECT left("nome 7"::text, 4096) FROM ONLY "p"."t" LIMIT 10`, `SELECT left("nome 7"::text, 4096) FROM ONLY "p"."t" LIMIT 10`},
		{`SELECT a FROM ONLY "t" WHERE ctid = ANY ('{"(0,1)","(7,2)"}'::tid[])`, `SELECT a FROM ONLY "t" WHERE ctid = ANY (?::tid[])`},
		{"(SELECT a FROM `t` WHERE `id` >= -3 AND `id` <= 4 ORDER BY `id` LIMIT 20) UNION ALL (SELECT a FROM `t` WHERE `id` >= 5 AND `id` <= 9 ORDER BY `id` LIMIT 19)",
			"(SELECT a FROM `t` WHERE `id` >= ? AND `id` <= ? ORDER BY `id` LIMIT ?)", "(SELECT a FROM `t` WHERE `id` >= ? AND `id` <= ? ORDER BY `id` LIMIT ?)"},
		{"SELECT a FROM `WHERE 1 UNION ALL 2``x` WHERE `k` >= _utf8mb4 X'616263' AND `k` < X'00'", "SELECT a FROM `WHERE 1 UNION ALL 2``x` WHERE `k` >= ? AND `k` < ?"},
		{`SELECT a FROM "t" TABLESAMPLE SYSTEM (0.5) REPEATABLE (77) LIMIT 10`, `SELECT a FROM "t" TABLESAMPLE SYSTEM (?) REPEATABLE (?) LIMIT ?`},
		{`SELECT a FROM "t" WHERE "a" > CAST(X'6128' AS TEXT) OR "a" = 7 ORDER BY "a"`, `SELECT a FROM "t" WHERE "a" > ? OR "a" = ? ORDER BY "a"`},
		{`SELECT a FROM "x""y' 1"`, `SELECT a FROM "x""y' 1"`},
		{`SELECT a FROM "never closed`, `SELECT a FROM "never closed`},
	} {
		if got := forms(c[0]); !slices.Equal(got, c[1:]) {
			t.Errorf("forms(%s) = %q", c[0], got)
		}
	}
}
