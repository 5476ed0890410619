package files

import (
	"bytes"
	"context"
	"encoding/csv"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/datamapbr/datamap/scanner"
)

// randomCSV writes sound records of random cells, as RFC 4180 has them.
func randomCSV(rnd *rand.Rand, cols, rows int, delim byte, eol string) (text string, want [][]string) {
	pieces := []string{"a", "bb", "Conceição", "12345678909", " ", "\"", "\n", "\r\n", ",", ";", "\t", "|", "x\x00y", "=", "''"}
	var b strings.Builder
	for range rows {
		row := make([]string, cols)
		for i := range row {
			for range rnd.IntN(5) {
				row[i] += pieces[rnd.IntN(len(pieces))]
			}
			if cols == 1 && strings.Trim(row[i], "\r\n") == "" {
				row[i] = "x" // an empty line is no record
			}
			if i > 0 {
				b.WriteByte(delim)
			}
			if strings.ContainsAny(row[i], "\"\r\n"+string(delim)) || rnd.IntN(4) == 0 {
				b.WriteString(`"` + strings.ReplaceAll(row[i], `"`, `""`) + `"`)
			} else {
				b.WriteString(row[i])
			}
		}
		b.WriteString(eol)
		want = append(want, row)
	}
	return b.String(), want
}

// cut reads a text by the splitter alone, with blocks of a given size.
func cutText(t testing.TB, text string, delim byte, cols, block int) [][]string {
	t.Helper()
	f := &csvFile{dialect: dialect{delim: delim}, usual: cols, columns: make([]scanner.Column, cols)}
	r := newRecords(strings.NewReader(text), f, -1, 0)
	r.block = block
	var rows [][]string
	for {
		switch r.next() {
		case done:
			return rows
		case starved:
			if err := r.fill(); err != nil {
				t.Fatal(err)
			}
		case gotRow:
			for _, i := range r.escaped {
				r.cells[i] = unescape(r.cells[i])
			}
			row := make([]string, len(r.cells))
			for i, c := range r.cells {
				row[i] = string(c)
			}
			rows = append(rows, row)
			r.drop(0, 0)
		}
	}
}

// TestSplitterAgainstStandardLibrary compares the splitter with encoding/csv on
// random sound texts, with blocks so small that every record is cut somewhere.
func TestSplitterAgainstStandardLibrary(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		delim := delimiters[rnd.IntN(len(delimiters))]
		cols := 1 + rnd.IntN(6)
		text, want := randomCSV(rnd, cols, rnd.IntN(12), delim, []string{"\n", "\r\n"}[rnd.IntN(2)])
		std := csv.NewReader(strings.NewReader(text))
		std.Comma = rune(delim)
		oracle, err := std.ReadAll()
		if err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		got := cutText(t, text, delim, cols, 1+rnd.IntN(40))
		if !slices.EqualFunc(got, want, slices.Equal) {
			t.Fatalf("%q is cut into\n%q, want\n%q", text, got, want)
		}
		wantStandard(t, text, got, oracle)
	}
}

// wantStandard holds rows against those of encoding/csv, which makes line feeds of the
// line ends inside of cells.
func wantStandard(t *testing.T, text string, got, want [][]string) {
	t.Helper()
	for _, row := range got {
		for i := range row {
			row[i] = strings.ReplaceAll(row[i], "\r\n", "\n")
		}
	}
	if !slices.EqualFunc(got, want, slices.Equal) {
		t.Fatalf("%q is cut into\n%q, encoding/csv has\n%q", text, got, want)
	}
}

// FuzzSplitter compares the splitter with encoding/csv on every text that the
// standard library takes for sound, but for the mark that DOS sets behind the last line.
func FuzzSplitter(f *testing.F) {
	f.Add("a,b\n\"c,\"\"d\",e\r\n", byte(','), uint8(7))
	f.Add("a;\"b\nc\";d\n\n\"\";x\n", byte(';'), uint8(1))
	f.Fuzz(func(t *testing.T, text string, delim byte, block uint8) {
		if !slices.Contains(delimiters, delim) || !utf8.ValidString(text) || strings.HasSuffix(strings.TrimRight(text, "\r\n"), "\x1a") {
			return
		}
		std := csv.NewReader(strings.NewReader(text))
		std.Comma, std.FieldsPerRecord = rune(delim), -1
		want, err := std.ReadAll()
		if err != nil {
			return
		}
		got := cutText(t, text, delim, 0, 1+int(block))
		wantStandard(t, text, got, want)
	})
}

