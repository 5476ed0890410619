package main

import (
	"context"
	"database/sql"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	_ "modernc.org/sqlite" // the demo makes a database
)

// A demoTable is the content of one table of the ERP.
type demoTable struct {
	name    string
	columns int
	rows    [][]any
}

// tables draws the ERP, in the order of its foreign keys.
func (c *demoCompany) tables() []demoTable {
	orders := c.orders()
	return []demoTable{
		{"categorias", 3, c.categoryRows()},
		{"produtos", 6, c.productRows()},
		{"fornecedores", 5, c.supplierRows()},
		{"clientes", 13, c.clientRows()},
		{"funcionarios", 11, c.staffRows()},
		{"pedidos", 11, orders},
		{"tickets", 6, c.ticketRows(orders)},
	}
}

func (c *demoCompany) categories() []string {
	var names []string
	for _, p := range c.products {
		if !slices.Contains(names, p.category) {
			names = append(names, p.category)
		}
	}
	return names
}

func (c *demoCompany) categoryRows() (rows [][]any) {
	for i, name := range c.categories() {
		rows = append(rows, []any{i + 1, name, "Artigos de " + strings.ToLower(name) + " para a casa"})
	}
	return rows
}

func (c *demoCompany) productRows() (rows [][]any) {
	categories := c.categories()
	for _, p := range c.products {
		rows = append(rows, []any{p.sku, p.ean, p.name, slices.Index(categories, p.category) + 1, p.price, c.rand.IntN(400)})
	}
	return rows
}

// supplierRows has CNPJs of both kinds: digits only, and with letters as issued
// from July 2026 on.
func (c *demoCompany) supplierRows() (rows [][]any) {
	const letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	trades := []string{"Têxtil", "Metalúrgica", "Comercial", "Indústria", "Distribuidora", "Cerâmica", "Plásticos", "Móveis"}
	marks := []string{"Boreal", "Serrana", "Horizonte", "Atlântica", "do Vale", "Ipê", "Paranaense", "Sul-Mineira", "Nordestina", "Estrela"}
	for i := range 40 {
		root := c.digits(8)
		if i%4 == 3 {
			b := []byte(root)
			for j := range b {
				b[j] = letters[c.rand.IntN(len(letters))]
			}
			b[0] = letters[10+c.rand.IntN(26)] // at least one letter
			root = string(b)
		}
		place := strings.Split(c.pick("lugares"), ";")
		rows = append(rows, []any{
			i + 1, trades[i%len(trades)] + " " + marks[i%len(marks)] + " Ltda",
			punctuate(cnpjOf(root+"0001"), cnpjPattern), place[0], place[1],
		})
	}
	return rows
}

func (c *demoCompany) clientRows() (rows [][]any) {
	for i, p := range c.clients {
		row := []any{
			i + 1, p.name, punctuate(p.cpf, cpfPattern), p.email, p.phone, p.born.Format(time.DateOnly), p.street, p.number,
			p.district, p.city, p.state, p.cep, c.moment(demoStart, demoEnd).Format(time.DateTime),
		}
		for _, optional := range []int{3, 4, 5} {
			if c.rand.IntN(12) == 0 {
				row[optional] = nil
			}
		}
		rows = append(rows, row)
	}
	return rows
}

func (c *demoCompany) staffRows() (rows [][]any) {
	for _, e := range c.staff {
		rows = append(rows, []any{
			e.id, e.name, numberOf(e.cpf), punctuate(e.pis, pisPattern), e.born.Format(time.DateOnly), e.email, e.phone,
			e.role, e.department, e.hired.Format(time.DateOnly), e.salary,
		})
	}
	return rows
}

// numberOf is the value of digits: what a numeric column makes of them.
func numberOf(digits string) (n int64) {
	for _, d := range digits {
		n = n*10 + int64(d-'0')
	}
	return n
}

// orders draws orders; the shop kept card numbers in clear, as too many do.
func (c *demoCompany) orders() (rows [][]any) {
	at := demoStart
	for i := range demoOrders {
		at = at.Add(time.Duration(60+c.rand.IntN(1700)) * time.Minute)
		client := c.rand.IntN(len(c.clients))
		product := c.products[c.rand.IntN(len(c.products))]
		state := []string{"entregue", "entregue", "entregue", "em transporte", "cancelado", "devolvido"}[c.rand.IntN(6)]
		payment, card := []string{"pix", "boleto", "cartão", "cartão"}[c.rand.IntN(4)], any(nil)
		if payment == "cartão" {
			card = c.card()
		}
		number := 104000 + i
		rows = append(rows, []any{
			number, client + 1, product.sku, at.Format(time.DateTime), cents(product.price * float64(1+c.rand.IntN(3))), state, payment,
			card, c.clients[client].cep, c.nfeKey(at, number), "LA" + c.digits(9) + "BR",
		})
	}
	return rows
}

// cents rounds an amount to whole cents.
func cents(v float64) float64 { return math.Round(v*100) / 100 }

// nfeKey is the access key of an invoice: state, year and month, the shop's CNPJ,
// model, series, number, kind of issue, random code, check digit.
func (c *demoCompany) nfeKey(at time.Time, number int) string {
	shop := cnpjOf("457230190001")
	return nfeKeyOf("35" + at.Format("0601") + shop + "55" + "001" + fmt.Sprintf("%09d", number) + "1" + c.digits(8))
}

// ticketRows draws free text; one ticket in 33 has something personal typed into it.
func (c *demoCompany) ticketRows(orders [][]any) (rows [][]any) {
	personal, at := c.words["mensagens_pessoais"], demoStart
	for i := range demoTickets {
		at = at.Add(time.Duration(20+c.rand.IntN(1800)) * time.Minute)
		order := orders[c.rand.IntN(len(orders))]
		somebody := c.person(1950, 2005)
		text := c.pick("mensagens")
		if i%33 == 16 {
			text = personal[i/33%len(personal)]
		}
		message := strings.NewReplacer(
			"{pedido}", fmt.Sprint(order[0]),
			"{produto}", strings.ToLower(c.products[c.rand.IntN(len(c.products))].name),
			"{data}", c.moment(demoStart, demoEnd).Format("02/01/2006"),
			"{valor}", reais(float64(2000+c.rand.IntN(80000))/100),
			"{rastreio}", fmt.Sprint(order[10]),
			"{cpf}", punctuate(somebody.cpf, cpfPattern),
			"{email}", somebody.email,
			"{telefone}", somebody.phone,
			"{nome}", somebody.name,
		).Replace(text)
		rows = append(rows, []any{
			i + 1, order[1], at.Format(time.DateTime),
			[]string{"site", "telefone", "loja", "chat"}[c.rand.IntN(4)], c.pick("assuntos"), message,
		})
	}
	return rows
}

// serializeDatabase returns the bytes of the file that db would be on disk.
func serializeDatabase(db *sql.DB) (data []byte, err error) {
	conn, err := db.Conn(context.Background())
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	err = conn.Raw(func(driver any) error {
		serializer, ok := driver.(interface{ Serialize() ([]byte, error) })
		if !ok {
			return fmt.Errorf("the SQLite driver %T cannot serialize", driver)
		}
		data, err = serializer.Serialize()
		return err
	})
	return data, err
}
