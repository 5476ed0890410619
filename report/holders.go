package report

import (
	"strings"

	"github.com/datamapbr/datamap/scanner"
)

// A Protected group is one of the groups of people whom the law protects more than
// others (LGPD art. 14; Resolução CD/ANPD 15/2024, art. 5, II), as far as a table's
// birth dates and ages tell.
type Protected struct {
	Group  string  `json:"group"`  // children, adolescents, elderly
	Column string  `json:"column"` // that tells the largest share
	Rows   int64   `json:"rows"`   // of it, in the sample
	Share  float64 `json:"share"`  // of the rows that tell an age
}

// protectedGroups are the groups, and where a column's ages have them.
var protectedGroups = []struct {
	id string
	of func(*scanner.Ages) scanner.AgeGroup
}{
	{"children", func(a *scanner.Ages) scanner.AgeGroup { return a.Children }},
	{"adolescents", func(a *scanner.Ages) scanner.AgeGroup { return a.Adolescents }},
	{"elderly", func(a *scanner.Ages) scanner.AgeGroup { return a.Elderly }},
}

// protectedIn returns the groups of which some column tells, by age.
func protectedIn(columns []Column) []Protected {
	var all []Protected
	for _, g := range protectedGroups {
		most := Protected{Group: g.id}
		for i := range columns {
			if columns[i].Ages == nil {
				continue
			}
			if n := g.of(columns[i].Ages); n.Rows > 0 && (most.Rows == 0 || n.Share > most.Share) {
				most.Column, most.Rows, most.Share = columns[i].Name, n.Rows, n.Share
			}
		}
		if most.Rows > 0 {
			all = append(all, most)
		}
	}
	return all
}

// Holders are the categories of data subjects of a table and, after them, the
// protected groups among them with their shares.
func (p *phrases) Holders(t *Table) string {
	var categories, groups []string
	for _, id := range t.Holders {
		categories = append(categories, p.known("holder", id))
	}
	for _, g := range t.Protected {
		groups = append(groups, p.T("report.protected", p.T("protected."+g.Group), p.Percent(g.Share)))
	}
	var parts []string
	for _, list := range [][]string{categories, groups} {
		if len(list) > 0 {
			parts = append(parts, strings.Join(list, ", "))
		}
	}
	return strings.Join(parts, "; ")
}

// ages says what a column tells of the ages of its people.
func (p *phrases) ages(c *Column) string {
	var groups []string
	for _, g := range protectedIn([]Column{*c}) {
		groups = append(groups, p.T("report.protected", p.T("protected."+g.Group), p.Percent(g.Share)))
	}
	return strings.Join(groups, ", ")
}
