package files

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"fmt"
	"strings"
	"testing"

	"github.com/datamapbr/datamap/scanner"
)

// TestBesideMembers puts a person where an archive has room beside the members
// that it lists: it is read, or a line says that something is not.
func TestBesideMembers(t *testing.T) {
	const person, people = "Ana 529.982.247-25", "nome;idade\nAna;33\n"
	long := strings.Repeat(people, 40) + person
	for _, tc := range []struct {
		name string
		make func(w *zip.Writer)
		then func(sound []byte) []byte
		want string
	}{
		{"comment", func(w *zip.Writer) { must(t, w.SetComment(person)) }, nil, person},
		{"comment of a member", func(w *zip.Writer) { member(t, w, zip.FileHeader{Name: "b.csv", Comment: person}, people) }, nil, person},
		{"data of a folder", func(w *zip.Writer) { member(t, w, zip.FileHeader{Name: "b/"}, "") }, func(b []byte) []byte {
			return bytes.ReplaceAll(b, []byte("a.csv"), []byte("acsv/"))
		}, "a.zip/acsv/"},
		{"named as a file manager's", func(w *zip.Writer) { member(t, w, zip.FileHeader{Name: ".DS_Store"}, long) }, nil, person},
		{"named as a lock", func(w *zip.Writer) { member(t, w, zip.FileHeader{Name: "~$b.csv"}, long) }, nil, person},
		{"in the folder of another system", func(w *zip.Writer) { member(t, w, zip.FileHeader{Name: "__MACOSX/b.csv"}, long) }, nil, person},
		{"another name in front of a member", nil, func(b []byte) []byte { return bytes.Replace(b, []byte("a.csv"), []byte("b.csv"), 1) }, "trailing_data"},
		{"the name of a folder", func(w *zip.Writer) { member(t, w, zip.FileHeader{Name: person + "/"}, "") }, nil, person},
		{"a second name", func(w *zip.Writer) {
			member(t, w, zip.FileHeader{Name: "b.csv", Extra: append([]byte{0x75, 0x70, byte(5 + len(person)), 0, 1, 0xff, 0xfe, 0xfd, 0xfc}, person...)}, people)
		}, nil, person},
		{"times that look like a text", func(w *zip.Writer) {
			member(t, w, zip.FileHeader{Name: "b.csv", Extra: []byte("UT\x09\x00\x03h9^Xd@mi")}, people)
		}, func(sound []byte) []byte { return sound }, "a.zip/b.csv"},
		{"behind the end", nil, func(b []byte) []byte { return append(b, person...) }, "trailing_data"},
		{"in front", nil, func(b []byte) []byte { return append(zipOf(t, "b.csv", person)[:60], b...) }, "trailing_data"},
		{"taken out of the directory", func(w *zip.Writer) {
			member(t, w, zip.FileHeader{Name: "b.csv"}, person)
			member(t, w, zip.FileHeader{Name: "c.csv"}, people)
		}, func(b []byte) []byte { return withoutEntry(b, "b.csv") }, "trailing_data"},
	} {
		var b bytes.Buffer
		w := zip.NewWriter(&b)
		member(t, w, zip.FileHeader{Name: "a.csv"}, people)
		if tc.make != nil {
			tc.make(w)
		}
		must(t, w.Close())
		data := b.Bytes()
		if sound := said(t, data); tc.then != nil && strings.Contains(sound, "trailing_data") {
			t.Errorf("%s: the sound archive: %s", tc.name, sound)
		}
		if tc.then != nil {
			data = tc.then(data)
		}
		if got := said(t, data); !strings.Contains(got, tc.want) {
			t.Errorf("%s: %q is not in %s", tc.name, tc.want, got)
		}
	}
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	w.Name, w.Comment = "folha de Rui.csv", person
	_, err := w.Write([]byte(people))
	must(t, err, w.Close())
	if got := fmt.Sprint(readPath(t, writeFile(t, "a.csv.gz", b.String()), Options{}, scanner.Sample{})); !strings.Contains(got, person) || !strings.Contains(got, "folha de Rui") {
		t.Errorf("the header of a gzip file is not read: %s", got)
	}
}

