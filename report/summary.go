package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/datamapbr/datamap/rules"
	"github.com/datamapbr/datamap/scanner"
)

// SummaryOptions say how the terminal summary is laid out.
type SummaryOptions struct {
	Color bool // ANSI colours; nothing is said by colour alone
	Width int  // columns of the terminal; 0 means 100, and less than 60 is taken as 60
}

// Most tables and most gaps that the summary shows; it says how many are left.
const (
	summaryTables = 20
	summaryGaps   = 20
)

// WriteSummary writes what a person at a terminal wants to know: coverage first, then
// what was found, then what was not read and why.
func WriteSummary(w io.Writer, inv *Inventory, words *rules.Words, all []rules.Rule, opt SummaryOptions) error {
	p, err := newPhrases(inv, words, all)
	if err != nil {
		return err
	}
	if opt.Width == 0 {
		opt.Width = 100
	}
	s := &summary{phrases: p, out: bufio.NewWriter(w), width: min(max(opt.Width, 60), 120), color: opt.Color}
	s.head()
	tables := inv.ranked()
	for i, t := range tables {
		if i == summaryTables {
			s.line("")
			s.line("  " + p.T("report.summary.more_tables", len(tables)-i))
			break
		}
		s.table(t)
	}
	s.gaps()
	s.silences()
	return s.out.Flush()
}

type summary struct {
	*phrases
	out   *bufio.Writer
	width int
	color bool
}

// Colours of the summary.
const (
	bold   = "1"
	red    = "1;31"
	yellow = "33"
	dim    = "2"
)

func (s *summary) paint(color, text string) string {
	if !s.color || text == "" {
		return text
	}
	return "\x1b[" + color + "m" + text + "\x1b[0m"
}

func (s *summary) line(text string) { fmt.Fprintln(s.out, strings.TrimRight(text, " ")) }

func (s *summary) head() {
	s.line(s.paint(bold, s.Covered("report.summary.coverage")))
	s.wrap("  ", s.States()+".")
	for _, source := range s.inv.Sources {
		if source.Access != nil && source.Access.OwnView {
			s.wrap("  ", s.T("report.summary.own_view", brief(source.User), brief(source.Name)))
		}
	}
	s.line("")
	for _, sentence := range s.Headline() {
		s.wrap("", sentence)
	}
}

// Name is the place of a table: its source and what it is called there, or the
// source alone when it is the whole of it.
func (p *phrases) Name(t *Table) string {
	file, _, _ := strings.Cut(t.Table, "#")
	switch {
	case t.Schema != "":
	case t.Source == t.Table:
		return brief(t.Source)
	case strings.HasSuffix(t.Source, "/"+file):
		return brief(t.Source + strings.TrimPrefix(t.Table, file)) // a file, or a sheet of it
	}
	return brief(t.Source) + " · " + p.Object(&t.Entry)
}

// table shows a table and its personal columns: name, content, share, confidence.
func (s *summary) table(t *Table) {
	s.line("")
	risk := s.T("report.summary.risk", s.Band(t.Risk.Band), t.Risk.Product)
	size := s.Rows(&t.Entry)
	if t.Hidden {
		size = s.T("report.hidden") + ", " + size
	}
	facts := s.paint(dim, size) + "  " + s.paint(bandColor(t.Risk.Band), risk)
	if name := s.Name(t); utf8.RuneCountInString(name+size+risk)+6 <= s.width {
		s.line("  " + s.paint(bold, name) + "  " + facts)
	} else {
		for _, l := range Lines(name, s.width-2) {
			s.line("  " + s.paint(bold, l))
		}
		s.line("  " + facts)
	}
	var rows []summaryRow
	for i := range t.Columns {
		if c := &t.Columns[i]; c.Personal {
			rows = append(rows, s.row(c))
		}
	}
	s.rows(rows)
}

// A summaryRow is a personal column: its name, what it holds, a flag that must not
// be overlooked, and how sure that is.
type summaryRow struct{ name, content, flag, sure string }

