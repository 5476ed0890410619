package report

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"iter"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/datamapbr/datamap/rules"
	"github.com/datamapbr/datamap/scanner"
)

func openWorkbook(t *testing.T, data []byte) *excelize.File {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// workbookTexts are the texts of all cells, by sheet and cell: "Resumo!A1".
func workbookTexts(t *testing.T, data []byte) map[string]string {
	t.Helper()
	f := openWorkbook(t, data)
	texts := map[string]string{}
	for _, sheet := range f.GetSheetList() {
		for cell, text := range textsOf(f, sheet) {
			texts[sheet+"!"+cell] = text
		}
	}
	return texts
}

// must is for what cannot fail in a workbook that the test itself has opened.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// textsOf yields the cells of a sheet that hold a text, row by row.
func textsOf(f *excelize.File, sheet string) iter.Seq2[string, string] {
	return func(yield func(cell, text string) bool) {
		for i, row := range must(f.GetRows(sheet)) {
			for j, text := range row {
				if text != "" && !yield(must(excelize.CoordinatesToCellName(j+1, i+1)), text) {
					return
				}
			}
		}
	}
}

// dump writes a workbook as text: every cell, and what a reader of cells does not see.
func dump(t *testing.T, data []byte) []byte {
	t.Helper()
	f := openWorkbook(t, data)
	var b strings.Builder
	props := must(f.GetDocProps())
	fmt.Fprintf(&b, "title %q, by %q, created %s, modified %s\n", props.Title, props.Creator, props.Created, props.Modified)
	for _, name := range f.GetDefinedName() {
		fmt.Fprintf(&b, "name %s (%s) = %s\n", name.Name, name.Scope, name.RefersTo)
	}
	for _, sheet := range f.GetSheetList() {
		panes, checks := must(f.GetPanes(sheet)), must(f.GetDataValidations(sheet))
		conditions := 0
		for _, list := range must(f.GetConditionalFormats(sheet)) {
			conditions += len(list)
		}
		fmt.Fprintf(&b, "\nsheet %q visible=%t frozen=%d,%d conditions=%d comments=%d checks=%d\n", sheet, must(f.GetSheetVisible(sheet)),
			panes.XSplit, panes.YSplit, conditions, len(must(f.GetComments(sheet))), len(checks))
		for _, table := range must(f.GetTables(sheet)) {
			fmt.Fprintf(&b, "table %s %s\n", table.Name, table.Range)
		}
		if layout := must(f.GetPageLayout(sheet)); layout.Size != nil {
			fmt.Fprintf(&b, "paper %d %s\n", *layout.Size, *layout.Orientation)
		}
		for _, c := range checks {
			fmt.Fprintf(&b, "check %s %s = %s\n", c.Type, c.Sqref, c.Formula1)
		}
		for cell, text := range textsOf(f, sheet) {
			fmt.Fprintf(&b, "%s %q\n", cell, text)
		}
	}
	return []byte(b.String())
}

func TestWorkbookGolden(t *testing.T) {
	for _, lang := range rules.Languages {
		golden(t, "amostra."+lang+".xlsx.txt", dump(t, write(t, "xlsx", lang, sample(t))))
	}
}

// The library drops without an error what is set in the wrong order: count it in the finished file.
func TestWorkbookHasItsFurniture(t *testing.T) {
	inv := sample(t)
	id := ids(inv)[0]
	data := withAnswers(t, inv, "pt-BR", Answers{ByID: map[string]Answer{
		id: {ID: id, Fields: map[string]string{"purpose": "=1+1", "notes": "- item"}}, "gone": {ID: "gone", Form: "inventory", Fields: map[string]string{"owner": "@rh"}},
	}})
	parts := partsOf(t, data)
	for part, want := range map[string]map[string]int{
		"xl/worksheets/sheet1.xml":  {"<pageSetup": 1, "<oddFooter>": 1, "<conditionalFormatting": 1, "<drawing": 1},
		"xl/worksheets/sheet2.xml":  {"<pane ": 1, "<tablePart ": 1, "<dataValidation ": 5, "<conditionalFormatting": 3, "<pageSetup": 1, "<oddFooter>": 1, `scale="65"`: 1, "<colBreaks": 1, "<sheetProtection": 1, "<legacyDrawing": 1},
		"xl/worksheets/sheet3.xml":  {"<pane ": 1, "<tablePart ": 1, "<dataValidation ": 6, "<sheetProtection": 1, "<legacyDrawing": 1},
		"xl/worksheets/sheet4.xml":  {"<pane ": 1, "<tablePart ": 1, "<dataValidation ": 4, "<conditionalFormatting": 1, "<sheetProtection": 1},
		"xl/worksheets/sheet5.xml":  {"<pane ": 1, "<tablePart ": 1, "<conditionalFormatting": 1, "fitToPage=": 1, `fitToWidth="1"`: 1, `fitToHeight="0"`: 1},
		"xl/worksheets/sheet7.xml":  {"<pane ": 1, "<tablePart ": 1, "fitToPage=": 1},
		"xl/worksheets/sheet10.xml": {"<pageSetup": 1},
		"xl/workbook.xml":           {"_xlnm.Print_Titles": 8, "_xlnm.Print_Area": 4, `state="veryHidden"`: 2, `name="datamap_`: 12},
		"[Content_Types].xml":       {"/xl/tables/table": 8, "/xl/charts/chart": 3, "/xl/comments": 8},
	} {
		for text, n := range want {
			if got := strings.Count(parts[part], text); got != n {
				t.Errorf("%s has %d of %s, want %d", part, got, text, n)
			}
		}
	}
	column := regexp.MustCompile(`<col min="(\d+)"`)
	for name, text := range parts {
		if strings.Contains(text, string(fixedHeight)) {
			t.Errorf("%s fixes the height of a row", name)
		}
		before := 0
		for _, m := range column.FindAllStringSubmatch(text, -1) {
			if n, _ := strconv.Atoi(m[1]); n <= before {
				t.Errorf("%s has column %d after %d, which Excel repairs", name, n, before)
			} else {
				before = n
			}
		}
		if strings.Contains(text, "<f>") && !strings.HasPrefix(name, "xl/charts/") || strings.Contains(text, "<hyperlink") || strings.Contains(text, `TargetMode="External"`) {
			t.Errorf("%s has a formula or a link", name)
		}
	}
}

// Every heading of every table says in a comment what stands below it, but for those
// of columns that people added.
func TestHeadingsAreExplained(t *testing.T) {
	inv := laterSample(t)
	inv.Changes = Compare(sample(t), inv)
	answers := Answers{
		ByID:  map[string]Answer{"gone": {ID: "gone", Form: "inventory", Fields: map[string]string{"owner": "rh", "+Setor": "rh"}}},
		Extra: map[string][]string{"inventory": {"Setor"}},
	}
	for _, lang := range rules.Languages {
		f := openWorkbook(t, withAnswers(t, inv, lang, answers))
		grids := 0
		for _, sheet := range f.GetSheetList() {
			said := map[string]string{}
			for _, c := range must(f.GetComments(sheet)) {
				said[c.Cell] = c.Text
			}
			for _, table := range must(f.GetTables(sheet)) {
				grids++
				first, last, _ := strings.Cut(table.Range, ":")
				from, row, _ := excelize.CellNameToCoordinates(first)
				to, _, _ := excelize.CellNameToCoordinates(last)
				for column := from; column <= to; column++ {
					at := must(excelize.CoordinatesToCellName(column, row))
					title := must(f.GetCellValue(sheet, at))
					if text := said[at]; (text == "") != (title == "Setor") || strings.HasPrefix(text, "note.") {
						t.Errorf("%s: %s!%s, %q, says %q", lang, sheet, at, title, text)
					}
				}
			}
		}
		if grids != 9 {
			t.Errorf("%s: %d tables", lang, grids)
		}
	}
}

// No cell of a source's text begins like a formula, not even once its quotePrefix is lost.
func TestWorkbookHoldsNoFormula(t *testing.T) {
	for cell, text := range workbookTexts(t, write(t, "xlsx", "en", sample(t))) {
		if isFormula(text) {
			t.Errorf("%s is %q", cell, text)
		}
	}
}

func TestSensitiveDataIsNeverOfferedLegitimateInterest(t *testing.T) {
	f := openWorkbook(t, write(t, "xlsx", "pt-BR", sample(t)))
	lists := must(f.GetCols(listSheet))
	if text := strings.TrimSpace(strings.Join(lists[1], "\n")); regexp.MustCompile(`(?i)leg[ií]tim|crédito|preliminares`).MatchString(text) || strings.Count(text, "\n") != 7 {
		t.Errorf("the list of art. 11 is %s", text)
	}
	common := slices.DeleteFunc(lists[0], func(s string) bool { return s == "" })
	if len(common) != 10 {
		t.Errorf("the list of art. 7 has %d options", len(common))
	}
	checks := must(f.GetDataValidations("Inventário"))
	if want := `IF($J3="Sim",datamap_basis_sensitive,datamap_basis_common)`; checks[0].Formula1 != want {
		t.Errorf("the drop-down is %s, want %s", checks[0].Formula1, want)
	}
	if cell, _ := f.GetCellValue("Inventário", "J2"); cell != "Sensível" {
		t.Errorf("column J is %q", cell)
	}
}

// wideInventory has n personal columns in tables of ten.
func wideInventory(t testing.TB, n int) *Inventory {
	t.Helper()
	b := newBuilder()
	b.result.Sources = []scanner.SourceInfo{{Name: "s", Kind: "mysql", TLS: "verified"}}
	for i := 0; i < n; i += 10 {
		var columns []scanner.ColumnResult
		for j := range min(10, n-i) {
			id := []string{"cpf", "health", "email"}[j%3]
			columns = append(columns, col(fmt.Sprintf("coluna_%d", j), "text", verdict(id, 0.9, "###.###.###-##")))
		}
		b.table(scanner.Entry{Source: "s", Table: fmt.Sprintf("tabela_%06d", i), Kind: "table", State: scanner.Covered, Method: scanner.Whole, Rows: 1000, Read: 1000}, columns...)
	}
	inv, err := Build(&b.result, sampleRules(), sampleRun())
	if err != nil {
		t.Fatal(err)
	}
	return inv
}

func TestAWorkbookThatExcelCannotHoldIsAnError(t *testing.T) {
	b := &book{}
	b.grid(&grid{sheet: "x", count: maxSheetRows})
	if err := b.save(nil); err == nil || !strings.Contains(err.Error(), "Excel takes 1048575") {
		t.Errorf("%v", err)
	}
}

func TestCellLines(t *testing.T) {
	for _, c := range []struct {
		text  string
		width float64
		want  int
	}{
		{"", 10, 1}, {"curto", 10, 1}, {"a\nb\n\nc", 10, 4}, {"0123456789", 10, 1}, {"012345678901", 10, 2},
		{"duas palavras", 10, 2}, {"iiiiiiiiiiiiiiiiiiii", 10, 1}, {"MMMMMMMMMM", 10, 2}, {"umaPalavraMuitoCompridaSemEspacos", 10, 4},
		{"a umaPalavraMuitoCompridaSemEspacos", 10, 5}, {"pasta/arquivo/planilha", 10, 3}, {"日本語日本語", 5, 3}, {"x", 0, 1},
		{strings.Repeat("palavra ", 10_000), 10, maxLines + 1}, {strings.Repeat("A", 100_000), 10, maxLines + 1},
	} {
		if got := cellLines(c.text, c.width); got != c.want {
			t.Errorf("%.40q takes %d lines of %v, want %d", c.text, got, c.width, c.want)
		}
	}
}

// A chart is longer than the few rows beside it may be: what comes after begins below.
func TestChartsCoverNoText(t *testing.T) {
	data := write(t, "xlsx", "pt-BR", sample(t))
	drawing := &node{}
	if err := xml.Unmarshal([]byte(partsOf(t, data)["xl/drawings/drawing1.xml"]), drawing); err != nil {
		t.Fatal(err)
	}
	charted, taken := 0, map[int]bool{}
	for _, anchor := range drawing.all("twoCellAnchor") {
		from, err := strconv.Atoi(anchor.child("from").child("row").Text)
		to, err2 := strconv.Atoi(anchor.child("to").child("row").Text)
		if err != nil || err2 != nil {
			t.Fatal(err, err2)
		}
		for row := from + 1; row <= to+1; row++ {
			taken[row] = true
			charted++
		}
	}
	if charted != len(taken) || charted == 0 {
		t.Errorf("charts cover %d rows, and each other", charted)
	}
	f := openWorkbook(t, data)
	for _, m := range must(f.GetMergeCells("Resumo")) {
		column, row, err := excelize.CellNameToCoordinates(m.GetEndAxis())
		if err != nil {
			t.Fatal(err)
		}
		if column > 5 && taken[row] {
			t.Errorf("%s is behind a chart: %.60s", m.GetStartAxis(), m.GetCellValue())
		}
	}
}
