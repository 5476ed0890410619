package files

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/datamapbr/datamap/scanner"
)

// The targets below read any bytes as a file of some format: without panic or
// hang, each table in a state of its own, the rows of a sample among all rows.

func FuzzDBF(f *testing.F) {
	f.Add([]byte(people().bytes(f)))
	f.Add([]byte(dbfTable{version: 0x30, page: 3, fields: []string{"I I 4 0", "B B 8 0", "T T 8 0", "M M 4 0", "Y Y 8 0"}, records: []string{strings.Repeat("\x01", 33)}}.bytes(f)))
	f.Add([]byte(people().bytes(f)[:100]))
	f.Fuzz(func(t *testing.T, data []byte) { fuzzFile(t, "f.dbf", data) })
}

func FuzzJSON(f *testing.F) {
	for _, seed := range []string{`[{"a":1,"b":[1,[2,{"c":"\u00e3\ud83d\ude00"}]]},null]`, "{\"a\":1}\n{\"a\":x}\n{\"b\":{\"529.982.247-25\":{\"n\":1}}}", `{"a":`, "{\"\":1}{8}\"2a2b5{9x{\"{5\"\"-79:\n\"\"2\"::42.n\"", "[[[[]]]]", `"a"`, `{"c":["a","b"],"d":[["x",1],[],[2]]}`, `[["a","b"],[1,2,3]]`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) { fuzzFile(t, "f.json", data) })
}

func FuzzSQL(f *testing.F) {
	for _, seed := range []string{
		"CREATE TABLE `a` (`b` int COMMENT 'x''y', c decimal(1,2));\nINSERT INTO `a` (`b`) VALUES (1,'x\\'y',X'414243',NULL),(-1,CAST('a' AS b),\"c\");\n-- end",
		"COPY public.a (b, \"c d\") FROM stdin;\n1\t\\N\n\\\\x\t\\t\n\\.\nINSERT [dbo].[x] VALUES (N'a', $$b$$)\nGO\n", "COPY ca (b, \"c d\") FROM stdin;\n1\t\\N\n\nGO\n", "INSERT INTO a VALUES ('", "/*", "$x$ INSERT INTO a VALUES (1) $x$",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) { fuzzFile(t, "f.sql", data) })
}

func FuzzHTML(f *testing.F) {
	for _, seed := range []string{`<table><tr><td rowspan=2 colspan="3">a&amp;b<td>c</table><!-- x --><script>y</script>`, "<html><table><tr><td><table><tr><th>", `<table><td title='x"`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) { fuzzFile(t, "f.html", data) })
}

// FuzzXMLTexts reads any bytes as an XML text: a tree of elements, a workbook, or lines.
func FuzzXMLTexts(f *testing.F) {
	for _, seed := range []string{`<?xml version="1.0"?><a x="1"><!-- c --><b>t<c/>u</b><b><![CDATA[<]]></b></a>`, "<?xml version=\"1.0\"?><a>\n<b>\n", excelPeople, excelPeople[:900]} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) { fuzzFile(t, "f.xml", data) })
}

// FuzzOFX reads any bytes as what a statement of a bank holds.
func FuzzOFX(f *testing.F) {
	for _, seed := range []string{"<A>1\n<B>2</B>\n</A>", "<STMTTRN><MEMO>Ana & Jo\xe3o &amp; <x\n</STMTTRN><STMTTRN/>", "</OFX></OFX>x", "<!--", "<A B=\"1\">\n<A>\n<", "x"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		fuzzFile(t, "f.ofx", fmt.Appendf(nil, "OFXHEADER:100\nCHARSET:1252\n<OFX>%s</OFX>", data))
		fuzzFile(t, "f.ofx", append([]byte("OFXHEADER:100\n<OFX>"), data...))
	})
}

// FuzzCards reads any bytes as contacts, appointments or a directory.
func FuzzCards(f *testing.F) {
	for _, seed := range []string{contacts, contacts[:60], "dn: a=b\na:: YQ==\n\nc\n d\n", "BEGIN:VCALENDAR\nBEGIN:A\nB;C=\":d\n"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) { fuzzFile(t, "f.vcf", data) })
}

