package scanner

import (
	"math"
	"slices"

	"github.com/datamapbr/datamap/detectors"
	"github.com/datamapbr/datamap/rules"
)

// A profile is what the rows of one table have shown so far. Profiles of parts
// of a table merge into that of the whole, in any order.
type profile struct {
	catalog     *detectors.Catalog
	hearing     *hearing // by which it is judged
	learned     *rules.Learned
	cases       func(Case)  // nil for nobody
	silences    [][]silence // the user's rules that concern each column; nil for none
	turns       bool        // whether to try what would change the verdicts
	among       string      // what most of the tables beside this one are about, or ""
	seed        uint64
	today       day
	rows        int64
	columns     []columnProfile
	keys        []int // for each column the index of the one that says what its cells are, or -1
	digestTypes []int // see digests.go
	halves      []halves
	matches     detectors.Matches
	budget      detectors.Budget
	// seen and passed are the types found in the current text.
	seen, passed detectors.Set
	number       [32]byte // room for a number written out …
	narrow       [32]byte // … for one in ASCII …
	code, plain  []byte   // … and for decoded base64
}

// A columnProfile counts one column's values.
type columnProfile struct {
	filled       int64
	placeholders int64
	prose        int64
	destroyed    int64 // numbers of which a spreadsheet has lost digits
	ages         ageCounts
	dates        dateCounts
	sketch       sketch
	memo         detectors.Memo
	types        []typeCount
	parts        map[string]*columnProfile // by key; see parts.go
	documents    int64                     // that were taken apart or, of a part, in which it occurs
	lastDocument int64                     // in which the part occurred last
	lastKey      uint64                    // largest hash of the keys that have a part of their own
	digests      int64                     // values that may be digests, as of the last batch
	compared     comparison                // of these with the rest of their rows; see rows.go
	contents     *Contents                 // of its binary values; nil for none
}

// A typeCount counts the rows of one type in one column.
type typeCount struct {
	matched   int64  // of its shape
	valid     int64  // that pass its check
	shapeHash uint64 // of the value that shape is of: the smallest, so that the order of the rows does not matter
	textSeen  int64  // that hold a value of its shape in their text
	textValid int64  // that hold one that passes
	chance    float64
	shape     detectors.Masked // of the valid value with the smallest hash
}

func newTypeCounts(n int) []typeCount {
	counts := make([]typeCount, n)
	for i := range counts {
		counts[i].shapeHash = math.MaxUint64
	}
	return counts
}

func newProfile(catalog *detectors.Catalog, seed uint64, today day, columns []Column) *profile {
	p := &profile{catalog: catalog, turns: true, seed: mix(seed + 1), today: today, columns: make([]columnProfile, len(columns)), keys: keyColumns(columns)}
	p.digestTypes, p.halves = digestTypes(catalog), halvesIn(catalog, columns)
	for i := range p.columns {
		p.columns[i].types = newTypeCounts(catalog.Len())
		p.columns[i].sketch.size = sketchSize(len(columns))
	}
	return p
}

// empty returns a profile for other rows of the same column, or for some of its values.
func (c *columnProfile) empty() *columnProfile {
	return &columnProfile{types: newTypeCounts(len(c.types)), sketch: sketch{size: c.sketch.size}}
}

// empty returns a profile for other rows of the same table, to be merged later.
func (p *profile) empty() *profile {
	q := &profile{catalog: p.catalog, seed: p.seed, today: p.today, columns: make([]columnProfile, len(p.columns)), keys: p.keys, digestTypes: p.digestTypes}
	for i := range q.columns {
		q.columns[i] = *p.columns[i].empty()
	}
	q.halves = slices.Clone(p.halves)
	for i := range q.halves {
		q.halves[i].compared = nil
	}
	return q
}

