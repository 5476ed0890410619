package files

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/datamapbr/datamap/scanner"
)

// odsOf makes a spreadsheet of the elements in its body.
func odsOf(t testing.TB, body string, more ...string) string {
	t.Helper()
	content := `<?xml version="1.0"?><office:document-content><office:automatic-styles><style:style style:name="ta1" style:family="table"><style:table-properties table:display="true"/></style:style>` +
		`<style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/></style:style></office:automatic-styles><office:body><office:spreadsheet>` +
		body + `</office:spreadsheet></office:body></office:document-content>`
	return string(pack(t, append([]string{"mimetype", odsType, "content.xml", content}, more...)...))
}

const odsPeople = `<table:table table:name="Pessoas" table:style-name="ta1"><table:table-column table:number-columns-repeated="3"/>` +
	`<table:table-row><table:table-cell office:value-type="string"><text:p>nome</text:p></table:table-cell><table:table-cell office:value-type="string"><text:p>cpf</text:p></table:table-cell>` +
	`<table:table-cell office:value-type="string"><text:p>quando</text:p></table:table-cell><table:table-cell office:value-type="string"><text:p>ok</text:p></table:table-cell></table:table-row>` +
	`<table:table-row table:number-rows-repeated="2"><table:table-cell office:value-type="string"><office:annotation><dc:creator>Rui</dc:creator><text:p>ligar para 529.982.247-25</text:p></office:annotation>` +
	`<text:p>Ana<text:s text:c="2"/><text:span>Lima</text:span></text:p><text:p>Sá &amp; Cia</text:p></table:table-cell>` +
	`<table:table-cell office:value-type="float" office:value="11144477735"><text:p>111.444.777-35</text:p></table:table-cell>` +
	`<table:table-cell office:value-type="date" office:date-value="2020-01-02"><text:p>02/01/20</text:p></table:table-cell>` +
	`<table:table-cell office:value-type="boolean" office:boolean-value="true"/></table:table-row>` +
	`<table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>` +
	`<table:table-row><table:covered-table-cell/><table:table-cell office:value-type="float" office:value="0.1" table:number-columns-repeated="2"/>` +
	`<table:table-cell office:value-type="time" office:time-value="PT08H30M00S"/></table:table-row></table:table>` +
	`<table:table table:name="Oculta" table:style-name="ta2"><table:table-row><table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table>`

func TestODS(t *testing.T) {
	want := []string{
		"p.ods#Pessoas: nome,cpf,quando,ok: Ana  Lima\nSá & Cia|11144477735|2020-01-02|TRUE / Ana  Lima\nSá & Cia|11144477735|2020-01-02|TRUE / ∅|0.1|0.1|08:30:00",
		"p.ods#Oculta: coluna 1: ",
	}
	got, all := tablesOf(t, "p.ods", odsOf(t, odsPeople))
	wantTables(t, "spreadsheet", got, append(want, "p.ods#notas: coluna 1: ligar para 529.982.247-25")...)
	if all[0].table.Hidden || !all[1].table.Hidden {
		t.Errorf("hidden sheets: %v, %v", all[0].table.Hidden, all[1].table.Hidden)
	}
	flat := string(headOf(mustZip(t, odsOf(t, odsPeople)), "content.xml", 1<<20))
	flat = strings.Replace(flat, "<office:document-content>", `<office:document office:mimetype="`+odsType+`">`, 1)
	got, _ = tablesOf(t, "p.fods", strings.Replace(flat, "</office:document-content>", "</office:document>", 1))
	for i := range want {
		want[i] = strings.Replace(want[i], "p.ods", "p.fods", 1)
	}
	wantTables(t, "in one piece", got, append(want, "p.fods#notas: coluna 1: ligar para 529.982.247-25")...)
}

// TestODSElsewhere finds what is written in no cell.
func TestODSElsewhere(t *testing.T) {
	_, all := tablesOf(t, "p.ods", odsOf(t, `<table:tracked-changes><table:deletion><table:table-cell office:value-type="string"><text:p>apagado</text:p></table:table-cell></table:deletion></table:tracked-changes>`+
		`<table:table table:name="A"><table:shapes><draw:frame><draw:text-box><text:p>na forma</text:p></draw:text-box></draw:frame></table:shapes>`+
		`<table:table-row><table:table-cell><draw:frame><draw:text-box><text:p>na caixa</text:p></draw:text-box></draw:frame><text:p>na célula</text:p></table:table-cell></table:table-row><table:table-row><table:table-cell><text:p>na célula</text:p></table:table-cell></table:table-row></table:table>`,
		"styles.xml", `<office:document-styles><style:header><text:p>no cabeçalho</text:p></style:header></office:document-styles>`,
		"meta.xml", `<office:document-meta><office:meta><dc:title>no título</dc:title></office:meta></office:document-meta>`))
	wantRows(t, all[0].rows, table("na célula\n"))
	notes := all[len(all)-1].rows
	for _, text := range []string{"apagado", "na forma", "na caixa", "no cabeçalho", "no título"} {
		if !slices.ContainsFunc(notes, func(row []string) bool { return row[0] == text }) {
			t.Errorf("%q is not in %q", text, notes)
		}
	}
}

