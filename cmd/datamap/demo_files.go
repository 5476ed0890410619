package main

import (
	"bytes"
	"encoding/csv"
	"errors"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"
)

const brazilianDate = "02/01/2006"

// demoLeads makes what a mailing tool exports in a Brazilian office:
// semicolons, Windows-1252, CRLF.
func demoLeads(c *demoCompany) ([]byte, error) {
	rows := [][]string{{
		"Nome completo", "E-mail", "Celular", "Data de nascimento", "Cidade", "UF", "CEP", "Origem", "Inscrição em", "Aceita contato", "Observação",
	}}
	for i := range demoLeadN {
		p := c.person(1955, 2007)
		phone := p.phone
		switch c.rand.IntN(6) {
		case 0:
			phone = "+55 " + strings.NewReplacer("(", "", ")", "").Replace(phone)
		case 1:
			phone = strings.NewReplacer("(", "", ")", "", " ", "", "-", "").Replace(phone)
		case 2:
			phone = ""
		}
		born := p.born.Format(brazilianDate)
		if c.rand.IntN(8) == 0 {
			born = ""
		}
		note := []string{
			"", "", "", "", "Pediu catálogo de iluminação; prefere contato à tarde", "Veio da promoção \"Volta às aulas\"",
			"Já é cliente", "Não atendeu na 1ª tentativa", "Orçamento de cozinha até R$ 2.500,00",
		}[c.rand.IntN(9)]
		rows = append(rows, []string{
			p.name, p.email, phone, born, p.city, p.state, p.cep,
			[]string{"Instagram", "Feira de móveis", "Indicação", "Site", "Loja física"}[i%5],
			c.moment(demoStart, demoEnd).Format("02/01/2006 15:04"), []string{"Sim", "Não"}[c.rand.IntN(2)], note,
		})
	}
	text, err := semicolons(rows)
	if err != nil {
		return nil, err
	}
	return charmap.Windows1252.NewEncoder().Bytes(text)
}

// demoInvoices makes a file without any personal data, full of numbers as long as
// a CPF and a CNPJ: it must stay clean.
func demoInvoices(c *demoCompany) ([]byte, error) {
	rows := [][]string{{
		"nota_fiscal", "serie", "chave_nfe", "emissao", "pedido", "pedido_marketplace", "codigo_remessa", "sku", "ean", "produto", "quantidade", "valor_total",
	}}
	at := demoStart
	for i := range demoNotes {
		at = at.Add(time.Duration(90+c.rand.IntN(2400)) * time.Minute)
		product := c.products[c.rand.IntN(len(c.products))]
		quantity := 1 + c.rand.IntN(12)
		number := 88000 + i
		rows = append(rows, []string{
			strconv.Itoa(number), "1", c.nfeKey(at, number), at.Format(brazilianDate), strconv.Itoa(104000 + c.rand.IntN(demoOrders)),
			strconv.Itoa(1+c.rand.IntN(9)) + c.digits(10), strconv.Itoa(1+c.rand.IntN(9)) + c.digits(13),
			product.sku, product.ean, product.name, strconv.Itoa(quantity), reais(product.price * float64(quantity)),
		})
	}
	return semicolons(rows)
}

func semicolons(rows [][]string) ([]byte, error) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.Comma, w.UseCRLF = ';', true
	err := w.WriteAll(rows)
	return b.Bytes(), err
}

// demoPayroll makes the workbook of the human resources: the payroll, and a
// hidden sheet with the occupational health of the same people.
func demoPayroll(c *demoCompany) (data []byte, err error) {
	book := excelize.NewFile()
	defer func() { err = errors.Join(err, book.Close()) }()
	const health = "Saúde ocupacional"
	if err := book.SetSheetName("Sheet1", "Folha"); err != nil {
		return nil, err
	}
	if _, err := book.NewSheet(health); err != nil {
		return nil, err
	}
	if err := c.writePayroll(book, "Folha"); err != nil {
		return nil, err
	}
	// Not a second stream: the library writes streams in the random order of a map.
	for i, row := range c.healthRows() {
		if err := book.SetSheetRow(health, "A"+strconv.Itoa(i+1), &row); err != nil {
			return nil, err
		}
	}
	if err := book.SetSheetVisible(health, false); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = book.Write(&b)
	return b.Bytes(), err
}

func (c *demoCompany) writePayroll(book *excelize.File, sheet string) error {
	dates := "dd/mm/yyyy"
	date, err := book.NewStyle(&excelize.Style{CustomNumFmt: &dates})
	if err != nil {
		return err
	}
	money, err := book.NewStyle(&excelize.Style{NumFmt: 4})
	if err != nil {
		return err
	}
	rows := [][]any{{
		"Matrícula", "Nome", "CPF", "PIS/PASEP", "Nascimento", "Cargo", "Setor", "Admissão", "Salário", "Banco", "Agência", "Conta", "Chave PIX",
	}}
	for i, e := range c.staff {
		cpf := punctuate(e.cpf, cpfPattern)
		rows = append(rows, []any{
			e.id, e.name, cpf, punctuate(e.pis, pisPattern), excelize.Cell{StyleID: date, Value: e.born}, e.role, e.department,
			excelize.Cell{StyleID: date, Value: e.hired}, excelize.Cell{StyleID: money, Value: e.salary},
			[]string{"001", "033", "104", "237", "341"}[c.rand.IntN(5)], c.digits(4), c.digits(6) + "-" + c.digits(1),
			[]string{cpf, e.email, e.phone}[i%3],
		})
	}
	return streamSheet(book, sheet, rows)
}

func (c *demoCompany) healthRows() [][]any {
	rows := [][]any{{"Matrícula", "Colaborador", "CPF", "Data do exame", "Exame", "Resultado", "CID", "PcD"}}
	for _, e := range c.staff {
		result, code := "Apto", ""
		switch c.rand.IntN(6) {
		case 0:
			result = "Apto com restrições"
			fallthrough
		case 1:
			code = []string{"M54.5", "M65.4", "F41.1", "F32.0", "I10", "E11.9", "H52.1", "J45.0", "K29.7"}[c.rand.IntN(9)]
		}
		rows = append(rows, []any{
			e.id, e.name, punctuate(e.cpf, cpfPattern), c.moment(demoStart, demoEnd).Format(brazilianDate),
			[]string{"Admissional", "Periódico", "Periódico", "Retorno ao trabalho"}[c.rand.IntN(4)], result, code,
			[]string{"Não", "Não", "Não", "Não", "Não", "Não", "Não", "Visual", "Auditiva", "Física"}[c.rand.IntN(10)],
		})
	}
	return rows
}

func streamSheet(book *excelize.File, sheet string, rows [][]any) error {
	w, err := book.NewStreamWriter(sheet)
	if err != nil {
		return err
	}
	if err := w.SetColWidth(1, len(rows[0]), 20); err != nil {
		return err
	}
	for i, row := range rows {
		if err := w.SetRow("A"+strconv.Itoa(i+1), row); err != nil {
			return err
		}
	}
	return w.Flush()
}
