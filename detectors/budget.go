package detectors

import (
	"regexp/syntax"
	"slices"
	"unicode/utf8"
)

// A Budget bounds what the regexps of a user's own rules may cost on one object.
// It counts steps and not time, so that the same values cost the same on every machine and
// in any order. Each run of a regexp has an allowance, which no sensible pattern comes
// near; what exceeds it is drawn from the rule's budget. When that is spent, the rule is
// switched off for the object. The zero value is ready for use. Patterns that need no
// regexp cost too little to count.
type Budget struct {
	spent [setSize]int64
	over  Set
	walk  walk
}

const (
	freeValue   = 10_000     // steps on a whole value: a fraction of a millisecond
	freeText    = 1_000      // steps at a place in a text
	budgetSteps = 20_000_000 // for each rule and object: a second or so
	// maxTextValue is how far a metered regexp looks for the end of a value inside text.
	maxTextValue = 256
)

// Over reports whether a type's rule has spent its budget: it is no longer tried, and what
// it has found so far is incomplete.
func (b *Budget) Over(typ int) bool { return b.over.Has(typ) }

// Merge adds what another part of the object has cost.
func (b *Budget) Merge(other *Budget) {
	for i, n := range other.spent {
		b.charge(i, n)
	}
	b.over.or(&other.over)
}

func (b *Budget) charge(typ int, steps int64) {
	if b.spent[typ] += steps; b.spent[typ] > budgetSteps {
		b.over.Add(typ)
	}
}

// allows reports whether a matcher may be run on a value, and charges its rule
// for what that costs beyond the free steps.
func (b *Budget) allows(typ int, m *matcher, value []byte, free int) bool {
	if b == nil || m.program == nil {
		return true
	}
	if b.over.Has(typ) {
		return false
	}
	if len(m.program.Inst)*len(value) > free { // else it cannot cost more
		if more := b.walk.stepsOf(m.program, value) - free; more > 0 {
			b.charge(typ, int64(more))
		}
	}
	return true
}

// A walk is the threads of a program that are waiting for the next character.
type walk struct {
	program    *syntax.Prog
	next, rest []uint32
	seen       []int // by instruction, the round in which it was last visited
	round      int
	steps      int
}

// stepsOf counts the instructions that a match at the start of value visits when
// all its threads run side by side (Thompson 1968), as regexp's slowest machine does.
func (w *walk) stepsOf(program *syntax.Prog, value []byte) int {
	if len(w.seen) < len(program.Inst) {
		w.seen = make([]int, len(program.Inst))
	}
	w.program, w.next, w.steps = program, w.next[:0], 0
	w.round++
	w.add(uint32(program.Start))
	for at := 0; at < len(value) && len(w.next) > 0; {
		r, n := utf8.DecodeRune(value[at:])
		at += n
		w.round++
		w.next, w.rest = w.rest[:0], w.next
		for _, pc := range w.rest {
			if inst := &program.Inst[pc]; inst.MatchRune(r) {
				w.add(inst.Out)
			}
		}
	}
	return w.steps
}

// add follows an instruction to those that wait for a character.
func (w *walk) add(pc uint32) {
	if w.seen[pc] == w.round {
		return
	}
	w.seen[pc] = w.round
	w.steps++
	switch inst := &w.program.Inst[pc]; inst.Op {
	case syntax.InstAlt, syntax.InstAltMatch:
		w.add(inst.Out)
		w.add(inst.Arg)
	case syntax.InstCapture, syntax.InstEmptyWidth, syntax.InstNop:
		w.add(inst.Out)
	case syntax.InstRune, syntax.InstRune1, syntax.InstRuneAny, syntax.InstRuneAnyNotNL:
		w.next = append(w.next, pc)
	}
}

// meter prepares a matcher of a user's rule for being charged, if it runs a regexp.
func (m *matcher) meter(pattern string) {
	if m == nil || m.re == nil {
		return
	}
	if tree, err := syntax.Parse(pattern, syntax.Perl); err == nil {
		m.program, _ = syntax.Compile(tree.Simplify())
	}
}

// metered reports whether the cost of some form or text form is charged.
func (t *Type) metered() bool {
	charged := func(m *matcher) bool { return m != nil && m.program != nil }
	return slices.ContainsFunc(t.forms, func(f form) bool { return charged(f.matcher) }) ||
		slices.ContainsFunc(t.texts, func(f textForm) bool { return charged(f.matcher) })
}

// Metered reports whether any rule of the catalogue is charged for its regexps.
func (c *Catalog) Metered() bool { return c.metered != (Set{}) }

// FindWithin is [Catalog.Find] with the metered rules charged to a budget. They are
// searched for separately: when one is switched off, nothing else changes.
func (c *Catalog) FindWithin(budget *Budget, text []byte, found func(TextHit)) {
	c.Find(text, found)
	for _, ref := range c.text.metered {
		c.findMetered(budget, ref, text, found)
	}
}

// findMetered calls found for the values of a metered form in a text.
func (c *Catalog) findMetered(budget *Budget, ref textRef, text []byte, found func(TextHit)) {
	f := &c.types[ref.typ].texts[ref.form]
	for i := 0; i < len(text) && !budget.Over(ref.typ); i++ {
		if !c.mayStand(f, text, i) {
			continue
		}
		window := text[i:min(len(text), i+maxTextValue)]
		if !budget.allows(ref.typ, f.matcher, window, freeText) {
			return
		}
		end := i + f.matcher.prefix(window)
		if end <= i || end < len(text) && isWord(text[end]) || end+1 < len(text) && isJoin(text[end]) && isDigit(text[end+1]) {
			continue
		}
		if valid := f.check == nil || f.check(text[i:end], 0); valid || f.Check == "" {
			found(TextHit{ref.typ, ref.form, valid, i, end})
			i = end - 1
		}
	}
}

// mayStand reports whether a value of a form may begin at a place of a text, by its first byte and
// by what stands before it.
func (c *Catalog) mayStand(f *textForm, text []byte, at int) bool {
	if !f.matcher.sig.first[text[at]] || at > 0 && isWord(text[at-1]) || len(f.After) > 0 && !isIntroduced(text[:at], f.After) {
		return false
	}
	if len(f.Labels) == 0 {
		return true
	}
	labels := c.text.labelsBefore(text, 0, at)
	return labels.Has(f.number)
}
