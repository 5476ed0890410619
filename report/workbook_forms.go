package report

import (
	"fmt"
	"slices"

	"github.com/xuri/excelize/v2"

	"github.com/datamapbr/datamap/scanner"
)

// widths of columns, in characters; 16 where none is named.
var widths = map[string]float64{
	"id": 9, "source": 17, "schema": 11, "table": 18, "column": 18, "content": 18, "idp": 24, "fci": 18, "class": 15, "sensitive": 9,
	"holders": 15, "protected": 18, "shape": 15, "confidence_word": 10, "confidence": 9, "share": 10, "interval": 13, "rows": 14,
	"distinct": 10, "subjects": 14, "oldest": 10, "newest": 10, "column_risk": 10, "remarks": 26, "organization": 18, "cnpj": 15, "recorded_on": 11,
	"kinds": 30, "sensitive_kinds": 22, "kinds_count": 24, "storage": 26, "records": 22,
	"model_risk": 28, "finding": 18, "band": 11, "risk": 10, "product": 7, "probability": 6, "impact": 6, "evidence": 46, "affected": 34, "measures": 44,
	"personal": 12, "why_impact": 38, "why_probability": 32, "other_evidence": 28, "model_risks": 26,
	"object": 26, "kind": 20, "state": 13, "reason": 34, "advice": 34, "method": 20, "read": 11, "encoding": 14, "notes": 24,
	"purpose": 24, "basis": 30, "common_basis": 28, "sensitive_basis": 28, "provision": 20, "retention": 14, "retention_source": 16,
	"sharing": 18, "transfer": 18, "guarantee": 24, "security": 24, "owner": 15, "review": 14, "reviewer": 14, "reviewed_on": 12,
	"activity": 22, "address": 22, "results": 24, "contracts": 20, "treatment": 30, "effect": 13, "residual_probability": 12, "residual_impact": 12, "approved": 11, "due": 12,
	"flow": 24, "disposal": 18, "status": 14, "proposal": 30, "form": 16, "problem": 26, "count": 11, "grantee": 20, "detail": 50, moving: 20,
	"change": 12, "changed_object": 44, "before": 30, "after": 30,
}

// styleOf returns the style of a column that the scan fills.
func (b *book) styleOf(code string) int {
	switch code {
	case "id":
		return b.style.small
	case "column", "object", "table", "changed_object":
		return b.style.source
	case "confidence", "share":
		return b.style.percent
	case "rows", "distinct", "read", "count":
		return b.style.number
	case "product", "probability", "impact", "personal", "sensitive":
		return b.style.score
	case "column_risk", "risk", "band":
		return b.style.band
	}
	return b.style.text
}

// columns returns machine columns by their codes.
func (b *book) columns(codes ...string) []gridColumn {
	var all []gridColumn
	for _, code := range codes {
		width, ok := widths[code]
		if !ok {
			width = 16
		}
		all = append(all, gridColumn{code: code, title: b.T("column." + code), width: width, style: b.styleOf(code)})
	}
	return all
}

// answerColumns returns columns for answers by their codes, and those that people added.
func (b *book) answerColumns(codes, extra []string) []gridColumn {
	all := b.columns(codes...)
	for _, heading := range extra {
		all = append(all, gridColumn{code: "+" + heading, title: heading, width: 22})
	}
	for i := range all {
		all[i].answer, all[i].style = true, b.style.answer
	}
	return all
}

// formColumns returns the columns of a form in groups: by who fills them or, in the record
// of operations, by block of the model.
func (b *book) formColumns(f form, group func(code string) string) []gridColumn {
	all := append(b.columns(f.machine...), b.answerColumns(f.answers, b.answers.Extra[f.code])...)
	for i := range all {
		switch {
		case group != nil && group(all[i].code) != "":
			all[i].group = group(all[i].code)
		case all[i].answer:
			all[i].group = b.T("report.group.answers")
		default:
			all[i].group = b.T("report.group.machine")
		}
	}
	return all
}

