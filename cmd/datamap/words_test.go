package main

import (
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"
	"testing"

	"github.com/datamapbr/datamap/report"
	"github.com/datamapbr/datamap/rules"
	"github.com/datamapbr/datamap/scanner"
	"github.com/datamapbr/datamap/scanner/databases"
)

var (
	wholeKey = regexp.MustCompile(`"cmd\.([a-z0-9_.]+[a-z0-9_])"`)
	failKey  = regexp.MustCompile(`(?:usage\(|failed\([^"()]*(?:\([^()]*\))?[^"()]*)"([a-z_]+)"`)
	hintKey  = regexp.MustCompile(`hinting\("([a-z_]+)"`)
	sayKey   = regexp.MustCompile(`(?:\.say|section)\("([a-z_]+)"`)
	named    = regexp.MustCompile(`a\.(?:command\([^\n]*|group\()"([a-z_]+)"[,)]`)
	lineKey  = regexp.MustCompile(`\bline\("([a-z_]+)"`)
)

// inCode returns what the group of a pattern matches in the code of packages, tests
// left out.
func inCode(t *testing.T, pattern *regexp.Regexp, dirs ...string) (found []string) {
	t.Helper()
	for _, dir := range dirs {
		paths, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range paths {
			if strings.HasSuffix(path, "_test.go") {
				continue
			}
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range pattern.FindAllStringSubmatch(string(data), -1) {
				found = append(found, m[1])
			}
		}
	}
	return found
}

// keysInCode are the keys below "cmd." that the program uses.
func keysInCode(t *testing.T) map[string]bool {
	t.Helper()
	used := map[string]bool{}
	add := func(pattern *regexp.Regexp, prefixes ...string) {
		for _, key := range inCode(t, pattern, ".") {
			for _, prefix := range prefixes {
				used[prefix+key] = true
			}
		}
	}
	add(wholeKey, "cmd.")
	add(failKey, "cmd.error.")
	add(hintKey, "cmd.hint.")
	add(sayKey, "cmd.label.")
	add(named, "cmd.help.", "cmd.long.", "cmd.example.")
	add(lineKey, "cmd.explain.")
	for _, code := range scanner.Codes { // a hint is there where there is one to give
		used["cmd.hint."+code] = used["cmd.hint."+code] || words(t, rules.Languages[0]).Has("cmd.hint."+code)
	}
	for _, key := range []string{
		"file.inventory", "file.report", "file.result", "plan.read", "plan.listed", "plan.not_read", "plan.excluded",
		"explain.whole", "explain.contains", "explain.turn.fewer_texts",
		"explain.about.people", "explain.about.companies", "explain.about.things", "explain.about.reference",
	} {
		used["cmd."+key] = true
	}
	for _, key := range mistakeKeys(t) {
		used["cmd.rule."+key] = true
	}
	for _, kind := range scanner.TurnKinds {
		used["cmd.explain.turn."+kind] = true
	}
	for _, rule := range databases.Rules {
		used["cmd.plan.open."+string(rule)], used["cmd.plan.rule."+string(rule)] = true, true
	}
	for _, problem := range report.EntryProblems {
		used["cmd.answers."+problem] = true
	}
	for _, step := range databases.AuditorSteps {
		used["cmd.grants."+step] = true
	}
	for _, kind := range evidenceKinds(t) {
		used["cmd.evidence."+kind] = true
	}
	for _, flag := range []string{"sample", "seed", "jobs", "timeout", "output", "format"} {
		used["cmd.expected."+flag] = true
	}
	for key, ok := range used {
		if !ok {
			delete(used, key)
		}
	}
	return used
}

var mistakeKey = regexp.MustCompile(`(?:\.Add\((?:fmt\.Sprintf\([^)]*\)|[^,]*), |\bs\.add\([^,]*, [^,]*, |Key: )"([a-z_]+)"`)

// mistakeKeys are the keys of the mistakes in rule files, and of what regular
// expressions are wrong in.
func mistakeKeys(t *testing.T) []string {
	t.Helper()
	keys := inCode(t, mistakeKey, "../../rules", "../../detectors")
	for _, wrong := range []string{`[`, `[b-a]`, `\8`, `(?P<n`, `(?=a)`, `a**`, `a{2000}`, "\xff", `(`, `*`, `\`, `)`, `[[:x:]]`} {
		_, err := syntax.Parse(wrong, syntax.Perl)
		e, ok := errors.AsType[*syntax.Error](err)
		if !ok {
			t.Fatalf("%q is a regular expression", wrong)
		}
		keys = append(keys, regexpKey(e.Code.String()))
	}
	for _, code := range []syntax.ErrorCode{syntax.ErrNestingDepth, syntax.ErrLarge, syntax.ErrInvalidCharClass} {
		keys = append(keys, regexpKey(code.String()))
	}
	return keys
}

var evidenceKind = regexp.MustCompile(`Evidence\{+Kind: "([a-z_]+)"`)

// evidenceKinds are the kinds of evidence that the scanner gives.
func evidenceKinds(t *testing.T) []string {
	t.Helper()
	kinds := inCode(t, evidenceKind, "../../scanner")
	if len(kinds) < 5 {
		t.Fatalf("only the kinds %v were found", kinds)
	}
	return kinds
}

func words(t *testing.T, lang string) *rules.Words {
	t.Helper()
	w, err := rules.NewWords(lang)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// TestWords compares the words with the code: each key that is used exists, and
// none is there for nothing.
func TestWords(t *testing.T) {
	used := keysInCode(t)
	if len(used) < 150 {
		t.Fatalf("only %d keys were found in the code", len(used))
	}
	for _, lang := range rules.Languages {
		w := words(t, lang)
		for key := range used {
			if !w.Has(key) {
				t.Errorf("%s: %s is used and has no words", lang, key)
			}
		}
		for _, key := range w.Keys() {
			if strings.HasPrefix(key, "cmd.") && !used[key] {
				t.Errorf("%s: %s is not used", lang, key)
			}
		}
	}
}

var verb = regexp.MustCompile(`%[-+.0-9]*[a-z]`)

// TestWordsTakeTheSame shows that a text takes the same arguments in every language.
func TestWordsTakeTheSame(t *testing.T) {
	pt, en := words(t, "pt-BR"), words(t, "en")
	for _, key := range pt.Keys() {
		if !strings.HasPrefix(key, "cmd.") {
			continue
		}
		if x, y := verb.FindAllString(pt.T(key), -1), verb.FindAllString(en.T(key), -1); !slices.Equal(x, y) {
			t.Errorf("%s takes %v and %v", key, x, y)
		}
	}
}

// TestOutputWordsNameTheFormats keeps the help in step with the formats.
func TestOutputWordsNameTheFormats(t *testing.T) {
	for _, lang := range rules.Languages {
		for _, key := range []string{"cmd.flag.output", "cmd.expected.output", "cmd.expected.format"} {
			text := words(t, lang).T(key)
			for _, f := range report.Formats {
				if !strings.Contains(text, f.Name) {
					t.Errorf("%s: %s does not name %s", lang, key, f.Name)
				}
			}
		}
	}
}
