package scanner

import (
	"math"
	"math/bits"
	"slices"
	"strings"

	"github.com/datamapbr/datamap/detectors"
)

// The weights of evidence, as natural logs of odds ratios. A verdict adds them
// up; see [columnJudge.whole].
const (
	priorWhole     = -4.5 // about one column in a hundred is of a given type
	priorContains  = -3.0 // prose and mixed columns hold one more often
	nameIs         = 6.0
	nameMentions   = 5.0
	nameTruncated  = 4.0
	nameSuggests   = 3.8 // in a table of people
	nameHints      = 2.0
	nameFused      = 4.3 // only with values of a form that is not weak
	nameDenies     = -6.0
	wrongDataType  = -8.0
	ofKey          = -8.0 // what somebody has, by a name alone, where the values are keys
	unmatchedStep  = -0.5 // for each distinct value that is not of the shape
	unmatchedAll   = -1.0 // … and when none is …
	unmatchedMark  = -2.0 // … and the only one is a mark or a number: N, 1
	unlistedStep   = -1.0 // for each distinct value that a list of values lacks …
	unlistedFree   = 10   // … but for one in so many
	unlistedNamed  = -2.0 // … down to this, under the type's own name
	lowestValues   = -9.0
	digestProved   = 12.0 // values are the digests of those in another column
	sureValues     = 5.0  // from here on values prove their type whatever the name says
	weakCheck      = 0.05 // from this chance on, a check …
	weakValues     = 5    // … needs this many distinct values …
	weakLimit      = 3.5  // … to be worth more than this
	kindsNamed     = 4.5  // most values are kinds of a type by their words
	looksRight     = 0.7  // values of a weak form under the type's own name
	fakeValues     = -1.0 // values of an unmistakable form that all fail its check, under the type's own name
	fakeOfSomebody = 5.5  // … and of those under a word for somebody
	lenientValues  = -0.5 // values that fail a check which is not the only one there is, under the type's own name
	unmistakable   = 0.0001
	listedMore     = 3    // times as many rows in a list as chance would put there
	weakLookalike  = 0.01 // a form of which a column's name can say that made-up values are meant
	strangers      = 2.5  // names of which the lists know few, but …
	strangersShare = 0.1  // … so many: the others are those of strangers
	surelyNames    = 0.85 // share of names in full that a column of people has without a name that says so, and …
	titlesStep     = 9.0  // … what it costs to have less: titles and brands are like names, too
	singleWord     = 2.0  // less for a list of which a column has one word only
	manyValues     = 50   // distinct values of a form from which its share among columns of many values counts …
	manyShare      = 0.9  // … where so many of those that have it pass
	spreadValues   = 15   // distinct values, all of which pass, from which a form's share among spread ones counts …
	spreadLetters  = 8    // … where they begin with so many letters
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
		for i := entries[k].of.Next(0); i >= 0; i = entries[k].of.Next(i + 1) {
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

// admit settles, from what the column's name says, which forms its values may
// have, and counts the values that have a weak one of these and are valid in no other.
//
// What is written on a document beside its number may be anything.
func (t *tally) admit(typ *detectors.Type, index int, name heard, words []string, entries []sketchEntry) {
	named := name.match > detectors.NameFused
	own, all := false, false // whether the name has a form of its own, and whether some form is for every name
	t.unproved = named && len(entries) == 0
	for i := range t.forms {
		f := typ.Form(i)
		its := named && slices.Contains(f.Names, name.word)
		own, all = own || its, all || len(f.Names) == 0
		t.unproved = t.unproved && !(its && f.Weak)
	}
	t.unproved = t.unproved && own
	t.attribute = named && typ.Attribute(words, name.word)
	t.open = named && !own && !all || t.attribute || len(t.forms) == 0
	var weak []int
	for i := range t.forms {
		f := typ.Form(i)
		switch {
		case f.Weak:
			t.forms[i].out = !named || len(f.Names) > 0 && !slices.Contains(f.Names, name.word)
		case own:
			t.forms[i].matched = t.forms[i].valid
		}
		if f.Weak && !t.forms[i].out {
			weak = append(weak, i)
		}
	}
	if len(weak) == 0 {
		return
	}
	for k := range entries {
		e := &entries[k]
		at := slices.IndexFunc(e.matches(), func(h detectors.Hit) bool { return int(h.Type) == index && !t.forms[h.Form].out })
		if at >= 0 && e.hits[at].Valid {
			continue
		}
		for _, i := range weak {
			if typ.Admits(i, &e.shape) {
				if at >= 0 && !own { // an own form has let go of those that fail
					t.forms[e.hits[at].Form].matched--
				}
				t.forms[i].matched++
				t.forms[i].valid++
				break
			}
		}
	}
}

// weigh turns counts into log odds: each distinct value that passes speaks by
// the ratio of the share expected in a real column to the form's chance, each
// that fails against. What values alone can prove is limited by how often
// other columns have the form throughout. Forms with restored zeros count
// where values of full length pass, or the name vouches for them.
func (t *tally) weigh(typ *detectors.Type, named bool) {
	full, fullValid := 0, 0
	for i, f := range t.forms {
		if typ.Form(i).Fill == 0 && !f.out {
			full += f.matched
			fullValid += f.valid
		}
	}
	restore := named || full > 0 && 2*fullValid >= full
	counts := func(i int) bool { return !t.forms[i].out && (typ.Form(i).Fill == 0 || restore) }
	for i, f := range t.forms {
		if counts(i) {
			t.matched += f.matched
			t.valid += f.valid
		}
	}
	if t.matched == 0 {
		return
	}
	// The share that passes in a real column: its own, but no worse than a dirty one's.
	q := min(max(float64(t.valid)/float64(t.matched), 0.7), 0.98)
	weakest, most := 1.0, -1
	listed := 0.0 // of a list, the rarest words prove the most
	for i, f := range t.forms {
		form := typ.Form(i)
		if f.matched == 0 || !counts(i) {
			continue
		}
		limit, chance := 0.0, 1.0
		if !form.Weak {
			limit, chance = math.Log(1/form.Lookalike), form.Chance
			if form.Spread > 0 && f.valid >= spreadValues && f.valid == f.matched && bits.OnesCount32(f.letters) >= spreadLetters {
				limit = math.Log(1 / form.Spread)
			} else if form.Many > 0 && f.valid >= manyValues && float64(f.valid) >= manyShare*float64(f.matched) {
				limit = math.Log(1 / form.Many)
			}
			t.weight += float64(f.valid)*math.Log(q/chance) + float64(f.matched-f.valid)*math.Log((1-q)/(1-min(chance, 0.99)))
		}
		switch {
		case form.Listed() && f.valid == 1:
			listed = max(listed, limit-singleWord)
		case form.Listed():
			listed = max(listed, limit)
		}
		if f.matched > most {
			most, weakest, t.limit = f.matched, chance, limit
		}
	}
	if weakest >= weakCheck && t.valid < weakValues {
		t.limit = min(t.limit, weakLimit)
	}
	t.limit = max(t.limit, listed)
	if share := float64(t.valid) / float64(t.matched); typ.Rule.IsName() && share >= strangersShare && share < wholeShare && t.valid >= weakValues {
		t.weight = max(t.weight, strangers)
	}
	t.weight = max(min(t.weight, t.limit), lowestValues)
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

// birthYears weighs the years of a column of dates: people are born over
// decades and long ago; what a business dates is recent and close together.
func birthYears(entries []sketchEntry) float64 {
	var years []int
	for i := range entries {
		if date := entries[i].date; date != 0 {
			years = append(years, int(date/10000))
		}
	}
	if len(years) < 5 {
		return 0
	}
	slices.Sort(years)
	at := func(share float64) int { return years[int(share*float64(len(years)-1))] }
	spread := at(0.9) - at(0.1)
	switch {
	case spread >= 25 && at(0.1) <= 1975 && at(0.5) <= 2005:
		return 4
	case spread >= 15 && at(0.5) <= 2010:
		return 1.5
	case spread < 8 && at(0.1) >= 2005:
		return -2
	}
	return 0
}

// A dataKind is what a column's declared type can hold.
type dataKind int

const (
	anyKind dataKind = iota
	numberKind
	dateKind
	flagKind
)

// kindOf reads the source's word for a data type.
func kindOf(dataType string) dataKind {
	word := strings.ToLower(dataType)
	switch base, _, _ := strings.Cut(word, "("); strings.TrimSpace(base) {
	case "bool", "boolean", "bit":
		return flagKind
	case "date", "datetime", "timestamp", "timestamp without time zone", "timestamp with time zone", "time", "year":
		return dateKind
	case "int", "integer", "bigint", "smallint", "mediumint", "tinyint", "numeric", "decimal", "number", "real", "double",
		"double precision", "float", "serial", "bigserial", "money", "int unsigned", "bigint unsigned":
		return numberKind
	}
	return anyKind
}

// fits reports whether a column declared as k can hold values of the type, or
// any that its name allows.
func (k dataKind) fits(typ *detectors.Type, t *tally) bool {
	switch k {
	case numberKind:
		return t.open || typ.AllDigits()
	case dateKind:
		return t.attribute || typ.IsMoment() || t.holdsDates(typ)
	case flagKind:
		return t.open || typ.Rule.Flags
	}
	return true
}

// holdsDates reports whether a column of this name may hold dates.
func (t *tally) holdsDates(typ *detectors.Type) bool {
	for i := range t.forms {
		if !t.forms[i].out && typ.HoldsDates(i) {
			return true
		}
	}
	return false
}

// odds turns log odds into a probability.
func odds(score float64) float64 { return 1 / (1 + math.Exp(-score)) }

// The line that takes the log odds of a verdict to those of its being right, as
// measured on the labelled corpus: pieces of evidence are weighed with caution.
const (
	calibrationSlope = 1.2
	calibrationShift = 0.7
)

// Calibrated turns the probability of a verdict into the share of such verdicts
// that are right: its confidence. It keeps their order.
func Calibrated(p float64) float64 {
	p = min(max(p, 1e-6), 1-1e-6)
	return odds(calibrationSlope*math.Log(p/(1-p)) + calibrationShift)
}

// wilson is the 95 % interval of a share (Wilson 1927), rounded outwards to four
// decimals: one hit in a million rows is not none.
func wilson(hits, n int64) (low, high float64) {
	if n == 0 {
		return 0, 1
	}
	const z = 1.959964
	total, p := float64(n), float64(hits)/float64(n)
	centre := p + z*z/(2*total)
	half := z * math.Sqrt(p*(1-p)/total+z*z/(4*total*total))
	scale := 1 + z*z/total
	const parts = 1e4
	return max(0, math.Floor((centre-half)/scale*parts)/parts), min(1, math.Ceil((centre+half)/scale*parts)/parts)
}

func round(x float64, decimals int) float64 {
	p := math.Pow10(decimals)
	return math.Round(x*p)/p + 0 // a zero with a sign loses it
}
