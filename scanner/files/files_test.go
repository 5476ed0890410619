package files

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/datamapbr/datamap/scanner"
)

// A reading is all that came out of one table.
type reading struct {
	table scanner.Table
	names []string
	rows  [][]string // "∅" for a cell that is not there
	facts scanner.Facts
	err   error
}

// null stands for a nil cell in expectations.
const null = "∅"

// writeFile lays out one file in a folder of the test and returns its path.
func writeFile(t testing.TB, name string, data string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(data), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// isData is a small stand-in for the detectors: a word with a digit of a
// document, or a well-known person.
func isData(cell []byte) bool { return strings.HasPrefix(string(cell), "Maria ") }

// readPath reads every table of a path.
func readPath(t testing.TB, path string, opt Options, sample scanner.Sample) []reading {
	t.Helper()
	s, err := Open(path, opt)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	return readSource(t, s, sample)
}

func readSource(t testing.TB, s scanner.Source, sample scanner.Sample) []reading {
	t.Helper()
	tables, err := s.Tables(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	var all []reading
	for i := range tables {
		all = append(all, readTable(t, s, &tables[i], sample))
	}
	return all
}

func readTable(t testing.TB, s scanner.Source, table *scanner.Table, sample scanner.Sample) reading {
	t.Helper()
	got := reading{table: *table}
	for _, c := range table.Columns {
		got.names = append(got.names, c.Name)
	}
	if table.State != "" {
		return got
	}
	rd := s.Read(context.Background(), table, sample)
	for batch, err := range rd.Batches {
		if err != nil {
			got.err = err
			continue
		}
		if got.err != nil {
			t.Fatal("a batch came after an error")
		}
		if batch.Cols != len(table.Columns) || len(batch.Cells) != batch.Rows*batch.Cols {
			t.Fatalf("batch of %d×%d has %d cells, the table %d columns", batch.Rows, batch.Cols, len(batch.Cells), len(table.Columns))
		}
		for i := range batch.Rows {
			row := make([]string, batch.Cols)
			for j, cell := range batch.Row(i) {
				row[j] = string(cell)
				if cell == nil {
					row[j] = null
				}
			}
			got.rows = append(got.rows, row)
		}
	}
	got.facts = rd.Facts
	return got
}

// readOne reads the only table of a path.
func readOne(t testing.TB, path string, opt Options, sample scanner.Sample) reading {
	t.Helper()
	all := readPath(t, path, opt, sample)
	if len(all) != 1 {
		t.Fatalf("%d tables, want 1", len(all))
	}
	return all[0]
}

// table makes rows of a text with one row a line and cells between bars.
func table(text string) [][]string {
	var rows [][]string
	for line := range strings.Lines(text) {
		rows = append(rows, strings.Split(strings.TrimSuffix(line, "\n"), "|"))
	}
	return rows
}

func wantRows(t *testing.T, got, want [][]string) {
	t.Helper()
	if !slices.EqualFunc(got, want, slices.Equal) {
		t.Errorf("rows are\n%.1000q, want\n%.1000q", fmt.Sprintf("%q", got), fmt.Sprintf("%q", want))
	}
}

// codes are the codes of reasons, in order.
func codes(reasons []scanner.Reason) []string {
	var c []string
	for _, r := range reasons {
		c = append(c, r.Code)
	}
	return c
}

func wantCodes(t *testing.T, what string, got []scanner.Reason, want ...string) {
	t.Helper()
	if !reflect.DeepEqual(codes(got), want) {
		t.Errorf("%s are %+v, want %q", what, got, want)
	}
}

func TestOpenErrors(t *testing.T) {
	dir := t.TempDir()
	for _, tc := range []struct {
		path string
		opt  Options
		code string
		text string
	}{
		{path: filepath.Join(dir, "falta.csv"), code: "no_such_file"},
		{path: filepath.Join(dir, "*.csv"), code: "no_matching_file"},
		{path: dir, opt: Options{Encoding: "klingon"}, text: "known: utf-8, utf-16le, utf-16be, windows-1252, iso-8859-1, iso-8859-15, cp850, cp858, cp860, cp437, macintosh"},
	} {
		_, err := Open(tc.path, tc.opt)
		if err == nil {
			t.Errorf("%s opens", tc.path)
			continue
		}
		if !strings.Contains(err.Error(), tc.text) {
			t.Errorf("%s: error %q does not say %q", tc.path, err, tc.text)
		}
		var f *scanner.Fault
		if tc.code != "" && (!errors.As(err, &f) || f.Code != tc.code) {
			t.Errorf("%s: error %v, want a fault %q", tc.path, err, tc.code)
		}
	}
}
