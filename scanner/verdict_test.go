package scanner

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/datamapbr/datamap/detectors"
	"github.com/datamapbr/datamap/rules"
)

// compiled is the built-in catalogue, compiled once for all tests.
var compiled = sync.OnceValues(detectors.Builtin)

func builtin(t testing.TB) *detectors.Catalog {
	t.Helper()
	c, err := compiled()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func subjects(t testing.TB) *rules.Subjects {
	t.Helper()
	s, err := rules.LoadSubjects()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// profileOf returns the profile of a table with these columns that can be judged.
func profileOf(t testing.TB, seed uint64, columns []Column) *profile {
	t.Helper()
	p := newProfile(builtin(t), seed, today, columns)
	p.hearing = newHearing(p.catalog)
	p.learned = &rules.Learned{} // by the rules alone
	return p
}

// verdicts are those on a table with these rows.
func verdicts(t testing.TB, table *Table, rows *Batch) []ColumnResult {
	t.Helper()
	p := profileOf(t, 1, table.Columns)
	p.add(rows)
	results, _ := p.judge(table, subjects(t))
	return results
}

// checkDigit is the mod 11 digit of d with weights that fall from first to 2 and,
// where wrap is set, start again at 9.
func checkDigit(d []byte, first int, wrap bool) byte {
	sum, w := 0, first
	for _, c := range d {
		sum += int(c-'0') * w
		if w--; w < 2 && wrap {
			w = 9
		}
	}
	if rest := sum % 11; rest >= 2 {
		return byte('0' + 11 - rest)
	}
	return '0'
}

// cpfOf returns the CPF with these nine first digits.
func cpfOf(root int) string {
	d := fmt.Appendf(nil, "%09d", root)
	d = append(d, checkDigit(d, 10, false))
	return string(append(d, checkDigit(d, 11, false)))
}

func cnpjOf(root int) string {
	d := fmt.Appendf(nil, "%08d0001", root)
	d = append(d, checkDigit(d, 5, true))
	return string(append(d, checkDigit(d, 6, true)))
}

func pisOf(root int) string {
	d := fmt.Appendf(nil, "%010d", root)
	return string(append(d, checkDigit(d, 3, true)))
}

func formatted(cpf string) string {
	return cpf[:3] + "." + cpf[3:6] + "." + cpf[6:9] + "-" + cpf[9:]
}

// judged gives the verdict on one column of n cells.
func judged(t *testing.T, name, dataType string, n int, cell func(r *rand.Rand, i int) string) ColumnResult {
	t.Helper()
	r := rand.New(rand.NewPCG(7, 7))
	b := &Batch{Rows: n, Cols: 1}
	for i := range n {
		b.Cells = append(b.Cells, []byte(cell(r, i)))
	}
	return verdicts(t, &Table{Name: "dados", Columns: []Column{{Name: name, Position: 1, DataType: dataType}}}, b)[0]
}

// said writes a verdict in short: "cpf", "contains cpf", "cpf, contains cnpj".
func said(c ColumnResult) string {
	var list []string
	for _, v := range c.Types {
		s := v.Type
		if v.Mode == Contains {
			s = "contains " + s
		}
		list = append(list, s)
	}
	return strings.Join(list, ", ")
}

func TestVerdicts(t *testing.T) {
	digits := func(n int) func(*rand.Rand, int) string {
		return func(r *rand.Rand, _ int) string {
			b := []byte{byte('1' + r.IntN(9))}
			for len(b) < n {
				b = append(b, byte('0'+r.IntN(10)))
			}
			return string(b)
		}
	}
	dates := func(from, to int, layout string) func(*rand.Rand, int) string {
		return func(r *rand.Rand, _ int) string {
			return fmt.Sprintf(layout, from+r.IntN(to-from+1), 1+r.IntN(12), 1+r.IntN(28))
		}
	}
	ambiguous := []string{"65995891111", "47936255508", "38989510066"}
	for _, test := range []struct {
		about, name, dataType string
		n                     int
		cell                  func(*rand.Rand, int) string
		want                  string
	}{
		{"formatted CPFs under any name", "x", "", 200, func(r *rand.Rand, _ int) string { return formatted(cpfOf(r.IntN(1e9))) }, "cpf"},
		{"bare CPFs under any name", "campo7", "text", 200, func(r *rand.Rand, _ int) string { return cpfOf(r.IntN(1e9)) }, "cpf"},
		{"numeric CPFs without leading zeros", "nr_cpf", "numeric", 500,
			func(r *rand.Rand, _ int) string { return strings.TrimLeft(cpfOf(r.IntN(1e9)), "0") }, "cpf"},
		{"numeric CPFs without leading zeros or a name", "campo7", "bigint", 500,
			func(r *rand.Rand, _ int) string { return strings.TrimLeft(cpfOf(r.IntN(1e9)), "0") }, "cpf"},
		{"texts in a column of numbers, as SQLite keeps them", "contato", "integer", 300, func(_ *rand.Rand, i int) string { return fmt.Sprintf("cliente%d@exemplo.com.br", i) }, "email"},
		{"CPFs that were floats", "cpf", "double precision", 300, func(r *rand.Rand, _ int) string { return cpfOf(r.IntN(1e9)) + ".0" }, "cpf"},
		{"CPFs padded to fixed width", "A1_CGC", "char(14)", 300, func(r *rand.Rand, _ int) string { return cpfOf(r.IntN(1e9)) + "   " }, "cpf"},
		{"CPF and CNPJ mixed", "cgc", "", 400, func(r *rand.Rand, i int) string {
			if i%3 == 0 {
				return cnpjOf(r.IntN(1e8))
			}
			return cpfOf(r.IntN(1e9))
		}, "cpf, contains cnpj"},
		{"random order numbers of 11 digits", "num_pedido", "", 5000, digits(11), ""},
		{"random numbers of 11 digits, few", "codigo", "", 12, digits(11), ""},
		{"random numbers of 14 digits", "nsu", "", 3000, digits(14), ""},
		{"random numbers of 16 digits", "num_protocolo", "", 3000, digits(16), ""},
		{"random numbers of 10 digits", "matricula", "", 3000, digits(10), ""},
		{"random numbers of 8 digits", "codigo", "", 3000, digits(8), ""},
		{"sequential ids", "id", "integer", 10000, func(_ *rand.Rand, i int) string { return strconv.Itoa(i + 1) }, ""},
		{"milliseconds", "criado_em", "bigint", 3000, func(_ *rand.Rand, i int) string { return strconv.Itoa(1700000000000 + i*977) }, "timestamp"},
		{"unix seconds", "ts", "bigint", 3000, func(r *rand.Rand, _ int) string { return strconv.Itoa(1500000000 + r.IntN(200000000)) }, "timestamp"},
		{"EAN-13 codes", "ean13", "", 1000, func(r *rand.Rand, _ int) string { return "789" + digits(10)(r, 0) }, ""},
		{"the tax called PIS", "vl_pis", "numeric", 500, func(r *rand.Rand, _ int) string { return fmt.Sprintf("%.2f", r.Float64()*100) }, ""},
		{"PIS under its name", "pis_pasep", "", 300, func(r *rand.Rand, _ int) string { return pisOf(1e9 + r.IntN(1e9)) }, "pis"},
		{"Brazilian mobiles", "celular", "", 300, func(r *rand.Rand, _ int) string { return fmt.Sprintf("(11) 9%04d-%04d", r.IntN(1e4), r.IntN(1e4)) }, "phone"},
		{"bare phones under their name", "telefone1", "bigint", 300, func(r *rand.Rand, _ int) string { return fmt.Sprintf("113%07d", r.IntN(1e7)) }, "phone"},
		{"e-mails, upper case", "contato", "", 100, func(_ *rand.Rand, i int) string { return fmt.Sprintf("FULANO%d@EXEMPLO.COM.BR", i) }, "email"},
		{"a flag about e-mails", "email_enviado", "", 500, func(_ *rand.Rand, i int) string { return strconv.Itoa(i % 2) }, ""},
		{"birth dates", "dt_nasc", "date", 500, dates(1940, 2008, "%04d-%02d-%02d"), "birth_date"},
		{"dates of orders", "dt_pedido", "date", 500, dates(2019, 2025, "%04d-%02d-%02d"), ""},
		{"dates of eight digits are no CEPs", "emissao", "", 500, dates(2015, 2025, "%04d%02d%02d"), ""},
		{"CEPs with hyphen", "cep", "", 200, func(r *rand.Rand, _ int) string { return fmt.Sprintf("%05d-%03d", 1000+r.IntN(90000), r.IntN(1000)) }, "cep"},
		{"CEPs as numbers", "nr_cep", "int", 200, func(r *rand.Rand, _ int) string { return strconv.Itoa(1000000 + r.IntN(90000000)) }, "cep"},
		{"cards", "cartao", "", 50, func(r *rand.Rand, _ int) string { return cardOf(r) }, "card"},
		{"names of people", "nome", "", 200, func(r *rand.Rand, _ int) string {
			given := []string{"Maria", "José", "ANTONIO", "Ana", "João"}
			return given[r.IntN(len(given))] + " Aparecida de Oliveira " + []string{"Silva", "Souza", "Lima"}[r.IntN(3)] + string(rune('A'+r.IntN(26)))
		}, "person_name"},
		{"names of products", "nome", "", 200, func(_ *rand.Rand, i int) string { return fmt.Sprintf("Parafuso sextavado M%d", i) }, ""},
		{"text with 3 % CPFs", "observacao", "text", 1000, func(r *rand.Rand, i int) string {
			if i%33 == 0 {
				return "cliente informou o cpf " + formatted(cpfOf(r.IntN(1e9))) + " por telefone"
			}
			return fmt.Sprintf("entrega do pedido %d reagendada a pedido do cliente", 10000000000+i)
		}, "contains cpf"},
		{"one e-mail in a thousand texts", "observacao", "text", 1000, func(_ *rand.Rand, i int) string {
			if i == 700 {
				return "avisar em fulano@exemplo.com.br quando chegar"
			}
			return "sem ocorrências neste período, tudo normal"
		}, "contains email"},
		{"passwords in one log line of a hundred", "mensagem", "text", 1000, func(r *rand.Rand, i int) string {
			if i%100 == 0 {
				return fmt.Sprintf("usuario nao entra, senha: Abc@%d foi recusada de novo", r.IntN(1e4))
			}
			return fmt.Sprintf("falha ao gravar o registro %d, senha incorreta", i)
		}, "contains password"},
		{"diagnoses in one note of fifty", "observacao", "text", 1000, func(_ *rand.Rand, i int) string {
			if i%50 == 0 {
				return fmt.Sprintf("ausente na reuniao, atestado com CID F32.%d entregue ao setor", i%10)
			}
			return "reuniao sem ocorrencias, pauta cumprida por inteiro"
		}, "contains health"},
		{"3 % CPFs among random numbers of 11 digits", "codigo", "", 4000, func(r *rand.Rand, i int) string {
			if i%33 == 0 {
				return cpfOf(r.IntN(1e9))
			}
			return digits(11)(r, i)
		}, "contains cpf"},
		{"CPFs in the last part of a column of numbers", "doc", "", 4000, func(r *rand.Rand, i int) string {
			if i >= 3800 {
				return cpfOf(r.IntN(1e9))
			}
			return digits(11)(r, i)
		}, "contains cpf"},
		{"licences, of which one in eleven passes as a CPF", "registro", "", 3000, func(r *rand.Rand, _ int) string { return cnhOf(r.IntN(1e9)) }, "cnh"},
		{"numbers of vehicles, of which some pass as CPFs", "registro", "", 3000, func(r *rand.Rand, _ int) string { return pisOf(r.IntN(2e8)) }, "renavam"},
		{"unix seconds without a name", "val_b", "bigint", 3000, func(r *rand.Rand, _ int) string { return strconv.Itoa(1500000000 + r.IntN(200000000)) }, "timestamp"},
		{"landlines of one region that could be seconds", "val_b", "", 3000, func(r *rand.Rand, _ int) string { return fmt.Sprintf("14%d%07d", 2+r.IntN(4), r.IntN(1e7)) }, ""},
		{"item numbers of cases", "gtin14", "", 500, func(r *rand.Rand, _ int) string { return gtinOf("1789" + digits(9)(r, 0)) }, "ean"},
		{"keys of every kind", "valor", "", 300, pixKey(5), "pix, contains email, contains cnpj, contains cpf, contains uuid, contains phone"},
		{"the same under its name", "chave_pix", "", 300, pixKey(3), "pix, contains email, contains cpf, contains phone"},
		{"codes of diseases", "cid_principal", "", 300, func(r *rand.Rand, _ int) string { return cidOf(r) }, "health"},
		{"codes of diseases without a name", "codigo", "", 300, func(r *rand.Rand, _ int) string { return cidOf(r) }, ""},
		{"codes of shelves", "codigo", "", 300, func(r *rand.Rand, _ int) string { return fmt.Sprintf("%c%03d", 'A'+r.IntN(26), r.IntN(1000)) }, ""},
		{"an empty column under a plain name", "cpf", "varchar(14)", 0, nil, "cpf"},
		{"a number under a name that says person", "id_cliente", "integer", 300, func(_ *rand.Rand, i int) string { return strconv.Itoa(i) }, ""},
		{"three values that could be three things", "v", "", 3, func(_ *rand.Rand, i int) string { return ambiguous[i] }, "cpf"},
	} {
		got := judged(t, test.name, test.dataType, test.n, test.cell)
		if said(got) != test.want {
			t.Errorf("%s: got %q, want %q: %+v", test.about, said(got), test.want, got)
		}
	}
}

func cardOf(r *rand.Rand) string {
	d := []byte(fmt.Sprintf("4%014d", r.IntN(1e14)))
	sum := 0
	for i, c := range d {
		n := int(c - '0')
		if i%2 == 0 {
			if n *= 2; n > 9 {
				n -= 9
			}
		}
		sum += n
	}
	return string(append(d, byte('0'+(10-sum%10)%10)))
}

// cnhOf returns the licence number with these nine first digits.
func cnhOf(root int) string {
	d := fmt.Appendf(nil, "%09d", root)
	a, b := 0, 0
	for i, c := range d {
		a += int(c-'0') * (9 - i)
		b += int(c-'0') * (i + 1)
	}
	less := 0
	if a %= 11; a == 10 {
		a, less = 0, 2
	}
	if b = b%11 - less; b < 0 {
		b += 11
	}
	return fmt.Sprintf("%s%d%d", d, a, b%11%10)
}

// gtinOf adds the check digit to the first digits of an item number.
func gtinOf(d string) string {
	sum := 0
	for i := range d {
		sum += int(d[len(d)-1-i]-'0') * (3 - i%2*2)
	}
	return d + strconv.Itoa((10-sum%10)%10)
}

// pixKey writes keys of as many kinds.
func pixKey(kinds int) func(*rand.Rand, int) string {
	return func(r *rand.Rand, i int) string {
		switch i % kinds {
		case 0:
			return cpfOf(r.IntN(1e9))
		case 1:
			return fmt.Sprintf("fulana%d@exemplo.com.br", i)
		case 2:
			return fmt.Sprintf("+55119%08d", r.IntN(1e8))
		case 3:
			return cnpjOf(r.IntN(1e8))
		}
		return fmt.Sprintf("%08x-%04x-4%03x-a%03x-%012x", r.Uint32(), r.IntN(1<<16), r.IntN(1<<12), r.IntN(1<<12), r.Int64N(1<<48))
	}
}

// cidOf returns a code of the ICD-10.
func cidOf(r *rand.Rand) string {
	category := []string{"A09", "B24", "C50", "E11", "F32", "G40", "I10", "J45", "K29", "M54", "N39", "O80", "S82", "Z00"}[r.IntN(14)]
	return category + []string{"", "0", "1", "9", "X"}[r.IntN(5)]
}

func TestAlternatives(t *testing.T) {
	ambiguous := []string{"65995891111", "47936255508", "38989510066"}
	c := judged(t, "v", "", 3, func(_ *rand.Rand, i int) string { return ambiguous[i] })
	for _, id := range []string{"cnh", "pis", "renavam", "phone"} {
		if !holds(c.Alternatives, id) {
			t.Errorf("%s is no alternative: %+v", id, c.Alternatives)
		}
	}
}

// TestContradiction: what the name says and the values deny is told, with the
// share that is valid all the same, of whatever else they could be values.
func TestContradiction(t *testing.T) {
	for name, want := range map[string]struct {
		typ   string
		share float64
	}{"nr_cpf": {"cpf", 0.01}, "nr_cnh": {"cnh", 0.01}, "renavam": {"renavam", 0.1}, "nr_pis": {"pis", 0.1}} {
		c := judged(t, name, "", 1000, func(r *rand.Rand, _ int) string { return fmt.Sprintf("%011d", r.IntN(1e11)) })
		if c.Contradicted != want.typ || len(c.Types) > 0 {
			t.Errorf("random numbers under the name %s: contradicted %q, types %q", name, c.Contradicted, said(c))
		}
		if share := c.ValidShare(want.typ); share < want.share/2 || share > want.share*2 {
			t.Errorf("%s: %v are valid", name, share)
		}
	}
}

// TestProfilesMerge: however the rows are divided among profiles, the verdict is the same.
func TestProfilesMerge(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 9))
	const rows = 20000
	b := &Batch{Rows: rows, Cols: 2}
	for i := range rows {
		b.Cells = append(b.Cells, []byte(cpfOf(r.IntN(1e9))), []byte(fmt.Sprintf("texto %d com cpf %s", i%700, formatted(cpfOf(i)))))
	}
	table := &Table{Name: "t", Columns: []Column{{Name: "a"}, {Name: "b"}}}
	whole := profileOf(t, 3, make([]Column, 2))
	whole.add(b)
	parts := make([]*profile, 7)
	for i := range parts {
		parts[i] = profileOf(t, 3, make([]Column, 2))
	}
	for i := range rows {
		parts[r.IntN(len(parts))].add(&Batch{Rows: 1, Cols: 2, Cells: b.Row(i)})
	}
	for _, i := range r.Perm(len(parts) - 1) {
		parts[len(parts)-1].merge(parts[i])
	}
	got, _ := parts[len(parts)-1].judge(table, subjects(t))
	want, _ := whole.judge(table, subjects(t))
	if fmt.Sprintf("%+v", got) != fmt.Sprintf("%+v", want) {
		t.Errorf("parts: %+v\nwhole: %+v", got, want)
	}
	if d := want[0].Distinct; d < rows*85/100 || d > rows*115/100 {
		t.Errorf("%d distinct values are estimated as %d", rows, d)
	}
}

func TestFilter(t *testing.T) {
	for _, test := range []struct {
		only, exclude []string
		name          string // source|schema|table
		want          bool
	}{
		{nil, nil, "crm|public|clientes", true},
		{[]string{"crm/public.*"}, nil, "crm|public|clientes", true},
		{[]string{"crm/public.*"}, nil, "rh||a/b.csv", false},
		{[]string{"rh/*"}, nil, "rh/||a/b.csv", true},
		{nil, []string{"*/*.log_*"}, "crm|public|log_acesso", false},
	} {
		f, err := newFilter(test.only, test.exclude)
		if err != nil {
			t.Fatal(err)
		}
		p := strings.Split(test.name, "|")
		if got := f.admits(p[0], p[1], p[2]); got != test.want {
			t.Errorf("only %v exclude %v: %s is admitted: %v", test.only, test.exclude, test.name, got)
		}
	}
}
