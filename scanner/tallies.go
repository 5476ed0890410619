package scanner

import (
	"slices"
	"strings"

	"github.com/datamapbr/datamap/detectors"
)

// tallyWords are first or last words of columns that hold numbers of many: a sex beside
// "year", "state" and "rate" is that of a group, not of somebody.
var tallyWords = []string{
	"rate", "rates", "taxa", "taxas", "total", "totals", "totais", "percent", "percentage", "percentual", "pct", "count", "counts", "contagem", "mean", "media", "average", "median",
	"quantidade", "qtd", "qtde", "frequency", "frequencia", "incidence", "incidencia", "prevalence", "prevalencia", "proportion", "proporcao", "deaths", "obitos", "cases", "casos",
	"population", "populacao",
}

// tallies reports whether the names of the columns say that the rows are groups: they
// lie in years and places, a column says how many or how much, and none tells somebody,
// or one record, from the others.
func (c *tableContext) tallies(columns []ColumnResult) bool {
	years, places, tallies, lone := 0, 0, 0, false
	links := c.documents + c.claims + c.people + c.links
	for i := range columns {
		s, apart := &c.columns[i], tellsApart(columns[i].Distinct, columns[i].Filled)
		if len(s.name) == 0 {
			continue
		}
		first, last := s.name[0], s.name[len(s.name)-1]
		switch {
		case apart && (detectors.IsKey(s.name) || last == "id" || s.ages()):
			return false
		case slices.Contains(yearWords, last) && columns[i].Distinct < columns[i].Filled:
			years++
		case slices.Contains(placeWords, last):
			places++
		case slices.Contains(tallyWords, first), slices.Contains(tallyWords, last):
			tallies++
			links -= s.links // the "users" of a rate of users
			lone = lone || len(s.name) == 1
		case s.links > 0 && len(s.name) == 1 && len(columns[i].Types) == 0 && strings.HasSuffix(first, "s"): // "convicts" are how many there are
			links -= s.links
		}
	}
	if links > 0 || tallies == 0 || c.rows < fewCodes {
		return false
	}
	return years > 0 && places > 0 || years+places > 0 && (lone || 2*tallies >= len(columns))
}
