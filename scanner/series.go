package scanner

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/datamapbr/datamap/detectors"
)

// Programs write a file for each day, invoice or statement: the table is all of them. Files
// of one folder whose names differ only in numbers and whose columns are the same are read
// as the parts of one table, a series. That keeps its name when one more file comes.

const (
	// mostSparse is how many columns files are given together that need not have all of them,
	// and mostLayouts how many layouts of one name such a file is compared with.
	mostSparse  = 1000
	mostLayouts = 64
	// shortestKey is the length of hexadecimal words that are taken for keys.
	shortestKey = 8
)

var (
	uuidKey  = regexp.MustCompile(`(?i)[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}`)
	wordOf   = regexp.MustCompile(`[0-9A-Za-z]+`)
	digitsOf = regexp.MustCompile(`[0-9]+`)
	hexKey   = regexp.MustCompile(`^[0-9A-Fa-f]*[0-9][0-9A-Fa-f]*$`)
	manyKeys = regexp.MustCompile(`\*(?:[-_. ]*\*)+`)
	ordinal  = regexp.MustCompile(` \([0-9]+\)$`)
)

// SeriesOf returns the name of the series that a table of a file would be in: the last part
// of its path with "*" for numbers, and for keys in hexadecimal, one for several with only
// punctuation between them. What stands behind "#" tells the tables in a file apart and
// stays. It is empty for a name without numbers.
func SeriesOf(name string) string {
	file, inside := name, ""
	if i := strings.IndexByte(name, '#'); i >= 0 {
		file, inside = name[:i], name[i:]
	}
	from := strings.LastIndexByte(file, '/') + 1
	base := uuidKey.ReplaceAllString(file[from:], "*")
	base = wordOf.ReplaceAllStringFunc(base, func(word string) string {
		if len(word) >= shortestKey && hexKey.MatchString(word) {
			return "*"
		}
		return digitsOf.ReplaceAllString(word, "*")
	})
	if base == file[from:] {
		return ""
	}
	return file[:from] + manyKeys.ReplaceAllString(base, "*") + inside
}

// Family returns what a series and the tables that may be its parts have in common by their
// names: that of the series, also of one whose name is numbered since it has another layout.
func Family(name string) string {
	if strings.Contains(name, "*") {
		return ordinal.ReplaceAllString(name, "")
	}
	if series := SeriesOf(name); series != "" {
		return series
	}
	return name
}

// A part is an object that is read as one of several of a table.
type part struct {
	*object
	columns []int // of the table, for each of its own; nil where they are the same
}

