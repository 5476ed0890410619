package scanner

import (
	"math"
	"slices"
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
	manyListed     = 10   // … or, where so many are in it, …
	unlistedMany   = 0.4  // … this share of them
	unlistedNamed  = -2.0 // … down to this, under the type's own name
	unlistedAll    = -4.0 // … or this, where the list has none of them: the breeds of dogs
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
	formShare      = 5    // one in so many of the values that pass has a form: what it proves counts, whatever form most have …
	formsShare     = 0.98 // … where so many of all that have one pass
	spreadValues   = 15   // distinct values, all of which pass, from which a form's share among spread ones counts …
	spreadLetters  = 8    // … where they begin with so many letters
)

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
