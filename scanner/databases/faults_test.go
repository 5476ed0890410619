package databases

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/go-sql-driver/mysql"
	"github.com/lib/pq"
	"github.com/lib/pq/pqerror"

	"github.com/datamapbr/datamap/scanner"
	"github.com/datamapbr/datamap/scanner/databases/dbtest"
)

// The codes of the servers, also of MySQL itself and of states in which no server of the
// tests is.
func TestCodes(t *testing.T) {
	mysqlError := func(number uint16) error { return &mysql.MySQLError{Number: number} }
	pqError := func(state pqerror.Code) error { return &pq.Error{Code: state} }
	for _, c := range []struct {
		dialect *dialect
		err     error
		want    string
	}{
		{mySQL, mysqlError(1045), "authentication_failed"}, {mySQL, mysqlError(1049), "database_unknown"},
		{mySQL, mysqlError(1040), "too_many_connections"}, {mySQL, mysqlError(1226), "too_many_connections"},
		{mySQL, mysqlError(3024), "timeout"}, {mySQL, mysqlError(1969), "timeout"}, {mySQL, mysqlError(1205), "lock_timeout"},
		{mySQL, mysqlError(4031), "connection_lost"}, {mySQL, mysqlError(1053), "connection_lost"}, {mySQL, mysqlError(3159), "tls_failed"},
		{mySQL, mysqlError(1792), "read_only_refused"}, {mySQL, mysqlError(1356), "broken_view"}, {mySQL, mysqlError(1142), "permission_denied"},
		{mySQL, mysqlError(1064), "sql_error"}, {mySQL, errors.New("1045"), ""},
		{postgres, pqError("28P01"), "authentication_failed"}, {postgres, pqError("3D000"), "database_unknown"},
		{postgres, pqError("53300"), "too_many_connections"}, {postgres, pqError("57014"), "timeout"}, {postgres, pqError("55P03"), "lock_timeout"},
		{postgres, pqError("57P01"), "connection_lost"}, {postgres, pqError("08006"), "connection_lost"}, {postgres, pqError("40001"), "standby_conflict"},
		{postgres, pqError("57P03"), "connection_refused"}, {postgres, pqError("25006"), "read_only_refused"}, {postgres, pqError("42501"), "permission_denied"},
		{postgres, &pq.Error{Code: "42501", Routine: "check_enable_rls"}, "row_security"}, {postgres, pqError("22021"), "sql_error"},
		{postgres, mysqlError(1045), ""},
	} {
		if got, _ := c.dialect.code(c.err); got != c.want {
			t.Errorf("%v is %s, not %s", c.err, got, c.want)
		}
	}
}

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

// lockTable locks pessoas against reading until the function it returns is called.
func lockTable(t *testing.T, address string, admin *sql.DB) (unlock func()) {
	t.Helper()
	conn, err := admin.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	do := func(statement string) {
		if _, err := conn.ExecContext(t.Context(), statement); err != nil {
			t.Error(err)
		}
	}
	release := "UNLOCK TABLES"
	if isPostgres(address) {
		do("BEGIN")
		do("LOCK TABLE pessoas IN ACCESS EXCLUSIVE MODE")
		release = "ROLLBACK"
	} else {
		do("LOCK TABLES pessoas WRITE")
	}
	return sync.OnceFunc(func() {
		do(release)
		conn.Close()
	})
}

func TestLockTimeout(t *testing.T) {
	onServers(t, func(t *testing.T, address string, admin *sql.DB) {
		fillPeople(t, address, 100)
		src := mustOpen(t, address, Options{Timeout: 2 * time.Second})
		tab := table(t, src, "pessoas")
		unlock := lockTable(t, address, admin)
		begin := time.Now()
		_, _, err := collect(t.Context(), src, tab, scanner.Sample{Rows: 1000})
		wantFault(t, err, "lock_timeout", "55P03", "1205")
		if took := time.Since(begin); took > 8*time.Second {
			t.Errorf("took %v", took)
		}
		listTables(t, src) // the catalogue needs no lock of the table
		unlock()
		if rows, _ := mustCollect(t, src, tab, scanner.Sample{Rows: 1000}); len(rows) != 100 {
			t.Errorf("%d rows after the lock", len(rows))
		}
	})
}

