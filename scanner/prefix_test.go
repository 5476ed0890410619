package scanner

import "testing"

// TestTableCode: the code with which a table begins its columns' names changes nothing of
// what they say; a word for whose they are does, and what they are called for is no code.
func TestTableCode(t *testing.T) {
	columns := []string{"nome", "cnh", "civil", "pai", "obs"}
	cells := []func(int) string{
		oneOf("Ana Souza", "João da Silva", "Maria Lima", "Pedro Alves", "Carla Dias", "Rui Costa", "Lia Rocha", "Ivo Nunes"),
		numbered("1234567%04d"), oneOf("solteiro", "casado", "viúvo"), oneOf("Rui Souza", "Ivo Silva", "Lino Lima"), oneOf("x", "y"),
	}
	with := func(code string) []string {
		var all []string
		for _, c := range columns {
			all = append(all, code+c)
		}
		return all
	}
	plain := filledTable(t, "mtr", 200, columns, cells...)
	for _, name := range columns {
		coded := filledTable(t, "mtr", 200, with("mtr_"), cells...)["mtr_"+name]
		if c := plain[name]; said(coded) != said(c) || coded.Personal != c.Personal {
			t.Errorf("mtr_%s: %s, %s: %s", name, said(coded), name, said(c))
		}
	}
	counts := filledTable(t, "mtr", 200, with("qtd_"), numbered("%d"), numbered("%d"), numbered("%d"), numbered("%d"), numbered("%d"))
	for name, c := range counts {
		if c.Personal {
			t.Errorf("%s: %s", name, said(c))
		}
	}
}
