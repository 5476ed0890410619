package files

import (
	"bytes"
	"compress/flate"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"strings"
)

// packed packs a workbook as Office writes it: with namespaces, types and the
// relation to the list of sheets, which other readers insist on.
func (w *officeWriter) packed(sheet string, parts ...string) string {
	const (
		formats = "http://schemas.openxmlformats.org/"
		main    = `xmlns="` + formats + `spreadsheetml/2006/main"`
		related = `xmlns="` + formats + `package/2006/relationships"`
		list    = `<workbook ` + main + ` xmlns:r="` + formats + `officeDocument/2006/relationships">`
		typed   = "application/vnd.openxmlformats-officedocument.spreadsheetml."
	)
	all := bookParts(sheet, append([]string{
		"_rels/.rels", `<Relationships><Relationship Id="rId1" Type="` + relTypes + `officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"[Content_Types].xml", head + `<Types xmlns="` + formats + `package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>` +
			`<Override PartName="/xl/workbook.xml" ContentType="` + typed + `sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="` + typed + `worksheet+xml"/></Types>`,
	}, parts...)...)
	named := strings.NewReplacer(`xmlns:x="x"`, strings.Replace(main, "xmlns", "xmlns:x", 1), `<workbook xmlns:r="x">`, list, "<workbook>", list, ` id="rId1"`, ` r:id="rId1"`,
		"<sst>", "<sst "+main+">", "<styleSheet>", "<styleSheet "+main+">", "<Relationships>", "<Relationships "+related+">", "<comments>", "<comments "+main+">")
	for i := 1; i < len(all); i += 2 {
		all[i] = named.Replace(all[i])
	}
	return string(pack(w, all...))
}

// book takes a workbook with one sheet.
func (w *officeWriter) book(name, about, rows string, table officeTable, parts ...string) {
	table.Name = "Plan1"
	w.add(name, about, w.packed(sheetOf(rows), parts...), table)
}

// noted gives the workbook taken last what is expected to stand outside of its cells.
func (w *officeWriter) noted(notes ...string) {
	if len(notes) == 0 {
		return
	}
	table := officeTable{Name: "notas", Columns: numbered(1)}
	for _, n := range notes {
		table.Rows = append(table.Rows, []string{n})
	}
	o := &w.all[len(w.all)-1]
	o.tables = append(o.tables, table)
}

// words is a row of texts.
func words(cells ...string) string {
	var b strings.Builder
	b.WriteString("<row>")
	for _, cell := range cells {
		b.WriteString(`<c t="str"><v>` + cell + `</v></c>`)
	}
	return b.String() + "</row>"
}

