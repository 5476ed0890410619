package scanner

import (
	"cmp"
	"slices"

	"github.com/datamapbr/datamap/detectors"
)

// Some things show only when two cells of one row are compared: that one is the plain
// digest of the other, or that they are the halves of a number. They are compared in a
// few rows, those with the smallest keyed hashes, which are the same in whatever order,
// and by however many goroutines, the table is read. Nothing is kept of a row but its hash
// and which of its cells matched.

const (
	maxCompared        = 128 // rows kept of one comparison
	maxComparedColumns = 128 // of a table, the first
)

// A comparison is the rows kept, by key.
type comparison []comparedRow

// A comparedRow says with which columns one cell of a row was compared, and which of them
// matched.
type comparedRow struct {
	key         uint64
	tried, fits []uint8 // columns
	algorithm   string  // of the digest in the cell
}

// seat adds a row and returns it; nil where it is there already, or not among those to keep.
func (c *comparison) seat(key uint64) *comparedRow {
	i, found := slices.BinarySearchFunc(*c, key, func(r comparedRow, key uint64) int { return cmp.Compare(r.key, key) })
	if found || i == maxCompared {
		return nil
	}
	if len(*c) == maxCompared {
		*c = (*c)[:maxCompared-1]
	}
	*c = slices.Insert(*c, i, comparedRow{key: key})
	return &(*c)[i]
}

func (c *comparison) merge(d comparison) {
	for _, row := range d {
		if seat := c.seat(row.key); seat != nil {
			*seat = row
		}
	}
}

// count returns in how many rows a column was compared, in how many it matched, and the
// algorithm of one of these.
func (c comparison) count(column uint8) (tried, fits int, algorithm string) {
	for _, row := range c {
		if slices.Contains(row.tried, column) {
			tried++
		}
		if slices.Contains(row.fits, column) {
			fits++
			algorithm = row.algorithm
		}
	}
	return tried, fits, algorithm
}

// compare compares the cells of each row of a batch, already counted, with each other.
func (p *profile) compare(b *Batch) {
	digests := p.digestColumns(b)
	if len(digests) == 0 && len(p.halves) == 0 {
		return
	}
	for r := range b.Rows {
		row := b.Row(r)
		if len(digests) > 0 {
			p.compareDigests(digests, row[:min(len(row), maxComparedColumns)])
		}
		for i := range p.halves {
			p.compareHalves(&p.halves[i], row)
		}
	}
}

// addRows adds the evidence from comparing the column's cells with others of their rows.
func (j *columnJudge) addRows(h *hypothesis) {
	if j.sketched() == 0 {
		return
	}
	if j.digest != nil && h.index == j.digestType {
		h.add(Evidence{Kind: "digest", Weight: digestProved, Detail: j.digest.String(), N: j.digest.Rows, Hits: j.digest.Equal})
	}
	for _, half := range j.halves {
		if half.typ == h.typ.Rule.ID {
			h.values += half.Weight
			h.add(half.Evidence)
			break
		}
	}
}

// halved reports whether the column holds half of each number of the type: then the shape
// of that half says nothing.
func (j *columnJudge) halved(typ *detectors.Type) bool {
	return slices.ContainsFunc(j.halves, func(h half) bool { return h.typ == typ.Rule.ID })
}
