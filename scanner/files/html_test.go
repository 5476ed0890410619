package files

import (
	"strings"
	"testing"

	"github.com/datamapbr/datamap/scanner"
)

func TestHTML(t *testing.T) {
	people := `<table border=1><tr><th>Nome</th><th>CPF</th></tr><TR><TD>Jo&atilde;o<br>S&aacute;<td>529.982.247-25</TR>` +
		`<tr><td colspan="2"> Ana   Lima </td></tr><tr><td rowspan=2>x</td><td>1</td></tr><tr><td>2</td></tr></table>`
	for _, tc := range []struct {
		what, data string
		want       []string
	}{
		{"a table alone", people, []string{"p.xls: Nome,CPF: João Sá|529.982.247-25 / Ana Lima|∅ / x|1 / ∅|2"}},
		{"a page", `<!DOCTYPE html><html><head><style>td{color:red}</style><title>Folha</title></head><body><h1>Relat&oacute;rio <b>anual</b></h1>` + people +
			`<!-- antes: 111.444.777-35 --><input type=hidden value="Bia"><p>fim</p></body></html>`,
			[]string{"p.xls: Nome,CPF: João Sá|529.982.247-25 / Ana Lima|∅ / x|1 / ∅|2",
				"p.xls#texto: coluna 1: Folha / Relatório anual / antes: 111.444.777-35 / Bia / fim"}},
		{"tables in a table", `<html><table><tr><td><table><tr><th>a</th><th>b</th></tr><tr><td>1x</td><td>2x</td></tr></table></td></tr></table><table><tr><td>z9</td></tr><tr><td>y</td></tr></table>`,
			[]string{"p.xls#1: : ", "p.xls#2: a,b: 1x|2x", "p.xls#3: z9: y"}},
		{"a part named as a page", `<?xml version="1.0"?><link rel=x><p>&#65;na</p>`, []string{"p.html: coluna 1: Ana"}},
		{"no table", `<html><body><p>Ana 1 < 2</p>`, []string{"p.xls: coluna 1: Ana 1 < 2"}},
		{"what is no page calls a row a table", `<transformation><table /><step><nome>Ana</nome></step><step><nome>Bia</nome></step></transformation>`,
			[]string{"p.ktr: table: ∅", "p.ktr#step: nome: Ana / Bia"}},
		{"windows-1252", "<table><tr><td>nome</td></tr><tr><td>Jo\xe3o</td></tr></table>", []string{"p.xls: nome: João"}},
	} {
		name, _, _ := strings.Cut(tc.want[0], ":")
		got, _ := tablesOf(t, strings.Replace(name, "#1", "", 1), tc.data)
		wantTables(t, tc.what, got, tc.want...)
	}
	cut := readOne(t, writeFile(t, "p.xls", people[:strings.LastIndex(people, "</td>")]), Options{}, scanner.Sample{})
	wantCodes(t, "gaps of a cut page", cut.facts.Gaps, "truncated")
	long := "<table><tr><th>a</th><th>b</th></tr>" + strings.Repeat("<tr><td>n</td><td>"+strings.Repeat("x", 500)+"</td></tr>", 4000) + "</table>"
	sample := readOne(t, writeFile(t, "p.html", long), Options{}, scanner.Sample{Rows: 10, Seed: 1})
	if len(sample.rows) != 10 || sample.facts.Rows != 4000 || len(sample.rows[0][1]) != 500 {
		t.Errorf("the sample has %d rows: %+v", len(sample.rows), sample.facts)
	}
}

// TestHTMLPlaces puts a document where a page has room beside what it shows.
func TestHTMLPlaces(t *testing.T) {
	const document = "529.982.247-25"
	for _, place := range []string{
		`<style>/* %s */</style>`, `<style>` + "\n.a{}\n/* %s */\n" + `</style>`, `<div id="c%s">x</div>`, `<div class="a %s">x</div>`, `<a onclick="ver('%s')">x</a>`,
		`<iframe srcdoc="<p>%s</p>"></iframe>`, `<?xml documento="%s"?>`, `<!ENTITY x "%s">`, `<noscript>%s</noscript>`, `<!-- %s`,
		`<img src="fotos/%s.jpg">`, `<p style="content:'%s'">x</p>`,
	} {
		page := "<html><body><table><tr><th>a</th><th>b</th></tr><tr><td>1x</td><td>2x</td></tr></table>" + strings.Replace(place, "%s", document, 1) + "</body></html>"
		if got, _ := tablesOf(t, "p.html", page); !strings.Contains(strings.Join(got, "\n"), document) {
			t.Errorf("%s is not read: %q", place, got)
		}
	}
	if got, _ := tablesOf(t, "p.html", "<html><p>529.&shy;982.247&shy;-25</p></html>"); !strings.Contains(got[0], document) {
		t.Errorf("soft hyphens show: %q", got)
	}
}
