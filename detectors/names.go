package detectors

import (
	"slices"
	"strings"

	"github.com/datamapbr/datamap/rules"
)

// A NameMatch says how a column's name speaks for a type.
type NameMatch int

// From the name of another thing to the name itself.
const (
	NameDenies    NameMatch = -1 // a false friend: "vl_pis", "email_enviado"
	NameSilent    NameMatch = 0
	NameFused     NameMatch = 1 // a word of the type grown together with letters that say nothing: "AP_CEPPCN"
	NameHints     NameMatch = 2 // says something only beside its neighbours, or of whom: "numero", "cliente_desde"
	NameSuggests  NameMatch = 3 // has a word that stands in several of the type's names
	NameTruncated NameMatch = 4 // begins one of the type's names: dBase keeps ten letters
	NameMentions  NameMatch = 5 // one of the type's names among other words
	NameIs        NameMatch = 6 // one of the type's names, but for a system's prefix and whose it is
)

// Name reports how a column's name, as the words of [Catalog.Words], speaks for
// the type, and the name of the rule that it met: of several the longest.
func (t *Type) Name(words []string) (NameMatch, string) {
	if len(words) == 0 {
		return NameSilent, ""
	}
	near := initials(words)
	if m, written := t.nameAtOnce(words, near); m != NameSilent {
		return m, written
	}
	bare, core := t.bare(words), t.core(words)
	best, word := NameSilent, ""
	better := func(m NameMatch, written string) {
		if m > best || m == best && m > NameSilent && len(written) > len(word) {
			best, word = m, written
		}
	}
	for is := range t.names.is.near(near) {
		switch {
		case slices.Equal(bare, is.words), slices.Equal(core, is.words), permuted(bare, is.words), permuted(core, is.words):
			better(NameIs, is.written)
		case contains(words, is.words) && len(is.words) == 1 && IsOwner(is.words[0]): // "endereco_gestante"
			better(NameHints, is.written)
		case contains(words, is.words):
			better(NameMentions, is.written)
		case t.truncates(bare, is.words), t.truncates(core, is.words), t.truncatesOne(words, is.words):
			better(NameTruncated, is.written)
		}
	}
	for role := range t.names.roles.near(near) {
		switch {
		case isRole(bare, role.words):
			better(NameIs, t.called(bare))
		case t.truncates(bare, role.words):
			better(NameTruncated, role.written)
		case contains(words, role.words):
			better(NameHints, role.written)
		}
	}
	if t.namesSomebody(words) {
		better(NameMentions, t.Rule.Called)
	}
	told := t.told(core)
	keyed := slices.Contains(grammar.Keys, words[0]) || len(words) > 2 && len(words[0]) == 1 && slices.Contains(grammar.Keys, words[1])
	for hint := range t.names.hints.near(near) {
		if slices.Equal(words, hint.words) || !keyed && (slices.Equal(bare, hint.words) || slices.Equal(core, hint.words) || slices.Equal(told, hint.words)) {
			better(NameHints, hint.written)
		}
	}
	better(t.made(words, bare, core))
	if best == NameSilent {
		best, word = t.fused(words)
	}
	if best > NameSilent && best < NameIs {
		if other := t.qualified(words, word); other != "" {
			if slices.Contains(grammar.Amounts, other) {
				return NameDenies, other
			}
			return NameSilent, ""
		}
	}
	return best, word
}

// minTogether is how many letters a word has at least that several of a name are written in.
const minTogether = 9

// nameAtOnce reports what a name says as it stands, whatever its parts may say: it is
// one of the type's, or that of a false friend.
func (t *Type) nameAtOnce(words []string, near uint32) (NameMatch, string) {
	joined, together := strings.Join(words, ""), ""
	for is := range t.names.is.near(near) {
		switch {
		case joined != is.joined:
		case slices.Equal(words, is.words):
			return NameIs, is.written
		case (len(words) > 1 || len(joined) >= minTogether) && together == "":
			together = is.written
		}
	}
	if together != "" {
		return NameIs, together
	}
	for hint := range t.names.hints.near(near) {
		if len(hint.words) > 1 && slices.Equal(words, hint.words) { // told apart from false friends by all its words
			return NameHints, hint.written
		}
	}
	if len(words) <= 2 && t.parts.joins(joined, true) { // so are halves that say it outright: "facebook_id"
		return NameMentions, strings.Join(words, "_")
	}
	for not := range t.names.not.near(near) {
		if len(not.words) == 1 && t.namesSomebody(words) { // whatever comes after it
			continue
		}
		if contains(words, not.words) || permuted(words, not.words) || t.truncates(words, not.words) {
			return NameDenies, not.written
		}
	}
	return NameSilent, ""
}