// workbooks writes every kind of cell.
func (w *officeWriter) workbooks() {
	head := words("nome", "valor")
	columns := []string{"nome", "valor"}
	loose := map[string]string{"textos-comuns": "nome fonético", "textos-na-celula": "x"}
	for _, tc := range []struct{ name, about, rows, want string }{
		{"textos-comuns", "shared strings, one of them in runs and one with its pronunciation", `<row><c t="s"><v>1</v></c><c t="s"><v>2</v></c></row>`, " a |rico & <b>é\r_x"},
		{"textos-na-celula", "texts inside of the cells, plain and in runs", `<row><c t="inlineStr"><is><t>Ana</t></is></c><c t="inlineStr"><is><r><t>um </t></r><r><t>dois</t></r><rPh><t>x</t></rPh></is></c></row>`, "Ana|um dois"},
		{"logicos", "truth values", `<row><c t="str"><v>Ana</v></c><c t="b"><v>1</v></c></row><row><c t="str"><v>Bia</v></c><c t="b"><v>0</v></c></row>`, "Ana|TRUE\nBia|FALSE"},
		{"erros", "errors of formulas", `<row><c t="str"><v>Ana</v></c><c t="e"><f>1/0</f><v>#DIV/0!</v></c></row><row><c t="str"><v>Bia</v></c><c t="e"><v>#N/D</v></c></row>`, "Ana|#DIV/0!\nBia|#N/D"},
		{"formulas", "formulas with the values that they had", `<row><c t="str"><f>A1</f><v>Ana</v></c><c><f>1+1</f><v>2</v></c></row>`, "Ana|2"},
		{"datas", "dates and times by their formats", `<row><c t="str"><v>Ana</v></c><c s="1"><v>31545</v></c></row><row><c t="str"><v>Bia</v></c><c s="4"><v>45292.75</v></c></row><row><c t="d"><v>2024-05-06T00:00:00</v></c><c s="2"><v>61</v></c></row>`,
			"Ana|1986-05-13\nBia|2024-01-01T18:00:00\n2024-05-06|1900-03-01"},
		{"numeros", "numbers that Excel keeps as powers and fractions", `<row><c t="str"><v>Ana</v></c><c><v>1.2345678909E10</v></c></row><row><c t="str"><v>Bia</v></c><c><v>0.10000000000000001</v></c></row>`, "Ana|12345678909\nBia|0.1"},
		{"numeros-destruidos", "numbers of which a text in powers is left", `<row><c t="str"><v>Ana</v></c><c t="str"><v>5,2998E+10</v></c></row><row><c t="str"><v>Bia</v></c><c t="str"><v>1,11E+10</v></c></row>`, "Ana|5,2998E+10\nBia|1,11E+10"},
		{"sem-referencias", "cells without their places", `<row><c t="str"><v>Ana</v></c><c><v>5</v></c></row>`, "Ana|5"},
		{"linhas-vazias", "rows that hold nothing, or only formats", `<row/><row><c s="1"/></row><row><c t="str"><v>Ana</v></c><c><v>5</v></c></row>`, "Ana|5"},
		{"quebras", "line breaks and spaces at the ends", `<row><c t="str"><v> Ana&#10;Lima </v></c><c><v>5</v></c></row>`, " Ana\nLima |5"},
		{"espacos-x", "characters that XML cannot hold", `<row><c t="str"><v>Ana_x0009_Lima</v></c><c><v>5</v></c></row>`, "Ana\tLima|5"},
	} {
		table := officeTable{Header: 1, Columns: columns}
		for row := range strings.SplitSeq(tc.want, "\n") {
			if tc.name == "quebras" {
				row = tc.want
			}
			table.Rows = append(table.Rows, strings.Split(row, "|"))
			if tc.name == "quebras" {
				break
			}
		}
		w.book("planilha-"+tc.name+".xlsx", tc.about, head+tc.rows, table)
		w.noted(strings.Fields(loose[tc.name])...)
	}
	w.book("planilha-formulas-sem-valor.xlsx", "formulas that were never computed", head+`<row><c t="str"><v>Ana</v></c><c><f>1+1</f></c></row><row><c t="str"><v>Bia</v></c><c><v>3</v></c></row>`,
		officeTable{Header: 1, Columns: columns, Rows: [][]string{{"Ana", null}, {"Bia", "3"}}, Notes: []string{"formula_without_value"}})
	w.book("planilha-esparsa.xlsx", "cells far apart", `<row r="4"><c r="B4" t="str"><v>nome</v></c><c r="D4" t="str"><v>valor</v></c></row><row r="7"><c r="B7" t="str"><v>Ana</v></c><c r="D7"><v>1</v></c></row><row r="9"><c r="D9"><v>2</v></c></row>`,
		officeTable{Header: 1, Columns: []string{"coluna 1", "nome", "coluna 3", "valor"}, Rows: [][]string{{null, "Ana", null, "1"}, {null, null, null, "2"}}})
	w.book("planilha-1904.xlsx", "dates counted from 1904", head+`<row><c t="str"><v>Ana</v></c><c s="1"><v>0</v></c></row><row><c t="str"><v>Bia</v></c><c s="1"><v>366.5</v></c></row>`,
		officeTable{Header: 1, Columns: columns, Rows: [][]string{{"Ana", "1904-01-01"}, {"Bia", "1905-01-01T12:00:00"}}},
		"xl/workbook.xml", `<workbook><workbookPr date1904="1"/><sheets><sheet name="Plan1" id="rId1"/></sheets></workbook>`)
	w.book("planilha-titulo-mesclado.xlsx", "a title in merged cells above the header", `<row r="1"><c r="A1" t="str"><v>Folha de pagamento</v></c></row><row r="3"><c r="A3" t="str"><v>nome</v></c><c r="B3" t="str"><v>cargo</v></c><c r="C3" t="str"><v>valor</v></c></row>`+
		`<row r="4"><c r="A4" t="str"><v>Ana</v></c><c r="B4" t="str"><v>chefe</v></c><c r="C4"><v>10</v></c></row><row r="5"><c r="A5" t="str"><v>Bia</v></c><c r="B5" t="str"><v>vice</v></c><c r="C5"><v>20</v></c></row>`,
		officeTable{Header: 2, Columns: []string{"nome", "cargo", "valor"}, Rows: [][]string{{"Folha de pagamento", null, null}, {"Ana", "chefe", "10"}, {"Bia", "vice", "20"}}})
	w.book("planilha-sem-cabecalho.xlsx", "no header: documents in the first row", `<row><c t="str"><v>Conceição Araújo</v></c><c><v>52998224725</v></c></row><row><c t="str"><v>José Falcão</v></c><c><v>11144477735</v></c></row>`,
		officeTable{Columns: numbered(2), Rows: [][]string{{"Conceição Araújo", "52998224725"}, {"José Falcão", "11144477735"}}})
	w.book("planilha-lado-a-lado.xlsx", "two tables side by side: one with a blank column", words("nome", "idade", "", "cidade", "gente")+`<row><c t="str"><v>Ana</v></c><c><v>33</v></c><c/><c t="str"><v>Natal</v></c><c><v>7</v></c></row><row><c t="str"><v>Bia</v></c><c><v>31</v></c></row>`,
		officeTable{Header: 1, Columns: []string{"nome", "idade", "coluna 3", "cidade", "gente"}, Rows: [][]string{{"Ana", "33", null, "Natal", "7"}, {"Bia", "31", null, null, null}}})
	w.book("planilha-paginas.xlsx", "the header again on every page", words("nome", "valor")+`<row><c t="str"><v>Ana</v></c><c><v>1</v></c></row><row><c t="str"><v>Bia</v></c><c><v>2</v></c></row>`+words("nome", "valor")+`<row><c t="str"><v>Rui</v></c><c><v>3</v></c></row>`,
		officeTable{Header: 1, Columns: columns, Rows: [][]string{{"Ana", "1"}, {"Bia", "2"}, {"Rui", "3"}}, Notes: []string{"repeated_header"}})
}