// naive splits a record into cells byte by byte, as the contract says it: the
// oracle of the splitter for texts that no standard covers. Only texts without
// line ends inside quotes are given to it.
func naive(line string, delim byte) []string {
	var cells []string
	for {
		end := 0
		if strings.HasPrefix(line, `"`) {
			end = 1
			for end < len(line) && (line[end] != '"' || end+1 < len(line) && line[end+1] == '"') {
				if line[end] == '"' {
					end++
				}
				end++
			}
			if end+1 >= len(line) || line[end+1] == delim {
				cells = append(cells, strings.ReplaceAll(line[1:end], `""`, `"`))
				if end+1 >= len(line) {
					return cells
				}
				line = line[end+2:]
				continue
			}
		}
		for end < len(line) && line[end] != delim {
			end++
		}
		cell := line[:end]
		if strings.HasPrefix(cell, `"`) {
			cell = strings.TrimSuffix(cell[1:], `"`)
		}
		cells = append(cells, cell)
		if end == len(line) {
			return cells
		}
		line = line[end+1:]
	}
}

func TestSplitterAgainstNaive(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 4))
	pieces := []string{"a", "bcdefgh", `"`, `""`, ";", "ç", "\t", " "}
	for range 5000 {
		var line string
		for range rnd.IntN(14) {
			line += pieces[rnd.IntN(len(pieces))]
		}
		// A quote that does not close is another test's matter.
		if s := newSplitter(dialect{delim: ';'}); line == "" || func() bool {
			buf := append([]byte(line), make([]byte, padding)...)
			s.look(buf, len(line))
			_, how := s.record(buf, 0, len(line), 100, nowhere)
			return how == unclosed
		}() {
			continue
		}
		got := cutText(t, line+"\n", ';', 0, 7)
		if len(got) != 1 || !slices.Equal(got[0], naive(line, ';')) {
			t.Fatalf("%q is cut into %q, want %q", line, got, naive(line, ';'))
		}
	}
}

// benchmarkFile is a file of clients, about size bytes long.
func benchmarkFile(b *testing.B, size int) string {
	b.Helper()
	path := filepath.Join(b.TempDir(), "clientes.csv")
	file, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	defer file.Close()
	var block bytes.Buffer
	block.WriteString("id,nome,cpf,email,telefone,cidade,uf,cep,nascimento,valor,obs\n")
	for i := 0; block.Len() < 1<<20; i++ {
		block.WriteString("10293,Maria Aparecida da Silva,529.982.247-25,maria.silva@exemplo.com.br,(84) 99999-1234,São Gonçalo,RN,59290-000,1987-05-21,1299.90,")
		if i%4 == 0 {
			block.WriteString("\"pediu \"\"segunda via\"\", ligar depois das 14h\"\n")
		} else {
			block.WriteString("sem observações\n")
		}
	}
	for range size >> 20 {
		if _, err := file.Write(block.Bytes()); err != nil {
			b.Fatal(err)
		}
	}
	return path
}

func BenchmarkFiles(b *testing.B) {
	path := benchmarkFile(b, 64<<20)
	info, err := os.Stat(path)
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(info.Size())
	b.ReportAllocs()
	s, err := Open(path, Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	tables, err := s.Tables(context.Background())
	if err != nil {
		b.Fatal(err)
	}
	cells := 0
	for b.Loop() {
		for batch, err := range s.Read(context.Background(), &tables[0], scanner.Sample{}).Batches {
			if err != nil {
				b.Fatal(err)
			}
			cells += len(batch.Cells)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(cells), "ns/cell")
}

func BenchmarkEncodingCSV(b *testing.B) {
	path := benchmarkFile(b, 64<<20)
	info, err := os.Stat(path)
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(info.Size())
	b.ReportAllocs()
	cells := 0
	for b.Loop() {
		file, err := os.Open(path)
		if err != nil {
			b.Fatal(err)
		}
		r := csv.NewReader(file)
		r.ReuseRecord = true
		for {
			row, err := r.Read()
			if err == io.EOF {
				break
			}
			if err != nil {
				b.Fatal(err)
			}
			cells += len(row)
		}
		file.Close()
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(cells), "ns/cell")
}
