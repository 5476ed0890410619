package files

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/datamapbr/datamap/scanner"
)

// A dbfTable is a dBase table to be written.
type dbfTable struct {
	version, page byte
	fields        []string // "NAME C 20 0"
	records       []string // as they stand, each with its mark
	stated        int      // records by the header, when not 0
}

func (d dbfTable) bytes(t testing.TB) string {
	t.Helper()
	var fields bytes.Buffer
	size := 1
	for _, f := range d.fields {
		var name, kind string
		var length, decimals int
		if _, err := fmt.Sscan(f, &name, &kind, &length, &decimals); err != nil {
			t.Fatal(err)
		}
		b := make([]byte, dbfField)
		copy(b, name)
		b[11], b[16], b[17] = kind[0], byte(length), byte(decimals)
		fields.Write(b)
		size += length
	}
	head := make([]byte, dbfHeader)
	head[0], head[1], head[2], head[3], head[29] = d.version, 124, 5, 17, d.page
	stated := len(d.records)
	if d.stated != 0 {
		stated = d.stated
	}
	binary.LittleEndian.PutUint32(head[4:], uint32(stated))
	binary.LittleEndian.PutUint16(head[8:], uint16(dbfHeader+fields.Len()+1))
	binary.LittleEndian.PutUint16(head[10:], uint16(size))
	all := string(head) + fields.String() + "\r"
	for _, r := range d.records {
		if len(r) != size {
			t.Fatalf("record %q has %d bytes, want %d", r, len(r), size)
		}
		all += r
	}
	return all + "\x1a"
}

// people is a table such as old payrolls keep.
func people() dbfTable {
	return dbfTable{version: 3, page: 2, fields: []string{"NOME C 12 0", "CPF N 11 0", "NASC D 8 0", "SALARIO N 9 2", "ATIVO L 1 0"}, records: []string{
		" Jo\xc6o Souza  1114447773519800102  1234.50T",
		"*Maria Silva 52998224725            99.00F",
		" Ana              99999920001231*********?",
	}}
}

func TestDBF(t *testing.T) {
	got := readOne(t, writeFile(t, "FOLHA.DBF", people().bytes(t)), Options{}, scanner.Sample{})
	wantRows(t, got.rows, table("João Souza|11144477735|1980-01-02|1234.50|T\nMaria Silva|52998224725|∅|99.00|F\nAna|999999|2000-12-31|*********|∅\n"))
	wantCodes(t, "notes", got.facts.Notes, "deleted_records")
	wantCodes(t, "gaps", got.facts.Gaps)
	if fmt.Sprint(got.names) != "[NOME CPF NASC SALARIO ATIVO]" || got.table.Columns[3].DataType != "numeric(9,2)" ||
		got.facts.Encoding != "cp850" || got.table.Rows != 3 || got.table.RowsEstimated {
		t.Errorf("%+v, %+v", got.table, got.facts)
	}
}

// TestDBFWithoutACodePage reads tables whose header names no code page: names in the
// capitals of DOS are read as such, and those of Windows as its own.
func TestDBFWithoutACodePage(t *testing.T) {
	names := []string{"João Conceição", "Antônio Araújo", "Sebastião Falcão", "Damião Leão", "Marcos Guimarães", "Márcia Simão"}
	for _, tc := range []struct {
		charset  string
		capitals bool
	}{{"cp850", true}, {"cp850", false}, {"windows-1252", true}, {"windows-1252", false}} {
		d := dbfTable{version: 3, fields: []string{"NOME C 20 0"}}
		var want []string
		for _, name := range names {
			if tc.capitals {
				name = strings.ToUpper(name)
			}
			want = append(want, name)
			cell, err := charsets[tc.charset].NewEncoder().String(name)
			if err != nil {
				t.Fatal(err)
			}
			d.records = append(d.records, fmt.Sprintf(" %-20s", cell))
		}
		got := readOne(t, writeFile(t, "PACIENTE.DBF", d.bytes(t)), Options{}, scanner.Sample{})
		if got.facts.Encoding != tc.charset {
			t.Errorf("%s, capitals %t: read as %s", tc.charset, tc.capitals, got.facts.Encoding)
		}
		wantRows(t, got.rows, table(strings.Join(want, "\n")+"\n"))
	}
}

