package files

import (
	"bytes"
	"cmp"
	"context"
	"encoding/binary"
	"io"
	"slices"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"github.com/datamapbr/datamap/scanner"
)

// Streams of the documents of Word and PowerPoint 97 to 2003.
const (
	wordStream  = "WordDocument"
	slideStream = "PowerPoint Document"
)

// compoundFile is a file of Office 97 to 2003, of which the streams tell what it is. Where they do not
// say, it is not read for the reason given.
func (s *source) compoundFile(ctx context.Context, c content, name string, otherwise format) []object {
	in, size, closer, err := c.anywhere(ctx)
	if err != nil {
		return []object{notRead(name, faultOf(err))}
	}
	defer closer.Close()
	file, err := openCompound(in, size)
	switch {
	case err != nil && otherwise == oldWorkbook:
		return []object{notRead(name, damaged(err))}
	case err != nil:
		return []object{notRead(name, damagedDocument(err))}
	case slices.ContainsFunc(mainStreams, file.has):
		return s.xls(ctx, xlsFile{c}, name)
	case file.has(wordStream), file.has(slideStream):
		return s.oldDocument(ctx, c, name)
	case otherwise == oldWorkbook:
		otherwise = notAWorkbook
	}
	return []object{refused(name, string(otherwise))}
}

// oldDocument is the text of a document or presentation of Office 97 to 2003, and what is not
// read. Where the text stands is looked up now, the rest when it is read.
func (s *source) oldDocument(ctx context.Context, c content, name string) []object {
	d, in, err := c.openOldDocument(ctx)
	if err != nil {
		return []object{notRead(name, damagedDocument(err))}
	}
	defer in.Close()
	t := texts(damagedDocument, func(ctx context.Context) (rowReader, error) {
		d, in, err := c.openOldDocument(ctx)
		if err != nil {
			return nil, err
		}
		return &oldText{oldDocument: d, in: in}, nil
	})
	return append([]object{t.object(name, "file")}, d.compound.unread(name, wordStream, slideStream, "0Table", "1Table", "Data", "Pictures", "Current User")...)
}

// An oldDocument is where the text of a document is in its streams.
type oldDocument struct {
	compound *compound
	main     *stream
	pieces   []textPiece // in order
	about    [][]byte    // what its properties say
}

// A textPiece is a run of characters, of two bytes or of one in Windows' encoding.
type textPiece struct {
	at, size int64
	wide     bool
}

func (c content) openOldDocument(ctx context.Context) (*oldDocument, io.Closer, error) {
	in, size, closer, err := c.anywhere(ctx)
	if err != nil {
		return nil, nil, err
	}
	d := &oldDocument{}
	if d.compound, err = openCompound(in, size); err == nil {
		err = d.find()
	}
	if err != nil {
		closer.Close()
		return nil, nil, err
	}
	return d, closer, nil
}

// find finds the text.
func (d *oldDocument) find() (err error) {
	if d.about, err = d.compound.propertyTexts(); err != nil {
		return err
	}
	if d.main, err = d.compound.open(wordStream); d.main != nil || err != nil {
		if err == nil {
			err = d.findWord()
		}
		return err
	}
	if d.main, err = d.compound.open(slideStream); err != nil || d.main == nil {
		return cmp.Or(err, errMissingPart)
	}
	return d.findSlides()
}

// findWord reads the table of pieces (MS-DOC 2.4.1): its place is in the head of the document, it is in
// another stream, perhaps behind tables of looks.
func (d *oldDocument) findWord() error {
	const headSize, word97, encrypted, secondTable, looks, pieceTable = 0x1aa, 0xc1, 0x100, 0x200, 1, 2
	head := make([]byte, headSize)
	if _, err := d.main.ReadAt(head, 0); err != nil {
		return cutOff(err)
	}
	if binary.LittleEndian.Uint16(head[2:]) < word97 {
		return &scanner.Fault{Reason: scanner.Reason{Code: string(document)}}
	}
	flags := binary.LittleEndian.Uint16(head[0x0a:])
	if flags&encrypted != 0 {
		return &scanner.Fault{Reason: scanner.Reason{Code: string(encryptedWorkbook)}}
	}
	table, err := d.compound.open(map[bool]string{false: "0Table", true: "1Table"}[flags&secondTable != 0])
	if err != nil || table == nil {
		return errCompound
	}
	from, size := int64(binary.LittleEndian.Uint32(head[0x1a2:])), int64(binary.LittleEndian.Uint32(head[0x1a6:]))
	if size > table.size {
		return errCompound
	}
	list := make([]byte, size)
	if _, err := table.ReadAt(list, from); err != nil {
		return cutOff(err)
	}
	for len(list) > 3 && list[0] == looks {
		list = list[min(3+int(binary.LittleEndian.Uint16(list[1:])), len(list)):]
	}
	if len(list) < 5 || list[0] != pieceTable {
		return errRecord
	}
	return d.addPieces(list[5:min(5+int64(binary.LittleEndian.Uint32(list[1:])), int64(len(list)))])
}

