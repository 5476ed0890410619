package main

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"github.com/datamapbr/datamap/rules"
)

// Every help fits a terminal of 80 columns.
func TestHelpFitsATerminal(t *testing.T) {
	for _, lang := range rules.Languages {
		var out bytes.Buffer
		a := &app{stdout: &out, words: words(t, lang)}
		root := a.root()
		all := []*cobra.Command{root}
		for len(all) > 0 {
			cmd := all[0]
			all = slices.Concat(all[1:], cmd.Commands())
			out.Reset()
			a.help(cmd, nil)
			if out.Len() == 0 {
				t.Errorf("%s: %s has no help", lang, cmd.CommandPath())
			}
			for line := range strings.Lines(out.String()) {
				if line = strings.TrimRight(line, "\n"); utf8.RuneCountInString(line) > helpWidth {
					t.Errorf("%s: %s: %q takes %d columns", lang, cmd.CommandPath(), line, utf8.RuneCountInString(line))
				}
			}
		}
	}
}
