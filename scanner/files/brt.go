package files

import (
	"bufio"
	"encoding/binary"
	"io"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/datamapbr/datamap/scanner"
)

// The parts of a binary workbook (.xlsb, MS-XLSB) are streams of records: a kind and a size, both
// in groups of seven bits, the lower ones first, and so many bytes. A part ends with a record that
// says so and holds nothing.

// The kinds of records that are read.
const (
	brtRow           = 0
	brtBlank         = 1
	brtRK            = 2
	brtError         = 3
	brtBool          = 4
	brtReal          = 5
	brtText          = 6
	brtSharedText    = 7
	brtFormulaText   = 8
	brtFormulaNumber = 9
	brtFormulaBool   = 10
	brtFormulaError  = 11
	brtShortBlank    = 12 // from here on as from brtBlank on, of cells without their columns
	brtShortText     = 18
	brtItem          = 19 // of the shared strings
	brtBeginFuture   = 35
	brtEndFuture     = 36
	brtBeginOther    = 37
	brtEndOther      = 38
	brtFormat        = 44
	brtStyle         = 47
	brtRichText      = 62
	brtBeginSheet    = 129
	brtEndSheet      = 130
	brtEndBook       = 132
	brtBeginRows     = 145
	brtEndRows       = 146
	brtExtent        = 148
	brtBookSettings  = 153
	brtSheet         = 156
	brtBeginTexts    = 159
	brtEndTexts      = 160
	brtEndStyles     = 279
	brtTable         = 343
	brtEndTable      = 344
	brtLink          = 494
	brtComment       = 637
	brtBeginStyles   = 617 // those of cells, among others
	brtEndCellStyles = 618
)

// A brtReader reads records.
type brtReader struct {
	in   *bufio.Reader
	kind int
	data []byte // valid until the next record
	skip int    // bytes of the record at hand that are still in the buffer

	// future counts the blocks around the record at hand that hold records of later versions,
	// whose kinds may mean something else.
	future int

	long []byte // room for records that the buffer does not hold
}

func newBrtReader(in io.Reader) *brtReader { return &brtReader{in: bufio.NewReaderSize(in, xmlBlock)} }

// next moves to the next record. The end of the part is [io.EOF] behind a record that can be its
// last one, which holds nothing; else the part was cut short.
func (r *brtReader) next() error {
	const longest = 2 + 4 // bytes of a kind and a size
	_, _ = r.in.Discard(r.skip)
	r.skip = 0
	head, err := r.in.Peek(longest)
	if len(head) == 0 {
		if err == io.EOF && (len(r.data) > 0 || r.kind == brtRow) {
			err = io.ErrUnexpectedEOF
		}
		return err
	}
	kind, n := sevens(head[:min(2, len(head))])
	size, m := sevens(head[n:])
	switch {
	case (n == 0 || m == 0) && err != nil:
		return cutOff(err)
	case n == 0 || m == 0:
		return errRecord
	case size > maxToken:
		return &scanner.Fault{Reason: scanner.Reason{Code: "too_large"}}
	}
	r.kind = kind
	if n+m+size > r.in.Size() {
		return r.readLong(n+m, size)
	}
	record, err := r.in.Peek(n + m + size)
	if err != nil {
		return cutOff(err)
	}
	r.data, r.skip = record[n+m:], len(record)
	switch kind {
	case brtBeginFuture:
		r.future++
	case brtEndFuture:
		r.future = max(r.future-1, 0)
	}
	return nil
}

// readLong reads the data of the record at hand, of a size, behind its head.
func (r *brtReader) readLong(head, size int) error {
	if len(r.long) < size {
		r.long = make([]byte, size)
	}
	_, _ = r.in.Discard(head)
	r.data = r.long[:size]
	_, err := io.ReadFull(r.in, r.data)
	return cutOff(err)
}

// sevens reads a number in groups of seven bits, each but the last with the upper bit, and returns
// how many bytes it takes; 0 says that it does not end in b.
func sevens(b []byte) (value, size int) {
	for i, c := range b[:min(len(b), 4)] {
		value |= int(c&0x7f) << (7 * i)
		if c < 0x80 {
			return value, i + 1
		}
	}
	return 0, 0
}

// field reads four bytes at a place of the record at hand; 0 behind its end.
func (r *brtReader) field(at int) int {
	if at+4 > len(r.data) {
		return 0
	}
	return int(binary.LittleEndian.Uint32(r.data[at:]))
}

// text appends the text at a place of the record at hand, and returns the place behind it.
func (r *brtReader) text(dst []byte, at int) (text []byte, end int, err error) {
	units, end := unitsAt(r.data, at)
	if end == 0 {
		return dst, 0, errRecord
	}
	return appendUTF16(dst, units), end, nil
}

// richText appends the text at a place of the record at hand, of which runs may look different,
// and to spoken how it is pronounced.
func (r *brtReader) richText(dst, spoken []byte, at int) (text, phonetic []byte, err error) {
	const hasRuns, hasSpoken, run = 1, 2, 4
	if at >= len(r.data) {
		return dst, spoken, errRecord
	}
	flags := r.data[at]
	dst, end, err := r.text(dst, at+1)
	if err != nil || flags&hasSpoken == 0 {
		return dst, spoken, err
	}
	if flags&hasRuns != 0 {
		end += 4 + run*min(r.field(end), len(r.data))
	}
	spoken, _, err = r.text(spoken, end)
	return dst, spoken, err
}

// unitsAt returns the characters of the text at a place of a record, of two bytes each, and the
// place behind them; place 0 says that there is none. Their number is in four bytes in front of
// them; the greatest one stands for no text.
func unitsAt(data []byte, at int) (units []byte, end int) {
	const noText = 0xffffffff
	if at < 0 || at+4 > len(data) {
		return nil, 0
	}
	count, from := int64(binary.LittleEndian.Uint32(data[at:])), at+4
	switch {
	case count == noText:
		return nil, from
	case count > int64(len(data)-from)/2:
		return nil, 0
	}
	end = from + 2*int(count)
	return data[from:end], end
}

// appendUTF16 appends characters of two bytes, the lower one first, in UTF-8. Half of a pair is
// a replacement character.
func appendUTF16(dst, text []byte) []byte {
	for len(text) >= 2 {
		c := rune(binary.LittleEndian.Uint16(text))
		text = text[2:]
		switch {
		case c < utf8.RuneSelf:
			dst = append(dst, byte(c))
			continue
		case !utf16.IsSurrogate(c):
		case len(text) >= 2 && utf16.DecodeRune(c, rune(binary.LittleEndian.Uint16(text))) != utf8.RuneError:
			c = utf16.DecodeRune(c, rune(binary.LittleEndian.Uint16(text)))
			text = text[2:]
		default:
			c = utf8.RuneError
		}
		dst = utf8.AppendRune(dst, c)
	}
	return dst
}
