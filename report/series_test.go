package report

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/datamapbr/datamap/scanner"
)

// inventoryOf has a table "nome, cpf" for each name; one with "*" is that of three files, of
// which the last cannot be read.
func inventoryOf(t *testing.T, names ...string) *Inventory {
	t.Helper()
	b := newBuilder()
	b.result.Sources = []scanner.SourceInfo{{Name: "pasta/", Kind: "folder"}}
	for _, name := range names {
		e := scanner.Entry{Source: "pasta/", Table: name, Kind: "file", State: scanner.Covered, Method: scanner.Whole, Rows: 20, Read: 20, Encoding: "utf-8"}
		if strings.Contains(name, "*") {
			part := func(n string, state scanner.State, rows int64, reasons ...scanner.Reason) scanner.Part {
				return scanner.Part{Name: strings.Replace(name, "*", n, 1), State: state, Rows: rows, Read: max(rows, 0), Reasons: reasons}
			}
			e.State, e.RowsEstimated = scanner.Partial, true
			e.Reasons = []scanner.Reason{{Code: "incomplete_parts", Count: 1}, {Code: "no_permission"}, {Code: "rule_over_budget", Detail: "x"}}
			e.Parts = []scanner.Part{part("01", scanner.Covered, 12), part("02", scanner.Covered, 8), part("03", scanner.NotRead, -1, scanner.Reason{Code: "no_permission"})}
		}
		b.table(e, col("nome", "", verdict("person_name", 0.99, "*** ***")), col("cpf", "", verdict("cpf", 0.99, "###.###.###-##")))
	}
	inv, err := Build(&b.result, sampleRules(), sampleRun())
	if err != nil {
		t.Fatal(err)
	}
	return inv
}

// Each file of a table is in the ledger, and what could not be read is said of the file.
func TestFilesOfATableAreInTheLedger(t *testing.T) {
	inv := inventoryOf(t, "dia *.csv", "outro.csv")
	if got := inv.Coverage; got.Listed != 4 || got.States[scanner.Covered] != 3 || got.States[scanner.NotRead] != 1 {
		t.Errorf("the objects are %+v", got)
	}
	columns := string(write(t, "csv", "en", inv))
	for _, want := range []string{"pasta/,,dia 01.csv,nome,1,,covered,yes,", "pasta/,,dia 02.csv,cpf,2,,covered,yes,", "pasta/,,outro.csv,cpf,"} {
		if !strings.Contains(columns, want) || strings.Count(columns, ".csv,cpf,") != 3 {
			t.Errorf("the column list is not of %q:\n%s", want, columns)
		}
	}
	f := openWorkbook(t, write(t, "xlsx", "en", inv))
	rows := must(f.GetRows(words(t, "en").T("sheet.coverage")))
	want := [][]string{ // object, kind, state
		{"dia *.csv", "3 files", "read in part"}, {"dia 01.csv", "part of dia *.csv", "read whole"}, {"dia 02.csv", "part of dia *.csv", "read whole"},
		{"dia 03.csv", "part of dia *.csv", "not read"}, {"outro.csv", "file", "read whole"},
	}
	var got [][]string
	for _, row := range rows {
		if i := slices.IndexFunc(row, func(cell string) bool { return strings.HasSuffix(cell, ".csv") }); i >= 0 {
			got = append(got, row[i:i+3])
		}
	}
	if !slices.EqualFunc(got, want, slices.Equal) {
		t.Errorf("the ledger is %q, want %q", got, want)
	}
	gaps := map[string]string{} // reasons by object
	for _, g := range inv.gapLines() {
		gaps[g.Table] = g.Reasons[0].Code
		if len(g.Reasons) != 1 {
			t.Errorf("%s has the reasons %v", g.Table, g.Reasons)
		}
	}
	if len(gaps) != 2 || gaps["dia 03.csv"] != "no_permission" || gaps["dia *.csv"] != "rule_over_budget" {
		t.Errorf("the gaps are %v", gaps)
	}
	for format, want := range map[string]string{
		"md": "`dia 03.csv`: not read", "sarif": "pasta/ dia 03.csv: not read", "html": "A table of 3 files, from dia 01.csv to dia 03.csv: 2 read whole, 1 not read.",
	} {
		if !strings.Contains(string(write(t, format, "en", inv)), want) {
			t.Errorf("%s does not say %q", format, want)
		}
	}
}

// A table that was read in part for no fault of its files is not covered.
func TestFilesOfATableReadInPart(t *testing.T) {
	table := &Table{Entry: scanner.Entry{State: scanner.Partial, Parts: []scanner.Part{{State: scanner.Covered}, {State: scanner.Listed}}}}
	if got := table.states(); !slices.Equal(got, []scanner.State{scanner.Partial, scanner.Listed}) {
		t.Errorf("the states of the files are %v", got)
	}
}

