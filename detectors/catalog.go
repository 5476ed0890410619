package detectors

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/datamapbr/datamap/rules"
)

// A Catalog is a set of rules compiled for matching. It does not change and is
// safe for concurrent use.
type Catalog struct {
	types        []Type
	groups       []group
	index        index // over the groups
	vocabulary   vocabulary
	text         textIndex
	placeholders *placeholders
	known        map[string]struct{} // words of column names
	personNames  *nameLists
}

// A Type is a compiled rule.
type Type struct {
	Rule  *rules.Rule
	date  bool // its values are dates
	forms []form
	texts []textForm
	names names
	known map[string]struct{} // the catalogue's
}

// A form is a compiled rules.Form.
type form struct {
	*rules.Form
	matcher *matcher // nil when the form lists its values
	check   check    // nil: the pattern decides
	checked string   // name of the check
}

// Compile compiles rules. It returns an error that names the rule when a
// pattern is wrong, a check is unknown, or an example of the rule is judged
// otherwise than it says.
func Compile(all []rules.Rule) (*Catalog, error) {
	list, err := loadNames()
	if err != nil {
		return nil, err
	}
	known := checks(list)
	c := &Catalog{personNames: list}
	if len(all) > setSize {
		return nil, fmt.Errorf("compiling rules: %d of them; a catalogue holds %d", len(all), setSize)
	}
	for i := range all {
		t, err := compile(&all[i], known)
		if err != nil {
			return nil, fmt.Errorf("compiling rule %q: %w", all[i].ID, err)
		}
		if slices.ContainsFunc(c.types, func(u Type) bool { return u.Rule.ID == t.Rule.ID }) {
			return nil, fmt.Errorf("compiling rule %q: there are two of this id", t.Rule.ID)
		}
		c.types = append(c.types, *t)
		if err := c.group(i); err != nil {
			return nil, fmt.Errorf("compiling rule %q: %w", t.Rule.ID, err)
		}
	}
	c.vocabulary = newVocabulary(c.types)
	c.known = knownWords(c.types)
	for i := range c.types {
		c.types[i].known = c.known
	}
	if c.text, err = newTextIndex(c.types); err != nil {
		return nil, err
	}
	c.placeholders = newPlaceholders(c.types)
	for i := range c.types {
		r := c.types[i].Rule
		for _, id := range slices.Concat(r.Borrows, r.WrittenAs, r.Mixture) {
			if c.Index(id) < 0 {
				return nil, fmt.Errorf("compiling rule %q: borrows or is written as %q, which is no rule", r.ID, id)
			}
		}
		if err := c.tryExamples(i); err != nil {
			return nil, fmt.Errorf("compiling rule %q: %w", r.ID, err)
		}
	}
	return c, nil
}

func compile(r *rules.Rule, known map[string]check) (*Type, error) {
	t := &Type{Rule: r, date: r.Check == "date", names: compileNames(r)}
	for k := range r.Forms {
		f := form{Form: &r.Forms[k]}
		if len(f.Values) > 0 {
			t.forms = append(t.forms, f)
			continue
		}
		var err error
		if f.matcher, err = newMatcher(f.Pattern); err != nil {
			return nil, fmt.Errorf("form %q: %w", f.Name, err)
		}
		if f.Weak {
			t.forms = append(t.forms, f)
			continue
		}
		f.checked = cmp.Or(f.Check, r.Check)
		if f.check, err = lookup(known, f.checked); err != nil {
			return nil, fmt.Errorf("form %q: %w", f.Name, err)
		}
		t.forms = append(t.forms, f)
	}
	for k := range r.Text {
		f, err := compileText(&r.Text[k], r, known)
		if err != nil {
			return nil, fmt.Errorf("text form %d: %w", k+1, err)
		}
		t.texts = append(t.texts, f)
	}
	return t, nil
}

// lookup finds the first check that is named; no name is no check.
func lookup(known map[string]check, names ...string) (check, error) {
	for _, name := range names {
		if name == "" {
			continue
		}
		if f, ok := known[name]; ok {
			return f, nil
		}
		list := make([]string, 0, len(known))
		for k := range known {
			list = append(list, k)
		}
		slices.Sort(list)
		return nil, fmt.Errorf("check %q is unknown; the checks are %v", name, list)
	}
	return nil, nil
}

// tryExamples holds the rule's own examples against it. What no strong form has
// may be of a weak one, of those for certain names only when it should match.
func (c *Catalog) tryExamples(typ int) error {
	t := &c.types[typ]
	for i, example := range t.Rule.Match {
		if valid, invalid := c.tried(typ, example); !valid && (invalid || !t.weakly(example, true)) {
			return fmt.Errorf("example %d of match is not recognised", i+1)
		}
	}
	for i, example := range t.Rule.Reject {
		if valid, invalid := c.tried(typ, example); valid || !invalid && t.weakly(example, false) {
			return fmt.Errorf("example %d of reject is recognised", i+1)
		}
	}
	return nil
}

// tried reports whether a value is of the type, or has its shape and fails its check.
func (c *Catalog) tried(typ int, example string) (valid, invalid bool) {
	var m Matches
	c.Match([]byte(example), &m)
	for _, h := range m.Hits() {
		if int(h.Type) == typ {
			return h.Valid, !h.Valid
		}
	}
	return false, false
}

// weakly reports whether a value has a weak form of the type.
func (t *Type) weakly(value string, named bool) bool {
	return slices.ContainsFunc(t.forms, func(f form) bool {
		return f.Weak && (named || len(f.Names) == 0) && f.matcher.whole([]byte(value))
	})
}

// Len returns the number of types; hits name a type by its index below it.
func (c *Catalog) Len() int { return len(c.types) }

// Type returns the type with this index.
func (c *Catalog) Type(i int) *Type { return &c.types[i] }

// Index returns the index of the type with this ID, or -1.
func (c *Catalog) Index(id string) int {
	return slices.IndexFunc(c.types, func(t Type) bool { return t.Rule.ID == id })
}

// Rule returns the rule with this ID, which must be one of the catalogue's.
func (c *Catalog) Rule(id string) *rules.Rule { return c.types[c.Index(id)].Rule }

// Form returns form i of the type as its rule writes it.
func (t *Type) Form(i int) *rules.Form { return t.forms[i].Form }

// Admits reports whether a value of this shape may have form i, a weak one.
func (t *Type) Admits(i int, s *Shape) bool { return t.forms[i].matcher.sig.admits(s) }

// Together reports whether two different types do not rule each other out: the
// values of one are written as those of the other.
func (c *Catalog) Together(i, k int) bool {
	a, b := c.types[i].Rule, c.types[k].Rule
	return slices.Contains(a.WrittenAs, b.ID) || slices.Contains(b.WrittenAs, a.ID)
}

// maxHeaderLookalike is how common a form may be among other things and still
// show that a cell is data. One given name is not enough: "Norma" heads columns.
const maxHeaderLookalike = 0.03

// IsData reports whether a cell is a value of some type rather than a word a
// header would use: a document that passes its check, an e-mail, a date, a
// person's name in full.
func (c *Catalog) IsData(cell []byte) bool {
	var m Matches
	c.Match(Clean(cell), &m)
	for _, h := range m.Hits() {
		t := &c.types[h.Type]
		if h.Valid && (t.forms[h.Form].Lookalike <= maxHeaderLookalike || t.Rule.Check == "date") {
			return true
		}
	}
	return false
}

// Mask returns the masked shape of a value of type i.
func (c *Catalog) Mask(i int, value []byte) Masked { return mask(Clean(value), c.types[i].Rule.Mask) }
