//go:build unix

package main

import (
	"bytes"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/datamapbr/datamap/report"
	"github.com/datamapbr/datamap/scanner"
	"github.com/datamapbr/datamap/scanner/databases/dbtest"
)

// TestCtrlC sends the signal of Ctrl-C to a running scan: the partial result is
// written, what was finished stays finished, and the exit code is 130.
func TestCtrlC(t *testing.T) {
	l := newLaboratory(t)
	l.write("a.csv", delimited(plant(0), ";"))
	bigFile(t, filepath.Join(l.dir, "b.csv"))
	// On a busy machine the first file may not be finished yet.
	for _, wait := range []time.Duration{300 * time.Millisecond, 600 * time.Millisecond, time.Second, 2 * time.Second} {
		inv := l.ctrlC(t, wait)
		if len(inv.Tables) != 2 {
			t.Fatalf("%d tables", len(inv.Tables))
		}
		if inv.Tables[0].State == scanner.Covered {
			break
		}
		if wait == 2*time.Second {
			t.Errorf("the finished file is %s", inv.Tables[0].State)
		}
	}
	if _, err := os.Stat(filepath.Join(l.dir, "r.xlsx")); err != nil {
		t.Error(err)
	}
	if left, _ := filepath.Glob(filepath.Join(l.dir, ".datamap-*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// ctrlC scans a.csv and b.csv, interrupts the scan some time after its start, and
// returns the partial result.
func (l *laboratory) ctrlC(t *testing.T, wait time.Duration) *report.Inventory {
	t.Helper()
	// Reading the configuration from a pipe tells when the program is up.
	config := filepath.Join(t.TempDir(), "config")
	if err := syscall.Mkfifo(config, 0o600); err != nil {
		t.Fatal(err)
	}
	var stderr bytes.Buffer
	cmd := exec.Command("datamap", "scan", "a.csv", "b.csv", "--sample", "all", "--jobs", "1", "--config", config, "-o", "r.json", "-o", "r.xlsx")
	cmd.Dir, cmd.Stderr, cmd.Env = l.dir, &stderr, append(os.Environ(), "TMPDIR="+l.temp)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	pipe, err := os.OpenFile(config, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	pipe.WriteString("version: 1\n")
	pipe.Close()
	time.Sleep(wait)
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	err = cmd.Wait()
	if code := cmd.ProcessState.ExitCode(); code != exitInterrupted {
		t.Fatalf("exit code %d (%v), want %d: %s", code, err, exitInterrupted, stderr.String())
	}
	return interrupted(t, filepath.Join(l.dir, "r.json"))
}

// TestCtrlCLeavesNoQuery is promise P2: after Ctrl-C in the middle of a large
// table the server runs nothing of ours.
func TestCtrlCLeavesNoQuery(t *testing.T) {
	for name, c := range map[string]struct{ address, create, ours string }{
		"postgres": {
			dbtest.Postgres(t), "CREATE TABLE grande AS SELECT n, repeat('x', 300) AS texto FROM generate_series(1, 800000) AS n",
			"SELECT count(*) FROM pg_stat_activity WHERE application_name = 'datamap'",
		},
		"mysql": {
			dbtest.MySQL(t), "CREATE TABLE grande AS WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n+1 FROM s WHERE n < 700)" +
				" SELECT a.n*1000+b.n AS n, repeat('x', 300) AS texto FROM s a, s b",
			"SELECT count(*) FROM information_schema.processlist WHERE id <> connection_id() AND db = database() AND command <> 'Sleep'",
		},
	} {
		t.Run(name, func(t *testing.T) {
			l := newLaboratory(t)
			db := dbtest.Open(t, c.address)
			dbtest.Exec(t, db, c.create)
			ours := func() (n int) {
				if err := db.QueryRow(c.ours).Scan(&n); err != nil {
					t.Fatal(err)
				}
				return n
			}
			began := time.Now()
			whole := exec.Command("datamap", "scan", c.address, "--sample", "all", "-o", "r.json")
			if whole.Dir = l.dir; whole.Run() != nil {
				t.Fatalf("the scan ends with %v", whole.ProcessState)
			}
			half := int64(time.Since(began) / 2)
			rnd := rand.New(rand.NewPCG(50, uint64(len(name))))
			for range interrupts / 2 {
				l.interruptScan(t, c.address, time.Duration(rnd.Int64N(half)), ours)
			}
		})
	}
}

// interrupts is how often the two servers are left in the middle, in all.
const interrupts = 50

// interruptScan interrupts a scan some time after the server first runs
// something of it, and waits until it runs nothing any more.
func (l *laboratory) interruptScan(t *testing.T, address string, after time.Duration, ours func() int) {
	t.Helper()
	cmd := exec.Command("datamap", "scan", address, "--sample", "all", "-o", "r.json")
	cmd.Dir = l.dir
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for end := time.Now().Add(10 * time.Second); ours() == 0 && time.Now().Before(end); {
		time.Sleep(5 * time.Millisecond)
	}
	time.Sleep(after)
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	cmd.Wait()
	if code := cmd.ProcessState.ExitCode(); code != exitInterrupted {
		t.Fatalf("exit code %d after %v, want %d", code, after, exitInterrupted)
	}
	interrupted(t, filepath.Join(l.dir, "r.json"))
	for end := time.Now().Add(3 * time.Second); ours() > 0; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("interrupted after %v, a query of ours is left on the server", after)
		}
	}
}

// TestSecondCtrlC shows that a second one ends the program at once.
func TestSecondCtrlC(t *testing.T) {
	l := newLaboratory(t)
	config := filepath.Join(l.dir, "config")
	if err := syscall.Mkfifo(config, 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("datamap", "scan", "--password-stdin", "--config", config, "postgres://a@127.0.0.1:1/b")
	cmd.Dir = l.dir
	stdin, err := cmd.StdinPipe() // never written to: the program waits
	if err != nil {
		t.Fatal(err)
	}
	defer stdin.Close()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	pipe, err := os.OpenFile(config, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	pipe.Close()
	for range 2 {
		if err := cmd.Process.Signal(os.Interrupt); err != nil {
			t.Fatal(err)
		}
		time.Sleep(100 * time.Millisecond)
	}
	ended := time.AfterFunc(10*time.Second, func() { cmd.Process.Kill() })
	defer ended.Stop()
	cmd.Wait()
	if code := cmd.ProcessState.ExitCode(); code != exitInterrupted {
		t.Errorf("exit code %d, want %d", code, exitInterrupted)
	}
}
