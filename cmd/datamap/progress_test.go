package main

import (
	"bytes"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/datamapbr/datamap/scanner"
)

func TestStatusLine(t *testing.T) {
	p := scanner.Progress{
		Source: "crm", Object: "clientes\x1b[31m\u202e", Done: 3, Total: 17, Rows: 1_234_567, Elapsed: 10 * time.Second,
	}
	for lang, want := range map[string]string{
		"pt-BR": `3/17 crm/clientes\u001b[31m\u202e · 1.234.567 linhas · 123.456 linhas/s`,
		"en":    `3/17 crm/clientes\u001b[31m\u202e · 1,234,567 rows · 123,456 rows/s`,
	} {
		if got := statusLine(p, words(t, lang)); got != want {
			t.Errorf("%s: %q, want %q", lang, got, want)
		}
	}
	if got := statusLine(scanner.Progress{Source: "x"}, words(t, "en")); got != "0/0 x · 0 rows · 0 rows/s" {
		t.Errorf("before anything was read: %q", got)
	}
}

// TestWhereIs names a file that is scanned by itself once.
func TestWhereIs(t *testing.T) {
	for _, tc := range [][3]string{
		{"dados/", "sub/a.csv", "dados/sub/a.csv"}, {"crm", "public.clientes", "crm/public.clientes"}, {"crm", "", "crm"},
		{"dados/a.zip", "a.zip/b.csv", "dados/a.zip/b.csv"}, {"a.xlsx", "a.xlsx#Plan1", "a.xlsx#Plan1"}, {"a.csv", "a.csv", "a.csv"}, {"a", "ab", "a/ab"},
	} {
		if got := whereIs(tc[0], tc[1]); got != tc[2] {
			t.Errorf("%q in %q is at %q, want %q", tc[1], tc[0], got, tc[2])
		}
	}
}

// TestStatusOnTerminal: one line that is written over, never wider than the
// terminal, and gone in the end.
func TestStatusOnTerminal(t *testing.T) {
	var b bytes.Buffer
	p := &progress{w: &b, words: words(t, "pt-BR"), width: func() int { return 30 }, done: make(chan struct{})}
	p.show()
	if b.Len() > 0 {
		t.Errorf("something is shown before anything is known: %q", b.String())
	}
	p.update(scanner.Progress{Source: "planilhas", Object: strings.Repeat("muito longo ", 20)})
	p.show()
	p.update(scanner.Progress{Source: "a"})
	p.show()
	p.clear()
	for _, line := range strings.Split(b.String(), "\r") {
		if n := utf8.RuneCountInString(line); n >= 30 {
			t.Errorf("a line of %d characters on a terminal of 30: %q", n, line)
		}
	}
	if strings.ContainsAny(b.String(), "\n\x1b") {
		t.Errorf("the line does not stay in its place: %q", b.String())
	}
	if !strings.HasSuffix(b.String(), "\r"+strings.Repeat(" ", 29)+"\r") && !strings.HasSuffix(b.String(), " \r") {
		t.Errorf("the line is not taken off the screen: %q", b.String())
	}
}

// TestStatusElsewhere: whole lines, no characters that move a cursor.
func TestStatusElsewhere(t *testing.T) {
	var b bytes.Buffer
	p := &progress{w: &b, words: words(t, "pt-BR"), done: make(chan struct{})}
	p.update(scanner.Progress{Source: "a", Object: "b", Done: 1, Total: 2})
	p.show()
	p.clear()
	if b.String() != "1/2 a/b · 0 linhas · 0 linhas/s\n" {
		t.Errorf("%q", b.String())
	}
}
