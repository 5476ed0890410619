package main

import (
	"bufio"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/datamapbr/datamap/report"
	"github.com/datamapbr/datamap/scanner"
	"github.com/datamapbr/datamap/scanner/databases"
	"github.com/datamapbr/datamap/scanner/files"
)

// statements are what a scan would send to the databases among its sources.
type statements struct {
	mu      sync.Mutex
	tables  map[statementKey]*databases.Outline
	opening []openings
}

type statementKey struct{ source, schema, table string }

// openings are the statements by which a database is opened and its tables are
// listed. The plan itself sends them too.
type openings struct {
	Source     string   `json:"source"`
	Statements []string `json:"statements"`
}

func newStatements() *statements {
	return &statements{tables: map[statementKey]*databases.Outline{}}
}

// of takes down what would be sent for a table; for one of a file it is nothing.
func (s *statements) of(ctx context.Context, src scanner.Source, t *scanner.Table, sample scanner.Sample) error {
	key := statementKey{src.Info().Name, t.Schema, t.Name}
	if named, ok := src.(*namedSource); ok {
		src = named.Source
	}
	db, table := files.Behind(src, t)
	outline, ok, err := databases.OutlineOf(ctx, db, table, sample)
	if !ok || err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tables[key] = &outline
	s.open(key.source, databases.Opening(db))
	return nil
}

// open adds the statements of a database that are not there yet.
func (s *statements) open(source string, sent []string) {
	i := slices.IndexFunc(s.opening, func(o openings) bool { return o.Source == source })
	if i < 0 {
		i = len(s.opening)
		s.opening = append(s.opening, openings{Source: source})
	}
	for _, statement := range sent {
		if !slices.Contains(s.opening[i].Statements, statement) {
			s.opening[i].Statements = append(s.opening[i].Statements, statement)
		}
	}
}

// writeStatements writes the statements source by source: what opens it, what
// surrounds every reading, then table by table.
func (a *app) writeStatements(all []planned, opening []openings) error {
	out := bufio.NewWriter(a.stdout)
	line := func(indent, text string) {
		for _, l := range strings.Split(text, "\n") {
			fmt.Fprintf(out, "%s%s\n", indent, report.Shown(l))
		}
	}
	for _, o := range opening {
		tables := slices.DeleteFunc(slices.Clone(all), func(p planned) bool { return p.Source != o.Source || p.Outline == nil })
		line("", "\n"+a.words.T("cmd.plan.sql", report.Shown(o.Source)))
		line("  ", a.words.T("cmd.plan.opening"))
		for _, statement := range o.Statements {
			line("    ", statement)
		}
		line("  ", a.words.T("cmd.plan.guard"))
		var around []databases.Statement
		for _, p := range tables {
			for _, s := range p.Statements {
				if !ofTable(s) && !slices.Contains(around, s) {
					around = append(around, s)
					a.writeStatement(line, s, 0)
				}
			}
		}
		for _, p := range tables {
			how := a.words.T("cmd.plan." + p.State)
			if p.State == "sample" {
				how = a.words.T("method." + string(p.Method))
			}
			line("  ", strings.TrimPrefix(p.Schema+"."+p.Table, ".")+": "+how)
			for _, s := range p.Statements {
				if ofTable(s) {
					a.writeStatement(line, s, p.Limit)
				}
			}
		}
	}
	if len(opening) > 0 {
		line("", "\n"+a.words.T("cmd.plan.placeholder"))
	}
	return out.Flush()
}

// ofTable reports whether a statement reads a table, and not what is around it.
func ofTable(s databases.Statement) bool {
	return s.When == databases.Always || s.When == databases.IfSmall
}

// writeStatement writes a statement after its condition.
func (a *app) writeStatement(line func(indent, text string), s databases.Statement, limit int64) {
	indent, text := "    ", s.SQL
	if s.Joined {
		text += " UNION ALL …"
	}
	switch s.When {
	case databases.IfSmall:
		line(indent, a.words.T("cmd.plan.if_small", limit))
		indent += "  "
	case databases.IfHidden:
		line(indent, a.words.T("cmd.plan.if_hidden"))
		indent += "  "
	case databases.IfStopped:
		line(indent, a.words.T("cmd.plan.if_stopped"))
		indent += "  "
	}
	line(indent, text)
}

// unread is a source whose tables are listed and have no rows.
type unread struct {
	scanner.Source
	statements *statements
}

// Read reads nothing. What it would send is taken down.
func (u *unread) Read(ctx context.Context, t *scanner.Table, sample scanner.Sample) *scanner.Reading {
	return &scanner.Reading{Facts: scanner.Facts{Rows: -1}, Batches: func(yield func(*scanner.Batch, error) bool) {
		if err := u.statements.of(ctx, u.Source, t, sample); err != nil {
			yield(nil, err)
		}
	}}
}
