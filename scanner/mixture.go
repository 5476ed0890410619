package scanner

import (
	"cmp"
	"math"
	"slices"

	"github.com/datamapbr/datamap/detectors"
)

// The weights of mixtures: columns of which only a part is of a type, or whose
// values are of several types that together are one.
const (
	rareByChance = 0.02 // only the checks that so few other values pass …
	aboveTwice   = 2.0  // … tell that there are more than chance gives, from this many times as many
	shareChosen  = 4.0  // what it costs to choose the share that fits best
	mixtureKind  = 2.0  // for each type of a mixture beyond the first
	mixtureShare = 0.03 // of the distinct values, from which a type is part of the mixture
	mixtureWhole = 0.9  // … which they are together
	leastMixed   = 2    // types in a mixture, one more where the name does not say that it is one
)

// aboveChance weighs that some values of a type stand among others of the same
// shape: the likelihood of the share that passes against that of the check's
// chance. Where most values are of another type that has a check of its own, its
// arithmetic and not chance makes them pass.
func (j *columnJudge) aboveChance(i, form int) float64 {
	rule, f, t := j.catalog.Type(i).Rule, j.catalog.Type(i).Form(form), j.tallies[i].forms[form]
	if f.Weak || cmp.Or(f.Check, rule.Check) == "" || rule.Lenient || f.Fill > 0 || f.Chance > rareByChance {
		return 0
	}
	n := j.sketched()
	for k := range j.tallies {
		if k != i && 2*j.tallies[k].valid >= n {
			return 0
		}
	}
	valid := float64(j.validAlone(i, form))
	failed := float64(t.matched) - valid
	share := valid / float64(t.matched)
	if share < aboveTwice*f.Chance {
		return 0
	}
	w := valid * math.Log(share/f.Chance)
	if failed > 0 {
		w += failed * math.Log((1-share)/(1-f.Chance))
	}
	return min(w-shareChosen, textLimit)
}

// validAlone counts the distinct values that are valid in a form of a type, and in
// no other type: those in both may be of the other, whose check is akin.
func (j *columnJudge) validAlone(typ, form int) int {
	alone, _, _ := j.overlap(
		func(h detectors.Hit) bool { return int(h.Type) == typ && int(h.Form) == form },
		func(h detectors.Hit) bool { return int(h.Type) != typ })
	return alone
}

// mixture weighs that the values, each of one of several types, are together of
// this one: a key of several kinds. It returns 0 where they are no mixture.
func (j *columnJudge) mixture(typ *detectors.Type) (weight float64, of int) {
	entries := j.profile.sketch.entries
	if len(typ.Rule.Mixture) == 0 || len(entries) < weakValues {
		return 0, 0
	}
	var typesOf []int // that some value has
	most := int64(0)
	for _, id := range typ.Rule.Mixture {
		if i := j.catalog.Index(id); j.hit.Has(i) {
			typesOf = append(typesOf, i)
			most += j.profile.types[i].valid
		}
	}
	whole := mixtureWhole * float64(len(entries))
	if len(typesOf) < leastMixed || float64(most) < whole || float64(j.tallies[typesOf[0]].valid) >= whole {
		return 0, 0
	}
	counts := make([]int, len(typesOf))
	var last *told
	at := -1
	for k := range entries {
		if e := &entries[k]; e.told != last { // most values are told the same
			last, at = e.told, firstOf(typesOf, e.told)
		}
		if at >= 0 {
			counts[at]++
			of++
		}
	}
	kinds, n := 0, float64(len(entries))
	for _, c := range counts {
		switch share := float64(c) / n; {
		case share >= mixtureWhole:
			return 0, 0
		case share >= mixtureShare && c > 1:
			kinds++
		}
	}
	least := leastMixed + 1
	if j.heard[j.catalog.Index(typ.Rule.ID)].match > detectors.NameHints {
		least = leastMixed
	}
	if float64(of) < mixtureWhole*n || kinds < least {
		return 0, 0
	}
	return mixtureKind * float64(kinds-1), of
}

// firstOf returns which of some types, the surest first, a value is of; -1 for none.
func firstOf(types []int, t *told) int {
	return slices.IndexFunc(types, func(typ int) bool {
		return slices.ContainsFunc(t.matches(), func(h detectors.Hit) bool { return h.Valid && int(h.Type) == typ })
	})
}
