package scanner

import (
	"math"
	"slices"

	"github.com/datamapbr/datamap/detectors"
	"github.com/datamapbr/datamap/rules"
)

// repeatedSome is in how many rows each value stands at least, of which only some are names of people, that they are
// those of what is named after people, where no name says another thing.
const repeatedSome = 5

// contains weighs the hypothesis that some cells are of the type or hold a
// value of it in their text; nil when there is nothing to weigh. Values that are
// of an accepted type say nothing for another: some cards pass as IMEIs.
func (j *columnJudge) contains(i int, accepted []TypeVerdict) *hypothesis {
	r, t := j.catalog.Type(i).Rule, &j.tallies[i]
	if j.profile.types[i].textValid == 0 && t.mainForm() < 0 && t.spoken == 0 || j.budget.Over(i) ||
		slices.ContainsFunc(r.NotIn, func(id string) bool { return holds(accepted, id) }) || r.Identifies && r.Check == "" && j.context.ofBody(j.position) {
		return nil
	}
	h := j.suppose(i, Contains, priorContains, true)
	j.addSome(&h, accepted)
	j.addTexts(&h, accepted)
	if len(h.evidence) == 1 {
		return nil
	}
	j.addWhose(&h)
	return &h
}

// addSome adds that some cells are values of the type, and no other.
func (j *columnJudge) addSome(h *hypothesis, accepted []TypeVerdict) {
	t, main := h.tally, h.tally.mainForm()
	if main < 0 || h.typ.IsDate() || !j.mixed(h.index, accepted) || !t.aboveChance(h.typ, float64(j.profile.types[h.index].valid)/float64(j.profile.filled)) {
		return
	}
	if h.typ.Rule.IsName() && len(accepted) == 0 && j.ofEponyms(h) && int64(repeatedSome*j.sketched()) <= j.profile.filled { // towns, streets and kinds
		return
	}
	form := h.typ.Form(main)
	enough := t.valid >= weakValues || t.valid > 0 && form.Lookalike <= unmistakable && form.Chance < weakCheck
	if !enough || 2*j.explained(h.index, accepted) >= t.valid {
		return
	}
	h.values = max(t.weight, j.aboveChance(h.index, main))
	h.add(Evidence{Kind: "values", Weight: h.values, Detail: form.Name, N: int64(j.sketched()), Hits: int64(t.valid)})
}

// ofEponyms reports whether names of people in the column may be those of what is named after them: its name
// says nothing of people, or that it holds such things: "cidade_dest".
func (j *columnJudge) ofEponyms(h *hypothesis) bool {
	return h.heard.match == detectors.NameSilent || j.context != nil && j.context.columns[j.position].topics&rules.Eponyms != 0
}

// addTexts adds that texts speak of what the type says or, where they do not, hold values of it.
func (j *columnJudge) addTexts(h *hypothesis, accepted []TypeVerdict) {
	c := &j.profile.types[h.index]
	if w, n := j.speech(h.tally); w > 0 {
		h.values = max(h.values, w)
		h.add(Evidence{Kind: "speech", Weight: w, N: n, Hits: int64(h.tally.spoken)})
		if h.typ.AtHome(j.table) {
			h.addTable(atHome, "")
		}
		if j.context.subject() == aboutPeople {
			h.addTable(amongPeople, aboutPeople)
		}
	} else if c.textValid > 0 && !(h.typ.Rule.IsName() && (j.impersonal(accepted) || h.heard.match == detectors.NameSilent && j.sectional())) {
		failed := float64(c.textSeen - c.textValid)
		w := float64(c.textValid)*math.Log(textCertain/c.chance) + failed*math.Log((1-textCertain)/(1-c.chance))
		w = min(w, textLimit)
		h.values = max(h.values, w)
		h.add(Evidence{Kind: "text", Weight: w, N: j.profile.filled, Hits: c.textValid})
	}
}

// addWhose adds that what the cells hold may be nobody's: in a table of nothing personal what the
// name denies, and names of people where titles and brands are like them, or in plots.
func (j *columnJudge) addWhose(h *hypothesis) {
	c := j.context
	if c == nil {
		return
	}
	if w := h.heard.weight(); w < 0 && c.ofNobody() {
		h.add(Evidence{Kind: "name", Weight: w, Detail: h.heard.word})
	}
	if h.typ.Rule.Subject == "person" && c.reference && c.subject() == aboutThings && !c.hasSomebody() {
		h.addTable(nobodys, aboutThings)
	}
	if !h.typ.Rule.IsName() || detectors.OfPerson(j.name) {
		return
	}
	things := c.subject() == aboutThings
	switch {
	case c.columns[j.position].topics&rules.Eponyms != 0, c.columns[j.position].office, things && j.profile.types[h.index].textValid > 0:
		h.addTable(nobodys, aboutThings)
	case things && h.tally.valid < manyValues:
		h.addTable(amongThings, aboutThings)
	}
}

// The shares of the texts that have a word of a type: of those that speak of it, of all others.
const (
	spokenTexts = 0.4
	chanceWords = 0.03
	leastSpoken = 2 // texts

	// Where each row is somebody, few of the texts need to: remarks of which one tells an illness.
	spokenSome  = 0.05
	chanceSome  = 0.005
	leastOfSome = 3 // texts
)

// speech weighs that the distinct texts speak of a type, each by itself, and returns
// how many texts there are.
func (j *columnJudge) speech(t *tally) (weight float64, texts int64) {
	if t.spoken < leastSpoken || j.context.ofBody(j.position) {
		return 0, 0
	}
	for k := range j.profile.sketch.entries {
		if j.profile.sketch.entries[k].prose {
			texts++
		}
	}
	spoken, silent := float64(t.spoken), float64(texts)-float64(t.spoken)
	weigh := func(share, chance float64) float64 {
		return spoken*math.Log(share/chance) + silent*math.Log((1-share)/(1-chance))
	}
	weight = weigh(spokenTexts, chanceWords)
	if t.spoken >= leastOfSome && j.context.subject() == aboutPeople && j.context.hasSomebody() {
		weight = max(weight, weigh(spokenSome, chanceSome))
	}
	return min(weight, textLimit), texts
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
	share := float64(j.tallies[i].valid) / float64(j.sketched())
	most := share < mixedShare || j.catalog.Type(i).Rule.IsName() && j.impersonal(accepted)
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
