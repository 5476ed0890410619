package detectors

import (
	"math"
	"regexp"
	"regexp/syntax"
	"slices"
	"unicode"
	"unicode/utf8"
)

// A matcher holds a value against one pattern: by greedy sequences where the
// pattern is plain enough to need no backtracking, else by its regexp.
type matcher struct {
	sequences []sequence
	re        *regexp.Regexp // anchored at the start; nil when sequences serve
	sig       signature
	program   *syntax.Prog // of a user's regexp, to count its steps; else nil
}

// A sequence is a run of steps, each some bytes out of a set.
type sequence struct {
	steps    []step
	min, max int       // bytes in all
	template *template // nil where the steps decide
	plain    plainness

	literal, fixed uint64 // the characters with which every match begins, eight at most, and a mask of these bytes
}

type step struct {
	set      *[256]bool
	min, max int
}

// A plainness is what the shape of a value must be like to tell alone that the value, whose
// length is right, has a sequence: there is nothing in it but bytes of classes that are as
// a whole in the set of its one step, or in those of the steps on both sides of a mark.
type plainness struct {
	outside uint64 // the counts that must be as in counts
	counts  uint64
	mark    byte // which is there once, neither first nor last; 0 for none
}

// plainness returns that of the sequence; of one that no shape can tell alone, such that
// no shape has it.
func (s *sequence) plainness() (p plainness) {
	sides := s.steps
	if len(sides) == 3 && sides[0].min == 1 && sides[0].max == math.MaxInt && sides[2].min == 1 && sides[2].max == math.MaxInt {
		mark, kind := setKind(sides[1].set)
		if kind == literalSet && sides[1].max == 1 && classOf[mark] == otherClass && markOf[mark] != oddMark {
			p.mark, p.counts, sides = mark, 1<<(8*otherClass), []step{sides[0], sides[2]}
		}
	}
	if len(sides) != 1 && p.mark == 0 {
		return plainness{outside: math.MaxUint64}
	}
	for _, st := range sides {
		for b, in := range st.set {
			if !in || classOf[b] == otherClass && p.mark != 0 {
				p.outside |= 0xFF << (8 * classOf[b])
			}
		}
	}
	return p
}

// tells reports whether the shape of a value tells that it has the sequence.
func (p *plainness) tells(sh *Shape, value []byte) bool {
	if (sh.counts^p.counts)&p.outside != 0 {
		return false
	}
	return p.mark == 0 || sh.marks == markOf[p.mark] && value[0] != p.mark && value[len(value)-1] != p.mark
}

// newSignature returns a matcher of a pattern that is good for its signature only.
func newSignature(pattern string) (*matcher, error) {
	tree, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return nil, err
	}
	return &matcher{sig: signatureOf(tree)}, nil
}

func newMatcher(pattern string) (*matcher, error) {
	tree, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return nil, err
	}
	m := &matcher{sig: signatureOf(tree)}
	if seqs, ok := expand(tree); ok {
		if m.sequences, ok = determine(seqs); ok {
			for i := range m.sequences {
				m.sequences[i].measure()
			}
			return m, nil
		}
	}
	m.re, err = regexp.Compile(`\A(?:` + pattern + `)`)
	if err == nil {
		m.re.Longest()
	}
	return m, err
}

// whole reports whether all of value matches.
func (m *matcher) whole(value []byte) bool {
	if m.re != nil {
		loc := m.re.FindIndex(value)
		return loc != nil && loc[1] == len(value)
	}
	for i := range m.sequences {
		if s := &m.sequences[i]; len(value) >= s.min && len(value) <= s.max && s.whole(value) {
			return true
		}
	}
	return false
}

// whole reports whether all of value, whose length is one that s can have, matches.
func (s *sequence) whole(value []byte) bool {
	if s.template != nil {
		return s.template.matches(value)
	}
	return s.match(value) == len(value)
}

// prefix returns the length of the longest match at the start of value, or -1.
func (m *matcher) prefix(value []byte) int {
	if m.re != nil {
		if loc := m.re.FindIndex(value); loc != nil {
			return loc[1]
		}
		return -1
	}
	if len(value) == 0 {
		return -1
	}
	best, begin := -1, load(value)
	for i := range m.sequences {
		if s := &m.sequences[i]; len(value) >= s.min && begin&s.fixed == s.literal {
			best = max(best, s.match(value))
		}
	}
	return best
}

