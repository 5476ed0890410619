package files

import (
	"errors"
	"io"

	"github.com/datamapbr/datamap/scanner"
)

// maxSheetRow bounds the text of a row.
const maxSheetRow = 64 << 20

var errOrder = errors.New("cells out of place")

// A worksheet reads the rows of a worksheet that hold a value, in whatever form its part is
// written.
type worksheet interface {
	sheetRows
	atHand() *sheetRow
}

// worksheet starts reading a part with a worksheet. Learnt is told at its end what was met.
// Closing it closes others too, but not the strings.
func (w *workbook) worksheet(part string, strings *sharedStrings, learnt *cellsRead, others ...io.Closer) (worksheet, error) {
	at := sheetRow{book: w, strings: strings, part: part, learnt: learnt}
	if inRecords(part) {
		r, in, err := w.records(part)
		if err != nil {
			return nil, err
		}
		at.in = append(others, in)
		return &xlsbRows{brtReader: r, sheetRow: at}, nil
	}
	x, in, err := w.part(part)
	if err != nil {
		return nil, err
	}
	at.in = append(others, in)
	return &sheetReader{xmlReader: x, sheetRow: at}, nil
}

// A sheetRow is the row at hand of a worksheet, and what was met on the way to it.
type sheetRow struct {
	book    *workbook
	strings *sharedStrings
	part    string // that is read
	learnt  *cellsRead
	in      []io.Closer

	wanted bool     // the row at hand is: else its texts need not be looked up
	arena  []byte   // what the cells of the row at hand were made of
	row    [][]byte // the row at hand, by column
	values int      // how many values it has
	last   int      // column of the cell read last, from 0
	line   int64    // number of the row at hand in the sheet, from 1

	height int64   // rows that the sheet says that it spans; 0 when unknown
	width  int     // … and columns
	beside besides // what there is beside the values of cells
	texts  textSet // shared strings that cells refer to
}

func (s *sheetRow) atHand() *sheetRow { return s }

// want prepares for the next row, and tells whether it is wanted.
func (s *sheetRow) want(wanted bool) { s.wanted, s.arena = wanted, s.arena[:0] }

// begin begins the row with this number in the sheet. One out of order follows the last.
func (s *sheetRow) begin(line int64) {
	s.line = max(s.line+1, line)
	clear(s.row)
	s.row, s.values, s.last = s.row[:0], 0, -1
}

// moveTo moves to the cell in this column.
func (s *sheetRow) moveTo(col int) error {
	if col >= maxColumns || col <= s.last {
		return errOrder
	}
	s.last = col
	return nil
}

// put gives the cell at hand its value.
func (s *sheetRow) put(value []byte) {
	for len(s.row) <= s.last {
		s.row = append(s.row, nil)
	}
	s.row[s.last] = value
	s.values++
}

// sharedText returns text n of the shared strings. It is never nil.
func (s *sheetRow) sharedText(n int) ([]byte, error) {
	s.texts.add(n)
	if !s.wanted {
		return []byte{}, nil
	}
	text, err := s.strings.get(n)
	if text == nil {
		text = []byte{}
	}
	return text, err
}

// checkSize is the fault of a row that is too large.
func (s *sheetRow) checkSize() error {
	if len(s.arena) > maxSheetRow {
		return &scanner.Fault{Reason: scanner.Reason{Code: "too_large"}}
	}
	return nil
}

// found notes what stands beside the values of cells.
func (s *sheetRow) found(beside besides) { s.beside = max(s.beside, beside) }

// ended tells what was met in the worksheet, all of which was read.
func (s *sheetRow) ended() { s.learnt.add(s.part, s.beside, s.texts) }

func (s *sheetRow) number() int64 { return s.line }

func (s *sheetRow) close() {
	for _, in := range s.in {
		in.Close()
	}
}
