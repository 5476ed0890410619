package detectors

import (
	"cmp"

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
	places := stops{index: &c.text, text: text, base: -64}
	for i := places.next(0); i < len(text); i = places.next(i) {
		b := text[i]
		run := 0
		for i+run < len(text) && isDigit(text[i+run]) {
			run++
		}
		var h TextHit
		ok := false
		switch {
		case c.text.around[b] != nil:
			h, ok = c.findAround(text, i, c.text.around[b])
		case i > 0 && isWord(text[i-1]):
		case run > 0:
			h, ok = c.findAt(text, i, run, c.text.runs[min(run, maxRun)])
		case i+2 < len(text) && c.text.next[b][0][text[i+1]] && c.text.next[b][1][text[i+2]]:
			h, ok = c.findAt(text, i, 0, c.text.starts[b])
		}
		if ok {
			found(h)
			i = h.End
			continue
		}
		i += max(1, run)
	}
}

// findAt holds what begins at text[i] with a run of so many digits against forms.
func (c *Catalog) findAt(text []byte, i, run int, refs []textRef) (best TextHit, ok bool) {
	var labelled Set
	looked := false
	next, then := byte(' '), byte(' ') // the bytes behind the run
	if i+run+1 < len(text) {
		next, then = text[i+run], text[i+run+1]
	} else if i+run < len(text) {
		next = text[i+run]
	}
	for k := range refs {
		ref := &refs[k]
		if ref.next != nil && (!ref.next[0][text[i+1]] || !ref.next[1][text[i+2]]) || run > 0 && run < maxRun && !ref.end.admits(next, then) {
			continue
		}
		f := &c.types[ref.typ].texts[ref.form]
		n := ref.matcher.prefix(text[i:])
		end := i + n
		if n <= 0 || end < len(text) && isWord(text[end]) || end+1 < len(text) && isJoin(text[end]) && isDigit(text[end+1]) {
			continue
		}
		if len(f.Labels) > 0 {
			if !looked {
				labelled, looked = c.text.labelsBefore(text, i), true
			}
			if !labelled.Has(f.number) {
				continue
			}
		}
		valid := f.check == nil || f.check(text[i:end], 0)
		if !valid && f.Check != "" {
			continue
		}
		if ok && (best.Valid && !valid || best.Valid == valid && best.End >= end) {
			continue
		}
		best, ok = TextHit{ref.typ, ref.form, valid, i, end}, true
	}
	return best, ok
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