// A layout is the columns that files of one name have in common.
type layout struct {
	columns []Column
	sparse  bool
	places  map[columnKey]int // of the columns, where the layout is sparse
	parts   []part
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

// takes reports whether a table has this layout, or for a sparse one nearly so: most columns
// of the one with fewer are among those of the other. It adds the table.
func (l *layout) takes(o *object) bool {
	t := &o.table
	if l.sparse != t.Sparse {
		return false
	}
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
	if 2*common < min(len(keys), len(l.columns)) {
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

// holdsAlike reports whether the values of a table may be those of the same columns: names
// may be as common, or as missing, in two tables. Of more than a third of the columns it is
// known that they are made of something else where not.
func (l *layout) holdsAlike(t *Table) bool {
	known, others := 0, 0
	for i := range min(len(l.columns), len(t.Columns)) {
		own, its := l.columns[i].Form, t.Columns[i].Form
		if own == Mixed || its == Mixed {
			continue
		}
		if known++; own != its {
			others++
		}
	}
	return 3*others <= known
}

func newLayout(o *object) *layout {
	l := &layout{columns: slices.Clone(o.table.Columns), sparse: o.table.Sparse, parts: []part{{object: o}}}
	if l.sparse {
		l.places = map[columnKey]int{}
		for i, key := range keysOf(l.columns) {
			l.places[key] = i
		}
	}
	return l
}

// settleSeries returns the objects with those that are parts of one table joined. What has
// no columns (a file that cannot be read, an empty one, a copy) is a part where its name
// leaves no doubt of which table.
func settleSeries(objects []object, catalog *detectors.Catalog) []object {
	type place struct{ source, series string }
	of := func(o *object) place { return place{o.name, o.table.Series} }
	layouts := map[place][]*layout{}
	names := map[place]bool{} // that are taken
	for i := range objects {
		o := &objects[i]
		names[place{o.name, o.table.Name}] = true
		if o.table.Series == "" || o.table.State != "" || len(o.table.Columns) == 0 {
			continue
		}
		all := layouts[of(o)]
		if !slices.ContainsFunc(all[:min(len(all), mostLayouts)], func(l *layout) bool { return l.takes(o) }) {
			layouts[of(o)] = append(all, newLayout(o))
		}
	}
	series := map[*object]*layout{} // by their first part
	in := map[*object]*layout{}     // by every part
	only := map[place]*layout{}     // of a name; nil where there are several
	for at, all := range layouts {
		for _, l := range all {
			if len(l.parts) < 2 {
				continue
			}
			series[l.parts[0].object] = l
			for _, p := range l.parts {
				in[p.object] = l
			}
			if _, another := only[at]; another {
				l = nil
			}
			only[at] = l
		}
	}
	if len(series) == 0 {
		return objects
	}
	for i := range objects {
		o := &objects[i]
		l := only[of(o)]
		switch {
		case in[o] != nil || o.table.Series == "" || o.table.State == Excluded:
			continue
		case o.original != nil:
			if l = in[o.original]; l == nil || o.table.Series != o.original.table.Series {
				continue
			}
		case l == nil || len(o.table.Columns) > 0 || o.table.State == Listed:
			continue
		}
		l.parts = append(l.parts, part{object: o, columns: []int{}})
		in[o] = l
	}
	shown := numbering{}
	joined := make([]object, 0, len(objects))
	for i := range objects {
		o := &objects[i]
		if l := series[o]; l != nil {
			name := o.table.Series
			for n := 2; names[place{o.name, name}]; n++ {
				name = fmt.Sprintf("%s (%d)", o.table.Series, n)
			}
			names[place{o.name, name}] = true
			joined = append(joined, l.object(name, catalog, shown))
		} else if in[o] == nil {
			joined = append(joined, *o)
		}
	}
	return joined
}

// object is the table that the parts of a layout make, under its name.
func (l *layout) object(name string, catalog *detectors.Catalog, shown numbering) object {
	slices.SortStableFunc(l.parts, func(a, b part) int { return strings.Compare(a.table.Name, b.table.Name) })
	first := l.parts[0]
	o := object{src: first.src, name: first.name, room: first.room, parts: l.parts, table: Table{
		Schema: first.table.Schema, Name: name, Kind: first.table.Kind, Columns: l.columns, Hidden: true,
	}}
	t := &o.table
	for _, p := range l.parts {
		if p.original == nil {
			t.addRows(p.table.Rows, p.table.RowsEstimated)
		}
		t.Hidden = t.Hidden && p.table.Hidden
		t.File = t.File.with(p.table.File)
	}
	o.shown = names{source: first.shown.source, schema: first.shown.schema}
	o.shown.table = shown.shown(o.shown.source+"\x00"+o.shown.schema, name, catalog.Veil(name))
	columns := numbering{}
	for _, c := range t.Columns {
		o.shown.columns = append(o.shown.columns, columns.shown("", c.Name, catalog.Veil(c.Name)))
	}
	return o
}

// addRows adds the rows of a part. Those that are not known make the sum an estimate.
func (t *Table) addRows(rows int64, estimated bool) {
	t.Rows += max(rows, 0)
	t.RowsEstimated = t.RowsEstimated || estimated || rows < 0
}

// with returns what is known of several files: their size together, the last change of any
// of them, and the widest of their rights.
func (f *File) with(g *File) *File {
	if f == nil || g == nil {
		if f == nil && g != nil {
			one := *g
			return &one
		}
		return f
	}
	f.Size += g.Size
	f.Year, f.Day = max(f.Year, g.Year), max(f.Day, g.Day)
	if g.Open && !f.Open || f.Owner == "" {
		f.Mode, f.Owner = g.Mode, g.Owner
	}
	f.Open = f.Open || g.Open
	return f
}
