package files

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/datamapbr/datamap/scanner"
)

// TestSeriesIsTheTable: a table that is cut into files is judged as if it were one, with any
// number of goroutines.
func TestSeriesIsTheTable(t *testing.T) {
	const rows, each = 6000, 700
	catalog, whole := catalogOf(t), mixedCSV(rows)
	header, rest, _ := strings.Cut(whole, "\n")
	files := map[string]string{}
	for from := 0; from < rows; from += each {
		part, behind, found := strings.Cut(rest, fmt.Sprintf("\n%d;", from+each))
		files[fmt.Sprintf("vendas_%04d.csv", from)] = header + "\n" + part + "\n"
		if rest = ""; found {
			rest = fmt.Sprintf("%d;%s", from+each, behind)
		}
	}
	scan := func(path string, jobs int, sample int64) *scanner.TableResult {
		source, err := Open(path, Options{IsData: catalog.IsData})
		if err != nil {
			t.Fatal(err)
		}
		result, err := scanner.Scan(context.Background(), []scanner.Source{source}, scanner.Options{Catalog: catalog, Jobs: jobs, Sample: scanner.Sample{Seed: 1, Rows: sample}})
		if err != nil {
			t.Fatal(err)
		}
		if len(result.Tables) != 1 {
			t.Fatalf("%s is %d tables", path, len(result.Tables))
		}
		return &result.Tables[0]
	}
	columns := func(table *scanner.TableResult) []byte {
		for i := range table.Columns {
			table.Columns[i].ID = ""
		}
		data, err := json.Marshal(table.Columns)
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	dir := layOut(t, files)
	want := columns(scan(writeFile(t, "vendas.csv", whole), 1, 0))
	for _, jobs := range []int{1, 4} {
		table := scan(dir, jobs, 0)
		if table.Table != "vendas_*.csv" || table.Read != rows || table.Rows != rows || table.State != scanner.Covered || len(table.Parts) != len(files) {
			t.Errorf("with %d jobs: %+v", jobs, table.Entry)
		}
		if got := columns(table); !bytes.Equal(got, want) {
			t.Errorf("with %d jobs:\n%s\nas one file:\n%s", jobs, got, want)
		}
	}
	const sample = 900
	table := scan(dir, 1, sample)
	if table.Read > sample || table.Read < sample-int64(len(files)) || table.State != scanner.Sampled || table.Rows != rows {
		t.Errorf("a sample of %d rows has %d of %d: %s", sample, table.Read, table.Rows, table.State)
	}
	for _, p := range table.Parts {
		if share := float64(p.Read) / float64(p.Rows); share < 0.12 || share > 0.18 {
			t.Errorf("of %s %d rows of %d are read", p.Name, p.Read, p.Rows)
		}
	}
	if parallel := scan(dir, 4, sample); !bytes.Equal(columns(parallel), columns(table)) {
		t.Error("with more goroutines the sample is another")
	}
}
