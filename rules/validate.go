package rules

import (
	"fmt"
	"slices"
	"strings"
	"sync"
)

// isIdentifier reports whether a name may be the ID of a type.
func isIdentifier(name string) bool {
	return isFolded(name) && name[0] >= 'a' && name[0] <= 'z'
}

// isFolded reports whether a name is written as folded column names are.
func isFolded(name string) bool {
	return name != "" && strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789_") == ""
}

// validate checks everything in a rule but its patterns and examples.
func (r *Rule) validate() (m Mistakes) {
	switch {
	case r.ID == "":
		m.Add("", "missing", "id")
	case !isIdentifier(r.ID):
		m.Add("id", "id_form", r.ID)
	}
	for _, lang := range Languages {
		if r.Words[lang].Name == "" {
			m.Add("words."+lang, "missing", "words."+lang+".name")
		}
	}
	r.validateLaw(&m)
	if len(r.Forms) == 0 && len(r.Names) == 0 {
		m.Add("", "empty_rule")
	}
	if len(r.Forms) > 0 && len(r.Match) == 0 {
		m.Add("", "missing", "match")
	}
	if len(r.Forms) > 0 && len(r.Reject) == 0 {
		m.Add("", "missing", "reject")
	}
	for lang := range r.Words {
		oneOf(&m, "words."+lang, lang, Languages)
	}
	checkFolded(&m, "", r.Names, r.NotNames, r.Roles, r.Hints, r.Neighbours, r.Tables, r.Persons)
	checkPlain(&m, "placeholders", r.Placeholders)
	r.Parts.validate(&m)
	checkPlain(&m, "speech", r.Speech)
	checkPlain(&m, "terms", r.Terms)
	checkPlain(&m, "dated", r.Dated)
	for i := range r.Forms {
		path := fmt.Sprintf("forms.%d", i)
		r.Forms[i].validate(&m, path)
		for k, name := range r.Forms[i].Names {
			if !slices.Contains(r.Names, name) && !slices.Contains(r.Roles, name) && !slices.Contains(r.Hints, name) {
				m.Add(fmt.Sprintf("%s.names.%d", path, k), "not_a_name", name)
			}
		}
	}
	if len(r.Persons) > 0 && !slices.Contains(r.Names, r.Called) {
		m.Add("called", "not_a_name", r.Called)
	}
	for i, f := range r.Text {
		path := fmt.Sprintf("text.%d", i)
		if (f.Pattern == "") == (len(f.Around) != 1) {
			m.Add(path, "text_form")
		}
		for k, label := range f.Labels {
			if !isFolded(label) {
				m.Add(fmt.Sprintf("%s.labels.%d", path, k), "not_folded", label)
			}
		}
		checkPlain(&m, path+".after", f.After)
		share(&m, path, "chance", f.Chance)
	}
	return m
}

// validateLaw checks what a rule says of the law, and that it does not contradict itself.
func (r *Rule) validateLaw(m *Mistakes) {
	if r.Class == "" {
		m.Add("class", "missing", "class")
	} else if oneOf(m, "class", r.Class, Classes) && r.Personal == (r.Class == "nao_pessoal") {
		m.Add("class", "contradiction", r.Class, fmt.Sprint(r.Personal))
	}
	if r.FCI != "" {
		oneOf(m, "fci", r.FCI, FCITypes)
	}
	if r.IDP != "" && oneOf(m, "idp", r.IDP, idpCodes()) && (r.Sensitive() != strings.HasPrefix(r.IDP, "8.") || r.Class == "nao_pessoal") {
		m.Add("idp", "contradiction_idp", r.Class, r.IDP)
	}
	if r.Subject != "" {
		oneOf(m, "subject", r.Subject, ruleSubjects)
	}
}

// MinPart is the length of the shortest part of a word: shorter ones occur in any word.
const MinPart = 4

// minHalf is that of one which only counts together with another.
const minHalf = 2

