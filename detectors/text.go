package detectors

import (
	"fmt"
	"math"

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
	t := textForm{TextForm: f, check: lookup(known, r.Check, "check", m)}
	if f.Around == "" {
		t.matcher = compilePattern(f.Pattern, path, m)
	}
	return t
}

// A textRef names a text form of a type.
type textRef struct {
	typ, form int
	next      *[2][256]bool // the two bytes that may follow where the form begins; nil for any
}

// A textIndex leads from a place in a text to the forms that may begin or stand
// there: for a digit, by the length of the run of digits that it begins; else by
// the byte.
type textIndex struct {
	runs   [maxRun + 1][]textRef
	starts [256][]textRef
	next   [256][2][256]bool // the two bytes that may follow in some form of starts
	around [256][]textRef
	stops  [256]stop
	labels wordList[int] // leads to the numbers of text forms
}

// A stop says where in a text something may begin or stand.
type stop uint8

const (
	never     stop = iota
	wordStart      // at this byte, if it begins a word
	always
)

// maxRun is the longest run of digits told apart; longer ones count as it.
const maxRun = 31

func newTextIndex(types []Type) (textIndex, error) {
	x := textIndex{labels: newWordList[int]()}
	number := 0
	for i := range types {
		for k := range types[i].texts {
			f, ref := &types[i].texts[k], textRef{typ: i, form: k}
			if f.number = number; number == setSize {
				return x, fmt.Errorf("compiling rules: a catalogue holds %d text forms", setSize)
			}
			number++
			for _, label := range f.Labels {
				x.labels.add(label, f.number)
			}
			if f.matcher == nil {
				x.around[f.Around[0]] = append(x.around[f.Around[0]], ref)
				continue
			}
			for b := range 256 {
				if f.matcher.sig.first[b] && !isDigit(byte(b)) {
					ref.next = f.matcher.follow(byte(b))
					x.next[b] = either(x.next[b], ref.next)
					x.starts[b] = append(x.starts[b], ref)
				}
			}
			ref.next = nil
			runs := f.matcher.firstRuns()
			for n := 1; n <= maxRun; n++ {
				if runs>>n&1 != 0 {
					x.runs[n] = append(x.runs[n], ref)
				}
			}
		}
	}
	for b := range 256 {
		switch {
		case isDigit(byte(b)) || x.around[b] != nil:
			x.stops[b] = always
		case x.starts[b] != nil:
			x.stops[b] = wordStart
		}
	}
	return x, nil
}

// either returns the union of two pairs of sets; nil is every byte.
func either(a [2][256]bool, b *[2][256]bool) [2][256]bool {
	for n := range a {
		for i := range a[n] {
			a[n][i] = a[n][i] || b == nil || b[n][i]
		}
	}
	return a
}

// follow returns the bytes that may stand second and third in a match that begins with b.
func (m *matcher) follow(b byte) *[2][256]bool {
	var next [2][256]bool
	add := func(n int, more *[256]bool) {
		for i := range next[n] {
			next[n][i] = next[n][i] || more == nil || more[i]
		}
	}
	if m.re != nil {
		return nil
	}
	for i := range m.sequences {
		var at [3]*[256]bool // nil for any byte: from a step of variable length on
		n := 0
		for _, st := range m.sequences[i].steps {
			for k := 0; k < st.min && n < len(at); k++ {
				at[n] = st.set
				n++
			}
			if st.min != st.max {
				break
			}
		}
		if at[0] == nil || at[0][b] {
			add(0, at[1])
			add(1, at[2])
		}
	}
	return &next
}

// firstRuns returns, as a set of bits up to maxRun, how long the run of digits
// at the start of a text may be for the matcher to match there up to a
// character that is no digit.
func (m *matcher) firstRuns() uint32 {
	if m.re != nil {
		return math.MaxUint32
	}
	var all uint32
	for _, s := range m.sequences {
		runs := uint32(1) // how many digits there may have been so far, all of them at the start
		for _, st := range s.steps {
			digit, other := false, false
			for b, in := range st.set {
				digit, other = digit || in && isDigit(byte(b)), other || in && !isDigit(byte(b))
			}
			if other { // the run may end before or in this step
				all |= runs
				if digit {
					all |= spread(runs, 0, st.max)
				}
			}
			next := uint32(0)
			if digit {
				next = spread(runs, st.min, st.max)
			}
			if st.min == 0 {
				next |= runs
			}
			runs = next
		}
		all |= runs
	}
	return all
}

// spread adds between least and most to every member of a set of lengths.
func spread(runs uint32, least, most int) uint32 {
	var next uint32
	for n := 0; n <= maxRun; n++ {
		if runs>>n&1 == 0 {
			continue
		}
		for k := least; k <= most && k <= maxRun; k++ {
			next |= 1 << min(maxRun, n+k)
		}
	}
	return next
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
			h, ok = c.findAt(text, i, c.text.runs[min(run, maxRun)])
		case i+2 < len(text) && c.text.next[b][0][text[i+1]] && c.text.next[b][1][text[i+2]]:
			h, ok = c.findAt(text, i, c.text.starts[b])
		}
		if ok {
			found(h)
			i = h.End
			continue
		}
		i += max(1, run)
		for i < len(text) {
			if at := c.text.stops[text[i]]; at == always || at == wordStart && !isWord(text[i-1]) {
				break
			}
			i++
		}
	}
}

func (c *Catalog) findAt(text []byte, i int, refs []textRef) (best TextHit, ok bool) {
	var labelled Set
	looked := false
	for _, ref := range refs {
		if ref.next != nil && (!ref.next[0][text[i+1]] || !ref.next[1][text[i+2]]) {
			continue
		}
		f := &c.types[ref.typ].texts[ref.form]
		if len(f.Labels) > 0 {
			if !looked {
				labelled, looked = c.text.labelsBefore(text, i), true
			}
			if !labelled.Has(f.number) {
				continue
			}
		}
		n := f.matcher.prefix(text[i:])
		end := i + n
		if n <= 0 || end < len(text) && isWord(text[end]) || end+1 < len(text) && isJoin(text[end]) && isDigit(text[end+1]) {
			continue
		}
		valid := f.check == nil || f.check(text[i:end], 0)
		if ok && (best.Valid && !valid || best.Valid == valid && best.End >= end) {
			continue
		}
		best, ok = TextHit{ref.typ, ref.form, valid, i, end}, true
	}
	return best, ok
}

// labelsBefore returns the numbers of the text forms of which a label stands as
// a word shortly before text[i].
func (x *textIndex) labelsBefore(text []byte, i int) (set Set) {
	start := max(0, i-labelReach)
	for start > 0 && start < i && isWord(text[start-1]) && isWord(text[start]) {
		start++ // a word cut in two is none
	}
	for start < i {
		end, all := start, byte(0)
		for end < i && isWord(text[end]) {
			all |= text[end]
			end++
		}
		for _, number := range x.labels.find(text[start:end], all >= 0x80) {
			set.Add(number)
		}
		start = end + 1
	}
	return set
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
