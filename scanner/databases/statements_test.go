package databases

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/datamapbr/datamap/scanner"
	"github.com/datamapbr/datamap/scanner/databases/dbtest"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares text with a file, in which a changed statement is a changed line.
func golden(t *testing.T, name, text string) {
	t.Helper()
	path := filepath.Join("testdata", "statements", name)
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) == text {
		return
	}
	got, lines := strings.Split(text, "\n"), strings.Split(string(want), "\n")
	for i := range max(len(got), len(lines)) {
		if i >= len(got) || i >= len(lines) || got[i] != lines[i] {
			t.Fatalf("%s differs from line %d on; look at it, and if it is right run the tests with -update", path, i+1)
		}
	}
}

// manuscript writes the statements for every table of src that is read.
func manuscript(t *testing.T, src scanner.Source) string {
	t.Helper()
	var b strings.Builder
	tables := listTables(t, src)
	b.WriteString("-- opening\n")
	for _, s := range Opening(src) {
		b.WriteString(s + ";\n")
	}
	for _, sample := range []scanner.Sample{{Rows: 1000, Seed: 1}, {}} {
		for _, tab := range tables {
			if tab.State != "" {
				continue
			}
			o, _, err := OutlineOf(t.Context(), src, &tab, sample)
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(&b, "\n-- %s, sample of %d: %s\n", tab.Name, sample.Rows, o.Method)
			for _, s := range o.Statements {
				if s.When == Catalogue {
					continue // among the opening, or that of the parts below
				}
				when := string(s.When)
				if s.Open != "" {
					when += ", open: " + string(s.Open)
				}
				fmt.Fprintf(&b, "-- %s\n%s;\n", when, s.Brief())
			}
		}
	}
	return b.String()
}

// The statements of every dialect, written out for review.
func TestStatementsGolden(t *testing.T) {
	onEach(t, func(t *testing.T, address string) {
		db := dbtest.Open(t, address)
		dbtest.Exec(t, db, "CREATE TABLE clientes (id int NOT NULL PRIMARY KEY, nome varchar(80), nascimento date, saldo decimal(12,2), obs varchar(5000), foto "+blobOf(address)+")",
			"CREATE TABLE itens (pedido int NOT NULL, linha int NOT NULL, texto text, PRIMARY KEY (pedido, linha))",
			"CREATE TABLE sem_chave (v varchar(20))", "CREATE VIEW visao AS SELECT nome FROM clientes", "INSERT INTO sem_chave VALUES ('x')")
		name := "sqlite.sql"
		switch {
		case isPostgres(address):
			name = "postgres.sql"
			dbtest.Exec(t, db, "INSERT INTO clientes SELECT i, 'x' FROM generate_series(1, 5000) i", "ANALYZE",
				"CREATE TABLE partida (id int) PARTITION BY RANGE (id)", "CREATE TABLE parte PARTITION OF partida DEFAULT")
		case strings.HasPrefix(address, "mysql"):
			name = "mariadb.sql"
			dbtest.Exec(t, db, "CREATE TABLE codigos (codigo varchar(20) PRIMARY KEY)", "CREATE TABLE chaves (chave binary(16) PRIMARY KEY)")
			if mustOpen(t, address, Options{}).Info().Kind == "mysql" {
				name = "mysql_server.sql"
			}
		}
		text := manuscript(t, mustOpen(t, address, Options{Views: true}))
		if name == "sqlite.sql" {
			for _, c := range []column{{}, {base: sqliteTexts}} {
				text += "\n-- cut(column)\n" + sqliteCell(`"column"`, &c) + "\n"
			}
		}
		golden(t, name, strings.ReplaceAll(text, dbName(address), "banco"))
	})
}

// MySQL proper, where there is none to run: what differs from MariaDB are the
// variables of the guard.
func TestMySQLGuardGolden(t *testing.T) {
	var b strings.Builder
	for _, kind := range []string{"mysql", "mariadb"} {
		for _, timeout := range []time.Duration{time.Minute, 1500 * time.Millisecond} {
			fmt.Fprintf(&b, "-- %s, %v\n", kind, timeout)
			for _, s := range mysqlBegin(&database{info: scanner.SourceInfo{Kind: kind}}, &object{}, timeout) {
				b.WriteString(s + ";\n")
			}
		}
	}
	golden(t, "mysql_guard.sql", b.String())
}

// The statements of MySQL for a table of each kind of key, made without a server.
func TestMySQLStatementsGolden(t *testing.T) {
	var b strings.Builder
	for _, o := range []object{
		{key: "`id`", sorted: []sortKey{{"`id`", "int"}}},
		{key: "`id`", lead: []string{"`empresa`", "`filial`"}, sorted: []sortKey{{"`id`", "int"}}},
		{key: "`codigo`", keyText: true, sorted: []sortKey{{"`codigo`", "varchar"}}},
		{key: "`chave`", keyText: true, keyBinary: true, sorted: []sortKey{{"`chave`", "binary"}}},
		{sorted: []sortKey{{"`dia`", "date"}, {"`valor`", "decimal"}}},
		{},
	} {
		o.Schema, o.Name, o.Kind, o.Rows = "loja", "t", "table", -1
		for _, base := range []string{"int", "varchar", "bit", "datetime", "longblob"} {
			o.Columns = append(o.Columns, scanner.Column{Name: "c_" + base})
			o.columns = append(o.columns, column{base: base, binary: mysqlBinary[base]})
		}
		for _, want := range []int64{1000, 0} {
			s := &session{d: &database{dialect: mySQL, info: scanner.SourceInfo{Kind: "mysql"}}, outline: &Outline{}}
			p, err := mysqlPlan(t.Context(), s, &o, want, rand.New(rand.NewPCG(1, 1)))
			if err != nil {
				t.Fatal(err)
			}
			for range 3 {
				if statement := p.next(0); statement != "" {
					s.outline.add(Always, p.rule, forms(statement)...)
				}
			}
			fmt.Fprintf(&b, "-- key %q, sample of %d: %s\n", append(o.lead, o.key), want, p.method)
			for _, statement := range s.outline.Statements {
				fmt.Fprintf(&b, "%s;\n", statement.SQL)
			}
		}
	}
	golden(t, "mysql.sql", b.String())
}
