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

// TestLibreOfficeAgainstExcelize has LibreOffice make workbooks of texts and of a
// spreadsheet and compares the readers on them.
func TestLibreOfficeAgainstExcelize(t *testing.T) {
	if testing.Short() {
		t.Skip("needs LibreOffice; -short is the part without other programs")
	}
	dir := t.TempDir()
	args := []string{"-env:UserInstallation=file://" + filepath.ToSlash(filepath.Join(dir, "profile")), "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", dir, "../../testdata/sources/libreoffice.ods"}
	for _, o := range offices(t) {
		if strings.HasPrefix(o.name, "aspas-") && strings.HasSuffix(o.name, "comma.csv") || strings.HasPrefix(o.name, "cabecalho-nao-") || o.name == "aspas-quebras.csv" {
			args = append(args, filepath.Join(officesFolder, o.name))
		}
	}
	out, err := exec.Command("soffice", args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	made, err := filepath.Glob(filepath.Join(dir, "*.xlsx"))
	must(t, err)
	cells := 0
	for _, path := range made {
		cells += compareWithExcelize(t, path)
	}
	t.Logf("%d workbooks, %d cells", len(made), cells)
	if len(made) != len(args)-6 || cells < 100 {
		t.Errorf("%d workbooks with %d cells of %d files", len(made), cells, len(args)-6)
	}
}

func fileSize(t testing.TB, path string) int64 {
	t.Helper()
	info, err := os.Stat(path)
	must(t, err)
	return info.Size()
}
