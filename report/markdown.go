package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/datamapbr/datamap/rules"
)

// maxListed bounds the lists of a summary; the line that follows says how many are left.
const maxListed = 30

// writeMarkdown writes a summary for a pull request or the page of a CI job.
func writeMarkdown(w io.Writer, inv *Inventory, words *rules.Words, all []rules.Rule) error {
	p, err := newPhrases(inv, words, all)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, markdownMark+"# %s\n\n**%s** (%s)\n\n%s\n", markdownText(p.Title()), p.Coverage(), p.States(), strings.Join(p.Headline(), " "))
	if tables := inv.ranked(); len(tables) > 0 {
		fmt.Fprintf(out, "\n## %s\n\n", p.T("report.heading.risk"))
		markdownRow(out, p.T("report.label.risk"), "P × I", p.T("report.label.object"), p.T("report.label.personal"), p.T("report.label.content"), p.T("column.holders"))
		fmt.Fprint(out, "|---|---:|---|---:|---|---|\n")
		for _, t := range tables[:min(len(tables), maxListed)] {
			markdownRow(out, p.Band(t.Risk.Band), fmt.Sprint(t.Risk.Product), code(t.Source)+" "+code(join(t.Schema, t.Table)),
				fmt.Sprint(personal(t)), markdownText(p.Alone(p.TableContent(t))), markdownText(p.Alone(p.Holders(t))))
		}
		p.rest(out, len(tables))
	}
	if found := inv.places(func(c *Column) bool { return c.Sensitive }); len(found) > 0 {
		fmt.Fprintf(out, "\n## %s\n\n", p.T("report.heading.sensitive"))
		for _, f := range found[:min(len(found), maxListed)] {
			fmt.Fprintf(out, "- %s %s: %s\n", code(f.Table.Source), code(join(join(f.Table.Schema, f.Table.Table), f.Column.Name)), markdownText(p.Alone(p.Content(f.Column))))
		}
		p.rest(out, len(found))
	}
	if gaps := p.Gaps(); len(gaps) > 0 {
		fmt.Fprintf(out, "\n## %s\n\n", p.T("report.heading.gaps"))
		for _, g := range gaps[:min(len(gaps), maxListed)] {
			what := p.Many(g) + " (" + strings.Join(first(p, g.Tables, maxSeen, func(t *Table) string { return code(join(t.Schema, t.Table)) }), ", ") + ")"
			if t := g.Alone(); t != nil {
				what = code(join(t.Schema, t.Table))
			}
			fmt.Fprintf(out, "- %s %s: %s: %s\n", code(g.Source), what, g.State, markdownText(g.Why))
		}
		p.rest(out, min(len(gaps), maxListed)+objectsIn(gaps, maxListed))
	}
	if lines := p.Silences(); len(lines) > 0 {
		fmt.Fprintf(out, "\n## %s\n\n", p.T("report.heading.silences"))
		for _, line := range lines {
			fmt.Fprintf(out, "- %s\n", markdownText(line))
		}
	}
	fmt.Fprintf(out, "\n%s\n", markdownText(p.T("report.footer", brief(inv.Version), p.Moment())))
	return out.Flush()
}

func (p *phrases) rest(out io.Writer, n int) {
	if n > maxListed {
		fmt.Fprintf(out, "\n%s\n", p.T("report.more", n-maxListed))
	}
}

// Title names the inventory, and the organization where there is one.
func (p *phrases) Title() string { return p.titled("report.title") }

func (p *phrases) titled(key string) string {
	if name := p.inv.Organization.Name; name != "" {
		return p.T("report.title_of", p.T(key), brief(name))
	}
	return p.T(key)
}

func join(schema, name string) string {
	if schema == "" {
		return name
	}
	return schema + "." + name
}

func markdownRow(out io.Writer, cells ...string) {
	fmt.Fprintf(out, "| %s |\n", strings.Join(cells, " | "))
}

// code is a text of a source as a code span, in which Markdown, HTML, mentions and links
// mean nothing. Bars are escaped, because rows of tables are split before spans are found.
func code(name string) string {
	s := strings.ReplaceAll(brief(name), "|", `\|`)
	if strings.TrimSpace(s) == "" {
		return ""
	}
	fence := "`"
	for strings.Contains(s, fence) {
		fence += "`"
	}
	if fence != "`" || strings.HasPrefix(s, " ") {
		s = " " + s + " "
	}
	return fence + s + fence
}

// markdownText escapes what a rule's words or a reason may hold of Markdown and HTML.
func markdownText(s string) string {
	return strings.NewReplacer(`\`, `\\`, "|", `\|`, "<", "&lt;", "&", "&amp;", "`", "\\`", "[", `\[`, "]", `\]`, "*", `\*`, "_", `\_`, "@", "&#64;").Replace(s)
}
