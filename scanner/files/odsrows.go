package files

import (
	"bytes"
	"io"
	"strconv"

	"github.com/datamapbr/datamap/scanner"
)

// maxRepeated is how many cells the repetitions of one row may make: a file of
// a few bytes can ask for billions.
const maxRepeated = 1 << 20

// An odsReader reads the rows of a sheet, or of all, that hold a value.
type odsReader struct {
	*xmlReader
	in     []io.Closer
	target int  // sheet to be read, from 0; -1 for all
	sound  bool // nothing of the others need be looked at

	names, styles []string        // of the sheets met so far
	hidden        map[string]bool // styles of hidden sheets
	style         string          // being defined
	arena         []byte
	row           [][]byte
	col           int
	values        int
	line          int64 // number of the row at hand in its sheet, from 1
	following     int64 // number of the row behind it and those that repeat it
	repeat        int   // times that the row at hand is still to be returned
	left          int64 // repetitions that were too many
	inRow         bool
	depth         int // of the sheet to be read, once it is open
}

// next returns the next row that holds a value.
func (s *odsReader) next(bool) ([][]byte, error) {
	if s.repeat > 0 {
		s.repeat--
		s.line++
		return s.row, nil
	}
	for {
		kind, err := s.xmlReader.next()
		if err == io.EOF && len(s.names) == 0 {
			return nil, errMissingPart
		}
		if err != nil {
			return nil, err
		}
		switch {
		case kind == xmlStart:
			err = s.element()
		case kind == xmlEnd && s.sound && len(s.open) < s.depth:
			return nil, io.EOF
		case kind == xmlEnd && s.inRow && string(s.name) == "table-row":
			if s.inRow = false; s.values > 0 {
				return s.row, nil
			}
		}
		if err != nil {
			return nil, err
		}
	}
}

// element reads the start of an element.
func (s *odsReader) element() (err error) {
	switch string(s.name) {
	case "style":
		s.style, err = s.attrText("name")
	case "table-properties":
		if string(s.attr("display")) == "false" {
			if s.hidden == nil {
				s.hidden = map[string]bool{}
			}
			s.hidden[s.style] = true
		}
	case "table":
		return s.sheet()
	case "shapes", "tracked-changes", "annotation", "forms", "dde-links":
		return s.skip()
	case "table-row":
		if len(s.names) == 0 {
			return errOrder
		}
		n := s.times("number-rows-repeated")
		clear(s.row)
		s.row, s.arena, s.col, s.values, s.inRow = s.row[:0], s.arena[:0], 0, 0, true
		s.repeat = n - 1
		s.line = s.following
		s.following += int64(n)
	case "table-cell", "covered-table-cell":
		if !s.inRow {
			return errOrder
		}
		return s.cell()
	}
	return err
}

// sheet begins a sheet, or passes it where another one is wanted.
func (s *odsReader) sheet() error {
	name, err := s.attrText("name")
	if err != nil {
		return err
	}
	style, err := s.attrText("style-name")
	if err != nil {
		return err
	}
	s.names, s.styles = append(s.names, name), append(s.styles, style)
	s.following = 1
	switch {
	case s.target == len(s.names)-1:
		s.depth = len(s.open)
	case s.target >= 0 && s.sound:
		return s.pass()
	case s.target >= 0:
		return s.skip()
	}
	return nil
}

// times reads how often something is repeated.
func (s *odsReader) times(attr string) int {
	n, err := strconv.ParseInt(string(s.attr(attr)), 10, 32)
	if err != nil || n < 1 {
		return 1
	}
	return int(n)
}

// cell reads the cell that has just been opened.
func (s *odsReader) cell() error {
	times := s.times("number-columns-repeated")
	from := len(s.arena)
	if err := s.attributes(); err != nil {
		return err
	}
	stated := len(s.arena) > from
	paragraphs := 0
	err := s.within(func(kind xmlKind) (err error) {
		switch {
		case kind != xmlStart:
		case string(s.name) != "p" || stated:
			err = s.skip()
		default:
			if paragraphs++; paragraphs > 1 {
				s.arena = append(s.arena, '\n')
			}
			s.arena, err = s.paragraph(s.arena)
		}
		return err
	})
	if err != nil {
		return err
	}
	return s.put(s.arena[from:len(s.arena):len(s.arena)], times)
}

