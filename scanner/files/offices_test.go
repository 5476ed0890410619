package files

import (
	"bytes"
	"cmp"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/datamapbr/datamap/detectors"
	"github.com/datamapbr/datamap/scanner"
)

var update = flag.Bool("update", false, "write the files of testdata/sources/offices anew")

// officesFolder holds the files as they are in Brazilian offices, and beside
// each what is in it.
const officesFolder = "../../testdata/sources/offices"

// An office is a file as offices have it. The generator knows what it writes:
// what is wanted does not come from the reader.
type office struct {
	name, about string
	data        []byte
	option      string // encoding that the user names
	keyed       bool   // the format names the columns, not a header
	tables      []officeTable
}

// An officeTable is what is wanted of one table.
type officeTable struct {
	Name     string     `json:"name,omitempty"` // of a sheet, behind the file's
	State    string     `json:"state,omitempty"`
	Reason   string     `json:"reason,omitempty"`
	Encoding string     `json:"encoding,omitempty"`
	Dialect  string     `json:"dialect,omitempty"`
	Header   int        `json:"header"` // record that is the header, from 1; 0 when there is none
	Hidden   bool       `json:"hidden,omitempty"`
	Gaps     []string   `json:"gaps,omitempty"`
	Notes    []string   `json:"notes,omitempty"`
	Columns  []string   `json:"columns"`
	Rows     [][]string `json:"rows"` // "∅" for a cell that is not there
}

// expectation is what stands beside a file.
type expectation struct {
	About  string        `json:"about"`
	Option string        `json:"option,omitempty"`
	Tables []officeTable `json:"tables"`
}

// bytes writes the expectation with a row on a line.
func (e expectation) bytes(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	must(t, enc.Encode(e))
	text := regexp.MustCompile(`\n {4,5}"`).ReplaceAll(b.Bytes(), []byte(` "`))
	text = regexp.MustCompile(`\n {3,4}\]`).ReplaceAll(text, []byte("]"))
	return bytes.ReplaceAll(text, []byte("[ "), []byte("["))
}

// catalogOf compiles the built-in rules.
func catalogOf(t testing.TB) *detectors.Catalog {
	t.Helper()
	catalog, err := detectors.Builtin()
	must(t, err)
	return catalog
}

// TestOffices reads every file of the folder and compares all that is read with
// what was written into it. With -update the files are written first.
func TestOffices(t *testing.T) {
	all := offices(t)
	if len(all) < 120 {
		t.Errorf("%d files, want at least 120", len(all))
	}
	catalog := catalogOf(t)
	known := map[string]bool{}
	for _, o := range all {
		want := expectation{o.about, o.option, o.tables}
		path := filepath.Join(officesFolder, o.name)
		if known[o.name] {
			t.Errorf("%s is made twice", o.name)
		}
		known[o.name], known[o.name+".json"] = true, true
		if *update {
			must(t, os.WriteFile(path, o.data, 0o644), os.WriteFile(path+".json", want.bytes(t), 0o644))
		}
		t.Run(o.name, func(t *testing.T) {
			data, err := os.ReadFile(path)
			must(t, err)
			beside, err := os.ReadFile(path + ".json")
			must(t, err)
			if !bytes.Equal(data, o.data) || !bytes.Equal(beside, want.bytes(t)) {
				t.Error("the file is not what the generator makes; run with -update and look at the difference")
			}
			got := readPath(t, path, Options{IsData: catalog.IsData, Is: catalog.Is, Encoding: o.option}, scanner.Sample{})
			compareOffice(t, o, got)
		})
	}
	entries, err := os.ReadDir(officesFolder)
	must(t, err)
	for _, e := range entries {
		if !known[e.Name()] {
			t.Errorf("%s is made by nobody", e.Name())
		}
	}
}

// compareOffice holds what was read against what is wanted.
func compareOffice(t *testing.T, o office, got []reading) {
	t.Helper()
	if len(got) != len(o.tables) {
		t.Fatalf("%d tables, want %d: %q", len(got), len(o.tables), states(got))
	}
	for i, want := range o.tables {
		have := got[i]
		is := officeTable{
			Name: strings.TrimPrefix(strings.TrimPrefix(have.table.Name, o.name), "#"), State: want.State, Encoding: have.facts.Encoding, Dialect: have.facts.Dialect,
			Header: want.Header, Hidden: have.table.Hidden, Gaps: codes(have.facts.Gaps), Notes: codes(have.facts.Notes), Columns: have.names, Rows: have.rows,
		}
		switch {
		case have.table.State != "":
			is.State, is.Reason = string(have.table.State), have.table.Reason.Code
		case have.err != nil:
			is.State, is.Reason = string(scanner.Partial), scanner.ReasonOf(have.err).Code
		case len(is.Gaps) > 0:
			is.State = string(scanner.Partial)
		default:
			is.State = ""
		}
		if headed := slices.ContainsFunc(have.names, func(n string) bool { return !strings.HasPrefix(n, "coluna ") }); headed != (want.Header > 0) && !o.keyed {
			is.Header = -1
		}
		if !reflect.DeepEqual(is, want) {
			a, _ := json.Marshal(is)
			b, _ := json.Marshal(want)
			t.Errorf("%s:\n%s\nwant\n%s", want.Name, a, b)
		}
		if want.State == "" && have.facts.Rows != int64(len(have.rows)) {
			t.Errorf("%s: says %d rows of %d", want.Name, have.facts.Rows, len(have.rows))
		}
	}
}

// TestOfficesInDocs: the page on files lists every file of the folder.
func TestOfficesInDocs(t *testing.T) {
	const page = "../../docs/files.md"
	const begin, end = "<!-- offices -->\n", "<!-- /offices -->"
	var table strings.Builder
	table.WriteString("| file | what is odd about it | read as |\n|---|---|---|\n")
	for _, o := range offices(t) {
		fmt.Fprintf(&table, "| `%s` | %s | %s |\n", o.name, o.about, o.reads())
	}
	text, err := os.ReadFile(page)
	must(t, err)
	before, rest, ok := strings.Cut(string(text), begin)
	old, after, closed := strings.Cut(rest, end)
	if !ok || !closed {
		t.Fatalf("%s has no place for the table", page)
	}
	if *update {
		must(t, os.WriteFile(page, []byte(before+begin+table.String()+end+after), 0o644))
	} else if old != table.String() {
		t.Error("the table is not that of the files; run with -update")
	}
}

// reads says in a few words how a file is read.
func (o office) reads() string {
	var parts []string
	for _, t := range o.tables {
		var words []string
		if len(o.tables) > 1 {
			words = append(words, cmp.Or(t.Name, "the file itself")+":")
		}
		if t.State != "" {
			words = append(words, t.State)
		}
		if t.Reason != "" {
			words = append(words, "("+t.Reason+")")
		}
		if t.Columns != nil {
			words = append(words, fmt.Sprintf("%d × %d", len(t.Rows), len(t.Columns)))
		}
		for _, w := range []string{t.Encoding, t.Dialect} {
			if w != "" {
				words = append(words, w)
			}
		}
		if t.Columns != nil {
			words = append(words, map[bool]string{true: "header " + fmt.Sprint(t.Header), false: "no header"}[t.Header > 0])
		}
		if t.Hidden {
			words = append(words, "hidden")
		}
		for _, c := range append(slices.Clone(t.Gaps), t.Notes...) {
			words = append(words, "`"+c+"`")
		}
		parts = append(parts, strings.Join(words, " "))
	}
	return strings.Join(parts, "; ")
}
