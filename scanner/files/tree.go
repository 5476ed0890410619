package files

import (
	"bytes"
	"context"
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

// A treeReader pulls the values of a text that nests them in objects and lists.
// What next returns is in UTF-8 and valid until it is called again.
type treeReader interface {
	next() (kind treeKind, text []byte, err error)
	remarks() (gaps, notes tally)
	// opened is where in the text the object or list begins that next has just
	// opened, for a reading of it alone; -1 where none can begin there.
	opened() int64
}

// A treeOpener starts reading a text at a place: at 0, or where an object or list
// begins.
type treeOpener func(ctx context.Context, from int64) (treeReader, io.Closer, error)

// A treeKind is what a treeReader is at.
type treeKind int

const (
	treeOpen   treeKind = iota // of an object or list: the byte is in text
	treeClose                  // of the same
	treeKey                    // of the member that follows
	treeText                   // a string
	treeWord                   // a number or true, false
	treeNull                   //
	treeBroken                 // a line that could not be read was passed
)

// A tokenQueue holds what a treeReader is to hand out.
type tokenQueue struct {
	queue []treeToken
	arena []byte // what they hold
	at    int    // of the next one
}

type treeToken struct {
	kind     treeKind
	from, to int // of its text in the arena
}

// empty reports whether all is handed out, and makes room.
func (q *tokenQueue) empty() bool {
	if q.at < len(q.queue) {
		return false
	}
	q.queue, q.arena, q.at = q.queue[:0], q.arena[:0], 0
	return true
}

func (q *tokenQueue) put(kind treeKind, text string) {
	from := len(q.arena)
	q.arena = append(q.arena, text...)
	q.queue = append(q.queue, treeToken{kind, from, len(q.arena)})
}

// putValue puts a text, or that there is none.
func (q *tokenQueue) putValue(text []byte) {
	if text = bytes.TrimSpace(text); len(text) > 0 {
		q.put(treeText, string(text))
	} else {
		q.put(treeNull, "")
	}
}

func (q *tokenQueue) pull() (treeKind, []byte) {
	token := q.queue[q.at]
	q.at++
	return token.kind, q.arena[token.from:token.to]
}

// A treeNode is a place in the shape of a text that nests values, as JSON and XML
// do: what all values have in common that are reached by the same keys. Elements of
// a list share one.
//
// Every list is a table, and so is what stands outside of any: its rows are the
// elements, its columns the keys that lead from an element to a value. A list in
// a list is a row, its values numbered. An object whose keys are somebody's data,
// or are too many, is a list too; the key is the first column.
type treeNode struct {
	key     string
	keys    map[string]*treeNode // of an object
	order   []*treeNode          // the same in the order in which they came
	element *treeNode            // of a list, or of an object that is one
	keyed   bool                 // an object that is a list
	row     bool                 // an element, or the outermost: its values make a row
	listed  bool                 // an element: of a list in it each value has a column
	named   bool                 // an element that has a key
	scalar  bool                 // a value was met here
	opens   int                  // objects or lists met here
	at      int64                // where the first of them begins
	tokens  int64                // in the first of them; in the outermost, in all of the text
	width   int                  // of a list in a list: numbered values

	rows    int64 // of an element: how many of them have values of their own
	inexact bool  // rows is not right
	filled  bool  // the row at hand has a value
	broken  bool  // of the outermost: something in the text could not be read

	rowsOf *treeTable // whose rows these are
	table  *treeTable // that the values here are in
	col    int        // their column there
	first  int        // of a list in a list: the column of its first value

	nameNote
}

// A treeSurvey learns the shape of a text.
type treeSurvey struct {
	root   *treeNode
	isData func(key []byte) bool
	nodes  int
	noted  int // bytes of what may name columns
	tokens int64
	walk   treeWalk
}

// A treeWalk knows which place a lexer is at.
type treeWalk struct {
	frames []treeFrame
	slot   *treeNode // of the member whose key was read
}

// A treeFrame is an object or list that is open.
type treeFrame struct {
	node  *treeNode
	owner *treeNode // element whose row its values are in
	list  bool
	index int // of the element at hand, from 0
}

func newTree() *treeNode { return &treeNode{row: true} }

// areRows reports whether there are several lists of plain values, and nothing else, where
// a text has one value as a rule.
func (n *treeNode) areRows() bool {
	return n.opens > 1 && n.element != nil && n.element.scalar && len(n.order) == 0
}

// surveyTree reads a text to its end and returns its shape.
func surveyTree(l treeReader, isData func([]byte) bool) (root *treeNode, err error) {
	return (&treeSurvey{root: newTree(), isData: isData}).read(l)
}

func (s *treeSurvey) read(l treeReader) (root *treeNode, err error) {
	w := &s.walk
	for {
		kind, text, err := l.next()
		if err != nil {
			if s.root.tokens = s.tokens; err == io.EOF {
				err = nil
			}
			if s.nameLists(s.root); s.root.listed {
				s.nameRows(s.root, nil)
			}
			return s.root, err
		}
		s.tokens++
		switch kind {
		case treeBroken:
			w.frames = w.frames[:0]
			s.root.filled, s.root.broken = false, true
		case treeKey:
			n := w.frames[len(w.frames)-1].node
			w.slot = s.member(n, text)
		case treeOpen:
			slot := s.place()
			if slot.opens++; slot.opens == 1 {
				slot.at, slot.tokens = l.opened(), -s.tokens
			}
			slot.filled = slot.named
			w.push(slot, text[0] == '[')
		case treeClose:
			n := w.pop().node
			if n.opens == 1 {
				n.tokens += s.tokens
			}
			if n.row && n.filled {
				n.rows++
				n.filled = false
			}
		case treeText, treeWord, treeNull:
			s.value(s.place(), kind, text)
		}
		if s.nodes > maxNodes {
			return s.root, errNested
		}
	}
}

// push opens an object or list at a place.
func (w *treeWalk) push(slot *treeNode, list bool) {
	f := treeFrame{node: slot, owner: slot, list: list, index: -1}
	if !slot.row && len(w.frames) > 0 {
		f.owner = w.frames[len(w.frames)-1].owner
	}
	w.frames = append(w.frames, f)
}

func (w *treeWalk) pop() treeFrame {
	f := w.frames[len(w.frames)-1]
	w.frames = w.frames[:len(w.frames)-1]
	return f
}

// place returns the place of the value at hand, made where it is new.
func (s *treeSurvey) place() *treeNode {
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
func (s *treeSurvey) elementOf(n *treeNode) *treeNode {
	if n.element == nil {
		s.nodes++
		n.element = &treeNode{key: n.key, row: true, listed: true, named: n.keyed}
	}
	return n.element
}

// value takes note of a value.
func (s *treeSurvey) value(slot *treeNode, kind treeKind, text []byte) {
	slot.scalar = true
	w := &s.walk
	if len(w.frames) == 0 {
		slot.rows++
		return
	}
	f := &w.frames[len(w.frames)-1]
	s.note(slot, f, kind, text)
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
func (s *treeSurvey) member(n *treeNode, key []byte) *treeNode {
	if n.keyed {
		return s.elementOf(n)
	}
	if m := n.keys[string(key)]; m != nil {
		return m
	}
	if len(n.order) >= maxKeys || isValue(key) || s.isData != nil && s.isData(key) || s.isList(n, key) {
		s.makeList(n)
		return s.elementOf(n)
	}
	m := &treeNode{key: string(key)}
	s.nodes++
	if n.keys == nil {
		n.keys = map[string]*treeNode{}
	}
	n.keys[m.key], n.order = m, append(n.order, m)
	return m
}

// makeList makes a list of an object: its members are the elements.
func (s *treeSurvey) makeList(n *treeNode) {
	n.keyed = true
	e := s.elementOf(n)
	e.named, e.inexact = true, true
	for _, m := range n.order {
		if s.merge(e, m); m.scalar && m.opens == 0 {
			e.rows++
		}
	}
	n.keys, n.order = nil, nil
}

// merge adds what is known of one place to another.
func (s *treeSurvey) merge(to, from *treeNode) {
	to.scalar = to.scalar || from.scalar
	to.width = max(to.width, from.width)
	to.rows += from.rows
	to.inexact = true
	if to.opens += from.opens; to.opens == from.opens {
		to.at = from.at
	}
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

// A treeTable is a table of such a text.
type treeTable struct {
	anchor  *treeNode
	name    string // keys that lead to it; empty for the outermost
	parent  string // … without the last of them
	columns []scanner.Column
	keyed   bool         // the first column is the key
	within  *treeNode    // the innermost object or list around it that is there once, not the outermost; nil for none
	lists   []*treeTable // that are its columns; see sideBySide
}

// tables lays out what was surveyed as tables, outer ones first.
func (n *treeNode) tables() []*treeTable {
	var all []*treeTable
	n.layOut(nil, nil, false, &all)
	if len(all) == 0 { // an empty list
		t := &treeTable{anchor: n}
		t.add("valor")
		n.rowsOf = t
		all = append(all, t)
	}
	return all
}

// layOut makes a table of an element, and of the lists in it.
func (n *treeNode) layOut(within *treeNode, path []string, keyed bool, all *[]*treeTable) {
	t := &treeTable{anchor: n, name: strings.Join(path, "."), parent: strings.Join(path[:max(0, len(path)-1)], "."), keyed: keyed, within: within}
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
	n.inside(t, within, nil, path, all)
	if len(t.columns) == 0 {
		*all = append((*all)[:at], (*all)[at+1:]...)
		return
	}
	n.rowsOf = t
}

// inside gives the values below a place their columns.
func (n *treeNode) inside(t *treeTable, within *treeNode, keys, path []string, all *[]*treeTable) {
	if n.opens == 1 && n.at > 0 && len(path) > 0 {
		within = n
	}
	for _, m := range n.order {
		below := append(keys[:len(keys):len(keys)], m.key)
		switch {
		case m.scalar && n.row && n.table == t && m.key == n.key: // the text of an XML element that is an object too
			m.table, m.col = t, n.col
		case m.scalar:
			m.table, m.col = t, t.add(strings.Join(below, "."))
		}
		m.inside(t, within, below, append(path[:len(path):len(path)], m.key), all)
	}
	if n.listed && n.width > 0 { // a list in a list
		n.table, n.first = t, len(t.columns)
		for i := range n.width {
			t.add(n.nameOf(i))
		}
		n.element.scalar = n.keyed // its values are in these columns, but for those that have a key
	}
	if n.element != nil {
		n.element.layOut(within, path, n.keyed, all)
	}
}

// add adds a column and returns its place.
func (t *treeTable) add(name string) int {
	if len(t.columns) >= maxColumns {
		return maxColumns - 1
	}
	shown := columnName([]byte(name))
	if shown == "" {
		shown = scanner.Unnamed(len(t.columns) + 1)
	}
	t.columns = append(t.columns, scanner.Column{Name: shown, Position: len(t.columns) + 1})
	return len(t.columns) - 1
}
