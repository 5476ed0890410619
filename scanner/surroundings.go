package scanner

import (
	"math/bits"
	"slices"

	"github.com/datamapbr/datamap/detectors"
	"github.com/datamapbr/datamap/rules"
)

// The weights of what stands around a column.
const (
	atHome         = 1.5   // the table is one in which the type is at home
	amongPeople    = 1.0   // a type about people in a table about people
	amongUnnamed   = 2.5   // … where no name could say so
	givenNames     = 2.5   // nothing but given names in a table about people
	amongThings    = -4.0  // … in one about things or companies that names no person
	nobodys        = -8.0  // … in one about animals, which have names and mothers too
	bynames        = -12.0 // … in one of companies, where the word says no more than "name"
	somebodys      = -1.5  // … under a name that says whose it is
	amongSiblings  = 3.0   // columns whose names begin alike are of the type
	besideItsKind  = 3.0   // a column stands beside it that goes with the type
	referenceTable = -6.0  // a word list, each word once, in a table that names no person
	referenceRows  = 1000  // the most rows of a word list
)

// addTable adds what the table says by what it is about.
func (h *hypothesis) addTable(weight float64, about string) {
	h.add(Evidence{Kind: "table", Weight: weight, Detail: about})
}

// surroundings adds what stands around the column to a hypothesis.
func (j *columnJudge) surroundings(h *hypothesis) {
	c, r := j.context, h.typ.Rule
	if c == nil {
		return
	}
	own := &c.columns[j.position]
	if h.typ.AtHome(j.table) {
		h.addTable(atHome, "")
	}
	j.neighbours(h)
	j.whoseName(h)
	if n := c.siblings(j.position, h.typ); n > 0 {
		h.add(Evidence{Kind: "sibling", Weight: amongSiblings, Detail: own.family, N: int64(n)})
	}
	if r.IsName() && h.named == 0 && h.values < sureValues && j.givenOnly(h) && c.subject() == aboutPeople && c.hasSomebody() && !c.counts && !c.ofBody(j.position) {
		h.addTable(givenNames, aboutPeople)
	}
	switch {
	case r.Subject == "person":
		j.whoseTrait(h)
		return
	case r.Subject == "contact" && h.named == 0 && h.values >= rivalFrom && c.documents+c.claims+c.people > own.documents+own.claims+own.people:
		weight := amongPeople
		if isUnnamed(j.name) && j.nearlyAll(h.tally) {
			weight = amongUnnamed
		}
		h.addTable(weight, aboutPeople)
	case r.Subject == "" && r.Personal && j.nobodys(h):
		h.addTable(amongThings, c.subject())
	}
	if h.heard.match == detectors.NameSuggests {
		h.addTable(amongPeople, aboutPeople)
	}
}

// fewestListed is how many words a word list has at least.
const fewestListed = 3

// whoseTrait adds, for what only people have, whether the rows are people: not animals, things, or
// the entries of a word list.
func (j *columnJudge) whoseTrait(h *hypothesis) {
	c, n := j.context, int64(j.sketched())
	switch subject := c.subject(); {
	case c.ofBody(j.position):
		h.addTable(amongThings, aboutThings)
	case subject == aboutPeople:
		h.addTable(amongPeople, aboutPeople)
	case subject != "" && !c.born(h.typ.Rule, j.position):
		h.addTable(amongThings, subject)
	}
	if c.documents+c.claims+c.people == 0 && c.named != aboutPeople && h.values > 0 && n >= fewestListed && n == j.profile.filled && c.rows <= referenceRows {
		h.addTable(referenceTable, "reference")
	}
}

// fewestGiven is how many given names at least are those of people in a table of people,
// where nothing else is among them: "nutriz", "rad_op".
const fewestGiven = 5

// givenOnly reports whether nearly all values are given names, more than a kind has.
func (j *columnJudge) givenOnly(h *hypothesis) bool {
	return j.sketched() >= fewestGiven && j.nearlyAll(h.tally)
}

