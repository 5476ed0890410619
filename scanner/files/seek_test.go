package files

import (
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
						if err := x.seek("f"); err != nil {
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
			err = x.seek("f")
			continue
		}
		_, err = x.next()
	}
	if err != io.ErrUnexpectedEOF {
		t.Errorf("a part that breaks off among its cells: %v", err)
	}
}
