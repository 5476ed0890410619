package scanner

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
)

// TestStorage: what number types, spreadsheets, fixed widths and masks do to
// values does not hide what they are.
func TestStorage(t *testing.T) {
	type cell = func(*rand.Rand, int) string
	cpf := func(write func(string) string) cell {
		return func(r *rand.Rand, _ int) string { return write(cpfOf(r.IntN(1e9))) }
	}
	stripped := func(id, shape string) cell {
		draw := passing(t, id, shape)
		return func(r *rand.Rand, i int) string { return strings.TrimLeft(draw(r, i), "0") }
	}
	wide := strings.NewReplacer("0", "０", "1", "１", "2", "２", "3", "３", "4", "４", "5", "５", "6", "６", "7", "７", "8", "８", "9", "９")
	for _, test := range []struct {
		about, name, dataType string
		cell                  cell
		want                  string
	}{
		{"zeros lost", "doc_cliente", "bigint", cpf(func(c string) string { return strings.TrimLeft(c, "0") }), "cpf"},
		{"zeros of a tenth lost", "valor_x", "", cpf(func(c string) string { return strings.TrimPrefix(c, "0") }), "cpf"},
		{"companies", "cnpj", "bigint", func(r *rand.Rand, _ int) string { return strings.TrimLeft(cnpjOf(r.IntN(1e8)), "0") }, "cnpj"},
		{"postcodes of São Paulo", "cep", "int", stripped("cep", "0####0##"), "cep"},
		{"voters", "titulo_eleitor", "bigint", stripped("titulo_eleitor", "00##########"), "titulo_eleitor"},
		{"licences", "cnh", "bigint", stripped("cnh", "0##########"), "cnh"},
		{"vehicles of before 2013", "renavam", "bigint", stripped("renavam", "00#########"), "renavam"},
		{"lawsuits", "nr_processo", "", stripped("process_number", "00#####0020198260###"), "process_number"},
		{"banks", "cod_banco", "int", out("1|33|104|237|341|756"), "bank_account"},
		{"branches", "agencia", "int", func(r *rand.Rand, _ int) string { return strconv.Itoa(1 + r.IntN(9999)) }, "bank_account"},

		{"floats", "c7", "", cpf(func(c string) string { return c + ".0" }), "cpf"},
		{"exponents", "cpf", "", cpf(func(c string) string { return c[:1] + "." + c[1:] + "E+10" }), "cpf"},
		{"exponents with a comma", "cpf", "", cpf(func(c string) string { return c[:1] + "," + c[1:] + "E10" }), "cpf"},
		{"fixed width", "c7", "char(20)", cpf(func(c string) string { return fmt.Sprintf("%-20s", c) }), "cpf"},
		{"an apostrophe", "c7", "", cpf(func(c string) string { return "'" + c }), "cpf"},
		{"a formula", "c7", "", cpf(func(c string) string { return `="` + c + `"` }), "cpf"},
		{"no-break spaces", "c7", "", cpf(func(c string) string { return " " + c + " " }), "cpf"},
		{"a zero-width space", "c7", "", cpf(func(c string) string { return "\u200b" + formatted(c) }), "cpf"},
		{"a byte order mark", "c7", "", cpf(func(c string) string { return "\ufeff" + formatted(c) }), "cpf"},
		{"full-width digits", "c7", "", cpf(func(c string) string { return wide.Replace(c) }), "cpf"},
		{"fourteen wide", "a1_cgc", "", cpf(func(c string) string { return "000" + c }), "cpf"},
		{"fourteen wide, mixed", "cgc_cpf", "", func(r *rand.Rand, i int) string {
			if i%4 == 0 {
				return cnpjOf(1e7 + r.IntN(9e7))
			}
			return "000" + cpfOf(r.IntN(1e9))
		}, "cnpj, contains cpf"},
		{"a hyphen alone", "c7", "", cpf(func(c string) string { return c[:9] + "-" + c[9:] }), "cpf"},
		{"a slash", "c7", "", cpf(func(c string) string { return formatted(c)[:11] + "/" + c[9:] }), "cpf"},
		{"spaces", "c7", "", cpf(func(c string) string { return c[:3] + " " + c[3:6] + " " + c[6:9] + " " + c[9:] }), "cpf"},
	} {
		if got := judged(t, test.name, test.dataType, 200, test.cell); said(got) != test.want {
			t.Errorf("%s: got %q, want %q: %+v", test.about, said(got), test.want, got)
		}
	}
}

// TestDestroyed: numbers that a spreadsheet has rounded cannot be validated. They
// are counted, and the name stands.
func TestDestroyed(t *testing.T) {
	for _, test := range []struct{ name, cell, want string }{
		{"nr_processo", "5.0465E+19", "process_number"},
		{"chave_nfe", "3,52060433009911E+43", "nfe_key"},
		{"linha_digitavel", "3.41915721389766E+46", "boleto"},
		{"cartao", "4.11111111111111E15", "card"},
	} {
		if got := judged(t, test.name, "", 100, out(test.cell)); got.Destroyed != 100 || said(got) != test.want {
			t.Errorf("%s: %d of 100 are destroyed, and it is %q", test.name, got.Destroyed, said(got))
		}
	}
}

// TestSentinels: what stands for "no value" is counted, and says nothing for or against a type.
func TestSentinels(t *testing.T) {
	for name, cells := range map[string]string{
		"cpf": "00000000000|11111111111|22222222222|33333333333|44444444444|55555555555|66666666666|77777777777|88888888888|99999999999|" +
			"000.000.000-00|-1|-3|-4|#NULO#|#NE#|NAO INFORMADO|Não informado|S/N|ISENTO|NULL|   ",
		"cep":           "99999-999|00000-000|00000000",
		"dt_nascimento": "01/01/1900|30/12/1899|1900-01-01|1899-12-30 00:00:00|1900-01-01T00:00:00",
		"email":         "a@a.com|nao tem|-",
		"telefone":      "(00) 0000-0000|0000000000|(99) 99999-9999",
	} {
		for cell := range strings.SplitSeq(cells, "|") {
			got := judged(t, name, "", 10, out(cell))
			if empty := strings.TrimSpace(cell) == ""; got.Filled != 0 || (got.Placeholders != 10) != empty || len(got.Types) != 1 || len(got.Types[0].Evidence) != 2 {
				t.Errorf("%s %q: %d of 10 stand for none: %+v", name, cell, got.Placeholders, got)
			}
		}
	}
}
