package scanner

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// A made table: its name, and columns of cells.
type made struct {
	name    string
	columns []Column
	cells   []func(*rand.Rand, int) string
}

// judged gives the verdicts on n rows of the table.
func (m *made) judged(t *testing.T, n int) []ColumnResult {
	t.Helper()
	b := &Batch{Rows: n, Cols: len(m.columns)}
	r := rand.New(rand.NewPCG(7, 7))
	for i := range n {
		for _, cell := range m.cells {
			b.Cells = append(b.Cells, []byte(cell(r, i)))
		}
	}
	return verdicts(t, &Table{Name: m.name, Columns: m.columns}, b)
}

func madeTables() []*made {
	cpf := func(r *rand.Rand, _ int) string { return cpfOf(r.IntN(1e9)) }
	pis := func(r *rand.Rand, _ int) string { return pisOf(r.IntN(1e9)) }
	return []*made{
		{"pedidos", []Column{{Name: "nr_pis"}, {Name: "valor", DataType: "numeric"}, {Name: "numero"}},
			[]func(*rand.Rand, int) string{pis, printed("####"), printed("###")}},
		{"clientes", []Column{{Name: "cpf"}, {Name: "religiao"}, {Name: "salario", DataType: "numeric"}, {Name: "logradouro"}, {Name: "numero"}},
			[]func(*rand.Rand, int) string{cpf, out("Católica|Evangélica|Espírita"), printed("####"), out("Rua Augusta|Avenida Brasil|Rua XV"), printed("###")}},
		{"animais", []Column{{Name: "nome"}, {Name: "cor"}, {Name: "sexo"}},
			[]func(*rand.Rand, int) string{out("Ana Souza|João Silva|Maria Lima"), out("preta|branca|parda"), out("M|F")}},
		{"avisos", []Column{{Name: "texto"}, {Name: "codigo"}},
			[]func(*rand.Rand, int) string{func(r *rand.Rand, i int) string {
				if i%20 == 0 {
					return "Falei com o titular, CPF " + formatted(cpfOf(r.IntN(1e9))) + ", sobre o prazo."
				}
				return fmt.Sprintf("Falei com o cliente sobre o prazo do pedido %d.", i)
			}, pis}},
		{"sem_nada", []Column{{Name: "x"}}, []func(*rand.Rand, int) string{printed("AAA")}},
	}
}

// TestTurns makes each change that a verdict names, in a table of its own, and
// finds the verdict that was foretold.
func TestTurns(t *testing.T) {
	tried := map[string]int{}
	for _, m := range madeTables() {
		for i, c := range m.judged(t, 120) {
			for _, turn := range c.Turns {
				changed := &made{m.name, slices.Clone(m.columns), slices.Clone(m.cells)}
				switch turn.Kind {
				case "no_name":
					changed.columns[i].Name = ""
				case "no_values":
					changed.cells[i] = func(*rand.Rand, int) string { return "" }
				case "no_data_type":
					changed.columns[i].DataType = ""
				case "no_surroundings":
					changed.name, changed.columns, changed.cells = "", changed.columns[i:i+1], changed.cells[i:i+1]
				case "named":
					changed.columns[i].Name = builtin(t).Rule(turn.Type).Names[0]
				default: // fewer: see TestFewer
					continue
				}
				tried[turn.Kind]++
				if turn.Kind == "no_surroundings" {
					i = 0
				}
				got := changed.judged(t, 120)[i]
				if said := typesOf(got.Types); !slices.Equal(said, turn.Types) || got.Personal != turn.Personal {
					t.Errorf("%s.%s, %s: %v personal %t was foretold, and it is %v %t", m.name, c.Name, turn.Kind, turn.Types, turn.Personal, said, got.Personal)
				}
			}
		}
	}
	for _, kind := range []string{"no_name", "no_values", "no_surroundings", "named"} {
		if tried[kind] == 0 {
			t.Errorf("no verdict turned with %s: %v", kind, tried)
		}
	}
}

func typesOf(list []TypeVerdict) []string {
	ids := []string{}
	for _, v := range list {
		ids = append(ids, v.Type)
	}
	return ids
}

// TestFewer: a column stands with as many of its distinct values as are named,
// those with the smallest hashes, and falls with one less.
func TestFewer(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	var values []string
	for range 300 {
		values = append(values, printed("0####-###")(r, 0))
	}
	take := func(n int) func(*rand.Rand, int) string {
		return func(_ *rand.Rand, i int) string { return values[i%n] }
	}
	p := profileOf(t, 1, nil)
	hash := func(v string) uint64 { return p.hash([]byte(v)) }
	slices.SortFunc(values, func(a, b string) int { return cmp.Compare(hash(a), hash(b)) })
	c := judged(t, "x", "", 300, take(300))
	at := slices.IndexFunc(c.Turns, func(turn Turn) bool { return turn.Kind == "fewer" })
	if at < 0 {
		t.Fatalf("no number of values turns it: %+v", c.Turns)
	}
	n := int(c.Turns[at].N)
	if n < 2 || said(judged(t, "x", "", 300, take(n))) != "cep" || said(judged(t, "x", "", 300, take(n-1))) == "cep" {
		t.Errorf("%d values are said to be the least: %q with them, %q with one less", n, said(judged(t, "x", "", 300, take(n))), said(judged(t, "x", "", 300, take(n-1))))
	}
}

// TestSums: the weights of every verdict lead to its confidence, a rival's to
// one that is not enough, and what is kept of those that lost is bounded.
func TestSums(t *testing.T) {
	rivals := 0
	for _, m := range madeTables() {
		for _, c := range m.judged(t, 120) {
			for _, v := range slices.Concat(c.Types, c.Alternatives) {
				if got := Calibrated(Probability(Score(v.Evidence), v.Against)); math.Abs(got-v.Confidence) > 0.01 {
					t.Errorf("%s.%s: the evidence for %s leads to %.3f, not to %.3f", m.name, c.Name, v.Type, got, v.Confidence)
				}
			}
			rivals += len(c.Rivals)
			for _, r := range c.Rivals {
				if p := Probability(Score(r.Evidence), r.Against); p >= acceptedFrom {
					t.Errorf("%s.%s: %s lost with probability %.3f", m.name, c.Name, r.Type, p)
				}
				if holds(c.Types, r.Type) || holds(c.Alternatives, r.Type) {
					t.Errorf("%s.%s: %s lost and won", m.name, c.Name, r.Type)
				}
			}
			if len(c.Rivals) > mostRivals {
				t.Errorf("%s.%s: %d rivals", m.name, c.Name, len(c.Rivals))
			}
		}
	}
	if rivals == 0 {
		t.Error("no rival was kept")
	}
}

// TestResultSize: what is kept to explain a column of many rivals is small.
func TestResultSize(t *testing.T) {
	const columns, most = 1000, 4 << 10
	m := &made{name: "larga"}
	for i := range columns {
		m.columns = append(m.columns, Column{Name: fmt.Sprintf("documento_%d", i)})
		m.cells = append(m.cells, func(r *rand.Rand, _ int) string { return pisOf(r.IntN(1e9)) })
	}
	data, err := json.MarshalIndent(m.judged(t, 20), "", " ")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(data), `"rivals"`) || len(data) > columns*most {
		t.Errorf("%d columns are %d bytes", columns, len(data))
	}
}
