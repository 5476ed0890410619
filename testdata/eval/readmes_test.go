package eval

import (
	"bytes"
	"os"
	"regexp"
	"testing"

	"golang.org/x/text/language"
	"golang.org/x/text/message"
)

var (
	accuracy     = regexp.MustCompile(`(?s)<!-- accuracy -->.*<!-- /accuracy -->`)
	statedNumber = regexp.MustCompile(`\b\d+(?:[.,]\d+)*\b`) // not that of F1
)

// TestEvalReadmes: the READMEs state the size of the corpus and the figures of its checking
// half. With -update they are rewritten.
func TestEvalReadmes(t *testing.T) {
	c := corpusAt(t)
	columns := map[string]int{}
	for _, table := range c.tables {
		columns[table.Half] += len(table.Columns)
	}
	f := committedFigures(t)["check"]
	for path, lang := range map[string]string{"../../README.md": "en", "../../README.pt-BR.md": "pt-BR"} {
		p := message.NewPrinter(language.MustParse(lang))
		want := []string{p.Sprint(columns["tune"] + columns["check"]), p.Sprint(len(c.tables)), p.Sprint(columns["check"])}
		for _, figure := range []float64{f.PersonalPrecision, f.PersonalRecall, f.SensitivePrecision, f.SensitiveRecall, f.MacroF1, f.CalibrationError} {
			want = append(want, p.Sprintf("%.2f", figure))
		}
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		paragraph := accuracy.Find(text)
		if n := len(statedNumber.FindAll(paragraph, -1)); n != len(want) {
			t.Fatalf("%s says %d numbers of the accuracy, want %d", path, n, len(want))
		}
		i := -1
		right := statedNumber.ReplaceAllFunc(paragraph, func([]byte) []byte { i++; return []byte(want[i]) })
		switch {
		case bytes.Equal(right, paragraph):
		case !*update:
			t.Errorf("%s says %s; it is %v; run go test ./testdata/eval -run TestEval -update", path, statedNumber.FindAll(paragraph, -1), want)
		default:
			if err := os.WriteFile(path, bytes.Replace(text, paragraph, right, 1), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}
