package scanner

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/datamapbr/datamap/detectors"
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

// judge gives the verdict on every column of a table: first on each by itself,
// then again with what all of them say of the table.
func (p *profile) judge(t *Table, subjects *rules.Subjects) ([]ColumnResult, *tableContext) {
	results := make([]ColumnResult, len(t.Columns))
	judges := make([]columnJudge, len(t.Columns))
	table := detectors.Tokens(t.Name)
	for i := range t.Columns {
		judges[i] = newColumnJudge(p, &p.columns[i], &t.Columns[i], table, nil)
		judges[i].position = i
		judges[i].halves = p.halvesOf(i, true)
		if p.silences != nil {
			judges[i].silences = p.silences[i]
		}
		results[i] = judges[i].judge(p)
	}
	defer func() {
		for i := range judges {
			p.hearing.put(judges[i].room)
		}
	}()
	alone := slices.Clone(results)
	around := contextOf(t, subjects, p.catalog, alone, p.rows)
	around.introduce(judges, alone)
	for i := range judges {
		judges[i].settle(around)
		results[i] = judges[i].judge(p)
	}
	for i := range judges {
		if of := p.digestOf(i, results); of != nil {
			judges[i].digest, judges[i].digestType = of, p.digestType(&results[i], of)
			results[i] = judges[i].judge(p)
			results[i].DigestOf = of
		}
	}
	room := p.hearing.room(p.catalog)
	defer p.hearing.put(room)
	for i := range judges {
		if p.turns && len(judges) <= MostTurned {
			w := whatIf{profile: p, subjects: subjects, judge: &judges[i], verdict: &results[i], alone: alone[i], room: room}
			results[i].Turns = w.turns()
		}
		results[i].Dates = judges[i].span(&results[i])
	}
	return results, around
}

// A columnJudge weighs the evidence on one column.
type columnJudge struct {
	catalog     *detectors.Catalog
	hearing     *hearing
	column      *Column
	profile     *columnProfile
	position    int // in the table
	name, table []string
	kind        dataKind
	room        *tallyRoom // where tallies and heard are
	tallies     []tally
	said, heard []heard       // what the name says of each type, by itself and after borrow
	commented   bool          // or the comment says it
	context     *tableContext // nil while it is not known
	silences    []silence
	budget      *detectors.Budget // of the table's rules
	halves      []Evidence        // that it and another column are the halves of a CPF
	digest      *DigestOf         // what its values are the digests of; nil for nothing
	digestType  int               // that the column then is of
}

func newColumnJudge(p *profile, c *columnProfile, column *Column, table []string, around *tableContext) columnJudge {
	j := columnJudge{catalog: p.catalog, hearing: p.hearing, table: table, name: p.catalog.Words(column.Name), context: around, budget: &p.budget, room: p.hearing.room(p.catalog)}
	j.hear(column)
	j.take(column, c)
	return j
}

// hear listens to the name of a column and to its comment.
func (j *columnJudge) hear(column *Column) {
	j.column, j.commented = column, false
	j.said = j.hearing.hear(j.catalog, j.name, j.context)
	j.listen(j.catalog)
}

// settle puts the column among the others of its table.
func (j *columnJudge) settle(around *tableContext) {
	again := j.context.namesPeople() != around.namesPeople()
	if j.context = around; again {
		j.hear(j.column)
	}
	for k := range j.said {
		if around.siblings(j.position, j.catalog.Type(k)) > 0 && j.said[k].match == detectors.NameSilent && !spoken(j.said) {
			j.said = slices.Clone(j.said)
			j.said[k], again = heard{match: detectors.NameHints, word: around.columns[j.position].family}, true
		} else if around.keepsCompany(j.position, j.catalog.Type(k).Rule) {
			j.said = slices.Clone(j.said)
			j.said[k], again = heard{match: detectors.NameHints, word: strings.Join(j.name, "_")}, true
		}
	}
	if again {
		j.take(j.column, j.profile)
	}
}

