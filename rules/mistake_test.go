package rules

import (
	"fmt"
	"strings"
	"testing"
)

// right is a rule file without mistakes; in the tests one thing in it is changed.
const right = `id: convenio
words: {pt-BR: {name: convênio}, en: {name: agreement}}
personal: true
class: comum
idp: "7.2.7"
forms:
  - {name: bare, pattern: 'CV\d{8}', chance: 1, lookalike: 0.0001}
  - {name: listed, values: [nenhum], chance: 1, lookalike: 0.0001}
text:
  - {pattern: 'CV\d{8}', labels: [convenio], chance: 0.1}
names: [convenio]
placeholders: [sem convenio]
match: [CV12345678]
reject: [CV1234567]
`

// TestMistakes: what would never be found, or says two things, is a mistake with a place.
func TestMistakes(t *testing.T) {
	if _, m := ParseFile([]byte(right)); len(m) > 0 {
		t.Fatal(m)
	}
	for _, test := range []struct{ old, new, want string }{
		{`idp: "7.2.7"`, `idp: "99.1"`, "5:6 unknown_value"},
		{`idp: "7.2.7"`, `idp: 7.2`, "5:6 unknown_value"},
		{`idp: "7.2.7"`, `idp: "8.8"`, "5:6 contradiction_idp"},
		{`class: comum`, `class: sensivel`, "5:6 contradiction_idp"},
		{`en: {name: agreement}`, `en: {name: agreement}, fr: {name: accord}`, "2:61 unknown_value"},
		{`values: [nenhum]`, `values: [Ação]`, "8:29 not_listable"},
		{`values: [nenhum]`, `values: [""]`, "8:29 not_listable"},
		{`values: [nenhum]`, `values: [um, "plano de *"]`, "8:33 not_listable"},
		{`values: [nenhum]`, `values: ["* plano *"]`, "8:29 not_listable"},
		{`values: [nenhum]`, `values: [` + strings.Repeat("a", 64) + `]`, "8:29 not_listable"},
		{`values: [nenhum]`, `values: [nenhum], made: true`, "8:5 pattern_or_values"},
		{`names: [convenio]`, "names: [convenio]\nparts: {endings: [patia, ria]}", "12:26 not_a_part"},
		{`names: [convenio]`, "names: [convenio]\nparts: {halves: [{heads: [vl, v], tails: [inss]}]}", "12:31 not_a_part"},
		{`names: [convenio]`, "names: [convenio]\nspeech: [plano, Convênio]", "12:17 not_plain"},
		{`lookalike: 0.0001}`, `lookalike: 0.0001, fill: 49}`, "7:74 fill"},
		{`lookalike: 0.0001}`, `lookalike: 0.0001, fill: -1}`, "7:74 fill"},
		{`labels: [convenio]`, `labels: [Convênio]`, "10:35 not_folded"},
		{`labels: [convenio]`, `after: [Convênio]`, "10:34 not_plain"},
		{`[sem convenio]`, `[Sem convênio]`, "12:16 not_plain"},
		{`[sem convenio]`, `[" "]`, "12:16 not_plain"},
		{`convênio`, "conv\xeanio", "2:27 not_text"},
		{`[CV12345678]`, "[CV1\x00]", "13:12 not_text"},
	} {
		_, m := ParseFile([]byte(strings.Replace(right, test.old, test.new, 1)))
		if len(m) != 1 || fmt.Sprintf("%d:%d %s", m[0].Line, m[0].Column, m[0].Key) != test.want {
			t.Errorf("%q for %q: %v, want %s", test.new, test.old, m, test.want)
		}
	}
}
