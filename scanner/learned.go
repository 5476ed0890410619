package scanner

import (
	"fmt"
	"maps"
	"math"
	"path"
	"slices"
	"strings"

	"github.com/datamapbr/datamap/detectors"
	"github.com/datamapbr/datamap/rules"
)

// OtherType is the type of what is somebody's without being of any type that the catalogue knows by
// name or value: the federal inventory has it under "Outros (Especificar)". The company that a column
// keeps says so, see [company].
const OtherType = "other"

// A company is the columns of a table with the verdicts on them: where neither names nor values say
// what a column holds, the others do not say it either, but they and the few words that there are tell how
// often such a column is somebody's. The weights of what they tell are learned from labelled columns ([rules.Learned]).
type company struct {
	around   *tableContext
	table    []string // words of its name
	judges   []columnJudge
	results  []ColumnResult
	types    []string // that columns are of, in order
	personal int      // columns
}

func companyOf(t *Table, around *tableContext, judges []columnJudge, results []ColumnResult) *company {
	file, inside, _ := strings.Cut(ownName(t.Name), "#")
	c := &company{around: around, judges: judges, results: results}
	c.table = append(detectors.Tokens(strings.TrimSuffix(file, path.Ext(file))), detectors.Tokens(inside)...)
	types := map[string]bool{}
	for i := range results {
		if typ := c.typeAt(i); typ != "none" {
			types[typ] = true
		}
		if results[i].Personal {
			c.personal++
		}
	}
	c.types = slices.Sorted(maps.Keys(types))
	return c
}

// typeAt is the best type of column i, "none" of one without and "edge" where there is no column.
func (c *company) typeAt(i int) string {
	switch {
	case i < 0 || i >= len(c.results):
		return "edge"
	case len(c.results[i].Types) == 0:
		return "none"
	}
	return c.results[i].Types[0].Type
}

// unknown reports whether nothing says what column i is, which is no key, and its row may be about
// somebody.
func (c *company) unknown(i int) bool {
	j, r, subject := &c.judges[i], &c.results[i], c.around.subject()
	return subject != aboutThings && subject != aboutCompanies && !j.key && !j.numbersRows() &&
		len(r.Types) == 0 && len(r.Silenced) == 0 && r.Contradicted == "" && len(j.profile.parts) == 0
}

// Shares that are told apart in the features of a column.
const (
	nearlyFilled = 0.97 // of the rows
	halfFilled   = 0.5
	tenths       = 10 // parts of the other columns, by how many are personal
)

