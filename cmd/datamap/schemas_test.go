package main

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/datamapbr/datamap/detectors"
	"github.com/datamapbr/datamap/scanner/databases"
	"github.com/datamapbr/datamap/scanner/databases/dbtest"
)

// A sheet is a table of a schema in few words: "name:type" for each column, and
// what makes the values of row i. An integer key stands first.
type sheet struct {
	name    string
	columns string
	rows    int
	row     func(r *rand.Rand, i int) []any
}

var sheetTypes = map[string]dbtest.Type{
	"key": dbtest.Key, "int": dbtest.Integer, "text": dbtest.Varchar, "long": dbtest.Text, "date": dbtest.Date, "time": dbtest.Timestamp, "number": dbtest.Decimal,
}

func (s sheet) table() dbtest.Table {
	t := dbtest.Table{Name: s.name}
	for _, c := range strings.Fields(s.columns) {
		name, kind, _ := strings.Cut(c, ":")
		t.Columns = append(t.Columns, dbtest.Column{Name: name, Type: sheetTypes[kind]})
	}
	r := rand.New(rand.NewPCG(8, uint64(len(s.name))))
	for i := range s.rows {
		t.Rows = append(t.Rows, append([]any{int64(i + 1)}, s.row(r, i)...))
	}
	return t
}

func pick(r *rand.Rand, words string) string {
	all := strings.Fields(words)
	return all[r.IntN(len(all))]
}

const (
	brGiven   = "Maria José Ana João Antônio Francisca Carlos Paulo Adriana Juliana Marcos Luiz Fernanda Patrícia Rafael Camila"
	brFamily  = "Silva Santos Oliveira Souza Lima Pereira Ferreira Costa Rodrigues Almeida Nascimento Carvalho Araújo Ribeiro"
	enGiven   = "MARY PATRICIA LINDA BARBARA ELIZABETH JENNIFER SUSAN MARGARET JAMES JOHN ROBERT MICHAEL WILLIAM DAVID RICHARD"
	enFamily  = "SMITH JOHNSON WILLIAMS JONES BROWN DAVIS MILLER WILSON MOORE TAYLOR ANDERSON THOMAS JACKSON WHITE HARRIS"
	brCities  = "Recife Campinas Manaus Curitiba Salvador Fortaleza Goiânia Belém Santos Natal"
	brStates  = "PE SP AM PR BA CE GO PA SP RN"
	brStreets = "Flores Palmeiras Brasil Independência Consolação Ipiranga Aurora"
)

func day(r *rand.Rand, from, years int) string {
	return fmt.Sprintf("%d-%02d-%02d", from+r.IntN(years), 1+r.IntN(12), 1+r.IntN(28))
}

func randomCPF(r *rand.Rand) string {
	return punctuate(cpfOf(fmt.Sprintf("%09d", r.IntN(1e9))), cpfPattern)
}

func brName(r *rand.Rand) string {
	return pick(r, brGiven) + " " + pick(r, brFamily) + " " + pick(r, brFamily)
}

// armazem is a trading company: customers, employees, orders with their lines,
// products, suppliers, shippers, regions.
var armazem = []sheet{
	{"clientes", "id:key nome_contato:text cpf:text email:text telefone:text endereco:text cidade:text uf:text cep:text nascimento:date", 120, func(r *rand.Rand, i int) []any {
		return []any{brName(r), randomCPF(r), fmt.Sprintf("contato%d@exemplo.com.br", i), fmt.Sprintf("(11) 9%04d-%04d", 6000+r.IntN(3999), r.IntN(9999)),
			"Rua das " + pick(r, brStreets) + fmt.Sprintf(", %d", 1+r.IntN(2000)), pick(r, brCities), pick(r, brStates), fmt.Sprintf("%05d-%03d", 1000+r.IntN(98999), r.IntN(999)), day(r, 1950, 50)}
	}},
	{"funcionarios", "id:key nome:text cargo:text data_nascimento:date data_admissao:date salario:number chefe_id:int", 40, func(r *rand.Rand, i int) []any {
		return []any{brName(r), pick(r, "vendedor gerente analista assistente"), day(r, 1960, 40), day(r, 2010, 12), int64(1500 + r.IntN(9000)), int64(1 + i/8)}
	}},
	{"pedidos", "id:key cliente_id:int funcionario_id:int data_pedido:date data_envio:date frete:number transportadora_id:int", 300, func(r *rand.Rand, _ int) []any {
		return []any{int64(1 + r.IntN(120)), int64(1 + r.IntN(40)), day(r, 2023, 2), day(r, 2023, 2), int64(r.IntN(300)), int64(1 + r.IntN(3))}
	}},
	{"pedido_itens", "id:key pedido_id:int produto_id:int quantidade:int preco_unitario:number desconto:number", 500, func(r *rand.Rand, _ int) []any {
		return []any{int64(1 + r.IntN(300)), int64(1 + r.IntN(70)), int64(1 + r.IntN(40)), int64(5 + r.IntN(500)), int64(r.IntN(20))}
	}},
	{"produtos", "id:key descricao:text categoria_id:int estoque:int preco:number", 70, func(r *rand.Rand, i int) []any {
		return []any{pick(r, "Café Arroz Feijão Queijo Geleia Suco Biscoito") + fmt.Sprintf(" %dg", 100*(1+i%9)), int64(1 + r.IntN(8)), int64(r.IntN(900)), int64(3 + r.IntN(90))}
	}},
	{"categorias", "id:key nome_categoria:text descricao:text", 8, func(r *rand.Rand, i int) []any {
		return []any{strings.Fields("Bebidas Condimentos Doces Laticínios Grãos Carnes Hortifruti Pescados")[i], "itens da linha"}
	}},
	{"transportadoras", "id:key nome_fantasia:text site:text", 3, func(r *rand.Rand, i int) []any {
		return []any{strings.Fields("Velozmente Cargalinda Rodasul")[i] + " Transportes Ltda", "https://www.exemplo.com.br"}
	}},
}