func (s *summary) row(c *Column) summaryRow {
	r := summaryRow{name: s.Brief(c.Name), content: s.Content(c)}
	if len(c.Types) > 0 {
		r.sure = s.T("report.summary.confidence", s.Confidence(c.Types[0].Confidence))
		if nameOnly(c) {
			r.sure += ", " + s.T("report.summary.name_only")
		}
		if share := s.Share(c); share != "" && c.Types[0].Mode == scanner.Contains {
			r.sure += ", " + share
		}
	}
	switch {
	case c.Sensitive:
		r.flag = s.T("report.summary.sensitive")
	case s.ofClass("autenticacao")(c):
		r.flag = s.T("report.summary.credential")
	}
	return r
}

// Widest name and content that the rows of a table are aligned by.
const (
	maxName    = 30
	maxContent = 44
)

func (s *summary) rows(rows []summaryRow) {
	name, content := 0, 0
	for _, r := range rows {
		name = max(name, min(utf8.RuneCountInString(r.name), maxName))
		content = max(content, min(utf8.RuneCountInString(strings.TrimSpace(r.content+" "+r.flag)), maxContent))
	}
	for _, r := range rows {
		start := "    " + pad(Cut(r.name, name), name) + "  "
		text := strings.TrimSpace(r.content + " " + r.flag)
		room := s.width - utf8.RuneCountInString(start)
		if max(utf8.RuneCountInString(text), content)+2+utf8.RuneCountInString(r.sure) <= room {
			shown := r.content
			if r.flag != "" {
				shown += " " + s.paint(red, r.flag)
			}
			s.line(start + shown + strings.Repeat(" ", max(0, content-utf8.RuneCountInString(text))+2) + s.paint(dim, r.sure))
			continue
		}
		for _, l := range append(Lines(text, room), Lines(r.sure, room)...) {
			s.line(start + l)
			start = strings.Repeat(" ", utf8.RuneCountInString(start))
		}
	}
}

func (s *summary) gaps() {
	gaps := s.Gaps()
	if len(gaps) == 0 {
		return
	}
	s.line("")
	s.line(s.paint(bold, s.T("report.summary.gaps")))
	for i, g := range gaps {
		if i == summaryGaps {
			s.line("  " + s.T("report.summary.more_gaps", objectsIn(gaps, i)))
			return
		}
		name := brief(g.Source) + " · " + s.Many(g) + ": " + s.Named(g.Tables)
		if t := g.Alone(); t != nil {
			name = s.Name(t)
		}
		s.wrap("  ", name)
		s.wrap("    ", g.State+": "+g.Why)
		if g.Advice != "" {
			s.wrap("    → ", g.Advice)
		}
	}
}

// silences tells what rules of the user's take out of the verdicts.
func (s *summary) silences() {
	all := s.Silences()
	if len(all) == 0 {
		return
	}
	s.line("")
	s.line(s.paint(bold, s.T("report.heading.silences")))
	for _, text := range all {
		s.wrap("  ", text)
	}
}

// wrap writes text in lines of the width, the following ones indented as the first.
func (s *summary) wrap(indent, text string) {
	n := utf8.RuneCountInString(indent)
	for i, l := range Lines(text, s.width-n) {
		if i > 0 {
			indent = strings.Repeat(" ", n)
		}
		s.line(indent + l)
	}
}

func bandColor(b Band) string {
	switch b {
	case High:
		return red
	case Moderate:
		return yellow
	}
	return ""
}

// Lines breaks text between words so that no line is longer than width
// characters; a longer word is cut.
func Lines(text string, width int) []string {
	if len(text) <= width {
		return []string{text}
	}
	var all []string
	line := ""
	for word := range strings.FieldsSeq(text) {
		for utf8.RuneCountInString(word) > width {
			if line != "" {
				all, line = append(all, line), ""
			}
			r := []rune(word)
			all, word = append(all, string(r[:width])), string(r[width:])
		}
		switch {
		case line == "":
			line = word
		case utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) <= width:
			line += " " + word
		default:
			all, line = append(all, line), word
		}
	}
	return append(all, line)
}

func pad(s string, width int) string {
	return s + strings.Repeat(" ", max(0, width-utf8.RuneCountInString(s)))
}

// Cut shortens s to width characters, the last of them an ellipsis.
func Cut(s string, width int) string {
	r := []rune(s)
	if len(r) <= width {
		return s
	}
	return string(r[:max(width-1, 0)]) + "…"
}
