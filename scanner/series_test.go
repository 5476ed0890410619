package scanner

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestSeriesOf(t *testing.T) {
	for name, want := range map[string]string{
		"clientes_2026-01-01.csv":                     "clientes_*.csv",
		"clientes_20260101_120000.csv":                "clientes_*.csv",
		"clientes 1.csv":                              "clientes *.csv",
		"a1.csv":                                      "a*.csv",
		"2024.csv":                                    "*.csv",
		"2024/01/dia 05.csv":                          "2024/01/dia *.csv",
		"var/app.log":                                 "var/app.log.*",
		"app-01.log":                                  "app-*.log",
		"app.log.1":                                   "app.log.*",
		"retorno.2026.01.001":                         "retorno.*",
		"export.zip/vendas-03.csv":                    "export.zip/vendas-*.csv",
		"3520611122233300018155001.xml":               "*.xml",
		"NFe35206111222333-nfe.xml#NFe.infNFe.det":    "NFe*-nfe.xml#NFe.infNFe.det",
		"folha 01-2026.xlsx#Plan1":                    "folha *.xlsx#Plan1",
		"f_3f2504e0-4f89-11d3-9a0c-0305e82c3301.json": "f_*.json",
		"F_3F2504E0-4F89-11D3-FACE-0305E82C3301.json": "F_*.json",
		"lote deadbeef12.csv":                         "lote *.csv",
		"decada80 facada1.csv":                        "* facada*.csv",
		"cabeca.csv":                                  "",
		"decadeada.csv":                               "",
		"Clientes_1.CSV":                              "Clientes_*.CSV",
		"relat\xf3rio_01.csv":                         "relat\xf3rio_*.csv",
		"ação/relatório_01.csv":                       "ação/relatório_*.csv",
		"clientes.csv":                                "",
		"2024/clientes.csv":                           "",
		"clientes_utf8.csv":                           "",
		"Clientes UTF-16LE.csv":                       "",
		"utf_8 utf-16.csv":                            "",
		"iso-8859-1.csv":                              "",
		"iso-8859-1_02.csv":                           "iso-8859-1_*.csv",
		"03_cp850.csv":                                "*_cp850.csv",
		"03_cp0850.csv":                               "*_cp*.csv",
		"cnab240_2026-01.rem":                         "cnab240_*.rem",
		"livro.xlsx#2024":                             "livro.xlsx#*",
		"livro.xlsx#Resumo":                           "",
		"folha_jan.csv":                               "folha_*.csv",
		"Folha Março 2026.xlsx":                       "Folha *.xlsx",
		"folha-DEZ2025.csv":                           "folha-*.csv",
		"01 - Janeiro.ods":                            "*.ods",
		"marcos.csv":                                  "",
		"folha 13o.csv":                               "folha *o.csv",
		"clientes (1).csv":                            "clientes (*).csv",
	} {
		if got := SeriesOf(name); got != want {
			t.Errorf("%q is in the series %q, want %q", name, got, want)
		}
		if want != "" && (Families(name)[0] != want || Families(want)[0] != want || Families(want + " (12)")[0] != want) {
			t.Errorf("%q and its series are of the families %q and %q", name, Families(name), Families(want))
		}
	}
}

// A name of a family is that of its series, of whichever layout.
func TestFamilies(t *testing.T) {
	for name, want := range map[string][2]string{
		"clientes_2026.csv":            {"clientes_*.csv", "clientes_*.csv"},
		"clientes_1.2.csv":             {"clientes_*.csv", "clientes_*.csv"},
		"clientes_*.csv":               {"clientes_*.csv", "clientes_*.csv"},
		"clientes_*.csv (2)":           {"clientes_*.csv", "clientes_*.csv"},
		"clientes.csv":                 {"clientes.csv", "clientes.csv"},
		"folha 01.xlsx#Plan1":          {"folha *.xlsx#Plan1", "folha *.xlsx#Plan*"},
		"folha *.xlsx#Plan1 (2)":       {"folha *.xlsx#Plan1", "folha *.xlsx#Plan*"},
		"folha 01-26.xlsx#folha 01-26": {"folha *.xlsx#folha 01-26", "folha *.xlsx#folha *"},
		"folha *.xlsx#folha *":         {"folha *.xlsx#folha *", "folha *.xlsx#folha *"},
	} {
		if got := Families(name); got != want {
			t.Errorf("%q is of the families %q, want %q", name, got, want)
		}
	}
}