// One more file, or one less, is no change.
func TestCompareKnowsFilesOfATable(t *testing.T) {
	for _, tc := range []struct {
		before, after []string
		fresh, gone   int // columns
	}{
		{[]string{"dia *.csv"}, []string{"dia *.csv"}, 0, 0},
		{[]string{"dia 01.csv"}, []string{"dia *.csv"}, 0, 0},
		{[]string{"dia *.csv"}, []string{"dia 07.csv"}, 0, 0},
		{[]string{"dia 01.csv", "dia 02.csv", "dia 03.csv"}, []string{"dia *.csv"}, 0, 0},
		{[]string{"dia *.csv", "dia 09.csv"}, []string{"dia *.csv", "dia *.csv (2)"}, 0, 0},
		{[]string{"dia 01.csv"}, []string{"dia 01.csv", "dia *.csv"}, 2, 0}, // which is another layout
		{[]string{"dia 01.csv"}, []string{"dia 02.csv"}, 0, 0},              // taken for renamed
		{[]string{"noite 01.csv"}, []string{"noite 01.csv", "dia *.csv"}, 2, 0},
		{[]string{"folha 1.xlsx#folha 1"}, []string{"folha *.xlsx#folha *"}, 0, 0},
	} {
		c := Compare(inventoryOf(t, tc.before...), inventoryOf(t, tc.after...))
		if len(c.New) != tc.fresh || len(c.Gone) != tc.gone {
			t.Errorf("%q, then %q: %d new and %d gone columns", tc.before, tc.after, len(c.New), len(c.Gone))
		}
	}
}

// A file that is no longer read is named, also where others were not read before.
func TestCompareNamesFilesThatAreNotRead(t *testing.T) {
	before, after := inventoryOf(t, "dia *.csv"), inventoryOf(t, "dia *.csv")
	parts := after.Tables[0].Parts
	parts[1].State, parts[1].Reasons = scanner.Partial, []scanner.Reason{{Code: "damaged_file"}}
	parts[2].Name = "dia 04.csv"
	c := Compare(before, after)
	want := []CoverageChange{
		{Object: "pasta/dia 02.csv", Before: scanner.Covered, After: scanner.Partial, Reasons: parts[1].Reasons, Shrank: true},
		{Object: "pasta/dia 04.csv", After: scanner.NotRead, Reasons: parts[2].Reasons},
	}
	if !reflect.DeepEqual(c.Coverage, want) {
		t.Errorf("the coverage changes by %+v, want %+v", c.Coverage, want)
	}
	c = Compare(inventoryOf(t, "dia 03.csv"), before)
	if len(c.Coverage) != 2 || c.Coverage[0].Object != "pasta/dia *.csv" || !c.Coverage[1].Shrank || c.Coverage[1].Object != "pasta/dia 03.csv" {
		t.Errorf("the coverage changes by %+v", c.Coverage)
	}
}

// Answers follow a file into the table that it becomes a part of, and back.
func TestAnswersFollowFiles(t *testing.T) {
	answersOf := func(inv *Inventory, purposes ...string) Answers {
		a := Answers{ByID: map[string]Answer{}}
		for i, purpose := range purposes {
			at := &inv.Tables[i]
			a.ByID[at.Columns[1].ID] = Answer{ID: at.Columns[1].ID, Form: "inventory", Source: at.Source, Table: at.Entry.Table, Column: "cpf", Fields: map[string]string{"purpose": purpose}}
			a.ByID[at.id()] = Answer{ID: at.id(), Form: "operations", Source: at.Source, Table: at.Entry.Table, Fields: map[string]string{"activity": purpose}}
		}
		return a
	}
	for _, tc := range []struct {
		before, purposes, after []string
		want                    string // for the first table
		loose                   int
	}{
		{[]string{"dia 01.csv"}, []string{"notas"}, []string{"dia *.csv"}, "notas", 0},
		{[]string{"dia *.csv"}, []string{"notas"}, []string{"dia 09.csv"}, "notas", 0},
		{[]string{"dia *.csv"}, []string{"notas"}, []string{"dia *.csv", "dia *.csv (2)"}, "notas", 0},
		{[]string{"dia 01.csv", "dia 02.csv"}, []string{"notas", "notas"}, []string{"dia *.csv"}, "notas", 0},
		{[]string{"dia 01.csv", "dia 02.csv"}, []string{"notas", "contas"}, []string{"dia *.csv"}, "", 2}, // one of them, and neither is lost
		{[]string{"dia 01.csv"}, []string{"notas"}, []string{"dia 02.csv"}, "-", 0},                       // another table, perhaps
	} {
		after := inventoryOf(t, tc.after...)
		before := answersOf(inventoryOf(t, tc.before...), tc.purposes...)
		a := before.Follow(after)
		first := &after.Tables[0]
		got, activity := a.ByID[first.Columns[1].ID].Fields["purpose"], a.ByID[first.id()].Fields["activity"]
		switch {
		case tc.want == "-" && (got != "" || len(a.ByID) != len(before.ByID)),
			tc.want == "" && (got == "" || activity == ""),
			tc.want != "" && tc.want != "-" && (got != tc.want || activity != tc.want), len(a.Loose) != tc.loose:
			t.Errorf("%q, then %q: %q and %q, loose are %v", tc.before, tc.after, got, activity, a.Loose)
		}
	}
}