// take begins the judgement of a column of this name with its declared type and its values.
func (j *columnJudge) take(column *Column, c *columnProfile) {
	c.sketch.finish()
	j.column, j.profile, j.kind = column, c, kindOf(column.DataType)
	j.room.heard = append(j.room.heard[:0], j.said...)
	j.heard, j.tallies = j.room.heard, j.room.count(c.sketch.entries)
	for k := range j.tallies {
		typ, t := j.catalog.Type(k), &j.tallies[k]
		t.admit(typ, k, j.heard[k], j.name, c.sketch.entries)
		t.weigh(typ, j.heard[k].match > detectors.NameSilent)
	}
	j.borrow()
}

// A hypothesis is that the column is, or contains, a type.
type hypothesis struct {
	typ      int
	mode     Mode
	score    float64 // log odds
	values   float64 // of which from values
	named    float64 // of which from the name
	written  bool    // the pieces are kept …
	evidence []Evidence
}

// usualEvidence is how many pieces there are for most hypotheses.
const usualEvidence = 4

func (h *hypothesis) add(e Evidence) {
	h.score += e.Weight
	if !h.written {
		return
	}
	e.Weight = round(e.Weight, 2)
	if h.evidence == nil {
		h.evidence = make([]Evidence, 0, usualEvidence)
	}
	h.evidence = append(h.evidence, e)
}

