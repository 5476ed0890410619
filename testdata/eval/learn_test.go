package eval

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"hash/fnv"
	"maps"
	"math"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/datamapbr/datamap/detectors"
	"github.com/datamapbr/datamap/rules"
	"github.com/datamapbr/datamap/scanner"
)

var learn = flag.Bool("learn", false, "learn rules/learned.yaml anew from the tuning half")

// Weights are learned from what the columns of the tuning half are to a program that has forgotten
// one name in forgetOne: so are columns of databases that it has not seen. It forgets others each time.
const (
	forgetOne = 3
	forgotten = 3 // times
)

// An example is a case with what an auditor says of it.
type example struct {
	features []int
	table    string
	yes      float64 // 1 for a column that is of the type, else 0
	weight   float64
}

// eitherWeight is what a column counts on which auditors differ, as one that is not of the type.
const eitherWeight = 0.5

// TestLearn: the learned weights are of kinds of features, and of types, that there are. With -learn it learns
// them first, of the types that there were.
func TestLearn(t *testing.T) {
	l, err := rules.LoadLearned()
	if err != nil {
		t.Fatal(err)
	}
	if *learn {
		learnWeights(t, l)
	}
	catalog := catalogOf(t)
	for _, one := range l.Types {
		if catalog.Index(one.Type) < 0 {
			t.Errorf("there is no type %q", one.Type)
		}
		for kind, weights := range one.Weights {
			if !slices.Contains(rules.FeatureKinds, kind) {
				t.Errorf("there are no features of kind %q", kind)
			}
			for what := range weights {
				if types := kind == rules.FeatureBeside || kind == rules.FeatureAmong; types && what != "none" && what != "edge" &&
					!strings.Contains(what, "tenths_") && catalog.Index(what) < 0 {
					t.Errorf("%s: there is no type %q", kind, what)
				}
			}
		}
	}
}

// learnWeights learns the weights of the types of l, and writes them down.
func learnWeights(t *testing.T, l *rules.Learned) {
	c := corpusAt(t)
	c.tables = slices.DeleteFunc(c.tables, func(table table) bool { return table.Half != "tune" })
	labels := c.labels()
	var features []rules.Feature
	index := map[rules.Feature]int{}
	examples := map[string][]example{}
	for seed := range forgotten {
		for _, one := range casesOf(t, c, forgetful(t, seed)) {
			e := example{table: one.Schema + "." + one.Table}
			e.yes, e.weight = labels[[3]string{one.Schema, one.Table, one.Column}].says(one.Type)
			for _, f := range one.Features {
				if _, ok := index[f]; !ok {
					index[f] = len(features)
					features = append(features, f)
				}
				e.features = append(e.features, index[f])
			}
			examples[one.Type] = append(examples[one.Type], e)
		}
	}
	for i := range l.Types {
		one := &l.Types[i]
		var weights []float64
		one.Prior, weights = regress(examples[one.Type], len(features))
		one.Weights = map[string]map[string]float64{}
		for k, f := range features {
			if math.Abs(weights[k]) < leastWeight {
				continue
			}
			if one.Weights[f.Kind] == nil {
				one.Weights[f.Kind] = map[string]float64{}
			}
			one.Weights[f.Kind][f.What] = weights[k]
		}
	}
	if err := os.WriteFile("../../rules/learned.yaml", written(l), 0o644); err != nil {
		t.Fatal(err)
	}
}

// forgetful is the catalogue without one in forgetOne of the names of its types.
func forgetful(t *testing.T, seed int) *detectors.Catalog {
	t.Helper()
	all, err := rules.Load()
	if err != nil {
		t.Fatal(err)
	}
	some := func(names []string) []string {
		return slices.DeleteFunc(names, func(name string) bool {
			h := fnv.New32a()
			fmt.Fprint(h, seed, name)
			return h.Sum32()>>8%forgetOne == 0
		})
	}
	for i := range all {
		all[i].Names, all[i].Hints = some(all[i].Names), some(all[i].Hints)
	}
	catalog, err := detectors.Compile(all)
	if err != nil {
		t.Fatal(err)
	}
	return catalog
}

