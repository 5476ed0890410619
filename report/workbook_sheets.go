package report

import (
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/datamapbr/datamap/scanner"
)

// machineFields are the codes of the columns that the scan fills, in the order of the sheet.
var machineFields = []string{
	"id", "source", "schema", "table", "column", "content", "idp", "class", "sensitive", "holders",
	"shape", "confidence", "share", "rows", "distinct", "column_risk",
}

// widths of the inventory's columns, in characters.
var widths = map[string]float64{
	"id": 9, "source": 17, "schema": 11, "table": 18, "column": 18, "content": 18, "idp": 24, "class": 15, "sensitive": 9, "holders": 19,
	"shape": 15, "confidence": 11, "share": 11, "rows": 12, "distinct": 10, "column_risk": 10,
	"purpose": 24, "basis": 30, "retention": 13, "sharing": 17, "owner": 15, "review": 14, "notes": 24,
}

// letter is the letter of a field's column in the inventory's sheet.
func letter(key string) string {
	for i, k := range append(append([]string{}, machineFields...), answerFields...) {
		if k == key {
			name, _ := excelize.ColumnNumberToName(i + 1) // fails only beyond column 16384
			return name
		}
	}
	return ""
}

func (b *book) inventorySheet() error {
	found := b.inv.places((*Column).Found)
	style := map[string]int{
		"id": b.style.small, "column": b.style.source, "confidence": b.style.confidence, "share": b.style.percent,
		"rows": b.style.number, "distinct": b.style.number, "column_risk": b.style.band,
	}
	var columns []gridColumn
	for _, key := range machineFields {
		s, ok := style[key]
		if !ok {
			s = b.style.text
		}
		columns = append(columns, gridColumn{title: b.T("column." + key), width: widths[key], style: s})
	}
	columns = append(columns, b.answerColumns()...)
	return b.grid(grid{
		sheet: b.T("sheet.inventory"), columns: columns, count: len(found), frozen: 5, bands: letter("column_risk"),
		// What the scan found on one page, what people answered on the next, both readable.
		percent: 64, printed: "B", titles: "$B:$E", broken: letter("purpose"),
		checks: b.dropDowns(len(found) + 1),
		rows: func(yield func([]any) bool) {
			for _, f := range found {
				if !yield(append(b.machineCells(f), b.answerCells(b.answers.ByID[f.Column.ID])...)) {
					return
				}
			}
		},
	})
}

func (b *book) answerColumns() []gridColumn {
	var columns []gridColumn
	for _, key := range answerFields {
		columns = append(columns, gridColumn{title: b.T("column." + key), width: widths[key], style: b.style.answer, answer: true})
	}
	for _, heading := range b.answers.Extra {
		columns = append(columns, gridColumn{title: heading, width: 22, style: b.style.answer, answer: true})
	}
	return columns
}

func (b *book) machineCells(f place) []any {
	c, e := f.Column, &f.Table.Entry
	content := b.Alone(b.Content(c))
	if remark := b.Remark(c); remark != "" {
		content = strings.TrimPrefix(content+"\n"+remark, "\n")
	}
	var holders any
	if c.Personal {
		holders = filled(b.Alone(b.Holders(f.Table)))
	}
	cells := []any{
		c.ID, sheetName(e.Source), sheetName(e.Schema), sheetName(e.Table), sheetName(c.Name),
		content, b.Categories(c), b.Classes(c), b.Yes(c.Sensitive), holders, nil, nil, nil, nil, c.Distinct, b.Band(c.Risk),
	}
	if len(c.Types) > 0 {
		cells[10], cells[11] = c.Types[0].Shape.String(), sure(c.Types[0].Confidence)
	}
	if share, ok := Prevalence(c); ok {
		cells[12] = share
	}
	switch {
	case e.Rows < 0:
	case e.RowsEstimated:
		cells[13] = in(b.style.estimate, e.Rows)
	default:
		cells[13] = e.Rows
	}
	return cells
}

