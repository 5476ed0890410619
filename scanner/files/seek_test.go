package files

import (
	"archive/zip"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

// TestSeek: what seeking finds is what reading every element finds, wherever the
// blocks of the part are cut.
func TestSeek(t *testing.T) {
	var cells strings.Builder
	for i := range 3000 {
		fmt.Fprintf(&cells, `<row r="%d"><c><v>%d</v></c>`, i, i*i)
		if i%7 == 0 {
			fmt.Fprintf(&cells, `<c><foo/><f t="str">A%d&amp;"x"</f></c>`, i)
		}
		if i%11 == 0 {
			cells.WriteString("<c><f/></c>")
		}
		cells.WriteString("</row>")
	}
	for _, prefix := range []string{"", "x:"} {
		for _, inside := range []string{cells.String(), "", "<f>1</f>"} {
			p := strings.NewReplacer("</", "</"+prefix, "<", "<"+prefix).Replace
			part := p("<worksheet><cols/><sheetData>" + inside + "</sheetData><f>last</f></worksheet>")
			read := func(r io.Reader, seek bool) (found []string) {
				x := newXMLReader(r)
				for {
					if seek && string(local(x.innermost())) == "sheetData" {
						if err := x.seek([]string{"f"}); err != nil {
							t.Fatal(err)
						}
					}
					kind, err := x.next()
					if err == io.EOF {
						return found
					}
					if err != nil {
						t.Fatal(err)
					}
					if kind == xmlStart && string(x.name) == "f" {
						text, err := x.paragraph(nil)
						if err != nil {
							t.Fatal(err)
						}
						found = append(found, string(text))
					}
				}
			}
			want := strings.Join(read(strings.NewReader(part), false), "\n")
			for _, r := range []io.Reader{strings.NewReader(part), iotest.HalfReader(strings.NewReader(part)), iotest.OneByteReader(strings.NewReader(part))} {
				if got := strings.Join(read(r, true), "\n"); got != want {
					t.Errorf("seeking in a part of %d bytes found %d bytes, not %d", len(part), len(got), len(want))
				}
			}
		}
	}
	x := newXMLReader(strings.NewReader("<worksheet><sheetData><row>"))
	var err error
	for err == nil {
		if string(x.innermost()) == "sheetData" {
			err = x.seek([]string{"f"})
			continue
		}
		_, err = x.next()
	}
	if err != io.ErrUnexpectedEOF {
		t.Errorf("a part that breaks off among its cells: %v", err)
	}
}

// TestNotesLearnt: a worksheet that a reader of its cells finds to hold no notes is one
// in which a reader of notes finds none, and the other way round.
func TestNotesLearnt(t *testing.T) {
	for _, tc := range []struct{ cells, behind, want string }{
		{`<c><v>1</v></c>`, ``, ``},
		{`<c><f>A1+1</f><v>1</v></c>`, `<pageMargins left="1"/>`, ``},
		{`<c><f>IF(A1="","",2)</f><v>1</v></c>`, ``, ``},
		{`<c><f>IF(A1="","ligar para Ana",2)</f><v>1</v></c>`, ``, `ligar para Ana`},
		{`<c><f>&quot;12345678909&quot;</f></c>`, ``, `12345678909`},
		{`<c><v>1</v></c>`, `<hyperlinks><hyperlink display="Ana"/></hyperlinks>`, `Ana`},
		{`<c><v>1</v></c>`, `<headerFooter><oddHeader>Ana</oddHeader></headerFooter>`, `Ana`},
	} {
		sheet := head + "<worksheet><sheetData><row>" + tc.cells + "</row></sheetData>" + tc.behind + "</worksheet>"
		archive, err := zip.NewReader(strings.NewReader(book(t, sheet)), int64(len(book(t, sheet))))
		must(t, err)
		w, err := openWorkbook(archive)
		must(t, err)
		learnt := &cellsRead{}
		r, err := w.worksheet(w.sheets[0].part, &sharedStrings{book: w}, learnt)
		must(t, err)
		for err == nil {
			_, err = r.next(true)
		}
		r.close()
		n := &bookNotes{book: w, parts: []string{w.sheets[0].part}}
		note, noteErr := n.next(true)
		n.close()
		beside, read := learnt.of(w.sheets[0].part)
		if err != io.EOF || !read || beside > nothing != (tc.want != "") || (noteErr == io.EOF) != (tc.want == "") || noteErr == nil && string(note[0]) != tc.want {
			t.Errorf("%s%s: known to hold %v, found %q, %v, %v", tc.cells, tc.behind, beside, note, noteErr, err)
		}
	}
}
