package files

import (
	"bytes"
	"context"
	"io"
	"maps"
	"path"
	"slices"
	"strings"
)

// smallSheet is how large a worksheet may be, unpacked, to be looked through for
// notes while the tables are listed.
const smallSheet = 4 << 20

// A noteSource is a kind of part of a workbook in which people write outside of
// cells, or in which programs keep copies of cells.
type noteSource struct {
	within   string   // of the names of the parts
	elements []string // whose text is a note; "*" for all other text
	attrs    []string // "element attribute" whose value is one
	names    []string // the same of values that name things: a note when they say more than a word; "* *" for all others
	cells    []string // those of them that are among the cells of a worksheet
}

// headings are the elements of what is printed on every page.
var headings = []string{"oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter"}

// noteSources are looked up in order: the first that fits a part counts. Parts
// that nobody has heard of are read as a whole.
var noteSources = []noteSource{
	{
		within:   "xl/worksheets/",
		elements: append([]string{"formula", "formula1", "formula2", "f", "rPh"}, headings...),
		attrs: []string{
			"hyperlink display", "hyperlink tooltip", "dataValidation prompt", "dataValidation promptTitle", "dataValidation error", "dataValidation errorTitle",
			"filter val", "customFilter val", "scenario comment", "scenario name", "inputCells val", "cfRule text",
		},
		names: []string{"protectedRange name", "hyperlink location"},
		cells: []string{"f", "rPh"},
	},
	{within: "xl/chartsheets/", elements: headings},
	{within: "xl/workbook.", elements: []string{"definedName"}, attrs: []string{"definedName comment", "fileSharing userName"}, names: []string{"definedName name"}},
	{within: "xl/pivotcache/", attrs: []string{"s v", "n v", "d v", "pivotCacheDefinition refreshedBy"}, names: []string{"cacheField name", "cacheField caption"}},
	{within: "xl/externallinks/", elements: []string{"v"}, names: []string{"sheetName val", "definedName name"}},
	{within: "xl/charts/", elements: []string{"p", "v", "pt"}},
	{within: "xl/diagrams/", elements: []string{"p"}},
	{within: "xl/persons/", attrs: []string{"person displayName"}},
	{within: "xl/connections.", attrs: []string{"dbPr connection", "dbPr command", "connection description"}, names: []string{"connection name", "textPr sourceFile"}},
	{within: "meta.xml", elements: []string{"title", "subject", "description", "keyword", "creator", "initial-creator", "printed-by", "user-defined"}},
	{within: "docprops/core.xml", elements: []string{"title", "subject", "description", "keywords", "category", "creator", "lastModifiedBy", "contentStatus", "identifier"}},
	{within: "docprops/app.xml", elements: []string{"Manager", "Company", "HyperlinkBase"}},
	{within: "docprops/custom.xml", elements: []string{"lpwstr", "lpstr", "bstr"}, names: []string{"property name"}},
	{within: "xl/tables/", attrs: []string{"filter val", "customFilter val", "tableColumn totalsRowLabel", "table comment"}, names: []string{"tableColumn name"}},
	{within: "xl/styles", names: []string{"numFmt formatCode"}},
	{within: "xl/drawings/vmldrawing", elements: []string{"textbox"}},
	{within: "xl/drawings/", elements: []string{"p"}, attrs: []string{"cNvPr descr", "cNvPr title"}, names: []string{"cNvPr name"}},
	{within: "", elements: []string{"text", "p", "author", "*"}, names: []string{"* *"}}, // comments, revisions, captions of pivot tables
}

// relationNotes are what parts refer to outside of the workbook, textNotes what is
// in the part of the shared strings, and quietNotes in those where nobody writes.
var (
	relationNotes = noteSource{attrs: []string{"Relationship Target"}}
	textNotes     = noteSource{elements: []string{"si", "*"}}
	quietNotes    = noteSource{}
)

// programs sign workbooks with their own names.
var programs = []string{"xuri", "openpyxl", "Apache POI", "XlsxWriter", "SheetJS", "PhpSpreadsheet", "EPPlus", "ClosedXML", "python-docx"}

