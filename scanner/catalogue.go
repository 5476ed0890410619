package scanner

import (
	"slices"

	"github.com/datamapbr/datamap/detectors"
)

const (
	leastEntries = 20   // in a catalogue
	ownShare     = 0.95 // of the rows have a description of their own: distinct values may be estimates
	labelShare   = 0.7  // of the descriptions are no longer than a name
)

// catalogues reports whether the rows are the entries of a catalogue, of diagnoses or of
// examinations: each has a key and a description of its own, and nothing leads to anybody or
// says when.
func (c *tableContext) catalogues(judges []columnJudge, alone []ColumnResult) bool {
	if c.documents+c.claims+c.kinds+c.people+c.contacts+c.devices+c.owned+c.whose > 0 || c.links > c.selves || c.rows < leastEntries {
		return false
	}
	keyed, described := false, false
	for i := range c.columns {
		s, j := &c.columns[i], &judges[i]
		own := float64(min(alone[i].Distinct, alone[i].Filled)) >= ownShare*float64(c.rows)
		switch {
		case j.moments(), j.clocks:
			return false
		case own && j.keys():
			keyed = true
		case own && j.labels():
			described = described || len(s.traits) > 0 || slices.ContainsFunc(s.name, func(w string) bool { return slices.Contains(grammar.Descriptions, w) || detectors.IsNameWord(w) })
		case slices.ContainsFunc(s.traits, func(id string) bool { return !j.catalog.Rule(id).Sensitive() }):
			return false
		}
	}
	return keyed && described
}

// labels reports whether most of the values are as short as what things are called, in words.
func (j *columnJudge) labels() bool {
	n := 0
	for k := range j.profile.sketch.entries {
		if j.profile.sketch.entries[k].shape.Worded() {
			n++
		}
	}
	return float64(n) >= labelShare*float64(j.sketched())
}
