package databases

import (
	"database/sql"
	"database/sql/driver"
	"strings"
	"testing"
	"time"

	"github.com/datamapbr/datamap/scanner"
	"github.com/datamapbr/datamap/scanner/databases/dbtest"
)

// A table that somebody changes while its pages are read keeps the rows that had come,
// and is never called whole where rows may have been passed over.
func TestChangedInTheMiddle(t *testing.T) {
	changes := map[string]string{"dropped": "DROP TABLE pessoas", "column dropped": "ALTER TABLE pessoas DROP COLUMN email"}
	want := map[string]string{"dropped": "dropped", "column dropped": "altered", "rewritten": "altered", "moved": "altered", "emptied": "altered"}
	onServers(t, func(t *testing.T, address string, admin *sql.DB) {
		all := map[string]string{}
		for name, statement := range changes {
			all[name] = statement
		}
		if isPostgres(address) { // whose pages are places on the disk
			all["rewritten"] = "ALTER TABLE pessoas ALTER id TYPE bigint"
			all["moved"] = "VACUUM FULL pessoas"
			all["emptied"] = "TRUNCATE pessoas"
		}
		for name, statement := range all {
			dbtest.Exec(t, admin, "DROP TABLE IF EXISTS pessoas")
			fillPeople(t, address, 45000)
			if isPostgres(address) {
				dbtest.Exec(t, admin, "ALTER TABLE pessoas SET (fillfactor = 10)", "VACUUM FULL pessoas") // ten times the pages
			}
			src := mustOpen(t, address, Options{})
			tab := table(t, src, "pessoas")
			done := make(chan error, 1)
			rows, failed := 0, error(nil)
			reading := src.Read(t.Context(), tab, scanner.Sample{})
			for b, err := range reading.Batches {
				if err != nil {
					failed = err
					break
				}
				if rows == 0 {
					go func() {
						_, err := admin.Exec(statement)
						done <- err
					}()
					time.Sleep(200 * time.Millisecond) // it waits now for the end of the page
				}
				rows += b.Rows
			}
			if err := <-done; err != nil {
				t.Errorf("%s: %v", name, err)
			}
			code := scanner.ReasonOf(failed).Code
			if len(reading.Facts.Gaps) > 0 {
				code = reading.Facts.Gaps[0].Code
			}
			if code != want[name] || rows == 0 {
				t.Errorf("%s: %d rows, %v, gaps %v", name, rows, failed, reading.Facts.Gaps)
			}
		}
	})
}

// hold opens connections of a user until the server has no room for one more.
func hold(t *testing.T, address string) {
	t.Helper()
	db := dbtest.Open(t, address)
	for range 100 {
		conn, err := db.Conn(t.Context())
		if err != nil {
			return
		}
		t.Cleanup(func() {
			_ = conn.Raw(func(any) error { return driver.ErrBadConn })
			conn.Close()
		})
	}
	t.Fatal("the server takes a hundred connections")
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
		_, err := Open(t.Context(), mine, Options{})
		wantFault(t, err, "too_many_connections", "53300", "1040")
		for _, least := range []time.Duration{3 * time.Second, 0} {
			begin := time.Now()
			_, _, err = collect(t.Context(), src, tab, scanner.Sample{})
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
