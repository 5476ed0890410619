package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/datamapbr/datamap/report"
	"github.com/datamapbr/datamap/rules"
	"github.com/datamapbr/datamap/scanner"
)

// A document is an inventory with what its outputs need.
type document struct {
	inventory *report.Inventory
	rules     []rules.Rule
	answers   report.Answers // of --answers and of the workbooks that are replaced
	quiet     bool
	brief     bool // only the files are named
	verbose   bool
}

// deliver writes every output and then the summary: to stdout, or to stderr
// where stdout carries an output.
func (a *app) deliver(doc *document, outputs []output) error {
	summary := a.stdout
	var lines []string
	for _, o := range outputs {
		if o.path == stdoutPath {
			summary = a.stderr
			if err := o.format.Write(a.stdout, doc.inventory, a.words, doc.rules); err != nil {
				return a.stdoutFailure(err)
			}
			continue
		}
		w, err := a.writeOutput(doc, o)
		if err != nil {
			return a.outputFailure(o.path, err)
		}
		lines = append(lines, a.describe(w, o.path)...)
		if o.format.Name != "xlsx" {
			continue
		}
		if columns, proposed := doc.answers.Lost(doc.inventory); columns > 0 {
			lines = append(lines, a.words.T("cmd.note.lost", columns, proposed))
		}
		if doc.answers.Own > 0 {
			lines = append(lines, a.words.T("cmd.note.own", doc.answers.Own))
		}
	}
	if doc.quiet {
		return nil
	}
	if doc.verbose {
		a.listObjects(doc.inventory)
	}
	if !doc.brief {
		if err := report.WriteSummary(summary, doc.inventory, a.words, doc.rules, a.summaryLayout(summary)); err != nil {
			return err
		}
		if len(lines) > 0 {
			fmt.Fprintln(summary)
		}
	}
	return a.listFiles(summary, lines)
}

// listFiles says which files were written.
func (a *app) listFiles(to io.Writer, lines []string) error {
	if len(lines) == 0 {
		return nil
	}
	_, err := fmt.Fprintf(to, "%s\n  %s\n", a.words.T("cmd.label.files"), strings.Join(lines, "\n  "))
	return err
}

// summaryLayout fits the summary to the terminal it goes to.
func (a *app) summaryLayout(to io.Writer) report.SummaryOptions {
	if _, ok := terminal(to); !ok {
		return report.SummaryOptions{}
	}
	opt := report.SummaryOptions{Color: true, Width: widthOf(to)}
	if plain, _ := a.env("NO_COLOR"); plain != "" {
		opt.Color = false
	}
	if kind, _ := a.env("TERM"); kind == "dumb" {
		opt.Color = false
	}
	return opt
}

// listObjects writes the ledger to stderr, one object a line; the files of a table below it.
func (a *app) listObjects(inv *report.Inventory) {
	list := func(name string, e *scanner.Entry) {
		line := a.words.T("cmd.note.object", name, a.words.T("state."+string(e.State)), e.Read)
		for _, r := range slices.Concat(e.Reasons, e.Notes) {
			line += " · " + report.ReasonText(a.words, r)
		}
		fmt.Fprintln(a.stderr, report.Shown(line))
	}
	for i := range inv.Tables {
		e := &inv.Tables[i].Entry
		list(report.ObjectName(e), e)
		for k := range e.Parts {
			part := e.Part(k)
			list("  "+part.Table, &part)
		}
	}
}

// describe tells where a file is and what became of its predecessor.
func (a *app) describe(w written, wanted string) []string {
	lines := []string{report.Shown(w.path)}
	if w.kept != "" {
		lines = append(lines, report.Shown(a.words.T("cmd.note.kept", w.kept)))
	}
	if w.full != nil {
		a.warn(phrase{"cmd.warning.not_replaced", []any{wanted, w.path}}, phrase{key: "cmd.hint.not_replaced"})
	}
	return lines
}

// writeOutput writes one file.
func (a *app) writeOutput(doc *document, o output) (written, error) {
	workbook := o.format.Name == "xlsx"
	return writeFile(o.path, workbook, a.moment, func(w io.Writer) error {
		if workbook {
			return report.WriteWorkbook(w, doc.inventory, a.words, doc.rules, doc.answers)
		}
		return o.format.Write(w, doc.inventory, a.words, doc.rules)
	})
}
