package report

import "github.com/datamapbr/datamap/scanner"

// A problem is something wrong with the data of a column (LGPD art. 6, V: qualidade
// dos dados), whether or not they are personal.
type problem struct {
	place
	Code  string // invalid, placeholders, destroyed or contradicted
	Type  string // that the problem is about; empty where there is none
	Count int64  // values
	Of    int64  // values that it was counted among
}

// problems lists all problems, in source order.
func (p *phrases) problems() []problem {
	var all []problem
	for _, f := range p.inv.places(func(*Column) bool { return true }) {
		c := f.Column
		add := func(code, id string, n, of int64) { all = append(all, problem{f, code, id, n, of}) }
		for _, v := range c.Types {
			if p.types[v.Type].Personal && p.types[v.Type].Checked && v.Mode == scanner.WholeValue && v.Valid > 0 && v.Matched > v.Valid {
				add("invalid", v.Type, v.Matched-v.Valid, v.Matched)
			}
		}
		if c.Placeholders > 0 {
			add("placeholders", "", c.Placeholders, c.Read)
		}
		if c.Destroyed > 0 {
			add("destroyed", "", c.Destroyed, c.Filled)
		}
		if c.Contradicted != "" {
			add("contradicted", c.Contradicted, c.Filled, c.Filled)
		}
	}
	return all
}

// Problem puts a problem into words.
func (p *phrases) Problem(q problem) string {
	share := ""
	switch {
	case q.Code == "contradicted":
		share = p.Percent(q.Column.ValidShare(q.Type))
	case q.Of > 0:
		share = p.Percent(float64(q.Count) / float64(q.Of))
	}
	return p.T("report.quality_detail."+q.Code, p.TypeName(q.Type), q.Count, q.Of, share)
}