// sheetName is a source's text for a cell. It keeps the leading ' of the column
// list: a workbook saved as CSV loses what else tells a text from a formula.
func sheetName(name string) string {
	if s := plainCell(name); len(s) <= maxShown {
		return s
	}
	return brief(plainCell(name))
}

// answerCells are what people wrote, in the order of answerColumns.
func (b *book) answerCells(a Answer) []any {
	cells := make([]any, 0, len(answerFields)+len(b.answers.Extra))
	for _, key := range answerFields {
		cells = append(cells, b.option(key, a.Fields[key]))
	}
	for _, heading := range b.answers.Extra {
		cells = append(cells, filled(a.Fields["+"+heading]))
	}
	return cells
}

// option is the text of a drop-down's code, or the text that stands in its place.
func (b *book) option(key, text string) any {
	switch key {
	case "basis":
		for _, terms := range [][]term{b.law.Bases.Common, b.law.Bases.Sensitive} {
			for _, t := range terms {
				if t.Code == text {
					return t.Words[b.Lang]
				}
			}
		}
	case "review":
		if b.Has("review." + text) {
			return b.T("review." + text)
		}
	}
	return filled(text)
}

func filled(text string) any {
	if text == "" {
		return nil
	}
	return text
}

// dropDowns are the lists of the answer columns, down to row last. The legal bases
// follow the row's own cell "sensitive", so that they stay right after sorting.
func (b *book) dropDowns(last int) []*excelize.DataValidation {
	list := func(key, refers, prompt string, style excelize.DataValidationErrorStyle) *excelize.DataValidation {
		dv := excelize.NewDataValidation(true)
		dv.SetSqref(fmt.Sprintf("%s2:%s%d", letter(key), letter(key), last))
		dv.SetSqrefDropList(refers)
		dv.SetInput(b.T("column."+key), prompt)
		dv.SetError(style, b.T("column."+key), b.T("report.dropdown.error"))
		return dv
	}
	bases := fmt.Sprintf(`IF($%s2=%q,%s,%s)`, letter("sensitive"), b.T("report.yes"), listSensitive, listCommon)
	return []*excelize.DataValidation{
		list("basis", bases, b.T("report.dropdown.basis"), excelize.DataValidationErrorStyleStop),
		list("review", listReview, b.T("report.dropdown.review"), excelize.DataValidationErrorStyleStop),
	}
}

// removedSheet keeps the answers that no row of the inventory takes.
func (b *book) removedSheet(gone []Answer) error {
	place := []string{"id", "source", "schema", "table", "column"}
	var columns []gridColumn
	for _, key := range place {
		columns = append(columns, gridColumn{title: b.T("column." + key), width: widths[key], style: b.style.text})
	}
	return b.grid(grid{
		sheet: b.T("sheet.removed"), columns: append(columns, b.answerColumns()...), count: len(gone), frozen: len(place),
		rows: func(yield func([]any) bool) {
			for _, a := range gone {
				cells := []any{filled(a.ID), filled(a.Source), filled(a.Schema), filled(a.Table), filled(a.Column)}
				if !yield(append(cells, b.answerCells(a)...)) {
					return
				}
			}
		},
	})
}

func (b *book) riskSheet() error {
	tables := b.inv.ranked()
	col := func(key string, width float64, style int) gridColumn {
		return gridColumn{title: b.T("column." + key), width: width, style: style}
	}
	text, number := b.style.text, b.style.score
	bullets := func(all []string) any { return filled(strings.Join(all, "\n")) }
	return b.grid(grid{
		sheet: b.T("sheet.risk"), count: len(tables), frozen: 4, bands: "D",
		columns: []gridColumn{
			col("source", 16, text), col("schema", 11, text), col("table", 18, b.style.source), col("risk", 10, b.style.band),
			col("product", 7, number), col("probability", 5, number), col("impact", 5, number), col("personal", 9, number),
			col("why_impact", 38, text), col("why_probability", 32, text), col("evidence", 28, text),
			col("model_risks", 26, text), col("measures", 46, text),
		},
		rows: func(yield func([]any) bool) {
			for _, t := range tables {
				if !yield([]any{
					sheetName(t.Source), sheetName(t.Schema), sheetName(t.Table), b.Band(t.Risk.Band),
					t.Risk.Product, t.Risk.Probability, t.Risk.Impact, personal(t),
					bullets(b.Factors(t.Risk, "impact")), bullets(b.Factors(t.Risk, "probability")), bullets(b.Factors(t.Risk, "evidence")),
					bullets(b.ModelRisks(t.Risk.Risks)), bullets(b.Measures(t.Risk)),
				}) {
					return
				}
			}
		},
		after: b.modelRiskRows,
	})
}