// answerCells are what people wrote, in the order of answerColumns.
func (b *book) answerCells(codes, extra []string, a Answer) []any {
	cells := make([]any, 0, len(codes)+len(extra))
	for _, code := range codes {
		cells = append(cells, filled(b.law.option(code, a.Fields[code], b.Lang)))
	}
	for _, heading := range extra {
		cells = append(cells, filled(a.Fields["+"+heading]))
	}
	return cells
}

func filled(text string) any {
	if text == "" {
		return nil
	}
	return text
}

// dropDowns sets the lists of a grid's answer columns. Which legal bases are offered
// depends on cells of the same row, so that the lists stay right after sorting.
func (b *book) dropDowns(g *grid) {
	for _, c := range g.columns {
		choice, ok := choices[c.code]
		if !ok || !c.answer {
			continue
		}
		refers := listName(choice.list)
		first := g.top() + 1
		switch c.code {
		case "basis":
			refers = fmt.Sprintf(`IF($%s%d=%q,%s,%s)`, g.letter("sensitive"), first, b.T("report.yes"), listSensitive, listCommon)
		case "common_basis":
			refers = listCommon
		case "sensitive_basis":
			refers = fmt.Sprintf(`IF(LEN($%s%d),%s,%s)`, g.letter("sensitive_kinds"), first, listSensitive, listNone)
		}
		dv := excelize.NewDataValidation(true)
		dv.SetSqref(g.area(c.code))
		dv.SetSqrefDropList(refers)
		prompt := b.T("report.dropdown.prompt")
		if key := "report.dropdown." + c.code; b.Has(key) {
			prompt = b.T(key)
		}
		dv.SetInput(Cut(c.title, 32), Cut(prompt, 255)) // as long as Excel takes them
		if choice.strict {
			dv.SetError(excelize.DataValidationErrorStyleStop, Cut(c.title, 32), b.T("report.dropdown.error"))
		} else {
			dv.ShowErrorMessage = false
		}
		b.keep(b.file.AddDataValidation(g.sheet, dv))
	}
}

// form writes a sheet with answers.
func (b *book) form(g *grid) {
	b.grid(g)
	b.dropDowns(g)
}

func (b *book) inventorySheet() {
	found := b.inv.places((*Column).Asked)
	extra := b.answers.Extra[inventoryForm.code]
	g := &grid{
		sheet: b.T("sheet.inventory"), name: "inventario", columns: b.formColumns(inventoryForm, nil), count: len(found), frozen: 5,
		// What the scan found first, then what people answered, both readable.
		percent: 65, printed: "B", titles: "$B:$E", broken: "purpose",
		rows: rowsOf(found, func(f place) []any {
			return append(b.machineCells(f), b.answerCells(inventoryForm.answers, extra, b.answers.ByID[f.Column.ID])...)
		}),
	}
	b.form(g)
	first := g.top() + 1
	whole := fmt.Sprintf("B%d:%s%d", first, columnLetter(len(g.columns)-1), g.bottom())
	dismissed := fmt.Sprintf(`$%s%d=%q`, g.letter("review"), first, b.law.option("review", "false_positive", b.Lang))
	b.mark(g.sheet, whole, dismissed, &excelize.Style{Font: &excelize.Font{Color: "6B7280", Strike: true}})
	// Mark a basis of art. 7 that was chosen before the data were found to be sensitive.
	wrong := fmt.Sprintf(`AND($%s%d=%q,LEFT($%s%d,6)=%q)`, g.letter("sensitive"), first, b.T("report.yes"),
		g.letter("basis"), first, string([]rune(b.law.Bases.Common[0].Words[b.Lang])[:6]))
	b.mark(g.sheet, g.area("basis"), wrong, &excelize.Style{
		Font: &excelize.Font{Color: "9B1C1C", Bold: true}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"FDE2E2"}},
	})
}

