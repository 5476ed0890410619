package main

import (
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/datamapbr/datamap/report"
)

func (a *app) demoCommand() *cobra.Command {
	c := a.command("demo ["+a.words.T("cmd.arg.folder")+"]", "demo")
	opt := &scanOptions{
		sample: defaultSample, timeout: defaultTimeout, jobs: 1, seed: 1, failOn: &choices{}, encoding: newChoice("", nil),
	}
	c.Flags().BoolVarP(&opt.quiet, "quiet", "q", false, a.words.T("cmd.flag.quiet"))
	c.Args = func(cmd *cobra.Command, args []string) error {
		if len(args) > 1 {
			return exactly(1)(cmd, args)
		}
		return nil
	}
	c.RunE = func(cmd *cobra.Command, args []string) error {
		folder := "demo"
		if len(args) == 1 {
			folder = args[0]
		}
		data := filepath.Join(folder, a.words.T("cmd.file.demo_data"))
		err := os.MkdirAll(folder, 0o755)
		if err == nil {
			err = layoutDemo(data)
		}
		if err != nil {
			return failed(err, "demo", folder, report.ReasonText(a.words, faultOf(err)))
		}
		opt.sources = []string{data}
		for _, name := range []string{"inventory", "report", "result"} {
			opt.outputs = append(opt.outputs, filepath.Join(folder, a.words.T("cmd.file."+name)))
		}
		return a.scan(cmd.Context(), opt)
	}
	return c
}
