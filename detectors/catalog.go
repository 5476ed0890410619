package detectors

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"regexp/syntax"
	"slices"
	"strings"
	"sync"

	"github.com/datamapbr/datamap/rules"
)

// A Catalog is a set of rules compiled for matching. It does not change and is
// safe for concurrent use.
type Catalog struct {
	types        []Type
	ids          map[string]int // lead to the types
	groups       []group
	index        index // over the groups
	vocabulary   vocabulary
	speech       speech
	text         textIndex
	placeholders *placeholders
	known        map[string]*wordUse // words of column names …
	stems        func() *stems       // … and by their beginnings
	personNames  *nameLists
	daily        *everyday
	ignored      ignored // nil for none
	metered      Set     // types with a form or a text form whose cost is charged
}

// A Type is a compiled rule.
type Type struct {
	Rule  *rules.Rule
	date  bool // its values are dates
	forms []form
	texts []textForm
	names names
	parts parts
	known map[string]*wordUse // the catalogue's
}

// A form is a compiled [rules.Form].
type form struct {
	*rules.Form
	matcher *matcher // nil when the form lists its values
	check   check    // nil: the pattern decides
	checked string   // name of the check
}

// Compile compiles rules. It returns an error that names the rule when a pattern is
// wrong or a check is unknown; their examples are for [Try]. Ignored are the values
// that are never counted.
func Compile(all []rules.Rule, ignored ...rules.Ignored) (*Catalog, error) {
	c, mistakes, err := assemble(all)
	if err != nil {
		return nil, err
	}
	if len(mistakes) > 0 {
		return nil, fmt.Errorf("compiling rule %q: %w", all[mistakes[0].rule].ID, mistakes[0].Mistake)
	}
	c.ignored = newIgnored(c.types, ignored)
	return c, nil
}

// Builtin compiles the built-in rules alone. An error is a defect of the program.
func Builtin() (*Catalog, error) {
	all, err := rules.Load()
	if err != nil {
		return nil, err
	}
	return Compile(all)
}

// Try compiles rules and holds the user's own against their examples. It returns, for each
// of all, every mistake in it, and warnings about what would make scans slow.
func Try(all []rules.Rule) (mistakes, warnings []rules.Mistakes, err error) {
	c, found, err := assemble(all)
	if err != nil {
		return nil, nil, err
	}
	mistakes, warnings = make([]rules.Mistakes, len(all)), make([]rules.Mistakes, len(all))
	for _, m := range found {
		mistakes[m.rule] = append(mistakes[m.rule], m.Mistake)
	}
	for i := range all {
		if !all[i].Own || len(mistakes[i]) > 0 {
			continue
		}
		typ := c.Index(all[i].ID)
		if mistakes[i] = c.tryExamples(typ); len(mistakes[i]) == 0 {
			warnings[i] = c.slow(typ)
		}
	}
	return mistakes, warnings, nil
}

// A ruleMistake is a mistake in one of several rules.
type ruleMistake struct {
	rule int
	rules.Mistake
}

// assemble makes a catalogue without trying the examples. The rules in which it finds
// mistakes are left out.
func assemble(all []rules.Rule) (*Catalog, []ruleMistake, error) {
	list, err := loadNames()
	if err != nil {
		return nil, nil, err
	}
	daily := &everyday{}
	if err := rules.DecodeFile("everyday.yaml", daily); err != nil {
		return nil, nil, err
	}
	known := checks(list)
	c := &Catalog{personNames: list, daily: daily, ids: map[string]int{}}
	compiled, wrong := make([]*Type, len(all)), make([]rules.Mistakes, len(all))
	var group sync.WaitGroup
	for i := range all {
		group.Go(func() { compiled[i] = compile(&all[i], known, &wrong[i]) })
	}
	group.Wait()
	var found []ruleMistake
	for i, t := range compiled {
		m := wrong[i]
		if c.Index(t.Rule.ID) >= 0 {
			m.Add("id", "two_types", t.Rule.ID)
		}
		checkReferences(t.Rule, all, &m)
		if len(c.types) == Surname {
			m.Add("", "too_many", Surname)
		}
		if len(m) == 0 {
			c.ids[t.Rule.ID] = len(c.types)
			c.types = append(c.types, *t)
			if t.metered() {
				c.metered.Add(len(c.types) - 1)
			}
			if !c.group(len(c.types) - 1) {
				m.Add("forms", "too_many_forms", setSize)
			}
		}
		for _, mistake := range m {
			found = append(found, ruleMistake{i, mistake})
		}
	}
	group.Go(func() {
		c.known = knownWords(c.types, daily)
		c.stems = sync.OnceValue(func() *stems { return newStems(c.known, daily) }) // most tables have no word that nobody knows
	})
	c.vocabulary = newVocabulary(c.types)
	c.speech = newSpeech(c.types, daily.Fillers)
	c.text, err = newTextIndex(c.types)
	if group.Wait(); err != nil {
		return nil, nil, err
	}
	c.speech.short = newShortSpeech(c.types, c.known, daily)
	for i := range c.types {
		c.types[i].known = c.known
	}
	c.placeholders = newPlaceholders(c.types, daily.Placeholders)
	return c, found, nil
}

