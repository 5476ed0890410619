package files

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/datamapbr/datamap/scanner"
)

// TestTwins finds copies of whole files, whatever their names.
func TestTwins(t *testing.T) {
	book, long := string(sampleWorkbook(t)), "nome;cpf\n"+strings.Repeat("Ana;1\n", 20000)
	memo := dbfTable{version: 0x83, page: 3, fields: []string{"O M 10 0"}, records: []string{"           "}}.bytes(t)
	dir := layOut(t, map[string]string{
		"a.csv": "nome;cpf\nAna;1\n", "backup/a (1).csv": "nome;cpf\nAna;1\n", "b.csv": "nome;cpf\nAna;2\n", "c.txt": "nome;cpf\nAna;1\n",
		"l.xlsx": book, "z.xlsx": book, "longo 1.csv": long, "longo 2.csv": long, "longo 3.csv": long[:len(long)-3] + ";9\n",
		"m1.dbf": memo, "m2.dbf": memo, "v1.csv": "", "v2.csv": "", "x.pdf": "%PDF-1", "y.pdf": "%PDF-1",
	})
	var twins []string
	for _, r := range readPath(t, dir, Options{}, scanner.Sample{}) {
		if r.table.Twin != "" {
			twins = append(twins, r.table.Name+" = "+r.table.Twin)
		}
	}
	want := []string{"backup/a (1).csv = a.csv", "c.txt = a.csv", "longo 2.csv = longo 1.csv", "z.xlsx#Plan1 = l.xlsx#Plan1", "z.xlsx#Oculta = l.xlsx#Oculta"}
	if got := strings.Join(twins, "\n"); got != strings.Join(want, "\n") {
		t.Errorf("copies are\n%s\nwant\n%s", got, strings.Join(want, "\n"))
	}
}

// TestFacts takes size, year and rights of a file from the file system.
func TestFacts(t *testing.T) {
	dir := layOut(t, map[string]string{"a.csv": "nome\nAna\n", "b.csv": "nome\nBia\n", "c/d.csv": "nome\nRui\n"})
	old := time.Date(2011, 7, 1, 0, 0, 0, 0, time.UTC)
	must(t, os.Chtimes(filepath.Join(dir, "a.csv"), old, old))
	if runtime.GOOS == "windows" {
		return
	}
	for name, mode := range map[string]os.FileMode{"a.csv": 0o604, "b.csv": 0o640, "c/d.csv": 0o644, "c": 0o750} {
		must(t, os.Chmod(filepath.Join(dir, name), mode))
	}
	for path := dir; path != filepath.Dir(path) && path != os.TempDir(); path = filepath.Dir(path) {
		must(t, os.Chmod(path, 0o755))
	}
	for _, r := range readPath(t, dir, Options{}, scanner.Sample{}) {
		f := *r.table.File
		if f.Size != 9 || f.Year < 2011 || f.Year == 2011 != (r.table.Name == "a.csv") {
			t.Errorf("%s: %+v", r.table.Name, f)
		}
		if want := map[string]string{"a.csv": "0604", "b.csv": "0640", "c/d.csv": "0644"}[r.table.Name]; f.Mode != want || f.Open != (f.Mode == "0604") {
			t.Errorf("%s: %+v, want mode %s", r.table.Name, f, want)
		}
	}
}
