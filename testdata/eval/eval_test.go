package eval

import (
	"context"
	"flag"
	"fmt"
	"os"
	"slices"
	"testing"

	"github.com/datamapbr/datamap/detectors"
	"github.com/datamapbr/datamap/rules"
	"github.com/datamapbr/datamap/scanner"
)

var (
	half       = flag.String("half", os.Getenv("EVAL_HALF"), "half of the corpus to report on: tune (default) or check")
	showMisses = flag.Bool("misses", os.Getenv("EVAL_MISSES") != "", "also list the misses of the checking half")
	update     = flag.Bool("update", false, "write figures.yaml anew")
)

func corpusAt(t *testing.T) *corpus {
	t.Helper()
	c, err := load("../corpus")
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func catalogOf(t *testing.T) *detectors.Catalog {
	t.Helper()
	catalog, err := detectors.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	return catalog
}

// TestCorpus: the corpus is as large and as evenly divided as it promises.
func TestCorpus(t *testing.T) {
	c := corpusAt(t)
	tables, columns, personal, types := map[string]int{}, map[string]int{}, map[string]int{}, map[string]map[string]int{}
	seen := map[string]bool{}
	for i := range c.tables {
		table := &c.tables[i]
		h := table.Half
		tables[h]++
		if seen[table.Schema+"."+table.Name] {
			t.Errorf("there are two tables %s.%s", table.Schema, table.Name)
		}
		seen[table.Schema+"."+table.Name] = true
		if types[h] == nil {
			types[h] = map[string]int{}
		}
		for k := range table.Columns {
			col := &table.Columns[k]
			columns[h]++
			if col.Labels.Personal == "yes" {
				personal[h]++
				if table.Lookalike {
					t.Errorf("%s.%s is personal in a look-alike table", table.Name, col.Name)
				}
			}
			for _, id := range col.Labels.Types {
				types[h][id]++
			}
		}
	}
	if tables["check"] < 50 || columns["check"] < 450 || personal["check"] < 225 {
		t.Errorf("the checking half is small: %d tables, %d columns, %d personal", tables["check"], columns["check"], personal["check"])
	}
	for h, want := range map[string]int{"tune": minLabelled, "check": 1} {
		for _, id := range typeIDs {
			if n := types[h][id]; n < want {
				t.Errorf("half %s has %d columns of type %s, want %d", h, n, id, want)
			}
		}
	}
	t.Logf("tables %v, columns %v, personal %v", tables, columns, personal)
}

// scan judges the whole corpus and returns the outcomes of each half.
func scan(t *testing.T, c *corpus) map[string][]outcome {
	t.Helper()
	result, err := scanner.Scan(context.Background(), []scanner.Source{source{c}},
		scanner.Options{Catalog: catalogOf(t), Jobs: 2, Sample: scanner.Sample{Seed: 1}})
	if err != nil {
		t.Fatal(err)
	}
	if len(result.Tables) != len(c.tables) {
		t.Fatalf("%d tables were scanned of %d", len(result.Tables), len(c.tables))
	}
	outcomes := map[string][]outcome{}
	for i := range c.tables {
		table, got := &c.tables[i], &result.Tables[i]
		if got.State != scanner.Covered || got.Read != int64(table.Rows) {
			t.Fatalf("%s: %s, %d rows read of %d: %v", table.Name, got.State, got.Read, table.Rows, got.Reasons)
		}
		for k := range table.Columns {
			outcomes[table.Half] = append(outcomes[table.Half], outcome{table, &table.Columns[k], &got.Columns[k]})
		}
	}
	return outcomes
}

// committedFigures are those of figures.yaml, by half.
func committedFigures(t *testing.T) (committed map[string]figures) {
	t.Helper()
	data, err := os.ReadFile("figures.yaml")
	if err != nil && !*update {
		t.Fatal(err)
	}
	if err := rules.Decode(data, &committed); err != nil {
		t.Fatal(err)
	}
	return committed
}

// TestEval: the figures of both halves are at least those committed. It prints
// those of the half asked for, and what lies behind them.
func TestEval(t *testing.T) {
	outcomes := scan(t, corpusAt(t))
	if *half == "" {
		*half = "tune"
	}
	if !slices.Contains([]string{"tune", "check"}, *half) {
		t.Fatalf("half %q is neither tune nor check", *half)
	}
	committed := committedFigures(t)
	written := "# Accuracy on testdata/corpus, as measured by `make eval`; written by go test ./testdata/eval -run TestEval -update.\n"
	for _, h := range []string{"tune", "check"} {
		s := newScore(outcomes[h])
		if h == *half {
			t.Logf("%s half: %s", h, s)
			if h == "tune" || *showMisses {
				t.Logf("%s\n%s", s.Details(), misses(outcomes[h]))
			}
		}
		now := s.figures()
		for _, line := range now.worse(committed[h]) {
			if !*update {
				t.Errorf("%s half: %s; if that is meant, run go test ./testdata/eval -run TestEval -update and commit figures.yaml", h, line)
			}
		}
		written += fmt.Sprintf("%s:\n  personal_precision: %.4f\n  personal_recall: %.4f\n  sensitive_precision: %.4f\n  sensitive_recall: %.4f\n"+
			"  macro_f1: %.4f\n  calibration_error: %.4f\n  lookalikes_personal: %d\n", h, now.PersonalPrecision, now.PersonalRecall,
			now.SensitivePrecision, now.SensitiveRecall, now.MacroF1, now.CalibrationError, now.LookalikesPersonal)
	}
	if *update {
		if err := os.WriteFile("figures.yaml", []byte(written), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// TestGenerators: the documents of the corpus pass the product's checks, which were written
// independently.
func TestGenerators(t *testing.T) {
	c, catalog := corpusAt(t), catalogOf(t)
	m := c.newMaker(&c.tables[0], 0)
	for spec, id := range map[string]string{
		"cpf": "cpf", "cpf|bare": "cpf", "cnpj": "cnpj", "cnpj_az": "cnpj", "pis": "pis", "renavam": "renavam", "cnh": "cnh", "voter": "titulo_eleitor",
		"cns": "cns", "civil": "civil_registry", "process": "process_number", "nfe": "nfe_key", "ean": "ean", "gtin14": "ean", "parcel": "tracking_code", "card": "card",
		"imei": "device_id", "iban": "iban", "boleto": "boleto", "brcode": "pix", "vin": "vin", "plate": "plate", "ibge7": "ibge_code", "uuid": "uuid",
		"bcrypt": "password_hash", "argon": "password_hash", "django": "password_hash", "jwt": "api_token", "user_agent": "user_agent",
	} {
		if err := c.parse(spec); err != nil {
			t.Fatal(err)
		}
		for range 200 {
			if v := m.run(spec); !catalog.Is(id, []byte(v)) {
				t.Errorf("%s made %q, which is no %s", spec, v, id)
				break
			}
		}
	}
}
