// Package rules holds what datamap knows as data: one YAML file for every type
// of personal data, the LGPD catalogue, the weights of the risk model and the
// words that people read. The files are embedded; [Load] decodes and checks them.
package rules

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
)

//go:embed types/*.yaml *.yaml names/*.txt
var files embed.FS

// A Rule describes one type of data: how its values look, which arithmetic they
// obey, which names its columns carry, and what the law says of it.
type Rule struct {
	ID       string          `yaml:"id"`
	Words    map[string]Text `yaml:"words"`    // by language: "pt-BR", "en"
	Personal bool            `yaml:"personal"` // about a natural person, by itself
	Class    string          `yaml:"class"`    // one of Classes
	IDP      string          `yaml:"idp"`      // item of the SGD inventory (IDP): "7.1.2", "8.8"; empty when not personal
	FCI      string          `yaml:"fci"`      // type in ANPD's incident form and PPSI 2.0: one of FCITypes
	Article  string          `yaml:"article"`  // provision that the class rests on
	Check    string          `yaml:"check"`    // name of the arithmetic in package detectors; empty when there is none
	Mask     string          `yaml:"mask"`     // punctuation that a masked value keeps
	Forms    []Form          `yaml:"forms"`    // whole values
	Text     []TextForm      `yaml:"text"`     // the same inside free text
	Names    []string        `yaml:"names"`    // folded column names, as tokens joined by "_"
	NotNames []string        `yaml:"not_names"`
	// Roles are names of those whose the value is: by themselves, or beside a word
	// for "name", they name the type ("fornecedor", "nome_fornecedor"); among other
	// words they only hint at it ("fornecedor_desde").
	Roles []string `yaml:"roles"`
	// Persons are the roles that only a person can have: beside a word for "name"
	// they say what the rule's name Called says ("nome_mae", but not "nome_cliente").
	Persons []string `yaml:"persons"`
	Called  string   `yaml:"called"`
	// NotIn are types in whose columns single values of this type are no news:
	// streets bear people's names.
	NotIn []string `yaml:"not_in"`
	// Hints are names that say something only beside a neighbour: a "numero" beside
	// a "logradouro".
	Hints  []string `yaml:"hints"`
	Tables []string `yaml:"tables"` // folded table names in which the type is at home

	// Lenient tells that a value may fail the check and still be of the type under
	// its own name: a telephone of another country, a chassis of before the norm.
	Lenient bool `yaml:"lenient"`
	// Identifies tells that a row with such a value is about a person.
	Identifies bool `yaml:"identifies"`
	// Subject says what the rows must be about for the type: "person", where a
	// table of things holds something else that looks alike (the colour of a
	// product); "contact", where the value is personal unless the table is one of
	// companies, places or things and names no person; "place", where it is
	// personal only in a table about people, or one that leads to them; empty, always.
	Subject string `yaml:"subject"`
	// Mixture are the types, the surest check first, that the values of one column
	// of this type are of: the kinds of a key.
	Mixture []string `yaml:"mixture"`
	// Neighbours are folded names of columns that stand beside one of the type.
	Neighbours []string `yaml:"neighbours"`
	// Flags tells that a code, a kind or a yes-or-no about the thing is the thing:
	// "tp_sexo", "in_gestante". Amounts tells the same of a sum: "vl_salario".
	Flags   bool `yaml:"flags"`
	Amounts bool `yaml:"amounts"`
	// Borrows are types whose column names this one takes on where its values
	// match: a hash under the name "cpf".
	Borrows []string `yaml:"borrows"`

	// WrittenAs are types by whose values one of this type may be written: a place
	// of birth by its IBGE code. One does not rule the other out.
	WrittenAs []string `yaml:"written_as"`

	// Placeholders are folded values that stand for "no value" in this type.
	Placeholders []string `yaml:"placeholders"`

	Match  []string `yaml:"match"`  // whole values that are of the type
	Reject []string `yaml:"reject"` // whole values that are not, near misses among them
}

// Text is what a person reads about a type.
type Text struct {
	Name        string `yaml:"name"`
	Description string `yaml:"description"`
}

