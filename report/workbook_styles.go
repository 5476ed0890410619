package report

import (
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"
)

// styles are the looks of cells.
type styles struct {
	head, answerHead, group, answerGroup  int
	text, source, small, number, estimate int
	percent, score, month                 int
	answer, open, band                    int
	title, big, sentence, label, plain    int
}

func (b *book) makeStyles() {
	line := []excelize.Border{}
	for _, side := range []string{"left", "right", "top", "bottom"} {
		line = append(line, excelize.Border{Type: side, Color: "C9D1DB", Style: 1})
	}
	wrap := func(horizontal string) *excelize.Alignment {
		return &excelize.Alignment{Vertical: "top", Horizontal: horizontal, WrapText: true}
	}
	apart := &excelize.Alignment{Vertical: "top", Horizontal: "right", Indent: 1} // from the text of the next column
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
	group := func(ink, paper string) *excelize.Style {
		return &excelize.Style{Font: font(9, true, ink), Fill: fill(paper), Alignment: &excelize.Alignment{Vertical: "center"}}
	}
	body := font(10, false, "")
	unlocked := &excelize.Protection{Locked: false}
	percent, estimate, month := "0.0%", `"≈ "#,##0`, "mm/yyyy"
	for _, s := range []struct {
		to    *int
		style *excelize.Style
	}{
		{&b.style.head, head("1F3A5F")},
		{&b.style.answerHead, head("7A4B00")},
		{&b.style.group, group("1F3A5F", "DCE4EF")},
		{&b.style.answerGroup, group("7A4B00", "FBE9C6")},
		{&b.style.text, &excelize.Style{Font: body, Border: line, Alignment: wrap("left")}},
		{&b.style.source, &excelize.Style{Font: font(10, true, ""), Border: line, Alignment: wrap("left")}},
		{&b.style.small, &excelize.Style{Font: font(8, false, "5B6673"), Border: line, Alignment: &excelize.Alignment{Vertical: "top"}}},
		{&b.style.number, &excelize.Style{Font: body, Border: line, NumFmt: 3, Alignment: apart}},
		{&b.style.estimate, &excelize.Style{Font: body, Border: line, CustomNumFmt: &estimate, Alignment: apart}},
		{&b.style.month, &excelize.Style{Font: body, Border: line, CustomNumFmt: &month, Alignment: wrap("center")}},
		{&b.style.score, &excelize.Style{Font: body, Border: line, Alignment: wrap("center")}},
		{&b.style.percent, &excelize.Style{Font: body, Border: line, CustomNumFmt: &percent, Alignment: apart}},
		{&b.style.answer, &excelize.Style{Font: body, Border: line, NumFmt: 49, Fill: fill("FFF9E8"), Alignment: wrap("left"), Protection: unlocked}},
		{&b.style.open, &excelize.Style{Font: body, NumFmt: 49, Alignment: wrap("left"), Protection: unlocked}},
		{&b.style.band, &excelize.Style{Font: font(10, true, ""), Border: line, Alignment: wrap("center")}},
		{&b.style.title, &excelize.Style{Font: font(18, true, "1F3A5F")}},
		{&b.style.big, &excelize.Style{Font: font(14, true, "")}},
		{&b.style.sentence, &excelize.Style{Font: font(11, false, ""), Alignment: wrap("left")}},
		{&b.style.label, &excelize.Style{Font: font(12, true, "1F3A5F")}},
		{&b.style.plain, &excelize.Style{Font: body, Alignment: wrap("left")}},
	} {
		id, err := b.file.NewStyle(s.style)
		b.keep(err)
		*s.to = id
	}
	for style := range len(b.file.Styles.CellXfs.Xf) {
		b.quote(style)
	}
}

// quote returns the style with quotePrefix, which makes Excel take a cell for text, whatever
// it begins with, even after it has been edited. The library has no setting for it. All
// styles are made at the start, because they are written before the rows.
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

// cell is a value in a style. A text that begins like a formula stays a text.
func (b *book) cell(style int, value any) excelize.Cell {
	if s, ok := value.(string); ok {
		value = escaped.ReplaceAllString(sheetText(s), "_x005F_x${1}_") // the library does not
		if beginsFormula(s) {
			style = b.quote(style)
		}
	}
	return excelize.Cell{StyleID: style, Value: value}
}

// maxCell is the limit of Excel for the text of a cell, in UTF-16 units.
const maxCell = 32_767

// sheetText is a text as a cell can hold it: characters that XML cannot are escaped,
// and what is longer than a cell is cut, with a mark that says so.
func sheetText(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < 0x20 && r != '\t' && r != '\n' && r != '\r' || r == 0xfffe || r == 0xffff {
			return '�'
		}
		return r
	}, s)
	if len(s) <= maxCell {
		return s
	}
	units := 0
	for i, r := range s {
		if units++; r > 0xffff {
			units++
		}
		if units > maxCell-1 {
			return s[:i] + "…"
		}
	}
	return s
}

// colorBands colours the words of the bands, higher ones darker, so that a grey print keeps
// the order.
func (b *book) colorBands(sheet, area string) {
	var formats []excelize.ConditionalFormatOptions
	for _, look := range []struct {
		band       Band
		ink, paper string
	}{{High, "FFFFFF", "9B1C1C"}, {Moderate, "3D2A00", "F5C451"}, {Low, "1D3B2A", "E3F1E7"}} {
		style, err := b.file.NewConditionalStyle(&excelize.Style{
			Font: &excelize.Font{Color: look.ink, Bold: true},
			Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{look.paper}},
		})
		b.keep(err)
		formats = append(formats, excelize.ConditionalFormatOptions{
			Type: "cell", Criteria: "==", Format: &style, Value: fmt.Sprintf("%q", b.Band(look.band)),
		})
	}
	b.keep(b.file.SetConditionalFormat(sheet, area, formats))
}

// mark sets the look of the cells of an area for which a formula is true.
func (b *book) mark(sheet, area, formula string, look *excelize.Style) {
	style, err := b.file.NewConditionalStyle(look)
	b.keep(err)
	b.keep(b.file.SetConditionalFormat(sheet, area, []excelize.ConditionalFormatOptions{{Type: "formula", Criteria: formula, Format: &style}}))
}
