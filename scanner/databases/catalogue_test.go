package databases

import (
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/datamapbr/datamap/scanner"
	"github.com/datamapbr/datamap/scanner/databases/dbtest"
)

// ledger shows what is listed, a line for each object.
func ledger(tables []scanner.Table) []string {
	var lines []string
	for _, tab := range tables {
		lines = append(lines, strings.TrimRight(fmt.Sprintf("%s %s %s %s %s", tab.Name, tab.Kind, tab.State, tab.Reason.Code, tab.Reason.Detail), " "))
	}
	return lines
}

func wantLedger(t *testing.T, src scanner.Source, want ...string) {
	t.Helper()
	if got := ledger(listTables(t, src)); !slices.Equal(got, want) {
		t.Errorf("listed\n%s\nnot\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestPostgresCatalogue(t *testing.T) {
	address := dbtest.Postgres(t)
	db := dbtest.Open(t, address)
	role := "leitor_" + dbName(address)
	dbtest.Exec(t, db,
		"CREATE TABLE clientes (id int, cpf char(11), foto bytea, nascimento date)",
		"COMMENT ON TABLE clientes IS 'quem compra'", "COMMENT ON COLUMN clientes.cpf IS 'documento'",
		"INSERT INTO clientes VALUES (1, '52998224725', '\\x00ff', '1980-01-02')",
		"CREATE TABLE registro (v text)",
		"CREATE FUNCTION espiao() RETURNS text LANGUAGE sql VOLATILE AS $$ INSERT INTO registro VALUES ('lido') RETURNING v $$",
		"CREATE VIEW visao AS SELECT espiao() AS v",
		"CREATE MATERIALIZED VIEW materializada AS SELECT cpf FROM clientes",
		"CREATE MATERIALIZED VIEW vazia AS SELECT cpf FROM clientes WITH NO DATA",
		"CREATE TABLE partes (id int) PARTITION BY RANGE (id)", "CREATE TABLE parte1 PARTITION OF partes DEFAULT",
		"CREATE FOREIGN DATA WRAPPER nada", "CREATE SERVER longe FOREIGN DATA WRAPPER nada",
		"CREATE FOREIGN TABLE estrangeira (l text) SERVER longe",
		"CREATE SCHEMA outro", "CREATE TABLE outro.clientes (n int)",
		"CREATE SCHEMA fechado", "CREATE TABLE fechado.cofre (n int)",
		"CREATE TABLE secreta (n int)", "CREATE TABLE meia (aberta text, fechada text)", "INSERT INTO meia VALUES ('a', 'b')",
		"CREATE ROLE "+role+" LOGIN PASSWORD 'x'", "GRANT SELECT ON clientes, materializada, partes TO "+role,
		"GRANT USAGE ON SCHEMA outro TO "+role, "GRANT SELECT ON outro.clientes TO "+role,
		"GRANT SELECT (aberta) ON meia TO "+role, "GRANT SELECT ON fechado.cofre TO "+role,
	)
	t.Cleanup(func() { dropRole(t, address, role) })
	src := mustOpen(t, withUser(address, role, "x"), Options{})
	wantLedger(t, src,
		"cofre table not_read permission_denied 42501",
		"clientes table",
		"clientes table",
		"estrangeira foreign_table listed foreign_table",
		"materializada materialized_view",
		"meia table",
		"partes partitioned_table",
		"registro table not_read permission_denied 42501",
		"secreta table not_read permission_denied 42501",
		"vazia materialized_view listed materialized_view_unpopulated",
		"visao view listed view",
	)
	tab := listTables(t, src)[2]
	if tab.Schema != "public" || tab.Comment != "quem compra" || tab.Columns[1].Comment != "documento" ||
		tab.Columns[1].DataType != "character(11)" || tab.Columns[2].Skip || tab.Columns[2].DataType != "bytea" {
		t.Errorf("%+v", tab)
	}
	rows, _ := mustCollect(t, src, &tab, scanner.Sample{Rows: 10})
	if !slices.Equal(rows[0], []string{"1", "52998224725", blob(2, "\x00\xff"), "1980-01-02"}) {
		t.Errorf("%q", rows)
	}
	rows, facts := mustCollect(t, src, table(t, src, "meia"), scanner.Sample{Rows: 10})
	if !slices.Equal(rows[0], []string{"a", null}) || len(facts.Gaps) != 1 || facts.Gaps[0].Code != "permission_denied" || facts.Gaps[0].Count != 1 {
		t.Errorf("%q, %+v", rows, facts)
	}
	if rows, _ := mustCollect(t, src, table(t, src, "materializada"), scanner.Sample{Rows: 10}); len(rows) != 1 {
		t.Errorf("materialized view: %q", rows)
	}
	var n int
	if err := db.QueryRow("SELECT count(*) FROM registro").Scan(&n); err != nil || n != 0 {
		t.Errorf("the view was executed %d times (%v)", n, err)
	}
}

func TestMySQLCatalogue(t *testing.T) {
	address := dbtest.MySQL(t)
	db := dbtest.Open(t, address)
	role := "l_" + dbName(address)[:12]
	dbtest.Exec(t, db,
		"CREATE TABLE clientes (id int PRIMARY KEY, cpf char(11) COMMENT 'documento', foto longblob) COMMENT 'quem compra'",
		"INSERT INTO clientes VALUES (1, '52998224725', x'00ff')",
		"CREATE VIEW visao AS SELECT * FROM clientes",
		"CREATE TABLE base (n int)", "CREATE VIEW quebrada AS SELECT n FROM base", "DROP TABLE base",
		"CREATE TABLE meia (aberta text, fechada text)", "INSERT INTO meia VALUES ('a', 'b')",
		"CREATE TABLE so_escrita (n int)",
		"CREATE USER "+role+"@'%' IDENTIFIED BY 'x'",
		"GRANT SELECT, SHOW VIEW ON clientes TO "+role+"@'%'", "GRANT SELECT, SHOW VIEW ON visao TO "+role+"@'%'", "GRANT SELECT, SHOW VIEW ON quebrada TO "+role+"@'%'",
		"GRANT SELECT (aberta), INSERT (fechada) ON meia TO "+role+"@'%'", "GRANT INSERT ON so_escrita TO "+role+"@'%'",
	)
	t.Cleanup(func() { dbtest.Exec(t, dbtest.Open(t, address), "DROP USER "+role+"@'%'") })
	src := mustOpen(t, withUser(address, role, "x"), Options{})
	wantLedger(t, src,
		"clientes table",
		"meia table",
		"quebrada view not_read broken_view 1356",
		"so_escrita table not_read permission_denied 1142",
		"visao view listed view",
	)
	tab := table(t, src, "clientes")
	if tab.Schema != dbName(address) || tab.Comment != "quem compra" || tab.Columns[1].Comment != "documento" || tab.Columns[2].Skip {
		t.Errorf("%+v", tab)
	}
	rows, facts := mustCollect(t, src, table(t, src, "meia"), scanner.Sample{Rows: 10})
	if !slices.Equal(rows[0], []string{"a", null}) || len(facts.Gaps) != 2 || facts.Gaps[0].Code != "permission_denied" || facts.Gaps[1].Code != "hidden_columns" {
		t.Errorf("%q, %+v", rows, facts)
	}
	// Without a database in the URL all that are the user's are listed.
	all := mustOpen(t, strings.Replace(withUser(address, role, "x"), "/"+dbName(address), "/", 1), Options{})
	if got := ledger(listTables(t, all)); len(got) != 5 {
		t.Errorf("all databases: %q", got)
	}
	if rows, _ := mustCollect(t, all, table(t, all, "clientes"), scanner.Sample{Rows: 10}); len(rows) != 1 {
		t.Errorf("all databases: %q", rows)
	}
}

// What a table of MariaDB keeps of rows that were changed or deleted is data that it
// holds: a scan that did not read them would call the table empty.
func TestRowHistory(t *testing.T) {
	address := dbtest.MySQL(t)
	if mustOpen(t, address, Options{}).Info().Kind != "mariadb" {
		return // nobody else keeps it
	}
	fillPeople(t, address, 3000)
	dbtest.Exec(t, dbtest.Open(t, address), "CREATE TABLE antiga (id int PRIMARY KEY, nome varchar(100), email varchar(100)) WITH SYSTEM VERSIONING",
		"INSERT INTO antiga SELECT * FROM pessoas", "UPDATE antiga SET nome = 'outro' WHERE id <= 1000", "DELETE FROM antiga")
	src := mustOpen(t, address, Options{})
	tab := table(t, src, "antiga")
	for sample, want := range map[int64]int{0: 4000, 10000: 4000, 500: 500} {
		rows, facts := mustCollect(t, src, tab, scanner.Sample{Rows: sample, Seed: 1})
		if len(rows) < want*99/100 || len(rows) > want || len(facts.Notes) != 1 || facts.Notes[0].Code != "row_history" {
			t.Errorf("sample of %d: %d rows, %+v", sample, len(rows), facts)
		}
	}
}

// Of a table of which some columns only are granted the server does not list the
// others, so that nobody can say they are clean.
func TestHiddenColumns(t *testing.T) {
	address := dbtest.MySQL(t)
	db, schema, role := dbtest.Open(t, address), dbName(address), "h_"+dbName(address)[:12]
	dbtest.Exec(t, db, "CREATE TABLE aberta (a text, `b``), (c` text)", "CREATE TABLE parcial (a text, b text, cpf text)", "CREATE TABLE `as duas` (a text, b text)",
		"CREATE USER "+role+"@'%' IDENTIFIED BY 'x'", "GRANT SELECT, INSERT (`b``), (c`) ON aberta TO "+role+"@'%'",
		"GRANT SELECT (a, b), INSERT (a) ON parcial TO "+role+"@'%'", "GRANT SELECT, SELECT (a) ON `as duas` TO "+role+"@'%'")
	t.Cleanup(func() { dbtest.Exec(t, dbtest.Open(t, address), "DROP USER "+role+"@'%'") })
	gaps := func() string {
		src := mustOpen(t, withUser(address, role, "x"), Options{})
		var all []string
		for _, tab := range listTables(t, src) {
			_, facts := mustCollect(t, src, &tab, scanner.Sample{Rows: 10})
			for _, g := range facts.Gaps {
				all = append(all, tab.Name+" "+g.Code)
			}
		}
		return strings.Join(all, ", ")
	}
	if got := gaps(); got != "parcial hidden_columns" {
		t.Errorf("gaps: %s", got)
	}
	dbtest.Exec(t, db, "GRANT SELECT ON `"+strings.ReplaceAll(schema, "_", "%")+"`.* TO "+role+"@'%'")
	if got := gaps(); got != "" {
		t.Errorf("with a grant on the database: %s", got)
	}
}

func TestSQLiteCatalogue(t *testing.T) {
	address := dbtest.SQLite(t)
	dbtest.Exec(t, dbtest.Open(t, address),
		"CREATE TABLE clientes (rowid TEXT, _rowid_ TEXT, v)", "INSERT INTO clientes VALUES ('a', 'b', 'c')",
		"CREATE VIEW visao AS SELECT * FROM clientes",
		"CREATE TABLE base (n)", "CREATE VIEW quebrada AS SELECT n FROM base", "DROP TABLE base",
		"CREATE VIRTUAL TABLE busca USING fts5(texto)", "INSERT INTO busca VALUES ('Maria mora aqui')",
		"CREATE TABLE gerada (a TEXT, b TEXT AS (a || '!'))", "INSERT INTO gerada (a) VALUES ('x')",
		"CREATE TABLE sem (k TEXT PRIMARY KEY, v) WITHOUT ROWID", "INSERT INTO sem VALUES ('1', 2)",
		"CREATE TABLE conta (id INTEGER PRIMARY KEY AUTOINCREMENT)", "INSERT INTO conta VALUES (NULL)",
	)
	src := mustOpen(t, address, Options{})
	wantLedger(t, src, "busca table", "clientes table", "conta table", "gerada table", "quebrada view not_read broken_view SQLITE_1", "sem table", "sqlite_schema table", "visao view listed view")
	for name, want := range map[string][]string{"clientes": {"a", "b", "c"}, "gerada": {"x", "x!"}, "sem": {"1", "2"}, "conta": {"1"}, "busca": {"Maria mora aqui"}} {
		for _, s := range []scanner.Sample{{}, {Rows: 10}} {
			rows, _ := mustCollect(t, src, table(t, src, name), s)
			if len(rows) != 1 || !slices.Equal(rows[0], want) {
				t.Errorf("%s: %q", name, rows)
			}
		}
	}
}

// What an error of a table ends in, when it comes only on reading.
func TestDroppedBetweenListingAndReading(t *testing.T) {
	onServers(t, func(t *testing.T, address string, admin *sql.DB) {
		dbtest.Exec(t, admin, "CREATE TABLE some_soon (n int)")
		src := mustOpen(t, address, Options{})
		tab := table(t, src, "some_soon")
		dbtest.Exec(t, admin, "DROP TABLE some_soon")
		_, _, err := collect(t.Context(), src, tab, scanner.Sample{Rows: 10})
		wantFault(t, err, "dropped", "42P01", "1146")
	})
}

func TestRowSecurity(t *testing.T) {
	address := dbtest.Postgres(t)
	role := "rls_" + dbName(address)
	dbtest.Exec(t, dbtest.Open(t, address), "CREATE TABLE linhas (n int)", "INSERT INTO linhas SELECT generate_series(1, 10)",
		"ALTER TABLE linhas ENABLE ROW LEVEL SECURITY", "CREATE POLICY poucas ON linhas USING (n > 7)",
		"CREATE ROLE "+role+" LOGIN PASSWORD 'x'", "GRANT SELECT ON linhas TO "+role)
	t.Cleanup(func() { dropRole(t, address, role) })
	src := mustOpen(t, withUser(address, role, "x"), Options{})
	rows, facts := mustCollect(t, src, table(t, src, "linhas"), scanner.Sample{Rows: 100})
	want := scanner.Reason{Code: "row_security", Detail: "42501"}
	if len(rows) != 3 || len(facts.Gaps) != 1 || facts.Gaps[0] != want {
		t.Errorf("%d rows, %+v", len(rows), facts)
	}
}

// What is kept outside of the tables is not passed over in silence.
func TestLargeObjects(t *testing.T) {
	address := dbtest.Postgres(t)
	db := dbtest.Open(t, address)
	dbtest.Exec(t, db, "CREATE TABLE anexos (arquivo oid)", "INSERT INTO anexos VALUES (lo_from_bytea(0, 'texto'))")
	src := mustOpen(t, address, Options{})
	wantLedger(t, src, "pg_largeobject large_objects listed large_objects", "anexos table")
	steps, err := Auditor(src)
	if err != nil || slices.ContainsFunc(steps, func(p Provision) bool { return strings.Contains(p.SQL, "pg_catalog") }) {
		t.Errorf("%v, %v", steps, err)
	}
	dbtest.Exec(t, db, "SELECT lo_unlink(arquivo) FROM anexos")
	wantLedger(t, src, "anexos table")
}

// A partition on another server is not read; the others are.
func TestForeignPartition(t *testing.T) {
	address := dbtest.Postgres(t)
	dbtest.Exec(t, dbtest.Open(t, address), "CREATE FOREIGN DATA WRAPPER nada", "CREATE SERVER longe FOREIGN DATA WRAPPER nada",
		"CREATE TABLE partes (id int) PARTITION BY RANGE (id)", "CREATE TABLE perto PARTITION OF partes FOR VALUES FROM (0) TO (100000)",
		"CREATE FOREIGN TABLE distante PARTITION OF partes DEFAULT SERVER longe", "INSERT INTO partes SELECT generate_series(1, 20000)")
	src := mustOpen(t, address, Options{})
	for _, s := range []scanner.Sample{{}, {Rows: 2000}} {
		rows, facts := mustCollect(t, src, table(t, src, "partes"), s)
		if len(rows) < 1980 || len(facts.Gaps) != 1 || facts.Gaps[0].Code != "foreign_table" {
			t.Errorf("%d rows, %+v", len(rows), facts)
		}
	}
}
