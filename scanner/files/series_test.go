package files

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
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
		return oneTable(t, context.Background(), path, scanner.Options{Catalog: catalog, Jobs: jobs, Series: 2, Sample: scanner.Sample{Seed: 1, Rows: sample}})
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

// oneTable scans a path at which there is one table.
func oneTable(t *testing.T, ctx context.Context, path string, opt scanner.Options) *scanner.TableResult {
	t.Helper()
	source, err := Open(path, Options{IsData: opt.Catalog.IsData})
	if err != nil {
		t.Fatal(err)
	}
	defer source.Close()
	result, err := scanner.Scan(ctx, []scanner.Source{source}, opt)
	if err != nil {
		t.Fatal(err)
	}
	if len(result.Tables) != 1 {
		t.Fatalf("%s is %d tables", path, len(result.Tables))
	}
	return &result.Tables[0]
}

// TestSeriesWithGaps: what is wrong with one file is said of it, and the others are read; an
// interrupted scan still lists all of them.
func TestSeriesWithGaps(t *testing.T) {
	whole := gzipped(t, mixedCSV(300))
	dir := layOut(t, map[string]string{
		"v-1.csv.gz": whole, "v-2.csv.gz": gzipped(t, mixedCSV(200))[:4000], "v-3.csv.gz": "\x1f\x8bnada", "v-4.csv.gz": gzipped(t, mixedCSV(100)),
	})
	opt := scanner.Options{Catalog: catalogOf(t), Series: 2, Sample: scanner.Sample{Seed: 1}}
	say := func(table *scanner.TableResult) (all []string) {
		for _, p := range table.Parts {
			code := ""
			if len(p.Reasons) > 0 {
				code = " " + p.Reasons[len(p.Reasons)-1].Code
			}
			all = append(all, p.Name+" "+string(p.State)+code)
		}
		return all
	}
	table := oneTable(t, context.Background(), dir, opt)
	want := []string{"v-1.csv.gz covered", "v-2.csv.gz partial damaged_archive", "v-3.csv.gz not_read damaged_archive", "v-4.csv.gz covered"}
	if got := say(table); !slices.Equal(got, want) || table.State != scanner.Partial || table.Read <= 400 || table.Read >= 600 {
		t.Errorf("%s, %d rows: %q, want %q", table.State, table.Read, got, want)
	}
	wantCodes(t, "reasons", table.Reasons, "incomplete_parts", "damaged_archive")

	ctx, cancel := context.WithCancel(context.Background())
	opt.Jobs = 1
	opt.Progress = func(p scanner.Progress) { cancel() } // behind the first batch
	table = oneTable(t, ctx, dir, opt)
	want = []string{"v-1.csv.gz partial interrupted", "v-2.csv.gz not_read interrupted", "v-3.csv.gz not_read damaged_archive", "v-4.csv.gz not_read interrupted"}
	if got := say(table); !slices.Equal(got, want) || table.State != scanner.Partial {
		t.Errorf("interrupted, it is %s: %q, want %q", table.State, got, want)
	}
}
