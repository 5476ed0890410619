package scanner

import (
	"math"
	"math/bits"
	"slices"

	"github.com/datamapbr/datamap/detectors"
	"github.com/datamapbr/datamap/rules"
)

// A tally is what the distinct values of a column say of one type.
type tally struct {
	forms          []formTally
	matched, valid int // over the forms that count
	spoken         int // texts whose words speak of it …
	named          int // … and short values with one of them, or of those in its names
	limit          float64
	weight         float64 // log odds of the values, before coverage
	open           bool    // under this name any value is possible …
	attribute      bool    // … for it says what else is written on a document
	unproved       bool    // under this name only values of a strong form make the column one of the type, and it has none
}

type formTally struct {
	matched, valid int
	letters        uint32 // with which the valid values begin, a bit each
	out            bool   // no form for a column of this name
}

// A tallyRoom is where the tallies of a column are, and what its name says: one
// column after the other is judged in it.
type tallyRoom struct {
	tallies []tally
	forms   []formTally
	blank   []formTally // those of values that have none, under a name that says nothing
	heard   []heard
	weighed []hypothesis
}

func newTallyRoom(catalog *detectors.Catalog) *tallyRoom {
	r, n := &tallyRoom{tallies: make([]tally, catalog.Len())}, 0
	for i := range r.tallies {
		n += len(catalog.Type(i).Rule.Forms)
	}
	r.forms, r.blank = make([]formTally, n), make([]formTally, 0, n)
	forms := r.forms
	for i := range r.tallies {
		typ := catalog.Type(i)
		n := len(typ.Rule.Forms)
		r.tallies[i].forms, forms = forms[:n:n], forms[n:]
		for k := range n {
			r.blank = append(r.blank, formTally{out: typ.Form(k).Weak})
		}
	}
	return r
}

// count counts the sketch of a column for every type, and tells of which types
// some value has a form or a word.
func (r *tallyRoom) count(entries []sketchEntry) (tallies []tally, hit detectors.Set) {
	copy(r.forms, r.blank)
	for i := range r.tallies {
		forms := r.tallies[i].forms
		r.tallies[i] = tally{forms: forms, open: len(forms) == 0}
	}
	for k := range entries {
		for i := entries[k].of.Next(0); i >= 0 && i < len(r.tallies); i = entries[k].of.Next(i + 1) {
			hit.Add(i)
			if entries[k].prose {
				r.tallies[i].spoken++
			} else {
				r.tallies[i].named++
			}
		}
		for _, h := range entries[k].matches() {
			hit.Add(int(h.Type))
			f := &r.tallies[h.Type].forms[h.Form]
			f.matched++
			if h.Valid {
				f.valid++
				f.letters |= entries[k].shape.Letter()
			}
		}
	}
	return r.tallies, hit
}

// assess settles, from what the column's name says, which forms the values may have of
// type i, and weighs them.
func (j *columnJudge) assess(i int) {
	typ, t, name, entries := j.catalog.Type(i), &j.tallies[i], j.heard[i], j.profile.sketch.entries
	weak, own := t.admit(typ, name, j.name)
	t.unproved = t.unproved && len(entries) == 0
	if len(weak) > 0 {
		t.addWeak(typ, i, weak, own, entries)
	}
	t.weigh(typ, name.match > detectors.NameSilent)
}

// admit settles which forms count under a name, and returns the weak ones that do, and
// whether the name has a form of its own. What is written on a document beside its number may
// be anything.
func (t *tally) admit(typ *detectors.Type, name heard, words []string) (weak []int, own bool) {
	named, all, strong := name.match > detectors.NameFused, false, true // whether some form is for every name, and no weak one is this name's own
	for i := range t.forms {
		f := typ.Form(i)
		its := named && slices.Contains(f.Names, name.word)
		own, all, strong = own || its, all || len(f.Names) == 0, strong && !(its && f.Weak)
	}
	t.unproved = own && strong
	t.attribute = named && typ.Attribute(words, name.word)
	t.open = named && !own && !all || t.attribute || len(t.forms) == 0
	for i := range t.forms {
		switch f := typ.Form(i); {
		case !f.Weak && own:
			t.forms[i].matched = t.forms[i].valid
		case f.Weak && named && (len(f.Names) == 0 || slices.Contains(f.Names, name.word)):
			t.forms[i].out = false
			weak = append(weak, i)
		case f.Weak:
			t.forms[i].out = true
		}
	}
	return weak, own
}

