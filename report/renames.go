package report

import (
	"slices"
	"strings"

	"github.com/datamapbr/datamap/detectors"
)

// A spot is where a column is, as the workbook shows it.
type spot struct{ source, schema, table, column string }

func (t *Table) spot() spot {
	return spot{source: sheetCell(t.Source), schema: sheetCell(t.Schema), table: sheetCell(t.Table)}
}

func (f place) spot() spot {
	s := f.Table.spot()
	s.column = sheetCell(f.Column.Name)
	return s
}

// maxRivals is the number of columns above which they are not compared: a name that so
// many tables share, or a table of so many new columns, tells nothing.
const maxRivals = 300

// renames pairs columns that are gone with fresh ones that may be the same: those in the
// same table with a similar name or, where that table is not in tables, those of the same
// name in a table with a similar name. It maps indices of gone to indices of fresh; none
// is in two pairs.
func renames(gone, fresh []spot, tables map[spot]bool) map[int]int {
	inTable, ofName := map[spot][]int{}, map[spot][]int{}
	for i, f := range fresh {
		table, name := f.keys()
		inTable[table], ofName[name] = append(inTable[table], i), append(ofName[name], i)
	}
	pairs, taken := map[int]int{}, make([]bool, len(fresh))
	for i, was := range gone {
		best, found := 0.0, -1
		table, name := was.keys()
		rivals := [][]int{inTable[table]}
		if !tables[table] {
			rivals = append(rivals, ofName[name])
		}
		for _, rivals := range rivals {
			if len(rivals) > maxRivals {
				continue
			}
			for _, j := range rivals {
				if taken[j] {
					continue
				}
				if l := was.likeness(fresh[j]); l > best || l == best && l > 0 && j < found {
					best, found = l, j
				}
			}
		}
		if found >= 0 {
			pairs[i], taken[found] = found, true
		}
	}
	return pairs
}

// tableSpots are the spots of all tables, also of those without columns.
func (inv *Inventory) tableSpots() map[spot]bool {
	all := map[spot]bool{}
	for i := range inv.Tables {
		all[inv.Tables[i].spot()] = true
	}
	return all
}

// keys returns the part of a spot that all columns of its table share, and the part that
// all columns of its name in the source share.
func (was spot) keys() (table, name spot) {
	return spot{source: was.source, schema: was.schema, table: was.table}, spot{source: was.source, column: was.column}
}

// likeness says how much a column looks like the one that is gone, from 0, not at all, to 1.
func (was spot) likeness(is spot) float64 {
	sameTable := was.schema == is.schema && was.table == is.table
	switch {
	case sameTable && strings.EqualFold(was.column, is.column), was.table == is.table && was.column == is.column:
		return 1
	case sameTable:
		if s := alike(was.column, is.column); s >= likeEnough {
			return s
		}
	case was.column == is.column:
		if s := alike(was.table, is.table); s >= likeEnough {
			return 0.9 * s
		}
	}
	return 0
}

// alike is the share of letter pairs that two names have in common (Dice), regardless of
// case and separators. It is at least likeEnough where the words of one name are among
// those of the other: "nome" and "nome_cliente".
func alike(a, b string) float64 {
	x, y := detectors.Tokens(a), detectors.Tokens(b)
	within := func(some, all []string) bool {
		return len(some) > 0 && !slices.ContainsFunc(some, func(word string) bool { return !slices.Contains(all, word) })
	}
	if within(x, y) || within(y, x) {
		return max(pairsInCommon(a, b), likeEnough)
	}
	return pairsInCommon(a, b)
}

// likeEnough is the likeness from which a name is proposed for another.
const likeEnough = 0.5

func pairsInCommon(a, b string) float64 {
	pairs := func(s string) map[string]int {
		s = strings.NewReplacer("_", "", "-", "", " ", "", ".", "").Replace(strings.ToLower(s))
		runes, all := []rune(s), map[string]int{}
		for i := range max(0, len(runes)-1) {
			all[string(runes[i:i+2])]++
		}
		return all
	}
	x, y := pairs(a), pairs(b)
	common, total := 0, 0
	for pair, n := range x {
		common += min(n, y[pair])
		total += n
	}
	for _, n := range y {
		total += n
	}
	if total == 0 {
		return 0
	}
	return 2 * float64(common) / float64(total)
}
