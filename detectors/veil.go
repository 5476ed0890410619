package detectors

import (
	"bytes"
	"slices"
	"strings"
	"unicode"
)

// maxVeilLookalike is the largest Lookalike of a form whose values are hidden in names.
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
		if h.Valid && c.types[h.Type].tells() {
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
	return c.veilNames(append(out, text[last:]...))
}

// tells reports whether a value of the type in the name of a file, table or column tells
// who somebody is. A word for an illness or a sex does not: every health system has a table
// "gestante".
func (t *Type) tells() bool {
	return t.Rule.Personal && t.Rule.Subject != "person" && t.Rule.ID != "ip"
}

// minVeiledName is the number of words from which a full name within other words is taken
// for a person's: "Ata Maria da Silva", but not "Santa Rosa".
const minVeiledName = 3

// veilNames hides people's names in full.
func (c *Catalog) veilNames(text []byte) string {
	var out []byte
	for len(text) > 0 {
		n := c.nameRun(text)
		if n > 0 {
			out = append(out, mask(text[:n], " ").String()...)
		} else {
			n = max(1, wordLength(text))
			out = append(out, text[:n]...)
		}
		text = text[n:]
	}
	return string(out)
}

// nameRun returns the length of the name in full that text begins with, or 0.
func (c *Catalog) nameRun(text []byte) int {
	end, words := 0, 0
	for at := 0; at < len(text); {
		n := wordLength(text[at:])
		role, _ := c.personNames.roleOf(text[at : at+n])
		particle := words > 0 && slices.Contains(grammar.Particles, strings.ToLower(string(text[at:at+n])))
		if n == 0 || role&notPerson != 0 || !particle && role&(givenName|familyName|nameSuffix) == 0 || words == 0 && role&givenName == 0 {
			break
		}
		words++
		if at += n; !particle {
			end = at
		}
		if at < len(text) && (text[at] == ' ' || text[at] == '_' || text[at] == '-') {
			at++
		}
	}
	if words < minVeiledName {
		return 0
	}
	return end
}

// wordLength returns how many bytes of letters text begins with.
func wordLength(text []byte) int {
	n := bytes.IndexFunc(text, func(r rune) bool { return !unicode.IsLetter(r) })
	if n < 0 {
		return len(text)
	}
	return n
}

// personalValue returns the type of personal data that a whole value certainly is, or -1.
func (c *Catalog) personalValue(value []byte) int {
	var m Matches
	c.Match(bytes.Clone(Clean(value)), &m)
	for _, h := range m.Hits() {
		t := &c.types[h.Type]
		if f := t.forms[h.Form]; h.Valid && t.tells() && f.matcher != nil && f.Lookalike <= maxVeilLookalike {
			return int(h.Type)
		}
	}
	return -1
}
