package files

import (
	"fmt"
	"math"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/datamapbr/datamap/scanner"
)

// must stops a test at an error.
func must(t testing.TB, errs ...error) {
	t.Helper()
	for _, err := range errs {
		if err != nil {
			t.Fatal(err)
		}
	}
}

// sampleWorkbook has a sheet Plan1 of three columns and a hidden one.
func sampleWorkbook(t testing.TB) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	must(t, f.SetSheetName("Sheet1", "Plan1"))
	must(t, f.SetSheetRow("Plan1", "A1", &[]any{"nome", "cpf", "obs"}))
	for i := range 40 {
		must(t, f.SetSheetRow("Plan1", fmt.Sprintf("A%d", i+2), &[]any{fmt.Sprintf("Ana %c", 'A'+i%26), 52998224725 + i, "conta & <outra>"}))
	}
	_, err := f.NewSheet("Oculta")
	must(t, err, f.SetSheetRow("Oculta", "A1", &[]any{"e-mail"}), f.SetSheetRow("Oculta", "A2", &[]any{"ana@exemplo.com.br"}),
		f.SetSheetVisible("Oculta", false, true))
	b, err := f.WriteToBuffer()
	must(t, err)
	return b.Bytes()
}

// TestWorkbookAgainstExcelize writes every kind of cell and compares with what
// excelize reads back.
func TestWorkbookAgainstExcelize(t *testing.T) {
	path := filepath.Join(t.TempDir(), "tudo.xlsx")
	f := excelize.NewFile()
	defer f.Close()
	const sheet = "Sheet1"
	day, err := f.NewStyle(&excelize.Style{CustomNumFmt: ptr("yyyy-mm-dd")})
	must(t, err)
	moment, err := f.NewStyle(&excelize.Style{CustomNumFmt: ptr(`yyyy-mm-dd"T"hh:mm:ss`)})
	must(t, err)
	clock, err := f.NewStyle(&excelize.Style{CustomNumFmt: ptr("hh:mm:ss")})
	must(t, err)
	must(t, f.SetSheetRow(sheet, "A1", &[]any{"texto", "número", "data", "momento", "hora", "lógico", "longo", "rico"}))
	for i := 2; i < 60; i++ {
		cell := func(col string) string { return fmt.Sprintf("%s%d", col, i) }
		if i%5 != 0 {
			must(t, f.SetCellValue(sheet, cell("A"), fmt.Sprintf(" José & Ânsia <%d> \"x\" ' \n fim ", i)))
		}
		must(t, f.SetCellValue(sheet, cell("B"), []any{i, -i, 52998224725, 0.1 * float64(i), 1.0 / 3, 12345.678, 1e14, 4e-5}[i%8]))
		must(t, f.SetCellValue(sheet, cell("C"), time.Date(1987, 5, i, 0, 0, 0, 0, time.UTC)), f.SetCellStyle(sheet, cell("C"), cell("C"), day))
		must(t, f.SetCellValue(sheet, cell("D"), time.Date(2024, 2, 28, i%24, i, 59-i, 0, time.UTC)), f.SetCellStyle(sheet, cell("D"), cell("D"), moment))
		must(t, f.SetCellValue(sheet, cell("E"), float64(i)/100), f.SetCellStyle(sheet, cell("E"), cell("E"), clock))
		must(t, f.SetCellBool(sheet, cell("F"), i%2 == 0))
		if i%7 == 0 {
			must(t, f.SetCellStr(sheet, cell("G"), strings.Repeat("longo ", 4000)))
		}
		must(t, f.SetCellRichText(sheet, cell("H"), []excelize.RichTextRun{{Text: "um ", Font: &excelize.Font{Bold: true}}, {Text: fmt.Sprintf("dois %d", i)}}))
	}
	must(t, f.SaveAs(path))
	want, err := f.GetRows(sheet)
	must(t, err)
	got := readOne(t, path, Options{}, scanner.Sample{})
	if got.err != nil || !reflect.DeepEqual(got.names, want[0]) || len(got.rows) != len(want)-1 {
		t.Fatalf("columns %q, %d rows, error %v", got.names, len(got.rows), got.err)
	}
	for i, row := range got.rows {
		for j, cell := range row {
			other := null
			if j < len(want[i+1]) && want[i+1][j] != "" {
				other = want[i+1][j]
			}
			if j == 3 {
				other = strings.TrimSuffix(other, "T00:00:00")
			}
			if cell != other {
				t.Errorf("row %d, %s is %.80q, excelize has %.80q", i+2, got.names[j], cell, other)
			}
		}
	}
	if got.facts.Method != scanner.Whole || got.facts.Rows != int64(len(got.rows)) {
		t.Errorf("facts are %+v", got.facts)
	}
}

