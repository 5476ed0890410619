package report

import "strings"

// incidentSheet says what would follow if everything in a source leaked, for each source
// (Resolução CD/ANPD nº 15/2024).
func (b *book) incidentSheet() error {
	l, err := b.leaf(b.T("sheet.incident"), 0, 46, 18, 70, 40)
	if err != nil {
		return err
	}
	if err := l.put(in(l.style.title, l.T("report.heading.incident"))); err != nil {
		return err
	}
	for _, key := range []string{"rule", "deadlines", "register", "secrecy", "limits"} {
		if err := l.wide(l.style.plain, "• "+l.T("report.incident."+key)); err != nil {
			return err
		}
	}
	for _, e := range l.inv.exposures() {
		if err := l.exposure(e); err != nil {
			return err
		}
	}
	return nil
}

func (l *leaf) exposure(e *exposure) error {
	l.row++
	if err := l.put(in(l.style.label, sheetName(e.Source))); err != nil {
		return err
	}
	head := l.style.head
	if err := l.put(in(head, l.T("report.incident.criterion")), in(head, l.T("report.incident.seen")), in(head, l.T("report.incident.where")), in(head, l.T("report.incident.basis"))); err != nil {
		return err
	}
	text, mark := l.style.text, l.style.band
	for _, c := range l.Criteria(e) {
		if err := l.put(in(text, l.T("report.criterion."+c.Code)), in(mark, l.T("report.met."+c.Met)), in(text, l.few(c.Places)), in(text, l.T("report.criterion_basis."+c.Code, l.risk.Limits.LargeScale))); err != nil {
			return err
		}
	}
	for _, fact := range [][2]string{
		{l.T("report.incident.form"), strings.Join(l.FormTypes(e.Tables), "; ")},
		{l.T("report.incident.people"), l.People(e.Tables)},
		{l.T("report.incident.high_risk"), l.T("report.high_risk."+l.HighRisk(e), l.risk.Limits.LargeScale)},
	} {
		if err := l.put(in(text, fact[0]), in(text, ""), in(text, fact[1]), in(text, "")); err != nil {
			return err
		}
	}
	return nil
}

// few names the first of many places, and how many are left.
func (p *phrases) few(names []string) string {
	if len(names) > maxNamed {
		return strings.Join(names[:maxNamed], ", ") + ", " + p.T("report.more", len(names)-maxNamed)
	}
	return strings.Join(names, ", ")
}

// glossarySheet explains the terms that the workbook uses.
func (b *book) glossarySheet() error {
	l, err := b.leaf(b.T("sheet.glossary"), 0, 34, 120)
	if err != nil {
		return err
	}
	if err := l.put(in(l.style.title, l.T("sheet.glossary"))); err != nil {
		return err
	}
	l.row++
	for _, key := range glossary {
		text := l.T("glossary." + key + ".text")
		if err := l.file.SetRowHeight(l.sheet, l.row, rowHeight(cellLines(text, 120))); err != nil {
			return err
		}
		if err := l.put(in(l.style.source, l.T("glossary."+key+".term")), in(l.style.text, text)); err != nil {
			return err
		}
	}
	return nil
}

// glossary are the terms explained, in the order in which a reader meets them.
var glossary = []string{
	"personal_data", "sensitive_data", "holder", "processing", "controller", "operator", "dpo", "anpd", "legal_basis", "consent", "sharing",
	"transfer", "disposal", "ropa", "idp", "ppsi", "ripd", "incident", "large_scale", "high_risk", "band", "pseudonymised", "anonymised",
	"object", "coverage", "sample", "confidence", "prevalence", "shape",
}