// numberedRow is a row with its number, of texts and whole numbers.
func numberedRow(n int, cells ...any) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<row r="%d">`, n)
	for i, cell := range cells {
		switch v := cell.(type) {
		case string:
			fmt.Fprintf(&b, `<c r="%c%d" t="str"><v>%s</v></c>`, 'A'+i, n, v)
		case int:
			fmt.Fprintf(&b, `<c r="%c%d"><v>%d</v></c>`, 'A'+i, n, v)
		}
	}
	return b.String() + "</row>"
}

// sheets writes workbooks with several tables, hidden sheets and notes.
func (w *officeWriter) sheets() {
	several := numberedRow(1, "nome", "idade") + numberedRow(2, "Ana", 33) + numberedRow(3, "Bia", 31) +
		numberedRow(6, "cidade", "uf", "gente") + numberedRow(7, "Natal", "RN", 800) + numberedRow(8, "Patos", "PB", 100) + numberedRow(9, "Sousa", "PB", 70)
	tables := []officeTable{
		{Name: "Plan1", Header: 1, Columns: []string{"nome", "idade"}, Rows: [][]string{{"Ana", "33"}, {"Bia", "31"}}},
		{Name: "Plan1 (2)", Header: 1, Columns: []string{"cidade", "uf", "gente"}, Rows: [][]string{{"Natal", "RN", "800"}, {"Patos", "PB", "100"}, {"Sousa", "PB", "70"}}},
	}
	w.add("planilha-duas-tabelas.xlsx", "two tables below each other", w.packed(sheetOf(several)), tables[0])
	w.all[len(w.all)-1].tables = tables
	titled := numberedRow(1, "Folha de pagamento") + numberedRow(2, "Competência: março") + numberedRow(4, "Pessoa", "", "Conta") + numberedRow(5, "nome", "idade", "valor") +
		numberedRow(6, "Ana", 33, 10) + numberedRow(7, "Bia", 31, 20) + numberedRow(8, "Caio", 30, 30) + numberedRow(9, "TOTAL", "", 60)
	w.add("planilha-titulos-folga.xlsx", "titles, a blank row and names of groups of columns above the header, and a total", w.packed(sheetOf(titled)), officeTable{Name: "Plan1", Header: 4,
		Columns: []string{"nome", "idade", "valor"}, Rows: [][]string{{"Folha de pagamento", null, null}, {"Competência: março", null, null}, {"Pessoa", null, "Conta"}, {"Ana", "33", "10"}, {"Bia", "31", "20"}, {"Caio", "30", "30"}, {"TOTAL", null, "60"}}})
	beside := numberedRow(1, "nome", "idade", "", "nome", "ramal") + numberedRow(2, "Ana", 33, "", "Rui", "A1") + numberedRow(3, "Bia", 31, "", "Eva", "A2") + numberedRow(4, "Caio", 20)
	w.add("planilha-lado-a-lado-nomes.xlsx", "two tables side by side that begin with the same name", w.packed(sheetOf(beside)), officeTable{})
	w.all[len(w.all)-1].tables = []officeTable{
		{Name: "Plan1", Header: 1, Columns: []string{"nome", "idade"}, Rows: [][]string{{"Ana", "33"}, {"Bia", "31"}, {"Caio", "20"}}},
		{Name: "Plan1 (2)", Header: 1, Columns: []string{"nome", "ramal"}, Rows: [][]string{{"Rui", "A1"}, {"Eva", "A2"}}},
	}
	lower := numberedRow(1, "nome", "idade") + numberedRow(2, "Ana", 33) + numberedRow(3, "Bia", 31, "", "cidade", "gente") + numberedRow(4, "Caio", 20, "", "Natal", 7) + numberedRow(5, "Davi", 21, "", "Recife", 9)
	w.add("planilha-lado-a-lado-abaixo.xlsx", "two tables side by side, of which one begins further down", w.packed(sheetOf(lower)), officeTable{})
	w.all[len(w.all)-1].tables = []officeTable{
		{Name: "Plan1", Header: 1, Columns: []string{"nome", "idade"}, Rows: [][]string{{"Ana", "33"}, {"Bia", "31"}, {"Caio", "20"}, {"Davi", "21"}}},
		{Name: "Plan1 (2)", Header: 1, Columns: []string{"cidade", "gente"}, Rows: [][]string{{"Natal", "7"}, {"Recife", "9"}}},
	}
	defined := numberedRow(1, "Norma", "ramal") + numberedRow(2, "Ana", "sala") + numberedRow(3, "cidade", "uf") + numberedRow(4, "Natal", "RN")
	w.add("planilha-tabelas-definidas.xlsx", "two tables that the workbook defines, without a gap", w.packed(sheetOf(defined),
		"xl/worksheets/_rels/sheet1.xml.rels", `<Relationships><Relationship Id="a" Type="`+relTypes+`table" Target="../tables/table1.xml"/><Relationship Id="b" Type="`+relTypes+`table" Target="../tables/table2.xml"/></Relationships>`,
		"xl/tables/table1.xml", `<table name="T1" ref="A1:B2"/>`, "xl/tables/table2.xml", `<table name="T2" ref="A3:B4"/>`), officeTable{})
	w.all[len(w.all)-1].tables = []officeTable{
		{Name: "Plan1", Header: 1, Columns: []string{"Norma", "ramal"}, Rows: [][]string{{"Ana", "sala"}}},
		{Name: "Plan1 (2)", Header: 1, Columns: []string{"cidade", "uf"}, Rows: [][]string{{"Natal", "RN"}}},
	}
	w.add("planilha-tabela-com-pessoa.xlsx", "a person in the header of a table that the workbook defines: the header is read as a row too", w.packed(sheetOf(numberedRow(1, "produto", "529.982.247-25")+numberedRow(2, "sala", 7)),
		"xl/worksheets/_rels/sheet1.xml.rels", `<Relationships><Relationship Id="a" Type="`+relTypes+`table" Target="../tables/table1.xml"/></Relationships>`,
		"xl/tables/table1.xml", `<table name="T1" ref="A1:B2"/>`), officeTable{Name: "Plan1", Header: 1, Columns: []string{"produto", "coluna 2"}, Rows: [][]string{{"produto", "529.982.247-25"}, {"sala", "7"}}})
	grouped := numberedRow(1, "nome", "idade") + numberedRow(2, "Ana", 33) + numberedRow(3, "Bia", 31) + numberedRow(6, "Rui", 20) + numberedRow(7, "Eva", 21) + numberedRow(8, "Ivo", 22)
	w.book("planilha-grupos-de-linhas.xlsx", "blank rows between groups of one table", grouped,
		officeTable{Header: 1, Columns: []string{"nome", "idade"}, Rows: [][]string{{"Ana", "33"}, {"Bia", "31"}, {"Rui", "20"}, {"Eva", "21"}, {"Ivo", "22"}}})
	plain := sheetOf(numberedRow(1, "nome", "idade") + numberedRow(2, "Ana", 33))
	for _, state := range []string{"hidden", "veryHidden"} {
		w.add("planilha-oculta-"+strings.ToLower(state)+".xlsx", "a sheet that is "+state, w.packed(plain,
			"xl/workbook.xml", `<workbook><sheets><sheet name="Plan1" id="rId1" state="`+state+`"/></sheets></workbook>`),
			officeTable{Name: "Plan1", Hidden: true, Header: 1, Columns: []string{"nome", "idade"}, Rows: [][]string{{"Ana", "33"}}})
	}
	people := officeTable{Name: "Plan1", Header: 1, Columns: []string{"nome", "idade"}, Rows: [][]string{{"Ana", "33"}}}
	for _, tc := range []struct {
		name, about string
		notes       []string
		parts       []string
	}{
		{"comentarios", "comments on cells", []string{"Ana", "ligar para a mãe dela"}, []string{"xl/comments1.xml", `<comments><authors><author>Ana</author></authors><commentList><comment ref="A1"><text><r><t>ligar para </t></r><r><t>a mãe dela</t></r></text></comment></commentList></comments>`}},
		{"conversas", "comments as conversations", []string{"Rui Sá", "confirmado ontem"}, []string{"xl/persons/person.xml", `<personList><person displayName="Rui Sá"/></personList>`, "xl/threadedComments/threadedComment1.xml", `<ThreadedComments><threadedComment><text>confirmado ontem</text></threadedComment></ThreadedComments>`}},
		{"caixas", "text in shapes", []string{"ver com Ana"}, []string{"xl/drawings/drawing1.xml", `<wsDr><sp><txBody><p><r><t>ver com </t></r><r><t>Ana</t></r></p></txBody></sp></wsDr>`}},
		{"rodape", "header and footer of the pages", []string{"&LRH", "emitido por Ana"}, []string{"xl/worksheets/sheet1.xml", strings.Replace(plain, "</x:sheetData>", `</x:sheetData><headerFooter><oddHeader>&amp;LRH</oddHeader><oddFooter>emitido por Ana</oddFooter></headerFooter>`, 1)}},
		{"links", "links to addresses of mail", []string{"ana@exemplo.com.br"}, []string{"xl/worksheets/_rels/sheet1.xml.rels", `<Relationships><Relationship Id="a" Type="` + relTypes + `hyperlink" Target="mailto:ana@exemplo.com.br" TargetMode="External"/></Relationships>`}},
		{"avisos", "what a cell says when it is chosen, and a filter", []string{"Ana Lima", "Digite o nome, como Rui Sá"}, []string{"xl/worksheets/sheet1.xml", strings.Replace(plain, "</x:sheetData>",
			`</x:sheetData><autoFilter ref="A1:B2"><filterColumn colId="0"><filters><filter val="Ana Lima"/></filters></filterColumn></autoFilter><dataValidations><dataValidation prompt="Digite o nome, como Rui Sá" sqref="A2"/></dataValidations>`, 1)}},
		{"figura", "the text that stands for a picture", []string{"Foto de Ana Lima"}, []string{"xl/drawings/drawing1.xml", `<wsDr><pic><nvPicPr><cNvPr id="1" name="x" descr="Foto de Ana Lima"/></nvPicPr></pic></wsDr>`}},
		{"dinamica", "the copy of the cells that a pivot table keeps", []string{"Ana Lima", "33"}, []string{"xl/pivotCache/pivotCacheDefinition1.xml", `<pivotCacheDefinition><cacheFields><cacheField name="x"><sharedItems><s v="Ana Lima"/><n v="33"/></sharedItems></cacheField></cacheFields></pivotCacheDefinition>`}},
		{"externa", "the copy of cells of another workbook", []string{"Ana Lima"}, []string{"xl/externalLinks/externalLink1.xml", `<externalLink><sheetDataSet><sheetData><row><cell><v>Ana Lima</v></cell></row></sheetData></sheetDataSet></externalLink>`}},
		{"propriedades", "properties with the name of the author", []string{"Ana Lima"}, []string{"docProps/core.xml", `<coreProperties><creator>Ana Lima</creator><lastModifiedBy>openpyxl</lastModifiedBy></coreProperties>`}},
		{"formas", "names of shapes", []string{"Foto de Ana Lima"}, []string{"xl/drawings/drawing1.xml", `<wsDr><sp><nvSpPr><cNvPr id="1" name="Foto de Ana Lima"/></nvSpPr></sp></wsDr>`}},
		{"controles", "captions of the controls of a form", []string{"Só para Ana"}, []string{"xl/drawings/vmlDrawing1.vml", `<xml><shape><textbox><div>Só para <font>Ana</font></div></textbox><ClientData><Anchor>1, 15, 0, 2</Anchor></ClientData></shape></xml>`}},
		{"revisoes", "the log of a shared workbook", []string{"Ana Lima", "nota 4 de Rui"}, []string{"xl/revisions/revisionLog1.xml", `<revisions><rcc userName="Ana Lima" sId="1"><oc r="A2"><is><t>nota 4 de Rui</t></is></oc></rcc></revisions>`}},
		{"caminho", "the path of another workbook", []string{"file:///C:/Users/Ana Lima/notas.xlsx"}, []string{"xl/externalLinks/_rels/externalLink1.xml.rels", `<Relationships><Relationship Id="a" Type="` + relTypes + `externalLinkPath" Target="file:///C:/Users/Ana Lima/notas.xlsx" TargetMode="External"/></Relationships>`}},
		{"formato", "a text in the format of numbers", []string{"conta de Ana"}, []string{"xl/styles.xml", `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="&quot;conta de Ana&quot; 0"/></numFmts><cellXfs><xf numFmtId="0"/></cellXfs></styleSheet>`}},
		{"desconhecida", "a part of an unknown kind", []string{"para Ana Lima", "urgente"}, []string{"xl/outra/parte.xml", `<lista dono="para Ana Lima" id="7"><item>urgente</item></lista>`}},
		{"consultas", "a query of Power Query, with a table that was typed into it", []string{"section Section1;", `shared Pessoas = Table.FromRows(Json.Document([["Ana Lima","RN"]]), {"nome", "uf"}); // de Rui`}, []string{"customXml/item1.xml", w.query()}},
		{"soltos", "shared strings that no cell has", []string{"Ana Lima", "Rui Sá"}, []string{"xl/sharedStrings.xml", `<sst><si><t>Ana Lima</t></si><si><r><t>Rui </t></r><r><t>Sá</t></r></si></sst>`}},
		{"no-xml", "comments and instructions of the XML itself", []string{"rótulo de Bia", "linha de Ana", "nota feito por Rui"}, []string{"xl/worksheets/sheet1.xml",
			strings.Replace(plain, "</x:sheetData>", "<!-- linha de Ana --></x:sheetData>", 1) + "<?nota feito por Rui?>", "docMetadata/LabelInfo.xml", "<labels/><!--rótulo de Bia-->"}},
		{"listas", "a list of choices and a text in a formula", []string{"Ana Lima,Rui Sá", "pagar a Ana"}, []string{"xl/workbook.xml", `<workbook><sheets><sheet name="Plan1" id="rId1"/></sheets><definedNames><definedName name="x">"Ana Lima,Rui Sá"</definedName></definedNames></workbook>`,
			"xl/worksheets/sheet1.xml", strings.Replace(plain, `<x:c r="B2">`, `<x:c r="B2"><x:f>IF(A1="","pagar a Ana","")</x:f>`, 1)}},
	} {
		w.add("planilha-notas-"+tc.name+".xlsx", tc.about, w.packed(plain, tc.parts...), people)
		w.noted(tc.notes...)
	}
	w.add("planilha-esquecida.xlsx", "a worksheet that the workbook does not list", w.packed(plain, "xl/worksheets/sheet2.xml", sheetOf(numberedRow(1, "nome", "idade")+numberedRow(2, "Rui", 20))), people)
	o := &w.all[len(w.all)-1]
	o.tables = append(o.tables, officeTable{Name: "sheet2.xml", Hidden: true, Header: 1, Columns: []string{"nome", "idade"}, Rows: [][]string{{"Rui", "20"}}})
	w.add("planilha-embutida.xlsx", "a document and a picture inside of a workbook, and macros", w.packed(plain,
		"xl/embeddings/oleObject1.bin", "documento", "xl/media/image1.png", "figura", "xl/vbaProject.bin", "macros"), people)
	o = &w.all[len(w.all)-1]
	o.tables = append(o.tables, officeTable{Name: "xl", State: "listed", Reason: "macros"}, officeTable{Name: "xl/embeddings", State: "not_read", Reason: "embedded_file"},
		officeTable{Name: "xl/media", State: "listed", Reason: "media_file"})
	w.add("planilha-parte-dupla.xlsx", "two parts of one name", string(pack(w, append(bookParts(plain), "xl/worksheets/sheet1.xml", sheetOf(numberedRow(1, "Rui", 20)))...)), people)
	o = &w.all[len(w.all)-1]
	o.tables = append(o.tables, officeTable{Name: "xl/worksheets/sheet1.xml", State: "not_read", Reason: "damaged_workbook"})
}