// addWeak counts the values that have a weak form and are valid in no other. A form of the
// name's own has let go of those that fail.
func (t *tally) addWeak(typ *detectors.Type, index int, weak []int, own bool, entries []sketchEntry) {
	for k := range entries {
		e := &entries[k]
		at := slices.IndexFunc(e.matches(), func(h detectors.Hit) bool { return int(h.Type) == index && !t.forms[h.Form].out })
		if at >= 0 && e.hits[at].Valid {
			continue
		}
		to := slices.IndexFunc(weak, func(i int) bool { return typ.Admits(i, &e.shape) })
		if to < 0 {
			continue
		}
		if at >= 0 && !own {
			t.forms[e.hits[at].Form].matched--
		}
		t.forms[weak[to]].matched++
		t.forms[weak[to]].valid++
	}
}

// weigh turns counts into log odds: each distinct value that passes speaks by
// the ratio of the share expected in a real column to the form's chance, each
// that fails against. What values alone can prove is limited by how often
// other columns have the form throughout; of a list, the rarest words prove the most. Forms
// with restored zeros count where values of full length pass, or the name vouches for them.
func (t *tally) weigh(typ *detectors.Type, named bool) {
	restore := named || t.fullLength(typ)
	counts := func(i int) bool {
		return !t.forms[i].out && t.forms[i].matched > 0 && (typ.Form(i).Fill == 0 || restore)
	}
	for i, f := range t.forms {
		if counts(i) {
			t.matched += f.matched
			t.valid += f.valid
		}
	}
	if t.matched == 0 {
		return
	}
	share, main, listed, proved := float64(t.valid)/float64(t.matched), -1, 0.0, 0.0
	for i, f := range t.forms {
		if !counts(i) {
			continue
		}
		form := typ.Form(i)
		weight, limit := f.weigh(form, share)
		t.weight += weight
		if main < 0 || f.matched > t.forms[main].matched {
			main, t.limit = i, limit
		}
		if !form.Listed() && share >= formsShare && f.valid >= weakValues && formShare*f.valid >= t.valid {
			proved = max(proved, limit)
		}
		if form.Listed() && f.valid == 1 {
			limit -= singleWord
		}
		if form.Listed() {
			listed = max(listed, limit)
		}
	}
	if form := typ.Form(main); t.valid < weakValues && (form.Weak || form.Chance >= weakCheck) {
		t.limit = min(t.limit, weakLimit)
	}
	t.limit = max(t.limit, listed, proved)
	if typ.Rule.IsName() && share >= strangersShare && share < wholeShare && t.valid >= weakValues {
		t.weight = max(t.weight, strangers)
	}
	t.weight = max(min(t.weight, t.limit), lowestValues)
}

// fullLength reports whether at least half of the values without restored zeros pass.
func (t *tally) fullLength(typ *detectors.Type) bool {
	full, valid := 0, 0
	for i, f := range t.forms {
		if typ.Form(i).Fill == 0 && !f.out {
			full += f.matched
			valid += f.valid
		}
	}
	return full > 0 && 2*valid >= full
}

// weigh returns the log odds of the values of a form, of which such a share passes, and the
// most that they can prove; 0 for a weak form.
func (f *formTally) weigh(form *rules.Form, share float64) (weight, limit float64) {
	if form.Weak {
		return 0, 0
	}
	q := min(max(share, 0.7), 0.98) // in a real column: its own, but no worse than a dirty one's
	weight = float64(f.valid)*math.Log(q/form.Chance) + float64(f.matched-f.valid)*math.Log((1-q)/(1-min(form.Chance, 0.99)))
	lookalike := form.Lookalike
	if form.Spread > 0 && f.valid >= spreadValues && f.valid == f.matched && bits.OnesCount32(f.letters) >= spreadLetters {
		lookalike = form.Spread
	} else if form.Many > 0 && f.valid >= manyValues && float64(f.valid) >= manyShare*float64(f.matched) {
		lookalike = form.Many
	}
	return weight, math.Log(1 / lookalike)
}

// mainForm returns the form that most values have, or -1.
func (t *tally) mainForm() int {
	best, most := -1, 0
	for i, f := range t.forms {
		if f.matched > most {
			best, most = i, f.matched
		}
	}
	return best
}

// aboveChance reports whether a share of the rows is more than chance puts into
// the lists of the type: songs end in "me" too.
func (t *tally) aboveChance(typ *detectors.Type, share float64) bool {
	for i, f := range t.forms {
		if form := typ.Form(i); f.valid > 0 && (!form.Listed() || share >= listedMore*form.Chance) {
			return true
		}
	}
	return false
}
