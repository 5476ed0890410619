package files

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/datamapbr/datamap/scanner"
)

func TestXLSB(t *testing.T) {
	said, got := tablesOf(t, "p.xlsb", xlsbPeople().bytes(t))
	wantTables(t, "people", said,
		"p.xlsb#Plan1: nome,admissão,ativo,total,obs: Ana Lima|2020-05-01|TRUE|1.5|1 / Eva Reis|2020-05-02|#N/A|2.5|um dois / ∅|18:00:00|TRUE|#N/A|∅",
		"p.xlsb#Oculta: produto: lápis 😀", "p.xlsb#notas: coluna 1: um dois")
	if got[0].table.Hidden || !got[1].table.Hidden || got[0].table.Kind != "sheet" || got[0].facts.Rows != 3 {
		t.Errorf("tables are %+v, %+v", got[0].table, got[1].table)
	}
}

// xlsbOne is a workbook with one sheet of a column "a" and what is in one cell below it.
func xlsbOne(cell string) xlsbMaker {
	return xlsbMaker{names: []string{"p"}, sheets: []string{brtRowOf(0, brtAt(brtText, 0, 0, brtWide("a"))) + brtRowOf(1, cell)}, formats: []string{"yyyy-mm-dd"}}
}

func TestXLSBCells(t *testing.T) {
	other := brt(brtBeginOther, "\x01\x00\x02\x0e\x00\x80") + brt(1024, "\x04\x00") + brt(brtEndOther)
	future := brt(brtBeginFuture, uint32(0)) + brt(brtReal, "\x01\x00\x00\x00") + brt(brtEndFuture)
	for _, tc := range []struct{ name, cell, want string }{
		{"integer", brtAt(brtReal, 0, 0, 52998224725.0), "52998224725"},
		{"fraction", brtAt(brtReal, 0, 0, 0.1+0.2), "0.3"},
		{"negative", brtAt(brtRK, 0, 0, uint32(0xfffffffe)), "-1"},
		{"date", brtAt(brtReal, 0, 1, 45292.75), "2024-01-01T18:00:00"},
		{"no such style", brtAt(brtReal, 0, 99, 45292.0), "45292"},
		{"no number", brtAt(brtReal, 0, 0, math.NaN()), ""},
		{"empty text", brtAt(brtText, 0, 0, uint32(0)), ""},
		{"no text", brtAt(brtText, 0, 0, ^uint32(0)), ""},
		{"false", brtAt(brtBool, 0, 0, byte(0)), "FALSE"},
		{"unknown error", brtAt(brtError, 0, 0, byte(99)), ""},
		{"half a pair", brtAt(brtText, 0, 0, uint32(2), "x\x00\x3d\xd8"), "x\ufffd"},
		{"short", brt(13, uint32(0), uint32(7<<2|2)), "7"},
		{"short text", brt(17, uint32(0), brtWide("curto")), "curto"},
		{"among records of later versions", other + future + brtAt(brtText, 0, 0, brtWide("x")) + other, "x"},
		{"long", brtAt(brtText, 0, 0, brtWide(strings.Repeat("é", 40000))), strings.Repeat("é", 40000)},
		{"early", strings.Replace(brtAt(brtText, 0, 0, brtWide("x")), "\x06\x0e", "\x06\x8e\x80\x00", 1), "x"}, // a size in more groups than it takes
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := readPath(t, writeFile(t, "l.xlsb", xlsbOne(tc.cell).bytes(t)), Options{}, scanner.Sample{})
			if len(got) != 1 || got[0].err != nil || !reflect.DeepEqual(got[0].rows, [][]string{{tc.want}}) {
				t.Errorf("got %.200q, %v, want %.100q", got[0].rows, got[0].err, tc.want)
			}
		})
	}
}

func TestXLSBOf1904(t *testing.T) {
	m := xlsbOne(brtAt(brtReal, 0, 1, 366.5))
	m.base1904 = true
	wantRows(t, readOne(t, writeFile(t, "l.xlsb", m.bytes(t)), Options{}, scanner.Sample{}).rows, table("1905-01-01T12:00:00\n"))
}

