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
	mostAnswers = 4 // distinct values of a question: yes, no, not known, and a way to write nothing

	mostlyTraits = 4 // columns of a type that make a table its home, whatever it is called …
	mostlyTold   = 2 // … if they are one in so many of those that are not about the record
	nearTraits   = 3 // … or so many if its schema is called after the type
	leastHints   = 3 // columns whose names hint at a kind that make a table with a patient its home
)

// introduce finds out which columns of the table say nothing, and which are answers.
func (c *tableContext) introduce(judges []columnJudge, alone []ColumnResult) {
	for i := range c.columns {
		s := &c.columns[i]
		c.add(s, -1)
		judges[i].describe(s, &alone[i])
		judges[i].doubt(s, &alone[i])
		if bred(s, &alone[i]) {
			s.beasts++
		}
		if !judges[i].all((*detectors.Shape).Figure) && misleads(&alone[i]) {
			c.names.Forget(i)
		}
		c.add(s, 1)
	}
	c.couple()
	if c.named == "" && c.catalogues(judges, alone) {
		c.named, c.reference = aboutThings, true
	}
	c.counts = c.counts || c.ofGroups(alone) || c.tabulates(judges, alone) || c.ofRegions(judges, alone)
	for i := range c.columns {
		if s := &c.columns[i]; c.counts && s.people > 0 && onlyGiven(s, &alone[i]) {
			c.people -= s.people
			s.people = 0
		}
	}
}

// describe adds to the sign of the column, of which the verdict by itself is known, what its
// values are like.
func (j *columnJudge) describe(s *sign, alone *ColumnResult) {
	untold, moments := !alone.whole() && !alone.holds(), j.clocks || j.moments()
	s.answer, s.side, s.postcode = j.answers(), j.sideOf(), j.postcodes()
	s.blank = untold && !j.key && !moments && !(j.numbered() && j.keys())
	s.silent = untold && !s.record && j.saysNothing() && !moments && !j.numbered() && !j.numbersRows()
	if s.desk = s.blank && j.atDesk(); s.desk {
		s.silent, s.record, s.told = false, true, 0
	}
	if s.silent && s.answer {
		s.mute = 1
	} else if s.silent {
		s.still = 1
	}
	s.amount = untold && !(len(s.name) == 1 && slices.Contains(grammar.Statistics, s.name[0])) && !(len(s.name) > 0 && slices.Contains(grammar.LoneRecords, s.name[0])) && !j.catalog.OfRecord(detectors.OfWhat(s.name)) && j.saysNothing() && j.amounts()
	if s.blank && !s.record {
		s.hint = j.hintsAt()
	}
	if s.answer && s.kind == "" && s.family != "" {
		s.ask = j.asksOf(s, alone)
	}
	s.body = s.body && !j.treats(alone)
}

// treats reports whether the values are surely of a type such as health, whatever the column is
// called: a "produto" is what patients are given.
func (j *columnJudge) treats(alone *ColumnResult) bool {
	surely := func(id string, evidence []Evidence) bool {
		return j.catalog.Rule(id).Siblings && proof(evidence, ofValues...) >= sureValues
	}
	return slices.ContainsFunc(alone.Types, func(v TypeVerdict) bool { return surely(v.Type, v.Evidence) }) ||
		slices.ContainsFunc(alone.Rivals, func(r Rival) bool { return surely(r.Type, r.Evidence) })
}

// bred reports whether a column is called one of races, of which its values are none that people have.
func bred(s *sign, alone *ColumnResult) bool {
	denied := func(e Evidence) bool { return e.Kind == "values" && e.Hits == 0 && e.N >= fewestListed }
	return len(s.name) > 0 && slices.Contains(grammar.Kinds, s.name[len(s.name)-1]) && slices.ContainsFunc(alone.Rivals, func(r Rival) bool {
		return r.Type == "race" && slices.ContainsFunc(r.Evidence, denied)
	})
}

// misleads reports whether the values of a column are nothing of what its name says outright, nor of anything
// else: the towns in a "CLICID", which are no neighbours of an illness.
func misleads(alone *ColumnResult) bool {
	return len(alone.Types) == 0 && slices.ContainsFunc(alone.Rivals, func(r Rival) bool {
		return r.Mode == WholeValue && proof(r.Evidence, "name") >= nameMentions && proof(r.Evidence, "values") <= lowestValues
	})
}

// holdsShare is the least share of values that hold a type where the column tells nothing else.
const holdsShare = 0.3

// holds reports whether many of the values have some type in them: the streets in a "line_1".
func (r *ColumnResult) holds() bool {
	return slices.ContainsFunc(r.Types, func(v TypeVerdict) bool { return v.ShareLow >= holdsShare })
}

