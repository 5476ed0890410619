package databases

import (
	"fmt"
	"strings"
	"testing"

	"github.com/datamapbr/datamap/scanner"
	"github.com/datamapbr/datamap/scanner/databases/dbtest"
)

// blobOf is the type of binary values that the engine at an address has.
func blobOf(address string) string {
	switch {
	case isPostgres(address):
		return "bytea"
	case strings.HasPrefix(address, "mysql"):
		return "longblob"
	}
	return "blob"
}

// large is a binary value of 300 kB with this beginning. Its end is a mark that
// must not be read.
func large(head string) []byte {
	return []byte(head + strings.Repeat("\x00\x01", 150_000) + "the end of a blob")
}

// Of a binary value the first bytes leave the server, and no more; what they say of
// it is in the result.
func TestBinaryValues(t *testing.T) {
	catalog := builtin(t)
	docx := "PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00abcdabcdabcd\x13\x00\x00\x00[Content_Types].xml"
	columns := []dbtest.Column{{Name: "id", Type: dbtest.Key}, {Name: "nome", Type: dbtest.Varchar}, {Name: "cpf", Type: dbtest.Varchar}}
	heads := map[string][]string{
		"foto":        {"\xff\xd8\xff\xe0\x00\x10JFIF\x00", "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "\xff\xd8\xff\xe1\x00\x10Exif\x00"},
		"anexo":       {"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n\x00", docx, "\x1f\x8b\x08\x00\x00"},
		"amostra_xyz": {"FMR\x00 20\x00\x00\x00\x01\x14", "\xff\xa0\xff\xa4\x00\x3a", "FMR\x00 20\x00\x00"},
	}
	names := []string{"foto", "anexo", "amostra_xyz"}
	for _, name := range names {
		columns = append(columns, dbtest.Column{Name: name, Type: dbtest.Bytes})
	}
	columns = append(columns, dbtest.Column{Name: "contato", Type: dbtest.Bytes})
	var rows [][]any
	for i := range 60 {
		row := []any{int64(i + 1), "Maria de Souza", "529.982.247-25"}
		for _, name := range names {
			row = append(row, large(heads[name][i%7%3])) // a sample of every third or sixth row has all kinds, too
		}
		rows = append(rows, append(row, []byte(fmt.Sprintf("maria%d@exemplo.com.br", i))))
	}
	onEach(t, func(t *testing.T, address string) {
		dbtest.Load(t, address, []dbtest.Table{{Name: "pessoas", Columns: columns, Rows: rows}})
		via := address
		var p *proxy
		if !strings.HasPrefix(address, "sqlite") {
			p = newProxy(t, address)
			via = p.address
		}
		for _, sample := range []scanner.Sample{{}, {Rows: 20}, {Rows: 1000}} {
			source := mustOpen(t, via, Options{})
			result, err := scanner.Scan(t.Context(), []scanner.Source{source}, scanner.Options{Catalog: catalog, Sample: sample, Jobs: 2})
			if err != nil {
				t.Fatal(err)
			}
			table := result.Tables[0]
			if table.Read == 0 || sample.Rows != 20 && table.Read != 60 {
				t.Errorf("%d rows were read, %v", table.Read, table.Reasons)
			}
			var notes []string
			for _, n := range table.Notes {
				notes = append(notes, n.Code)
			}
			if got := strings.Join(notes, " "); got != "biometric_values pictures scanned_documents binary_values" {
				t.Errorf("notes %s", got)
			}
			for i, want := range map[int]string{3: "photo", 5: "biometric", 6: "email"} {
				c := table.Columns[i]
				if len(c.Types) == 0 || c.Types[0].Type != want || !c.Personal {
					t.Errorf("%s is %+v, not %s", c.Name, c.Types, want)
				}
				if c.Filled != table.Read || c.Contents == nil || c.Contents.Values != table.Read {
					t.Errorf("%s has %d filled values of %d, contents %+v", c.Name, c.Filled, table.Read, c.Contents)
				}
			}
			if c := table.Columns[4].Contents; c == nil || len(c.Kinds) != 3 || c.Bytes < 300_000*table.Read || c.Largest < 300_000 {
				t.Errorf("contents %+v", c)
			}
		}
		if p != nil {
			// Three readings of 180 large values, in hexadecimal where the protocol is text.
			if came := p.came.Load(); came > 3*60*3*(2*headBytes+100)+200_000 {
				t.Errorf("%d bytes came from the server", came)
			}
		}
	})
}

// Where a value is so large that SQLite would load it for the sake of its first
// bytes, only its size is told.
func TestSQLiteHugeBlob(t *testing.T) {
	address := dbtest.SQLite(t)
	dbtest.Exec(t, dbtest.Open(t, address), "CREATE TABLE t (v BLOB)", fmt.Sprintf("INSERT INTO t VALUES (CAST('%%PDF-1.7' || zeroblob(%d) AS BLOB)), (x'25504446')", maxLoaded))
	src := mustOpen(t, address, Options{})
	rows, _ := mustCollect(t, src, table(t, src, "t"), scanner.Sample{})
	if rows[0][0] != blob(maxLoaded+8, strings.Repeat("\x00", headBytes)) || rows[1][0] != blob(4, "%PDF") {
		t.Errorf("%.300q", rows)
	}
}
