package detectors

import (
	"math"
	"slices"
)

// newLane works out what follows from the layout of a value of 1 to maxNumber bytes.
func (c *Catalog) newLane(value []byte) *Lane {
	l := &Lane{catalog: c, layout: append([]byte(nil), value...), patience: minPatience}
	p := placesOf(l.layout)
	l.last = p.words - 1
	for i, b := range l.layout {
		word, place := p.find(i)
		if isDigit(b) {
			l.keep[word] |= 0xF0 << (8 * place)
			l.want[word] |= 0x30 << (8 * place)
			l.low[word] |= 0x0F << (8 * place)
			l.sixes[word] |= 0x06 << (8 * place)
		} else {
			l.keep[word] |= 0xFF << (8 * place)
			l.want[word] |= uint64(b) << (8 * place)
		}
	}
	l.shape = shapeOf(l.layout)
	l.inside = l.shape.inside()
	for _, filler := range c.placeholders.byLayout[layoutOf(l.layout)] {
		l.holds(filler)
		l.fillers = append(l.fillers, l.number.words)
	}
	n := len(value)
	l.unfit = value[0] <= ' ' || value[0] == '\'' || n > 2 && value[n-2] == '.' || !c.fillLane(l, p)
	return l
}

// fillLane finds the forms of a layout and the checks that they need. It reports
// false when they are too many.
func (c *Catalog) fillLane(l *Lane, p places) bool {
	checks := laneChecks{p, l.layout, numberChecks(), map[checkKey]numberCheck{}}
	// The first byte of another value may be another digit.
	set := c.index.candidatesOfLayout(l.shape)
	for i := set.Next(0); i >= 0; i = set.Next(i + 1) {
		g := &c.groups[i]
		n := len(l.layout) - g.least
		if n < 0 || n >= len(g.byLength) {
			continue
		}
		for _, v := range g.byLength[n] {
			f := &c.types[g.typ].forms[v.form]
			if v.sequence == nil && f.matcher.program != nil {
				return false // lanes charge nobody
			}
			t := laneTest{variant: v, typ: g.typ}
			if !t.place(l.layout) {
				continue
			}
			if f.check != nil {
				t.key, t.holds = checkKey{f.checked, f.Fill}, checks.of(f, c.types[g.typ].date)
			}
			if !l.add(t, c.types[g.typ].date) {
				return false
			}
		}
	}
	l.settle()
	return true
}

// add adds a test of a type, which comes after those of the types before it. It
// reports false when the types are too many, or a date is one for certain digits only.
func (l *Lane) add(t laneTest, date bool) bool {
	if k := len(l.types); k == 0 || l.types[k-1].typ != t.typ {
		if k == MaxHits {
			return false
		}
		l.types = append(l.types, laneType{typ: t.typ, least: math.MaxUint64})
	}
	t.bit = 1 << (len(l.types) - 1)
	l.dated = l.dated || date
	l.tests = append(l.tests, t)
	return !date || !t.depends()
}

// settle finds out what all values have in common. A check that every value needs is
// done once, for all types that ask for it.
func (l *Lane) settle() {
	for i := range l.tests {
		t := &l.tests[i]
		if t.depends() {
			continue
		}
		l.always |= t.bit
		if t.holds == nil {
			l.sound |= t.bit
			continue
		}
		k := slices.IndexFunc(l.checks, func(ch laneCheck) bool { return ch.key == t.key })
		if k < 0 {
			k, l.checks = len(l.checks), append(l.checks, laneCheck{key: t.key, holds: t.holds})
		}
		l.checks[k].types |= t.bit
	}
	for i := range l.tests {
		t := &l.tests[i]
		done := func(ch laneCheck) bool { return ch.key == t.key && ch.types&t.bit != 0 }
		if t.depends() && l.sound&t.bit == 0 && !slices.ContainsFunc(l.checks, done) {
			l.open = append(l.open, t)
		}
	}
}

// A checkKey is a check, as a form asks for it; without a name it is none.
type checkKey struct {
	name string
	fill int
}

// laneChecks are the checks of a layout, each made once.
type laneChecks struct {
	places places
	layout []byte
	quick  map[string]func(places, []byte, int) numberCheck
	made   map[checkKey]numberCheck
}

// of returns the check of a form; date tells that its type is a date.
func (c *laneChecks) of(f *form, date bool) numberCheck {
	key := checkKey{f.checked, f.Fill}
	if made := c.made[key]; made != nil {
		return made
	}
	var made numberCheck
	if quick := c.quick[f.checked]; quick != nil {
		made = quick(c.places, c.layout, f.Fill)
	}
	switch check, fill := f.check, f.Fill; {
	case made != nil:
	case date:
		made = func(n *number) bool {
			n.date = dateOf(n.value)
			return n.date != 0
		}
	default:
		made = func(n *number) bool { return check(n.value, fill) }
	}
	c.made[key] = made
	return made
}
