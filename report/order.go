package report

import (
	"cmp"
	"slices"
	"strings"

	"github.com/datamapbr/datamap/scanner"
)

// ranked returns the tables with personal data, the highest risk first; equals
// in source order.
func (inv *Inventory) ranked() []*Table {
	all := inv.personalTables()
	slices.SortStableFunc(all, func(a, b *Table) int {
		return cmp.Or(b.Risk.Product-a.Risk.Product, b.Risk.Impact-a.Risk.Impact)
	})
	return all
}

// personalTables returns the tables with personal data, in source order.
func (inv *Inventory) personalTables() []*Table {
	return inv.tables(func(t *Table) bool { return t.Risk != nil })
}

// gaps returns what was partly read or not read, in source order.
func (inv *Inventory) gaps() []*Table {
	return inv.tables(func(t *Table) bool { return t.State == scanner.NotRead || t.State == scanner.Partial })
}

// named are the objects with personal values in their names or in those of their columns.
func (inv *Inventory) named() []*Table {
	return inv.tables(func(t *Table) bool {
		return slices.ContainsFunc(t.Notes, func(r scanner.Reason) bool { return r.Code == "personal_name" || r.Code == "personal_column_names" })
	})
}

// series are the tables that were read as several files, or several sheets of one file.
func (inv *Inventory) series() (ofFiles, ofSheets []*Table) {
	for _, t := range inv.tables(func(t *Table) bool { return len(t.Parts) > 0 && t.State != scanner.Listed }) {
		if ofOneFile(partNames(&t.Entry)) {
			ofSheets = append(ofSheets, t)
		} else {
			ofFiles = append(ofFiles, t)
		}
	}
	return ofFiles, ofSheets
}

// filesOf counts the files of tables, of which several may have a part in the same one.
func filesOf(tables []*Table) int {
	type file struct{ source, name string }
	seen := map[file]bool{}
	for _, t := range tables {
		for _, part := range partNames(&t.Entry) {
			name, _, _ := strings.Cut(part, "#")
			seen[file{t.Source, name}] = true
		}
	}
	return len(seen)
}

// tables returns the tables for which holds is true, in source order.
func (inv *Inventory) tables(holds func(*Table) bool) (all []*Table) {
	for i := range inv.Tables {
		if t := &inv.Tables[i]; holds(t) {
			all = append(all, t)
		}
	}
	return all
}

// A place is a column with its table.
type place struct {
	Table  *Table
	Column *Column
}

// places returns the columns for which holds is true, in source order.
func (inv *Inventory) places(holds func(*Column) bool) []place {
	var all []place
	for i := range inv.Tables {
		for j := range inv.Tables[i].Columns {
			if c := &inv.Tables[i].Columns[j]; holds(c) {
				all = append(all, place{&inv.Tables[i], c})
			}
		}
	}
	return all
}

// ofClass returns a function that reports whether a column holds a type of the class.
func (p *phrases) ofClass(class string) func(*Column) bool {
	return func(c *Column) bool {
		return slices.ContainsFunc(c.Types, func(v scanner.TypeVerdict) bool { return p.types[v.Type].Class == class })
	}
}

// Read is the number of objects that were read to the end of what was asked.
func (p *phrases) Read() int {
	return p.inv.Coverage.States[scanner.Covered] + p.inv.Coverage.States[scanner.Sampled]
}

// Coverage is the first thing that every format says: how many objects of how many were read.
func (p *phrases) Coverage() string { return p.Covered("report.coverage") }

// Covered says how many of the objects were read, in the words of key.
func (p *phrases) Covered(key string) string {
	listed := p.inv.Coverage.Listed
	return plural(p.Words, key, int64(listed), p.Read(), listed)
}

// States tells how many objects are in each state that has any.
func (p *phrases) States() string {
	var parts []string
	for _, s := range scanner.States {
		if n := p.inv.Coverage.States[s]; n > 0 {
			parts = append(parts, p.Count("report.states."+string(s), n))
		}
	}
	return strings.Join(parts, ", ")
}

// Headline says what matters, in a few sentences.
func (p *phrases) Headline() []string {
	f := &p.inv.Findings
	var all []string
	if f.PersonalTables == 0 {
		all = append(all, p.T("report.headline.none"))
	} else {
		all = append(all, p.T("report.headline.found", p.Count("report.tables", f.PersonalTables), p.Count("report.columns", f.PersonalColumns)))
		if f.SensitiveColumns > 0 {
			all = append(all, p.Count("report.headline.sensitive", f.SensitiveColumns))
		} else {
			all = append(all, p.T("report.headline.sensitive.none"))
		}
		if n := len(p.inv.places(p.ofClass("autenticacao"))); n > 0 {
			all = append(all, p.Count("report.headline.credentials", n))
		}
		if n := f.ByRisk[len(f.ByRisk)-1].Tables; n > 0 {
			all = append(all, p.Count("report.headline.high", n))
		}
	}
	ofFiles, ofSheets := p.inv.series()
	if len(ofFiles) > 0 {
		all = append(all, p.T("report.headline.series", p.Count("report.files", filesOf(ofFiles)), p.Count("report.tables", len(ofFiles))))
	}
	if len(ofSheets) > 0 {
		sheets := 0
		for _, t := range ofSheets {
			sheets += len(t.Parts)
		}
		all = append(all, p.T("report.headline.sheets", p.Count("report.sheets", sheets), p.Count("report.tables", len(ofSheets))))
	}
	if n := len(p.inv.named()); n > 0 {
		all = append(all, p.Count("report.headline.names", n))
	}
	if n := len(p.inv.gaps()); n > 0 {
		all = append(all, p.Count("report.headline.gaps", n))
	}
	if p.inv.Changes != nil {
		all = append(all, p.ChangesLine(p.inv.Changes))
	}
	if p.inv.Interrupted {
		all = append(all, p.T("report.headline.interrupted"))
	}
	return all
}
