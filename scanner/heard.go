package scanner

import (
	"slices"
	"strings"
	"sync"

	"github.com/datamapbr/datamap/detectors"
)

// heard is what a column's name says of one type.
type heard struct {
	match   detectors.NameMatch
	word    string // the rule's name that it met
	comment bool   // it is the column's comment that says so
	silent  bool   // the name says nothing: only what stands around the column is evidence
}

// A comment is what somebody wrote of a column: the words before the first stop,
// where they are few, are heard like a name and weighed a little less.
const (
	commentShare = 0.85
	commentWords = 8
)

// commentStops end what a comment says first.
const commentStops = ".;:,(\n\u2013\u2014"

// wordsOf returns the words of what a comment says first, or nil where they are
// too many to be a name.
func wordsOf(catalog *detectors.Catalog, comment string) []string {
	if i := strings.IndexAny(comment, commentStops); i >= 0 {
		comment = comment[:i]
	}
	words := catalog.Words(comment)
	if len(words) > commentWords {
		return nil
	}
	return words
}

// listen lets the comment of a column say what its name leaves open: a name that
// says a type outright, or denies it, stands.
func (j *columnJudge) listen() {
	words := wordsOf(j.catalog, j.column.Comment)
	if len(words) == 0 || spoken(j.said) {
		return
	}
	for i, h := range j.hearing.hear(words, nil) {
		if h.match > detectors.NameHints && j.said[i].match != detectors.NameDenies {
			h.comment, j.commented = true, true
			j.say(i, h)
		}
	}
}

// listenToTable lets the name of the table complete that of a column which is only an
// attribute of what the table is called.
func (j *columnJudge) listenToTable() {
	if len(j.name) != 1 || len(j.table) == 0 || !slices.Contains(grammar.TableAttributes, j.name[0]) || spoken(j.said) {
		return
	}
	table := slices.Clone(j.table)
	last := &table[len(table)-1]
	one := strings.TrimSuffix(*last, "s") // "amount" in "salaries", but no "descricao" of a creed in "igrejas"
	if stem, many := strings.CutSuffix(*last, "ies"); many {
		one = stem + "y"
	}
	many := one != *last
	*last = one
	for i, h := range j.hearing.hear(append(table, j.name...), nil) {
		r := j.catalog.Type(i).Rule
		if h.match > detectors.NameTruncated && r.Subject == "person" && (r.Amounts || !many) && j.said[i].match != detectors.NameDenies {
			j.say(i, h)
		}
	}
}

// maxHearings is how many names a hearing remembers.
const maxHearings = 4096

// A hearing is what the judgements of one scan share: what names say of the types of the
// catalogue, for in a folder of exports the same columns come again in every file, and the
// rooms in which they are made.
type hearing struct {
	catalog *detectors.Catalog
	mu      sync.Mutex
	known   map[string][]heard
	silent  []heard   // what the names say that say nothing
	rooms   sync.Pool // of *tallyRoom
}

func newHearing(catalog *detectors.Catalog) *hearing {
	return &hearing{catalog: catalog, known: map[string][]heard{}, rooms: sync.Pool{New: func() any { return newTallyRoom(catalog) }}}
}

// room returns a room to be put back into rooms.
func (h *hearing) room() *tallyRoom { return h.rooms.Get().(*tallyRoom) }

// isUnnamed reports whether the words of a column's name are those of [Unnamed].
func isUnnamed(name []string) bool {
	switch len(name) {
	case 1:
		word := strings.TrimRight(name[0], "0123456789")
		return word != name[0] && slices.Contains(grammar.Unnamed, word)
	case 2:
		return slices.Contains(grammar.Unnamed, name[0]) && (len(name[1]) == 1 || strings.Trim(name[1], "0123456789") == "")
	}
	return false
}

// hear is [hear], from memory where it can be. Nobody may change what it returns.
func (h *hearing) hear(name []string, c *tableContext) []heard {
	if len(name) == 2 && name[0] == unnamed && isUnnamed(name) {
		name = name[:1]
	}
	key := strings.Join(name, "_")
	if c.namesPeople() {
		key += "\x00"
	}
	h.mu.Lock()
	said, ok := h.known[key]
	h.mu.Unlock()
	if ok {
		return said
	}
	said = hear(h.catalog, name, c)
	h.mu.Lock()
	defer h.mu.Unlock()
	if !slices.ContainsFunc(said, func(s heard) bool { return s != heard{} }) { // as most names of a wide table are
		if h.silent == nil {
			h.silent = said
		}
		said = h.silent
	}
	if len(h.known) < maxHearings {
		h.known[key] = said
	}
	return said
}

