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
	// Roles are words for those to whom a value belongs. Alone, or beside a word for
	// "name", they name the type ("fornecedor", "nome_fornecedor"); among other words
	// they only hint at it ("fornecedor_desde").
	Roles []string `yaml:"roles"`
	// Siblings tells that columns of a table whose names begin with the same word share
	// the type: where "PCR_RESULT" has it, so does "PCR_RINO".
	Siblings bool `yaml:"siblings"`
	// Fused are words of the type that also count at either end of a longer word, if
	// the values have one of the type's forms.
	Fused []string `yaml:"fused"`
	// Parts are beginnings and endings of words that say the type.
	Parts Parts `yaml:"parts"`
	// Speech are folded words that show, in a free text, that it is about what the type
	// says; so do words with an ending of Parts.
	Speech []string `yaml:"speech"`
	// Terms are further words that do so in a short value, where a text may have them by
	// the way: "jugular", "intramuscular".
	Terms []string `yaml:"terms"`
	// Dated are words for what happens to somebody: a column of dates with one of them, or with an
	// ending of Parts, in its name tells when it did. Of other words a date is about the record.
	Dated []string `yaml:"dated"`
	// Persons are the roles that only a person can have: beside a word for "name" they
	// say as much as the name Called, one of Names ("nome_mae", but not "nome_cliente").
	Persons []string `yaml:"persons"`
	Called  string   `yaml:"called"`
	// NotIn are types in whose columns single values of this type are not reported:
	// streets are named after people.
	NotIn []string `yaml:"not_in"`
	// Hints are names that say something only in a table with one of Neighbours: a
	// "numero" beside a "logradouro".
	Hints  []string `yaml:"hints"`
	Tables []string `yaml:"tables"` // folded table names in which the type is at home

	// Lenient tells that in a column of the type's name a value may fail the check and
	// still be of the type: a telephone of another country, a chassis older than the norm.
	Lenient bool `yaml:"lenient"`
	// Identifies tells that a row with such a value is about a person.
	Identifies bool `yaml:"identifies"`
	// Subject says when the type holds, or is personal, by what the rows are about.
	// "person": in a table of things it is something else that looks alike (the colour
	// of a product). "contact": it is personal unless the table is one of companies,
	// places or things and names no person. "place": it is personal only in a table
	// about people, or one that leads to them. "owner": it is personal unless the table is
	// one that names companies, whose carriers have plates, too. Empty: always.
	Subject string `yaml:"subject"`
	// Mixture are the types, the surest check first, of which a column of this type
	// holds a mixture of values: the kinds of a Pix key.
	Mixture []string `yaml:"mixture"`
	// Neighbours are folded names of columns that stand beside one of the type.
	Neighbours []string `yaml:"neighbours"`
	// Flags tells that a code, a kind or a yes-or-no about the thing is the thing:
	// "tp_sexo", "in_gestante". Amounts tells the same of a sum: "vl_salario"; Counts of how
	// many there are: "qt_filhos".
	Flags   bool `yaml:"flags"`
	Amounts bool `yaml:"amounts"`
	Counts  bool `yaml:"counts"`
	// Keyed are names of things that have numbers of their own: whole numbers under them
	// are keys. An "igreja" is a church by its name, and by 3 the third one of a table.
	Keyed []string `yaml:"keyed"`
	// Borrows are types whose column names count for this one, too, where its values
	// match: a hash under the name "cpf". A document without a check borrows the word
	// for a document where the values deny the other type: a "documento" that is no CPF.
	Borrows []string `yaml:"borrows"`

	// WrittenAs are types whose values may stand for one of this type: a place of birth
	// given by its IBGE code. Neither type rules the other out.
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

// Parts are what the words of a trade are made of, such as the Greek and Latin parts of
// those of medicine, which nobody could list in full.
type Parts struct {
	Endings    []string `yaml:"endings"`    // a word that ends so says the type, as its names do
	Beginnings []string `yaml:"beginnings"` // one that begins so only hints at it
	Halves     []Halves `yaml:"halves"`     // of words cut short that hint at it together
	Not        []string `yaml:"not"`        // everyday words that begin or end so by chance
}

// Halves are words, or short forms of them, of which one head and one tail, written as one word or as two, hint at a
// type: of what is told and of what it is told of. Outright tells that each pair says the type, also among other words:
// that of a word for a user and one for what users do to records.
type Halves struct {
	Heads    []string `yaml:"heads"`
	Tails    []string `yaml:"tails"`
	Outright bool     `yaml:"outright"`
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
	// is not searched for: where a column's name is the type's, the values are compared
	// with it, so that impossible ones are evidence against the name.
	Weak bool `yaml:"weak"`
	// Beside marks a form for which a neighbouring column is evidence even where the
	// column's own name says nothing.
	Beside bool `yaml:"beside"`
	// Names restricts a weak form to columns with one of these names of the rule. In
	// such a column no value needs to pass a check.
	Names []string `yaml:"names"`
	Check string   `yaml:"check"` // instead of the rule's
	// Chance is the probability that a value of this shape which is not of the
	// type passes the check all the same (1 when there is no check).
	Chance float64 `yaml:"chance"`
	// Lookalike is the share of columns of other content whose values have
	// this shape throughout and pass: the limit of what values alone can prove.
	Lookalike float64 `yaml:"lookalike"`
	// Many is the same share among columns of many different values; 0: as Lookalike.
	Many float64 `yaml:"many"`
	// Shared marks values that belong to an office rather than to a person: a column of
	// them is personal under the conditions of a type whose Subject is "contact", or nobody's
	// where the type is no contact: the accounts of services.
	Shared bool `yaml:"shared"`
	// Spread is the same share among columns whose values begin with many different
	// letters, as codes of illnesses do and numbers of rooms do not; 0: as Lookalike.
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
	Around  string   `yaml:"around"`  // instead of a pattern: the word around this byte is matched as a whole value
	Labels  []string `yaml:"labels"`  // folded words, one of which must occur shortly before; none: the form alone is enough
	After   []string `yaml:"after"`   // folded words, one of which must stand directly before, but for a mark and spaces
	Beside  bool     `yaml:"beside"`  // it is all of the text but for a number or an e-mail address
	Check   string   `yaml:"check"`   // instead of the rule's; what fails it is not counted at all
	Chance  float64  `yaml:"chance"`
}

// Classes are the LGPD classes of a rule. Only "sensivel" is LGPD art. 5, II.
var Classes = []string{"comum", "sensivel", "financeiro", "autenticacao", "sigilo", "nao_pessoal", "pseudonimizado"}

// FCITypes are the kinds of data in ANPD's incident form, which PPSI 2.0 shares.
var FCITypes = []string{
	"identificacao_basica", "documento_oficial", "contato", "financeiro", "sigilo",
	"autenticacao", "imagem_voz_localizacao", "biometrico", "saude", "outros",
}

// ruleSubjects are the values of a rule's Subject, which may also be empty.
var ruleSubjects = []string{"person", "contact", "place", "owner"}

// Sensitive reports whether the type is sensitive personal data (LGPD art. 5, II).
func (r *Rule) Sensitive() bool { return r.Class == "sensivel" }

// IsContact reports whether the type says where or how somebody is reached, in the words of the
// federal inventory.
func (r *Rule) IsContact() bool { return r.FCI == "contato" }

// IsDocument reports whether the type is the number of an official document, or stands on one.
func (r *Rule) IsDocument() bool { return r.FCI == "documento_oficial" }

// IsName reports whether values of the type are names of people.
func (r *Rule) IsName() bool { return r.Called != "" }

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
