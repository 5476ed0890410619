package files

import (
	"fmt"
	"strings"
	"testing"

	"github.com/datamapbr/datamap/scanner"
)

func TestXML(t *testing.T) {
	for _, tc := range []struct {
		what, data string
		want       []string
	}{
		{"a record", `<?xml version="1.0"?><nota xmlns="http://x" v="4"><dest><CPF>1</CPF><xNome>Jo&#227;o &amp; Cia</xNome><vazio/></dest></nota>`,
			[]string{"d.xml: v,dest.CPF,dest.xNome,dest.vazio: 4|1|João & Cia|∅"}},
		{"repeated elements", `<c><gerado>hoje</gerado><cli cod="1"><nome>Ana</nome><fone>11</fone><fone tipo="cel">22</fone></cli><cli cod="2"><nome>Bia</nome></cli></c>`,
			[]string{"d.xml: gerado: hoje", "d.xml#cli: cod,nome: 1|Ana / 2|Bia", "d.xml#cli.fone: fone,tipo: 11|∅ / 22|cel"}},
		{"apart from each other", `<a><b>1x</b><c>2x</c><b>3x</b></a>`, []string{"d.xml: c: 2x", "d.xml#b: b: 1x / 3x"}},
		{"text between elements", `<p>Ana <b>Lima</b> mora aqui</p>`, []string{"d.xml: b,p: Lima|Ana  mora aqui"}},
		{"text and attributes", `<a><v moeda="R$">10</v></a>`, []string{"d.xml: v,v.moeda: 10|R$"}},
		{"comments", `<!-- de Ana --><a><!--um--><b>x</b><!-- dois --></a><!-- fim -->`, []string{"d.xml: b: x", "d.xml#comentário: comentário: de Ana / um / dois / fim"}},
		{"character data", `<a><b><![CDATA[1 < 2 & 3]]></b></a>`, []string{"d.xml: b: 1 < 2 & 3"}},
		{"windows-1252", "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a><n>Jo\xe3o S&#225;</n></a>", []string{"d.xml: n: João Sá"}},
		{"utf-16", "\xff\xfe" + string(wideText(`<?xml version="1.0" encoding="UTF-16"?><a><n>b</n></a>`)), []string{"d.xml: n: b"}},
		{"an element alone", `<a>Ana</a>`, []string{"d.xml: a: Ana"}},
		{"a declaration with more than that", `<?xml version="1.0" de='Ana Lima' ?><a>x</a>`, []string{"d.xml: comentário,a: xml version=\"1.0\" de='Ana Lima'|x"}},
		{"nothing", `<?xml version="1.0"?><a></a>`, []string{"d.xml: valor: "}},
		{"not well-formed", "<?xml version=\"1.0\"?>\n<a><b>Ana</a>\n", []string{"d.xml: coluna 1: <?xml version=\"1.0\"?> / <a><b>Ana</a>"}},
		{"cut", "<?xml version=\"1.0\"?>\n<a>\n<b>Ana</b>\n", []string{"d.xml: coluna 1: <?xml version=\"1.0\"?> / <a> / <b>Ana</b>"}},
		{"a document type", "<?xml version=\"1.0\"?>\n<!DOCTYPE a [<!ENTITY x \"y\">]>\n<a>&x;</a>\n", []string{"d.xml: coluna 1: <?xml version=\"1.0\"?> / <!DOCTYPE a [<!ENTITY x \"y\">]> / <a>&x;</a>"}},
	} {
		got, _ := tablesOf(t, "d.xml", tc.data)
		wantTables(t, tc.what, got, tc.want...)
	}
	cut := readOne(t, writeFile(t, "d.xml", "<?xml version=\"1.0\"?>\n<a>\n<b>Ana</b>\n"), Options{}, scanner.Sample{})
	wantCodes(t, "gaps of a cut text", cut.facts.Gaps, "truncated")
	for _, text := range []string{"<erro> em a\n", "<a>\n", "<Ana> oi\n<Bia> oi </a>\n", "<a>&#;</a>\n"} {
		if got, all := tablesOf(t, "d.log", text); len(all) != 1 || all[0].table.State != "" || all[0].err != nil {
			t.Errorf("%q is %q", text, got)
		}
	}
}

