package report

import (
	"slices"

	"github.com/datamapbr/datamap/detectors"
	"github.com/datamapbr/datamap/scanner"
)

// copyKey names a table of a source.
type copyKey struct{ source, table string }

// copies counts for each table the others that hold the same bytes and were
// therefore not read.
func (inv *Inventory) copies() map[copyKey]int64 {
	copies := map[copyKey]int64{}
	for i := range inv.Tables {
		e := &inv.Tables[i].Entry
		own := map[string]bool{} // files of the table itself
		for k := range e.Parts {
			own[e.Parts[k].Name] = true
		}
		count := func(reasons []scanner.Reason) {
			for _, r := range reasons {
				if r.Code == "duplicate" && !own[r.Detail] {
					copies[copyKey{e.Source, r.Detail}]++
				}
			}
		}
		if len(e.Parts) == 0 {
			count(e.Reasons)
		}
		for k := range e.Parts {
			count(e.Parts[k].Reasons)
		}
	}
	return copies
}

// copied applies where other files have the same content.
func (c *circumstances) copied() (Factor, bool) {
	n := c.copies[copyKey{c.table.Source, c.table.Table}]
	for _, part := range c.table.Parts {
		n += c.copies[copyKey{c.table.Source, part.Name}]
	}
	return Factor{Count: n}, n > 0
}

// oldCopy applies where a name on the path to the table is that of a copy or an old version.
func (c *circumstances) oldCopy() (Factor, bool) {
	for _, name := range []string{c.table.Source, c.table.Schema, c.table.Table} {
		for _, word := range detectors.Tokens(name) {
			if slices.Contains(c.model.OldCopies, word) {
				return Factor{}, true
			}
		}
	}
	return Factor{}, false
}

// stale applies where the file has not changed for years.
func (c *circumstances) stale() (Factor, bool) {
	f := c.table.File
	if f == nil || f.Year == 0 {
		return Factor{}, false
	}
	return Factor{Count: int64(f.Year), Limit: int64(c.model.Limits.Years)}, c.year-f.Year >= c.model.Limits.Years
}

// worldReadable reports whether every account of the machine can open the file.
func worldReadable(e *scanner.Entry) bool { return e.File != nil && e.File.Open }
