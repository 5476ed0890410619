package scanner

import (
	"math"
	"slices"
	"strings"

	"github.com/datamapbr/datamap/detectors"
)

// The weights of evidence, as natural logs of odds ratios. A verdict adds them
// up; see [columnJudge.whole].
const (
	priorWhole    = -4.5 // about one column in a hundred is of a given type
	priorContains = -3.0 // prose and mixed columns hold one more often
	nameIs        = 6.0
	nameMentions  = 5.0
	nameTruncated = 4.0
	nameDenies    = -6.0
	wrongDataType = -8.0
	unmatchedStep = -0.5 // for each distinct value that is not of the shape
	lowestValues  = -9.0
	weakCheck     = 0.05 // from this chance on, a check …
	weakValues    = 5    // … needs this many distinct values …
	weakLimit     = 3.5  // … to be worth more than this
	fakeValues    = -1.0 // values of an unmistakable form that all fail its check, under the type's own name
	unmistakable  = 0.0001
)

// A tally is what the distinct values of a column say of one type.
type tally struct {
	forms          []formTally
	matched, valid int // over the forms that count
	limit          float64
	weight         float64 // log odds of the values, before coverage
}

type formTally struct{ matched, valid int }

// tallies counts the sketch of a column for every type.
func tallies(catalog *detectors.Catalog, entries []sketchEntry) []tally {
	all := make([]tally, catalog.Len())
	for i := range all {
		all[i].forms = make([]formTally, len(catalog.Type(i).Rule.Forms))
	}
	for k := range entries {
		for _, h := range entries[k].matches() {
			f := &all[h.Type].forms[h.Form]
			f.matched++
			if h.Valid {
				f.valid++
			}
		}
	}
	return all
}

// weigh turns counts into log odds: each distinct value that passes speaks by
// the ratio of the share expected in a real column to the form's chance, each
// that fails against. What values alone can prove is limited by how often
// other columns have the form throughout. Forms with restored zeros count
// where values of full length pass, or the name vouches for them.
func (t *tally) weigh(typ *detectors.Type, named bool) {
	full, fullValid := 0, 0
	for i, f := range t.forms {
		if typ.Form(i).Fill == 0 {
			full += f.matched
			fullValid += f.valid
		}
	}
	restore := named || full > 0 && 2*fullValid >= full
	for i, f := range t.forms {
		if typ.Form(i).Fill == 0 || restore {
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
	for i, f := range t.forms {
		form := typ.Form(i)
		if f.matched == 0 || form.Fill != 0 && !restore {
			continue
		}
		t.weight += float64(f.valid)*math.Log(q/form.Chance) + float64(f.matched-f.valid)*math.Log((1-q)/(1-min(form.Chance, 0.99)))
		if f.matched > most {
			most, weakest, t.limit = f.matched, form.Chance, math.Log(1/form.Lookalike)
		}
	}
	if weakest >= weakCheck && t.valid < weakValues {
		t.limit = min(t.limit, weakLimit)
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

// birthYears weighs the years of a column of dates: people are born over
// decades and long ago; what a business dates is recent and close together.
func birthYears(entries []sketchEntry) float64 {
	var years []int
	for i := range entries {
		if y := entries[i].year; y != 0 {
			years = append(years, int(y))
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

// fits reports whether a column declared as k can hold values of the type.
func (k dataKind) fits(typ *detectors.Type) bool {
	switch k {
	case numberKind:
		return typ.AllDigits()
	case dateKind:
		return typ.IsDate()
	case flagKind:
		return len(typ.Rule.Forms) == 0
	}
	return true
}

// odds turns log odds into a probability.
func odds(score float64) float64 { return 1 / (1 + math.Exp(-score)) }

// wilson is the 95 % interval of a share (Wilson 1927).
func wilson(hits, n int64) (low, high float64) {
	if n == 0 {
		return 0, 1
	}
	const z = 1.959964
	total, p := float64(n), float64(hits)/float64(n)
	centre := p + z*z/(2*total)
	half := z * math.Sqrt(p*(1-p)/total+z*z/(4*total*total))
	scale := 1 + z*z/total
	return max(0, (centre-half)/scale), min(1, (centre+half)/scale)
}

func round(x float64, decimals int) float64 {
	p := math.Pow10(decimals)
	return math.Round(x*p) / p
}
