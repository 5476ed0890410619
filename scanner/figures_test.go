package scanner

import (
	"fmt"
	"testing"
)

// TestTabulated: rows that fill what places, years and groups span are figures, and
// those of people are more, or fewer.
func TestTabulated(t *testing.T) {
	columns := []string{"estado", "ano", "sexo", "cor_raca", "renda"}
	place := func(i int) string { return fmt.Sprintf("Estado %c", 'A'+i/100%12) }
	year := func(i int) string { return fmt.Sprint(2010 + i/10%10) }
	sex := func(i int) string { return []string{"F", "M"}[i/5%2] }
	race := func(i int) string { return []string{"Branca", "Preta", "Parda", "Amarela", "Indígena"}[i%5] }
	income := func(i int) string { return fmt.Sprintf("%d.%02d", 1200+7*i, i%100) }
	one := func(of string) func(int) string { return func(int) string { return of } }
	for name, c := range map[string]struct {
		rows     int
		cells    []func(int) string
		personal bool
	}{
		"figures":     {1200, []func(int) string{place, year, sex, race, income}, false},
		"one state":   {1200, []func(int) string{one("SP"), one("2022"), sex, race, income}, true},
		"few of many": {200, []func(int) string{numbered("Estado %d"), year, sex, race, income}, true},
	} {
		got := filledTable(t, "dados", c.rows, columns, c.cells...)
		for _, column := range []string{"sexo", "cor_raca"} {
			if got[column].Personal != c.personal {
				t.Errorf("%s: %s personal %v, want %v", name, column, got[column].Personal, c.personal)
			}
		}
	}
}
