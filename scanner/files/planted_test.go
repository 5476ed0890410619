package files

import (
	"bytes"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/datamapbr/datamap/scanner"
)

// TestPlanted puts a person into every text of the folder, as a line of its own
// and in the middle of another, from the first place to the last: whoever is in a
// file is in what is read of it.
func TestPlanted(t *testing.T) {
	catalog := catalogOf(t)
	const person = "Plantada 529.982.247-25"
	found := func(path, option string) bool {
		for _, r := range readPath(t, path, Options{IsData: catalog.IsData, Is: catalog.Is, Encoding: option}, scanner.Sample{}) {
			for _, row := range append(r.rows, r.names) {
				for _, cell := range row {
					if strings.Contains(cell, person) {
						return true
					}
				}
			}
		}
		return false
	}
	places := 0
	for _, o := range offices(t) {
		ext := filepath.Ext(o.name)
		if !slices.Contains([]string{".csv", ".txt", ".rem"}, ext) || strings.Contains(o.name, "utf16") || len(o.data) == 0 {
			continue
		}
		eol := []byte("\n")
		if !bytes.Contains(o.data, eol) {
			eol = []byte("\r")
		}
		lines := bytes.SplitAfter(o.data, eol)
		for _, at := range []int{0, 1, len(lines) / 2, len(lines)} {
			at = min(at, len(lines))
			before, behind := bytes.Join(lines[:at], nil), bytes.Join(lines[at:], nil)
			for what, line := range map[string]string{"a line": person + string(eol), "a title": "Relatório de " + person + string(eol) + string(eol), "without an end": person} {
				data := string(before) + line + string(behind)
				if at == 0 && bytes.HasPrefix(o.data, []byte(bomUTF8)) {
					data = bomUTF8 + line + strings.TrimPrefix(string(behind), bomUTF8)
				}
				if places++; !found(writeFile(t, o.name, data), o.option) {
					t.Errorf("%s: a person as %s before line %d of %d is not read", o.name, what, at+1, len(lines))
				}
			}
		}
	}
	t.Logf("%d places", places)
}
