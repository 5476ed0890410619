package databases

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/datamapbr/datamap/scanner"
	"github.com/datamapbr/datamap/scanner/databases/dbtest"
)

// servers are the engines with a network.
var servers = map[string]func(testing.TB) string{"postgres": dbtest.Postgres, "mysql": dbtest.MySQL}

func onServers(t *testing.T, test func(t *testing.T, address string, admin *sql.DB)) {
	for name, address := range servers {
		t.Run(name, func(t *testing.T) {
			a := address(t)
			test(t, a, dbtest.Open(t, a))
		})
	}
}

func wantFault(t *testing.T, err error, code string, details ...string) {
	t.Helper()
	var f *scanner.Fault
	if !errors.As(err, &f) {
		t.Fatalf("error %v, not a fault %s", err, code)
	}
	if f.Code != code || len(details) > 0 && !slices.Contains(details, f.Detail) {
		t.Errorf("fault %s (%s), not %s %v", f.Code, f.Detail, code, details)
	}
}

func isPostgres(address string) bool { return strings.HasPrefix(address, "postgres") }

// slowTable makes a table "devagar" of which every row takes the server some
// 20 ms to read.
func slowTable(t *testing.T, address string, admin *sql.DB) {
	t.Helper()
	if isPostgres(address) {
		dbtest.Exec(t, admin, "CREATE TYPE lento AS (n int)",
			"CREATE FUNCTION lento_texto(lento) RETURNS text LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(0.02); RETURN 'x'; END $$",
			"CREATE CAST (lento AS text) WITH FUNCTION lento_texto(lento)",
			"CREATE TABLE devagar (v lento)", "INSERT INTO devagar SELECT row(i)::lento FROM generate_series(1, 2000) i")
		return
	}
	dbtest.Exec(t, admin, "CREATE TABLE devagar (n int PRIMARY KEY, v char(128) AS (SHA2(REPEAT(n, 4000000), 512)) VIRTUAL)")
	for i := range 1000 {
		dbtest.Exec(t, admin, fmt.Sprintf("INSERT INTO devagar (n) VALUES (%d)", 1000+i))
	}
}

func TestStatementTimeout(t *testing.T) {
	onServers(t, func(t *testing.T, address string, admin *sql.DB) {
		slowTable(t, address, admin)
		src := mustOpen(t, address, Options{Timeout: 700 * time.Millisecond})
		tab := table(t, src, "devagar")
		begin := time.Now()
		_, _, err := collect(t.Context(), src, tab, scanner.Sample{Rows: 100000})
		wantFault(t, err, "timeout", "57014", "1969", "3024")
		if took := time.Since(begin); took > 5*time.Second {
			t.Errorf("took %v", took)
		}
		fillPeople(t, address, 100)
		if rows, _ := mustCollect(t, src, table(t, src, "pessoas"), scanner.Sample{Rows: 1000}); len(rows) != 100 {
			t.Errorf("%d rows of the next table", len(rows))
		}
	})
}

func TestLockTimeout(t *testing.T) {
	onServers(t, func(t *testing.T, address string, admin *sql.DB) {
		fillPeople(t, address, 100)
		src := mustOpen(t, address, Options{Timeout: 1100 * time.Millisecond})
		tab := table(t, src, "pessoas")
		tx, err := admin.Begin()
		if err != nil {
			t.Fatal(err)
		}
		lock := "LOCK TABLES pessoas WRITE"
		if isPostgres(address) {
			lock = "LOCK TABLE pessoas IN ACCESS EXCLUSIVE MODE"
		}
		if _, err := tx.Exec(lock); err != nil {
			t.Fatal(err)
		}
		begin := time.Now()
		_, _, err = collect(t.Context(), src, tab, scanner.Sample{Rows: 1000})
		if code := scanner.ReasonOf(err).Code; code != "lock_timeout" && code != "timeout" {
			t.Errorf("error %v", err)
		}
		if took := time.Since(begin); took > 8*time.Second {
			t.Errorf("took %v", took)
		}
		// The catalogue can be listed while the table is locked.
		listTables(t, src)
		if !isPostgres(address) {
			if _, err := tx.Exec("UNLOCK TABLES"); err != nil {
				t.Fatal(err)
			}
		}
		tx.Rollback() //nolint:errcheck // ends the lock
		if rows, _ := mustCollect(t, src, tab, scanner.Sample{Rows: 1000}); len(rows) != 100 {
			t.Errorf("%d rows after the lock", len(rows))
		}
	})
}

// killAll ends every connection of the scanner to the database.
func killAll(t *testing.T, address string, admin *sql.DB) {
	t.Helper()
	if isPostgres(address) {
		dbtest.Exec(t, admin, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'datamap' AND datname = current_database()")
		return
	}
	rows, err := admin.Query("SELECT id FROM information_schema.processlist WHERE db = DATABASE() AND id <> CONNECTION_ID()")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			t.Fatal(err)
		}
		_, _ = admin.Exec(fmt.Sprintf("KILL %d", id)) // it may be gone
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
}