// A locked table is read after all others, if it is free by then.
func TestLockedTableIsReadAtTheEnd(t *testing.T) {
	catalog := builtin(t)
	onServers(t, func(t *testing.T, address string, admin *sql.DB) {
		fillPeople(t, address, 100)
		dbtest.Exec(t, admin, "CREATE TABLE zebra (n int)", "INSERT INTO zebra VALUES (1)")
		src := mustOpen(t, address, Options{Timeout: 2 * time.Second})
		for _, freed := range []bool{true, false} {
			unlock := lockTable(t, address, admin)
			result, err := scanner.Scan(t.Context(), []scanner.Source{src}, scanner.Options{Catalog: catalog, Sample: scanner.Sample{Rows: 1000},
				Progress: func(p scanner.Progress) {
					if freed && p.Object == "zebra" {
						unlock()
					}
				}})
			unlock()
			if err != nil {
				t.Fatal(err)
			}
			pessoas, zebra := result.Tables[0], result.Tables[1]
			if zebra.State != scanner.Covered {
				t.Errorf("zebra is %s", zebra.State)
			}
			if freed && (pessoas.State != scanner.Covered || pessoas.Read != 100 || len(pessoas.Reasons) > 0) {
				t.Errorf("pessoas is %s with %d rows, %v", pessoas.State, pessoas.Read, pessoas.Reasons)
			}
			if !freed && (pessoas.State != scanner.NotRead || len(pessoas.Reasons) != 1 || pessoas.Reasons[0].Code != "lock_timeout" || pessoas.Reasons[0].Detail == "") {
				t.Errorf("pessoas is %s, %v", pessoas.State, pessoas.Reasons)
			}
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

// wantAll asserts that rows are all those of fillPeople, each once.
func wantAll(t *testing.T, rows [][]string, n int) {
	t.Helper()
	ids := map[string]bool{}
	for _, r := range rows {
		ids[r[0]] = true
	}
	if len(rows) != n || len(ids) != n {
		t.Errorf("%d rows of %d, %d different ones", len(rows), n, len(ids))
	}
}

// What a killed connection had brought stays, and the rest comes on a new one.
func TestKilledInTheMiddle(t *testing.T) {
	onServers(t, func(t *testing.T, address string, admin *sql.DB) {
		fillPeople(t, address, 300000)
		src := mustOpen(t, address, Options{})
		tab := table(t, src, "pessoas")
		var ids [][]string
		r := src.Read(t.Context(), tab, scanner.Sample{})
		for b, err := range r.Batches {
			if err != nil {
				t.Fatal(err)
			}
			if n := len(ids); n == 0 || n/150000 != (n+b.Rows)/150000 && n < 200000 {
				killAll(t, address, admin)
			}
			for i := range b.Rows {
				ids = append(ids, []string{string(b.Row(i)[0])})
			}
		}
		if wantAll(t, ids, 300000); r.Facts.Rows != 300000 || r.Facts.Method != scanner.Whole {
			t.Errorf("facts %+v", r.Facts)
		}
	})
}

// A sample goes on after a cut in the middle of one of its statements, and is
// the one that it would have been.
func TestSampleGoesOnAfterACut(t *testing.T) {
	onServers(t, func(t *testing.T, address string, _ *sql.DB) {
		fillPeople(t, address, 100000)
		p, src, tab := proxied(t, address, Options{})
		for _, n := range []int64{5000, 200000} {
			want, _ := mustCollect(t, src, tab, scanner.Sample{Rows: n, Seed: 3})
			p.once.Store(true)
			p.limit.Store(100_000)
			got, _ := mustCollect(t, src, tab, scanner.Sample{Rows: n, Seed: 3})
			if p.limit.Load() < 1<<50 {
				t.Error("the link was not cut")
			}
			if !slices.EqualFunc(got, want, slices.Equal[[]string]) {
				t.Errorf("%d rows, not the %d of the sample", len(got), len(want))
			}
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
		p, src, tab := proxied(t, address, Options{})
		p.limit.Store(500_000) // of all connections: the next ones are cut too
		rows, _, err := collect(t.Context(), src, tab, scanner.Sample{})
		wantFault(t, err, "connection_lost")
		if len(rows) == 0 || len(rows) >= 50000 {
			t.Errorf("%d rows before the cut", len(rows))
		}
	})
}

// A server that starts again in the middle of a table is waited for.
func TestServerRestarts(t *testing.T) {
	onServers(t, func(t *testing.T, address string, _ *sql.DB) {
		fillPeople(t, address, 50000)
		p, src, tab := proxied(t, address, Options{})
		want, _ := mustCollect(t, src, tab, scanner.Sample{})
		rows, wait := 0, func() {}
		for b, err := range src.Read(t.Context(), tab, scanner.Sample{}).Batches {
			if err != nil {
				t.Error(err)
				break
			}
			if rows == 0 {
				wait = p.restart(t, time.Second)
			}
			rows += b.Rows
		}
		wait()
		if rows != len(want) {
			t.Errorf("%d rows, not %d", rows, len(want))
		}
	})
}

// A link on which nothing arrives any more ends within the timeout and 10 s.
func TestSilentLink(t *testing.T) {
	onServers(t, func(t *testing.T, address string, _ *sql.DB) {
		t.Parallel()
		fillPeople(t, address, 1000)
		p, src, tab := proxied(t, address, Options{Timeout: time.Second})
		p.mute.Store(true)
		begin := time.Now()
		_, _, err := collect(t.Context(), src, tab, scanner.Sample{})
		if code := scanner.ReasonOf(err).Code; code != "timeout" && code != "connection_lost" {
			t.Errorf("error %v", err)
		}
		if took := time.Since(begin); took > 11*time.Second {
			t.Errorf("took %v", took)
		}
	})
}

// Where nothing arrives any more in the middle of a table, the rows that had come
// are kept, and the end comes as soon.
func TestStalledInTheMiddle(t *testing.T) {
	onServers(t, func(t *testing.T, address string, _ *sql.DB) {
		t.Parallel()
		fillPeople(t, address, 100000)
		p, src, tab := proxied(t, address, Options{Timeout: time.Second})
		var begin time.Time
		var failed error
		rows := 0
		for b, err := range src.Read(t.Context(), tab, scanner.Sample{}).Batches {
			if err != nil {
				failed = err
				break
			}
			if rows == 0 {
				begin = time.Now()
				p.mute.Store(true)
			}
			rows += b.Rows
		}
		if code := scanner.ReasonOf(failed).Code; code != "timeout" && code != "connection_lost" || rows == 0 || rows == 100000 {
			t.Errorf("%d rows, error %v", rows, failed)
		}
		if took := time.Since(begin); took > 11*time.Second {
			t.Errorf("took %v", took)
		}
	})
}

// Where nothing arrives any more between two pages of a table, the end comes as soon.
func TestStalledBetweenPages(t *testing.T) {
	onServers(t, func(t *testing.T, address string, admin *sql.DB) {
		t.Parallel()
		fillPeople(t, address, 6*pageRows)
		if isPostgres(address) { // whose pages are of blocks
			dbtest.Exec(t, admin, "ALTER TABLE pessoas SET (fillfactor = 10)", "VACUUM FULL pessoas")
		}
		p, src, tab := proxied(t, address, Options{Timeout: time.Second})
		p.until.Store("ROLLBACK") // ends the transaction of a page
		begin := time.Now()
		rows, _, err := collect(t.Context(), src, tab, scanner.Sample{})
		if code := scanner.ReasonOf(err).Code; code != "timeout" && code != "connection_lost" || len(rows) == 0 || len(rows) == 6*pageRows {
			t.Errorf("%d rows, error %v", len(rows), err)
		}
		if took := time.Since(begin); took > 11*time.Second {
			t.Errorf("took %v", took)
		}
	})
}

// A slow link is no fault.
func TestSlowLink(t *testing.T) {
	onServers(t, func(t *testing.T, address string, _ *sql.DB) {
		fillPeople(t, address, 20000)
		p := newProxy(t, address)
		p.delay.Store(int64(3 * time.Millisecond))
		src := mustOpen(t, p.address, Options{})
		rows, _ := mustCollect(t, src, table(t, src, "pessoas"), scanner.Sample{})
		wantAll(t, rows, 20000)
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
		rnd := rand.New(rand.NewPCG(50, 50))
		for i := range 50 {
			ctx, cancel := context.WithCancel(t.Context())
			time.AfterFunc(time.Duration(rnd.IntN(250_000))*time.Microsecond, cancel)
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