// TestBadODS reads spreadsheets that are encrypted, damaged, or made to harm.
func TestBadODS(t *testing.T) {
	good := odsOf(t, odsPeople)
	for _, tc := range []struct{ what, data, want string }{
		{"encrypted", odsOf(t, "", "META-INF/manifest.xml", `<m><manifest:encryption-data/></m>`), "p.ods not_read encrypted_workbook"},
		{"cut", good[:len(good)/2], "p.ods not_read damaged_workbook"},
		{"no content", string(pack(t, "mimetype", odsType)), "p.ods not_read damaged_workbook"},
		{"a row in no sheet", odsOf(t, "<table:table-row><table:table-cell><text:p>x</text:p></table:table-cell></table:table-row>"), "p.ods not_read damaged_workbook"},
		{"no sheets", odsOf(t, ""), "p.ods not_read damaged_workbook"},
		{"a type declaration", string(pack(t, "mimetype", odsType, "content.xml", "<!DOCTYPE a><a/>")), "p.ods not_read damaged_workbook"},
		{"a text", string(pack(t, "mimetype", "application/vnd.oasis.opendocument.text", "content.xml", "<a/>")), "p.ods not_read not_a_workbook"},
		{"not closed", odsOf(t, odsPeople+"<table:table>"), "p.ods#Pessoas failed damaged_workbook p.ods#Oculta failed damaged_workbook p.ods# failed damaged_workbook p.ods#notas failed damaged_workbook"},
	} {
		all := readPath(t, writeFile(t, "p.ods", tc.data), Options{}, scanner.Sample{})
		if got := strings.Join(states(all), " "); got != tc.want {
			t.Errorf("%s: %s, want %s", tc.what, got, tc.want)
		}
	}
	bomb := readPath(t, writeFile(t, "p.ods", odsOf(t, `<table:table table:name="A"><table:table-row table:number-rows-repeated="2000000000"><table:table-cell office:value-type="string" table:number-columns-repeated="1000"><text:p>x</text:p></table:table-cell></table:table-row></table:table>`)), Options{}, scanner.Sample{})
	if n := len(bomb[0].rows); n != maxRepeated/1000-1 || bomb[0].err != nil {
		t.Errorf("repeated rows: %d, error %v", n, bomb[0].err)
	}
	wantCodes(t, "notes", bomb[0].facts.Notes, "repeated_rows")
}

// TestODSOfLibreOffice reads what LibreOffice has made of a CSV file.
func TestODSOfLibreOffice(t *testing.T) {
	data, err := os.ReadFile("../../testdata/sources/libreoffice.ods")
	must(t, err)
	got, _ := tablesOf(t, "folha.ods", string(data))
	wantTables(t, "of LibreOffice", got[:1], "folha.ods#folha: NOME,CPF,NASC: João Sá|529.982.247-25|1980-01-02 / Ana|111.444.777-35|1999-12-31")
}

// TestODSNotes puts a person where a spreadsheet has room beside the values of its cells.
func TestODSNotes(t *testing.T) {
	const person = "529.982.247-25"
	cell := func(attrs, inside string) string {
		return odsPeople + `<table:table table:name="p"><table:table-row><table:table-cell ` + attrs + `>` + inside + `</table:table-cell></table:table-row></table:table>`
	}
	for _, tc := range []struct{ name, data string }{
		{"the text of a number", cell(`office:value-type="float" office:value="1"`, "<text:p>Ana "+person+"</text:p>")},
		{"the text beside a stated one", cell(`office:value-type="string" office:string-value="x"`, "<text:p>Ana "+person+"</text:p>")},
		{"a formula", cell(`table:formula="of:=&quot;Ana `+person+`&quot;" office:value-type="float" office:value="1"`, "<text:p>1</text:p>")},
		{"a link", cell(`office:value-type="string"`, `<text:p><text:a xlink:href="mailto:ana@exemplo.com?x=`+person+`">x</text:a></text:p>`)},
		{"a named expression", odsPeople + `<table:named-expressions><table:named-expression table:name="a" table:expression="&quot;` + person + `&quot;"/></table:named-expressions>`},
		{"what stands for a figure", odsPeople + `<table:table table:name="p"><table:shapes><draw:frame><svg:desc>Ana ` + person + `</svg:desc></draw:frame></table:shapes></table:table>`},
	} {
		got := readPath(t, writeFile(t, "p.ods", odsOf(t, tc.data)), Options{}, scanner.Sample{})
		if last := got[len(got)-1]; last.table.Name != "p.ods#notas" || last.err != nil || !strings.Contains(fmt.Sprint(last.rows), person) {
			t.Errorf("%s is not read: %q %v", tc.name, last.rows, last.err)
		}
	}
	got := readPath(t, writeFile(t, "p.ods", odsOf(t, cell(`office:value-type="float" office:value="52998224725"`, "<text:p>"+person+"</text:p>"))), Options{}, scanner.Sample{})
	for _, row := range got[len(got)-1].rows {
		if row[0] == person {
			t.Error("a number is read twice for the marks between its digits")
		}
	}
}
