package scanner

import (
	"slices"
	"strings"

	"github.com/datamapbr/datamap/detectors"
)

// sketched is how many of the distinct values are in the sketch.
func (j *columnJudge) sketched() int { return len(j.profile.sketch.entries) }

// all reports whether every distinct value is of a kind, and there is one.
func (j *columnJudge) all(of func(*detectors.Shape) bool) bool { return j.profile.sketch.all(of) }

// covers reports whether so many of the distinct values have the shape of type i that the
// column may be of it.
func (j *columnJudge) covers(i int) bool {
	return j.tallies[i].matched > 0 && float64(j.tallies[i].matched) >= wholeShare*float64(j.sketched())
}

// nearlyAll reports whether the values of a type are nearly all of the distinct ones.
func (j *columnJudge) nearlyAll(t *tally) bool {
	return float64(t.valid) >= mixedShare*float64(j.sketched())
}

// addValues adds what the distinct values say.
func (j *columnJudge) addValues(h *hypothesis) {
	t, n := h.tally, int64(j.sketched())
	if other := j.takenBy(h); other >= 0 {
		h.add(Evidence{Kind: "values", Weight: lowestValues, Detail: j.catalog.Type(other).Rule.ID, N: n})
		return
	}
	if t.open && !j.covers(h.index) {
		return
	}
	e := Evidence{Kind: "values", Weight: j.valuesWeigh(h), N: n, Hits: int64(t.valid)}
	if main := t.mainForm(); main >= 0 {
		e.Detail = h.typ.Form(main).Name
	}
	if e.Weight < kindsNamed && j.namesKinds(h) {
		e = Evidence{Kind: "speech", Weight: kindsNamed, N: n, Hits: int64(t.named)}
	}
	h.values = e.Weight
	if e.Weight == 0 && t.limit == 0 && t.valid > 0 && h.named >= nameMentions {
		e.Weight = looksRight
	}
	h.add(e)
	if h.typ.IsDate() && t.matched > 0 {
		if w := birthYears(j.profile.sketch.entries); w > 0 && !(len(j.name) == 1 && slices.Contains(grammar.RecordWords, j.name[0])) || w < 0 && h.named < nameMentions { // small children are born of late
			h.add(Evidence{Kind: "years", Weight: w, N: n})
		}
	}
}

// The fewest values, and the least share of them, with a word of a type that make a
// column of which nothing else is known one of its kinds: the reasons of an absence, of
// which most are illnesses.
const (
	leastNamed = 2
	leastKinds = 3 // of which every one has such a word, unless several columns are of the type where it is at home
	namedShare = 0.5
	homeShare  = 0.4 // where other columns are of the type, or it is at home
)

// namesKinds reports whether enough of the distinct values have words of a type, in a table of
// people of which the column says nothing else.
func (j *columnJudge) namesKinds(h *hypothesis) bool {
	c, n, id := j.context, j.sketched(), h.typ.Rule.ID
	if h.tally.named < leastNamed || n < leastKinds || c == nil {
		return false
	}
	share := namedShare
	if sure := c.traits[id] >= itsKind && c.houses(id) && !c.columns[j.position].record; n == leastKinds && !sure {
		share = 1
	} else if c.traits[id] > 0 || c.houses(id) {
		share = homeShare
	}
	return float64(h.tally.named) >= share*float64(n) && c.columns[j.position].blank && c.subject() == aboutPeople && c.hasSomebody() && !c.counts && !c.ofBody(j.position)
}

// takenBy returns the type that the values are of where another one, which takes any value or
// proves little by them, has no claim to them; -1 for none.
func (j *columnJudge) takenBy(h *hypothesis) int {
	r, t := h.typ.Rule, h.tally
	switch {
	case j.sure >= 0 && j.sure != h.index && t.limit == 0 && !t.open && len(r.Mixture) == 0:
		return j.sure
	case j.who != h.index && (t.open && !j.covers(h.index) || r.Trait() && t.limit == 0):
		return j.who
	}
	return -1
}

// valuesWeigh returns the weight of the distinct values, given what the name says.
func (j *columnJudge) valuesWeigh(h *hypothesis) float64 {
	r, t, n := h.typ.Rule, h.tally, j.sketched()
	switch {
	case !j.covers(h.index):
		return j.strayWeigh(h)
	case r.IsName() && t.valid == 0 && j.all((*detectors.Shape).Code): // a kind, or an answer
		return lowestValues
	}
	w, form, missing := t.weight, h.typ.Form(t.mainForm()), float64(n-t.matched)
	switch {
	case form.Listed() && h.named > 0 && t.valid == 0 && n >= fewestListed:
		w += max(unlistedAll, unlistedStep*missing)
	case form.Listed() && h.named > nameHints:
		w += max(unlistedNamed, unlistedStep*missing)
	case form.Listed():
		w = max(lowestValues, w+unlistedStep*max(0, missing-unlisted(t.valid, n)))
	case w < lenientValues && j.forgives(h):
		w = lenientValues
	case w < fakeValues && (h.named == nameIs && j.invented(h) || h.named >= nameMentions && form.Lookalike <= unmistakable):
		w = fakeValues
	case w < 0 && h.named == 0 && form.Lookalike <= unmistakable && r.Identifies && t.matched == n && j.saysWho():
		w = fakeOfSomebody
	}
	switch {
	case r.IsName():
		return j.titlesWeigh(h, w)
	case r.ID == "username" && t.matched < n && j.context.subject() == aboutThings && j.sectional():
		return min(w, sections)
	}
	return w
}

