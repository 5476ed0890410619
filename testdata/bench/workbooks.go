package main

import (
	"archive/zip"
	"bufio"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"strings"
)

// The size of the workbooks.
const (
	sheetRows    = 200_000
	sheetColumns = 12
)

const (
	spreadsheetML = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	relations     = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	packageML     = "http://schemas.openxmlformats.org/package/2006/"
	xmlHead       = `<?xml version="1.0" encoding="UTF-8"?>` + "\n"
)

// writeWorkbook writes a sheet of customers, with texts in their cells or shared.
func writeWorkbook(path string, shared bool) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	z := zip.NewWriter(f)
	for _, part := range [][2]string{
		{"[Content_Types].xml", `<Types xmlns="` + packageML + `content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>`},
		{"_rels/.rels", `<Relationships xmlns="` + packageML + `relationships"><Relationship Id="rId1" Type="` + relations + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"xl/workbook.xml", `<workbook xmlns="` + spreadsheetML + `" xmlns:r="` + relations + `"><sheets><sheet name="Clientes" sheetId="1" r:id="rId1"/></sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", `<Relationships xmlns="` + packageML + `relationships"><Relationship Id="rId1" Type="` + relations + `/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="` + relations + `/sharedStrings" Target="sharedStrings.xml"/></Relationships>`},
	} {
		w, err := z.Create(part[0])
		if err != nil {
			return err
		}
		if _, err := io.WriteString(w, xmlHead+part[1]); err != nil {
			return err
		}
	}
	if err := writeSheet(z, shared); err != nil {
		return err
	}
	if err := z.Close(); err != nil {
		return err
	}
	return f.Close()
}

var escaped = strings.NewReplacer("&", "&amp;", "<", "&lt;")

func writeSheet(z *zip.Writer, shared bool) error {
	part, err := z.Create("xl/worksheets/sheet1.xml")
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(part, 1<<20)
	fmt.Fprintf(w, `%s<worksheet xmlns="%s"><sheetData>`, xmlHead, spreadsheetML)
	index, strs := map[string]int{}, []string{}
	r := rand.New(rand.NewPCG(300, 17))
	for i := range sheetRows + 1 {
		cells := header
		if i > 0 {
			cells = record(r, i)
		}
		fmt.Fprintf(w, `<row r="%d">`, i+1)
		for k, cell := range cells[:sheetColumns] {
			at := fmt.Sprintf("%c%d", 'A'+k, i+1)
			switch {
			case i > 0 && (header[k] == "id" || header[k] == "renda"):
				fmt.Fprintf(w, `<c r="%s"><v>%s</v></c>`, at, cell)
			case shared:
				n, known := index[cell]
				if !known {
					n = len(strs)
					index[cell] = n
					strs = append(strs, cell)
				}
				fmt.Fprintf(w, `<c r="%s" t="s"><v>%d</v></c>`, at, n)
			default:
				fmt.Fprintf(w, `<c r="%s" t="inlineStr"><is><t>%s</t></is></c>`, at, escaped.Replace(cell))
			}
		}
		_, _ = w.WriteString("</row>") // Flush returns the error
	}
	_, _ = w.WriteString("</sheetData></worksheet>")
	if err := w.Flush(); err != nil {
		return err
	}
	if part, err = z.Create("xl/sharedStrings.xml"); err != nil {
		return err
	}
	w.Reset(part)
	fmt.Fprintf(w, `%s<sst xmlns="%s" uniqueCount="%d">`, xmlHead, spreadsheetML, len(strs))
	for _, s := range strs {
		fmt.Fprintf(w, "<si><t>%s</t></si>", escaped.Replace(s))
	}
	_, _ = w.WriteString("</sst>")
	return w.Flush()
}