// A Form is one way in which a whole value is written.
type Form struct {
	Name    string `yaml:"name"`
	Pattern string `yaml:"pattern"` // RE2, anchored at both ends
	// Values, instead of a pattern, lists folded values. "rua *" stands for every
	// value whose first word is "rua", "* ltda" for every one whose last is "ltda".
	Values []string `yaml:"values"`
	// Weak marks a form that proves nothing, such as a number of seven digits. It
	// is not looked for: where a column's name is the type's, the shape of the
	// values is held against it, so that impossible ones speak against the name.
	Weak bool `yaml:"weak"`
	// Beside marks a form that a neighbour vouches for even where the column's own
	// name says nothing.
	Beside bool `yaml:"beside"`
	// Names are the only ones of the rule's names whose columns may hold a weak
	// form. In a column of such a name no value need pass a check.
	Names []string `yaml:"names"`
	Check string   `yaml:"check"` // instead of the rule's
	// Chance is the probability that a value of this shape which is not of the
	// type passes the check all the same (1 when there is no check).
	Chance float64 `yaml:"chance"`
	// Lookalike is the share of columns of other content whose values have
	// this shape throughout and pass: the limit of what values alone can prove.
	Lookalike float64 `yaml:"lookalike"`
	// Many is the same share among columns of many different values; 0: no other.
	Many float64 `yaml:"many"`
	// Fill restores lost leading zeros up to this length before the check.
	// Such a form counts only beside values of full length.
	Fill int `yaml:"fill"`
}

// A TextForm is one way in which a value is written inside free text.
type TextForm struct {
	Pattern string   `yaml:"pattern"` // RE2; found only between characters that are not letters or digits
	Around  string   `yaml:"around"`  // instead of a pattern: the word around this byte is held against the whole-value forms
	Labels  []string `yaml:"labels"`  // folded words, one of which must stand shortly before; none: the form alone is enough
	Chance  float64  `yaml:"chance"`
}

// Classes are the LGPD classes of a rule. Only "sensivel" is LGPD art. 5, II.
var Classes = []string{"comum", "sensivel", "financeiro", "autenticacao", "sigilo", "nao_pessoal", "pseudonimizado"}

// FCITypes are the kinds of data in ANPD's incident form, which PPSI 2.0 shares.
var FCITypes = []string{
	"identificacao_basica", "documento_oficial", "contato", "financeiro", "sigilo",
	"autenticacao", "imagem_voz_localizacao", "biometrico", "saude", "outros",
}

// RuleSubjects are what a rule may say of the rows that it is about.
var RuleSubjects = []string{"", "person", "contact", "place"}

// Sensitive reports whether the type is sensitive personal data (LGPD art. 5, II).
func (r *Rule) Sensitive() bool { return r.Class == "sensivel" }

// Trait reports whether only a living being has what the type says: what the
// federal inventory lists as personal characteristics (IDP 7.3.1), and what is sensitive.
func (r *Rule) Trait() bool { return r.Subject == "person" && (r.IDP == "7.3.1" || r.Sensitive()) }

// Load returns the built-in rules, ordered by ID.
// An error here is a defect of the program, not of the user.
func Load() ([]Rule, error) {
	paths, err := fs.Glob(files, "types/*.yaml")
	if err != nil {
		return nil, err
	}
	var all []Rule
	for _, path := range paths {
		data, err := files.ReadFile(path)
		if err != nil {
			return nil, err
		}
		r, err := Parse(data)
		if err != nil {
			return nil, fmt.Errorf("reading rule %s: %w", path, err)
		}
		all = append(all, *r)
	}
	slices.SortFunc(all, func(a, b Rule) int { return compare(a.ID, b.ID) })
	return all, nil
}

