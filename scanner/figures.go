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
		at := len(s.name) <= mostPlaced && s.topics&(rules.Years|rules.Regions) != 0 && !s.ages()
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

// In a table of how many there are of each group, "job_type", "gender", "total", every column
// but the number has at most so many values, and there are at least so many such columns.
const (
	mostKinds    = 60
	leastGrouped = 2
)

// fewestTallies is how many numbers of cases the row of a region has at least.
const fewestTallies = 3

// ofRegions reports whether each row has numbers of cases of a region, in a table that names nobody and says of
// nobody what tells people apart: "ibge6", "nasc_vivos", "internacoes_diabetes", "pop_idosa".
func (c *tableContext) ofRegions(judges []columnJudge, alone []ColumnResult) bool {
	if c.documents+c.claims+c.kinds+c.people+c.contacts+c.devices+c.links+c.pays > 0 || c.traits["gender"]+c.traits["age"]+c.traits["birth_date"] > 0 {
		return false
	}
	region, tallies := false, 0
	for i := range c.columns {
		s := &c.columns[i]
		region = region || len(s.name) <= mostPlaced && s.topics&rules.Regions != 0
		if len(s.name) > 1 && (s.first&(rules.Cases|rules.Amounts) != 0 || detectors.IsFigure(s.name)) && judges[i].profile.sketch.all((*detectors.Shape).Figure) && isMany(alone[i].Distinct, alone[i].Filled) {
			tallies++
		}
	}
	return region && tallies >= fewestTallies
}

// ages reports whether a column tells how old somebody is.
func (s *sign) ages() bool {
	return slices.Contains(s.traits, "age") && s.lives > 0 || slices.Contains(s.traits, "birth_date")
}

// onlyGiven reports whether a column holds given names without surnames, more than once, under a
// name that says no more than that they are names.
func onlyGiven(s *sign, column *ColumnResult) bool {
	if len(column.Types) != 1 || column.Distinct >= column.Filled || detectors.OfPerson(s.name) {
		return false
	}
	evidence := column.Types[0].Evidence
	given := slices.ContainsFunc(evidence, func(e Evidence) bool { return e.Kind == "values" && e.Detail == "given" })
	return given && proof(evidence, "name") <= nameHints
}

// A figureRole is what a column is in a table of groups and how many there are of each.
type figureRole int

const (
	noFigure  figureRole = iota
	ofOne                // it tells somebody, or one record, from the others
	ofYears              // groups lie in its years …
	ofPlaces             // … or places …
	ofKinds              // … or are its few values
	ofNumbers            // it says how many or how much
	ofCrowds             // it is called after those it counts: "convicts"
	figureRoles
)

// figureRole tells what a column is by its name and by how many values it has.
func (s *sign) figureRole(column *ColumnResult) figureRole {
	apart := tellsApart(column.Distinct, column.Filled)
	switch {
	case len(s.name) == 0:
		return noFigure
	case apart && (detectors.IsKey(s.name) || s.name[len(s.name)-1] == "id" || s.ages()):
		return ofOne
	case s.last&rules.Years != 0 && column.Distinct < column.Filled:
		return ofYears
	case s.last&rules.Regions != 0:
		return ofPlaces
	case (s.first|s.last)&rules.Tallies != 0:
		return ofNumbers
	case s.links > 0 && len(s.name) == 1 && len(column.Types) == 0 && strings.HasSuffix(s.name[0], "s"):
		return ofCrowds
	case column.Filled > 0 && !s.amount && column.Distinct <= mostKinds && !apart:
		return ofKinds
	}
	return noFigure
}

// ofGroups reports whether the names of the columns say that the rows are groups: they
// lie in years and places, a column says how many or how much, and none tells somebody,
// or one record, from the others.
func (c *tableContext) ofGroups(columns []ColumnResult) bool {
	var n [figureRoles]int
	links, lone := c.documents+c.claims+c.people+c.links, false
	for i := range columns {
		s, role := &c.columns[i], c.columns[i].figureRole(&columns[i])
		switch n[role]++; role {
		case ofOne:
			return false
		case ofNumbers, ofCrowds:
			links -= s.links // the "users" of a rate of users
			lone = lone || role == ofNumbers && len(s.name) == 1
		}
		if s.people > 0 && len(s.name) > 0 && onlyGiven(s, &columns[i]) {
			links -= s.people // how many are called so
		}
	}
	switch {
	case links > 0, n[ofNumbers] == 0, c.rows < fewCodes:
		return false
	case lone && n[ofNumbers] == 1 && n[ofKinds] >= leastGrouped && n[ofKinds] == len(columns)-1:
		return true
	case n[ofYears] > 0 && n[ofPlaces] > 0:
		return true
	}
	return n[ofYears]+n[ofPlaces] > 0 && (lone || 2*n[ofNumbers] >= len(columns))
}
