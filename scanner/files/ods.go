package files

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"strings"
)

// odsType is how the media types of OpenDocument spreadsheets begin.
const odsType = "application/vnd.oasis.opendocument.spreadsheet"

// An odsFile is an OpenDocument spreadsheet: parts in an archive, or all of them
// in one XML text.
type odsFile struct {
	content
	flat   bool
	sound  bool              // it was read to its end
	isData func([]byte) bool // for its notes; may be nil
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
	return bytes.HasPrefix(bytes.TrimSpace(text[:min(len(text), 4096)]), []byte("<")) && bytes.Contains(text[:min(len(text), 4096)], []byte("<office:document")) && bytes.Contains(text[:min(len(text), 1<<14)], []byte(odsType))
}

// parts are the parts of a spreadsheet, none of one in one piece.
func (f *odsFile) parts(ctx context.Context) (*workbook, error) {
	if f.flat {
		return &workbook{}, nil
	}
	archive, in, err := f.archive(ctx)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	return directoryOf(archive), nil
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
	x, in, err := directoryOf(archive).part(name)
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
	f.sound = err == nil
	var objects []object
	for i, sheet := range sheets {
		sheet.exact = err == nil
		tables := sheet.objects(nil, s.opt.IsData, func(r region) *rowTable {
			return &rowTable{blame: damaged, open: func(ctx context.Context) (rowReader, error) { return f.rows(ctx, i, r) }}
		})
		objects = append(objects, ofSheet(name+"#"+sheet.name, sheet.hidden, tables)...)
	}
	w, err := f.parts(ctx)
	if err != nil {
		return append(objects, notRead(name+"#notas", damaged(err)))
	}
	notes, _ := f.notes(ctx)
	defer notes.close()
	switch _, err := notes.next(true); err {
	case nil:
		objects = append(objects, texts(damaged, f.notes).object(name+"#notas", "sheet"))
	case io.EOF:
	default:
		objects = append(objects, notRead(name+"#notas", damaged(err)))
	}
	return append(objects, w.unread(name)...)
}

// An odsSheet is a sheet and what a first reading tells of it.
type odsSheet struct {
	name   string
	hidden bool
	sheetShape
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
		sheets[len(sheets)-1].add(row, r.line)
	}
}

// rows starts reading a table on a sheet.
func (f *odsFile) rows(ctx context.Context, sheet int, in region) (rowReader, error) {
	x, files, err := f.part(ctx, "content.xml")
	if err != nil {
		return nil, err
	}
	return in.in(&odsReader{xmlReader: x, in: files, target: sheet, sound: f.sound}), nil
}
