package files

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"slices"
	"strings"
)

// odsType is how the media types of OpenDocument spreadsheets begin.
const odsType = "application/vnd.oasis.opendocument.spreadsheet"

// An odsFile is an OpenDocument spreadsheet: parts in an archive, or all of them
// in one XML text.
type odsFile struct {
	content
	flat bool
}

// isODS reports whether an archive says that it is a spreadsheet.
func isODS(archive *zip.Reader) bool {
	return strings.HasPrefix(string(headOf(archive, "mimetype", 256)), odsType)
}

// isEncryptedODS reports whether the parts of a spreadsheet are encrypted.
func isEncryptedODS(archive *zip.Reader) bool {
	return holds(archive, "encrypted-package") || bytes.Contains(headOf(archive, "meta-inf/manifest.xml", 1<<20), []byte("encryption-data"))
}

// headOf returns the first bytes of a part, as far as they can be read.
func headOf(archive *zip.Reader, part string, size int64) []byte {
	for _, f := range archive.File {
		if partName(f.Name) == part {
			if in, err := f.Open(); err == nil {
				defer in.Close()
				head, _ := io.ReadAll(io.LimitReader(in, size))
				return head
			}
		}
	}
	return nil
}

// isFlatODS reports whether a text is a spreadsheet in one piece.
func isFlatODS(text []byte) bool {
	return bytes.Contains(text[:min(len(text), 4096)], []byte("<office:document")) && bytes.Contains(text[:min(len(text), 1<<14)], []byte(odsType))
}

// part starts reading a part; of a spreadsheet in one piece there is one.
func (f *odsFile) part(ctx context.Context, name string) (*xmlReader, []io.Closer, error) {
	if f.flat {
		in, err := f.content.open(ctx)
		if err != nil {
			return nil, nil, err
		}
		return newXMLReader(in), []io.Closer{in}, nil
	}
	archive, file, err := f.archive(ctx)
	if err != nil {
		return nil, nil, err
	}
	w := &workbook{parts: map[string]*zip.File{}}
	for _, f := range archive.File {
		w.parts[partName(f.Name)] = f
	}
	x, in, err := w.part(name)
	if err != nil {
		file.Close()
		return nil, nil, err
	}
	return x, []io.Closer{in, file}, nil
}

// ods returns the sheets of a spreadsheet, and as one more what is written in it
// outside of the cells. All of it is read to know them.
func (s *source) ods(ctx context.Context, f *odsFile, name string) []object {
	sheets, err := f.survey(ctx)
	if err != nil && len(sheets) == 0 {
		return []object{notRead(name, damaged(err))}
	}
	var objects []object
	for i, sheet := range sheets {
		t := &rowTable{blame: damaged, open: func(ctx context.Context) (rowReader, error) { return f.rows(ctx, i) }}
		sheet.describe(t, s.opt.IsData)
		t.exact = err == nil
		o := t.object(name+"#"+sheet.name, "sheet")
		o.table.Hidden = sheet.hidden
		objects = append(objects, o)
	}
	notes, err := f.notes(ctx)
	if err != nil {
		return append(objects, notRead(name+"#notas", damaged(err)))
	}
	defer notes.close()
	if _, err := notes.next(true); err == nil {
		t := &rowTable{columns: nameColumns(nil, 1), header: -1, rows: -1, open: f.notes, blame: damaged}
		objects = append(objects, t.object(name+"#notas", "sheet"))
	}
	return objects
}

// An odsSheet is a sheet and what a first reading tells of it.
type odsSheet struct {
	name   string
	hidden bool
	shape
}