// checkReferences adds a mistake for each type that a rule names and that does not exist.
func checkReferences(r *rules.Rule, all []rules.Rule, m *rules.Mistakes) {
	for key, ids := range map[string][]string{"borrows": r.Borrows, "written_as": r.WrittenAs, "mixture": r.Mixture} {
		for k, id := range ids {
			if !slices.ContainsFunc(all, func(r rules.Rule) bool { return r.ID == id }) {
				m.Add(fmt.Sprintf("%s.%d", key, k), "unknown_type", id)
			}
		}
	}
}

func compile(r *rules.Rule, known map[string]check, m *rules.Mistakes) *Type {
	t := &Type{Rule: r, date: r.Check == "date", names: compileNames(r), parts: newParts(&r.Parts)}
	for k := range r.Forms {
		f := form{Form: &r.Forms[k]}
		path := fmt.Sprintf("forms.%d", k)
		if !f.Listed() {
			f.matcher = compilePattern(f.Pattern, f.Weak, path, m)
			if r.Own {
				f.matcher.meter(f.Pattern)
			}
		}
		if !f.Listed() && !f.Weak {
			f.checked = cmp.Or(f.Check, r.Check)
			at := "check"
			if f.Check != "" {
				at = path + ".check"
			}
			f.check = lookup(known, f.checked, at, m)
		}
		t.forms = append(t.forms, f)
	}
	for k := range r.Text {
		t.texts = append(t.texts, compileText(&r.Text[k], r, known, fmt.Sprintf("text.%d", k), m))
	}
	return t
}

// compilePattern compiles the pattern of the form at path. A weak form needs only its
// signature.
func compilePattern(pattern string, weak bool, path string, m *rules.Mistakes) *matcher {
	compile := newMatcher
	if weak {
		compile = newSignature
	}
	compiled, err := compile(pattern)
	if wrong, ok := errors.AsType[*syntax.Error](err); ok {
		m.Add(path+".pattern", "regexp", wrong.Code.String(), wrong.Expr)
	} else if err != nil {
		m.Add(path+".pattern", "regexp", "", pattern)
	}
	return compiled
}

// lookup returns a check by its name; nil for the empty name.
func lookup(known map[string]check, name, path string, m *rules.Mistakes) check {
	f, ok := known[name]
	if name != "" && !ok && !slices.ContainsFunc(*m, func(one rules.Mistake) bool { return one.Path == path }) {
		m.Add(path, "unknown_value", name, strings.Join(slices.Sorted(maps.Keys(known)), ", "))
	}
	return f
}

