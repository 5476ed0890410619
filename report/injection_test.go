package report

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/net/html"

	"github.com/datamapbr/datamap/rules"
	"github.com/datamapbr/datamap/scanner"
)

// payloads are texts that mean harm to some reader of a document.
var payloads = []string{
	`=HYPERLINK("http://mau.exemplo","clique")`, `=cmd|' /C calc'!A0`, `+1+1`, `-2+3`, `@SUM(A1)`, "\t=1+1", "\r=1+1", " =1+1", "'=1+1", "＝1+1",
	`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `</style></title><svg onload=alert(1)>`, `javascript:alert(1)`, `{{.Inventory}}`,
	"](http://mau.exemplo)", "![x](http://mau.exemplo/x.png)", "`` ` ``", "a|b\n| c |", "@todos #1", "<!-- x", "&lt;b&gt;", "# título", "$(calc)", "%s%d%!v",
	"\x1b]0;título\x07\x1b[2J", "\u202egnp.exe", "\u200b\ufeff", "lat\xedn", "_x000D_=1", "\"; DROP TABLE x; --", strings.Repeat("A", 40_000),
}

// hostile is an inventory in which head is every text of the configuration, and each
// body every text of a source and its server.
func hostile(t *testing.T, head string, bodies ...string) *Inventory {
	t.Helper()
	b := newBuilder()
	for _, payload := range bodies {
		b.hostile(payload)
	}
	run := sampleRun()
	run.Version = head
	run.Organization = Organization{Name: head, CNPJ: head, DPO: head}
	run.Settings = Settings{Seed: 1, Only: []string{head}, Exclude: []string{head}, Rules: &Rules{
		Types: []string{head}, Silences: []rules.Silence{{Type: "cpf", Columns: head, Author: head, Date: head, Reason: head}},
	}}
	inv, err := Build(&b.result, sampleRules(), run)
	if err != nil {
		t.Fatal(err)
	}
	before := *inv
	before.Tables = nil
	for i := range inv.Tables {
		if i%3 == 1 {
			before.Tables = append(before.Tables, inv.Tables[i])
		}
	}
	inv.Changes = Compare(&before, inv)
	return inv
}

// hostile adds a source.
func (b *builder) hostile(payload string) {
	b.result.Sources = append(b.result.Sources, scanner.SourceInfo{
		Name: payload, Kind: payload, Version: payload, User: payload, TLS: "none", TLSVersion: payload, TLSCipher: payload,
		Access: &scanner.Access{
			Encoding: payload, TLS: payload, Passwords: payload, FileMode: payload, Superuser: true, CanWrite: 1, Grants: []string{payload},
			Roles: []scanner.Role{{Name: payload, ReadsAll: payload, WritesAll: payload, MemberOf: []string{payload}}}, Refused: []scanner.Reason{{Code: payload, Detail: payload}},
		},
	})
	found := col(payload, payload, verdict("health", 0.9, "***"), inside("cpf", 0.9, "###"))
	found.FreeText, found.Contradicted, found.Placeholders, found.Destroyed = true, "email", 3, 2
	found.Types[0].Evidence = []scanner.Evidence{{Kind: payload, Detail: payload}}
	found.Comment = payload
	key := col(payload+" 2", payload, verdict("cpf", 0.9, "###########"))
	key.Types[0].Matched, key.Types[0].Valid = 90, 80
	odd := col(payload+" 3", payload, scanner.TypeVerdict{Type: payload, Mode: scanner.WholeValue, Confidence: 0.9})
	odd.Silenced = []scanner.Silenced{{Type: "cpf", Mode: scanner.WholeValue}}
	file := &scanner.File{Size: 9, Year: 2020, Mode: payload, Owner: payload, Open: true}
	b.table(scanner.Entry{Source: payload, Schema: payload, Table: payload, Kind: payload, State: scanner.Covered, Method: scanner.Whole, Rows: 100, Read: 100, Encoding: payload, Dialect: payload, Hidden: true, File: file,
		Notes: []scanner.Reason{{Code: payload, Detail: payload}}}, found, key, odd)
	b.table(scanner.Entry{Source: payload, Schema: payload, Table: payload + " 2", Kind: payload, State: scanner.NotRead, Rows: -1, Reasons: []scanner.Reason{{Code: payload, Detail: payload}}})
	b.table(scanner.Entry{Source: payload, Table: payload + " 3", Kind: "table", State: scanner.Covered, Method: scanner.Whole, Rows: 100, Read: 100}, col(payload, "", verdict("cpf", 0.9, "###########")))
	first := &b.result.Tables[len(b.result.Tables)-3]
	first.Holders, first.Comment = []string{payload}, payload
	first.Access = &scanner.TableAccess{Owner: payload, RowSecurity: payload, Grants: []scanner.Grant{
		{Role: payload, Rights: []string{"select", "update"}, Columns: []string{payload}}, {Role: everybody, Rights: []string{"select"}},
	}}
}

