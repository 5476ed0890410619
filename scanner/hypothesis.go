package scanner

import (
	"slices"

	"github.com/datamapbr/datamap/detectors"
)

// A hypothesis is that the column is, or contains, a type.
type hypothesis struct {
	index    int // of the type
	typ      *detectors.Type
	tally    *tally // what the values say of it …
	heard    *heard // … and the name
	mode     Mode
	score    float64 // log odds
	values   float64 // of which from values
	named    float64 // of which from the name
	written  bool    // the pieces are kept …
	evidence []Evidence
}

// usualEvidence is how many pieces there are for most hypotheses.
const usualEvidence = 4

// suppose begins the hypothesis of type i. The pieces are kept where they are to be written
// down: most hypotheses are nothing to speak of.
func (j *columnJudge) suppose(i int, mode Mode, prior float64, written bool) hypothesis {
	h := hypothesis{index: i, typ: j.catalog.Type(i), tally: &j.tallies[i], heard: &j.heard[i], mode: mode, written: written}
	h.add(Evidence{Kind: "prior", Weight: prior})
	return h
}

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

// whole weighs the hypothesis that the cells of the column are values of a
// type. Log odds add up: the prior, the column's name, its declared type, and
// its distinct values.
func (j *columnJudge) whole(i int, written bool) hypothesis {
	h := j.suppose(i, WholeValue, priorWhole, written)
	if j.budget.Over(i) {
		return h
	}
	j.addName(&h)
	j.addKind(&h)
	if w, of := j.mixture(h.typ); w > 0 {
		h.values = w
		h.add(Evidence{Kind: "mixture", Weight: w, N: int64(j.sketched()), Hits: int64(of)})
	} else if j.sketched() > 0 && len(h.typ.Rule.Forms) > 0 && !j.halved(h.typ) && !j.addFamily(&h) {
		j.addValues(&h)
	}
	j.addRows(&h)
	j.addContents(&h)
	if h.speaks() {
		j.surroundings(&h)
	}
	return h
}

// quiet reports whether nothing in the column itself says anything of type i: then
// it has no part in the verdict.
func (j *columnJudge) quiet(i int) bool {
	return j.heard[i].match == detectors.NameSilent && !j.hit.Has(i) && j.profile.types[i].textValid == 0 &&
		len(j.catalog.Type(i).Rule.Mixture) == 0 && j.digest == nil && len(j.halves) == 0 && j.profile.contents == nil
}

// speaks reports whether the column itself says anything for the type; what
// stands around it only helps to decide.
func (h *hypothesis) speaks() bool { return h.named > 0 || h.values > 0 }

// addName adds what the name or the comment says.
func (j *columnJudge) addName(h *hypothesis) {
	if h.tally.unproved {
		return
	}
	e := Evidence{Kind: "name", Weight: h.heard.weight(), Detail: h.heard.word}
	if e.Weight == 0 || e.Weight < 0 && h.index == j.who && j.misnamed() {
		return
	}
	if h.heard.comment {
		e = Evidence{Kind: "comment", Weight: e.Weight, Detail: e.Detail}
	}
	if h.named = e.Weight; !h.heard.silent {
		h.add(e)
	}
}

// addKind adds that the declared type, or what kind all values are of, rules the type out.
func (j *columnJudge) addKind(h *hypothesis) {
	r := h.typ.Rule
	dated := !j.clocks && h.heard.match > detectors.NameHints && h.typ.Dated(j.name)
	undated := h.heard.match == detectors.NameHints || r.Check != "" && !h.typ.IsDate() || !dated && (r.Siblings && h.named > 0 || detectors.NamesDay(j.name))
	if !(dated && j.kind == dateKind) && !j.kind.fits(h.typ, h.tally) {
		h.add(Evidence{Kind: "data_type", Weight: wrongDataType, Detail: j.column.DataType})
	} else if j.kind == anyKind && (j.clocks || undated && j.moments()) && !dateKind.fits(h.typ, h.tally) {
		h.add(Evidence{Kind: "clocks", Weight: wrongDataType})
	}
	if h.named > 0 && !r.Flags && j.yesOrNo {
		h.add(Evidence{Kind: "answers", Weight: wrongDataType})
	}
	serial := r.Siblings && h.named > 0 && j.position == 0 && j.numbered() && !(h.named == nameHints && slices.Contains(r.Neighbours, h.heard.word))
	own := j.key && r.Subject == "person" && !(detectors.IsNumber(j.name) && h.typ.Writes(h.heard.word))
	if h.tally.limit == 0 && (own || (serial || slices.Contains(r.Keyed, h.heard.word)) && j.keys()) {
		h.add(Evidence{Kind: "key", Weight: ofKey})
	}
}

// pieces returns the evidence of a hypothesis.
func (j *columnJudge) pieces(h *hypothesis) []Evidence {
	if h.written {
		return h.evidence
	}
	again := j.whole(h.index, true)
	return again.evidence
}