// casesOf scans a corpus with a catalogue and returns the cases in it, in order.
func casesOf(t *testing.T, c *corpus, catalog *detectors.Catalog) []scanner.Case {
	t.Helper()
	var mu sync.Mutex
	var cases []scanner.Case
	_, err := scanner.Scan(context.Background(), []scanner.Source{source{c}}, scanner.Options{
		Catalog: catalog, Jobs: 2, Sample: scanner.Sample{Seed: 1},
		Cases: func(one scanner.Case) {
			mu.Lock()
			defer mu.Unlock()
			cases = append(cases, one)
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.SortStableFunc(cases, func(a, b scanner.Case) int {
		return cmp.Or(strings.Compare(a.Schema, b.Schema), strings.Compare(a.Table, b.Table), strings.Compare(a.Column, b.Column))
	})
	return cases
}

// labels are those of all columns, by schema, table and column.
func (c *corpus) labels() map[[3]string]*labels {
	all := map[[3]string]*labels{}
	for i := range c.tables {
		t := &c.tables[i]
		for k := range t.Columns {
			all[[3]string{t.Schema, t.Name, t.Columns[k].Name}] = &t.Columns[k].Labels
		}
	}
	return all
}

// says returns whether an auditor says the type of a column with these labels, as 1 or 0, and what that counts.
func (l *labels) says(typ string) (yes, weight float64) {
	is := l.Personal == "yes"
	if typ != scanner.OtherType {
		is = is && slices.Contains(l.Types, typ)
	}
	switch {
	case is:
		return 1, 1
	case l.Personal == "either" || slices.Contains(l.Also, typ):
		return 0, eitherWeight
	}
	return 0, 1
}

// leastTables is in how many tables a feature is met at least that has a weight: a word of fewer says
// more of them than of columns.
const leastTables = 4

// The regression is logistic with the sum of the weights as penalty (Tibshirani 1996), so that most
// features have none; one weight is improved at a time, under the bound 1/4 of the curvature (Böhning and Lindsay 1988).
const (
	penalty = 2.0
	rounds  = 150
)

// regress returns the prior and the weight of each of n features that tell the examples apart best.
func regress(examples []example, n int) (prior float64, weights []float64) {
	having := make([][]int, n) // the examples with each feature
	tables := make([]map[string]bool, n)
	curve, total := make([]float64, n), 0.0
	for i, e := range examples {
		total += e.weight / 4
		for _, f := range e.features {
			if having[f] = append(having[f], i); tables[f] == nil {
				tables[f] = map[string]bool{}
			}
			tables[f][e.table] = true
			curve[f] += e.weight / 4
		}
	}
	weights, score := make([]float64, n), make([]float64, len(examples))
	slope := func(i int) float64 {
		e := &examples[i]
		return e.weight * (1/(1+math.Exp(-score[i])) - e.yes)
	}
	for range rounds {
		sum := 0.0
		for i := range examples {
			sum += slope(i)
		}
		prior -= sum / total
		for i := range score {
			score[i] -= sum / total
		}
		for f, all := range having {
			if len(tables[f]) < leastTables {
				continue
			}
			sum := 0.0
			for _, i := range all {
				sum += slope(i)
			}
			to := weights[f] - sum/curve[f]
			to = math.Copysign(max(0, math.Abs(to)-penalty/curve[f]), to)
			if step := to - weights[f]; step != 0 {
				weights[f] = to
				for _, i := range all {
					score[i] += step
				}
			}
		}
	}
	return prior, weights
}

const (
	leastWeight = 0.05 // that is worth a line
	lineWidth   = 140
)

// written lays the weights out as rules/learned.yaml.
func written(l *rules.Learned) []byte {
	var b strings.Builder
	b.WriteString("# How much the words of a column's name, what stands around it and what its values are like speak for its being of a type, where\n" +
		"# nothing says what it is: natural logs of odds ratios. Learned from testdata/corpus by go test ./testdata/eval -run TestLearn -learn.\ntypes:\n")
	for _, one := range l.Types {
		fmt.Fprintf(&b, "  - type: %s\n    from: %g\n    prior: %.2f\n    weights:\n", one.Type, one.From, one.Prior)
		for _, kind := range rules.FeatureKinds {
			line := fmt.Sprintf("      %s: {", kind)
			for i, what := range slices.Sorted(maps.Keys(one.Weights[kind])) {
				word := fmt.Sprintf("%q: %.2f", what, one.Weights[kind][what])
				if i > 0 {
					line += ", "
				}
				if len(line)+len(word) >= lineWidth {
					b.WriteString(strings.TrimRight(line, " ") + "\n")
					line = "        "
				}
				line += word
			}
			b.WriteString(line + "}\n")
		}
	}
	return []byte(b.String())
}
