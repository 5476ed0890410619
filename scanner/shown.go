package scanner

import (
	"fmt"
	"strings"

	"github.com/datamapbr/datamap/detectors"
)

// names are the names of an object as results and progress show them: with the personal
// values in them masked.
type names struct {
	source, schema, table string
	columns               []string
}

// veil sets the names that are shown of the sources and objects. Two names that
// look the same once masked are numbered in the order of listing.
func veil(catalog *detectors.Catalog, sources []SourceInfo, objects []object) {
	for i := range sources {
		sources[i].Name, sources[i].Access = veilSource(catalog, sources[i].Name), sources[i].Access.veiled(catalog)
	}
	tables := numbering{}
	for i := range objects {
		o := &objects[i]
		o.shown = names{source: veilSource(catalog, o.name), schema: catalog.Veil(o.table.Schema)}
		o.shown.table = tables.shown(o.shown.source+"\x00"+o.shown.schema, o.table.Name, catalog.Veil(o.table.Name))
		o.shown.columns = veilColumns(catalog, o.table.Columns)
	}
}

// veilColumns returns the names that are shown of the columns of a table.
func veilColumns(catalog *detectors.Catalog, columns []Column) (all []string) {
	masked := numbering{}
	for _, c := range columns {
		all = append(all, masked.shown("", c.Name, catalog.Veil(c.Name)))
	}
	return all
}

// nameNotes tell the auditor that names of an object hold personal values: whoever
// reads a list of names reads them, although the outputs show them masked.
func (o *object) nameNotes() (notes []Reason) {
	if o.shown.table != o.table.Name || o.shown.schema != o.table.Schema {
		notes = append(notes, Reason{Code: "personal_name"})
	}
	columns := int64(0)
	for i, shown := range o.shown.columns {
		if shown != o.table.Columns[i].Name {
			columns++
		}
	}
	if columns > 0 {
		notes = append(notes, Reason{Code: "personal_column_names", Count: columns})
	}
	return notes
}

// veilSource masks the name of a source. The host in the address of a database stays: it
// tells servers apart, and belongs to the network and not to a person.
func veilSource(catalog *detectors.Catalog, name string) string {
	scheme, rest, ok := strings.Cut(name, "://")
	if !ok {
		return catalog.Veil(name)
	}
	host, base, _ := strings.Cut(rest, "/")
	return scheme + "://" + host + "/" + catalog.Veil(base)
}

// A numbering counts how often a masked name has been shown in a place.
type numbering map[string]int

func (n numbering) shown(place, name, masked string) string {
	if masked == name {
		return name
	}
	key := place + "\x00" + masked
	if n[key]++; n[key] > 1 {
		return fmt.Sprintf("%s (%d)", masked, n[key])
	}
	return masked
}
