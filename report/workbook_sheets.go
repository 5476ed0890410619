package report

import (
	"slices"
	"strings"

	"github.com/datamapbr/datamap/scanner"
)

// operationsSheet is the record of processing operations, a row for each table.
func (b *book) operationsSheet() {
	tables := b.inv.personalTables()
	extra := b.answers.Extra[operationsForm.code]
	scale := uint(60)
	if b.schemas { // their column is repeated on every page, and would push the last column to one of its own
		scale = 56
	}
	b.form(&grid{
		sheet: b.T("sheet.operations"), name: "operacoes", count: len(tables), frozen: 4, percent: scale,
		columns: b.formColumns(operationsForm, func(code string) string {
			for block, codes := range blocks {
				if slices.Contains(codes, code) {
					return b.T("report.block." + block)
				}
			}
			return ""
		}),
		printed: "B", titles: "$B:$D",
		rows: rowsOf(tables, func(t *Table) []any {
			return append(b.operationCells(t), b.answerCells(operationsForm.answers, extra, b.answers.ByID[t.id()])...)
		}),
	})
}

// blocks are those of ANPD's simplified record, with the columns of each.
var blocks = map[string][]string{
	"contact":  {"organization", "cnpj", "recorded_on", "activity", "main_activity", "address", "unit", "manager", "filled_by"},
	"holders":  {"holders", "protected", "subjects"},
	"data":     {"kinds", "sensitive_kinds", "kinds_count", "fci", "origin", "scope", "flow", "frequency"},
	"sharing":  {"sharing"},
	"security": {"security"},
	"storage":  {"storage", "records", "retention", "retention_source", "disposal"},
	"purpose":  {"purpose", "common_basis", "sensitive_basis", "provision", "results"},
	"notes":    {"operators", "transfer", "guarantee", "contracts", "status", "notes"},
}

func (b *book) operationCells(t *Table) []any {
	common, sensitive := b.kinds(t)
	return inOrder(operationsForm.machine, map[string]any{
		"id": t.id(), "source": sheetCell(t.Source), "schema": sheetCell(t.Schema), "table": sheetCell(t.Entry.Table),
		"organization": filled(brief(b.inv.Organization.Name)), "cnpj": filled(brief(b.inv.Organization.CNPJ)),
		"recorded_on": b.inv.ScannedAt.Format(b.T("report.day")),
		"holders":     filled(b.Alone(b.HolderCategories(t))), "protected": filled(b.Alone(b.Protected(t))), "subjects": filled(b.Subjects(t)),
		"kinds": filled(b.Alone(strings.Join(common, ", "))), "sensitive_kinds": filled(b.Alone(strings.Join(sensitive, ", "))),
		"kinds_count": b.KindsCount(len(common), len(sensitive)),
		"fci":         filled(strings.Join(b.FormTypes([]*Table{t}), "; ")),
		"storage":     b.Source(b.inv.source(t.Source)), "records": filled(b.Span(t)),
	})
}

// riskSheet is the section of the RIPD that names and treats the risks.
func (b *book) riskSheet() {
	extra := b.answers.Extra[riskForm.code]
	b.form(&grid{
		sheet: b.T("sheet.risk"), name: "riscos", count: len(b.risks), frozen: 3, percent: 60, printed: "B", titles: "$B:$C",
		columns: b.formColumns(riskForm, nil),
		rows: rowsOf(b.risks, func(r *sourceRisk) []any {
			return append(b.modelRiskCells(r), b.answerCells(riskForm.answers, extra, b.answers.ByID[r.id()])...)
		}),
	})
}

func (b *book) modelRiskCells(r *sourceRisk) []any {
	cells := map[string]any{"id": r.id(), "model_risk": r.Code + " " + r.Words[b.Lang], "source": sheetCell(r.Source), "finding": b.Finding(r)}
	if len(r.Tables) > 0 {
		var evidence, measures []string
		for _, f := range r.Factors {
			evidence = append(evidence, b.Factor(f))
			if key := "risk.measure." + f.Code; b.Has(key) {
				measures = union(measures, b.T(key))
			}
		}
		cells["band"], cells["product"], cells["probability"], cells["impact"] = b.Band(r.Band), r.Product, r.Probability, r.Impact
		cells["evidence"], cells["affected"], cells["measures"] = bullets(evidence), b.listed(r.Columns), bullets(measures)
	} else if r.Scan == "never" {
		cells["evidence"] = b.T("report.model_risk.never")
	}
	return inOrder(riskForm.machine, cells)
}

// stacked writes names one below the other.
func stacked(all []string) any { return filled(strings.Join(all, "\n")) }

// bullets writes sentences one below the other, with bullets where there are several, since
// each may take many lines.
func bullets(all []string) any {
	if len(all) < 2 {
		return stacked(all)
	}
	return "• " + strings.Join(all, "\n• ")
}