// everyFormat writes an inventory, and its changes, in every format.
func everyFormat(t *testing.T, inv *Inventory) map[string][]byte {
	t.Helper()
	all := map[string][]byte{"summary": summaryOf(t, "pt-BR", inv, SummaryOptions{Width: 80})}
	for _, f := range Formats {
		all[f.Name] = write(t, f.Name, "pt-BR", inv)
	}
	var b bytes.Buffer
	if err := CSVExcel.Write(&b, inv, words(t, "pt-BR"), sampleRules()); err != nil {
		t.Fatal(err)
	}
	all["csv-excel"] = b.Bytes()
	for _, f := range ChangesFormats {
		var b bytes.Buffer
		if err := f.Write(&b, inv.Changes, words(t, "pt-BR"), sampleRules()); err != nil {
			t.Fatal(err)
		}
		all["changes "+f.Name] = b.Bytes()
	}
	return all
}

// answersOf are answers, and places of theirs, that are these texts; what no YAML can
// hold is left out.
func answersOf(texts []string) Answers {
	a := Answers{ByID: map[string]Answer{}, Extra: map[string][]string{"inventory": {}}}
	for i, text := range texts {
		if !utf8.ValidString(text) {
			continue
		}
		id := fmt.Sprintf("%016x", i)
		a.ByID[id] = Answer{
			ID: id, Form: "inventory", Source: text, Schema: text, Table: text, Column: text,
			Fields: map[string]string{"purpose": text, "notes": text + "\nmais\n", "+" + text: text},
		}
		a.Extra["inventory"] = append(a.Extra["inventory"], text)
	}
	return a
}

// Answers as YAML are what they were, and nothing of them acts on the terminal.
func TestAnswersAsYAMLAreHarmless(t *testing.T) {
	said := answersOf(append(slices.Clone(payloads), "- a: b", "? x", "&a *a !!int", "---\n...", "~", "null", "\U000e0041\u2028"))
	var b bytes.Buffer
	if err := WriteAnswers(&b, said); err != nil {
		t.Fatal(err)
	}
	for _, r := range b.String() {
		if r != '\n' && hidden(r) {
			t.Errorf("it holds %U", r)
		}
	}
	back, err := ReadAnswersYAML(&b)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(back, said) {
		t.Errorf("read back %+v", back)
	}
}

// isFormula reports whether a spreadsheet takes a cell for a formula (CWE-1236).
func isFormula(cell string) bool {
	return cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0]))
}

var escapedMark = regexp.MustCompile(`\\[^0-9A-Za-z \n|]`)

var fences = regexp.MustCompile("`+")

// withoutCode takes the code spans out of a line of Markdown: a run of backticks
// opens one that the next run of the same length closes.
func withoutCode(line string) string {
	var rest strings.Builder
	for {
		open := fences.FindStringIndex(line)
		if open == nil {
			return rest.String() + line
		}
		rest.WriteString(line[:open[0]])
		fence := line[open[0]:open[1]]
		line = line[open[1]:]
		closed := false
		for _, at := range fences.FindAllStringIndex(line, -1) {
			if line[at[0]:at[1]] == fence {
				line, closed = line[at[1]:], true
				break
			}
		}
		if !closed {
			rest.WriteString(fence)
		}
	}
}

