package main

import (
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/datamapbr/datamap/report"
	"github.com/datamapbr/datamap/rules"
)

// diffOptions are the flags of diff, and its arguments.
type diffOptions struct {
	before, after string
	outputs       []string
	format        *choice
}

func (a *app) diffCommand() *cobra.Command {
	c := a.command("diff "+a.words.T("cmd.arg.old_new"), "diff")
	opt := &diffOptions{format: newChoice("text", changesFormats())}
	c.Flags().Var(opt.format, "format", a.words.T("cmd.flag.diff_format"))
	c.Flags().StringArrayVarP(&opt.outputs, "output", "o", nil, a.words.T("cmd.flag.diff_output"))
	c.Args = exactly(2)
	c.RunE = func(_ *cobra.Command, args []string) error {
		opt.before, opt.after = args[0], args[1]
		return a.diff(opt)
	}
	return c
}

// changesFormats are the names of the formats of diff, the one without an extension first.
func changesFormats() (names []string) {
	for _, f := range report.ChangesFormats {
		names = append(names, f.Name)
	}
	return names
}

// diff compares two results and writes what changed.
func (a *app) diff(opt *diffOptions) error {
	if _, ok := terminal(a.stdout); ok && len(opt.outputs) == 0 && opt.format.value == "xlsx" {
		return usage("binary_to_terminal").hinting("binary_to_terminal")
	}
	for _, path := range opt.outputs {
		if files := changesFormats()[1:]; !slices.Contains(files, extension(path)) {
			return usage("output_extension", path).hinting("valid", "."+strings.Join(files, " ."))
		}
		if err := a.writable(path); err != nil {
			return err
		}
		for _, in := range []string{opt.before, opt.after} {
			if sameFile(path, in) {
				return usage("output_is_input", path).hinting("output_is_source")
			}
		}
	}
	before, err := a.readResult(opt.before)
	if err != nil {
		return err
	}
	after, err := a.readResult(opt.after)
	if err != nil {
		return err
	}
	all, err := rules.Load()
	if err != nil {
		return err
	}
	changes := report.Compare(before, after)
	if err := a.writeChanges(changes, all, opt); err != nil {
		return err
	}
	switch {
	case changes.HasNew():
		return outcome(exitFound)
	case changes.Shrank() || after.Interrupted:
		return outcome(exitGaps)
	}
	return nil
}

// writeChanges writes the changes to every output and tells where they are or, without
// an output, to stdout.
func (a *app) writeChanges(changes *report.Changes, all []rules.Rule, opt *diffOptions) error {
	switch {
	case len(opt.outputs) > 0:
	case opt.format.value == "text":
		return report.WriteChangesText(a.stdout, changes, a.words, all, widthOf(a.stdout))
	default:
		return changesFormat(opt.format.value).Write(a.stdout, changes, a.words, all)
	}
	for _, path := range opt.outputs {
		f := changesFormat(extension(path))
		w, err := writeFile(path, f.Name == "xlsx", a.moment, func(w io.Writer) error { return f.Write(w, changes, a.words, all) })
		if err != nil {
			return a.outputFailure(path, err)
		}
		for _, line := range a.describe(w, path) {
			if _, err := io.WriteString(a.stdout, line+"\n"); err != nil {
				return err
			}
		}
	}
	return nil
}

func changesFormat(name string) report.ChangesFormat {
	for _, f := range report.ChangesFormats {
		if f.Name == name {
			return f
		}
	}
	return report.ChangesFormats[0]
}

// extension is that of a path without its dot, in lower case.
func extension(path string) string {
	return strings.ToLower(strings.TrimPrefix(filepath.Ext(path), "."))
}