// FuzzMail reads any bytes as a message.
func FuzzMail(f *testing.F) {
	f.Add([]byte(message))
	f.Add([]byte("From - x y\nFrom: a\nMessage-ID: b\n\n=\n"))
	f.Add([]byte("From: =?windows-1252?Q?Jo=E3o?=\nMessage-ID: b\nContent-Type: text/html; charset=koi8-r\nContent-Transfer-Encoding: quoted-printable\n\n<b>=C1</b><a href=3D\"x\">=C2\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		fuzzFile(t, "f.eml", append([]byte("From: a\nMessage-ID: b\n"), data...))
	})
}

// FuzzODS reads any bytes as the content of a spreadsheet, and as the archive.
func FuzzODS(f *testing.F) {
	f.Add(headOf(mustZip(f, odsOf(f, odsPeople)), "content.xml", 1<<20))
	f.Add([]byte(odsOf(f, odsPeople)))
	f.Add([]byte(`<office:document-content><table:table-row><table:table-cell><text:p>x</text:p></table:table-cell></table:table-row>`))
	f.Add([]byte(`<a><table:table><table:table-row table:number-rows-repeated="9999999"><table:table-cell office:value="1" office:value-type="float" table:number-columns-repeated="99999"/>`))
	f.Fuzz(func(t *testing.T, data []byte) {
		fuzzFile(t, "f.ods", pack(t, "mimetype", odsType, "content.xml", string(data)))
		fuzzFile(t, "f.ods", data)
	})
}

// FuzzArchive reads any bytes as an archive, and packed in one.
func FuzzArchive(f *testing.F) {
	f.Add(pack(f, "a.csv", "a;b\n1;2\n", "b/c.json", `[{"a":1}]`, "../d.csv", "x\ny\n", "e.zip", string(pack(f, "f.csv", "a\nb\n"))))
	f.Add([]byte(gzipped(f, "a;b\n1;2\n")))
	f.Add(pack(f))
	f.Fuzz(func(t *testing.T, data []byte) {
		fuzzFile(t, "f.zip", data)
		fuzzFile(t, "f.csv.gz", data)
		fuzzFile(t, "g.zip", pack(t, "x", string(data)))
		if in, err := gzip.NewReader(bytes.NewReader(data)); err == nil {
			// What is sound to a plain reader is read.
			if plain, err := io.ReadAll(io.LimitReader(in, 1<<20)); err == nil && len(plain) > 0 && len(plain) < 1<<20 {
				for _, r := range readPath(t, writeFile(t, "h.gz", string(data)), Options{}, scanner.Sample{}) {
					if code := r.table.Reason.Code; code == "damaged_archive" {
						t.Errorf("%q is %s", data, code)
					}
				}
			}
		}
	})
}

// fuzzFile reads a file as a whole and as a sample, whose rows are all among those of the whole.
func fuzzFile(t *testing.T, name string, data []byte) {
	t.Helper()
	whole, sample := fuzzReads(t, name, data)
	for i, r := range whole {
		sampledFrom(t, r, sample[i])
	}
}

// fuzzReads reads a file as a whole and as a sample.
func fuzzReads(t *testing.T, name string, data []byte) (whole, sample []reading) {
	t.Helper()
	if len(data) == 0 {
		return nil, nil
	}
	path := writeFile(t, name, string(data))
	whole = readPath(t, path, Options{IsData: isData}, scanner.Sample{})
	sample = readPath(t, path, Options{IsData: isData}, scanner.Sample{Rows: 2, Seed: 1})
	if len(whole) == 0 || len(sample) != len(whole) {
		t.Fatalf("%d tables, then %d", len(whole), len(sample))
	}
	for i, r := range whole {
		if r.table.Reason.Code == "internal_error" || r.err != nil && scanner.ReasonOf(r.err).Code == "internal_error" {
			t.Fatal(r.table, r.err)
		}
		if len(sample[i].rows) > 2 {
			t.Fatalf("%s: a sample of %d rows", r.table.Name, len(sample[i].rows))
		}
	}
	return whole, sample
}

// sampledFrom fails where a sample ends otherwise than the whole table, or has a row that is not in it.
func sampledFrom(t *testing.T, whole, sample reading) {
	t.Helper()
	if (whole.err == nil) != (sample.err == nil) && len(whole.rows) > 2 {
		t.Fatalf("%s: error %v, in a sample %v", whole.table.Name, whole.err, sample.err)
	}
	all := map[string]bool{}
	for _, row := range whole.rows {
		all[fmt.Sprintf("%q", row)] = true
	}
	for _, row := range sample.rows {
		if !all[fmt.Sprintf("%q", row)] {
			t.Fatalf("%s: the sample has the row %q, which is in none", whole.table.Name, row)
		}
	}
}
