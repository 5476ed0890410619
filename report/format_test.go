package report

import (
	"bytes"
	"encoding/csv"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"

	"github.com/datamapbr/datamap/rules"
	"github.com/datamapbr/datamap/scanner"
)

func TestGoldens(t *testing.T) {
	inv := sample(t)
	golden(t, "amostra.csv", write(t, "csv", "en", inv))
	var excel bytes.Buffer
	if err := CSVExcel.Write(&excel, inv, words(t, "pt-BR"), sampleRules()); err != nil {
		t.Fatal(err)
	}
	golden(t, "amostra.excel.csv", excel.Bytes())
	for _, lang := range rules.Languages {
		golden(t, "amostra."+lang+".md", write(t, "md", lang, inv))
		golden(t, "amostra."+lang+".html", write(t, "html", lang, inv))
		golden(t, "amostra."+lang+".sarif", write(t, "sarif", lang, inv))
		golden(t, "amostra."+lang+".txt", summaryOf(t, lang, inv, SummaryOptions{Width: 80}))
	}
	golden(t, "amostra.pt-BR.ansi", summaryOf(t, "pt-BR", inv, SummaryOptions{Color: true, Width: 100}))
}

func summaryOf(t *testing.T, lang string, inv *Inventory, opt SummaryOptions) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := WriteSummary(&b, inv, words(t, lang), sampleRules(), opt); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestEveryFormatIsTheSameTwice(t *testing.T) {
	inv := sample(t)
	for _, f := range Formats {
		for _, lang := range rules.Languages {
			first := write(t, f.Name, lang, inv)
			for range 4 {
				if !bytes.Equal(first, write(t, f.Name, lang, inv)) {
					t.Fatalf("%s in %s differs between two runs", f.Name, lang)
				}
			}
		}
	}
}

func TestFormatOf(t *testing.T) {
	for path, want := range map[string]string{"a.XLSX": "xlsx", "dir.csv/x.json": "json", "x.md": "md", "x.sarif": "sarif", "b.html": "html", "b.csv": "csv"} {
		if f, ok := FormatOf(path); !ok || f.Name != want {
			t.Errorf("%s is %q", path, f.Name)
		}
	}
	for _, path := range []string{"x", "x.pdf", "x.xls", ".", "", "html"} {
		if f, ok := FormatOf(path); ok {
			t.Errorf("%q is taken for %q", path, f.Name)
		}
	}
}

