package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"
)

func (b *book) summarySheet() error {
	l, err := b.leaf(b.T("sheet.summary"), 80, 46, 13, 13, 13, 4, 20, 20, 20, 20)
	if err != nil {
		return err
	}
	return each(l.opening, l.totals, l.byRisk, l.bySource, l.byHolder, l.byClass, l.byType, l.guide)
}

func (l *leaf) opening() error {
	if err := l.put(in(l.style.title, l.Title())); err != nil {
		return err
	}
	if err := l.wide(l.style.plain, strings.Join(l.Heading(), " · ")); err != nil {
		return err
	}
	l.row++
	if err := l.put(in(l.style.big, l.Covered("report.summary.coverage"))); err != nil {
		return err
	}
	if err := l.wide(l.style.sentence, l.States()+"."); err != nil {
		return err
	}
	return l.wide(l.style.sentence, strings.Join(l.Headline(), " "))
}

// Heading lists the facts below a title: organization, moment, version.
func (p *phrases) Heading() []string {
	var parts []string
	if s := p.inv.Organization.CNPJ; s != "" {
		parts = append(parts, p.T("report.cnpj", brief(s)))
	}
	if s := p.inv.Organization.DPO; s != "" {
		parts = append(parts, p.T("report.dpo", brief(s)))
	}
	return append(parts, p.T("report.scanned", p.Moment()), p.T("report.version", brief(p.inv.Version)))
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
	for _, n := range slices.Backward(l.inv.Findings.ByRisk) {
		if err := l.put(in(l.style.band, l.Band(n.Risk)), in(l.style.number, n.Tables)); err != nil {
			return err
		}
	}
	if err := l.colorBands(l.sheet, fmt.Sprintf("A%d:A%d", first, l.row-1)); err != nil {
		return err
	}
	l.last = "D" // the chart is beside it
	defer func() { l.last = "I" }()
	return l.wide(l.style.plain, l.T("report.note.band"))
}

