package report

import (
	"fmt"
	"iter"
	"strings"

	"github.com/xuri/excelize/v2"
)

// A grid is a sheet of rows below one heading.
type grid struct {
	sheet   string
	columns []gridColumn
	rows    iter.Seq[[]any] // values; nil for an empty cell, excelize.Cell for one in a style of its own
	count   int             // of rows
	frozen  int             // columns that stay when scrolling
	percent uint            // scale of the print; 0 fits the sheet to the width of a page
	broken  string          // letter of the column that begins a new printed page; empty for none
	titles  string          // columns repeated on every printed page, "$B:$E"; empty for none
	printed string          // first printed column; empty for A
	bands   string          // letter of the column with risk bands; empty when there is none
	checks  []*excelize.DataValidation
	after   func(sw *excelize.StreamWriter, row int) error // writes below the grid, from row
}

type gridColumn struct {
	title  string
	width  float64
	style  int
	answer bool
}

// maxSheetRows is Excel's.
const maxSheetRows = 1 << 20

// grid streams the grid into its sheet. What the stream writer takes only
// before it begins or before it ends, it drops without an error, so the order of
// the steps matters; tests count everything in the finished file.
func (b *book) grid(g grid) error {
	if g.count >= maxSheetRows {
		return fmt.Errorf("sheet %q has %d rows and Excel takes %d; the formats json, csv and html take all", g.sheet, g.count, maxSheetRows-1)
	}
	if err := b.page(g.sheet, g.percent); err != nil {
		return err
	}
	last, err := excelize.ColumnNumberToName(len(g.columns))
	if err != nil {
		return err
	}
	sw, err := b.file.NewStreamWriter(g.sheet)
	if err != nil {
		return err
	}
	if err := b.frame(g, sw, last); err != nil {
		return err
	}
	head := make([]any, len(g.columns))
	for i, c := range g.columns {
		style := b.style.head
		if c.answer {
			style = b.style.answerHead
		}
		head[i] = b.cell(style, c.title)
	}
	if err := sw.SetRow("A1", head, excelize.RowOpts{Height: 32}); err != nil {
		return err
	}
	n := 2
	for values := range g.rows {
		cells := make([]any, len(g.columns))
		for i, v := range values {
			if own, ok := v.(excelize.Cell); ok {
				cells[i] = b.cell(own.StyleID, own.Value)
			} else {
				cells[i] = b.cell(g.columns[i].style, v)
			}
		}
		if err := sw.SetRow(fmt.Sprintf("A%d", n), cells, excelize.RowOpts{Height: g.height(cells)}); err != nil {
			return err
		}
		n++
	}
	if g.after != nil {
		if err := g.after(sw, n); err != nil {
			return err
		}
	}
	return sw.Flush()
}

// height is that of a row in points, by its cell with the most lines.
func (g *grid) height(cells []any) float64 {
	most := 1
	for i, c := range cells {
		if text, ok := c.(excelize.Cell).Value.(string); ok {
			most = max(most, cellLines(text, g.columns[i].width))
		}
	}
	return rowHeight(most)
}

// cellLines estimates the lines that a text takes in a column of a width, in
// which about a fifth more characters fit than its number says.
func cellLines(text string, width float64) int {
	if float64(len(text)) <= width && !strings.Contains(text, "\n") {
		return 1
	}
	n := 0
	for part := range strings.SplitSeq(text, "\n") {
		n += len(lines(strings.ReplaceAll(part, "/", "/ "), max(1, int(1.2*width)))) // a path breaks at its slashes
	}
	return n
}

func rowHeight(lines int) float64 { return min(13.2*float64(lines)+3, 400) } // Excel takes 409

// frame sets widths, panes, filter, print titles, drop-downs and colours.
func (b *book) frame(g grid, sw *excelize.StreamWriter, last string) error {
	for i := len(g.columns); i > 0; i-- { // the library puts the last set first, Excel wants them in order
		if err := sw.SetColWidth(i, i, g.columns[i-1].width); err != nil {
			return err
		}
	}
	corner, err := excelize.CoordinatesToCellName(g.frozen+1, 2)
	if err != nil {
		return err
	}
	panes := excelize.Panes{Freeze: true, XSplit: g.frozen, YSplit: 1, TopLeftCell: corner, ActivePane: "bottomRight"}
	if g.frozen == 0 {
		panes.ActivePane = "bottomLeft"
	}
	if err := sw.SetPanes(&panes); err != nil {
		return err
	}
	filter := fmt.Sprintf("A1:%s%d", last, g.count+1)
	if err := b.file.AutoFilter(g.sheet, filter, nil); err != nil {
		return err
	}
	if err := b.printed(g, sw, last); err != nil {
		return err
	}
	for _, dv := range g.checks {
		if g.count == 0 {
			break
		}
		if err := b.file.AddDataValidation(g.sheet, dv); err != nil {
			return err
		}
	}
	if g.bands == "" || g.count == 0 {
		return nil
	}
	return b.colorBands(g.sheet, fmt.Sprintf("%s2:%s%d", g.bands, g.bands, g.count+1))
}

// printed sets what is repeated on every printed page, and where one begins and ends.
func (b *book) printed(g grid, sw *excelize.StreamWriter, last string) error {
	titles := fmt.Sprintf("'%s'!$1:$1", g.sheet)
	if g.titles != "" {
		titles = fmt.Sprintf("'%s'!%s,%s", g.sheet, g.titles, titles)
	}
	if err := b.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: titles, Scope: g.sheet}); err != nil {
		return err
	}
	if g.printed != "" {
		area := fmt.Sprintf("'%s'!$%s$1:$%s$%d", g.sheet, g.printed, last, g.count+1)
		if err := b.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Area", RefersTo: area, Scope: g.sheet}); err != nil {
			return err
		}
	}
	if g.broken == "" {
		return nil
	}
	return sw.InsertPageBreak(g.broken + "1")
}

// colorBands colours the words of the bands: the darker, the higher, so that a
// grey print keeps the order.
func (b *book) colorBands(sheet, area string) error {
	var formats []excelize.ConditionalFormatOptions
	for _, look := range []struct {
		band       Band
		ink, paper string
	}{{High, "FFFFFF", "9B1C1C"}, {Moderate, "3D2A00", "F5C451"}, {Low, "1D3B2A", "E3F1E7"}} {
		style, err := b.file.NewConditionalStyle(&excelize.Style{
			Font: &excelize.Font{Color: look.ink, Bold: true},
			Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{look.paper}},
		})
		if err != nil {
			return err
		}
		formats = append(formats, excelize.ConditionalFormatOptions{
			Type: "cell", Criteria: "==", Format: &style, Value: fmt.Sprintf("%q", b.Band(look.band)),
		})
	}
	return b.file.SetConditionalFormat(sheet, area, formats)
}

// in puts a value into a style of its own.
func in(style int, value any) excelize.Cell { return excelize.Cell{StyleID: style, Value: value} }
