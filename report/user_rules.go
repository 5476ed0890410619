package report

import (
	"strings"

	"github.com/datamapbr/datamap/rules"
)

// silence returns one of the user's silences; nil where the result does not have it.
func (p *phrases) silence(i int) *rules.Silence {
	if r := p.inv.Settings.Rules; r != nil && i >= 0 && i < len(r.Silences) {
		return &r.Silences[i]
	}
	return nil
}

// signed says why a type is silenced, who decided it, and when.
func (p *phrases) signed(s *rules.Silence) string {
	return p.T("report.signed", brief(s.Reason), brief(s.Author), brief(s.Date))
}

// Silences says of every silence what it takes out, where, why, and from how many columns.
func (p *phrases) Silences() (lines []string) {
	r := p.inv.Settings.Rules
	if r == nil {
		return nil
	}
	columns := make([]int, len(r.Silences))
	for i := range p.inv.Tables {
		for j := range p.inv.Tables[i].Columns {
			counted := map[int]bool{}
			for _, v := range p.inv.Tables[i].Columns[j].Silenced {
				if p.silence(v.Rule) != nil && !counted[v.Rule] {
					counted[v.Rule] = true
					columns[v.Rule]++
				}
			}
		}
	}
	for i := range r.Silences {
		s := &r.Silences[i]
		name := p.T("report.every_type")
		if s.Type != "*" {
			name = p.TypeName(s.Type)
		}
		lines = append(lines, p.T("report.silence", name, brief(s.Columns), p.signed(s), p.Count("report.silenced_columns", columns[i])))
	}
	return lines
}

// userRules are the facts about the user's own rules, label and value.
func (p *phrases) userRules() (facts [][2]string) {
	r := p.inv.Settings.Rules
	if r == nil {
		return nil
	}
	names := func(key string, ids []string) {
		var all []string
		for _, id := range ids {
			all = union(all, p.TypeName(id))
		}
		if len(all) > 0 {
			facts = append(facts, [2]string{p.T("report.fact." + key), strings.Join(all, ", ")})
		}
	}
	names("own_types", r.Types)
	names("extended_types", r.Extended)
	if r.Ignored > 0 {
		facts = append(facts, [2]string{p.T("report.fact.ignored"), p.Count("report.ignored_terms", r.Ignored)})
	}
	for _, line := range p.Silences() {
		facts = append(facts, [2]string{p.T("report.fact.silence"), line})
	}
	return facts
}
