package files

import (
	"context"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/datamapbr/datamap/scanner"
)

// A victim is a sound file of some format to be damaged. Each of its rows holds a
// mark of its own.
type victim struct {
	name, data string
	// packed tells that marks do not show in the bytes: then none may be missing.
	packed bool
}

// mark is what a row holds that no other does.
func mark(i int) string { return fmt.Sprintf("m%04dm", i) }

var marks = regexp.MustCompile(`m\d{4}m`)

// victims are one file of each format, of as many rows.
func victims(t testing.TB) []victim {
	const rows = 100
	var texts []string
	var cells, paragraphs strings.Builder
	binary := xlsbMaker{names: []string{"p"}, sheets: []string{""}}
	var csv, lines, list, sql, copied, html, ods, xml, excel, packed, mail, cards, bank, book strings.Builder
	d := dbfTable{version: 3, page: 3, fields: []string{"NOME C 20 0", "N N 5 0"}}
	csv.WriteString("nome;n\n")
	list.WriteString(`{"gerado":"hoje","pessoas":[`)
	sql.WriteString("-- MySQL dump 10\nCREATE TABLE `p` (`nome` varchar(20), `n` int);\n")
	copied.WriteString("-- PostgreSQL database dump\nCREATE TABLE p (nome text, n int);\nCOPY p (nome, n) FROM stdin;\n")
	html.WriteString("<html><body><table><tr><th>nome</th><th>n</th></tr>\n")
	ods.WriteString(`<table:table table:name="p"><table:table-row><table:table-cell><text:p>nome</text:p></table:table-cell></table:table-row>`)
	mail.WriteString("From: a@exemplo.com.br\r\nMessage-ID: <1>\r\nContent-Type: multipart/mixed; boundary=x1\r\n\r\n--x1\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n")
	xml.WriteString(`<?xml version="1.0"?><pessoas>`)
	bank.WriteString("OFXHEADER:100\r\nDATA:OFXSGML\r\nENCODING:USASCII\r\n\r\n<OFX><BANKMSGSRSV1><STMTRS><BANKACCTFROM><ACCTID>123\r\n</BANKACCTFROM><BANKTRANLIST>\r\n")
	excel.WriteString(`<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet Name="p"><Table>`)
	for i := range rows {
		m := mark(i)
		texts = append(texts, narrow(m))
		binary.texts = append(binary.texts, brtRich(m, ""))
		binary.sheets[0] += brtRowOf(i, brtAt(brtSharedText, 0, 0, uint32(i)), brtAt(brtReal, 1, 0, float64(i)))
		fmt.Fprintf(&paragraphs, "<w:p><w:r><w:t>%s</w:t></w:r></w:p>", m)
		cells.WriteString(biff(biffTextAt, uint16(i), uint16(0), uint16(0), uint32(i)) + biff(biffNumber, uint16(i), uint16(1), uint16(0), float64(i)))
		fmt.Fprintf(&cards, "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:%s\r\nNOTE:n %d\r\nEND:VCARD\r\n", m, i)
		fmt.Fprintf(&mail, "%s=C3=A9 um s=C3=B3\r\n", m)
		fmt.Fprintf(&packed, "1%s%-20s%05d*\r\n", validCPF(1234567*i), strings.Repeat("ANA ", i%4)+m, i) // marks are no column
		fmt.Fprintf(&book, "|0150|P%d|%s|1058||%s|\r\n|0190|%d|\r\n", i, m, validCPF(1234567*i), i)
		fmt.Fprintf(&bank, "<STMTTRN>\r\n<TRNTYPE>DEBIT\r\n<TRNAMT>-%d.00\r\n<MEMO>%s\r\n</STMTTRN>\r\n", i, m)
		fmt.Fprintf(&xml, "<pessoa n=\"%d\"><nome>%s</nome></pessoa>\n", i, m)
		fmt.Fprintf(&excel, "<Row><Cell><Data Type=\"String\">%s</Data></Cell><Cell><Data Type=\"Number\">%d</Data></Cell></Row>\n", m, i)
		fmt.Fprintf(&csv, "%s;%d\n", m, i)
		fmt.Fprintf(&lines, `{"nome":"%s","dados":{"n":%d}}`+"\n", m, i)
		fmt.Fprintf(&list, `{"nome":"%s","dados":{"n":%d}},`, m, i)
		if i%10 == 0 {
			sql.WriteString("INSERT INTO `p` VALUES ")
		}
		fmt.Fprintf(&sql, "('%s',%d)%s", m, i, map[bool]string{true: ";\n", false: ","}[i%10 == 9])
		fmt.Fprintf(&copied, "%s\t%d\n", m, i)
		fmt.Fprintf(&html, "<tr><td>%s</td><td>%d</td></tr>\n", m, i)
		fmt.Fprintf(&ods, `<table:table-row><table:table-cell><text:p>%s</text:p></table:table-cell></table:table-row>`, m)
		d.records = append(d.records, fmt.Sprintf(" %-20s%5d", m, i))
	}
	list.WriteString(`{"nome":"fim"}]}`)
	sql.WriteString("-- Dump completed\n")
	copied.WriteString("\\.\n-- PostgreSQL database dump complete\n")
	html.WriteString("</table></body></html>")
	ods.WriteString(`</table:table>`)
	xml.WriteString("</pessoas>\n")
	bank.WriteString("</BANKTRANLIST></STMTRS></BANKMSGSRSV1></OFX>\r\n")
	excel.WriteString("</Table></Worksheet></Workbook>\n")
	return []victim{
		{name: "p.ndjson", data: lines.String()}, {name: "p.json", data: list.String()}, {name: "p.sql", data: sql.String()},
		{name: "c.sql", data: copied.String()}, {name: "p.html", data: html.String()}, {name: "p.dbf", data: d.bytes(t)},
		{name: "p.xml", data: xml.String()}, {name: "p.xls", data: excel.String()}, {name: "p.rem", data: packed.String()}, {name: "p.eml", data: mail.String() + "--x1--\r\n"},
		{name: "p.vcf", data: cards.String()}, {name: "p.ofx", data: bank.String()}, {name: "p.txt", data: "|0000|017|\r\n" + book.String()},
		{name: "p.log", data: strings.ReplaceAll(csv.String(), ";", " e mais palavras ")},
		{name: "b.xls", data: xlsMaker{names: []string{"p"}, sheets: []string{cells.String()}, texts: texts}.bytes()},
		{name: "d.doc", data: wordOf(0x200, nil, strings.ReplaceAll(csv.String(), "\n", "\r"))},
		{name: "p.docx", data: string(pack(t, "word/document.xml", `<w:document xmlns:w="x"><w:body>`+paragraphs.String()+`</w:body></w:document>`)), packed: true},
		{name: "p.xlsb", data: binary.bytes(t), packed: true},
		{name: "p.ods", data: odsOf(t, ods.String()), packed: true},
		{name: "p.csv.gz", data: gzipped(t, csv.String()), packed: true},
		{name: "p.zip", data: string(pack(t, "a.csv", csv.String(), "b.json", list.String())), packed: true},
	}
}

