package detectors

import (
	"strings"
	"testing"
)

func TestVeil(t *testing.T) {
	c := builtin(t)
	for _, test := range []struct{ name, want string }{
		{"clientes.csv", "clientes.csv"},
		{"vendas/2024-05-01/pedidos.csv", "vendas/2024-05-01/pedidos.csv"},
		{"Contrato 111.444.777-35.csv", "Contrato ###.###.###-##.csv"},
		{"fichas/11144477735.xlsx#Plan1", "fichas/###########.xlsx#Plan1"},
		{"ficha_11144477735_final.csv", "ficha_###########_final.csv"},
		{"maria.souza@exemplo.com.br.csv", "***.***@***.***.***.csv"},
		{"rh/Maria Aparecida da Silva.csv", "rh/*** *** *** ***.csv"},
		{"111.444.777-35", "###.###.###-##"},
		{"nr_cpf", "nr_cpf"},
		{"SA1010", "SA1010"},
		{"nota 12345678901.csv", "nota 12345678901.csv"},
		{"folha.xlsx#Dados bancários", "folha.xlsx#Dados bancários"},
	} {
		if got := c.Veil(test.name); got != test.want {
			t.Errorf("%q shows as %q, want %q", test.name, got, test.want)
		}
	}
}

func TestVeilText(t *testing.T) {
	c := builtin(t)
	for _, test := range []struct{ text, want string }{
		{"", ""},
		{"documento do cliente (CPF ou CNPJ)", "documento do cliente (CPF ou CNPJ)"},
		{"Data de nascimento, formato 1980-12-31; máx. 4 casas", "Data de nascimento, formato 1980-12-31; máx. 4 casas"},
		{"ex.: 111.444.777-35 ou 11144477735", "ex.: ###.###.###-## ou ###########"},
		{"por exemplo joana@exemplo.com.br", "por exemplo ***@***.***.***"},
		{"perguntar à Maria da Silva, ramal 4021, tel 33211234", "perguntar à *** *** ***, ramal 4021, tel ########"},
		{"N\xe3o usar", "N\ufffdo usar"},
		{strings.Repeat("abc ", 500), strings.Repeat("abc ", 250) + "…"},
	} {
		if got := c.VeilText(test.text); got != test.want {
			t.Errorf("%q shows as %q, want %q", test.text, got, test.want)
		}
	}
}
