package scanner

import (
	"slices"
	"strings"

	"github.com/datamapbr/datamap/detectors"
	"github.com/datamapbr/datamap/rules"
)

// A hypothesis is that the column is, or contains, a type.
type hypothesis struct {
	typ      int
	mode     Mode
	score    float64 // log odds
	values   float64 // of which from values
	named    float64 // of which from the name
	written  bool    // the pieces are kept …
	evidence []Evidence
}

// usualEvidence is how many pieces there are for most hypotheses.
const usualEvidence = 4

func (h *hypothesis) add(e Evidence) {
	h.score += e.Weight
	if !h.written {
		return
	}
	e.Weight = round(e.Weight, 2)
	if h.evidence == nil {
		h.evidence = make([]Evidence, 0, usualEvidence)
	}
	h.evidence = append(h.evidence, e)
}

// whole weighs the hypothesis that the cells of the column are values of a
// type. Log odds add up: the prior, the column's name, its declared type, and
// its distinct values. The pieces are kept where they are to be written down: most
// hypotheses are nothing to speak of.
func (j *columnJudge) whole(i int, written bool) hypothesis {
	typ, t := j.catalog.Type(i), &j.tallies[i]
	h := hypothesis{typ: i, mode: WholeValue, written: written}
	h.add(Evidence{Kind: "prior", Weight: priorWhole})
	if j.budget.Over(i) {
		return h
	}
	if !t.unproved {
		h.named = j.heard[i].weight()
	}
	if h.named < 0 && i == j.who && j.misnamed() {
		h.named = 0
	}
	if h.named != 0 {
		e := Evidence{Kind: "name", Weight: h.named, Detail: j.heard[i].word}
		if j.heard[i].comment {
			e = Evidence{Kind: "comment", Weight: e.Weight, Detail: e.Detail}
		}
		h.add(e)
	}
	if !j.kind.fits(typ, t) {
		h.add(Evidence{Kind: "data_type", Weight: wrongDataType, Detail: j.column.DataType})
	} else if j.kind == anyKind && j.clocks && !dateKind.fits(typ, t) {
		h.add(Evidence{Kind: "clocks", Weight: wrongDataType})
	}
	if h.named > 0 && !typ.Rule.Flags && j.yesOrNo {
		h.add(Evidence{Kind: "answers", Weight: wrongDataType})
	}
	if t.limit == 0 && (j.key && typ.Rule.Subject == "person" || slices.Contains(typ.Rule.Keyed, j.heard[i].word) && j.keys()) {
		h.add(Evidence{Kind: "key", Weight: ofKey})
	}
	n := len(j.profile.sketch.entries)
	if w, of := j.mixture(typ); w > 0 {
		h.values = w
		h.add(Evidence{Kind: "mixture", Weight: w, N: int64(n), Hits: int64(of)})
	} else if n > 0 && len(typ.Rule.Forms) > 0 && !j.halved(typ) {
		j.addValues(typ, t, n, &h)
	}
	j.addRows(typ, &h)
	j.addContents(typ, &h)
	if h.speaks() {
		j.surroundings(typ, &h)
	}
	return h
}

// quiet reports whether nothing in the column itself says anything of type i: then
// it has no part in the verdict.
func (j *columnJudge) quiet(i int) bool {
	return j.heard[i].match == detectors.NameSilent && !j.hit.Has(i) && j.profile.types[i].textValid == 0 &&
		len(j.catalog.Type(i).Rule.Mixture) == 0 && j.digest == nil && len(j.halves) == 0 && j.profile.contents == nil
}

// speaks reports whether the column itself says anything for the type; what
// stands around it only helps to decide.
func (h *hypothesis) speaks() bool { return h.named > 0 || h.values > 0 }

// addValues adds what the n distinct values say.
func (j *columnJudge) addValues(typ *detectors.Type, t *tally, n int, h *hypothesis) {
	if other := j.takenBy(typ, t, h.typ); other >= 0 {
		h.add(Evidence{Kind: "values", Weight: lowestValues, Detail: j.catalog.Type(other).Rule.ID, N: int64(n)})
		return
	}
	if t.open && j.coverage(h.typ) < wholeShare {
		return
	}
	e := Evidence{Kind: "values", Weight: j.valuesWeigh(typ, t, n, h), N: int64(n), Hits: int64(t.valid)}
	if main := t.mainForm(); main >= 0 {
		e.Detail = typ.Form(main).Name
	}
	if e.Weight < kindsNamed && j.namesKinds(typ.Rule, t, n) {
		e = Evidence{Kind: "speech", Weight: kindsNamed, N: int64(n), Hits: int64(t.named)}
	}
	h.values = e.Weight
	if e.Weight == 0 && t.limit == 0 && t.valid > 0 && h.named >= nameMentions {
		e.Weight = looksRight
	}
	h.add(e)
	if typ.IsDate() && t.matched > 0 {
		if w := birthYears(j.profile.sketch.entries); w > 0 || w < 0 && h.named < nameMentions { // small children are born of late
			h.add(Evidence{Kind: "years", Weight: w, N: int64(n)})
		}
	}
}