func ptr[T any](v T) *T { return &v }

// Parts of a workbook made by hand.
const (
	head     = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	relTypes = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
)

// book packs a workbook with one sheet; more parts may follow as name, data.
func book(t testing.TB, sheet string, parts ...string) string {
	t.Helper()
	return string(pack(t, bookParts(sheet, parts...)...))
}

// bookParts are the parts of such a workbook, by name and data.
func bookParts(sheet string, parts ...string) []string {
	all := []string{
		"[Content_Types].xml", head + `<Types xmlns="x"/>`,
		"xl/workbook.xml", head + `<workbook xmlns:r="x"><workbookPr/><sheets><sheet name="Plan1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels", head + `<Relationships><Relationship Id="rId1" Type="` + relTypes + `worksheet" Target="worksheets/sheet1.xml"/>` +
			`<Relationship Id="rId2" Type="` + relTypes + `sharedStrings" Target="/xl/sharedStrings.xml"/><Relationship Id="rId3" Type="` + relTypes + `styles" Target="styles.xml"/></Relationships>`,
		"xl/styles.xml", head + `<styleSheet><numFmts count="1"><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="46"/><xf numFmtId="22"/></cellXfs></styleSheet>`,
		"xl/sharedStrings.xml", head + `<sst></sst>`,
	}
	if strings.Contains(sheet, `t="s"`) { // else they would be texts that no cell has
		all[len(all)-1] = head + `<sst><si><t>nome</t></si><si><t xml:space="preserve"> a </t><rPh sb="0"><t>fonético</t></rPh></si><si><r><rPr><b/></rPr><t>ri</t></r><r><t>co &amp; <![CDATA[<b>]]>&#233;_x000D__x005F_x</t></r></si><si/></sst>`
	}
	if sheet != "" {
		all = append(all, "xl/worksheets/sheet1.xml", sheet)
	}
	return withParts(all, parts...)
}

// withParts adds parts, by name and data, to others, or puts them in the place of those of their
// names.
func withParts(all []string, parts ...string) []string {
	for i := 0; i < len(parts); i += 2 {
		replaced := false
		for j := 0; j < len(all); j += 2 {
			if all[j] == parts[i] {
				all[j+1], replaced = parts[i+1], true
			}
		}
		if !replaced {
			all = append(all, parts[i], parts[i+1])
		}
	}
	return all
}

// chartRelations make of the only sheet a chart.
const chartRelations = `<Relationships><Relationship Id="rId1" Type="x/chartsheet" Target="c.xml"/><Relationship Id="rId2" Type="` + relTypes + `sharedStrings" Target="sharedStrings.xml"/></Relationships>`

// sheetOf wraps rows in a worksheet, with a prefix: cell by cell its elements are read one by one.
func sheetOf(rows string) string {
	return head + `<x:worksheet xmlns:x="x"><x:sheetData>` + strings.NewReplacer("<row", "<x:row", "</row", "</x:row", "<c", "<x:c", "</c", "</x:c").Replace(rows) + `</x:sheetData></x:worksheet>`
}

// plainSheet wraps rows in a worksheet without a prefix.
func plainSheet(rows string) string {
	return head + `<worksheet><sheetData>` + rows + `</sheetData></worksheet>`
}

