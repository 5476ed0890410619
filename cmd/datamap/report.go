package main

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"slices"

	"github.com/spf13/cobra"

	"github.com/datamapbr/datamap/report"
	"github.com/datamapbr/datamap/rules"
)

// reportOptions are the flags of report, and its argument.
type reportOptions struct {
	result   string
	outputs  []string
	format   string
	answers  string
	csvExcel bool
	quiet    bool
	brief    bool
}

func (a *app) reportCommand() *cobra.Command {
	c := a.command("report "+a.words.T("cmd.arg.result"), "report")
	opt := &reportOptions{}
	f, w := c.Flags(), a.words
	f.StringArrayVarP(&opt.outputs, "output", "o", nil, w.T("cmd.flag.output"))
	f.StringVar(&opt.format, "format", "", w.T("cmd.flag.format"))
	f.StringVar(&opt.answers, "answers", "", w.T("cmd.flag.answers"))
	f.BoolVar(&opt.csvExcel, "csv-excel", false, w.T("cmd.flag.csv_excel"))
	f.BoolVarP(&opt.quiet, "quiet", "q", false, w.T("cmd.flag.quiet"))
	c.Args = exactly(1)
	c.RunE = func(_ *cobra.Command, args []string) error {
		opt.result = args[0]
		return a.render(opt)
	}
	return c
}

// render writes a saved result again, in any format and language.
func (a *app) render(opt *reportOptions) error {
	outputs, err := a.planOutputs(opt.outputs, opt.format)
	if err != nil {
		return err
	}
	if opt.csvExcel {
		forExcel(outputs)
	}
	inv, err := a.readResult(opt.result)
	if err != nil {
		return err
	}
	for _, o := range outputs {
		if sameFile(o.path, opt.result) {
			return usage("output_is_input", o.path).hinting("output_is_source")
		}
	}
	all, err := rules.Load()
	if err != nil {
		return err
	}
	answers, err := a.readAnswers(opt.answers, outputs)
	if err != nil {
		return err
	}
	answers = answers.Follow(inv)
	if err := inv.Review(answers); err != nil {
		return err
	}
	doc := &document{inventory: inv, rules: all, answers: answers, quiet: opt.quiet, brief: opt.brief}
	if err := a.deliver(doc, outputs); err != nil {
		return err
	}
	if !inv.Complete() {
		return outcome(exitGaps)
	}
	return nil
}

// readResult reads a saved result; "-" is stdin.
func (a *app) readResult(path string) (*report.Inventory, error) {
	var in io.Reader = a.stdin
	if path != stdoutPath {
		f, err := os.Open(path)
		if err != nil {
			fail := failed(err, "source", path, report.ReasonText(a.words, faultOf(err)))
			if errors.Is(err, fs.ErrNotExist) {
				return nil, fail.hinting("no_result")
			}
			return nil, fail
		}
		defer f.Close()
		in = f
	}
	inv, err := report.Read(in)
	if err != nil {
		return nil, failed(err, "result_invalid", path).hinting("result_invalid", report.Schema)
	}
	return inv, nil
}

// readBaseline reads the result to compare with, which --fail-on new needs.
func (a *app) readBaseline(opt *scanOptions) (*report.Inventory, error) {
	if opt.baseline == "" {
		if slices.Contains(opt.failOn.values, "new") {
			return nil, usage("baseline_missing").hinting("baseline_missing")
		}
		return nil, nil
	}
	return a.readResult(opt.baseline)
}

// sameFile reports whether two paths name one file, which need not exist.
func sameFile(x, y string) bool {
	if x == stdoutPath || y == stdoutPath {
		return false
	}
	if samePath(x, y) {
		return true
	}
	one, err := os.Stat(x)
	if err != nil {
		return false
	}
	other, err := os.Stat(y)
	return err == nil && os.SameFile(one, other)
}
