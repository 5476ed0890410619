package files

import (
	"math/rand/v2"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/datamapbr/datamap/scanner"
)

func TestXLS(t *testing.T) {
	said, got := tablesOf(t, "p.xls", xlsPeople().bytes("\x05SummaryInformation", xlsSummary("João Sá"), "MBD01/Contents", "figura", "_VBA_PROJECT_CUR/PROJECT", "Sub",
		"_SX_DB_CUR/0001", biff(0x00cd, narrow("Lia Reis, 529.982.247-25")), "\x01CompObj", "Excel", "Revision Log", "x"))
	wantTables(t, "people", said,
		"p.xls#Plan1: nome,admissão,ativo,total,obs: Ana Lima|2020-05-01|TRUE|1.5|1 / Eva Reis|2020-05-02|#N/A|2.5|um dois",
		"p.xls#Oculta: produto: lápis", "p.xls#Grafico: : ",
		"p.xls#notas: coluna 1: João Sá / Rui Barros, 1998 / ligar para Bia / Lia Reis, 529.982.247-25 / de ninguém",
		"p.xls#MBD01: : ", "p.xls#Revision Log: : ", "p.xls#_VBA_PROJECT_CUR: : ")
	want := []string{"p.xls#Plan1 read", "p.xls#Oculta read", "p.xls#Grafico listed no_cells", "p.xls#notas read", "p.xls#MBD01 not_read embedded_file", "p.xls#Revision Log not_read embedded_file", "p.xls#_VBA_PROJECT_CUR listed macros"}
	if !reflect.DeepEqual(states(got), want) || !got[1].table.Hidden || got[0].table.Hidden {
		t.Errorf("the states are %q", states(got))
	}
}

// Texts, and the pairs of their characters, go on in records of their own, in another width.
func TestXLSContinued(t *testing.T) {
	m := xlsMaker{names: []string{"a"}}
	long := strings.Repeat("abc ", 1500)
	first := bytesOf(uint16(len(long)), byte(0), long[:4000])
	pair := string(wideText("x")) + "\x3d\xd8"
	m.globals = biff(biffTexts, uint32(2), uint32(2), first) + biff(biffContinue, byte(1), string(wideText(long[4000:])), uint16(4), byte(9), uint16(2), pair) +
		biff(biffContinue, byte(1), "\x00\xde", byte('z'), byte(0), "abcd") + biff(biffContinue, "efgh")
	m.sheets = []string{biff(biffTextAt, uint16(0), uint16(0), uint16(0), uint32(0)) + biff(biffTextAt, uint16(1), uint16(0), uint16(0), uint32(1)) +
		biff(biffFormula, uint16(2), uint16(0), uint16(0), "\x00\x00\x00\x00\x00\x00\xff\xff", uint16(0), uint32(0), uint16(0)) + biff(biffString, uint16(6), byte(0), "abc") + biff(biffContinue, byte(1), string(wideText("def")))}
	got := readOne(t, writeFile(t, "c.xls", m.bytes()), Options{}, scanner.Sample{})
	wantRows(t, got.rows, [][]string{{long}, {"x😀z"}, {"abcdef"}})
}

// Until Excel 95 texts were in a code page.
func TestXLSOfExcel95(t *testing.T) {
	cell := bytesOf(uint16(0), uint16(0), uint16(0))
	m := xlsMaker{version: excel5, names: []string{"Cust\xf3dia"}, globals: biff(biffCodePage, uint16(850))}
	m.sheets = []string{biff(biffLabel, cell, uint16(9), "Jo\xc6o Lima") + biff(biffRichText, bytesOf(uint16(1), uint16(0), uint16(0)), uint16(3), "Eva", byte(1), uint16(0)) +
		biff(biffFormula, uint16(2), uint16(0), uint16(0), "\x00\x00\x00\x00\x00\x00\xff\xff", uint16(0), uint32(0), uint16(0)) + biff(biffString, uint16(3), "s\xa2s")}
	said, _ := tablesOf(t, "v.xls", m.bytes())
	wantTables(t, "Excel 95", said, "v.xls#Cust¾dia: João Lima: Eva / sós")
}

