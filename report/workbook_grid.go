package report

import (
	"fmt"
	"iter"
	"strings"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"
)

// A grid is a sheet that is a table: headings, and rows below them.
type grid struct {
	sheet   string
	name    string // of the table, for formulas; unique in the workbook
	columns []gridColumn
	rows    iter.Seq[[]any] // values; nil for an empty cell, excelize.Cell for one in a style of its own
	count   int             // number of rows
	frozen  int             // columns that stay when scrolling
	percent uint            // scale of the print; 0 fits the sheet to the width of a page
	broken  string          // code of the column that begins a new printed page; empty for none
	titles  string          // columns repeated on every printed page, "$B:$E"; empty for none
	printed string          // first printed column; empty for A
	note    string          // above the headings; empty for none
}

type gridColumn struct {
	code   string // of the heading and its comment; "+" and the heading for one that people added
	title  string
	width  float64
	style  int
	group  string // heading over several columns; empty for none
	answer bool
}

// rowsOf yields the cells of a row for each of all.
func rowsOf[T any](all []T, cells func(T) []any) iter.Seq[[]any] {
	return func(yield func([]any) bool) {
		for _, one := range all {
			if !yield(cells(one)) {
				return
			}
		}
	}
}

// maxSheetRows is the limit of Excel.
const maxSheetRows = 1 << 20

// top is the row of the headings.
func (g *grid) top() int {
	if g.groups() || g.note != "" {
		return 2
	}
	return 1
}

func (g *grid) groups() bool { return len(g.columns) > 0 && g.columns[0].group != "" }

// letter returns the letter of a column by its code.
func (g *grid) letter(code string) string {
	for i, c := range g.columns {
		if c.code == code {
			return columnLetter(i)
		}
	}
	return ""
}

// area is the range of a column's cells below the headings, which is never empty.
func (g *grid) area(code string) string {
	return fmt.Sprintf("%s%d:%s%d", g.letter(code), g.top()+1, g.letter(code), g.bottom())
}

// bottom is the last row; Excel wants a table to have at least one below its headings.
func (g *grid) bottom() int { return g.top() + max(g.count, 1) }

// grid makes a sheet of a grid. The rows are written when the file is saved.
func (b *book) grid(g *grid) {
	if g.count+g.top() > maxSheetRows {
		b.keep(fmt.Errorf("sheet %q has %d rows and Excel takes %d; the formats json, csv and html take all", g.sheet, g.count, maxSheetRows-g.top()))
		return
	}
	b.bodies[b.paths[g.sheet]] = b.body(g, g.top()+1)
	b.page(g.sheet, g.percent)
	b.headings(g)
	b.table(g)
	b.frame(g)
	b.printed(g)
	b.protect(g)
}

// headings writes the headings, those over several columns, and their comments.
func (b *book) headings(g *grid) {
	top := g.top()
	taken := map[string]bool{}
	for i := range g.columns {
		c := &g.columns[i]
		at := fmt.Sprintf("%s%d", columnLetter(i), top)
		style := b.style.head
		if c.answer {
			style = b.style.answerHead
		}
		c.title = heading(c.title, taken)
		b.set(g.sheet, at, style, c.title)
		if strings.HasPrefix(c.code, "+") {
			continue
		}
		text := b.T("note." + c.code)
		b.keep(b.file.AddComment(g.sheet, excelize.Comment{
			Author: "datamap", Cell: at, Text: text, Width: 260, Height: uint(34 + 17*len(Lines(text, 38))),
		}))
	}
	b.keep(b.file.SetRowHeight(g.sheet, top, 44))
	if g.note != "" {
		b.keep(b.file.SetRowHeight(g.sheet, 1, 30))
		b.keep(b.file.MergeCell(g.sheet, "A1", columnLetter(len(g.columns)-1)+"1"))
		b.set(g.sheet, "A1", b.style.plain, g.note)
		return
	}
	if !g.groups() {
		return
	}
	b.keep(b.file.SetRowHeight(g.sheet, 1, 18))
	b.groups(g)
}

// groups writes the headings over several columns. They are not merged, because a merged
// cell across the edge of the frozen columns cannot be scrolled.
func (b *book) groups(g *grid) {
	before := ""
	for i, c := range g.columns {
		if i == 0 { // a narrow column of IDs, which is not printed
			b.set(g.sheet, "A1", b.style.group, "")
			continue
		}
		style, text := b.style.group, c.group
		if c.answer {
			style = b.style.answerGroup
		}
		if text == before {
			text = ""
		}
		before = c.group
		if text == "" { // an empty text would cut off the one on its left
			b.keep(b.file.SetCellStyle(g.sheet, columnLetter(i)+"1", columnLetter(i)+"1", style))
			continue
		}
		b.set(g.sheet, columnLetter(i)+"1", style, text)
	}
}

