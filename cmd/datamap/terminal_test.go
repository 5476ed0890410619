package main

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// TestFitted: no line is longer than the width, what is carried over is indented, and
// the words stay what they are.
func TestFitted(t *testing.T) {
	const text = "clientes.número (text)\n\n  endereço (address): a coluna inteira, confiança 78,5%, pelo nome: os valores sozinhos não o provam\n      -4,50  ponto de partida\n"
	if got := fitted(text, 0); got != text {
		t.Errorf("without a width it is %q", got)
	}
	if got := fitted(text, 200); got != text {
		t.Errorf("where it fits it is %q", got)
	}
	got := fitted(text, 60)
	for line := range strings.Lines(got) {
		if n := utf8.RuneCountInString(strings.TrimSuffix(line, "\n")); n > 60 {
			t.Errorf("a line of %d characters: %s", n, line)
		}
	}
	if !slices.Equal(strings.Fields(got), strings.Fields(text)) {
		t.Errorf("the words are %q", got)
	}
	if !strings.Contains(got, "\n  endereço") || !strings.Contains(got, "\n    pelo nome") {
		t.Errorf("it is indented as\n%s", got)
	}
}