// features returns what column i has of that which the learned weights are about, none twice.
func (c *company) features(i int) []rules.Feature {
	j, r, s := &c.judges[i], &c.results[i], &c.around.columns[i]
	var all []rules.Feature
	add := func(kind, what string) {
		if f := (rules.Feature{Kind: kind, What: what}); !slices.Contains(all, f) {
			all = append(all, f)
		}
	}
	is := func(kind, what string, yes bool) {
		if yes {
			add(kind, what)
		}
	}
	for _, word := range j.name {
		add(rules.FeatureName, word)
	}
	for _, word := range c.table {
		add(rules.FeatureTable, word)
	}
	add(rules.FeatureRows, "about_"+c.around.subject())
	add(rules.FeatureRows, "called_"+c.around.named)
	for _, holder := range c.around.holders {
		add(rules.FeatureRows, holder)
	}
	is(rules.FeatureRows, "counts", c.around.counts)
	is(rules.FeatureRows, "reference", c.around.reference)
	is(rules.FeatureRows, "somebody", c.around.hasSomebody())
	is(rules.FeatureRows, "bodies", c.around.ofBodies())
	add(rules.FeatureBeside, c.typeAt(i-1))
	add(rules.FeatureBeside, c.typeAt(i+1))
	for _, typ := range c.types {
		add(rules.FeatureAmong, typ)
	}
	add(rules.FeatureAmong, fmt.Sprintf("tenths_%d", min(tenths-1, tenths*c.personal/max(1, len(c.results)-1))))
	is(rules.FeatureColumn, "key_word", detectors.IsKey(j.name))
	is(rules.FeatureColumn, "somebodys", detectors.OfPerson(j.name))
	is(rules.FeatureColumn, "record", s.record)
	is(rules.FeatureColumn, "scene", s.scene)
	is(rules.FeatureColumn, "office", s.office)
	is(rules.FeatureColumn, "body", s.body)
	is(rules.FeatureColumn, "desk", s.desk)
	is(rules.FeatureColumn, "blank", s.blank)
	is(rules.FeatureColumn, "silent", s.silent)
	is(rules.FeatureColumn, "amount", s.amount)
	is(rules.FeatureColumn, "answer", s.answer)
	is(rules.FeatureColumn, "key", j.key)
	is(rules.FeatureColumn, "clock", j.clocks)
	is(rules.FeatureColumn, "yes_or_no", j.yesOrNo)
	is(rules.FeatureColumn, "moment", j.moments())
	is(rules.FeatureColumn, "numbered", j.numbered())
	is(rules.FeatureColumn, "text", r.FreeText)
	is(rules.FeatureColumn, "code", j.all((*detectors.Shape).Code))
	is(rules.FeatureColumn, "lettered", r.Filled > 0 && j.profile.sketch.lettered())
	add(rules.FeatureColumn, manyOf(r.Distinct, r.Filled))
	add(rules.FeatureColumn, fillOf(r.Filled, r.Read))
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

// othersFrom is the probability from which a column of which nothing says what it is, is
// said to be somebody's: a name that says so is surer than the company that a column keeps.
const othersFrom = 0.4

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

// keptBy returns the verdict that a column of these features is somebody's; nil where that is
// not said. Its evidence is one piece for each kind of features, of which Detail is the weightiest.
func keptBy(l *rules.Learned, features []rules.Feature) *TypeVerdict {
	evidence := []Evidence{{Kind: "prior", Weight: l.Prior}}
	for _, p := range piecesOf {
		e, most := p.piece, 0.0
		for _, f := range features {
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
	if p < othersFrom {
		return nil
	}
	return &TypeVerdict{Type: OtherType, Mode: WholeValue, Confidence: round(Calibrated(p), 4), Evidence: evidence}
}

// addOthers says of the columns of which nothing else is known that they are somebody's where
// the company they keep says so, but not of empty ones. It comes last: what is said so is no company to others.
func (c *company) addOthers(l *rules.Learned, silences [][]silence, turns bool) {
	said := make([]*TypeVerdict, len(c.results))
	for i := range c.results {
		if c.unknown(i) && c.results[i].Filled > 0 {
			said[i] = keptBy(l, c.features(i))
		}
	}
	for i, v := range said {
		if v == nil {
			continue
		}
		r := &c.results[i]
		if turns {
			r.Turns = append(othersTurns(l, c.features(i)), r.Turns...)
		}
		v.ShareLow, v.ShareHigh = wilson(0, r.Filled)
		r.Types = append(r.Types, *v)
		if silences != nil {
			r.silence(silences[i])
		}
		r.Personal = len(r.Types) > 0
	}
}

// othersTurns returns what the verdict of [keptBy] on a column of these features does not stand without.
func othersTurns(l *rules.Learned, features []rules.Feature) (turns []Turn) {
	named := func(f rules.Feature) bool { return f.Kind == rules.FeatureName }
	around := func(f rules.Feature) bool { return f.Kind != rules.FeatureName && f.Kind != rules.FeatureColumn }
	try := func(kind string, without func(rules.Feature) bool) {
		if keptBy(l, slices.DeleteFunc(slices.Clone(features), without)) == nil {
			turns = append(turns, Turn{Kind: kind, Types: []string{}})
		}
	}
	try("no_name", named)
	try("no_surroundings", around)
	return turns
}

// A Case is a column of which nothing says what it is, in a table that may be about people, as the
// learned weights see it.
type Case struct {
	Schema, Table, Column string
	Features              []rules.Feature
}

// tell tells the cases among the columns.
func (c *company) tell(t *Table, tell func(Case)) {
	for i := range c.results {
		if c.unknown(i) {
			tell(Case{t.Schema, t.Name, t.Columns[i].Name, c.features(i)})
		}
	}
}
