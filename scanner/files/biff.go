package files

import (
	"bufio"
	"encoding/binary"
	"errors"
	"io"
	"unicode/utf16"
	"unicode/utf8"
)

// The workbooks of Excel 5 to 2003 are streams of records (MS-XLS): a kind, a size and so many
// bytes. What is longer goes on in records of their own kind.

// The kinds of records that are read.
const (
	biffFormula   = 0x0006
	biffFormula3  = 0x0206 // as some programs write it still
	biffFormula4  = 0x0406
	biffEOF       = 0x000a
	biffNote      = 0x001c
	biffDate1904  = 0x0022
	biffFilePass  = 0x002f
	biffFont      = 0x0031
	biffContinue  = 0x003c
	biffCodePage  = 0x0042
	biffSheet     = 0x0085
	biffMulRK     = 0x00bd
	biffMulBlank  = 0x00be
	biffRichText  = 0x00d6
	biffStyle     = 0x00e0
	biffTexts     = 0x00fc
	biffTextAt    = 0x00fd
	biffTextBox   = 0x01b6
	biffBlank     = 0x0201
	biffNumber    = 0x0203
	biffLabel     = 0x0204
	biffBoolError = 0x0205
	biffString    = 0x0207
	biffRow       = 0x0208
	biffRK        = 0x027e
	biffFormat    = 0x041e
	biffBOF       = 0x0809
)

var errRecord = errors.New("record cut short")

// A biffReader reads records.
type biffReader struct {
	in   *bufio.Reader
	kind uint16
	data []byte // valid until the next record
	skip int    // bytes of the record at hand
}

func newBIFFReader(in io.Reader) *biffReader {
	return &biffReader{in: bufio.NewReaderSize(in, 1<<17)} // the longest record fits
}

// next moves to the next record. The end of the stream is [io.EOF].
func (r *biffReader) next() error {
	_, _ = r.in.Discard(r.skip)
	r.skip = 0
	head, err := r.in.Peek(4)
	switch {
	case len(head) == 0:
		return err
	case err != nil && isZero(head):
		return io.EOF
	case err != nil:
		return cutOff(err)
	}
	kind, size := binary.LittleEndian.Uint16(head), int(binary.LittleEndian.Uint16(head[2:]))
	record, err := r.in.Peek(4 + size)
	if err != nil {
		return cutOff(err)
	}
	r.kind, r.data, r.skip = kind, record[4:], len(record)
	return nil
}

// goesOn moves to the next record if that continues the one at hand.
func (r *biffReader) goesOn() bool {
	record, err := r.in.Peek(r.skip + 4)
	return err == nil && binary.LittleEndian.Uint16(record[r.skip:]) == biffContinue && r.next() == nil
}

// field reads two bytes at a place of the record at hand; 0 behind its end.
func (r *biffReader) field(at int) int {
	if at+2 > len(r.data) {
		return 0
	}
	return int(binary.LittleEndian.Uint16(r.data[at:]))
}

// A biffText reads what may go on in further records: texts and their looks.
type biffText struct {
	r    *biffReader
	data []byte // what is left of the record at hand
}

// textAt reads the record at hand from a place on.
func (r *biffReader) textAt(at int) biffText { return biffText{r, r.data[min(at, len(r.data)):]} }

// take returns the next n bytes, which no record parts.
func (t *biffText) take(n int) ([]byte, error) {
	if len(t.data) == 0 && t.r.goesOn() {
		t.data = t.r.data
	}
	if len(t.data) < n {
		return nil, errRecord
	}
	b := t.data[:n]
	t.data = t.data[n:]
	return b, nil
}

// pass moves behind n bytes.
func (t *biffText) pass(n int) error {
	for n > len(t.data) {
		n -= len(t.data)
		if !t.r.goesOn() {
			return errRecord
		}
		t.data = t.r.data
	}
	t.data = t.data[n:]
	return nil
}

// unicode appends a text of n characters: its flags, how much its looks take, the
// characters, and the looks.
func (t *biffText) unicode(dst []byte, n int) ([]byte, error) {
	const hasRuns, hasMore = 8, 4
	b, err := t.take(1)
	if err != nil {
		return dst, err
	}
	flags, behind := b[0], 0
	if flags&hasRuns != 0 {
		if b, err = t.take(2); err != nil {
			return dst, err
		}
		behind += 4 * int(binary.LittleEndian.Uint16(b))
	}
	if flags&hasMore != 0 {
		if b, err = t.take(4); err != nil {
			return dst, err
		}
		behind += int(binary.LittleEndian.Uint32(b))
	}
	if dst, err = t.characters(dst, n, flags); err != nil {
		return dst, err
	}
	return dst, t.pass(behind)
}

// characters appends n characters, of two bytes or, where the flags say so, of the lower one
// of these. Where they go on in the next record, that begins with new flags.
func (t *biffText) characters(dst []byte, n int, flags byte) ([]byte, error) {
	const wide = 1
	var high rune // of a pair that a record may part
	for n > 0 {
		if len(t.data) == 0 {
			if !t.r.goesOn() || len(t.r.data) == 0 {
				return dst, errRecord
			}
			flags, t.data = t.r.data[0], t.r.data[1:]
			continue
		}
		c, size := rune(t.data[0]), 1
		if flags&wide != 0 {
			if len(t.data) < 2 {
				return dst, errRecord
			}
			c, size = rune(binary.LittleEndian.Uint16(t.data)), 2
		}
		t.data = t.data[size:]
		n--
		switch {
		case high != 0:
			dst, high = utf8.AppendRune(dst, utf16.DecodeRune(high, c)), 0
		case utf16.IsSurrogate(c):
			high = c
		default:
			dst = utf8.AppendRune(dst, c)
		}
	}
	return dst, nil
}
