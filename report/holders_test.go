package report

import (
	"bytes"
	"strings"
	"testing"

	"github.com/datamapbr/datamap/scanner"
)

// TestHolders: whose data a table holds, and the largest share of each protected
// group that any of its columns tells, stand in every report that is read.
func TestHolders(t *testing.T) {
	res := sampleResult()
	parent := col("nascimento", "", verdict("birth_date", 1, ""))
	parent.Ages = &scanner.Ages{Known: 240, Elderly: scanner.AgeGroup{Rows: 12, Share: 0.05}}
	child := col("nascimento_filho", "", verdict("birth_date", 1, ""))
	child.Ages = &scanner.Ages{Known: 100, Children: scanner.AgeGroup{Rows: 60, Share: 0.6}, Elderly: scanner.AgeGroup{Rows: 1, Share: 0.01}}
	parent.ID, child.ID = "00", "01"
	for i := range res.Tables {
		if res.Tables[i].Table == "rh/funcionarios.csv" {
			res.Tables[i].Holders = []string{"dependentes", "empregados"}
			res.Tables[i].Columns = append(res.Tables[i].Columns, parent, child)
		}
	}
	inv, err := Build(res, sampleRules(), sampleRun())
	if err != nil {
		t.Fatal(err)
	}
	again, err := Read(bytes.NewReader(write(t, "json", "en", inv)))
	if err != nil {
		t.Fatal(err)
	}
	for lang, want := range map[string]string{
		"pt-BR": "ependentes, empregados; crianças (60%), idosos (5,0%)", "en": "ependants, employees; children (60%), elderly people (5.0%)",
	} {
		for _, format := range []string{"md", "html"} {
			if got := string(write(t, format, lang, again)); !strings.Contains(got, want) {
				t.Errorf("%s in %s does not say %q", format, lang, want)
			}
		}
		texts := workbookTexts(t, write(t, "xlsx", lang, again))
		for _, part := range strings.Split(want, "; ") {
			part = part[1:] // in a cell of its own it begins with a capital
			found := false
			for _, text := range texts {
				found = found || strings.Contains(text, part)
			}
			if !found {
				t.Errorf("the workbook in %s does not say %q", lang, part)
			}
		}
	}
}
