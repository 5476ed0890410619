package files

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/datamapbr/datamap/scanner"
)

// FuzzCSV reads any bytes as a text: without panic or hang, and with every byte
// that is not white space, quote or delimiter in some cell, unless a gap says
// otherwise.
func FuzzCSV(f *testing.F) {
	for _, seed := range []string{
		"", "a;b\n1;2\n", "sep=|\na|b\n", bomUTF8 + "a,b\r\n\"x\"\"y\",z\r\n", bomUTF16LE + "a\x00;\x00b\x00\n\x00",
		"a\tb\r1\t2\r", "[[", "\"", "\"\n\"\"\n\"", "a;b\n1;\"x\n2;y\n3;\"z\"\n", "Jos\xe9;\x00\n", "1;2;3\n4\n5;6;7;8;9\n", strings.Repeat("\"\n", 50),
		strings.Repeat("1"+validCPF(7)+"ANA LIMA   007*\n", 9) + "fim\n", "00100000" + strings.Repeat(" ", 232) + "\n" + strings.Repeat("0010001300001Q"+strings.Repeat("1", 226)+"\n", 3),
		"|0000|017|\n|0150|P1|ANA||\n|0150|P2|BIA|\n\x00|9999|\nfim\n", strings.Repeat("10|ANA\n20|1|2\n30|x|y|z\n", 3),
		"a;b\n\"x \\\"y\\\" z\";\\N\n", "a;b\n\"1;\"\"2\"\"\"\n\"3;\"\"4\"\"\"\n", "nome      uf\nAna       RN\nBia       PB\nCaio      PE\n",
	} {
		f.Add([]byte(seed), uint8(0))
		f.Add([]byte(seed), uint8(3))
	}
	f.Fuzz(func(t *testing.T, data []byte, n uint8) {
		if len(data) == 0 {
			return
		}
		path := writeFile(t, "f.csv", string(data))
		all := readPath(t, path, Options{IsData: isData, Is: isCPF}, scanner.Sample{Rows: int64(n), Seed: 1})
		if len(all) == 0 {
			t.Fatal("no table")
		}
		got := all[0]
		if got.err != nil && scanner.ReasonOf(got.err).Code == "internal_error" {
			t.Fatal(got.err)
		}
		if len(all) > 1 || got.table.State != "" || got.err != nil || bytes.HasPrefix(bytes.TrimLeft(data, " \t\r\n\ufeff"), []byte("<")) {
			return // it is JSON, XML, a page or a dump: not all letters are values
		}
		if n > 0 && len(got.rows) > int(n) {
			t.Fatalf("%d rows, wanted at most %d", len(got.rows), n)
		}
		if n == 0 && !(encoding{name: got.facts.Encoding}).wide() {
			checkLetters(t, data, got)
		}
	})
}

// checkLetters counts the ASCII letters and digits of a text in what was read.
func checkLetters(t *testing.T, data []byte, got reading) {
	t.Helper()
	var want, have [128]int
	count := func(to *[128]int, text string) {
		for i := range len(text) {
			if c := text[i]; c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z' {
				to[c]++
			}
		}
	}
	count(&want, string(data))
	if strings.HasPrefix(strings.ToLower(strings.TrimLeft(strings.TrimPrefix(string(data), bomUTF8), "\" \r")), "sep=") {
		return // the line may be gone
	}
	if strings.Contains(string(data), `\N`) || slices.Contains(codes(got.facts.Notes), "repeated_header") {
		return // no value, and rows that are none
	}
	for i, name := range got.names {
		if name != fmt.Sprintf("coluna %d", i+1) {
			if strings.HasSuffix(name, "…") {
				return
			}
			count(&have, name)
		}
	}
	for _, row := range got.rows {
		for _, cell := range row {
			count(&have, cell)
		}
	}
	for c := range want {
		// A header's cell may itself be called "coluna N".
		if have[c] < want[c] && !strings.Contains(string(data), "coluna") {
			t.Fatalf("%q: %d of %d %q were read: columns %q, rows %q", data, have[c], want[c], rune(c), got.names, got.rows)
		}
	}
}

