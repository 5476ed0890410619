package main

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/datamapbr/datamap/detectors"
	"github.com/datamapbr/datamap/scanner"
	"github.com/datamapbr/datamap/scanner/databases"
	"github.com/datamapbr/datamap/scanner/databases/dbtest"
)

const (
	tableRows    = 1_000_000
	tableColumns = 12
	insertRows   = 500 // with one statement
)

// BenchmarkDatabases measures a full scan of a table of 1 M rows beside a plain
// SELECT of its columns through the same driver. Run it with -benchtime 1x.
func BenchmarkDatabases(b *testing.B) {
	catalog, err := detectors.Builtin()
	if err != nil {
		b.Fatal(err)
	}
	for _, engine := range []struct {
		name    string
		address func(testing.TB) string
	}{{"SQLite", dbtest.SQLite}, {"PostgreSQL", dbtest.Postgres}, {"MariaDB", dbtest.MySQL}} {
		b.Run(engine.name, func(b *testing.B) {
			address := engine.address(b)
			db := dbtest.Open(b, address)
			fill(b, db)
			var selects, scans []float64
			for b.Loop() {
				for range 3 {
					selects = append(selects, seconds(b, func() error { return selectAll(db) }))
					scans = append(scans, seconds(b, func() error {
						source, err := databases.Open(context.Background(), address, databases.Options{})
						if err != nil {
							return err
						}
						defer source.Close()
						result, err := scanner.Scan(context.Background(), []scanner.Source{source}, scanner.Options{Catalog: catalog, Jobs: 2})
						if err == nil && result.Tables[0].Read != tableRows {
							err = fmt.Errorf("%d rows were read: %+v", result.Tables[0].Read, result.Tables[0].Reasons)
						}
						return err
					}))
				}
			}
			slices.Sort(selects)
			slices.Sort(scans)
			b.ReportMetric(selects[1], "select-s")
			b.ReportMetric(scans[1], "scan-s")
			b.ReportMetric(scans[1]/selects[1], "scan/select")
		})
	}
}

func seconds(b *testing.B, f func() error) float64 {
	start := time.Now()
	if err := f(); err != nil {
		b.Fatal(err)
	}
	return time.Since(start).Seconds()
}

// fill makes a table of made-up customers.
func fill(b *testing.B, db *sql.DB) {
	names := header[:tableColumns]
	dbtest.Exec(b, db, "CREATE TABLE clientes ("+names[0]+" BIGINT PRIMARY KEY, "+strings.Join(names[1:], " VARCHAR(120), ")+" VARCHAR(120))")
	r := rand.New(rand.NewPCG(300, 17))
	for i := 0; i < tableRows; {
		var statement bytes.Buffer
		statement.WriteString("INSERT INTO clientes VALUES ")
		for n := range insertRows {
			i++
			cells := record(r, i)[:tableColumns]
			if n > 0 {
				statement.WriteByte(',')
			}
			statement.WriteString("(" + cells[0] + ",'" + strings.Join(cells[1:], "','") + "')")
		}
		dbtest.Exec(b, db, statement.String())
	}
}

// selectAll reads the table as database/sql gives it, and does nothing else.
func selectAll(db *sql.DB) error {
	rows, err := db.Query("SELECT * FROM clientes")
	if err != nil {
		return err
	}
	defer rows.Close()
	cells := make([]sql.RawBytes, tableColumns)
	into := make([]any, tableColumns)
	for i := range cells {
		into[i] = &cells[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return err
		}
	}
	return rows.Err()
}