// noteParts are the parts of a workbook with notes, in order.
func (w *workbook) noteParts() (parts []string) {
	for _, name := range slices.Sorted(maps.Keys(w.parts)) {
		if isMarkup(name) || inRecords(name) {
			parts = append(parts, name)
		}
	}
	return parts
}

// notesIn says which notes a part may have.
func notesIn(part string) *noteSource {
	switch {
	case path.Ext(part) == ".rels":
		return &relationNotes
	case isQuiet(part):
		return &quietNotes
	}
	for i := range noteSources {
		if strings.HasPrefix(part, noteSources[i].within) {
			return &noteSources[i]
		}
	}
	return nil
}

// namesAll reports whether whatever names something in a part is a note.
func (n *noteSource) namesAll() bool { return slices.Contains(n.names, "* *") }

// has reports whether an element of a part may be or hold a note.
func (n *noteSource) has(element string) bool {
	holds := func(wanted string) bool {
		of, _, _ := strings.Cut(wanted, " ")
		return of == element
	}
	return slices.Contains(n.elements, element) || slices.ContainsFunc(n.attrs, holds) || slices.ContainsFunc(n.names, holds)
}

// notes lists what is written in a workbook outside of its cells as one more
// table, if there is anything. A workbook with a part too large to be looked through
// now may have something.
func (s *source) notes(c content, w *workbook, name string, learnt *cellsRead) []object {
	large := func(part string) bool { return w.parts[part] != nil && w.parts[part].UncompressedSize64 > smallSheet }
	parts := w.noteParts()
	found := len(w.comments) > 0 || slices.ContainsFunc(parts, func(part string) bool { return large(part) && w.opens(part) })
	if !found {
		learnt.complete(w)
	}
	for _, part := range parts {
		if found || large(part) {
			break
		}
		r := &bookNotes{book: w, parts: []string{part}, learnt: learnt, noteQueue: noteQueue{isData: s.opt.IsData}}
		_, err := r.next(true)
		r.close()
		found = err == nil
		if err != nil && err != io.EOF && !w.hasSheet(part) { // what is wrong with a sheet is said there
			return []object{notRead(name+"#notas", damaged(err))}
		}
	}
	if !found {
		return nil
	}
	t := texts(damaged, func(ctx context.Context) (rowReader, error) {
		w, in, err := c.openBook(ctx)
		if err != nil {
			return nil, err
		}
		return &bookNotes{book: w, parts: w.noteParts(), learnt: learnt, file: in, noteQueue: noteQueue{queue: w.comments, isData: s.opt.IsData}}, nil
	})
	return []object{t.object(name+"#notas", "sheet")}
}

// bookNotes reads what is written in a workbook outside of its cells: comments,
// text in shapes and charts, headers and footers, links, lists of choices, texts
// in formulas, properties, shared strings that no cell has, and the copies of cells
// that pivot tables and links to other workbooks keep.
type bookNotes struct {
	book   *workbook
	parts  []string // to be read
	learnt *cellsRead
	file   io.Closer

	step    func() error // takes the next notes of the part at hand; [io.EOF] at its end. Nil where there is none
	in      io.Closer    // that part
	x       *xmlReader   // of one in XML
	records *brtReader   // … in records
	inSheet bool         // … which is a sheet: values of cells are no notes
	from    *noteSource
	seeking bool // what is between the cells is passed over
	texts   int  // shared strings met so far
	noteQueue
}

func (n *bookNotes) next(bool) ([][]byte, error) {
	for len(n.queue) == 0 {
		if n.step == nil {
			if len(n.parts) == 0 {
				return nil, io.EOF
			}
			part := n.parts[0]
			n.parts = n.parts[1:]
			if beside, read := n.learnt.of(part); read && beside == nothing {
				continue
			}
			if err := n.open(part); err != nil {
				return nil, err
			}
		}
		switch err := n.step(); {
		case err == io.EOF:
			n.in.Close()
			n.step, n.in = nil, nil
		case err != nil:
			return nil, err
		}
	}
	return n.pull(), nil
}

