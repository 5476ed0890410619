package detectors

import (
	"slices"
	"strings"
	"testing"

	"github.com/datamapbr/datamap/rules"
)

// TestPlaceholders: every one that a rule may list is known, however it is written.
func TestPlaceholders(t *testing.T) {
	all, err := rules.Load()
	if err != nil {
		t.Fatal(err)
	}
	longest := strings.Repeat("sem ", rules.MaxPlain/4) + "nif"
	i := slices.IndexFunc(all, func(r rules.Rule) bool { return r.ID == "cpf" })
	all[i].Placeholders = append(all[i].Placeholders, longest, "aguardando documento do responsavel")
	c, err := Compile(all)
	if err != nil {
		t.Fatal(err)
	}
	for value, want := range map[string]bool{
		longest: true, strings.ToUpper(longest): true, "Aguardando documento do responsável": true, "não informado": true, "N/A": true, "000.000.000-00": true,
		longest + "x": false, "aguardando documento": false, "0000": false, "": true,
	} {
		if got := c.IsPlaceholder([]byte(value)); got != want {
			t.Errorf("%q: %v, want %v", value, got, want)
		}
	}
}