// locadora is a video rental, in English, with people of elsewhere.
var locadora = []sheet{
	{"customer", "customer_id:key store_id:int first_name:text last_name:text email:text address_id:int active:int create_date:time", 150, func(r *rand.Rand, i int) []any {
		first, last := pick(r, enGiven), pick(r, enFamily)
		return []any{int64(1 + i%2), first, last, fmt.Sprintf("%s.%s%d@example.org", first, last, i), int64(1 + r.IntN(200)), int64(1), day(r, 2006, 1) + " 22:04:36"}
	}},
	{"staff", "staff_id:key first_name:text last_name:text email:text username:text password_hash:text", 30, func(r *rand.Rand, i int) []any {
		first, last := pick(r, enGiven), pick(r, enFamily)
		return []any{first, last, fmt.Sprintf("%s%d@example.org", first, i), fmt.Sprintf("%s%d", strings.ToLower(first), i), fmt.Sprintf("%040x", r.Uint64())}
	}},
	{"film", "film_id:key title:text release_year:int rental_duration:int rental_rate:number length:int rating:text", 200, func(r *rand.Rand, _ int) []any {
		return []any{pick(r, "ACADEMY ALADDIN ALIEN AMERICAN ANGELS APOLLO") + " " + pick(r, "DINOSAUR CALENDAR CENTER CIRCUS TEEN"), int64(2006), int64(3 + r.IntN(5)), int64(1 + r.IntN(5)),
			int64(46 + r.IntN(140)), pick(r, "PG G NC-17 PG-13 R")}
	}},
	{"inventory", "inventory_id:key film_id:int store_id:int", 200, func(r *rand.Rand, i int) []any {
		return []any{int64(1 + r.IntN(200)), int64(1 + i%2)}
	}},
	{"rental", "rental_id:key rental_date:time inventory_id:int customer_id:int return_date:time", 400, func(r *rand.Rand, _ int) []any {
		return []any{day(r, 2005, 1) + " 22:53:30", int64(1 + r.IntN(200)), int64(1 + r.IntN(150)), day(r, 2005, 1) + " 10:11:12"}
	}},
	{"payment", "payment_id:key customer_id:int rental_id:int amount:number payment_date:time", 400, func(r *rand.Rand, _ int) []any {
		return []any{int64(1 + r.IntN(150)), int64(1 + r.IntN(400)), int64(1 + r.IntN(9)), day(r, 2005, 1) + " 21:00:00"}
	}},
}

// TestSchemas: two schemas that people know, a trading company and a video
// rental, give the same findings on every engine, and the right ones.
func TestSchemas(t *testing.T) {
	dbtest.Need(t)
	catalog, err := detectors.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	holds := map[string]string{ // table | column: type that must be found, "" that none personal may be
		"clientes | nome_contato": "person_name", "clientes | cpf": "cpf", "clientes | email": "email", "clientes | telefone": "phone", "clientes | cep": "cep",
		"clientes | endereco": "address", "clientes | nascimento": "birth_date", "funcionarios | nome": "person_name", "funcionarios | salario": "salary",
		"funcionarios | data_nascimento": "birth_date", "customer | email": "email", "customer | first_name": "person_name", "customer | last_name": "person_name",
		"staff | email": "email", "staff | username": "username", "staff | password_hash": "password_hash",
		"pedidos | data_pedido": "", "pedidos | frete": "", "pedido_itens | preco_unitario": "", "produtos | descricao": "", "produtos | preco": "",
		"categorias | nome_categoria": "", "transportadoras | nome_fantasia": "", "film | title": "", "film | length": "", "film | release_year": "",
		"inventory | film_id": "", "rental | rental_date": "", "payment | amount": "", "payment | payment_date": "",
	}
	var tables []dbtest.Table
	for _, s := range slices.Concat(armazem, locadora) {
		tables = append(tables, s.table())
	}
	var first map[string]string
	for name, address := range map[string]func(testing.TB) string{"postgres": dbtest.Postgres, "mysql": dbtest.MySQL, "sqlite": dbtest.SQLite} {
		t.Run(name, func(t *testing.T) {
			a := address(t)
			dbtest.Load(t, a, tables)
			source, err := databases.Open(t.Context(), a, databases.Options{})
			if err != nil {
				t.Fatal(err)
			}
			got := findings(t, source, catalog)
			for _, key := range slices.Sorted(maps.Keys(holds)) {
				typ := holds[key]
				found, ok := got[key]
				personal := strings.Contains(found, "personal=true")
				if !ok || typ != "" && (!personal || !strings.Contains(found, typ)) || typ == "" && personal {
					t.Errorf("%s: %s, want %q", key, found, typ)
				}
			}
			if first == nil {
				first = got
			}
			for key := range first {
				if got[key] != first[key] {
					t.Errorf("%s: %s, elsewhere %s", key, got[key], first[key])
				}
			}
		})
	}
}
