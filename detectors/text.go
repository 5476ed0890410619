package detectors

import (
	"cmp"
	"math/bits"

	"github.com/datamapbr/datamap/rules"
)

// A textForm is a compiled rules.TextForm.
type textForm struct {
	*rules.TextForm
	matcher *matcher // nil when the form stands around a byte
	check   check
	number  int // among the text forms of all types
}

const (
	// minTextDigits and minTextLength are the least that a value inside text has.
	minTextDigits = 8
	minTextLength = 6
	// labelReach is how many bytes before a value its label may begin.
	labelReach = 32
	// maxAround bounds the word around a byte: an e-mail address has at most 254 bytes.
	maxAround = 254
)

func compileText(f *rules.TextForm, r *rules.Rule, known map[string]check, path string, m *rules.Mistakes) textForm {
	t := textForm{TextForm: f, check: lookup(known, cmp.Or(f.Check, r.Check), "check", m)}
	if f.Around == "" {
		t.matcher = compilePattern(f.Pattern, false, path, m)
		if r.Own {
			t.matcher.meter(f.Pattern)
		}
	}
	return t
}

// A TextHit is a value found inside a text.
type TextHit struct {
	Type       int
	Form       int
	Valid      bool
	Start, End int // bytes of the text
}

// Find calls found for every value inside a text: of the forms that match at a
// place the one that is valid and longest, else the longest. Values do not
// overlap, and stand between characters that are not letters or digits.
func (c *Catalog) Find(text []byte, found func(TextHit)) {
	x := &c.text
	var s search // a literal would be made elsewhere and copied
	s.catalog, s.text, s.cued, s.beside = c, text, nowhere, nowhere
	if start, end := c.personNames.besideWords(text); end > 0 {
		s.beside, s.besideEnd = start, end
	}
	before, resume := uint64(0), 0
	for base := 0; base < len(text); base += 64 {
		var places uint64
		for places, before = x.stops(text, base, before); places != 0; places &= places - 1 {
			i := base + bits.TrailingZeros64(places)
			if i < resume || i != s.cued && i != s.beside && !x.mayBegin(bytesFrom(text, i)) {
				continue
			}
			if resume = s.seek(i); s.ok {
				found(s.best)
			}
		}
	}
}

// A search is for the value that begins at a place of a text, or stands around it.
type search struct {
	catalog *Catalog
	text    []byte
	at      int

	best TextHit // so far
	ok   bool    // there is one

	labelled   Set  // forms of which a label stands before the place
	looked     bool // for labels
	unlabelled int  // no label stands between what is near before the place and this one

	cued       int       // the place behind the last cue, or nowhere
	introduced []textRef // the forms that may stand there

	beside, besideEnd int // words that are all there is but for a number; nowhere for none
}

// nowhere is no place of a text.
const nowhere = -1

// seek looks for the value at a place, which it leaves in best, and returns where
// the next one may begin.
func (s *search) seek(i int) (next int) {
	s.at, s.ok, s.looked = i, false, false
	x, b := &s.catalog.text, s.text[i]
	next = i + 1
	if i == s.cued {
		for k := range s.introduced {
			if ref := &s.introduced[k]; ref.matcher.sig.first[b] {
				s.try(ref)
			}
		}
	}
	if i == s.beside {
		for k := range x.beside {
			s.tryBeside(&x.beside[k])
		}
	}
	switch {
	case x.around[b] != nil:
		s.around(x.around[b])
	case i > 0 && isWord(s.text[i-1]):
	case isDigit(b):
		for next < len(s.text) && isDigit(s.text[next]) {
			next++
		}
		s.number(next)
	default:
		s.begins(x)
	}
	if s.ok {
		return s.best.End
	}
	return next
}

// number holds the run of digits up to end against the forms that begin with it.
func (s *search) number(end int) {
	w := bytesFrom(s.text, end-1)
	next := byte(w >> 8)
	ends := !isWord(next) && !(isJoin(next) && isDigit(byte(w>>16)))
	lists := s.catalog.text.runs[min(end-s.at, maxRun)]
	for k := range lists {
		l := &lists[k]
		rest := l.allowed(w)
		if ends {
			rest |= l.whole
		}
		if rest&l.labelled != 0 && s.labels() == (Set{}) {
			rest &^= l.labelled
		}
		for ; rest != 0; rest &= rest - 1 {
			s.try(&l.refs[bits.TrailingZeros64(rest)])
		}
	}
}

