package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/datamapbr/datamap/report"
	"github.com/datamapbr/datamap/scanner"
)

// inProcess runs the program in this process, with nothing in its environment
// but the moment. A folder holds its outputs.
func inProcess(ctx context.Context, args ...string) (code int, stderr string) {
	var errs bytes.Buffer
	env := func(name string) (string, bool) {
		if name == "SOURCE_DATE_EPOCH" {
			return "1795219200", true
		}
		return "", false
	}
	code = run(ctx, args, strings.NewReader(""), io.Discard, &errs, env)
	return code, errs.String()
}

// TestSameBytes is promise P5: two scans with the same seed write the same
// bytes, however many tables are read at the same time.
func TestSameBytes(t *testing.T) {
	l := newLaboratory(t)
	for n := range 6 {
		l.write(fmt.Sprintf("dados/arquivo%d.csv", n), delimited(plant(n), ";"))
	}
	big := plant(7)[:1]
	for k := range 400 {
		big = append(big, plant(7 + k%2)[1:]...)
	}
	l.write("dados/grande.csv", delimited(big, ";"))
	fillTable(t, "sqlite:"+filepath.Join(l.dir, "dados/erp.db"), plant(6))
	formats := []string{"json", "csv", "xlsx", "html", "md", "sarif"}
	var first map[string][]byte
	for _, jobs := range []string{"1", "1", "4"} {
		dir := t.TempDir()
		args := []string{"scan", filepath.Join(l.dir, "dados"), "--seed", "7", "--sample", "500", "--jobs", jobs, "--quiet"}
		for _, f := range formats {
			args = append(args, "-o", filepath.Join(dir, "r."+f))
		}
		if code, stderr := inProcess(t.Context(), args...); code != exitDone {
			t.Fatalf("exit code %d: %s", code, stderr)
		}
		got := map[string][]byte{}
		for _, f := range formats {
			data, err := os.ReadFile(filepath.Join(dir, "r."+f))
			if err != nil {
				t.Fatal(err)
			}
			got[f] = data
		}
		if first == nil {
			first = got
			continue
		}
		for _, f := range formats {
			if !bytes.Equal(got[f], first[f]) {
				t.Errorf("%s differs between two scans with the same seed (jobs %s)", f, jobs)
			}
		}
	}
}

// bigFile writes a CSV that takes far longer to read than the tests wait.
func bigFile(t *testing.T, path string) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	block := []byte(delimited(plant(1)[1:], ";"))
	block = bytes.Repeat(block, 1<<20/len(block))
	if _, err := f.WriteString(strings.Join(plant(1)[0], ";") + "\n"); err != nil {
		t.Fatal(err)
	}
	for range 250 {
		if _, err := f.Write(block); err != nil {
			t.Fatal(err)
		}
	}
}

// interrupted wants the partial result of an interrupted scan: the object that
// was being read is in the ledger, and says why it is not whole.
func interrupted(t *testing.T, path string) *report.Inventory {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	inv, err := report.Read(f)
	if err != nil {
		t.Fatal(err)
	}
	if !inv.Interrupted || inv.Complete() {
		t.Errorf("interrupted %v, complete %v", inv.Interrupted, inv.Complete())
	}
	last := inv.Tables[len(inv.Tables)-1]
	if last.State != scanner.Partial && last.State != scanner.NotRead || last.Reasons[len(last.Reasons)-1].Code != "interrupted" {
		t.Errorf("%s is %s because of %v", last.Table, last.State, last.Reasons)
	}
	return inv
}

// TestInterrupted shows that cancelling a scan writes its partial result.
func TestInterrupted(t *testing.T) {
	dir := t.TempDir()
	bigFile(t, filepath.Join(dir, "grande.csv"))
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	out := filepath.Join(dir, "r.json")
	start := time.Now()
	code, stderr := inProcess(ctx, "scan", filepath.Join(dir, "grande.csv"), "--sample", "all", "-o", out)
	if code != exitInterrupted {
		t.Fatalf("exit code %d, want %d: %s", code, exitInterrupted, stderr)
	}
	if took := time.Since(start); took > 5*time.Second {
		t.Errorf("it took %v to stop", took)
	}
	interrupted(t, out)
}

// TestPanic: a defect of the program is no usage error, and what was thrown is not shown.
func TestPanic(t *testing.T) {
	var out, errs bytes.Buffer
	env := func(name string) (string, bool) {
		if name == "SOURCE_DATE_EPOCH" {
			panic("Zoraide 529.982.247-25")
		}
		return "", false
	}
	code := run(t.Context(), []string{"rules"}, strings.NewReader(""), &out, &errs, env)
	if code != exitFailed || !strings.Contains(errs.String(), "datamap: erro: defeito interno") || strings.Contains(errs.String(), "Zoraide") {
		t.Errorf("exit code %d: %s", code, errs.String())
	}
}

// TestVersionReadsNothing: neither words nor rules are parsed for it.
func TestVersionReadsNothing(t *testing.T) {
	var out, errs bytes.Buffer
	env := func(string) (string, bool) { return "", false }
	args := []string{"version"}
	if n := testing.AllocsPerRun(10, func() { run(t.Context(), args, nil, &out, &errs, env) }); n > 100 {
		t.Errorf("%.0f allocations to say the version", n)
	}
}

// TestInterruptedBefore shows that a scan that never began says so too.
func TestInterruptedBefore(t *testing.T) {
	dir := t.TempDir()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	out := filepath.Join(dir, "r.json")
	code, _ := inProcess(ctx, "scan", "postgres://a@127.0.0.1:1/b", "-o", out)
	if code != exitInterrupted {
		t.Fatalf("exit code %d, want %d", code, exitInterrupted)
	}
	var result struct{ Interrupted bool }
	data, err := os.ReadFile(out)
	if err == nil {
		err = json.Unmarshal(data, &result)
	}
	if err != nil || !result.Interrupted {
		t.Errorf("the result says interrupted: %v, %v", result.Interrupted, err)
	}
}
