package files

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/datamapbr/datamap/scanner"
)

// A documentFile is a text document or a presentation in XML: of Word or PowerPoint since 2007, or
// in OpenDocument.
type documentFile struct{ content }

// Tables of fewer rows or columns are how a text is laid out: they are part of it.
const (
	leastTableRows    = 3
	leastTableColumns = 2
)

// documentTypes begin the media types of texts and presentations in OpenDocument.
var documentTypes = []string{"application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.presentation"}

// isDocument reports whether an archive is a document that is read.
func isDocument(archive *zip.Reader) bool {
	if holds(archive, "word/document.xml") || holds(archive, "ppt/presentation.xml") {
		return true
	}
	kind := string(headOf(archive, "mimetype", 256))
	return slices.ContainsFunc(documentTypes, func(known string) bool { return strings.HasPrefix(kind, known) })
}

// textParts are the parts of a document in which its text is, in order, and those that tell of
// it: properties, and where links lead.
func (w *workbook) textParts() (texts, about []string) {
	const word, openDoc = "word/document.xml", "content.xml"
	for _, part := range w.noteParts() {
		inText := strings.HasPrefix(part, "word/") || strings.HasPrefix(part, "ppt/") || part == openDoc || part == "styles.xml"
		if inText && !strings.HasSuffix(part, ".rels") {
			texts = append(texts, part)
		} else {
			about = append(about, part)
		}
	}
	first := func(part string) int {
		if part == word || part == openDoc {
			return 0
		}
		return len(part) // slide 10 is behind slide 9
	}
	slices.SortStableFunc(texts, func(a, b string) int { return first(a) - first(b) })
	return texts, about
}

// damagedDocument is the fault of a document that cannot be trusted.
func damagedDocument(err error) error {
	err = damaged(err)
	if f := (*scanner.Fault)(nil); errors.As(err, &f) && f.Reason.Code == "damaged_workbook" {
		return &scanner.Fault{Reason: scanner.Reason{Code: "damaged_file", Detail: f.Reason.Detail}, Err: f.Err}
	}
	return err
}

// document returns the tables of a document, its text outside of them as one more, and what is
// not read. All of it is read to know them.
func (s *source) document(ctx context.Context, f documentFile, name string) []object {
	r, err := f.rows(ctx, everySheet, nil)
	if err != nil {
		return []object{notRead(name, damagedDocument(err))}
	}
	defer r.close()
	var shapes []*shape
	for err == nil {
		var at int
		var row [][]byte
		if at, row, err = r.parse(); err == nil && at != outside {
			for len(shapes) <= at {
				shapes = append(shapes, &shape{})
			}
			shapes[at].add(row)
		}
	}
	var objects []object
	tables := map[int]bool{}
	for i, shape := range shapes {
		if shape.rows < leastTableRows || shape.width < leastTableColumns {
			continue
		}
		tables[i] = true
		t := &rowTable{blame: damagedDocument, open: func(ctx context.Context) (rowReader, error) { return f.rows(ctx, i, nil) }}
		shape.describe(t, s.opt.IsData)
		t.exact = err == io.EOF
		objects = append(objects, t.object(fmt.Sprintf("%s#%d", name, len(tables)), "table"))
	}
	text := name
	if len(tables) > 0 {
		text += "#texto"
	}
	t := texts(damagedDocument, func(ctx context.Context) (rowReader, error) { return f.rows(ctx, outside, tables) })
	objects = append(objects, t.object(text, "file"))
	return append(objects, r.book.unread(name)...)
}

// rows starts reading one of the tables, by its number among all, or the text outside of those that
// count as tables.
func (f documentFile) rows(ctx context.Context, target int, tables map[int]bool) (*documentRows, error) {
	archive, in, err := f.archive(ctx)
	if err != nil {
		return nil, err
	}
	r := &documentRows{book: directoryOf(archive), in: in, target: target, tables: tables, table: -1}
	texts, about := r.book.textParts()
	r.parts = texts
	if len(texts) == 0 {
		r.close()
		return nil, errMissingPart
	}
	if target == outside {
		r.about = &bookNotes{book: r.book, parts: about, noteQueue: noteQueue{queue: r.book.comments}}
	}
	return r, nil
}

// documentRows reads the rows of one table of a document, or its text: a row for each paragraph.
type documentRows struct {
	book   *workbook
	in     io.Closer
	parts  []string // to be read
	target int
	tables map[int]bool // those whose rows are no text
	about  *bookNotes   // what is read behind the text; nil for nothing

	x       *xmlReader
	closer  io.Closer
	openDoc bool // the part at hand is OpenDocument: text stands in paragraphs themselves
	table   int  // number of the last table
	nested  int  // tables that are open
	row     [][]byte
	across  int    // how many more columns the cell at hand covers
	text    []byte // of the cell or paragraph at hand
	open    int    // paragraphs that are open
	runs    int    // elements with text that are open
	single  [1][]byte
}

