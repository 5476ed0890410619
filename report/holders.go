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
	Column string  `json:"column"` // the one with the largest share
	Rows   int64   `json:"rows"`   // of the group in that column, in the sample
	Share  float64 `json:"share"`  // of the rows that tell an age
}

// protectedGroups are the groups, and how to get each from the ages of a column.
var protectedGroups = []struct {
	id string
	of func(*scanner.Ages) scanner.AgeGroup
}{
	{"children", func(a *scanner.Ages) scanner.AgeGroup { return a.Children }},
	{"adolescents", func(a *scanner.Ages) scanner.AgeGroup { return a.Adolescents }},
	{"elderly", func(a *scanner.Ages) scanner.AgeGroup { return a.Elderly }},
}

// protectedIn returns the groups that some column tells of, the youngest first.
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
	var parts []string
	for _, text := range []string{p.HolderCategories(t), p.Protected(t)} {
		if text != "" {
			parts = append(parts, text)
		}
	}
	return strings.Join(parts, "; ")
}

// HolderCategories are the categories of data subjects of a table.
func (p *phrases) HolderCategories(t *Table) string {
	return strings.Join(each(t.Holders, func(id string) string { return p.known("holder", id) }), ", ")
}

// Protected are the protected groups of a table with their shares.
func (p *phrases) Protected(t *Table) string { return p.groups(t.Protected) }

// ages says what shares of a column's people are in the protected groups.
func (p *phrases) ages(c *Column) string { return p.groups(protectedIn([]Column{*c})) }

func (p *phrases) groups(all []Protected) string {
	return strings.Join(each(all, func(g Protected) string {
		return p.T("report.protected", p.T("protected."+g.Group), p.Percent(g.Share))
	}), ", ")
}

// protectedPlaces are the columns with more children, adolescents or elderly people than
// typing errors would explain.
func protectedPlaces(e *exposure) []string {
	var all []string
	for _, t := range e.Tables {
		for _, f := range t.Risk.Factors {
			if f.Code == "minors" || f.Code == "elderly" {
				for _, name := range f.Columns {
					all = union(all, join(t.Entry.Table, name))
				}
			}
		}
	}
	return all
}

// agesKnown reports whether any ages of people in an exposure are known.
func agesKnown(e *exposure) bool {
	for _, t := range e.Tables {
		for i := range t.Columns {
			if t.Columns[i].Ages != nil {
				return true
			}
		}
	}
	return false
}
