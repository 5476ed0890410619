package scanner

import (
	"slices"

	"github.com/datamapbr/datamap/detectors"
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

const mostAnswers = 4 // distinct values of a question: yes, no, not known, and a way to write nothing

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
