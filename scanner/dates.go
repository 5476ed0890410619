package scanner

import (
	"fmt"
	"slices"
)

// A Span is the range of months of the records, as a column of dates tells.
type Span struct {
	Rows   int64  `json:"rows"`   // with a date that counts
	Oldest string `json:"oldest"` // month, "2009-03"
	Newest string `json:"newest"`
}

// A dateCounts finds the span of a column's dates. It keeps the smallCell most extreme
// dates of each end, so that the month reported is one that as many rows reach.
type dateCounts struct {
	rows        int64
	first, last edge // first has the complements, so that the oldest date is the largest
}

// An edge holds the largest dates yyyymmdd, in falling order, filled up with 0.
type edge [smallCell]uint32

// add adds a date, if it is among the largest.
func (e *edge) add(date uint32) {
	if date <= e[smallCell-1] {
		return
	}
	i := smallCell - 1
	for ; i > 0 && e[i-1] < date; i-- {
		e[i] = e[i-1]
	}
	e[i] = date
}

// add counts a row with the date yyyymmdd, or 0 for none. Days after today, and those that
// stand for no date, do not count.
func (c *dateCounts) add(date, today uint32) {
	if date == 0 || date > today || standsForNone(date) {
		return
	}
	c.rows++
	c.first.add(^date)
	c.last.add(date)
}

// standsForNone reports whether systems write a day where they know none: 1 January 1970,
// 1980 or 2000, or whatever other old 1 January somebody has chosen.
func standsForNone(date uint32) bool { return date%10000 == 101 && date <= 20000101 }

func (c *dateCounts) merge(d *dateCounts) {
	c.rows += d.rows
	for i := range smallCell {
		c.first.add(d.first[i])
		c.last.add(d.last[i])
	}
}

// In a column of dates nearly all values are dates, of which at least half count.
const (
	datedShare = 0.9
	pastShare  = 0.5
)

// span returns the range of months of the dates of a column; nil where it is no column of
// dates, where the dates are those of people's lives, or where there are too few to hide
// single records.
func (j *columnJudge) span(r *ColumnResult) *Span {
	c := &j.profile.dates
	if c.last[smallCell-1] == 0 || j.ofLives(r) {
		return nil
	}
	var dated int64
	for i := range j.profile.types {
		if j.catalog.Type(i).IsDate() {
			dated = max(dated, j.profile.types[i].matched)
		}
	}
	if float64(dated) < datedShare*float64(r.Filled) || float64(c.rows) < pastShare*float64(dated) {
		return nil
	}
	return &Span{Rows: c.rows, Oldest: monthOf(^c.first[smallCell-1]), Newest: monthOf(c.last[smallCell-1])}
}

// ofLives reports whether the dates are, or may be, those of births, which belong to people
// and not to records.
func (j *columnJudge) ofLives(r *ColumnResult) bool {
	isDate := func(id string) bool { return j.catalog.Type(j.catalog.Index(id)).IsDate() }
	is := func(v TypeVerdict) bool { return isDate(v.Type) }
	return slices.ContainsFunc(r.Types, is) || slices.ContainsFunc(r.Alternatives, is) ||
		slices.ContainsFunc(r.Silenced, func(s Silenced) bool { return isDate(s.Type) })
}

// monthOf writes the month of a date yyyymmdd.
func monthOf(date uint32) string { return fmt.Sprintf("%04d-%02d", date/10000, date/100%100) }
