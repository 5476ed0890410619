package report

import "time"

// A span is the range of months of the records of a table, and the columns that tell it.
type span struct {
	oldest, newest     time.Time // first days of the months
	oldestIn, newestIn string    // names
}

// span returns the span that the columns of dates tell; nil where there are none.
func (t *Table) span() *span {
	var s *span
	for i := range t.Columns {
		c := &t.Columns[i]
		if c.Dates == nil {
			continue
		}
		first, last := month(c.Dates.Oldest), month(c.Dates.Newest)
		if first.IsZero() || last.IsZero() {
			continue
		}
		if s == nil {
			s = &span{first, last, c.Name, c.Name}
		}
		if first.Before(s.oldest) {
			s.oldest, s.oldestIn = first, c.Name
		}
		if last.After(s.newest) {
			s.newest, s.newestIn = last, c.Name
		}
	}
	return s
}

// month parses a month of a [scanner.Span]; the zero time where it is none.
func month(text string) time.Time {
	m, err := time.Parse("2006-01", text)
	if err != nil {
		return time.Time{}
	}
	return m
}

// oldRecords applies where the oldest records have been kept for years.
func (c *circumstances) oldRecords() (Factor, bool) {
	if c.span == nil {
		return Factor{}, false
	}
	year := c.span.oldest.Year()
	f := Factor{Count: int64(year), Limit: int64(c.model.Limits.Years), Columns: []string{c.span.oldestIn}}
	return f, c.year-year >= c.model.Limits.Years
}

// Span says between which months the records of a table lie, and which columns say so;
// empty where none does.
func (p *phrases) Span(t *Table) string {
	s := t.span()
	if s == nil {
		return ""
	}
	format := p.T("report.month")
	first, last := s.oldest.Format(format), s.newest.Format(format)
	if s.oldestIn == s.newestIn {
		return p.T("report.span.one", first, last, brief(s.oldestIn))
	}
	return p.T("report.span.two", first, brief(s.oldestIn), last, brief(s.newestIn))
}

// serial is a day as spreadsheets number days.
func serial(day time.Time) int64 { return 25569 + day.Unix()/(24*60*60) }