const excelPeople = `<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>` +
	`<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" xmlns:x="urn:schemas-microsoft-com:office:excel">` +
	`<DocumentProperties><Author>Rui Sousa</Author></DocumentProperties><Styles><Style ss:ID="s1"><Font ss:Bold="1"/></Style></Styles>` +
	`<Worksheet ss:Name="Pessoas"><Table ss:ExpandedColumnCount="4"><Column ss:Width="10"/>` +
	`<Row><Cell><Data ss:Type="String">nome</Data></Cell><Cell><Data ss:Type="String">cpf</Data></Cell><Cell><Data ss:Type="String">quando</Data></Cell><Cell><Data ss:Type="String">ok</Data></Cell></Row>` +
	`<Row ss:Index="3"><Cell><ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40"><B>Ana</B> Lima</ss:Data><Comment ss:Author="Bia Sá"><ss:Data><B>lig</B>ar para Ana</ss:Data></Comment></Cell>` +
	`<Cell ss:HRef="mailto:ana@exemplo.com.br"><Data ss:Type="Number">11144477735</Data></Cell><Cell><Data ss:Type="DateTime">2020-01-02T00:00:00.000</Data></Cell><Cell><Data ss:Type="Boolean">1</Data></Cell></Row>` +
	`<Row/><Row><Cell ss:MergeAcross="1"><Data ss:Type="String">Jos&#233; &amp; Cia</Data></Cell><Cell ss:Index="4"><Data ss:Type="Boolean">0</Data></Cell></Row>` +
	`<Row><Cell ss:MergeAcross="1"><Data ss:Type="String">Caio</Data></Cell><Cell><Data ss:Type="DateTime">1899-12-31T08:30:00.000</Data></Cell></Row></Table>` +
	`<WorksheetOptions><PageSetup><Header x:Data="&amp;LFolha de Ana"/></PageSetup><ProtectObjects>False</ProtectObjects></WorksheetOptions></Worksheet>` +
	`<Worksheet ss:Name="Oculta"><Table><Row><Cell><Data ss:Type="String">nome</Data></Cell><Cell><Data ss:Type="String">idade</Data></Cell></Row>` +
	`<Row><Cell><Data ss:Type="String">Rui</Data></Cell><Cell><Data ss:Type="Number">3.1E1</Data></Cell></Row></Table><WorksheetOptions><Visible>SheetHidden</Visible></WorksheetOptions></Worksheet></Workbook>`

// TestExcelXML reads a workbook in one XML text, sound and not.
func TestExcelXML(t *testing.T) {
	got, all := tablesOf(t, "p.xls", excelPeople)
	wantTables(t, "workbook", got,
		"p.xls#Pessoas: nome,cpf,quando,ok: Ana Lima|11144477735|2020-01-02|TRUE / José & Cia|∅|∅|FALSE / Caio|∅|08:30:00|∅",
		"p.xls#Oculta: nome,idade: Rui|31",
		"p.xls#notas: coluna 1: Rui Sousa / Bia Sá / ligar para Ana / mailto:ana@exemplo.com.br / &LFolha de Ana")
	if all[0].table.Hidden || !all[1].table.Hidden {
		t.Errorf("hidden sheets: %v, %v", all[0].table.Hidden, all[1].table.Hidden)
	}
	for name, data := range map[string]string{"cut": excelPeople[:len(excelPeople)-300], "not closed": strings.Replace(excelPeople, "</Row>", "", 3)} {
		for _, r := range readPath(t, writeFile(t, "p.xls", data), Options{}, scanner.Sample{}) {
			if code := scanner.ReasonOf(r.err).Code; r.err == nil || code != "damaged_workbook" {
				t.Errorf("%s: %s ends with %v", name, r.table.Name, r.err)
			}
		}
	}
}

// TestOFX reads statements of banks, whose values are not closed.
func TestOFX(t *testing.T) {
	const (
		begin = "OFXHEADER:100\r\nDATA:OFXSGML\r\nCHARSET:1252\r\n\r\n<OFX>\r\n<BANKTRANLIST>\r\n<ACCTID>123\r\n"
		one   = "<STMTTRN><TRNAMT>10.00<MEMO>PIX Ana & Jo\xe3o</STMTTRN>\r\n"
		two   = "<STMTTRN>\r\n<TRNAMT>-5.00\r\n<MEMO>529.982.247-25</MEMO>\r\n</STMTTRN>\r\n"
		end   = "</BANKTRANLIST></OFX>\r\n"
	)
	got, _ := tablesOf(t, "e.ofx", begin+one+two+end)
	wantTables(t, "statement", got, "e.ofx: BANKTRANLIST.ACCTID: 123", "e.ofx#BANKTRANLIST.STMTTRN: TRNAMT,MEMO: 10.00|PIX Ana & João / -5.00|529.982.247-25")
	for what, data := range map[string]string{"cut": begin + one + two, "more behind": begin + one + two + end + "529.982.247-25"} {
		all := readPath(t, writeFile(t, "e.ofx", data), Options{}, scanner.Sample{})
		if len(all) != 1 || !strings.Contains(fmt.Sprint(all[0].rows), "529.982.247-25") || what == "cut" && len(all[0].facts.Gaps) == 0 {
			t.Errorf("%s: %d tables, %q, %+v", what, len(all), all[0].rows, all[0].facts)
		}
	}
}