func TestSheetCells(t *testing.T) {
	for _, tc := range []struct{ name, rows, cols, want string }{
		{"shared strings", `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>2</v></c></row><row r="2"><c r="A2" t="s"><v>1</v></c><c r="B2" t="s"><v>3</v></c></row>`,
			"nome|rico & <b>é _x", " a |\n"},
		{"no references", `<row><c t="inlineStr"><is><t>a</t></is></c><c t="inlineStr"><is><r><t>b</t></r><r><t>c</t></r></is></c></row><row><c/><c><v>5</v></c></row>`, "a|bc", "∅|5\n"},
		{"sparse", `<row r="4"><c r="B4" t="str"><v>b</v></c><c r="D4" t="str"><v>d</v></c></row><row r="5"><c r="D5"><v>1</v></c></row><row r="9"/><row r="10"><c r="A10" s="1"/></row>`,
			"coluna 1|b|coluna 3|d", "∅|∅|∅|1\n"},
		{"kinds", `<row r="1"><c t="str"><v>a</v></c><c t="str"><v>b</v></c><c t="str"><v>c</v></c><c t="str"><v>d</v></c></row>` +
			`<row r="2"><c t="b"><v>1</v></c><c t="b"><v>0</v></c><c t="e"><v>#N/A</v></c><c t="d"><v>2024-05-06T00:00:00</v></c></row>`, "a|b|c|d", "TRUE|FALSE|#N/A|2024-05-06\n"},
		{"dates", `<row r="1"><c t="str"><v>a</v></c><c t="str"><v>b</v></c><c t="str"><v>c</v></c><c t="str"><v>d</v></c></row>` +
			`<row r="2"><c s="1"><v>60</v></c><c s="2"><v>59</v></c><c s="3"><v>1.5</v></c><c s="4"><v>45292.999999</v></c></row>` +
			`<row r="3"><c s="1"><v>0</v></c><c s="4"><v>45292.75</v></c><c s="99"><v>1</v></c><c s="2"><v>-1</v></c></row>`,
			"a|b|c|d", "1900-02-29|1900-02-28|1.5|2024-01-02\n0|2024-01-01T18:00:00|1|-1\n"},
		{"numbers", `<row r="1"><c t="str"><v>a</v></c><c t="str"><v>b</v></c><c t="str"><v>c</v></c><c t="str"><v>d</v></c></row>` +
			`<row r="2"><c><v>1.2345678909E10</v></c><c><v>0.10000000000000001</v></c><c><v>4111111111111111</v></c><c><v>1E+30</v></c></row>`,
			"a|b|c|d", "12345678909|0.1|4111111111111111|1e+30\n"},
		{"headerless", `<row r="1"><c t="str"><v>Ana</v></c><c><v>52998224725</v></c></row><row r="2"><c t="str"><v>Bia</v></c><c><v>11144477735</v></c></row>`,
			"coluna 1|coluna 2", "Ana|52998224725\nBia|11144477735\n"},
		{"texts", `<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c><c t="inlineStr" r="B1"><is><t>b</t></is></c><c r="C1" t="inlineStr"><is><t>c</t></is></c></row>` +
			`<row r="2"><c r="A2" t="inlineStr"><is><t xml:space="preserve"> José </t></is></c><c r="B2" t="inlineStr"><is><t></t></is></c><c r="C2" t="inlineStr"><is><t>_x000D_x_y</t></is></c></row>` +
			`<row r="3"><c r="A3" t="inlineStr"><v></v></c><c r="B3" t="inlineStr"/><c r="C3" s="1" t="n"><v>5</v></c></row>`,
			"a|b|c", " José || x_y\n∅|∅|1900-01-05\n"},
		{"formula", `<row r="1"><c t="str"><v>a</v></c><c t="str"><v>b</v></c></row><row r="2"><c t="str"><f>X</f><v>x</v></c><c><f>1+1</f><v>2</v></c></row>`, "a|b", "x|2\n"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			for _, sheet := range []string{sheetOf(tc.rows), plainSheet(tc.rows)} {
				got := readPath(t, writeFile(t, "l.xlsx", book(t, sheet)), Options{}, scanner.Sample{})[0]
				if want := strings.Split(tc.cols, "|"); !reflect.DeepEqual(got.names, want) {
					t.Errorf("columns are %q, want %q", got.names, want)
				}
				for _, row := range got.rows {
					for i := range row {
						row[i] = strings.ReplaceAll(row[i], "\r", " ")
					}
				}
				wantRows(t, got.rows, table(tc.want))
				if got.err != nil || got.facts.Notes != nil {
					t.Error(got.err, got.facts.Notes)
				}
			}
		})
	}
	without := sheetOf(`<row><c t="str"><v>a</v></c></row><row><c><f>1+1</f></c></row><row><c><v>3</v></c></row>`)
	got := readOne(t, writeFile(t, "l.xlsx", book(t, without)), Options{}, scanner.Sample{})
	wantCodes(t, "notes", got.facts.Notes, "formula_without_value")
}

