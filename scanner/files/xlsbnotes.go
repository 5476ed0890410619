package files

import (
	"encoding/binary"
	"iter"
	"math"
	"slices"
	"strconv"
)

// A brtPlace says where in a record the texts that somebody has written stand behind one another.
type brtPlace struct{ at, most int }

// brtSaid are the kinds of records whose texts somebody has written.
var brtSaid = map[int]brtPlace{
	24: {0, 1}, 371: {4, 1}, // values that pivot tables and links to other workbooks keep
	179: {21, 1}, 632: {0, 1}, // who kept them, authors of comments
	167: {0, 1}, 479: {2, 6}, brtLink: {16, 4}, // filters, headers and footers, links
}

// brtSaidBetween are those whose texts stand between other things.
var brtSaidBetween = []int{
	31, 33, 66, 191, 582, // values that are kept
	64, 174, 681, 1053, // what may be typed, and filters
	203, 502, 504, 548, 676, // queries, scenarios, who reserved the file
}

// brtNames are the kinds of records with texts that name things, and with formulas, whose texts are
// notes when they say more than a word.
var brtNames = []int{
	brtFormulaText, brtFormulaNumber, brtFormulaBool, brtFormulaError, 351, 352, 426, 427, 428, 463, // of cells, ranges and rules
	39, 359, 360, 361, 577, 625, // names, in other workbooks too
	183, 201, brtTable, 347, 536, 680, // fields, connections, tables, and ranges that are protected
}

// brtNumbers are the kinds of records with numbers that are kept elsewhere, among other things.
var brtNumbers = []int{21, 28, 33, 191, 368, 580}

// Kinds from here on are of features that came after Excel 2007; those of 2013 hold paths and marks.
const (
	brtOf2010 = 1024
	brtOf2013 = 2048
)

// A brtNote is a text in a record that may be a note: surely, or if it is somebody's.
type brtNote struct {
	text []byte
	sure bool
	said bool // as often as it is there
}

// brtNotes yields what is written in a record, or in what is beside the value of a cell in it. In
// some parts whatever names something is a note.
func brtNotes(kind int, data []byte, named bool) iter.Seq[brtNote] {
	if place, ok := brtSaid[kind]; ok {
		return brtSayings(kind, data, place)
	}
	said, numbers := slices.Contains(brtSaidBetween, kind), slices.Contains(brtNumbers, kind)
	named = named || said || numbers || slices.Contains(brtNames, kind) || kind >= brtOf2010 && kind < brtOf2013
	return func(yield func(brtNote) bool) {
		for text := range brtTexts(data, numbers) {
			if !yield(brtNote{text, said || named && isTelling(text), said}) {
				return
			}
		}
	}
}

// brtSayings yields the texts at a place of a record.
func brtSayings(kind int, data []byte, place brtPlace) iter.Seq[brtNote] {
	return func(yield func(brtNote) bool) {
		units, end := unitsAt(data, place.at)
		for i := 0; end > 0 && i < place.most; i++ {
			text := appendUTF16(nil, units)
			units, end = unitsAt(data, end)
			switch {
			case len(text) == 0, kind == brtLink && i == 0: // where a link leads is in another part
			case kind == brtLink && i == 1 && !isTelling(text): // or it is a cell
			default:
				if !yield(brtNote{text, true, true}) {
					return
				}
			}
		}
	}
}

// formulaOf is the formula in the record of a cell, if there is one, with what is around it.
func formulaOf(kind int, data []byte) []byte {
	at := cellHead
	switch kind {
	case brtFormulaText:
		_, at = unitsAt(data, at)
	case brtFormulaNumber, brtFormulaBool, brtFormulaError:
		at += valueSize(kind)
	default:
		return nil
	}
	if at == 0 || at > len(data) {
		return nil
	}
	return data[at:]
}