func (p *Parts) validate(m *Mistakes) {
	check := func(key string, parts []string, least int) {
		for i, part := range parts {
			if len(part) < least || strings.Trim(part, "abcdefghijklmnopqrstuvwxyz") != "" {
				m.Add(fmt.Sprintf("parts.%s.%d", key, i), "not_a_part", part, least)
			}
		}
	}
	check("endings", p.Endings, MinPart)
	check("beginnings", p.Beginnings, MinPart)
	check("not", p.Not, MinPart)
	for i, h := range p.Halves {
		check(fmt.Sprintf("halves.%d.heads", i), h.Heads, minHalf)
		check(fmt.Sprintf("halves.%d.tails", i), h.Tails, minHalf)
	}
}

// oneOf reports whether a value is a known one, and adds a mistake where it is not.
func oneOf(m *Mistakes, path, value string, known []string) bool {
	ok := slices.Contains(known, value)
	if !ok {
		m.Add(path, "unknown_value", value, strings.Join(known, ", "))
	}
	return ok
}

// idpCodes are the items of the federal inventory; none where lgpd.yaml cannot be read.
var idpCodes = sync.OnceValue(func() (codes []string) {
	var law map[string]any
	if DecodeFile("lgpd.yaml", &law) != nil {
		return nil
	}
	items, _ := law["idp"].([]any)
	for _, item := range items {
		if keys, ok := item.(map[string]any); ok {
			codes = append(codes, fmt.Sprint(keys["code"]))
		}
	}
	return codes
})

// checkFolded adds a mistake for each name that is not folded. The lists come in the order
// of keys.
func checkFolded(m *Mistakes, path string, lists ...[]string) {
	keys := []string{"names", "not_names", "roles", "hints", "neighbours", "tables", "persons"}
	for i, list := range lists {
		for k, name := range list {
			if !isFolded(name) {
				m.Add(fmt.Sprintf("%s%s.%d", path, keys[i], k), "not_folded", name)
			}
		}
	}
}

// checkPlain adds a mistake for each value that is not folded: lower case, no accents.
func checkPlain(m *Mistakes, path string, values []string) {
	for i, v := range values {
		if !isPlain(v) {
			m.Add(fmt.Sprintf("%s.%d", path, i), "not_plain", v)
		}
	}
}

// isPlain reports whether a value is written as folded cells are.
func isPlain(value string) bool {
	return value != "" && value == strings.TrimSpace(value) && len(value) <= MaxPlain && !strings.ContainsFunc(value, func(r rune) bool {
		return r < ' ' || r > '~' || r >= 'A' && r <= 'Z'
	})
}

// MaxPlain is the length of the longest value that is looked for in a list.
const MaxPlain = 63

// share adds a mistake unless a number is above 0 and at most 1.
func share(m *Mistakes, path, key string, value float64) {
	if value <= 0 || value > 1 {
		m.Add(path+"."+key, "not_a_share", key)
	}
}

// maxFill is the length of the longest number whose lost zeros are restored.
const maxFill = 48

func (f *Form) validate(m *Mistakes, path string) {
	if (f.Pattern == "") != f.Listed() || f.Made && len(f.Values) > 0 {
		m.Add(path, "pattern_or_values")
	}
	if f.Weak {
		if f.Pattern == "" || f.Check != "" || f.Chance != 0 || f.Lookalike != 0 || f.Many != 0 || f.Spread != 0 || f.Fill != 0 {
			m.Add(path, "weak_form")
		}
		return
	}
	for i, value := range f.Values {
		word, first := strings.CutSuffix(value, " *")
		word, last := strings.CutPrefix(word, "* ")
		if !isPlain(word) || strings.Contains(word, "*") || first && last || (first || last) && strings.Contains(word, " ") {
			m.Add(fmt.Sprintf("%s.values.%d", path, i), "not_listable", value)
		}
	}
	if f.Fill < 0 || f.Fill > maxFill {
		m.Add(path+".fill", "fill", maxFill)
	}
	share(m, path, "chance", f.Chance)
	share(m, path, "lookalike", f.Lookalike)
	if f.Many < 0 || f.Many > f.Lookalike {
		m.Add(path+".many", "many")
	}
	if f.Spread != 0 {
		share(m, path, "spread", f.Spread)
	}
}