// Tables that the workbook defines begin where it says, as in XML.
func TestXLSBTables(t *testing.T) {
	row := func(n int, a, b string) string {
		return brtRowOf(n, brtAt(brtText, 0, 0, brtWide(a)), brtAt(brtText, 1, 0, brtWide(b)))
	}
	m := xlsbMaker{names: []string{"p"}, sheets: []string{row(0, "nome", "uf") + row(1, "Ana", "RN") + row(2, "cliente", "cidade") + row(3, "Bia", "Natal")}}
	list := func(first uint32) string {
		return brt(brtTable, first, first+1, uint32(0), uint32(1), uint32(0), uint32(1), uint32(1)) + brt(brtEndTable)
	}
	said, _ := tablesOf(t, "p.xlsb", m.bytes(t, "xl/tables/table1.bin", list(0), "xl/tables/table2.bin", list(2), "xl/worksheets/_rels/sheet1.bin.rels",
		`<Relationships><Relationship Id="rId1" Type="`+relTypes+`table" Target="../tables/table1.bin"/><Relationship Id="rId2" Type="`+relTypes+`table" Target="../tables/table2.bin"/></Relationships>`))
	wantTables(t, "defined tables", said, "p.xlsb#p: nome,uf: Ana|RN", "p.xlsb#p (2): cliente,cidade: Bia|Natal")
}

// What is written outside of cells is in a table of its own, and each part is read or listed.
func TestXLSBNotes(t *testing.T) {
	m := xlsbOne(brtAt(brtSharedText, 0, 0, uint32(0)) + brtAt(brtRichText, 1, 0, brtRich("漢字", "カンジ")))
	m.texts = []string{brtRich("ok", "oquei"), bytesOf(byte(0)) + brtWide("de ninguém")}
	m.formats = append(m.formats, `"falar com Ana"0`)
	m.behind = []string{brt(479, uint16(0), brtWide("Rui"), ^uint32(0), brtWide("página &P")) +
		brt(brtLink, strings.Repeat("\x00", 16), brtWide("rId1"), brtWide("p!A1"), brtWide("escreva para Bia"), brtWide("Bia")) +
		brt(64, uint32(0), uint32(1), strings.Repeat("\x00", 16), brtWide("Só Eva"), ^uint32(0)) +
		brt(426, strings.Repeat("\x00", 16), byte(0x1f), 52998224725.0, byte(0x17), uint16(9), string(wideText("Gil e Ivo"))) +
		brt(167, brtWide("I")) + brt(147, brtWide("Plan 1"), brtWide("caio@exemplo.com.br")) + brt(brtBeginFuture, uint32(0)) + brt(brtComment, brtWide("Leo")) + brt(brtEndFuture)}
	parts := []string{
		"xl/comments1.bin", brtComments("Rui Barros", bytesOf(byte(0))+brtWide("ligar\u0001 para Bia"), brtRich("x", "xis")),
		"xl/pivotCache/pivotCacheDefinition1.bin", brt(179, strings.Repeat("\x00", 21), brtWide("Noé")) + brt(24, brtWide("Ivo")) + brt(21, 11144477735.0) +
			brt(191, uint16(1), uint32(2), 1.5, 21987654321.0) + brt(183, brtWide("nome do cliente")) + brt(180),
		"xl/externalLinks/externalLink1.bin", brt(371, uint32(0), brtWide("Zoé")) + brt(588),
		"xl/revisions/revisionLog1.bin", brt(brtRichText, uint32(0), brtRich("antes: Lia", "")) + brt(403),
		"xl/worksheets/binaryIndex1.bin", brt(42, strings.Repeat("\x00", 24)) + brt(277), "xl/worksheets/sheet9.bin", m.sheet(0),
		"xl/media/foto.png", "figura", "xl/embeddings/oleObject1.bin", "documento", "xl/vbaProject.bin", "Sub", "xl/attachedToolbars.bin", "x",
	}
	said, got := tablesOf(t, "p.xlsb", m.bytes(t, parts...))
	const sheet = "ok,漢字: a|∅"
	const behind = " / Rui / página &P / escreva para Bia / Bia / Só Eva / "
	wantTables(t, "notes", said, "p.xlsb#p: "+sheet, "p.xlsb#sheet9.bin: "+sheet,
		"p.xlsb#notas: coluna 1: Rui Barros / ligar\u0001 para Bia / x / xis / Zoé / Noé / Ivo / 11144477735 / 21987654321 / nome do cliente / antes: Lia / oquei / de ninguém / falar com Ana / カンジ"+
			behind+"52998224725 / Gil e Ivo / I / caio@exemplo.com.br / カンジ"+behind+"I",
		"p.xlsb#xl: : ", "p.xlsb#xl (2): : ", "p.xlsb#xl/embeddings: : ", "p.xlsb#xl/media: : ")
	want := []string{"p.xlsb#p read", "p.xlsb#sheet9.bin read", "p.xlsb#notas read", "p.xlsb#xl not_read embedded_file", "p.xlsb#xl (2) listed macros", "p.xlsb#xl/embeddings not_read embedded_file", "p.xlsb#xl/media listed media_file"}
	if !reflect.DeepEqual(states(got), want) || !got[1].table.Hidden {
		t.Errorf("the states are %q", states(got))
	}
}

