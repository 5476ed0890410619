package report

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/datamapbr/datamap/rules"
	"github.com/datamapbr/datamap/scanner"
)

// laterSample is the sample some time after: tables and columns have come and gone,
// were read otherwise, and are taken for something else.
func laterSample(t *testing.T) *Inventory {
	t.Helper()
	res := sampleResult()
	b := newBuilder()
	b.result = *res
	for i := range b.result.Tables {
		switch table := &b.result.Tables[i]; table.Table {
		case "clientes":
			table.Columns = slices.DeleteFunc(table.Columns, func(c scanner.ColumnResult) bool { return c.Name == "celular" })
			table.Columns[2].Types[0].Type = "pis"
			for j := range table.Columns {
				if c := &table.Columns[j]; c.Name == "nascimento" {
					c.Name, c.ID = "data_nascimento", c.ID+"x"
				}
			}
		case "rh/funcionarios.csv":
			table.State, table.Read, table.Method, table.Reasons = scanner.NotRead, 0, "", []scanner.Reason{{Code: "no_permission"}}
			for j := range table.Columns {
				c := &table.Columns[j]
				c.Personal, c.Sensitive, c.Types, c.Read, c.Filled, c.Distinct = false, false, nil, 0, 0, 0
			}
		case "notas.csv":
			table.Columns[1].Types = []scanner.TypeVerdict{verdict("health", 0.9, "***##")}
			table.Columns[1].Personal, table.Columns[1].Sensitive = true, true
		case "tickets":
			table.Table = "chamados"
			for j := range table.Columns {
				table.Columns[j].ID += "x"
			}
		}
	}
	run := sampleRun()
	run.Moment = run.Moment.AddDate(0, 1, 0)
	inv, err := Build(&b.result, sampleRules(), run)
	if err != nil {
		t.Fatal(err)
	}
	return inv
}

func TestChangesGolden(t *testing.T) {
	c := Compare(sample(t), laterSample(t))
	for _, f := range ChangesFormats {
		for _, lang := range rules.Languages {
			var b bytes.Buffer
			if err := f.Write(&b, c, words(t, lang), sampleRules()); err != nil {
				t.Fatal(err)
			}
			data := b.Bytes()
			if f.Name == "xlsx" {
				data = dump(t, data)
			}
			if f.Name == "json" {
				golden(t, "mudancas.json", data)
				continue
			}
			golden(t, "mudancas."+lang+"."+f.Name+map[bool]string{true: ".txt"}[f.Name == "xlsx"], data)
		}
	}
}

func TestCompareSaysWhy(t *testing.T) {
	c := Compare(sample(t), laterSample(t))
	why := map[string]int{}
	for _, one := range slices.Concat(c.New, c.Gone) {
		why[one.Why]++
	}
	for _, code := range []string{"found_now", "new_table", "column_gone", "table_gone", "not_read_now"} {
		if why[code] == 0 {
			t.Errorf("nothing is %s: %v", code, why)
		}
	}
	if len(c.Renamed) != 1 || c.Renamed[0].Was != "postgres://db.exemplo:5432/crm/public.clientes.nascimento" || c.Renamed[0].Column != "postgres://db.exemplo:5432/crm/public.clientes.data_nascimento" {
		t.Errorf("renamed are %+v", c.Renamed)
	}
	if len(c.Changed) == 0 || !slices.Contains(c.Changed[0].What, "type") {
		t.Errorf("changed are %+v", c.Changed)
	}
	if !c.Shrank() || Compare(laterSample(t), sample(t)).Shrank() {
		t.Error("a file that is no longer read does not shrink the coverage, or one that is read again does")
	}
	same := Compare(sample(t), sample(t))
	if n := len(same.New) + len(same.Gone) + len(same.Changed) + len(same.Coverage); n > 0 {
		t.Errorf("a result differs from itself in %d things", n)
	}
}

