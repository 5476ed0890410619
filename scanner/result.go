package scanner

import (
	"slices"

	"github.com/datamapbr/datamap/detectors"
)

// A Result is what a scan found. It holds identifiers and counts, no words and
// no values.
type Result struct {
	Sources     []SourceInfo  `json:"sources"`
	Tables      []TableResult `json:"tables"` // in source order
	Interrupted bool          `json:"interrupted,omitempty"`
}

// A TableResult is a ledger entry with the verdicts on the table's columns.
type TableResult struct {
	Entry
	Subject string   `json:"subject,omitempty"` // what its rows are about: people, companies, things
	Holders []string `json:"holders,omitempty"` // categories of data subjects, from the table's name
	Comment string   `json:"comment,omitempty"` // of the source, with the personal values in it masked
	// What the catalogue of a database says beside; nil where there is none.
	Structure *Structure     `json:"structure,omitempty"`
	Access    *TableAccess   `json:"access,omitempty"`
	Columns   []ColumnResult `json:"columns"`
}

// A ColumnResult is the verdict on one column. Personal and Sensitive follow
// from Types and the rules.
type ColumnResult struct {
	ID           string        `json:"id"` // stable: a hash of source, schema, table and column
	Name         string        `json:"name"`
	Position     int           `json:"position"`
	DataType     string        `json:"data_type,omitempty"`
	Comment      string        `json:"comment,omitempty"`    // of the source, masked
	NotNull      bool          `json:"not_null,omitempty"`   // the source refuses NULL here
	NullShare    *float64      `json:"null_share,omitempty"` // of the whole table, by the server's own statistics
	Personal     bool          `json:"personal"`
	Sensitive    bool          `json:"sensitive"`
	Read         int64         `json:"read"`                   // rows
	Filled       int64         `json:"filled"`                 // neither NULL, blank nor placeholder
	Placeholders int64         `json:"placeholders"`           // values that stand for "no value"
	Distinct     int64         `json:"distinct"`               // among the filled that are text; an estimate above SketchSize
	Types        []TypeVerdict `json:"types"`                  // what the column holds, best first
	Alternatives []TypeVerdict `json:"alternatives"`           // what cannot be told apart from it, best first
	Silenced     []Silenced    `json:"silenced,omitempty"`     // types that a rule of the user's took out of the verdict
	Rivals       []Rival       `json:"rivals,omitempty"`       // what was weighed and lost, best first: at most mostRivals
	Turns        []Turn        `json:"turns,omitempty"`        // what would change the verdict
	Contradicted string        `json:"contradicted,omitempty"` // type that the name promises and the values deny
	Destroyed    int64         `json:"destroyed,omitempty"`    // numbers of which a spreadsheet has lost digits ("5.0465E+19")
	FreeText     bool          `json:"free_text,omitempty"`    // prose, in which values of any kind may stand
	Contents     *Contents     `json:"contents,omitempty"`     // what its binary values are; nil for none
	DigestOf     *DigestOf     `json:"digest_of,omitempty"`    // whose plain digests its values are
	Ages         *Ages         `json:"ages,omitempty"`         // of the people whose birth dates or ages a personal column holds
	Dates        *Span         `json:"dates,omitempty"`        // of the records; nil where the column tells none
}

// A TypeVerdict says that a column is of a type, or that some of its values are
// or contain one.
type TypeVerdict struct {
	Type       string           `json:"type"`
	Mode       Mode             `json:"mode"`
	Confidence float64          `json:"confidence"` // 0–1, calibrated, rounded to 4 decimals
	Matched    int64            `json:"matched"`    // rows of the type's shape
	Valid      int64            `json:"valid"`      // rows that also pass its check
	ShareLow   float64          `json:"share_low"`  // 95 % interval of Valid / Filled (Wilson)
	ShareHigh  float64          `json:"share_high"`
	Shape      detectors.Masked `json:"shape"` // empty when fewer than 5 distinct values passed
	Against    float64          `json:"against"`
	Evidence   []Evidence       `json:"evidence"`
}

// A Rival is a type that was weighed for a column and is neither what the
// column holds nor an alternative to it.
type Rival struct {
	Type     string     `json:"type"`
	Mode     Mode       `json:"mode"`
	Against  float64    `json:"against"`
	Evidence []Evidence `json:"evidence"`
}

// A Mode is how a column holds a type.
type Mode string

// The modes.
const (
	WholeValue Mode = "whole"    // the cells are values of the type
	Contains   Mode = "contains" // some cells are, or hold in their text, a value of the type
)

// Evidence is one reason for or against a type.
type Evidence struct {
	Kind   string  `json:"kind"`             // each has its words in rules/pt-BR.yaml and rules/en.yaml under "cmd.evidence"
	Weight float64 `json:"weight"`           // natural log of the odds ratio, rounded to 2 decimals
	Detail string  `json:"detail,omitempty"` // form of the rule, word of the name, other type or column, what the table is about: never a value
	N      int64   `json:"n,omitempty"`      // distinct values looked at; of texts, parts and compared cells rows, of siblings columns
	Hits   int64   `json:"hits,omitempty"`   // of which passed
}

// ValidShare is the share of the distinct values that are valid values of a type, as
// recorded in the evidence for or against it; 0 where there is none.
func (r *ColumnResult) ValidShare(id string) float64 {
	share := func(evidence []Evidence) float64 {
		i := slices.IndexFunc(evidence, func(e Evidence) bool { return e.Kind == "values" && e.N > 0 })
		if i < 0 {
			return 0
		}
		return float64(evidence[i].Hits) / float64(evidence[i].N)
	}
	for _, v := range r.Types {
		if v.Type == id {
			return share(v.Evidence)
		}
	}
	for _, lost := range r.Rivals {
		if lost.Type == id {
			return share(lost.Evidence)
		}
	}
	return 0
}
