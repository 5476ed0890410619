package files

import (
	"context"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/datamapbr/datamap/scanner"
)

// rawSheet reads all rows of a sheet that hold a value, without judging them.
func rawSheet(t testing.TB, path string, sheet sheet) (rows [][]string, err error) {
	t.Helper()
	c := content{path: path, size: fileSize(t, path)}
	r, err := (&sheetFile{content: c, sheet: sheet}).rows(context.Background())
	must(t, err)
	defer r.close()
	for {
		row, err := r.next(true)
		if err == io.EOF {
			return rows, nil
		}
		if err != nil {
			return nil, err
		}
		cells := make([]string, len(row))
		for i, cell := range row {
			cells[i] = string(cell)
		}
		rows = append(rows, cells)
	}
}

// excelizeSheet reads the same rows by excelize, with the values as they are kept.
func excelizeSheet(f *excelize.File, name string) (rows [][]string, err error) {
	it, err := f.Rows(name)
	if err != nil {
		return nil, err
	}
	defer it.Close()
	for it.Next() {
		row, err := it.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(row, func(c string) bool { return c != "" }) {
			rows = append(rows, row)
		}
	}
	return rows, it.Error()
}

// sameValue reports whether a value is what excelize has: the same text, the
// same number, or the moment that the number stands for.
func sameValue(ours, raw string, base1904 bool) bool {
	if ours == raw || ours == "TRUE" && raw == "1" || ours == "FALSE" && raw == "0" {
		return true
	}
	number, err := strconv.ParseFloat(raw, 64)
	if err != nil {
		return strings.TrimSuffix(raw, "T00:00:00") == ours || string(unescapeX([]byte(raw))) == ours
	}
	if n, err := strconv.ParseFloat(ours, 64); err == nil {
		return math.Abs(n-number) <= 1e-14*math.Abs(number)
	}
	moment, err := excelize.ExcelDateToTime(number, base1904)
	if err != nil {
		return false
	}
	moment = moment.Round(time.Second)
	return slices.Contains([]string{moment.Format(time.DateOnly), moment.Format("2006-01-02T15:04:05"), moment.Format(time.TimeOnly)}, ours)
}

// compareWithExcelize reads every sheet of a workbook by both readers and returns
// how many cells they agree on.
func compareWithExcelize(t *testing.T, path string) (cells int) {
	t.Helper()
	name := filepath.Base(path)
	archive, in, err := content{path: path, size: fileSize(t, path)}.archive(context.Background())
	must(t, err)
	defer in.Close()
	w, err := openWorkbook(archive)
	must(t, err)
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Errorf("%s: excelize: %v", name, err)
		return 0
	}
	defer f.Close()
	for _, sheet := range w.sheets {
		if i, err := f.GetSheetIndex(sheet.name); err != nil || i < 0 && sheet.hidden {
			continue // excelize knows the sheets that the workbook lists
		}
		ours, err := rawSheet(t, path, sheet)
		must(t, err)
		theirs, err := excelizeSheet(f, sheet.name)
		must(t, err)
		if len(ours) != len(theirs) {
			t.Errorf("%s: %d rows, excelize has %d", name, len(ours), len(theirs))
			continue
		}
		for i := range ours {
			for j := range max(len(ours[i]), len(theirs[i])) {
				var a, b string
				if j < len(ours[i]) {
					a = ours[i][j]
				}
				if j < len(theirs[i]) {
					b = theirs[i][j]
				}
				if !sameValue(a, b, w.base1904) {
					t.Errorf("%s, row %d, column %d: %q, excelize has %q", name, i+1, j+1, a, b)
				}
				cells++
			}
		}
	}
	return cells
}

// TestOfficesAgainstExcelize compares the readers on every sound workbook of the
// folder.
func TestOfficesAgainstExcelize(t *testing.T) {
	books, cells := 0, 0
	for _, o := range offices(t) {
		sound := !slices.ContainsFunc(o.tables, func(t officeTable) bool { return t.State != "" })
		if sound && filepath.Ext(o.name) == ".xlsx" {
			books++
			cells += compareWithExcelize(t, filepath.Join(officesFolder, o.name))
		}
	}
	t.Logf("%d workbooks, %d cells", books, cells)
	if books < 20 || cells < 100 {
		t.Errorf("only %d workbooks with %d cells were compared", books, cells)
	}
}

// libreOffice has LibreOffice write files anew in a format, in a folder.
func libreOffice(t *testing.T, format, folder string, paths ...string) {
	t.Helper()
	if testing.Short() {
		t.Skip("needs LibreOffice; -short is the part without other programs")
	}
	args := append([]string{"-env:UserInstallation=file://" + filepath.ToSlash(t.TempDir()), "--headless", "--convert-to", format, "--outdir", folder}, paths...)
	if out, err := exec.Command("soffice", args...).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
}

// As LibreOffice calls the format.
const asXLSX = "xlsx:Calc MS Excel 2007 XML"

// libreOfficeSources are a spreadsheet, and texts of which LibreOffice makes workbooks.
func libreOfficeSources(t *testing.T) []string {
	t.Helper()
	paths := []string{"../../testdata/sources/libreoffice.ods"}
	for _, o := range offices(t) {
		if strings.HasPrefix(o.name, "aspas-") && strings.HasSuffix(o.name, "comma.csv") || strings.HasPrefix(o.name, "cabecalho-nao-") || o.name == "aspas-quebras.csv" {
			paths = append(paths, filepath.Join(officesFolder, o.name))
		}
	}
	return paths
}

