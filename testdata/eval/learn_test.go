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
	yes      float64 // 1 for a column that is somebody's, else 0
	weight   float64
}

// eitherWeight is what a column counts on which auditors differ, as one that is nobody's.
const eitherWeight = 0.5

// TestLearn: the learned weights are of kinds of features, and of types, that there are. With -learn it learns
// them first.
func TestLearn(t *testing.T) {
	if *learn {
		learnWeights(t)
	}
	l, err := rules.LoadLearned()
	if err != nil {
		t.Fatal(err)
	}
	catalog := catalogOf(t)
	for kind, weights := range l.Weights {
		if !slices.Contains(rules.FeatureKinds, kind) {
			t.Errorf("there are no features of kind %q", kind)
		}
		for what := range weights {
			if types := kind == rules.FeatureBeside || kind == rules.FeatureAmong; types && what != "none" && what != "edge" &&
				!strings.HasPrefix(what, "tenths_") && catalog.Index(what) < 0 {
				t.Errorf("%s: there is no type %q", kind, what)
			}
		}
	}
}

func learnWeights(t *testing.T) {
	c := corpusAt(t)
	c.tables = slices.DeleteFunc(c.tables, func(table table) bool { return table.Half != "tune" })
	var features []rules.Feature
	index := map[rules.Feature]int{}
	var examples []example
	for seed := range forgotten {
		for _, one := range casesOf(t, c, forgetful(t, seed)) {
			e := example{table: one.Schema + "." + one.Table, weight: 1}
			switch c.labelOf(&one) {
			case "yes":
				e.yes = 1
			case "either":
				e.weight = eitherWeight
			}
			for _, f := range one.Features {
				if _, ok := index[f]; !ok {
					index[f] = len(features)
					features = append(features, f)
				}
				e.features = append(e.features, index[f])
			}
			examples = append(examples, e)
		}
	}
	prior, weights := regress(examples, len(features))
	if err := os.WriteFile("../../rules/learned.yaml", written(prior, weights, features), 0o644); err != nil {
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

// labelOf returns whether an auditor calls the column of a case personal.
func (c *corpus) labelOf(one *scanner.Case) string {
	columns := c.table(one.Schema, one.Table).Columns
	i := slices.IndexFunc(columns, func(col column) bool { return col.Name == one.Column })
	return columns[i].Labels.Personal
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
func written(prior float64, weights []float64, features []rules.Feature) []byte {
	kinds := map[string]map[string]float64{}
	for i, f := range features {
		if math.Abs(weights[i]) < leastWeight {
			continue
		}
		if kinds[f.Kind] == nil {
			kinds[f.Kind] = map[string]float64{}
		}
		kinds[f.Kind][f.What] = weights[i]
	}
	var b strings.Builder
	b.WriteString("# How much the words of a column's name, what stands around it and what its values are like speak for its being somebody's, where\n" +
		"# nothing says what it is: natural logs of odds ratios. Learned from testdata/corpus by go test ./testdata/eval -run TestLearn -learn.\n")
	fmt.Fprintf(&b, "prior: %.2f\nweights:\n", prior)
	for _, kind := range rules.FeatureKinds {
		line := fmt.Sprintf("  %s: {", kind)
		for i, what := range slices.Sorted(maps.Keys(kinds[kind])) {
			one := fmt.Sprintf("%q: %.2f", what, kinds[kind][what])
			if i > 0 {
				line += ", "
			}
			if len(line)+len(one) >= lineWidth {
				b.WriteString(strings.TrimRight(line, " ") + "\n")
				line = "    "
			}
			line += one
		}
		b.WriteString(line + "}\n")
	}
	return []byte(b.String())
}
