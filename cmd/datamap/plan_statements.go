package main

import (
	"bufio"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

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

// openings are the statements that open a database and list its tables. The plan itself
// has sent them.
type openings struct {
	Source     string   `json:"source"`
	Statements []string `json:"statements"`
}

func newStatements() *statements {
	return &statements{tables: map[statementKey]*databases.Outline{}}
}

// of records the statements that would be sent for a table; there are none for a table of
// a file.
func (s *statements) of(ctx context.Context, src scanner.Source, t *scanner.Table, sample scanner.Sample) error {
	key := statementKey{src.Info().Name, t.Schema, t.Name}
	db, table := files.Behind(unnamed(src), t)
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

// A statementWriter writes statements with explanations: as a text to read, or as a file
// of SQL in which the explanations are comments.
type statementWriter struct {
	*app
	out *bufio.Writer
	sql bool
	cut bool // an expression was abbreviated
}

// say writes an explanation.
func (w *statementWriter) say(indent, text string) {
	if w.sql {
		indent = "-- " + indent
	}
	w.lines(indent, text, "")
}

// send writes a statement, with a remark after it unless that is "".
func (w *statementWriter) send(indent, sql, remark string) {
	if remark != "" {
		remark = "  -- " + remark
	}
	if w.sql {
		w.lines("", sql, ";"+remark)
		return
	}
	w.lines(indent, sql, remark)
}

func (w *statementWriter) lines(indent, text, end string) {
	all := strings.Split(text, "\n")
	for i, l := range all {
		if i == len(all)-1 {
			l += end
		}
		fmt.Fprintf(w.out, "%s%s\n", indent, report.Shown(l))
	}
}

// writeStatements writes the statements source by source: what opens it, what
// surrounds every reading, then table by table.
func (a *app) writeStatements(all []planned, opening []openings, sql bool) error {
	w := &statementWriter{app: a, out: bufio.NewWriter(a.stdout), sql: sql}
	for i, o := range opening {
		tables := slices.DeleteFunc(slices.Clone(all), func(p planned) bool { return p.Source != o.Source || p.Outline == nil })
		if i > 0 || !sql {
			fmt.Fprintln(w.out)
		}
		w.say("", a.words.T("cmd.plan.sql", report.Shown(o.Source)))
		w.say("  ", a.words.T("cmd.plan.opening"))
		for _, statement := range o.Statements {
			w.send("    ", statement, "")
		}
		w.say("  ", a.words.T("cmd.plan.guard"))
		var around []string
		for _, p := range tables {
			for _, s := range p.Statements {
				if !w.ofTable(s) && !slices.Contains(around, s.Brief()) {
					around = append(around, s.Brief())
					w.statement(s, "", 0)
				}
			}
		}
		for _, p := range tables {
			w.table(&p)
		}
	}
	if len(opening) > 0 {
		fmt.Fprintln(w.out)
		w.say("", a.words.T("cmd.plan.placeholder"))
		if w.cut {
			w.say("", a.words.T("cmd.plan.cut"))
		}
		for _, rule := range databases.Rules {
			if slices.ContainsFunc(all, func(p planned) bool { return p.follows(rule) }) {
				w.say("  ", a.words.T("cmd.plan.open."+string(rule))+": "+a.words.T("cmd.plan.rule."+string(rule)))
			}
		}
	}
	return w.out.Flush()
}

// table writes how a table would be read.
func (w *statementWriter) table(p *planned) {
	how := w.words.T("cmd.plan." + p.State)
	if p.State == "sample" {
		how = w.words.T("method." + string(p.Method))
	}
	expected := w.words.T("cmd.plan.unknown")
	if p.Expected >= 0 {
		expected = w.words.T("cmd.plan.count", p.Expected)
	}
	timeout := shortDuration(time.Duration(p.TimeoutMS) * time.Millisecond)
	w.say("  ", strings.TrimPrefix(p.Schema+"."+p.Table, ".")+": "+w.words.T("cmd.plan.expected", how, expected, timeout))
	var before databases.When
	for _, s := range p.Statements {
		if w.ofTable(s) {
			w.statement(s, before, p.Limit)
			before = s.When
		}
	}
}

// ofTable reports whether a statement is written below its table, and not once for all
// tables.
func (w *statementWriter) ofTable(s databases.Statement) bool {
	switch s.When {
	case databases.Guard, databases.IfHidden, databases.IfStopped:
		return false
	case databases.Catalogue: // with the number of the table, or the same for all
		return w.sql
	}
	return true
}

// statement writes a statement, below its condition where that differs from the last one.
func (w *statementWriter) statement(s databases.Statement, before databases.When, limit int64) {
	indent, text := "    ", s.SQL
	if !w.sql {
		text = s.Brief()
		w.cut = w.cut || strings.Contains(text, "cut(") && !strings.Contains(s.SQL, "cut(")
	}
	if s.Joined {
		text += " UNION ALL …"
	}
	condition := map[databases.When]string{
		databases.IfSmall:   w.words.T("cmd.plan.if_small", limit),
		databases.IfLarge:   w.words.T("cmd.plan.if_large", limit),
		databases.IfFewer:   w.words.T("cmd.plan.if_fewer"),
		databases.IfMore:    w.words.T("cmd.plan.if_more"),
		databases.IfHidden:  w.words.T("cmd.plan.if_hidden"),
		databases.IfStopped: w.words.T("cmd.plan.if_stopped"),
	}[s.When]
	if condition != "" {
		if s.When != before {
			w.say(indent, condition)
		}
		indent += "  "
	}
	remark := ""
	if s.Open != "" {
		remark = "?: " + w.words.T("cmd.plan.open."+string(s.Open))
	}
	w.send(indent, text, remark)
}

// An unread source lists its tables and reads none of their rows.
type unread struct {
	scanner.Source
	statements *statements
}

// Read reads nothing and records what it would send.
func (u *unread) Read(ctx context.Context, t *scanner.Table, sample scanner.Sample) *scanner.Reading {
	return &scanner.Reading{Facts: scanner.Facts{Rows: -1}, Batches: func(yield func(*scanner.Batch, error) bool) {
		if err := u.statements.of(ctx, u.Source, t, sample); err != nil {
			yield(nil, err)
		}
	}}
}
