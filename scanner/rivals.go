package scanner

import (
	"cmp"
	"math"
	"slices"
)

// A verdict is a sum: the weights of a type's evidence are its score, in log
// odds, and what speaks for everything else ("none of them", and the rivals) is
// Against, in log odds too. Their difference is that of the type's probability,
// which [Calibrated] turns into the confidence.

// mostRivals bounds what a result keeps of the types that lost, for each column.
const mostRivals = 3

// Score is the sum of the weights: the log odds of the type before rivals and calibration.
func Score(evidence []Evidence) float64 {
	sum := 0.0
	for _, e := range evidence {
		sum += e.Weight
	}
	return round(sum, 2)
}

// Probability is that of a type with this score against all others.
func Probability(score, against float64) float64 { return odds(score - against) }

// against returns the log odds of all that is not the hypothesis, of which the
// probability is p.
func against(h *hypothesis, p float64) float64 {
	p = min(max(p, 1e-12), 1-1e-12)
	return round(h.score-math.Log(p/(1-p)), 2)
}

// rivals returns the types of which the cells could be values, or that the name
// says, and that the verdict does not name.
func (j *columnJudge) rivals(whole []hypothesis, r *ColumnResult) (lost []Rival) {
	for k := range whole {
		h := &whole[k]
		id := h.typ.Rule.ID
		weighed := h.speaks() || j.covers(h.index) && !h.tally.open && !j.budget.Over(h.index)
		if weighed && !holds(r.Types, id) && !holds(r.Alternatives, id) {
			lost = append(lost, j.rival(h, math.Exp(h.score)/j.total(whole, h.index)))
		}
	}
	return lost
}

// rival writes down a hypothesis that lost.
func (j *columnJudge) rival(h *hypothesis, p float64) Rival {
	return Rival{Type: h.typ.Rule.ID, Mode: h.mode, Against: against(h, p), Evidence: j.pieces(h)}
}

// strongest returns the rivals with the highest scores, at most mostRivals, each type
// once; the one that the name says first, if there is one.
func strongest(all []Rival, named string) []Rival {
	slices.SortStableFunc(all, func(a, b Rival) int {
		if (a.Type == named) != (b.Type == named) {
			if a.Type == named {
				return -1
			}
			return 1
		}
		return cmp.Or(-cmp.Compare(Score(a.Evidence), Score(b.Evidence)), cmp.Compare(a.Type, b.Type))
	})
	var kept []Rival
	for _, r := range all {
		if len(kept) < mostRivals && !slices.ContainsFunc(kept, func(k Rival) bool { return k.Type == r.Type }) {
			kept = append(kept, r)
		}
	}
	return kept
}
