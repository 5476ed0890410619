package main

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"

	"github.com/datamapbr/datamap/detectors"
	"github.com/datamapbr/datamap/report"
	"github.com/datamapbr/datamap/rules"
)

// A ruleSet is the built-in rules with what the user's files add to them.
type ruleSet struct {
	all      []rules.Rule // ordered by ID
	own      []string     // IDs of the user's types
	extended []string     // IDs of the types that the user's files extend
	silences []rules.Silence
	ignored  []rules.Ignored
}

// reported is what the reports say of the user's rules; nil when there are none.
func (s *ruleSet) reported() *report.Rules {
	r := &report.Rules{Types: s.own, Extended: slices.Compact(slices.Sorted(slices.Values(s.extended))), Silences: s.silences}
	for _, g := range s.ignored {
		r.Ignored += len(g.Terms)
	}
	if len(r.Types)+len(r.Extended)+len(r.Silences)+r.Ignored == 0 {
		return nil
	}
	return r
}

// A ruleFile is a file of the user that was read.
type ruleFile struct {
	path string // as the user wrote it
	*rules.RuleFile
	mistakes rules.Mistakes
}

// loadRules returns the built-in rules and what the files that datamap.yaml names add.
func (a *app) loadRules() (*ruleSet, error) {
	var paths []string
	if a.file != nil {
		for _, path := range a.file.Rules {
			paths = append(paths, a.file.relative(path))
		}
	}
	set, files, err := a.readRules(paths, false)
	if err != nil {
		return nil, err
	}
	var all failures
	for i := range files {
		all = append(all, a.mistaken(&files[i])...)
	}
	if len(all) > 0 {
		return nil, all
	}
	return set, nil
}

// readRules reads rule files and checks them, together, against the built-in rules and
// their own examples. It warns of slow patterns. A file that cannot be read is an error;
// a mistake in one is not. On trial, a type replaces the built-in one with its ID;
// otherwise an ID that is taken is a mistake.
func (a *app) readRules(paths []string, trial bool) (*ruleSet, []ruleFile, error) {
	all, err := rules.Load()
	if err != nil {
		return nil, nil, err
	}
	set := &ruleSet{}
	files := make([]ruleFile, len(paths))
	for i, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			return nil, nil, usage("rule_unreadable", path, report.ReasonText(a.words, faultOf(err))).because(err)
		}
		f, mistakes := rules.ParseFile(data)
		files[i] = ruleFile{path, f, mistakes}
		if len(mistakes) == 0 && f.HasType() {
			if trial {
				all = slices.DeleteFunc(all, func(r rules.Rule) bool { return r.ID == f.ID })
			}
			set.own = append(set.own, f.ID)
		}
	}
	types := make([]int, len(files)) // where the type of each is among all, or -1
	for i := range files {
		types[i] = -1
		if f := &files[i]; len(f.mistakes) == 0 && f.HasType() {
			types[i] = len(all)
			all = append(all, f.Rule)
			all[len(all)-1].Own = true
		}
	}
	for i := range files {
		f := &files[i]
		f.mistakes = f.Located(append(f.mistakes, f.Apply(all)...))
		for _, e := range f.Extend {
			set.extended = append(set.extended, e.Type)
		}
		set.silences = append(set.silences, f.Silence...)
		set.ignored = append(set.ignored, f.Ignore...)
	}
	if len(set.own) > 0 {
		if err := a.tryRules(all, files, types); err != nil {
			return nil, nil, err
		}
	}
	slices.SortFunc(all, func(x, y rules.Rule) int { return strings.Compare(x.ID, y.ID) })
	set.all = all
	return set, files, nil
}

// tryRules adds to the files the mistakes of their types, whose places among all rules are
// given, or -1, and warns of slow patterns.
func (a *app) tryRules(all []rules.Rule, files []ruleFile, types []int) error {
	mistakes, warnings, err := detectors.Try(all)
	if err != nil {
		return err
	}
	for i, typ := range types {
		if typ < 0 {
			continue
		}
		f := &files[i]
		f.mistakes = append(f.mistakes, f.Located(mistakes[typ])...)
		slow := f.Located(warnings[typ])
		for k := range slow {
			a.warn(phrase{"cmd.warning.rule_slow", []any{placed(f.path, &slow[k]), a.mistakeText(&slow[k])}})
		}
	}
	return nil
}

// mistaken returns the mistakes of a file as failures, each with its place.
func (a *app) mistaken(f *ruleFile) (all failures) {
	for i := range f.mistakes {
		m := &f.mistakes[i]
		one := usage("rule_mistake", placed(f.path, m), a.mistakeText(m))
		if m.Key == "unknown_key" || m.Key == "unknown_value" {
			one = one.hinting("valid", m.Args[1])
		}
		all = append(all, one)
	}
	return all
}

func placed(path string, m *rules.Mistake) string {
	return fmt.Sprintf("%s:%d:%d", path, m.Line, m.Column)
}

// mistakeText says in the language of the run what a mistake is.
func (a *app) mistakeText(m *rules.Mistake) string {
	args := m.Args
	switch m.Key {
	case "unknown_key", "unknown_value":
		args = args[:1] // the hint has the known ones
	case "regexp": // the library's own word for what is wrong is English
		if key := "cmd.rule." + regexpKey(fmt.Sprint(args[0])); a.words.Has(key) {
			args = []any{a.words.T(key), args[1]}
		}
	}
	return a.words.T("cmd.rule."+m.Key, args...)
}

var noLetters = regexp.MustCompile(`[^a-z]+`)

// regexpKey is the key of the words for an error of the regexp library.
func regexpKey(code string) string {
	code = strings.NewReplacer(")", "paren", "]", "bracket").Replace(strings.ToLower(code))
	return "regexp_" + strings.Trim(noLetters.ReplaceAllString(code, "_"), "_")
}