func (r *documentRows) next(bool) ([][]byte, error) {
	for {
		at, row, err := r.parse()
		switch {
		case err == io.EOF && r.about != nil:
			return r.about.next(true)
		case err != nil:
			return nil, err
		case at == r.target:
			return row, nil
		case r.target == outside && !r.tables[at]:
			if r.single[0] = bytes.Join(row, []byte("\t")); len(bytes.TrimSpace(r.single[0])) > 0 {
				return r.single[:], nil
			}
		}
	}
}

// parse returns the next row and the table that it is in, or outside.
func (r *documentRows) parse() (table int, row [][]byte, err error) {
	for {
		if r.x == nil {
			if len(r.parts) == 0 {
				return 0, nil, io.EOF
			}
			if err := r.begin(r.parts[0]); err != nil {
				return 0, nil, err
			}
			r.parts = r.parts[1:]
		}
		kind, err := r.x.next()
		if err == io.EOF {
			r.closer.Close()
			r.x = nil
			continue
		}
		switch {
		case err != nil:
			return 0, nil, err
		case kind == xmlStart:
			r.element(string(r.x.name))
		case kind == xmlText && (r.runs > 0 || r.openDoc && r.open > 0):
			r.text, err = appendText(r.text, r.x.text, r.x.cdata)
		case kind == xmlEnd:
			if at, row := r.end(string(r.x.name)); row != nil {
				return at, row, nil
			}
		}
		if err == nil && len(r.text) > maxSheetRow {
			err = &scanner.Fault{Reason: scanner.Reason{Code: "too_large"}}
		}
		if err != nil {
			return 0, nil, err
		}
	}
}

// begin starts reading a part.
func (r *documentRows) begin(part string) (err error) {
	r.x, r.closer, err = r.book.part(part)
	r.openDoc = !strings.Contains(part, "/")
	r.nested, r.open, r.runs, r.text = 0, 0, 0, nil
	return err
}

// element takes the start of an element. What is closed by its own tag ends like the others.
func (r *documentRows) element(name string) {
	switch name {
	case "tbl", "table":
		if r.nested++; r.nested == 1 {
			r.table++
		}
	case "tr", "table-row":
		if r.nested == 1 {
			r.row = r.row[:0]
		}
	case "tc", "table-cell", "covered-table-cell":
		if r.nested == 1 {
			r.text, r.across = nil, 0
		}
	case "gridSpan": // a cell over several columns
		if n, err := strconv.Atoi(string(r.x.attr("val"))); err == nil && r.nested == 1 {
			r.across = min(n, maxColumns) - 1
		}
	case "comment":
		r.text = append(r.text, r.x.attr("author")...)
	case "a":
		if link := r.x.attr("href"); r.openDoc && hasDocument(link) {
			r.text = append(append(r.text, link...), ' ')
		}
	case "p", "h":
		if r.open++; len(r.text) > 0 {
			r.text = append(r.text, '\n')
		}
	case "t", "delText", "instrText":
		r.runs++
	case "tab", "s", "line-break":
		if r.openDoc || name == "tab" && r.x.attr("pos") == nil {
			r.text = r.x.appendSpace(r.text)
		}
	case "br", "cr":
		r.text = append(r.text, '\n')
	}
}

// end takes the end of an element. It returns the row that ends there, and the table that it is
// in, or outside.
func (r *documentRows) end(name string) (table int, row [][]byte) {
	switch name {
	case "tbl", "table":
		r.nested--
	case "tr", "table-row":
		if r.nested == 1 && lastFilled(r.row) > 0 {
			return r.table, r.row
		}
	case "tc", "table-cell", "covered-table-cell":
		if r.nested == 1 {
			if cell := bytes.TrimSpace(r.text); len(r.row) < maxColumns {
				r.row = append(r.row, cell)
			} else {
				r.row[maxColumns-1] = slices.Concat(r.row[maxColumns-1], []byte("\t"), cell)
			}
			for ; r.across > 0 && len(r.row) < maxColumns; r.across-- {
				r.row = append(r.row, nil)
			}
			r.text = nil
		}
	case "t", "delText", "instrText":
		r.runs--
	case "p", "h":
		if r.open--; r.open == 0 && r.nested == 0 {
			if r.single[0] = bytes.TrimSpace(r.text); len(r.single[0]) > 0 {
				r.text = nil
				return outside, r.single[:]
			}
		}
	}
	return 0, nil
}

func (r *documentRows) remarks() (gaps, notes tally) { return nil, nil }

func (r *documentRows) close() {
	if r.x != nil {
		r.closer.Close()
	}
	if r.about != nil {
		r.about.close()
	}
	r.in.Close()
}
