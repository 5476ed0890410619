package scanner

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// TestComments: what a comment says first is heard like a name, and weighed less
// than one; a name that says a type, or denies it, stands.
func TestComments(t *testing.T) {
	digits := func(i int) string { return fmt.Sprintf("%011d", i*7919+13) }
	code := oneOf("1", "2", "4", "6", "8")
	money := numbered("%d.50")
	for _, c := range []struct {
		name, comment, table, tableComment string
		cell                               func(int) string
		want                               string
		kind                               string // of the evidence that decides
	}{
		{"c07", "Raça/cor do funcionário", "t1", "", code, "race", "comment"},
		{"c07", "Race of the employee (IBGE codes)", "t1", "Employees", code, "race", "comment"},
		{"c07", "", "t1", "", code, "", ""},
		{"racacor", "", "t1", "Cadastro de funcionários", code, "race", "name"},
		{"c08", "Salário bruto", "t1", "Cadastro de funcionários", money, "salary", "comment"},
		{"c08", "Valor do produto. Não confundir com o salário", "t1", "", money, "", ""},
		{"c08", "Coluna que o sistema de folha preenche para calcular depois o salário de quem foi admitido", "t1", "", money, "", ""},
		{"c09", "CPF do cliente", "t1", "", digits, "", ""}, // its values say no
		{"vl_pis", "PIS", "t1", "", money, "", ""},
		{"cor", "Cor do produto", "t1", "Produtos", oneOf("azul", "verde"), "", ""},
		{"c10", "Religião", "t1", "Pacientes", oneOf("A", "B", "C"), "religion", "comment"},
	} {
		table := &Table{Name: c.table, Comment: c.tableComment, Columns: []Column{{Name: "id", Position: 1}, {Name: c.name, Position: 2, Comment: c.comment}}}
		b := &Batch{Rows: 300, Cols: 2}
		for i := range b.Rows {
			b.Cells = append(b.Cells, []byte(fmt.Sprint(i)), []byte(c.cell(i)))
		}
		r := verdicts(t, table, b)[1]
		if got := said(r); got != c.want {
			t.Errorf("%s %q in %q: said %q, want %q: %v", c.name, c.comment, c.tableComment, got, c.want, r.Rivals)
			continue
		}
		if c.kind == "" {
			continue
		}
		if !slices.ContainsFunc(r.Types[0].Evidence, func(e Evidence) bool { return e.Kind == c.kind && e.Weight > 0 }) {
			t.Errorf("%s %q: no %s among %v", c.name, c.comment, c.kind, r.Types[0].Evidence)
		}
		turned := slices.ContainsFunc(r.Turns, func(turn Turn) bool { return turn.Kind == "no_comment" && !slices.Contains(turn.Types, c.want) })
		if turned != (c.kind == "comment") {
			t.Errorf("%s %q: turns are %v", c.name, c.comment, r.Turns)
		}
		if c.kind == "comment" && strings.Contains(c.name, "c0") {
			named := *table
			named.Columns = slices.Clone(table.Columns)
			named.Columns[1].Name, named.Columns[1].Comment = r.Types[0].Type, ""
			if as := verdicts(t, &named, b)[1]; len(as.Types) == 0 || as.Types[0].Confidence <= r.Types[0].Confidence {
				t.Errorf("%s %q is no less sure than the same as a name: %v", c.name, c.comment, r.Types[0])
			}
		}
	}
}