// What cannot be read has a line that says why, and what stands in front of the damage is read.
func TestXLSBNotRead(t *testing.T) {
	m := xlsbPeople()
	sound, sheet := m.bytes(t), m.sheet(0)
	with := func(parts ...string) string { return m.bytes(t, parts...) }
	half := sheet[:strings.Index(sheet, brtRowOf(4))]
	const part = "xl/worksheets/sheet1.bin"
	for name, c := range map[string]struct {
		data, want, code string
		rows             int
	}{
		"senha":              {compoundOf("EncryptedPackage", "x", "EncryptionInfo", "x"), "p.xlsb not_read encrypted_workbook", "", 0},
		"outro":              {string(pack(t, "a.txt", "x")), "p.xlsb not_read not_a_workbook", "", 0},
		"cortado":            {sound[:len(sound)/2], "p.xlsb not_read damaged_workbook", "", 0},
		"sem planilha":       {with("xl/workbook.bin", brt(131)+brt(brtEndBook)), "p.xlsb not_read damaged_workbook", "", 0},
		"meia lista":         {with("xl/workbook.bin", strings.TrimSuffix(m.main(), brt(brtEndBook))), "p.xlsb not_read damaged_workbook", "", 0},
		"meio estilo":        {with("xl/styles.bin", m.styles()[:40]), "p.xlsb not_read damaged_workbook", "", 0},
		"vazia":              {with(part, ""), "p.xlsb#Plan1 not_read damaged_workbook", "", 0},
		"lixo":               {with(part, "lixo, e mais lixo"), "p.xlsb#Plan1 not_read damaged_workbook", "", 0},
		"texto a menos":      {with("xl/sharedStrings.bin", brt(brtBeginTexts, uint32(0), uint32(0))+brt(brtItem, m.texts[0])+brt(brtItem, m.texts[1])+brt(brtEndTexts)), "p.xlsb#Plan1 failed damaged_workbook", "damaged_workbook", 0},
		"textos pela metade": {with("xl/sharedStrings.bin", brt(brtBeginTexts, uint32(0), uint32(0))+brt(brtItem, m.texts[0])+brt(brtItem, m.texts[1])+brt(brtItem, m.texts[2])), "p.xlsb#Plan1 failed damaged_workbook", "damaged_workbook", 1},
		"meia":               {with(part, half), "p.xlsb#Plan1 failed damaged_workbook", "damaged_workbook", 1},
		"meia, no limite":    {with(part, half+brt(brtEndRows)), "p.xlsb#Plan1 failed damaged_workbook", "damaged_workbook", 1},
		"sem linhas":         {with(part, brt(brtBeginSheet)+brt(brtEndSheet)), "p.xlsb#Plan1 not_read damaged_workbook", "", 0},
		"fora do lugar":      {with(part, half+brtRowOf(4, brtAt(brtBool, 1, 0, byte(1)), brtAt(brtBool, 0, 0, byte(1)))), "p.xlsb#Plan1 failed damaged_workbook", "damaged_workbook", 2},
		"coluna demais":      {with(part, half+brtRowOf(4, brtAt(brtBool, maxColumns, 0, byte(1)))), "p.xlsb#Plan1 failed damaged_workbook", "damaged_workbook", 1},
		"texto longe":        {with(part, half+brtRowOf(4, brtAt(brtSharedText, 0, 0, ^uint32(0)))), "p.xlsb#Plan1 failed damaged_workbook", "damaged_workbook", 1},
		"texto sem fim":      {with(part, half+brtRowOf(4, brtAt(brtText, 0, 0, uint32(1<<30)))), "p.xlsb#Plan1 failed damaged_workbook", "damaged_workbook", 1},
		"tipo que não há":    {with(part, half+brtRowOf(4, brtAt(71, 0, 0, uint32(0)))), "p.xlsb#Plan1 failed damaged_workbook", "damaged_workbook", 1},
		"enorme":             {with(part, half+inSevens(brtText)+"\xff\xff\xff\x7f"), "p.xlsb#Plan1 failed too_large", "too_large", 1},
	} {
		got := readPath(t, writeFile(t, "p.xlsb", c.data), Options{}, scanner.Sample{})
		code := ""
		if got[0].err != nil {
			code = scanner.ReasonOf(got[0].err).Code
		}
		if states(got)[0] != c.want || code != c.code || len(got[0].rows) != c.rows {
			t.Errorf("%s: %q, %q, %d rows; want %q, %q, %d", name, states(got)[0], code, len(got[0].rows), c.want, c.code, c.rows)
		}
	}
}

