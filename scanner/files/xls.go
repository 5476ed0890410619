package files

import (
	"context"
	"encoding/binary"
	"io"
	"strconv"

	"golang.org/x/text/encoding/charmap"

	"github.com/datamapbr/datamap/scanner"
)

// An xlsBook is a workbook of Excel 5 to 2003, and what its first records tell.
type xlsBook struct {
	compound *compound
	main     *stream
	unicode  bool         // texts are in it: since Excel 97
	upper    *[128]string // else what the bytes from 0x80 on mean
	sheets   []xlsSheet
	styles   cellStyles
	base1904 bool
	texts    textArena
}

// An xlsSheet is a sheet and where its records begin.
type xlsSheet struct {
	sheet
	at int64
}

// mainStreams are the streams that hold a workbook, by the version of Excel.
var mainStreams = []string{"Workbook", "Book", "WORKBOOK", "BOOK"}

const (
	excel5 = 0x0500 // and 95
	excel8 = 0x0600 // 97 to 2003
)

// newXLS reads the first records of a workbook.
func newXLS(file *compound) (*xlsBook, error) {
	b := &xlsBook{compound: file, upper: upperHalf(charmap.Windows1252)}
	return b, b.begin()
}

// begin finds the workbook and reads its first records.
func (b *xlsBook) begin() (err error) {
	for _, path := range mainStreams {
		if b.main, err = b.compound.open(path); b.main != nil || err != nil {
			break
		}
	}
	switch {
	case err != nil:
		return err
	case b.main == nil:
		return errMissingPart
	}
	r := b.records(0)
	if err := r.next(); err != nil {
		return cutOff(err)
	}
	version := r.field(0)
	if r.kind != biffBOF || version != excel5 && version != excel8 {
		return &scanner.Fault{Reason: scanner.Reason{Code: string(oldWorkbook)}}
	}
	b.unicode = version == excel8
	const worksheet = 0x10
	if r.field(2) == worksheet { // without a workbook around it
		b.sheets = []xlsSheet{{sheet: sheet{name: "1", cells: true}}}
	}
	for r.kind != biffEOF {
		if err := r.next(); err != nil {
			return cutOff(err)
		}
		if err := b.setting(r); err != nil {
			return err
		}
	}
	if len(b.sheets) == 0 { // there is one in every workbook
		return errMissingPart
	}
	return nil
}

// records reads the records from a place on.
func (b *xlsBook) records(at int64) *biffReader {
	return newBIFFReader(io.NewSectionReader(b.main, at, max(b.main.size-at, 0)))
}

// setting takes a record that is about the whole workbook.
func (b *xlsBook) setting(r *biffReader) error {
	switch r.kind {
	case biffFilePass:
		return &scanner.Fault{Reason: scanner.Reason{Code: string(encryptedWorkbook)}}
	case biffCodePage:
		b.upper = upperHalf(codePage(r.field(0)))
	case biffDate1904:
		b.base1904 = r.field(0) == 1
	case biffFormat:
		b.styles.addFormat(r.field(0), string(b.format(r)))
	case biffStyle:
		b.styles.add(r.field(2))
	case biffSheet:
		return b.addSheet(r)
	case biffTexts:
		return b.readTexts(r)
	}
	return nil
}

// codePage is the encoding with a number; that of Windows for those that nobody knows.
func codePage(n int) *charmap.Charmap {
	const mac, oldMac = 10000, 32768
	if n == mac || n == oldMac {
		return charmap.Macintosh
	}
	for _, family := range []string{"windows", "cp"} {
		if m, ok := charsetOf(family + strconv.Itoa(n)); ok && m != nil {
			return m
		}
	}
	return charmap.Windows1252
}

// format is the text of a number format, or what there is of it.
func (b *xlsBook) format(r *biffReader) []byte {
	if !b.unicode {
		return b.decoded(nil, r.data[min(3, len(r.data)):])
	}
	text := r.textAt(4)
	code, _ := text.unicode(nil, r.field(2))
	return code
}

// addSheet adds a sheet to the list.
func (b *xlsBook) addSheet(r *biffReader) error {
	const isMacro, isChart, isProgram = 1, 2, 6
	if len(r.data) < 8 || len(b.sheets) >= maxSheets {
		return errRecord
	}
	s := xlsSheet{at: int64(binary.LittleEndian.Uint32(r.data)), sheet: sheet{hidden: r.data[4]&3 != 0, cells: r.data[5] != isChart && r.data[5] != isProgram}}
	n := int(r.data[6])
	name, err := b.decoded(nil, r.data[7:min(7+n, len(r.data))]), error(nil)
	if b.unicode {
		text := r.textAt(7)
		name, err = text.unicode(nil, n)
	}
	s.name = columnName(name)
	b.sheets = append(b.sheets, s)
	return err
}

// readTexts reads the texts to which cells refer by number.
func (b *xlsBook) readTexts(r *biffReader) error {
	if len(r.data) < 8 {
		return errRecord
	}
	count := binary.LittleEndian.Uint32(r.data[4:])
	text := r.textAt(8)
	var room []byte
	for range count {
		size, err := text.take(2)
		if err != nil {
			return err
		}
		if room, err = text.unicode(room[:0], int(binary.LittleEndian.Uint16(size))); err != nil {
			return err
		}
		if err := b.texts.keep(room); err != nil {
			return err
		}
	}
	return nil
}

// decoded appends a text of one byte a character in UTF-8.
func (b *xlsBook) decoded(dst, text []byte) []byte {
	for _, c := range text {
		if c < 0x80 {
			dst = append(dst, c)
		} else {
			dst = append(dst, b.upper[c-0x80]...)
		}
	}
	return dst
}

// close ends the reading of the workbook.
func (b *xlsBook) close() { b.compound.close() }

// xls returns the sheets of a workbook, each under its own name, what is written in it outside
// of the cells, and what is not read. All of it is read to know them.
func (s *source) xls(c content, file *compound, name string) []object {
	b, err := newXLS(file)
	if err != nil {
		return []object{notRead(name, damaged(err))}
	}
	var objects []object
	for i, sheet := range b.sheets {
		objects = append(objects, ofSheet(name+"#"+sheet.name, sheet.hidden, s.xlsSheet(c, b, i))...)
	}
	return append(append(objects, s.xlsNotes(c, b, name)...), b.compound.unread(name, append(mainStreams, pivotCaches)...)...)
}

// xlsSheet returns the tables on a sheet, without their names.
func (s *source) xlsSheet(c content, b *xlsBook, i int) []object {
	if !b.sheets[i].cells {
		return []object{passedOver("", scanner.Listed, "no_cells")}
	}
	rows := b.rows(i)
	shape := &sheetShape{}
	var err error
	for err == nil {
		var row [][]byte
		if row, err = rows.next(true); err == nil {
			shape.add(row, rows.line)
		}
	}
	if err != io.EOF && shape.rows == 0 {
		return []object{notRead("", damaged(err))}
	}
	shape.exact = err == io.EOF
	return shape.objects(nil, s.opt.IsData, func(r region) *rowTable {
		return &rowTable{blame: damaged, open: func(ctx context.Context) (rowReader, error) {
			b, err := openIn(ctx, c, newXLS)
			if err != nil {
				return nil, err
			}
			if i >= len(b.sheets) {
				b.close()
				return nil, errMissingPart
			}
			rows := b.rows(i)
			rows.own = true
			return r.in(rows), nil
		}}
	})
}
