package files

import (
	"fmt"
	"strings"
	"testing"

	"github.com/datamapbr/datamap/scanner"
)

// A grid is a sheet by its rows, nil for blank ones; "" is a blank cell.
type grid [][]any

func (g grid) xlsx(t *testing.T) string {
	var b strings.Builder
	for i, row := range g {
		if row != nil {
			b.WriteString(numberedRow(i+1, row...))
		}
	}
	return book(t, sheetOf(strings.ReplaceAll(b.String(), "<v></v>", "")))
}

func (g grid) ods(t *testing.T) string {
	var b strings.Builder
	for i := 0; i < len(g); i++ {
		blank := 0
		for i+blank < len(g) && g[i+blank] == nil {
			blank++
		}
		if blank > 0 {
			fmt.Fprintf(&b, `<table:table-row table:number-rows-repeated="%d"><table:table-cell/></table:table-row>`, blank)
			i += blank - 1
			continue
		}
		b.WriteString("<table:table-row>")
		for _, cell := range g[i] {
			fmt.Fprintf(&b, "<table:table-cell><text:p>%v</text:p></table:table-cell>", cell)
		}
		b.WriteString("</table:table-row>")
	}
	return odsOf(t, `<table:table table:name="Plan1">`+b.String()+`</table:table>`)
}

func (g grid) xml2003(*testing.T) string {
	var b strings.Builder
	for i, row := range g {
		if row == nil {
			continue
		}
		fmt.Fprintf(&b, `<Row ss:Index="%d">`, i+1)
		for col, cell := range row {
			if cell != "" {
				fmt.Fprintf(&b, `<Cell ss:Index="%d"><Data ss:Type="String">%v</Data></Cell>`, col+1, cell)
			}
		}
		b.WriteString("</Row>")
	}
	return `<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="Plan1"><Table>` + b.String() + `</Table></Worksheet></Workbook>`
}

// TestRegionsInEveryFormat: tables that share a sheet are tables of their own, the
// same ones in whatever format it is.
func TestRegionsInEveryFormat(t *testing.T) {
	people := grid{{"nome", "idade"}, {"Ana", 33}, {"Bia", 31}, {"Caio", 29}}
	places := grid{{"cidade", "uf", "gente"}, {"Natal", "RN", 800}, {"Patos", "PB", 100}, {"Sousa", "PB", 70}}
	var beside, long grid
	for i := range people {
		beside = append(beside, append(append(append([]any{}, people[i]...), ""), grid{{"nome", "ramal"}, {"Rui", "A1"}, {"Eva", "A2"}, {"Ivo", "A3"}}[i]...))
	}
	long = append(append(append(long, people...), nil, nil), places...)
	for i := range 400 {
		long = append(long, []any{fmt.Sprintf("Cidade %c%c", 'A'+i/26, 'A'+i%26), "SP", i})
	}
	for what, g := range map[string]grid{
		"one table":                      people,
		"one below another":              append(append(append(grid{}, people...), nil), places...),
		"one below another, of 400 rows": long,
		"one beside another":             beside,
		"a title above, a total below":   append(append(grid{{"Folha de maio"}, nil}, people...), nil, []any{"", 93}),
	} {
		var outlines []string
		for name, data := range map[string]string{"p.xlsx": g.xlsx(t), "p.ods": g.ods(t), "p.xls": g.xml2003(t)} {
			path := writeFile(t, name, data)
			var b strings.Builder
			for _, r := range readPath(t, path, Options{IsData: isData}, scanner.Sample{}) {
				fmt.Fprintln(&b, strings.TrimPrefix(r.table.Name, name), r.names, r.rows, r.err)
				if !r.table.RowsEstimated && r.table.Rows >= 0 && r.table.Rows != int64(len(r.rows)) {
					t.Errorf("%s, %s: %s has %d rows, listed are %d", what, name, r.table.Name, len(r.rows), r.table.Rows)
				}
			}
			outlines = append(outlines, b.String())
			for _, r := range readPath(t, path, Options{IsData: isData}, scanner.Sample{Rows: 2, Seed: 3}) {
				if len(r.rows) != 2 && len(g) > 10 || r.err != nil {
					t.Errorf("%s, %s: a sample of %s has %d rows, %v", what, name, r.table.Name, len(r.rows), r.err)
				}
			}
		}
		if want := map[bool]int{true: 1, false: 2}[what == "one table" || strings.HasPrefix(what, "a title")]; strings.Count(outlines[0], "#Plan1") != want {
			t.Errorf("%s: not %d tables:\n%s", what, want, outlines[0])
		}
		for _, o := range outlines[1:] {
			if o != outlines[0] {
				t.Errorf("%s is\n%.600s\nin one format and\n%.600s\nin another", what, outlines[0], o)
			}
		}
	}
}
