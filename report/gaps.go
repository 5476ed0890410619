package report

import (
	"slices"
	"strings"

	"github.com/datamapbr/datamap/scanner"
)

// fewAlike is how many objects that were not read for the same reason have a line each.
// More of them share one: a folder of photos must not hide the workbook with a password.
const fewAlike = 3

// A gap is what was not read, or only in part: an object, or many of one source with the
// same state and reason, and the same thing to do.
type gap struct {
	Source, State, Why, Advice string

	Tables []*Table
}

// Gaps are all there are, in source order; those of many objects stand where the first does.
func (p *phrases) Gaps() []*gap {
	type kind struct{ source, state, why, advice string }
	alike := map[kind][]*Table{}
	kindOf := func(t *Table) kind {
		return kind{t.Source, p.State(&t.Entry), p.Why(&t.Entry), p.Advice(&t.Entry)}
	}
	all := p.inv.gapLines()
	for _, t := range all {
		alike[kindOf(t)] = append(alike[kindOf(t)], t)
	}
	var gaps []*gap
	for _, t := range all {
		k := kindOf(t)
		tables := alike[k]
		switch {
		case len(tables) <= fewAlike:
			tables = []*Table{t}
		case tables[0] != t:
			continue
		}
		gaps = append(gaps, &gap{k.source, k.state, k.why, k.advice, tables})
	}
	return gaps
}

// gapLines are the gaps object by object: of a table that is several files those that were not
// read to their end.
func (inv *Inventory) gapLines() (all []*Table) {
	for _, t := range inv.gaps() {
		own := *t // what is not the fault of a part
		own.Reasons = slices.Clone(t.Reasons)
		for i := range t.Parts {
			part := t.Part(i)
			if part.State != scanner.Partial && part.State != scanner.NotRead {
				continue
			}
			all = append(all, &Table{Entry: part})
			own.Reasons = slices.DeleteFunc(own.Reasons, func(r scanner.Reason) bool {
				return r.Code == "incomplete_parts" || slices.ContainsFunc(part.Reasons, func(of scanner.Reason) bool { return of.Code == r.Code && of.Detail == r.Detail })
			})
		}
		if len(own.Reasons) > 0 {
			all = append(all, &own)
		}
	}
	return all
}

// Alone returns the only object of a gap; nil where there are many.
func (g *gap) Alone() *Table {
	if len(g.Tables) > 1 {
		return nil
	}
	return g.Tables[0]
}

// objectsIn counts the objects of gaps, of those from the one with this number on.
func objectsIn(gaps []*gap, from int) (n int) {
	for _, g := range gaps[min(from, len(gaps)):] {
		n += len(g.Tables)
	}
	return n
}

// Many counts the objects of a gap.
func (p *phrases) Many(g *gap) string { return p.Count("report.objects", len(g.Tables)) }

// maxSeen is how many objects of many are named.
const maxSeen = 3

// Named names the first tables of a list, and says how many more there are.
func (p *phrases) Named(all []*Table) string {
	return strings.Join(first(p, all, maxSeen, func(t *Table) string { return p.Object(&t.Entry) }), ", ")
}