func (j *columnJudge) judge(p *profile) ColumnResult {
	c := j.profile
	r := ColumnResult{
		Name: j.column.Name, Position: j.column.Position, DataType: j.column.DataType,
		Comment: j.catalog.VeilText(j.column.Comment), NotNull: j.column.NotNull, NullShare: j.column.NullShare,
		Read: p.rows, Filled: c.filled, Placeholders: c.placeholders, Destroyed: c.destroyed, Distinct: c.sketch.distinct(),
		Contents: c.contents.sorted(),
		FreeText: c.filled > 0 && float64(c.prose) >= proseShare*float64(c.filled),
		Types:    []TypeVerdict{}, Alternatives: []TypeVerdict{},
	}
	room := j.hearing.hypotheses(j.catalog.Len())
	defer j.hearing.leave(room)
	whole := *room
	best := 0
	for i := range whole {
		whole[i] = j.whole(i, false)
		if whole[i].score > whole[best].score {
			best = i
		}
	}
	for i := range whole {
		h := &whole[i]
		if !h.speaks() {
			continue
		}
		total := j.total(whole, i)
		share := math.Exp(h.score) / total
		switch {
		case share >= acceptedFrom, i == best && share >= tiedFrom && 1/total <= tiedNone:
			r.Types = append(r.Types, j.verdict(h, share))
		case j.coverage(i) >= wholeShare && h.values >= rivalFrom, share >= rivalShare && h.values > 0:
			r.Alternatives = append(r.Alternatives, j.verdict(h, share))
		}
	}
	var lost []Rival
	for i := range whole {
		h := j.contains(i, r.Types)
		switch {
		case h == nil || holds(r.Types, j.catalog.Type(i).Rule.ID):
		case odds(h.score) >= acceptedFrom:
			r.Types = append(r.Types, j.verdict(h, odds(h.score)))
		default:
			lost = append(lost, j.rival(h, odds(h.score)))
		}
	}
	r.Rivals = strongest(append(lost, j.rivals(whole, &r)...))
	if len(j.profile.parts) > 0 {
		j.judgeParts(p, &r)
	}
	r.Contradicted = j.contradicted(whole, r.Types)
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

// shared returns the rule by which values of a type are personal: where most are
// an office's, that of a contact.
func (j *columnJudge) shared(r *rules.Rule) *rules.Rule {
	i := j.catalog.Index(r.ID)
	if main := j.tallies[i].mainForm(); main < 0 || !j.catalog.Type(i).Form(main).Shared {
		return r
	}
	contact := *r
	contact.Subject = "contact"
	return &contact
}

// total returns the odds of "none of them", of type i, and of all that rule it out.
func (j *columnJudge) total(whole []hypothesis, i int) float64 {
	total := 1.0
	for k := range whole {
		if whole[k].speaks() && !j.catalog.Together(i, k) {
			total += math.Exp(whole[k].score)
		}
	}
	return total
}

func holds(list []TypeVerdict, id string) bool {
	return slices.ContainsFunc(list, func(v TypeVerdict) bool { return v.Type == id })
}

// whole weighs the hypothesis that the cells of the column are values of a
// type. Log odds add up: the prior, the column's name, its declared type, and
// its distinct values. The pieces are kept where they are to be written down: most
// hypotheses are nothing to speak of.
func (j *columnJudge) whole(i int, written bool) hypothesis {
	typ, t := j.catalog.Type(i), &j.tallies[i]
	h := hypothesis{typ: i, mode: WholeValue, written: written}
	h.add(Evidence{Kind: "prior", Weight: priorWhole})
	if j.budget.Over(i) {
		return h
	}
	if !t.unproved {
		h.named = j.heard[i].weight()
	}
	if h.named != 0 {
		e := Evidence{Kind: "name", Weight: h.named, Detail: j.heard[i].word}
		if j.heard[i].comment {
			e = Evidence{Kind: "comment", Weight: e.Weight, Detail: e.Detail}
		}
		h.add(e)
	}
	if !j.kind.fits(typ, t) {
		h.add(Evidence{Kind: "data_type", Weight: wrongDataType, Detail: j.column.DataType})
	}
	n := len(j.profile.sketch.entries)
	if w, of := j.mixture(typ); w > 0 {
		h.values = w
		h.add(Evidence{Kind: "mixture", Weight: w, N: int64(n), Hits: int64(of)})
	} else if n > 0 && len(typ.Rule.Forms) > 0 && !j.halved(typ) {
		j.addValues(typ, t, n, &h)
	}
	j.addRows(typ, &h)
	j.addContents(typ, &h)
	if h.speaks() {
		j.surroundings(typ, &h)
	}
	return h
}

// speaks reports whether the column itself says anything for the type; what
// stands around it only helps to decide.
func (h *hypothesis) speaks() bool { return h.named > 0 || h.values > 0 }

// addValues adds what the n distinct values say.
func (j *columnJudge) addValues(typ *detectors.Type, t *tally, n int, h *hypothesis) {
	e := Evidence{Kind: "values", Weight: t.weight, N: int64(n), Hits: int64(t.valid)}
	main := t.mainForm()
	if main >= 0 {
		e.Detail = typ.Form(main).Name
	}
	missing := float64(n - t.matched)
	switch {
	case t.open && j.coverage(h.typ) < wholeShare:
		if who := j.called(); who >= 0 && who != h.typ {
			h.add(Evidence{Kind: "values", Weight: lowestValues, Detail: j.catalog.Type(who).Rule.ID, N: int64(n)})
		}
		return
	case t.matched == 0:
		e.Weight = max(lowestValues, unmatchedStep*missing+unmatchedAll)
	case j.coverage(h.typ) < wholeShare:
		e.Weight = max(lowestValues, unmatchedStep*missing)
	case len(typ.Form(main).Values) > 0 && h.named > 0:
		e.Weight += max(unlistedNamed, unlistedStep*missing)
	case len(typ.Form(main).Values) > 0:
		e.Weight = max(lowestValues, e.Weight+unlistedStep*max(0, missing-float64(n/unlistedFree)))
	case typ.Rule.Lenient && t.weight < lenientValues && h.named >= nameMentions,
		typ.Rule.Called != "" && t.weight < lenientValues && h.named >= nameTruncated && float64(t.valid) >= strangersShare*float64(n):
		e.Weight = lenientValues
	case t.weight < fakeValues && h.named == nameIs && j.invented(typ, t, n):
		e.Weight = fakeValues
	case t.weight < fakeValues && h.named >= nameMentions && typ.Form(main).Lookalike <= unmistakable:
		e.Weight = fakeValues
	}
	if typ.Rule.Called != "" && h.named <= nameHints && e.Weight > 0 && t.valid < manyValues {
		e.Weight = max(0, e.Weight-titlesStep*max(0, surelyNames-float64(t.valid)/float64(n-j.others(h.typ))))
	}
	h.values = e.Weight
	if e.Weight == 0 && t.limit == 0 && t.valid > 0 && h.named >= nameMentions {
		e.Weight = looksRight
	}
	h.add(e)
	if typ.IsDate() && t.matched > 0 {
		if w := birthYears(j.profile.sketch.entries); w > 0 || w < 0 && h.named < nameMentions { // small children are born of late
			h.add(Evidence{Kind: "years", Weight: w, N: int64(n)})
		}
	}
}

// called returns the type of names in full that nearly all distinct values are,
// or -1: a "gestante" or a "dizimista" who is named, not what the word says of her.
func (j *columnJudge) called() int {
	n := float64(len(j.profile.sketch.entries))
	for i := range j.tallies {
		if t := &j.tallies[i]; j.catalog.Type(i).Rule.Called != "" && t.weight >= rivalFrom && t.valid >= manyValues && float64(t.valid) >= mixedShare*n {
			return i
		}
	}
	return -1
}

// invented reports whether values of a document's form all over, under its name
// in a table of people, fail its check because they are made up, as those of
// tests and lessons: they stand for somebody's.
func (j *columnJudge) invented(typ *detectors.Type, t *tally, n int) bool {
	if typ.Rule.Check == "" || t.matched < weakValues || float64(t.matched) < mixedShare*float64(n) || j.context == nil || j.context.subject() != aboutPeople {
		return false
	}
	form := typ.Form(t.mainForm())
	return form.Lookalike < weakLookalike && float64(t.valid) <= listedMore*form.Chance*float64(t.matched) &&
		strings.Contains(j.heard[j.catalog.Index(typ.Rule.ID)].word, typ.Rule.ID)
}

// coverage is the share of the distinct values that have the type's shape.
func (j *columnJudge) coverage(i int) float64 {
	n := len(j.profile.sketch.entries)
	if n == 0 {
		return 0
	}
	return float64(j.tallies[i].matched) / float64(n)
}

// pieces returns the evidence of a hypothesis.
func (j *columnJudge) pieces(h *hypothesis) []Evidence {
	if h.written {
		return h.evidence
	}
	again := j.whole(h.typ, true)
	return again.evidence
}

// verdict writes a hypothesis down with its counts.
func (j *columnJudge) verdict(h *hypothesis, confidence float64) TypeVerdict {
	c, t := &j.profile.types[h.typ], &j.tallies[h.typ]
	v := TypeVerdict{
		Type: j.catalog.Type(h.typ).Rule.ID, Mode: h.mode, Confidence: round(calibrated(confidence), 4),
		Matched: c.matched, Valid: c.valid, Against: against(h, confidence), Evidence: j.pieces(h),
	}
	if h.mode == Contains {
		v.Matched, v.Valid = c.matched+c.textSeen, c.valid+c.textValid
	}
	low, high := wilson(min(v.Valid, j.profile.filled), j.profile.filled)
	v.ShareLow, v.ShareHigh = round(low, 4), round(high, 4)
	if t.valid >= smallCell || h.mode == Contains && c.textValid >= smallCell {
		v.Shape = c.shape
	}
	return v
}

// contradicted returns the type with a check that the column's name says and
// its values deny, or "".
func (j *columnJudge) contradicted(whole []hypothesis, accepted []TypeVerdict) string {
	for i := range whole {
		h, t := &whole[i], &j.tallies[i]
		if h.named < nameIs || h.values > fakeValues || len(j.profile.sketch.entries) < weakValues || j.catalog.Type(i).Rule.Check == "" {
			continue
		}
		id := j.catalog.Type(i).Rule.ID
		if len(accepted) == 0 || len(accepted) == 1 && accepted[0].Type == id && t.valid*2 < t.matched {
			return id
		}
	}
	return ""
}
