package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/datamapbr/datamap/report"
	"github.com/datamapbr/datamap/rules"
	"github.com/datamapbr/datamap/scanner"
)

func (a *app) explainCommand() *cobra.Command {
	c := a.command("explain "+a.words.T("cmd.arg.result_column"), "explain")
	format := newChoice("text", []string{"text", "json"})
	c.Flags().Var(format, "format", a.words.T("cmd.flag.text_or_json"))
	c.Args = exactly(2)
	c.RunE = func(_ *cobra.Command, args []string) error {
		inv, err := a.readResult(args[0])
		if err != nil {
			return err
		}
		t, column, err := findColumn(inv, args[1])
		if err != nil {
			return err
		}
		if format.value == "json" {
			return a.writeJSON(explanationOf(t, column))
		}
		all, err := rules.Load()
		if err != nil {
			return err
		}
		e := &explainer{app: a, inv: inv, names: report.TypeNames(inv, all, a.words.Lang)}
		e.column(t, column)
		_, err = io.WriteString(a.stdout, fitted(e.b.String(), widthOf(a.stdout)))
		return err
	}
	return c
}

// An explanation is a column's verdict with the sums of its evidence.
type explanation struct {
	Column  string         `json:"column"`            // source/schema.table.column
	Subject string         `json:"subject,omitempty"` // what the rows of the table are about
	Verdict *report.Column `json:"verdict"`
	Sums    []sum          `json:"sums"`
}

// A sum shows how the evidence for one type adds up to its confidence.
type sum struct {
	Type        string       `json:"type"`
	Mode        scanner.Mode `json:"mode"`
	Role        string       `json:"role"`    // type, alternative or rival
	Score       float64      `json:"score"`   // of the weights: log odds before calibration
	Against     float64      `json:"against"` // log odds of all other types, and of none
	Probability float64      `json:"probability"`
	Confidence  float64      `json:"confidence"` // calibrated
}

func explanationOf(t *report.Table, c *report.Column) *explanation {
	e := &explanation{Column: columnName(t, c), Subject: t.Subject, Verdict: c, Sums: []sum{}}
	add := func(role, typ string, mode scanner.Mode, evidence []scanner.Evidence, against float64) {
		s := sum{Type: typ, Mode: mode, Role: role, Score: scanner.Score(evidence), Against: against}
		s.Probability = scanner.Probability(s.Score, against)
		s.Confidence = scanner.Calibrated(s.Probability)
		e.Sums = append(e.Sums, s)
	}
	for _, v := range c.Types {
		add("type", v.Type, v.Mode, v.Evidence, v.Against)
	}
	for _, v := range c.Alternatives {
		add("alternative", v.Type, v.Mode, v.Evidence, v.Against)
	}
	for _, r := range c.Rivals {
		add("rival", r.Type, r.Mode, r.Evidence, r.Against)
	}
	return e
}

// An explainer writes an explanation for people.
type explainer struct {
	*app
	inv   *report.Inventory
	names map[string]rules.Text // of types
	b     strings.Builder
}

// line writes one line; the key is looked up below "cmd.explain.".
func (e *explainer) line(key string, args ...any) {
	fmt.Fprintln(&e.b, report.Shown(e.words.T("cmd.explain."+key, args...)))
}

