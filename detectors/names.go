package detectors

import (
	"slices"
	"strings"

	"github.com/datamapbr/datamap/rules"
)

// names are a rule's column names as words.
type names struct {
	is, hints, not, tables, neighbours [][]string
}

func compileNames(r *rules.Rule) names {
	return names{splitAll(r.Names), splitAll(r.Hints), splitAll(r.NotNames), splitAll(r.Tables), splitAll(r.Neighbours)}
}

func splitAll(list []string) [][]string {
	var all [][]string
	for _, s := range list {
		all = append(all, plain(strings.Split(s, "_")))
	}
	return all
}

// particles join the words of a name and say nothing: "data de nascimento".
var particles = []string{"de", "da", "do", "das", "dos", "of", "the"}

// plain returns tokens without particles.
func plain(tokens []string) []string {
	isParticle := func(word string) bool { return slices.Contains(particles, word) }
	if len(tokens) < 2 || !slices.ContainsFunc(tokens, isParticle) {
		return tokens
	}
	return slices.DeleteFunc(slices.Clone(tokens), isParticle)
}

// A NameMatch says how a column's name speaks for a type.
type NameMatch int

// From the name of another thing to the name itself.
const (
	NameDenies    NameMatch = -1 // a false friend: "vl_pis", "email_enviado"
	NameSilent    NameMatch = 0
	NameHints     NameMatch = 1 // a name that the type shares with others
	NameTruncated NameMatch = 2 // begins one of the type's names: dBase keeps ten letters
	NameMentions  NameMatch = 3 // one of the type's names among other words
	NameIs        NameMatch = 4 // one of the type's names, but for a system's prefix
)

// prefixes are words that systems set before every column's name and that say
// nothing of its type: "nr_cpf", "A1_CGC", "tx_email".
var prefixes = []string{
	"nr", "nro", "nu", "num", "numero", "n", "no", "nm", "nom", "ds", "dsc", "desc", "descricao", "tx", "te", "cd", "co", "cod", "codigo",
	"dt", "dta", "dat", "data", "id", "st", "str", "sg", "sig", "dh", "end", "a1", "a2", "ra", "rd", "dpe", "tb", "col", "campo", "billing",
	"shipping", "c",
}

// amounts are first words that make a column an amount of a thing, not the
// thing: "vl_pis", "qtd_telefones".
var amounts = []string{
	"vl", "vr", "vlr", "val", "valor", "aliq", "aliquota", "perc", "pct", "base", "bc", "qt", "qtd", "qtde", "quantidade", "total",
}

// flags are first words that make a column a flag or a setting about a thing,
// not the thing: "fl_email", "tipo_documento".
var flags = []string{
	"fl", "flag", "in", "ind", "ic", "cs", "tem", "possui", "is", "has", "aceita", "recebe", "enviar", "tipo", "tp", "status", "sit",
	"situacao", "cst",
}

// Name reports how a column's name, as [Tokens], speaks for the type, and the
// name of the rule that it met: of several the longest.
func (t *Type) Name(tokens []string) (NameMatch, string) {
	if tokens = plain(tokens); len(tokens) == 0 {
		return NameSilent, ""
	}
	for _, not := range t.names.not {
		if contains(tokens, not) {
			return NameDenies, strings.Join(not, "_")
		}
	}
	best, word := NameSilent, ""
	bare := tokens
	for len(bare) > 1 && t.isPrefix(bare[0]) {
		bare = bare[1:]
	}
	for _, is := range t.names.is {
		m := NameSilent
		switch {
		case slices.Equal(tokens, is), slices.Equal(bare, is):
			m = NameIs
		case contains(tokens, is):
			m = NameMentions
		case truncates(bare, is):
			m = NameTruncated
		}
		if joined := strings.Join(is, "_"); m > best || m == best && m > NameSilent && len(joined) > len(word) {
			best, word = m, joined
		}
	}
	if best > NameSilent && best < NameIs &&
		(!t.Rule.Amounts && slices.Contains(amounts, tokens[0]) || !t.Rule.Flags && slices.Contains(flags, tokens[0])) {
		return NameDenies, tokens[0]
	}
	if best == NameSilent {
		for _, hint := range t.names.hints {
			if slices.Equal(tokens, hint) || slices.Equal(bare, hint) {
				return NameHints, strings.Join(hint, "_")
			}
		}
	}
	return best, word
}

func (t *Type) isPrefix(word string) bool {
	return slices.Contains(prefixes, word) || t.Rule.Amounts && slices.Contains(amounts, word) || t.Rule.Flags && slices.Contains(flags, word)
}

// AtHome reports whether a table's name, as [Tokens], is one of the type's.
func (t *Type) AtHome(tokens []string) bool {
	return slices.ContainsFunc(t.names.tables, func(table []string) bool { return contains(tokens, table) })
}

// Beside reports whether a column's name, as [Tokens], is one that stands beside
// columns of the type.
func (t *Type) Beside(tokens []string) bool {
	return slices.ContainsFunc(t.names.neighbours, func(name []string) bool { return contains(tokens, name) })
}

// contains reports whether part stands in tokens, word after word.
func contains(tokens, part []string) bool {
	for i := 0; i+len(part) <= len(tokens); i++ {
		if slices.Equal(tokens[i:i+len(part)], part) {
			return true
		}
	}
	return false
}

// minTruncated is how many letters of a word cut off at the end still say it.
const minTruncated = 5

// truncates reports whether tokens are part with its last word cut off.
func truncates(tokens, part []string) bool {
	n := len(part) - 1
	if len(tokens) != len(part) || !slices.Equal(tokens[:n], part[:n]) {
		return false
	}
	return len(tokens[n]) >= minTruncated && len(tokens[n]) < len(part[n]) && strings.HasPrefix(part[n], tokens[n])
}

// IsDate reports whether the type's values are dates.
func (t *Type) IsDate() bool { return t.date }

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
