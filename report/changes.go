package report

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/datamapbr/datamap/scanner"
)

// DiffSchema names the form of the JSON of [Changes].
const DiffSchema = "datamap.diff/1"

// Changes are the differences between two results, by the stable IDs of the columns. Only
// columns with personal data count.
type Changes struct {
	Schema string    `json:"schema"`
	Since  time.Time `json:"since"` // when the older scan was
	New    []Change  `json:"new"`
	Gone   []Change  `json:"gone"`
	// Renamed are columns that may be in the older result under another name. That is a
	// guess from the names, so they count as new, too: see [Changes.HasNew].
	Renamed  []Change         `json:"renamed,omitempty"`
	Changed  []Change         `json:"changed"`
	Coverage []CoverageChange `json:"coverage"` // objects that ended in another state
}

// A Change is one column.
type Change struct {
	ID     string `json:"id"`
	Column string `json:"column"`           // source/schema.table.column
	Was    string `json:"was,omitempty"`    // of a renamed column, its name before
	WasID  string `json:"was_id,omitempty"` // and its ID
	// Why says what made it new or gone: new_table, new_column, not_read_before,
	// copy_before, found_now, table_gone, column_gone, not_read_now, copy_now,
	// not_found_now, dismissed.
	// What says what changed in a column that was personal before: type, class,
	// sensitive, risk.
	Why    string   `json:"why,omitempty"`
	What   []string `json:"what,omitempty"`
	Before Side     `json:"before"`
	After  Side     `json:"after"`
	at     spot     // of the column
}

// A Side is what a result says of a column.
type Side struct {
	Types     []string `json:"types"`
	Classes   []string `json:"classes"`
	Sensitive bool     `json:"sensitive"`
	Risk      Band     `json:"risk,omitempty"`
}

// A CoverageChange is an object whose state changed. A state is empty in the result that
// does not have the object.
type CoverageChange struct {
	Object  string           `json:"object"` // source/schema.table
	Before  scanner.State    `json:"before"`
	After   scanner.State    `json:"after"`
	Reasons []scanner.Reason `json:"reasons,omitempty"` // of the newer state
	Shrank  bool             `json:"shrank"`            // less was read than before
}

// HasNew reports whether there is something new. A new name is.
func (c *Changes) HasNew() bool { return len(c.New)+len(c.Renamed) > 0 }

// Shrank reports whether something was read less than before.
func (c *Changes) Shrank() bool {
	return slices.ContainsFunc(c.Coverage, func(o CoverageChange) bool { return o.Shrank })
}

// ObjectName is "source/schema.table", as the filters of a scan match it.
func ObjectName(e *scanner.Entry) string {
	return strings.TrimSuffix(e.Source, "/") + "/" + join(e.Schema, e.Table)
}

// Compare compares two results, the older one first.
func Compare(before, after *Inventory) *Changes {
	c := &Changes{Schema: DiffSchema, Since: before.ScannedAt, New: []Change{}, Gone: []Change{}, Changed: []Change{}, Coverage: []CoverageChange{}}
	old, now := before.lookUp(), after.lookUp()
	old.against, now.against = now.tables, old.tables
	all := func(*Column) bool { return true }
	for _, f := range after.places(all) {
		was, there := old.column(f)
		one := Change{ID: f.Column.ID, Column: ObjectName(&f.Table.Entry) + "." + f.Column.Name, Before: noSide(), After: after.side(f.Column), at: f.spot()}
		if there {
			one.Before = before.side(was.Column)
		}
		switch {
		case f.Column.Personal && (!there || !was.Column.Personal):
			one.Why = whyNew(was, old.table(f.Table))
			c.New = append(c.New, one)
		case f.Column.Personal:
			if one.What = differences(one.Before, one.After); len(one.What) > 0 {
				c.Changed = append(c.Changed, one)
			}
		}
	}
	for _, f := range before.places(func(c *Column) bool { return c.Personal }) {
		is, there := now.column(f)
		if there && is.Column.Personal {
			continue
		}
		c.Gone = append(c.Gone, Change{
			ID: f.Column.ID, Column: ObjectName(&f.Table.Entry) + "." + f.Column.Name, Why: whyGone(is, now.table(f.Table)),
			Before: before.side(f.Column), After: noSide(), at: f.spot(),
		})
	}
	c.rename(after.tableSpots())
	c.coverage(before, after, old, now)
	return c
}

