package scanner

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/datamapbr/datamap/detectors"
)

// Programs write a file for each day, invoice or statement, and people a sheet for each month:
// the table is all of them. Files of one folder, or sheets of one file, whose names differ only
// in numbers or months and whose columns are the same are read as the parts of one table, a
// series. That keeps its name when one more comes.

const (
	// mostSparse is how many columns files are given together that need not have all of them,
	// and mostLayouts how many layouts of one name such a file is compared with.
	mostSparse  = 1000
	mostLayouts = 64
	// fewestParts is how many files of one layout are a table, unless a caller has another
	// number: a few stand for themselves.
	fewestParts = 10
)

// A part is an object that is read as one of several of a table.
type part struct {
	*object
	columns []int // of the table, for each of its own; nil where they are the same
}

// A layout is the columns that files of one name have in common.
type layout struct {
	series  string // the name
	columns []Column
	sparse  bool
	places  map[columnKey]int // of the columns, where the layout is sparse
	parts   []part
	files   map[string]bool // that have a part: another table in the same file is none; nil where all are of one file
	of      *layout         // of which all parts are copies; nil for one of its own
}

// A columnKey tells the columns of a table apart.
type columnKey struct {
	name, dataType string
	same           int // columns of this name before it
}

func keysOf(columns []Column) []columnKey {
	keys, same := make([]columnKey, len(columns)), map[string]int{}
	for i, c := range columns {
		keys[i] = columnKey{c.Name, c.DataType, same[c.Name]}
		same[c.Name]++
	}
	return keys
}

// takes reports whether a table has this layout, or for a sparse one nearly so: two thirds of
// the columns of the one with fewer are among those of the other. It adds the table.
func (l *layout) takes(o *object) bool {
	t := &o.table
	file, _ := splitInside(t.Name)
	if l.sparse != t.Sparse || l.files[file] || !l.add(o) {
		return false
	}
	if l.files != nil {
		l.files[file] = true
	}
	return true
}

// add adds a table if its columns are those of the layout.
func (l *layout) add(o *object) bool {
	t := &o.table
	short := min(len(l.columns), len(t.Columns))
	longer := !l.sparse && beyond(l.columns, short) && beyond(t.Columns, short)
	if sameColumns(l.columns[:short], t.Columns[:short]) && (len(l.columns) == len(t.Columns) || longer) && l.holdsAlike(t) {
		for i := range short {
			l.columns[i].Form = cmp.Or(l.columns[i].Form, t.Columns[i].Form)
		}
		l.columns = append(l.columns, t.Columns[short:]...)
		t.Columns = l.columns[:len(t.Columns):len(t.Columns)] // one copy is enough
		l.parts = append(l.parts, part{object: o})
		return true
	}
	if !l.sparse || len(l.columns)+len(t.Columns) > mostSparse {
		return false
	}
	keys, common := keysOf(t.Columns), 0
	for _, key := range keys {
		if _, has := l.places[key]; has {
			common++
		}
	}
	if 3*common < 2*min(len(keys), len(l.columns)) {
		return false
	}
	p := part{object: o, columns: make([]int, len(keys))}
	for i, key := range keys {
		at, has := l.places[key]
		if !has {
			at = len(l.columns)
			l.places[key] = at
			c := t.Columns[i]
			c.Position = at + 1
			l.columns = append(l.columns, c)
		}
		p.columns[i] = at
	}
	l.parts = append(l.parts, p)
	return true
}

func sameColumns(a, b []Column) bool {
	return slices.EqualFunc(a, b, func(a, b Column) bool { return a.Name == b.Name && a.DataType == b.DataType })
}

// beyond reports whether the columns from the n-th on are nothing but what rows have that are
// too long for their header.
func beyond(columns []Column, n int) bool {
	for i := n; i < len(columns); i++ {
		if columns[i].Name != Unnamed(i+1) {
			return false
		}
	}
	return n == len(columns) || columns[0].Name != Unnamed(1)
}

