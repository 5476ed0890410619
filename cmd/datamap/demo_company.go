package main

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/datamapbr/datamap/detectors"
)

// A demoCompany draws the people, goods and papers of Loja Aurora from word
// lists and one fixed seed. All of them are fictitious: numbers are random and
// only their check digits are right.
type demoCompany struct {
	rand     *rand.Rand
	words    map[string][]string // lines of demo/<key>.txt
	emails   map[string]bool     // given out
	products []demoProduct
	clients  []demoPerson
	staff    []demoEmployee
}

type demoPerson struct {
	name, cpf, email, phone string // cpf is digits only, phone "(DD) 9dddd-dddd"
	born                    time.Time
	street, number          string
	district, city, state   string
	cep                     string
}

type demoEmployee struct {
	demoPerson
	id               int
	pis              string
	role, department string
	hired            time.Time
	salary           float64
}

type demoProduct struct {
	sku, ean, name, category string
	price                    float64
}

const (
	demoClients = 800
	demoStaff   = 64
	demoOrders  = 1000
	demoTickets = 1000
	demoLeadN   = 600
	demoNotes   = 700
)

var (
	demoStart = time.Date(2024, 1, 2, 8, 0, 0, 0, time.UTC)
	demoEnd   = time.Date(2025, 10, 31, 18, 0, 0, 0, time.UTC)
)

func newDemoCompany() (*demoCompany, error) {
	c := &demoCompany{
		rand:   rand.New(rand.NewPCG(2025, 13709)), // the LGPD is Lei 13.709
		words:  map[string][]string{},
		emails: map[string]bool{},
	}
	for _, list := range []string{
		"assuntos", "bairros", "cargos", "logradouros", "lugares", "mensagens",
		"mensagens_pessoais", "nomes", "produtos", "sobrenomes",
	} {
		data, err := demoSources.ReadFile("demo/" + list + ".txt")
		if err != nil {
			return nil, err
		}
		for line := range strings.Lines(string(data)) {
			if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
				c.words[list] = append(c.words[list], line)
			}
		}
	}
	for i, line := range c.words["produtos"] {
		field := strings.Split(line, ";")
		price, err := strconv.ParseFloat(field[2], 64)
		if err != nil {
			return nil, fmt.Errorf("reading product %d: %w", i+1, err)
		}
		c.products = append(c.products, demoProduct{
			sku: fmt.Sprintf("LA-%04d", 1010+7*i), ean: eanOf("789" + c.digits(9)),
			category: field[0], name: field[1], price: price,
		})
	}
	for range demoClients {
		c.clients = append(c.clients, c.person(1946, 2006))
	}
	for i := range demoStaff {
		employee, err := c.employee(1001 + 3*i)
		if err != nil {
			return nil, err
		}
		c.staff = append(c.staff, employee)
	}
	return c, nil
}

// person draws somebody born in one of the years from first to last.
func (c *demoCompany) person(first, last int) demoPerson {
	name := c.pick("nomes")
	if c.rand.IntN(5) == 0 {
		switch name[len(name)-1] {
		case 'a':
			name += " " + []string{"Aparecida", "Beatriz", "Helena", "Maria"}[c.rand.IntN(4)]
		case 'o':
			name += " " + []string{"Antônio", "Gabriel", "Henrique", "Luiz"}[c.rand.IntN(4)]
		}
	}
	name += " " + c.pick("sobrenomes")
	if second := c.pick("sobrenomes"); c.rand.IntN(3) > 0 && !strings.HasSuffix(name, second) {
		name += " " + second
	}
	place := strings.Split(c.pick("lugares"), ";")
	born := time.Date(first+c.rand.IntN(last-first+1), 1, 1, 0, 0, 0, 0, time.UTC)
	return demoPerson{
		name: name, cpf: cpfOf(c.digits(9)), email: c.email(name),
		phone:  "(" + place[2] + ") 9" + strconv.Itoa(6+c.rand.IntN(4)) + c.digits(3) + "-" + c.digits(4),
		born:   born.AddDate(0, 0, c.rand.IntN(365)),
		street: c.pick("logradouros"), number: strconv.Itoa(1 + c.rand.IntN(2400)),
		district: c.pick("bairros"), city: place[0], state: place[1],
		cep: c.between(place[3], place[4]) + "-" + c.digits(3),
	}
}

func (c *demoCompany) employee(id int) (demoEmployee, error) {
	role := strings.Split(c.pick("cargos"), ";")
	base, err := strconv.ParseFloat(role[2], 64)
	if err != nil {
		return demoEmployee{}, fmt.Errorf("reading role %q: %w", role[0], err)
	}
	return demoEmployee{
		demoPerson: c.person(1962, 2004), id: id,
		pis:  pisOf(strconv.Itoa(1+c.rand.IntN(2)) + c.digits(9)),
		role: role[0], department: role[1],
		hired:  time.Date(2012, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, c.rand.IntN(13*365)),
		salary: base + float64(c.rand.IntN(40))*25,
	}, nil
}

// email gives each person an address of their own, in a domain kept for examples.
func (c *demoCompany) email(name string) string {
	words := strings.Fields(detectors.Fold(name))
	domain := []string{"@exemplo.com.br", "@example.com", "@example.org"}[c.rand.IntN(3)]
	address := words[0] + "." + words[len(words)-1]
	for n := 2; c.emails[address+domain]; n++ {
		address = words[0] + "." + words[len(words)-1] + strconv.Itoa(n)
	}
	c.emails[address+domain] = true
	return address + domain
}

// card is a card number whose first digits are those of test cards.
func (c *demoCompany) card() string {
	switch c.rand.IntN(4) {
	case 0:
		return cardOf("555555" + c.digits(9))
	case 1:
		return cardOf("636297" + c.digits(9))
	case 2:
		return cardOf("378282" + c.digits(8))
	}
	return cardOf("411111" + c.digits(9))
}

func (c *demoCompany) pick(list string) string {
	return c.words[list][c.rand.IntN(len(c.words[list]))]
}

func (c *demoCompany) digits(n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = '0' + byte(c.rand.IntN(10))
	}
	if n > 3 && len(slices.Compact(slices.Clone(b))) == 1 {
		b[0] = '0' + (b[0]-'0'+1)%10 // eleven equal digits are no CPF
	}
	return string(b)
}

// between draws a number of the same width from first to last.
func (c *demoCompany) between(first, last string) string {
	low, _ := strconv.Atoi(first)
	high, _ := strconv.Atoi(last)
	return fmt.Sprintf("%0*d", len(first), low+c.rand.IntN(high-low+1))
}

// moment draws a time between first and last, on the minute.
func (c *demoCompany) moment(first, last time.Time) time.Time {
	return first.Add(time.Duration(c.rand.Int64N(int64(last.Sub(first)/time.Minute))) * time.Minute)
}

// reais writes an amount as Brazilians do: 1.234,56.
func reais(v float64) string {
	s := strconv.FormatFloat(v, 'f', 2, 64)
	whole, cents, _ := strings.Cut(s, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "." + whole[i:]
	}
	return whole + "," + cents
}
