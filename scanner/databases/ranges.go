package databases

import (
	"bytes"
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"

	"github.com/datamapbr/datamap/scanner"
)

// Sizes of a sample by ranges of a key.
const (
	rowsPerRange  = 20
	mostFromRange = 400       // more rows from each, on average, are no sample any more
	maxRanges     = 250       // a round: each is a SELECT to be parsed; 10,000 rows take 40 from each
	maxRounds     = 40        // keys in heaps take some; even ones take one
	maxStatement  = 200 << 10 // bytes of SQL, well below every server's limit
	maxCompounded = 50        // SELECTs of one UNION ALL
	mostGroups    = 250       // of rows that are alike in the columns before the key
)

// A span is a half-open interval of key positions, counted from the smallest key.
type span struct{ lo, hi uint64 }

func (s span) width() float64 { return float64(s.hi - s.lo) }

// A region is a span not read yet, with the density of the keys met at its left
// edge: where one key is, more follow.
type region struct {
	span
	density float64
}

// rows guesses how many rows lie in s.
func (s region) rows(least, most float64) float64 {
	return min(max(s.density*s.width(), least), most)
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

// A ranger samples a table by random ranges of an integer key. Each round cuts
// the keys not read yet into strata and reads some rows from a random place in
// each. Where keys are sparse or lie in heaps a round finds too little; the
// next one works on what is left, by the density met there. No row is read twice.
type ranger struct {
	sql      func(where, first, last string, limit int64) string // one range, as a term of UNION ALL
	groups   []group                                             // in order of their places
	unsigned bool
	rnd      *rand.Rand
	want     int64
	size     float64 // rows of the table, roughly

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
	lead  string // what they have in those columns, as the statement gives it
	start uint64
	base  uint64 // smallest key, as bits
	span  uint64 // up to the largest
}

// rangePlan samples o by its integer key. cast turns the key into text and term
// puts parentheses, or what stands for them, around a SELECT with LIMIT.
func rangePlan(ctx context.Context, s *session, o *object, want int64, rnd *rand.Rand, cast, term func(string) string) (*plan, error) {
	from, err := o.from(s.d.dialect)
	if err != nil {
		return nil, err
	}
	r := &ranger{rnd: rnd, want: want, size: float64(max(o.Rows, 10*want))}
	ok, err := r.survey(ctx, s, o, from, cast)
	if err != nil {
		return nil, err
	}
	if !ok {
		return headPlan(s, o, want) // a key that is not a number after all
	}
	var keys []string
	for _, k := range append(slices.Clone(o.lead), o.key) {
		keys = append(keys, cast(k))
	}
	p := &plan{method: scanner.Ranges, rows: -1, next: r.next, known: never, rule: Drawn, saw: r.saw}
	r.touched = &p.touched
	list, err := p.selectKeys(o, s.d.dialect, keys)
	if err != nil {
		return nil, err
	}
	r.sql = func(where, a, b string, limit int64) string {
		return term(fmt.Sprintf("SELECT %s FROM %s WHERE %s%s >= %s AND %s <= %s ORDER BY %s LIMIT %d",
			list, from, where, o.key, a, o.key, b, o.key, limit))
	}
	return p, nil
}

// survey asks for the smallest and the largest key of o, of each group where there
// are several. It reports false where they are no numbers, or too far apart.
func (r *ranger) survey(ctx context.Context, s *session, o *object, from string, cast func(string) string) (bool, error) {
	if len(o.lead) > 0 {
		return r.surveyGroups(ctx, s, o, from, cast)
	}
	// Asked for in one SELECT, SQLite would read the whole table for them.
	end := func(which string) string { return cast(fmt.Sprintf("(SELECT %s(%s) FROM %s)", which, o.key, from)) }
	lo, hi, err := s.ends(ctx, o, r.want, fmt.Sprintf("SELECT %s, %s", end("min"), end("max")))
	if err != nil {
		return false, err
	}
	return r.add(group{}, lo.String, hi.String), nil
}

// surveyGroups asks for the groups with their ends. The index gives them without
// its other rows, since the server has counted how few there are: many more than
// it says are none.
func (r *ranger) surveyGroups(ctx context.Context, s *session, o *object, from string, cast func(string) string) (bool, error) {
	const most = 4 * mostGroups
	var list []string
	for _, column := range o.lead {
		list = append(list, cast(column))
	}
	list = append(list, cast("min("+o.key+")"), cast("max("+o.key+")"))
	statement := fmt.Sprintf("SELECT %s FROM %s GROUP BY %s LIMIT %d", strings.Join(list, ", "), from, strings.Join(o.lead, ", "), most)
	ok := true
	add := func(values []string) {
		var g group
		for i, column := range o.lead {
			g.where += column + " = " + values[i] + " AND "
		}
		last := len(o.lead)
		g.lead = strings.Join(values[:last], ",")
		ok = ok && r.add(g, values[last], values[last+1])
	}
	if s.outline != nil {
		s.outline.exactly(Always, statement)
		add(append(slices.Repeat([]string{"1"}, len(o.lead)), "1", "999999999"))
		return ok, s.outlineSmall(o, r.want)
	}
	err := s.rows(ctx, statement, func(rows *sql.Rows) error {
		values, into := make([]string, len(list)), make([]any, len(list))
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			return err
		}
		add(values)
		return nil
	})
	var total float64
	for _, left := range r.left {
		total += left.width()
	}
	for i := range r.left {
		r.left[i].density = r.size / total
	}
	return ok && len(r.groups) > 0 && len(r.groups) < most, err
}