func TestDate1904(t *testing.T) {
	data := book(t, sheetOf(`<row><c t="str"><v>a</v></c></row><row><c s="1"><v>0</v></c></row><row><c s="1"><v>366.5</v></c></row>`),
		"xl/workbook.xml", `<workbook><workbookPr date1904="true"/><sheets><sheet name="Plan1" id="rId1"/></sheets><extLst><ext><x15:workbookPr chartTrackingRefBase="1"/></ext></extLst></workbook>`)
	got := readOne(t, writeFile(t, "l.xlsx", data), Options{}, scanner.Sample{})
	wantRows(t, got.rows, table("1904-01-01\n1905-01-01T12:00:00\n"))
}

// TestEarlyOffice reads what the first versions of Office 2007 wrote, which had other
// names for what a workbook is made of.
func TestEarlyOffice(t *testing.T) {
	parts := bookParts(plainSheet(`<row><c t="s"><v>0</v></c></row><row><c s="1"><v>31908</v></c></row>`))
	const early = "http://schemas.microsoft.com/office/2006/relationships/"
	for i := range parts {
		parts[i] = strings.NewReplacer(relTypes+"worksheet", early+"xlWorksheet", relTypes+"sharedStrings", early+"xlSharedStrings", relTypes+"styles", early+"xlStyles", "<si>", "<sstItem>", "</si>", "</sstItem>").Replace(parts[i])
	}
	got := readPath(t, writeFile(t, "antigo.xlsx", string(pack(t, parts...))), Options{}, scanner.Sample{})[0]
	wantRows(t, got.rows, table("1987-05-11\n"))
	if fmt.Sprint(got.names) != "[nome]" {
		t.Errorf("the columns are %q", got.names)
	}
}