// match returns the length of the match at the start of value, which must have
// at least s.min bytes, or -1.
func (s *sequence) match(value []byte) int {
	rest := value
	for k := range s.steps {
		st := &s.steps[k]
		if st.min > len(rest) {
			return -1
		}
		set := st.set
		for _, b := range rest[:st.min] {
			if !set[b] {
				return -1
			}
		}
		rest = rest[st.min:]
		if st.max == st.min {
			continue
		}
		most := rest[:min(len(rest), st.max-st.min)]
		n := 0
		for n < len(most) && set[most[n]] {
			n++
		}
		rest = rest[n:]
	}
	return len(value) - len(rest)
}

// maxSequences bounds the alternatives that a pattern may expand to.
const maxSequences = 32

// expand writes a pattern as alternatives of plain sequences.
func expand(re *syntax.Regexp) ([]sequence, bool) {
	switch re.Op {
	case syntax.OpEmptyMatch:
		return []sequence{{}}, true
	case syntax.OpLiteral:
		if re.Flags&syntax.FoldCase != 0 {
			return expandFolded(re.Rune)
		}
		return []sequence{literal(string(re.Rune))}, true
	case syntax.OpCharClass:
		set, ok := byteSet(re.Rune)
		return []sequence{oneStep(set, 1, 1)}, ok && !set[utf8.RuneSelf]
	case syntax.OpCapture:
		return expand(re.Sub[0])
	case syntax.OpConcat:
		all := []sequence{{}}
		for _, sub := range re.Sub {
			next, ok := expand(sub)
			if !ok || len(all)*len(next) > maxSequences {
				return nil, false
			}
			all = product(all, next)
		}
		return all, true
	case syntax.OpAlternate:
		var all []sequence
		for _, sub := range re.Sub {
			next, ok := expand(sub)
			if !ok || len(all)+len(next) > maxSequences {
				return nil, false
			}
			all = append(all, next...)
		}
		return all, true
	case syntax.OpQuest, syntax.OpStar, syntax.OpPlus, syntax.OpRepeat:
		return expandRepeat(re)
	}
	return nil, false
}

// expandFolded writes a literal in either case as alternatives: one for each way in which
// a letter beyond ASCII may be written, be it that K also is U+212A.
func expandFolded(text []rune) ([]sequence, bool) {
	all := []sequence{{}}
	for _, r := range text {
		ascii, ways := new([256]bool), []sequence(nil)
		for other := r; ; {
			if other < utf8.RuneSelf {
				ascii[other] = true
			} else {
				ways = append(ways, literal(string(other)))
			}
			if other = unicode.SimpleFold(other); other == r {
				break
			}
		}
		if *ascii != ([256]bool{}) {
			ways = append(ways, oneStep(ascii, 1, 1))
		}
		if len(all)*len(ways) > maxSequences {
			return nil, false
		}
		all = product(all, ways)
	}
	return all, true
}

// literal returns the sequence of the bytes of a text.
func literal(text string) (s sequence) {
	for _, b := range []byte(text) {
		set := new([256]bool)
		set[b] = true
		s.steps = append(s.steps, step{set, 1, 1})
	}
	return s
}

func expandRepeat(re *syntax.Regexp) ([]sequence, bool) {
	least, most := re.Min, re.Max
	switch re.Op {
	case syntax.OpQuest:
		least, most = 0, 1
	case syntax.OpStar:
		least, most = 0, -1
	case syntax.OpPlus:
		least, most = 1, -1
	}
	if most < 0 {
		most = math.MaxInt
	}
	sub := re.Sub[0]
	if sub.Op == syntax.OpCharClass || sub.Op == syntax.OpLiteral && len(sub.Rune) == 1 && sub.Rune[0] < utf8.RuneSelf && sub.Flags&syntax.FoldCase == 0 {
		pairs := sub.Rune
		if sub.Op == syntax.OpLiteral {
			pairs = []rune{sub.Rune[0], sub.Rune[0]}
		}
		set, ok := byteSet(pairs)
		// A character beyond ASCII is several bytes: only "one or more" and
		// "any number" mean the same for both.
		if ok && set[utf8.RuneSelf] && (most != math.MaxInt || least > 1) {
			return nil, false
		}
		return []sequence{oneStep(set, least, most)}, ok
	}
	if least == 0 && most == 1 {
		some, ok := expand(sub)
		return append(some, sequence{}), ok
	}
	return nil, false
}

