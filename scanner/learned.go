package scanner

import (
	"fmt"
	"math"
	"path"
	"slices"
	"strings"

	"github.com/datamapbr/datamap/detectors"
	"github.com/datamapbr/datamap/rules"
)

// OtherType is the type of what is somebody's without being of any type that the catalogue knows by
// name, value or company: the federal inventory has it under "Outros (Especificar)".
const OtherType = "other"

// A company is the columns of a table with the verdicts on them: where neither names nor values say
// what a column holds, the others and the few words that there are tell how often such a column is somebody's,
// and of a type. The weights of what they tell are learned from labelled columns ([rules.Learned]).
type company struct {
	around  *tableContext
	judges  []columnJudge
	results []ColumnResult
	types   []string       // the best of each column, or noType
	ofType  map[string]int // the columns of each, or noType
	table   features       // that every column has by the table's name and rows …
	among   features       // … and by the columns
	people  bool           // the rows may be about somebody
}

// What stands beside a column, but for a type.
const (
	noType    = "none" // a column without one
	tableEdge = "edge" // no column
)

// tenths is in how many parts the shares of personal columns are told apart.
const tenths = 10

func companyOf(t *Table, around *tableContext, judges []columnJudge, results []ColumnResult) *company {
	subject, personal := around.subject(), 0
	c := &company{around: around, judges: judges, results: results, types: make([]string, len(results)), ofType: map[string]int{}, people: subject != aboutThings && subject != aboutCompanies}
	for i := range results {
		if c.types[i] = noType; len(results[i].Types) > 0 {
			c.types[i] = results[i].Types[0].Type
		}
		c.ofType[c.types[i]]++
		if results[i].Personal {
			personal++
		}
	}
	file, inside, _ := strings.Cut(ownName(t.Name), "#")
	all := &c.table
	all.add(rules.FeatureTable, detectors.Tokens(strings.TrimSuffix(file, path.Ext(file)))...)
	all.add(rules.FeatureTable, detectors.Tokens(inside)...)
	all.add(rules.FeatureRows, "about_"+subject, "called_"+around.named)
	all.add(rules.FeatureRows, around.holders...)
	all.addTrue(rules.FeatureRows, []trait{
		{"counts", around.counts}, {"reference", around.reference}, {"somebody", around.hasSomebody()}, {"bodies", around.ofBodies()},
	})
	sorted := slices.Sorted(slices.Values(c.types))
	c.among.add(rules.FeatureAmong, slices.DeleteFunc(sorted, func(typ string) bool { return typ == noType })...)
	c.among.add(rules.FeatureAmong, fmt.Sprintf("tenths_%d", min(tenths-1, tenths*personal/max(1, len(results)-1))))
	return c
}

// typeAt is the best type of column i, noType or tableEdge.
func (c *company) typeAt(i int) string {
	if i < 0 || i >= len(c.types) {
		return tableEdge
	}
	return c.types[i]
}

// unknown reports whether nothing says what column i is, which is no key, and its row may be about
// somebody.
func (c *company) unknown(i int) bool {
	j, r := &c.judges[i], &c.results[i]
	return c.people && !j.key && !j.numbersRows() && len(r.Types) == 0 && len(r.Silenced) == 0 && r.Contradicted == "" && len(j.profile.parts) == 0
}

// Features are what the learned weights are about, none twice.
type features []rules.Feature

func (all *features) add(kind string, what ...string) {
	for _, w := range what {
		if f := (rules.Feature{Kind: kind, What: w}); !slices.Contains(*all, f) {
			*all = append(*all, f)
		}
	}
}

// A trait is a feature that is there or not.
type trait struct {
	what string
	is   bool
}

func (all *features) addTrue(kind string, traits []trait) {
	for _, t := range traits {
		if t.is {
			all.add(kind, t.what)
		}
	}
}

// own are the features of any column of the table that only weights of a type are about.
func (c *company) own(typ string) features {
	if n := c.ofType[typ]; n > 0 {
		return features{{Kind: rules.FeatureAmong, What: fmt.Sprintf("own_tenths_%d", tenths*n/(len(c.types)-c.ofType[noType]))}}
	}
	return nil
}

// featuresOf returns those of column i, of which nothing says what it is.
func (c *company) featuresOf(i int) features {
	j, r, s := &c.judges[i], &c.results[i], &c.around.columns[i]
	var all features
	all.add(rules.FeatureName, j.name...)
	all = append(all, c.table...)
	all.add(rules.FeatureBeside, c.typeAt(i-1), c.typeAt(i+1))
	all = append(all, c.among...)
	all.addTrue(rules.FeatureColumn, []trait{
		{"key_word", detectors.IsKey(j.name)}, {"somebodys", detectors.OfPerson(j.name)},
		{"record", s.record}, {"scene", s.scene}, {"office", s.office}, {"body", s.body}, {"desk", s.desk}, {"blank", s.blank},
		{"silent", s.silent}, {"amount", s.amount}, {"answer", s.answer},
		{"clock", j.clocks}, {"yes_or_no", j.yesOrNo}, {"moment", j.moments()}, {"numbered", j.numbered()},
		{"text", r.FreeText}, {"code", j.all((*detectors.Shape).Code)}, {"lettered", r.Filled > 0 && j.profile.sketch.lettered()},
	})
	all.add(rules.FeatureColumn, manyOf(r.Distinct, r.Filled), fillOf(r.Filled, r.Read))
	return all
}

