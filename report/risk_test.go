package report

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/datamapbr/datamap/rules"
	"github.com/datamapbr/datamap/scanner"
)

// riskOf is the risk of a single table.
func riskOf(t *testing.T, source scanner.SourceInfo, e scanner.Entry, columns ...scanner.ColumnResult) *Risk {
	t.Helper()
	b := newBuilder()
	source.Name = "s"
	e.Source, e.Table, e.State, e.Kind = "s", "t", scanner.Covered, "table"
	e.Read = max(e.Read, 100)
	e.Rows = max(e.Rows, e.Read)
	b.result.Sources = []scanner.SourceInfo{source}
	b.table(e, columns...)
	inv, err := Build(&b.result, sampleRules(), sampleRun())
	if err != nil {
		t.Fatal(err)
	}
	return inv.Tables[0].Risk
}

func TestRisk(t *testing.T) {
	db, file := scanner.SourceInfo{Kind: "postgres", TLS: "verified"}, scanner.SourceInfo{Kind: "folder"}
	cpf, name, email := col("cpf", "", verdict("cpf", 1, "")), col("nome", "", verdict("person_name", 1, "")), col("email", "", verdict("email", 1, ""))
	among, seldom := col("razao", "", inside("person_name", 1, "")), col("razao", "", inside("person_name", 1, ""))
	among.Filled, among.Types[0].Matched, among.Types[0].Valid = 90, 60, 60
	seldom.Filled, seldom.Types[0].Matched, seldom.Types[0].Valid = 90, 20, 20
	text := col("obs", "", inside("cpf", 1, ""))
	text.FreeText = true
	born := func(children, elderly int64) scanner.ColumnResult {
		c := col("nascimento", "", verdict("birth_date", 1, ""))
		c.Ages = &scanner.Ages{
			Known: 10_000, Children: scanner.AgeGroup{Rows: children, Share: float64(children) / 10_000},
			Elderly: scanner.AgeGroup{Rows: elderly, Share: float64(elderly) / 10_000},
		}
		return c
	}
	since := func(month string) scanner.ColumnResult {
		c := col("desde "+month, "")
		c.Dates = &scanner.Span{Rows: 90, Oldest: month, Newest: "2026-10"}
		return c
	}
	hashed := col("h", "", verdict("hash_id", 1, ""))
	hashed.DigestOf = &scanner.DigestOf{Algorithm: "md5", Column: "cpf", Rows: 40, Equal: 38}
	for _, c := range []struct {
		name    string
		source  scanner.SourceInfo
		entry   scanner.Entry
		columns []scanner.ColumnResult
		p, i    int
		band    Band
		risks   []string
	}{
		{"a CPF alone in a database", db, scanner.Entry{}, []scanner.ColumnResult{cpf}, 5, 5, Low, nil},
		{"document, name and contact", db, scanner.Entry{}, []scanner.ColumnResult{cpf, name, email}, 5, 10, Low, []string{"R12"}},
		{"the same, people among companies", db, scanner.Entry{}, []scanner.ColumnResult{cpf, among, email}, 5, 10, Low, []string{"R12"}},
		{"a name now and then", db, scanner.Entry{}, []scanner.ColumnResult{cpf, seldom, email}, 5, 5, Low, nil},
		{"the same in a file", file, scanner.Entry{}, []scanner.ColumnResult{cpf, name, email}, 10, 10, Moderate, []string{"R01", "R03", "R04", "R05", "R12"}},
		{"the same, many, in a hidden sheet", file, scanner.Entry{Hidden: true, Rows: 10_000}, []scanner.ColumnResult{cpf, name, email}, 15, 15, High, []string{"R01", "R03", "R04", "R05", "R12"}},
		{"one row less than many", db, scanner.Entry{Rows: 9_999}, []scanner.ColumnResult{cpf}, 5, 5, Low, nil},
		{"sensitive data in a database", db, scanner.Entry{}, []scanner.ColumnResult{col("cid", "", verdict("health", 1, ""))}, 5, 15, Moderate, nil},
		{"sensitive data in a file", file, scanner.Entry{}, []scanner.ColumnResult{col("cid", "", verdict("health", 1, ""))}, 10, 15, High, []string{"R01", "R03", "R04", "R05"}},
		{"financial data", db, scanner.Entry{}, []scanner.ColumnResult{col("cartao", "", verdict("card", 1, ""))}, 5, 10, Low, nil},
		{"readable passwords", db, scanner.Entry{}, []scanner.ColumnResult{col("senha", "", verdict("password", 1, ""))}, 10, 15, High, []string{"R01"}},
		{"free text", db, scanner.Entry{}, []scanner.ColumnResult{text}, 5, 10, Low, []string{"R06"}},
		{"no TLS", scanner.SourceInfo{Kind: "mysql", TLS: "none"}, scanner.Entry{}, []scanner.ColumnResult{cpf}, 10, 5, Low, []string{"R01", "R02"}},
		{"children", db, scanner.Entry{}, []scanner.ColumnResult{born(50, 0)}, 5, 10, Low, nil},
		{"slips of the pen", db, scanner.Entry{}, []scanner.ColumnResult{born(49, 0)}, 5, 5, Low, nil},
		{"elderly people", db, scanner.Entry{}, []scanner.ColumnResult{born(0, 3_000)}, 5, 5, Low, nil},
		{"a hash that the table undoes", db, scanner.Entry{}, []scanner.ColumnResult{cpf, hashed}, 10, 5, Low, []string{"R14"}},
		{"records of five years ago", db, scanner.Entry{}, []scanner.ColumnResult{cpf, since("2024-02"), since("2021-12")}, 5, 5, Low, []string{"R11"}},
		{"records of four years ago", db, scanner.Entry{}, []scanner.ColumnResult{cpf, since("2022-01")}, 5, 5, Low, nil},
		{"a hash is still personal", db, scanner.Entry{}, []scanner.ColumnResult{col("h", "", verdict("hash_id", 1, ""))}, 5, 5, Low, []string{"R14"}},
	} {
		r := riskOf(t, c.source, c.entry, c.columns...)
		if r.Probability != c.p || r.Impact != c.i || r.Product != c.p*c.i || r.Band != c.band || !slices.Equal(r.Risks, c.risks) {
			t.Errorf("%s: %d × %d = %d, %s, %v; want %d × %d, %s, %v", c.name, r.Probability, r.Impact, r.Product, r.Band, r.Risks, c.p, c.i, c.band, c.risks)
		}
	}
	if r := riskOf(t, file, scanner.Entry{Hidden: true, Rows: 1 << 40}, col("cnpj", "", verdict("cnpj", 1, "")), col("x", "")); r != nil {
		t.Errorf("a table without personal data has a risk of %d", r.Product)
	}
}

