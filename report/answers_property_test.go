package report

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// A desk is a person with a workbook: the property tests edit as people do and
// remember what was written.
type desk struct {
	*rand.Rand
	t     *testing.T
	law   *law
	said  map[string]map[string]string // ID → heading or field → text
	added []string                     // headings of columns of their own
}

func newDesk(t *testing.T, seed uint64) *desk {
	l, err := loadLaw()
	if err != nil {
		t.Fatal(err)
	}
	return &desk{Rand: rand.New(rand.NewPCG(seed, 1)), t: t, law: l, said: map[string]map[string]string{}}
}

var odd = []string{
	"vendas", "=SUM(A1)", "-1", "+55", "@x", "'aspas", " espaço ", "linha\nnova", "tab\tdentro", "<b>&amp;", "5", "05/03/2026", "sim", "ção\u0301 日本",
	"art7-II", "confirmed", strings.Repeat("longo ", 900), "\u202eoculto", "TRUE", "1e5", "0001",
}

// answer is what somebody writes into a field of a row: an option of its list, or any text.
func (d *desk) answer(id, key string) string {
	text := odd[d.IntN(len(odd))]
	options := d.law.options(key)
	if choices[key].strict {
		text = options[d.IntN(len(options))].Words["pt-BR"]
	}
	if d.said[id] == nil {
		d.said[id] = map[string]string{}
	}
	d.said[id][key] = text
	for _, o := range options {
		if o.Words["pt-BR"] == text {
			d.said[id][key] = o.Code
		}
	}
	return text
}

// heading is that of a column of people's own; empty where nobody adds one now.
func (d *desk) heading() string {
	heading := fmt.Sprintf("Minha %d", d.IntN(3))
	if d.IntN(3) > 0 || slices.Contains(d.added, heading) {
		return ""
	}
	d.added = append(d.added, heading)
	return heading
}

