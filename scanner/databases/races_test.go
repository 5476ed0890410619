package databases

import (
	"database/sql"
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
