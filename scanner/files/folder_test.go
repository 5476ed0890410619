package files

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"

	"github.com/datamapbr/datamap/scanner"
)

// layOut writes files into a folder of the test; a name that ends in "/" is a folder.
func layOut(t testing.TB, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, data := range files {
		path := filepath.Join(dir, name)
		must(t, os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte(data), 0o600))
	}
	return dir
}

// states tells of each table "name state code".
func states(all []reading) []string {
	var s []string
	for _, r := range all {
		state := string(r.table.State)
		if state == "" {
			state = "read"
			if r.err != nil {
				state = "failed " + scanner.ReasonOf(r.err).Code
			}
		}
		s = append(s, strings.TrimSpace(r.table.Name+" "+state+" "+r.table.Reason.Code))
	}
	return s
}

func TestFolder(t *testing.T) {
	book := string(sampleWorkbook(t))
	ole := oleMagic + "\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 600)
	ebcdic, err := charmap.CodePage037.NewEncoder().String(strings.Repeat("Ana Maria da Silva 52998224725\n", 9))
	must(t, err)
	dir := layOut(t, map[string]string{
		"a.csv":            "nome;cpf\nAna;1\n",
		"acesso.dat":       "\x00\x01\x00\x00Standard Jet DB\x00\x01",
		"sub/b.txt":        "nome\nAna\n",
		"vazio.csv":        "",
		"mainframe.txt":    ebcdic,
		"texto.xlsx":       "nome;cpf\nAna;1\n",
		"pagina.xls":       "<html><table></table></html>",
		"livro.xlsx":       book,
		"livro como.csv":   book,
		"meio.xlsx":        book[:len(book)/2],
		"sem nada.xlsx":    "PK\x03\x04" + strings.Repeat("x", 100),
		"senha.xlsx":       ole + string(wideText("EncryptedPackage")),
		"antigo.xls":       ole + string(wideText("Workbook")),
		"renomeado.xlsx":   ole + string(wideText("Workbook")),
		"base.db":          "SQLite format 3\x00" + strings.Repeat("\x00", 100),
		"base.db-wal":      "x",
		"contrato.pdf":     "%PDF-1.7",
		"lixo.bin":         "\x01\x02\x03",
		"lixo.csv":         strings.Repeat("\x01\x02\x03abc\n", 50),
		"~$livro.xlsx":     "\x05Maria",
		"sub/.DS_Store":    "\x00\x00\x00\x01Bud1",
		"ação/é meu.csv":   "nome;cpf\nAna;1\n",
		"ultima linha.csv": "nome;cpf\nAna;1\nBia;\"2",

		".git/HEAD":             "ref: refs/heads/main\n",
		".git/refs/heads/main":  "0123456789abcdef0123456789abcdef01234567\n",
		".git/objects/01/234":   "x\x01+)JMU",
		".git/objects/pack/a.p": "PACK\x00\x00",
		"objects/a.csv":         "nome;cpf\nEva;7\n",
	})
	if err := os.Symlink(filepath.Join(dir, "a.csv"), filepath.Join(dir, "link.csv")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(dir, filepath.Join(dir, "sub", "volta")); err != nil {
		t.Fatal(err)
	}
	for link, target := range map[string]string{"quebrado": "nada", "roda": "roda"} {
		if err := os.Symlink(target, filepath.Join(dir, link)); err != nil {
			t.Fatal(err)
		}
	}
	want := []string{
		".git/HEAD read",
		".git/objects/ not_read version_history",
		".git/refs/heads/main read",
		"a.csv read",
		"acesso.dat not_read access_database",
		"antigo.xls not_read damaged_workbook",
		"ação/é meu.csv read",
		"base.db not_read unknown_format",
		"base.db-wal listed database_part",
		"contrato.pdf not_read document",
		"link.csv listed link",
		"livro como.csv#Plan1 read", "livro como.csv#Oculta read",
		"livro.xlsx#Plan1 read", "livro.xlsx#Oculta read",
		"lixo.bin not_read unknown_format",
		"lixo.csv not_read unknown_format",
		"mainframe.txt not_read unknown_format",
		"meio.xlsx not_read damaged_workbook",
		"objects/a.csv read",
		"pagina.xls read",
		"quebrado not_read broken_link",
		"renomeado.xlsx not_read damaged_workbook",
		"roda not_read broken_link",
		"sem nada.xlsx not_read damaged_workbook",
		"senha.xlsx not_read encrypted_workbook",
		"sub/.DS_Store excluded file_manager",
		"sub/b.txt read",
		"sub/volta listed link",
		"texto.xlsx read",
		"ultima linha.csv read",
		"vazio.csv read",
		"~$livro.xlsx excluded lock_file",
	}
	all := readPath(t, dir, Options{}, scanner.Sample{})
	if got := states(all); !reflect.DeepEqual(got, want) {
		t.Errorf("the folder is\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	for _, r := range all {
		if r.table.Name == "ultima linha.csv" {
			wantRows(t, r.rows, table("Ana|1\nBia|2\n"))
			wantCodes(t, "gaps", r.facts.Gaps, "unterminated_quote")
		}
	}
	s, err := Open(dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if info := s.Info(); info.Name != filepath.ToSlash(dir)+"/" || info.Kind != "folder" {
		t.Errorf("the source is %+v", info)
	}
}

func TestNames(t *testing.T) {
	dir := layOut(t, map[string]string{
		"dados/a.csv": "nome\nAna\n", "dados/b.csv": "nome\nAna\n", "dados/c.txt": "nome\nAna\n", "dados/x/d.csv": "nome\nAna\n",
		"livro.xlsx": string(sampleWorkbook(t)), "[1].csv": "nome\nAna\n",
		"ano [2024]/a.csv": "nome\nAna\n", "ano [2024]/2/b.csv": "nome\nAna\n", "ano 2/c.csv": "nome\nAna\n",
	})
	for _, tc := range []struct{ path, kind, tables string }{
		{"dados/a.csv", "csv", "a.csv"},
		{"livro.xlsx", "xlsx", "livro.xlsx#Plan1 livro.xlsx#Oculta"},
		{"[1].csv", "csv", "[1].csv"},
		{"dados/*.csv", "folder", "a.csv b.csv"},
		{"d*/*.csv", "folder", "dados/a.csv dados/b.csv"},
		{"ano [2024]/*.csv", "folder", "a.csv"},
		{"ano [2024]/[12]/*.csv", "folder", "2/b.csv"},
		{"ano */*.csv", "folder", "ano 2/c.csv ano [2024]/a.csv"},
		{"a?o [2024]/*", "folder", "ano 2/c.csv"},
		{"./dados/../ano [2024]/?.csv", "folder", "a.csv"},
		{"dados/*", "folder", "a.csv b.csv c.txt x/d.csv"},
		{"dados/", "folder", "a.csv b.csv c.txt x/d.csv"},
	} {
		path := dir + "/" + tc.path
		s, err := Open(path, Options{})
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, r := range readSource(t, s, scanner.Sample{}) {
			names = append(names, r.table.Name)
			if len(r.rows) == 0 || r.err != nil {
				t.Errorf("%s: %s has %d rows, error %v", tc.path, r.table.Name, len(r.rows), r.err)
			}
		}
		if strings.Join(names, " ") != tc.tables || s.Info().Kind != tc.kind || s.Info().Name != filepath.ToSlash(path) {
			t.Errorf("%s is %+v with %q, want %s with %s", tc.path, s.Info(), names, tc.kind, tc.tables)
		}
		s.Close()
	}
}

// TestUnreadable takes rights away, removes a file after it was listed, and
// reads what no rights help to read.
func TestUnreadable(t *testing.T) {
	dir := layOut(t, map[string]string{"a.csv": "nome\nAna\n", "b.csv": "nome\nAna\n", "c/d.csv": "nome\nAna\n"})
	for _, path := range []string{dir, filepath.Dir(dir)} { // others may look into it
		if err := os.Chmod(path, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for name, mode := range map[string]os.FileMode{"a.csv": 0o000, "b.csv": 0o644, "c": 0o000} {
		if err := os.Chmod(filepath.Join(dir, name), mode); err != nil {
			t.Fatal(err)
		}
	}
	defer os.Chmod(filepath.Join(dir, "c"), 0o700)
	withoutRights(t, func() {
		all := readPath(t, dir, Options{}, scanner.Sample{})
		want := []string{"a.csv not_read no_permission", "b.csv read", "c/ not_read no_permission"}
		if got := states(all); !reflect.DeepEqual(got, want) {
			t.Errorf("the folder is %q, want %q", got, want)
		}
		want = want[1:] // of the pattern's names
		if got := states(readPath(t, dir+"/[bc]*", Options{}, scanner.Sample{})); !reflect.DeepEqual(got, want) {
			t.Errorf("the pattern is %q, want %q", got, want)
		}
		if got := states(readPath(t, dir+"/*/d*.csv", Options{}, scanner.Sample{})); !reflect.DeepEqual(got, want[1:]) {
			t.Errorf("the pattern of files in folders is %q, want %q", got, want[1:])
		}
		for _, r := range all {
			if d := r.table.Reason.Detail; d != "" {
				t.Errorf("%s: the reason says it all, and detail %q", r.table.Name, d)
			}
		}
	})

	gone := writeFile(t, "f.csv", "nome\nAna\n")
	s, err := Open(gone, Options{})
	if err != nil {
		t.Fatal(err)
	}
	tables, err := s.Tables(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(gone); err != nil {
		t.Fatal(err)
	}
	got := readTable(t, s, &tables[0], scanner.Sample{})
	if scanner.ReasonOf(got.err).Code != "no_such_file" || len(got.rows) != 0 {
		t.Errorf("a file that is gone: %v", got.err)
	}
}

// A closing is a source that counts how often it is closed.
type closing struct {
	scanner.Source
	times *int
}

func (c closing) Close() error { *c.times++; return c.Source.Close() }

// TestDatabaseAmongFiles lets a folder stand for each database, since this
// package knows no driver.
func TestDatabaseAmongFiles(t *testing.T) {
	inside := layOut(t, map[string]string{"clientes.csv": "nome;cpf\nAna;1\n", "vazia.csv": ""})
	dir := layOut(t, map[string]string{"x/base.db": "SQLite format 3\x00", "x/outra": "SQLite format 3\x00", "x/ruim.sqlite": "\x01\x02nada\x03"})
	closed := 0
	opt := Options{OpenDatabase: func(path string) (scanner.Source, error) {
		if filepath.Base(path) == "ruim.sqlite" {
			return nil, &scanner.Fault{Reason: scanner.Reason{Code: "not_a_database"}}
		}
		s, err := Open(inside, Options{})
		return closing{s, &closed}, err
	}}
	s, err := Open(dir, opt)
	if err != nil {
		t.Fatal(err)
	}
	all := readSource(t, s, scanner.Sample{})
	want := []string{
		"x/base.db/clientes.csv read", "x/base.db/vazia.csv read",
		"x/outra/clientes.csv read", "x/outra/vazia.csv read",
		"x/ruim.sqlite not_read not_a_database",
	}
	if got := states(all); !reflect.DeepEqual(got, want) {
		t.Errorf("the folder is %q, want %q", got, want)
	}
	wantRows(t, all[0].rows, table("Ana|1\n"))
	if err := s.Close(); err != nil || closed != 2 {
		t.Errorf("%d databases are closed (%v)", closed, err)
	}
}

// pack makes an archive of files, in the order given by name, data, name, data.
func pack(t testing.TB, files ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		f, err := w.Create(files[i])
		if err == nil {
			_, err = f.Write([]byte(files[i+1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func gzipped(t testing.TB, data string) string {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write([]byte(data)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestArchives(t *testing.T) {
	book := string(sampleWorkbook(t))
	long := "nome;cpf\n" + strings.Repeat("Ana;1\nBia;2\n", 50000)
	packed := gzipped(t, long)
	inner := string(pack(t, "x.csv", "a\nb\n"))
	dir := layOut(t, map[string]string{
		"a.zip":        string(pack(t, "um.csv", long, "sub/dois.csv", "nome\nAna\n", "livro.xlsx", book, "nele.zip", inner, "x.pdf", "%PDF-", "vazio.csv", "", "pasta/", "")),
		"b.csv.gz":     packed,
		"c.csv.gz":     packed[:len(packed)/2],
		"d.zip":        string(pack(t)),
		"e.zip":        inner[:len(inner)-8],
		"f.docx":       string(pack(t, "[Content_Types].xml", "<Types/>", "word/document.xml", "<x/>")),
		"g.xlsx":       inner,
		"h.zip":        string(pack(t, "rela\x87\xc6o de alunos.csv", "nome\nAna\n")), // as Windows packs it
		"nulos.csv.gz": gzipped(t, "a;b\n"+strings.Repeat("\x00", 70<<20)),
	})
	all := readPath(t, dir, Options{}, scanner.Sample{})
	want := []string{
		"a.zip/um.csv read", "a.zip/sub/dois.csv read", "a.zip/livro.xlsx#Plan1 read", "a.zip/livro.xlsx#Oculta read",
		"a.zip/nele.zip not_read nested_archive", "a.zip/x.pdf not_read document", "a.zip/vazio.csv read",
		"b.csv.gz read", "c.csv.gz failed damaged_archive", "d.zip read", "e.zip not_read damaged_archive",
		"f.docx read", "g.xlsx not_read not_a_workbook", "h.zip/relação de alunos.csv read", "nulos.csv.gz failed too_large",
	}
	if got := states(all); !reflect.DeepEqual(got, want) {
		t.Errorf("the folder is\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	for _, r := range all {
		if n := len(r.rows); (r.table.Name == "a.zip/um.csv" || r.table.Name == "b.csv.gz") && n != 100000 || r.table.Name == "c.csv.gz" && n == 0 {
			t.Errorf("%s has %d rows", r.table.Name, n)
		}
	}
	for _, r := range readPath(t, filepath.Join(dir, "b.csv.gz"), Options{}, scanner.Sample{Rows: 100}) {
		if len(r.rows) != 100 || r.facts.Method != scanner.Spread || r.facts.Rows != 100000 {
			t.Errorf("sample of a packed file: %d rows, %+v", len(r.rows), r.facts)
		}
	}
}

func TestNothingIsWritten(t *testing.T) {
	dir := layOut(t, map[string]string{"a.csv": "nome;cpf\nAna;1\n", "l.xlsx": string(sampleWorkbook(t)), "z.zip": string(pack(t, "x.csv", "a\nb\n"))})
	tmp := t.TempDir()
	t.Setenv("TMPDIR", tmp)
	before := snapshot(t, dir)
	readPath(t, dir, Options{}, scanner.Sample{})
	if after := snapshot(t, dir); !reflect.DeepEqual(after, before) {
		t.Errorf("the folder was %v and is %v", before, after)
	}
	if left := snapshot(t, tmp); len(left) > 0 {
		t.Errorf("temporary files: %v", left)
	}
}

// snapshot tells the size and time of every file below a folder.
func snapshot(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		info, err := e.Info()
		if err != nil {
			t.Fatal(err)
		}
		files[e.Name()] = info.ModTime().String() + info.Mode().String()
	}
	return files
}

// TestReadError reads a file that opens and cannot be read, whoever asks.
func TestReadError(t *testing.T) {
	path, code := "/proc/self/mem", "os_error"
	if runtime.GOOS != "linux" {
		path, code = t.TempDir()+"/falta", "no_such_file"
	}
	s, err := Open(path, Options{})
	if err != nil {
		if scanner.ReasonOf(err).Code != code {
			t.Error(err)
		}
		return
	}
	tables, err := s.Tables(context.Background())
	if err != nil || len(tables) != 1 || tables[0].State != scanner.NotRead || tables[0].Reason.Code != code {
		t.Errorf("%+v, error %v", tables, err)
	}
}

// mustZip opens an archive in memory.
func mustZip(t testing.TB, data string) *zip.Reader {
	t.Helper()
	archive, err := zip.NewReader(strings.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	return archive
}
