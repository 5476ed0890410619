package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/datamapbr/datamap/report"
	"github.com/datamapbr/datamap/scanner"
)

// changes are the differences between two results, by the stable ID of the
// columns. Only columns with personal data count.
type changes struct {
	New     []change `json:"new"`     // personal now, not before
	Gone    []change `json:"gone"`    // personal before, not now
	Changed []change `json:"changed"` // personal in both, of other types
}

// A change is one column.
type change struct {
	ID     string        `json:"id"`
	Column string        `json:"column"` // source/schema.table.column
	Before []string      `json:"before"` // types
	After  []string      `json:"after"`
	State  scanner.State `json:"state,omitempty"` // of the table in the newer result; empty when it is not there
}

// compareInventories compares two results, the older one first.
func compareInventories(before, after *report.Inventory) *changes {
	c := &changes{New: []change{}, Gone: []change{}, Changed: []change{}}
	old := map[string]*report.Column{}
	eachColumn(before, func(_ *report.Table, col *report.Column) { old[col.ID] = col })
	now := map[string]bool{}
	states := map[string]scanner.State{}
	for i := range after.Tables {
		states[objectName(&after.Tables[i].Entry)] = after.Tables[i].State
	}
	eachColumn(after, func(t *report.Table, col *report.Column) {
		was := old[col.ID]
		one := change{col.ID, columnName(t, col), []string{}, typeNames(col), t.State}
		if was != nil {
			one.Before = typeNames(was)
		}
		now[col.ID] = col.Personal
		switch {
		case col.Personal && (was == nil || !was.Personal):
			c.New = append(c.New, one)
		case col.Personal && !sameSet(one.Before, one.After):
			c.Changed = append(c.Changed, one)
		}
	})
	eachColumn(before, func(t *report.Table, col *report.Column) {
		if col.Personal && !now[col.ID] {
			c.Gone = append(c.Gone, change{col.ID, columnName(t, col), typeNames(col), []string{}, states[objectName(&t.Entry)]})
		}
	})
	return c
}

func eachColumn(inv *report.Inventory, do func(*report.Table, *report.Column)) {
	for i := range inv.Tables {
		for j := range inv.Tables[i].Columns {
			do(&inv.Tables[i], &inv.Tables[i].Columns[j])
		}
	}
}

// objectName is "source/schema.table", as --only and --exclude match it.
func objectName(e *scanner.Entry) string {
	name := e.Table
	if e.Schema != "" {
		name = e.Schema + "." + name
	}
	return strings.TrimSuffix(e.Source, "/") + "/" + name
}

func columnName(t *report.Table, c *report.Column) string { return objectName(&t.Entry) + "." + c.Name }

func typeNames(c *report.Column) []string {
	names := []string{}
	for _, t := range c.Types {
		names = append(names, t.Type)
	}
	return names
}

func sameSet(x, y []string) bool {
	return slices.Equal(slices.Sorted(slices.Values(x)), slices.Sorted(slices.Values(y)))
}

func (a *app) diffCommand() *cobra.Command {
	c := a.command("diff "+a.words.T("cmd.arg.old_new"), "diff")
	format := newChoice("text", []string{"text", "json"})
	c.Flags().Var(format, "format", a.words.T("cmd.flag.text_or_json"))
	c.Args = a.exactly(2)
	c.RunE = func(_ *cobra.Command, args []string) error {
		before, err := a.readResult(args[0])
		if err != nil {
			return err
		}
		after, err := a.readResult(args[1])
		if err != nil {
			return err
		}
		found := compareInventories(before, after)
		if format.value == "json" {
			err = a.writeJSON(found)
		} else {
			err = a.writeChanges(found)
		}
		if err != nil {
			return err
		}
		return outcomeOf(a.verdict(&report.Inventory{Coverage: after.Coverage}, found, "new"))
	}
	return c
}

// writeChanges writes the changes for people.
func (a *app) writeChanges(c *changes) error {
	var b strings.Builder
	part := func(key string, lines []change, types func(change) string) {
		fmt.Fprintln(&b, a.words.T("cmd.diff."+key, len(lines)))
		for _, l := range lines {
			fmt.Fprintf(&b, "  %s: %s\n", report.Shown(l.Column), report.Shown(types(l)))
		}
	}
	part("new", c.New, func(l change) string { return strings.Join(l.After, ", ") })
	part("gone", c.Gone, func(l change) string { return strings.Join(l.Before, ", ") + a.whyGone(l) })
	part("changed", c.Changed, func(l change) string {
		return strings.Join(l.Before, ", ") + " → " + strings.Join(l.After, ", ")
	})
	_, err := fmt.Fprint(a.stdout, b.String())
	return err
}

// whyGone says where a column is gone only because it was not looked at.
func (a *app) whyGone(l change) string {
	switch l.State {
	case scanner.Covered, scanner.Sampled:
		return ""
	case "":
		return a.words.T("cmd.diff.no_longer_listed")
	}
	return a.words.T("cmd.diff.not_read_now")
}
