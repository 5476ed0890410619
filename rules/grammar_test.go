package rules

import (
	"reflect"
	"regexp"
	"slices"
	"testing"
)

// Names are folded before their words are looked up: a word in another form is never found.
func TestGrammarIsFolded(t *testing.T) {
	folded := regexp.MustCompile(`^[a-z0-9_]+$`)
	g := reflect.ValueOf(MustGrammar()).Elem()
	for i := range g.NumField() {
		list, name := wordsOf(g.Field(i).Interface()), g.Type().Field(i).Name
		if len(list) == 0 {
			t.Errorf("%s is empty", name)
		}
		for k, word := range list {
			if !folded.MatchString(word) {
				t.Errorf("%s: %q is not folded", name, word)
			}
			if slices.Contains(list[:k], word) {
				t.Errorf("%s: %q is repeated", name, word)
			}
		}
	}
}

// wordsOf returns the words in a field of the grammar.
func wordsOf(field any) (words []string) {
	switch field := field.(type) {
	case []string:
		return field
	case []Split:
		for _, s := range field {
			words = append(words, s.Words...)
		}
	}
	return words
}
