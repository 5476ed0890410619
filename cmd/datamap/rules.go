package main

import (
	"encoding/json"
	"fmt"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/datamapbr/datamap/report"
	"github.com/datamapbr/datamap/rules"
)

func (a *app) rulesCommand() *cobra.Command {
	return a.group("rules", a.rulesListCommand(), a.rulesCheckCommand())
}

func (a *app) rulesListCommand() *cobra.Command {
	c := a.command("list", "rules_list")
	format := newChoice("text", []string{"text", "json"})
	c.Flags().Var(format, "format", a.words.T("cmd.flag.text_or_json"))
	c.Args = exactly(0)
	c.RunE = func(*cobra.Command, []string) (err error) {
		if a.file, err = a.readConfig(""); err != nil {
			return err
		}
		set, err := a.loadRules()
		if err != nil {
			return err
		}
		if format.value == "json" {
			return a.listRulesJSON(set.all)
		}
		return a.listRules(set.all)
	}
	return c
}

func (a *app) listRules(all []rules.Rule) error {
	w := tabwriter.NewWriter(a.stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", a.words.T("cmd.column.type"), a.words.T("cmd.column.name"), a.words.T("cmd.column.class"), a.words.T("cmd.column.article"))
	for _, r := range all {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", report.Shown(r.ID), report.Shown(r.Words[a.words.Lang].Name), a.words.T("class."+r.Class), report.Article(a.words, r.Class, r.Article))
	}
	return w.Flush()
}

// listRulesJSON writes the identifiers and the name in the language of the run.
func (a *app) listRulesJSON(all []rules.Rule) error {
	type line struct {
		ID        string `json:"id"`
		Name      string `json:"name"`
		Personal  bool   `json:"personal"`
		Sensitive bool   `json:"sensitive"`
		Class     string `json:"class"`
		IDP       string `json:"idp,omitempty"`
		Article   string `json:"article,omitempty"`
	}
	lines := []line{}
	for _, r := range all {
		lines = append(lines, line{r.ID, r.Words[a.words.Lang].Name, r.Personal, r.Sensitive(), r.Class, r.IDP, r.Article})
	}
	return a.writeJSON(lines)
}

// writeJSON writes a value to stdout.
func (a *app) writeJSON(v any) error {
	e := json.NewEncoder(a.stdout)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

func (a *app) rulesCheckCommand() *cobra.Command {
	c := a.command("check "+a.words.T("cmd.arg.file")+"...", "rules_check")
	c.Args = func(cmd *cobra.Command, args []string) error {
		if len(args) == 0 {
			return usage("no_rule_file").hinting("usage", cmd.UseLine())
		}
		return nil
	}
	c.RunE = func(_ *cobra.Command, args []string) error {
		_, files, err := a.readRules(args, true)
		if err != nil {
			return err
		}
		worst := exitDone
		for i := range files {
			f := &files[i]
			note := a.words.T("cmd.note.rule_file_ok", f.path)
			if f.HasType() {
				note = a.words.T("cmd.note.rule_ok", f.path, f.ID, len(f.Match), len(f.Reject))
			}
			if wrong := a.mistaken(f); len(wrong) > 0 {
				worst = a.fail(wrong)
			} else if _, err := fmt.Fprintln(a.stdout, report.Shown(note)); err != nil {
				return err
			}
		}
		return outcomeOf(worst)
	}
	return c
}