// holdsAlike reports whether the values of a table may be those of the same columns, where no
// names say it: not if most that are known are made of something else.
func (l *layout) holdsAlike(t *Table) bool {
	known, others := 0, 0
	for i := range min(len(l.columns), len(t.Columns)) {
		own, its := l.columns[i].Form, t.Columns[i].Form
		if own == Mixed || its == Mixed || l.columns[i].Name != Unnamed(i+1) {
			continue
		}
		if known++; own != its {
			others++
		}
	}
	return 2*others <= known
}

func newLayout(o *object, series string) *layout {
	file, _ := splitInside(o.table.Name)
	l := &layout{
		series: series, columns: slices.Clone(o.table.Columns), sparse: o.table.Sparse, parts: []part{{object: o}},
		files: map[string]bool{file: true},
	}
	if l.sparse {
		l.places = map[columnKey]int{}
		for i, key := range keysOf(l.columns) {
			l.places[key] = i
		}
	}
	return l
}

// A placeName is a name in a source.
type placeName struct{ source, name string }

// A grouping finds the objects that are parts of one table.
type grouping struct {
	fewest int                 // parts of a table
	series map[*object]*layout // by their first part
	in     map[*object]*layout // by every part
}

// join puts the objects that are in no series yet into those that name gives them; empty for
// none. Of one file no two are parts of the same table, unless all are of oneFile.
func (g *grouping) join(objects []object, oneFile bool, name func(o *object) string) {
	layouts := map[placeName][]*layout{}
	for i := range objects {
		o := &objects[i]
		at := placeName{o.name, name(o)}
		if at.name == "" || o.table.State != "" || len(o.table.Columns) == 0 || g.in[o] != nil {
			continue
		}
		all := layouts[at]
		if !slices.ContainsFunc(all[:min(len(all), mostLayouts)], func(l *layout) bool { return l.takes(o) }) {
			l := newLayout(o, at.name)
			if oneFile {
				l.files = nil
			}
			layouts[at] = append(all, l)
		}
	}
	for _, all := range layouts {
		for _, l := range all {
			if len(l.parts) < g.fewest {
				continue
			}
			g.series[l.parts[0].object] = l
			for _, p := range l.parts {
				g.in[p.object] = l
			}
		}
	}
}

// joinRest adds what has no columns (a file that cannot be read, an empty one, a copy) where
// its name leaves no doubt of which table it is a part.
func (g *grouping) joinRest(objects []object) {
	named, inFile := map[placeName][]*layout{}, map[placeName][]*layout{}
	for first, l := range g.series {
		file, _ := splitInside(l.series)
		named[placeName{first.name, l.series}] = append(named[placeName{first.name, l.series}], l)
		inFile[placeName{first.name, file}] = append(inFile[placeName{first.name, file}], l)
	}
	for i := range objects {
		o := &objects[i]
		if g.in[o] != nil || o.table.Series == "" || o.table.State == Excluded {
			continue
		}
		at := placeName{o.name, o.table.Series}
		fits := named[at]
		if len(fits) == 0 {
			fits = inFile[at]
		}
		var l *layout
		switch {
		case o.original != nil && o.original.table.Series == o.table.Series:
			l = g.in[o.original]
		case o.original == nil && len(fits) == 1 && len(o.table.Columns) == 0 && o.table.State != Listed:
			l = fits[0]
		}
		if l != nil {
			l.parts = append(l.parts, part{object: o, columns: []int{}})
			g.in[o] = l
		}
	}
}

// joinCopies makes one object of the copies of files of a series that lie together elsewhere.
func (g *grouping) joinCopies(objects []object) {
	type place struct {
		placeName
		of *layout
	}
	copies := map[place]*layout{}
	for i := range objects {
		o := &objects[i]
		if g.in[o] != nil || o.table.Series == "" || o.original == nil || g.in[o.original] == nil {
			continue
		}
		at := place{placeName{o.name, wide(o.table.Series)}, g.in[o.original]}
		if copies[at] == nil {
			copies[at] = &layout{series: at.name, of: at.of}
		}
		copies[at].parts = append(copies[at].parts, part{object: o})
	}
	for _, l := range copies {
		if len(l.parts) > 1 {
			g.series[l.parts[0].object] = l
			for _, p := range l.parts {
				g.in[p.object] = l
			}
		}
	}
}

