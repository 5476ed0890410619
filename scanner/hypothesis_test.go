package scanner

import (
	"fmt"
	"testing"
)

// TestValuesAgainstNames: what values prove stands against a name that any value
// fits or that denies it, and a yes or no is of no type but one that has flags.
func TestValuesAgainstNames(t *testing.T) {
	given, family := []string{"Maria", "Pedro", "Lucas", "Carla", "Rafael"}, []string{"Silva", "Souza", "Pereira", "Lima", "Costa", "Ramos"}
	var rows [][]string
	for i := range 120 {
		name := fmt.Sprintf("%s %s %s", given[i%5], family[i%6], family[i/5%6])
		rows = append(rows, []string{name, fmt.Sprintf("177.%d.%d.%d", i, i*7%250, i*3%250+1), []string{"S", "N"}[i%2], []string{"Sim", "Não"}[i%2]})
	}
	by := judgedTable(t, "atendidos", []string{"nome_usuario", "address", "residencia", "fumante"}, rows)
	for name, want := range map[string]string{"nome_usuario": "person_name", "address": "ip", "residencia": "", "fumante": "health"} {
		if got := said(by[name]); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}