// TestLibreOfficeAgainstExcelize has LibreOffice make workbooks and compares the readers on them.
func TestLibreOfficeAgainstExcelize(t *testing.T) {
	dir, paths := t.TempDir(), libreOfficeSources(t)
	libreOffice(t, asXLSX, dir, paths...)
	made, err := filepath.Glob(filepath.Join(dir, "*.xlsx"))
	must(t, err)
	cells := 0
	for _, path := range made {
		cells += compareWithExcelize(t, path)
	}
	t.Logf("%d workbooks, %d cells", len(made), cells)
	if len(made) != len(paths) || cells < 100 {
		t.Errorf("%d workbooks with %d cells of %d files", len(made), cells, len(paths))
	}
}

func fileSize(t testing.TB, path string) int64 {
	t.Helper()
	info, err := os.Stat(path)
	must(t, err)
	return info.Size()
}

// featureWorkbook writes with excelize what workbooks can hold: texts plain and in
// runs, truth values, errors, formulas, dates of both systems, cells far apart,
// merged titles, tables that are defined, sheets hidden in both ways, comments.
func featureWorkbook(t *testing.T, path string, base1904 bool) {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	must(t, f.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &base1904}), f.SetSheetName("Sheet1", "Plan1"))
	day, err := f.NewStyle(&excelize.Style{CustomNumFmt: ptr("dd/mm/yyyy")})
	must(t, err)
	must(t, f.MergeCell("Plan1", "A1", "E1"), f.SetCellStr("Plan1", "A1", "Folha de maio"),
		f.SetSheetRow("Plan1", "A2", &[]any{"nome", "admissão", "ativo", "total", "obs"}))
	for i := range 6 {
		row := strconv.Itoa(i + 3)
		must(t, f.SetCellStr("Plan1", "A"+row, "Ana "+string(rune('A'+i))), f.SetCellValue("Plan1", "B"+row, time.Date(2020, 5, i+1, 0, 0, 0, 0, time.UTC)), f.SetCellStyle("Plan1", "B"+row, "B"+row, day),
			f.SetCellBool("Plan1", "C"+row, i%2 == 0), f.SetCellFloat("Plan1", "D"+row, 1.5*float64(i), 2, 64),
			f.SetCellRichText("Plan1", "E"+row, []excelize.RichTextRun{{Text: "um "}, {Text: "dois", Font: &excelize.Font{Bold: true}}}))
	}
	must(t, f.SetCellFormula("Plan1", "F3", "SUM(D3:D8)"), f.SetCellStr("Plan1", "Z9", "longe"),
		f.AddComment("Plan1", excelize.Comment{Cell: "A3", Author: "Rui", Paragraph: []excelize.RichTextRun{{Text: "ligar para Bia"}}}))
	for i, name := range []string{"Tabelas", "Oculta", "MuitoOculta"} {
		_, err := f.NewSheet(name)
		must(t, err, f.SetSheetRow(name, "A1", &[]any{"produto", "preço"}), f.SetSheetRow(name, "A2", &[]any{"lápis", i}), f.SetSheetRow(name, "A3", &[]any{"#N/A", 2}))
	}
	must(t, f.SetSheetRow("Tabelas", "A5", &[]any{"cliente", "cidade", "uf"}), f.SetSheetRow("Tabelas", "A6", &[]any{"Ana", "Natal", "RN"}),
		f.AddTable("Tabelas", &excelize.Table{Range: "A1:B3", Name: "produtos"}), f.AddTable("Tabelas", &excelize.Table{Range: "A5:C6", Name: "clientes"}),
		f.SetSheetVisible("Oculta", false), f.SetSheetVisible("MuitoOculta", false, true), f.SaveAs(path))
}

// TestFeaturesAgainstExcelize compares the readers on that workbook, as excelize has
// written it and as LibreOffice has written it anew.
func TestFeaturesAgainstExcelize(t *testing.T) {
	for name, base1904 := range map[string]bool{"1900.xlsx": false, "1904.xlsx": true} {
		dir := t.TempDir()
		first, again := filepath.Join(dir, name), filepath.Join(dir, "outra", name)
		featureWorkbook(t, first, base1904)
		libreOffice(t, asXLSX, filepath.Dir(again), first)
		for _, path := range []string{first, again} {
			if cells := compareWithExcelize(t, path); cells < 60 {
				t.Errorf("%s: only %d cells were compared", path, cells)
			}
			all := map[string]reading{}
			for _, r := range readPath(t, path, Options{}, scanner.Sample{}) {
				_, sheet, _ := strings.Cut(r.table.Name, "#")
				all[sheet] = r
			}
			plan := all["Plan1"]
			if len(plan.names) < 5 || strings.Join(plan.names[:5], ",") != "nome,admissão,ativo,total,obs" || len(plan.rows) != 8 || strings.Join(plan.rows[1][:5], "|") != "Ana A|2020-05-01|TRUE|0|um dois" {
				t.Errorf("%s: columns %q, rows %q", path, plan.names, plan.rows)
			}
			if second := all["Tabelas (2)"]; strings.Join(second.names, ",") != "cliente,cidade,uf" || len(second.rows) != 1 {
				t.Errorf("%s: the second table is %q, %q", path, second.names, second.rows)
			}
			if !all["Oculta"].table.Hidden || !all["MuitoOculta"].table.Hidden || plan.table.Hidden {
				t.Errorf("%s: hidden sheets are not marked", path)
			}
			if notes := all["notas"].rows; !slices.ContainsFunc(notes, func(row []string) bool { return strings.Contains(row[0], "ligar para Bia") }) {
				t.Errorf("%s: the comment is not in %q", path, notes)
			}
		}
	}
}
