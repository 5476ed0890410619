package scanner

import (
	"slices"
	"strings"

	"github.com/datamapbr/datamap/detectors"
)

// yearWords and placeWords say what figures are told apart by.
var (
	yearWords  = []string{"year", "years", "ano", "anos", "anio", "exercicio", "quarter", "trimestre", "bimestre", "semestre"}
	placeWords = []string{
		"state", "estado", "uf", "county", "country", "pais", "nation", "continent", "entity", "geo", "location", "localidade", "region", "regiao", "province",
		"provincia", "district", "distrito", "city", "cidade", "municipio", "bairro", "area", "iso", "iso2", "iso3", "fips",
	}
)

// The rows of a table of figures fill the table that its years, places and groups
// span: there are no more of them, and not fewer than one in so many.
const (
	spanSlack  = 1.1 // distinct values are estimates
	spanShare  = 4
	mostGroups = 3 // columns of groups
	mostPlaced = 2 // words of the name of a year or place
)

// tabulates reports whether the rows are figures of years, places and groups: every
// column is one of these or a number, and each combination has one row. Records of
// people would have more or, there being so many combinations, far fewer.
func (c *tableContext) tabulates(judges []columnJudge, alone []ColumnResult) bool {
	if c.documents+c.claims+c.kinds+c.people+c.contacts+c.devices > 0 {
		return false
	}
	span, groups, figures, placed := 1.0, 0, 0, false
	places := map[int64]bool{} // by how many there are: a code has as many as its names
	for i := range c.columns {
		s, filled, distinct := &c.columns[i], alone[i].Filled, alone[i].Distinct
		at := len(s.name) <= mostPlaced && (saysAny(s.name, yearWords) || saysAny(s.name, placeWords))
		switch {
		case filled == 0:
		case !at && (detectors.IsKey(s.name) || s.ages()):
			return false
		case !at && judges[i].figures() && (len(s.traits) == 0 || distinct > fewCodes):
			figures++
		case !at || !places[distinct]:
			span *= float64(distinct)
			if places[distinct], placed = at, placed || at; !at {
				groups++
			}
		}
	}
	rows := float64(c.rows)
	return placed && figures > 0 && groups <= mostGroups && rows <= spanSlack*span && spanShare*rows >= span
}

func saysAny(name, words []string) bool {
	return slices.ContainsFunc(name, func(w string) bool { return slices.Contains(words, w) })
}

// ages reports whether a column tells how old somebody is.
func (s *sign) ages() bool {
	return slices.Contains(s.traits, "age") && s.lives > 0 || slices.Contains(s.traits, "birth_date")
}

// figures reports whether all values are numbers.
func (j *columnJudge) figures() bool {
	entries := j.profile.sketch.entries
	return len(entries) > 0 && !slices.ContainsFunc(entries, func(e sketchEntry) bool { return !e.shape.Figure() })
}

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
