package databases

import (
	"bytes"
	"cmp"
	"context"
	"database/sql/driver"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"

	"github.com/datamapbr/datamap/scanner"
)

// Sizes of a sample by ranges of a key.
const (
	rowsPerRange  = 20
	mostFromRange = 400       // rows from each, on average; more would be no sample any more
	maxRanges     = 250       // per round: each is a SELECT to be parsed; 10,000 rows take 40 from each
	maxRounds     = 40        // one is enough unless ranges meet gaps that no survey has seen
	maxStatement  = 200 << 10 // bytes of SQL, well below every server's limit
	maxCompounded = 50        // SELECTs of one UNION ALL
	mostGroups    = 250       // of rows that are alike in the columns before the key
)

// A span is a half-open interval of key positions, counted from the smallest key.
type span struct{ lo, hi uint64 }

func (s span) width() float64 { return float64(s.hi - s.lo) }

// compare tells where s lies: before the position, around it, after it.
func (s span) compare(at uint64) int {
	switch {
	case at < s.lo:
		return 1
	case at >= s.hi:
		return -1
	}
	return 0
}

// A region is a span that has not been read, with the density of the keys met in it, since
// keys tend to lie together.
type region struct {
	span
	density float64
}

// A stretch is a range of keys of which the first limit rows are asked for. head
// is the span before it that no stretch covers.
type stretch struct {
	span
	limit int64
	head  region
	count int64  // rows seen
	last  uint64 // position of the last of them
}

// A ranger samples a table by random ranges of an integer key, after a survey has found
// where the keys lie. Each round divides what has not been read into strata of about equal
// numbers of rows, and reads some rows from a random place of each. If it finds too few,
// the next round works on what is left, with the densities met. No row is read twice.
type ranger struct {
	sql        func(group, stretch) string // one range, as a term of UNION ALL
	compounded int                         // of a statement, at most
	groups     []group                     // in order of their places
	unsigned   bool
	rnd        *rand.Rand
	want       int64
	size       float64 // rows of the table, roughly

	left    []region
	todo    []stretch // of this round, not yet asked for
	asked   []stretch // of the statement now running
	rounds  int
	touched *int64
}

// A group is the rows that are alike in the columns before the key: all of them where
// there are none. Its keys have the positions from start on.
type group struct {
	where string // condition of its rows, ends with AND; empty for all
	lead  string // their values in those columns, as the statement returns them
	start uint64
	base  uint64 // smallest key, as bits
	span  uint64 // up to the largest
}

// A rangeForm is how an engine writes ranges of an integer key.
type rangeForm struct {
	key   func(quoted string) string // yields the key, and NULL where it is no whole number
	term  func(query string) string  // puts parentheses around a SELECT with LIMIT, to be joined with others
	bound bool                       // or each range is a statement, prepared once
}

// rangePlan samples o by its integer key.
func rangePlan(ctx context.Context, s *session, o *object, want int64, rnd *rand.Rand, form rangeForm) (*plan, error) {
	from, err := o.from(s.d.dialect)
	if err != nil {
		return nil, err
	}
	r := &ranger{rnd: rnd, want: want, size: float64(max(o.Rows, 10*want)), compounded: maxCompounded}
	ok, err := r.bounds(ctx, s, o, from, form.key)
	if err != nil {
		return nil, err
	}
	if !ok {
		return headPlan(s, o, want) // a key that is not a number after all
	}
	if err := r.survey(r.looker(ctx, s, o, from)); err != nil {
		return nil, err
	}
	var keys []string
	for _, k := range append(slices.Clone(o.lead), o.key) {
		keys = append(keys, form.key(k))
	}
	p := &plan{method: scanner.Ranges, rows: -1, next: r.next, known: never, rule: Drawn, saw: r.saw}
	r.touched = &p.touched
	list, err := p.selectKeys(o, s.d.dialect, keys)
	if err != nil {
		return nil, err
	}
	query := func(where, a, b, limit string) string {
		return fmt.Sprintf("SELECT %s FROM %s WHERE %s%s >= %s AND %[4]s <= %[6]s ORDER BY %[4]s LIMIT %[7]s", list, from, where, o.key, a, b, limit)
	}
	r.sql = func(g group, t stretch) string {
		return form.term(query(g.where, r.key(g, t.lo), r.key(g, t.hi-1), strconv.FormatInt(t.limit, 10)))
	}
	if form.bound {
		r.compounded = 1
		r.sql = func(g group, t stretch) string {
			p.args = []driver.NamedValue{{Ordinal: 1, Value: int64(g.at(t.lo))}, {Ordinal: 2, Value: int64(g.at(t.hi - 1))}, {Ordinal: 3, Value: t.limit}}
			return query(g.where, "?", "?", "abs(?)") // of a bare "?" SQLite takes the value for a reason to prepare again
		}
	}
	return p, nil
}

