package databases

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"strings"
	"testing"
	"time"

	"github.com/datamapbr/datamap/scanner"
	"github.com/datamapbr/datamap/scanner/databases/dbtest"
)

// A limit that the administrator has set for the user is kept to where it is shorter.
func TestLimitsOfTheAdministrator(t *testing.T) {
	onServers(t, func(t *testing.T, address string, admin *sql.DB) {
		role := "curto_" + dbName(address)[:12]
		fillPeople(t, address, 10)
		mine := withUser(address, role, "x")
		if isPostgres(address) {
			dbtest.Exec(t, admin, "CREATE ROLE "+role+" LOGIN PASSWORD 'x'", "GRANT SELECT ON pessoas TO "+role,
				"ALTER ROLE "+role+" SET statement_timeout = 1500", "ALTER ROLE "+role+" SET lock_timeout = '120ms'")
			t.Cleanup(func() { dropRole(t, address, role) })
		} else {
			limit := " WITH MAX_STATEMENT_TIME 1.5"
			if mustOpen(t, address, Options{}).Info().Kind == "mysql" {
				limit = "" // has none of a user
				dbtest.Exec(t, admin, "SET GLOBAL max_execution_time = 1500")
				t.Cleanup(func() { dbtest.Exec(t, dbtest.Open(t, address), "SET GLOBAL max_execution_time = DEFAULT") })
			}
			dbtest.Exec(t, admin, "CREATE USER "+role+"@'%' IDENTIFIED BY 'x'"+limit, "GRANT SELECT ON pessoas TO "+role+"@'%'")
			t.Cleanup(func() { dbtest.Exec(t, dbtest.Open(t, address), "DROP USER "+role+"@'%'") })
		}
		src := mustOpen(t, mine, Options{})
		tab := table(t, src, "pessoas")
		for _, sample := range []scanner.Sample{{}, {Rows: 5}, {Timeout: time.Hour}} {
			o, _, err := OutlineOf(t.Context(), src, tab, sample)
			if err != nil || o.TimeoutMS != 1500 {
				t.Errorf("a statement may take %d ms, %v", o.TimeoutMS, err)
			}
			if isPostgres(address) && !strings.Contains(o.Statements[0].SQL, "lock_timeout = 120;") {
				t.Errorf("sent: %s", o.Statements[0].SQL)
			}
		}
		if o, _, err := OutlineOf(t.Context(), src, tab, scanner.Sample{Timeout: time.Second}); err != nil || o.TimeoutMS != 1000 {
			t.Errorf("a statement may take %d ms, %v", o.TimeoutMS, err)
		}
		mustCollect(t, src, tab, scanner.Sample{})
	})
}

