package main

import (
	"bytes"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

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

// Each flag of scan is a key of datamap.yaml, too.
func TestEachFlagIsAKey(t *testing.T) {
	a := &app{words: words(t, "en")}
	keys := yamlKeys(reflect.TypeFor[config]().String())
	c := &config{}
	a.scanCommand().Flags().VisitAll(func(f *pflag.Flag) {
		if f.Name != "config" && !slices.Contains(keys, c.keyOf(f.Name)) {
			t.Errorf("--%s has no key %s", f.Name, c.keyOf(f.Name))
		}
	})
}