// put sets the value of the cell at hand and of those that repeat it.
func (s *odsReader) put(value []byte, times int) error {
	if len(value) == 0 {
		s.col = min(s.col+times, 1<<30)
		return nil
	}
	if s.col+times > maxColumns || len(s.arena) > maxSheetRow || len(value)*times > maxSheetRow {
		return &scanner.Fault{Reason: scanner.Reason{Code: "too_large"}}
	}
	for len(s.row) < s.col {
		s.row = append(s.row, nil)
	}
	for range times {
		s.row = append(s.row, value)
	}
	s.col += times
	s.values += times
	if most := max(maxRepeated/len(s.row), 1); s.repeat >= most {
		s.left += int64(s.repeat - most + 1)
		s.repeat = most - 1
	}
	return nil
}

// attributes appends the value that the attributes of a cell state, if any.
func (s *odsReader) attributes() error {
	raw := func(name string) []byte { return bytes.TrimSpace(s.attr(name)) }
	switch string(s.attr("value-type")) {
	case "float", "percentage", "currency":
		if v := raw("value"); isInteger(v) {
			s.arena = append(s.arena, v...)
		} else if len(v) > 0 {
			s.arena = appendNumber(s.arena, v, plainNumber, false)
		}
	case "date":
		s.arena = append(s.arena, bytes.TrimSuffix(raw("date-value"), []byte("T00:00:00"))...)
	case "time":
		s.arena = appendDuration(s.arena, raw("time-value"))
	case "boolean":
		s.arena = append(s.arena, bytes.ToUpper(raw("boolean-value"))...)
	case "string":
		var err error
		s.arena, err = appendText(s.arena, s.attr("string-value"), false)
		return err
	}
	return nil
}

// appendDuration appends a time of day that is written as PT08H30M00S; what is
// not, as it stands.
func appendDuration(dst, raw []byte) []byte {
	var h, m, sec int
	rest, ok := bytes.CutPrefix(raw, []byte("PT"))
	for ok && len(rest) > 0 {
		k := bytes.IndexAny(rest, "HMS")
		if k < 0 {
			return append(dst, raw...)
		}
		number, _, _ := bytes.Cut(rest[:k], []byte("."))
		n, err := strconv.Atoi(string(number))
		if err != nil {
			return append(dst, raw...)
		}
		switch rest[k] {
		case 'H':
			h = n
		case 'M':
			m = n
		case 'S':
			sec = n
		}
		rest = rest[k+1:]
	}
	if !ok || h > 23 || m > 59 || sec > 59 || h < 0 || m < 0 || sec < 0 {
		return append(dst, raw...)
	}
	return appendClock(dst, h*3600+m*60+sec)
}

// paragraph appends the text of the element at hand, with the spaces, tabs and
// line breaks that are elements in OpenDocument.
func (x *xmlReader) paragraph(dst []byte) ([]byte, error) {
	from := len(dst)
	err := x.within(func(kind xmlKind) (err error) {
		switch {
		case kind == xmlText:
			dst, err = appendText(dst, x.text, x.cdata)
		case kind == xmlStart && string(x.name) == "annotation":
			err = x.skip()
		case kind == xmlStart:
			dst = x.appendSpace(dst)
		}
		if err == nil && len(dst)-from > maxToken {
			err = errNested
		}
		return err
	})
	return dst, err
}

// appendSpace appends what the element at hand stands for, if it is a space.
func (x *xmlReader) appendSpace(dst []byte) []byte {
	switch string(x.name) {
	case "s":
		n, err := strconv.Atoi(string(x.attr("c")))
		if err != nil || n < 1 {
			n = 1
		}
		dst = append(dst, bytes.Repeat([]byte{' '}, min(n, 1000))...)
	case "tab":
		dst = append(dst, '\t')
	case "line-break":
		dst = append(dst, '\n')
	}
	return dst
}

func (s *odsReader) number() int64 { return s.line }

func (s *odsReader) remarks() (gaps, notes tally) {
	if s.left > 0 {
		notes.merge(scanner.Reason{Code: "repeated_rows", Count: s.left})
	}
	return nil, notes
}

func (s *odsReader) close() {
	for _, in := range s.in {
		in.Close()
	}
}