// edit sorts, answers, deletes rows and adds a column somewhere on the sheet of the
// inventory, with a program that writes the whole of it anew.
func (d *desk) edit(data []byte) []byte {
	f := openWorkbook(d.t, data)
	sheet := f.GetSheetList()[1]
	rows, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
	if err != nil {
		d.t.Fatal(err)
	}
	for i := range rows {
		for len(rows[i]) < len(rows[1]) {
			rows[i] = append(rows[i], "")
		}
	}
	rows = rows[1:]
	if heading := d.heading(); heading != "" {
		at := 1 + d.IntN(len(rows[0]))
		for i := range rows {
			rows[i] = slices.Insert(rows[i], at, "")
		}
		rows[0][at] = heading
	}
	answerable := map[int]string{}
	for j, text := range rows[0] {
		for _, key := range inventoryForm.answers {
			if text == words(d.t, "pt-BR").T("column."+key) || text == words(d.t, "en").T("column."+key) {
				answerable[j] = key
			}
		}
		if strings.HasPrefix(text, "Minha") {
			answerable[j] = "+" + text
		}
	}
	id := slices.Index(rows[0], "ID")
	for range 1 + d.IntN(20) {
		row := rows[1+d.IntN(len(rows)-1)]
		j := slices.Sorted(maps.Keys(answerable))[d.IntN(len(answerable))]
		row[j] = d.answer(row[id], answerable[j])
	}
	d.Shuffle(len(rows)-1, func(i, j int) { rows[i+1], rows[j+1] = rows[j+1], rows[i+1] })
	for range d.IntN(3) {
		last := len(rows) - 1
		if last > 1 {
			delete(d.said, rows[last][id])
			if err := f.RemoveRow(sheet, last+2); err != nil {
				d.t.Fatal(err)
			}
			rows = rows[:last]
		}
	}
	for i, row := range rows {
		for j, text := range row {
			at, _ := excelize.CoordinatesToCellName(j+1, i+2)
			if err := f.SetCellStr(sheet, at, text); err != nil {
				d.t.Fatal(err)
			}
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		d.t.Fatal(err)
	}
	return b.Bytes()
}

// rearrange does to a sheet of any size what edit does, and filters it: it changes
// nothing but the rows of the part.
func (d *desk) rearrange(data []byte) []byte {
	parts := partsOf(d.t, data)
	const part = "xl/worksheets/sheet2.xml"
	sheet := parts[part]
	from, to := strings.Index(sheet, `<row r="3"`), strings.Index(sheet, `</sheetData>`)
	head, tail := sheet[:from], sheet[to:]
	keys := slices.Concat(inventoryForm.machine, inventoryForm.answers)
	for _, heading := range d.added {
		keys = append(keys, "+"+heading)
	}
	if heading := d.heading(); heading != "" { // the first that is free
		at := fmt.Sprint(columnLetter(len(keys)), 2)
		end := strings.LastIndex(head, "</row>")
		head = head[:end] + `<c r="` + at + `" t="inlineStr"><is><t>` + heading + `</t></is></c>` + head[end:]
		keys = append(keys, "+"+heading)
	}
	rows := strings.Split(strings.TrimSuffix(sheet[from:to], "</row>"), "</row>")
	cells := make([]map[string][2]string, len(rows)) // letter → style and text
	for i, row := range rows {
		var all string
		rows[i], all, _ = strings.Cut(row, ">")
		cells[i] = map[string][2]string{}
		for _, c := range strings.Split(all, "<c ")[1:] {
			letter := strings.TrimRight(between(c, `r="`, `"`), "0123456789")
			cells[i][letter] = [2]string{between(c, `s="`, `"`), between(c, `<t xml:space="preserve">`, `</t>`)}
		}
	}
	first := len(inventoryForm.machine)
	for range 1 + d.IntN(20) {
		row, j := cells[d.IntN(len(rows))], first+d.IntN(len(keys)-first)
		row[columnLetter(j)] = [2]string{row[columnLetter(j)][0], escapedXML(d.answer(row["A"][1], keys[j]))}
	}
	d.Shuffle(len(rows), func(i, j int) { rows[i], rows[j], cells[i], cells[j] = rows[j], rows[i], cells[j], cells[i] })
	for range d.IntN(10) {
		if last := len(rows) - 1; last > 0 {
			delete(d.said, cells[last]["A"][1])
			rows = rows[:last]
		}
	}
	var b strings.Builder
	b.WriteString(head)
	for i, row := range rows {
		hidden := ""
		if d.IntN(4) == 0 {
			hidden = ` hidden="1"`
		}
		fmt.Fprintf(&b, `<row r="%d" ht="%s"%s>`, i+3, between(row, `ht="`, `"`), hidden)
		for j := range keys {
			if c, ok := cells[i][columnLetter(j)]; ok {
				fmt.Fprintf(&b, `<c r="%s%d" s="%s" t="inlineStr"><is><t xml:space="preserve">%s</t></is></c>`, columnLetter(j), i+3, c[0], c[1])
			}
		}
		b.WriteString("</row>")
	}
	parts[part] = b.String() + tail
	return zipped(d.t, parts)
}

// between is what stands in text after one mark and before the next; empty where there is none.
func between(text, after, before string) string {
	_, rest, _ := strings.Cut(text, after)
	part, _, ok := strings.Cut(rest, before)
	if !ok {
		return ""
	}
	return part
}

func escapedXML(text string) string {
	var b strings.Builder
	if err := xml.EscapeText(&b, []byte(text)); err != nil {
		panic(err) // a builder takes everything
	}
	return b.String()
}

func zipped(t *testing.T, parts map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(parts[name])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// rescan is an inventory in which some tables are gone.
func (d *desk) rescan(whole *Inventory) *Inventory {
	inv := *whole
	inv.Tables = nil
	for _, table := range whole.Tables {
		if d.IntN(3) > 0 {
			inv.Tables = append(inv.Tables, table)
		}
	}
	inv.Coverage, inv.Findings = inv.count()
	if len(inv.Tables) == 0 {
		return whole
	}
	return &inv
}

// keeps edits and scans again for some rounds, and wants the answers to be those that
// were given after each.
func (d *desk) keeps(seed uint64, whole *Inventory, rounds int, edit func([]byte) []byte) {
	data := withAnswers(d.t, whole, "pt-BR", Answers{})
	for round := range rounds {
		given := readBack(d.t, edit(data))
		data = withAnswers(d.t, d.rescan(whole), []string{"pt-BR", "en"}[d.IntN(2)], given)
		answers := readBack(d.t, data)
		n := 0
		for id := range answers.ByID {
			n += len(answers.ByID[id].Fields) - len(d.said[id])
		}
		for id, fields := range d.said {
			for key, text := range fields {
				if got := answers.ByID[id].Fields[key]; got != text {
					d.t.Fatalf("seed %d, round %d: %s of %s is %q, was %q", seed, round, key, id, got, text)
				}
			}
		}
		if n != 0 || len(answers.Loose) > 0 {
			d.t.Fatalf("seed %d, round %d: %d answers that nobody gave, %d loose", seed, round, n, len(answers.Loose))
		}
	}
}

// P: whatever people edit, sort, filter and delete, and whatever columns come and go,
// no answer is lost or moved.
func TestAnswersAreNeverLost(t *testing.T) {
	small, large := wideInventory(t, 60), wideInventory(t, 1_000)
	for seed := range uint64(3) {
		t.Run(fmt.Sprintf("60 columns, seed %d", seed), func(t *testing.T) {
			t.Parallel()
			d := newDesk(t, seed)
			d.keeps(seed, small, 3, d.edit)
		})
	}
	for seed := range uint64(8) {
		t.Run(fmt.Sprintf("1,000 columns, seed %d", seed), func(t *testing.T) {
			t.Parallel()
			d := newDesk(t, 100+seed)
			d.keeps(seed, large, 3, d.rearrange)
		})
	}
}

// LibreOffice writes the whole file anew: the answers are in it, and what helps to
// give them.
func TestLibreOfficeKeepsAnswers(t *testing.T) {
	if testing.Short() {
		t.Skip("needs LibreOffice; -short is the part without other programs")
	}
	inv := wideInventory(t, 100)
	said := Answers{ByID: map[string]Answer{}, Extra: map[string][]string{"inventory": {"Setor"}}}
	for i, id := range ids(inv) {
		said.ByID[id] = Answer{ID: id, Form: "inventory", Fields: map[string]string{
			"purpose": odd[i%len(odd)], "basis": "art7-V", "review": "confirmed", "+Setor": odd[(i+3)%len(odd)],
		}}
	}
	data := withAnswers(t, inv, "pt-BR", said)
	dir := t.TempDir()
	path := filepath.Join(dir, "inventario.xlsx")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	libreOffice(t, path, filepath.Join(dir, "salvo"), "xlsx:Calc MS Excel 2007 XML")
	saved, err := os.ReadFile(filepath.Join(dir, "salvo", "inventario.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	if before, after := readBack(t, data), readBack(t, saved); !reflect.DeepEqual(after, before) {
		t.Errorf("the answers are %+v, were %+v", after, before)
	}
	mine, theirs := partsOf(t, data)["xl/worksheets/sheet2.xml"], partsOf(t, saved)["xl/worksheets/sheet2.xml"]
	for _, element := range []string{"<dataValidation ", "<sheetProtection ", "<conditionalFormatting ", "<tablePart ", "<legacyDrawing "} {
		if n, want := strings.Count(theirs, element), strings.Count(mine, element); n != want || want == 0 {
			t.Errorf("%d of %s are left of %d", n, element, want)
		}
	}
}
