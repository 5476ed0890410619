package detectors

import (
	"testing"

	"github.com/datamapbr/datamap/rules"
)

// FuzzTry: two rule files of a user, whatever is in them, are found right or have mistakes;
// with those that are right values are matched and texts searched.
func FuzzTry(f *testing.F) {
	const rule = `id: convenio
words: {pt-BR: {name: convênio, description: carteira}, en: {name: agreement, description: card}}
personal: true
class: comum
idp: "7.2.7"
fci: outros
article: LGPD art. 5, I
forms: [{name: whole, pattern: 'CV\d{8}', chance: 1, lookalike: 0.01}, {name: listed, values: ["* x"], chance: 0.1, lookalike: 0.1}]
text: [{pattern: '(?i)conv[eê]nio (nº )?\d{4,8}', labels: [convenio], chance: 0.01}, {around: "@", chance: 0.1}, {after: [sr], pattern: '.*', chance: 0.1}]
names: [convenio]
match: [CV12345678]
reject: [CV1234567]
`
	if file, mistakes := rules.ParseFile([]byte(rule)); len(mistakes) > 0 || !file.HasType() {
		f.Fatal(mistakes)
	}
	f.Add([]byte(rule), []byte("id: outro\npersonal: true\nclass: comum\nforms: [{name: a, pattern: '(', chance: 1}]\nmatch: [a]\nreject: [b]\n"), []byte("o convênio CV12345678"))
	f.Add([]byte("extend: [{type: convenio, names: [cv], placeholders: [x]}]\n"), []byte(rule), []byte("Sr. x, convenio: 1234"))
	f.Fuzz(func(t *testing.T, one, other, text []byte) {
		var all []rules.Rule
		for _, data := range [][]byte{one, other} {
			file, mistakes := rules.ParseFile(data)
			if len(mistakes)+len(file.Apply(all)) == 0 && file.HasType() {
				file.Own = true
				all = append(all, file.Rule)
			}
		}
		wrong, _, err := Try(all)
		if err != nil {
			return // too many
		}
		var right []rules.Rule
		for i := range all {
			if len(wrong[i]) == 0 {
				right = append(right, all[i])
			}
		}
		c, err := Compile(right)
		if err != nil {
			return // what one refers to is wrong
		}
		var m Matches
		c.Match(Clean(text), &m)
		var budget Budget
		c.FindWithin(&budget, text, func(h TextHit) {
			if h.Start < 0 || h.End <= h.Start || h.End > len(text) {
				t.Errorf("found at %d to %d of %d bytes", h.Start, h.End, len(text))
			}
		})
	})
}