func TestShown(t *testing.T) {
	for in, want := range map[string]string{
		"coração ção 日本 مرحبا": "coração ção 日本 مرحبا",
		"a\x1b[31mb":           `a\u001b[31mb`,
		"\u202egnp.exe":        `\u202egnp.exe`,
		"a\u200b\ufeffb":       `a\u200b\ufeffb`,
		"a\nb\r\tc":            `a\u000ab\u000d\u0009c`,
		"\x9b":                 `\x9b`,
		"\u009b":               `\u009b`,
		"lat\xedn":             `lat\xedn`,
		"\U000e0041":           `\U000e0041`,
		"\ufffe\u2028\u3164":   `\ufffe\u2028\u3164`,
		"\u00ad":               `\u00ad`,
		"":                     "",
	} {
		if got := Shown(in); got != want {
			t.Errorf("Shown(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzShown(f *testing.F) {
	for _, s := range []string{"cpf", "\x1b]0;x\x07", "\u202e", "\xff\xfe", "\U000e0001", "a\u0301"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := Shown(s)
		if !utf8.ValidString(got) {
			t.Fatalf("Shown(%q) is not UTF-8", s)
		}
		for _, r := range got {
			if unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) {
				t.Fatalf("Shown(%q) holds %U", s, r)
			}
		}
		if Shown(got) != got {
			t.Fatalf("Shown(%q) is not stable", s)
		}
	})
}

// No text of a source reaches a reader as it must not, in any format.
func TestNothingHiddenIsWritten(t *testing.T) {
	inv := sample(t)
	check := func(name string, data []byte) {
		t.Helper()
		if !utf8.Valid(data) {
			t.Errorf("%s is not UTF-8", name)
		}
		for _, r := range string(data) {
			if r != '\n' && hidden(r) {
				t.Errorf("%s holds %U", name, r)
				return
			}
		}
	}
	for _, lang := range rules.Languages {
		for _, name := range []string{"json", "csv", "md", "html", "sarif"} {
			check(name, write(t, name, lang, inv))
		}
		check("summary", summaryOf(t, lang, inv, SummaryOptions{Width: 80}))
		for cell, text := range workbookTexts(t, write(t, "xlsx", lang, inv)) {
			check("xlsx "+cell, []byte(text))
		}
	}
}

func TestColumnsAreReadBack(t *testing.T) {
	inv := sample(t)
	data := write(t, "csv", "pt-BR", inv)
	rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	const header = "source,schema,table,column,position,data_type,state,personal,sensitive,types,confidence,risk,rows,read,filled,distinct,matched,valid,alternatives"
	if !bytes.HasPrefix(data, []byte(header+"\n")) {
		t.Errorf("the header is %q", rows[0])
	}
	want, personal := 0, 0
	for _, table := range inv.Tables {
		if table.State != scanner.Listed && table.State != scanner.Excluded {
			want += len(table.Columns)
		}
	}
	for _, row := range rows[1:] {
		if row[7] == "yes" {
			personal++
		}
		for _, cell := range row {
			if isFormula(cell) {
				t.Errorf("the cell %q is a formula to a spreadsheet", cell)
			}
		}
		if !slices.Contains([]string{"covered", "sampled", "partial", "not_read"}, row[6]) {
			t.Errorf("state %q", row[6])
		}
		if (row[7] == "yes") != (row[11] != "") {
			t.Errorf("%s: personal %s, risk %q", row[3], row[7], row[11])
		}
	}
	if len(rows)-1 != want || personal != inv.Findings.PersonalColumns {
		t.Errorf("%d rows and %d personal, want %d and %d", len(rows)-1, personal, want, inv.Findings.PersonalColumns)
	}
}

var numbers = regexp.MustCompile(`\d+`)

// Every format for people says the same coverage and the same totals.
func TestFormatsAgreeOnTheTotals(t *testing.T) {
	inv := sample(t)
	p, err := newPhrases(inv, words(t, "pt-BR"), sampleRules())
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{
		"md": string(write(t, "md", "pt-BR", inv)), "html": plain(t, write(t, "html", "pt-BR", inv)),
		"summary": strings.Join(strings.Fields(string(summaryOf(t, "pt-BR", inv, SummaryOptions{}))), " "),
	}
	var cells []string
	for _, text := range workbookTexts(t, write(t, "xlsx", "pt-BR", inv)) {
		cells = append(cells, text)
	}
	texts["xlsx"] = strings.Join(cells, " ")
	for name, text := range texts {
		for _, want := range append(p.Headline(), p.Coverage(), p.States()) {
			if !strings.Contains(text, want) {
				t.Errorf("%s does not say %q", name, want)
			}
		}
	}
	if got := numbers.FindAllString(p.Coverage(), -1); !slices.Equal(got, []string{"7", "14"}) {
		t.Errorf("coverage is %v", got)
	}
}

// plain is the text of a page, that of its pictures included.
func plain(t *testing.T, data []byte) string {
	t.Helper()
	doc, err := html.Parse(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	var parts []string
	for n := range doc.Descendants() {
		if n.Type == html.TextNode {
			parts = append(parts, n.Data)
		}
		for _, a := range n.Attr {
			if a.Key == "aria-label" {
				parts = append(parts, a.Val)
			}
		}
	}
	return strings.Join(strings.Fields(strings.Join(parts, " ")), " ")
}

// The page runs nothing, loads nothing, and names its parts for those who do not see it.
func TestPageIsHarmlessAndAccessible(t *testing.T) {
	for _, lang := range rules.Languages {
		doc, err := html.Parse(bytes.NewReader(write(t, "html", lang, sample(t))))
		if err != nil {
			t.Fatal(err)
		}
		allowed := strings.Fields("html head meta title style body header main section footer div p h1 h2 h3 table thead tbody tr th td ul li b br span bdi svg rect dl dt dd details summary fieldset legend label input select option g text")
		level, policy := 0, ""
		ids := map[string]bool{}
		var labels []string
		for n := range doc.Descendants() {
			if n.Type != html.ElementNode {
				continue
			}
			if !slices.Contains(allowed, n.Data) {
				t.Errorf("the page has a <%s>", n.Data)
			}
			for _, a := range n.Attr {
				switch {
				case strings.HasPrefix(a.Key, "on") || a.Key == "href" || a.Key == "src":
					t.Errorf("<%s> has %s=%q", n.Data, a.Key, a.Val)
				case a.Key == "id":
					if ids[a.Val] {
						t.Errorf("id %q is there twice", a.Val)
					}
					ids[a.Val] = true
				case a.Key == "aria-labelledby":
					labels = append(labels, a.Val)
				case a.Key == "lang" && n.Data == "html" && a.Val != lang:
					t.Errorf("the page's language is %q", a.Val)
				case a.Key == "content" && strings.Contains(a.Val, "default-src"):
					policy = a.Val
				}
			}
			switch n.Data {
			case "h1", "h2", "h3":
				now := int(n.Data[1] - '0')
				if now > level+1 {
					t.Errorf("a heading %d follows one of %d", now, level)
				}
				level = now
			case "th":
				if !slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == "scope" }) {
					t.Error("a <th> has no scope")
				}
			case "svg":
				if !slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == "aria-label" || a.Key == "aria-hidden" }) {
					t.Error("an <svg> has no label")
				}
			}
		}
		for _, id := range labels {
			if !ids[id] {
				t.Errorf("nothing has the id %q", id)
			}
		}
		if policy != "default-src 'none'; style-src 'unsafe-inline'" {
			t.Errorf("the policy is %q", policy)
		}
		if text := plain(t, write(t, "html", lang, sample(t))); !strings.Contains(text, "<script>alert(1)</script>") || !strings.Contains(text, `\u202egnp.exe`) {
			t.Error("a name that means harm is not shown as text")
		}
	}
}