// heading is a title as a table wants it: short, on one line, and unique.
func heading(title string, taken map[string]bool) string {
	title = strings.Join(strings.Fields(sheetText(title)), " ")
	for len(utf16.Encode([]rune(title))) > 240 {
		title = string([]rune(title)[:len([]rune(title))-1])
	}
	unique := title
	for n := 2; unique == "" || taken[strings.ToLower(unique)]; n++ {
		unique = fmt.Sprintf("%s (%d)", title, n)
	}
	taken[strings.ToLower(unique)] = true
	return unique
}

// set writes a text into a cell.
func (b *book) set(sheet, at string, style int, text string) {
	c := b.cell(style, inert(text))
	b.keep(b.file.SetCellStr(sheet, at, c.Value.(string)))
	b.keep(b.file.SetCellStyle(sheet, at, at, c.StyleID))
}

// table makes the rows a table, which Excel filters and sorts as a whole. It has no style
// of its own, since LibreOffice would not draw it: the cells have.
func (b *book) table(g *grid) {
	last := columnLetter(len(g.columns) - 1)
	area := fmt.Sprintf("A%d:%s%d", g.top(), last, g.bottom())
	no := false
	b.keep(b.file.AddTable(g.sheet, &excelize.Table{Range: area, Name: g.name, ShowRowStripes: &no}))
	b.keep(b.file.SetSheetDimension(g.sheet, fmt.Sprintf("A1:%s%d", last, g.bottom())))
}

// frame sets widths, panes, drop-downs and colours.
func (b *book) frame(g *grid) {
	for i, c := range g.columns {
		b.keep(b.file.SetColWidth(g.sheet, columnLetter(i), columnLetter(i), c.width))
		if c.code == "schema" && !b.schemas {
			b.keep(b.file.SetColVisible(g.sheet, columnLetter(i), false))
		}
		if c.code == "band" || c.code == "column_risk" || c.code == "risk" {
			b.colorBands(g.sheet, g.area(c.code))
		}
	}
	corner := fmt.Sprintf("%s%d", columnLetter(g.frozen), g.top()+1)
	panes := excelize.Panes{Freeze: true, XSplit: g.frozen, YSplit: g.top(), TopLeftCell: corner, ActivePane: "bottomRight"}
	if g.frozen == 0 {
		panes.ActivePane = "bottomLeft"
	}
	b.keep(b.file.SetPanes(g.sheet, &panes))
}

// spare is the number of unlocked columns beside the table, for people to add their own.
const spare = 12

// protect locks what the scan wrote, without a password: it guards against accidents.
// Sheets without answers stay unlocked.
func (b *book) protect(g *grid) {
	answers := false
	for _, c := range g.columns {
		answers = answers || c.answer
	}
	if !answers {
		return
	}
	n := len(g.columns)
	b.keep(b.file.SetColStyle(g.sheet, columnLetter(n)+":"+columnLetter(n+spare-1), b.style.open))
	b.keep(b.file.ProtectSheet(g.sheet, &excelize.SheetProtectionOptions{
		AutoFilter: true, Sort: true, FormatCells: true, FormatColumns: true, FormatRows: true, InsertColumns: true,
		SelectLockedCells: true, SelectUnlockedCells: true,
	}))
}

// printed sets what is repeated on every printed page, and where pages begin and end.
func (b *book) printed(g *grid) {
	titles := fmt.Sprintf("'%s'!$1:$%d", g.sheet, g.top())
	if g.titles != "" {
		titles = fmt.Sprintf("'%s'!%s,%s", g.sheet, g.titles, titles)
	}
	b.keep(b.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: titles, Scope: g.sheet}))
	if g.printed != "" {
		area := fmt.Sprintf("'%s'!$%s$1:$%s$%d", g.sheet, g.printed, columnLetter(len(g.columns)-1), g.bottom())
		b.keep(b.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Area", RefersTo: area, Scope: g.sheet}))
	}
	if g.broken == "" {
		return
	}
	b.keep(b.file.InsertPageBreak(g.sheet, g.letter(g.broken)+"1"))
}

// in returns a cell with a style of its own.
func in(style int, value any) excelize.Cell { return excelize.Cell{StyleID: style, Value: value} }
