package main

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/term"

	"github.com/datamapbr/datamap/report"
	"github.com/datamapbr/datamap/rules"
)

// A document is an inventory with what its outputs need.
type document struct {
	inventory *report.Inventory
	rules     []rules.Rule
	answers   report.Answers // of --answers
	changes   *changes       // against the baseline; nil when there is none
	quiet     bool
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
				return failed(err, "output", stdoutPath, report.ReasonText(a.words, faultOf(err)))
			}
			continue
		}
		w, err := a.writeOutput(doc, o)
		if err != nil {
			return failed(err, "output", o.path, report.ReasonText(a.words, faultOf(err))).hinting("output")
		}
		lines = append(lines, a.describe(w, o)...)
	}
	if doc.quiet {
		return nil
	}
	if doc.verbose {
		a.listObjects(doc.inventory)
	}
	if err := report.WriteSummary(summary, doc.inventory, a.words, doc.rules, a.summaryLayout(summary)); err != nil {
		return err
	}
	if doc.changes != nil {
		fmt.Fprintln(summary, a.words.T("cmd.note.changes", len(doc.changes.New), len(doc.changes.Gone), len(doc.changes.Changed)))
	}
	if len(lines) > 0 {
		fmt.Fprintf(summary, "\n%s\n  %s\n", a.words.T("cmd.label.files"), strings.Join(lines, "\n  "))
	}
	return nil
}

// summaryLayout fits the summary to the terminal it goes to.
func (a *app) summaryLayout(to io.Writer) report.SummaryOptions {
	fd, ok := terminal(to)
	if !ok {
		return report.SummaryOptions{}
	}
	opt := report.SummaryOptions{Color: true}
	if width, _, err := term.GetSize(fd); err == nil {
		opt.Width = width
	}
	if plain, _ := a.env("NO_COLOR"); plain != "" {
		opt.Color = false
	}
	if kind, _ := a.env("TERM"); kind == "dumb" {
		opt.Color = false
	}
	return opt
}

// listObjects writes the ledger to stderr, one object a line.
func (a *app) listObjects(inv *report.Inventory) {
	for i := range inv.Tables {
		e := &inv.Tables[i].Entry
		line := a.words.T("cmd.note.object", objectName(e), a.words.T("state."+string(e.State)), e.Read)
		for _, r := range slices.Concat(e.Reasons, e.Notes) {
			line += " · " + report.ReasonText(a.words, r)
		}
		fmt.Fprintln(a.stderr, report.Shown(line))
	}
}

// describe tells where a file is and what became of its predecessor.
func (a *app) describe(w written, o output) []string {
	lines := []string{report.Shown(w.path)}
	if w.kept != "" {
		lines = append(lines, report.Shown(a.words.T("cmd.note.kept", w.kept)))
	}
	if w.full != nil {
		a.warn(phrase{"cmd.warning.not_replaced", []any{o.path, w.path}}, phrase{key: "cmd.hint.not_replaced"})
	}
	return lines
}

// writeOutput writes one file. A workbook takes over the answers of the one
// that stands in its place.
func (a *app) writeOutput(doc *document, o output) (written, error) {
	if o.format.Name != "xlsx" {
		return writeFile(o.path, false, a.moment, func(w io.Writer) error {
			return o.format.Write(w, doc.inventory, a.words, doc.rules)
		})
	}
	answers := doc.answers
	if _, err := os.Stat(o.path); err == nil {
		standing, err := readWorkbook(o.path)
		if err != nil {
			a.warn(phrase{"cmd.warning.answers_unreadable", []any{o.path}}, phrase{key: "cmd.hint.answers_unreadable"})
		}
		answers = mergeAnswers(answers, standing)
	}
	return writeFile(o.path, true, a.moment, func(w io.Writer) error {
		return report.WriteWorkbook(w, doc.inventory, a.words, doc.rules, answers)
	})
}

// readAnswers reads the workbook of --answers, which must be readable.
func (a *app) readAnswers(path string) (report.Answers, error) {
	if path == "" {
		return report.Answers{}, nil
	}
	answers, err := readWorkbook(path)
	return answers, a.answersFailure(path, err)
}

// answersFailure words what is wrong with the answers of a workbook.
func (a *app) answersFailure(path string, err error) error {
	var conflict *report.ConflictError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &conflict):
		return failed(err, "answers_conflict", path, strconv.Itoa(conflict.Rows[0]), strconv.Itoa(conflict.Rows[1]), conflict.Sheet).
			hinting("answers_conflict")
	case errors.Is(err, report.ErrNotOurs):
		return failed(err, "answers", path).hinting("answers")
	}
	return sourceFailure(a.words, path, err)
}

func readWorkbook(path string) (report.Answers, error) {
	f, err := os.Open(path)
	if err != nil {
		return report.Answers{}, err
	}
	defer f.Close()
	return report.ReadAnswers(f)
}

// mergeAnswers adds to first the answers of second. Where both answer the same
// question differently, first is kept and the other goes with the loose ones:
// no answer is lost.
func mergeAnswers(first, second report.Answers) report.Answers {
	merged := report.Answers{ByID: map[string]report.Answer{}, Loose: slices.Concat(first.Loose, second.Loose), Extra: slices.Clone(first.Extra)}
	for _, heading := range second.Extra {
		if !slices.Contains(merged.Extra, heading) {
			merged.Extra = append(merged.Extra, heading)
		}
	}
	for id, answer := range first.ByID {
		answer.Fields = maps.Clone(answer.Fields)
		merged.ByID[id] = answer
	}
	for _, id := range slices.Sorted(maps.Keys(second.ByID)) {
		answer := second.ByID[id]
		known, ok := merged.ByID[id]
		if !ok {
			merged.ByID[id] = answer
			continue
		}
		lost := false
		for field, text := range answer.Fields {
			if was := known.Fields[field]; was == "" {
				known.Fields[field] = text
			} else if was != text {
				lost = true
			}
		}
		if lost {
			merged.Loose = append(merged.Loose, answer)
		}
	}
	return merged
}
