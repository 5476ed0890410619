package report

import (
	"bytes"
	"reflect"
	"strings"
	"testing"

	"github.com/datamapbr/datamap/scanner"
)

func TestGoldenIsReadBack(t *testing.T) {
	inv := sample(t)
	data := write(t, "json", "en", inv)
	golden(t, "amostra.json", data)
	back, err := Read(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	again := write(t, "json", "en", back)
	if !bytes.Equal(data, again) {
		t.Error("what was read back is written differently")
	}
	if !reflect.DeepEqual(back.Findings, inv.Findings) || back.ScannedAt != inv.ScannedAt {
		t.Errorf("read back %+v of %v", back.Findings, back.ScannedAt)
	}
}

func TestReadRefuses(t *testing.T) {
	good := string(write(t, "json", "en", sample(t)))
	for name, c := range map[string]struct{ data, want string }{
		"not JSON":           {"a;b;c", "it is not the JSON"},
		"nothing":            {"", "it is not the JSON"},
		"cut in half":        {good[:len(good)/2], "it is not the JSON"},
		"another schema":     {strings.Replace(good, Schema, "datamap.result/9", 1), `its schema is "datamap.result/9", this version reads "datamap.result/1"`},
		"no schema":          {"{}", `its schema is ""`},
		"an unknown field":   {strings.Replace(good, `"seed"`, `"sneed"`, 1), "sneed"},
		"totals that lie":    {strings.Replace(good, `"personal_columns": `, `"personal_columns": 1`, 1), "totals"},
		"a ledger that lies": {strings.Replace(good, `"covered": `, `"covered": 1`, 1), "states add up"},
		"an unmasked shape":  {strings.Replace(good, "###.###.###-##", "111.444.777-35", 1), "not masked"},
		"two documents":      {good + good, "it is not the JSON"},
	} {
		_, err := Read(strings.NewReader(c.data))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
		if err != nil && strings.Contains(err.Error(), "111.444") {
			t.Errorf("%s: the error shows a value", name)
		}
	}
}

func TestBuildRefusesALedgerThatContradictsItself(t *testing.T) {
	for name, spoil := range map[string]func(*scanner.Result){
		"no state":                   func(r *scanner.Result) { r.Tables[0].State = "" },
		"not read without a reason":  func(r *scanner.Result) { r.Tables[3].Reasons = nil },
		"partial without a reason":   func(r *scanner.Result) { r.Tables[6].Reasons = nil },
		"not read with rows":         func(r *scanner.Result) { r.Tables[3].Read = 1 },
		"covered with a reason":      func(r *scanner.Result) { r.Tables[0].Reasons = []scanner.Reason{{Code: "timeout"}} },
		"two columns with one ID":    func(r *scanner.Result) { r.Tables[1].Columns[0].ID = r.Tables[0].Columns[0].ID },
		"a column without an ID":     func(r *scanner.Result) { r.Tables[0].Columns[0].ID = "" },
		"more filled than read":      func(r *scanner.Result) { r.Tables[0].Columns[0].Filled = 1 << 40 },
		"more read than the table's": func(r *scanner.Result) { r.Tables[0].Columns[0].Read = 1 << 40 },
	} {
		res := sampleResult()
		spoil(res)
		if _, err := Build(res, sampleRules(), sampleRun()); err == nil {
			t.Errorf("%s was accepted", name)
		}
	}
}

func TestBuildLeavesTheResultAlone(t *testing.T) {
	res, fresh := sampleResult(), sampleResult()
	if _, err := Build(res, sampleRules(), sampleRun()); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(res, fresh) {
		t.Error("Build changed the result of the scan")
	}
}

func TestCountsAgreeWithTheTables(t *testing.T) {
	inv := sample(t)
	want := map[scanner.State]int{scanner.Covered: 5, scanner.Sampled: 2, scanner.Partial: 2, scanner.Listed: 1, scanner.NotRead: 3, scanner.Excluded: 1}
	if !reflect.DeepEqual(inv.Coverage.States, want) || inv.Coverage.Listed != 14 {
		t.Errorf("coverage is %+v", inv.Coverage)
	}
	f := inv.Findings
	if f.PersonalTables != 8 || f.SensitiveColumns != 2 || f.SensitiveKinds != 2 {
		t.Errorf("findings are %+v", f)
	}
	tables := 0
	for _, n := range f.ByRisk {
		tables += n.Tables
	}
	if tables != f.PersonalTables {
		t.Errorf("%d tables have a risk and %d hold personal data", tables, f.PersonalTables)
	}
	if inv.Complete() {
		t.Error("an inventory with gaps calls itself complete")
	}
	inv.Coverage.States[scanner.Partial], inv.Coverage.States[scanner.NotRead] = 0, 0
	if !inv.Complete() {
		t.Error("an inventory without gaps does not call itself complete")
	}
	inv.Interrupted = true
	if inv.Complete() {
		t.Error("an interrupted inventory calls itself complete")
	}
}