// hear returns what a name says of every type. A longer name explains a shorter
// one in it: "cidade_nascimento" says nothing of a "nascimento".
//
// In a table whose name says that its rows are people, a name is that of one.
func hear(catalog *detectors.Catalog, name []string, c *tableContext) []heard {
	said := make([]heard, catalog.Len())
	for i := range said {
		said[i].match, said[i].word = catalog.Type(i).Name(name)
		if called := catalog.Type(i).Rule.Called; called != "" && said[i].match == detectors.NameHints && detectors.IsNameWord(said[i].word) && c.namesPeople() {
			said[i] = heard{match: detectors.NameMentions, word: called}
		} else if called != "" && said[i].match == detectors.NameSilent {
			said[i] = nameOfSomething(name)
		}
	}
	all := make([]heard, len(said))
	for i, h := range said {
		if h.match > detectors.NameSilent && (explained(h.word, said) || h.match == detectors.NameHints && spoken(said)) {
			h = heard{}
		}
		all[i] = h
	}
	return all
}

// nameOfSomething hears a hint of a person's name where a column's name is the word for
// a name, written out, and one that no rule knows: "espn_name", "name_origin".
func nameOfSomething(name []string) heard {
	if len(name) < 2 || len(name) > 3 {
		return heard{}
	}
	for _, word := range []string{name[0], name[len(name)-1]} {
		if detectors.IsNameWord(word) && len(word) > len("nom") {
			return heard{match: detectors.NameHints, word: word}
		}
	}
	return heard{}
}

func explained(word string, said []heard) bool {
	for _, h := range said {
		if h.match > detectors.NameTruncated && len(h.word) > len(word) && strings.Contains("_"+h.word+"_", "_"+word+"_") {
			return true
		}
	}
	return false
}

// spoken reports whether a name says some type outright: then what it only hints
// at is whose the value is.
func spoken(said []heard) bool {
	return slices.ContainsFunc(said, func(h heard) bool { return h.match > detectors.NameHints })
}

func (h heard) weight() float64 {
	if h.comment {
		return commentShare * heard{match: h.match}.weight()
	}
	switch h.match {
	case detectors.NameIs:
		return nameIs
	case detectors.NameMentions:
		return nameMentions
	case detectors.NameTruncated:
		return nameTruncated
	case detectors.NameSuggests:
		return nameSuggests
	case detectors.NameHints:
		return nameHints
	case detectors.NameFused:
		return nameFused
	case detectors.NameDenies:
		return nameDenies
	}
	return 0
}

// borrow lets a type whose values match take on the name of one that it stands
// for: a column "cpf" full of hashes is one of hashed CPFs.
func (j *columnJudge) borrow() {
	for i := range j.heard {
		t := &j.tallies[i]
		if j.heard[i].match != detectors.NameSilent || t.valid == 0 || 2*t.valid < t.matched || !j.covers(i) {
			continue
		}
		for _, id := range j.catalog.Type(i).Rule.Borrows {
			if k := j.catalog.Index(id); k >= 0 && j.heard[k].match > j.heard[i].match {
				j.heard[i] = j.heard[k]
			}
		}
	}
}

// denied returns the type that the word for a document says of a column of people
// and that its values deny, having another form or failing its check; -1 for none.
func (j *columnJudge) denied() int {
	entries := j.profile.sketch.entries
	if j.context == nil || len(entries) < weakValues || !tellsApart(j.profile.sketch.distinct(), j.profile.filled) ||
		!(j.context.alone || j.context.subject() == aboutPeople && (detectors.OfPerson(j.name) || j.context.people > 0 && (j.context.named == aboutPeople || len(j.context.traits) >= someTraits))) {
		return -1
	}
	for i := range j.heard {
		r, h, t := j.catalog.Type(i).Rule, &j.heard[i], &j.tallies[i]
		if r.IsDocument() && r.Check != "" && h.match >= detectors.NameMentions && strings.Contains(h.word, "doc") && 4*t.valid < len(entries) {
			return i
		}
	}
	return -1
}

// lend lets the types that borrow from one that is denied have its name: a
// "documento" that is no CPF is another one's.
func (j *columnJudge) lend(denied int) {
	for i := range j.heard {
		typ, t := j.catalog.Type(i), &j.tallies[i]
		if typ.Rule.Check == "" && typ.Rule.IsDocument() && slices.Contains(typ.Rule.Borrows, j.catalog.Type(denied).Rule.ID) && j.heard[i].match == detectors.NameSilent {
			j.heard[i] = j.heard[denied]
			*t = tally{forms: t.forms}
			j.assess(i)
		}
	}
}
