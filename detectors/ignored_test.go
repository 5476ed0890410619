package detectors

import (
	"testing"

	"github.com/datamapbr/datamap/rules"
)

// TestIgnored: terms are known however they are written, and looking for one takes no memory.
func TestIgnored(t *testing.T) {
	all, err := rules.Load()
	if err != nil {
		t.Fatal(err)
	}
	c, err := Compile(all, rules.Ignored{Type: "phone", Terms: []string{"(11) 4004-1234"}}, rules.Ignored{Terms: []string{"Fundação Exemplo"}})
	if err != nil {
		t.Fatal(err)
	}
	for value, want := range map[string][2]bool{ // of telephones, and of any type
		"11 4004 1234": {true, false}, "FUNDACAO  EXEMPLO": {true, true}, "Fundação de Exemplo": {false, false},
	} {
		types, _ := c.Ignored([]byte(value))
		if got := [2]bool{types.Has(c.Index("phone")), types.Has(c.Index("cpf"))}; got != want {
			t.Errorf("%q: %v, want %v", value, got, want)
		}
		if n := testing.AllocsPerRun(10, func() { c.Ignored([]byte(value)) }); n > 0 {
			t.Errorf("%q: %v allocations", value, n)
		}
	}
}