// survey reads all sheets. An error tells how far it came: the last sheet is
// the one that it was met in.
func (f *odsFile) survey(ctx context.Context) ([]*odsSheet, error) {
	x, in, err := f.part(ctx, "content.xml")
	if err != nil {
		return nil, err
	}
	r := &odsReader{xmlReader: x, in: in, target: -1}
	defer r.close()
	var sheets []*odsSheet
	for {
		row, err := r.next(true)
		for len(sheets) < len(r.names) {
			i := len(sheets)
			sheets = append(sheets, &odsSheet{name: r.names[i], hidden: r.hidden[r.styles[i]]})
		}
		if err == io.EOF {
			return sheets, nil
		}
		if err != nil || len(sheets) > maxSheets {
			return sheets, err
		}
		sheets[len(sheets)-1].add(row)
	}
}

// rows starts reading a sheet.
func (f *odsFile) rows(ctx context.Context, sheet int) (rowReader, error) {
	x, in, err := f.part(ctx, "content.xml")
	if err != nil {
		return nil, err
	}
	return &odsReader{xmlReader: x, in: in, target: sheet}, nil
}

// odsNotes reads what is written in a spreadsheet outside of its cells: comments,
// text in shapes, changes that were kept, headers and footers, properties.
type odsNotes struct {
	file  *odsFile
	ctx   context.Context
	parts []string // to be read
	x     *xmlReader
	in    []io.Closer
	cell  int // depth of the cell that is open, 0 for none
	note  int // the same of what lies in a cell and is not its text
	text  []byte
	row   [1][]byte
}

func (f *odsFile) notes(ctx context.Context) (rowReader, error) {
	n := &odsNotes{file: f, ctx: ctx, parts: []string{"content.xml", "styles.xml", "meta.xml"}}
	if f.flat {
		n.parts = n.parts[:1]
	}
	return n, nil
}

// properties are the elements of the properties in which people write.
var properties = []string{"title", "subject", "description", "keyword", "user-defined", "creator", "initial-creator", "printed-by"}

func (n *odsNotes) next(bool) ([][]byte, error) {
	for {
		if n.x == nil {
			if len(n.parts) == 0 {
				return nil, io.EOF
			}
			x, in, err := n.file.part(n.ctx, n.parts[0])
			first := n.parts[0] == "content.xml"
			n.parts = n.parts[1:]
			if err == errMissingPart && !first {
				continue
			}
			if err != nil {
				return nil, err
			}
			n.x, n.in = x, in
		}
		found, err := n.step()
		if err == io.EOF {
			n.close()
			n.x = nil
			continue
		}
		if err != nil {
			return nil, err
		}
		if found && len(bytes.TrimSpace(n.text)) > 0 {
			n.row[0] = n.text
			return n.row[:], nil
		}
	}
}

// step takes one token and reports whether it was a text outside of the cells.
func (n *odsNotes) step() (bool, error) {
	kind, err := n.x.next()
	if err != nil || kind == xmlText {
		return false, err
	}
	if kind == xmlEnd {
		if len(n.x.open) < n.note {
			n.note = 0
		}
		if len(n.x.open) < n.cell {
			n.cell = 0
		}
		return false, nil
	}
	switch name := string(n.x.name); name {
	case "table-cell", "covered-table-cell":
		if n.cell == 0 {
			n.cell = len(n.x.open)
		}
	case "tracked-changes", "shapes":
		if n.note == 0 {
			n.note = len(n.x.open)
		}
	case "p", "h":
		if n.cell > 0 && n.note == 0 && len(n.x.open) == n.cell+1 {
			return false, n.x.skip()
		}
		n.text, err = n.x.paragraph(n.text[:0])
		return true, err
	default:
		if n.cell > 0 && n.note == 0 {
			n.note = len(n.x.open)
		}
		if len(n.x.open) == 3 && slices.Contains(properties, name) {
			n.text, err = n.x.paragraph(n.text[:0])
			return true, err
		}
	}
	return false, nil
}

func (n *odsNotes) remarks() (gaps, notes tally) { return nil, nil }

func (n *odsNotes) close() {
	for _, in := range n.in {
		in.Close()
	}
	n.in = nil
}
