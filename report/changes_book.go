package report

import (
	_ "embed"
	"io"

	"github.com/datamapbr/datamap/rules"
)

//go:embed changes.html
var changesText string

// A changesPage is the data of the template changes.html.
type changesPage struct {
	*phrases
	Changes *Changes
}

func (p *changesPage) Groups() []changeGroup { return p.changeGroups(p.Changes) }

func writeChangesPage(w io.Writer, c *Changes, words *rules.Words, all []rules.Rule) error {
	p, err := changesPhrases(words, all)
	if err != nil {
		return err
	}
	return writeTemplate(w, changesText, &changesPage{p, c})
}

// changesSheet lists what is new, gone and different since an older result.
func (b *book) changesSheet(c *Changes) {
	var lines []changeLine
	for _, g := range b.changeGroups(c) {
		lines = append(lines, g.Lines...)
	}
	b.grid(&grid{
		sheet: b.T("sheet.changes"), name: "novidades", count: len(lines), frozen: 2,
		columns: b.columns("change", "changed_object", "before", "after", "reason"),
		rows: rowsOf(lines, func(l changeLine) []any {
			return []any{l.What, sheetCell(l.Object), filled(l.Before), filled(l.After), filled(l.Why)}
		}),
	})
}

// writeChangesWorkbook writes a workbook of that one sheet.
func writeChangesWorkbook(w io.Writer, c *Changes, words *rules.Words, all []rules.Rule) error {
	p, err := newPhrases(&Inventory{ScannedAt: c.Since}, words, all)
	if err != nil {
		return err
	}
	b := newBook(p, Answers{})
	b.title = b.T("report.diff.title")
	defer b.file.Close()
	name := b.T("sheet.changes")
	b.paths[name] = "xl/worksheets/sheet1.xml"
	b.makeStyles()
	b.keep(b.file.SetSheetName("Sheet1", name))
	b.changesSheet(c)
	b.properties()
	return b.save(w)
}