// rename joins a column that is gone and the new one that it may be now into one change;
// tables are those of the newer result. Columns that are still there, or whose table was
// not read, were not renamed.
func (c *Changes) rename(tables map[spot]bool) {
	olds, gone := spots(c.Gone, "table_gone", "column_gone")
	news, fresh := spots(c.New, "new_table", "new_column")
	was, isNow := map[string]*Change{}, map[string]bool{}
	for i, j := range renames(gone, fresh, tables) {
		was[news[j].ID], isNow[olds[i].ID] = olds[i], true
	}
	left := []Change{}
	for _, one := range c.New {
		old := was[one.ID]
		if old == nil {
			left = append(left, one)
			continue
		}
		one.Was, one.WasID, one.Before, one.Why = old.Column, old.ID, old.Before, ""
		one.What = differences(one.Before, one.After)
		c.Renamed = append(c.Renamed, one)
	}
	c.New = left
	c.Gone = slices.DeleteFunc(c.Gone, func(one Change) bool { return isNow[one.ID] })
}

// spots returns the changes with one of the reasons, and where their columns are.
func spots(all []Change, why ...string) (some []*Change, where []spot) {
	for i := range all {
		if slices.Contains(why, all[i].Why) {
			some, where = append(some, &all[i]), append(where, all[i].at)
		}
	}
	return some, where
}

// A lookUp finds columns by ID and tables by name. A table that was a file is found in the
// one that several such files are now, and the other way round: one more file, or one less,
// is no new table.
type lookUp struct {
	columns  map[string]place
	tables   map[string]*Table
	parts    map[string]*Table   // of tables that are several files, each as a table
	families map[string][]*Table // by [scanner.Families]
	against  map[string]*Table   // the tables of the other result
}

func (inv *Inventory) lookUp() lookUp {
	l := lookUp{columns: map[string]place{}, tables: map[string]*Table{}, parts: map[string]*Table{}, families: map[string][]*Table{}}
	for i := range inv.Tables {
		t := &inv.Tables[i]
		l.tables[ObjectName(&t.Entry)] = t
		for _, family := range t.families() {
			l.families[family] = append(l.families[family], t)
		}
		for k := range t.Parts {
			part := &Table{Entry: t.Part(k)}
			l.parts[ObjectName(&part.Entry)] = part
		}
		for j := range t.Columns {
			l.columns[t.Columns[j].ID] = place{t, &t.Columns[j]}
		}
	}
	return l
}

// families are what the name of a table has in common with that of the same table when it is
// more files, or fewer.
func (t *Table) families() []string { return families(t.Source, t.Schema, t.Table) }

func families(source, schema, table string) (all []string) {
	for _, family := range scanner.Families(table) {
		all = union(all, ObjectName(&scanner.Entry{Source: source, Schema: schema, Table: family}))
	}
	return all
}

// kin are the tables that are several files of which t may be one, or that may be one of the
// files that t is. None of them is a table of its own in the other result.
func (l *lookUp) kin(t *Table) (all []*Table) {
	if l.tables[ObjectName(&t.Entry)] != nil {
		return nil
	}
	for _, family := range t.families() {
		for _, other := range l.families[family] {
			if l.against[ObjectName(&other.Entry)] == nil && (len(other.Parts) > 0 || len(t.Parts) > 0) {
				all = append(all, other)
			}
		}
		if len(all) > 0 {
			break
		}
	}
	return all
}

// column finds a column of another result: by its ID, else by its name among the kin of its
// table, one with personal data first.
func (l *lookUp) column(f place) (found place, there bool) {
	if found, there = l.columns[f.Column.ID]; there {
		return found, true
	}
	for _, t := range l.kin(f.Table) {
		for i := range t.Columns {
			if c := &t.Columns[i]; c.Name == f.Column.Name && (!there || c.Personal && !found.Column.Personal) {
				found, there = place{t, c}, true
			}
		}
	}
	return found, there
}

// table finds a table of another result; nil for none. Of files of which only some were read
// it is one that was read in part.
func (l *lookUp) table(t *Table) *Table {
	name := ObjectName(&t.Entry)
	if found := cmp.Or(l.tables[name], l.parts[name]); found != nil {
		return found
	}
	kin := l.kin(t)
	if len(kin) == 0 {
		return nil
	}
	least := slices.MinFunc(kin, func(a, b *Table) int { return extent(a) - extent(b) })
	if slices.ContainsFunc(kin, wasRead) && extent(least) < 2 {
		return &Table{Entry: scanner.Entry{State: scanner.Partial}}
	}
	return least
}

