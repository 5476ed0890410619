package files

import (
	"encoding/binary"
	"io"
	"math"

	"github.com/datamapbr/datamap/scanner"
)

// xlsColumns is how many columns a sheet can have.
const xlsColumns = 256

// xlsRows reads the rows of a sheet that hold a value.
type xlsRows struct {
	*biffReader
	book *xlsBook
	own  bool // the book is closed with it

	wanted bool
	held   bool     // the record at hand is of the next row
	depth  int      // of streams in each other, as those of charts in a sheet
	row    [][]byte // the row at hand, by column
	arena  []byte   // what its cells were made of
	values int      // how many values it has
	line   int64    // its number in the sheet, from 1
	result int      // column of the cell whose text is in the next record, from 0; -1 for none
	err    error    // that ended the sheet
}

// rows starts reading a sheet.
func (b *xlsBook) rows(i int) *xlsRows {
	return &xlsRows{biffReader: b.records(b.sheets[i].at), book: b, result: -1}
}

// next returns the next row that holds a value.
func (x *xlsRows) next(wanted bool) ([][]byte, error) {
	x.wanted = wanted
	clear(x.row)
	x.row, x.arena, x.values = x.row[:0], x.arena[:0], 0
	for x.err == nil {
		if !x.held {
			if err := x.biffReader.next(); err != nil {
				x.err = cutOff(err)
				break
			}
		}
		x.held = false
		x.err = x.record()
		if x.held {
			return x.row, nil
		}
	}
	if x.values > 0 {
		return x.row, nil
	}
	return nil, x.err
}

// record takes the record at hand.
func (x *xlsRows) record() error {
	switch x.kind {
	case biffBOF:
		x.depth++
	case biffEOF:
		if x.depth--; x.depth <= 0 {
			return io.EOF
		}
	case biffFilePass:
		return &scanner.Fault{Reason: scanner.Reason{Code: string(encryptedWorkbook)}}
	default:
		if x.depth == 0 {
			return errRecord // the list of sheets leads elsewhere
		}
		if x.depth == 1 {
			return x.cells()
		}
	}
	return nil
}

// cells takes a record that may hold cells.
func (x *xlsRows) cells() error {
	switch x.kind {
	case biffString:
		return x.formulaText()
	case biffFormula, biffFormula3, biffFormula4, biffMulRK, biffRichText, biffTextAt, biffNumber, biffLabel, biffBoolError, biffRK:
	default:
		return nil
	}
	if len(x.data) < 8 {
		return errRecord
	}
	if line := int64(x.field(0)) + 1; line != x.line {
		if x.values > 0 {
			x.held = true
			return nil
		}
		x.line = line
	}
	col, style := x.field(2), x.field(4)
	if col >= xlsColumns {
		return errOrder
	}
	x.result = -1
	switch x.kind {
	case biffFormula, biffFormula3, biffFormula4:
		return x.formula(col, style)
	case biffMulRK:
		for at := 4; at+6 <= len(x.data)-2 && col < xlsColumns; at += 6 {
			x.float(col, x.field(at), rkNumber(x.data[at+2:]))
			col++
		}
	case biffRK:
		if len(x.data) < 10 {
			return errRecord
		}
		x.float(col, style, rkNumber(x.data[6:]))
	case biffNumber:
		if len(x.data) < 14 {
			return errRecord
		}
		x.float(col, style, math.Float64frombits(binary.LittleEndian.Uint64(x.data[6:])))
	case biffBoolError:
		x.put(col, boolOrError(x.data[6], x.data[7] == 1))
	case biffTextAt:
		return x.shared(col)
	case biffLabel, biffRichText:
		return x.text(col, 6)
	}
	return nil
}

// put gives a cell of the row at hand its value.
func (x *xlsRows) put(col int, value []byte) {
	for len(x.row) <= col {
		x.row = append(x.row, nil)
	}
	x.row[col] = value
	x.values++
}

// float gives a cell a number.
func (x *xlsRows) float(col, style int, v float64) {
	from := len(x.arena)
	if x.wanted {
		x.arena = appendFloat(x.arena, v, x.book.styles.kind(style), x.book.base1904)
	}
	x.put(col, x.arena[from:len(x.arena):len(x.arena)])
}

// rkNumber is a number in four bytes: the upper ones of a float or an integer, perhaps in
// hundredths.
func rkNumber(b []byte) float64 {
	const hundredths, integer = 1, 2
	n := binary.LittleEndian.Uint32(b)
	v := math.Float64frombits(uint64(n&^3) << 32)
	if n&integer != 0 {
		v = float64(int32(n) >> 2)
	}
	if n&hundredths != 0 {
		v /= 100
	}
	return v
}

// cellErrors are what cells with an error show.
var cellErrors = map[byte]string{0x00: "#NULL!", 0x07: "#DIV/0!", 0x0f: "#VALUE!", 0x17: "#REF!", 0x1d: "#NAME?", 0x24: "#NUM!", 0x2a: "#N/A", 0x2b: "#GETTING_DATA"}

func boolOrError(value byte, isError bool) []byte {
	if isError {
		return []byte(cellErrors[value])
	}
	return asBoolean([]byte{'0' + value})
}

// formula takes the result of a formula; a text follows in a record of its own.
func (x *xlsRows) formula(col, style int) error {
	if len(x.data) < 14 {
		return errRecord
	}
	const isText, isBool, isError, isEmpty = 0, 1, 2, 3
	result := x.data[6:14]
	if result[6] != 0xff || result[7] != 0xff {
		x.float(col, style, math.Float64frombits(binary.LittleEndian.Uint64(result)))
		return nil
	}
	switch result[0] {
	case isText:
		x.result = col
	case isBool, isError:
		x.put(col, boolOrError(result[2], result[0] == isError))
	case isEmpty:
		x.put(col, []byte{})
	}
	return nil
}

// formulaText gives the cell of the formula before a text.
func (x *xlsRows) formulaText() error {
	col := x.result
	if x.result = -1; col < 0 {
		return nil
	}
	return x.text(col, 0)
}

// text gives a cell the text that begins with its length at a place of the record at hand.
func (x *xlsRows) text(col, at int) (err error) {
	from, n := len(x.arena), x.field(at)
	if !x.book.unicode {
		x.arena = x.book.decoded(x.arena, x.data[min(at+2, len(x.data)):min(at+2+n, len(x.data))])
	} else if n > 0 {
		text := x.textAt(at + 2)
		if x.arena, err = text.unicode(x.arena, n); err != nil {
			return err
		}
	}
	if len(x.arena) > maxSheetRow {
		return &scanner.Fault{Reason: scanner.Reason{Code: "too_large"}}
	}
	x.put(col, x.arena[from:len(x.arena):len(x.arena)])
	return nil
}

// shared gives a cell one of the texts of the workbook.
func (x *xlsRows) shared(col int) error {
	if len(x.data) < 10 {
		return errRecord
	}
	n := binary.LittleEndian.Uint32(x.data[6:])
	if int64(n) >= int64(len(x.book.texts.places)) {
		return errOrder
	}
	x.put(col, x.book.texts.at(int(n)))
	return nil
}

func (x *xlsRows) number() int64 { return x.line }

func (x *xlsRows) remarks() (gaps, notes tally) { return nil, nil }

func (x *xlsRows) close() {
	if x.own {
		x.book.close()
	}
}
