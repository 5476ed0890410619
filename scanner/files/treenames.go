package files

import (
	"bytes"
	"slices"

	"github.com/datamapbr/datamap/rules"
	"github.com/datamapbr/datamap/scanner"
)

// Services that answer with a table in JSON write its rows as lists, and what their values
// are once: in a list of names beside the rows, in one of objects that have a name, or in
// the first row.

const (
	// maxNoted is how many bytes are remembered of all that may name columns.
	maxNoted = 1 << 20
	// maxStart is how many rows are looked at to find a heading.
	maxStart = 20
)

// naming are the keys of the members that hold the names of columns, in order.
var naming = rules.MustGrammar().Naming

// A nameNote is what a place of a tree may tell of the names of columns.
type nameNote struct {
	noted   [][]byte   // of a value that is an element, or a member that names things: the texts met there
	start   [][][]byte // of a list in a list: the first ones, where all values of the very first are texts
	figures bool       // … and one of these is not
	names   [][]byte   // … and the names of its values
	headed  bool       // … which the first row holds
}

// note remembers a value that may be, or stand below, the name of a column.
func (s *treeSurvey) note(slot *treeNode, f *treeFrame, kind treeKind, text []byte) {
	if s.noted += len(text); s.noted > maxNoted {
		return
	}
	if e := f.node; f.list && e.listed {
		switch row := e.opens; {
		case row == 1 && kind != treeText:
			e.figures = true
			e.start = nil
		case !e.figures && row <= maxStart && f.index < maxColumns:
			for len(e.start) < row {
				e.start = append(e.start, nil)
			}
			cells := &e.start[row-1]
			for len(*cells) <= f.index {
				*cells = append(*cells, nil)
			}
			(*cells)[f.index] = bytes.Clone(text)
		}
		return
	}
	if kind == treeText && (f.list || slices.Contains(naming, slot.key)) && len(slot.noted) <= maxColumns {
		slot.noted = append(slot.noted, bytes.Clone(text))
	}
}

// nameLists finds the names of the values of the lists in lists that stand below a place.
func (s *treeSurvey) nameLists(n *treeNode) {
	s.nameElements(n, nil)
	for _, m := range n.order {
		s.nameElements(m, n.order)
		s.nameLists(m)
	}
	if n.element != nil && !n.keyed {
		s.nameLists(n.element)
	}
}

// nameElements names the values of the lists that are the elements of a list which is there once.
func (s *treeSurvey) nameElements(list *treeNode, beside []*treeNode) {
	if list.element != nil && !list.keyed && list.opens == 1 {
		s.nameRows(list.element, beside)
	}
}

// nameRows names the values of rows that are lists.
func (s *treeSurvey) nameRows(rows *treeNode, beside []*treeNode) {
	if rows.width < 2 || rows.names != nil {
		return
	}
	for _, other := range beside {
		if names := other.namesOf(rows.width); names != nil && !slices.ContainsFunc(names, s.isValue) {
			rows.names = names
			return
		}
	}
	if head := findHeading(rows.start, s.isData); head.row == 0 {
		rows.names, rows.headed = head.names, true
	}
}

// isValue reports whether a text is no name of a column.
func (s *treeSurvey) isValue(text []byte) bool {
	return len(text) == 0 || isValue(text) || s.isData != nil && s.isData(text)
}

// namesOf returns the texts of a list that is there once, or the names of its elements, if
// there are so many; else nil.
func (n *treeNode) namesOf(width int) [][]byte {
	if n.element == nil || n.keyed || n.opens != 1 {
		return nil
	}
	if e := n.element; len(e.noted) == width && e.rows == int64(width) {
		return e.noted
	}
	for _, key := range naming {
		if m := n.element.keys[key]; m != nil && len(m.noted) == width && n.element.rows == int64(width) {
			return m.noted
		}
	}
	return nil
}

// nameOf returns the name of a value of a list in a list.
func (n *treeNode) nameOf(i int) string {
	if i < len(n.names) && len(n.names[i]) > 0 {
		return string(n.names[i])
	}
	return scanner.Unnamed(i + 1)
}
