package main

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// errInvalid is what the flag values return. It is never shown: valueFailure names the
// flag and what it expects.
var errInvalid = errors.New("invalid value")

// A choice is a flag with a closed list of values.
type choice struct {
	value string
	valid []string
}

func newChoice(value string, valid []string) *choice { return &choice{value, valid} }

func (c *choice) String() string { return c.value }
func (c *choice) Type() string   { return "choice" }
func (c *choice) Set(s string) error {
	i := slices.IndexFunc(c.valid, func(v string) bool { return strings.EqualFold(v, s) })
	if i < 0 {
		return errInvalid
	}
	c.value = c.valid[i]
	return nil
}

// choices is a flag with a closed list of values of which several may be named, each by
// itself or with commas between them.
type choices struct{ values, valid []string }

func (c *choices) String() string { return strings.Join(c.values, ",") }
func (c *choices) Type() string   { return "choices" }
func (c *choices) Set(s string) error {
	for part := range strings.SplitSeq(s, ",") {
		one := newChoice("", c.valid)
		if err := one.Set(strings.TrimSpace(part)); err != nil {
			return err
		}
		c.values = append(c.values, one.value)
	}
	return nil
}

// validFor returns the closed list of values of a flag that has one, else nil.
func validFor(f *pflag.Flag) []string {
	switch v := f.Value.(type) {
	case *choice:
		return v.valid
	case *choices:
		return v.valid
	}
	return nil
}

// sampleSize is the flag --sample: rows per table, 0 for all of them.
type sampleSize int64

func (n *sampleSize) Type() string { return "sample" }
func (n *sampleSize) String() string {
	if *n == 0 {
		return "all"
	}
	return strconv.FormatInt(int64(*n), 10)
}
func (n *sampleSize) Set(s string) error {
	if strings.EqualFold(s, "all") {
		*n = 0
		return nil
	}
	v, err := strconv.ParseInt(s, 10, 64)
	if err != nil || v < 1 {
		return errInvalid
	}
	*n = sampleSize(v)
	return nil
}

// count is a flag that takes a whole number from 1.
type count int

func (n *count) Type() string   { return "count" }
func (n *count) String() string { return strconv.Itoa(int(*n)) }
func (n *count) Set(s string) error {
	v, err := strconv.Atoi(s)
	if err != nil || v < 1 || v > 1024 {
		return errInvalid
	}
	*n = count(v)
	return nil
}

// limit is a flag that takes a duration; 0 means none.
type limit time.Duration

func (d *limit) Type() string   { return "duration" }
func (d *limit) String() string { return shortDuration(time.Duration(*d)) }
func (d *limit) Set(s string) error {
	v, err := time.ParseDuration(s)
	if err != nil && s != "0" || v < 0 {
		return errInvalid
	}
	*d = limit(v)
	return nil
}

// shortDuration writes 5m for 5m0s.
func shortDuration(d time.Duration) string {
	s := d.String()
	if strings.HasSuffix(s, "m0s") {
		s = s[:len(s)-2]
	}
	if strings.HasSuffix(s, "h0m") {
		s = s[:len(s)-2]
	}
	return s
}

