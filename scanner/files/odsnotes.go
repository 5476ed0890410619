package files

import (
	"bytes"
	"context"
	"io"
	"maps"
	"path"
	"slices"
)

// odsNotes reads what is written in a spreadsheet outside of its cells: comments,
// text in shapes and objects, changes that were kept, headers and footers,
// properties, links, texts in formulas, what a cell shows that is not its value, and
// a document, an address of mail or a name wherever else it stands.
type odsNotes struct {
	noteQueue
	file    *odsFile
	ctx     context.Context
	parts   []string // to be read
	x       *xmlReader
	in      []io.Closer
	sheets  bool   // the part is that with the sheets
	foreign bool   // the part is of no kind that OpenDocument knows: all its text counts
	quiet   bool   // the part is one in which nobody writes
	cell    int    // depth of the cell that is open, 0 for none
	note    int    // the same of what lies in a cell and is not its text
	value   string // the attribute in which the cell states its value …
	stated  []byte // … and that value, nil for none
}

// odsAttributes are the attributes in which people write, and those with formulas.
var odsAttributes = noteSource{
	attrs: []string{"scenario comment", "frame name", "custom-shape name", "database-range name", "named-range name", "named-expression name", "filter-condition value", "filter-set-item value"},
	names: []string{"table-cell formula", "covered-table-cell formula", "named-expression expression", "content-validation condition", "condition value", "condition condition"},
}

// odsValues are the attributes in which cells of a type state their values.
var odsValues = map[string]string{
	"float": "value", "percentage": "value", "currency": "value", "date": "date-value", "time": "time-value", "boolean": "boolean-value", "string": "string-value",
}

// properties are the elements of the properties in which people write.
var properties = []string{"title", "subject", "description", "keyword", "user-defined", "creator", "initial-creator", "printed-by"}

// notes starts reading the notes.
func (f *odsFile) notes(ctx context.Context) (rowReader, error) {
	n := &odsNotes{file: f, ctx: ctx, parts: []string{"content.xml"}}
	w, err := f.parts(ctx)
	if err != nil {
		return nil, err
	}
	n.queue, n.isData = w.comments, f.isData
	for _, part := range slices.Sorted(maps.Keys(w.parts)) {
		if part != "content.xml" && isMarkup(part) {
			n.parts = append(n.parts, part)
		}
	}
	return n, nil
}

func (n *odsNotes) next(bool) ([][]byte, error) {
	for len(n.queue) == 0 {
		if n.x == nil {
			if len(n.parts) == 0 {
				return nil, io.EOF
			}
			x, in, err := n.file.part(n.ctx, n.parts[0])
			if err != nil {
				return nil, err
			}
			part := n.parts[0]
			n.sheets, n.quiet = part == "content.xml", isQuiet(part)
			n.foreign = !n.quiet && !slices.Contains([]string{"content.xml", "styles.xml", "meta.xml"}, path.Base(part))
			x.comments = true
			n.x, n.in, n.parts = x, in, n.parts[1:]
		}
		err := n.step()
		if err == io.EOF || err != nil && n.quiet { // some begin with a document type
			n.close()
			n.x = nil
			continue
		}
		if err != nil {
			return nil, err
		}
	}
	return n.pull(), nil
}

// step takes one token.
func (n *odsNotes) step() error {
	kind, err := n.x.next()
	switch {
	case err != nil:
	case kind == xmlStart:
		err = n.element(string(n.x.name))
	case kind == xmlComment || n.foreign && kind == xmlText || kind == xmlText && isTelling(n.x.text):
		n.text, err = appendText(n.text[:0], n.x.text, n.x.cdata)
		if n.foreign || kind == xmlComment || n.isSomebodys(n.text) {
			n.add(n.text)
		}
	case kind == xmlEnd:
		if len(n.x.open) < n.note {
			n.note = 0
		}
		if len(n.x.open) < n.cell {
			n.cell = 0
		}
	}
	return err
}

// element takes the element that has just been opened.
func (n *odsNotes) element(name string) (err error) {
	switch name {
	case "table-cell", "covered-table-cell":
		if n.sheets && n.cell == 0 && n.note == 0 {
			n.cell = len(n.x.open)
			n.value = odsValues[string(n.x.attr("value-type"))]
			n.stated = nil
			if text := n.x.attr(n.value); len(text) > 0 {
				n.stated = bytes.Clone(text)
			}
		}
	case "tracked-changes", "shapes", "forms", "dde-links":
		if n.note == 0 {
			n.note = len(n.x.open)
		}
	}
	if err := n.attributes(name); err != nil {
		return err
	}
	switch name {
	case "table-cell", "covered-table-cell", "tracked-changes", "shapes", "forms", "dde-links":
	case "p", "h":
		own := name == "p" && n.cell > 0 && n.note == 0 && len(n.x.open) == n.cell+1
		if own && n.stated == nil {
			return n.links()
		}
		n.text, err = n.x.paragraph(n.text[:0])
		if err == nil && (!own || n.isSomebodys(n.text) && !bytes.Contains(digitsOf(n.stated), digitsOf(n.text))) {
			n.add(n.text)
		}
	default:
		if n.cell > 0 && n.note == 0 {
			n.note = len(n.x.open)
		}
		if name == "desc" || name == "title" || len(n.x.open) == 3 && slices.Contains(properties, name) {
			if n.text, err = n.x.paragraph(n.text[:0]); err == nil {
				n.add(n.text)
			}
		}
	}
	return err
}

// links passes the paragraph at hand, which is the text of a cell, and takes the
// addresses that it leads to.
func (n *odsNotes) links() error {
	return n.x.within(func(kind xmlKind) error {
		switch kind {
		case xmlStart:
			return n.attributes(string(n.x.name))
		case xmlComment:
			n.add(n.x.text)
		}
		return nil
	})
}

// attributes takes the notes of the attributes of an element.
func (n *odsNotes) attributes(element string) error {
	own := n.cell > 0 && len(n.x.open) == n.cell // its value is no note
	for _, a := range n.x.attrs {
		of := element + " " + string(a.name)
		link := of == "a href" && !bytes.HasPrefix(a.value, []byte("#"))
		named, formula := slices.Contains(odsAttributes.attrs, of), slices.Contains(odsAttributes.names, of)
		if !link && !named && !formula && (!suspicious(a) || own && string(a.name) == n.value) {
			continue
		}
		text, err := appendText(nil, a.value, false)
		switch {
		case err != nil:
			return err
		case formula:
			n.addLiterals(text)
		case link, named && isTelling(text), n.isSomebodys(text):
			n.add(bytes.TrimPrefix(text, []byte("mailto:")))
		}
	}
	return nil
}

// digitsOf are the digits of a text: a number is shown with marks between them.
func digitsOf(text []byte) []byte {
	return bytes.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, text)
}

func (n *odsNotes) close() {
	for _, in := range n.in {
		in.Close()
	}
	n.in = nil
}
