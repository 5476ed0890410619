//go:build unix

package main

import (
	"context"
	"database/sql"
	"flag"
	"fmt"
	"math"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/datamapbr/datamap/detectors"
	"github.com/datamapbr/datamap/scanner"
	"github.com/datamapbr/datamap/scanner/databases"
	"github.com/datamapbr/datamap/scanner/databases/dbtest"
)

var largeRows = flag.Int("rows", 10_000_000, "rows of the table that is sampled")

// What a sample of a large table and a catalogue of many tables may cost.
const (
	sampleRows    = 10_000
	sampleMost    = 100 * time.Millisecond
	leastTouched  = 200
	manyTables    = 1000
	manyColumns   = 20
	catalogueMost = 60 * time.Second
)

var benchEngines = []struct {
	name    string
	address func(testing.TB) string
}{{"SQLite", dbtest.SQLite}, {"PostgreSQL", dbtest.Postgres}, {"MariaDB", dbtest.MySQL}}

// fillLarge fills a table whose e-mails are empty in its first half, with a million rows
// per statement.
func fillLarge(b *testing.B, address string, db *sql.DB, rows int) {
	b.Helper()
	digit := "(SELECT 0 AS d UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4 UNION ALL SELECT 5 " +
		"UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9)"
	million := fmt.Sprintf("SELECT a.d + 10*b.d + 100*c.d + 1000*e.d + 10000*f.d + 100000*g.d AS i FROM %[1]s a, %[1]s b, %[1]s c, %[1]s e, %[1]s f, %[1]s g", digit)
	email := "'pessoa' || i || '@exemplo.com.br'"
	if strings.HasPrefix(address, "mysql") {
		email = "concat('pessoa', i, '@exemplo.com.br')"
	}
	dbtest.Exec(b, db, "CREATE TABLE pessoas (id integer PRIMARY KEY, nome varchar(100), email varchar(100))")
	for from := 0; from < rows; from += 1_000_000 {
		dbtest.Exec(b, db, fmt.Sprintf("INSERT INTO pessoas SELECT i + 1, 'nome da pessoa com algum tamanho', CASE WHEN i >= %d THEN %s END FROM "+
			"(SELECT i + %d AS i FROM (%s) m) x WHERE i < %d ORDER BY i", rows/2, email, from, million, rows))
	}
	switch {
	case strings.HasPrefix(address, "postgres"):
		dbtest.Exec(b, db, "ANALYZE pessoas")
	case strings.HasPrefix(address, "mysql"):
		// As a server that is sized for its data would have it: the disk is not measured.
		dbtest.Exec(b, db, "SET GLOBAL innodb_buffer_pool_size = 2147483648", "SELECT sum(length(nome)) FROM pessoas")
	}
}

// BenchmarkDatabasesSample measures the sample of a table of 10 M rows: it must
// be quick, spread over the table, and true to it.
func BenchmarkDatabasesSample(b *testing.B) {
	for _, engine := range benchEngines {
		b.Run(engine.name, func(b *testing.B) {
			address := engine.address(b)
			fillLarge(b, address, dbtest.Open(b, address), *largeRows)
			source, err := databases.Open(context.Background(), address, databases.Options{})
			if err != nil {
				b.Fatal(err)
			}
			defer source.Close()
			tables, err := source.Tables(context.Background())
			if err != nil {
				b.Fatal(err)
			}
			var times []float64
			var touched int64
			for b.Loop() {
				for seed := range uint64(7) {
					var rows, filled int
					var facts scanner.Facts
					times = append(times, seconds(b, func() error {
						reading := source.Read(context.Background(), &tables[0], scanner.Sample{Rows: sampleRows, Seed: seed})
						for batch, err := range reading.Batches {
							if err != nil {
								return err
							}
							rows += batch.Rows
							for i := range batch.Rows {
								if batch.Row(i)[2] != nil {
									filled++
								}
							}
						}
						facts = reading.Facts
						return nil
					}))
					if touched = facts.Touched; touched < leastTouched || rows < sampleRows*99/100 {
						b.Errorf("%d rows of %d blocks or ranges", rows, touched)
					}
					if share := float64(filled) / float64(rows); math.Abs(share-0.5) > 0.05 {
						b.Errorf("a column that is half empty is filled in %.3f of the sample", share)
					}
				}
			}
			slices.Sort(times)
			median := times[len(times)/2]
			b.ReportMetric(1000*median, "ms/sample")
			b.ReportMetric(float64(touched), "touched")
			if median > sampleMost.Seconds() {
				b.Errorf("a sample took %.0f ms (at most %v)", 1000*median, sampleMost)
			}
		})
	}
}

// cpu is the processor time of this process so far, in seconds.
func cpu(b *testing.B) float64 {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano()).Seconds()
}

// BenchmarkDatabasesCatalogue measures a scan of many tables, and how its time is
// divided: what we wait for the server, what the driver and we use to get the
// rows, and what judging them takes. (SQLite is its own server: all is ours.)
func BenchmarkDatabasesCatalogue(b *testing.B) {
	catalog, err := detectors.Builtin()
	if err != nil {
		b.Fatal(err)
	}
	for _, engine := range benchEngines {
		b.Run(engine.name, func(b *testing.B) {
			address := engine.address(b)
			db := dbtest.Open(b, address)
			var columns, values []string
			for i := range manyColumns {
				columns = append(columns, fmt.Sprintf("campo_%d varchar(40)", i))
				values = append(values, fmt.Sprintf("'valor %d'", i))
			}
			row := "(" + strings.Join(values, ",") + ")"
			for i := range manyTables {
				dbtest.Exec(b, db, fmt.Sprintf("CREATE TABLE tabela_%d (%s)", i, strings.Join(columns, ",")),
					fmt.Sprintf("INSERT INTO tabela_%d VALUES %s", i, strings.Join(slices.Repeat([]string{row}, 50), ",")))
			}
			sample := scanner.Sample{Rows: sampleRows, Seed: 1}
			for b.Loop() {
				begin := cpu(b)
				read := seconds(b, func() error { return readAll(address, sample) })
				driver := cpu(b) - begin
				begin = cpu(b)
				whole := seconds(b, func() error {
					source, err := databases.Open(context.Background(), address, databases.Options{})
					if err != nil {
						return err
					}
					defer source.Close()
					result, err := scanner.Scan(context.Background(), []scanner.Source{source}, scanner.Options{Catalog: catalog, Sample: sample, Jobs: 2})
					if err == nil && scanner.TotalsOf(result.Tables).States[scanner.Covered] != manyTables {
						err = fmt.Errorf("of %d tables not all were covered", len(result.Tables))
					}
					return err
				})
				judged := cpu(b) - begin - driver
				b.ReportMetric(whole, "scan-s")
				b.ReportMetric(max(0, read-driver), "server-s")
				b.ReportMetric(driver, "driver-s")
				b.ReportMetric(judged, "ours-s")
				if whole > catalogueMost.Seconds() {
					b.Errorf("%d tables took %.1f s (at most %v)", manyTables, whole, catalogueMost)
				}
			}
		})
	}
}

// readAll lists and reads every table, one after the other, and judges nothing.
func readAll(address string, sample scanner.Sample) error {
	source, err := databases.Open(context.Background(), address, databases.Options{})
	if err != nil {
		return err
	}
	defer source.Close()
	tables, err := source.Tables(context.Background())
	if err != nil {
		return err
	}
	for i := range tables {
		for _, err := range source.Read(context.Background(), &tables[i], sample).Batches {
			if err != nil {
				return err
			}
		}
	}
	return nil
}
