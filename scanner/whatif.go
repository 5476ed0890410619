package scanner

import (
	"slices"

	"github.com/datamapbr/datamap/detectors"
	"github.com/datamapbr/datamap/rules"
)

// A Turn is a change of the evidence that changes the verdict on a column.
type Turn struct {
	Kind     string   `json:"kind"`           // one of TurnKinds
	N        int64    `json:"n,omitempty"`    // fewer: the least number with which the verdict stands
	Type     string   `json:"type,omitempty"` // named: the type whose name the column would carry
	Types    []string `json:"types"`          // what the column would be said to hold, best first
	Personal bool     `json:"personal"`
}

// TurnKinds are the changes that are tried: the column has no name, no comment, no parts, no values,
// no declared type, nothing around it, fewer distinct values (or texts with a
// hit), or the name of a type that lost. Each is a judgement of its own, not an estimate.
var TurnKinds = []string{"no_name", "no_comment", "no_parts", "no_values", "no_data_type", "no_surroundings", "fewer", "named"}

// MostTurned is how many columns a table has at most for turns to be tried: each
// is weighed against all the others.
const MostTurned = 1000

// A whatIf judges a column again with one piece of its evidence changed, the
// other columns of the table being as they are.
type whatIf struct {
	profile  *profile
	subjects *rules.Subjects
	judge    *columnJudge
	verdict  *ColumnResult
	alone    ColumnResult  // the verdict on the column by itself
	room     *tallyRoom    // for the judgements that are tried
	values   columnProfile // that are tried
}

// turns returns the changes that turn the verdict. Where nothing speaks for any
// type there is nothing to take away, and a column of many parts stands on these.
func (w *whatIf) turns() []Turn {
	v := w.verdict
	if len(v.Types) == 0 && len(v.Rivals) == 0 && len(v.Alternatives) == 0 {
		return nil
	}
	var all []Turn
	try := func(kind string, changed bool, r func() ColumnResult) {
		if !changed {
			return
		}
		if r := r(); !same(v, &r) {
			all = append(all, turn(kind, &r))
		}
	}
	j := w.judge
	if len(j.profile.parts) > 0 {
		try("no_parts", true, w.undivided)
		return all
	}
	try("no_name", len(j.name) > 0, func() ColumnResult {
		return w.with(&Column{DataType: j.column.DataType, Comment: j.column.Comment}, j.profile)
	})
	try("no_comment", j.commented, func() ColumnResult {
		return w.with(&Column{Name: j.column.Name, DataType: j.column.DataType}, j.profile)
	})
	before := len(all)
	try("no_values", j.profile.filled > 0, func() ColumnResult { return w.fewer(0) })
	if len(all) > before && len(v.Types) > 0 {
		if n, r := w.least(); n > 1 {
			all = append(all, turn("fewer", &r))
			all[len(all)-1].N = int64(n)
		}
	}
	try("no_data_type", j.kind != anyKind, func() ColumnResult { return w.with(&Column{Name: j.column.Name, Comment: j.column.Comment}, j.profile) })
	try("no_surroundings", true, w.withoutSurroundings)
	if len(v.Types) == 0 {
		all = append(all, w.named()...)
	}
	return all
}

func turn(kind string, r *ColumnResult) Turn {
	t := Turn{Kind: kind, Types: []string{}, Personal: r.Personal}
	for _, v := range r.Types {
		t.Types = append(t.Types, v.Type)
	}
	return t
}

// same reports whether two verdicts say the same: the same types, personal or not.
func same(a, b *ColumnResult) bool {
	return a.Personal == b.Personal && len(a.Types) == len(b.Types) &&
		!slices.ContainsFunc(a.Types, func(v TypeVerdict) bool { return !holds(b.Types, v.Type) })
}

// with judges the column under another name or declared type, or with other
// values, as the scan judges: by itself first, then in its table.
func (w *whatIf) with(column *Column, values *columnProfile) (r ColumnResult) {
	j, before := *w.judge, w.judge.column
	j.room, j.trial, j.context, j.column = w.room, true, nil, column
	if column.Name != before.Name {
		j.name = w.profile.catalog.Words(column.Name)
		j.halves = w.profile.halvesOf(j.position, false)
	}
	if column.Name != before.Name || column.Comment != before.Comment {
		j.hear()
	}
	j.take(values)
	alone := j.judge()
	around := w.judge.context
	around.with(j.position, signOf(w.subjects, w.profile.catalog, j.name, &alone), func() {
		j.settle(around)
		r = j.judge()
	})
	return r
}

// undivided judges a column as if its values were not told apart by their keys or paths.
func (w *whatIf) undivided() ColumnResult {
	whole := *w.judge.profile
	whole.parts = nil
	return w.with(w.judge.column, &whole)
}

// withoutSurroundings judges the column in a table without a name and without other columns.
func (w *whatIf) withoutSurroundings() ColumnResult {
	j := *w.judge
	j.room, j.trial = w.room, true
	j.table, j.position, j.halves, j.digest = nil, 0, nil, nil
	j.settle(contextOf(&Table{}, w.subjects, w.profile.catalog, [][]string{j.name}, []ColumnResult{w.alone}, w.profile.rows))
	return j.judge()
}

// fewer judges the column as if it had only n of its distinct values, and of
// its texts only n with a hit. The sketch keeps values in the order of their
// hashes: any first n are a random choice.
func (w *whatIf) fewer(n int) ColumnResult {
	all := w.judge.profile
	values := &w.values
	*values = columnProfile{
		filled: all.filled, placeholders: all.placeholders, prose: all.prose, destroyed: all.destroyed,
		sketch: sketch{size: all.sketch.size, entries: all.sketch.entries[:min(n, len(all.sketch.entries))]}, types: append(values.types[:0], all.types...),
	}
	if n == 0 {
		values.filled, values.prose = 0, 0
	}
	for i := range values.types {
		t := &values.types[i]
		if few := int64(n); t.textValid > few {
			t.textSeen, t.textValid = t.textSeen*few/t.textValid, few
		}
		if n == 0 {
			t.textSeen = 0
		}
	}
	return w.with(w.judge.column, values)
}

// least returns with how many distinct values, or texts with a hit, the verdict
// stands, and the verdict with one fewer: from there on the weights only grow.
func (w *whatIf) least() (enough int, before ColumnResult) {
	stands := func(n int) bool {
		r := w.fewer(n)
		if same(w.verdict, &r) {
			return true
		}
		before = r
		return false
	}
	enough = 1
	for !stands(enough) {
		if enough *= 2; enough > SketchSize {
			return 0, before
		}
	}
	low := enough / 2 // does not stand
	for enough-low > 1 {
		if n := (low + enough) / 2; stands(n) {
			enough = n
		} else {
			low = n
		}
	}
	return enough, before
}

// named judges the column under the name of each type that cannot be told apart
// or lost, best first, and returns the first that this would decide.
func (w *whatIf) named() []Turn {
	var ids []string
	for _, v := range w.verdict.Alternatives {
		ids = append(ids, v.Type)
	}
	for _, r := range w.verdict.Rivals {
		ids = append(ids, r.Type)
	}
	for _, id := range ids {
		i := w.profile.catalog.Index(id)
		names := w.profile.catalog.Type(i).Rule.Names
		if len(names) == 0 || w.judge.heard[i].match == detectors.NameIs {
			continue
		}
		r := w.with(&Column{Name: names[0], DataType: w.judge.column.DataType, Comment: w.judge.column.Comment}, w.judge.profile)
		if holds(r.Types, id) {
			t := turn("named", &r)
			t.Type = id
			return []Turn{t}
		}
	}
	return nil
}