// sectional reports whether the values are few, each in so many rows: those of sections, companies and kinds.
func (j *columnJudge) sectional() bool {
	n := j.sketched()
	return n > 1 && n <= fewStrangers && int64(repeatedEach*n) <= j.profile.filled
}

// titlesWeigh returns what is left of the weight of names of people, which sections, titles and
// brands are like, where no name vouches for them.
func (j *columnJudge) titlesWeigh(h *hypothesis, w float64) float64 {
	t, n := h.tally, j.sketched()
	if t.valid == 0 && j.sectional() {
		w = min(w, sections)
	}
	if w > 0 && h.named <= nameHints && t.valid < manyValues {
		w = max(0, w-titlesStep*max(0, surelyNames-float64(t.valid)/float64(n-j.others(h.index))))
	}
	return w
}

// strayWeigh returns the weight of distinct values of which too few have the type's shape.
func (j *columnJudge) strayWeigh(h *hypothesis) float64 {
	t, n := h.tally, j.sketched()
	weight := unmatchedStep * float64(n-t.matched)
	switch {
	case h.named == nameIs && j.fillsIn(h):
		return fakeValues
	case h.typ.Rule.IsName() && t.valid == 0 && j.all((*detectors.Shape).Code): // a kind, or an answer
		return lowestValues
	case t.matched > 0:
	case h.typ.IsDate() && len(j.name) > 1 && detectors.IsKeyWord(j.name[0]) && j.keys(): // "cod_aniversario"
		return lowestValues
	case n == 1 && (j.answers() || j.all((*detectors.Shape).Figure)):
		return unmatchedMark
	case n >= fewestListed && slices.Contains(grammar.Kinds, h.heard.word): // the breeds of dogs, the genres of books
		weight += unlistedAll
	default:
		weight += unmatchedAll
	}
	return max(lowestValues, weight)
}

// forgives reports whether the name says enough for values that fail a check: where it is not
// the only one there is, or where these are names of which the lists know some, or none of a few
// people.
func (j *columnJudge) forgives(h *hypothesis) bool {
	r, t, n := h.typ.Rule, h.tally, j.sketched()
	switch {
	case r.Lenient && h.named >= nameMentions:
		return true
	case !r.IsName():
		return false
	case h.named >= nameTruncated && float64(t.valid) >= strangersShare*float64(n):
		return true
	}
	return h.named >= nameMentions && n <= fewStrangers && t.matched == n && int64(n) == j.profile.filled && j.context != nil && j.context.named == aboutPeople
}

// saysWho reports whether the column's name is a word for somebody: a "cliente" or a
// "vendedor" may be written down by the number of a document.
func (j *columnJudge) saysWho() bool {
	for i := range j.heard {
		if j.catalog.Type(i).Rule.IsName() && j.heard[i].match >= detectors.NameMentions {
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
	for i := range j.tallies {
		if t := &j.tallies[i]; j.catalog.Type(i).Rule.IsName() && t.weight >= rivalFrom && t.valid >= fewNamed && j.nearlyAll(t) {
			return i
		}
	}
	return -1
}

// misnamed reports whether the column's name says another type outright and its
// values have none of that type's forms: then what the name denies may be so.
func (j *columnJudge) misnamed() bool {
	for i := range j.heard {
		if j.heard[i].match > detectors.NameHints && !j.tallies[i].open && !j.covers(i) {
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
	for i := range j.tallies {
		rule, t := j.catalog.Type(i).Rule, &j.tallies[i]
		if rule.Personal && !rule.IsName() && !(rule.Subject == "place" && rule.IsContact()) && t.weight >= sureValues && t.valid >= weakValues && j.nearlyAll(t) {
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
func (j *columnJudge) fillsIn(h *hypothesis) bool {
	r := h.typ.Rule
	return r.Check != "" && (r.IsContact() || r.IsDocument() && !j.answers()) && j.sketched() <= mostFilledIn && j.saysItself(h) &&
		j.context.subject() == aboutPeople && j.all((*detectors.Shape).Figure)
}

// saysItself reports whether the name that the column's met is the type's own: "cpf", no
// "documento"; "telefone", no "ramal".
func (j *columnJudge) saysItself(h *hypothesis) bool {
	return slices.ContainsFunc(append(slices.Clip(h.typ.Rule.Fused), h.typ.Rule.ID), func(own string) bool { return strings.Contains(h.heard.word, own) })
}

// invented reports whether values of a document's form all over, under its name
// in a table of people, fail its check because they are made up, as those of
// tests and lessons: they stand for somebody's.
func (j *columnJudge) invented(h *hypothesis) bool {
	shaped, n := 0, float64(j.sketched())
	for i, said := range j.heard { // a name for both kinds of documents: "cpf_cnpj"
		if said == *h.heard {
			shaped += j.tallies[i].matched
		}
	}
	if h.typ.Rule.Check == "" || h.tally.matched == 0 || float64(shaped) < min(mixedShare*n, n-1) || j.context == nil || !j.belongs(h.typ) {
		return false
	}
	form := h.typ.Form(h.tally.mainForm())
	return form.Lookalike < weakLookalike && 2*h.tally.valid <= h.tally.matched && j.saysItself(h)
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

// unlisted is how many of n distinct values a list may lack at no cost, of which so many are in it.
func unlisted(valid, n int) float64 {
	if valid < manyListed {
		return float64(n / unlistedFree)
	}
	return unlistedMany * float64(n)
}
