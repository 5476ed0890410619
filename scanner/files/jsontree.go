package files

import (
	"fmt"
	"io"
	"strings"

	"github.com/datamapbr/datamap/scanner"
)

const (
	// maxKeys is how many keys an object has that is a record; one with more is
	// a list whose elements have names.
	maxKeys = 1000
	// maxNodes bounds what is remembered of the shape of a file.
	maxNodes = 200000
)

// A jsonNode is a place in the shape of a JSON text: what all values have in
// common that are reached by the same keys. Elements of a list share one.
//
// Every list is a table, and so is what stands outside of any: its rows are the
// elements, its columns the keys that lead from an element to a value. A list in
// a list is a row, its values numbered. An object whose keys are somebody's data,
// or are too many, is a list too; the key is the first column.
type jsonNode struct {
	key     string
	keys    map[string]*jsonNode // of an object
	order   []*jsonNode          // the same in the order in which they came
	element *jsonNode            // of a list, or of an object that is one
	keyed   bool                 // an object that is a list
	row     bool                 // an element, or the outermost: its values make a row
	listed  bool                 // an element: of a list in it each value has a column
	named   bool                 // an element that has a key
	scalar  bool                 // a value was met here
	width   int                  // of a list in a list: numbered values

	rows    int64 // of an element: how many of them have values of their own
	inexact bool  // rows is not right
	filled  bool  // the row at hand has a value

	table *jsonTable // that the values here are in
	col   int        // their column there
	first int        // of a list in a list: the column of its first value
}

// A jsonSurvey learns the shape of a text.
type jsonSurvey struct {
	root   *jsonNode
	isData func(key []byte) bool
	nodes  int
	walk   jsonWalk
}

// A jsonWalk knows which place a lexer is at.
type jsonWalk struct {
	frames []jsonFrame
	slot   *jsonNode // of the member whose key was read
}

// A jsonFrame is an object or list that is open.
type jsonFrame struct {
	node  *jsonNode
	owner *jsonNode // element whose row its values are in
	list  bool
	index int // of the element at hand, from 0
}

func newJSONRoot() *jsonNode { return &jsonNode{row: true} }

// survey reads a text to its end and returns its shape.
func surveyJSON(l *jsonLexer, isData func([]byte) bool) (root *jsonNode, err error) {
	s := &jsonSurvey{root: newJSONRoot(), isData: isData}
	w := &s.walk
	for {
		kind, err := l.next()
		if err == io.EOF {
			return s.root, nil
		}
		if err != nil {
			return s.root, err
		}
		switch kind {
		case jsonBroken:
			w.frames = w.frames[:0]
			s.root.filled = false
		case jsonKey:
			n := w.frames[len(w.frames)-1].node
			w.slot = s.member(n, l.text)
		case jsonOpen:
			slot := s.place()
			slot.filled = slot.named
			w.push(slot, l.text[0] == '[')
		case jsonClose:
			f := w.pop()
			if n := f.node; n.row && n.filled {
				n.rows++
				n.filled = false
			}
		case jsonText, jsonWord, jsonNull:
			s.value(s.place())
		}
		if s.nodes > maxNodes {
			return s.root, errJSONNested
		}
	}
}

// push opens an object or list at a place.
func (w *jsonWalk) push(slot *jsonNode, list bool) {
	f := jsonFrame{node: slot, owner: slot, list: list, index: -1}
	if !slot.row && len(w.frames) > 0 {
		f.owner = w.frames[len(w.frames)-1].owner
	}
	w.frames = append(w.frames, f)
}

func (w *jsonWalk) pop() jsonFrame {
	f := w.frames[len(w.frames)-1]
	w.frames = w.frames[:len(w.frames)-1]
	return f
}

// place returns the place of the value at hand, made where it is new.
func (s *jsonSurvey) place() *jsonNode {
	w := &s.walk
	if len(w.frames) == 0 {
		return s.root
	}
	f := &w.frames[len(w.frames)-1]
	if !f.list {
		return w.slot
	}
	f.index++
	return s.elementOf(f.node)
}

// elementOf returns the element of a list.
func (s *jsonSurvey) elementOf(n *jsonNode) *jsonNode {
	if n.element == nil {
		s.nodes++
		n.element = &jsonNode{key: n.key, row: true, listed: true, named: n.keyed}
	}
	return n.element
}