// TestXLSBAgainstXLSX has LibreOffice convert workbooks: their cells must be the same.
func TestXLSBAgainstXLSX(t *testing.T) {
	dir := t.TempDir()
	many := xlsbMaker{names: []string{"muitas"}, formats: []string{"yyyy-mm-dd"}, base1904: true}
	rows := brtRowOf(0, brtAt(brtText, 0, 0, brtWide("nome")), brtAt(brtText, 1, 0, brtWide("dia")), brtAt(brtText, 2, 0, brtWide("valor")))
	for i := range 60 {
		many.texts = append(many.texts, brtRich(fmt.Sprintf("Ana <%d> & é 😀", i), ""))
		rows += brtRowOf(i+1+i/20, brtAt(brtSharedText, 0, 0, uint32(i)), brtAt(brtReal, 1, 1, 40000+1.5*float64(i)), brtAt(brtRK, 2, 0, uint32(i*12345)<<2|3))
	}
	many.sheets = []string{rows}
	cells := 0
	for name, m := range map[string]xlsbMaker{"pessoas": xlsbPeople(), "muitas": many} {
		path := filepath.Join(dir, name+".xlsb")
		must(t, os.WriteFile(path, []byte(m.bytes(t)), 0o600))
		libreOffice(t, asXLSX, dir, path)
		ours, theirs := readPath(t, path, Options{}, scanner.Sample{}), readPath(t, filepath.Join(dir, name+".xlsx"), Options{}, scanner.Sample{})
		for i := range m.names {
			a, b := ours[i], theirs[i]
			cells += len(a.rows) * len(a.names)
			if strings.TrimPrefix(a.table.Name, name+".xlsb") != strings.TrimPrefix(b.table.Name, name+".xlsx") || a.table.Hidden != b.table.Hidden || !reflect.DeepEqual(a.names, b.names) || !reflect.DeepEqual(a.rows, b.rows) || a.err != nil {
				t.Errorf("%s: columns %q, rows %q, %v; as .xlsx %s: %q, %q", a.table.Name, a.names, a.rows, a.err, b.table.Name, b.names, b.rows)
			}
		}
	}
	if cells < 190 {
		t.Errorf("only %d cells were compared", cells)
	}
}

// TestXLSBRecordMutations damages the records of a sheet in a sound archive, which has no other
// checksum then: each text that is still in them is read, or the ledger says that something is wrong.
func TestXLSBRecordMutations(t *testing.T) {
	m := xlsbMaker{names: []string{"p"}, sheets: []string{""}}
	for i := range 100 {
		m.sheets[0] += brtRowOf(i, brtAt(brtText, 0, 0, brtWide(mark(i))), brtAt(brtReal, 1, 0, float64(i)))
	}
	whole := regexp.MustCompile(`m\x00(?:\d\x00){4}m\x00`)
	sheet, outcomes, rnd := m.sheet(0), map[string]int{}, rand.New(rand.NewPCG(12, 13))
	for n := range 300 {
		damaged := string(mutate(rnd, sheet))
		data := m.bytes(t, "xl/worksheets/sheet1.bin", damaged)
		left := strings.ReplaceAll(strings.Join(whole.FindAllString(damaged, -1), " "), "\x00", "")
		outcome, missing := survive(t, "p.xlsb", []byte(data), left)
		if outcomes[outcome]++; outcome == "silently short" {
			t.Errorf("mutation %d: %d marks are missing, such as %s", n, len(missing), missing[0])
		}
	}
	t.Logf("300 mutated sheets: %v", outcomes)
}

// FuzzXLSB reads any bytes as a sheet and as shared strings, as what is written beside them, and a
// workbook that is damaged.
func FuzzXLSB(f *testing.F) {
	m := xlsbPeople()
	sound := m.bytes(f)
	f.Add([]byte(m.sheet(0)), []byte(m.sharedTexts()), uint64(0))
	f.Add([]byte(m.sheet(1)), []byte(brtComments("Rui", brtRich("x", "y"))), uint64(1))
	f.Add([]byte(m.main()), []byte(m.styles()), uint64(2))
	f.Add([]byte("\x80\x80"), []byte("\x00\xff\xff\xff\x7f"), uint64(3))
	f.Fuzz(func(t *testing.T, sheet, texts []byte, seed uint64) {
		for _, data := range [][]byte{
			[]byte(m.bytes(t, "xl/worksheets/sheet1.bin", string(sheet), "xl/sharedStrings.bin", string(texts))),
			[]byte(m.bytes(t, "xl/workbook.bin", string(sheet), "xl/styles.bin", string(texts))),
			[]byte(m.bytes(t, "xl/comments1.bin", string(texts), "xl/pivotCache/pivotCacheRecords1.bin", string(sheet))),
			mutate(rand.New(rand.NewPCG(seed, 11)), sound),
		} {
			whole, sample := fuzzReads(t, "f.xlsb", data)
			for i, r := range whole {
				if r.err == nil { // else a sample may go past what ended it: a text that is not there, in a row that it does not want
					sampledFrom(t, r, sample[i])
				}
			}
		}
	})
}
