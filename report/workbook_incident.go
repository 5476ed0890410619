package report

import "strings"

// incidentSheet says what would follow if everything in a source leaked, for each source
// (Resolução CD/ANPD nº 15/2024).
func (b *book) incidentSheet() {
	l := b.leaf(b.T("sheet.incident"), 46, 18, 70, 40)
	l.put(in(l.style.title, l.T("report.heading.incident")))
	for _, key := range []string{"rule", "deadlines", "register", "secrecy", "limits"} {
		l.wide(l.style.plain, "• "+l.T("report.incident."+key))
	}
	for _, e := range l.inv.exposures() {
		l.exposure(e)
	}
}

func (l *leaf) exposure(e *exposure) {
	l.row++
	l.put(in(l.style.label, sheetCell(e.Source)))
	head := l.style.head
	l.put(in(head, l.T("report.incident.criterion")), in(head, l.T("report.incident.seen")), in(head, l.T("report.incident.where")), in(head, l.T("report.incident.basis")))
	text, mark := l.style.text, l.style.band
	for _, c := range l.Criteria(e) {
		l.put(in(text, l.T("report.criterion."+c.Code)), in(mark, l.T("report.met."+c.Met)), in(text, l.few(c.Places)), in(text, l.T("report.criterion_basis."+c.Code, l.risk.Limits.LargeScale)))
	}
	for _, fact := range [][2]string{
		{l.T("report.incident.form"), strings.Join(l.FormTypes(e.Tables), "; ")},
		{l.T("report.incident.people"), l.People(e.Tables)},
		{l.T("report.incident.high_risk"), l.T("report.high_risk."+l.HighRisk(e), l.risk.Limits.LargeScale)},
	} {
		l.put(in(text, fact[0]), in(text, ""), in(text, fact[1]), in(text, ""))
	}
}

// few names the first of many places, and how many are left.
func (p *phrases) few(names []string) string {
	return strings.Join(first(p, names, maxNamed, func(name string) string { return name }), ", ")
}

// glossarySheet explains the terms that the workbook uses.
func (b *book) glossarySheet() {
	l := b.leaf(b.T("sheet.glossary"), 34, 120)
	l.put(in(l.style.title, l.T("sheet.glossary")))
	l.row++
	for _, key := range glossary {
		text := l.T("glossary." + key + ".text")
		l.keep(l.file.SetRowHeight(l.sheet, l.row, rowHeight(cellLines(text, 120))))
		l.put(in(l.style.source, l.T("glossary."+key+".term")), in(l.style.text, text))
	}
}

// glossary are the terms explained, in the order in which a reader meets them.
var glossary = []string{
	"personal_data", "sensitive_data", "holder", "processing", "controller", "operator", "dpo", "anpd", "legal_basis", "consent", "sharing",
	"transfer", "disposal", "ropa", "idp", "ppsi", "ripd", "incident", "large_scale", "high_risk", "band", "pseudonymised", "anonymised",
	"object", "coverage", "sample", "confidence", "prevalence", "shape",
}