// of returns the group of a position.
func (r *ranger) of(at uint64) group {
	i, found := slices.BinarySearchFunc(r.groups, at, func(g group, at uint64) int { return cmp.Compare(g.start, at) })
	if !found {
		i--
	}
	return r.groups[i]
}

// at is the key at a position of the group, as bits.
func (g group) at(position uint64) uint64 { return g.base + (position - g.start) }

// key is the number at a position of a group.
func (r *ranger) key(g group, at uint64) string {
	n := g.at(at)
	if r.unsigned {
		return strconv.FormatUint(n, 10)
	}
	return strconv.FormatInt(int64(n), 10)
}

// rows estimates how many rows lie in s; more than none even where none was met.
func (r *ranger) rows(s region) float64 {
	if s.hi == s.lo {
		return 0
	}
	return min(max(s.density*s.width(), 1), max(r.size, float64(r.want)))
}

func (r *ranger) next(read int64) string {
	r.settle()
	if len(r.todo) == 0 {
		r.begin(read)
	}
	var terms []string
	size := 0
	for len(r.todo) > 0 && len(terms) < r.compounded && size < maxStatement {
		t := r.todo[0]
		sql := r.sql(r.of(t.lo), t)
		r.todo, r.asked, terms = r.todo[1:], append(r.asked, t), append(terms, sql)
		size += len(sql)
	}
	return strings.Join(terms, " UNION ALL ")
}

// saw notes the key of a row that was read; the columns before the key come first.
func (r *ranger) saw(key [][]byte) {
	at, ok := r.position(key)
	if i, found := slices.BinarySearchFunc(r.asked, at, func(s stretch, at uint64) int { return s.compare(at) }); ok && found {
		r.asked[i].count++
		r.asked[i].last = max(r.asked[i].last, at)
	}
}

// position returns the position of a key; the columns before the key come first.
func (r *ranger) position(key [][]byte) (uint64, bool) {
	last := len(key) - 1
	n, ok := r.parse(string(key[last]))
	g := r.groups[0]
	if last > 0 {
		lead := string(bytes.Join(key[:last], []byte(",")))
		i := slices.IndexFunc(r.groups, func(g group) bool { return g.lead == lead })
		if i < 0 {
			return 0, false
		}
		g = r.groups[i]
	}
	return g.start + (n - g.base), ok
}

// settle adds what the last statement did not reach to what is left.
func (r *ranger) settle() {
	for _, t := range r.asked {
		density := float64(t.count) / t.width()
		if t.count > 0 {
			*r.touched++
		}
		if t.count >= t.limit {
			density = float64(t.count) / float64(t.last-t.lo+1)
			if t.last+1 < t.hi {
				r.left = append(r.left, region{span{t.last + 1, t.hi}, density})
			}
		}
		if t.head.hi > t.head.lo {
			t.head.density = max(t.head.density, density)
			r.left = append(r.left, t.head)
		}
	}
	r.asked = r.asked[:0]
}

// begin plans a round over what is left.
func (r *ranger) begin(read int64) {
	missing := r.want - read
	regions := r.left
	if r.rounds++; missing <= 0 || r.rounds > maxRounds || len(regions) == 0 {
		return
	}
	slices.SortFunc(regions, func(a, b region) int { return cmp.Compare(a.lo, b.lo) })
	total := 0.0
	for _, s := range regions {
		total += r.rows(s)
	}
	ranges := min(max((missing+rowsPerRange-1)/rowsPerRange, min(50, missing)), maxRanges)
	stratum := total / float64(ranges)
	r.left = nil
	i, passed := int64(0), 0.0 // stratum, and weight of the regions before
	at := r.rnd.Float64() * stratum
	for _, s := range regions {
		var cuts []stretch
		rows := r.rows(s)
		for ; i < ranges && at < passed+rows; at = (float64(i) + r.rnd.Float64()) * stratum {
			lo := min(s.lo+uint64((at-passed)/rows*s.width()), s.hi-1)
			limit := (i+1)*missing/ranges - i*missing/ranges
			if n := len(cuts); n > 0 && cuts[n-1].lo == lo {
				cuts[n-1].limit += limit
			} else {
				cuts = append(cuts, stretch{span: span{lo, s.hi}, limit: limit})
			}
			i++
		}
		for k := range len(cuts) - 1 {
			cuts[k].hi = cuts[k+1].lo
		}
		if len(cuts) == 0 {
			r.left = append(r.left, s)
		} else {
			cuts[0].head = region{span{s.lo, cuts[0].lo}, s.density}
		}
		r.todo = append(r.todo, cuts...)
		passed += rows
	}
}