func (l *leaf) byType() error {
	l.charted = max(l.charted, l.row+1)
	if err := l.heading("report.heading.by_type"); err != nil {
		return err
	}
	if len(l.inv.Findings.ByType) == 0 {
		return l.put(in(l.style.plain, l.T("report.nothing")))
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
	return l.chart(barChart{title: "report.heading.chart", first: first, last: last, series: []string{"B"}, colors: []string{"1F3A5F"}})
}

func (l *leaf) byClass() error {
	if err := l.newPage(); err != nil {
		return err
	}
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

// guide explains how to read the workbook and what people have to fill in.
func (l *leaf) guide() error {
	if err := l.newPage(); err != nil {
		return err
	}
	if err := l.heading("report.heading.guide"); err != nil {
		return err
	}
	keys := []string{"answers", "inventory", "operations", "risk", "tables", "incident", "coverage", "quality", "access", "method", "glossary"}
	if l.inv.Changes != nil {
		keys = slices.Insert(keys, 6, "changes")
	}
	for _, key := range keys {
		if err := l.wide(l.style.plain, l.T("report.guide."+key)); err != nil {
			return err
		}
	}
	return nil
}

// bySource counts the tables of each source by risk.
func (l *leaf) bySource() error {
	sources := l.inv.exposures()
	if len(sources) == 0 {
		return nil
	}
	if err := l.heading("report.heading.by_source"); err != nil {
		return err
	}
	if err := l.put(in(l.style.head, l.T("column.source")), in(l.style.head, l.Alone(l.Band(High))), in(l.style.head, l.Alone(l.Band(Moderate))), in(l.style.head, l.Alone(l.Band(Low)))); err != nil {
		return err
	}
	first := l.row
	for i, e := range sources {
		if i == maxCharted {
			if err := l.put(in(l.style.text, l.T("report.more", len(sources)-i))); err != nil {
				return err
			}
			break
		}
		n := map[Band]int{}
		for _, t := range e.Tables {
			n[t.Risk.Band]++
		}
		if err := l.put(in(l.style.text, sheetName(e.Source)), in(l.style.number, n[High]), in(l.style.number, n[Moderate]), in(l.style.number, n[Low])); err != nil {
			return err
		}
	}
	return l.chart(barChart{
		title: "report.heading.by_source", first: first, last: min(first+len(sources), first+maxCharted) - 1,
		series: []string{"B", "C", "D"}, colors: []string{"9B1C1C", "F5C451", "9CC7AB"}, stacked: true,
	})
}

// byHolder counts the columns with sensitive personal data by category of data subjects.
func (l *leaf) byHolder() error {
	n := map[string]int{}
	var order []string
	for _, f := range l.inv.places(func(c *Column) bool { return c.Sensitive }) {
		of := f.Table.Holders
		if len(of) == 0 {
			of = []string{""}
		}
		for _, code := range of {
			if n[code]++; n[code] == 1 {
				order = append(order, code)
			}
		}
	}
	if len(order) == 0 {
		return nil
	}
	slices.SortStableFunc(order, func(a, b string) int { return n[b] - n[a] })
	if err := l.heading("report.heading.by_holder"); err != nil {
		return err
	}
	if err := l.put(in(l.style.head, l.T("column.holders")), in(l.style.head, l.T("report.label.columns"))); err != nil {
		return err
	}
	first := l.row
	for _, code := range order {
		name := l.T("report.holders_unknown")
		if code != "" {
			name = l.known("holder", code)
		}
		if err := l.put(in(l.style.text, l.Alone(name)), in(l.style.number, n[code])); err != nil {
			return err
		}
	}
	return l.chart(barChart{title: "report.heading.by_holder", first: first, last: min(l.row-1, first+maxCharted-1), series: []string{"B"}, colors: []string{"9B1C1C"}})
}

// A barChart draws rows of the sheet as bars, one below the other beside the tables.
type barChart struct {
	title       string // key of the words
	first, last int    // rows, below their heading
	series      []string
	colors      []string
	stacked     bool
}

// maxCharted bounds the bars of a chart.
const maxCharted = 12

func (l *leaf) chart(c barChart) error {
	area := func(column string) string {
		return fmt.Sprintf("'%s'!$%s$%d:$%s$%d", l.sheet, column, c.first, column, c.last)
	}
	kind, gap, overlap := excelize.Bar, uint(40), 100
	legend := excelize.ChartLegend{Position: "none"}
	if c.stacked {
		kind, legend.Position = excelize.BarStacked, "bottom"
	}
	var series []excelize.ChartSeries
	for i, column := range c.series {
		one := excelize.ChartSeries{
			Name: fmt.Sprintf("'%s'!$%s$%d", l.sheet, column, c.first-1), Categories: area("A"), Values: area(column),
			Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{c.colors[i]}},
		}
		series = append(series, one)
	}
	height := 120 + 26*(c.last-c.first+1)
	chart := &excelize.Chart{
		Type: kind, Series: series, Legend: legend, GapWidth: &gap, VaryColors: new(bool),
		Title:     excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: l.T(c.title), Font: &excelize.Font{Size: 11, Bold: true, Color: "1B2430"}}}},
		PlotArea:  excelize.ChartPlotArea{ShowVal: !c.stacked},
		XAxis:     excelize.ChartAxis{ReverseOrder: true, Font: excelize.Font{Color: "1B2430", Size: 9}},
		YAxis:     excelize.ChartAxis{None: true},
		Dimension: excelize.ChartDimension{Width: 560, Height: uint(height)},
		Format:    excelize.GraphicOptions{AltText: l.T(c.title)}, // for those who do not see it
	}
	if c.stacked {
		chart.Overlap = &overlap
	}
	at := fmt.Sprintf("F%d", l.charted)
	l.charted += height/20 + 2
	return l.file.AddChart(l.sheet, at, chart)
}
