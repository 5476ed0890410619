package detectors

import (
	"bytes"

	"github.com/datamapbr/datamap/rules"
)

// A textForm is a compiled rules.TextForm.
type textForm struct {
	*rules.TextForm
	matcher *matcher // nil when the form stands around a byte
	check   check
	labels  [][]byte
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

func compileText(f *rules.TextForm, r *rules.Rule, known map[string]check) (textForm, error) {
	t := textForm{TextForm: f}
	for _, l := range f.Labels {
		t.labels = append(t.labels, []byte(l))
	}
	var err error
	if t.check, err = lookup(known, r.Check); err != nil || f.Around != "" {
		return t, err
	}
	t.matcher, err = newMatcher(f.Pattern)
	return t, err
}

// A textRef names a text form of a type.
type textRef struct{ typ, form int }

// A textIndex leads from a byte of a text to the forms that may begin or stand there.
type textIndex struct {
	starts [256][]textRef
	around [256][]textRef
}

func newTextIndex(types []Type) textIndex {
	var x textIndex
	for i := range types {
		for k := range types[i].texts {
			f := &types[i].texts[k]
			if f.matcher == nil {
				x.around[f.Around[0]] = append(x.around[f.Around[0]], textRef{i, k})
				continue
			}
			for b := range 256 {
				if f.matcher.sig.first[b] {
					x.starts[b] = append(x.starts[b], textRef{i, k})
				}
			}
		}
	}
	return x
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
	for i := 0; i < len(text); {
		b := text[i]
		if refs := c.text.around[b]; refs != nil {
			if h, ok := c.findAround(text, i, refs); ok {
				found(h)
				i = h.End
				continue
			}
		}
		if refs := c.text.starts[b]; refs != nil && (i == 0 || !isWord(text[i-1])) {
			if h, ok := c.findAt(text, i, refs); ok {
				found(h)
				i = h.End
				continue
			}
		}
		i++
		if isWord(b) {
			for i < len(text) && isWord(text[i]) && c.text.around[text[i]] == nil {
				i++
			}
		}
	}
}

func (c *Catalog) findAt(text []byte, i int, refs []textRef) (best TextHit, ok bool) {
	for _, ref := range refs {
		f := &c.types[ref.typ].texts[ref.form]
		n := f.matcher.prefix(text[i:])
		end := i + n
		if n <= 0 || end < len(text) && isWord(text[end]) || end+1 < len(text) && isJoin(text[end]) && isDigit(text[end+1]) {
			continue
		}
		valid := f.check == nil || f.check(text[i:end], 0)
		if ok && (best.Valid && !valid || best.Valid == valid && best.End >= end) {
			continue
		}
		if len(f.labels) > 0 && !labelled(text[max(0, i-labelReach):i], f.labels) {
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
			if f := &t.forms[k]; f.matcher.whole(word) && (f.check == nil || f.check(word, 0)) {
				return TextHit{ref.typ, ref.form, true, start, end}, true
			}
		}
	}
	return TextHit{}, false
}

// labelled reports whether one of the labels stands as a word in the bytes
// before a value.
func labelled(before []byte, labels [][]byte) bool {
	var buf [labelReach]byte
	folded := buf[:0]
	for i := 0; i < len(before); i++ {
		b := before[i]
		switch {
		case b == 0xC3 && i+1 < len(before):
			if base := latinBase(rune(before[i+1]) + 0x40); base != 0 {
				folded = append(folded, base|0x20)
				i++
				continue
			}
		case b >= 'A' && b <= 'Z':
			b |= 0x20
		}
		folded = append(folded, b)
	}
	for _, label := range labels {
		for rest, at := folded, 0; ; {
			k := bytes.Index(rest[at:], label)
			if k < 0 {
				break
			}
			k += at
			end := k + len(label)
			if (k == 0 || !isWord(rest[k-1])) && (end == len(rest) || !isWord(rest[end])) {
				return true
			}
			at = k + 1
		}
	}
	return false
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