func (b *book) machineCells(f place) []any {
	c, t := f.Column, f.Table
	e := &t.Entry
	cells := map[string]any{
		"id": c.ID, "source": sheetCell(e.Source), "schema": sheetCell(e.Schema), "table": sheetCell(e.Table), "column": sheetCell(c.Name),
		"content": b.Alone(b.Content(c)), "idp": b.Categories(c), "fci": b.FCI(c), "class": b.Classes(c), "sensitive": b.Yes(c.Sensitive),
		"distinct": c.Distinct, "rows": b.size(e),
		"column_risk": b.Band(c.Risk), "remarks": filled(b.Alone(b.Remark(c))),
	}
	if len(c.Types) > 0 {
		best := c.Types[0]
		cells["shape"], cells["confidence_word"], cells["confidence"] = best.Shape.String(), b.Confidence(best.Confidence), Sure(best.Confidence)
	}
	if s := t.span(); s != nil {
		cells["oldest"], cells["newest"] = in(b.style.month, serial(s.oldest)), in(b.style.month, serial(s.newest))
	}
	if share, ok := prevalence(c); ok {
		cells["share"], cells["interval"] = share, b.Interval(c)
	}
	if c.Personal {
		cells["holders"], cells["protected"], cells["subjects"] = filled(b.Alone(b.HolderCategories(t))), filled(b.Alone(b.Protected(t))), filled(b.Subjects(t))
	}
	return inOrder(inventoryForm.machine, cells)
}

func inOrder(codes []string, cells map[string]any) []any {
	all := make([]any, 0, 2*len(codes)) // with room for the answers
	for _, code := range codes {
		all = append(all, cells[code])
	}
	return all
}

// size is the number of rows of a table, marked where it is an estimate.
func (b *book) size(e *scanner.Entry) any {
	switch {
	case e.Rows < 0:
		return nil
	case e.RowsEstimated:
		return in(b.style.estimate, e.Rows)
	}
	return e.Rows
}

// sheetCell is a text of a source for a cell. Like the column list it puts a ' before what
// would be a formula: a workbook saved as CSV loses what else marks it as a text.
func sheetCell(name string) string {
	if s := plainCell(name); len(s) <= maxShown {
		return s
	}
	return brief(plainCell(name))
}

// removedSheet keeps the answers that no longer have a row.
func (b *book) removedSheet(gone []lost) {
	codes, extra := []string{moving}, []string{}
	for _, f := range forms { // only the columns that hold something
		for _, code := range f.answers {
			if slices.ContainsFunc(gone, func(a lost) bool { return a.Fields[code] != "" }) {
				codes = union(codes, code)
			}
		}
		extra = union(extra, b.answers.Extra[f.code]...)
	}
	extra = union(extra, b.answers.Extra["removed"]...)
	g := &grid{
		sheet: b.T("sheet.removed"), name: "removidos", count: len(gone), frozen: 2, percent: 65, printed: "B", titles: "$B:$F",
		columns: append(b.columns(goneFields...), b.answerColumns(codes, extra)...),
		rows: rowsOf(gone, func(a lost) []any {
			cells := []any{
				filled(a.ID), b.T("sheet." + a.formCode()), filled(a.Source), filled(a.Schema), filled(a.Table), filled(a.Column), filled(a.Risk), nil,
			}
			if a.proposal != nil {
				cells[7] = a.proposal.Column.ID + " " + sheetCell(join(a.proposal.Table.Table, a.proposal.Column.Name))
			}
			return append(cells, b.answerCells(codes, extra, a.Answer)...)
		}),
	}
	b.form(g)
}

// formCode is the code of the sheet that the answer came from.
func (a *Answer) formCode() string {
	if slices.ContainsFunc(forms, func(f form) bool { return f.code == a.Form }) {
		return a.Form
	}
	return inventoryForm.code
}