func noSide() Side { return Side{Types: []string{}, Classes: []string{}} }

func (inv *Inventory) side(c *Column) Side {
	s := noSide()
	s.Sensitive, s.Risk = c.Sensitive, c.Risk
	for _, v := range c.Types {
		s.Types = append(s.Types, v.Type)
		for i := range inv.Types {
			if inv.Types[i].ID == v.Type {
				s.Classes = union(s.Classes, inv.Types[i].Class)
			}
		}
	}
	return s
}

// differences names what two sides disagree on.
func differences(a, b Side) []string {
	var what []string
	if !sameSet(a.Types, b.Types) {
		what = append(what, "type")
	}
	if !sameSet(a.Classes, b.Classes) {
		what = append(what, "class")
	}
	if a.Sensitive != b.Sensitive {
		what = append(what, "sensitive")
	}
	if a.Risk != b.Risk {
		what = append(what, "risk")
	}
	return what
}

func sameSet(x, y []string) bool {
	return slices.Equal(slices.Sorted(slices.Values(x)), slices.Sorted(slices.Values(y)))
}

// wasRead reports whether an object's rows were looked at.
func wasRead(t *Table) bool {
	return t.State == scanner.Covered || t.State == scanner.Sampled || t.State == scanner.Partial
}

// whyNew says why a column is new that was as given in a table of the older result; nil for
// none.
func whyNew(was place, t *Table) string {
	switch {
	case t == nil:
		return "new_table"
	case isCopy(t):
		return "copy_before"
	case !wasRead(t):
		return "not_read_before"
	case was.Column == nil:
		return "new_column"
	}
	return "found_now"
}

// whyGone says why a column is gone that is as given in a table of the newer result; nil for
// none.
func whyGone(is place, t *Table) string {
	switch {
	case t == nil:
		return "table_gone"
	case isCopy(t):
		return "copy_now"
	case !wasRead(t):
		return "not_read_now"
	case is.Column == nil:
		return "column_gone"
	case is.Column.Dismissed != nil:
		return "dismissed"
	}
	return "not_found_now"
}

// isCopy reports whether an object was not read because another one with the same
// bytes was.
func isCopy(t *Table) bool {
	return slices.ContainsFunc(t.Reasons, func(r scanner.Reason) bool { return r.Code == "duplicate" })
}

// extent is how much of an object was read, be it in the file of which it is a copy.
func extent(t *Table) int {
	switch {
	case t.State == scanner.Covered, t.State == scanner.Sampled, isCopy(t):
		return 2
	case t.State == scanner.Partial:
		return 1
	}
	return 0
}

// partsCoverage adds the files of a table that are read more or less than before. One that is
// new and read, and one that is gone, are no change of the table.
func (c *Changes) partsCoverage(t *Table, old lookUp) {
	for i := range t.Parts {
		part := &Table{Entry: t.Part(i)}
		name := ObjectName(&part.Entry)
		was := cmp.Or(old.tables[name], old.parts[name])
		one := CoverageChange{Object: name, After: part.State, Reasons: part.Reasons}
		switch {
		case was == nil && extent(part) == 2, was != nil && extent(part) == extent(was):
			continue
		case was != nil:
			one.Before, one.Shrank = was.State, extent(part) < extent(was)
		}
		c.Coverage = append(c.Coverage, one)
	}
}

func (c *Changes) coverage(before, after *Inventory, old, now lookUp) {
	for i := range after.Tables {
		t := &after.Tables[i]
		name := ObjectName(&t.Entry)
		one := CoverageChange{Object: name, After: t.State, Reasons: t.Reasons}
		if was := old.table(t); was != nil {
			one.Before = was.State
			one.Shrank = extent(t) < extent(was)
		}
		if one.Before != one.After {
			c.Coverage = append(c.Coverage, one)
		}
		c.partsCoverage(t, old)
	}
	for i := range before.Tables {
		t := &before.Tables[i]
		if now.table(t) == nil {
			c.Coverage = append(c.Coverage, CoverageChange{Object: ObjectName(&t.Entry), Before: t.State})
		}
	}
}
