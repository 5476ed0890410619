package files

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/datamapbr/datamap/scanner"
)

// A file that changes between the listing and its reading, as files do on which
// somebody works, is read to its new end, or said to have changed.
func TestAltered(t *testing.T) {
	const line = "Ana Maria;529.982.247-25\n"
	before, more := "nome;cpf\n"+strings.Repeat(line, 400000), strings.Repeat(line, 5)
	replace := func(path string) error {
		fresh := filepath.Join(t.TempDir(), "novo.csv")
		if err := os.WriteFile(fresh, []byte("cpf;nome\n"+before), 0o600); err != nil {
			return err
		}
		return os.Rename(fresh, path)
	}
	for _, tc := range []struct {
		what  string
		alter func(path string) error
		rows  int64
		code  string
	}{
		{"grown", func(path string) error { return os.WriteFile(path, []byte(before+more), 0o600) }, 400005, ""},
		{"shorter", func(path string) error { return os.Truncate(path, int64(len("nome;cpf\n")+100*len(line))) }, 0, "altered"},
		{"replaced", replace, 0, "altered"},
		{"removed", os.Remove, 0, "no_such_file"},
	} {
		for _, sample := range []scanner.Sample{{}, {Rows: 100, Seed: 1}} {
			path := writeFile(t, "vivo.csv", before)
			src, err := Open(path, Options{})
			must(t, err)
			tables, err := src.Tables(t.Context())
			must(t, err, tc.alter(path))
			rd := src.Read(t.Context(), &tables[0], sample)
			rows, code := int64(0), ""
			for b, err := range rd.Batches {
				if err != nil {
					code = scanner.ReasonOf(err).Code
					continue
				}
				rows += int64(b.Rows)
			}
			if code != tc.code || sample.Rows == 0 && rows != tc.rows {
				t.Errorf("%s, sample of %d: %d rows, %q; want %d, %q", tc.what, sample.Rows, rows, code, tc.rows, tc.code)
			}
		}
	}
	// It is cut while it is read: what was read before stays, and that it is not all is said.
	path := writeFile(t, "vivo.csv", before)
	src, err := Open(path, Options{})
	must(t, err)
	tables, err := src.Tables(t.Context())
	must(t, err)
	var said []string
	for b, err := range src.Read(t.Context(), &tables[0], scanner.Sample{}).Batches {
		if err != nil {
			said = append(said, scanner.ReasonOf(err).Code)
		} else if len(said) == 0 {
			said = append(said, fmt.Sprint("rows: ", b.Rows > 0))
			must(t, os.Truncate(path, int64(len("nome;cpf\n")+200000*len(line))))
		}
	}
	if got := strings.Join(said, ", "); got != "rows: true, altered" {
		t.Errorf("cut while it is read: %s", got)
	}
}