// The fewest values, and the least share of them, with a word of a type that make a
// column of which nothing else is known one of its kinds: the reasons of an absence, of
// which most are illnesses.
const (
	leastNamed = 2
	leastKinds = 3 // of which every one has such a word
	namedShare = 0.5
	homeShare  = 0.4 // where other columns are of the type, or it is at home
)

// namesKinds reports whether enough of the n distinct values have words of a type, in a table of
// people of which the column says nothing else.
func (j *columnJudge) namesKinds(r *rules.Rule, t *tally, n int) bool {
	c := j.context
	if t.named < leastNamed || n < leastKinds || c == nil {
		return false
	}
	share := namedShare
	if n == leastKinds {
		share = 1
	} else if c.traits[r.ID] > 0 || c.houses(r.ID) {
		share = homeShare
	}
	return float64(t.named) >= share*float64(n) && c.columns[j.position].blank && c.subject() == aboutPeople && c.hasSomebody() && !c.counts && !c.ofBody(j.position)
}

// takenBy returns the type that the values are of where type i, which takes any value or
// proves little by them, has no claim to them; -1 for none.
func (j *columnJudge) takenBy(typ *detectors.Type, t *tally, i int) int {
	switch {
	case j.sure >= 0 && j.sure != i && t.limit == 0 && !t.open && len(typ.Rule.Mixture) == 0:
		return j.sure
	case j.who != i && (t.open && j.coverage(i) < wholeShare || typ.Rule.Trait() && t.limit == 0):
		return j.who
	}
	return -1
}

// valuesWeigh returns the weight of the n distinct values, given what the name says.
func (j *columnJudge) valuesWeigh(typ *detectors.Type, t *tally, n int, h *hypothesis) float64 {
	missing := float64(n - t.matched)
	switch {
	case h.named == nameIs && j.coverage(h.typ) < wholeShare && j.fillsIn(typ, n):
		return fakeValues
	case t.valid == 0 && typ.Rule.Called != "" && j.profile.sketch.all((*detectors.Shape).Code): // a kind, or an answer
		return lowestValues
	case t.matched == 0 && typ.IsDate() && len(j.name) > 1 && detectors.IsKeyWord(j.name[0]) && j.keys(): // "cod_aniversario"
		return lowestValues
	case t.matched == 0 && n == 1 && (j.answers() || j.profile.sketch.all((*detectors.Shape).Figure)):
		return unmatchedMark
	case t.matched == 0:
		return max(lowestValues, unmatchedStep*missing+unmatchedAll)
	case j.coverage(h.typ) < wholeShare:
		return max(lowestValues, unmatchedStep*missing)
	}
	w, form := t.weight, typ.Form(t.mainForm())
	switch {
	case form.Listed() && h.named > 0:
		w += max(unlistedNamed, unlistedStep*missing)
	case form.Listed():
		w = max(lowestValues, w+unlistedStep*max(0, missing-float64(n/unlistedFree)))
	case w < lenientValues && typ.Rule.Lenient && h.named >= nameMentions,
		w < lenientValues && typ.Rule.Called != "" && h.named >= nameTruncated && float64(t.valid) >= strangersShare*float64(n),
		w < lenientValues && typ.Rule.Called != "" && h.named >= nameMentions && n <= fewStrangers && t.matched == n && int64(n) == j.profile.filled && j.context != nil && j.context.named == aboutPeople:
		w = lenientValues
	case w < fakeValues && h.named == nameIs && j.invented(typ, t, n),
		w < fakeValues && h.named >= nameMentions && form.Lookalike <= unmistakable:
		w = fakeValues
	case w < 0 && h.named == 0 && form.Lookalike <= unmistakable && typ.Rule.Identifies && t.matched == n && j.saysWho():
		w = fakeOfSomebody
	}
	if t.valid == 0 && typ.Rule.Called != "" && n > 1 && n <= fewStrangers && int64(repeatedEach*n) <= j.profile.filled {
		w = min(w, sections)
	}
	if w > 0 && typ.Rule.Called != "" && h.named <= nameHints && t.valid < manyValues {
		w = max(0, w-titlesStep*max(0, surelyNames-float64(t.valid)/float64(n-j.others(h.typ))))
	}
	return w
}

// saysWho reports whether the column's name is a word for somebody: a "cliente" or a
// "vendedor" may be written down by the number of a document.
func (j *columnJudge) saysWho() bool {
	for i := range j.heard {
		if j.catalog.Type(i).Rule.Called != "" && j.heard[i].match >= detectors.NameMentions {
			return true
		}
	}
	return false
}

// fewNamed is how many names say at least that a column names somebody.
const fewNamed = 3

// called returns the type of names in full that nearly all distinct values are,
// or -1: a "gestante" or a "dizimista" who is named, not what the word says of her.
func (j *columnJudge) called() int {
	n := float64(len(j.profile.sketch.entries))
	for i := range j.tallies {
		if t := &j.tallies[i]; j.catalog.Type(i).Rule.Called != "" && t.weight >= rivalFrom && t.valid >= fewNamed && float64(t.valid) >= mixedShare*n {
			return i
		}
	}
	return -1
}