// value takes note of a value.
func (s *jsonSurvey) value(slot *jsonNode) {
	slot.scalar = true
	w := &s.walk
	if len(w.frames) == 0 {
		slot.rows++
		return
	}
	f := &w.frames[len(w.frames)-1]
	switch {
	case f.list && f.node.listed: // a value in a list in a list
		f.node.width = min(max(f.node.width, f.index+1), maxColumns)
		f.node.filled = true
	case slot.row:
		slot.rows++
	default:
		f.owner.filled = true
	}
}

// member returns the place of a member of an object, made where it is new.
func (s *jsonSurvey) member(n *jsonNode, key []byte) *jsonNode {
	if n.keyed {
		return s.elementOf(n)
	}
	if m := n.keys[string(key)]; m != nil {
		return m
	}
	if len(n.order) >= maxKeys || isValue(key) || s.isData != nil && s.isData(key) {
		s.makeList(n)
		return s.elementOf(n)
	}
	m := &jsonNode{key: string(key)}
	s.nodes++
	if n.keys == nil {
		n.keys = map[string]*jsonNode{}
	}
	n.keys[m.key], n.order = m, append(n.order, m)
	return m
}

// makeList makes a list of an object: its members are the elements.
func (s *jsonSurvey) makeList(n *jsonNode) {
	n.keyed = true
	e := s.elementOf(n)
	e.named, e.inexact = true, true
	for _, m := range n.order {
		s.merge(e, m)
	}
	n.keys, n.order = nil, nil
}

// merge adds what is known of one place to another.
func (s *jsonSurvey) merge(to, from *jsonNode) {
	to.scalar = to.scalar || from.scalar
	to.width = max(to.width, from.width)
	to.rows += from.rows
	to.inexact = true
	if from.keyed && !to.keyed {
		s.makeList(to)
	}
	for _, m := range from.order {
		s.merge(s.member(to, []byte(m.key)), m)
	}
	if from.element != nil {
		s.merge(s.elementOf(to), from.element)
	}
}

// A jsonTable is a table of a JSON text.
type jsonTable struct {
	anchor  *jsonNode
	name    string // keys that lead to it; empty for the outermost
	columns []scanner.Column
	keyed   bool // the first column is the key
}

// tables lays out what was surveyed as tables, outer ones first.
func (n *jsonNode) tables() []*jsonTable {
	var all []*jsonTable
	n.layOut(nil, false, &all)
	if len(all) == 0 { // an empty list
		t := &jsonTable{anchor: n}
		t.add("valor")
		all = append(all, t)
	}
	return all
}

// layOut makes a table of an element, and of the lists in it.
func (n *jsonNode) layOut(path []string, keyed bool, all *[]*jsonTable) {
	t := &jsonTable{anchor: n, name: strings.Join(path, "."), keyed: keyed}
	at := len(*all)
	*all = append(*all, t)
	if keyed {
		t.add("chave")
	}
	if n.scalar {
		name := n.key
		if name == "" || keyed {
			name = "valor"
		}
		n.table, n.col = t, t.add(name)
	}
	n.inside(t, nil, path, all)
	if len(t.columns) == 0 {
		*all = append((*all)[:at], (*all)[at+1:]...)
	}
}

// inside gives the values below a place their columns.
func (n *jsonNode) inside(t *jsonTable, keys, path []string, all *[]*jsonTable) {
	for _, m := range n.order {
		below := append(keys[:len(keys):len(keys)], m.key)
		if m.scalar {
			m.table, m.col = t, t.add(strings.Join(below, "."))
		}
		m.inside(t, below, append(path[:len(path):len(path)], m.key), all)
	}
	if n.listed && n.width > 0 { // a list in a list
		n.table, n.first = t, len(t.columns)
		for i := range n.width {
			t.add(fmt.Sprintf("coluna %d", i+1))
		}
		n.element.scalar = false
	}
	if n.element != nil {
		n.element.layOut(path, n.keyed, all)
	}
}

// add adds a column and returns its place.
func (t *jsonTable) add(name string) int {
	if len(t.columns) >= maxColumns {
		return maxColumns - 1
	}
	shown := columnName([]byte(name))
	if shown == "" {
		shown = fmt.Sprintf("coluna %d", len(t.columns)+1)
	}
	t.columns = append(t.columns, scanner.Column{Name: shown, Position: len(t.columns) + 1})
	return len(t.columns) - 1
}