func compare(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// Parse decodes one rule file, strictly: an unknown key is an error that names
// its line. It checks the words and classes; patterns and examples are checked
// where they are compiled, in package detectors.
func Parse(data []byte) (*Rule, error) {
	var r Rule
	if err := Decode(data, &r); err != nil {
		return nil, err
	}
	return &r, r.validate()
}

// The form of an identifier, which stands in lists and file formats, and of the
// names that folded column names are held against.
var (
	identifier = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
	folded     = regexp.MustCompile(`^[a-z0-9_]+$`)
)

func (r *Rule) validate() error {
	if r.ID == "" {
		return errors.New("id is missing")
	}
	if !identifier.MatchString(r.ID) {
		return fmt.Errorf("id %q is not one word of lower-case letters, digits and _", r.ID)
	}
	for _, lang := range Languages {
		if r.Words[lang].Name == "" {
			return fmt.Errorf("words.%s.name is missing", lang)
		}
	}
	if !slices.Contains(Classes, r.Class) {
		return fmt.Errorf("class %q is unknown; the classes are %v", r.Class, Classes)
	}
	if r.Personal == (r.Class == "nao_pessoal") {
		return fmt.Errorf("class %q and personal: %t contradict each other", r.Class, r.Personal)
	}
	if r.FCI != "" && !slices.Contains(FCITypes, r.FCI) {
		return fmt.Errorf("fci %q is unknown; the types are %v", r.FCI, FCITypes)
	}
	if !slices.Contains(RuleSubjects, r.Subject) {
		return fmt.Errorf("subject %q is unknown; it is one of %q", r.Subject, RuleSubjects)
	}
	if len(r.Forms) == 0 && len(r.Names) == 0 {
		return errors.New("a rule needs forms, names or both")
	}
	if len(r.Forms) > 0 && (len(r.Match) == 0 || len(r.Reject) == 0) {
		return errors.New("examples are missing: a rule with forms needs values to match and values to reject")
	}
	for _, list := range []struct {
		key   string
		names []string
	}{{"names", r.Names}, {"not_names", r.NotNames}, {"roles", r.Roles}, {"hints", r.Hints}, {"tables", r.Tables}, {"persons", r.Persons}} {
		for _, name := range list.names {
			if !folded.MatchString(name) {
				return fmt.Errorf("%s: %q is not folded: lower-case letters without accents, digits and _", list.key, name)
			}
		}
	}
	for i := range r.Forms {
		if err := r.Forms[i].validate(); err != nil {
			return fmt.Errorf("form %d (%s): %w", i+1, r.Forms[i].Name, err)
		}
		for _, name := range r.Forms[i].Names {
			if !slices.Contains(r.Names, name) && !slices.Contains(r.Roles, name) {
				return fmt.Errorf("form %d (%s): %q is none of the rule's names", i+1, r.Forms[i].Name, name)
			}
		}
	}
	if len(r.Persons) > 0 && !slices.Contains(r.Names, r.Called) {
		return fmt.Errorf("called: %q is none of the rule's names", r.Called)
	}
	for i, f := range r.Text {
		if (f.Pattern == "") == (len(f.Around) != 1) || f.Chance <= 0 || f.Chance > 1 {
			return fmt.Errorf("text form %d needs a pattern or the byte it stands around, and a chance in (0,1]", i+1)
		}
	}
	return nil
}

func (f *Form) validate() error {
	if (f.Pattern == "") == (len(f.Values) == 0) {
		return errors.New("it needs a pattern or values, not both")
	}
	if f.Weak {
		if f.Pattern == "" || f.Check != "" || f.Chance != 0 || f.Lookalike != 0 || f.Many != 0 || f.Fill != 0 {
			return errors.New("a weak form has a pattern, and no check, chance, lookalike or fill")
		}
		return nil
	}
	if f.Chance <= 0 || f.Chance > 1 || f.Lookalike <= 0 || f.Lookalike > 1 {
		return errors.New("it needs chance and lookalike in (0,1]")
	}
	if f.Many < 0 || f.Many > f.Lookalike {
		return errors.New("many is a share not above lookalike")
	}
	return nil
}

// File returns an embedded file: "risk.yaml", "lgpd.yaml", "names/given.txt".
func File(path string) ([]byte, error) { return files.ReadFile(path) }
