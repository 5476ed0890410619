package report

import (
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/datamapbr/datamap/scanner"
)

// A leaf is a sheet that is written from top to bottom, not as a grid.
type leaf struct {
	*book
	sheet  string
	row    int
	widths []float64
	last   string // letter of the last column
}

func (b *book) leaf(sheet string, widths ...float64) (*leaf, error) {
	if err := b.page(sheet, 0); err != nil {
		return nil, err
	}
	off := false
	if err := b.file.SetSheetView(sheet, 0, &excelize.ViewOptions{ShowGridLines: &off}); err != nil {
		return nil, err
	}
	l := &leaf{book: b, sheet: sheet, row: 1, widths: widths}
	for i, width := range widths {
		name, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return nil, err
		}
		if err := b.file.SetColWidth(sheet, name, name, width); err != nil {
			return nil, err
		}
		l.last = name
	}
	return l, nil
}

// put writes cells from column A and goes to the next row.
func (l *leaf) put(cells ...excelize.Cell) error {
	most := 1
	for i, c := range cells {
		if text, ok := c.Value.(string); ok && c.StyleID == l.style.text && i < len(cells)-1 {
			most = max(most, cellLines(text, l.widths[i]))
		}
	}
	if most > 1 {
		if err := l.file.SetRowHeight(l.sheet, l.row, rowHeight(most)); err != nil {
			return err
		}
	}
	for i, c := range cells {
		at, err := excelize.CoordinatesToCellName(i+1, l.row)
		if err != nil {
			return err
		}
		c = l.cell(c.StyleID, c.Value)
		if text, ok := c.Value.(string); ok {
			err = l.file.SetCellStr(l.sheet, at, text)
		} else {
			err = l.file.SetCellValue(l.sheet, at, c.Value)
		}
		if err != nil {
			return err
		}
		if err := l.file.SetCellStyle(l.sheet, at, at, c.StyleID); err != nil {
			return err
		}
	}
	l.row++
	return nil
}

// wide writes a text over the whole width, high enough for it.
func (l *leaf) wide(style int, text string, perLine int) error {
	at, to := fmt.Sprintf("A%d", l.row), fmt.Sprintf("%s%d", l.last, l.row)
	if err := l.file.MergeCell(l.sheet, at, to); err != nil {
		return err
	}
	if n := len(lines(text, perLine)); style == l.style.sentence || style == l.style.plainText {
		if err := l.file.SetRowHeight(l.sheet, l.row, float64(4+15*n)); err != nil {
			return err
		}
	}
	return l.put(in(style, text))
}

func (l *leaf) heading(key string) error {
	l.row++
	return l.put(in(l.style.label, l.T(key)))
}