// columnsNamed are columns with these names; "?" stands for one that has none, "=0" and "=a"
// tell what its values are made of.
func columnsNamed(names string) (columns []Column) {
	for i, name := range strings.Fields(names) {
		name, form, _ := strings.Cut(name, "=")
		if name == "?" {
			name = Unnamed(i + 1)
		}
		columns = append(columns, Column{Name: name, Position: i + 1, Form: map[string]Form{"0": Digits, "a": Letters}[form]})
	}
	return columns
}

// listed makes objects of lines "name: columns"; "~" before the columns tells that the file
// need not have all of them, "!" that it cannot be read.
func listed(lines ...string) []object {
	objects := make([]object, len(lines))
	for i, line := range lines {
		name, columns, _ := strings.Cut(line, ":")
		sparse, broken := strings.Contains(columns, "~"), strings.Contains(columns, "!")
		o := object{name: "pasta", table: Table{Name: name, Kind: "file", Series: SeriesOf(name), Sparse: sparse, Columns: columnsNamed(strings.Trim(columns, " ~!"))}}
		if strings.Contains(name, ".xlsx#") {
			o.table.Kind = "sheet"
		}
		if o.table.Rows = 1; broken {
			o.table.State, o.table.Rows = NotRead, -1
		}
		objects[i] = o
	}
	return objects
}

func TestSeries(t *testing.T) {
	catalog := builtin(t)
	for _, tc := range []struct {
		lines []string
		want  []string // "name: columns: parts"
	}{
		{[]string{"a1.csv: nome cpf", "a2.csv: nome cpf", "b1.csv: nome cpf"}, []string{"a*.csv: nome cpf: a1.csv a2.csv", "b1.csv"}},
		{[]string{"a1.csv: nome cpf", "a2.csv: placa modelo"}, []string{"a1.csv", "a2.csv"}},
		{[]string{"a1.csv: nome cpf", "a2.csv: cpf nome"}, []string{"a1.csv", "a2.csv"}},
		{[]string{"a1.csv: nome cpf", "a2.csv: placa", "a3.csv: nome cpf", "a4.csv: placa"}, []string{"a*.csv: nome cpf: a1.csv a3.csv", "a*.csv (2): placa: a2.csv a4.csv"}},
		{[]string{"a*.csv: x", "a1.csv: nome cpf", "a2.csv: nome cpf"}, []string{"a*.csv", "a*.csv (2): nome cpf: a1.csv a2.csv"}},
		{[]string{"a1.csv: ? ?", "a2.csv: ? ?", "a3.csv: ? ? ?"}, []string{"a*.csv: coluna 1 coluna 2: a1.csv a2.csv", "a3.csv"}},
		{[]string{"a1.csv: ?=a ?=0", "a2.csv: ?=0 ?=a", "a3.csv: ? ?=0"}, []string{"a*.csv: coluna 1 coluna 2: a1.csv a3.csv", "a2.csv"}},
		{[]string{"a1.csv: ?=a ?=0 ?=0", "a2.csv: ?=a ?=0 ?=a"}, []string{"a*.csv: coluna 1 coluna 2 coluna 3: a1.csv a2.csv"}},
		{[]string{"a1.csv: nome=a obs", "a2.csv: nome=a obs=a", "a3.csv: nome=0 obs=0"}, []string{"a*.csv: nome obs: a1.csv a2.csv a3.csv"}},
		{[]string{"a1.csv: nome cpf", "a2.csv: nome cpf ?", "a3.csv: nome cpf email"}, []string{"a*.csv: nome cpf coluna 3: a1.csv a2.csv", "a3.csv"}},
		{[]string{"a1.csv: nome", "a2.csv: !", "a3.csv: nome", "b2.csv: !", "a4.csv:"}, []string{"a*.csv: nome: a1.csv a2.csv a3.csv a4.csv", "b2.csv"}},
		{[]string{"a1.csv: nome", "a2.csv: !"}, []string{"a1.csv", "a2.csv"}},
		{[]string{"a1.csv: nome", "a2.csv: !", "a3.csv: nome", "a4.csv: cpf", "a5.csv: cpf"}, []string{"a*.csv: nome: a1.csv a3.csv", "a2.csv", "a*.csv (2): cpf: a4.csv a5.csv"}},
		{[]string{"a1.xml: ~nome cpf fone", "a2.xml: ~cpf nome", "a3.xml: ~nome cpf email"}, []string{"a*.xml: nome cpf fone email: a1.xml a2.xml a3.xml"}},
		{[]string{"a1.xml: ~nome cpf fone", "a2.xml: ~placa nome cpf cor"}, []string{"a*.xml: nome cpf fone placa cor: a1.xml a2.xml"}},
		{[]string{"a1.xml: ~id nome", "a2.xml: ~id valor"}, []string{"a1.xml", "a2.xml"}},
		{[]string{"a1.xml: ~nome cpf fone", "a2.xml: ~placa modelo nome"}, []string{"a1.xml", "a2.xml"}},
		{[]string{"f1.xlsx#f1: nome", "f2.xlsx#f2: nome", "f3.xlsx: !"}, []string{"f*.xlsx#f*: nome: f1.xlsx#f1 f2.xlsx#f2 f3.xlsx"}},
		{[]string{"f1.xlsx#A: nome", "f1.xlsx#B: nome", "f2.xlsx#A: nome", "f2.xlsx#B: nome", "f3.xlsx: !"}, []string{"f*.xlsx#A: nome: f1.xlsx#A f2.xlsx#A", "f*.xlsx#B: nome: f1.xlsx#B f2.xlsx#B", "f3.xlsx"}},
		{[]string{"f1.xlsx#1: nome", "f1.xlsx#2: nome", "f2.xlsx#1: nome"}, []string{"f*.xlsx#1: nome: f1.xlsx#1 f2.xlsx#1", "f1.xlsx#2"}},
		{[]string{"f1.xlsx#1: nome", "f1.xlsx#2: nome", "f2.xlsx#3: nome"}, []string{"f*.xlsx#*: nome: f1.xlsx#1 f2.xlsx#3", "f1.xlsx#2"}},
		{[]string{"f.xlsx#Jan: nome", "f.xlsx#Fev: nome", "f.xlsx#Mar: !", "f.xlsx#Resumo: nome", "g.xlsx#Jan: nome"}, []string{"f.xlsx#*: nome: f.xlsx#Jan f.xlsx#Fev f.xlsx#Mar", "f.xlsx#Resumo", "g.xlsx#Jan"}},
		{[]string{"f1.xlsx#Jan: nome", "f1.xlsx#Fev: nome", "f1.xlsx#Mar: nome"}, []string{"f1.xlsx#*: nome: f1.xlsx#Jan f1.xlsx#Fev f1.xlsx#Mar"}},
		{[]string{"a.json#1: nome", "a.json#2: nome"}, []string{"a.json#1", "a.json#2"}},
		{[]string{"app.log: ?", "app.log.1: ?", "web.log: ?"}, []string{"app.log.*: coluna 1: app.log app.log.1", "web.log"}},
		{[]string{"x/a1.csv: nome", "y/a2.csv: nome"}, []string{"x/a1.csv", "y/a2.csv"}},
		{[]string{"A1.csv: nome", "a2.csv: nome"}, []string{"A1.csv", "a2.csv"}},
	} {
		var got []string
		for _, o := range settleSeries(listed(tc.lines...), catalog, 2) {
			line := o.table.Name
			if len(o.parts) > 0 {
				line += ":"
				for i, c := range o.table.Columns {
					if line += " " + c.Name; c.Position != i+1 {
						t.Errorf("%q: column %q is at %d", tc.lines, c.Name, c.Position)
					}
				}
				line += ":"
			}
			for _, p := range o.parts {
				line += " " + p.table.Name
			}
			got = append(got, line)
		}
		if !slices.Equal(got, tc.want) {
			t.Errorf("%q are\n%q, want\n%q", tc.lines, got, tc.want)
		}
	}
}