func (e *explainer) column(t *report.Table, c *report.Column) {
	x := explanationOf(t, c)
	title := x.Column
	if c.DataType != "" {
		title += " (" + c.DataType + ")"
	}
	fmt.Fprintln(&e.b, report.Shown(title))
	e.line("counts", c.Read, c.Filled, c.Distinct)
	if c.Placeholders > 0 {
		e.line("placeholders", c.Placeholders)
	}
	if c.Destroyed > 0 {
		e.line("destroyed", c.Destroyed)
	}
	e.says(t, c)
	sums := x.Sums
	for i := range c.Types {
		v := &c.Types[i]
		fmt.Fprintln(&e.b)
		switch name, sure := e.name(v.Type), e.percent(v.Confidence); {
		case v.Matched > 0:
			e.line(string(v.Mode), name, sure, v.Valid, v.Matched)
		case slices.ContainsFunc(v.Evidence, together):
			e.line("together", name, sure)
		case slices.ContainsFunc(v.Evidence, kept):
			e.line("company", name, sure)
		case v.Mode == scanner.Contains:
			e.line("part_named", name, sure)
		default:
			e.line("named", name, sure)
		}
		e.verdict(v, sums[i])
	}
	for i := range c.Alternatives {
		v := &c.Alternatives[i]
		fmt.Fprintln(&e.b)
		e.line("alternative", e.name(v.Type), e.percent(v.Confidence))
		e.verdict(v, sums[len(c.Types)+i])
	}
	for i := range c.Rivals {
		fmt.Fprintln(&e.b)
		e.rival(&c.Rivals[i], sums[len(c.Types)+len(c.Alternatives)+i], sums[:len(c.Types)+len(c.Alternatives)])
	}
	fmt.Fprintln(&e.b)
	e.turns(t, c)
}

// says writes the verdict in one line, and what qualifies it.
func (e *explainer) says(t *report.Table, c *report.Column) {
	known := false // whether some type of the column is of personal data
	for _, v := range c.Types {
		known = known || slices.ContainsFunc(e.inv.Types, func(t report.Type) bool { return t.ID == v.Type && t.Personal })
	}
	switch {
	case c.Sensitive:
		e.line("sensitive")
	case c.Personal:
		e.line("personal")
	case known && t.Subject == "people":
		e.line("impersonal_own")
	case known:
		e.line("impersonal", e.about(t.Subject))
	case len(c.Types) > 0:
		e.line("not_personal")
	default:
		e.line("clean")
	}
	for _, v := range c.Silenced {
		if r := e.inv.Settings.Rules; r != nil && v.Rule >= 0 && v.Rule < len(r.Silences) {
			s := &r.Silences[v.Rule]
			e.line("silenced", e.name(v.Type), e.percent(v.Confidence), s.Reason, s.Author, s.Date)
		}
	}
	if c.Contradicted != "" {
		e.line("contradicted", e.name(c.Contradicted), e.words.T("report.percent_fine", 100*c.ValidShare(c.Contradicted)))
	}
}

// verdict lists the evidence for a type and shows how it adds up to the confidence.
func (e *explainer) verdict(v *scanner.TypeVerdict, s sum) {
	if shape := v.Shape.String(); shape != "" {
		e.line("shape", shape)
	}
	e.evidence(v.Evidence)
	e.line("sum", s.Score)
	e.line("steps", s.Score, s.Against, e.percent(s.Probability), e.percent(v.Confidence))
}

// rival lists the evidence for a type that lost, and why it did.
func (e *explainer) rival(r *scanner.Rival, s sum, winners []sum) {
	e.line("rival", e.name(r.Type))
	e.evidence(r.Evidence)
	e.line("sum", s.Score)
	worst := 0
	for i, piece := range r.Evidence {
		if piece.Kind != "prior" && piece.Weight < r.Evidence[worst].Weight || r.Evidence[worst].Kind == "prior" {
			worst = i
		}
	}
	best := slices.IndexFunc(winners, func(w sum) bool { return w.Mode == r.Mode && w.Score > s.Score })
	switch {
	case best >= 0:
		e.line("outweighed", e.name(winners[best].Type), winners[best].Score-s.Score)
	case s.Score > 0:
		e.line("divided")
	case r.Evidence[worst].Weight < 0:
		e.line("denied", e.piece(&r.Evidence[worst]), r.Evidence[worst].Weight)
	default:
		e.line("too_little", -s.Score)
	}
}