// FuzzXLSX reads any bytes as a sheet and as shared strings, in a sound archive,
// and as an archive.
func FuzzXLSX(f *testing.F) {
	sheet := sheetOf(`<row r="1"><c r="A1" t="s"><v>0</v></c></row><row r="2"><c r="B2" s="1"><v>45000.5</v></c><c t="inlineStr"><is><t>x</t></is></c></row>`)
	f.Add([]byte(sheet), []byte(`<sst><si><t>a &amp; b</t></si></sst>`))
	f.Add([]byte(sheet[:200]), []byte("<sst/>"))
	f.Add([]byte(book(f, sheet)), []byte(""))
	f.Add([]byte(`<!DOCTYPE a><worksheet><sheetData/></worksheet>`), []byte(`<sst><si><r><t><![CDATA[x]]></t></r></si></sst>`))
	f.Fuzz(func(t *testing.T, sheet, shared []byte) {
		for _, data := range []string{book(t, string(sheet), "xl/sharedStrings.xml", string(shared)), string(sheet)} {
			if data == "" {
				continue
			}
			whole := readPath(t, writeFile(t, "l.xlsx", data), Options{}, scanner.Sample{})
			for _, r := range whole {
				if r.err != nil && scanner.ReasonOf(r.err).Code == "internal_error" {
					t.Fatal(r.err)
				}
			}
		}
	})
}

// FuzzCell reads a cell in one go and element by element, and expects the same.
func FuzzCell(f *testing.F) {
	for _, seed := range [][2]string{
		{` r="B2" t="s"`, "<v>1</v>"}, {` t="inlineStr" r="C1"`, "<is><t>José_x000D_</t></is>"}, {` s="1"`, "<v>45000.5</v>"}, {` r='A1' t="b"`, "<v>1</v>"},
		{` r="A1" cm="1"`, "<f>1+1</f><v>2</v>"}, {` r="B2" r="A1"`, "<v>a&amp;b\r\n</v>"}, {` t="str"`, "<is><t xml:space=\"preserve\"> \xff</t></is>"}, {"", "<v>"}, {` /`, ""},
	} {
		f.Add(seed[0], seed[1])
	}
	w, err := zip.NewReader(strings.NewReader(book(f, plainSheet(""))), int64(len(book(f, plainSheet("")))))
	must(f, err)
	workbook, err := openWorkbook(w)
	must(f, err)
	f.Fuzz(func(t *testing.T, attrs, inside string) {
		if attrs != "" && attrs[0] != ' ' {
			return // it would go on the element's name
		}
		read := func(open string) string {
			in := "<worksheet><sheetData><row>" + open + attrs + ">" + inside + "</c><c><v>next</v></c></row></sheetData></worksheet>"
			r := &sheetReader{xmlReader: newXMLReader(strings.NewReader(in)), sheetRow: sheetRow{book: workbook, strings: &sharedStrings{book: workbook}}}
			defer r.close()
			row, err := r.next(true)
			return fmt.Sprintf("%q %v %d", row, err, r.formulas)
		}
		if a, b := read("<c"), read("<c "); a != b {
			t.Fatalf("a cell with %q and %q is\n%s\nin one go and\n%s\nelse", attrs, inside, a, b)
		}
	})
}

// FuzzXML pulls any bytes through the XML reader, in blocks and at once, and
// expects the same.
func FuzzXML(f *testing.F) {
	f.Add(`<?xml version="1.0"?><a x="1" y='>'><b/>text &lt;<!-- c --><![CDATA[<]]></a>`)
	f.Add("<a><b></a></b>")
	f.Fuzz(func(t *testing.T, text string) {
		pull := func(r io.Reader) (all string) {
			x := newXMLReader(r)
			x.buf = make([]byte, 8)
			for range len(text) + 10 {
				kind, err := x.next()
				if err != nil {
					return all + err.Error()
				}
				all += fmt.Sprintf("%d %s %+v %q|", kind, x.name, x.attrs, x.text)
			}
			t.Fatal("it does not end")
			return ""
		}
		if a, b := pull(strings.NewReader(text)), pull(iotest.OneByteReader(strings.NewReader(text))); a != b {
			t.Fatalf("%q is\n%s\nat once and\n%s\nin pieces", text, a, b)
		}
	})
}