// whole reports whether the column is of some type, and does not only have values of it in its text.
func (r *ColumnResult) whole() bool {
	return !r.FreeText && len(r.Types) > 0 || slices.ContainsFunc(r.Types, func(v TypeVerdict) bool { return v.Mode == WholeValue })
}

// doubt takes back of the sign of the column that it leads to people where its values are how
// many there are ("clients"), or the few companies that own what the rows are ("proprietario").
func (j *columnJudge) doubt(s *sign, column *ColumnResult) {
	switch few := column.Distinct <= fewCodes; {
	case s.many && j.all((*detectors.Shape).Figure):
		if s.links, s.wards = 0, 0; s.heads == 0 && !few {
			s.heads++
		}
	case s.links > 0 && len(s.name) == 1 && s.owned == 0 && len(column.Types) == 0 && column.Filled > mostCodes && few && !s.answer && !j.keys():
		s.links = 0
	}
}

// answers reports whether the values are those of a question to answer by yes or no.
func (j *columnJudge) answers() bool {
	return j.sketched() <= mostAnswers && j.all((*detectors.Shape).Answers)
}

// asksOf returns the family of a question and the type that it is of by itself, at which its name
// hints, or that a word of it suggests; "" for none.
func (j *columnJudge) asksOf(s *sign, alone *ColumnResult) string {
	id := s.hint
	if len(alone.Types) > 0 {
		id = alone.Types[0].Type
	} else if k, _ := j.suggests(); id == "" && k >= 0 && !spoken(j.said) {
		id = j.catalog.Type(k).Rule.ID
	}
	if id == "" || !j.catalog.Rule(id).Siblings {
		return ""
	}
	return s.family + " " + id
}

// atDesk reports whether half of the values or more have a word of the desk, and none that of
// a type.
func (j *columnJudge) atDesk() bool {
	desk := 0
	for k := range j.profile.sketch.entries {
		of := &j.profile.sketch.entries[k].of
		if i := of.Next(0); i >= 0 && i < detectors.Surname {
			return false
		}
		if of.Has(detectors.Desk) {
			desk++
		}
	}
	return desk > 0 && 2*desk >= j.sketched()
}

// numbered reports whether every row has a value of its own, as numbers of records have.
func (j *columnJudge) numbered() bool {
	return j.profile.filled > mostCodes && j.profile.sketch.distinct() == j.profile.filled
}

// numbersRows reports whether it is the first column, and each row has a number of its own there:
// a "codp" of few rows, too.
func (j *columnJudge) numbersRows() bool {
	return j.position == 0 && j.profile.filled >= leastKeys && j.profile.sketch.distinct() == j.profile.filled && j.keys()
}

// keys reports whether all values may be keys of records.
func (j *columnJudge) keys() bool { return j.all((*detectors.Shape).Key) }

// hintsAt returns the type at which the column's name hints, of those of which several columns
// stand in a table; "" for none.
func (j *columnJudge) hintsAt() string {
	for i, h := range j.said {
		r := j.catalog.Type(i).Rule
		if (h.match == detectors.NameHints || h.match == detectors.NameTruncated) && (r.Siblings || r.Amounts && j.amounts()) && !slices.Contains(r.Roles, h.word) {
			return r.ID
		}
		if r.Siblings && h.match == detectors.NameSilent && j.lookLike(i) {
			return r.ID
		}
	}
	return ""
}

// lookLike reports whether nearly all values have a form of type i of which what stands beside the
// column decides: the blood pressure beside a temperature.
func (j *columnJudge) lookLike(i int) bool {
	t := &j.tallies[i]
	main := t.mainForm()
	return main >= 0 && j.catalog.Type(i).Form(main).Beside && t.valid >= weakValues && float64(t.valid) >= mixedShare*float64(j.sketched())
}

// amounts reports whether all values are numbers, and most have a fraction.
func (j *columnJudge) amounts() bool {
	whole := 0
	for k := range j.profile.sketch.entries {
		if !j.profile.sketch.entries[k].shape.Fraction() {
			whole++
		}
	}
	return isMany(j.profile.sketch.distinct(), j.profile.filled) && j.all((*detectors.Shape).Figure) && 2*whole < j.sketched()
}

// moments reports whether all values are dates.
func (j *columnJudge) moments() bool {
	entries := j.profile.sketch.entries
	return len(entries) > 0 && !slices.ContainsFunc(entries, func(e sketchEntry) bool { return e.date == 0 && !e.shape.Moment() && !e.shape.Day() })
}

// saysNothing reports whether the column's name says nothing of any type, but for whose it is.
func (j *columnJudge) saysNothing() bool {
	for i, h := range j.said {
		if h.match == detectors.NameSilent || h.match == detectors.NameHints && slices.Contains(j.catalog.Type(i).Rule.Roles, h.word) {
			continue
		}
		return false
	}
	return len(j.name) > 1 || len(j.name) == 1 && !detectors.IsOwner(j.name[0])
}

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
