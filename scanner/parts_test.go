package scanner

import (
	"fmt"
	"strings"
	"testing"
)

// judgedTable gives the verdicts on a table of cells.
func judgedTable(t *testing.T, name string, columns []string, rows [][]string) map[string]ColumnResult {
	t.Helper()
	table := &Table{Name: name}
	for i, c := range columns {
		table.Columns = append(table.Columns, Column{Name: c, Position: i + 1})
	}
	b := &Batch{Rows: len(rows), Cols: len(columns)}
	for _, row := range rows {
		for _, cell := range row {
			b.Cells = append(b.Cells, []byte(cell))
		}
	}
	by := map[string]ColumnResult{}
	for _, r := range verdicts(t, table, b) {
		by[r.Name] = r
	}
	return by
}

func TestAttributeValueTable(t *testing.T) {
	var rows [][]string
	for i := range 400 {
		id := fmt.Sprint(i)
		rows = append(rows,
			[]string{id, "_billing_cpf", formatted(cpfOf(i * 9973))},
			[]string{id, "_billing_email", fmt.Sprintf("fulano%d@exemplo.com.br", i)},
			[]string{id, "_order_total", fmt.Sprintf("%d.90", i)},
			[]string{id, "_sku", fmt.Sprintf("SKU-%05d", i)})
	}
	by := judgedTable(t, "wp_postmeta", []string{"post_id", "meta_key", "meta_value"}, rows)
	if got := said(by["meta_value"]); got != "contains cpf, contains email" && got != "contains email, contains cpf" {
		t.Errorf("meta_value: %q", got)
	}
	if got := said(by["post_id"]) + said(by["meta_key"]); got != "" {
		t.Errorf("post_id and meta_key: %q", got)
	}
}

// TestKeyColumns: which column says what another's values are.
func TestKeyColumns(t *testing.T) {
	for columns, want := range map[string]string{ // "value by key"
		"post_id meta_key meta_value":              "meta_value by meta_key",
		"id attribute_name attribute_value":        "attribute_value by attribute_name",
		"id valor_atributo nome_atributo":          "valor_atributo by nome_atributo",
		"cd_paciente ds_pergunta ds_resposta":      "ds_resposta by ds_pergunta",
		"option_id option_name option_value":       "option_value by option_name",
		"id codigo_campo conteudo":                 "conteudo by codigo_campo",
		"chave_nfe valor_total":                    "",
		"nome valor":                               "",
		"campo_futebol endereco valor_hora mensal": "",
		"chave cliente":                            "",
	} {
		names := strings.Fields(columns)
		all := make([]Column, len(names))
		for i, name := range names {
			all[i].Name = name
		}
		got := ""
		for i, key := range keyColumns(all) {
			if key >= 0 {
				got += names[i] + " by " + names[key]
			}
		}
		if got != want {
			t.Errorf("%s: %q, want %q", columns, got, want)
		}
	}
}

func TestDocuments(t *testing.T) {
	var rows [][]string
	for i := range 200 {
		rows = append(rows, []string{
			fmt.Sprintf(`{"pedido":%d,"cliente":{"nome":"Maria Aparecida Silva","cpf":%q,"maria%d@exemplo.com":1},"itens":[{"sku":"A%d"}]}`, i, cpfOf(i*7919), i, i),
		})
	}
	by := judgedTable(t, "eventos", []string{"payload"}, rows)
	if !holds(by["payload"].Types, "cpf") || !by["payload"].Personal {
		t.Errorf("payload: %q", said(by["payload"]))
	}
	if s := fmt.Sprintf("%+v", by["payload"]); strings.Contains(s, "@exemplo") || strings.Contains(s, "Maria") {
		t.Errorf("a key that is somebody's data is shown: %s", s)
	}
}

// TestXMLInCells: messages in XML are taken apart, those that were cut up to there;
// pages are texts.
func TestXMLInCells(t *testing.T) {
	var rows [][]string
	for i := range 200 {
		cpf := cpfOf(i * 7919)
		rows = append(rows, []string{
			fmt.Sprintf(`<?xml version="1.0" encoding="ISO-8859-1"?><eSocial xmlns="urn:x"><evtAdmissao Id="ID%d"><trabalhador><cpfTrab>%s</cpfTrab><racaCor>%d</racaCor></trabalhador></evtAdmissao></eSocial>`, i, cpf, i%5+1),
			fmt.Sprintf(`<enviNFe><dest><CPF>%s</CPF><xLgr>Rua`, cpf),
			fmt.Sprintf(`<p>Pedido %d</p><cpf>%s</cpf>`, i, cpf),
		})
	}
	by := judgedTable(t, "eventos", []string{"evento", "cortado", "pagina"}, rows)
	if c := by["evento"]; !holds(c.Types, "cpf") || !holds(c.Types, "race") || !c.Sensitive {
		t.Errorf("a whole message: %q", said(c))
	}
	if c := by["cortado"]; !holds(c.Types, "cpf") {
		t.Errorf("a message that was cut: %q", said(c))
	}
	if s := fmt.Sprintf("%+v", by["pagina"]); strings.Contains(s, "Kind:part") {
		t.Errorf("a page is taken apart: %s", s)
	}
}

// TestShareOfDocuments: shares are of rows, however many values a document holds.
func TestShareOfDocuments(t *testing.T) {
	var rows [][]string
	for i := range 1000 {
		document := fmt.Sprintf(`{"pedido":%d,"itens":["a","b"]}`, i)
		if i%100 == 0 {
			document = fmt.Sprintf(`{"pedido":%d,"copias":[%q,%q,%q]}`, i, fmt.Sprintf("ana%d@exemplo.com", i), fmt.Sprintf("rui%d@exemplo.com", i), fmt.Sprintf("lia%d@exemplo.com", i))
		}
		rows = append(rows, []string{document})
	}
	c := judgedTable(t, "eventos", []string{"payload"}, rows)["payload"]
	if said(c) != "contains email" {
		t.Fatal(said(c))
	}
	if v := c.Types[0]; v.Valid != 10 || v.ShareLow > 0.01 || v.ShareHigh < 0.01 || v.ShareHigh > 0.02 {
		t.Errorf("10 of 1000 documents hold e-mails, not %d: %v to %v", v.Valid, v.ShareLow, v.ShareHigh)
	}
}

// TestInterval: an interval holds the share that was seen, and one hit is not none.
func TestInterval(t *testing.T) {
	for _, n := range []int64{1, 7, 1000, 200_000, 1e9} {
		for _, hits := range []int64{0, 1, n / 3, n - 1, n} {
			low, high := wilson(hits, n)
			if share := float64(hits) / float64(n); low > share || high < share || low < 0 || high > 1 || high == 0 {
				t.Errorf("%d of %d are between %v and %v", hits, n, low, high)
			}
		}
	}
}