// A column of a table that is still there has not moved to another one; nor have its
// answers.
func TestNothingMovesFromATableThatStays(t *testing.T) {
	before, later := sample(t), sampleResult()
	copied := newBuilder()
	copied.result = *later
	for i := range copied.result.Tables {
		if table := &copied.result.Tables[i]; table.Table == "clientes" {
			other := *table
			other.Table, other.Columns = "clientes_novos", slices.Clone(table.Columns)
			for j := range other.Columns {
				other.Columns[j].ID += "x"
			}
			table.Columns = slices.DeleteFunc(table.Columns, func(c scanner.ColumnResult) bool { return c.Name == "celular" })
			copied.result.Tables = slices.Insert(copied.result.Tables, i+1, other)
			break
		}
	}
	for _, stays := range []bool{true, false} {
		if !stays {
			copied.result.Tables = slices.DeleteFunc(copied.result.Tables, func(table scanner.TableResult) bool { return table.Table == "clientes" })
		}
		after, err := Build(&copied.result, sampleRules(), sampleRun())
		if err != nil {
			t.Fatal(err)
		}
		renamed := Compare(before, after).Renamed
		if moved := slices.ContainsFunc(renamed, func(c Change) bool { return strings.HasSuffix(c.Was, ".celular") }); moved == stays {
			t.Errorf("the table stays: %v; renamed are %+v", stays, renamed)
		}
		said := Answers{ByID: map[string]Answer{}}
		for _, f := range before.places(func(c *Column) bool { return c.Name == "celular" }) {
			said.ByID[f.Column.ID] = Answer{ID: f.Column.ID, Form: "inventory", Source: f.Table.Source, Schema: f.Table.Schema, Table: f.Table.Table, Column: "celular"}
		}
		if _, proposed := said.Lost(after); (proposed > 0) == stays {
			t.Errorf("the table stays: %v; %d are proposed", stays, proposed)
		}
	}
}

// For a terminal lines are broken between words, and nothing else changes.
func TestChangesFitATerminal(t *testing.T) {
	c := Compare(sample(t), laterSample(t))
	text := func(width int) string {
		var b bytes.Buffer
		if err := WriteChangesText(&b, c, words(t, "pt-BR"), sampleRules(), width); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	narrow := text(80)
	for line := range strings.Lines(narrow) {
		if n := utf8.RuneCountInString(strings.TrimSuffix(line, "\n")); n > 80 {
			t.Errorf("a line of %d characters: %s", n, line)
		}
	}
	if got, want := strings.Fields(narrow), strings.Fields(text(0)); !slices.Equal(got, want) {
		t.Errorf("the words are %q, want %q", got, want)
	}
}

// A result with changes says so in every format, and is read back.
func TestChangesAreInEveryFormat(t *testing.T) {
	inv := laterSample(t)
	inv.Changes = Compare(sample(t), inv)
	back, err := Read(bytes.NewReader(write(t, "json", "en", inv)))
	if err != nil {
		t.Fatal(err)
	}
	one, _ := json.Marshal(inv.Changes)
	two, _ := json.Marshal(back.Changes)
	if !bytes.Equal(one, two) {
		t.Error("the changes are read back otherwise")
	}
	p, err := newPhrases(inv, words(t, "pt-BR"), sampleRules())
	if err != nil {
		t.Fatal(err)
	}
	line := p.ChangesLine(inv.Changes)
	for _, format := range []string{"md", "html"} {
		if !bytes.Contains(write(t, format, "pt-BR", inv), []byte(line)) {
			t.Errorf("%s does not say %q", format, line)
		}
	}
	texts := workbookTexts(t, write(t, "xlsx", "pt-BR", inv))
	if texts["Novidades!A2"] == "" {
		t.Error("the workbook has no sheet of changes")
	}
}

func TestReviewTakesFalsePositivesOutAndBack(t *testing.T) {
	inv, fresh := sample(t), sample(t)
	var religion string
	for _, f := range inv.places(func(c *Column) bool { return c.Name == "religiao" }) {
		religion = f.Column.ID
	}
	answers := func(review string) Answers {
		return Answers{ByID: map[string]Answer{religion: {ID: religion, Fields: map[string]string{"review": review, "reviewer": "Bia", "reviewed_on": "21/11/2026"}}}}
	}
	if err := inv.Review(answers("false_positive")); err != nil {
		t.Fatal(err)
	}
	if inv.Findings.SensitiveColumns != fresh.Findings.SensitiveColumns-1 || inv.Findings.PersonalColumns != fresh.Findings.PersonalColumns-1 {
		t.Errorf("the totals are %+v", inv.Findings)
	}
	back, err := Read(bytes.NewReader(write(t, "json", "en", inv)))
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range []*Inventory{inv, back} {
		if err := one.Review(answers("confirmed")); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(write(t, "json", "en", one), write(t, "json", "en", fresh)) {
			t.Error("a verdict that was taken back is not what it was")
		}
	}
	if why := Compare(fresh, func() *Inventory { i := sample(t); _ = i.Review(answers("false_positive")); return i }()).Gone[0].Why; why != "dismissed" {
		t.Errorf("it is gone because %s", why)
	}
}
