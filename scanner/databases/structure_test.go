package databases

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/datamapbr/datamap/scanner"
	"github.com/datamapbr/datamap/scanner/databases/dbtest"
)

func asJSON(t *testing.T, v any) string {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// The catalogue of the same tables says the same in every engine.
func TestStructure(t *testing.T) {
	onEach(t, func(t *testing.T, address string) {
		db := dbtest.Open(t, address)
		dbtest.Exec(t, db,
			"CREATE TABLE cidades (uf char(2) NOT NULL, codigo int NOT NULL, nome varchar(80), PRIMARY KEY (uf, codigo))",
			"CREATE TABLE clientes (id int NOT NULL PRIMARY KEY, cpf char(11) NOT NULL, nome varchar(80), uf char(2), cidade int, indicado int, "+
				"CONSTRAINT mora FOREIGN KEY (uf, cidade) REFERENCES cidades (uf, codigo), CONSTRAINT veio FOREIGN KEY (indicado) REFERENCES clientes (id))",
			"CREATE UNIQUE INDEX um_cpf ON clientes (cpf)", "CREATE INDEX por_nome ON clientes (nome, id)",
			"INSERT INTO cidades VALUES ('SP', 1, 'São Paulo')",
			"INSERT INTO clientes (id, cpf, nome) VALUES (1, '52998224725', 'a'), (2, '11144477735', NULL), (3, '12345678909', NULL), (4, '00000000191', NULL)")
		if isPostgres(address) {
			dbtest.Exec(t, db, "ANALYZE")
		}
		tab := table(t, mustOpen(t, address, Options{}), "clientes")
		s := *tab.Structure
		if isPostgres(address) && s.Bytes < 8192 || strings.HasPrefix(address, "mysql") && s.Bytes < 16384 {
			t.Errorf("%d bytes", s.Bytes)
		}
		if got := asJSON(t, s.PrimaryKey); got != `["id"]` {
			t.Errorf("primary key %s", got)
		}
		// MySQL makes an index of every foreign key.
		var indexes []scanner.Index
		for _, i := range s.Indexes {
			if i.Name != "mora" && i.Name != "veio" {
				indexes = append(indexes, i)
			}
		}
		if got := asJSON(t, indexes); got != `[{"name":"por_nome","columns":["nome","id"]},{"name":"um_cpf","columns":["cpf"],"unique":true}]` {
			t.Errorf("indexes %s", got)
		}
		got := strings.ReplaceAll(asJSON(t, s.ForeignKeys), `"schema":"`+tab.Schema+`",`, "")
		mora, veio := `{"columns":["uf","cidade"],"table":"cidades","references":["uf","codigo"]}`, `{"columns":["indicado"],"table":"clientes","references":["id"]}`
		if got != "["+mora+","+veio+"]" && got != "["+veio+","+mora+"]" {
			t.Errorf("foreign keys %s", got)
		}
		if !tab.Columns[0].NotNull || !tab.Columns[1].NotNull || tab.Columns[2].NotNull {
			t.Errorf("columns %+v", tab.Columns)
		}
		if isPostgres(address) && (tab.Columns[2].NullShare == nil || *tab.Columns[2].NullShare != 0.75) {
			t.Error("the share of NULLs is not that of the statistics")
		}
	})
}

// A partitioned table is as large as its parts, which are named.
func TestStructureOfPartitions(t *testing.T) {
	address := dbtest.Postgres(t)
	db := dbtest.Open(t, address)
	dbtest.Exec(t, db, "CREATE TABLE partes (id int, v text) PARTITION BY RANGE (id)",
		"CREATE TABLE p1 PARTITION OF partes FOR VALUES FROM (0) TO (100)",
		"CREATE TABLE p2 PARTITION OF partes FOR VALUES FROM (100) TO (1000) PARTITION BY RANGE (id)",
		"CREATE TABLE p2a PARTITION OF p2 FOR VALUES FROM (100) TO (500)", "CREATE TABLE p2b PARTITION OF p2 DEFAULT",
		"INSERT INTO partes SELECT i, CASE WHEN i % 4 = 0 THEN 'x' END FROM generate_series(0, 899) i")
	src := mustOpen(t, address, Options{})
	if tab := table(t, src, "partes"); tab.Rows != -1 || tab.Structure.Bytes != 0 {
		t.Errorf("%d rows and %d bytes before anybody counted", tab.Rows, tab.Structure.Bytes)
	}
	dbtest.Exec(t, db, "ANALYZE")
	tab := table(t, src, "partes")
	if got := asJSON(t, tab.Structure.Partitions); got != `["public.p1","public.p2a","public.p2b"]` || tab.Rows != 900 || !tab.RowsEstimated || tab.Structure.Bytes < 3*8192 {
		t.Errorf("%s, %d rows, %d bytes", got, tab.Rows, tab.Structure.Bytes)
	}
	if share := tab.Columns[1].NullShare; share == nil || *share != 0.75 {
		t.Error("the share of NULLs is not that of all parts")
	}
}
