package report

import (
	"slices"

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
	totals := scanner.Totals{Listed: len(inv.Tables), States: map[scanner.State]int{}}
	for _, s := range scanner.States {
		totals.States[s] = 0
	}
	var f Findings
	byType, byClass, byRisk := map[string]*TypeCount{}, map[string]int{}, map[Band]int{}
	known := inv.types()
	for i := range inv.Tables {
		t := &inv.Tables[i]
		totals.States[t.State]++
		f.RowsRead += t.Read
		if t.Risk != nil {
			byRisk[t.Risk.Band]++
		}
		personal, inTable := false, map[string]bool{}
		for j := range t.Columns {
			c := &t.Columns[j]
			if t.State == scanner.Covered || t.State == scanner.Sampled || t.State == scanner.Partial {
				f.Columns++
			}
			if c.Personal {
				f.PersonalColumns++
				personal = true
			}
			if c.Sensitive {
				f.SensitiveColumns++
			}
			classes := map[string]bool{}
			for _, v := range c.Types {
				n := byType[v.Type]
				if n == nil {
					n = &TypeCount{Type: v.Type}
					byType[v.Type] = n
				}
				n.Columns++
				if !inTable[v.Type] {
					inTable[v.Type] = true
					n.Tables++
				}
				if class := known[v.Type].Class; !classes[class] {
					classes[class] = true
					byClass[class]++
				}
			}
		}
		if personal {
			f.PersonalTables++
		}
	}
	f.ByType = make([]TypeCount, 0, len(byType))
	for id, n := range byType {
		f.ByType = append(f.ByType, *n)
		switch t := known[id]; {
		case t.Class == "sensivel":
			f.SensitiveKinds++
		case t.Personal:
			f.PersonalKinds++
		}
	}
	slices.SortFunc(f.ByType, func(a, b TypeCount) int {
		if a.Columns != b.Columns {
			return b.Columns - a.Columns
		}
		return compare(a.Type, b.Type)
	})
	for _, class := range rules.Classes {
		f.ByClass = append(f.ByClass, ClassCount{class, byClass[class]})
	}
	for _, band := range Bands {
		f.ByRisk = append(f.ByRisk, RiskCount{band, byRisk[band]})
	}
	return totals, f
}
