package report

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"slices"
	"sort"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/datamapbr/datamap/rules"
)

// WriteWorkbook writes the inventory as a workbook for people: what was found in locked
// columns, and answer columns beside them, filled with answers. The bytes depend on the
// arguments alone.
func WriteWorkbook(w io.Writer, inv *Inventory, words *rules.Words, all []rules.Rule, answers Answers) error {
	p, err := newPhrases(inv, words, all)
	if err != nil {
		return err
	}
	b := newBook(p, answers)
	defer b.file.Close()
	b.write()
	if err := b.save(w); err != nil {
		return fmt.Errorf("writing the workbook: %w", err)
	}
	return nil
}

// newBook begins a workbook. The caller must close its file.
func newBook(p *phrases, answers Answers) *book {
	b := &book{
		phrases: p, title: p.Title(), file: excelize.NewFile(excelize.Options{TmpDir: os.DevNull}), // no temporary files
		answers: answers, quoted: map[int]int{}, risks: p.modelRisks(),
		paths: map[string]string{}, bodies: map[string]func(io.Writer) error{},
	}
	for i := range p.inv.Tables {
		b.schemas = b.schemas || p.inv.Tables[i].Schema != ""
	}
	for id := range answers.ByID {
		b.schemas = b.schemas || answers.ByID[id].Schema != ""
	}
	b.file.ZipWriter = newBookZip(b.bodies)
	return b
}

// save writes the file, unless there was an error before.
func (b *book) save(w io.Writer) error {
	if b.err != nil {
		return b.err
	}
	// With a chart the library adds content types of pictures, in the random order of a map.
	types := b.file.ContentTypes.Defaults
	sort.Slice(types, func(i, j int) bool { return types[i].Extension < types[j].Extension })
	_, err := b.file.WriteTo(w)
	return err
}

// A book is a workbook being written. It keeps the first error.
type book struct {
	*phrases
	title   string
	schemas bool // some table has a schema; else the column is hidden
	file    *excelize.File
	answers Answers
	style   styles
	risks   []*sourceRisk
	quoted  map[int]int                      // style → the same with quotePrefix
	paths   map[string]string                // sheet → its part in the file
	bodies  map[string]func(io.Writer) error // part → what writes its rows
	err     error
}

// keep keeps the first error.
func (b *book) keep(err error) { b.err = cmp.Or(b.err, err) }

func (b *book) write() {
	b.makeStyles()
	gone := b.answers.gone(b.inv, b.rowIDs())
	type sheet struct {
		code  string
		write func()
	}
	sheets := []sheet{
		{"summary", b.summarySheet}, {"inventory", b.inventorySheet}, {"operations", b.operationsSheet}, {"risk", b.riskSheet},
		{"tables", b.tablesSheet}, {"incident", b.incidentSheet}, {"changes", func() { b.changesSheet(b.inv.Changes) }},
		{"coverage", b.coverageSheet}, {"quality", b.qualitySheet}, {"access", b.accessSheet}, {"method", b.methodSheet},
		{"glossary", b.glossarySheet}, {"removed", func() { b.removedSheet(gone) }},
	}
	sheets = slices.DeleteFunc(sheets, func(s sheet) bool {
		return s.code == "changes" && b.inv.Changes == nil || s.code == "removed" && len(gone) == 0
	})
	var names []string
	for _, s := range sheets {
		names = append(names, b.T("sheet."+s.code))
	}
	b.sheets(append(names, listSheet, metaSheet))
	b.lists()
	for _, s := range sheets {
		if s.write(); b.err != nil {
			b.err = fmt.Errorf("sheet %q: %w", s.code, b.err)
			return
		}
	}
	b.meta()
	b.properties()
}

// sheets makes all sheets, in their order.
func (b *book) sheets(names []string) {
	b.keep(b.file.SetSheetName("Sheet1", names[0]))
	for i, name := range names {
		b.paths[name] = fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1)
		_, err := b.file.NewSheet(name)
		b.keep(err)
	}
	b.file.SetActiveSheet(0)
	for _, name := range []string{listSheet, metaSheet} {
		b.keep(b.file.SetSheetVisible(name, false, true))
	}
}

// rowIDs are the IDs of the rows that take answers.
func (b *book) rowIDs() map[string]bool {
	ids := map[string]bool{}
	for _, f := range b.inv.places((*Column).Asked) {
		ids[f.Column.ID] = true
	}
	for _, t := range b.inv.personalTables() {
		ids[t.id()] = true
	}
	for _, r := range b.risks {
		ids[r.id()] = true
	}
	return ids
}