// TestDamage damages workbooks: each is an error, after the rows before the damage.
func TestDamage(t *testing.T) {
	var rows strings.Builder
	rows.WriteString(`<row><c t="str"><v>nome</v></c></row>`)
	for i := range 1000 {
		fmt.Fprintf(&rows, `<row><c t="str"><v>Ana %d</v></c></row>`, i%3)
	}
	good := sheetOf(rows.String())
	for _, tc := range []struct {
		name, data string
		state      string
		rows       int // at least
	}{
		{"sound", book(t, good), "l.xlsx#Plan1 read", 1000},
		{"sheet cut in half", book(t, good[:len(good)/2]), "l.xlsx#Plan1 failed damaged_workbook", 400},
		{"sheet without end", book(t, strings.TrimSuffix(good, "</x:worksheet>")), "l.xlsx#Plan1 failed damaged_workbook", 1000},
		{"garbage behind", book(t, good+"<x/>"), "l.xlsx#Plan1 failed damaged_workbook", 1000},
		{"garbage in the middle", book(t, strings.Replace(good, "Ana 2", "\x01<<", 500)), "l.xlsx#Plan1 failed damaged_workbook", 2},
		{"no sheet", book(t, ""), "l.xlsx#Plan1 not_read damaged_workbook", 0},
		{"empty sheet part", book(t, "", "xl/worksheets/sheet1.xml", ""), "l.xlsx#Plan1 not_read damaged_workbook", 0},
		{"nothing but garbage", book(t, "lixo"), "l.xlsx#Plan1 not_read damaged_workbook", 0},
		{"another root", book(t, "<chart/>"), "l.xlsx#Plan1 not_read damaged_workbook", 0},
		{"document type", book(t, `<!DOCTYPE x [<!ENTITY a "b">]>`+good), "l.xlsx#Plan1 not_read damaged_workbook", 0},
		{"unknown entity", book(t, strings.Replace(good, "Ana 1", "&lol;", 300)), "l.xlsx#Plan1 failed damaged_workbook", 1},
		{"missing shared string", book(t, sheetOf(`<row><c t="s"><v>77</v></c></row>`)), "l.xlsx#Plan1 not_read damaged_workbook", 0},
		{"no shared strings", book(t, sheetOf(`<row><c t="s"><v>0</v></c></row>`), "xl/sharedStrings.xml", "<sst>"), "l.xlsx#Plan1 not_read damaged_workbook", 0},
		{"broken styles", book(t, good, "xl/styles.xml", "<styleSheet>"), "l.xlsx not_read damaged_workbook", 0},
		{"no list of sheets", book(t, good, "xl/workbook.xml", "<workbook><sheets/></workbook>"), "l.xlsx not_read damaged_workbook", 0},
		{"no relations", book(t, good, "xl/_rels/workbook.xml.rels", "x"), "l.xlsx not_read damaged_workbook", 0},
		{"cells out of order", book(t, sheetOf(`<row><c r="B1"><v>1</v></c><c r="A1"><v>2</v></c></row>`)), "l.xlsx#Plan1 not_read damaged_workbook", 0},
		{"chart", book(t, "", "xl/_rels/workbook.xml.rels", chartRelations), "l.xlsx#Plan1 listed no_cells", 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			path := writeFile(t, "l.xlsx", tc.data)
			for _, sample := range []scanner.Sample{{}, {Rows: 5000}} {
				got := readPath(t, path, Options{}, sample)[0]
				if s := states([]reading{got}); s[0] != tc.state || len(got.rows) < tc.rows {
					t.Errorf("%s with %d rows, want %s with %d: %v", s[0], len(got.rows), tc.state, tc.rows, got.err)
				}
			}
			got := readPath(t, path, Options{}, scanner.Sample{Rows: 50})[0]
			if s := states([]reading{got}); s[0] != tc.state || tc.rows > 50 && len(got.rows) != 50 {
				t.Errorf("a sample is %s with %d rows: %v", s[0], len(got.rows), got.err)
			}
		})
	}
}

func TestZipBomb(t *testing.T) {
	bomb := book(t, head+"<worksheet><sheetData>"+strings.Repeat(" ", 80<<20))
	got := readOne(t, writeFile(t, "l.xlsx", bomb), Options{}, scanner.Sample{})
	if got.table.Reason.Code != "too_large" {
		t.Errorf("a bomb of %d bytes is %+v", len(bomb), got.table)
	}
}

