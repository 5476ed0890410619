package scanner

import (
	"math"
	"slices"

	"github.com/datamapbr/datamap/detectors"
	"github.com/datamapbr/datamap/rules"
)

// contains weighs the hypothesis that some cells are of the type or hold a
// value of it in their text; nil when there is nothing to weigh. Values that are
// of an accepted type say nothing for another: some cards pass as IMEIs.
func (j *columnJudge) contains(i int, accepted []TypeVerdict) *hypothesis {
	typ, t, c := j.catalog.Type(i), &j.tallies[i], &j.profile.types[i]
	if c.textValid == 0 && t.mainForm() < 0 && t.spoken == 0 {
		return nil
	}
	if j.budget.Over(i) || slices.ContainsFunc(typ.Rule.NotIn, func(id string) bool { return holds(accepted, id) }) || j.context != nil && typ.Rule.Identifies && typ.Rule.Check == "" && j.context.ofBody(j.position) {
		return nil
	}
	h := hypothesis{typ: i, mode: Contains, written: true}
	h.add(Evidence{Kind: "prior", Weight: priorContains})
	if main := t.mainForm(); main >= 0 && j.mixed(i, accepted) && !typ.IsDate() && t.aboveChance(typ, float64(c.valid)/float64(j.profile.filled)) {
		if form := typ.Form(main); 2*j.explained(i, accepted) < t.valid && (t.valid >= weakValues || t.valid > 0 && form.Lookalike <= unmistakable && form.Chance < weakCheck) {
			h.values = max(t.weight, j.aboveChance(i, main))
			h.add(Evidence{Kind: "values", Weight: h.values, Detail: form.Name, N: int64(len(j.profile.sketch.entries)), Hits: int64(t.valid)})
		}
	}
	if w, n := j.speech(t); w > 0 {
		h.values = max(h.values, w)
		h.add(Evidence{Kind: "speech", Weight: w, N: n, Hits: int64(t.spoken)})
		if typ.AtHome(j.table) {
			h.add(Evidence{Kind: "table", Weight: atHome})
		}
		if j.context != nil && j.context.subject() == aboutPeople {
			h.add(Evidence{Kind: "table", Weight: amongPeople, Detail: aboutPeople})
		}
	} else if c.textValid > 0 && !(typ.Rule.Called != "" && j.impersonal(accepted)) {
		failed := float64(c.textSeen - c.textValid)
		w := float64(c.textValid)*math.Log(textCertain/c.chance) + failed*math.Log((1-textCertain)/(1-c.chance))
		w = min(w, textLimit)
		h.values = max(h.values, w)
		h.add(Evidence{Kind: "text", Weight: w, N: j.profile.filled, Hits: c.textValid})
	}
	if len(h.evidence) == 1 {
		return nil
	}
	if w := j.heard[i].weight(); w < 0 && j.context != nil && j.context.ofNobody() {
		h.add(Evidence{Kind: "name", Weight: w, Detail: j.heard[i].word})
	}
	if typ.Rule.Called != "" && j.context != nil && j.context.columns[j.position].topics&rules.Eponyms != 0 && !detectors.OfPerson(j.name) {
		h.add(Evidence{Kind: "table", Weight: nobodys, Detail: aboutThings})
	} else if typ.Rule.Called != "" && j.context != nil && j.context.subject() == aboutThings && !detectors.OfPerson(j.name) {
		switch { // titles and brands, and who acts in a plot
		case c.textValid > 0:
			h.add(Evidence{Kind: "table", Weight: nobodys, Detail: aboutThings})
		case t.valid < manyValues:
			h.add(Evidence{Kind: "table", Weight: amongThings, Detail: aboutThings})
		}
	}
	return &h
}

// The shares of the texts that have a word of a type: of those that speak of it, of all others.
const (
	spokenTexts = 0.4
	chanceWords = 0.03
	leastSpoken = 2 // texts
)

// speech weighs that the distinct texts speak of a type, each by itself, and returns
// how many texts there are.
func (j *columnJudge) speech(t *tally) (weight float64, texts int64) {
	if t.spoken < leastSpoken || j.context != nil && j.context.ofBody(j.position) {
		return 0, 0
	}
	for k := range j.profile.sketch.entries {
		if j.profile.sketch.entries[k].prose {
			texts++
		}
	}
	silent := float64(texts) - float64(t.spoken)
	return min(float64(t.spoken)*math.Log(spokenTexts/chanceWords)+silent*math.Log((1-spokenTexts)/(1-chanceWords)), textLimit), texts
}

// impersonal reports whether the column is of an accepted type that is nobody's:
// in the name of a hospital stands that of a doctor.
func (j *columnJudge) impersonal(accepted []TypeVerdict) bool {
	return slices.ContainsFunc(accepted, func(v TypeVerdict) bool { return !j.catalog.Rule(v.Type).Personal })
}

// mixed reports whether values of a type are too few for the column to be of it,
// or most but not all, where the name or an accepted type says that it is of another. Names
// of people may be all there is where a column is called one of companies.
func (j *columnJudge) mixed(i int, accepted []TypeVerdict) bool {
	share := float64(j.tallies[i].valid) / float64(len(j.profile.sketch.entries))
	most := share < mixedShare || j.catalog.Type(i).Rule.Called != "" && j.impersonal(accepted)
	return share < wholeShare || most && (len(accepted) > 0 || j.heard[i].match == detectors.NameDenies)
}

// explained counts the distinct values of a type that are also of an accepted one.
func (j *columnJudge) explained(typ int, accepted []TypeVerdict) int {
	_, _, both := j.overlap(
		func(h detectors.Hit) bool { return int(h.Type) == typ },
		func(h detectors.Hit) bool {
			return int(h.Type) != typ && holds(accepted, j.catalog.Type(int(h.Type)).Rule.ID)
		})
	return both
}

// others counts the distinct values that are not of a type and are of another.
func (j *columnJudge) others(typ int) int {
	_, others, _ := j.overlap(
		func(h detectors.Hit) bool { return int(h.Type) == typ },
		func(h detectors.Hit) bool { return int(h.Type) != typ })
	return others
}

// overlap counts the distinct values that are valid in one way, in another, and in both.
func (j *columnJudge) overlap(own, other func(detectors.Hit) bool) (owns, others, both int) {
	for k := range j.profile.sketch.entries {
		isOwn, isOther := false, false
		for _, h := range j.profile.sketch.entries[k].matches() {
			isOwn = isOwn || h.Valid && own(h)
			isOther = isOther || h.Valid && other(h)
		}
		switch {
		case isOwn && isOther:
			both++
		case isOwn:
			owns++
		case isOther:
			others++
		}
	}
	return owns, others, both
}
