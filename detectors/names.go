package detectors

import (
	"iter"
	"math"
	"slices"
	"strings"

	"github.com/datamapbr/datamap/rules"
)

// names are a rule's column names as words.
type names struct {
	is, roles, hints, not nameList
	tables, neighbours    [][]string
}

// A columnName is a rule's name for columns and its words without those that
// only join others, apart and written together.
type columnName struct {
	written, joined string
	words           []string
}

// A nameList is names of one kind, and the initials of the first word of each.
type nameList struct {
	names    []columnName
	initials []uint32
}

// near yields the names whose first word begins like one of some words, which have
// these initials. No other name is said by these words, whole or cut off.
func (l *nameList) near(initials uint32) iter.Seq[*columnName] {
	return func(yield func(*columnName) bool) {
		for i, first := range l.initials {
			if first&initials != 0 && !yield(&l.names[i]) {
				return
			}
		}
	}
}

func compileNames(r *rules.Rule) names {
	return names{
		is: columnNames(r.Names), roles: columnNames(r.Roles), hints: columnNames(r.Hints), not: columnNames(r.NotNames),
		tables: splitAll(r.Tables), neighbours: splitAll(r.Neighbours),
	}
}

func columnNames(list []string) nameList {
	l := nameList{make([]columnName, len(list)), make([]uint32, len(list))}
	for i, words := range splitAll(list) {
		l.names[i], l.initials[i] = columnName{list[i], strings.Join(words, ""), words}, initials(words[:1])
	}
	return l
}

// initials returns a bit for the first letter of each word; all bits where one has none.
func initials(words []string) (set uint32) {
	for _, w := range words {
		if w == "" {
			return math.MaxUint32
		}
		set |= 1 << (w[0] & 31)
	}
	return set
}

// splitAll returns the words of each name, without those that only join others.
func splitAll(list []string) [][]string {
	most := len(list)
	for _, s := range list {
		most += strings.Count(s, "_")
	}
	words, all := make([]string, 0, most), make([][]string, len(list)) // one room for the words of all
	for i, s := range list {
		first := len(words)
		for w := range strings.SplitSeq(s, "_") {
			words = append(words, w)
		}
		all[i] = withoutJoints(words[first:len(words):len(words)])
	}
	return all
}

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
	if len(words) <= 2 {
		if pair := t.paired(words); pair != "" && pair == strings.Join(words, "_") { // so are halves that say it outright: "facebook_id"
			return NameMentions, pair
		}
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
	case slices.Contains(grammar.Statistics, last) && !((t.Rule.Sensitive() || t.Rule.Counts) && slices.Contains(grammar.Counts, last)):
		return last
	case !t.Rule.Amounts && slices.Contains(grammar.Amounts, first) && !t.counts(first) && !t.measures(words, mentioned):
		return first
	case !t.Rule.Flags && slices.Contains(grammar.Flags, first):
		return first
	case !t.Rule.Amounts && !t.Rule.Counts && !t.Rule.Sensitive() && slices.Contains(grammar.Counts, last):
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

// contains reports whether part stands in tokens, word after word.
func contains(tokens, part []string) bool {
	for i := 0; i+len(part) <= len(tokens); i++ {
		if slices.Equal(tokens[i:i+len(part)], part) {
			return true
		}
	}
	return false
}

// maxTableCode is how many letters the short name of a table has at most.
const maxTableCode = 3

// permuted reports whether words are those of part the other way round.
func permuted(words, part []string) bool {
	return len(part) == 2 && len(words) == 2 && words[0] == part[1] && words[1] == part[0]
}

const (
	minTruncated      = 5 // letters of a single word cut off at the end that still say it
	minTruncatedAlone = 7 // … when it is the only one, but for its last letter: shorter ones are words of their own ("marca", of "marcapasso")
	minCut            = 3 // … and of one among several,
	minCutLetters     = 7 // which together have this many
)

// truncates reports whether words are those of part, one or more cut off at the
// end. A word that is one of some rule's names is not cut off.
func (t *Type) truncates(words, part []string) bool {
	if len(words) != len(part) {
		return false
	}
	letters, cut := 0, false
	for i, w := range words {
		if !strings.HasPrefix(part[i], w) || len(w) < minCut && len(w) < len(part[i]) {
			return false
		}
		if letters += len(w); len(w) < len(part[i]) {
			if _, ok := t.known[w]; ok {
				return false
			}
			cut = true
		}
	}
	if len(words) == 1 || slices.Equal(words[:len(words)-1], part[:len(part)-1]) {
		last := words[len(words)-1]
		alone := minTruncatedAlone
		if whole := part[len(part)-1]; last+whole[len(whole)-1:] == whole && endsInVowel(whole) && !endsInVowel(last) {
			alone--
		}
		return cut && len(last) >= minTruncated && (len(words) > 1 || len(last) >= alone)
	}
	return cut && letters >= minCutLetters
}

// endsInVowel reports whether a word ends like most words of the language in the singular.
func endsInVowel(word string) bool { return strings.IndexByte("aeo", word[len(word)-1]) >= 0 }

// truncatesOne reports whether one of several words is the only one of part, cut
// off at the end: "assinat_termo".
func (t *Type) truncatesOne(words, part []string) bool {
	return len(part) == 1 && len(words) > 1 && slices.ContainsFunc(words, func(w string) bool { return t.truncates([]string{w}, part) })
}
