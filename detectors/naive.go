package detectors

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
)

// Naive is a catalogue without any short cut: it tries the regular expression of every
// form of every type on every value, and at every place of a text. It is the oracle of the
// tests of the catalogue, and the yardstick of its benchmarks.
type Naive struct {
	catalog *Catalog
	whole   map[*form]*regexp.Regexp
	begins  map[*textForm]*regexp.Regexp // at the beginning of what it is given
	within  map[*textForm]*regexp.Regexp // anywhere
}

// Naive returns the catalogue without its short cuts. It is not safe for
// concurrent use.
func (c *Catalog) Naive() *Naive {
	n := &Naive{c, map[*form]*regexp.Regexp{}, map[*textForm]*regexp.Regexp{}, map[*textForm]*regexp.Regexp{}}
	for i := range c.types {
		for k := range c.types[i].forms {
			if f := &c.types[i].forms[k]; !f.Weak && f.Pattern != "" {
				n.whole[f] = regexp.MustCompile(`\A(?:` + f.Pattern + `)\z`)
			}
		}
		for k := range c.types[i].texts {
			if f := &c.types[i].texts[k]; f.Pattern != "" {
				n.begins[f] = regexp.MustCompile(`\A(?:` + f.Pattern + `)`)
				n.begins[f].Longest()
				n.within[f] = regexp.MustCompile(f.Pattern)
			}
		}
	}
	return n
}

// Match calls found for every type that a clean value of up to 255 bytes has a
// form of, and tells whether it is valid.
func (n *Naive) Match(value []byte, found func(typ int, valid bool)) {
	folded := string(foldLatin(nil, value))
	for i := range n.catalog.types {
		t := &n.catalog.types[i]
		matched, valid := false, false
		for k := range t.forms {
			f := &t.forms[k]
			if slices.ContainsFunc(f.Values, func(listed string) bool { return isListed(folded, listed) }) || f.Made && isMade(&t.parts, folded) {
				matched, valid = true, true
			}
			if re := n.whole[f]; re != nil && re.Match(value) {
				matched = true
				valid = valid || f.check == nil || f.check(value, f.Fill)
			}
		}
		if matched {
			found(i, valid)
		}
	}
}

// isMade reports whether the first word of a folded value has one of the endings.
func isMade(p *parts, value string) bool {
	word := value
	if i := strings.IndexFunc(value, func(r rune) bool { return r < 'a' || r > 'z' && r < 0x80 }); i >= 0 {
		if word = value[:i]; !strings.ContainsAny(value[i:i+1], " ,;/(+") {
			return false
		}
	}
	return len(word) >= minMade && p.makes(word)
}

// isListed reports whether a folded value is the listed one, or begins or ends with its word.
func isListed(value, listed string) bool {
	first, last := strings.IndexByte(value, ' '), strings.LastIndexByte(value, ' ')
	if word, ok := strings.CutSuffix(listed, " *"); ok {
		return first >= 0 && len(value)-first > minAfter && strings.TrimRight(value[:first], ".,:") == word
	}
	if word, ok := strings.CutPrefix(listed, "* "); ok {
		return first >= 0 && strings.TrimRight(value[last+1:], ".") == word
	}
	return value == listed
}

// Find does what [Catalog.Find] does.
func (n *Naive) Find(text []byte, found func(TextHit)) {
	next := map[*textForm]int{} // where each form matches next; nothing where it does not any more
	for f := range n.within {
		next[f] = -1
	}
	from := 0
	for i := 0; i < len(text); {
		h, ok := n.at(text, from, i, next)
		if !ok {
			i++
			continue
		}
		found(h)
		from, i = h.End, h.End
	}
}

// at returns the value at text[i], or around it; the value before it ends at from.
func (n *Naive) at(text []byte, from, i int, next map[*textForm]int) (best TextHit, ok bool) {
	for typ := range n.catalog.types {
		for k := range n.catalog.types[typ].texts {
			f := &n.catalog.types[typ].texts[k]
			switch {
			case f.Around != "" && text[i] == f.Around[0]:
				return n.catalog.findAround(text, i, []textRef{{typ: typ, form: k}})
			case f.Around != "":
			case f.Beside:
				if start, end := n.catalog.personNames.besideWords(text); i == start && end > 0 && !ok && f.isBeside(text[start:end]) {
					best, ok = TextHit{typ, k, true, start, end}, true
				}
			default:
				end := n.end(f, text, from, i, next)
				if end == 0 {
					continue
				}
				valid := f.check == nil || f.check(text[i:end], 0)
				if (valid || f.Check == "") && (!ok || valid && !best.Valid || valid == best.Valid && end > best.End) {
					best, ok = TextHit{typ, k, valid, i, end}, true
				}
			}
		}
	}
	return best, ok
}

// end returns where the value ends that a form has at text[i], by itself and with the
// words before it; 0 where it has none.
func (n *Naive) end(f *textForm, text []byte, from, i int, next map[*textForm]int) int {
	if start, ok := next[f]; ok && start < i {
		if loc := n.within[f].FindIndex(text[i:]); loc == nil {
			delete(next, f)
		} else {
			next[f] = i + loc[0]
		}
	}
	if start, ok := next[f]; !ok || start != i || i > 0 && isWord(text[i-1]) {
		return 0
	}
	end := i + n.begins[f].FindIndex(text[i:])[1]
	if end == i || end < len(text) && isWord(text[end]) || end+1 < len(text) && isJoin(text[end]) && isDigit(text[end+1]) ||
		len(f.Labels) > 0 && !isLabelled(text[:i], f.Labels) || len(f.After) > 0 && !isIntroduced(text[from:i], f.After) {
		return 0
	}
	return end
}

// isLabelled reports whether one of the labels is a word near the end of a text.
func isLabelled(text []byte, labels []string) bool {
	near := max(0, len(text)-labelReach)
	for near > 0 && near < len(text) && isWord(text[near-1]) && isWord(text[near]) {
		near++
	}
	for _, word := range bytes.FieldsFunc(text[near:], func(r rune) bool { return r < 0x80 && !isWord(byte(r)) }) {
		if slices.Contains(labels, string(foldLatin(nil, word))) {
			return true
		}
	}
	return false
}
