package report

import (
	"fmt"
	"strings"
	"testing"

	"github.com/datamapbr/datamap/scanner"
)

// TestManyGapsAreOneLine: a workbook with a password is not hidden by hundreds of photos,
// and each of those is counted.
func TestManyGapsAreOneLine(t *testing.T) {
	b := newBuilder()
	b.result.Sources = []scanner.SourceInfo{{Name: "fotos/", Kind: "folder"}}
	unread := func(name, code string) {
		b.table(scanner.Entry{Source: "fotos/", Table: name, Kind: "file", State: scanner.NotRead, Rows: -1, Reasons: []scanner.Reason{{Code: code}}})
	}
	for i := range 500 {
		unread(fmt.Sprintf("IMG_%03d.jpg", i), "media_file")
	}
	unread("a.pdf", "document")
	unread("b.pdf", "document")
	unread("salários.xlsx", "encrypted_workbook")
	inv, err := Build(&b.result, sampleRules(), sampleRun())
	if err != nil {
		t.Fatal(err)
	}
	for format, text := range map[string]string{
		"summary": string(summaryOf(t, "pt-BR", inv, SummaryOptions{})), "md": string(write(t, "md", "pt-BR", inv)), "html": string(write(t, "html", "pt-BR", inv)),
	} {
		_, gaps, found := strings.Cut(text, "O que não foi lido, ou só em parte")
		if format == "html" {
			gaps, _, _ = strings.Cut(gaps, "</section>")
		}
		for _, want := range []string{"500 objetos", "IMG_000.jpg", "IMG_002.jpg", "e mais 497", "a.pdf", "b.pdf", "salários.xlsx"} {
			if !found || strings.Count(gaps, want) != 1 {
				t.Errorf("%s: %d times %q in %s", format, strings.Count(gaps, want), want, gaps)
			}
		}
		if strings.Contains(gaps, "IMG_003.jpg") {
			t.Errorf("%s names more than the first", format)
		}
	}
}