// qualified returns a word that makes a name in which the type is mentioned that
// of something about it, or "".
func (t *Type) qualified(words []string, mentioned string) string {
	first, last := words[0], words[len(words)-1]
	switch {
	case t.Rule.Trait() && slices.Contains(grammar.Providers, first):
		return first
	case t.Rule.Trait() && slices.Contains(grammar.Providers, last):
		return last
	case slices.Contains(grammar.Statistics, first):
		return first
	case slices.Contains(grammar.Statistics, last) && !t.counts(last) && !(t.Rule.Sensitive() && slices.Contains(grammar.Counts, last)):
		return last
	case !t.Rule.Amounts && slices.Contains(grammar.Amounts, first) && !t.counts(first) && !t.measures(words, mentioned):
		return first
	case !t.Rule.Flags && slices.Contains(grammar.Flags, first):
		return first
	case !t.Rule.Amounts && !t.Rule.Sensitive() && !t.counts(last) && slices.Contains(grammar.Counts, last):
		return last
	case !t.Rule.Flags && (last == "id" || slices.Contains(grammar.States, last)) && !strings.HasSuffix(mentioned, last):
		return last
	}
	for _, w := range words {
		if (slices.Contains(grammar.Qualifiers, w) || !t.Rule.Sensitive() && slices.Contains(grammar.Measures, w)) && !strings.Contains("_"+mentioned+"_", "_"+w+"_") {
			return w
		}
	}
	return ""
}

// bare returns the words after the prefixes that a system sets before them.
func (t *Type) bare(words []string) []string {
	for len(words) > 1 && t.isPrefix(words[0]) {
		words = words[1:]
	}
	return words
}

// core returns the words without prefixes, and without those that say whose the
// value is or how it is written: "telefone_responsavel", "paciente_racacor_codigo".
func (t *Type) core(words []string) []string {
	for len(words) > 1 && (t.isPrefix(words[0]) || slices.Contains(grammar.Owners, words[0]) || t.abbreviates(words[0])) {
		words = words[1:]
	}
	for len(words) > 1 && (slices.Contains(grammar.Owners, words[len(words)-1]) || slices.Contains(grammar.Endings, words[len(words)-1])) {
		words = words[:len(words)-1]
	}
	return words
}

// told returns the words of a core without those that say what of a sensitive thing it tells:
// how long, which one, where, how much.
func (t *Type) told(core []string) []string {
	if !t.Rule.Sensitive() {
		return core
	}
	for len(core) > 1 && slices.Contains(grammar.Aspects, core[0]) {
		core = core[1:]
	}
	for len(core) > 1 && slices.Contains(grammar.Aspects, core[len(core)-1]) {
		core = core[:len(core)-1]
	}
	return core
}

func (t *Type) isPrefix(word string) bool {
	return slices.Contains(grammar.Prefixes, word) || isTablePrefix(word) || t.isQuestionCode(word) || t.Rule.Amounts && slices.Contains(grammar.Amounts, word) || t.counts(word) || t.Rule.Flags && slices.Contains(grammar.Flags, word)
}

// counts reports whether word is one for a number of things of which the type tells how many
// there are: the children and the rooms of somebody, "qt_filhos_18_25".
func (t *Type) counts(word string) bool {
	return t.Rule.Counts && slices.Contains(grammar.Counts, word)
}

// isTablePrefix reports whether word is a short code that ends in a digit, as
// ERPs set before every column of a table: "A1", "CN9".
func isTablePrefix(word string) bool {
	n := len(word)
	return (n == 2 || n == 3) && !isDigit(word[0]) && isDigit(word[n-1])
}

// isQuestionCode reports whether word is the code of a question or a variable, as
// questionnaires and microdata set before a name: "m0403", "v2010".
func (t *Type) isQuestionCode(word string) bool {
	digits := strings.TrimLeft(word, "abcdefghijklmnopqrstuvwxyz")
	if letters := len(word) - len(digits); letters == 0 || letters > 2 || len(digits) < 2 || len(digits) > 5 || !isNumeral(digits) {
		return false
	}
	_, known := t.known[word]
	return !known
}

