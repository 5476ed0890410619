package main

import (
	"encoding/csv"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/datamapbr/datamap/detectors"
	"github.com/datamapbr/datamap/scanner"
	"github.com/datamapbr/datamap/scanner/databases"
	"github.com/datamapbr/datamap/scanner/databases/dbtest"
	"github.com/datamapbr/datamap/scanner/files"
)

// conformanceTables are the same in every kind of source: names that need
// quoting, an empty table, NULLs, CPFs in a numeric column, long texts.
func conformanceTables() []dbtest.Table {
	r := rand.New(rand.NewPCG(5, 5))
	text := func(names ...string) (columns []dbtest.Column) {
		for _, n := range names {
			columns = append(columns, dbtest.Column{Name: n, Type: dbtest.Text})
		}
		return columns
	}
	people := dbtest.Table{Name: `Clientes "VIP"`, Columns: text("nome completo", "e-mail", `aspas "x" 'y'`, "select", "ação")}
	numeric := dbtest.Table{Name: "order", Columns: []dbtest.Column{
		{Name: "id", Type: dbtest.Integer}, {Name: "nr cpf", Type: dbtest.Decimal}, {Name: "número do pedido", Type: dbtest.Integer},
		{Name: "nascimento", Type: dbtest.Date},
	}}
	long := dbtest.Table{Name: "texto longo", Columns: text("observação", "vazia")}
	for i := range 300 {
		cpf := cpfOf(fmt.Sprintf("%09d", r.IntN(1e9)))
		row := []any{"Maria Aparecida de Souza " + string(rune('A'+i%26)), fmt.Sprintf("cliente%d@exemplo.com.br", i), punctuate(cpf, cpfPattern), "SP", nil}
		if i%3 == 0 {
			row[1] = nil
		}
		people.Rows = append(people.Rows, row)
		numeric.Rows = append(numeric.Rows, []any{
			int64(i + 1), numberOf(cpf), 10000000000 + r.Int64N(89999999999), fmt.Sprintf("%d-%02d-%02d", 1945+i%60, 1+i%12, 1+i%28),
		})
		note := strings.Repeat("entrega reagendada a pedido do cliente; ", 40)
		if i%30 == 0 {
			note += "CPF informado: " + punctuate(cpf, cpfPattern)
		}
		long.Rows = append(long.Rows, []any{note, nil})
	}
	return []dbtest.Table{people, numeric, long, {Name: "pedido itens", Columns: text("produto", "cor")}}
}

// conformanceFolder writes the tables as CSV files or as sheets of a workbook.
func conformanceFolder(t *testing.T, tables []dbtest.Table, workbook bool) string {
	t.Helper()
	dir := t.TempDir()
	book := excelize.NewFile()
	for _, table := range tables {
		lines := [][]string{nil}
		for _, c := range table.Columns {
			lines[0] = append(lines[0], c.Name)
		}
		for _, row := range table.Rows {
			line := make([]string, len(row))
			for i, v := range row {
				if v != nil {
					line[i] = fmt.Sprint(v)
				}
			}
			lines = append(lines, line)
		}
		var err error
		if workbook {
			_, err = book.NewSheet(table.Name)
			for i, line := range lines {
				if err == nil {
					err = book.SetSheetRow(table.Name, fmt.Sprintf("A%d", i+1), &line)
				}
			}
		} else {
			var b strings.Builder
			w := csv.NewWriter(&b)
			err = w.WriteAll(lines)
			if err == nil {
				err = os.WriteFile(filepath.Join(dir, table.Name+".csv"), []byte(b.String()), 0o600)
			}
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if workbook {
		if err := book.DeleteSheet("Sheet1"); err != nil {
			t.Fatal(err)
		}
		if err := book.SaveAs(filepath.Join(dir, "pasta.xlsx")); err != nil {
			t.Fatal(err)
		}
	}
	if err := book.Close(); err != nil {
		t.Fatal(err)
	}
	return dir
}

// findings says of every column what was found, by table and column.
func findings(t *testing.T, source scanner.Source, catalog *detectors.Catalog) map[string]string {
	t.Helper()
	defer source.Close()
	result, err := scanner.Scan(t.Context(), []scanner.Source{source}, scanner.Options{Catalog: catalog, Sample: scanner.Sample{Rows: 10000, Seed: 1}})
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for _, table := range result.Tables {
		name := strings.TrimPrefix(strings.TrimSuffix(table.Table, ".csv"), "pasta.xlsx#")
		if table.State != scanner.Covered {
			t.Errorf("%s: %s is %s: %v", source.Info().Kind, name, table.State, table.Reasons)
		}
		for _, c := range table.Columns {
			var types []string
			for _, v := range c.Types {
				types = append(types, string(v.Mode)+" "+v.Type)
			}
			found[name+" | "+c.Name] = fmt.Sprintf("%v personal=%v sensitive=%v read=%d filled=%d", types, c.Personal, c.Sensitive, c.Read, c.Filled)
		}
	}
	return found
}

// TestConformance: the same tables give the same findings in all five kinds of
// source.
func TestConformance(t *testing.T) {
	dbtest.Need(t)
	catalog, err := detectors.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	tables := conformanceTables()
	open := map[string]func(t *testing.T) (scanner.Source, error){
		"csv": func(t *testing.T) (scanner.Source, error) {
			return files.Open(conformanceFolder(t, tables, false), files.Options{IsData: catalog.IsData})
		},
		"xlsx": func(t *testing.T) (scanner.Source, error) {
			return files.Open(filepath.Join(conformanceFolder(t, tables, true), "pasta.xlsx"), files.Options{IsData: catalog.IsData})
		},
	}
	for name, address := range map[string]func(testing.TB) string{"postgres": dbtest.Postgres, "mysql": dbtest.MySQL, "sqlite": dbtest.SQLite} {
		open[name] = func(t *testing.T) (scanner.Source, error) {
			a := address(t)
			dbtest.Load(t, a, tables)
			return databases.Open(t.Context(), a, databases.Options{})
		}
	}
	var want map[string]string
	for _, name := range slices.Sorted(maps.Keys(open)) {
		t.Run(name, func(t *testing.T) {
			source, err := open[name](t)
			if err != nil {
				t.Fatal(err)
			}
			got := findings(t, source, catalog)
			maps.DeleteFunc(got, func(key, _ string) bool { return strings.HasPrefix(key, "sqlite_schema |") }) // only SQLite has its definitions as they were written
			if want == nil {
				want = got
				for _, key := range []string{"order | nr cpf", `Clientes "VIP" | aspas "x" 'y'`, "texto longo | observação"} {
					if !strings.Contains(got[key], "cpf] personal=true") {
						t.Errorf("%s: %s", key, got[key])
					}
				}
			}
			for key := range want {
				if got[key] != want[key] {
					t.Errorf("%s: %s, elsewhere %s", key, got[key], want[key])
				}
			}
			if len(got) != len(want) {
				t.Errorf("%d columns, elsewhere %d", len(got), len(want))
			}
		})
	}
}
