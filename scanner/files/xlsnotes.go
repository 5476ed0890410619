package files

import (
	"bytes"
	"cmp"
	"context"
	"encoding/binary"
	"io"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"github.com/datamapbr/datamap/scanner"
)

// Kinds of records in which people write outside of cells, or in which copies of cells are kept:
// headers and footers, names, formulas, links, texts of choices, values of other workbooks and of
// pivot tables, of whoever saved the file, and titles in charts.
var biffWritten = []uint16{
	0x0014, 0x0015, 0x0018, biffFormula, biffNote, 0x0023, 0x0051, 0x005a, 0x005b, 0x005c, 0x009e, 0x00af, 0x00cd, 0x01ae, 0x01b8, 0x01be, 0x0221, 0x04bc,
	0x0800, 0x100d,
}

// Kinds of records that have been read as cells, or that hold nothing but looks and places.
var biffQuiet = []uint16{
	biffMulRK, biffMulBlank, biffRichText, biffTexts, biffTextAt, biffBlank, biffNumber, biffBoolError, biffString, biffRow, biffRK, biffFont, biffStyle,
	biffFormat, biffSheet, biffBOF, 0x00d7, 0x00ff, 0x020b, 0x0293,
}

// xlsNotes reads what is written in a workbook outside of its cells: texts of comments and shapes,
// those of biffWritten, texts that no cell refers to, and what the document says of itself.
type xlsNotes struct {
	noteQueue
	book  *xlsBook
	r     *biffReader
	rest  []*stream // that are to be read behind the one at hand
	depth int
	kind  uint16  // of the record at hand, or of the one that it continues
	used  textSet // texts that cells refer to
	ended bool
}

// notes starts reading them.
func (b *xlsBook) notes(isData func([]byte) bool) (*xlsNotes, error) {
	n := &xlsNotes{noteQueue: noteQueue{isData: isData}, book: b, r: b.records(0)}
	for _, s := range b.compound.streams {
		if strings.HasPrefix(s.path, pivotCaches+"/") {
			in, err := b.compound.open(s.path)
			if err != nil {
				return nil, err
			}
			n.rest = append(n.rest, in)
		}
	}
	about, err := b.compound.propertyTexts()
	if err != nil {
		return nil, err
	}
	for _, text := range about {
		n.add(text)
	}
	return n, nil
}

// xlsNotes lists what is written in a workbook outside of its cells as one more table, if there
// is anything.
func (s *source) xlsNotes(f xlsFile, b *xlsBook, name string) []object {
	n, err := b.notes(s.opt.IsData)
	if err == nil {
		_, err = n.next(true)
	}
	if err == io.EOF {
		return nil
	}
	if err != nil {
		return []object{notRead(name+"#notas", damaged(err))}
	}
	t := texts(damaged, func(ctx context.Context) (rowReader, error) {
		b, err := f.openXLS(ctx)
		if err != nil {
			return nil, err
		}
		n, err := b.notes(s.opt.IsData)
		if err != nil {
			b.close()
		}
		return n, err
	})
	return []object{t.object(name+"#notas", "sheet")}
}

func (n *xlsNotes) close() { n.book.close() }

// next returns the next note.
func (n *xlsNotes) next(bool) ([][]byte, error) {
	for len(n.queue) == 0 {
		if n.ended {
			return nil, io.EOF
		}
		switch err := n.r.next(); {
		case err == io.EOF && len(n.rest) > 0:
			n.r = newBIFFReader(io.NewSectionReader(n.rest[0], 0, n.rest[0].size))
			n.rest = n.rest[1:]
		case err == io.EOF:
			n.ended = true
			for i := range n.book.texts.places {
				if !n.used.has(i) {
					n.add(n.book.texts.at(i))
				}
			}
		case err != nil:
			return nil, err
		default:
			if err := n.record(); err != nil {
				return nil, err
			}
		}
	}
	return n.pull(), nil
}

// record takes the record at hand.
func (n *xlsNotes) record() error {
	r := n.r
	if r.kind != biffContinue {
		n.kind = r.kind
	}
	switch {
	case r.kind == biffTextAt:
		if len(r.data) >= 10 {
			n.used.add(int(binary.LittleEndian.Uint32(r.data[6:])))
		}
	case r.kind == biffTextBox:
		return n.textBox()
	case r.kind == biffBOF:
		n.depth++
	case r.kind == biffEOF:
		n.depth--
	case n.kind == biffLabel && n.depth < 2, slices.Contains(biffQuiet, n.kind):
	default:
		written := n.kind == biffLabel || slices.Contains(biffWritten, n.kind)
		for _, text := range textRuns(r.data, n.book.decoded) {
			if written && isTelling(text) || n.isSomebodys(text) {
				n.addOnce(text)
			}
		}
	}
	return nil
}

