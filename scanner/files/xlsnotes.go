package files

import (
	"context"
	"encoding/binary"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// pivotCaches is the storage with the values of pivot tables.
const pivotCaches = "_SX_DB_CUR"

// Kinds of records in which people write outside of cells, or in which copies of cells are kept.
var biffWritten = []uint16{
	biffNote,
	biffFormula, 0x0221, 0x04bc, // those of ranges, and shared ones
	0x0014, 0x0015, // headers and footers
	0x0018, 0x0023, // names, and those of other workbooks
	0x0051, 0x005a, 0x01ae, // other workbooks, and values of their cells
	0x005b, 0x005c, // who reserved the file, and who saved it
	0x009e, 0x00af, 0x01be, // filters, scenarios, lists of choices
	0x00cd,         // values of pivot tables
	0x01b8, 0x0800, // links, and what is shown of them
	0x100d, // titles in charts
}

// Kinds of records that have been read as cells, or that hold nothing but looks and places.
var biffQuiet = []uint16{
	biffMulRK, biffMulBlank, biffRichText, biffTexts, biffTextAt, biffBlank, biffNumber, biffBoolError, biffString, biffRow, biffRK, biffFont, biffStyle,
	biffFormat, biffSheet, biffBOF,
	0x00d7, 0x020b, 0x00ff, // where cells and texts begin
	0x0293, // names of looks
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
	loose int // number of the next text that may be one that no cell refers to
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
func (s *source) xlsNotes(c content, b *xlsBook, name string) []object {
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
		b, err := openIn(ctx, c, newXLS)
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
			if n.loose == len(n.book.texts.places) {
				return nil, io.EOF
			}
			if !n.used.has(n.loose) {
				n.add(n.book.texts.at(n.loose))
			}
			n.loose++
			continue
		}
		switch err := n.r.next(); {
		case err == io.EOF && len(n.rest) > 0:
			n.r = newBIFFReader(io.NewSectionReader(n.rest[0], 0, n.rest[0].size))
			n.rest = n.rest[1:]
		case err == io.EOF:
			n.ended = true
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