// each stops at the first error of the steps.
func each(steps ...func() error) error {
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

func (b *book) summarySheet() error {
	l, err := b.leaf(b.T("sheet.summary"), 46, 14, 14, 4, 20, 20, 20, 20)
	if err != nil {
		return err
	}
	return each(l.opening, l.totals, l.byRisk, l.byClass, l.byType, l.guide)
}

func (l *leaf) opening() error {
	if err := l.put(in(l.style.title, l.Title())); err != nil {
		return err
	}
	if err := l.wide(l.style.plainText, strings.Join(l.Heading(), " · "), 150); err != nil {
		return err
	}
	l.row++
	if err := l.put(in(l.style.big, l.Covered("report.summary.coverage"))); err != nil {
		return err
	}
	if err := l.wide(l.style.sentence, l.States()+".", 140); err != nil {
		return err
	}
	return l.wide(l.style.sentence, strings.Join(l.Headline(), " "), 140)
}

// Heading are the facts below a title: organization, moment, version.
func (p *phrases) Heading() []string {
	var parts []string
	if s := p.inv.Organization.CNPJ; s != "" {
		parts = append(parts, p.T("report.cnpj", Shown(s)))
	}
	if s := p.inv.Organization.DPO; s != "" {
		parts = append(parts, p.T("report.dpo", Shown(s)))
	}
	return append(parts, p.T("report.scanned", p.Moment()), p.T("report.version", p.inv.Version))
}

func (l *leaf) totals() error {
	f := &l.inv.Findings
	if err := l.heading("report.heading.totals"); err != nil {
		return err
	}
	for _, t := range []struct {
		key string
		n   int64
	}{
		{"listed", int64(l.inv.Coverage.Listed)}, {"read", int64(l.Read())}, {"rows", f.RowsRead}, {"columns", int64(f.Columns)},
		{"personal_tables", int64(f.PersonalTables)}, {"personal_columns", int64(f.PersonalColumns)},
		{"sensitive_columns", int64(f.SensitiveColumns)}, {"personal_kinds", int64(f.PersonalKinds)}, {"sensitive_kinds", int64(f.SensitiveKinds)},
	} {
		if err := l.put(in(l.style.text, l.T("report.total."+t.key)), in(l.style.number, t.n)); err != nil {
			return err
		}
	}
	return nil
}

func (l *leaf) byRisk() error {
	if err := l.heading("report.heading.by_risk"); err != nil {
		return err
	}
	first := l.row
	for i := len(l.inv.Findings.ByRisk) - 1; i >= 0; i-- {
		n := l.inv.Findings.ByRisk[i]
		if err := l.put(in(l.style.band, l.Band(n.Risk)), in(l.style.number, n.Tables)); err != nil {
			return err
		}
	}
	if err := l.colorBands(l.sheet, fmt.Sprintf("A%d:A%d", first, l.row-1)); err != nil {
		return err
	}
	l.last = "C" // beside it stands the chart
	defer func() { l.last = "H" }()
	return l.wide(l.style.plainText, l.T("report.note.band"), 84)
}

// maxCharted bounds the bars of the chart.
const maxCharted = 12

func (l *leaf) byType() error {
	if err := l.heading("report.heading.by_type"); err != nil {
		return err
	}
	if len(l.inv.Findings.ByType) == 0 {
		return l.put(in(l.style.plainText, l.T("report.nothing")))
	}
	if err := l.put(in(l.style.head, l.T("column.content")), in(l.style.head, l.T("report.label.columns")), in(l.style.head, l.T("report.label.tables"))); err != nil {
		return err
	}
	put := func(n TypeCount) error {
		return l.put(in(l.style.text, l.Alone(l.TypeName(n.Type))), in(l.style.number, n.Columns), in(l.style.number, n.Tables))
	}
	first := l.row
	var others []TypeCount
	for _, n := range l.inv.Findings.ByType {
		if !l.types[n.Type].Personal {
			others = append(others, n)
		} else if err := put(n); err != nil {
			return err
		}
	}
	last := min(l.row-1, first+maxCharted-1)
	if len(others) > 0 {
		if err := l.put(in(l.style.head, l.T("class."+notPersonal)), in(l.style.head, ""), in(l.style.head, "")); err != nil {
			return err
		}
	}
	for _, n := range others {
		if err := put(n); err != nil {
			return err
		}
	}
	if last < first {
		return nil
	}
	return l.chart(first, last)
}

// chart draws the number of columns of each type of personal data as bars, beside their rows.
func (l *leaf) chart(first, last int) error {
	area := func(column string) string {
		return fmt.Sprintf("'%s'!$%s$%d:$%s$%d", l.sheet, column, first, column, last)
	}
	gap := uint(40)
	return l.file.AddChart(l.sheet, "E8", &excelize.Chart{
		Type:      excelize.Bar,
		Series:    []excelize.ChartSeries{{Name: l.T("report.label.columns"), Categories: area("A"), Values: area("B"), Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"1F3A5F"}}}},
		Title:     excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: l.T("report.heading.chart"), Font: &excelize.Font{Size: 11, Bold: true, Color: "1B2430"}}}},
		Legend:    excelize.ChartLegend{Position: "none"},
		PlotArea:  excelize.ChartPlotArea{ShowVal: true},
		XAxis:     excelize.ChartAxis{ReverseOrder: true, Font: excelize.Font{Color: "1B2430", Size: 9}},
		YAxis:     excelize.ChartAxis{None: true},
		Dimension: excelize.ChartDimension{Width: 560, Height: uint(110 + 26*(last-first+1))},
		GapWidth:  &gap,
	})
}

func (l *leaf) byClass() error {
	if err := l.heading("report.heading.by_class"); err != nil {
		return err
	}
	for _, n := range l.inv.Findings.ByClass {
		if n.Columns == 0 {
			continue
		}
		if err := l.put(in(l.style.text, l.T("class."+n.Class)), in(l.style.number, n.Columns)); err != nil {
			return err
		}
	}
	return nil
}

