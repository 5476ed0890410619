package files

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/datamapbr/datamap/detectors"
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
		"p.ods#Oculta: : ",
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

// TestODSPassedSheets reads sheets around one with all that can look like its end.
func TestODSPassedSheets(t *testing.T) {
	sheet := func(name, text string) string {
		return `<table:table table:name="` + name + `"><table:table-row><table:table-cell office:value-type="string"><text:p>` + text + `</text:p></table:table-cell></table:table-row></table:table>`
	}
	odd := `um<![CDATA[</table:table><table:table>]]><!-- </table:table> --></text:p><?x </table:table>?></table:table-cell>` + // a table in a cell, and one that is closed by its own tag
		`<table:table-cell>` + sheet("na célula", "dentro") + `<table:table table:name="vazia"/></table:table-cell><table:table-cell office:value-type="string"><text:p>dois`
	got, _ := tablesOf(t, "p.ods", odsOf(t, sheet("A", "antes")+sheet("B", odd)+`<table:table table:name="C"/>`+sheet("D", "depois")))
	wantTables(t, "sheets", got, "p.ods#A: antes: ", "p.ods#B: um</table:table><table:table>,coluna 2,dois: ", "p.ods#C: : ", "p.ods#D: depois: ", "p.ods#notas: coluna 1: </table:table> / x </table:table> / dentro")
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
		{"a text", string(pack(t, "mimetype", "application/vnd.oasis.opendocument.text", "content.xml", "<a/>")), "p.ods read"},
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

// TestPlantedInODS puts a person into every place that OpenDocument has for words and
// values, and into some that it has not.
func TestPlantedInODS(t *testing.T) {
	catalog := catalogOf(t)
	const person, number = "Plantada 529.982.247-25", "52998224725"
	const text = "<text:p>" + person + "</text:p>"
	row := func(attrs, inside string) string {
		return odsPeople + `<table:table table:name="p"><table:table-row><table:table-cell ` + attrs + `>` + inside + `</table:table-cell></table:table-row></table:table>`
	}
	around := func(before string) string { return before + odsPeople }
	for what, body := range map[string]string{
		"a field of the user":              around(`<text:user-field-decls><text:user-field-decl office:string-value="` + person + `"/></text:user-field-decls>`),
		"a number of the user":             around(`<text:user-field-decls><text:user-field-decl office:value="` + number + `"/></text:user-field-decls>`),
		"the name of a variable":           around(`<text:variable-decls><text:variable-decl text:name="` + person + `"/></text:variable-decls>`),
		"the value of a control":           around(`<office:forms><form:form><form:text form:current-value="` + number + `"/></form:form></office:forms>`),
		"the label of a control":           around(`<office:forms><form:form><form:option form:label="` + person + `"/></form:form></office:forms>`),
		"a title of help":                  around(`<table:content-validations><table:content-validation><table:help-message table:title="` + person + `"/></table:content-validation></table:content-validations>`),
		"a condition":                      around(`<table:content-validations><table:content-validation table:condition="cell-content()=` + number + `"/></table:content-validations>`),
		"a script":                         around(`<office:scripts><office:script>` + person + `</office:script></office:scripts>`),
		"who made a change":                around(`<table:tracked-changes><table:insertion><office:change-info><dc:creator>` + person + `</dc:creator></office:change-info></table:insertion></table:tracked-changes>`),
		"a number before a change":         around(`<table:tracked-changes><table:deletion><table:table-cell office:value-type="float" office:value="` + number + `"/></table:deletion></table:tracked-changes>`),
		"what is copied from another file": odsPeople + `<table:dde-links><table:dde-link><table:table><table:table-row><table:table-cell office:value-type="float" office:value="` + number + `"/></table:table-row></table:table></table:dde-link></table:dde-links>`,
		"a member of a pivot table":        odsPeople + `<table:data-pilot-tables><table:data-pilot-member table:name="` + number + `"/></table:data-pilot-tables>`,
		"the query of a range":             odsPeople + `<table:database-ranges><table:database-source-sql table:sql-statement="SELECT 1 WHERE a='` + person + `'"/></table:database-ranges>`,
		"who wrote a comment":              row("", `<office:annotation><dc:creator>`+person+`</dc:creator></office:annotation>`),
		"the area of a picture":            row("", `<draw:frame><draw:image-map><draw:area-rectangle office:name="`+person+`"/></draw:image-map></draw:frame>`),
		"a heading in a cell":              row("", `<text:h>`+person+`</text:h>`),
		"text in a cell, in no paragraph":  row("", person),
		"a bookmark":                       row(`office:value-type="string"`, `<text:p><text:bookmark text:name="`+person+`"/>x</text:p>`),
		"a number of a text":               row(`office:value-type="string" office:value="`+number+`"`, `<text:p>x</text:p>`),
		"a number of no type":              row(`office:value="`+number+`"`, ""),
		"the text of a date":               row(`office:value-type="date" office:date-value="2020-01-02"`, text),
		"a number in a formula":            row(`table:formula="of:=[.A1]+`+number+`" office:value-type="float" office:value="1"`, `<text:p>1</text:p>`),
		"a sheet in a formula":             row(`table:formula="of:=['`+person+`'.A1]" office:value-type="float" office:value="1"`, `<text:p>1</text:p>`),
		"an attribute that nobody knows":   row(`table:z="`+person+`"`, `<text:p>x</text:p>`),
		"text between the sheets":          odsPeople + person,
	} {
		checkPlanted(t, what, odsOf(t, body), catalog)
	}
	for part, inside := range map[string]string{
		"styles.xml": `<a><number:number-style><number:text>` + person + `</number:text></number:number-style></a>`, "settings.xml": `<a><config:config-item>` + person + `</config:config-item></a>`,
		"META-INF/documentsignatures.xml": `<a><X509SubjectName>CN=ANA:` + number + `</X509SubjectName></a>`, "manifest.rdf": `<a b="` + person + `"/>`, "meta.xml": `<a><b><meta:template xlink:title="` + person + `"/></b></a>`,
		"Object 1/content.xml": `<a><table:table><table:table-row><table:table-cell office:value-type="float" office:value="` + number + `"/></table:table-row></table:table></a>`,
	} {
		checkPlanted(t, part, odsOf(t, odsPeople, part, inside), catalog)
	}
	// A document type, which some programs write in parts where nobody writes, is no reason to read none.
	for _, r := range readPath(t, writeFile(t, "p.ods", odsOf(t, odsPeople, "META-INF/manifest.xml", `<!DOCTYPE a><a/>`)), Options{}, scanner.Sample{}) {
		if r.err != nil || r.table.State != "" {
			t.Errorf("%s is %s %v", r.table.Name, r.table.State, r.err)
		}
	}
}

// checkPlanted expects the number of the person in what is read of a spreadsheet.
func checkPlanted(t *testing.T, what, data string, catalog *detectors.Catalog) {
	t.Helper()
	all := fmt.Sprint(readPath(t, writeFile(t, "p.ods", data), Options{IsData: catalog.IsData}, scanner.Sample{}))
	if !strings.Contains(all, "529.982.247-25") && !strings.Contains(all, "52998224725") || strings.Contains(all, "damaged") {
		t.Errorf("%s: a person is not read: %s", what, all)
	}
}
