package main

import (
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"runtime"

	"github.com/xuri/excelize/v2"

	"github.com/datamapbr/datamap/detectors"
	"github.com/datamapbr/datamap/scanner"
	"github.com/datamapbr/datamap/scanner/files"
)

// references are what the scan is compared with, and other work for a process of its own:
// children inherit the peak memory of this process.
var references = map[string]func(path string) error{
	"csv":      readCSV,
	"excelize": readWorkbook,
	"naive":    scanNaively,
	"mallocs":  countMallocs,
	"inline":   func(path string) error { return writeWorkbook(path, false) },
	"shared":   func(path string) error { return writeWorkbook(path, true) },
}

// eachRow reads a file with encoding/csv and ReuseRecord.
func eachRow(path string, use func(row []string)) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.ReuseRecord = true
	for {
		row, err := r.Read()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		use(row)
	}
}

// readCSV reads a file and does nothing else.
func readCSV(path string) error { return eachRow(path, func([]string) {}) }

// readWorkbook reads the rows of the first sheet with excelize.
func readWorkbook(path string) error {
	f, err := excelize.OpenFile(path, excelize.Options{RawCellValue: true})
	if err != nil {
		return err
	}
	defer f.Close()
	rows, err := f.Rows(f.GetSheetName(0))
	if err != nil {
		return err
	}
	for rows.Next() {
		if _, err := rows.Columns(); err != nil {
			return err
		}
	}
	return rows.Close()
}

// scanNaively tries the regular expression of every form on every cell.
func scanNaively(path string) error {
	catalog, err := detectors.Builtin()
	if err != nil {
		return err
	}
	naive := catalog.Naive()
	counts := make([]int, catalog.Len())
	return eachRow(path, func(row []string) {
		for _, cell := range row {
			value, valid := detectors.Clean([]byte(cell)), false
			naive.Match(value, func(typ int, ok bool) {
				counts[typ]++
				valid = valid || ok
			})
			if !valid {
				naive.Find(value, func(h detectors.TextHit) { counts[h.Type]++ })
			}
		}
	})
}

// countMallocs scans a file in this process and prints the number of allocations.
func countMallocs(path string) error {
	catalog, err := detectors.Builtin()
	if err != nil {
		return err
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if err := scanHere(path, catalog); err != nil {
		return err
	}
	runtime.ReadMemStats(&after)
	fmt.Println(after.Mallocs - before.Mallocs)
	return nil
}

// scanHere scans every row of a file in this process, with one core.
func scanHere(path string, catalog *detectors.Catalog) error {
	source, err := files.Open(path, files.Options{IsData: catalog.IsData})
	if err != nil {
		return err
	}
	defer source.Close()
	_, err = scanner.Scan(context.Background(), []scanner.Source{source}, scanner.Options{Catalog: catalog, Jobs: 1})
	return err
}