// TestDBFWithMistakes reads tables whose header does not tell the truth.
func TestDBFWithMistakes(t *testing.T) {
	long := people()
	for range 2000 {
		long.records = append(long.records, long.records[0])
	}
	more, cut := people(), people().bytes(t)
	more.stated = 1
	odd := people()
	odd.records[1] = "x" + odd.records[1][1:]
	packed := people().bytes(t)
	packed = packed[:len(packed)-1-3*42] + "\x01\x02\x03\x04\x00\x06" + packed[len(packed)-100:]
	end := dbfHeader + 5*dbfField
	zeroed, bare := []byte(cut), []byte(cut)
	zeroed[end] = 0
	bare = append(bare[:end], bare[end+1:]...)
	bare[8]--
	for _, tc := range []struct {
		what, data  string
		rows        int
		code        string // of the error
		gaps, notes []string
	}{
		{"cut", cut[:len(cut)-30], 2, "truncated", nil, []string{"deleted_records"}},
		{"without an end mark", cut[:len(cut)-1], 3, "", nil, []string{"deleted_records"}},
		{"more than stated", more.bytes(t), 3, "", nil, []string{"extra_records", "deleted_records"}},
		{"a bad mark", odd.bytes(t), 3, "", []string{"bad_record"}, nil},
		{"something behind the end mark", cut + "Ana 529.982.247-25", 3, "", []string{"trailing_data"}, []string{"deleted_records"}},
		{"a header that ends with a zero", string(zeroed), 3, "", nil, []string{"deleted_records"}},
		{"a header without an end", string(bare), 3, "", nil, []string{"deleted_records"}},
		{"long", long.bytes(t), 2003, "", nil, []string{"deleted_records"}},
	} {
		got := readOne(t, writeFile(t, "f.dbf", tc.data), Options{}, scanner.Sample{})
		code := ""
		if got.err != nil {
			code = scanner.ReasonOf(got.err).Code
		}
		if len(got.rows) != tc.rows || code != tc.code {
			t.Errorf("%s: %d rows, error %v", tc.what, len(got.rows), got.err)
		}
		wantCodes(t, tc.what+": gaps", got.facts.Gaps, tc.gaps...)
		wantCodes(t, tc.what+": notes", got.facts.Notes, tc.notes...)
	}
	newest := "\x04\x7c\x01\x01" + "\x01\x00\x00\x00" + "\x75\x00\x0b\x00" + strings.Repeat("\x00", 56) + "NOME" + strings.Repeat("\x00", 28) + "C\x0a" + strings.Repeat("\x00", 14) + "\r Ana       \x1a"
	for name, want := range map[string]string{"dc.dbc": packed, "cabeca.dbf": cut[:20], "outra.dbf": "\x8c" + cut[1:], "sete.dbf": newest} {
		got := readOne(t, writeFile(t, name, want), Options{}, scanner.Sample{})
		if code := got.table.Reason.Code; code != map[string]string{"dc.dbc": "compressed_dbf", "cabeca.dbf": "damaged_database", "outra.dbf": "damaged_database", "sete.dbf": "dbase7_table"}[name] {
			t.Errorf("%s is %s %s", name, got.table.State, code)
		}
	}
	sample := readOne(t, writeFile(t, "f.dbf", long.bytes(t)), Options{}, scanner.Sample{Rows: 100, Seed: 1})
	if len(sample.rows) != 100 || sample.facts.Method != scanner.Spread || sample.facts.Rows != 2003 {
		t.Errorf("the sample has %d rows: %+v", len(sample.rows), sample.facts)
	}
}

// TestDBFHeader puts a document where the header of a table has room.
func TestDBFHeader(t *testing.T) {
	foxpro := people()
	foxpro.version = 0x30
	linked := []byte(foxpro.bytes(t))
	end := dbfHeader + len(foxpro.fields)*dbfField + 1
	linked = slices.Insert(linked, end, make([]byte, foxproLink)...)
	binary.LittleEndian.PutUint16(linked[8:], uint16(end+foxproLink))
	for what, at := range map[string]int{"the header": 12, "a field": dbfHeader + 18, "the name of the database": end} {
		data := slices.Clone(linked)
		copy(data[at:], "52998224725")
		if all := readPath(t, writeFile(t, "f.dbf", string(data)), Options{}, scanner.Sample{}); !strings.Contains(fmt.Sprint(all), "52998224725") {
			t.Errorf("%s: a document is not read: %v", what, all)
		}
	}
}