// variable is the environment variable of a flag: DATAMAP_FAIL_ON.
func variable(flag string) string {
	return "DATAMAP_" + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

// configurable are the commands that read datamap.yaml.
var configurable = []string{"scan", "plan"}

// settable reports whether a flag that was not typed takes its value from a variable or
// from datamap.yaml. Both are about the flags of scan; other commands have flags of the
// same names that mean something else: DATAMAP_OUTPUT must not make diff write over the
// inventory.
func settable(cmd *cobra.Command, flag string) bool {
	switch cmd.Name() {
	case "scan", "report", "demo":
		return flag != "help"
	case "plan":
		return flag != "help" && flag != "format"
	}
	return flag == "lang"
}

// bind gives the flags that were not typed the value of their environment
// variable, else that of datamap.yaml.
func (a *app) bind(cmd *cobra.Command) error {
	var err error
	visit := func(from func(*pflag.Flag) (values []string, origin string)) {
		stdout := cmd.Flags().Changed("format") // --format alone means standard output, whatever outputs are set elsewhere
		cmd.Flags().VisitAll(func(f *pflag.Flag) {
			if err != nil || f.Changed || !settable(cmd, f.Name) || f.Name == "output" && stdout {
				return
			}
			values, origin := from(f)
			for _, v := range values {
				if cmd.Flags().Set(f.Name, v) != nil {
					err = a.valueFailure(f, v, origin)
					return
				}
			}
		})
	}
	visit(func(f *pflag.Flag) ([]string, string) {
		value, ok := a.env(variable(f.Name))
		if !ok || value == "" {
			return nil, ""
		}
		if f.Value.Type() == "stringArray" {
			return strings.Split(value, ","), variable(f.Name)
		}
		return []string{value}, variable(f.Name)
	})
	if err != nil || !slices.Contains(configurable, cmd.Name()) {
		return err
	}
	a.warnOfVariables(cmd)
	path, _ := cmd.Flags().GetString("config")
	if a.file, err = a.readConfig(path); err != nil || a.file == nil {
		return err
	}
	values := a.file.flagValues()
	visit(func(f *pflag.Flag) ([]string, string) {
		return values[f.Name], a.file.path + ": " + a.file.keyOf(f.Name)
	})
	if err != nil {
		return err
	}
	return a.languageFromFile(cmd)
}

// warnOfVariables points out variables of which the name is nearly that of a flag's: a gate
// in CI that is set by DATAMAP_FAILON would never close.
func (a *app) warnOfVariables(cmd *cobra.Command) {
	var known []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) { known = append(known, variable(f.Name)) })
	for _, name := range slices.Sorted(slices.Values(a.set)) {
		if !strings.HasPrefix(name, variable("")) || slices.Contains(known, name) {
			continue
		}
		if similar, ok := nearest(name, known); ok {
			a.warn(phrase{"cmd.warning.unknown_variable", []any{name, similar}})
		}
	}
}

// flagFailure turns the errors of the flag parser into messages for people.
func (a *app) flagFailure(cmd *cobra.Command, err error) error {
	if unknown, ok := errors.AsType[*pflag.NotExistError](err); ok {
		return a.unknownFlag(cmd, unknown)
	}
	if missing, ok := errors.AsType[*pflag.ValueRequiredError](err); ok {
		return a.expecting(missing.GetFlag(), usage("flag_needs_value", "--"+missing.GetFlag().Name))
	}
	if invalid, ok := errors.AsType[*pflag.InvalidValueError](err); ok {
		return a.valueFailure(invalid.GetFlag(), invalid.GetValue(), "--"+invalid.GetFlag().Name)
	}
	return usage("flag_syntax").hinting("see_help", cmd.CommandPath())
}

func (a *app) unknownFlag(cmd *cobra.Command, err *pflag.NotExistError) error {
	var names []string
	add := func(f *pflag.Flag) { names = append(names, f.Name) }
	cmd.Flags().VisitAll(add)
	cmd.InheritedFlags().VisitAll(add)
	slices.Sort(names)
	names = slices.Compact(names)
	name := err.GetSpecifiedName()
	if err.GetSpecifiedShortnames() != "" {
		return usage("flag", "-"+name).hinting("valid", "--"+strings.Join(names, ", --"))
	}
	f := usage("flag", "--"+name).hinting("valid", "--"+strings.Join(names, ", --"))
	if similar, ok := nearest(name, names); ok {
		return f.hinting("did_you_mean_flag", "--"+similar, "--"+strings.Join(names, ", --"))
	}
	return f
}

// valueFailure says that a flag does not take a value; origin is the flag, the variable
// or the key that it came from.
func (a *app) valueFailure(f *pflag.Flag, value, origin string) error {
	return a.expecting(f, usage("flag_value", value, origin))
}

// expecting adds a hint with the values that the flag takes.
func (a *app) expecting(f *pflag.Flag, fail *failure) error {
	if valid := validFor(f); valid != nil {
		return fail.hinting("valid", strings.Join(valid, ", "))
	}
	if key := "cmd.expected." + strings.ReplaceAll(f.Name, "-", "_"); a.words.Has(key) {
		return fail.hinting("valid", a.words.T(key))
	}
	if f.Value.Type() == "bool" {
		return fail.hinting("valid", "true, false")
	}
	return fail
}