// abbreviates reports whether word can be the short name of a table, set before
// its columns: "PEX_WEIGHT". Only what is sensitive is called the same in all of
// them: a number or a name is that of the table.
func (t *Type) abbreviates(word string) bool {
	if !t.Rule.Sensitive() || len(word) > maxTableCode {
		return false
	}
	_, ok := t.known[word]
	return !ok
}

// isRole reports whether words are those of a role, with or without a word for
// its name and whose it is: "fornecedor", "supplier_name", "nome_mae_aluno".
func isRole(words, role []string) bool {
	for len(words) > len(role) && slices.Contains(grammar.NameWords, words[0]) {
		words = words[1:]
	}
	for n := len(words); n > len(role) && (slices.Contains(grammar.NameWords, words[n-1]) || slices.Contains(grammar.Owners, words[n-1])); n-- {
		words = words[:n-1]
	}
	return slices.Equal(words, role)
}

// namesSomebody reports whether words are one for a name and, after it, a role that only a
// person has: "nom_condutor_evento".
func (t *Type) namesSomebody(words []string) bool {
	return t.Rule.IsName() && len(words) > 1 && IsNameWord(words[0]) && slices.Contains(t.Rule.Persons, words[1])
}

// maxFused is how many letters a word may have beside the one that it hides.
const maxFused = 5

// fused looks for a word of the type at the beginning or the end of one that no rule knows.
func (t *Type) fused(words []string) (NameMatch, string) {
	for _, w := range words {
		if _, ok := t.known[w]; ok {
			continue
		}
		for _, f := range t.Rule.Fused {
			if n := len(w) - len(f); n > 0 && n <= maxFused && (strings.HasPrefix(w, f) || strings.HasSuffix(w, f)) {
				return NameFused, f
			}
		}
	}
	return NameSilent, ""
}

// Family returns the first word of a column's name after the prefixes that
// systems set there, when others follow; "" when none does.
func Family(words []string) string {
	for len(words) > 1 && (slices.Contains(grammar.Prefixes, words[0]) || slices.Contains(grammar.Flags, words[0]) || slices.Contains(grammar.Owners, words[0]) || slices.Contains(grammar.Amounts, words[0]) && !slices.Contains(grammar.Measured, words[0]) || isTablePrefix(words[0])) {
		words = words[1:]
	}
	if len(words) < 2 || len(words[0]) < 2 || len(words) >= minQuestion && slices.Contains(grammar.Questions, words[0]) {
		return ""
	}
	if last := words[len(words)-1]; slices.Contains(grammar.RecordWords, last) || slices.Contains(grammar.Qualifiers, last) {
		return ""
	}
	return words[0]
}

// Writes reports whether the type has a form for the values of columns of one of its names
// alone: the number of somebody's benefit is told, not the key of a row.
func (t *Type) Writes(name string) bool {
	return slices.ContainsFunc(t.Rule.Forms, func(f rules.Form) bool { return slices.Contains(f.Names, name) })
}

// Attribute reports whether the words of a name, which say the rule's name
// mentioned, say beside it only what is written on a document of the type.
func (t *Type) Attribute(words []string, mentioned string) bool {
	if !t.Rule.IsDocument() || !t.Rule.Identifies || strings.HasPrefix(mentioned, "doc") {
		return false
	}
	said, written := false, strings.Split(mentioned, "_")
	for _, w := range words {
		switch {
		case slices.Contains(written, w):
		case slices.Contains(grammar.Attributes, w):
			said = true
		case !slices.Contains(grammar.Owners, w) && !slices.Contains(grammar.Prefixes, w):
			return false
		}
	}
	return said
}

// called returns the name that words of a role stand for: the rule's own for a
// name where only a person has the role, and they say that it is one.
func (t *Type) called(words []string) string {
	if slices.ContainsFunc(words, IsNameWord) && slices.ContainsFunc(words, func(w string) bool { return slices.Contains(t.Rule.Persons, w) }) {
		return t.Rule.Called
	}
	return strings.Join(words, "_")
}

// AtHome reports whether a table's name, as [Tokens], is one of the type's.
func (t *Type) AtHome(tokens []string) bool {
	return slices.ContainsFunc(t.names.tables, func(table []string) bool { return contains(tokens, table) })
}
