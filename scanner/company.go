package scanner

import (
	"slices"

	"github.com/datamapbr/datamap/detectors"
	"github.com/datamapbr/datamap/rules"
)

// A column whose name says nothing is taken for one more of the type that is at home in its
// table: what the form of a notification asks of a patient is health, whatever the question.
// One of answers, yes or no, needs others of the type beside it.
const (
	someAnswers = 3 // others of answers at least …
	answerShare = 6 // … and one to so many of which nothing says of what they are
	mostlyAsked = 8 // … or, where the type is not at home, so many …
	mostlyShare = 2 // … and so many to one of which nothing says that
	manyTold    = 5 // … or so many columns of the type, answers or not, where it is at home

	mostlyTraits = 4 // columns of a type that make a table its home, whatever it is called …
	mostlyTold   = 2 // … if they are one in so many of those that are not about the record
	nearTraits   = 3 // … or so many if its schema is called after the type
	leastHints   = 3 // columns whose names hint at a kind that make a table with a patient its home
)

// keepsCompany reports whether column i, which says nothing itself, is of a type
// at home in its table: what is measured and written down of a patient there has
// names without number, while those of records are few, see [detectors.Catalog.OfRecord].
// A yes or no is as often one of an office: it needs answers of the type beside it, of which one
// does where the type is at home and some columns are of it, and none where many are.
func (c *tableContext) keepsCompany(i int, r *rules.Rule) bool {
	n := c.answers[r.ID]
	asks := c.columns[i].answer && n >= mostlyAsked && n >= mostlyShare*c.mute
	if !r.Siblings || !c.houses(r.ID) && !asks || !c.columns[i].silent || c.ofBodies() || c.counts && c.people == 0 || c.subject() != aboutPeople {
		return false
	}
	if c.studies(r.ID) {
		return true
	}
	if c.onlyTends(r.ID) {
		return false
	}
	if !c.hasSomebody() && c.traits[r.ID] < someAnswers { // vitals are of pages, encounters of monsters
		return false
	}
	told := c.traits[r.ID] + c.hints[r.ID] + c.still // which are of the type where it is at home
	if !c.columns[i].answer || c.houses(r.ID) && (told >= manyTold || told >= someAnswers && n > 0) {
		return true
	}
	return n >= someAnswers && answerShare*n >= c.mute
}

// studies reports whether the table is one of cases for a study of a type: it is called
// after what patients have, its rows have ages or sexes and no names, and nothing in it is about
// the record.
func (c *tableContext) studies(id string) bool {
	return c.homes[id] && slices.Contains(c.holders, patients) && len(c.traits) > 0 && !c.hasSomebody() &&
		!slices.ContainsFunc(c.columns, func(s sign) bool { return s.record && !detectors.IsKey(s.name) && len(s.name) > 1 })
}

// paid reports whether column i, an amount of which nothing says what it is of, is of a
// type of amounts: among others of what somebody is paid and what is taken off.
func (c *tableContext) paid(i int, r *rules.Rule) bool {
	return r.Amounts && !r.Sensitive() && c.columns[i].amount && (c.amongItsKind(r, i) || (c.homes[r.ID] || c.near[r.ID]) && c.pays > 0) && !c.ofBodies() && c.subject() == aboutPeople
}

// onlyTends reports whether nothing but that a patient is named in it, and no column that is surely of
// the type, makes the table one of it: a patient pays and is telephoned, too.
func (c *tableContext) onlyTends(id string) bool {
	return c.tended[id] && !c.homes[id] && !c.topics[id] && c.traits[id] == 0 && c.hints[id] < leastHints
}

// houses reports whether a type is at home in the table: by its name, by that of its schema
// where some columns are of the type, or because most of what the table tells is, whatever it
// is called.
func (c *tableContext) houses(id string) bool {
	if c.homes[id] || c.topics[id] || c.tended[id] {
		return true
	}
	if c.near[id] && c.traits[id] >= nearTraits {
		return true
	}
	n := hintsCount*c.traits[id] + c.hints[id]
	return n >= hintsCount*mostlyTraits && mostlyTold*n >= hintsCount*c.told && c.traits[id] > 0
}

// A hint counts among so many other columns of the same kind: a "peso" beside
// an "apgar" and a "gestacao" is that of a newborn. In a table of people other hints vouch
// for it, too: a "VLCOMIS" beside a "VLINSAL" and a "VLLIQ".
const (
	itsKind    = 2
	hintsCount = 2 // hints count as one such column
)

// amongItsKind reports whether columns beside column i are of a type.
func (c *tableContext) amongItsKind(r *rules.Rule, i int) bool {
	n, own := c.traits[r.ID], &c.columns[i]
	switch {
	case r.Amounts && !r.Sensitive():
		n = c.pays - own.pays
	case slices.Contains(own.traits, r.ID):
		n--
	}
	h := c.hints[r.ID]
	if own.hint == r.ID {
		h--
	}
	return n >= itsKind || hintsCount*n+h > hintsCount && c.hasSomebody() && c.subject() == aboutPeople
}

// siblings returns how many other columns of a type have a name that begins like
// that of column i.
func (c *tableContext) siblings(i int, typ *detectors.Type) int {
	if c == nil || c.columns[i].family == "" || c.columns[i].kind != "" || !typ.Rule.Siblings {
		return 0
	}
	own := c.columns[i].family + " " + typ.Rule.ID
	if n := c.asks[own]; c.families[own] == 0 && n >= asksAlike && c.columns[i].answer && c.subject() == aboutPeople {
		return n
	}
	return c.families[own]
}

// asksAlike is how many questions whose names begin alike, and suggest a type, make those that
// begin so ones of the type.
const asksAlike = 2