// TestMutations changes one or a few bytes of a sound text, 300 times. Each time
// the rows that were not touched are there, or the reading says what is wrong.
func TestMutations(t *testing.T) {
	var b strings.Builder
	b.WriteString("código;nome;obs\n")
	for i := range 200 {
		obs := "nada"
		if i%4 == 0 {
			obs = fmt.Sprintf("\"linha %d\nmais \"\"uma\"\"; e fim\"", i)
		}
		fmt.Fprintf(&b, "c%d;\"José, %d\";%s\n", i, i, obs)
	}
	sound := b.String()
	want := readOne(t, writeFile(t, "f.csv", sound), Options{}, scanner.Sample{}).rows
	if len(want) != 200 {
		t.Fatalf("%d rows", len(want))
	}
	rnd := rand.New(rand.NewPCG(7, 8))
	alarms, outcomes := 0, map[string]int{}
	for i := range 300 {
		data := []byte(sound)
		at := len("código;nome;obs\n") + rnd.IntN(len(data)-40)
		var what string
		switch odd := []byte("\";\n\r\x00\xff,x"); rnd.IntN(4) {
		case 0:
			data[at], what = odd[rnd.IntN(len(odd))], "changed"
		case 1:
			data, what = slices.Insert(data, at, odd[rnd.IntN(len(odd))]), "inserted"
		case 2:
			data, what = slices.Delete(data, at, at+1+rnd.IntN(3)), "deleted"
		case 3:
			data, what = data[:at], "cut"
		}
		got := readOne(t, writeFile(t, "f.csv", string(data)), Options{}, scanner.Sample{})
		if got.err != nil {
			t.Fatal(got.err)
		}
		for i, row := range got.rows {
			for len(row) > 3 && row[len(row)-1] == null {
				row = row[:len(row)-1] // a column that one row has grown
			}
			got.rows[i] = row
		}
		got.facts.Notes = slices.DeleteFunc(got.facts.Notes, func(n scanner.Reason) bool { return n.Code == "lines_in_cells" })
		alarm := len(got.facts.Gaps)+len(got.facts.Notes) > 0
		switch {
		case alarm && len(got.facts.Gaps) > 0:
			outcomes["partial: "+got.facts.Gaps[0].Code]++
		case alarm:
			outcomes["noted: "+got.facts.Notes[0].Code]++
		default:
			outcomes["other values"]++
		}
		if alarm {
			alarms++
		}
		// Rows before and behind the place must be there whatever happens to it.
		before, behind := 0, 0
		for before < min(len(want), len(got.rows)) && slices.Equal(want[before], got.rows[before]) {
			before++
		}
		for behind < min(len(want), len(got.rows))-before && slices.Equal(want[len(want)-1-behind], got.rows[len(got.rows)-1-behind]) {
			behind++
		}
		lost := len(want) - before - behind
		if what == "cut" {
			lost = strings.Count(sound[:at], "\nc") - before
		}
		if lost > 2 || lost > 1 && !alarm {
			t.Errorf("mutation %d (%s at %d, %q): %d rows lost, gaps %v, notes %v", i, what, at, data[max(0, at-20):min(len(data), at+20)], lost, got.facts.Gaps, got.facts.Notes)
		}
	}
	t.Logf("300 mutated texts: %v", outcomes)
	if alarms < 50 {
		t.Errorf("only %d of 300 mutations are noted", alarms)
	}
}

// outline is what a reading is compared by.
func outline(all []reading) string {
	var b strings.Builder
	for _, r := range all {
		fmt.Fprintln(&b, r.table.Name, r.table.Hidden, r.names, r.rows)
	}
	return b.String()
}

// TestWorkbookMutations changes, cuts and splices a workbook, 300 times: each time
// the rows are right or the reading says what is wrong.
func TestWorkbookMutations(t *testing.T) {
	sound := sampleWorkbook(t)
	want := outline(readPath(t, writeFile(t, "l.xlsx", string(sound)), Options{}, scanner.Sample{}))
	rnd := rand.New(rand.NewPCG(9, 10))
	outcomes := map[string]int{}
	for i := range 300 {
		data := slices.Clone(sound)
		at := rnd.IntN(len(data) - 8)
		switch i % 3 {
		case 0:
			data = data[:at]
		case 1:
			data[at] ^= byte(1 + rnd.IntN(255))
		case 2:
			from := rnd.IntN(len(data))
			data = slices.Insert(data, at, data[from:min(len(data), from+1+rnd.IntN(200))]...)
		}
		if len(data) < 4 {
			continue
		}
		all := readPath(t, writeFile(t, "l.xlsx", string(data)), Options{}, scanner.Sample{})
		what := "right"
		for _, r := range all {
			switch {
			case r.table.State == scanner.NotRead:
				what = "not read: " + r.table.Reason.Code
			case r.err != nil:
				what = "partial: " + scanner.ReasonOf(r.err).Code
			}
		}
		if outcomes[what]++; what == "right" && outline(all) != want {
			// Only names in the directory have no checksum.
			t.Errorf("mutation %d goes unnoticed:\n%.300s\nwant\n%.300s", i, outline(all), want)
		}
	}
	t.Logf("300 mutated workbooks: %v", outcomes)
	if outcomes["right"] > 150 {
		t.Errorf("only %d of 300 mutations are noticed", 300-outcomes["right"])
	}
}