// TestGzipMembers puts a person into the header of the second of two files that are
// put together.
func TestGzipMembers(t *testing.T) {
	for code, h := range map[string]gzip.Header{"": {Name: "b 2.csv"}, "trailing_data": {Comment: "Ana 529.982.247-25"}} {
		var b bytes.Buffer
		w := gzip.NewWriter(&b)
		w.Header = h
		_, err := w.Write([]byte("Rui;20\n"))
		must(t, err, w.Close())
		got := readOne(t, writeFile(t, "a.csv.gz", gzipped(t, "nome;idade\nAna;33\nBia;31\n")+b.String()), Options{}, scanner.Sample{})
		if is := scanner.ReasonOf(got.err).Code; len(got.rows) != 3 || got.err != nil && is != code || got.err == nil && code != "" {
			t.Errorf("%+v: %q, %v", h, got.rows, got.err)
		}
	}
}

// TestGzipWithMore: what is sound of a packed text is read, and the rest is said.
func TestGzipWithMore(t *testing.T) {
	sound := gzipped(t, "nome;idade\nAna;33\nBia;31\n")
	for what, data := range map[string]string{"bytes behind it": sound + "Rui 529.982.247-25", "a wrong checksum": sound[:len(sound)-8] + "\x00\x00\x00\x00\x00\x00\x00\x00"} {
		got := readOne(t, writeFile(t, "a.csv.gz", data), Options{}, scanner.Sample{})
		if len(got.rows) != 2 || got.err == nil || scanner.ReasonOf(got.err).Code != "damaged_archive" {
			t.Errorf("%s: %q, %v", what, got.rows, got.err)
		}
	}
}

// said is all that comes of an archive.
func said(t *testing.T, data []byte) string {
	t.Helper()
	all := readPath(t, writeFile(t, "a.zip", string(data)), Options{}, scanner.Sample{})
	return fmt.Sprint(states(all), all)
}

func member(t *testing.T, w *zip.Writer, h zip.FileHeader, text string) {
	t.Helper()
	in, err := w.CreateHeader(&h)
	must(t, err)
	if text != "" {
		_, err = in.Write([]byte(text))
		must(t, err)
	}
}

func zipOf(t *testing.T, name, text string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	member(t, w, zip.FileHeader{Name: name}, text)
	must(t, w.Close())
	return b.Bytes()
}

// withoutEntry takes a member out of the directory of an archive, not its bytes.
func withoutEntry(data []byte, name string) []byte {
	at := bytes.LastIndex(data, []byte(name)) - 46
	length := 46 + len(name) + int(data[at+30]) + int(data[at+32])
	short := append(append([]byte{}, data[:at]...), data[at+length:]...)
	end := len(short) - 22
	for _, k := range []int{8, 10} {
		short[end+k]--
	}
	size := int(short[end+12]) + int(short[end+13])<<8 - length
	short[end+12], short[end+13] = byte(size), byte(size>>8)
	return short
}

// TestManyMembers looks into as many members as the limit says, each once, and says
// that there are more.
func TestManyMembers(t *testing.T) {
	var parts []string
	for i := range maxMembers + 1 {
		parts = append(parts, fmt.Sprintf("%05d.csv", i), "nome\nAna\n")
	}
	s, err := Open(writeFile(t, "a.zip", string(pack(t, parts...))), Options{})
	must(t, err)
	tables, err := s.Tables(t.Context())
	must(t, err)
	last := tables[len(tables)-1]
	if len(tables) != maxMembers+1 || last.Name != "a.zip" || last.State != scanner.NotRead || last.Reason.Code != "too_many_members" {
		t.Errorf("%d tables, of which the last is %s: %s %s", len(tables), last.Name, last.State, last.Reason.Code)
	}
}
