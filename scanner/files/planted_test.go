package files

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"fmt"
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
		if !slices.Contains([]string{".csv", ".txt", ".rem"}, ext) || len(o.data) == 0 {
			continue
		}
		bom, text := "", o.data
		for _, mark := range []string{bomUTF8, bomUTF16LE, bomUTF16BE} {
			if bytes.HasPrefix(text, []byte(mark)) {
				bom, text = mark, text[len(mark):]
			}
		}
		eol, end := []byte("\n"), "\n"
		switch {
		case strings.Contains(o.name, "utf16le"):
			eol = []byte("\n\x00")
		case !bytes.Contains(text, eol):
			eol, end = []byte("\r"), "\r"
		}
		lines := bytes.SplitAfter(text, eol)
		for _, at := range []int{0, 1, len(lines) / 2, len(lines)} {
			at = min(at, len(lines))
			before, behind := bytes.Join(lines[:at], nil), bytes.Join(lines[at:], nil)
			for what, line := range map[string]string{"a line": person + end, "a title": "Relatório de " + person + end + end, "without an end": person} {
				data := bom + string(before) + line + string(behind)
				if places++; !found(writeFile(t, o.name, data), o.option) {
					t.Errorf("%s: a person as %s before line %d of %d is not read", o.name, what, at+1, len(lines))
				}
			}
		}
	}
	t.Logf("%d places", places)
}

// TestPlantedBeside puts a person beside the cells and texts that files are made for,
// where no program writes and nobody looks.
func TestPlantedBeside(t *testing.T) {
	catalog := catalogOf(t)
	const person = "Plantada 529.982.247-25"
	sheet := func(old, planted string) []string {
		return []string{"xl/worksheets/sheet1.xml", strings.Replace(sheetOf(numberedRow(1, "produto", "valor")+numberedRow(2, "lápis", 7)), old, planted, 1)}
	}
	const end = "</x:sheetData>"
	books := map[string][]string{
		"an attribute of a cell":           sheet(`r="B2"`, `r="B2" z="`+person+`"`),
		"an attribute of a row":            sheet(`<x:row r="2"`, `<x:row r="2" z="`+person+`"`),
		"text among the rows":              sheet(end, person+end),
		"an element among the rows":        sheet(end, "<z>"+person+"</z>"+end),
		"a comment among the rows":         sheet(end, "<!--"+person+"-->"+end),
		"an element of a sheet":            sheet(end, end+"<z><y>"+person+"</y></z>"),
		"a setting of a sheet":             sheet(end, end+`<sheetPr codeName="`+person+`"/>`),
		"a parameter of a query":           {"xl/connections.xml", `<connections><connection name="a"><parameter string="` + person + `"/></connection></connections>`},
		"a caption of a pivot table":       {"xl/pivotCache/pivotCacheDefinition1.xml", `<pivotCacheDefinition><s v="x" c="` + person + `"/></pivotCacheDefinition>`},
		"the list of a control":            {"xl/ctrlProps/ctrlProp1.xml", `<formControlPr><item val="` + person + `"/></formControlPr>`},
		"the name of a theme":              {"xl/theme/theme1.xml", `<theme name="` + person + `"/>`},
		"a property that nobody knows":     {"docProps/app.xml", `<Properties><Template>` + person + `</Template></Properties>`},
		"a name of a formula, unquoted":    {"xl/workbook.xml", `<workbook><sheets><sheet name="Plan1" id="rId1"/></sheets><definedNames><definedName name="x">` + person + `</definedName></definedNames></workbook>`},
		"a number of a formula":            sheet(`<v>7</v>`, `<f>IF(A1="x",Plantada 529.982.247-25,1)</f><v>7</v>`),
		"a truth that is none":             sheet(`r="B2"><v>7</v>`, `r="B2" t="b"><v>`+person+`</v>`),
		"a folder of parts":                {person + "/a.xml", "<a/>"},
		"the name of a picture":            {"xl/media/" + person + ".png", "figura"},
		"a shared string that no cell has": {"xl/sharedStrings.xml", `<sst><si><t>` + person + `</t></si></sst>`},
	}
	files := map[string]string{}
	for what, parts := range books {
		files[what+".xlsx"] = book(t, sheetOf(numberedRow(1, "produto", "valor")+numberedRow(2, "lápis", 7)), parts...)
	}
	var zipped, gzipped bytes.Buffer
	z := zip.NewWriter(&zipped)
	member(t, z, zip.FileHeader{Name: "a.csv", Extra: append([]byte{0x4d, 0x4d, byte(len(person)), 0}, person...)}, "a;b\n1;2\n")
	must(t, z.Close())
	g := gzip.NewWriter(&gzipped)
	g.Extra = append([]byte{'A', 'B', byte(len(person)), 0}, person...)
	_, err := g.Write([]byte("a;b\n1;2\n"))
	must(t, err, g.Close())
	const mail = "From: ana@exemplo.com.br\nTo: rui@exemplo.com.br\nMIME-Version: 1.0\n"
	files["a field.zip"], files["a field.csv.gz"] = zipped.String(), gzipped.String()
	files["an attachment's name.eml"] = mail + "Content-Type: text/plain; name*=utf-8''Plantada%20529%2E982%2E247-25\n\noi\n"
	files["entities.eml"] = mail + "Content-Type: text/html\n\n<p>" + strings.ReplaceAll(person, "9", "&#57;") + "</p>\n"
	files["~$not a lock.txt"], files["~$nor this.csv"] = person, "1;2\n3;"+person+"\n"
	files["a part of a page.htm"] = "<div>\n<p>" + strings.ReplaceAll(person, "9", "&#57;") + "</p>\n</div>\n"
	for name, data := range files {
		found := false
		for _, r := range readPath(t, writeFile(t, name, data), Options{IsData: catalog.IsData, Is: catalog.Is}, scanner.Sample{}) {
			found = found || strings.Contains(fmt.Sprint(r.names, r.rows), strings.TrimPrefix(person, "Plantada "))
		}
		if !found {
			t.Errorf("%s: a person is not read", name)
		}
	}
}

// Names of cells say nothing of anybody, however many rows a sheet has: where one
// is taken for more, the sheet is read a second time.
func TestSuspiciousAttributes(t *testing.T) {
	for value, want := range map[string]bool{
		"L200001": false, "A1:L200001": false, "$B$100000:C1048576 XFD1048576": false, "123456.78": false, "inlineStr": false,
		"ABCD123456": true, "A12345678901": true, "52998224725x": true, "Maria da Silva": true, "a@exemplo.com.br": true,
	} {
		if got := suspicious(xmlAttr{name: []byte("r"), value: []byte(value)}); got != want {
			t.Errorf("%q is suspicious: %v", value, got)
		}
	}
}