// add counts the rows of a batch, column by column: what one column needs of the
// catalogue stays in the processor's cache.
func (p *profile) add(b *Batch) {
	ignores := p.catalog.Ignores()
	p.rows += int64(b.Rows) // first: should a detector fail, no more cells are counted than rows
	for i := range min(b.Cols, len(p.columns)) {
		c, key := &p.columns[i], p.keys[i]
		for at := i; at < len(b.Cells); at += b.Cols {
			cell := b.Cells[at]
			if len(cell) == 0 {
				continue
			}
			if lane := p.catalog.Lane(&c.memo, cell); lane != nil && !(ignores && p.ignored(cell)) {
				p.addNumber(c, lane, cell)
			} else {
				p.addCell(c, cell, true)
			}
			if key >= 0 && key < b.Cols {
				p.addCell(p.part(c, detectors.Clean(b.Cells[at-i+key])), cell, false)
			}
		}
		p.drain(c)
	}
	p.addBinaries(b)
	p.compare(b)
}

// ignored reports whether the user has said that a value is never of some type.
func (p *profile) ignored(value []byte) bool {
	_, ok := p.catalog.Ignored(value)
	return ok
}

// addNumber counts a cell of a known layout.
func (p *profile) addNumber(c *columnProfile, lane *detectors.Lane, value []byte) {
	hash := p.hash(value)
	if c.sketch.wants(hash) {
		p.addValue(c, value, hash, lane)
		return
	}
	if lane.Placeholder() {
		c.placeholders++
		return
	}
	text := lane.Count(hash)
	if lane.Aged() {
		c.ages.add(p.today.agesOf(value, lane.Date()))
		c.dates.add(uint32(lane.Date()), uint32(p.today.digits))
	}
	if text {
		p.countText(c, value, hash)
	}
}

// drain adds what the lanes of a column have counted to its profile.
func (p *profile) drain(c *columnProfile) {
	c.filled += p.catalog.Drain(&c.memo, func(n detectors.Tally) {
		t := &c.types[n.Type]
		t.matched += n.Matched
		t.valid += n.Valid
		if n.Least < t.shapeHash {
			t.shape, t.shapeHash = n.Shape(p.catalog), n.Least
		}
	})
}

// addCell counts one cell; whole tells that it is the column's own and may be a
// document of many values.
func (p *profile) addCell(c *columnProfile, cell []byte, whole bool) {
	value := cell
	if !detectors.IsBare(cell) {
		value = detectors.Narrow(detectors.Clean(cell), p.narrow[:])
		if len(value) == 0 {
			return
		}
		var lost bool
		if value, lost = detectors.Exponent(value, p.number[:]); lost {
			c.filled++
			c.destroyed++
			return
		}
	}
	value = p.addCoded(c, value)
	if whole {
		p.addDocument(c, value)
	}
	p.addValue(c, value, p.hash(value), nil)
}

// addValue counts a clean value; lane is that of a number, else nil.
func (p *profile) addValue(c *columnProfile, value []byte, hash uint64, lane *detectors.Lane) {
	p.matches.Budget = &p.budget
	wanted := c.sketch.wants(hash)
	if wanted {
		if e := c.sketch.find(hash); e != nil {
			c.ages.add(e.ages)
			c.dates.add(e.date, uint32(p.today.digits))
			if p.catalog.Metered() { // every row is charged, so that the cost does not depend on which came first
				p.catalog.Match(value, &p.matches)
			}
			if e.text {
				value = asRead(value)
			}
			p.count(c, value, hash, e.matches(), e.prose, e.text)
			return
		}
	}
	if p.catalog.IsPlaceholder(value) {
		c.placeholders++
		return
	}
	m := &p.matches
	if lane != nil {
		lane.Match(m)
	} else if p.catalog.Match(value, m); m.Shape.Escapes() {
		if plain := asRead(value); len(plain) < len(value) {
			if value = plain; p.catalog.IsPlaceholder(value) {
				c.placeholders++
				return
			}
			p.catalog.Match(value, m)
		}
	}
	if p.catalog.Ignores() {
		if types, ok := p.catalog.Ignored(value); ok && !m.Drop(&types) {
			c.filled++ // it is no evidence for or against anything
			return
		}
	}
	text := m.NeedsText()
	ages := p.today.agesOf(value, m.Date)
	c.ages.add(ages)
	c.dates.add(uint32(m.Date), uint32(p.today.digits))
	if wanted {
		it := told{prose: m.Prose, text: text}
		if m.Prose {
			it.of = p.catalog.SpeaksOf(value)
		} else if m.Shape.Worded() {
			it.of = p.catalog.Names(value)
		}
		it.n = uint8(copy(it.hits[:], m.Hits()))
		c.sketch.add(sketchEntry{hash: hash, shape: m.Shape, told: c.sketch.share(it), date: uint32(m.Date), ages: ages})
	}
	p.count(c, value, hash, m.Hits(), m.Prose, text)
}

