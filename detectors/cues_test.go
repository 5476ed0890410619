package detectors

import (
	"testing"

	"github.com/datamapbr/datamap/rules"
)

// TestIntroduced: a value behind a word that introduces it is found alike by the
// text index, by a rule that is charged, whose pattern needs a regexp, and naively.
func TestIntroduced(t *testing.T) {
	for _, test := range []struct {
		text  string
		found int
	}{
		{"cliente Z12345", 1},
		{"CLIENTE: Z12345", 1},
		{"o Responsável.-   Z12345 ligou", 1},
		{"RESPONSÁVEL\r\nZ12345", 1},
		{"em nome de Z12345", 1},
		{"Em nome de: Z12345, cliente Z12346", 2},
		{"de Z12345", 0},
		{"subcliente Z12345", 0},
		{"clientes Z12345", 0},
		{"clienteZ12345", 0},
		{"cliente:;Z12345", 0},
		{"cliente antigo Z12345", 0},
		{"Z12345", 0},
	} {
		for _, pattern := range []string{`Z\d{5}`, `(?i:z)\d{5}\b`} {
			c, err := Compile([]rules.Rule{{ID: "own", Own: true, Names: []string{"own"},
				Text: []rules.TextForm{{Pattern: pattern, After: []string{"cliente", "responsavel", "em nome de"}, Chance: 0.01}}}})
			if err != nil {
				t.Fatal(err)
			}
			found, naive := 0, 0
			c.FindWithin(&Budget{}, []byte(test.text), func(TextHit) { found++ })
			c.Naive().Find([]byte(test.text), func(TextHit) { naive++ })
			if found != test.found || naive != test.found {
				t.Errorf("%q with %s: %d found, %d naively, want %d", test.text, pattern, found, naive, test.found)
			}
		}
	}
}
