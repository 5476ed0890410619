package detectors

import "testing"

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
