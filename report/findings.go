package report

import (
	"cmp"
	"slices"
	"strings"

	"github.com/datamapbr/datamap/rules"
	"github.com/datamapbr/datamap/scanner"
)

// Findings are the totals over all tables. Every format shows these numbers.
type Findings struct {
	Columns          int          `json:"columns"`           // in tables that were read
	PersonalColumns  int          `json:"personal_columns"`  //
	SensitiveColumns int          `json:"sensitive_columns"` // LGPD art. 5, II
	PersonalTables   int          `json:"personal_tables"`   // with a personal column
	RowsRead         int64        `json:"rows_read"`
	PersonalKinds    int          `json:"personal_kinds"`  // kinds of personal data that are not sensitive (IDP 9.2 counts kinds)
	SensitiveKinds   int          `json:"sensitive_kinds"` // kinds of sensitive personal data
	ByType           []TypeCount  `json:"by_type"`         // most columns first
	ByClass          []ClassCount `json:"by_class"`        // every class, in the order of rules.Classes
	ByRisk           []RiskCount  `json:"by_risk"`         // tables with personal data, low to high
}

// A TypeCount tells in how many columns and tables a type was found.
type TypeCount struct {
	Type    string `json:"type"`
	Columns int    `json:"columns"`
	Tables  int    `json:"tables"`
}

// A ClassCount tells how many columns hold a type of a class. A column with
// types of two classes counts in both.
type ClassCount struct {
	Class   string `json:"class"`
	Columns int    `json:"columns"`
}

// A RiskCount tells how many tables are in a band.
type RiskCount struct {
	Risk   Band `json:"risk"`
	Tables int  `json:"tables"`
}

// count adds up the ledger and the findings from the tables.
func (inv *Inventory) count() (scanner.Totals, Findings) {
	totals := scanner.Totals{States: map[scanner.State]int{}}
	for _, s := range scanner.States {
		totals.States[s] = 0
	}
	n := &tally{types: inv.types(), byType: map[string]*TypeCount{}, byClass: map[string]int{}, byRisk: map[Band]int{}}
	for i := range inv.Tables {
		t := &inv.Tables[i]
		for _, state := range t.states() {
			totals.Listed++
			totals.States[state]++
		}
		n.table(t)
	}
	return totals, n.findings()
}

// states are those of the objects that a table is: its own, or those of its files. Where the
// table was read in part for no fault of a file, so were all that were read.
func (t *Table) states() []scanner.State {
	if len(t.Parts) == 0 {
		return []scanner.State{t.State}
	}
	states := make([]scanner.State, len(t.Parts))
	for i := range t.Parts {
		states[i] = t.Parts[i].State
	}
	if t.State == scanner.Partial && !slices.Contains(states, scanner.Partial) && !slices.Contains(states, scanner.NotRead) {
		for i, state := range states {
			if state == scanner.Covered || state == scanner.Sampled {
				states[i] = scanner.Partial
			}
		}
	}
	return states
}

// A tally counts what the tables hold.
type tally struct {
	Findings
	types   map[string]Type
	byType  map[string]*TypeCount
	byClass map[string]int
	byRisk  map[Band]int
}

func (n *tally) table(t *Table) {
	n.RowsRead += t.Read
	if t.Risk != nil {
		n.byRisk[t.Risk.Band]++
	}
	personal, inTable := false, map[string]bool{}
	for i := range t.Columns {
		c := &t.Columns[i]
		if wasRead(t) {
			n.Columns++
		}
		if c.Personal {
			n.PersonalColumns++
			personal = true
		}
		if c.Sensitive {
			n.SensitiveColumns++
		}
		n.column(c, inTable)
	}
	if personal {
		n.PersonalTables++
	}
}

// column counts the types and classes of a column; inTable are the types that its
// table was counted for.
func (n *tally) column(c *Column, inTable map[string]bool) {
	classes := map[string]bool{}
	for _, v := range c.Types {
		one := n.byType[v.Type]
		if one == nil {
			one = &TypeCount{Type: v.Type}
			n.byType[v.Type] = one
		}
		one.Columns++
		if !inTable[v.Type] {
			inTable[v.Type] = true
			one.Tables++
		}
		if class := n.types[v.Type].Class; !classes[class] {
			classes[class] = true
			n.byClass[class]++
		}
	}
}

// findings puts the counts in order.
func (n *tally) findings() Findings {
	f := n.Findings
	f.ByType = make([]TypeCount, 0, len(n.byType))
	for id, one := range n.byType {
		f.ByType = append(f.ByType, *one)
		switch t := n.types[id]; {
		case t.Class == "sensivel":
			f.SensitiveKinds++
		case t.Personal:
			f.PersonalKinds++
		}
	}
	slices.SortFunc(f.ByType, func(a, b TypeCount) int {
		return cmp.Or(b.Columns-a.Columns, strings.Compare(a.Type, b.Type))
	})
	for _, class := range rules.Classes {
		f.ByClass = append(f.ByClass, ClassCount{class, n.byClass[class]})
	}
	for _, band := range Bands {
		f.ByRisk = append(f.ByRisk, RiskCount{band, n.byRisk[band]})
	}
	return f
}