// labels returns the forms of which a label stands before the place.
func (s *search) labels() Set {
	if !s.looked {
		s.labelled, s.looked = s.catalog.text.labelsBefore(s.text, s.unlabelled, s.at), true
		if s.labelled == (Set{}) {
			s.unlabelled = s.at
		}
	}
	return s.labelled
}

// begins holds the place against the forms and cues that begin with what stands there.
func (s *search) begins(x *textIndex) {
	w := bytesFrom(s.text, s.at)
	lists := x.starts[kindOf(byte(w))]
	for k := range lists {
		for rest := lists[k].allowed(w); rest != 0; rest &= rest - 1 {
			ref := &lists[k].refs[bits.TrailingZeros64(rest)]
			if ref.typ != cueForm {
				s.try(ref)
				continue
			}
			if q := &x.cues[ref.form]; q.mayBegin(w) {
				if at := q.introduces(s.text, s.at); at >= 0 && s.mayFollow(q, at) {
					s.cued, s.introduced = at, q.refs
				}
			}
		}
	}
}

// mayFollow reports whether one of the forms that a cue introduces may begin at a place.
func (s *search) mayFollow(q *cue, at int) bool {
	b, named := s.text[at], s.catalog.personNames.mayOpen(s.text, at)
	for k := range q.refs {
		if ref := &q.refs[k]; ref.matcher.sig.first[b] && (named || !ref.named) {
			return true
		}
	}
	return false
}

// try holds what begins at the place against a form.
func (s *search) try(ref *textRef) {
	f := &s.catalog.types[ref.typ].texts[ref.form]
	n := ref.matcher.prefix(s.text[s.at:])
	end := s.at + n
	if n <= 0 || end < len(s.text) && isWord(s.text[end]) || end+1 < len(s.text) && isJoin(s.text[end]) && isDigit(s.text[end+1]) {
		return
	}
	if ref.labelled {
		if labels := s.labels(); !labels.Has(f.number) {
			return
		}
	}
	valid := f.check == nil || f.check(s.text[s.at:end], 0)
	if !valid && f.Check != "" || s.ok && (s.best.Valid && !valid || s.best.Valid == valid && s.best.End >= end) {
		return
	}
	s.best, s.ok = TextHit{ref.typ, ref.form, valid, s.at, end}, true
}

// tryBeside holds the words that are all there is but for a number against a form.
func (s *search) tryBeside(ref *textRef) {
	if f := &s.catalog.types[ref.typ].texts[ref.form]; !s.ok && f.isBeside(s.text[s.beside:s.besideEnd]) {
		s.best, s.ok = TextHit{ref.typ, ref.form, true, s.beside, s.besideEnd}, true
	}
}

// around holds the word around the place against the whole-value forms.
func (s *search) around(refs []textRef) {
	if h, ok := s.catalog.findAround(s.text, s.at, refs); ok {
		s.best, s.ok = h, true
	}
}

// findAround holds the word around text[i] against the whole-value forms.
func (c *Catalog) findAround(text []byte, i int, refs []textRef) (TextHit, bool) {
	start, end := i, i+1
	for start > 0 && i-start < maxAround && isAddress(text[start-1]) {
		start--
	}
	for end < len(text) && end-i < maxAround && isAddress(text[end]) {
		end++
	}
	for end > i && (text[end-1] == '.' || text[end-1] == '-') {
		end--
	}
	for start < i && !isWord(text[start]) {
		start++
	}
	word := text[start:end]
	for _, ref := range refs {
		t := &c.types[ref.typ]
		for k := range t.forms {
			if f := &t.forms[k]; f.matcher != nil && !f.Weak && f.matcher.whole(word) && (f.check == nil || f.check(word, 0)) {
				return TextHit{ref.typ, ref.form, true, start, end}, true
			}
		}
	}
	return TextHit{}, false
}

func isDigit(b byte) bool { return b >= '0' && b <= '9' }

// isWord reports whether b is part of a letter or a digit.
func isWord(b byte) bool {
	return b >= 'a' && b <= 'z' || b >= '0' && b <= '9' || b >= 'A' && b <= 'Z' || b >= 0x80
}

// isJoin reports whether b joins digit groups into one number.
func isJoin(b byte) bool { return b == '.' || b == '-' || b == '/' }

// isAddress reports whether b may be part of an address around an at sign.
func isAddress(b byte) bool {
	return isWord(b) && b < 0x80 || b == '.' || b == '_' || b == '-' || b == '+' || b == '%'
}

// TextChance returns the probability that a text form passes by chance.
func (t *Type) TextChance(form int) float64 { return t.texts[form].Chance }
