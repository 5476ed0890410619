package detectors

import (
	"slices"
	"strings"
)

// amounts are first words that make a column an amount of a thing, not the
// thing: "vl_pis", "qtd_telefones".
var amounts = []string{
	"vl", "vr", "vlr", "val", "valor", "aliq", "aliquota", "perc", "pct", "base", "bc", "qt", "qtd", "qtde", "quantidade", "total", "custo", "preco", "taxa",
	"casos", "obitos", "vagas", "cob", "cobertura", "incid", "incidencia", "prevalencia", "pop", "populacao",
}

// measured are those of them that stand before measures of a body, too, but for what is
// paid or counted.
var (
	measured = []string{"vl", "vr", "vlr", "val", "valor", "qt", "total"}
	paid     = []string{
		"exame", "exam", "consulta", "vacina", "vacinacao", "internacao", "internacoe", "procedimento", "cirurgia", "medicamento", "medicacao", "medication", "tratamento",
		"treatment", "dose", "terapia", "plano", "remedio", "protese", "parto", "obito", "atestado", "afastamento", "licenca", "dependente", "filho", "visita", "saude", "health",
		"odonto", "dental", "caso", "case", "leito", "gestante", "deficiente", "pcd", "sinistro", "indenizacao", "coparticipacao", "acidente", "insalubridade", "seguro", "auxilio",
	}
)

// measures reports whether an amount is of something sensitive itself, as where
// systems write every number so: "vl_hemoglobina" is what was found in somebody's
// blood, "vl_consulta" what was paid and "qt_exames" how many there were.
func (t *Type) measures(words []string, mentioned string) bool {
	return t.Rule.Sensitive() && slices.Contains(measured, words[0]) && strings.Join(words[1:], "_") == mentioned &&
		!slices.ContainsFunc(words[1:], func(w string) bool { return slices.Contains(paid, strings.TrimSuffix(w, "s")) })
}
