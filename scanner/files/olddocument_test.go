package files

import (
	"strings"
	"testing"

	"github.com/datamapbr/datamap/scanner"
)

// besideText is what else is in the file of a document.
var besideText = []string{"\x05SummaryInformation", xlsSummary("João Sá"), "\x01CompObj", "Word", "Macros/VBA", "Sub", "ObjectPool/_1", "x"}

// wordOf is a document of Word 97 of pieces of text, beside other streams: those that begin with "*" are
// in characters of two bytes.
func wordOf(flags uint16, others []string, pieces ...string) string {
	const headSize, narrow = 0x800, 1 << 30
	var body strings.Builder
	ends, descriptions, n := bytesOf(uint32(0)), "", 0
	for _, piece := range pieces {
		at := uint32(headSize + body.Len())
		text, isWide := strings.CutPrefix(piece, "*")
		if n += len(text); isWide {
			body.Write(wideText(text))
		} else {
			body.WriteString(text)
			at = 2*at | narrow
		}
		ends += bytesOf(uint32(n))
		descriptions += bytesOf(uint16(0), at, uint16(0))
	}
	table := bytesOf(byte(1), uint16(3), "abc", byte(2), uint32(len(ends)+len(descriptions)), ends, descriptions)
	head := bytesOf(uint16(0xa5ec), uint16(0xc1), strings.Repeat("\x00", 6), flags, strings.Repeat("\x00", 0x1a2-12), uint32(5), uint32(len(table)))
	return compoundOf(append([]string{wordStream, head + strings.Repeat("\x00", headSize-len(head)) + body.String(), map[bool]string{true: "1Table", false: "0Table"}[flags&0x200 != 0], "vazio" + table}, others...)...)
}

// slidesOf is a presentation of records.
func slidesOf(records string) string { return compoundOf(slideStream, records, "Pictures", "x") }

func slideRecord(version, kind uint16, data string) string {
	return bytesOf(version, kind, uint32(len(data)), data)
}

func TestOldDocuments(t *testing.T) {
	slides := slideRecord(15, 1000, slideRecord(15, 1006, slideRecord(0, 4000, string(wideText("Aula de\rhoje")))+slideRecord(0, 4008, "com Jo\xe3o"))+slideRecord(15, 1038, "PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00")) +
		slideRecord(0, 4008, "fim")
	for _, tc := range []struct {
		name, data string
		want       []string
	}{
		{"c.doc", wordOf(0x200, besideText, "Contrato\x0bde \x13HYPERLINK x\x14Ana\x15 \x1e S\xe1\rNo", "*me:\x07Eva\x07\x07*", "CPF:\x07529.982.247-25\x07\x07\x0cfim"),
			[]string{"c.doc: coluna 1: Contrato\nde HYPERLINK xAna - Sá / Nome:\tEva / *CPF:\t529.982.247-25 / fim / João Sá", "c.doc#Macros: : ", "c.doc#ObjectPool: : "}},
		{"z.doc", wordOf(0, nil, "um"), []string{"z.doc: coluna 1: um"}},
		{"a.ppt", slidesOf(slides), []string{"a.ppt: coluna 1: Aula de / hoje / com João / fim"}},
	} {
		got, _ := tablesOf(t, tc.name, tc.data)
		wantTables(t, tc.name, got, tc.want...)
	}
}

// What cannot be read has a line that says why.
func TestOldDocumentsNotRead(t *testing.T) {
	sound := wordOf(0x200, nil, "um")
	for what, c := range map[string]struct{ data, want string }{
		"a password": {wordOf(0x300, nil, "um"), "p.doc not_read encrypted_workbook"},
		"Word 95":    {strings.Replace(sound, "\xec\xa5\xc1", "\xdc\xa5\x68", 1), "p.doc not_read document"},
		"no table":   {strings.Replace(sound, string(wideText("1Table")), string(wideText("2Table")), 1), "p.doc not_read damaged_file"},
		"cut":        {sound[:len(sound)/2], "p.doc not_read damaged_file"},
		"other":      {compoundOf("Contents", "x"), "p.doc not_read document"},
		"records":    {slidesOf(slideRecord(0, 4000, "abcd")[:9]), "p.doc not_read damaged_file"},
	} {
		got := states(readPath(t, writeFile(t, "p.doc", c.data), Options{}, scanner.Sample{}))
		if len(got) == 0 || got[0] != c.want {
			t.Errorf("%s: %q, want %q", what, got, c.want)
		}
	}
}

// FuzzOldDocument reads any bytes as the streams of a document, and as those of a presentation.
func FuzzOldDocument(f *testing.F) {
	f.Add([]byte(wordOf(0x200, nil, "um\rdois\x07\x07"))[512:], []byte("\x02\x10\x00\x00\x00"))
	f.Add([]byte(slideRecord(15, 1000, slideRecord(0, 4000, "a\x00b\x00"))), []byte{})
	f.Fuzz(func(t *testing.T, main, table []byte) {
		fuzzFile(t, "f.doc", []byte(compoundOf(wordStream, string(main), "0Table", string(table), "1Table", string(table))))
		fuzzFile(t, "f.ppt", []byte(slidesOf(string(main))))
	})
}
