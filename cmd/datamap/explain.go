package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/datamapbr/datamap/report"
	"github.com/datamapbr/datamap/rules"
	"github.com/datamapbr/datamap/scanner"
)

// mostProposed bounds how many columns a hint lists.
const mostProposed = 12

func (a *app) explainCommand() *cobra.Command {
	c := a.command("explain "+a.words.T("cmd.arg.result_column"), "explain")
	c.Args = a.exactly(2)
	c.RunE = func(_ *cobra.Command, args []string) error {
		inv, err := a.readResult(args[0])
		if err != nil {
			return err
		}
		all, err := rules.Load()
		if err != nil {
			return err
		}
		return a.explain(inv, all, args[1])
	}
	return c
}

// explain prints the evidence of every column that name means.
func (a *app) explain(inv *report.Inventory, all []rules.Rule, name string) error {
	names := map[string]string{}
	for _, r := range all {
		names[r.ID] = r.Words[a.words.Lang].Name
	}
	var b strings.Builder
	found := false
	eachColumn(inv, func(t *report.Table, c *report.Column) {
		if !means(name, t, c) {
			return
		}
		if found {
			b.WriteByte('\n')
		}
		found = true
		a.explainColumn(&b, t, c, names)
	})
	if !found {
		return a.noSuchColumn(inv, name)
	}
	_, err := fmt.Fprint(a.stdout, b.String())
	return err
}

// means reports whether name is the column: "table.column", with as much of
// the schema, the path and the source before it as the user cared to write.
func means(name string, t *report.Table, c *report.Column) bool {
	full := columnName(t, c)
	if name == full || name == c.ID {
		return true
	}
	rest, ok := strings.CutSuffix(full, name)
	return ok && name != "" && strings.ContainsAny(rest[len(rest)-1:], "/.#")
}

func (a *app) noSuchColumn(inv *report.Inventory, name string) error {
	var similar []string
	last := name[strings.LastIndexByte(name, '.')+1:]
	eachColumn(inv, func(t *report.Table, c *report.Column) {
		if strings.EqualFold(c.Name, last) || strings.HasPrefix(name, t.Table) {
			similar = append(similar, columnName(t, c))
		}
	})
	if len(similar) == 0 {
		eachColumn(inv, func(t *report.Table, c *report.Column) {
			if c.Personal {
				similar = append(similar, columnName(t, c))
			}
		})
	}
	f := usage("no_such_column", name)
	if len(similar) == 0 {
		return f
	}
	if len(similar) > mostProposed {
		similar = append(similar[:mostProposed], "…")
	}
	return f.hinting("valid", strings.Join(similar, ", "))
}

func (a *app) explainColumn(b *strings.Builder, t *report.Table, c *report.Column, names map[string]string) {
	w := a.words
	line := func(key string, args ...any) { fmt.Fprintln(b, report.Shown(w.T("cmd.explain."+key, args...))) }
	title := columnName(t, c)
	if c.DataType != "" {
		title += " (" + c.DataType + ")"
	}
	fmt.Fprintln(b, report.Shown(title))
	line("counts", c.Read, c.Filled, c.Distinct)
	if c.Placeholders > 0 {
		line("placeholders", c.Placeholders)
	}
	if len(c.Types) == 0 {
		line("clean")
	}
	for _, v := range c.Types {
		a.explainType(b, &v, names)
	}
	for _, v := range c.Alternatives {
		line("alternative", typeName(v.Type, names), v.Confidence)
		a.evidence(b, v.Evidence, names)
	}
	if c.Contradicted != "" {
		line("contradicted", typeName(c.Contradicted, names))
	}
}

func (a *app) explainType(b *strings.Builder, v *scanner.TypeVerdict, names map[string]string) {
	w := a.words
	fmt.Fprintln(b, report.Shown(w.T("cmd.explain."+string(v.Mode), typeName(v.Type, names), v.Confidence, v.Valid, v.Matched)))
	if shape := v.Shape.String(); shape != "" {
		fmt.Fprintln(b, report.Shown(w.T("cmd.explain.shape", shape)))
	}
	a.evidence(b, v.Evidence, names)
}

// evidence lists each piece with its weight, which is what the confidence adds up.
func (a *app) evidence(b *strings.Builder, all []scanner.Evidence, names map[string]string) {
	for _, e := range all {
		text := e.Kind
		if key := "cmd.evidence." + e.Kind; a.words.Has(key) {
			text = a.words.T(key)
		}
		switch {
		case e.Kind == "rival":
			text += ": " + typeName(e.Detail, names)
		case e.Detail != "":
			text += ": " + e.Detail
		}
		switch {
		case e.N == 0:
		case e.Kind == "text" || e.Kind == "part":
			text += a.words.T("cmd.evidence.rows", e.Hits, e.N)
		default:
			text += a.words.T("cmd.evidence.hits", e.Hits, e.N)
		}
		fmt.Fprintln(b, report.Shown(a.words.T("cmd.explain.weight", e.Weight, text)))
	}
}

// typeName is the name of a type in the language of the run, else its identifier.
func typeName(id string, names map[string]string) string {
	if name := names[id]; name != "" {
		return name + " (" + id + ")"
	}
	return id
}