// modelRiskRows lists the risks of the RIPD model below the tables: with evidence,
// without, or beyond what any scan can tell.
func (b *book) modelRiskRows(sw *excelize.StreamWriter, row int) error {
	tables := map[string]int{}
	for _, t := range b.inv.ranked() {
		for _, code := range t.Risk.Risks {
			tables[code]++
		}
	}
	row++
	if err := sw.SetRow(fmt.Sprintf("A%d", row), []any{b.cell(b.style.label, b.T("report.heading.model_risks"))}); err != nil {
		return err
	}
	for _, r := range b.law.Risks {
		row++
		status := b.T("report.model_risk.none")
		switch n := tables[r.Code]; {
		case r.Scan == "never":
			status = b.T("report.model_risk.never")
		case n > 0:
			status = b.Count("report.model_risk", n)
		}
		name := r.Code + " " + r.Words[b.Lang]
		cells := []any{b.cell(b.style.text, name), in(b.style.text, nil), in(b.style.text, nil), in(b.style.text, nil), b.cell(b.style.text, status)}
		for range 4 {
			cells = append(cells, in(b.style.text, nil))
		}
		if err := sw.SetRow(fmt.Sprintf("A%d", row), cells, excelize.RowOpts{Height: rowHeight(cellLines(name, 55))}); err != nil {
			return err
		}
		for _, area := range []string{"A%d:D%d", "E%d:I%d"} {
			from, to, _ := strings.Cut(fmt.Sprintf(area, row, row), ":")
			if err := sw.MergeCell(from, to); err != nil {
				return err
			}
		}
	}
	return nil
}

func (b *book) coverageSheet() error {
	col := func(key string, width float64, style int) gridColumn {
		return gridColumn{title: b.T("column." + key), width: width, style: style}
	}
	text, number := b.style.text, b.style.number
	return b.grid(grid{
		sheet: b.T("sheet.coverage"), count: len(b.inv.Tables), frozen: 3,
		columns: []gridColumn{
			col("source", 20, text), col("schema", 11, text), col("object", 26, b.style.source), col("kind", 12, text),
			col("state", 13, text), col("reason", 34, text), col("advice", 34, text), col("method", 20, text),
			col("rows", 11, number), col("read", 11, number), col("encoding", 14, text), col("remarks", 26, text),
		},
		rows: func(yield func([]any) bool) {
			for i := range b.inv.Tables {
				if !yield(b.ledgerCells(&b.inv.Tables[i].Entry)) {
					return
				}
			}
		},
	})
}

func (b *book) ledgerCells(e *scanner.Entry) []any {
	kind := b.known("kind", e.Kind)
	if e.Hidden {
		kind = b.T("report.hidden")
	}
	encoding := Shown(e.Encoding)
	if e.Dialect != "" {
		encoding = strings.TrimPrefix(encoding+"\n"+b.known("dialect", e.Dialect), "\n")
	}
	cells := []any{
		sheetName(e.Source), sheetName(e.Schema), sheetName(e.Table), kind, b.State(e),
		filled(b.Why(e)), filled(b.Advice(e)), filled(b.Method(e)), nil, e.Read, filled(encoding), filled(b.Notes(e)),
	}
	switch {
	case e.Rows < 0:
	case e.RowsEstimated:
		cells[8] = in(b.style.estimate, e.Rows)
	default:
		cells[8] = e.Rows
	}
	return cells
}

// known is the word for a code, or the code where there is none.
func (p *phrases) known(section, code string) string {
	if key := section + "." + code; p.Has(key) {
		return p.T(key)
	}
	return Shown(code)
}
