package files

import (
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"io"
	"slices"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

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
	file, err := c.compound(ctx)
	if err != nil {
		blame := damagedDocument
		if otherwise == oldWorkbook {
			blame = damaged
		}
		return []object{notRead(name, blame(err))}
	}
	defer file.close()
	switch {
	case slices.ContainsFunc(mainStreams, file.has):
		return s.xls(c, file, name)
	case file.has(wordStream), file.has(slideStream):
		return s.oldDocument(c, file, name)
	case otherwise == oldWorkbook:
		otherwise = notAWorkbook
	}
	return []object{refused(name, string(otherwise))}
}

// oldDocument is the text of a document or presentation of Office 97 to 2003, and what is not
// read. Where the text stands is looked up now, the rest when it is read.
func (s *source) oldDocument(c content, file *compound, name string) []object {
	if _, err := openOldDocument(file); err != nil {
		return []object{notRead(name, damagedDocument(err))}
	}
	t := texts(damagedDocument, func(ctx context.Context) (rowReader, error) {
		d, err := openIn(ctx, c, openOldDocument)
		if err != nil {
			return nil, err
		}
		return &oldText{oldDocument: d}, nil
	})
	return append([]object{t.object(name, "file")}, file.unread(name, wordStream, slideStream, "0Table", "1Table", "Data", "Pictures", "Current User")...)
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

// openOldDocument finds the text of a document.
func openOldDocument(file *compound) (*oldDocument, error) {
	d := &oldDocument{compound: file}
	var err error
	if d.about, err = file.propertyTexts(); err != nil {
		return nil, err
	}
	find, path := d.findWord, wordStream
	if !file.has(path) {
		find, path = d.findSlides, slideStream
	}
	if d.main, err = file.open(path); err != nil {
		return nil, err
	}
	return d, find()
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
	if n <= 0 {
		return errRecord
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
	piece *bufio.Reader // the one at hand; nil for none
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
		if r.piece != nil {
			c, _, err := r.piece.ReadRune()
			if err != io.EOF {
				return c, err
			}
			r.piece = nil
		}
		if len(r.pieces) == 0 {
			return 0, io.EOF
		}
		p := r.pieces[0]
		r.pieces = r.pieces[1:]
		if p.size == 0 {
			return '\r', nil
		}
		letters := charmap.Windows1252.NewDecoder()
		if p.wide {
			letters = unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewDecoder()
		}
		r.piece = bufio.NewReader(letters.Reader(io.NewSectionReader(r.main, p.at, p.size)))
	}
}

func (r *oldText) remarks() (gaps, notes tally) { return nil, nil }

func (r *oldText) close() { r.compound.close() }
