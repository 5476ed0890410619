// Package rules holds what datamap knows as data: one YAML file for every type
// of personal data, the LGPD catalogue, the weights of the risk model and the
// words that people read. The files are embedded; [Load] decodes and checks them.
package rules

import (
	"embed"
	"io/fs"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"
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
	// Siblings tells that the columns of a table whose names begin alike are alike:
	// where "PCR_RESULT" says the type, "PCR_RINO" is of it too.
	Siblings bool `yaml:"siblings"`
	// Fused are words of the type that other letters may have grown together with:
	// the values must then have one of its forms.
	Fused []string `yaml:"fused"`
	// Parts are what words that say the type are made of.
	Parts Parts `yaml:"parts"`
	// Speech are folded words by which a text speaks of what the type says; those with
	// an ending of Parts do so, too.
	Speech []string `yaml:"speech"`
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
	// match: a hash under the name "cpf". A document without a check takes on the
	// word for one where the values deny the other: a "documento" that is no CPF.
	Borrows []string `yaml:"borrows"`

	// WrittenAs are types by whose values one of this type may be written: a place
	// of birth by its IBGE code. One does not rule the other out.
	WrittenAs []string `yaml:"written_as"`

	// Placeholders are folded values that stand for "no value" in this type.
	Placeholders []string `yaml:"placeholders"`

	// Own tells that the rule is the user's, and of unknown cost.
	Own bool `yaml:"-"`

	Match  []string `yaml:"match"`  // whole values that are of the type
	Reject []string `yaml:"reject"` // whole values that are not, near misses among them
}

// Text is what a person reads about a type.
type Text struct {
	Name        string `yaml:"name" json:"name"`
	Description string `yaml:"description" json:"description,omitempty"`
}

// Parts are what the words of a trade are made of, as those of medicine are of Greek
// and Latin ones: nobody could list them all.
type Parts struct {
	Endings    []string `yaml:"endings"`    // a word that ends so says the type as one of its names does
	Beginnings []string `yaml:"beginnings"` // one that begins so only hints at it
	Not        []string `yaml:"not"`        // words of every day that are made alike
}

// A Form is one way in which a whole value is written.
type Form struct {
	Name    string `yaml:"name"`
	Pattern string `yaml:"pattern"` // RE2, anchored at both ends
	// Values, instead of a pattern, lists folded values. "rua *" stands for every
	// value whose first word is "rua", "* ltda" for every one whose last is "ltda".
	Values []string `yaml:"values"`
	// Made, instead of both, stands for every value that begins with a word which has
	// one of the endings of the rule's Parts.
	Made bool `yaml:"made"`
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
	// Shared marks values of an office rather than of somebody: a column of them is
	// personal where that of a type whose Subject is "contact" would be.
	Shared bool `yaml:"shared"`
	// Spread is the same share among columns whose values begin with many letters,
	// as codes of illnesses do, and numbers of rooms and seats do not; 0: no other.
	Spread float64 `yaml:"spread"`
	// Fill restores lost leading zeros up to this length before the check.
	// Such a form counts only beside values of full length.
	Fill int `yaml:"fill"`
}

// Listed reports whether the form is a list of words rather than a pattern.
func (f *Form) Listed() bool { return len(f.Values) > 0 || f.Made }

// A TextForm is one way in which a value is written inside free text.
type TextForm struct {
	Pattern string   `yaml:"pattern"` // RE2; found only between characters that are not letters or digits
	Around  string   `yaml:"around"`  // instead of a pattern: the word around this byte is held against the whole-value forms
	Labels  []string `yaml:"labels"`  // folded words, one of which must stand shortly before; none: the form alone is enough
	After   []string `yaml:"after"`   // folded words, one of which must stand directly before, but for a mark and spaces
	Beside  bool     `yaml:"beside"`  // it is all of the text but for a number or an e-mail address
	Check   string   `yaml:"check"`   // instead of the rule's: what fails it is no value at all
	Chance  float64  `yaml:"chance"`
}

// Classes are the LGPD classes of a rule. Only "sensivel" is LGPD art. 5, II.
var Classes = []string{"comum", "sensivel", "financeiro", "autenticacao", "sigilo", "nao_pessoal", "pseudonimizado"}

// FCITypes are the kinds of data in ANPD's incident form, which PPSI 2.0 shares.
var FCITypes = []string{
	"identificacao_basica", "documento_oficial", "contato", "financeiro", "sigilo",
	"autenticacao", "imagem_voz_localizacao", "biometrico", "saude", "outros",
}

// ruleSubjects are what a rule may say of the rows that it is about; it may say nothing.
var ruleSubjects = []string{"person", "contact", "place"}

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
	all := make([]Rule, len(paths))
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i, path := range paths {
		group.Go(func() error { return DecodeFile(path, &all[i]) })
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	slices.SortFunc(all, func(a, b Rule) int { return strings.Compare(a.ID, b.ID) })
	return all, nil
}

// File returns an embedded file: "risk.yaml", "lgpd.yaml", "names/given.txt".
func File(path string) ([]byte, error) { return files.ReadFile(path) }
