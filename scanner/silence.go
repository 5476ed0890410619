package scanner

import (
	"fmt"
	"regexp"
	"slices"

	"github.com/datamapbr/datamap/rules"
)

// Silenced is a type, or an alternative, that a rule of the user's took out of the verdict
// on a column.
type Silenced struct {
	Type       string  `json:"type"`
	Mode       Mode    `json:"mode"`
	Confidence float64 `json:"confidence"`
	Rule       int     `json:"rule"` // index among the silences of the scan
}

// A silence is a rule that concerns a column.
type silence struct {
	rule int    // its index among those of the scan
	typ  string // "*" is every type
}

// A silencer knows which columns every silence concerns.
type silencer struct {
	rules   []rules.Silence
	columns []*regexp.Regexp
}

func newSilencer(all []rules.Silence) (*silencer, error) {
	s := &silencer{rules: all}
	for _, one := range all {
		re, err := compileGlob(one.Columns)
		if err != nil {
			return nil, fmt.Errorf("compiling a silence: %w", err)
		}
		s.columns = append(s.columns, re)
	}
	return s, nil
}

// of returns the silences that concern each column of a table; nil for none at all.
func (s *silencer) of(source string, t *Table) [][]silence {
	if len(s.rules) == 0 {
		return nil
	}
	all := make([][]silence, len(t.Columns))
	for k := range t.Columns {
		name := objectName(source, t.Schema, t.Name) + "." + t.Columns[k].Name
		for i, re := range s.columns {
			if re.MatchString(name) {
				all[k] = append(all[k], silence{i, s.rules[i].Type})
			}
		}
	}
	return all
}

// silence moves the types that are silenced from the verdict to Silenced.
func (r *ColumnResult) silence(all []silence) {
	for _, one := range all {
		quiet := func(v TypeVerdict) bool {
			if one.typ != "*" && one.typ != v.Type {
				return false
			}
			r.Silenced = append(r.Silenced, Silenced{v.Type, v.Mode, v.Confidence, one.rule})
			return true
		}
		r.Types = slices.DeleteFunc(r.Types, quiet)
		r.Alternatives = slices.DeleteFunc(r.Alternatives, quiet)
		if one.typ == "*" || one.typ == r.Contradicted {
			r.Contradicted = ""
		}
	}
}