func product(a, b []sequence) []sequence {
	var all []sequence
	for _, x := range a {
		for _, y := range b {
			all = append(all, sequence{steps: slices.Concat(x.steps, y.steps)})
		}
	}
	return all
}

// byteSet turns ranges of characters into a set of bytes. Characters beyond
// ASCII must be all in or all out.
func byteSet(pairs []rune) (*[256]bool, bool) {
	set := new([256]bool)
	for i := 0; i < len(pairs); i += 2 {
		lo, hi := pairs[i], pairs[i+1]
		for r := lo; r <= hi && r < utf8.RuneSelf; r++ {
			set[r] = true
		}
		if hi < utf8.RuneSelf {
			continue
		}
		if lo > utf8.RuneSelf || hi != utf8.MaxRune {
			return nil, false
		}
		for b := utf8.RuneSelf; b < 256; b++ {
			set[b] = true
		}
	}
	return set, true
}

// determine makes every sequence such that taking as many bytes as possible at
// each step is always right. A step of variable length that shares a byte with
// what may follow it is split into its fixed lengths where these are few;
// where they are not, the pattern needs a regexp.
func determine(seqs []sequence) ([]sequence, bool) {
	var done []sequence
	for len(seqs) > 0 {
		s := seqs[len(seqs)-1]
		seqs = seqs[:len(seqs)-1]
		i := conflict(s)
		if i < 0 {
			done = append(done, s)
			continue
		}
		st := s.steps[i]
		if st.max-st.min > 3 || len(seqs)+len(done) > maxSequences {
			return nil, false
		}
		for n := st.min; n <= st.max; n++ {
			fixed := sequence{steps: slices.Clone(s.steps)}
			fixed.steps[i].min, fixed.steps[i].max = n, n
			seqs = append(seqs, fixed)
		}
	}
	return done, true
}

// conflict returns the first step of variable length that shares a byte with a
// step that may come next, or -1.
func conflict(s sequence) int {
	for i, st := range s.steps {
		if st.min == st.max {
			continue
		}
		for _, next := range s.steps[i+1:] {
			if next.max > 0 && overlap(st.set, next.set) {
				return i
			}
			if next.min > 0 {
				break
			}
		}
	}
	return -1
}

func overlap(a, b *[256]bool) bool {
	for i := range a {
		if a[i] && b[i] {
			return true
		}
	}
	return false
}

func oneStep(set *[256]bool, least, most int) sequence {
	return sequence{steps: []step{{set, least, most}}}
}

// measure joins neighbouring steps of the same fixed set and adds up the lengths.
func (s *sequence) measure() {
	var joined []step
	for _, st := range s.steps {
		s.min, s.max = s.min+st.min, min(unbounded, s.max+min(unbounded, st.max))
		if n := len(joined); n > 0 && joined[n-1].min == joined[n-1].max && st.min == st.max && *joined[n-1].set == *st.set {
			joined[n-1].min += st.min
			joined[n-1].max += st.max
			continue
		}
		if st.max > 0 {
			joined = append(joined, st)
		}
	}
	s.steps = joined
	s.template = newTemplate(s)
	s.literal, s.fixed = s.beginning()
	s.plain = s.plainness()
}

// same reports whether two sequences match the same values.
func (s *sequence) same(t *sequence) bool {
	return slices.EqualFunc(s.steps, t.steps, func(a, b step) bool { return a.min == b.min && a.max == b.max && *a.set == *b.set })
}

// beginning returns the characters before the first step that is not one character,
// the first one lowest, and a mask of them.
func (s *sequence) beginning() (literal, fixed uint64) {
	n := 0
	for _, st := range s.steps {
		c, kind := setKind(st.set)
		if kind != literalSet {
			break
		}
		for k := 0; k < st.min && n < 8; k++ {
			literal |= uint64(c) << (8 * n)
			fixed |= 0xFF << (8 * n)
			n++
		}
		if st.min != st.max {
			break
		}
	}
	return literal, fixed
}