// Every point has its reason, the numbers are those of the scale, more in a table is
// never less risk, and a column is never at higher risk than its table.
func TestRiskProperties(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 7))
	all := sampleRules()
	products := []int{25, 50, 75, 100, 150, 225}
	for range 500 {
		source := scanner.SourceInfo{Kind: []string{"postgres", "csv", "xlsx", "mysql"}[random.IntN(4)], TLS: []string{"", "verified", "none", "unverified"}[random.IntN(4)]}
		e := scanner.Entry{Rows: int64(random.IntN(30_000)), Hidden: random.IntN(4) == 0}
		var columns []scanner.ColumnResult
		last := 0
		for i := range 1 + random.IntN(8) {
			v := verdict(all[random.IntN(len(all))].ID, 0.9, "")
			c := col(string(rune('a'+i)), "", v)
			if random.IntN(4) == 0 {
				c.Types[0].Mode, c.FreeText = scanner.Contains, true
			}
			columns = append(columns, c)
			r := riskOf(t, source, e, clone(columns)...)
			if r == nil {
				continue
			}
			sums := map[string]int{}
			for _, f := range r.Factors {
				sums[f.Axis] += f.Points
			}
			if min(sums["impact"], 15) != r.Impact || min(sums["probability"], 15) != r.Probability || sums["evidence"] != 0 {
				t.Fatalf("%d × %d from points %v", r.Probability, r.Impact, sums)
			}
			if !slices.Contains(products, r.Product) {
				t.Fatalf("the product is %d", r.Product)
			}
			if r.Product < last {
				t.Fatalf("with a column more the risk went from %d to %d", last, r.Product)
			}
			last = r.Product
		}
	}
	inv := sample(t)
	for _, table := range inv.Tables {
		for _, c := range table.Columns {
			if c.Personal != (c.Risk != "") || c.Personal && slices.Index(Bands, c.Risk) > slices.Index(Bands, table.Risk.Band) {
				t.Errorf("column %q is at %q in a table at %q", Shown(c.Name), c.Risk, table.Risk.Band)
			}
		}
	}
}

func clone(columns []scanner.ColumnResult) []scanner.ColumnResult {
	all := slices.Clone(columns)
	for i := range all {
		all[i].Types = slices.Clone(all[i].Types)
	}
	return all
}

func TestRiskModelAndConditionsAreTheSameSet(t *testing.T) {
	model, err := loadRiskModel()
	if err != nil {
		t.Fatal(err)
	}
	l, err := loadLaw()
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]modelRisk{}
	for _, r := range l.Risks {
		known[r.Code] = r
	}
	if len(known) != 14 {
		t.Errorf("the RIPD model has %d risks", len(known))
	}
	seen := map[string]bool{}
	for _, w := range model.Factors {
		seen[w.Code] = true
		for _, code := range w.Risks {
			if known[code].Scan != "evidence" {
				t.Errorf("%s is said to be evidence for %s, which no scan can assess", w.Code, code)
			}
		}
	}
	for code := range conditions {
		if !seen[code] {
			t.Errorf("risk.yaml does not weigh %q", code)
		}
	}
}