func TestSheetSample(t *testing.T) {
	path := filepath.Join(t.TempDir(), "l.xlsx")
	f := excelize.NewFile()
	defer f.Close()
	w, err := f.NewStreamWriter("Sheet1")
	must(t, err, w.SetRow("A3", []any{"número", "nome"}))
	for i := range 20000 {
		must(t, w.SetRow(fmt.Sprintf("A%d", i+4), []any{i, "Ana"}))
	}
	must(t, w.Flush(), f.SaveAs(path))
	got := readOne(t, path, Options{}, scanner.Sample{Rows: 1000, Seed: 3})
	again := readOne(t, path, Options{}, scanner.Sample{Rows: 1000, Seed: 3})
	if len(got.rows) != 1000 || got.facts.Rows != 20000 || got.facts.Method != scanner.Spread || !reflect.DeepEqual(got.rows, again.rows) {
		t.Errorf("%d rows, %+v", len(got.rows), got.facts)
	}
	last := -1
	for i, row := range got.rows {
		var n int
		if _, err := fmt.Sscan(row[0], &n); err != nil || n <= last || math.Abs(float64(n-20*i)) > 20 {
			t.Fatalf("row %d of the sample is %q", i, row)
		}
		last = n
	}
	if names := []string{"número", "nome"}; !reflect.DeepEqual(got.names, names) {
		t.Errorf("columns are %q", got.names)
	}
}

// benchmarkBook is a workbook of 20,000 rows with shared or inline texts.
func benchmarkBook(b *testing.B) string {
	b.Helper()
	path := filepath.Join(b.TempDir(), "l.xlsx")
	f := excelize.NewFile()
	defer f.Close()
	w, err := f.NewStreamWriter("Sheet1")
	must(b, err)
	for i := range 20000 {
		must(b, w.SetRow(fmt.Sprintf("A%d", i+1), []any{i, "Maria Aparecida", "529.982.247-25", "maria@exemplo.com.br", 1299.9, "sem observações", 59290000, "RN"}))
	}
	must(b, w.Flush(), f.SaveAs(path))
	return path
}

func BenchmarkWorkbook(b *testing.B) {
	path := benchmarkBook(b)
	b.ReportAllocs()
	for b.Loop() {
		if got := readOne(b, path, Options{}, scanner.Sample{}); len(got.rows) != 20000 {
			b.Fatal(len(got.rows))
		}
	}
}

func BenchmarkExcelize(b *testing.B) {
	path := benchmarkBook(b)
	b.ReportAllocs()
	for b.Loop() {
		f, err := excelize.OpenFile(path)
		must(b, err)
		rows, err := f.Rows("Sheet1")
		must(b, err)
		for rows.Next() {
			_, err := rows.Columns()
			must(b, err)
		}
		must(b, rows.Close(), f.Close())
	}
}

// TestMillionRows reads a sheet with all the rows that a sheet can have, and a
// sample of it, with little memory.
func TestMillionRows(t *testing.T) {
	rows := 1 << 20
	if testing.Short() {
		rows = 1 << 16
	}
	var b strings.Builder
	b.WriteString(head + "<worksheet><sheetData>" + words("nome", "valor"))
	for i := 2; i <= rows; i++ {
		fmt.Fprintf(&b, `<row r="%d"><c r="A%d" t="str"><v>Ana</v></c><c r="B%d"><v>%d</v></c></row>`, i, i, i, i)
	}
	b.WriteString("</sheetData></worksheet>")
	s, err := Open(writeFile(t, "l.xlsx", book(t, b.String())), Options{})
	must(t, err)
	defer s.Close()
	tables, err := s.Tables(t.Context())
	must(t, err)
	b.Reset()
	for _, n := range []int64{0, 1000} {
		read, last := 0, ""
		var rd *scanner.Reading
		peak := heapPeak(func() {
			rd = s.Read(t.Context(), &tables[0], scanner.Sample{Rows: n, Seed: 1})
			for batch, err := range rd.Batches {
				if err != nil {
					t.Error(err)
					break
				}
				read += batch.Rows
				last = string(batch.Row(batch.Rows - 1)[1])
			}
		})
		if peak > 20<<20 {
			t.Errorf("sample %d: the heap grew by %d MB", n, peak>>20)
		}
		if rd.Facts.Rows != int64(rows-1) || n == 0 && (read != rows-1 || last != fmt.Sprint(rows)) || n > 0 && int64(read) != n {
			t.Errorf("sample %d: %d rows read of %d, the last is %s", n, read, rd.Facts.Rows, last)
		}
	}
}
