package scanner

import (
	"slices"
	"strings"

	"github.com/datamapbr/datamap/detectors"
	"github.com/datamapbr/datamap/rules"
)

// The rows of a table of figures fill the table that its years, places and groups
// span: there are no more of them, and not fewer than one in so many.
const (
	spanSlack  = 1.1 // distinct values are estimates
	spanShare  = 4
	mostGroups = 3 // columns of groups
	mostPlaced = 2 // words of the name of a year or place
)

// tabulates reports whether the rows are figures of years, places and groups: every
// column is one of these or a number, and each combination has one row. Records of
// people would have more or, there being so many combinations, far fewer.
func (c *tableContext) tabulates(judges []columnJudge, alone []ColumnResult) bool {
	if c.documents+c.claims+c.kinds+c.people+c.contacts+c.devices > 0 {
		return false
	}
	span, groups, figures, placed := 1.0, 0, 0, false
	places := map[int64]bool{} // by how many there are: a code has as many as its names
	for i := range c.columns {
		s, filled, distinct := &c.columns[i], alone[i].Filled, alone[i].Distinct
		at := len(s.name) <= mostPlaced && s.topics&(rules.Years|rules.Regions) != 0
		switch {
		case filled == 0:
		case !at && (detectors.IsKey(s.name) || s.ages()):
			return false
		case !at && judges[i].profile.sketch.all((*detectors.Shape).Figure) && (len(s.traits) == 0 || distinct > fewCodes):
			figures++
		case !at || !places[distinct]:
			span *= float64(distinct)
			if places[distinct], placed = at, placed || at; !at {
				groups++
			}
		}
	}
	rows := float64(c.rows)
	return placed && figures > 0 && groups <= mostGroups && rows <= spanSlack*span && spanShare*rows >= span
}

// All columns but a total are kinds of few values, and there are so many: the rows are how many there
// are of each, "job_type", "gender", "total".
const (
	mostKinds    = 60
	leastGrouped = 2
)

// ages reports whether a column tells how old somebody is.
func (s *sign) ages() bool {
	return slices.Contains(s.traits, "age") && s.lives > 0 || slices.Contains(s.traits, "birth_date")
}

// onlyGiven reports whether a column holds given names without surnames, more than once, under a
// name that says no more than that they are names.
func onlyGiven(s *sign, column *ColumnResult) bool {
	return len(column.Types) == 1 && column.Distinct < column.Filled && !detectors.OfPerson(s.name) && slices.ContainsFunc(column.Types[0].Evidence, func(e Evidence) bool { return e.Kind == "values" && e.Detail == "given" }) &&
		proof(column.Types[0].Evidence, "name") <= nameHints
}

// tallies reports whether the names of the columns say that the rows are groups: they
// lie in years and places, a column says how many or how much, and none tells somebody,
// or one record, from the others.
func (c *tableContext) tallies(columns []ColumnResult) bool {
	years, places, tallies, lone, kinds := 0, 0, 0, false, 0
	links := c.documents + c.claims + c.people + c.links
	for i := range columns {
		s, apart := &c.columns[i], tellsApart(columns[i].Distinct, columns[i].Filled)
		if len(s.name) == 0 {
			continue
		}
		if s.people > 0 && onlyGiven(s, &columns[i]) {
			links -= s.people // how many are called so
		}
		switch {
		case apart && (detectors.IsKey(s.name) || s.name[len(s.name)-1] == "id" || s.ages()):
			return false
		case s.last&rules.Years != 0 && columns[i].Distinct < columns[i].Filled:
			years++
		case s.last&rules.Regions != 0:
			places++
		case (s.first|s.last)&rules.Tallies != 0:
			tallies++
			links -= s.links // the "users" of a rate of users
			lone = lone || len(s.name) == 1
		case s.links > 0 && len(s.name) == 1 && len(columns[i].Types) == 0 && strings.HasSuffix(s.name[0], "s"): // "convicts" are how many there are
			links -= s.links
		case columns[i].Filled > 0 && !s.amount && columns[i].Distinct <= mostKinds && !apart:
			kinds++
		}
	}
	if links > 0 || tallies == 0 || c.rows < fewCodes {
		return false
	}
	if lone && tallies == 1 && kinds >= leastGrouped && kinds == len(columns)-1 {
		return true
	}
	return years > 0 && places > 0 || years+places > 0 && (lone || 2*tallies >= len(columns))
}
