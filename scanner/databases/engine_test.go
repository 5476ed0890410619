package databases

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/datamapbr/datamap/detectors"
	"github.com/datamapbr/datamap/scanner"
	"github.com/datamapbr/datamap/scanner/databases/dbtest"
)

// engines are the kinds of server that every common test runs on.
var engines = map[string]func(testing.TB) string{
	"postgres": dbtest.Postgres, "mysql": dbtest.MySQL, "sqlite": dbtest.SQLite,
}

// onEach runs a test on a new database of each engine.
func onEach(t *testing.T, test func(t *testing.T, address string)) {
	for name, address := range engines {
		t.Run(name, func(t *testing.T) { test(t, address(t)) })
	}
}

func mustOpen(t testing.TB, address string, opt Options) scanner.Source {
	t.Helper()
	src, err := Open(t.Context(), address, opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := src.Close(); err != nil {
			t.Error(err)
		}
	})
	return src
}

// builtin is the catalogue of the product.
func builtin(t testing.TB) *detectors.Catalog {
	t.Helper()
	catalog, err := detectors.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	return catalog
}

func listTables(t testing.TB, src scanner.Source) []scanner.Table {
	t.Helper()
	tables, err := src.Tables(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return tables
}

// table returns one of the tables of src, which it lists.
func table(t testing.TB, src scanner.Source, name string) *scanner.Table {
	t.Helper()
	for _, tab := range listTables(t, src) {
		if tab.Name == name {
			return &tab
		}
	}
	t.Fatalf("table %q is not listed", name)
	return nil
}

// null is how collect shows a nil cell.
const null = "\x00NULL"

// blob is how collect shows a binary value.
func blob(size int64, head string) string { return fmt.Sprintf("\x00%d bytes: %q", size, head) }

// collect reads a table: its rows as text, what the reading says, and its error.
func collect(ctx context.Context, src scanner.Source, tab *scanner.Table, s scanner.Sample) ([][]string, scanner.Facts, error) {
	var rows [][]string
	var failed error
	r := src.Read(ctx, tab, s)
	for b, err := range r.Batches {
		if err != nil {
			failed = err
			continue
		}
		binaries := map[[2]int]string{}
		for _, v := range b.Binaries {
			binaries[[2]int{v.Row, v.Col}] = blob(v.Size, string(v.Head))
		}
		for i := range b.Rows {
			var row []string
			for k, c := range b.Row(i) {
				if v := binaries[[2]int{i, k}]; v != "" {
					row = append(row, v)
				} else if c == nil {
					row = append(row, null)
				} else {
					row = append(row, string(c))
				}
			}
			rows = append(rows, row)
		}
	}
	return rows, r.Facts, failed
}

func mustCollect(t testing.TB, src scanner.Source, tab *scanner.Table, s scanner.Sample) ([][]string, scanner.Facts) {
	t.Helper()
	rows, facts, err := collect(t.Context(), src, tab, s)
	if err != nil {
		t.Fatal(err)
	}
	return rows, facts
}

// evilNames are names that a scan must be able to use as identifiers.
var evilNames = []string{
	`Clientes "VIP"; drop table x`, "e mail`x", "ação é", "select", "100% 'certo'", "a.b", "\u202egpj.exe", "[colchetes]", `barra\invertida`,
	"UPPER", "$1", "?", "-- comment", "/* x */", "new\nline", "tab\there", "☎ fone", "=cmd()", "<script>",
	"NULL", `a\0b`, "nul␀o", "עברית", "zero\u200bwidth", "'; --", "dois  espaços",
}

func TestConformance(t *testing.T) {
	long := strings.Repeat("não ", 3000)
	var tables []dbtest.Table
	for i, name := range evilNames {
		tables = append(tables, dbtest.Table{Name: name, Columns: []dbtest.Column{{Name: name, Type: dbtest.Text}, {Name: "n", Type: dbtest.Integer}},
			Rows: [][]any{{"linha", int64(i)}}})
	}
	tables = append(tables,
		dbtest.Table{Name: "vazia", Columns: []dbtest.Column{{Name: "a", Type: dbtest.Text}}},
		dbtest.Table{Name: "tipos", Comment: "de 'tudo'", Columns: []dbtest.Column{
			{Name: "texto", Type: dbtest.Text}, {Name: "curto", Type: dbtest.Varchar}, {Name: "cpf", Type: dbtest.Decimal},
			{Name: "inteiro", Type: dbtest.Integer}, {Name: "dia", Type: dbtest.Date},
		}, Rows: [][]any{
			{"", "", int64(52998224725), int64(-1), "2024-02-29"},
			{nil, nil, nil, nil, nil},
			{long, "José", int64(191), int64(9007199254740993), "1980-12-31"},
		}})
	want := [][]string{
		{"", "", "52998224725", "-1", "2024-02-29"},
		{null, null, null, null, null},
		{string([]rune(long)[:maxCell]), "José", "191", "9007199254740993", "1980-12-31"},
	}
	onEach(t, func(t *testing.T, address string) {
		dbtest.Load(t, address, tables)
		src := mustOpen(t, address, Options{})
		// Names with quotes and dashes look like something written in a definition.
		listed := slices.DeleteFunc(listTables(t, src), func(t scanner.Table) bool { return t.Name == "sqlite_schema" })
		if len(listed) != len(tables) {
			t.Errorf("%d tables were made and %d listed", len(tables), len(listed))
		}
		for i, name := range evilNames {
			tab := table(t, src, name)
			rows, _ := mustCollect(t, src, tab, scanner.Sample{Rows: 100})
			if tab.Columns[0].Name != name || !slices.EqualFunc(rows, [][]string{{"linha", fmt.Sprint(i)}}, slices.Equal[[]string]) {
				t.Errorf("table %q: column %q, rows %q", name, tab.Columns[0].Name, rows)
			}
		}
		rows, facts := mustCollect(t, src, table(t, src, "vazia"), scanner.Sample{Rows: 100})
		if len(rows) != 0 || facts.Method != scanner.Whole || facts.Rows != 0 {
			t.Errorf("empty table: %q, %+v", rows, facts)
		}
		tab := table(t, src, "tipos")
		if src.Info().Kind != "sqlite" && tab.Comment != "de 'tudo'" {
			t.Errorf("comment %q", tab.Comment)
		}
		for _, s := range []scanner.Sample{{}, {Rows: 3}, {Rows: 10000, Seed: 7}} {
			rows, facts := mustCollect(t, src, tab, s)
			if !slices.EqualFunc(rows, want, slices.Equal[[]string]) || facts.Method != scanner.Whole || facts.Rows != 3 {
				t.Errorf("sample %+v: %.200q, %+v", s, rows, facts)
			}
			if len(facts.Notes) != 1 || facts.Notes[0].Code != "long_values" || facts.Notes[0].Count != 1 {
				t.Errorf("of a text that was cut: %+v", facts.Notes)
			}
		}
	})
}

func TestBatchesAreReusedAndBounded(t *testing.T) {
	wide := strings.Repeat("x", maxCell)
	var rows [][]any
	for range 1500 {
		rows = append(rows, []any{wide, wide})
	}
	onEach(t, func(t *testing.T, address string) {
		dbtest.Load(t, address, []dbtest.Table{{Name: "larga", Columns: []dbtest.Column{{Name: "a"}, {Name: "b"}}, Rows: rows}})
		src := mustOpen(t, address, Options{})
		n := 0
		for b, err := range src.Read(t.Context(), table(t, src, "larga"), scanner.Sample{}).Batches {
			if err != nil {
				t.Fatal(err)
			}
			if b.Rows == 0 || b.Rows > batchRows || len(b.Cells) != b.Rows*b.Cols {
				t.Fatalf("batch of %d rows, %d cells", b.Rows, len(b.Cells))
			}
			n += b.Rows
		}
		if n != len(rows) {
			t.Errorf("%d rows of %d", n, len(rows))
		}
	})
}

// A caller that has seen enough leaves no statement behind, and the source can
// be read again.
func TestStoppingEarly(t *testing.T) {
	onEach(t, func(t *testing.T, address string) {
		fillPeople(t, address, 20000)
		src := mustOpen(t, address, Options{})
		tab := table(t, src, "pessoas")
		for range 3 {
			for _, err := range src.Read(t.Context(), tab, scanner.Sample{}).Batches {
				if err != nil {
					t.Fatal(err)
				}
				break
			}
		}
		if rows, _ := mustCollect(t, src, tab, scanner.Sample{}); len(rows) != 20000 {
			t.Errorf("%d rows after early stops", len(rows))
		}
	})
}

// Several tables at a time give what they give one by one, with no more than
// two connections.
func TestReadingAtTheSameTime(t *testing.T) {
	onEach(t, func(t *testing.T, address string) {
		fillPeople(t, address, 20000)
		src := mustOpen(t, address, Options{})
		tab := table(t, src, "pessoas")
		want, _ := mustCollect(t, src, tab, scanner.Sample{Rows: 2000, Seed: 1})
		var wg sync.WaitGroup
		for range 6 {
			wg.Go(func() {
				rows, _, err := collect(t.Context(), src, tab, scanner.Sample{Rows: 2000, Seed: 1})
				if err != nil || !slices.EqualFunc(rows, want, slices.Equal[[]string]) {
					t.Errorf("%d rows, %v", len(rows), err)
				}
			})
		}
		wg.Wait()
		if open := src.(*database).pool.Stats().MaxOpenConnections; open != 2 {
			t.Errorf("limit of %d connections", open)
		}
	})
}

func TestCancelledSQLite(t *testing.T) {
	address := dbtest.SQLite(t)
	fillPeople(t, address, 100000)
	src := mustOpen(t, address, Options{})
	tab := table(t, src, "pessoas")
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	n := 0
	for b, err := range src.Read(ctx, tab, scanner.Sample{}).Batches {
		if err != nil {
			wantFault(t, err, "interrupted")
			break
		}
		n += b.Rows
		cancel()
	}
	if n == 0 || n > 90000 {
		t.Errorf("%d rows after the cancellation", n)
	}
}

// fillPeople makes a table of n rows in which the second half has an e-mail.
func fillPeople(t testing.TB, address string, n int) {
	t.Helper()
	db := dbtest.Open(t, address)
	digits := "(SELECT 0 AS d UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4 UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9)"
	number := fmt.Sprintf("SELECT a.d + 10*b.d + 100*c.d + 1000*e.d + 10000*f.d + 100000*g.d AS i FROM %[1]s a, %[1]s b, %[1]s c, %[1]s e, %[1]s f, %[1]s g", digits)
	concat := "'pessoa' || i || '@exemplo.com.br'"
	if strings.HasPrefix(address, "mysql") {
		concat = "concat('pessoa', i, '@exemplo.com.br')"
	}
	dbtest.Exec(t, db, "CREATE TABLE pessoas (id integer PRIMARY KEY, nome varchar(100), email varchar(100))",
		fmt.Sprintf("INSERT INTO pessoas SELECT i + 1, 'nome da pessoa com algum tamanho', CASE WHEN i >= %d THEN %s END FROM (%s) x WHERE i < %d ORDER BY i", n/2, concat, number, n))
}
