package detectors

import (
	"slices"
	"strings"
)

// measures reports whether an amount is of something sensitive itself, as where
// systems write every number so: "vl_hemoglobina" is what was found in somebody's
// blood, "vl_consulta" what was paid and "qt_exames" how many there were.
func (t *Type) measures(words []string, mentioned string) bool {
	return t.Rule.Sensitive() && slices.Contains(grammar.Measured, words[0]) && strings.Join(words[1:], "_") == mentioned &&
		!slices.ContainsFunc(words[1:], func(w string) bool { return slices.Contains(grammar.Paid, strings.TrimSuffix(w, "s")) })
}