// A sample is spread by size; what is not needed is left for the others, and no file is
// without any row.
func TestBudget(t *testing.T) {
	for _, tc := range []struct {
		rows int64
		size []int64 // of the parts; -1 where not known
		has  []int64 // rows that there are
		want []int64 // rows that are read
	}{
		{0, []int64{5, 5}, []int64{5, 5}, []int64{5, 5}},
		{100, []int64{100, 300, 600}, []int64{100, 300, 600}, []int64{10, 30, 60}},
		{1000, []int64{100, 300, 600}, []int64{100, 300, 600}, []int64{100, 300, 600}},
		{100, []int64{-1, -1}, []int64{10, 500}, []int64{10, 90}},
		{2, []int64{9, 9, 9}, []int64{9, 9, 9}, []int64{1, 1, 1}},
	} {
		parts := make([]part, len(tc.size))
		for i, n := range tc.size {
			parts[i].object = &object{table: Table{Rows: n}}
		}
		b := newBudget(parts, tc.rows)
		var got []int64
		for i, p := range parts {
			rows := tc.has[i]
			if asked := b.of(&p.table); asked > 0 {
				rows = min(rows, asked)
			}
			got = append(got, rows)
			b.spend(rows)
		}
		if fmt.Sprint(got) != fmt.Sprint(tc.want) {
			t.Errorf("%d rows of %v: %v are read, want %v", tc.rows, tc.has, got, tc.want)
		}
	}
}
