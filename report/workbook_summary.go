package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"
)

func (b *book) summarySheet() {
	l := b.leaf(b.T("sheet.summary"), 46, 13, 13, 13, 4, 20, 20, 20, 20)
	for _, part := range []func(){l.opening, l.totals, l.byRisk, l.bySource, l.byHolder, l.byClass, l.byType, l.guide} {
		part()
	}
}

func (l *leaf) opening() {
	l.put(in(l.style.title, l.Title()))
	l.wide(l.style.plain, strings.Join(l.Heading(), " · "))
	l.row++
	l.put(in(l.style.big, l.Covered("report.summary.coverage")))
	l.wide(l.style.sentence, l.States()+".")
	l.wide(l.style.sentence, strings.Join(l.Headline(), " "))
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

func (l *leaf) totals() {
	f := &l.inv.Findings
	l.heading("report.heading.totals")
	for _, t := range []struct {
		key string
		n   int64
	}{
		{"listed", int64(l.inv.Coverage.Listed)}, {"read", int64(l.Read())}, {"rows", f.RowsRead}, {"columns", int64(f.Columns)},
		{"personal_tables", int64(f.PersonalTables)}, {"personal_columns", int64(f.PersonalColumns)},
		{"sensitive_columns", int64(f.SensitiveColumns)}, {"personal_kinds", int64(f.PersonalKinds)}, {"sensitive_kinds", int64(f.SensitiveKinds)},
	} {
		l.put(in(l.style.text, l.T("report.total."+t.key)), in(l.style.number, t.n))
	}
}

func (l *leaf) byRisk() {
	l.heading("report.heading.by_risk")
	first := l.row
	for _, n := range slices.Backward(l.inv.Findings.ByRisk) {
		l.put(in(l.style.band, l.Band(n.Risk)), in(l.style.number, n.Tables))
	}
	l.colorBands(l.sheet, fmt.Sprintf("A%d:A%d", first, l.row-1))
	l.last = "D" // the chart is beside it
	defer func() { l.last = "I" }()
	l.wide(l.style.plain, l.T("report.note.band"))
}

func (l *leaf) byType() {
	l.charted = max(l.charted, l.row+1)
	l.heading("report.heading.by_type")
	if len(l.inv.Findings.ByType) == 0 {
		l.put(in(l.style.plain, l.T("report.nothing")))
		return
	}
	l.put(in(l.style.head, l.T("column.content")), in(l.style.head, l.T("report.label.columns")), in(l.style.head, l.T("report.label.tables")))
	put := func(n TypeCount) {
		l.put(in(l.style.text, l.Alone(l.TypeName(n.Type))), in(l.style.number, n.Columns), in(l.style.number, n.Tables))
	}
	first := l.row
	var others []TypeCount
	for _, n := range l.inv.Findings.ByType {
		if !l.types[n.Type].Personal {
			others = append(others, n)
		} else {
			put(n)
		}
	}
	last := min(l.row-1, first+maxCharted-1)
	if len(others) > 0 {
		l.put(in(l.style.head, l.T("class."+notPersonal)), in(l.style.head, ""), in(l.style.head, ""))
	}
	for _, n := range others {
		put(n)
	}
	if last < first {
		return
	}
	l.chart(barChart{title: "report.heading.chart", first: first, last: last, series: []string{"B"}, colors: []string{"1F3A5F"}})
}

func (l *leaf) byClass() {
	l.newPage()
	l.heading("report.heading.by_class")
	for _, n := range l.inv.Findings.ByClass {
		if n.Columns == 0 {
			continue
		}
		l.put(in(l.style.text, l.T("class."+n.Class)), in(l.style.number, n.Columns))
	}
}

// guide explains how to read the workbook and what people have to fill in.
func (l *leaf) guide() {
	l.newPage()
	l.heading("report.heading.guide")
	keys := []string{"answers", "inventory", "operations", "risk", "tables", "incident", "coverage", "quality", "access", "method", "glossary"}
	if l.inv.Changes != nil {
		keys = slices.Insert(keys, 6, "changes")
	}
	for _, key := range keys {
		l.wide(l.style.plain, l.T("report.guide."+key))
	}
}

// bySource counts the tables of each source by risk.
func (l *leaf) bySource() {
	sources := l.inv.exposures()
	if len(sources) == 0 {
		return
	}
	l.heading("report.heading.by_source")
	l.put(in(l.style.head, l.T("column.source")), in(l.style.head, l.Alone(l.Band(High))), in(l.style.head, l.Alone(l.Band(Moderate))), in(l.style.head, l.Alone(l.Band(Low))))
	first := l.row
	for i, e := range sources {
		if i == maxCharted {
			l.put(in(l.style.text, l.T("report.more", len(sources)-i)))
			break
		}
		n := map[Band]int{}
		for _, t := range e.Tables {
			n[t.Risk.Band]++
		}
		l.put(in(l.style.text, sheetCell(e.Source)), in(l.style.number, n[High]), in(l.style.number, n[Moderate]), in(l.style.number, n[Low]))
	}
	l.chart(barChart{
		title: "report.heading.by_source", first: first, last: min(first+len(sources), first+maxCharted) - 1,
		series: []string{"B", "C", "D"}, colors: []string{"9B1C1C", "F5C451", "9CC7AB"}, stacked: true,
	})
}

// byHolder counts the columns with sensitive personal data by category of data subjects.
func (l *leaf) byHolder() {
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
		return
	}
	slices.SortStableFunc(order, func(a, b string) int { return n[b] - n[a] })
	l.heading("report.heading.by_holder")
	l.put(in(l.style.head, l.T("column.holders")), in(l.style.head, l.T("report.label.columns")))
	first := l.row
	for _, code := range order {
		name := l.T("report.holders_unknown")
		if code != "" {
			name = l.known("holder", code)
		}
		l.put(in(l.style.text, l.Alone(name)), in(l.style.number, n[code]))
	}
	l.chart(barChart{title: "report.heading.by_holder", first: first, last: min(l.row-1, first+maxCharted-1), series: []string{"B"}, colors: []string{"9B1C1C"}})
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

func (l *leaf) chart(c barChart) {
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
	l.keep(l.file.AddChart(l.sheet, at, chart))
}
