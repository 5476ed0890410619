package report

import (
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
)

// Answers are what people wrote into the workbook's answer columns. The zero
// value has none.
type Answers struct {
	ByID  map[string]Answer   // by the ID of the row: of a column, a table or a risk
	Loose []Answer            // rows without an ID that hold something
	Extra map[string][]string // headings of columns that people added, in their order, by the code of the sheet
	Own   int                 // sheets that people added to the workbook; they stay there
}

// An Answer is what people wrote in one row.
type Answer struct {
	ID   string `yaml:"id" json:"id,omitempty"` // empty for a row that people added
	Form string `yaml:"sheet" json:"sheet"`     // code of the sheet: inventory, operations or risk
	// Where the row was, as the workbook showed it.
	Source string `yaml:"source" json:"source,omitempty"`
	Schema string `yaml:"schema" json:"schema,omitempty"`
	Table  string `yaml:"table" json:"table,omitempty"`
	Column string `yaml:"column" json:"column,omitempty"`
	Risk   string `yaml:"risk" json:"risk,omitempty"`
	// Fields holds the filled cells by the code of their column, or by the
	// heading of an added column with a leading "+". An option of a drop-down
	// is held as its code, any other text as it is.
	Fields map[string]string `yaml:"fields" json:"fields"`
}

// compare orders answers by place.
func (a *Answer) compare(b *Answer) int {
	return slices.Compare([]string{a.Source, a.Schema, a.Table, a.Column, a.Risk, a.ID}, []string{b.Source, b.Schema, b.Table, b.Column, b.Risk, b.ID})
}

// A ConflictError tells that two rows have the same ID and different answers.
type ConflictError struct {
	Sheet string
	Cells [2]string // "P2"
}

func (e *ConflictError) Error() string {
	return fmt.Sprintf("cells %s and %s of sheet %q have the same ID and different answers", e.Cells[0], e.Cells[1], Shown(e.Sheet))
}

// An OptionError tells that a cell with a drop-down holds none of its options.
type OptionError struct{ Sheet, Cell, Heading string }

func (e *OptionError) Error() string {
	return fmt.Sprintf("cell %s of sheet %q (%s) holds none of the options of its list", e.Cell, Shown(e.Sheet), Shown(e.Heading))
}

// ErrNotOurs tells that a file is not a workbook that [WriteWorkbook] wrote.
var ErrNotOurs = errors.New("it is not a workbook of datamap")

// Merge returns the answers of both. Where they answer the same question differently, the
// receiver's answer stays and the other row joins the loose ones: no answer is lost.
func (a Answers) Merge(second Answers) Answers {
	merged := Answers{ByID: map[string]Answer{}, Extra: map[string][]string{}, Own: a.Own + second.Own}
	for _, answer := range slices.Concat(a.Loose, second.Loose) {
		if !slices.ContainsFunc(merged.Loose, func(other Answer) bool { return reflect.DeepEqual(answer, other) }) {
			merged.Loose = append(merged.Loose, answer)
		}
	}
	for _, one := range []Answers{a, second} {
		for sheet, headings := range one.Extra {
			merged.Extra[sheet] = union(merged.Extra[sheet], headings...)
		}
	}
	for id, answer := range a.ByID {
		answer.Fields = maps.Clone(answer.Fields)
		merged.ByID[id] = answer
	}
	for _, id := range slices.Sorted(maps.Keys(second.ByID)) {
		merged.add(second.ByID[id])
	}
	return merged
}

// add adds the answers of a row. A row that contradicts the answers so far also joins the
// loose ones, whole.
func (a *Answers) add(answer Answer) {
	if len(answer.Fields) == 0 {
		return
	}
	old, ok := a.ByID[answer.ID]
	if !ok {
		answer.Fields = maps.Clone(answer.Fields)
		a.ByID[answer.ID] = answer
		return
	}
	if contradicted(old.Fields, answer.Fields) != "" {
		a.Loose = append(a.Loose, answer)
	}
	for key, text := range answer.Fields {
		if old.Fields[key] == "" {
			old.Fields[key] = text
		}
	}
}

