package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/datamapbr/datamap/report"
	"github.com/datamapbr/datamap/rules"
	"github.com/datamapbr/datamap/scanner/files"
)

// configName is the file that is looked for in the working folder.
const configName = "datamap.yaml"

// A config is datamap.yaml. The values of flags stay texts here: the flags check them
// as they check what was typed.
type config struct {
	Version      string                  `yaml:"version"`
	Organization organization            `yaml:"organization"`
	Sources      map[string]sourceConfig `yaml:"sources"`
	Rules        list                    `yaml:"rules"`
	Outputs      list                    `yaml:"outputs"`
	Format       string                  `yaml:"format"`
	Sample       string                  `yaml:"sample"`
	Seed         string                  `yaml:"seed"`
	Only         list                    `yaml:"only"`
	Exclude      list                    `yaml:"exclude"`
	Answers      string                  `yaml:"answers"`
	Baseline     string                  `yaml:"baseline"`
	FailOn       list                    `yaml:"fail_on"`
	Jobs         string                  `yaml:"jobs"`
	Timeout      string                  `yaml:"timeout"`
	Encoding     string                  `yaml:"encoding"`
	Lang         string                  `yaml:"lang"`
	Quiet        string                  `yaml:"quiet"`
	Verbose      string                  `yaml:"verbose"`
	CSVExcel     string                  `yaml:"csv_excel"`
	PasswordIn   string                  `yaml:"password_stdin"`
	Views        string                  `yaml:"views"`
	InsecureTLS  string                  `yaml:"insecure_tls"`

	path string // as the user wrote it
}

// An organization heads the records.
type organization struct {
	Name string `yaml:"name"`
	CNPJ string `yaml:"cnpj"`
	DPO  string `yaml:"dpo"`
}

// A sourceConfig is one named source: a database or a path.
type sourceConfig struct {
	URL         string `yaml:"url"`
	Path        string `yaml:"path"`
	Password    string `yaml:"password"`
	Encoding    string `yaml:"encoding"`
	InsecureTLS bool   `yaml:"insecure_tls"`
}

// A list is written in YAML as a list or as its only element.
type list []string

// UnmarshalYAML implements the interface of the YAML library.
func (l *list) UnmarshalYAML(decode func(any) error) error {
	var one string
	if decode(&one) == nil {
		*l = list{one}
		return nil
	}
	return decode((*[]string)(l))
}

// readConfig reads datamap.yaml: the one named, which must exist, or the one in
// the working folder, which need not (then it returns nil).
func (a *app) readConfig(path string) (*config, error) {
	named := path != ""
	if !named {
		path = configName
	}
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) && !named {
		return nil, nil
	}
	if err != nil {
		return nil, usage("config_unreadable", path, report.ReasonText(a.words, faultOf(err))).because(err)
	}
	c := &config{path: path}
	if err := rules.Decode(data, c); err != nil {
		return nil, a.yamlFailure(path, err)
	}
	return c, c.check()
}

func (c *config) check() error {
	if c.Version != "" && c.Version != "1" {
		return usage("config_version", c.path, c.Version).hinting("valid", "1")
	}
	for _, name := range c.sourceNames() {
		if s := c.Sources[name]; (s.URL == "") == (s.Path == "") {
			return usage("config_source", c.path, name).hinting("config_source")
		}
		if e := c.Sources[name].Encoding; e != "" && !slices.Contains(files.Encodings, e) {
			return usage("flag_value", e, c.path+": sources."+name+".encoding").hinting("valid", strings.Join(files.Encodings, ", "))
		}
	}
	return nil
}

