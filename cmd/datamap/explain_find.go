package main

import (
	"cmp"
	"slices"
	"strings"

	"github.com/datamapbr/datamap/detectors"
	"github.com/datamapbr/datamap/report"
)

// mostProposed bounds how many names a hint lists.
const mostProposed = 6

// A place is a column of an inventory with its table.
type place struct {
	table  *report.Table
	column *report.Column
}

func (p place) name() string { return columnName(p.table, p.column) }

// findColumn returns the one column that a name means: "table.column", with as
// much of the schema, the path and the source before it as is needed, or the ID
// of a column. A part that holds dots may stand in double quotes.
func findColumn(inv *report.Inventory, name string) (*report.Table, *report.Column, error) {
	table, column, quoted := splitName(name)
	var found, whole, parts []place // parts are those of tables of which the name is that of one file
	eachColumn(inv, func(t *report.Table, c *report.Column) {
		p := place{t, c}
		for i := range t.Parts {
			if part := t.Part(i); endsWith(report.ObjectName(&part)+"."+c.Name, name) || quoted && c.Name == column && endsWith(report.ObjectName(&part), table) {
				parts = append(parts, p)
				break
			}
		}
		switch full := p.name(); {
		case name == c.ID, !quoted && full == name:
			whole = append(whole, p)
		case quoted && c.Name == column && endsWith(report.ObjectName(&t.Entry), table), !quoted && endsWith(full, name):
			found = append(found, p)
		}
	})
	switch {
	case len(whole) > 0:
		found = whole
	case len(found) == 0:
		found = parts
	}
	switch len(found) {
	case 0:
		return nil, nil, noSuchColumn(inv, name, table, column)
	case 1:
		return found[0].table, found[0].column, nil
	}
	var names []string
	for _, p := range found {
		names = append(names, p.name()+" (ID "+p.column.ID+")")
	}
	return nil, nil, usage("ambiguous_column", name, len(found)).hinting("ambiguous_column", proposed(names))
}

// splitName splits a name into table and column: at the last dot that is not inside
// double quotes.
func splitName(name string) (table, column string, quoted bool) {
	inside, dot := false, -1
	for i := range len(name) {
		switch {
		case name[i] == '"':
			inside, quoted = !inside, true
		case name[i] == '.' && !inside:
			dot = i
		}
	}
	bare := func(s string) string { return strings.ReplaceAll(s, `"`, "") }
	if dot < 0 {
		return "", bare(name), quoted
	}
	return bare(name[:dot]), bare(name[dot+1:]), quoted
}

// endsWith reports whether name is full, or its last parts.
func endsWith(full, name string) bool {
	rest, ok := strings.CutSuffix(full, name)
	return ok && name != "" && (rest == "" || strings.ContainsAny(rest[len(rest)-1:], "/.#"))
}

func eachColumn(inv *report.Inventory, do func(*report.Table, *report.Column)) {
	for i := range inv.Tables {
		for j := range inv.Tables[i].Columns {
			do(&inv.Tables[i], &inv.Tables[i].Columns[j])
		}
	}
}

func columnName(t *report.Table, c *report.Column) string {
	return report.ObjectName(&t.Entry) + "." + c.Name
}

// noSuchColumn tells which part of a name is wrong and proposes what is near.
func noSuchColumn(inv *report.Inventory, name, table, column string) error {
	var columns, tables, everywhere []string
	eachColumn(inv, func(t *report.Table, c *report.Column) {
		object := report.ObjectName(&t.Entry)
		if endsWith(object, table) {
			columns = append(columns, columnName(t, c))
		}
		if len(tables) == 0 || tables[len(tables)-1] != object { // columns come table by table
			tables = append(tables, object)
		}
		if alike(c.Name, column) {
			everywhere = append(everywhere, columnName(t, c))
		}
	})
	f := usage("no_such_column", name)
	switch {
	case table == "" && len(everywhere) > 0:
		return f.hinting("column_needs_table", proposed(everywhere))
	case table == "":
		return f.hinting("column_form")
	case len(columns) > 0:
		return f.hinting("near_columns", proposed(byLikeness(columns, column, func(s string) string { return s[strings.LastIndexByte(s, '.')+1:] })))
	}
	f = usage("no_such_table", table)
	if len(everywhere) > 0 {
		return f.hinting("near_columns", proposed(byLikeness(everywhere, name, func(s string) string { return s })))
	}
	last := table[strings.LastIndexAny(table, "/.")+1:]
	return f.hinting("near_tables", proposed(byLikeness(tables, last, func(s string) string { return s[strings.LastIndexAny(s, "/.")+1:] })))
}

// alike reports whether two names are the same but for case, accents and a few letters.
func alike(a, b string) bool {
	a, b = detectors.Fold(a), detectors.Fold(b)
	return a == b || editDistance(a, b) <= len(b)/4
}

// byLikeness sorts names by how much the part of each differs from the wanted one.
func byLikeness(names []string, wanted string, part func(string) string) []string {
	wanted = detectors.Fold(wanted)
	slices.SortStableFunc(names, func(a, b string) int {
		return cmp.Compare(editDistance(detectors.Fold(part(a)), wanted), editDistance(detectors.Fold(part(b)), wanted))
	})
	return names
}

// proposed lists names for a hint.
func proposed(names []string) string {
	if len(names) > mostProposed {
		names = append(slices.Clone(names[:mostProposed]), "…")
	}
	return strings.Join(names, ", ")
}