// listed names the first of many columns, and how many are left.
func (b *book) listed(names []string) any {
	return stacked(first(b.phrases, names, maxAffected, sheetCell))
}

// maxAffected bounds the columns that a risk names.
const maxAffected = 20

// tablesSheet ranks the tables, each point with its reason.
func (b *book) tablesSheet() {
	tables := b.inv.ranked()
	b.grid(&grid{
		sheet: b.T("sheet.tables"), name: "tabelas", count: len(tables), frozen: 3, note: b.none("tables", len(tables)),
		columns: b.columns("source", "schema", "table", "risk", "product", "probability", "impact", "personal",
			"why_impact", "why_probability", "other_evidence", "model_risks", "measures"),
		rows: rowsOf(tables, func(t *Table) []any {
			return []any{
				sheetCell(t.Source), sheetCell(t.Schema), sheetCell(t.Entry.Table), b.Band(t.Risk.Band),
				t.Risk.Product, t.Risk.Probability, t.Risk.Impact, personal(t),
				bullets(b.Factors(t.Risk, "impact")), bullets(b.Factors(t.Risk, "probability")), bullets(b.Factors(t.Risk, "evidence")),
				stacked(b.ModelRisks(t.Risk.Risks)), bullets(b.Measures(t.Risk)),
			}
		}),
	})
}

// coverageSheet is the ledger. Behind a table that is several files stands each of them.
func (b *book) coverageSheet() {
	type line struct {
		entry scanner.Entry
		kind  string
	}
	var ledger []line
	for i := range b.inv.Tables {
		e := &b.inv.Tables[i].Entry
		kind := b.known("kind", e.Kind)
		if len(e.Parts) > 0 {
			kind = b.Files(e)
		}
		ledger = append(ledger, line{*e, kind})
		for k := range e.Parts {
			ledger = append(ledger, line{e.Part(k), b.T("report.part_of", brief(e.Table))})
		}
	}
	b.grid(&grid{
		sheet: b.T("sheet.coverage"), name: "cobertura", count: len(ledger), frozen: 3,
		columns: b.columns("source", "schema", "object", "kind", "state", "reason", "advice", "method", "rows", "read", "encoding", "remarks"),
		rows:    rowsOf(ledger, func(l line) []any { return b.ledgerCells(&l.entry, l.kind) }),
	})
}

func (b *book) ledgerCells(e *scanner.Entry, kind string) []any {
	if e.Hidden {
		kind = b.T("report.hidden")
	}
	encoding := Shown(e.Encoding)
	if e.Dialect != "" {
		encoding = strings.TrimPrefix(encoding+"\n"+b.known("dialect", e.Dialect), "\n")
	}
	return []any{
		sheetCell(e.Source), sheetCell(e.Schema), sheetCell(e.Table), kind, b.State(e),
		filled(b.Why(e)), filled(b.Advice(e)), filled(b.Method(e)), b.size(e), e.Read, filled(encoding), filled(b.Notes(e)),
	}
}

// qualitySheet lists what is wrong with the data themselves (LGPD art. 6, V).
func (b *book) qualitySheet() {
	problems := b.problems()
	b.grid(&grid{
		sheet: b.T("sheet.quality"), name: "qualidade", count: len(problems), frozen: 4, note: b.none("quality", len(problems)),
		columns: b.columns("source", "schema", "table", "column", "problem", "count", "detail", "advice"),
		rows: rowsOf(problems, func(q problem) []any {
			e := &q.Table.Entry
			return []any{
				sheetCell(e.Source), sheetCell(e.Schema), sheetCell(e.Table), sheetCell(q.Column.Name),
				b.T("report.quality." + q.Code), q.Count, b.Problem(q), b.T("report.quality_advice." + q.Code),
			}
		}),
	})
}

// accessSheet lists who and what can reach the data (LGPD art. 46), as far as is known.
func (b *book) accessSheet() {
	facts := b.access()
	b.grid(&grid{
		sheet: b.T("sheet.access"), name: "acesso", count: len(facts), frozen: 1, note: b.none("access", len(facts)),
		columns: b.columns("source", "object", "finding", "detail", "advice"),
		rows: rowsOf(facts, func(f accessFact) []any {
			return []any{sheetCell(f.Source), stacked(each(f.Objects, sheetCell)), b.T("report.access." + f.Code), filled(f.Detail), filled(b.accessAdvice(f))}
		}),
	})
}

// none says why a sheet has no rows; it is empty where there are some.
func (b *book) none(sheet string, rows int) string {
	if rows > 0 {
		return ""
	}
	return b.T("report.none." + sheet)
}

// known is the word for a code, or the code where there is none.
func (p *phrases) known(section, code string) string {
	if key := section + "." + code; p.Has(key) {
		return p.T(key)
	}
	return Shown(code)
}
