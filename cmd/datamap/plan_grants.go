package main

import (
	"bufio"
	"context"
	"fmt"

	"github.com/datamapbr/datamap/report"
	"github.com/datamapbr/datamap/scanner"
	"github.com/datamapbr/datamap/scanner/databases"
)

// grants writes for every source the SQL with which its administrator creates a user
// that can do a scan and nothing else. It lists the tables, and runs none of the SQL.
func (a *app) grants(ctx context.Context, opt *scanOptions) error {
	j, err := a.prepare(opt)
	if err != nil {
		return err
	}
	sources, err := a.open(ctx, j)
	defer closeAll(sources)
	if err != nil {
		return err
	}
	w := &statementWriter{app: a, out: bufio.NewWriter(a.stdout), sql: true}
	code := exitDone
	for i, s := range sources {
		if i > 0 {
			fmt.Fprintln(w.out)
		}
		steps, err := auditorOf(ctx, s)
		info := s.Info() // after the listing, which may add to it
		if err != nil {
			a.fail(sourceFailure(a.words, info.Name, err))
			code = exitGaps
			continue
		}
		w.say("", a.words.T("cmd.grants.title", report.Shown(info.Name), a.words.T("source."+info.Kind), info.Version))
		last := ""
		for _, step := range steps {
			if step.Step != last {
				w.say("", a.words.T("cmd.grants."+step.Step))
			}
			switch last = step.Step; {
			case step.Hand:
				w.say("  ", step.SQL+";")
			case step.SQL != "":
				w.send("", step.SQL, "")
			}
		}
		if len(steps) == 0 {
			w.say("", a.words.T("cmd.grants.none"))
		}
	}
	if err := w.out.Flush(); err != nil {
		return err
	}
	return outcomeOf(code)
}

func auditorOf(ctx context.Context, source scanner.Source) ([]databases.Provision, error) {
	source = unnamed(source)
	if failed, ok := source.(*failedSource); ok {
		return nil, &scanner.Fault{Reason: failed.reason}
	}
	if _, err := source.Tables(ctx); err != nil {
		return nil, err
	}
	return databases.Auditor(source)
}
