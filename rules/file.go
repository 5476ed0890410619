package rules

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"time"
)

// A RuleFile is what a rule file says: a type of its own, or what a user adds to the
// types that there are, or both.
type RuleFile struct {
	Rule    `yaml:",inline"` // without an ID where the file adds no type
	Extend  []Extension      `yaml:"extend"`
	Silence []Silence        `yaml:"silence"`
	Ignore  []Ignored        `yaml:"ignore"`

	places places
}

// An Extension adds names to a type.
type Extension struct {
	Type         string   `yaml:"type"`
	Names        []string `yaml:"names"`
	NotNames     []string `yaml:"not_names"`
	Roles        []string `yaml:"roles"`
	Hints        []string `yaml:"hints"`
	Neighbours   []string `yaml:"neighbours"`
	Tables       []string `yaml:"tables"`
	Placeholders []string `yaml:"placeholders"`
}

// A Silence takes a type out of the verdict on some columns. Who decided it, when
// and why stands in every report.
type Silence struct {
	Type    string `yaml:"type" json:"type"`       // "*" is every type
	Columns string `yaml:"columns" json:"columns"` // glob on "source/schema.table.column"
	Author  string `yaml:"author" json:"author"`
	Date    string `yaml:"date" json:"date"` // YYYY-MM-DD
	Reason  string `yaml:"reason" json:"reason"`
}

// Ignored are values that are never counted as being of a type. Case, accents,
// spaces and punctuation make no difference.
type Ignored struct {
	Type  string   `yaml:"type"` // empty is every type
	Terms []string `yaml:"terms"`
}

// HasType reports whether the file adds a type of its own.
func (f *RuleFile) HasType() bool { return f.ID != "" }

// ParseFile decodes a rule file and checks all of it but patterns and examples, which
// package detectors checks when it compiles them. The file is returned even when there are
// mistakes: it serves to locate further ones.
func ParseFile(data []byte) (*RuleFile, Mistakes) {
	f := &RuleFile{}
	if m := notText(data); m != nil {
		return f, m
	}
	var m Mistakes
	f.places, m = decodeStrictly(data, f)
	if slices.ContainsFunc(m, func(one Mistake) bool { return one.Key != "unknown_key" }) {
		return f, f.Located(m) // what does not decode cannot be judged
	}
	if f.HasType() || !f.adds() || !reflect.DeepEqual(f.Rule, Rule{}) {
		m = append(m, f.validate()...)
	}
	for i := range f.Extend {
		f.Extend[i].validate(&m, fmt.Sprintf("extend.%d", i))
	}
	for i := range f.Silence {
		f.Silence[i].validate(&m, fmt.Sprintf("silence.%d", i))
	}
	for i := range f.Ignore {
		f.Ignore[i].validate(&m, fmt.Sprintf("ignore.%d", i))
	}
	return f, f.Located(m)
}

func (f *RuleFile) adds() bool { return len(f.Extend)+len(f.Silence)+len(f.Ignore) > 0 }

func (e *Extension) validate(m *Mistakes, path string) {
	if e.Type == "" {
		m.Add(path, "missing", "type")
	}
	if len(e.Names)+len(e.NotNames)+len(e.Roles)+len(e.Hints)+len(e.Neighbours)+len(e.Tables)+len(e.Placeholders) == 0 {
		m.Add(path, "adds_nothing")
	}
	checkFolded(m, path+".", e.Names, e.NotNames, e.Roles, e.Hints, e.Neighbours, e.Tables)
	checkPlain(m, path+".placeholders", e.Placeholders)
}

func (s *Silence) validate(m *Mistakes, path string) {
	for _, field := range []struct{ key, value string }{
		{"type", s.Type}, {"columns", s.Columns}, {"author", s.Author}, {"date", s.Date}, {"reason", s.Reason},
	} {
		if strings.TrimSpace(field.value) == "" {
			m.Add(path, "missing", field.key)
		}
	}
	if _, err := time.Parse(time.DateOnly, s.Date); err != nil && s.Date != "" {
		m.Add(path+".date", "date", s.Date)
	}
}

func (g *Ignored) validate(m *Mistakes, path string) {
	if len(g.Terms) == 0 {
		m.Add(path, "missing", "terms")
	}
	for i, term := range g.Terms {
		if !lettersOrDigits.MatchString(term) {
			m.Add(fmt.Sprintf("%s.terms.%d", path, i), "empty_term")
		}
	}
}

var lettersOrDigits = regexp.MustCompile(`[\p{L}\p{N}]`)

// Apply adds what the file says of other types to the rules, which it modifies.
func (f *RuleFile) Apply(all []Rule) (m Mistakes) {
	known := func(id, path string) *Rule {
		for i := range all {
			if all[i].ID == id {
				return &all[i]
			}
		}
		if id != "" { // a missing ID has been reported
			m.Add(path, "unknown_type", id)
		}
		return nil
	}
	for i, e := range f.Extend {
		if r := known(e.Type, fmt.Sprintf("extend.%d.type", i)); r != nil {
			r.Names = slices.Concat(r.Names, e.Names)
			r.NotNames = slices.Concat(r.NotNames, e.NotNames)
			r.Roles = slices.Concat(r.Roles, e.Roles)
			r.Hints = slices.Concat(r.Hints, e.Hints)
			r.Neighbours = slices.Concat(r.Neighbours, e.Neighbours)
			r.Tables = slices.Concat(r.Tables, e.Tables)
			r.Placeholders = slices.Concat(r.Placeholders, e.Placeholders)
		}
	}
	for i, s := range f.Silence {
		if s.Type != "*" {
			known(s.Type, fmt.Sprintf("silence.%d.type", i))
		}
	}
	for i, g := range f.Ignore {
		if g.Type != "" {
			known(g.Type, fmt.Sprintf("ignore.%d.type", i))
		}
	}
	return f.Located(m)
}
