package scanner

import (
	"cmp"
	"math"
	"slices"

	"github.com/datamapbr/datamap/rules"
)

const (
	acceptedFrom = 0.5  // probability from which a column is said to hold a type
	tiedFrom     = 0.25 // … or this much for the best of several that cannot be told apart,
	tiedNone     = 0.4  // when "none of them" has at most this much
	rivalFrom    = 2.0  // log odds of the values from which a type that lost is an alternative
	rivalShare   = 0.1  // … or its probability
	mixedShare   = 0.9  // … and from which on it is of nothing else
	wholeShare   = 0.5  // share of the distinct values that must have a type's shape for the column to be of it
	smallCell    = 5    // below so many distinct values no shape is shown
	proseShare   = 0.3  // share of the rows from which a column is free text
	textCertain  = 0.9  // share of real values among those that a text form finds in a real column
	textLimit    = 9.0
)

// judge gives the verdict on the column, with what is known of it and its table by now.
func (j *columnJudge) judge() ColumnResult {
	r := j.counts()
	whole := j.room.weighed[:0]
	for i := range j.tallies {
		if !j.quiet(i) {
			whole = append(whole, j.whole(i, false))
		}
	}
	j.room.weighed = whole
	j.accept(whole, &r)
	lost := j.acceptInside(whole, &r)
	r.Alternatives = slices.DeleteFunc(r.Alternatives, func(v TypeVerdict) bool { return holds(r.Types, v.Type) })
	if !j.trial {
		lost = append(lost, j.rivals(whole, &r)...)
	}
	if len(j.profile.parts) > 0 {
		j.judgeParts(&r)
	}
	if !j.trial {
		r.Contradicted = j.contradicted(whole, r.Types)
		r.Rivals = strongest(lost, r.Contradicted)
	}
	r.silence(j.silences)
	for _, list := range [][]TypeVerdict{r.Types, r.Alternatives} {
		slices.SortStableFunc(list, func(a, b TypeVerdict) int {
			return cmp.Or(-cmp.Compare(a.Mode, b.Mode), -cmp.Compare(a.Confidence, b.Confidence), cmp.Compare(a.Type, b.Type))
		})
	}
	for _, v := range r.Types {
		rule := j.catalog.Rule(v.Type)
		if rule.Personal && (j.context == nil || j.context.holds(j.shared(rule), &v, &r, j.position)) {
			r.Personal = true
			r.Sensitive = r.Sensitive || rule.Sensitive()
		}
	}
	if r.Personal {
		r.Ages = r.Ages.and(j.agesIn(r.Types))
	}
	return r
}

// counts returns the result before there is a verdict.
func (j *columnJudge) counts() ColumnResult {
	c := j.profile
	return ColumnResult{
		Name: j.column.Name, Position: j.column.Position, DataType: j.column.DataType,
		Comment: j.catalog.VeilText(j.column.Comment), NotNull: j.column.NotNull, NullShare: j.column.NullShare,
		Read: j.rows, Filled: c.filled, Placeholders: c.placeholders, Destroyed: c.destroyed, Distinct: c.sketch.distinct(),
		Contents: c.contents.sorted(),
		FreeText: c.filled > 0 && float64(c.prose) >= proseShare*float64(c.filled),
		Types:    []TypeVerdict{}, Alternatives: []TypeVerdict{},
	}
}

// accept adds the types that the column is of, and those that cannot be told apart.
func (j *columnJudge) accept(whole []hypothesis, r *ColumnResult) {
	best := 0
	for k := range whole {
		if whole[k].score > whole[best].score {
			best = k
		}
	}
	for k := range whole {
		h := &whole[k]
		if !h.speaks() {
			continue
		}
		total := j.total(whole, h.index)
		share := math.Exp(h.score) / total
		switch {
		case share >= acceptedFrom, k == best && share >= tiedFrom && 1/total <= tiedNone:
			r.Types = append(r.Types, j.verdict(h, share))
		case j.trial:
		case j.covers(h.index) && h.values >= rivalFrom, share >= rivalShare && h.values > 0:
			r.Alternatives = append(r.Alternatives, j.verdict(h, share))
		}
	}
}

// acceptInside adds the types that some cells are of or have in their text, and
// returns those for which too little speaks.
func (j *columnJudge) acceptInside(whole []hypothesis, r *ColumnResult) (lost []Rival) {
	for k := range whole {
		h := j.contains(whole[k].index, r.Types)
		switch {
		case h == nil || holds(r.Types, h.typ.Rule.ID):
		case odds(h.score) >= acceptedFrom:
			r.Types = append(r.Types, j.verdict(h, odds(h.score)))
		case !j.trial:
			lost = append(lost, j.rival(h, odds(h.score)))
		}
	}
	return lost
}

// shared returns the rule by which values of a type are personal: where most are
// an office's, that of a contact; where they are the accounts of services, none.
func (j *columnJudge) shared(r *rules.Rule) *rules.Rule {
	i := j.catalog.Index(r.ID)
	t, main := &j.tallies[i], j.tallies[i].mainForm()
	if main < 0 || !j.catalog.Type(i).Form(main).Shared {
		return r
	}
	other := *r
	if !r.IsContact() && (2*t.forms[main].matched <= t.matched || j.context.namesPeople()) { // those in a table of users are its users
		return r
	}
	if r.IsContact() {
		other.Subject = "contact"
	} else {
		other.Personal = false
	}
	return &other
}

// total returns the odds of "none of them", of type i, and of all that rule it out.
func (j *columnJudge) total(whole []hypothesis, i int) float64 {
	total := 1.0
	for k := range whole {
		if whole[k].speaks() && !j.catalog.Together(i, whole[k].index) {
			total += math.Exp(whole[k].score)
		}
	}
	return total
}

func holds(list []TypeVerdict, id string) bool {
	return slices.ContainsFunc(list, func(v TypeVerdict) bool { return v.Type == id })
}

// verdict writes a hypothesis down with its counts.
func (j *columnJudge) verdict(h *hypothesis, confidence float64) TypeVerdict {
	c, t := &j.profile.types[h.index], h.tally
	v := TypeVerdict{
		Type: h.typ.Rule.ID, Mode: h.mode, Confidence: round(Calibrated(confidence), 4),
		Matched: c.matched, Valid: c.valid, Against: against(h, confidence), Evidence: j.pieces(h),
	}
	if h.mode == Contains {
		v.Matched, v.Valid = c.matched+c.textSeen, c.valid+c.textValid
	}
	v.ShareLow, v.ShareHigh = wilson(min(v.Valid, j.profile.filled), j.profile.filled)
	if t.valid >= smallCell || h.mode == Contains && c.textValid >= smallCell {
		v.Shape = c.shape
	}
	return v
}

// contradicted returns the type with a check that the column's name says and
// its values deny, or "".
func (j *columnJudge) contradicted(whole []hypothesis, accepted []TypeVerdict) string {
	for k := range whole {
		h := &whole[k]
		t, rule := h.tally, h.typ.Rule
		if h.named < nameIs || h.values > fakeValues || j.sketched() < weakValues || rule.Check == "" {
			continue
		}
		id := rule.ID
		if len(accepted) == 0 || len(accepted) == 1 && accepted[0].Type == id && t.valid*2 < t.matched {
			return id
		}
	}
	return ""
}
