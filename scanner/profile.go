package scanner

import (
	"math/bits"

	"github.com/cespare/xxhash/v2"

	"github.com/datamapbr/datamap/detectors"
)

// A profile is what the rows of one table have shown so far. Profiles of parts
// of a table merge into that of the whole, in any order.
type profile struct {
	catalog *detectors.Catalog
	seed    uint64
	rows    int64
	columns []columnProfile
	matches detectors.Matches
	// seen and passed are sets of types found in the text at hand.
	seen, passed uint64
}

// A columnProfile counts one column's values.
type columnProfile struct {
	filled       int64
	placeholders int64
	prose        int64
	sketch       sketch
	types        []typeCount
}

// A typeCount counts the rows of one type in one column.
type typeCount struct {
	matched   int64 // of its shape
	valid     int64 // that pass its check
	textSeen  int64 // that hold a value of its shape in their text
	textValid int64 // that hold one that passes
	chance    float64
	shape     detectors.Masked // of the valid value with the smallest hash
	shapeHash uint64
}

func newProfile(catalog *detectors.Catalog, seed uint64, columns int) *profile {
	p := &profile{catalog: catalog, seed: mix(seed + 1), columns: make([]columnProfile, columns)}
	for i := range p.columns {
		p.columns[i].types = make([]typeCount, catalog.Len())
	}
	return p
}

// add counts the rows of a batch.
func (p *profile) add(b *Batch) {
	cols := min(b.Cols, len(p.columns))
	for r := range b.Rows {
		row := b.Row(r)
		for i := range cols {
			if cell := row[i]; len(cell) > 0 {
				p.addCell(&p.columns[i], cell)
			}
		}
	}
	p.rows += int64(b.Rows)
}

func (p *profile) addCell(c *columnProfile, cell []byte) {
	value := detectors.Clean(cell)
	if len(value) == 0 {
		return
	}
	hash := mix(xxhash.Sum64(value) ^ p.seed)
	wanted := c.sketch.wants(hash)
	if wanted {
		if e := c.sketch.find(hash); e != nil {
			p.count(c, value, e)
			return
		}
	}
	if p.catalog.IsPlaceholder(value) {
		c.placeholders++
		return
	}
	m := &p.matches
	p.catalog.Match(value, m)
	e := sketchEntry{hash: hash, year: uint16(m.Year), prose: m.Prose, text: m.NeedsText()}
	e.n = uint8(copy(e.hits[:], m.Hits()))
	if wanted {
		c.sketch.add(e)
	}
	p.count(c, value, &e)
}

// count adds one more row with the value of e.
func (p *profile) count(c *columnProfile, value []byte, e *sketchEntry) {
	c.filled++
	if e.prose {
		c.prose++
	}
	for _, h := range e.matches() {
		t := &c.types[h.Type]
		t.matched++
		if h.Valid {
			t.valid++
			t.show(p.catalog, int(h.Type), value, e.hash)
		}
	}
	if !e.text {
		return
	}
	p.seen, p.passed = 0, 0
	p.catalog.Find(value, func(h detectors.TextHit) {
		bit := uint64(1) << h.Type
		p.seen |= bit
		t := &c.types[h.Type]
		t.chance = max(t.chance, p.catalog.Type(h.Type).TextChance(h.Form))
		if h.Valid {
			p.passed |= bit
			t.show(p.catalog, h.Type, value[h.Start:h.End], e.hash)
		}
	})
	for set := p.seen; set != 0; set &= set - 1 {
		i := bits.TrailingZeros64(set)
		c.types[i].textSeen++
		if p.passed>>i&1 != 0 {
			c.types[i].textValid++
		}
	}
}

// show keeps the masked shape of the value with the smallest hash, which is the
// same whatever the order of the rows.
func (t *typeCount) show(catalog *detectors.Catalog, typ int, value []byte, hash uint64) {
	if t.shapeHash == 0 || hash < t.shapeHash {
		t.shape, t.shapeHash = catalog.Mask(typ, value), hash
	}
}

// merge adds the rows of q, which must have the same catalogue, seed and columns.
func (p *profile) merge(q *profile) {
	p.rows += q.rows
	for i := range p.columns {
		p.columns[i].merge(&q.columns[i])
	}
}

func (c *columnProfile) merge(d *columnProfile) {
	c.filled += d.filled
	c.placeholders += d.placeholders
	c.prose += d.prose
	c.sketch.merge(&d.sketch)
	for i := range c.types {
		t, u := &c.types[i], &d.types[i]
		t.matched += u.matched
		t.valid += u.valid
		t.textSeen += u.textSeen
		t.textValid += u.textValid
		t.chance = max(t.chance, u.chance)
		if u.shapeHash != 0 && (t.shapeHash == 0 || u.shapeHash < t.shapeHash) {
			t.shape, t.shapeHash = u.shape, u.shapeHash
		}
	}
}

// mix spreads the bits of x (the finalizer of splitmix64).
func mix(x uint64) uint64 {
	x = (x ^ x>>30) * 0xBF58476D1CE4E5B9
	x = (x ^ x>>27) * 0x94D049BB133111EB
	return x ^ x>>31
}
