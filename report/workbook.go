package report

import (
	"fmt"
	"io"
	"os"
	"sort"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/datamapbr/datamap/rules"
)

// WriteWorkbook writes the inventory as a workbook for people: what was found in
// locked-in columns, and beside it the answer columns with what answers holds.
// The bytes depend on the arguments alone.
func WriteWorkbook(w io.Writer, inv *Inventory, words *rules.Words, all []rules.Rule, answers Answers) error {
	p, err := newPhrases(inv, words, all)
	if err != nil {
		return err
	}
	// The stream writer keeps a sheet in memory where it cannot make temporary
	// files; in a folder that cannot exist it never can, so nothing is left
	// behind by a process that is killed.
	f := excelize.NewFile(excelize.Options{TmpDir: os.DevNull})
	defer f.Close()
	f.ZipWriter = newSortedZip
	b := &book{phrases: p, file: f, answers: answers, quoted: map[int]int{}}
	if err := b.write(); err != nil {
		return fmt.Errorf("writing the workbook: %w", err)
	}
	// A chart brings the content types of pictures, in the random order of a map.
	types := f.ContentTypes.Defaults
	sort.Slice(types, func(i, j int) bool { return types[i].Extension < types[j].Extension })
	if _, err := f.WriteTo(w); err != nil {
		return fmt.Errorf("writing the workbook: %w", err)
	}
	return nil
}

// A book is a workbook being written.
type book struct {
	*phrases
	file    *excelize.File
	answers Answers
	style   styles
	quoted  map[int]int // style → the same with quotePrefix
}

func (b *book) write() error {
	if err := b.makeStyles(); err != nil {
		return err
	}
	gone := b.answers.gone(b.inv)
	if err := b.sheets(len(gone) > 0); err != nil {
		return err
	}
	steps := []func() error{b.lists, b.summarySheet, b.inventorySheet, b.riskSheet, b.coverageSheet, b.methodSheet, b.properties}
	if len(gone) > 0 {
		steps = append(steps, func() error { return b.removedSheet(gone) })
	}
	return each(steps...)
}

// sheets makes all sheets, in their order. It comes first: once a sheet is
// streamed, what the library does to all sheets would read it back whole.
func (b *book) sheets(removed bool) error {
	if err := b.file.SetSheetName("Sheet1", b.T("sheet.summary")); err != nil {
		return err
	}
	names := []string{b.T("sheet.inventory"), b.T("sheet.risk"), b.T("sheet.coverage"), b.T("sheet.method")}
	if removed {
		names = append(names, b.T("sheet.removed"))
	}
	for _, name := range append(names, listSheet) {
		if _, err := b.file.NewSheet(name); err != nil {
			return err
		}
	}
	b.file.SetActiveSheet(0)
	return b.file.SetSheetVisible(listSheet, false, true)
}

// properties are those of the file. Its dates are the scan's: the bytes depend on nothing else.
func (b *book) properties() error {
	moment := b.inv.ScannedAt.Format("2006-01-02T15:04:05Z")
	return b.file.SetDocProps(&excelize.DocProperties{
		Created: moment, Modified: moment, Creator: "datamap " + b.inv.Version, LastModifiedBy: "datamap",
		Title: b.Title(), Subject: b.T("report.subject"), Language: b.Lang, Version: b.inv.Version,
	})
}

// Drop-down lists live on a sheet that people do not see: Excel refuses lists of
// over 255 characters in place, and legal bases are longer.
const (
	listSheet     = "_listas"
	listCommon    = "datamap_bases"
	listSensitive = "datamap_bases_sensitive"
	listReview    = "datamap_review"
)

func (b *book) lists() error {
	texts := func(terms []term) (all []string) {
		for _, t := range terms {
			all = append(all, t.Words[b.Lang])
		}
		return all
	}
	var review []string
	for _, code := range reviews {
		review = append(review, b.T("review."+code))
	}
	for i, list := range []struct {
		name  string
		items []string
	}{{listCommon, texts(b.law.Bases.Common)}, {listSensitive, texts(b.law.Bases.Sensitive)}, {listReview, review}} {
		name, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return err
		}
		if err := b.file.SetSheetCol(listSheet, name+"1", &list.items); err != nil {
			return err
		}
		refers := fmt.Sprintf("%s!$%s$1:$%s$%d", listSheet, name, name, len(list.items))
		if err := b.file.SetDefinedName(&excelize.DefinedName{Name: list.name, RefersTo: refers}); err != nil {
			return err
		}
	}
	return nil
}

// page sets up how a sheet prints: A4 landscape with page numbers, scaled to the
// percentage or, when it is 0, to the width of one page. It comes before the
// sheet's stream writer, which would drop it.
func (b *book) page(sheet string, percent uint) error {
	fit, paper, wide, tall, orientation := percent == 0, 9, 1, 0, "landscape"
	layout := excelize.PageLayoutOptions{Size: &paper, Orientation: &orientation}
	if fit {
		layout.FitToWidth, layout.FitToHeight = &wide, &tall
	} else {
		layout.AdjustTo = &percent
	}
	if err := b.file.SetSheetProps(sheet, &excelize.SheetPropsOptions{FitToPage: &fit}); err != nil {
		return err
	}
	if err := b.file.SetPageLayout(sheet, &layout); err != nil {
		return err
	}
	side, edge, foot, centered := 0.4, 0.6, 0.3, true
	if err := b.file.SetPageMargins(sheet, &excelize.PageLayoutMarginsOptions{
		Left: &side, Right: &side, Top: &edge, Bottom: &edge, Header: &foot, Footer: &foot, Horizontally: &centered,
	}); err != nil {
		return err
	}
	title := []rune(strings.ReplaceAll(b.Title(), "&", "&&"))
	footer := fmt.Sprintf("&L%s&C%s&R%s", string(title[:min(len(title), 80)]), sheet, b.T("report.page"))
	return b.file.SetHeaderFooter(sheet, &excelize.HeaderFooterOptions{OddFooter: footer})
}