// add puts the keys of one more group behind those of the others.
func (r *ranger) add(g group, first, last string) bool {
	lo, ok1 := r.parse(first)
	hi, ok2 := r.parse(last)
	if n := len(r.groups); n > 0 {
		g.start = r.groups[n-1].start + r.groups[n-1].span + 1
	}
	g.base, g.span = lo, hi-lo
	end := g.start + g.span
	if !ok1 || !ok2 || end < g.start || end == math.MaxUint64 && g.start > 0 {
		return false
	}
	if end < math.MaxUint64 {
		end++
	}
	r.groups = append(r.groups, g)
	r.left = append(r.left, region{span: span{g.start, end}})
	return true
}

// ends runs the statement for the smallest and the largest key of o. Where the
// reading is only planned it makes two up: the statements have the same form.
func (s *session) ends(ctx context.Context, o *object, want int64, statement string) (lo, hi sql.NullString, err error) {
	if s.outline == nil {
		err = s.value(ctx, statement, &lo, &hi)
		return lo, hi, err
	}
	s.outline.exactly(Always, statement)
	lo, hi = sql.NullString{String: "1", Valid: true}, sql.NullString{String: "999999999", Valid: true}
	return lo, hi, s.outlineSmall(o, want)
}

// parse reads a key as bits of 64. A key above the signed ones makes the whole
// column unsigned.
func (r *ranger) parse(key string) (uint64, bool) {
	if n, err := strconv.ParseInt(key, 10, 64); err == nil {
		return uint64(n), true
	}
	n, err := strconv.ParseUint(key, 10, 64)
	r.unsigned = r.unsigned || err == nil
	return n, err == nil
}

// of returns the group of a position.
func (r *ranger) of(at uint64) group {
	i, found := slices.BinarySearchFunc(r.groups, at, func(g group, at uint64) int { return cmp.Compare(g.start, at) })
	if !found {
		i--
	}
	return r.groups[i]
}

// key is the number at a position of a group.
func (r *ranger) key(g group, at uint64) string {
	n := g.base + (at - g.start)
	if r.unsigned {
		return strconv.FormatUint(n, 10)
	}
	return strconv.FormatInt(int64(n), 10)
}

func (r *ranger) next(read int64) string {
	r.settle()
	if len(r.todo) == 0 {
		r.begin(read)
	}
	var terms []string
	size := 0
	for len(r.todo) > 0 && len(terms) < maxCompounded && size < maxStatement {
		t := r.todo[0]
		g := r.of(t.lo)
		sql := r.sql(g.where, r.key(g, t.lo), r.key(g, t.hi-1), t.limit)
		r.todo, r.asked, terms = r.todo[1:], append(r.asked, t), append(terms, sql)
		size += len(sql)
	}
	return strings.Join(terms, " UNION ALL ")
}

// saw takes note of the key of a row that was read, after the columns before it.
func (r *ranger) saw(key [][]byte) {
	g := r.groups[0]
	if n := len(key) - 1; n > 0 {
		lead := string(bytes.Join(key[:n], []byte(",")))
		g = r.groups[max(0, slices.IndexFunc(r.groups, func(g group) bool { return g.lead == lead }))]
	}
	n, _ := r.parse(string(key[len(key)-1]))
	at := g.start + (n - g.base)
	i, found := slices.BinarySearchFunc(r.asked, at, func(s stretch, at uint64) int {
		switch {
		case at < s.lo:
			return 1
		case at >= s.hi:
			return -1
		}
		return 0
	})
	if found {
		r.asked[i].count++
		r.asked[i].last = max(r.asked[i].last, at)
	}
}

// settle puts what the last statement did not reach among what is left.
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

// begin lays out a round over what is left.
func (r *ranger) begin(read int64) {
	missing := r.want - read
	regions := r.left
	if r.rounds++; missing <= 0 || r.rounds > maxRounds || len(regions) == 0 {
		return
	}
	slices.SortFunc(regions, func(a, b region) int { return cmp.Compare(a.lo, b.lo) })
	// Where nothing was met something may be all the same.
	least, most := 1.0, max(r.size, float64(r.want))
	total := 0.0
	for _, s := range regions {
		total += s.rows(least, most)
	}
	ranges := min(max((missing+rowsPerRange-1)/rowsPerRange, min(50, missing)), maxRanges)
	stratum := total / float64(ranges)
	r.left = nil
	i, passed := int64(0), 0.0 // stratum, and weight of the regions before
	at := r.rnd.Float64() * stratum
	for _, s := range regions {
		var cuts []stretch
		rows := s.rows(least, most)
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