// tryExamples checks a rule against its own examples. One that no strong form matches may
// have a weak form; weak forms for certain names count only for examples of match.
func (c *Catalog) tryExamples(typ int) (m rules.Mistakes) {
	t := &c.types[typ]
	for i, example := range t.Rule.Match {
		if valid, invalid := c.tried(typ, example); !valid && (invalid || !t.weakly(example, true)) {
			m.Add(fmt.Sprintf("match.%d", i), "not_matched", i+1)
		}
	}
	for i, example := range t.Rule.Reject {
		if valid, invalid := c.tried(typ, example); valid || !invalid && t.weakly(example, false) {
			m.Add(fmt.Sprintf("reject.%d", i), "not_rejected", i+1)
		}
	}
	return m
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

// weakly reports whether a value has a weak form of the type; named admits the forms for
// certain names.
func (t *Type) weakly(value string, named bool) bool {
	return slices.ContainsFunc(t.forms, func(f form) bool {
		if !f.Weak || !named && len(f.Names) > 0 {
			return false
		}
		m, err := newMatcher(f.Pattern)
		return err == nil && m.whole([]byte(value))
	})
}

// Len returns the number of types; hits name a type by its index below it.
func (c *Catalog) Len() int { return len(c.types) }

// Type returns the type with this index.
func (c *Catalog) Type(i int) *Type { return &c.types[i] }

// Index returns the index of the type with this ID, or -1.
func (c *Catalog) Index(id string) int {
	if i, ok := c.ids[id]; ok {
		return i
	}
	return -1
}

// Rule returns the rule with this ID, which must be one of the catalogue's.
func (c *Catalog) Rule(id string) *rules.Rule { return c.types[c.Index(id)].Rule }

// Form returns form i of the type as its rule writes it.
func (t *Type) Form(i int) *rules.Form { return t.forms[i].Form }

// Admits reports whether a value of this shape may have form i, a weak one.
func (t *Type) Admits(i int, s *Shape) bool { return t.forms[i].matcher.sig.admits(s) }

// IsDate reports whether the type's values are dates.
func (t *Type) IsDate() bool { return t.date }

// HoldsDates reports whether the values of form i are dates. That something happened to
// somebody on a day says as much as that it happened: "dt_batismo" and "batizado".
func (t *Type) HoldsDates(i int) bool { return t.date || t.forms[i].Name == dateForm }

// dateForm is the name of a form for dates in a rule that has others, too.
const dateForm = "date"

// IsMoment reports whether the type's values are dates with a time.
func (t *Type) IsMoment() bool { return t.Rule.Check == "moment" }

// AllDigits reports whether a value of the type can consist of digits alone, as
// in a numeric column. A type without forms can.
func (t *Type) AllDigits() bool {
	for i := range t.forms {
		if m := t.forms[i].matcher; m != nil && m.sig.allDigits() {
			return true
		}
	}
	return len(t.forms) == 0
}

// Together reports whether a column may be of both types: the values of one are written
// as those of the other.
func (c *Catalog) Together(i, k int) bool {
	a, b := c.types[i].Rule, c.types[k].Rule
	return slices.Contains(a.WrittenAs, b.ID) || slices.Contains(b.WrittenAs, a.ID)
}

// maxHeaderLookalike is the largest Lookalike of a form that shows that a cell is data and
// no header. One given name does not: "Norma" heads columns.
const maxHeaderLookalike = 0.03

// IsData reports whether a cell is a value of some type rather than a word a
// header would use: a document that passes its check, an e-mail, a date, a
// person's name in full. A word of a list says nothing: FEMININO heads columns. Nor does
// a login that is a word of columns' names: "state" and "price" are an initial and a surname.
func (c *Catalog) IsData(cell []byte) bool {
	var m Matches
	c.Match(Clean(cell), &m)
	for _, h := range m.Hits() {
		t := &c.types[h.Type]
		if t.Rule.FCI == "autenticacao" && c.namesColumns(cell) {
			continue
		}
		if h.Valid && !t.forms[h.Form].Listed() && (t.forms[h.Form].Lookalike <= maxHeaderLookalike || t.Rule.Check == "date") {
			return true
		}
	}
	return false
}

// namesColumns reports whether all words of a cell are known from columns' names.
func (c *Catalog) namesColumns(cell []byte) bool {
	return !slices.ContainsFunc(Tokens(string(cell)), func(w string) bool {
		return !c.Known(w) && !c.daily.ofRecord(w)
	})
}

// Is reports whether a cell is a value of the type with this identifier that passes
// its check. It is false for a type that is not in the catalogue.
func (c *Catalog) Is(id string, cell []byte) bool {
	var m Matches
	c.Match(Clean(cell), &m)
	i := c.Index(id)
	for _, h := range m.Hits() {
		if int(h.Type) == i && h.Valid {
			return true
		}
	}
	return false
}

// Mask returns the masked shape of a value of type i.
func (c *Catalog) Mask(i int, value []byte) Masked { return mask(Clean(value), c.types[i].Rule.Mask) }
