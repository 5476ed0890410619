package report

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// Factor is a reason of a risk, in words.
func (p *phrases) Factor(f Factor) string {
	types := each(f.Types, p.TypeName)
	columns := first(p, f.Columns, maxNamed, brief)
	if len(f.Proofs) > 0 {
		columns = first(p, f.Proofs, maxNamed, func(proof Proof) string { return p.proof(&proof) })
	}
	year := strconv.FormatInt(f.Count, 10) // as a year, without a separator of thousands
	return p.T("risk.factor."+f.Code, strings.Join(types, ", "), strings.Join(columns, ", "), f.Count, f.Limit, year)
}

// maxNamed bounds the columns that a reason names.
const maxNamed = 8

// Factors are the reasons of one axis, each with its points.
func (p *phrases) Factors(r *Risk, axis string) []string {
	var parts []string
	for _, f := range r.Factors {
		switch {
		case f.Axis != axis:
		case f.Points > 0:
			parts = append(parts, p.T("risk.points", p.Factor(f), f.Points))
		default:
			parts = append(parts, p.Factor(f))
		}
	}
	return parts
}

// Measures are the measures suggested for a risk, by falling points of their factors.
func (p *phrases) Measures(r *Risk) (parts []string) {
	for _, f := range p.measured(r) {
		parts = union(parts, p.T("risk.measure."+f.Code))
	}
	return parts
}

// measured are the factors with a suggested measure, by falling points.
func (p *phrases) measured(r *Risk) []Factor {
	factors := slices.DeleteFunc(slices.Clone(r.Factors), func(f Factor) bool { return !p.Has("risk.measure." + f.Code) })
	slices.SortStableFunc(factors, func(a, b Factor) int { return b.Points - a.Points })
	return factors
}

// A step is a measure and the tables that it is suggested for, the highest risk first.
type step struct {
	Text   string
	Points int // of its factor with the most
	Tables []*Table
}

// Steps are the measures for all tables, ordered by falling risk of the tables, points of
// the factor and number of tables.
func (p *phrases) Steps() []*step {
	var all []*step
	at := map[string]*step{}
	for _, t := range p.inv.ranked() {
		for _, f := range p.measured(t.Risk) {
			text := p.T("risk.measure." + f.Code)
			s := at[text]
			if s == nil {
				s = &step{Text: text}
				at[text] = s
				all = append(all, s)
			}
			s.Points = max(s.Points, f.Points)
			if len(s.Tables) == 0 || s.Tables[len(s.Tables)-1] != t {
				s.Tables = append(s.Tables, t)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b *step) int {
		return cmp.Or(b.Tables[0].Risk.Product-a.Tables[0].Risk.Product, b.Points-a.Points, len(b.Tables)-len(a.Tables))
	})
	return all
}

// ModelRisks are the risks of the RIPD model, each with its name.
func (p *phrases) ModelRisks(codes []string) []string {
	var parts []string
	for _, m := range p.law.Risks {
		if slices.Contains(codes, m.Code) {
			parts = append(parts, m.Code+" "+m.Words[p.Lang])
		}
	}
	return parts
}