// nobodys reports whether a name alone says a type in a table of things or
// companies where nothing else is anybody's: a document, or what is written on
// one, and what an empty column is named as among other words.
func (j *columnJudge) nobodys(h *hypothesis) bool {
	c, own, r := j.context, &j.context.columns[j.position], h.typ.Rule
	others := c.people + len(c.traits) - own.people - len(own.traits)
	switch subject := c.subject(); {
	case subject != aboutThings && subject != aboutCompanies, h.values > 0, detectors.OfPerson(own.name):
		return false
	case c.counts || c.heads > 0: // the traits are those of groups
		others = c.people - own.people
	case subject == aboutThings:
		others += c.contacts + c.links - own.contacts - own.links
	}
	if j.profile.filled == 0 && h.named < nameIs && r.Check == "" {
		return true
	}
	return others == 0 && r.IsDocument() && (r.Check == "" || j.profile.filled > 0 && !tellsApart(j.profile.sketch.distinct(), j.profile.filled))
}

// neighbours adds that a column which goes with the type stands beside, where the
// column's own name or values speak for the type.
func (j *columnJudge) neighbours(h *hypothesis) {
	c, r, main := j.context, h.typ.Rule, h.tally.mainForm()
	own := &c.columns[j.position]
	vouched := h.named > 0 && h.values >= 0 || main >= 0 && h.typ.Form(main).Beside && (h.tally.valid >= weakValues || j.scaled(h))
	coded := j.fewCodes(h)
	coupled := main >= 0 && h.values > 0 && c.coupled(j.position) && j.nearlyAll(h.tally)
	if !vouched && !coupled && !coded {
		return
	}
	beside := h.typ.Beside(&c.names, j.position)
	if h.named == nameHints && h.values <= 0 && c.onlyTends(r.ID) && !c.amongItsKind(r, j.position) {
		beside = ""
	}
	switch {
	case beside != "":
	case coupled, coded:
		beside = r.ID
	case r.Class == "pseudonimizado" && h.named == nameHints && h.values > 0 && own.links > 0 && j.nearlyAll(h.tally):
		beside = r.ID
	case r.Subject == "place" && (h.named == 0 || r.ID == "address" && j.inAddress()) && isUnnamed(j.name) && c.behindStreet(j.position) && !j.moments():
		beside = "address"
	case r.Subject == "place" && r.IsContact() && h.named == nameHints && c.places-own.places >= itsKind && !j.keys():
		beside = r.ID
	case h.named == nameHints && main >= 0 && r.Trait() && !r.Siblings && !r.Amounts && len(j.name) == 2 && detectors.IsOwner(j.name[0]) && c.subject() == aboutPeople:
		beside = detectors.Owner(j.name)
	case h.named < nameTruncated && (c.amongItsKind(r, j.position) || r.Siblings && c.houses(r.ID) && c.subject() == aboutPeople || c.paid(j.position, r)):
		beside = r.ID
	}
	if beside != "" {
		weight := besideItsKind
		if h.heard.silent && c.near[r.ID] {
			weight += nameHints // its schema's name is one for all columns that say nothing
		}
		h.add(Evidence{Kind: "neighbour", Weight: weight, Detail: beside})
	}
}

// fewestSteps is how many of the steps of a scale a column has at least that holds nothing else.
const fewestSteps = 3

// scaled reports whether the values are steps of a scale, one that a form lists, and nothing else:
// the colours of a triage.
func (j *columnJudge) scaled(h *hypothesis) bool {
	return h.tally.valid >= fewestSteps && h.tally.valid == j.sketched() && h.typ.Form(h.tally.mainForm()).Listed()
}

