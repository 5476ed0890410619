package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/datamapbr/datamap/report"
	"github.com/datamapbr/datamap/rules"
	"github.com/datamapbr/datamap/scanner"
	"github.com/datamapbr/datamap/scanner/databases"
)

func (a *app) planCommand() *cobra.Command {
	c := a.command("plan ["+a.words.T("cmd.arg.source")+"...]", "plan")
	opt := &scanOptions{quiet: true}
	a.sourceFlags(c, opt)
	format := newChoice("text", []string{"text", "json", "sql"})
	grants := false
	c.Flags().Var(format, "format", a.words.T("cmd.flag.plan_format"))
	c.Flags().BoolVar(&grants, "grants", false, a.words.T("cmd.flag.grants"))
	c.RunE = func(cmd *cobra.Command, args []string) error {
		opt.sources = args
		if grants {
			return a.grants(cmd.Context(), opt)
		}
		return a.plan(cmd.Context(), opt, format.value)
	}
	return c
}

// A planned object is one of a source, with what a scan would do with it.
type planned struct {
	Source        string           `json:"source"`
	Schema        string           `json:"schema,omitempty"`
	Table         string           `json:"table"`
	Kind          string           `json:"kind"`
	State         string           `json:"state"` // read, sample, listed, not_read, excluded
	Rows          int64            `json:"rows"`  // -1 when unknown
	RowsEstimated bool             `json:"rows_estimated,omitempty"`
	Columns       int              `json:"columns"`
	Limit         int64            `json:"limit"` // most rows that would be read; 0 is all
	Reasons       []scanner.Reason `json:"reasons,omitempty"`
	Files         []string         `json:"files,omitempty"` // of a table that is several
	// Of a table in a database: how its rows would be chosen if it has more than
	// the limit, and every statement that may be sent for it.
	*databases.Outline
}

// follows reports whether a rule makes one of the statements of p.
func (p *planned) follows(rule databases.Rule) bool {
	return p.Outline != nil && slices.ContainsFunc(p.Statements, func(s databases.Statement) bool { return s.Open == rule })
}

// plan lists what a scan would read: it runs one on sources that list their tables
// and read no rows.
func (a *app) plan(ctx context.Context, opt *scanOptions, format string) error {
	j, err := a.prepare(opt)
	if err != nil {
		return err
	}
	sources, err := a.open(ctx, j)
	defer closeAll(sources)
	if err != nil {
		return err
	}
	statements := newStatements()
	for i, s := range sources {
		sources[i] = &unread{s, statements}
	}
	sample := scanner.Sample{Rows: int64(opt.sample), Seed: opt.seed, Timeout: time.Duration(opt.timeout)}
	result, err := scanner.Scan(ctx, sources, scanner.Options{Catalog: j.catalog, Sample: sample, Only: opt.only, Exclude: opt.exclude})
	if err != nil {
		return usage("pattern")
	}
	if err := a.unusable(result, opt); err != nil {
		return err
	}
	all := []planned{}
	for i := range result.Tables {
		p := planOf(&result.Tables[i], int64(opt.sample))
		p.Outline = statements.tables[statementKey{p.Source, p.Schema, p.Table}]
		all = append(all, p)
	}
	switch format {
	case "json":
		err = a.writeJSON(struct {
			Objects  []planned       `json:"objects"`
			Opening  []openings      `json:"opening,omitempty"`  // by the sources that are databases
			Silences []rules.Silence `json:"silences,omitempty"` // the user's, which will change verdicts
		}{all, statements.opening, j.silences})
	case "sql":
		err = a.writeStatements(all, statements.opening, true)
	default:
		if err = a.writePlan(all, j.silences); err == nil {
			err = a.writeStatements(all, statements.opening, false)
		}
	}
	switch {
	case err != nil:
		return err
	case result.Interrupted:
		return outcome(exitInterrupted)
	case !scanner.TotalsOf(result.Tables).Complete():
		return outcome(exitGaps)
	}
	return nil
}

func planOf(t *scanner.TableResult, limit int64) planned {
	p := planned{
		Source: t.Source, Schema: t.Schema, Table: t.Table, Kind: t.Kind, State: string(t.State),
		Rows: t.Rows, RowsEstimated: t.RowsEstimated, Columns: len(t.Columns), Limit: limit, Reasons: t.Reasons,
	}
	if t.State == scanner.Sampled || t.State == scanner.Partial {
		p.State = "sample"
		if limit == 0 || t.Rows >= 0 && t.Rows <= limit {
			p.State = "read"
		}
	}
	for i := range t.Parts {
		p.Files = append(p.Files, t.Parts[i].Name)
	}
	return p
}

func (a *app) writePlan(all []planned, silences []rules.Silence) error {
	w := a.words
	out := tabwriter.NewWriter(a.stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintf(out, "%s\t%s\t%s\t%s\t%s\n", w.T("cmd.column.object"), w.T("cmd.column.kind"), w.T("cmd.column.rows"), w.T("cmd.column.columns"), w.T("cmd.column.plan"))
	read := 0
	for _, p := range all {
		rows := "?"
		if p.Rows >= 0 {
			rows = w.T("cmd.plan.count", p.Rows)
			if p.RowsEstimated {
				rows = "~" + rows
			}
		}
		columns := "?" // where nothing was looked at
		if p.Columns > 0 {
			columns = w.T("cmd.plan.count", p.Columns)
		}
		what := w.T("cmd.plan." + p.State)
		switch p.State {
		case "sample":
			what = w.T("cmd.plan.sample", p.Limit)
			read++
		case "read":
			read++
		}
		var reasons []string
		for _, r := range p.Reasons {
			reasons = append(reasons, report.ReasonText(w, r))
		}
		if len(reasons) > 0 {
			what += ": " + strings.Join(reasons, ", ")
		}
		kind := a.kindName(p.Kind)
		if len(p.Files) > 0 {
			kind = report.PartsText(w, p.Files)
		}
		name := report.ObjectName(&scanner.Entry{Source: p.Source, Schema: p.Schema, Table: p.Table})
		fmt.Fprintf(out, "%s\t%s\t%s\t%s\t%s\n", report.Shown(name), kind, rows, columns, report.Shown(what))
	}
	if err := out.Flush(); err != nil {
		return err
	}
	if _, err := io.WriteString(a.stdout, "\n"+w.T("cmd.plan.total", read, len(all))+"\n"); err != nil {
		return err
	}
	for _, s := range silences {
		if _, err := fmt.Fprintln(a.stdout, report.Shown(w.T("cmd.plan.silence", s.Type, s.Columns, s.Reason, s.Author, s.Date))); err != nil {
			return err
		}
	}
	return nil
}

// kindName is the kind of an object in words.
func (a *app) kindName(kind string) string {
	if key := "kind." + kind; a.words.Has(key) {
		return a.words.T(key)
	}
	return report.Shown(kind)
}
