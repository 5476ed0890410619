package files

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/datamapbr/datamap/scanner"
)

// A sheetReader reads the rows of a worksheet in XML that hold a value.
type sheetReader struct {
	*xmlReader
	sheetRow

	inRow    bool
	inData   bool   // among the rows
	data     bool   // they were seen
	formulas int64  // cells whose formula has no value beside it
	formula  []byte // the one read last
}

// next returns the next row that holds a value.
func (s *sheetReader) next(wanted bool) ([][]byte, error) {
	s.want(wanted)
	for {
		if s.inRow {
			if err := s.simpleCells(); err != nil {
				return nil, err
			}
		}
		kind, err := s.xmlReader.next()
		if err == io.EOF && !s.data {
			return nil, errMissingPart
		}
		if err == io.EOF {
			if s.asides {
				s.found(notes)
			}
			s.ended()
		}
		if err != nil {
			return nil, err
		}
		switch {
		case kind == xmlStart:
			err = s.element()
		case kind == xmlText:
			if !s.blank(s.text) {
				s.found(s.aroundHere())
			}
		case kind == xmlEnd && string(s.name) == "sheetData":
			s.inData = false
		case kind == xmlEnd && s.inRow && string(s.name) == "row":
			s.inRow = false
			if s.values > 0 {
				return s.row, nil
			}
		}
		if err != nil {
			return nil, err
		}
	}
}

func (s *sheetReader) remarks() (gaps, notes tally) {
	if s.formulas > 0 {
		notes.merge(scanner.Reason{Code: "formula_without_value", Count: s.formulas})
	}
	return nil, notes
}

// aroundHere is what something is that nobody expects at this place.
func (s *sheetReader) aroundHere() besides {
	if s.inData {
		return oddities
	}
	return notes
}

// element reads the start of an element.
func (s *sheetReader) element() error {
	if slices.ContainsFunc(s.attrs, suspicious) {
		s.found(s.aroundHere())
	}
	if len(s.open) == 1 && string(s.name) != "worksheet" && string(s.name) != "macrosheet" {
		return fmt.Errorf("%w: worksheet", errMissingPart)
	}
	switch string(s.name) {
	case "dimension":
		s.height, s.width = extentOf(string(s.attr("ref")))
	case "sheetData":
		s.data, s.inData = true, true
	case "row":
		if !s.data || s.inRow {
			return errOrder
		}
		n, _ := strconv.ParseInt(string(s.attr("r")), 10, 64)
		s.begin(n)
		s.inRow = true
	case "c":
		if !s.inRow {
			return errOrder
		}
		return s.cell()
	default:
		if s.inData || notesIn(s.part).has(string(s.name)) {
			s.found(s.aroundHere())
		}
	}
	return nil
}

// cell reads the cell that has just been opened.
func (s *sheetReader) cell() error {
	if err := s.moveToRef(s.attr("r")); err != nil {
		return err
	}
	kind := cellKind(s.attr("t"))
	number := s.book.style(s.attr("s"))
	formula := false
	from := len(s.arena)
	has := false
	err := s.within(func(token xmlKind) (err error) {
		switch {
		case token == xmlText && !s.blank(s.text):
			s.found(oddities)
		case token != xmlStart:
		case string(s.name) == "v":
			s.arena, err = s.content(s.arena)
			has = has || len(s.arena) > from
		case string(s.name) == "is":
			s.arena, err = s.richText(s.arena)
			has, kind = true, inlineText
		case string(s.name) == "f":
			formula = true
			err = s.skipFormula()
		default:
			s.found(oddities)
			err = s.skip()
		}
		return err
	})
	if err != nil {
		return err
	}
	if err := s.checkSize(); err != nil {
		return err
	}
	if !has {
		if formula && kind != plainText {
			s.formulas++
		}
		return nil
	}
	value, err := s.value(kind, number, from)
	s.put(value)
	return err
}

// skipFormula moves behind the end of the formula that has just been opened.
func (s *sheetReader) skipFormula() error {
	if s.beside > nothing {
		return s.skip()
	}
	s.formula = s.formula[:0]
	err := s.within(func(kind xmlKind) (err error) {
		if kind == xmlText && s.beside == nothing {
			if s.formula, err = appendText(s.formula, s.text, s.cdata); err != nil || len(s.formula) > maxToken {
				s.found(notes)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for range literals(s.formula) {
		s.found(notes)
	}
	return nil
}

// moveToRef moves to the cell with this reference, to the next one where it is nil.
func (s *sheetReader) moveToRef(ref []byte) error {
	if ref == nil {
		return s.moveTo(s.last + 1)
	}
	return s.moveTo(columnOf(ref))
}

// A valueKind is how the value of a cell is written.
type valueKind int

const (
	number valueKind = iota
	sharedText
	inlineText
	plainText // a formula's
	boolean
	isoDate
)

func cellKind(t []byte) valueKind {
	switch string(t) {
	case "s":
		return sharedText
	case "inlineStr":
		return inlineText
	case "str", "e":
		return plainText
	case "b":
		return boolean
	case "d":
		return isoDate
	}
	return number
}

// value makes the value of a cell of what stands in the arena from a place on.
// It is never nil.
func (s *sheetReader) value(kind valueKind, style numberKind, from int) ([]byte, error) {
	raw := s.arena[from:len(s.arena):len(s.arena)]
	switch kind {
	case sharedText:
		n, err := strconv.Atoi(strings.TrimSpace(string(raw)))
		if err != nil || n < 0 {
			return nil, errOrder
		}
		s.arena = s.arena[:from]
		return s.sharedText(n)
	case inlineText, plainText:
		return unescapeX(raw), nil
	case boolean:
		return asBoolean(raw), nil
	case isoDate:
		date := strings.TrimSuffix(strings.TrimSuffix(string(raw), "Z"), ".000")
		return []byte(strings.TrimSuffix(date, "T00:00:00")), nil
	case number:
	}
	if !s.wanted || style == plainNumber && isInteger(raw) {
		return raw, nil
	}
	s.arena = appendNumber(s.arena, raw, style, s.book.base1904)
	return s.arena[from+len(raw) : len(s.arena) : len(s.arena)], nil
}

// asBoolean is a boolean as people see it; what is none stays as it is.
func asBoolean(raw []byte) []byte {
	switch string(raw) {
	case "1", "true":
		return []byte("TRUE")
	case "0", "false":
		return []byte("FALSE")
	}
	return raw
}

// columnOf returns the column of a cell's reference, from 0, or -1.
func columnOf(ref []byte) int {
	col, i := 0, 0
	for i < len(ref) && ref[i]|0x20 >= 'a' && ref[i]|0x20 <= 'z' && col <= maxColumns {
		col = col*26 + int(ref[i]|0x20-'a') + 1
		i++
	}
	if i == 0 || i == len(ref) || !isInteger(ref[i:]) || ref[i] == '-' {
		return -1
	}
	return col - 1
}

// extentOf returns how many rows and columns a reference such as "A1:L200"
// spans, or zeros.
func extentOf(ref string) (rows int64, cols int) {
	from, to, ok := strings.Cut(ref, ":")
	if !ok {
		to = from
	}
	split := func(cell string) (int64, int) {
		letters := strings.TrimRight(cell, "0123456789")
		n, err := strconv.ParseInt(cell[len(letters):], 10, 32)
		if err != nil {
			return 0, 0
		}
		return n, columnOf([]byte(letters+"1")) + 1
	}
	first, _ := split(from)
	last, cols := split(to)
	if first < 1 || last < first || cols > maxColumns {
		return 0, 0
	}
	return last - first + 1, cols
}