// guide tells how to read the workbook and what is left for people to fill in.
func (l *leaf) guide() error {
	if err := l.heading("report.heading.guide"); err != nil {
		return err
	}
	for _, key := range []string{"inventory", "risk", "coverage", "method", "answers"} {
		if err := l.wide(l.style.plainText, l.T("report.guide."+key), 160); err != nil {
			return err
		}
	}
	return nil
}

func (b *book) methodSheet() error {
	l, err := b.leaf(b.T("sheet.method"), 30, 34, 24, 44, 30, 30)
	if err != nil {
		return err
	}
	return each(l.settings, l.limits, l.lookedFor)
}

func (l *leaf) settings() error {
	if err := l.put(in(l.style.title, l.T("sheet.method"))); err != nil {
		return err
	}
	l.row++
	for _, fact := range l.Facts() {
		if err := l.file.MergeCell(l.sheet, fmt.Sprintf("B%d", l.row), fmt.Sprintf("%s%d", l.last, l.row)); err != nil {
			return err
		}
		if err := l.put(in(l.style.text, fact[0]), in(l.style.text, fact[1])); err != nil {
			return err
		}
	}
	return nil
}

// Facts are the settings of the scan, label and value.
func (p *phrases) Facts() [][2]string {
	facts := [][2]string{
		{p.T("report.fact.moment"), p.Moment()},
		{p.T("report.fact.version"), "datamap " + p.inv.Version},
		{p.T("report.fact.sample"), p.Settings()},
	}
	for _, list := range []struct {
		key   string
		items []string
	}{{"only", p.inv.Settings.Only}, {"exclude", p.inv.Settings.Exclude}} {
		if len(list.items) > 0 {
			var shown []string
			for _, s := range list.items {
				shown = append(shown, brief(s))
			}
			facts = append(facts, [2]string{p.T("report.fact." + list.key), strings.Join(shown, ", ")})
		}
	}
	for _, s := range p.inv.Sources {
		facts = append(facts, [2]string{p.T("report.fact.source"), p.Source(s)})
	}
	return facts
}

// Source describes a source: name, kind, version, role, TLS.
func (p *phrases) Source(s scanner.SourceInfo) string {
	parts := []string{brief(s.Name), p.known("source", s.Kind)}
	if s.Version != "" {
		parts = append(parts, brief(s.Version))
	}
	if s.User != "" {
		parts = append(parts, p.T("report.role", brief(s.User)))
	}
	if s.TLS != "" {
		parts = append(parts, p.known("tls", s.TLS))
	}
	return strings.Join(parts, " · ")
}

// Limits are what the reader must know of the method, as sentences.
func (p *phrases) Limits() []string {
	var all []string
	for _, key := range []string{"verdict", "sample", "confidence", "share", "distinct", "shape", "risk", "band", "basis", "sensitive", "retention", "not_read"} {
		text := p.T("report.limit." + key)
		if key == "confidence" {
			text = p.T("report.limit."+key, p.Percent(highConfidence), p.Percent(mediumConfidence))
		}
		all = append(all, text)
	}
	return all
}

func (l *leaf) limits() error {
	if err := l.heading("report.heading.limits"); err != nil {
		return err
	}
	for _, text := range l.Limits() {
		if err := l.wide(l.style.plainText, "• "+text, 190); err != nil {
			return err
		}
	}
	return nil
}

// lookedFor lists every type of the scan's catalogue.
func (l *leaf) lookedFor() error {
	if err := l.heading("report.heading.types"); err != nil {
		return err
	}
	head := l.style.head
	if err := l.put(in(head, l.T("column.content")), in(head, l.T("column.description")), in(head, l.T("column.class")),
		in(head, l.T("column.idp")), in(head, l.T("column.fci")), in(head, l.T("column.article"))); err != nil {
		return err
	}
	for _, t := range l.inv.Types {
		idp := ""
		if t.IDP != "" {
			idp = t.IDP + " – " + l.idp[t.IDP]
		}
		fci := ""
		if t.FCI != "" && t.Class != notPersonal {
			fci = l.T("fci." + t.FCI)
		}
		text := l.style.text
		if err := l.put(in(text, l.Alone(l.TypeName(t.ID))), in(text, l.Alone(l.names[t.ID].Description)), in(text, l.T("class."+t.Class)),
			in(text, idp), in(text, fci), in(text, l.Article(t))); err != nil {
			return err
		}
	}
	return nil
}
