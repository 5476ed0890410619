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

// of returns the silences that concern each column of an object; nil for none at all. A table
// that is several files is meant by its own name, or by those of all of them.
func (s *silencer) of(o *object) [][]silence {
	if len(s.rules) == 0 {
		return nil
	}
	t := &o.table
	all := make([][]silence, len(t.Columns))
	for k := range t.Columns {
		names := func(re *regexp.Regexp, t *Table) bool {
			return re.MatchString(objectName(o.name, t.Schema, t.Name) + "." + o.table.Columns[k].Name)
		}
		for i, re := range s.columns {
			others := func(p part) bool { return !names(re, &p.table) }
			if names(re, t) || len(o.parts) > 0 && !slices.ContainsFunc(o.parts, others) {
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