// query is the part of a workbook in which Power Query keeps a query.
func (w *officeWriter) query() string {
	var table bytes.Buffer
	deflated, err := flate.NewWriter(&table, flate.BestCompression)
	must(w, err)
	_, err = deflated.Write([]byte(`[["Ana Lima","RN"]]`))
	must(w, err)
	must(w, deflated.Close())
	queries := pack(w, "Formulas/Section1.m", "section Section1;\r\n\r\nshared Pessoas = Table.FromRows(Json.Document(\""+base64.StdEncoding.EncodeToString(table.Bytes())+"\"), {\"nome\", \"uf\"}); // de Rui\r\n")
	kept := append(binary.LittleEndian.AppendUint32(make([]byte, 4), uint32(len(queries))), queries...)
	return "\xff\xfe" + string(wideText(`<?xml version="1.0" encoding="utf-16"?><DataMashup>`+base64.StdEncoding.EncodeToString(append(kept, "\x03\x00<a>true</a>"...))+"</DataMashup>"))
}

// brokenBooks writes workbooks that are not whole, or not what they seem.
func (w *officeWriter) brokenBooks() {
	plain := sheetOf(numberedRow(1, "nome", "idade") + numberedRow(2, "Ana", 33) + numberedRow(3, "Bia", 31))
	sound := w.packed(plain)
	sheet := officeTable{Name: "Plan1", State: "not_read", Reason: "damaged_workbook"}
	half := officeTable{Name: "Plan1", State: "partial", Reason: "damaged_workbook", Header: 1, Columns: []string{"nome", "idade"}, Rows: [][]string{{"Ana", "33"}}}
	w.add("planilha-dano-cortada.xlsx", "an archive that is cut", sound[:len(sound)/2], officeTable{State: "not_read", Reason: "damaged_workbook"})
	w.add("planilha-dano-meia.xlsx", "half a sheet in a sound archive", w.packed(plain[:strings.Index(plain, "Bia")]), half)
	w.add("planilha-dano-lixo.xlsx", "garbage for a sheet", w.packed("lixo"), sheet)
	w.add("planilha-dano-sem-parte.xlsx", "the part with the sheet is missing", w.packed(""), sheet)
	w.add("planilha-dano-doctype.xlsx", "a document type declaration", w.packed(`<!DOCTYPE x [<!ENTITY a "b">]>`+plain), sheet)
	w.add("planilha-dano-bomba.xlsx", "a sheet that grows to far more than it is packed in", w.packed(head+"<worksheet><sheetData>"+strings.Repeat(" ", 65<<20)), officeTable{Name: "Plan1", State: "not_read", Reason: "too_large"})
	w.add("planilha-senha.xlsx", "a password", oleMagic+strings.Repeat("\x00", 504)+string(wideText("EncryptedPackage")), officeTable{State: "not_read", Reason: "encrypted_workbook"})
	w.add("planilha-antiga.xls", "a workbook of Excel 97 to 2003", xlsPeople().bytes("\x05SummaryInformation", xlsSummary("João Sá")),
		officeTable{Name: "Plan1", Header: 1, Columns: []string{"nome", "admissão", "ativo", "total", "obs"}, Rows: [][]string{{"Ana Lima", "2020-05-01", "TRUE", "1.5", "1"}, {"Eva Reis", "2020-05-02", "#N/A", "2.5", "um dois"}}})
	o := &w.all[len(w.all)-1]
	o.tables = append(o.tables, officeTable{Name: "Oculta", Hidden: true, Header: 1, Columns: []string{"produto"}, Rows: [][]string{{"lápis"}}}, officeTable{Name: "Grafico", State: "listed", Reason: "no_cells"})
	w.noted("João Sá", "Rui Barros, 1998", "ligar para Bia", "de ninguém")
	w.add("planilha-binaria.xlsb", "a workbook in Excel's binary form, with a comment", xlsbPeople().bytes(w, "xl/comments1.bin", brtComments("Rui Barros", brtRich("ligar para Bia", ""))),
		officeTable{Name: "Plan1", Header: 1, Columns: []string{"nome", "admissão", "ativo", "total", "obs"}, Rows: [][]string{{"Ana Lima", "2020-05-01", "TRUE", "1.5", "1"}, {"Eva Reis", "2020-05-02", "#N/A", "2.5", "um dois"}, {"∅", "18:00:00", "TRUE", "#N/A", "∅"}}})
	o = &w.all[len(w.all)-1]
	o.tables = append(o.tables, officeTable{Name: "Oculta", Hidden: true, Header: 1, Columns: []string{"produto"}, Rows: [][]string{{"lápis 😀"}}})
	w.noted("Rui Barros", "ligar para Bia", "um dois")
	w.add("documento-word.docx", "a document of Word: text, a table, and a smaller one that lays the text out", string(pack(w, "[Content_Types].xml", "<Types/>", "word/document.xml", wordPeople)),
		officeTable{Name: "1", Header: 1, Columns: []string{"nome", "cpf", "uf"}, Rows: [][]string{{"Eva\nReis", "529.982.247-25", "∅"}, {"Rui", "∅", "RN"}}})
	o = &w.all[len(w.all)-1]
	o.tables = append(o.tables, officeTable{Name: "texto", Columns: numbered(1), Rows: [][]string{{"Contrato de Ana & Cia\tnº 7\nfim"}, {"Nome:\tAna Lima"}}})
	w.add("planilha-que-e-csv.xls", "a text named as a workbook", "nome;idade\nAna;33\nBia;31\n", officeTable{Encoding: "utf-8", Dialect: "semicolon", Header: 1, Columns: []string{"nome", "idade"}, Rows: [][]string{{"Ana", "33"}, {"Bia", "31"}}})
	w.add("planilha-que-e-html.xls", "a page named as a workbook", "<html><table><tr><th>nome</th><th>idade</th></tr><tr><td>Ana</td><td>33</td></tr><tr><td>Bia</td><td>31</td></tr></table></html>",
		officeTable{Encoding: "utf-8", Header: 1, Columns: []string{"nome", "idade"}, Rows: [][]string{{"Ana", "33"}, {"Bia", "31"}}})
	w.add("planilha-grafico.xlsx", "a sheet with a chart and no cells", w.packed("", "xl/_rels/workbook.xml.rels", chartRelations),
		officeTable{Name: "Plan1", State: "listed", Reason: "no_cells"})
}
