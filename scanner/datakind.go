package scanner

import (
	"strings"

	"github.com/datamapbr/datamap/detectors"
)

// A dataKind is what a column's declared type can hold.
type dataKind int

const (
	anyKind dataKind = iota
	numberKind
	dateKind
	flagKind
)

// kindOf reads the source's word for a data type.
func kindOf(dataType string) dataKind {
	word := strings.ToLower(dataType)
	switch base, _, _ := strings.Cut(word, "("); strings.TrimSpace(base) {
	case "bool", "boolean", "bit":
		return flagKind
	case "date", "datetime", "timestamp", "timestamp without time zone", "timestamp with time zone", "time", "year":
		return dateKind
	case "int", "integer", "bigint", "smallint", "mediumint", "tinyint", "numeric", "decimal", "number", "real", "double",
		"double precision", "float", "serial", "bigserial", "money", "int unsigned", "bigint unsigned":
		return numberKind
	}
	return anyKind
}

// fits reports whether a column declared as k can hold values of the type, or
// any that its name allows.
func (k dataKind) fits(typ *detectors.Type, t *tally) bool {
	switch k {
	case numberKind:
		return t.open || typ.AllDigits()
	case dateKind:
		return t.attribute || typ.IsMoment() || t.holdsDates(typ)
	case flagKind:
		return t.open || typ.Rule.Flags
	}
	return true
}

// holdsDates reports whether a column of this name may hold dates.
func (t *tally) holdsDates(typ *detectors.Type) bool {
	for i := range t.forms {
		if !t.forms[i].out && typ.HoldsDates(i) {
			return true
		}
	}
	return false
}