func TestKilledInTheMiddle(t *testing.T) {
	onServers(t, func(t *testing.T, address string, admin *sql.DB) {
		fillPeople(t, address, 600000)
		src := mustOpen(t, address, Options{})
		tab := table(t, src, "pessoas")
		var n int
		var failed error
		r := src.Read(t.Context(), tab, scanner.Sample{})
		for b, err := range r.Batches {
			if err != nil {
				failed = err
				break
			}
			if n == 0 {
				killAll(t, address, admin)
			}
			n += b.Rows
		}
		wantFault(t, failed, "connection_lost")
		if n == 0 || n >= 600000 || r.Facts.Rows != -1 {
			t.Errorf("%d rows before the loss, facts %+v", n, r.Facts)
		}
		if rows, _ := mustCollect(t, src, tab, scanner.Sample{Rows: 1000}); len(rows) < 990 {
			t.Errorf("%d rows on a new connection", len(rows))
		}
	})
}

// A connection that dies between two tables is replaced without a word.
func TestKilledBetweenTables(t *testing.T) {
	onServers(t, func(t *testing.T, address string, admin *sql.DB) {
		fillPeople(t, address, 100)
		src := mustOpen(t, address, Options{})
		tab := table(t, src, "pessoas")
		for range 3 {
			killAll(t, address, admin)
			if rows, _ := mustCollect(t, src, tab, scanner.Sample{Rows: 1000}); len(rows) != 100 {
				t.Errorf("%d rows", len(rows))
			}
		}
	})
}

func TestLinkCutInTheMiddle(t *testing.T) {
	onServers(t, func(t *testing.T, address string, _ *sql.DB) {
		fillPeople(t, address, 50000)
		p := newProxy(t, address)
		src := mustOpen(t, p.address, Options{})
		tab := table(t, src, "pessoas")
		p.limit.Store(500_000)
		rows, _, err := collect(t.Context(), src, tab, scanner.Sample{})
		wantFault(t, err, "connection_lost")
		if len(rows) == 0 || len(rows) >= 50000 {
			t.Errorf("%d rows before the cut", len(rows))
		}
	})
}

// A link on which nothing arrives any more ends within the timeout and 10 s.
func TestSilentLink(t *testing.T) {
	onServers(t, func(t *testing.T, address string, _ *sql.DB) {
		t.Parallel()
		fillPeople(t, address, 1000)
		p := newProxy(t, address)
		src := mustOpen(t, p.address, Options{Timeout: time.Second})
		tab := table(t, src, "pessoas")
		p.mute.Store(true)
		begin := time.Now()
		_, _, err := collect(t.Context(), src, tab, scanner.Sample{})
		if code := scanner.ReasonOf(err).Code; code != "timeout" && code != "connection_lost" {
			t.Errorf("error %v", err)
		}
		if took := time.Since(begin); took > 25*time.Second {
			t.Errorf("took %v", took)
		}
	})
}

// running counts the statements that the server runs for the scanner.
func running(t *testing.T, address string, admin *sql.DB) int {
	t.Helper()
	query := "SELECT count(*) FROM information_schema.processlist WHERE db = DATABASE() AND id <> CONNECTION_ID() AND command <> 'Sleep'"
	if isPostgres(address) {
		query = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'datamap' AND datname = current_database() AND state <> 'idle'"
	}
	var n int
	if err := admin.QueryRow(query).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestCancelLeavesNothingRunning(t *testing.T) {
	onServers(t, func(t *testing.T, address string, admin *sql.DB) {
		fillPeople(t, address, 600000)
		slowTable(t, address, admin)
		src := mustOpen(t, address, Options{})
		tables := []*scanner.Table{table(t, src, "pessoas"), table(t, src, "devagar")}
		for i := range 10 {
			ctx, cancel := context.WithCancel(t.Context())
			time.AfterFunc(time.Duration(1+i*i*3)*time.Millisecond, cancel)
			begin := time.Now()
			_, _, err := collect(ctx, src, tables[i%2], scanner.Sample{})
			if err != nil {
				wantFault(t, err, "interrupted")
				if !errors.Is(err, context.Canceled) {
					t.Errorf("error %v does not wrap the cancellation", err)
				}
			}
			if took := time.Since(begin); took > 5*time.Second {
				t.Errorf("took %v", took)
			}
			for end := time.Now().Add(3 * time.Second); running(t, address, admin) > 0; time.Sleep(20 * time.Millisecond) {
				if time.Now().After(end) {
					t.Fatal("a statement runs 3 s after it was cancelled")
				}
			}
		}
	})
}