// styles are the looks of cells.
type styles struct {
	head, answerHead                       int
	text, source, small, number, estimate  int
	percent, score, confidence             int
	answer, band                           int
	title, big, sentence, label, plainText int
}

func (b *book) makeStyles() error {
	line := []excelize.Border{}
	for _, side := range []string{"left", "right", "top", "bottom"} {
		line = append(line, excelize.Border{Type: side, Color: "C9D1DB", Style: 1})
	}
	wrap := func(horizontal string) *excelize.Alignment {
		return &excelize.Alignment{Vertical: "top", Horizontal: horizontal, WrapText: true}
	}
	fill := func(color string) excelize.Fill {
		return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{color}}
	}
	font := func(size float64, bold bool, color string) *excelize.Font {
		return &excelize.Font{Family: "Calibri", Size: size, Bold: bold, Color: color}
	}
	head := func(color string) *excelize.Style {
		return &excelize.Style{
			Font: font(10, true, "FFFFFF"), Fill: fill(color), Border: line,
			Alignment: &excelize.Alignment{Vertical: "center", WrapText: true},
		}
	}
	body := font(10, false, "")
	confidence := fmt.Sprintf(`[>=%v]"%s" 0.0%%;[>=%v]"%s" 0.0%%;"%s" 0.0%%`, highConfidence, b.T("report.confidence.high"),
		mediumConfidence, b.T("report.confidence.medium"), b.T("report.confidence.low"))
	percent, estimate := "0.0%", `"≈ "#,##0`
	for _, s := range []struct {
		to    *int
		style *excelize.Style
	}{
		{&b.style.head, head("1F3A5F")},
		{&b.style.answerHead, head("7A4B00")},
		{&b.style.text, &excelize.Style{Font: body, Border: line, Alignment: wrap("left")}},
		{&b.style.source, &excelize.Style{Font: font(10, true, ""), Border: line, Alignment: wrap("left")}},
		{&b.style.small, &excelize.Style{Font: font(8, false, "5B6673"), Border: line, Alignment: &excelize.Alignment{Vertical: "top"}}},
		{&b.style.number, &excelize.Style{Font: body, Border: line, NumFmt: 3, Alignment: wrap("right")}},
		{&b.style.estimate, &excelize.Style{Font: body, Border: line, CustomNumFmt: &estimate, Alignment: wrap("right")}},
		{&b.style.score, &excelize.Style{Font: body, Border: line, Alignment: wrap("center")}},
		{&b.style.percent, &excelize.Style{Font: body, Border: line, CustomNumFmt: &percent, Alignment: wrap("right")}},
		{&b.style.confidence, &excelize.Style{Font: body, Border: line, CustomNumFmt: &confidence, Alignment: wrap("left")}},
		{&b.style.answer, &excelize.Style{Font: body, Border: line, NumFmt: 49, Fill: fill("FFF9E8"), Alignment: wrap("left")}},
		{&b.style.band, &excelize.Style{Font: font(10, true, ""), Border: line, Alignment: wrap("center")}},
		{&b.style.title, &excelize.Style{Font: font(18, true, "1F3A5F")}},
		{&b.style.big, &excelize.Style{Font: font(14, true, "")}},
		{&b.style.sentence, &excelize.Style{Font: font(11, false, ""), Alignment: wrap("left")}},
		{&b.style.label, &excelize.Style{Font: font(12, true, "1F3A5F")}},
		{&b.style.plainText, &excelize.Style{Font: body, Alignment: wrap("left")}},
	} {
		id, err := b.file.NewStyle(s.style)
		if err != nil {
			return err
		}
		*s.to = id
	}
	return nil
}

// quote returns the style with quotePrefix, which makes Excel take a cell for
// text whatever it begins with, also after it was edited. The library has no
// setting for it.
func (b *book) quote(style int) int {
	id, ok := b.quoted[style]
	if !ok {
		all := b.file.Styles.CellXfs
		id = len(all.Xf)
		all.Xf = append(all.Xf, all.Xf[style])
		all.Count = len(all.Xf)
		yes := true
		all.Xf[id].QuotePrefix = &yes
		b.quoted[style] = id
	}
	return id
}

// cell is a value in a style; a text that begins like a formula stays a text.
func (b *book) cell(style int, value any) excelize.Cell {
	if s, ok := value.(string); ok {
		value = sheetText(s)
		if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
			style = b.quote(style)
		}
	}
	return excelize.Cell{StyleID: style, Value: value}
}

// sheetText is a text as a cell can hold it: characters that XML cannot are escaped.
func sheetText(s string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x20 && r != '\t' && r != '\n' && r != '\r' || r == 0xfffe || r == 0xffff {
			return '�'
		}
		return r
	}, s)
}
