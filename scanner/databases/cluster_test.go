package databases

import (
	"context"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/datamapbr/datamap/scanner"
	"github.com/datamapbr/datamap/scanner/databases/dbtest"
)

// Through a pooler that gives every transaction another connection everything
// works as without it.
func TestThroughAPooler(t *testing.T) {
	address := dbtest.Postgres(t)
	fillPeople(t, address, 60000)
	slowTable(t, address, dbtest.Open(t, address))
	src := mustOpen(t, dbtest.Pooled(t, address), Options{})
	tab := table(t, src, "pessoas")
	rows, facts := mustCollect(t, src, tab, scanner.Sample{Rows: 2000, Seed: 1})
	if checkSample(t, rows, 2000); facts.Method != scanner.Probes {
		t.Errorf("facts %+v", facts)
	}
	rows, _ = mustCollect(t, src, tab, scanner.Sample{})
	wantAll(t, rows, 60000)
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	if _, _, err := collect(ctx, src, table(t, src, "devagar"), scanner.Sample{}); err == nil {
		t.Error("the slow table was read at once")
	}
	admin := dbtest.Open(t, address)
	for end := time.Now().Add(3 * time.Second); running(t, address, admin) > 0; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("a statement runs 3 s after it was cancelled")
		}
	}
}

// Of several hosts the standby is read; and a reading that it ends, because it
// is in the way of replication, is begun again.
func TestStandby(t *testing.T) {
	address := dbtest.Postgres(t)
	admin := dbtest.Open(t, address)
	fillPeople(t, address, 1000)
	slowTable(t, address, admin)
	dbtest.Exec(t, admin, "DELETE FROM devagar WHERE (v).n > 100")
	standby := dbtest.Standby(t, address)
	behind := dbtest.Open(t, standby)
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		var n int
		if err := behind.QueryRow("SELECT count(*) FROM devagar").Scan(&n); err == nil && n == 100 {
			break
		}
		if time.Now().After(end) {
			t.Fatal("the standby does not follow")
		}
	}
	first, _ := url.Parse(address)
	second, _ := url.Parse(standby)
	both := strings.Replace(address, first.Host, first.Host+","+second.Host, 1)
	src := mustOpen(t, both, Options{})
	tab := table(t, src, "devagar")
	if !src.Info().Access.Standby {
		t.Error("the primary was read, not the standby")
	}
	rows, _ := mustCollect(t, src, table(t, src, "pessoas"), scanner.Sample{Rows: 500})
	if len(rows) < 490 {
		t.Errorf("%d rows", len(rows))
	}
	time.AfterFunc(500*time.Millisecond, func() {
		admin.Exec("DELETE FROM devagar WHERE (v).n > 90") //nolint:errcheck // the rows will tell
		admin.Exec("VACUUM devagar")                       //nolint:errcheck
	})
	rows, _, err := collect(t.Context(), src, tab, scanner.Sample{})
	if err != nil || len(rows) != 90 { // the first time there were a hundred
		t.Errorf("%d rows of 90, %v", len(rows), err)
	}
}
