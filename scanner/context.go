package scanner

import (
	"slices"
	"strings"

	"github.com/datamapbr/datamap/detectors"
	"github.com/datamapbr/datamap/rules"
)

// The weights of what stands around a column.
const (
	atHome         = 1.5  // the table is one in which the type is at home
	amongPeople    = 1.0  // a type about people in a table about people
	amongThings    = -4.0 // … in one about things or companies that names no person
	besideItsKind  = 3.0  // a column stands beside it that goes with the type
	referenceTable = -6.0 // a word list, each word once, in a table that names no person
	referenceRows  = 1000 // the most rows of a word list
)

// Subjects of a table.
const (
	aboutPeople    = "people"
	aboutCompanies = "companies"
	aboutThings    = "things"
)

// A tableContext is what a table says of its columns beyond their own values.
type tableContext struct {
	people, companies, things int      // signs of each
	holders                   []string // categories of data subjects
	columns                   [][]string
	rows                      int64
}

// subject returns what the rows are about, or "" when nothing tells. One sign of
// a person is enough, since a row of any kind that names a person is about them too.
func (c *tableContext) subject() string {
	switch {
	case c.people > 0:
		return aboutPeople
	case c.companies > 0 && c.companies >= c.things:
		return aboutCompanies
	case c.things > 0:
		return aboutThings
	}
	return ""
}

// contextOf gathers the signs: the words of the table's name, and what its
// columns hold by themselves.
func contextOf(t *Table, subjects *rules.Subjects, catalog *detectors.Catalog, columns []ColumnResult, rows int64) *tableContext {
	c := &tableContext{rows: rows}
	for _, word := range detectors.Tokens(t.Name) {
		for holder, words := range subjects.People {
			if slices.Contains(words, word) {
				c.people++
				c.holders = append(c.holders, holder)
			}
		}
		if slices.Contains(subjects.Companies, word) {
			c.companies++
		}
		if slices.Contains(subjects.Things, word) {
			c.things++
		}
	}
	slices.Sort(c.holders)
	c.holders = slices.Compact(c.holders)
	for i := range columns {
		c.columns = append(c.columns, detectors.Tokens(columns[i].Name))
		for _, v := range columns[i].Types {
			switch r := catalog.Rule(v.Type); {
			case r.Identifies:
				c.people++
			case r.ID == "cnpj" || r.ID == "company_name":
				c.companies++
			}
		}
	}
	return c
}

// personal reports whether a type that a column of the table holds is personal
// data there: an address is that of a company in a table of companies.
func (c *tableContext) personal(r *rules.Rule) bool {
	subject := c.subject()
	return r.Personal && (r.Subject != "contact" || subject == aboutPeople || subject == "")
}

// surroundings adds what stands around the column to a hypothesis.
func (j *columnJudge) surroundings(typ *detectors.Type, h *hypothesis) {
	if j.context == nil {
		return
	}
	if typ.AtHome(j.table) {
		h.add(Evidence{Kind: "table", Weight: atHome})
	}
	for i, name := range j.context.columns {
		if i != j.position && typ.Beside(name) {
			h.add(Evidence{Kind: "neighbour", Weight: besideItsKind, Detail: strings.Join(name, "_")})
			break
		}
	}
	if typ.Rule.Subject != "person" {
		return
	}
	switch subject := j.context.subject(); {
	case subject == aboutPeople:
		h.add(Evidence{Kind: "table", Weight: amongPeople, Detail: subject})
	case subject != "":
		h.add(Evidence{Kind: "table", Weight: amongThings, Detail: subject})
	}
	n := int64(len(j.profile.sketch.entries))
	if j.context.people == 0 && h.values > 0 && n >= 3 && n == j.profile.filled && j.context.rows <= referenceRows {
		h.add(Evidence{Kind: "table", Weight: referenceTable, Detail: "reference"})
	}
}
