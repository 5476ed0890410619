package files

import (
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"slices"
)

// xlsbRows reads the rows of a worksheet in records that hold a value.
type xlsbRows struct {
	*brtReader
	sheetRow

	begun, over     bool // the worksheet
	inRows, hadRows bool
	inRow           bool
	held            bool  // the record at hand is behind the row that was handed out
	err             error // that ended the sheet
}

// next returns the next row that holds a value. What is there of the row in which the sheet breaks
// off is one.
func (s *xlsbRows) next(wanted bool) ([][]byte, error) {
	s.want(wanted)
	for s.err == nil {
		if !s.held {
			if err := s.brtReader.next(); err != nil {
				s.err = s.end(err)
				break
			}
		}
		s.held = false
		if s.inRow && s.future == 0 && (s.kind == brtRow || s.kind == brtEndRows) {
			if s.inRow = false; s.values > 0 {
				s.held = true
				return s.row, nil
			}
		}
		s.err = s.record()
	}
	if s.inRow && s.values > 0 {
		s.inRow = false
		return s.row, nil
	}
	return nil, s.err
}

// end is the error behind the last record: [io.EOF] where that is the end of a worksheet.
func (s *xlsbRows) end(err error) error {
	switch {
	case err != io.EOF:
		return err
	case !s.over || s.inRows:
		return io.ErrUnexpectedEOF
	case !s.hadRows:
		return errMissingPart
	}
	s.ended()
	return io.EOF
}

func (s *xlsbRows) remarks() (gaps, notes tally) { return nil, nil }

// record takes the record at hand.
func (s *xlsbRows) record() error {
	switch {
	case s.future > 0:
		s.listen(s.data)
	case s.kind == brtBeginSheet:
		s.begun = true
	case !s.begun:
		return fmt.Errorf("%w: worksheet", errMissingPart)
	case s.kind == brtEndSheet:
		s.over = true
	case s.kind == brtExtent:
		if rows, cols := s.field(4)-s.field(0)+1, s.field(12)+1; rows > 0 && cols <= maxColumns {
			s.height, s.width = int64(rows), cols
		}
	case s.kind == brtBeginRows, s.kind == brtEndRows:
		s.inRows, s.hadRows = s.kind == brtBeginRows, true
	case s.kind == brtRow:
		return s.beginRow()
	case isCell(s.kind):
		return s.cell()
	case s.inRows && s.kind < brtOf2010 && !slices.Contains(amongCells, s.kind):
		return errOrder
	default:
		s.listen(s.data)
	}
	return nil
}

// beginRow begins the row at hand. Its record holds a few settings, and pairs of columns between
// which there are cells: were there more in it, it would have swallowed what follows.
func (s *xlsbRows) beginRow() error {
	const settings, pair = 17, 8
	if len(s.data) < 4 || len(s.data) > settings+pair*s.field(settings-4) {
		return errRecord
	}
	if !s.inRows {
		return errOrder
	}
	s.begin(int64(s.field(0)) + 1)
	s.inRow = true
	return nil
}

// amongCells are the kinds of records that stand among the cells and are none: what marks records
// of later versions, what is told of cells and their values, and formulas of ranges.
var amongCells = []int{brtBeginFuture, brtEndFuture, brtBeginOther, brtEndOther, 49, 50, 426, 427, 428}

// isCell reports whether records of a kind are cells.
func isCell(kind int) bool { return kind >= brtBlank && kind <= brtShortText || kind == brtRichText }

// cellHead is how many bytes stand in front of the value of a cell: its column, and how it looks.
const cellHead = 8

// cell reads the cell at hand: where it is, how it looks, and its value.
func (s *xlsbRows) cell() error {
	kind, at, col := s.kind, 0, s.last+1
	if kind >= brtShortBlank && kind <= brtShortText {
		kind -= brtShortBlank - brtBlank
	} else {
		at, col = 4, min(s.field(0), maxColumns)
	}
	if !s.inRow {
		return errOrder
	}
	if size := at + 4 + valueSize(kind); len(s.data) < size || len(s.data) > size && kind <= brtSharedText && kind != brtText {
		return errRecord // or one that has swallowed what follows
	}
	if err := s.moveTo(col); err != nil {
		return err
	}
	style, value := s.field(at)&0xffffff, s.data[at+4:]
	switch kind {
	case brtRK:
		s.float(style, rkNumber(value))
	case brtReal, brtFormulaNumber:
		s.float(style, math.Float64frombits(binary.LittleEndian.Uint64(value)))
	case brtBool, brtFormulaBool:
		s.put(boolOrError(value[0], false))
	case brtError, brtFormulaError:
		s.put(boolOrError(value[0], true))
	case brtSharedText:
		n := s.field(at + 4)
		if n < 0 || n >= maxTextNumber {
			return errOrder
		}
		text, err := s.sharedText(n)
		if err == nil {
			s.put(text)
		}
		return err
	case brtText, brtRichText, brtFormulaText:
		if err := s.ownText(kind, at+4); err != nil {
			return err
		}
	}
	if formula := formulaOf(s.kind, s.data); len(formula) > 0 {
		s.listen(formula)
	}
	return nil
}

// valueSize is how many bytes the value of a cell takes at least.
func valueSize(kind int) int {
	switch kind {
	case brtError, brtBool, brtFormulaBool, brtFormulaError:
		return 1
	case brtRK, brtSharedText, brtText, brtFormulaText:
		return 4
	case brtRichText:
		return 1 + 4
	case brtReal, brtFormulaNumber:
		return 8
	}
	return 0
}

// float gives the cell at hand a number, shown in a style.
func (s *xlsbRows) float(style int, v float64) {
	from := len(s.arena)
	if s.wanted {
		s.arena = appendFloat(s.arena, v, s.book.styles.kind(style), s.book.base1904)
	}
	s.put(s.arena[from:len(s.arena):len(s.arena)])
}

// ownText gives the cell at hand the text at a place of its record. A formula without a text has
// no value, as in XML.
func (s *xlsbRows) ownText(kind, at int) (err error) {
	from := len(s.arena)
	if kind == brtRichText {
		var spoken []byte
		if s.arena, spoken, err = s.richText(s.arena, nil, at); len(spoken) > 0 {
			s.found(notes)
		}
	} else {
		var end int
		if s.arena, end, err = s.text(s.arena, at); err == nil && kind == brtText && end < len(s.data) {
			err = errRecord
		}
	}
	if err == nil {
		err = s.checkSize()
	}
	if err == nil && (len(s.arena) > from || kind != brtFormulaText) {
		s.put(s.arena[from:len(s.arena):len(s.arena)])
	}
	return err
}

// listen finds out whether something in a record, or in a part of it, is a note.
func (s *xlsbRows) listen(data []byte) {
	if s.beside > nothing {
		return
	}
	for note := range brtNotes(s.kind, data, false) {
		if note.sure || isTelling(note.text) || hasDocument(note.text) {
			s.found(notes)
		}
	}
}