// brtTexts yields the texts in a record of whatever layout: characters behind their number, which
// is in four bytes or, as in formulas, in two behind a mark. Single characters are none. It yields
// whole numbers as long as those of documents too: those in formulas, or wherever they are.
func brtTexts(data []byte, numbers bool) iter.Seq[[]byte] {
	const text, listed, number = 0x17, 0x01, 0x1f // marks in formulas
	return func(yield func([]byte) bool) {
		f := textFinder{data: data}
		for at := 0; at+4 < len(data); {
			mark, short := data[at], at+3+2*int(binary.LittleEndian.Uint16(data[at+1:]))
			var found []byte
			if units, end := unitsAt(data, at); end > 0 && f.are(units, end) {
				found, at = appendUTF16(nil, units), end
			} else if (mark == text || mark == listed) && short <= len(data) && f.are(data[at+3:short], short) {
				found, at = appendUTF16(nil, data[at+3:short]), short
			} else if mark == number && longNumberAt(data, at+1) != nil {
				found, at = longNumberAt(data, at+1), at+9
			} else if numbers && longNumberAt(data, at) != nil {
				found, at = longNumberAt(data, at), at+8
			} else {
				at++
				continue
			}
			if !yield(found) {
				return
			}
		}
	}
}

// longNumberAt is the number at a place of a record if it is a whole one as long as those of
// documents, up to those of companies.
func longNumberAt(data []byte, at int) []byte {
	if at+8 > len(data) {
		return nil
	}
	v := math.Float64frombits(binary.LittleEndian.Uint64(data[at:]))
	if v < 1e9 || v >= 1e14 || v != math.Trunc(v) {
		return nil
	}
	return strconv.AppendFloat(nil, v, 'f', -1, 64)
}

// A textFinder tells where in a record there can be texts. Each byte of it is looked at twice.
type textFinder struct {
	data []byte
	odd  [2]int // place of the next two bytes that are in no text, of those at even and at odd places
}

// are reports whether the bytes in front of a place, an even number of them, are two characters of
// a text or more.
func (f *textFinder) are(units []byte, end int) bool {
	if len(units) < 4 {
		return false
	}
	from := end - len(units)
	odd := &f.odd[from%2]
	if *odd < from {
		*odd = from
	}
	for *odd < end && isTextUnit(binary.LittleEndian.Uint16(f.data[*odd:])) {
		*odd += 2
	}
	return *odd >= end
}

// isTextUnit reports whether two bytes can be a character of a text, or half of one.
func isTextUnit(c uint16) bool { return c >= ' ' && c < 0xfffe || c == '\t' || c == '\n' || c == '\r' }

// record takes the notes of the next record of a part.
func (n *bookNotes) record() error {
	r := n.records
	if err := r.next(); err != nil {
		return err
	}
	data := r.data
	switch {
	case r.future > 0:
	case r.kind == brtItem && n.from == &textNotes:
		return n.looseItem()
	case r.kind == brtRichText && n.inSheet:
		_, spoken, err := r.richText(nil, nil, cellHead)
		n.add(spoken)
		return err
	case isCell(r.kind) && n.inSheet:
		data = formulaOf(r.kind, data)
	case r.kind == brtComment:
		text, spoken, err := r.richText(nil, nil, 0)
		n.add(text)
		n.add(spoken)
		return err
	case r.kind == brtFormat:
		code, _, err := r.text(nil, 2)
		n.addLiterals(code)
		return err
	}
	for note := range brtNotes(r.kind, data, n.from.namesAll()) {
		switch {
		case note.said:
			n.add(note.text)
		case note.sure, n.isSomebodys(note.text):
			n.addOnce(note.text)
		}
	}
	return nil
}

// looseItem takes the shared string at hand: how to pronounce it, and all of it when no cell refers
// to it.
func (n *bookNotes) looseItem() error {
	text, spoken, err := n.records.richText(n.text[:0], nil, 0)
	if err != nil {
		return err
	}
	n.add(spoken)
	if !n.learnt.refersTo(n.texts) {
		n.add(text)
	}
	n.text = text
	n.texts++
	return nil
}
