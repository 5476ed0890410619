package detectors

import (
	"slices"
	"strings"
)

// measures reports whether an amount is of something sensitive itself, as where
// systems write every number so: "vl_hemoglobina" is what was found in somebody's
// blood, "vl_consulta" what was paid and "qt_exames" how many there were, but "qt_dias_internacao" how long it was.
func (t *Type) measures(words []string, mentioned string) bool {
	if t.Rule.Sensitive() && len(words) > 2 && slices.Contains(grammar.LoneRecords, words[1]) {
		return true
	}
	what := words[1:]
	if n := len(what) - 1; n > 0 && slices.Contains(grammar.Endings, what[n]) && !strings.HasSuffix(mentioned, what[n]) { // "vl_diurese_ml"
		what = what[:n]
	}
	return t.Rule.Sensitive() && slices.Contains(grammar.Measured, words[0]) && strings.Join(what, "_") == mentioned &&
		!slices.ContainsFunc(words[1:], func(w string) bool { return slices.Contains(grammar.Paid, strings.TrimSuffix(w, "s")) })
}