// What cannot be read has a line that says why.
func TestXLSNotRead(t *testing.T) {
	sound := xlsPeople().bytes()
	locked := xlsPeople()
	locked.globals = biff(biffFilePass, uint16(1), uint32(0)) + locked.globals
	lost := xlsPeople()
	lost.texts = lost.texts[:2]
	loop := []byte(sound)
	copy(loop[len(loop)-512:], bytesOf(uint32(1), uint32(0)))
	for name, c := range map[string]struct{ data, want string }{
		"senha":   {locked.bytes(), "p.xls not_read encrypted_workbook"},
		"outro":   {compoundOf("Contents", "x"), "p.xls not_read not_a_workbook"},
		"antigo":  {compoundOf("Book", biff(0x0409, uint32(0))), "p.xls not_read old_workbook"},
		"cortado": {sound[:len(sound)/2], "p.xls not_read damaged_workbook"},
		"laço":    {string(loop), "p.xls not_read damaged_workbook"},
		"vazio":   {compoundOf("Workbook", ""), "p.xls not_read damaged_workbook"},
	} {
		got := states(readPath(t, writeFile(t, "p.xls", c.data), Options{}, scanner.Sample{}))
		if len(got) == 0 || got[0] != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
	got := readPath(t, writeFile(t, "p.xls", lost.bytes()), Options{}, scanner.Sample{})
	if got[0].err == nil || scanner.ReasonOf(got[0].err).Code != "damaged_workbook" || len(got[0].rows) != 0 {
		t.Errorf("a text that is not there: %v, rows %q", got[0].err, got[0].rows)
	}
}

// TestXLSAgainstXLSX has LibreOffice write workbooks and texts in both formats: the readers must agree.
func TestXLSAgainstXLSX(t *testing.T) {
	dir := t.TempDir()
	features, old, new := filepath.Join(dir, "recursos.xlsx"), filepath.Join(dir, "xls"), filepath.Join(dir, "xlsx")
	featureWorkbook(t, features, false)
	paths := append(libreOfficeSources(t), features)
	libreOffice(t, "xls:MS Excel 97", old, paths...)
	libreOffice(t, asXLSX, new, paths...)
	made, err := filepath.Glob(filepath.Join(new, "*.xlsx"))
	must(t, err)
	cells := 0
	for _, path := range made {
		name := strings.TrimSuffix(filepath.Base(path), "x")
		byName := map[string]reading{}
		for _, r := range readPath(t, filepath.Join(old, name), Options{}, scanner.Sample{}) {
			byName[r.table.Name] = r
		}
		for _, r := range readPath(t, path, Options{}, scanner.Sample{}) {
			of, sheet, _ := strings.Cut(r.table.Name, "#")
			other, ok := byName[strings.TrimSuffix(of, "x")+"#"+sheet]
			if sheet == "notas" || strings.HasPrefix(sheet, "Tabelas") { // no tables are defined in the old format
				continue
			}
			cells += len(r.rows) * len(r.names)
			if !ok || !reflect.DeepEqual(r.names, other.names) || !reflect.DeepEqual(r.rows, other.rows) || r.table.Hidden != other.table.Hidden || other.err != nil {
				t.Errorf("%s: columns %q, rows %q; as .xls %q, %q, %v", r.table.Name, r.names, r.rows, other.names, other.rows, other.err)
			}
		}
	}
	if len(made) != len(paths) || cells < 100 {
		t.Errorf("%d cells of %d workbooks were compared", cells, len(made))
	}
}

// FuzzXLS reads any bytes as the stream of a workbook, and a workbook that is damaged.
func FuzzXLS(f *testing.F) {
	sound := xlsPeople().bytes("\x05SummaryInformation", xlsSummary("Ana"), "MBD01/Contents", "figura")
	f.Add([]byte(xlsPeople().stream()), uint64(0))
	f.Add([]byte(xlsMaker{version: excel5, names: []string{"a"}, sheets: []string{biff(biffLabel, uint16(0), uint16(0), uint16(0), uint16(1), "x")}}.stream()), uint64(1))
	f.Add([]byte(xlsMaker{version: excel5}.stream()), uint64(2)) // no sheet
	f.Fuzz(func(t *testing.T, stream []byte, seed uint64) {
		fuzzFile(t, "f.xls", []byte(compoundOf("Workbook", string(stream))))
		fuzzFile(t, "f.xls", mutate(rand.New(rand.NewPCG(seed, 11)), sound))
	})
}
