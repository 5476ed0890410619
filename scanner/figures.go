package scanner

import (
	"slices"

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
