package report

import (
	"bufio"
	"fmt"
	"io"
	"regexp"
	"strings"

	"github.com/datamapbr/datamap/rules"
)

// A ChangesFormat writes the changes between two results. Name is its extension
// without the dot; "text" has none.
type ChangesFormat struct {
	Name  string
	Write func(w io.Writer, c *Changes, words *rules.Words, all []rules.Rule) error
}

// ChangesFormats are all there are.
var ChangesFormats = []ChangesFormat{
	{"text", func(w io.Writer, c *Changes, words *rules.Words, all []rules.Rule) error {
		return WriteChangesText(w, c, words, all, 0)
	}},
	{"json", func(w io.Writer, c *Changes, _ *rules.Words, _ []rules.Rule) error { return writeIndented(w, c) }},
	{"md", writeChangesMarkdown},
	{"html", writeChangesPage},
	{"xlsx", writeChangesWorkbook},
}

// A changeLine is a change for people.
type changeLine struct {
	What   string // new, gone, changed or coverage, as a word
	Object string // column or object
	Before string
	After  string
	Why    string
}

// Pieces are those of the name between which a line may break.
func (l changeLine) Pieces() []string { return pieces.FindAllString(l.Object, -1) }

var pieces = regexp.MustCompile(`[^/.#_ ]*[/.#_ ]*`)

// changeGroups are the lists in the order in which they are shown, with their codes.
func (p *phrases) changeGroups(c *Changes) []changeGroup {
	var groups []changeGroup
	for _, list := range []struct {
		code    string
		changes []Change
	}{{"new", c.New}, {"renamed", c.Renamed}, {"gone", c.Gone}, {"changed", c.Changed}} {
		g := changeGroup{Code: list.code}
		for _, one := range list.changes {
			g.Lines = append(g.Lines, p.changeLine(g.Code, &one))
		}
		if g.Code != "renamed" || len(g.Lines) > 0 {
			groups = append(groups, g)
		}
	}
	last := changeGroup{Code: "coverage"}
	for _, o := range c.Coverage {
		why := p.reasons(o.Reasons)
		if o.Shrank {
			why = strings.TrimSuffix(p.T("report.diff.shrank")+": "+why, ": ")
		}
		last.Lines = append(last.Lines, changeLine{
			What: p.T("report.diff_what.coverage"), Object: brief(o.Object), Before: p.stateOr(string(o.Before)), After: p.stateOr(string(o.After)), Why: why,
		})
	}
	return append(groups, last)
}

type changeGroup struct {
	Code  string
	Lines []changeLine
}

func (p *phrases) stateOr(state string) string {
	if state == "" {
		return p.T("report.diff.absent")
	}
	return p.T("state." + state)
}

func (p *phrases) changeLine(code string, c *Change) changeLine {
	line := changeLine{What: p.T("report.diff_what." + code), Object: brief(c.Column), Before: p.sideText(&c.Before), After: p.sideText(&c.After)}
	var why []string
	if c.Was != "" {
		why = append(why, p.T("report.diff.was", brief(c.Was)))
	}
	if c.Why != "" {
		why = append(why, p.T("report.diff_why."+c.Why))
	}
	what := each(c.What, func(w string) string { return p.T("report.diff_changed." + w) })
	if len(what) > 0 {
		why = append(why, p.T("report.diff.what", strings.Join(what, ", ")))
	}
	line.Why = strings.Join(why, "; ")
	return line
}

// sideText says what a column holds, whether it is sensitive, and its risk.
func (p *phrases) sideText(s *Side) string {
	parts := []string{strings.Join(each(s.Types, p.TypeName), ", ")}
	if s.Sensitive {
		parts = append(parts, p.T("report.label.sensitive"))
	}
	if s.Risk != "" {
		parts = append(parts, p.T("report.diff.risk", p.Band(s.Risk)))
	}
	return strings.TrimPrefix(strings.Join(parts, " · "), " · ")
}

// arrow shows the change: "before → after".
func (l *changeLine) arrow() string {
	switch {
	case l.Before == "":
		return l.After
	case l.After == "", l.After == l.Before:
		return l.Before
	}
	return l.Before + " → " + l.After
}

// ChangesLine is what is new since an older result, in one sentence.
func (p *phrases) ChangesLine(c *Changes) string {
	var parts []string
	for _, one := range []struct {
		key string
		n   int
	}{
		{"count_new", len(c.New)}, {"count_renamed", len(c.Renamed)}, {"count_gone", len(c.Gone)}, {"count_changed", len(c.Changed)},
		{"count_coverage", len(c.Coverage)},
	} {
		if one.n > 0 {
			parts = append(parts, p.Count("report.diff."+one.key, one.n))
		}
	}
	since, last := c.Since.Format(p.T("report.day")), len(parts)-1
	switch last {
	case -1:
		return p.T("report.diff.nothing", since)
	case 0:
		return p.T("report.diff.line", since, parts[0])
	}
	return p.T("report.diff.line", since, p.T("report.diff.and", strings.Join(parts[:last], ", "), parts[last]))
}

// changesPhrases are the phrases for a report of changes alone.
func changesPhrases(words *rules.Words, all []rules.Rule) (*phrases, error) {
	return newPhrases(&Inventory{}, words, all)
}

// WriteChangesText writes a line for each change, broken between words where it is
// longer than width characters; 0 breaks none.
func WriteChangesText(w io.Writer, c *Changes, words *rules.Words, all []rules.Rule, width int) error {
	p, err := changesPhrases(words, all)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(w)
	for _, g := range p.changeGroups(c) {
		fmt.Fprintln(out, p.T("report.diff."+g.Code, len(g.Lines)))
		for _, l := range g.Lines {
			text := l.Object + ": " + l.arrow()
			if l.Why != "" {
				text += " (" + l.Why + ")"
			}
			lines := []string{text}
			if width > 0 {
				lines = Lines(text, max(width-6, 20))
			}
			fmt.Fprintln(out, "  "+strings.Join(lines, "\n      "))
		}
	}
	return out.Flush()
}

// writeChangesMarkdown writes the changes for a pull request.
func writeChangesMarkdown(w io.Writer, c *Changes, words *rules.Words, all []rules.Rule) error {
	p, err := changesPhrases(words, all)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, markdownMark+"# %s\n\n%s\n", p.T("report.diff.title"), p.ChangesLine(c))
	for _, g := range p.changeGroups(c) {
		if len(g.Lines) == 0 {
			continue
		}
		fmt.Fprintf(out, "\n## %s\n\n", p.T("report.diff."+g.Code, len(g.Lines)))
		markdownRow(out, p.T("column.object"), p.T("report.diff.before"), p.T("report.diff.after"), p.T("column.reason"))
		fmt.Fprint(out, "|---|---|---|---|\n")
		for _, l := range g.Lines[:min(len(g.Lines), maxChanges)] {
			markdownRow(out, code(l.Object), markdownText(l.Before), markdownText(l.After), markdownText(l.Why))
		}
		if len(g.Lines) > maxChanges {
			fmt.Fprintf(out, "\n%s\n", p.T("report.more", len(g.Lines)-maxChanges))
		}
	}
	return out.Flush()
}

// maxChanges bounds a list of changes in a pull request.
const maxChanges = 200
