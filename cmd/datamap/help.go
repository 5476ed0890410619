package main

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/datamapbr/datamap/report"
	"github.com/datamapbr/datamap/scanner/databases"
)

// help prints the help of a command in the language of the run.
func (a *app) help(cmd *cobra.Command, _ []string) {
	var b strings.Builder
	b.WriteString(strings.TrimSpace(cmd.Long) + "\n")
	section := func(title, body string) {
		if body = strings.TrimRight(body, "\n"); body != "" {
			fmt.Fprintf(&b, "\n%s\n%s\n", a.words.T("cmd.label."+title), body)
		}
	}
	use := cmd.UseLine()
	if cmd.HasSubCommands() {
		use = cmd.CommandPath() + " " + a.words.T("cmd.arg.command") + " …"
	}
	section("usage", "  "+use)
	var rows [][2]string
	for _, c := range cmd.Commands() {
		if c.IsAvailableCommand() {
			rows = append(rows, [2]string{c.Name(), c.Short})
		}
	}
	section("commands", columns(rows))
	section("examples", indent(cmd.Example))
	section("flags", columns(a.flagRows(cmd.NonInheritedFlags())))
	if cmd.HasParent() {
		section("global_flags", columns(a.flagRows(cmd.InheritedFlags())))
	}
	section("exit_codes", indent(a.exitCodes(cmd)))
	_, a.helpErr = io.WriteString(a.stdout, b.String())
}

// exitCodes is the table of exit codes, shown where they matter.
func (a *app) exitCodes(cmd *cobra.Command) string {
	switch cmd.Name() {
	case "datamap", "scan", "diff":
		return a.words.T("cmd.long.exit_codes")
	}
	return ""
}

// argumentOf is the annotation of a flag that names its argument.
const argumentOf = "argument"

// finishFlags splits the usage of each flag of cmd and of the commands below it, which is
// "ARGUMENT|what it does", and lets the shell complete the values of closed lists.
func finishFlags(cmd *cobra.Command) {
	finish := func(f *pflag.Flag) {
		if argument, text, ok := strings.Cut(f.Usage, "|"); ok {
			f.Usage, f.Annotations = text, map[string][]string{argumentOf: {argument}}
		}
		if valid := validFor(f); valid != nil {
			_ = cmd.RegisterFlagCompletionFunc(f.Name, cobra.FixedCompletions(valid, cobra.ShellCompDirectiveNoFileComp)) // fails when done twice
		}
	}
	cmd.Flags().VisitAll(finish)
	cmd.PersistentFlags().VisitAll(finish)
	for _, c := range cmd.Commands() {
		finishFlags(c)
	}
}

func (a *app) flagRows(flags *pflag.FlagSet) (rows [][2]string) {
	flags.VisitAll(func(f *pflag.Flag) {
		if f.Hidden {
			return
		}
		name, text := "    --"+f.Name, f.Usage
		if f.Shorthand != "" {
			name = "-" + f.Shorthand + ", --" + f.Name
		}
		for _, argument := range f.Annotations[argumentOf] {
			name += " " + argument
		}
		if value := strings.Trim(f.DefValue, "[]"); value != "" && value != "false" { // a list stands in brackets
			text += a.words.T("cmd.label.default", value)
		}
		rows = append(rows, [2]string{name, text})
	})
	return rows
}

// helpWidth is the width of help texts, and of a terminal that does not tell its own.
const helpWidth = 80

// columns lays rows out in two aligned columns.
func columns(rows [][2]string) string {
	width := 0
	for _, r := range rows {
		width = max(width, utf8.RuneCountInString(r[0]))
	}
	var b strings.Builder
	for _, r := range rows {
		name := r[0]
		for _, line := range report.Lines(r[1], helpWidth-width-4) {
			fmt.Fprintf(&b, "  %s%s  %s\n", name, strings.Repeat(" ", width-utf8.RuneCountInString(name)), line)
			name = ""
		}
	}
	return b.String()
}

func indent(text string) string {
	if text = strings.TrimSpace(text); text == "" {
		return ""
	}
	return "  " + strings.ReplaceAll(text, "\n", "\n  ")
}

// knownCommand refuses what is not a command, and proposes what was meant.
func knownCommand(root *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	arg := args[0]
	var names []string
	for _, c := range root.Commands() {
		if c.IsAvailableCommand() {
			names = append(names, c.Name())
		}
	}
	f := usage("command", arg).hinting("valid", strings.Join(names, ", "))
	if _, err := os.Lstat(arg); err == nil || databases.IsDSN(arg) {
		if strings.Contains(arg, " ") {
			arg = `"` + arg + `"` // as it has to be typed
		}
		return f.hinting("did_you_mean_scan", arg)
	}
	root.SuggestionsMinimumDistance = 2
	if similar := root.SuggestionsFor(arg); len(similar) > 0 {
		return f.hinting("did_you_mean", similar[0])
	}
	return f
}

// exactly refuses any number of arguments but n.
func exactly(n int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		switch {
		case len(args) < n:
			return usage("arguments_missing", cmd.CommandPath()).hinting("usage", cmd.UseLine())
		case len(args) > n:
			return usage("arguments_excess", cmd.CommandPath()).hinting("usage", cmd.UseLine())
		}
		return nil
	}
}

// nearest returns the known name that an unknown flag most likely meant.
func nearest(name string, known []string) (string, bool) {
	best, distance := "", 3
	for _, k := range slices.Sorted(slices.Values(known)) {
		if d := editDistance(name, k); d < distance {
			best, distance = k, d
		}
	}
	return best, best != ""
}

// editDistance is the Levenshtein distance in bytes.
func editDistance(x, y string) int {
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(x) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(y) {
			cost := diagonal
			if x[i] != y[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j+1]+1, row[j]+1)
		}
	}
	return row[len(y)]
}
