package scanner

import (
	"math"
	"slices"
	"strings"

	"github.com/cespare/xxhash/v2"

	"github.com/datamapbr/datamap/detectors"
	"github.com/datamapbr/datamap/rules"
)

// Halves are two columns that, by their names or their places, may hold a CPF in two parts.
type halves struct {
	*rules.Split
	first, second int       // columns
	names         [2]string // of these, as they may be shown
	compared      comparison
}

// halvesIn pairs each column that is named as a second half with those that are
// named as the type, or stand beside it.
func halvesIn(catalog *detectors.Catalog, columns []Column) (all []halves) {
	columns = columns[:min(len(columns), maxComparedColumns)]
	named, second := make([]bool, len(columns)), make([]bool, len(columns))
	for s := range grammar.Splits {
		split := &grammar.Splits[s]
		typ := catalog.Index(split.Type)
		if typ < 0 {
			continue
		}
		for i, c := range columns {
			words := catalog.Words(c.Name)
			match, _ := catalog.Type(typ).Name(words)
			named[i] = match > detectors.NameHints
			second[i] = slices.ContainsFunc(words, func(w string) bool {
				return slices.Contains(split.Words, w) || named[i] && strings.HasPrefix(w, split.Short)
			})
		}
		for i := range columns {
			for k := range columns {
				if second[i] && !second[k] && (named[k] || k == i-1 || k == i+1) && len(all) < maxHalves {
					all = append(all, halves{Split: split, first: k, second: i, names: [2]string{catalog.Veil(columns[k].Name), catalog.Veil(columns[i].Name)}})
				}
			}
		}
	}
	return all
}

const maxHalves = 8 // pairs of one table

func (p *profile) compareHalves(h *halves, row [][]byte) {
	if max(h.first, h.second) >= len(row) {
		return
	}
	first, second := row[h.first], row[h.second]
	valid, ok := detectors.SplitCPF(first, second, h.At)
	if !ok {
		return
	}
	seat := h.compared.seat(mix(mix(p.seed^xxhash.Sum64(first)) ^ xxhash.Sum64(second)))
	if seat == nil {
		return
	}
	seat.tried = []uint8{uint8(h.second)}
	if valid {
		seat.fits = seat.tried
	}
}

// A half is the evidence that a column is half of a CPF, and so of a type.
type half struct {
	Evidence
	typ string
}

// halvesOf returns the evidence that a column is a half of a CPF. A column not
// called by its own name is one only beside a second half.
func (p *profile) halvesOf(i int, named bool) (all []half) {
	for k := range p.halves {
		h := &p.halves[k]
		other := h.names[0]
		switch i {
		case h.first:
			if apart := h.first - h.second; !named && apart*apart != 1 {
				continue
			}
			other = h.names[1]
		case h.second:
			if !named {
				continue
			}
		default:
			continue
		}
		if e := h.evidence(other); e.Weight > 0 {
			all = append(all, half{e, h.Type})
		}
	}
	return all
}

// evidence weighs how many of the pairs are CPFs against the one in a hundred of any two numbers.
func (h *halves) evidence(other string) Evidence {
	const chance, expected = 0.01, 0.95
	tried, fits, _ := h.compared.count(uint8(h.second))
	w := float64(fits)*math.Log(expected/chance) + float64(tried-fits)*math.Log((1-expected)/(1-chance))
	return Evidence{Kind: "halves", Weight: max(lowestValues, min(w, -lowestValues)), Detail: other, N: int64(tried), Hits: int64(fits)}
}
