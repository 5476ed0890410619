package scanner

import (
	"math"
	"strings"

	"github.com/cespare/xxhash/v2"

	"github.com/datamapbr/datamap/detectors"
)

// Halves are two columns that, by their names, may be the number and the series
// of a work card; those of the digital one are a CPF in two parts.
type halves struct {
	number, series int
	names          [2]string  // of these, as they may be shown
	compared       comparison // of the number with the series
}

// workCard is the type of which both columns then are.
const workCard = "ctps"

// halvesIn pairs each column of series with those that are named as work cards,
// or stand beside it.
func halvesIn(catalog *detectors.Catalog, columns []Column) (all []halves) {
	card := catalog.Index(workCard)
	if card < 0 {
		return nil
	}
	named := make([]bool, min(len(columns), maxComparedColumns))
	series := make([]bool, len(named))
	for i, c := range columns[:len(named)] {
		words := catalog.Words(c.Name)
		match, _ := catalog.Type(card).Name(words)
		named[i] = match > detectors.NameHints
		for _, w := range words {
			series[i] = series[i] || w == "serie" || named[i] && strings.HasPrefix(w, "ser")
		}
	}
	for i := range named {
		for k := range named {
			if series[i] && !series[k] && (named[k] || k == i-1 || k == i+1) && len(all) < maxHalves {
				all = append(all, halves{number: k, series: i, names: [2]string{catalog.Veil(columns[k].Name), catalog.Veil(columns[i].Name)}})
			}
		}
	}
	return all
}

const maxHalves = 8 // pairs of one table

func (p *profile) compareHalves(h *halves, row [][]byte) {
	if max(h.number, h.series) >= len(row) {
		return
	}
	number, series := row[h.number], row[h.series]
	valid, ok := detectors.SplitCPF(number, series)
	if !ok {
		return
	}
	seat := h.compared.seat(mix(mix(p.seed^xxhash.Sum64(number)) ^ xxhash.Sum64(series)))
	if seat == nil {
		return
	}
	seat.tried = []uint8{uint8(h.series)}
	if valid {
		seat.fits = seat.tried
	}
}

// halvesOf returns the evidence that a column is a half of a CPF. A column not
// called by its own name is one only beside a column of series.
func (p *profile) halvesOf(i int, named bool) (all []Evidence) {
	for k := range p.halves {
		h := &p.halves[k]
		other := h.names[0]
		switch i {
		case h.number:
			if apart := h.number - h.series; !named && apart*apart != 1 {
				continue
			}
			other = h.names[1]
		case h.series:
			if !named {
				continue
			}
		default:
			continue
		}
		if e := h.evidence(other); e.Weight > 0 {
			all = append(all, e)
		}
	}
	return all
}

// evidence weighs how many of the pairs are CPFs against the one in a hundred of any two numbers.
func (h *halves) evidence(other string) Evidence {
	const chance, real = 0.01, 0.95
	tried, fits, _ := h.compared.count(uint8(h.series))
	w := float64(fits)*math.Log(real/chance) + float64(tried-fits)*math.Log((1-real)/(1-chance))
	return Evidence{Kind: "halves", Weight: max(lowestValues, min(w, -lowestValues)), Detail: other, N: int64(tried), Hits: int64(fits)}
}
