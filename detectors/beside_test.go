package detectors

import "testing"

// TestBeside: of a cell that is a name beside a number or an address, the name is found.
func TestBeside(t *testing.T) {
	c := builtin(t)
	typ := c.Index("person_name")
	for _, test := range []struct{ text, name string }{
		{"Maria Souza (11) 98888-7777", "Maria Souza"},
		{"Maria Souza, tel: 11988887777", "Maria Souza"},
		{"Rita Alves (mãe) 31 98888-7777", "Rita Alves"},
		{"Rosa - 11 98888-7777", "Rosa"},
		{"Bruno (pai) 31 98888-7777", "Bruno"},
		{"(11) 98888-1234 Vera Lúcia", "Vera Lúcia"},
		{"11988887777 - Ana", "Ana"},
		{"Emily Carter +44 20 7999 1234", "Emily Carter"},
		{"Ana Lima <ana.lima@exemplo.com.br>", "Ana Lima"},
		{"Caio Melo caio@melo.com.br", "Caio Melo"},
		{"leo.silva@exemplo.com (Leo Silva)", ""},
		{"Rua Maria Souza, 4471-12345678", ""},
		{"Parafuso Sextavado 12345678", ""},
		{"Maria Souza comprou 12345678 parafusos de rosca", ""},
		{"Maria Souza 1234", ""},
	} {
		found := ""
		c.Find([]byte(test.text), func(h TextHit) {
			if h.Type == typ && h.Valid {
				found += test.text[h.Start:h.End]
			}
		})
		if found != test.name {
			t.Errorf("%q: found %q, want %q", test.text, found, test.name)
		}
	}
}
