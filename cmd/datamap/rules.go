package main

import (
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/datamapbr/datamap/detectors"
	"github.com/datamapbr/datamap/report"
	"github.com/datamapbr/datamap/rules"
)

// loadRules returns the built-in rules and those that datamap.yaml names,
// ordered by ID.
func (a *app) loadRules() ([]rules.Rule, error) {
	all, err := rules.Load()
	if err != nil || a.file == nil {
		return all, err
	}
	for _, path := range a.file.Rules {
		path = a.file.relative(path)
		r, err := a.readRule(path)
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(all, func(other rules.Rule) bool { return other.ID == r.ID }) {
			return nil, usage("rule_id_taken", path, r.ID).hinting("rule_id_taken")
		}
		all = append(all, *r)
	}
	slices.SortFunc(all, func(x, y rules.Rule) int { return strings.Compare(x.ID, y.ID) })
	return all, nil
}

// readRule reads one rule file and holds it against its own examples.
func (a *app) readRule(path string) (*rules.Rule, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		f := usage("rule_unreadable", path, report.ReasonText(a.words, faultOf(err)))
		f.cause = err
		return nil, f
	}
	r, err := rules.Parse(data)
	if err != nil {
		if strings.Contains(err.Error(), "yaml: ") {
			return nil, a.yamlFailure(path, err)
		}
		return nil, usage("rule_invalid", placeInRule(path, data, err), err.Error()).hinting("rule_invalid")
	}
	// Beside the built-in rules, from which it may borrow, but not one of its own id.
	all, err := rules.Load()
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(other rules.Rule) bool { return other.ID == r.ID })
	if _, err := detectors.Compile(append(all, *r)); err != nil {
		return nil, usage("rule_invalid", placeInRule(path, data, err), err.Error()).hinting("rule_invalid")
	}
	return r, nil
}

// These find in the text of an error which part of a rule it is about.
var (
	ruleExample = regexp.MustCompile(`example (\d+) of (match|reject)`)
	ruleForm    = regexp.MustCompile(`form (\d+) \(`)
	ruleFormOf  = regexp.MustCompile(`form "([^"]*)"`)
	ruleText    = regexp.MustCompile(`text form (\d+)`)
	ruleKey     = regexp.MustCompile(`^(?:compiling rule "[^"]*": )?(id|words|class|fci|subject|names|not_names|roles|hints|tables|borrows|check)\b`)
)

// placeInRule is "FILE:LINE" of what an error about a rule is about, the file
// alone where that is not written in it.
func placeInRule(path string, data []byte, err error) string {
	text, lines := err.Error(), strings.Split(string(data), "\n")
	key, entry, name := "", 0, ""
	if m := ruleExample.FindStringSubmatch(text); m != nil {
		key = m[2]
		entry, _ = strconv.Atoi(m[1])
	} else if m := ruleText.FindStringSubmatch(text); m != nil {
		key = "text"
		entry, _ = strconv.Atoi(m[1])
	} else if m := ruleForm.FindStringSubmatch(text); m != nil {
		key = "forms"
		entry, _ = strconv.Atoi(m[1])
	} else if m := ruleFormOf.FindStringSubmatch(text); m != nil {
		key, name = "forms", m[1]
	} else if m := ruleKey.FindStringSubmatch(text); m != nil {
		key = m[1]
	}
	at := slices.IndexFunc(lines, func(l string) bool { return key != "" && strings.HasPrefix(l, key+":") })
	if at < 0 {
		return path
	}
	// The entry's own line, where the list has one for each.
	for i := at + 1; i < len(lines); i++ {
		l := strings.TrimSpace(lines[i])
		if l != "" && l[0] != '#' && l[0] != '-' && lines[i][0] != ' ' {
			break // the next key
		}
		if strings.HasPrefix(l, "-") {
			entry--
		}
		if entry == 0 && strings.HasPrefix(l, "-") && name == "" || name != "" && strings.Contains(l, "name: "+name) {
			return fmt.Sprintf("%s:%d", path, i+1)
		}
	}
	return fmt.Sprintf("%s:%d", path, at+1)
}

func (a *app) rulesCommand() *cobra.Command {
	c := a.command("rules", "rules")
	c.Args = a.knownCommand
	c.RunE = func(cmd *cobra.Command, _ []string) error { return cmd.Help() }
	c.AddCommand(a.rulesListCommand(), a.rulesCheckCommand())
	return c
}

func (a *app) rulesListCommand() *cobra.Command {
	c := a.command("list", "rules_list")
	format := newChoice("text", []string{"text", "json"})
	c.Flags().Var(format, "format", a.words.T("cmd.flag.text_or_json"))
	c.Args = a.exactly(0)
	c.RunE = func(*cobra.Command, []string) (err error) {
		if a.file, err = a.readConfig(""); err != nil {
			return err
		}
		all, err := a.loadRules()
		if err != nil {
			return err
		}
		if format.value == "json" {
			return a.listRulesJSON(all)
		}
		return a.listRules(all)
	}
	return c
}

func (a *app) listRules(all []rules.Rule) error {
	w := tabwriter.NewWriter(a.stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", a.words.T("cmd.column.type"), a.words.T("cmd.column.name"), a.words.T("cmd.column.class"), a.words.T("cmd.column.article"))
	for _, r := range all {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", report.Shown(r.ID), report.Shown(r.Words[a.words.Lang].Name), r.Class, report.Shown(r.Article))
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
		worst := exitDone
		for _, path := range args {
			r, err := a.readRule(path)
			if err != nil {
				worst = a.fail(err)
				continue
			}
			fmt.Fprintln(a.stdout, report.Shown(a.words.T("cmd.note.rule_ok", path, r.ID, len(r.Match), len(r.Reject))))
		}
		return outcomeOf(worst)
	}
	return c
}