// TestMemos reads the long texts of tables of three makers.
func TestMemos(t *testing.T) {
	be, le := binary.BigEndian, binary.LittleEndian
	record := func(memo string) []string { return []string{" 1" + memo} }
	text := "CPF 529.982.247-25\r\nconvers\xe3o"
	dbt3 := string(make([]byte, 512)) + text + "\x1a\x1a" + string(make([]byte, 400))
	head4 := make([]byte, 512)
	le.PutUint16(head4[20:], 512)
	dbt4 := string(head4) + string(le.AppendUint32([]byte{0xff, 0xff, 8, 0}, uint32(len(text)+8))) + text
	head := make([]byte, 512)
	be.PutUint16(head[6:], 64)
	fpt := string(head) + string(be.AppendUint32([]byte{0, 0, 0, 1}, uint32(len(text)))) + text
	for _, tc := range []struct {
		version    byte
		field      string
		records    []string
		memo, data string
	}{
		{0x83, "OBS M 10 0", record("         1"), "f.dbt", dbt3},
		{0x8b, "OBS M 10 0", record("0000000001"), "F.DBT", dbt4},
		{0xf5, "OBS M 10 0", record("         8"), "f.FPT", fpt},
		{0x30, "OBS M 4 0", record("\x08\x00\x00\x00"), "f.fpt", fpt},
	} {
		d := dbfTable{version: tc.version, page: 3, fields: []string{"ID N 1 0", tc.field}, records: tc.records}
		dir := layOut(t, map[string]string{"f.dbf": d.bytes(t), tc.memo: tc.data})
		all := readPath(t, dir, Options{}, scanner.Sample{})
		if len(all) != 2 {
			t.Fatalf("%x: %q", tc.version, states(all))
		}
		for _, r := range all {
			if r.table.Name == "f.dbf" {
				wantRows(t, r.rows, [][]string{{"1", "CPF 529.982.247-25\r\nconversão"}})
			} else if r.table.Reason.Code != "database_part" {
				t.Errorf("%x: %q", tc.version, states(all))
			}
		}
		const deleted = "Zuleide 529.982.247-25"
		must(t, os.WriteFile(filepath.Join(dir, tc.memo), []byte(tc.data+strings.Repeat("\x00", 1024-len(tc.data)%512)+deleted+"\x1a\x1a"), 0o600))
		left := readOne(t, filepath.Join(dir, "f.dbf"), Options{}, scanner.Sample{})
		if len(left.rows) != 2 || left.rows[1][1] != deleted {
			t.Errorf("%s: a memo that no record has: %q", tc.memo, left.rows)
		}
		wantCodes(t, "a memo that no record has", left.facts.Notes, "deleted_records")
		behind := append([]byte(tc.data), "\x1a\x1a"+strings.Repeat("\x00", 64)...)
		copy(behind[strings.Index(tc.data, text)+len(text)+4:], deleted)
		must(t, os.WriteFile(filepath.Join(dir, tc.memo), behind, 0o600))
		if left := readOne(t, filepath.Join(dir, "f.dbf"), Options{}, scanner.Sample{}); len(left.rows) != 2 || left.rows[1][1] != deleted {
			t.Errorf("%s: a text behind the end of a memo: %q", tc.memo, left.rows)
		}
		if err := os.Remove(filepath.Join(dir, tc.memo)); err != nil {
			t.Fatal(err)
		}
		got := readOne(t, filepath.Join(dir, "f.dbf"), Options{}, scanner.Sample{})
		wantCodes(t, "gaps without memos", got.facts.Gaps, "memo_missing")
	}
}

// TestFoxPro reads the binary fields of Visual FoxPro.
func TestFoxPro(t *testing.T) {
	le := binary.LittleEndian
	record := " " + string(le.AppendUint32(nil, 0xffffffff)) + string(le.AppendUint64(nil, math.Float64bits(2.5))) +
		string(le.AppendUint64(nil, 123456)) + string(le.AppendUint32(le.AppendUint32(nil, 2440588), 3723000)) + "\x00"
	d := dbfTable{version: 0x30, page: 3, fields: []string{"I I 4 0", "B B 8 0", "Y Y 8 0", "T T 8 0", "_N 0 1 0"}, records: []string{record}}
	got := readOne(t, writeFile(t, "f.dbf", d.bytes(t)), Options{}, scanner.Sample{})
	wantRows(t, got.rows, [][]string{{"-1", "2.5", "12.3456", "1970-01-01T01:02:03", null}})
}