// manyOf says how many distinct values there are.
func manyOf(distinct, filled int64) string {
	switch {
	case filled == 0:
		return "empty"
	case distinct == filled:
		return "unique"
	case distinct <= 2:
		return fmt.Sprintf("distinct_%d", distinct)
	case distinct <= fewCodes+1:
		return "distinct_few"
	case distinct <= mostCodes:
		return "distinct_some"
	case 2*distinct > filled:
		return "distinct_most"
	}
	return "distinct_many"
}

// Shares of the rows that have a value.
const (
	nearlyFilled = 0.97
	halfFilled   = 0.5
)

// fillOf says how many of the rows have a value.
func fillOf(filled, rows int64) string {
	switch share := float64(filled) / float64(max(1, rows)); {
	case share > nearlyFilled:
		return "filled"
	case share > halfFilled:
		return "filled_most"
	}
	return "filled_few"
}

// piecesOf is the evidence that features of each kind are together, in the order in which it
// is written down.
var piecesOf = []struct {
	of    string
	piece Evidence
}{
	{rules.FeatureName, Evidence{Kind: "name"}},
	{rules.FeatureTable, Evidence{Kind: "table_name"}},
	{rules.FeatureRows, Evidence{Kind: "subject"}},
	{rules.FeatureBeside, Evidence{Kind: "beside"}},
	{rules.FeatureAmong, Evidence{Kind: "among"}},
	{rules.FeatureColumn, Evidence{Kind: "look"}},
}

// keptBy returns the verdict that a column of these features is of a type; nil where that is
// not said. Its evidence is one piece for each kind of features, of which Detail is the weightiest.
func keptBy(l *rules.LearnedType, all features) *TypeVerdict {
	evidence := []Evidence{{Kind: "prior", Weight: l.Prior}}
	for _, p := range piecesOf {
		e, most := p.piece, 0.0
		for _, f := range all {
			if f.Kind != p.of {
				continue
			}
			w := l.Weight(f)
			if e.Weight += w; math.Abs(w) > most {
				most, e.Detail = math.Abs(w), f.What
			}
		}
		if e.Weight = round(e.Weight, 2); e.Weight != 0 {
			evidence = append(evidence, e)
		}
	}
	p := odds(Score(evidence))
	if p < l.From {
		return nil
	}
	return &TypeVerdict{Type: l.Type, Mode: WholeValue, Confidence: round(Calibrated(p), 4), Evidence: evidence}
}

// addKept says of the columns of which nothing else is known what the company they keep says, but not
// of empty ones. It comes last: what is said so is no company to others.
func (c *company) addKept(p *profile, turns bool) {
	for i := range c.results {
		r := &c.results[i]
		if r.Filled == 0 || !c.unknown(i) {
			continue
		}
		all := c.featuresOf(i)
		for k := range p.learned.Types {
			l := &p.learned.Types[k]
			own := append(c.own(l.Type), all...)
			v := keptBy(l, own)
			if v == nil || p.catalog.Index(l.Type) < 0 {
				continue
			}
			if turns {
				r.Turns = append(keptTurns(l, own), r.Turns...)
			}
			v.ShareLow, v.ShareHigh = wilson(0, r.Filled)
			r.Types = append(r.Types, *v)
			r.silence(c.judges[i].silences)
			r.Personal = len(r.Types) > 0
			r.Sensitive = r.Personal && p.catalog.Rule(l.Type).Sensitive()
			break
		}
	}
}

// keptTurns returns what the verdict of [keptBy] on a column of these features does not stand without.
func keptTurns(l *rules.LearnedType, all features) (turns []Turn) {
	named := func(f rules.Feature) bool { return f.Kind == rules.FeatureName }
	around := func(f rules.Feature) bool { return f.Kind != rules.FeatureName && f.Kind != rules.FeatureColumn }
	try := func(kind string, without func(rules.Feature) bool) {
		if keptBy(l, slices.DeleteFunc(slices.Clone(all), without)) == nil {
			turns = append(turns, Turn{Kind: kind, Types: []string{}})
		}
	}
	try("no_name", named)
	try("no_surroundings", around)
	return turns
}

// A Case is a column of which nothing says what it is, in a table that may be about people, as the
// learned weights of a type see it.
type Case struct {
	Schema, Table, Column, Type string
	Features                    []rules.Feature
}

// tell tells the cases of each type among the columns.
func (c *company) tell(t *Table, l *rules.Learned, tell func(Case)) {
	for i := range c.results {
		if !c.unknown(i) {
			continue
		}
		all := c.featuresOf(i)
		for k := range l.Types {
			typ := l.Types[k].Type
			tell(Case{t.Schema, t.Name, t.Columns[i].Name, typ, append(c.own(typ), all...)})
		}
	}
}