// turns says what would change the verdict.
func (e *explainer) turns(t *report.Table, c *report.Column) {
	if len(c.Turns) == 0 {
		switch {
		case len(t.Columns) > scanner.MostTurned:
			e.line("untried", len(t.Columns))
		case len(c.Types) == 0 && len(c.Rivals) == 0:
			e.line("needed")
		case len(c.Types) > 0:
			e.line("stands")
		default:
			e.line("needed_more")
		}
		return
	}
	e.line("turns")
	for _, t := range c.Turns {
		var then []string
		for _, id := range t.Types {
			then = append(then, e.name(id))
		}
		end := e.words.T("cmd.explain.then_nothing")
		if len(then) > 0 {
			end = strings.Join(then, ", ")
			if !t.Personal && c.Personal {
				end += e.words.T("cmd.explain.then_impersonal")
			}
		}
		key, args := "turn."+t.Kind, []any{end}
		switch t.Kind {
		case "fewer":
			args = []any{t.N, end}
			if c.Types[0].Mode == scanner.Contains {
				key += "_texts"
			}
		case "named":
			args = []any{e.name(t.Type), end}
		}
		e.line(key, args...)
	}
}

// evidence lists each piece with its weight. Of a part, the name is that of its key.
func (e *explainer) evidence(all []scanner.Evidence) {
	part := slices.ContainsFunc(all, func(p scanner.Evidence) bool { return p.Kind == "part" })
	for i := range all {
		text := e.piece(&all[i])
		if part && all[i].Kind == "name" {
			text = e.words.T("cmd.evidence.name_of_part") + ": " + all[i].Detail
		}
		e.line("weight", all[i].Weight, text)
	}
}

// percent writes a confidence or a probability as the documents do.
func (e *explainer) percent(f float64) string {
	if f = report.Sure(f); f == 0 {
		return e.words.T("report.percent_least")
	}
	return e.words.T("report.percent_fine", 100*f)
}

// together reports whether a piece of evidence is about values in combination: the halves
// of numbers in two columns, or a mixture of types in one.
func together(p scanner.Evidence) bool { return p.Kind == "halves" || p.Kind == "mixture" }

// kept reports whether a piece of evidence is about the company that a column keeps.
func kept(p scanner.Evidence) bool {
	return slices.Contains([]string{"table_name", "beside", "among", "look"}, p.Kind)
}

// piece is one piece of evidence in words.
func (e *explainer) piece(p *scanner.Evidence) string {
	text := p.Kind
	if key := "cmd.evidence." + p.Kind; e.words.Has(key) {
		text = e.words.T(key)
	}
	switch {
	case p.Kind == "table" && p.Detail == "":
		text = e.words.T("cmd.evidence.home")
	case p.Kind == "table":
		text += ": " + e.about(p.Detail)
	case p.Kind == "subject", p.Kind == "look":
	case p.Kind == "beside", p.Kind == "among":
		if e.names[p.Detail].Name != "" {
			text += ": " + e.name(p.Detail)
		}
	case p.Kind == "values" && e.names[p.Detail].Name != "": // of another type
		text += ": " + e.name(p.Detail)
	case p.Kind == "values" && p.Detail != "":
		text = e.words.T("cmd.evidence.form", text, p.Detail)
	case p.Detail != "":
		text += ": " + p.Detail
	}
	switch {
	case p.N == 0, p.Kind == "part" && p.Hits == 0:
	case p.Kind == "text" || p.Kind == "part":
		text += e.words.T("cmd.evidence.rows", p.Hits, p.N)
	case p.Kind == "digest" || p.Kind == "halves":
		text += e.words.T("cmd.evidence.compared", p.Hits, p.N)
	case p.Kind == "contents":
		text += e.words.T("cmd.evidence.binaries", p.Hits, p.N)
	case p.Kind == "values" || p.Kind == "mixture" || p.Kind == "speech":
		text += e.words.T("cmd.evidence.hits", p.Hits, p.N)
	}
	return text
}

// about says what a table is about.
func (e *explainer) about(subject string) string {
	if key := "cmd.explain.about." + subject; e.words.Has(key) {
		return e.words.T(key)
	}
	return e.words.T("cmd.explain.about.unknown")
}

// name is the name of a type in the language of the run, else its identifier.
func (e *explainer) name(id string) string {
	if name := e.names[id].Name; name != "" {
		return name + " (" + id + ")"
	}
	return id
}
