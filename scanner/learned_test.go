package scanner

import (
	"fmt"
	"testing"

	"github.com/datamapbr/datamap/rules"
)

// TestKeptBy: the weights add up to the evidence, each piece with its weightiest feature.
func TestKeptBy(t *testing.T) {
	l := &rules.LearnedType{Type: OtherType, From: 0.4, Prior: -1, Weights: map[string]map[string]float64{
		rules.FeatureName:  {"oficina": 1.5, "curso": 0.25},
		rules.FeatureAmong: {"cpf": 0.75, "ean": -3},
	}}
	all := features{{Kind: rules.FeatureName, What: "curso"}, {Kind: rules.FeatureName, What: "oficina"}, {Kind: rules.FeatureAmong, What: "cpf"}, {Kind: rules.FeatureTable, What: "presos"}}
	v := keptBy(l, all)
	if v == nil || v.Type != OtherType {
		t.Fatalf("the verdict is %v", v)
	}
	if got, want := fmt.Sprint(v.Evidence), "[{prior -1  0 0} {name 1.75 oficina 0 0} {among 0.75 cpf 0 0}]"; got != want {
		t.Errorf("the evidence is %s, want %s", got, want)
	}
	if want := round(Calibrated(odds(1.5)), 4); v.Confidence != want {
		t.Errorf("the confidence is %v, want %v", v.Confidence, want)
	}
	if v := keptBy(l, append(all, rules.Feature{Kind: rules.FeatureAmong, What: "ean"})); v != nil {
		t.Errorf("among goods the verdict is %v", *v)
	}
}

// unknown is the position of the column that no rule knows.
const unknown = 4

// TestOthers: what no rule knows is somebody's in a table of people, nobody's in one of goods,
// and silenced as any other type.
func TestOthers(t *testing.T) {
	l, err := rules.LoadLearned()
	if err != nil {
		t.Fatal(err)
	}
	judged := func(table string, silences [][]silence, columns []string, cell func(i int) []string) ColumnResult {
		b := &Batch{Rows: 60, Cols: len(columns)}
		described := &Table{Name: table}
		for i, name := range columns {
			described.Columns = append(described.Columns, Column{Name: name, Position: i + 1})
		}
		for i := range b.Rows {
			for _, v := range cell(i) {
				b.Cells = append(b.Cells, []byte(v))
			}
		}
		p := profileOf(t, 1, described.Columns)
		p.learned, p.silences = l, silences
		p.add(b)
		results, _ := p.judge(described, subjects(t))
		return results[unknown]
	}
	kinds := []string{"Marcenaria", "Horta", "Biblioteca", "Cozinha", "", ""}
	person := func(i int) []string {
		return []string{cpfOf(i * 7919), "Ana Lima", "F", "Solteira", kinds[i%len(kinds)], "Parda"}
	}
	people := []string{"cpf", "nome", "sexo", "estado_civil", "xoficina", "raca"}
	if r := judged("presos", nil, people, person); !r.Personal || said(r) != OtherType || r.Sensitive {
		t.Errorf("among people: %q, personal %v, sensitive %v", said(r), r.Personal, r.Sensitive)
	}
	silences := make([][]silence, len(people))
	silences[unknown] = []silence{{0, OtherType}}
	if r := judged("presos", silences, people, person); r.Personal || len(r.Types) > 0 || len(r.Silenced) != 1 {
		t.Errorf("silenced: %q, personal %v, silenced %v", said(r), r.Personal, r.Silenced)
	}
	goods := func(i int) []string {
		return []string{fmt.Sprint(1000 + i), "Martelo", "12.90", "UN", kinds[i%len(kinds)], "8205.20.00"}
	}
	if r := judged("produtos", nil, []string{"codigo", "descricao", "preco", "unidade", "xoficina", "ncm"}, goods); r.Personal || len(r.Types) > 0 {
		t.Errorf("among goods: %q, personal %v", said(r), r.Personal)
	}
}