// sourceNames returns the names of the sources, sorted.
func (c *config) sourceNames() []string {
	var names []string
	if c != nil {
		for name := range c.Sources {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// flagValues returns the values that the file sets, by flag. Its paths are relative to the
// file, those returned to the working folder.
func (c *config) flagValues() map[string][]string {
	values := map[string][]string{"only": c.Only, "exclude": c.Exclude, "fail-on": c.FailOn}
	for _, path := range c.Outputs {
		values["output"] = append(values["output"], c.relative(path))
	}
	for flag, value := range map[string]string{
		"format": c.Format, "sample": c.Sample, "seed": c.Seed, "jobs": c.Jobs, "timeout": c.Timeout,
		"answers": c.relative(c.Answers), "baseline": c.relative(c.Baseline), "encoding": c.Encoding, "lang": c.Lang,
		"quiet": c.Quiet, "verbose": c.Verbose, "csv-excel": c.CSVExcel, "password-stdin": c.PasswordIn,
		"views": c.Views, "insecure-tls": c.InsecureTLS,
	} {
		if value != "" {
			values[flag] = []string{value}
		}
	}
	return values
}

// keyOf returns the key of the file that sets a flag.
func (c *config) keyOf(flag string) string {
	if flag == "output" {
		return "outputs"
	}
	return strings.ReplaceAll(flag, "-", "_")
}

// relative returns a path of the file, which is relative to the file's folder, as one
// relative to the working folder.
func (c *config) relative(path string) string {
	if path == "" || path == stdoutPath || filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(filepath.Dir(c.path), path)
}

// languageFromFile takes the language of datamap.yaml where neither --lang nor
// DATAMAP_LANG names one.
func (a *app) languageFromFile(cmd *cobra.Command) error {
	if value, _ := a.env("DATAMAP_LANG"); value != "" || a.file.Lang == "" || a.langTyped {
		return nil
	}
	words, err := rules.NewWords(cmd.Flags().Lookup("lang").Value.String())
	if err == nil {
		a.words = words
	}
	return err
}

var placeholder = regexp.MustCompile(`\$\{(env|file):([^}]*)\}`)

// expand replaces ${env:NAME} and ${file:PATH}, and keeps what replaces them a secret.
func (a *app) expand(c *config, text string) (string, error) {
	var failure error
	expanded := placeholder.ReplaceAllStringFunc(text, func(match string) string {
		parts := placeholder.FindStringSubmatch(match)
		kind, name := parts[1], parts[2]
		if kind == "env" {
			value, ok := a.env(name)
			if !ok {
				failure = usage("config_env", c.path, name).hinting("config_env", name)
			}
			a.secrets.add(value)
			return value
		}
		data, err := os.ReadFile(c.relative(name))
		if err != nil {
			failure = usage("config_file", c.path, name, report.ReasonText(a.words, faultOf(err))).because(err)
		}
		value := strings.TrimRight(string(data), "\r\n")
		a.secrets.add(value)
		return value
	})
	return expanded, failure
}

var (
	yamlLine      = regexp.MustCompile(`line (\d+): (.*)`)
	yamlUnknown   = regexp.MustCompile(`^field (\S+) not found in type (\S+)`)
	yamlType      = regexp.MustCompile(`^cannot unmarshal .* into (\S+)$`)
	yamlDuplicate = regexp.MustCompile(`^mapping key "([^"]+)" already defined`)
)

// yamlFailure turns an error of the YAML decoder into a message with its line. The
// decoder's own text is not shown: it may quote a value.
func (a *app) yamlFailure(path string, err error) *failure {
	where, text := path, ""
	if m := yamlLine.FindStringSubmatch(err.Error()); m != nil {
		where, text = path+":"+m[1], m[2]
	}
	f := usage("yaml_syntax", where).hinting("yaml_syntax")
	switch whole := err.Error(); {
	case strings.Contains(whole, "UTF-8"):
		f = f.hinting("yaml_encoding")
	case strings.Contains(whole, "escape character"), strings.Contains(whole, "hexdecimal number"): // "C:\dados", "C:\Users"
		f = f.hinting("yaml_backslash")
	}
	if m := yamlUnknown.FindStringSubmatch(text); m != nil {
		f = usage("yaml_key", where, m[1])
		if keys := yamlKeys(m[2]); len(keys) > 0 {
			f = f.hinting("valid", strings.Join(keys, ", "))
		}
	} else if m := yamlDuplicate.FindStringSubmatch(text); m != nil {
		f = usage("yaml_twice", where, m[1])
	} else if m := yamlType.FindStringSubmatch(text); m != nil {
		f = usage("yaml_type", where)
		switch keys := yamlKeys(m[1]); {
		case m[1] == reflect.TypeFor[sourceConfig]().String():
			f = f.hinting("config_source")
		case len(keys) > 0:
			f = f.hinting("yaml_keys", strings.Join(keys, ", "))
		}
	}
	return f.because(err)
}

// yamlKeys are the keys of a type of the configuration, by the name that the
// decoder gives it.
func yamlKeys(name string) (keys []string) {
	for _, t := range []reflect.Type{reflect.TypeFor[config](), reflect.TypeFor[organization](), reflect.TypeFor[sourceConfig]()} {
		if t.String() != name {
			continue
		}
		for f := range t.Fields() {
			if key := f.Tag.Get("yaml"); key != "" {
				keys = append(keys, key)
			}
		}
	}
	return keys
}