// misnamed reports whether the column's name says another type outright and its
// values have none of that type's forms: then what the name denies may be so.
func (j *columnJudge) misnamed() bool {
	for i := range j.heard {
		if j.heard[i].match > detectors.NameHints && !j.tallies[i].open && j.coverage(i) < wholeShare {
			return true
		}
	}
	return false
}

// surely returns the type of somebody's data, names apart, of which nearly all
// distinct values are in a form that proves it, or -1: a form that takes any value
// says nothing against it. Streets and answers to secret questions are names, too, and the
// numbers of many things are written like postcodes.
func (j *columnJudge) surely() int {
	n := float64(len(j.profile.sketch.entries))
	for i := range j.tallies {
		rule, t := j.catalog.Type(i).Rule, &j.tallies[i]
		if rule.Personal && rule.Called == "" && !(rule.Subject == "place" && rule.FCI == "contato") && t.weight >= sureValues && t.valid >= weakValues && float64(t.valid) >= mixedShare*n {
			return i
		}
	}
	return -1
}

// answersBoth reports whether the values are a yes and a no, in words or letters, or
// all the Y of a yes.
func (j *columnJudge) answersBoth() bool {
	entries := j.profile.sketch.entries
	if len(entries) == 1 && j.profile.filled >= weakValues {
		return j.answers() && entries[0].shape.Letter() == onlyYes
	}
	if len(entries) != 2 || !j.answers() {
		return false
	}
	letters := entries[0].shape.Letter() | entries[1].shape.Letter()
	return letters&yesLetters != 0 && letters&noLetters != 0
}

// The letters with which answers begin, a bit each: yes, sim, true, verdadeiro; no,
// não, false, falso.
const (
	yesLetters = 1<<('y'-'a') | 1<<('s'-'a') | 1<<('t'-'a') | 1<<('v'-'a')
	noLetters  = 1<<('n'-'a') | 1<<('f'-'a')
	onlyYes    = 1 << ('y' - 'a') // no sex, no state and no class is written so
)

// belongs reports whether a document is one of somebody's by the table or the column's
// name: in a table of people, in one where the type is at home, or that of a "medico".
func (j *columnJudge) belongs(typ *detectors.Type) bool {
	return j.context.subject() == aboutPeople || typ.AtHome(j.table) || detectors.OfPerson(j.name)
}

// fillsIn reports whether a few numbers stand where somebody's telephone or document
// belongs, as those who try out a form write them: 0, 123.
func (j *columnJudge) fillsIn(typ *detectors.Type, n int) bool {
	r := typ.Rule
	return r.Check != "" && (r.FCI == "contato" || r.FCI == "documento_oficial" && !j.answers()) && n <= mostFilledIn && j.saysItself(typ) &&
		j.context != nil && j.context.subject() == aboutPeople && j.profile.sketch.all((*detectors.Shape).Figure)
}

// saysItself reports whether the name that the column's met is the type's own: "cpf", no
// "documento"; "telefone", no "ramal".
func (j *columnJudge) saysItself(typ *detectors.Type) bool {
	said := j.heard[j.catalog.Index(typ.Rule.ID)]
	return slices.ContainsFunc(append(slices.Clip(typ.Rule.Fused), typ.Rule.ID), func(own string) bool { return strings.Contains(said.word, own) })
}

// invented reports whether values of a document's form all over, under its name
// in a table of people, fail its check because they are made up, as those of
// tests and lessons: they stand for somebody's.
func (j *columnJudge) invented(typ *detectors.Type, t *tally, n int) bool {
	said, shaped := j.heard[j.catalog.Index(typ.Rule.ID)], 0
	for i, h := range j.heard { // a name for both kinds of documents: "cpf_cnpj"
		if h == said {
			shaped += j.tallies[i].matched
		}
	}
	if typ.Rule.Check == "" || t.matched == 0 || float64(shaped) < min(mixedShare*float64(n), float64(n-1)) || j.context == nil || !j.belongs(typ) {
		return false
	}
	form := typ.Form(t.mainForm())
	return form.Lookalike < weakLookalike && 2*t.valid <= t.matched && j.saysItself(typ)
}

// fewStrangers is up to how many values, each in a row of its own, are names that no list has, where the column's
// name and the table's say that they are somebody's.
const fewStrangers = 6

// mostFilledIn is up to how many numbers may be those of somebody who tries out a form.
const mostFilledIn = 15

// The weight of a few values, each in so many rows, of which none is a name: who answers for a
// thing may be a section.
const (
	sections     = -2.0
	repeatedEach = 20
)

// coverage is the share of the distinct values that have the type's shape.
func (j *columnJudge) coverage(i int) float64 {
	n := len(j.profile.sketch.entries)
	if n == 0 {
		return 0
	}
	return float64(j.tallies[i].matched) / float64(n)
}

// pieces returns the evidence of a hypothesis.
func (j *columnJudge) pieces(h *hypothesis) []Evidence {
	if h.written {
		return h.evidence
	}
	again := j.whole(h.typ, true)
	return again.evidence
}
