package scanner

import "github.com/datamapbr/datamap/detectors"

// A Structure is what a catalogue says of how a table is built.
type Structure struct {
	Bytes       int64        `json:"bytes,omitempty"`       // on disk with its indexes, by the server's last count; 0 when unknown
	PrimaryKey  []string     `json:"primary_key,omitempty"` // columns
	ForeignKeys []ForeignKey `json:"foreign_keys,omitempty"`
	Indexes     []Index      `json:"indexes,omitempty"`    // that of the primary key is not among them
	Partitions  []string     `json:"partitions,omitempty"` // tables that are read as parts of this one: schema.name
}

// A ForeignKey says that the values of some columns are those of another table.
type ForeignKey struct {
	Columns    []string `json:"columns"`
	Schema     string   `json:"schema,omitempty"` // of the other table
	Table      string   `json:"table"`
	References []string `json:"references"` // columns there, in the order of Columns
}

// An Index of a table. A part of it that is an expression and not a column is "".
type Index struct {
	Name    string   `json:"name"`
	Columns []string `json:"columns"`
	Unique  bool     `json:"unique,omitempty"`
}

// veiled returns s with every name masked as those of the tables and columns are.
func (s *Structure) veiled(catalog *detectors.Catalog) *Structure {
	if s == nil {
		return nil
	}
	v := &Structure{Bytes: s.Bytes, PrimaryKey: veilAll(catalog, s.PrimaryKey), Partitions: veilAll(catalog, s.Partitions)}
	for _, k := range s.ForeignKeys {
		v.ForeignKeys = append(v.ForeignKeys, ForeignKey{veilAll(catalog, k.Columns), catalog.Veil(k.Schema), catalog.Veil(k.Table), veilAll(catalog, k.References)})
	}
	for _, i := range s.Indexes {
		v.Indexes = append(v.Indexes, Index{catalog.Veil(i.Name), veilAll(catalog, i.Columns), i.Unique})
	}
	return v
}
