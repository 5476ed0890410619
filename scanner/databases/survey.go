package databases

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Sizes of a survey.
const (
	patches    = 50  // at least one of each region
	patchKeys  = 50  // of which the density follows
	maxSurveys = 8   // each cuts what the one before has misjudged into as many patches
	evenEnough = 0.1 // share of the rows that may lie elsewhere than was expected
)

// A patch is a span for which a survey asks where its keys lie.
type patch struct {
	span
	expected         float64 // rows, as estimated before
	keys             int64   // found, at most patchKeys
	first, nth, last uint64  // positions of the first of them, the last of them, and the last key of the patch
}

// learned returns what is known of p after the survey: an empty region where it has no keys.
func (p patch) learned() region {
	switch {
	case p.keys == 0:
		return region{}
	case p.keys < patchKeys:
		s := span{p.first, p.last + 1}
		return region{s, float64(p.keys) / s.width()}
	}
	// Where the patch begins before its first key is chance, so the density is that between keys.
	return region{span{p.first, p.last + 1}, float64(p.keys-1) / max(1, float64(p.nth-p.first))}
}

// survey finds out how the rows are spread over the keys before any is read. Where keys are
// sparse or clustered, evenly spaced ranges would take too many rows from sparse parts and
// from the beginnings of clusters. look fills in patches.
func (r *ranger) survey(look func([]patch) error) error {
	for range maxSurveys {
		all := r.cut()
		if err := look(all); err != nil {
			return err
		}
		var left []region
		expected, found := 0.0, 0.0
		for _, p := range all {
			expected += p.expected
			if known := p.learned(); known.hi > known.lo {
				found += r.rows(known)
				left = join(left, known)
			}
		}
		if found == 0 {
			return nil // keys that are no whole numbers, or gone
		}
		elsewhere := 0.0
		for _, p := range all {
			elsewhere += math.Abs(p.expected/expected-r.rows(p.learned())/found) / 2
		}
		if r.left = left; elsewhere <= evenEnough {
			break
		}
	}
	return nil
}

// join adds s to regions, merging it with the last one where the density is alike: a range
// that runs into the end of its region finds too few rows.
func join(regions []region, s region) []region {
	if n := len(regions); n > 0 {
		last := &regions[n-1]
		gap, ratio := float64(s.lo-last.hi)*s.density, s.density/last.density
		if gap <= 2 && math.Abs(ratio-1) <= evenEnough {
			rows := last.density*last.width() + s.density*s.width()
			last.hi = s.hi
			last.density = rows / last.width()
			return regions
		}
	}
	return append(regions, s)
}

// cut divides what is left into patches, more where more rows are expected. They begin at
// random places, so that what is found there is typical.
func (r *ranger) cut() (all []patch) {
	total := 0.0
	for _, s := range r.left {
		total += r.rows(s)
	}
	for _, s := range r.left {
		rows := r.rows(s)
		n := max(1, math.Round(rows/total*patches))
		for lo, k := s.lo, 1.0; k <= n; k++ {
			hi := s.hi
			if k < n {
				hi = min(hi, s.lo+uint64((k-0.5+r.rnd.Float64())/n*s.width()))
			}
			if hi > lo {
				p := span{lo, hi}
				all = append(all, patch{span: p, expected: rows * p.width() / s.width()})
			}
			lo = max(lo, hi)
		}
	}
	return all
}

