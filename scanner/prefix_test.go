package scanner

import (
	"fmt"
	"testing"
)

// TestTableCode: the code with which a table begins or ends its columns' names changes nothing
// of what they say, also where it is no word of its own; a word for whose they are does, and
// what they are called for is no code.
func TestTableCode(t *testing.T) {
	columns := []string{"nome", "cnh", "civil", "pai", "obs"}
	cells := []func(int) string{
		oneOf("Ana Souza", "João da Silva", "Maria Lima", "Pedro Alves", "Carla Dias", "Rui Costa", "Lia Rocha", "Ivo Nunes"),
		numbered("1234567%04d"), oneOf("solteiro", "casado", "viúvo"), oneOf("Rui Souza", "Ivo Silva", "Lino Lima"), oneOf("x", "y"),
	}
	with := func(code string) []string {
		var all []string
		for _, c := range columns {
			all = append(all, fmt.Sprintf(code, c))
		}
		return all
	}
	plain := filledTable(t, "mtr", 200, columns, cells...)
	for _, code := range []string{"mtr_%s", "mtr%s", "%smtr", "mx%s"} {
		table := filledTable(t, "mtr", 200, with(code), cells...)
		for _, name := range columns {
			coded := table[fmt.Sprintf(code, name)]
			if c := plain[name]; said(coded) != said(c) || coded.Personal != c.Personal {
				t.Errorf("%s: %s, %s: %s", coded.Name, said(coded), name, said(c))
			}
		}
	}
	counts := filledTable(t, "mtr", 200, with("qtd_%s"), numbered("%d"), numbered("%d"), numbered("%d"), numbered("%d"), numbered("%d"))
	for name, c := range counts {
		if c.Personal {
			t.Errorf("%s: %s", name, said(c))
		}
	}
	for _, figures := range [][]string{
		{"age2iq", "age4iq", "age8iq", "age13iq"}, // what stands between a number and a code is measured at it
		{"idademed", "salariomed", "pesomed", "alturamed"},
		{"sumsalary", "sumage", "sumweight", "sumheight"},
	} {
		for name, c := range filledTable(t, "children", 200, figures, numbered("1%02d"), numbered("1%02d"), numbered("1%02d"), numbered("1%02d")) {
			if c.Personal {
				t.Errorf("%s: %s", name, said(c))
			}
		}
	}
}

// TestShort: behind the code of a table stand short forms, which say nothing elsewhere.
func TestShort(t *testing.T) {
	cells := []func(int) string{
		oneOf("Ana Souza", "João da Silva", "Maria Lima", "Pedro Alves", "Carla Dias", "Rui Costa", "Lia Rocha", "Ivo Nunes"),
		numbered("1234567%04d"), oneOf("S", "C", "D", "V"), numbered("%d.50"), oneOf("x", "y"),
	}
	coded := filledTable(t, "tbclicad", 200, []string{"clinom", "clicnh", "cliecv", "cliren", "cliobs"}, cells...)
	alone := filledTable(t, "tbclicad", 200, []string{"nom", "cnh", "ecv", "xren", "obs"}, cells...)
	for name, want := range map[string]string{"cliecv": "marital_status", "cliren": "salary"} {
		if got := said(coded[name]); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
	for _, name := range []string{"ecv", "xren"} {
		if len(alone[name].Types) > 0 {
			t.Errorf("%s: %s", name, said(alone[name]))
		}
	}
}