// What weighs most comes first: clear passwords before what is only large.
func TestStepsBeginWithWhatWeighsMost(t *testing.T) {
	p, err := newPhrases(sample(t), words(t, "pt-BR"), sampleRules())
	if err != nil {
		t.Fatal(err)
	}
	steps := p.Steps()
	if len(steps) == 0 || steps[0].Text != p.T("risk.measure.credentials") {
		t.Fatalf("%d steps, the first of them %+v", len(steps), steps[0])
	}
	for i, s := range steps[1:] {
		before := steps[i]
		if slices.Compare([]int{s.Tables[0].Risk.Product, s.Points, len(s.Tables)}, []int{before.Tables[0].Risk.Product, before.Points, len(before.Tables)}) > 0 {
			t.Errorf("%q comes after %q", s.Text, before.Text)
		}
		if tables := slices.Compact(slices.Clone(s.Tables)); len(tables) != len(s.Tables) {
			t.Errorf("%q is for a table twice", s.Text)
		}
	}
}

// Secrecy stands in no data: what usually is secret is to be checked, and only who wrote
// a type of their own can say more.
func TestSecrecyIsToBeChecked(t *testing.T) {
	for _, c := range []struct {
		column, met string
		own         bool
	}{{"process_number", "check", false}, {"process_number", "yes", true}, {"health", "check", false}, {"cpf", "no", false}} {
		b := newBuilder()
		b.result.Sources = []scanner.SourceInfo{{Name: "s", Kind: "mysql"}}
		b.table(scanner.Entry{Source: "s", Table: "t", Kind: "table", State: scanner.Covered, Rows: 9, Read: 9}, col("c", "text", verdict(c.column, 0.9, "#")))
		inv, err := Build(&b.result, sampleRules(), sampleRun())
		if err != nil {
			t.Fatal(err)
		}
		for i := range inv.Types {
			if c.own {
				inv.Types[i].Words = map[string]rules.Text{"pt-BR": {Name: "autos"}}
			}
		}
		p, err := newPhrases(inv, words(t, "pt-BR"), sampleRules())
		if err != nil {
			t.Fatal(err)
		}
		criteria := p.Criteria(inv.exposures()[0])
		i := slices.IndexFunc(criteria, func(c criterion) bool { return c.Code == "secrecy" })
		if got := criteria[i]; got.Met != c.met || (c.met == "no") != (len(got.Places) == 0) {
			t.Errorf("%s, own %v: %+v", c.column, c.own, got)
		}
	}
}

// TestUnusualNamesAreNotWrong: a name that no list has is no mistake in the data; a CPF
// with wrong digits is.
func TestUnusualNamesAreNotWrong(t *testing.T) {
	for id, want := range map[string]bool{"cpf": true, "person_name": false} {
		column := col("dado", "text", verdict(id, 0.99, "***"))
		column.Types[0].Matched, column.Types[0].Valid = 300, 200
		b := newBuilder()
		b.table(scanner.Entry{Source: "s", Table: "t", Kind: "table", State: scanner.Covered, Rows: 300, Read: 300}, column)
		inv, err := Build(&b.result, sampleRules(), sampleRun())
		if err != nil {
			t.Fatal(err)
		}
		words, err := rules.NewWords("pt-BR")
		if err != nil {
			t.Fatal(err)
		}
		p, err := newPhrases(inv, words, sampleRules())
		if err != nil {
			t.Fatal(err)
		}
		isWrong := func(f Factor) bool { return f.Code == "invalid" }
		if risk, listed := slices.ContainsFunc(inv.Tables[0].Risk.Factors, isWrong), len(p.problems()) > 0; risk != want || listed != want {
			t.Errorf("%s: evidence of a risk: %t, on the list of problems: %t, want %t", id, risk, listed, want)
		}
	}
}

// TestEmptyTable: the names of its columns promise health data of people, but there is
// nobody in it yet.
func TestEmptyTable(t *testing.T) {
	for rows, want := range map[int64]struct {
		product, exposed int
	}{0: {25, 0}, 1: {150, 1}} {
		b := newBuilder()
		b.result.Sources = []scanner.SourceInfo{{Name: "s", Kind: "folder"}}
		b.table(scanner.Entry{Source: "s", Table: "t", Kind: "file", State: scanner.Covered, Rows: rows, Read: rows}, col("cid", "", verdict("health", 0.9, "")), col("cpf", "", verdict("cpf", 0.9, "")))
		inv, err := Build(&b.result, sampleRules(), sampleRun())
		if err != nil {
			t.Fatal(err)
		}
		r := inv.Tables[0].Risk
		if r.Product != want.product || len(inv.exposures()) != want.exposed {
			t.Errorf("%d rows: risk %d, %d sources in an incident; want %+v", rows, r.Product, len(inv.exposures()), want)
		}
		if said := slices.ContainsFunc(r.Factors, func(f Factor) bool { return f.Code == "empty" }); said != (rows == 0) {
			t.Errorf("%d rows: said to be empty: %t", rows, said)
		}
	}
}
