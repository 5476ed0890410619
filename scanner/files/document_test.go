package files

import (
	"strings"
	"testing"

	"github.com/datamapbr/datamap/scanner"
)

const wordPeople = `<?xml version="1.0"?><w:document xmlns:w="x"><w:body><w:p><w:pPr><w:tabs><w:tab w:val="left" w:pos="9"/></w:tabs></w:pPr><w:r><w:t>Contrato de </w:t></w:r><w:r><w:t>Ana &amp; Cia</w:t><w:tab/><w:delText>n&#186; 7</w:delText><w:br/><w:t>fim</w:t></w:r></w:p><w:p/>` +
	`<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Nome:</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>Ana Lima</w:t></w:r></w:p></w:tc></w:tr></w:tbl>` +
	`<w:tbl><w:tr><w:tc><w:p><w:r><w:t>nome</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>cpf</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>uf</w:t></w:r></w:p></w:tc></w:tr>` +
	`<w:tr><w:tc><w:p><w:r><w:t>Eva</w:t></w:r></w:p><w:p><w:r><w:t>Reis</w:t></w:r></w:p></w:tc><w:tc><w:tbl><w:tr><w:tc><w:p><w:r><w:t>529.982.247-25</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:tc><w:tc/></w:tr>` +
	`<w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:p><w:r><w:t>Rui</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>RN</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:document>`

func TestDocuments(t *testing.T) {
	comments := `<w:comments xmlns:w="x"><w:comment w:author="Lia Sá"><w:p><w:r><w:t>conferir</w:t></w:r></w:p></w:comment></w:comments>`
	links := `<Relationships><Relationship Id="r1" Type="hyperlink" Target="mailto:rh@exemplo.com.br" TargetMode="External"/></Relationships>`
	slide := func(text string) string {
		return `<p:sld xmlns:p="x" xmlns:a="y"><a:p><a:r><a:t>` + text + `</a:t></a:r></a:p></p:sld>`
	}
	text := `<office:document-content xmlns:text="t"><text:h>Ficha<text:s text:c="2"/>um</text:h><text:p>de <text:span>Ana</text:span><text:tab/><text:a xlink:href="mailto:ana@exemplo.com.br">aqui</text:a></text:p>` +
		`<table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell></table:table-row></table:table></office:document-content>`
	for _, tc := range []struct {
		name  string
		parts []string
		want  []string
	}{
		{"c.docx", []string{"[Content_Types].xml", "<Types/>", "word/document.xml", wordPeople, "word/comments.xml", comments, "word/_rels/document.xml.rels", links, "docProps/core.xml", "<c><creator>João Sá</creator></c>", "word/media/image1.png", "figura"},
			[]string{"c.docx#1: nome,cpf,uf: Eva\nReis|529.982.247-25|∅ / Rui|∅|RN", "c.docx#texto: coluna 1: Contrato de Ana & Cia\tnº 7\nfim / Nome:\tAna Lima / Lia Sá\nconferir / João Sá / rh@exemplo.com.br", "c.docx#word/media: : "}},
		{"s.pptx", []string{"ppt/presentation.xml", "<p/>", "ppt/slides/slide10.xml", slide("dez"), "ppt/slides/slide2.xml", slide("dois")}, []string{"s.pptx: coluna 1: dois / dez"}},
		{"t.odt", []string{"mimetype", documentTypes[0], "content.xml", text, "meta.xml", "<m><generator>X 1.2, 3</generator><creator>Eva</creator></m>"}, []string{"t.odt: coluna 1: Ficha  um / de Ana\tmailto:ana@exemplo.com.br aqui / a / Eva"}},
	} {
		got, _ := tablesOf(t, tc.name, string(pack(t, tc.parts...)))
		wantTables(t, tc.name, got, tc.want...)
	}
}

// What is damaged is never a shorter text.
func TestDamagedDocuments(t *testing.T) {
	for _, tc := range []struct {
		parts []string
		want  string
	}{
		{[]string{"word/document.xml", wordPeople[:len(wordPeople)/2]}, "c.docx failed damaged_file"},
		{[]string{"mimetype", documentTypes[0]}, "c.docx not_read damaged_file"},
		{[]string{"mimetype", documentTypes[0], "content.xml", "x", "META-INF/manifest.xml", "<a><encryption-data/></a>"}, "c.docx not_read encrypted_workbook"},
	} {
		got := states(readPath(t, writeFile(t, "c.docx", string(pack(t, tc.parts...))), Options{}, scanner.Sample{}))
		if !strings.HasPrefix(strings.Join(got, "\n"), tc.want) {
			t.Errorf("%q, want %q", got, tc.want)
		}
	}
}

// FuzzDocument reads any bytes as the text of a document.
func FuzzDocument(f *testing.F) {
	f.Add([]byte(wordPeople))
	f.Add([]byte(wordPeople[:900]))
	f.Add([]byte(`<tbl><tr><tc/></tr><tr><p>x</p></tr></tbl><t>a</t>`))
	f.Fuzz(func(t *testing.T, data []byte) {
		fuzzFile(t, "f.docx", pack(t, "word/document.xml", string(data)))
		fuzzFile(t, "f.odt", pack(t, "mimetype", documentTypes[0], "content.xml", string(data)))
	})
}
