package scanner

import (
	"slices"

	"github.com/datamapbr/datamap/detectors"
)

// A side is what a column has of what two columns tell together: each of them may be
// anything, both of them are no chance.
type side int

const (
	noSide     side = iota
	givenSide       // given names …
	familySide      // … and surnames
	southSide       // latitudes …
	westSide        // … and longitudes of Brazil
)

// other is the side that goes with each.
var other = [...]side{givenSide: familySide, familySide: givenSide, southSide: westSide, westSide: southSide}

const (
	farthestSide = 3   // columns from one side to the other
	fewestSided  = 10  // distinct values of a side
	familyShare  = 0.8 // of the distinct values, that are surnames that the list knows
	familyNames  = 5.5 // the weight of surnames beside given names
)

// sideOf returns which side the values of the column are of, by themselves.
func (j *columnJudge) sideOf() side {
	if j.sketched() < fewestSided {
		return noSide
	}
	for i := range j.tallies {
		t := &j.tallies[i]
		main := t.mainForm()
		if main < 0 || !j.hit.Has(i) {
			continue
		}
		form := j.catalog.Type(i).Form(main)
		switch {
		case form.Name == "given" && j.nearlyAll(t):
			return givenSide
		case j.catalog.Type(i).Rule.IsName() && j.surnames() >= int(familyShare*float64(j.sketched())):
			return familySide
		case form.Name == "south" && j.nearlyAll(t):
			return southSide
		case form.Name == "west" && j.nearlyAll(t):
			return westSide
		}
	}
	return noSide
}

// surnames is how many of the distinct values are nothing but surnames.
func (j *columnJudge) surnames() (n int) {
	for k := range j.profile.sketch.entries {
		if j.profile.sketch.entries[k].of.Has(detectors.Surname) {
			n++
		}
	}
	return n
}

// coupled reports whether column i is one side of what it and a column near it tell together.
func (c *tableContext) coupled(i int) bool {
	if c == nil || c.columns[i].side == noSide {
		return false
	}
	near := c.columns[max(0, i-farthestSide):min(len(c.columns), i+farthestSide+1)]
	return slices.ContainsFunc(near, func(s sign) bool { return s.side == other[c.columns[i].side] })
}

// couple counts the people whose given names and surnames stand in two columns.
func (c *tableContext) couple() {
	for i := range c.columns {
		if s := &c.columns[i]; s.side == familySide && s.people == 0 && c.coupled(i) {
			c.add(s, -1)
			s.people = 1
			c.add(s, 1)
		}
	}
}

// addFamily adds that the values are the surnames of those whose given names stand near them,
// and reports whether they are.
func (j *columnJudge) addFamily(h *hypothesis) bool {
	if !h.typ.Rule.IsName() || j.context == nil || j.context.columns[j.position].side != familySide || !j.context.coupled(j.position) {
		return false
	}
	h.values = familyNames
	h.add(Evidence{Kind: "values", Weight: familyNames, Detail: "surname", N: int64(j.sketched()), Hits: int64(j.surnames())})
	return true
}