// No text of a source means anything to the program that shows it, in any format.
func TestNothingIsInjected(t *testing.T) {
	check := func(name string, inv *Inventory) {
		for format, data := range everyFormat(t, inv) {
			where := name + " in " + format
			switch {
			case strings.HasSuffix(format, "xlsx"):
				for cell, text := range workbookTexts(t, data) {
					if isFormula(text) {
						t.Errorf("%s: %s is the formula %.40q", where, cell, text)
					}
				}
				continue
			case strings.HasPrefix(format, "csv"):
				r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
				if format == "csv-excel" {
					r.Comma = ';'
				}
				rows, err := r.ReadAll()
				if err != nil {
					t.Errorf("%s: %v", where, err)
				}
				for _, row := range rows {
					if i := slices.IndexFunc(row, isFormula); i >= 0 {
						t.Errorf("%s: the formula %.40q", where, row[i])
					}
				}
			case strings.HasSuffix(format, "html"):
				harmless(t, where, data)
			case strings.HasSuffix(format, "md"):
				plainMarkdown(t, where, strings.TrimPrefix(string(data), markdownMark))
			case strings.HasSuffix(format, "json"), format == "sarif":
				if !json.Valid(data) {
					t.Errorf("%s: it is not JSON", where)
				}
			}
			for _, r := range strings.TrimPrefix(string(data), "\ufeff") {
				if r != '\n' && !(r == '\r' && format == "csv-excel") && hidden(r) {
					t.Errorf("%s: it holds %U", where, r)
					break
				}
			}
		}
	}
	check("sources", hostile(t, "datamap", payloads...))
	for _, payload := range payloads[:12] { // one of each kind
		check(fmt.Sprintf("%.20q", payload), hostile(t, payload))
	}
}

// harmless wants a page with no element or attribute that does anything.
func harmless(t *testing.T, where string, data []byte) {
	t.Helper()
	doc, err := html.Parse(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	for n := range doc.Descendants() {
		if n.Type == html.CommentNode {
			t.Errorf("%s: a comment", where)
		}
		if n.Type != html.ElementNode {
			continue
		}
		if slices.Contains([]string{"script", "img", "iframe", "object", "embed", "link", "base", "form", "a", "video", "audio", "use", "image"}, n.Data) {
			t.Errorf("%s: a <%s>", where, n.Data)
		}
		for _, a := range n.Attr {
			if strings.HasPrefix(a.Key, "on") || slices.Contains([]string{"href", "src", "style", "srcset", "action", "formaction"}, a.Key) {
				t.Errorf("%s: %s=%.40q on a <%s>", where, a.Key, a.Val, n.Data)
			}
		}
		if n.Data == "style" && strings.Contains(n.FirstChild.Data, "mau.exemplo") {
			t.Errorf("%s: its style holds a name", where)
		}
	}
}

// plainMarkdown wants no HTML, link, picture or mention outside code.
func plainMarkdown(t *testing.T, where, text string) {
	t.Helper()
	var all strings.Builder
	for line := range strings.Lines(text) {
		all.WriteString(escapedMark.ReplaceAllString(withoutCode(line), ""))
	}
	rest := all.String()
	for _, bad := range []string{"<", "](", "@"} {
		if i := strings.Index(rest, bad); i >= 0 {
			t.Errorf("%s: %q in %.60q", where, bad, rest[max(0, i-20):])
		}
	}
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "# ") && !strings.HasPrefix(line, "# Invent") && !strings.HasPrefix(line, "# O que mudou") {
			t.Errorf("%s: the heading %.40q", where, line)
		}
	}
}

// libreOffice has LibreOffice write a workbook anew in a folder and a format.
func libreOffice(t *testing.T, path, folder, format string) {
	t.Helper()
	if testing.Short() {
		t.Skip("needs LibreOffice; -short is the part without other programs")
	}
	profile := "-env:UserInstallation=file://" + filepath.ToSlash(t.TempDir())
	if out, err := exec.Command("soffice", profile, "--headless", "--convert-to", format, "--outdir", folder, path).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
}

// What LibreOffice makes of the workbook, each sheet saved as CSV, is no formula either.
func TestLibreOfficeMakesNoFormula(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "todos.xlsx")
	if err := os.WriteFile(path, write(t, "xlsx", "pt-BR", hostile(t, payloads[0], payloads...)), 0o600); err != nil {
		t.Fatal(err)
	}
	libreOffice(t, path, dir, "csv:Text - txt - csv (StarCalc):59,34,76,1,,0,false,true,false,false,false,-1")
	lists, err := filepath.Glob(filepath.Join(dir, "todos-*.csv"))
	if err != nil {
		t.Fatal(err)
	}
	if want := 13; len(lists) < want { // one for each sheet, those that people do not see included
		t.Fatalf("LibreOffice made %d lists, not %d", len(lists), want)
	}
	for _, path := range lists {
		f, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		r := csv.NewReader(f)
		r.Comma, r.FieldsPerRecord = ';', -1
		rows, err := r.ReadAll()
		f.Close()
		if err != nil {
			t.Errorf("%s: %v", filepath.Base(path), err)
		}
		for _, row := range rows {
			if i := slices.IndexFunc(row, isFormula); i >= 0 {
				t.Errorf("%s: the formula %.40q", filepath.Base(path), row[i])
			}
		}
	}
}