// addPieces takes a table of n+1 numbers of characters and n descriptions, of which the place of the
// text counts.
func (d *oldDocument) addPieces(table []byte) error {
	const narrow = 1 << 30
	n := (len(table) - 4) / 12
	for i := range n {
		characters := int64(binary.LittleEndian.Uint32(table[4*i+4:])) - int64(binary.LittleEndian.Uint32(table[4*i:]))
		place := binary.LittleEndian.Uint32(table[4*(n+1)+8*i+2:])
		p := textPiece{at: int64(place), size: 2 * characters, wide: true}
		if place&narrow != 0 {
			p = textPiece{at: int64(place&^narrow) / 2, size: characters}
		}
		if characters < 0 || p.at+p.size > d.main.size {
			return errRecord
		}
		d.pieces = append(d.pieces, p)
	}
	return nil
}

// findSlides lists the texts of a presentation (MS-PPT): records that are or hold others.
func (d *oldDocument) findSlides() error {
	const container, wideText, narrowText = 0x0f, 0x0fa0, 0x0fa8
	head := make([]byte, 8)
	ends := []int64{d.main.size} // of the records that hold the one at hand
	for at := int64(0); at+8 <= d.main.size; {
		for at >= ends[len(ends)-1] {
			ends = ends[:len(ends)-1]
		}
		if _, err := d.main.ReadAt(head, at); err != nil {
			return cutOff(err)
		}
		kind, size := binary.LittleEndian.Uint16(head[2:]), int64(binary.LittleEndian.Uint32(head[4:]))
		at += 8
		switch end := ends[len(ends)-1]; {
		case at+size > end && len(ends) == 1:
			return errRecord
		case at+size > end: // what is in it are no records
			at = end
			continue
		case head[0]&0x0f == container:
			ends = append(ends, at+size)
			continue
		}
		if kind == wideText || kind == narrowText {
			d.pieces = append(d.pieces, textPiece{at, size, kind == wideText}, textPiece{}) // an empty one ends a paragraph
		}
		at += size
	}
	return nil
}

// oldText reads the text of such a document: a row for each paragraph or row of a table.
type oldText struct {
	*oldDocument
	in    io.Closer
	data  []byte // what is left of the piece at hand
	wide  bool
	high  rune // of a pair of characters
	text  []byte
	ended bool // the character before ended a cell
	row   [1][]byte
}

func (r *oldText) next(bool) ([][]byte, error) {
	r.text = r.text[:0]
	for {
		c, err := r.character()
		if err == io.EOF && len(r.about) > 0 && len(r.text) == 0 {
			r.row[0], r.about = r.about[0], r.about[1:]
			return r.row[:], nil
		}
		if err != nil && (err != io.EOF || len(bytes.TrimSpace(r.text)) == 0) {
			return nil, err
		}
		if r.take(c) || err == io.EOF || len(r.text) > maxLine {
			if r.row[0] = bytes.TrimSpace(r.text); len(r.row[0]) > 0 {
				return r.row[:], nil
			}
			r.text = r.text[:0]
		}
	}
}

// take takes a character, and reports whether it ends the row.
func (r *oldText) take(c rune) bool {
	const cell, lineBreak, pageBreak, hyphen = 0x07, 0x0b, 0x0c, 0x1e
	before := r.ended
	r.ended = c == cell
	switch {
	case c == '\r', c == pageBreak, c == cell && before:
		return true
	case c == cell, c == '\t':
		r.text = append(r.text, '\t')
	case c == lineBreak:
		r.text = append(r.text, '\n')
	case c == hyphen:
		r.text = append(r.text, '-')
	case c >= ' ':
		r.text = utf8.AppendRune(r.text, c)
	}
	return false
}

// character returns the next one of all pieces.
func (r *oldText) character() (rune, error) {
	for {
		if len(r.data) == 0 {
			if len(r.pieces) == 0 {
				return 0, io.EOF
			}
			if err := r.begin(); err != nil {
				return 0, err
			}
			if len(r.data) == 0 {
				return '\r', nil
			}
		}
		if !r.wide {
			c := charmap.Windows1252.DecodeByte(r.data[0])
			r.data = r.data[1:]
			return c, nil
		}
		if len(r.data) < 2 {
			return 0, errRecord
		}
		c := rune(binary.LittleEndian.Uint16(r.data))
		r.data = r.data[2:]
		switch {
		case r.high != 0:
			c, r.high = utf16.DecodeRune(r.high, c), 0
			return c, nil
		case !utf16.IsSurrogate(c):
			return c, nil
		}
		r.high = c
	}
}

// begin reads the next block of the pieces.
func (r *oldText) begin() error {
	p := &r.pieces[0]
	size := min(p.size, sniffSize)
	r.data, r.wide = make([]byte, size), p.wide
	if _, err := r.main.ReadAt(r.data, p.at); err != nil {
		return cutOff(err)
	}
	if p.at, p.size = p.at+size, p.size-size; p.size == 0 {
		r.pieces = r.pieces[1:]
	}
	return nil
}

func (r *oldText) remarks() (gaps, notes tally) { return nil, nil }

func (r *oldText) close() { r.in.Close() }
