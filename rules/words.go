package rules

import (
	"fmt"
	"slices"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/message"
)

// Languages are the languages that every word exists in; the first is the default.
var Languages = []string{"pt-BR", "en"}

// Words holds what people read, in one language.
type Words struct {
	Lang    string
	words   map[string]string
	printer *message.Printer
}

// NewWords loads the words of a language; an unknown one is an error that lists the known ones.
func NewWords(lang string) (*Words, error) {
	if !slices.Contains(Languages, lang) {
		return nil, fmt.Errorf("language %q is unknown; the languages are %s", lang, strings.Join(Languages, ", "))
	}
	var tree map[string]any
	if err := DecodeFile(lang+".yaml", &tree); err != nil {
		return nil, err
	}
	w := &Words{Lang: lang, words: map[string]string{}, printer: message.NewPrinter(language.MustParse(lang))}
	flatten(tree, "", w.words)
	return w, nil
}

func flatten(tree map[string]any, prefix string, into map[string]string) {
	for k, v := range tree {
		switch v := v.(type) {
		case map[string]any:
			flatten(v, prefix+k+".", into)
		default:
			into[prefix+k] = fmt.Sprint(v)
		}
	}
}

// T returns the text of a dotted key, with its verbs filled in as by
// [fmt.Sprintf]; numbers are written as the language writes them.
// A key that does not exist is returned as it is.
func (w *Words) T(key string, args ...any) string {
	text, ok := w.words[key]
	if !ok {
		return key
	}
	if len(args) == 0 {
		return text
	}
	return w.printer.Sprintf(text, args...)
}

// Has reports whether the key exists.
func (w *Words) Has(key string) bool { _, ok := w.words[key]; return ok }

// Keys returns every key, sorted.
func (w *Words) Keys() []string {
	keys := make([]string, 0, len(w.words))
	for k := range w.words {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