// open starts reading a part.
func (n *bookNotes) open(part string) (err error) {
	n.from, n.seeking = notesIn(part), false
	if part == n.book.shared {
		n.from, n.texts = &textNotes, 0
	}
	if n.from.cells != nil || n.from == &textNotes {
		n.learnt.complete(n.book)
	}
	if inRecords(part) {
		n.records, n.in, err = n.book.records(part)
		n.inSheet, n.step = n.book.hasSheet(part), n.record
		return err
	}
	if n.x, n.in, err = n.book.part(part); err != nil {
		return err
	}
	if n.x.comments = true; n.from.cells != nil {
		beside, _ := n.learnt.of(part)
		n.seeking = beside < oddities
	}
	n.step = n.markup
	return nil
}

// markup takes the notes of the next tag or text of a part in XML.
func (n *bookNotes) markup() error {
	if n.seeking && string(local(n.x.innermost())) == "sheetData" {
		if err := n.x.seek(n.from.cells); err != nil {
			return err
		}
	}
	kind, err := n.x.next()
	switch {
	case err != nil:
		return err
	case kind == xmlStart:
		return n.element()
	case kind != xmlEnd && !n.inCell():
		return n.aside(kind)
	}
	return nil
}

// aside takes a text that stands in no element whose text is a note, or a comment.
func (n *bookNotes) aside(kind xmlKind) (err error) {
	wanted := kind == xmlComment || slices.Contains(n.from.elements, "*")
	if !wanted && !isTelling(n.x.text) {
		return nil
	}
	if n.text, err = appendText(n.text[:0], n.x.text, n.x.cdata); wanted || n.isSomebodys(n.text) {
		n.add(n.text)
	}
	return err
}

// inCell reports whether the text at hand is the value of a cell.
func (n *bookNotes) inCell() bool {
	name := string(local(n.x.innermost()))
	return n.from.cells != nil && (name == "v" || name == "t")
}

// element takes the notes of an element that has just been opened.
func (n *bookNotes) element() (err error) {
	name := string(n.x.name)
	for _, wanted := range n.from.attrs {
		element, attr, _ := strings.Cut(wanted, " ")
		if element != name {
			continue
		}
		if element == "Relationship" && string(n.x.attr("TargetMode")) != "External" {
			continue
		}
		text, err := n.x.attrText(attr)
		if err != nil {
			return err
		}
		n.add([]byte(strings.TrimPrefix(text, "mailto:")))
	}
	if err := n.namesOf(name); err != nil {
		return err
	}
	if name == "DataMashup" {
		return n.queries()
	}
	if !slices.Contains(n.from.elements, name) {
		return nil
	}
	if n.from == &textNotes {
		return n.looseText()
	}
	if n.text, err = n.x.paragraph(n.text[:0]); err != nil {
		return err
	}
	switch name {
	case "f", "formula", "formula1", "formula2":
		n.addLiterals(n.text)
	case "definedName":
		if n.addLiterals(n.text); bytes.IndexByte(n.text, '"') < 0 && n.isSomebodys(n.text) {
			n.add(n.text)
		}
	case "creator", "lastModifiedBy":
		if !slices.Contains(programs, string(n.text)) {
			n.add(n.text)
		}
	default:
		n.add(n.text)
	}
	return nil
}

// queries takes the queries that the element at hand keeps, or its text where that is
// none.
func (n *bookNotes) queries() (err error) {
	if n.text, err = n.x.content(n.text[:0]); err != nil {
		return err
	}
	lines, err := queriesIn(n.text)
	if lines == nil {
		lines = [][]byte{n.text}
	}
	for _, line := range lines {
		n.add(line)
	}
	return err
}

// namesOf takes the notes of the attributes that name things.
func (n *bookNotes) namesOf(element string) error {
	for _, a := range n.x.attrs {
		of := element + " " + string(a.name)
		named := slices.Contains(n.from.names, of) || n.from.namesAll()
		if !named && (!suspicious(a) || slices.Contains(n.from.attrs, of)) {
			continue
		}
		text, err := appendText(nil, a.value, false)
		switch {
		case err != nil:
			return err
		case !named:
			if n.isSomebodys(text) {
				n.add(text)
			}
		case string(a.name) == "formatCode":
			n.addLiterals(text)
		case isTelling(text):
			n.add(text)
		}
	}
	return nil
}

func (n *bookNotes) close() {
	for _, c := range []io.Closer{n.in, n.file} {
		if c != nil {
			c.Close()
		}
	}
}