func TestSummaryFits(t *testing.T) {
	inv := sample(t)
	inv.Tables[0].Columns[1].Name = strings.Repeat("comprido_", 40)
	inv.Tables[0].Entry.Table = strings.Repeat("tabela", 50)
	for _, lang := range rules.Languages {
		for _, width := range []int{60, 80, 100, 120} {
			for line := range strings.Lines(string(summaryOf(t, lang, inv, SummaryOptions{Width: width}))) {
				if n := utf8.RuneCountInString(strings.TrimRight(line, "\n")); n > width {
					t.Errorf("%s at %d: a line of %d characters: %s", lang, width, n, line)
				}
			}
		}
	}
	plain := summaryOf(t, "pt-BR", inv, SummaryOptions{Width: 80})
	colored := summaryOf(t, "pt-BR", inv, SummaryOptions{Width: 80, Color: true})
	if !bytes.Equal(plain, regexp.MustCompile("\x1b\\[[0-9;]*m").ReplaceAll(colored, nil)) {
		t.Error("colour changes more than the colour")
	}
}

func TestCut(t *testing.T) {
	for _, c := range []struct {
		text  string
		width int
		want  string
	}{{"ação", 4, "ação"}, {"ação", 3, "aç…"}, {"", 3, ""}, {"ab", 1, "…"}} {
		if got := Cut(c.text, c.width); got != c.want {
			t.Errorf("Cut(%q, %d) is %q, want %q", c.text, c.width, got, c.want)
		}
	}
}

// Markdown shows a name only inside a code span.
func TestMarkdownCode(t *testing.T) {
	for in, want := range map[string]string{
		"cpf": "`cpf`", "a|b": "`a\\|b`", "a`b": "`` a`b ``", "``": "``` `` ```", "": "", " x": "`  x `", "<b>": "`<b>`",
	} {
		if got := code(in); got != want {
			t.Errorf("code(%q) = %q, want %q", in, got, want)
		}
	}
}
