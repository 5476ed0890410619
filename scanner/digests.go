package scanner

import (
	"slices"

	"github.com/cespare/xxhash/v2"

	"github.com/datamapbr/datamap/detectors"
	"github.com/datamapbr/datamap/rules"
)

const maxClear = 256 // bytes of the longest cell that a digest is compared with

// digestTypes are the types that have a form of digests.
func digestTypes(catalog *detectors.Catalog) (types []int) {
	for i := range catalog.Len() {
		for _, f := range catalog.Type(i).Rule.Forms {
			if f.Check == "hex" || f.Check == "base64" {
				types = append(types, i)
				break
			}
		}
	}
	return types
}

// digestsIn counts the values of a column that may be digests.
func (p *profile) digestsIn(c *columnProfile) (n int64) {
	for _, t := range p.digestTypes {
		n += c.types[t].matched
	}
	return n
}

// digestColumns returns the columns of a batch in which there may be digests.
func (p *profile) digestColumns(b *Batch) (columns []int) {
	for i := range min(b.Cols, len(p.columns), maxComparedColumns) {
		c := &p.columns[i]
		before := c.digests
		if c.digests = p.digestsIn(c); c.digests > before {
			columns = append(columns, i)
		}
	}
	return columns
}

// compareDigests compares the digests in some columns of a row with its other cells.
func (p *profile) compareDigests(columns []int, row [][]byte) {
	key := p.seed
	for _, cell := range row {
		if len(cell) <= maxClear {
			key = mix(key ^ xxhash.Sum64(cell))
		}
	}
	for _, i := range columns {
		digest, ok := detectors.ParseDigest(detectors.Clean(row[i]))
		if !ok {
			continue
		}
		seat := p.columns[i].compared.seat(key)
		if seat == nil {
			continue
		}
		seat.algorithm = digest.Algorithm()
		for k, cell := range row[:min(len(row), len(p.columns))] {
			if k == i || len(cell) == 0 || len(cell) > maxClear {
				continue
			}
			if _, hashed := detectors.ParseDigest(cell); hashed {
				continue
			}
			seat.tried = append(seat.tried, uint8(k))
			if digest.Of(cell) {
				seat.fits = append(seat.fits, uint8(k))
			}
		}
	}
}

// A DigestOf says that a column's values are those of another, put through a hash
// function without a secret: whoever can list candidates for the values can undo it.
type DigestOf struct {
	Algorithm string `json:"algorithm"` // md5, sha1, sha256, sha512
	Column    string `json:"column"`    // that holds the values themselves
	Rows      int64  `json:"rows"`      // in which both were compared
	Equal     int64  `json:"equal"`     // of which the one was the digest of the other

	position int    // of the column, in the table
	holds    string // its best type
}

// String writes it as a formula: "sha256(cpf)".
func (d *DigestOf) String() string { return d.Algorithm + "(" + d.Column + ")" }

// digestOf returns of which personal column the values of column i are digests; nil for none.
func (p *profile) digestOf(i int, results []ColumnResult) *DigestOf {
	compared := p.columns[i].compared
	if len(compared) == 0 {
		return nil
	}
	var best *DigestOf
	for k := range min(len(results), maxComparedColumns) {
		if !results[k].Personal {
			continue
		}
		tried, fits, algorithm := compared.count(uint8(k))
		if fits == 0 || fits < smallCell && 2*fits < tried || best != nil && int64(fits) <= best.Equal {
			continue
		}
		best = &DigestOf{
			Algorithm: algorithm, Column: p.catalog.Veil(results[k].Name), Rows: int64(tried), Equal: int64(fits),
			position: k, holds: results[k].Types[0].Type,
		}
	}
	return best
}

// digestType returns the type of a column whose values have been proved to be digests: its
// verdict if that is a type of digests, else one for hidden values of that kind, else any
// pseudonym; -1 where the catalogue has none.
func (p *profile) digestType(r *ColumnResult, of *DigestOf) int {
	for _, fits := range []func(*rules.Rule) bool{
		func(rule *rules.Rule) bool { return holds(r.Types, rule.ID) },
		func(rule *rules.Rule) bool { return slices.Contains(rule.Borrows, of.holds) },
		func(rule *rules.Rule) bool { return rule.Class == "pseudonimizado" },
	} {
		for _, t := range p.digestTypes {
			if fits(p.catalog.Type(t).Rule) {
				return t
			}
		}
	}
	return -1
}
