package detectors

// An index gives the groups that a shape may belong to, by a few table look-ups:
// in every table, a bit is set for each group of which some form can have that
// length, that many bytes of a class, those marks, that first byte.
type index struct {
	length [maxShaped + 1]Set
	class  [numClasses][maxShaped + 1]Set
	marks  [256]Set
	first  [256]Set
}

func (x *index) add(group int, s *signature) {
	for n := range maxShaped + 1 {
		if n >= s.min && n <= s.max {
			x.length[n].Add(group)
		}
		for c := range numClasses {
			if n >= s.classMin[c] && n <= s.classMax[c] {
				x.class[c][n].Add(group)
			}
		}
	}
	for m := range 256 {
		if s.admitsMarks(uint8(m)) {
			x.marks[m].Add(group)
		}
	}
	for b := range 256 {
		if s.first[b] || s.canBeEmpty {
			x.first[b].Add(group)
		}
	}
}

// candidates returns the groups that a value of this shape may belong to, as the two words
// of a [Set], which stay in registers.
func (x *index) candidates(s *Shape) (low, high uint64) {
	first, length, marks := &x.first[s.first], &x.length[s.length], &x.marks[s.marks]
	low, high = first[0]&length[0]&marks[0], first[1]&length[1]&marks[1]
	c := s.counts
	for class := range numClasses {
		has := &x.class[class][c&0xFF]
		low &= has[0]
		high &= has[1]
		c >>= 8
	}
	return low, high
}

// candidatesOfLayout is candidates for all values that differ from one of this
// shape in their digits only.
func (x *index) candidatesOfLayout(s Shape) (set Set) {
	if !isDigit(s.first) {
		set[0], set[1] = x.candidates(&s)
		return set
	}
	for s.first = '0'; s.first <= '9'; s.first++ {
		low, high := x.candidates(&s)
		set.or(&Set{low, high})
	}
	return set
}

// A group is the forms of one type that need the same marks and classes of
// bytes: together in the index they are still told from others.
type group struct {
	typ      uint8
	required uint8
	classes  [numClasses]bool
	least    int         // length of the shortest value
	byLength [][]variant // the ways in which a value of each length from least may match

	sequences []*sequence // of all of them
}

// A variant is a form, or one of the sequences that it is made of.
type variant struct {
	form     uint8
	sequence *sequence // nil: the form's regexp decides
}

// group adds the forms of type i to groups and the index; false means that there
// is no room for them.
func (c *Catalog) group(i int) bool {
	begin := len(c.groups)
	for k := range c.types[i].forms {
		f := &c.types[i].forms[k]
		if f.Weak || f.matcher == nil {
			continue
		}
		s := &f.matcher.sig
		g := group{typ: uint8(i), required: s.required, least: max(1, s.min)}
		for class := range numClasses {
			g.classes[class] = s.classMin[class] > 0
		}
		n := begin
		for n < len(c.groups) && (c.groups[n].required != g.required || c.groups[n].classes != g.classes) {
			n++
		}
		if n == setSize {
			return false
		}
		if n == len(c.groups) {
			c.groups = append(c.groups, g)
		}
		c.groups[n].add(uint8(k), f.matcher)
		c.index.add(n, s)
	}
	return true
}

func (g *group) add(form uint8, m *matcher) {
	if lost := g.least - max(1, m.sig.min); lost > 0 {
		g.least -= lost
		g.byLength = append(make([][]variant, lost), g.byLength...)
	}
	if more := min(maxShaped, m.sig.max) - g.least + 1 - len(g.byLength); more > 0 {
		g.byLength = append(g.byLength, make([][]variant, more)...)
	}
	add := func(least, most int, s *sequence) {
		for n := max(g.least, least); n <= min(maxShaped, most); n++ { // a sequence counts a character beyond ASCII as one byte
			at := &g.byLength[n-g.least]
			*at = append(*at, variant{form, s})
		}
	}
	if m.re != nil {
		add(m.sig.min, m.sig.max, nil)
	}
	for i := range m.sequences {
		s := &m.sequences[i]
		for _, known := range g.sequences { // forms of one pattern differ in their checks
			if known.same(s) {
				s = known
				break
			}
		}
		g.sequences = append(g.sequences, s)
		add(s.min, s.max, s)
	}
}
