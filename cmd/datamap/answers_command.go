package main

import (
	"io"

	"github.com/spf13/cobra"

	"github.com/datamapbr/datamap/report"
)

func (a *app) answersCommand() *cobra.Command {
	return a.group("answers", a.answersExport(), a.answersImport())
}

// answersExport writes the answers of a workbook as text that version control can compare.
func (a *app) answersExport() *cobra.Command {
	c := a.command("export "+a.words.T("cmd.arg.workbook"), "answers_export")
	var path string
	c.Flags().StringVarP(&path, "output", "o", stdoutPath, a.words.T("cmd.flag.answers_output"))
	c.Args = exactly(1)
	c.RunE = func(_ *cobra.Command, args []string) error {
		if sameFile(path, args[0]) {
			return usage("output_is_input", path).hinting("output_is_source")
		}
		if path != stdoutPath {
			if err := a.writable(path); err != nil {
				return err
			}
		}
		answers, err := readWorkbook(args[0])
		if err != nil {
			return a.answersFailure(args[0], err)
		}
		if path == stdoutPath {
			return report.WriteAnswers(a.stdout, answers)
		}
		w, err := writeFile(path, true, a.moment, func(w io.Writer) error { return report.WriteAnswers(w, answers) })
		if err != nil {
			return a.outputFailure(path, err)
		}
		return a.listFiles(a.stdout, a.describe(w, path))
	}
	return c
}

// answersImport writes the workbook of a result with the answers of a text.
func (a *app) answersImport() *cobra.Command {
	c := a.command("import "+a.words.T("cmd.arg.answers_result"), "answers_import")
	opt := &reportOptions{brief: true}
	c.Flags().StringArrayVarP(&opt.outputs, "output", "o", []string{a.words.T("cmd.file.inventory")}, a.words.T("cmd.flag.output"))
	c.Args = exactly(2)
	c.RunE = func(_ *cobra.Command, args []string) error {
		opt.answers, opt.result = args[0], args[1]
		return a.render(opt)
	}
	return c
}