// fewCodes reports whether the few values of a column without a name are codes of the type, one
// of them at least in full, that begin with several letters, in a table of people: diagnoses.
func (j *columnJudge) fewCodes(h *hypothesis) bool {
	c, full, letters := j.context, false, uint32(0)
	if n := j.sketched(); h.named > 0 || n < fewestSteps || h.tally.valid < n || !isUnnamed(j.name) || c.subject() != aboutPeople || !c.hasSomebody() {
		return false
	}
	for i := range h.tally.forms {
		f, form := &h.tally.forms[i], h.typ.Form(i)
		if f.valid > 0 && form.Spread == 0 {
			return false
		}
		letters |= f.letters
		full = full || f.valid > 0 && form.Lookalike <= mostLookalike
	}
	return full && bits.OnesCount32(letters) >= fewestSteps
}

// mostLookalike is what share of other columns look like codes in full at most.
const mostLookalike = 0.05

// farthestBehind is how many columns behind its street the rest of an address stands.
const farthestBehind = 7

// behindStreet reports whether some column before column i holds streets: what is told of the
// same place in a file without a header stands behind it.
func (c *tableContext) behindStreet(i int) bool {
	return slices.ContainsFunc(c.columns[max(0, i-farthestBehind):i], func(s sign) bool { return s.street })
}

// inAddress reports whether the column, of which nothing is known, stands between streets and
// their postcodes: it holds numbers of houses, districts or towns, but no codes.
func (j *columnJudge) inAddress() bool {
	c, i := j.context, j.position
	ahead := c.columns[i+1 : min(len(c.columns), i+1+farthestBehind)]
	return isUnnamed(j.name) && c.columns[i].blank && c.behindStreet(i) && slices.ContainsFunc(ahead, func(s sign) bool { return s.postcode }) &&
		!j.all((*detectors.Shape).Code)
}

// postcodes reports whether nearly all values are postcodes, or numbers of as many digits that may be.
func (j *columnJudge) postcodes() bool {
	k := j.catalog.Index("cep")
	return k >= 0 && j.sketched() > mostCodes && j.nearlyAll(&j.tallies[k])
}

// byname reports whether a name of one word is another one of the company that each row is
// about: an "apelido" beside the name of a supplier.
func (c *tableContext) byname(i int) bool {
	own := &c.columns[i]
	return c.named == aboutCompanies && c.subject() == aboutCompanies && c.companies > own.companies && c.people == own.people && len(own.name) == 1
}

// namesakes reports whether names in column i are those of what is named after people, or of
// groups: how many are called so.
func (c *tableContext) namesakes(i int) bool {
	own := &c.columns[i]
	return own.topics&rules.Eponyms != 0 || c.eponyms && !c.mentions || c.counts && c.people == own.people && c.documents+c.claims == 0
}

// whoseName adds, for a name that only its words prove, what the table says of
// whose it is: a name in a table of things is that of a thing, but for somebody's.
func (j *columnJudge) whoseName(h *hypothesis) {
	c, r := j.context, h.typ.Rule
	person, role := detectors.OfPerson(j.name), slices.Contains(r.Roles, h.heard.word)
	if r.IsName() {
		switch {
		case h.named <= nameHints && !person && c.namesakes(j.position), c.ofBody(j.position) && !slices.Contains(grammar.NameParts, h.heard.word):
			h.addTable(nobodys, aboutThings)
			return
		case c.byname(j.position) && !role && !slices.Contains(r.Persons, h.heard.word):
			h.addTable(bynames, aboutCompanies)
			return
		}
	}
	if !r.Identifies || r.Check != "" || h.named >= nameTruncated && (h.values > 0 || !r.IsName() || person) {
		return
	}
	switch about := c.subject(); {
	case about == aboutThings && person:
	case about == aboutThings && role:
		h.addTable(somebodys, aboutThings)
	case about == aboutThings:
		h.addTable(amongThings, aboutThings)
	case about == aboutCompanies && h.named == nameHints && r.IsName():
		h.addTable(-nameHints, aboutCompanies)
	case c.named == aboutPeople && h.named > 0:
		h.addTable(amongPeople, aboutPeople)
	}
}