// looker returns the function that asks the server for patches of o.
func (r *ranger) looker(ctx context.Context, s *session, o *object, from string) func([]patch) error {
	list, inner := []string{"count(*)"}, ""
	for i, column := range o.lead {
		list = append(list, fmt.Sprintf("min(g%d)", i))
		inner += fmt.Sprintf("%s AS g%d, ", column, i)
	}
	term := func(p patch) string {
		g := r.of(p.lo)
		where := fmt.Sprintf("FROM %s WHERE %s%s >= %s AND %[3]s <= %[5]s ORDER BY %[3]s", from, g.where, o.key, r.key(g, p.lo), r.key(g, p.hi-1))
		return fmt.Sprintf("SELECT %s, min(k), max(k), (SELECT %s %s DESC LIMIT 1) FROM (SELECT %s%[2]s AS k %[3]s LIMIT %[5]d) AS s",
			strings.Join(list, ", "), o.key, where, inner, patchKeys)
	}
	return func(all []patch) error {
		for part := range slices.Chunk(all, maxCompounded) {
			var terms []string
			for _, p := range part {
				terms = append(terms, term(p))
			}
			statement := strings.Join(terms, " UNION ALL ")
			if s.outline != nil {
				s.outline.add(Always, Surveyed, forms(statement)...)
				continue
			}
			if err := s.values(ctx, statement, nil, func(row []driver.Value) error { return r.found(part, row) }); err != nil {
				return err
			}
		}
		return nil
	}
}

// found records what a survey has found in one of the patches: the number of keys, their
// group, the first of them, the last of them, and the last key of the patch.
func (r *ranger) found(all []patch, row []driver.Value) error {
	var texts [][]byte
	for _, v := range row {
		if text, err := appendValue(nil, v); err == nil {
			texts = append(texts, text)
		}
	}
	if len(texts) < len(row) {
		return nil // no key, or one that is no whole number
	}
	n := len(texts) - 3
	key := slices.Clone(texts[1 : n+1])
	var at [3]uint64
	for i := range at {
		key[n-1] = texts[n+i]
		var ok bool
		if at[i], ok = r.position(key); !ok {
			return nil
		}
	}
	if i, ok := slices.BinarySearchFunc(all, at[0], func(p patch, at uint64) int { return p.compare(at) }); ok {
		p := &all[i]
		p.keys, _ = strconv.ParseInt(string(texts[0]), 10, 64)
		p.first, p.nth, p.last = at[0], at[1], at[2]
	}
	return nil
}

// bounds asks for the smallest and the largest key of o, of each group where there
// are several. It reports false where they are no numbers, or too far apart.
func (r *ranger) bounds(ctx context.Context, s *session, o *object, from string, key func(string) string) (bool, error) {
	if len(o.lead) > 0 {
		return r.groupBounds(ctx, s, o, from, key)
	}
	// Asked for in one SELECT, SQLite would read the whole table for them.
	end := func(which string) string { return key(fmt.Sprintf("(SELECT %s(%s) FROM %s)", which, o.key, from)) }
	lo, hi, err := s.ends(ctx, o, r.want, fmt.Sprintf("SELECT %s, %s", end("min"), end("max")))
	if err != nil {
		return false, err
	}
	return r.add(group{}, lo.String, hi.String), nil
}

// groupBounds asks for the groups with their ends, which the index gives without its other
// rows. The server has counted how few groups there are; if there turn out to be many more,
// they are not used.
func (r *ranger) groupBounds(ctx context.Context, s *session, o *object, from string, key func(string) string) (bool, error) {
	const most = 4 * mostGroups
	var list []string
	for _, column := range o.lead {
		list = append(list, key(column))
	}
	list = append(list, key("min("+o.key+")"), key("max("+o.key+")"))
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

// add adds a group, with its keys after those of the others.
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

// ends runs the statement for the smallest and the largest key of o. Where the reading is
// only planned it invents two, which do not change the form of the statements.
func (s *session) ends(ctx context.Context, o *object, want int64, statement string) (lo, hi sql.NullString, err error) {
	if s.outline == nil {
		err = s.value(ctx, statement, &lo, &hi)
		return lo, hi, err
	}
	s.outline.exactly(Always, statement)
	lo, hi = sql.NullString{String: "1", Valid: true}, sql.NullString{String: "999999999", Valid: true}
	return lo, hi, s.outlineSmall(o, want)
}

// parse reads a key as 64 bits. A key above the largest signed one makes the whole column
// unsigned.
func (r *ranger) parse(key string) (uint64, bool) {
	if n, err := strconv.ParseInt(key, 10, 64); err == nil {
		return uint64(n), true
	}
	n, err := strconv.ParseUint(key, 10, 64)
	r.unsigned = r.unsigned || err == nil
	return n, err == nil
}