// contradicted is the first field that two rows fill differently; empty when there is none.
func contradicted(a, b map[string]string) string {
	for _, key := range slices.Sorted(maps.Keys(b)) {
		if was := a[key]; was != "" && was != b[key] {
			return key
		}
	}
	return ""
}

// Follow returns the answers with those for a file under the table of several files that it is
// now a part of, and those for such a table under the one file that is left of it. Of several
// answers to one question the others are loose.
func (a Answers) Follow(inv *Inventory) Answers {
	type question struct{ form, table, column string }
	type row struct {
		id    string
		files bool // its table is several
	}
	ids, rows := map[string]bool{}, map[question]row{}
	add := func(q question, id string, t *Table) {
		if ids[id] = true; rows[q].id == "" {
			rows[q] = row{id, len(t.Parts) > 0}
		}
	}
	for i := range inv.Tables {
		t := &inv.Tables[i]
		at := t.spot()
		for _, family := range families(at.source, at.schema, at.table) {
			add(question{operationsForm.code, family, ""}, t.id(), t)
			for k := range t.Columns {
				add(question{inventoryForm.code, family, sheetCell(t.Columns[k].Name)}, t.Columns[k].ID, t)
			}
		}
	}
	followed := Answers{ByID: map[string]Answer{}, Loose: slices.Clone(a.Loose), Extra: a.Extra, Own: a.Own}
	var moved []Answer
	for _, id := range slices.Sorted(maps.Keys(a.ByID)) {
		answer := a.ByID[id]
		var now row
		for _, family := range families(answer.Source, answer.Schema, answer.Table) {
			if now.id == "" {
				now = rows[question{answer.Form, family, answer.Column}]
			}
		}
		if ids[id] || now.id == "" || !now.files && !strings.Contains(answer.Table, "*") {
			followed.ByID[id] = answer
			continue
		}
		answer.ID = now.id
		moved = append(moved, answer)
	}
	for _, answer := range moved {
		followed.add(answer)
	}
	return followed
}

// A lost answer no longer has a row; a column that may be the same, renamed, is proposed.
type lost struct {
	Answer
	proposal *place // nil for none
}

// gone returns the answers that no row takes, ordered by place, then the loose ones.
func (a *Answers) gone(inv *Inventory, rows map[string]bool) []lost {
	var all []lost
	for id, answer := range a.ByID {
		if !rows[id] {
			all = append(all, lost{Answer: answer})
		}
	}
	slices.SortFunc(all, func(x, y lost) int { return x.compare(&y.Answer) })
	a.propose(inv, all)
	for _, answer := range a.Loose {
		all = append(all, lost{Answer: answer})
	}
	return all
}

// Lost counts the columns that people answered for and for which inv has no row, and how
// many of them have another column proposed.
func (a *Answers) Lost(inv *Inventory) (columns, proposed int) {
	rows := map[string]bool{}
	for _, f := range inv.places((*Column).Asked) {
		rows[f.Column.ID] = true
	}
	for _, was := range a.gone(inv, rows) {
		if was.ID == "" || was.Form != inventoryForm.code {
			continue
		}
		columns++
		if was.proposal != nil {
			proposed++
		}
	}
	return columns, proposed
}

// propose looks for columns that may be the lost ones under another name, among those
// without answers of their own.
func (a *Answers) propose(inv *Inventory, all []lost) {
	var free []place
	var fresh []spot
	for _, f := range inv.places((*Column).Asked) {
		if _, ok := a.ByID[f.Column.ID]; !ok {
			free, fresh = append(free, f), append(fresh, f.spot())
		}
	}
	var asked []int
	var gone []spot
	for i, was := range all {
		if was.Form == inventoryForm.code {
			asked, gone = append(asked, i), append(gone, spot{was.Source, was.Schema, was.Table, was.Column})
		}
	}
	for i, j := range renames(gone, fresh, inv.tableSpots()) {
		all[asked[i]].proposal = &free[j]
	}
}
