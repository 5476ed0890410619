package scanner

import (
	"slices"

	"github.com/datamapbr/datamap/detectors"
)

// The code of a table has so many letters at most, and begins the names of at least
// so many columns, which are so great a share of all.
const (
	longestCode = 4
	fewestCoded = 4
	codedShare  = 0.75
)

// namesOf returns the words of columns' names, without the code of the table that
// some systems begin them all with: "mtr_nome", "mtr_fone".
func (p *profile) namesOf(columns []Column) [][]string {
	names, begin := make([][]string, len(columns)), map[string]int{}
	most := ""
	for i := range columns {
		names[i] = p.catalog.Words(columns[i].Name)
		if len(names[i]) > 1 {
			first := names[i][0]
			if begin[first]++; begin[first] > begin[most] {
				most = first
			}
		}
	}
	if n := begin[most]; n < fewestCoded || float64(n) < codedShare*float64(len(columns)) || len(most) > longestCode || detectors.Means(most) || p.says(most) {
		return names
	}
	for i, name := range names {
		if len(name) > 1 && name[0] == most {
			names[i] = name[1:]
		}
	}
	return names
}

// says reports whether a word alone says something of some type.
func (p *profile) says(word string) bool {
	return slices.ContainsFunc(p.hearing.hear(p.catalog, []string{word}, nil), func(h heard) bool { return h.match != detectors.NameSilent })
}
