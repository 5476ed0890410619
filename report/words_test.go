package report

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/datamapbr/datamap/detectors"
	"github.com/datamapbr/datamap/rules"
	"github.com/datamapbr/datamap/scanner"
)

var (
	verb    = regexp.MustCompile(`%(\[\d\])?[-+#0]*(\d+)?(\.\d+)?[a-zA-Z%]`)
	literal = regexp.MustCompile(`(?:\bT|\$p\.T|\.Has|\.known|heading)[ (]+"([a-z_]+(?:\.[a-z_]+)*)"`)
	counted = regexp.MustCompile(`\.(?:N|Count)\("([a-z_.]+)"`)
)

// needed are the keys that codes stand for.
func needed(t *testing.T) []string {
	t.Helper()
	var keys []string
	add := func(section string, codes ...string) {
		for _, c := range codes {
			keys = append(keys, section+"."+c)
		}
	}
	add("reason", scanner.Codes...)
	for _, s := range scanner.States {
		add("state", string(s))
		add("report.states."+string(s), "one", "other")
	}
	for _, m := range []scanner.Method{scanner.Whole, scanner.Head, scanner.Blocks, scanner.Probes, scanner.Ranges, scanner.Spread} {
		add("method", string(m))
	}
	add("mode", string(scanner.WholeValue), string(scanner.Contains))
	add("class", rules.Classes...)
	add("fci", rules.FCITypes...)
	add("kind", "table", "partitioned_table", "view", "materialized_view", "foreign_table", "large_objects", "file", "sheet", "source")
	add("source", "postgres", "mysql", "mariadb", "sqlite", "csv", "xlsx", "file", "folder")
	add("file_owner", "root", "other")
	add("access_tls", "required", "offered", "off")
	add("access_rows", "off", "on", "forced")
	add("tls", "verified", "unverified", "none")
	add("dialect", "comma", "semicolon", "tab", "pipe", "fixed_width", "spaces")
	add("column", fields()...)
	add("holder", "clientes", "empregados", "servidores", "pacientes", "dependentes", "estudantes", "eleitores", "beneficiarios", "contribuintes", "pessoas")
	for _, code := range glossary {
		add("glossary."+code, "term", "text")
	}
	for block := range blocks {
		add("report.block", block)
	}
	add("report.access", accessCodes(t)...)
	for _, c := range detectors.Contents {
		add("report.content."+string(c), "one", "other")
	}
	for _, code := range []string{"invalid", "placeholders", "destroyed", "contradicted"} {
		add("report.quality", code)
		add("report.quality_detail", code)
		add("report.quality_advice", code)
	}
	add("report.high_risk", "both", "general", "specific", "none")
	add("report.met", "yes", "no", "unknown", "check")
	add("report.subjects", "counted", "estimated", "at_least", "at_most")
	add("report.diff", "new", "gone", "changed", "coverage")
	add("report.diff_what", "new", "gone", "changed", "coverage")
	add("report.diff_changed", "type", "class", "sensitive", "risk")
	add("report.diff_why", "new_table", "new_column", "not_read_before", "found_now", "table_gone", "column_gone", "not_read_now", "copy_before", "copy_now", "not_found_now", "dismissed")
	add("report.criterion", incidentCriteria...)
	add("report.criterion_basis", incidentCriteria...)
	for _, b := range Bands {
		add("risk.band", string(b))
	}
	model, err := loadRiskModel()
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range model.Factors {
		add("risk.factor", w.Code)
	}
	return keys
}

// accessCodes are those that access.go gives its facts.
func accessCodes(t *testing.T) (codes []string) {
	t.Helper()
	data, err := os.ReadFile("access.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range regexp.MustCompile(`\badd\("([a-z_]+)"`).FindAllStringSubmatch(string(data), -1) {
		codes = append(codes, m[1])
	}
	if len(codes) < 12 {
		t.Errorf("only %d facts of access were seen: the test does not look where it should", len(codes))
	}
	return append(codes, "file", "hidden", "clear_credentials", "world_readable", "copies", "old_copy", "stale")
}

func TestEveryCodeHasItsWordsInEveryLanguage(t *testing.T) {
	for _, lang := range rules.Languages {
		w := words(t, lang)
		for _, key := range needed(t) {
			if !w.Has(key) || strings.TrimSpace(w.T(key)) == "" {
				t.Errorf("%s has no words for %s", lang, key)
			}
		}
	}
}

