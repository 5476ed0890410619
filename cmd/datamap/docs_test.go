package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/datamapbr/datamap/report"
	"github.com/datamapbr/datamap/rules"
)

// docOf reads a page of docs.
func docOf(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("../../docs", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// The page about rule files names every key, and its files are right: they are
// checked, and do in a scan what the page says.
func TestDocsOfRules(t *testing.T) {
	page := docOf(t, "rules.md")
	for _, typ := range []reflect.Type{reflect.TypeFor[rules.Rule](), reflect.TypeFor[rules.Form](), reflect.TypeFor[rules.TextForm](),
		reflect.TypeFor[rules.RuleFile](), reflect.TypeFor[rules.Extension](), reflect.TypeFor[rules.Silence](), reflect.TypeFor[rules.Ignored]()} {
		for f := range typ.Fields() {
			key := f.Tag.Get("yaml")
			if key != "" && key != "-" && key != ",inline" && !strings.Contains(page, "`"+key+"`") {
				t.Errorf("rules.md does not name the key %s of a %s", key, typ.Name())
			}
		}
	}
	for _, class := range rules.Classes {
		if !strings.Contains(page, "`"+class+"`") {
			t.Errorf("rules.md does not name the class %s", class)
		}
	}
	t.Chdir(t.TempDir())
	files := map[string]string{"dados/pedidos.csv": "codigo,nr_ident_socio,canal,portaria\n"}
	for i := range 8 {
		files["dados/pedidos.csv"] += fmt.Sprintf("52998224725,,contato@auroraloja.com.br,CR-10423%d\n", i)
	}
	for _, block := range regexp.MustCompile("(?s)```yaml\n# (\\S+)\n(.*?)```").FindAllStringSubmatch(page, -1) {
		files[block[1]] = block[2]
	}
	var paths []string
	for path, text := range files {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(path, "regras/") {
			paths = append(paths, path)
		}
	}
	if len(paths) != 2 {
		t.Fatalf("rules.md has the rule files %v", paths)
	}
	datamap := func(args ...string) string {
		var stdout, stderr bytes.Buffer
		if code := run(t.Context(), args, strings.NewReader(""), &stdout, &stderr, func(string) (string, bool) { return "", false }); code != exitDone {
			t.Fatalf("%v: exit code %d: %s", args, code, stderr.String())
		}
		return stdout.String()
	}
	datamap(append([]string{"rules", "check"}, paths...)...)
	found := datamap("scan", "--format", "csv", "-q")
	for _, line := range []string{"codigo,1,,covered,no,no,,", "nr_ident_socio,2,,covered,yes,no,cpf,", "canal,3,,covered,no,no,,", "portaria,4,,covered,yes,no,cracha,"} {
		if !strings.Contains(found, "pedidos.csv,"+line) {
			t.Errorf("the scan does not say %q:\n%s", line, found)
		}
	}
}

// The table of types is what the catalogue says.
func TestGoldenTypes(t *testing.T) {
	all, err := rules.Load()
	if err != nil {
		t.Fatal(err)
	}
	learned, err := rules.LoadLearned()
	if err != nil {
		t.Fatal(err)
	}
	w := words(t, "en")
	var b strings.Builder
	fmt.Fprintf(&b, "# Types of data\n\nThe %d types that datamap tells apart, from the files in `rules/types`. How to write one: [rules.md](rules.md).\n\n", len(all))
	b.WriteString("Decided by: `check`, arithmetic or a dictionary that values must pass; `form`, the shape of the values; `list`, a list of values;\n" +
		"`name`, the name of the column; `text`, also found inside free text; `company`, what stands around it.\n\n")
	b.WriteString("| type | in Portuguese | in English | class | IDP | provision | decided by |\n|---|---|---|---|---|---|---|\n")
	for i := range all {
		r := &all[i]
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s | %s | %s |\n", r.ID, r.Words["pt-BR"].Name, r.Words["en"].Name,
			w.T("class."+r.Class), r.IDP, report.Article(w, r.Class, r.Article), decided(r, learned))
	}
	if *update {
		if err := os.WriteFile("../../docs/types.md", []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if docOf(t, "types.md") != b.String() {
		t.Error("docs/types.md is not what the rules say; run the tests with -update")
	}
}

// decided is how a type is decided.
func decided(r *rules.Rule, learned *rules.Learned) string {
	var how []string
	add := func(word string, is bool) {
		if is && !strings.Contains(strings.Join(how, " "), word) {
			how = append(how, word)
		}
	}
	for _, f := range r.Forms {
		add("check `"+r.Check+"`", !f.Weak && f.Check == "" && r.Check != "")
		add("check `"+f.Check+"`", f.Check != "")
		add("list", f.Listed())
		add("form", !f.Weak && f.Pattern != "" && f.Check == "" && r.Check == "")
	}
	add("name", len(r.Names)+len(r.Borrows) > 0)
	add("text", len(r.Text) > 0)
	add("company", slices.ContainsFunc(learned.Types, func(l rules.LearnedType) bool { return l.Type == r.ID }))
	return strings.Join(how, ", ")
}