// count adds one more row with a value; text tells that it may contain others.
func (p *profile) count(c *columnProfile, value []byte, hash uint64, hits []detectors.Hit, prose, text bool) {
	c.filled++
	if prose {
		c.prose++
	}
	for _, h := range hits {
		t := &c.types[h.Type]
		t.matched++
		if h.Valid {
			t.valid++
			if hash < t.shapeHash {
				t.shape, t.shapeHash = p.catalog.Mask(int(h.Type), value), hash
			}
		}
	}
	if text {
		p.countText(c, value, hash)
	}
}

// countText counts the values inside a value.
func (p *profile) countText(c *columnProfile, value []byte, hash uint64) {
	p.seen, p.passed = detectors.Set{}, detectors.Set{}
	p.catalog.FindWithin(&p.budget, value, func(h detectors.TextHit) {
		if types, ok := p.catalog.Ignored(value[h.Start:h.End]); ok && types.Has(h.Type) {
			return
		}
		p.seen.Add(h.Type)
		t := &c.types[h.Type]
		t.chance = max(t.chance, p.catalog.Type(h.Type).TextChance(h.Form))
		if h.Valid {
			p.passed.Add(h.Type)
			if hash < t.shapeHash {
				t.shape, t.shapeHash = p.catalog.Mask(h.Type, value[h.Start:h.End]), hash
			}
		}
	})
	for i := p.seen.Next(0); i >= 0; i = p.seen.Next(i + 1) {
		c.types[i].textSeen++
		if p.passed.Has(i) {
			c.types[i].textValid++
		}
	}
}

// merge adds the rows of q, which must have the same catalogue, seed and columns.
func (p *profile) merge(q *profile) {
	p.rows += q.rows
	p.budget.Merge(&q.budget)
	for i := range p.columns {
		p.columns[i].merge(&q.columns[i])
	}
	for i := range p.halves {
		p.halves[i].compared.merge(q.halves[i].compared)
	}
}

func (c *columnProfile) merge(d *columnProfile) {
	for key, part := range d.parts {
		mine := c.parts[key]
		if mine == nil {
			mine = c.newPart(key)
		}
		mine.merge(part)
	}
	c.filled += d.filled
	c.documents += d.documents
	c.placeholders += d.placeholders
	c.prose += d.prose
	c.destroyed += d.destroyed
	c.ages.merge(&d.ages)
	c.dates.merge(&d.dates)
	c.compared.merge(d.compared)
	c.mergeContents(d.contents)
	c.sketch.merge(&d.sketch)
	for i := range c.types {
		t, u := &c.types[i], &d.types[i]
		t.matched += u.matched
		t.valid += u.valid
		t.textSeen += u.textSeen
		t.textValid += u.textValid
		t.chance = max(t.chance, u.chance)
		if u.shapeHash < t.shapeHash {
			t.shape, t.shapeHash = u.shape, u.shapeHash
		}
	}
}

// rulesOver are the user's rules that were switched off because they cost too
// much: the table was judged without them.
func (p *profile) rulesOver() (reasons []Reason) {
	for i := range p.catalog.Len() {
		if p.budget.Over(i) {
			reasons = append(reasons, Reason{Code: "rule_over_budget", Detail: p.catalog.Type(i).Rule.ID})
		}
	}
	return reasons
}