func TestLanguagesHaveTheSameKeysAndVerbs(t *testing.T) {
	first := words(t, rules.Languages[0])
	mine := regexp.MustCompile(`^(report|reason|advice|sheet|column|note|holder|protected|glossary|file_owner|access_tls|access_rows|state|method|mode|class|fci|kind|source|tls|dialect|risk)\.`)
	for _, lang := range rules.Languages[1:] {
		other := words(t, lang)
		for _, key := range append(first.Keys(), other.Keys()...) {
			if !mine.MatchString(key) {
				continue
			}
			if !first.Has(key) || !other.Has(key) {
				t.Errorf("%s is in one language only", key)
				continue
			}
			a, b := verb.FindAllString(first.T(key), -1), verb.FindAllString(other.T(key), -1)
			slices.Sort(a)
			slices.Sort(b)
			if !slices.Equal(a, b) {
				t.Errorf("%s has the verbs %v and %v", key, a, b)
			}
		}
	}
}

// Every key that the code of this package names is there.
func TestNoKeyIsMissing(t *testing.T) {
	w := words(t, rules.Languages[0])
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, path := range append(files, "page.html") {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range literal.FindAllStringSubmatch(string(data), -1) {
			if n++; strings.Contains(m[1], ".") && !w.Has(m[1]) {
				t.Errorf("%s says %q, which has no words", path, m[1])
			}
		}
		for _, m := range counted.FindAllStringSubmatch(string(data), -1) {
			if n++; !strings.HasSuffix(m[1], ".") && (!w.Has(m[1]+".one") || !w.Has(m[1]+".other")) {
				t.Errorf("%s counts %q, which has no words", path, m[1])
			}
		}
	}
	if n < 100 {
		t.Errorf("only %d keys were seen: the test does not look where it should", n)
	}
}

// No format shows a key in place of its words, or a verb that was not filled in.
func TestNoFormatShowsAKey(t *testing.T) {
	key := regexp.MustCompile(`\b(report|reason|advice|sheet|column|note|holder|protected|glossary|file_owner|access_tls|access_rows|state|method|mode|class|fci|kind|source|tls|dialect|risk)\.[a-z_]+\b`)
	for _, lang := range rules.Languages {
		inv := sample(t)
		texts := map[string]string{
			"md": string(write(t, "md", lang, inv)), "html": plain(t, write(t, "html", lang, inv)), "summary": string(summaryOf(t, lang, inv, SummaryOptions{})),
		}
		for cell, text := range workbookTexts(t, write(t, "xlsx", lang, inv)) {
			texts["xlsx"] += cell + " " + text + "\n"
		}
		for name, text := range texts {
			for _, bad := range append(key.FindAllString(text, -1), regexp.MustCompile(`%![a-zA-Z(]`).FindAllString(text, -1)...) {
				t.Errorf("%s in %s shows %q", name, lang, bad)
			}
		}
	}
}

// What people commonly get wrong about the law is nowhere said.
func TestTheLawIsSaidAsItIs(t *testing.T) {
	wrong := regexp.MustCompile(`(?i)Autoridade Nacional|prazo da LGPD|72 horas|2 dias úteis|por pessoa natural|gravíssim|anonimizad[oa]s? por hash`)
	for _, lang := range rules.Languages {
		w := words(t, lang)
		for _, key := range w.Keys() {
			text := w.T(key)
			if bad := wrong.FindString(text); bad != "" {
				t.Errorf("%s says %q", key, bad)
			}
			if strings.Contains(text, "alto risco") && !strings.Contains(text, "2/2022") && !strings.HasSuffix(key, ".term") {
				t.Errorf("%s speaks of alto risco without its resolution", key)
			}
		}
	}
	l, err := loadLaw()
	if err != nil {
		t.Fatal(err)
	}
	codes := map[string]bool{}
	for _, list := range [][]term{l.IDP, l.Bases.Common, l.Bases.Sensitive} {
		for _, entry := range list {
			if codes[entry.Code] {
				t.Errorf("%s is there twice", entry.Code)
			}
			codes[entry.Code] = true
			for _, lang := range rules.Languages {
				if entry.Words[lang] == "" {
					t.Errorf("%s has no words in %s", entry.Code, lang)
				}
			}
		}
	}
	for _, code := range []string{"7.1.1", "7.2.13", "7.4.8", "7.15.1", "8.1", "8.10", "art7-I", "art7-X", "art11-IIg"} {
		if !codes[code] {
			t.Errorf("%s is missing", code)
		}
	}
	if n := len(l.IDP); n != 64 {
		t.Errorf("the IDP has %d items", n)
	}
}
