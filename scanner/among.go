package scanner

import (
	"slices"
	"strings"

	"github.com/datamapbr/datamap/detectors"
	"github.com/datamapbr/datamap/rules"
)

// setAmong sets what most of the tables in the schema, file or folder of each object are
// about: a table of addresses holds those of the people, or companies, around it.
func setAmong(objects []object, subjects *rules.Subjects) {
	type place struct{ source, schema, folder string }
	of := func(o *object) place {
		return place{o.name, o.table.Schema, o.table.Name[:len(o.table.Name)-len(ownName(o.table.Name))]}
	}
	more := map[place]int{} // tables of people than of companies
	for i := range objects {
		c := tableContext{subjects: subjects}
		c.read(ownWords(objects[i].table.Name, subjects))
		switch c.named {
		case aboutPeople:
			more[of(&objects[i])]++
		case aboutCompanies:
			more[of(&objects[i])]--
		}
	}
	for i := range objects {
		if more[of(&objects[i])] > 0 {
			objects[i].among = aboutPeople
		}
	}
}

// ownName is the name of a table without the folder or file that it is in.
func ownName(name string) string { return name[strings.LastIndexByte(name, '/')+1:] }

// ownWords returns the words of the name of a table: those of the file alone where the
// path to the rows in it says nothing more ("clientes.json#data.items").
func ownWords(name string, subjects *rules.Subjects) []string {
	own := ownName(name)
	file, path, _ := strings.Cut(own, "#")
	if !slices.ContainsFunc(detectors.Tokens(path), func(w string) bool { return !slices.Contains(subjects.Wrappers, w) }) {
		own = file
	}
	return detectors.Tokens(own)
}