// mutate changes a few bytes of a file, cuts it, or puts a piece of it elsewhere.
func mutate(rnd *rand.Rand, sound string) []byte {
	data := []byte(sound)
	at := rnd.IntN(len(data))
	switch rnd.IntN(5) {
	case 0:
		data[at] ^= byte(1 + rnd.IntN(255))
	case 1:
		odd := []byte("\"'`;,\n\r\x00\xff(){}[]<>\\-/*")
		data = slices.Insert(data, at, odd[rnd.IntN(len(odd))])
	case 2:
		data = slices.Delete(data, at, min(at+1+rnd.IntN(20), len(data)))
	case 3:
		data = data[:at]
	case 4:
		from := rnd.IntN(len(data))
		piece := slices.Clone(data[from:min(from+rnd.IntN(200), len(data))])
		data = slices.Insert(data, at, piece...)
	}
	return data
}

// TestDamageOfEveryFormat damages a file of each format 300 times. Each time every mark that is
// still there is read, or a line of the ledger says that something is not.
func TestDamageOfEveryFormat(t *testing.T) {
	for i, v := range victims(t) {
		outcomes := map[string]int{}
		rnd := rand.New(rand.NewPCG(uint64(i), 11))
		for n := range 300 {
			data := mutate(rnd, v.data)
			text := string(data)
			if v.packed {
				text = strings.Join(allMarks(), " ")
			}
			outcome, missing := survive(t, v.name, data, text)
			if outcomes[outcome]++; outcome == "silently short" {
				t.Errorf("%s: mutation %d: %d marks are missing, such as %s", v.name, n, len(missing), missing[0])
			}
		}
		t.Logf("%-10s %v", v.name, outcomes)
		if outcomes["all read"]+outcomes["in the ledger"] != 300 || outcomes["in the ledger"] == 0 && !slices.Contains([]string{"p.log", "p.rem", "p.eml", "p.txt"}, v.name) {
			t.Errorf("%s: %v", v.name, outcomes)
		}
	}
}

func allMarks() []string {
	var all []string
	for i := range 100 {
		all = append(all, mark(i))
	}
	return all
}

// survive reads a damaged file and tells what became of the marks in a text.
func survive(t *testing.T, name string, data []byte, text string) (outcome string, missing []string) {
	t.Helper()
	s, err := Open(writeFile(t, name, string(data)), Options{})
	must(t, err)
	defer s.Close()
	tables, err := s.Tables(context.Background())
	must(t, err)
	said, read := false, map[string]bool{}
	for i := range tables {
		r := readTable(t, s, &tables[i], scanner.Sample{})
		said = said || r.err != nil || r.table.State == scanner.NotRead || len(r.facts.Gaps)+len(r.facts.Notes) > 0
		if r.err != nil && scanner.ReasonOf(r.err).Code == "internal_error" {
			t.Errorf("%s: %v", name, r.err)
		}
		for _, m := range marks.FindAllString(fmt.Sprint(r.table.Name, r.names, r.rows), -1) {
			read[m] = true
		}
	}
	for _, m := range marks.FindAllString(text, -1) {
		if !read[m] {
			missing = append(missing, m)
		}
	}
	switch {
	case len(missing) == 0 && !said:
		return "all read", nil
	case said:
		return "in the ledger", missing
	}
	return "silently short", missing
}