// textBox takes the text of a shape or comment, which is in the next record.
func (n *xlsNotes) textBox() error {
	size := n.r.field(10)
	if size == 0 || !n.r.goesOn() {
		return nil
	}
	if !n.book.unicode {
		n.add(n.book.decoded(nil, n.r.data[:min(size, len(n.r.data))]))
		return nil
	}
	if len(n.r.data) == 0 {
		return nil
	}
	text := n.r.textAt(1)
	all, err := text.characters(nil, size, n.r.data[0])
	n.add(all)
	return err
}

// textRuns returns what looks like texts in a record of whatever layout: characters of one byte,
// which decoded appends in UTF-8, or of two.
func textRuns(data []byte, decoded func(dst, text []byte) []byte) (runs [][]byte) {
	const least = 6
	for from := 0; from < len(data); {
		size, wide := runAt(data[from:], 1), runAt(data[from:], 2)
		switch {
		case wide >= least:
			var text []byte
			for i := range wide {
				text = utf8.AppendRune(text, rune(binary.LittleEndian.Uint16(data[from+2*i:])))
			}
			runs = append(runs, text)
			from += 2 * wide
		case size >= least:
			runs = append(runs, decoded(nil, data[from:from+size]))
			from += size
		default:
			from++
		}
	}
	return runs
}

// runAt is how many characters of so many bytes data begins with.
func runAt(data []byte, bytes int) (n int) {
	for ; len(data) >= bytes; data = data[bytes:] {
		c := data[0]
		if c < ' ' || c > '~' && c < 0xc0 || bytes == 2 && data[1] != 0 {
			break
		}
		n++
	}
	return n
}

// ofProgram are the properties of a document that are no texts of people: the template, the
// revision, and the name of the program.
var ofProgram = []int64{7, 9, 18}

// propertyTexts are the texts in the properties of a document that say more than a word.
func (c *compound) propertyTexts() (texts [][]byte, err error) {
	for _, s := range c.streams {
		if !strings.HasPrefix(s.path, "\x05") {
			continue
		}
		in, err := c.open(s.path)
		if err != nil {
			return nil, err
		}
		data := make([]byte, min(in.size, maxToken))
		if _, err := in.ReadAt(data, 0); err != nil {
			return nil, cutOff(err)
		}
		texts = append(texts, propertiesIn(data)...)
	}
	return texts, nil
}

// propertiesIn are those in a stream of properties (MS-OLEPS).
func propertiesIn(data []byte) (texts [][]byte) {
	const headSize, textKind, wideKind = 28, 30, 31
	number := func(at int64) int64 {
		if at < 0 || at+4 > int64(len(data)) {
			return 0
		}
		return int64(binary.LittleEndian.Uint32(data[at:]))
	}
	for i := range min(number(24), 2) {
		section := number(headSize + 20*i + 16)
		for k := range min(number(section+4), maxStyles) {
			id, at := number(section+8+8*k), section+number(section+12+8*k)
			kind, size, from := number(at), number(at+4), at+8
			if kind == wideKind {
				size *= 2
			}
			if kind != textKind && kind != wideKind || i == 0 && slices.Contains(ofProgram, id) || from < 0 || from+size > int64(len(data)) {
				continue
			}
			if text := bytes.Trim(propertyText(data[from:from+size], kind == wideKind), "\x00"); isTelling(text) {
				texts = append(texts, text)
			}
		}
	}
	return texts
}

// propertyText makes UTF-8 of a text in characters of two bytes, in UTF-8, or in Windows' encoding.
func propertyText(text []byte, wide bool) (decoded []byte) {
	switch {
	case wide:
		for ; len(text) >= 2; text = text[2:] {
			decoded = utf8.AppendRune(decoded, rune(binary.LittleEndian.Uint16(text)))
		}
		return decoded
	case utf8.Valid(text):
		return text
	}
	for _, c := range text {
		decoded = utf8.AppendRune(decoded, charmap.Windows1252.DecodeByte(c))
	}
	return decoded
}

// pivotCaches is the storage with the values of pivot tables.
const pivotCaches = "_SX_DB_CUR"

// unread lists what else is in the file than the known streams and storages, of one storage as one
// object: embedded documents are not read, macros are listed.
func (c *compound) unread(name string, known ...string) []object {
	counts := map[string]int64{}
	for _, s := range c.streams {
		storage, _, _ := strings.Cut(s.path, "/")
		settings := storage != "" && storage[0] < ' ' // of programs, and properties
		if s.size > 0 && s.path != "" && !settings && !slices.Contains(known, storage) {
			counts[storage]++
		}
	}
	var objects []object
	for _, storage := range slices.SortedFunc(maps.Keys(counts), cmp.Compare[string]) {
		o := refused(name+"#"+storage, "embedded_file")
		if slices.Contains([]string{"_VBA_PROJECT_CUR", "VBA", "Macros"}, storage) {
			o = passedOver(name+"#"+storage, scanner.Listed, "macros")
		}
		o.table.Reason.Count = counts[storage]
		objects = append(objects, o)
	}
	return objects
}