// settleSeries returns the objects with those that are parts of one table joined, in the place
// of the first of them. Fewest is how many files of one layout are a table.
func settleSeries(objects []object, catalog *detectors.Catalog, fewest int) []object {
	g := &grouping{fewest, map[*object]*layout{}, map[*object]*layout{}}
	g.join(objects, false, func(o *object) string { return o.table.Series })
	g.join(objects, false, func(o *object) string { return wide(o.table.Series) })
	g.join(objects, true, func(o *object) string {
		if o.table.Kind != "sheet" {
			return ""
		}
		return wide(o.table.Name)
	})
	if len(g.series) == 0 {
		return objects
	}
	g.joinRest(objects)
	g.joinCopies(objects)
	names := map[placeName]bool{} // that are taken
	order := map[*object]int{}
	for i := range objects {
		names[placeName{objects[i].name, objects[i].table.Name}] = true
		order[&objects[i]] = i
	}
	shown, at := numbering{}, map[*layout]int{}
	joined := make([]object, 0, len(objects))
	for i := range objects {
		o := &objects[i]
		l := g.series[o]
		if l == nil {
			if g.in[o] == nil {
				joined = append(joined, *o)
			}
			continue
		}
		name := placeName{o.name, l.series}
		for n := 2; names[name]; n++ {
			name.name = fmt.Sprintf("%s (%d)", l.series, n)
		}
		names[name] = true
		at[l] = len(joined)
		slices.SortFunc(l.parts, func(a, b part) int { return order[a.object] - order[b.object] })
		joined = append(joined, l.object(name.name, catalog, shown))
	}
	for l, i := range at {
		if l.of != nil {
			joined[i].table.State, joined[i].table.Reason = Listed, Reason{Code: "duplicate", Detail: joined[at[l.of]].shown.table}
		}
	}
	return joined
}

// object is the table that the parts of a layout make, under its name.
func (l *layout) object(name string, catalog *detectors.Catalog, shown numbering) object {
	first := l.parts[0]
	o := object{src: first.src, name: first.name, limit: first.limit, parts: l.parts, table: Table{
		Schema: first.table.Schema, Name: name, Kind: first.table.Kind, Columns: l.columns, Hidden: true,
	}}
	t := &o.table
	var sum rowSum
	last := ""
	for _, p := range l.parts {
		if p.original == nil {
			sum.add(p.table.Rows, p.table.RowsEstimated)
		}
		t.Hidden = t.Hidden && p.table.Hidden
		if file, _ := splitInside(p.table.Name); file != last {
			t.File = t.File.with(p.table.File)
			last = file
		}
	}
	t.Rows, t.RowsEstimated = sum.rows()
	o.shown = names{source: first.shown.source, schema: first.shown.schema}
	o.shown.table = shown.shown(o.shown.source+"\x00"+o.shown.schema, name, l.veiled(name, catalog))
	o.shown.columns = veilColumns(catalog, t.Columns)
	return o
}

// veiled masks the name of a series. Without its numbers a personal value may not be known for
// one any more: then it is that of a part whose name is masked.
func (l *layout) veiled(name string, catalog *detectors.Catalog) string {
	veiled := catalog.Veil(name)
	words := detectors.Tokens(veiled)
	for _, p := range l.parts {
		if p.shown.table == p.table.Name {
			continue
		}
		kept := detectors.Tokens(p.shown.table)
		if slices.ContainsFunc(words, func(word string) bool { return !slices.Contains(kept, word) }) {
			return p.shown.table
		}
	}
	return veiled
}

// with returns what is known of several files: their size together, the last change of any
// of them, and the widest of their rights.
func (f *File) with(g *File) *File {
	if g == nil {
		return f
	}
	if f == nil {
		sum := *g
		return &sum
	}
	f.Size += g.Size
	f.Year, f.Day = max(f.Year, g.Year), max(f.Day, g.Day)
	if g.Open && !f.Open || f.Owner == "" {
		f.Mode, f.Owner = g.Mode, g.Owner
	}
	f.Open = f.Open || g.Open
	return f
}