// A server without room is asked again for some seconds.
func TestTooManyConnections(t *testing.T) {
	onServers(t, func(t *testing.T, address string, admin *sql.DB) {
		role := "so_um_" + dbName(address)[:12]
		fillPeople(t, address, 10)
		if isPostgres(address) {
			dbtest.Exec(t, admin, "CREATE ROLE "+role+" LOGIN PASSWORD 'x' CONNECTION LIMIT 1", "GRANT SELECT ON pessoas TO "+role)
			t.Cleanup(func() { dropRole(t, address, role) })
		} else {
			dbtest.Exec(t, admin, "CREATE USER "+role+"@'%' IDENTIFIED BY 'x' WITH MAX_USER_CONNECTIONS 1", "GRANT SELECT ON pessoas TO "+role+"@'%'")
			t.Cleanup(func() { dbtest.Exec(t, dbtest.Open(t, address), "DROP USER "+role+"@'%'") })
		}
		mine := withUser(address, role, "x")
		hold := func() *sql.Conn {
			conn, err := dbtest.Open(t, mine).Conn(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			return conn
		}
		// closeNow really ends the connection; Close would give it back to its pool.
		closeNow := func(conn *sql.Conn) {
			_ = conn.Raw(func(any) error { return driver.ErrBadConn })
			conn.Close()
		}
		other := hold()
		_, err := Open(t.Context(), mine, Options{})
		wantFault(t, err, "too_many_connections", "53300", "1226")
		time.AfterFunc(700*time.Millisecond, func() { closeNow(other) })
		src := mustOpen(t, mine, Options{})
		if rows, _ := mustCollect(t, src, table(t, src, "pessoas"), scanner.Sample{}); len(rows) != 10 {
			t.Errorf("%d rows", len(rows))
		}
	})
}

// hold opens connections of a user until the server has had no room for one more for half a
// second: those that were ended just before count for a moment longer.
func hold(t *testing.T, address string) {
	t.Helper()
	db := dbtest.Open(t, address)
	var opened, refused int
	for refused < 5 && opened < 100 {
		conn, err := db.Conn(t.Context())
		if err != nil {
			refused++
			time.Sleep(100 * time.Millisecond)
			continue
		}
		opened, refused = opened+1, 0
		t.Cleanup(func() {
			_ = conn.Raw(func(any) error { return driver.ErrBadConn })
			conn.Close()
		})
	}
	if refused < 5 {
		t.Fatal("the server takes a hundred connections")
	}
}

// A server that is full of other people's connections is asked again for some seconds;
// then the table has its line, and the next one is not waited for as long.
func TestFullServer(t *testing.T) {
	onServers(t, func(t *testing.T, address string, admin *sql.DB) {
		fillPeople(t, address, 100)
		role := "cheio_" + dbName(address)[:12]
		mine := withUser(address, role, "x")
		var fill, free func()
		if isPostgres(address) {
			dbtest.Exec(t, admin, "CREATE ROLE "+role+" LOGIN PASSWORD 'x'", "GRANT SELECT ON pessoas TO "+role)
			t.Cleanup(func() { dropRole(t, address, role) })
			fill = func() {
				dbtest.Exec(t, admin, "ALTER ROLE "+role+" CONNECTION LIMIT 3")
				killAll(t, address, admin)
				hold(t, mine)
			}
			free = func() { dbtest.Exec(t, admin, "ALTER ROLE "+role+" CONNECTION LIMIT -1") }
		} else {
			var most int
			if err := admin.QueryRow("SELECT @@GLOBAL.max_connections").Scan(&most); err != nil {
				t.Fatal(err)
			}
			dbtest.Exec(t, admin, "CREATE USER "+role+"@'%' IDENTIFIED BY 'x'", "GRANT SELECT ON pessoas TO "+role+"@'%'")
			t.Cleanup(func() { dbtest.Exec(t, dbtest.Open(t, address), "DROP USER "+role+"@'%'") })
			fill = func() {
				killAll(t, address, admin)
				dbtest.Exec(t, admin, "SET GLOBAL max_connections = 10")
				hold(t, strings.Replace(mine, "/"+dbName(address), "/", 1))
			}
			free = func() {
				if _, err := admin.Exec("SET GLOBAL max_connections = ?", most); err != nil {
					t.Error(err)
				}
			}
			t.Cleanup(free)
		}
		src := mustOpen(t, mine, Options{})
		tab := table(t, src, "pessoas")
		fill()
		for _, least := range []time.Duration{3 * time.Second, 0} {
			begin := time.Now()
			_, _, err := collect(t.Context(), src, tab, scanner.Sample{})
			wantFault(t, err, "too_many_connections", "53300", "1040")
			if took := time.Since(begin); took < least || least == 0 && took > 3*time.Second {
				t.Errorf("given up after %v", took)
			}
		}
		time.AfterFunc(700*time.Millisecond, free)
		other := mustOpen(t, mine, Options{}) // waits until there is room
		for _, s := range []scanner.Source{other, src} {
			if rows, _ := mustCollect(t, s, table(t, s, "pessoas"), scanner.Sample{}); len(rows) != 100 {
				t.Errorf("%d rows", len(rows))
			}
		}
	})
}

// The time of one table is over while another is read on the second connection,
// which goes on.
func TestTimeOverForOne(t *testing.T) {
	t.Parallel()
	address := dbtest.Postgres(t)
	fillPeople(t, address, 50000)
	src := mustOpen(t, address, Options{})
	tab := table(t, src, "pessoas")
	var all [][]string
	for b, err := range src.Read(t.Context(), tab, scanner.Sample{}).Batches {
		if err != nil {
			t.Fatalf("after %d rows: %v", len(all), err)
		}
		if len(all) == 0 {
			ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
			defer cancel()
			for _, err := range src.Read(ctx, tab, scanner.Sample{}).Batches {
				if err != nil {
					wantFault(t, err, "timeout")
				}
				<-ctx.Done()
			}
			time.Sleep(hurryTime + 100*time.Millisecond)
		}
		for i := range b.Rows {
			all = append(all, []string{string(b.Row(i)[0])})
		}
	}
	wantAll(t, all, 50000)
}