// properties sets those of the file. Its dates are those of the scan, so that the bytes
// depend on nothing else.
func (b *book) properties() {
	moment := b.inv.ScannedAt.Format("2006-01-02T15:04:05Z")
	// The library would make Excel remove the names of authors.
	b.keep(b.file.SetWorkbookProps(&excelize.WorkbookPropsOptions{FilterPrivacy: new(bool)}))
	b.keep(b.file.SetAppProps(&excelize.AppProperties{Application: "datamap"}))
	b.keep(b.file.SetDocProps(&excelize.DocProperties{
		Created: moment, Modified: moment, Creator: "datamap " + brief(b.inv.Version), LastModifiedBy: "datamap",
		Title: b.title, Subject: b.T("report.subject"), Language: b.Lang, Version: brief(b.inv.Version),
	}))
}

// The hidden sheets: the lists of the drop-downs (Excel takes no list of over 255
// characters in place, and legal bases are longer), and what a program that reads the
// workbook must know.
const (
	listSheet = "_listas"
	metaSheet = "_meta"
)

// Names of the lists of legal bases, one of which is offered by the row's data.
const (
	listCommon    = "datamap_basis_common"
	listSensitive = "datamap_basis_sensitive"
	listNone      = "datamap_basis_none"
)

func listName(list string) string { return "datamap_" + list }

func (b *book) lists() {
	type list struct {
		name  string
		items []string
	}
	texts := func(terms []term) []string { return each(terms, func(t term) string { return t.Words[b.Lang] }) }
	all := []list{
		{listCommon, texts(b.law.Bases.Common)}, {listSensitive, texts(b.law.Bases.Sensitive)}, {listNone, []string{b.T("report.not_applicable")}},
	}
	var names []string
	for name := range b.law.Lists {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		all = append(all, list{listName(name), texts(b.law.Lists[name])})
	}
	for i, l := range all {
		letter := columnLetter(i)
		b.keep(b.file.SetSheetCol(listSheet, letter+"1", &l.items))
		refers := fmt.Sprintf("%s!$%s$1:$%s$%d", listSheet, letter, letter, len(l.items))
		b.keep(b.file.SetDefinedName(&excelize.DefinedName{Name: l.name, RefersTo: refers}))
	}
}

// meta writes what a program that reads the workbook must know.
func (b *book) meta() {
	for i, line := range [][]string{
		{"schema", "datamap.workbook/2"}, {"result", Shown(b.inv.Schema)}, {"datamap", brief(b.inv.Version)}, {"language", b.Lang},
		{"scanned_at", b.inv.ScannedAt.Format("2006-01-02T15:04:05Z")}, {"seed", fmt.Sprint(b.inv.Settings.Seed)},
		{"sample_rows", fmt.Sprint(b.inv.Settings.SampleRows)},
	} {
		for j, text := range line {
			b.set(metaSheet, fmt.Sprint(columnLetter(j), i+1), b.style.text, text)
		}
	}
}

// page sets up how a sheet prints: A4 landscape with page numbers, scaled to the
// percentage or, when it is 0, to the width of one page.
func (b *book) page(sheet string, percent uint) {
	fit, paper, wide, tall, orientation := percent == 0, 9, 1, 0, "landscape"
	layout := excelize.PageLayoutOptions{Size: &paper, Orientation: &orientation}
	if fit {
		layout.FitToWidth, layout.FitToHeight = &wide, &tall
	} else {
		layout.AdjustTo = &percent
	}
	b.keep(b.file.SetSheetProps(sheet, &excelize.SheetPropsOptions{FitToPage: &fit}))
	b.keep(b.file.SetPageLayout(sheet, &layout))
	side, edge, foot, centered := 0.4, 0.6, 0.3, true
	b.keep(b.file.SetPageMargins(sheet, &excelize.PageLayoutMarginsOptions{
		Left: &side, Right: &side, Top: &edge, Bottom: &edge, Header: &foot, Footer: &foot, Horizontally: &centered,
	}))
	title := []rune(strings.ReplaceAll(b.title, "&", "&&"))
	footer := fmt.Sprintf("&L%s&C%s&R%s", string(title[:min(len(title), 80)]), sheet, b.T("report.page"))
	b.keep(b.file.SetHeaderFooter(sheet, &excelize.HeaderFooterOptions{OddFooter: footer}))
}
