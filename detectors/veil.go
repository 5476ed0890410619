package detectors

import (
	"bytes"
	"strings"
)

// maxVeilLookalike is how common a whole value's form may be among other things
// and still be hidden in a name.
const maxVeilLookalike = 0.002

// Veil returns a name of a file, table or column with the personal values in it
// masked: "Contrato 111.444.777-35.csv" shows as "Contrato ###.###.###-##.csv".
// A name without any is returned as it is.
func (c *Catalog) Veil(name string) string {
	var b strings.Builder
	for rest := name; rest != ""; {
		end := strings.IndexAny(rest, "/#\\")
		if end < 0 {
			end = len(rest)
		}
		b.WriteString(c.veilPart(rest[:end]))
		if rest = rest[end:]; rest != "" {
			b.WriteByte(rest[0])
			rest = rest[1:]
		}
	}
	return b.String()
}

// veilPart hides the values in one part of a path.
func (c *Catalog) veilPart(part string) string {
	stem, extension := part, ""
	if dot := strings.LastIndexByte(part, '.'); dot > 0 && len(part)-dot <= len(".sqlite3") && !strings.ContainsAny(part[dot:], "@ ") {
		stem, extension = part[:dot], part[dot:]
	}
	for _, whole := range []struct{ value, rest string }{{stem, extension}, {part, ""}} {
		if typ := c.personalValue([]byte(whole.value)); typ >= 0 {
			return c.Mask(typ, []byte(whole.value)).String() + whole.rest
		}
	}
	text := []byte(part)
	var out []byte
	last := 0
	hide := func(typ, start, end int) {
		out = append(append(out, text[last:start]...), c.Mask(typ, text[start:end]).String()...)
		last = end
	}
	c.Find(text, func(h TextHit) {
		if h.Valid && c.types[h.Type].Rule.Personal {
			hide(h.Type, h.Start, h.End)
		}
	})
	text, out, last = append(out, text[last:]...), nil, 0
	for i := 0; i < len(text); { // bare numbers, which text shows only behind a label
		run := 0
		for i+run < len(text) && isDigit(text[i+run]) {
			run++
		}
		if run > 0 && (i == 0 || !isWord(text[i-1])) {
			if typ := c.personalValue(text[i : i+run]); typ >= 0 {
				hide(typ, i, i+run)
			}
		}
		i += max(1, run)
	}
	return string(append(out, text[last:]...))
}

// personalValue returns a type of personal data that a whole value surely is, or -1.
func (c *Catalog) personalValue(value []byte) int {
	var m Matches
	c.Match(bytes.Clone(Clean(value)), &m)
	for _, h := range m.Hits() {
		t := &c.types[h.Type]
		if f := t.forms[h.Form]; h.Valid && t.Rule.Personal && f.matcher != nil && f.Lookalike <= maxVeilLookalike {
			return int(h.Type)
		}
	}
	return -1
}
