package scanner

import (
	"slices"
	"strings"

	"github.com/datamapbr/datamap/detectors"
)

// settleTwins leaves one of the tables that hold the same bytes to be judged: of
// those that the user's filter admits, the one that looks most like the original.
// The others name it as their reason.
func settleTwins(objects []object, copies []string) {
	type place struct{ source, table string }
	same := map[place][]*object{}
	for i := range objects {
		o := &objects[i]
		if o.table.State != "" {
			continue
		}
		at := place{o.name, o.table.Name}
		if o.table.Twin != "" {
			at.table = o.table.Twin
		}
		same[at] = append(same[at], o)
	}
	for _, twins := range same {
		if !slices.ContainsFunc(twins, func(o *object) bool { return o.table.Twin != "" }) {
			continue // tables of one name in several schemas
		}
		original := slices.MinFunc(twins, func(a, b *object) int {
			return slices.Compare(copyLooks(&a.table, copies), copyLooks(&b.table, copies))
		})
		for _, o := range twins {
			if o != original {
				o.table.State, o.table.Columns, o.shown.columns = Listed, nil, nil
				o.original = original
				o.table.Reason = Reason{Code: "duplicate", Detail: original.shown.table}
			}
		}
	}
}

// copyLooks say how much a file looks like a copy of one with the same bytes, the
// weightiest first: a word for it in the path, the day of the last change, the number of
// folders, the words in the name ("a (1).csv"). The day is no finer on purpose: a folder
// that was checked out or unpacked has one for all its files.
func copyLooks(t *Table, copies []string) []int {
	words, named, day := detectors.Tokens(t.Name), 0, 0
	if slices.ContainsFunc(words, func(word string) bool { return slices.Contains(copies, word) }) {
		named = 1
	}
	if t.File != nil {
		day = t.File.Day
	}
	return []int{named, day, strings.Count(t.Name, "/"), len(words)}
}
