package files

import (
	"strings"
	"testing"

	"github.com/datamapbr/datamap/scanner"
)

// TestAligned reads texts whose columns no delimiter parts.
func TestAligned(t *testing.T) {
	for _, tc := range []struct{ name, text, cols, rows, dialect, notes string }{
		{"padded", "codigo nome            valor\n1      ANA LIMA         1,50\n20     BIA SOUZA       10,00\n300    CAIO           200,25\n", "codigo|nome|valor",
			"1|ANA LIMA|1,50\n20|BIA SOUZA|10,00\n300|CAIO|200,25\n", "fixed_width", ""},
		{"ruled", "CPF         NOME\n----------- --------\n12345678909 Ana Sá\n11144477735 Zé\n", "CPF|NOME", "12345678909|Ana Sá\n11144477735|Zé\n", "fixed_width", ""},
		{"a title across", "RELATORIO DE CLIENTES DO MES\nnome           cidade\nAna            Natal\nBia            Recife\nCaio           Patos\nDavi           Sousa\n",
			"nome|cidade", "RELATORIO DE CLIENTES DO MES|\nAna|Natal\nBia|Recife\nCaio|Patos\nDavi|Sousa\n", "fixed_width", "ragged_rows"},
		{"runs of blanks", "nome  idade  cidade\nAna Lima  33  Natal\nBia  7  João Pessoa\nConceição  101  Patos\n", "nome|idade|cidade", "Ana Lima|33|Natal\nBia|7|João Pessoa\nConceição|101|Patos\n", "spaces", ""},
		{"phones", "fone\n(84) 99999-1234\n(84) 98888-4321\n(83) 97777-1111\n(81) 96666-2222\n", "fone", "(84) 99999-1234\n(84) 98888-4321\n(83) 97777-1111\n(81) 96666-2222\n", "", ""},
		{"many phones", "fone\n" + strings.Repeat("(84) 99999-1234\n41 98888-4321\n+55 83 97777-1111\n", 4), "fone", strings.Repeat("(84) 99999-1234\n41 98888-4321\n+55 83 97777-1111\n", 4), "", ""},
		{"moments", "quando\n" + strings.Repeat("2024-07-12 06:38:00\n", 9), "quando", strings.Repeat("2024-07-12 06:38:00\n", 9), "", ""},
		{"figures", strings.Repeat("1,5 2,25 300\n", 9), "coluna 1|coluna 2|coluna 3", strings.Repeat("1,5|2,25|300\n", 9), "spaces", ""},
		{"ruled, commas in the values", "nome       endereco\n---------- --------------\nAna Sá     Rua A, 12\nZé Lima    Rua B, 7\nBia        Rua C, 130\n", "nome|endereco",
			"Ana Sá|Rua A, 12\nZé Lima|Rua B, 7\nBia|Rua C, 130\n", "fixed_width", ""},
		{"figures at the right, a value missing", " codigo  nome      salario  quando\n      1  Ana Sá    1.200,5  2024-01-02 10:00\n     20  Zé Lima            2024-01-02 10:00\n1234567  Bia            90  2024-01-02 10:00\n", "codigo|nome|salario|quando",
			"1|Ana Sá|1.200,5|2024-01-02 10:00\n20|Zé Lima||2024-01-02 10:00\n1234567|Bia|90|2024-01-02 10:00\n", "fixed_width", ""},
		{"one blank apart", "uf nome     fone\nPB Ana Lima (83) 99999-1234\nRN Zé       (84) 99999-1234\nPE Bia      (81) 99999-1234\n", "uf|nome|fone", "PB|Ana Lima|(83) 99999-1234\nRN|Zé|(84) 99999-1234\nPE|Bia|(81) 99999-1234\n", "fixed_width", ""},
		{"moments between commas", "id,quando,valor\n" + strings.Repeat("1,2024-07-12 06:38:00,80.79\n", 30), "id|quando|valor", strings.Repeat("1|2024-07-12 06:38:00|80.79\n", 30), "comma", ""},
		{"decimal commas", strings.Repeat("1,5 -2.000,25 R$3,50\n", 9), "coluna 1|coluna 2|coluna 3", strings.Repeat("1,5|-2.000,25|R$3,50\n", 9), "spaces", ""},
		{"names", "nome\nAna de Lima\nBia de Souza\nEva de Sá\nIvo de Melo\n", "nome", "Ana de Lima\nBia de Souza\nEva de Sá\nIvo de Melo\n", "", ""},
	} {
		got := readOne(t, writeFile(t, "f.csv", tc.text), Options{IsData: catalogOf(t).IsData}, scanner.Sample{})
		if strings.Join(got.names, "|") != tc.cols || got.facts.Dialect != tc.dialect || got.err != nil {
			t.Errorf("%s: columns %q, dialect %q, error %v", tc.name, got.names, got.facts.Dialect, got.err)
		}
		for _, row := range got.rows {
			for i := range row {
				row[i] = strings.TrimSuffix(row[i], null)
			}
		}
		wantRows(t, got.rows, table(tc.rows))
		if notes := strings.Join(codes(got.facts.Notes), ","); notes != tc.notes {
			t.Errorf("%s: notes %s", tc.name, notes)
		}
	}
}
