package report

import (
	"fmt"
	"strings"

	"github.com/datamapbr/datamap/scanner"
)

func (b *book) methodSheet() {
	l := b.leaf(b.T("sheet.method"), 30, 34, 24, 44, 30, 30)
	l.settings()
	l.limits()
	l.lookedFor()
}

func (l *leaf) settings() {
	l.put(in(l.style.title, l.T("sheet.method")))
	l.row++
	for _, fact := range l.Facts() {
		l.keep(l.file.MergeCell(l.sheet, fmt.Sprintf("B%d", l.row), fmt.Sprintf("%s%d", l.last, l.row)))
		high := rowHeight(cellLines(fact[1], l.room(1)))
		l.keep(l.file.SetRowHeight(l.sheet, l.row, high))
		l.cells(in(l.style.text, fact[0]), in(l.style.text, fact[1]))
	}
}

// Facts are the settings of the scan, label and value.
func (p *phrases) Facts() [][2]string {
	facts := [][2]string{
		{p.T("report.fact.moment"), p.Moment()},
		{p.T("report.fact.version"), "datamap " + brief(p.inv.Version)},
		{p.T("report.fact.sample"), p.Settings()},
		{p.T("report.fact.rules"), p.catalogue()},
	}
	for _, list := range []struct {
		key   string
		items []string
	}{{"only", p.inv.Settings.Only}, {"exclude", p.inv.Settings.Exclude}} {
		if len(list.items) > 0 {
			facts = append(facts, [2]string{p.T("report.fact." + list.key), strings.Join(each(list.items, brief), ", ")})
		}
	}
	for _, s := range p.inv.Sources {
		facts = append(facts, [2]string{p.T("report.fact.source"), p.Source(s)})
	}
	return append(facts, p.userRules()...)
}

// catalogue says how many types were looked for, with a checksum of what the catalogue says
// of each, which shows whether two results had the same one.
func (p *phrases) catalogue() string {
	var parts []string
	for _, t := range p.inv.Types {
		parts = append(parts, t.ID, t.Class, t.IDP, t.FCI, t.Article)
	}
	return p.T("report.catalogue", len(p.inv.Types), fmt.Sprintf("%016x", hashOf(parts...)))
}

// Source describes a source: name, kind, version, role, TLS.
func (p *phrases) Source(s scanner.SourceInfo) string {
	parts := []string{brief(s.Name), p.known("source", s.Kind)}
	if s.Version != "" {
		parts = append(parts, brief(s.Version))
	}
	if s.User != "" {
		parts = append(parts, p.T("report.role", brief(s.User)))
		if s.Access != nil && s.Access.OwnView {
			parts = append(parts, p.T("report.own_view"))
		}
	}
	if s.TLS != "" {
		parts = append(parts, p.known("tls", s.TLS))
	}
	return strings.Join(parts, " · ")
}

// Limits are the limits of the method that the reader must know, as sentences.
func (p *phrases) Limits() []string {
	var all []string
	for _, key := range []string{"verdict", "sample", "confidence", "share", "distinct", "dates", "shape", "risk", "ripd", "band", "subjects", "scale", "basis", "sensitive", "retention", "not_read"} {
		text := p.T("report.limit." + key)
		switch key {
		case "confidence":
			text = p.T("report.limit."+key, p.Percent(highConfidence), p.Percent(mediumConfidence))
		case "ripd":
			text = p.T("report.limit."+key, p.risk.Limits.EvidencePoints)
		case "scale":
			text = p.T("report.limit."+key, p.risk.Limits.LargeScale)
		}
		all = append(all, text)
	}
	return all
}

func (l *leaf) limits() {
	l.heading("report.heading.limits")
	for _, text := range l.Limits() {
		l.wide(l.style.plain, "• "+text)
	}
}

// lookedFor lists every type of the scan's catalogue.
func (l *leaf) lookedFor() {
	l.heading("report.heading.types")
	head := l.style.head
	l.put(in(head, l.T("column.content")), in(head, l.T("column.description")), in(head, l.T("column.class")),
		in(head, l.T("column.idp")), in(head, l.T("column.fci")), in(head, l.T("column.article")))
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
		l.put(in(text, l.Alone(l.TypeName(t.ID))), in(text, l.Alone(l.names[t.ID].Description)), in(text, l.T("class."+t.Class)),
			in(text, idp), in(text, fci), in(text, Article(l.Words, t.Class, t.Article)))
	}
}
