package files

import (
	"context"
	"io"
	"slices"
	"strings"
)

// Programs that keep tables by columns write each as a list of its own, or as an object whose
// keys are the numbers of the rows: {"nome": ["Ana", "Bia"], "idade": [31, 27]}. Others write
// a list of records as an object, each under its key: {"-N4x": {"nome": "Ana"}, …}.

const (
	// minListed is how many members make a list of an object that is there once.
	minListed = 16
	// mostLists is how many lists are read at the same time at most.
	mostLists = 100
)

// isList reports whether the members of an object, and one more, are the elements of a list:
// there are many of them, the object is there once, and they are alike or, as the values of a
// column, have numbers as keys.
func (s *treeSurvey) isList(n *treeNode, key []byte) bool {
	if count := len(n.order); count < minListed || count&(count-1) != 0 {
		return false
	}
	frames := s.walk.frames
	if slices.ContainsFunc(frames, func(f treeFrame) bool { return f.list || f.node.opens != 1 }) {
		return false
	}
	return n.areAlike() || n != s.root && frames[len(frames)-1].owner == s.root && isIndex(string(key)) &&
		!slices.ContainsFunc(n.order, func(m *treeNode) bool { return !isIndex(m.key) })
}

func isIndex(key string) bool { return key != "" && strings.Trim(key, "0123456789") == "" }

// areAlike reports whether nearly all members of an object are objects that have most keys of
// one of them.
func (n *treeNode) areAlike() bool {
	one, alike := n.order[len(n.order)/2], 0
	for _, m := range n.order {
		shared := 0
		for key := range one.keys {
			if m.keys[key] != nil {
				shared++
			}
		}
		if shared > 0 && 2*shared >= len(one.keys) {
			alike++
		}
	}
	return 8*alike >= 7*len(n.order)
}

// sideBySide puts one table in the place of lists of plain values that stand beside one
// another, as many in each.
func (n *treeNode) sideBySide(tables []*treeTable) []*treeTable {
	if n.opens != 1 {
		return tables
	}
	even := map[int64][]*treeTable{} // by how many values there are
	for _, m := range n.order {
		if t := m.plainList(); t != nil {
			even[t.anchor.rows] = append(even[t.anchor.rows], t)
		}
		tables = m.sideBySide(tables)
	}
	for _, lists := range even {
		if len(lists) > 1 && len(lists) <= mostLists {
			tables[slices.Index(tables, lists[0])] = n.joined(lists)
			tables = slices.DeleteFunc(tables, func(t *treeTable) bool { return slices.Contains(lists[1:], t) })
		}
	}
	return tables
}

// plainList returns the table of a list, or of an object that is one, whose elements are all
// values and which can be read by itself; else nil.
func (n *treeNode) plainList() *treeTable {
	e := n.element
	if e == nil || e.opens > 0 || e.rows < 2 || e.rowsOf == nil || e.rowsOf.within != n {
		return nil
	}
	return e.rowsOf
}

// joined is the table that has the lists of an object as its columns.
func (n *treeNode) joined(lists []*treeTable) *treeTable {
	t := &treeTable{anchor: lists[0].anchor, name: lists[0].parent, lists: lists}
	for _, list := range lists {
		t.add(list.anchor.key)
	}
	if n.at > 0 {
		t.within = n
	}
	return t
}

// openLists starts reading lists at the same time.
func openLists(ctx context.Context, lists []*treeTable, open treeOpener) (rowReader, error) {
	r := &listsReader{row: make([][]byte, len(lists)), ended: make([]bool, len(lists))}
	for _, t := range lists {
		list, err := t.open(ctx, open, t.within, t.within.at)
		if err != nil {
			r.close()
			return nil, err
		}
		r.lists = append(r.lists, list)
	}
	return r, nil
}

// A listsReader makes a row of the values that have the same place in several lists.
type listsReader struct {
	lists []rowReader
	ended []bool
	row   [][]byte
}

func (r *listsReader) next(wanted bool) ([][]byte, error) {
	clear(r.row)
	end := true
	for i, list := range r.lists {
		if r.ended[i] {
			continue
		}
		row, err := list.next(wanted)
		if r.ended[i] = err == io.EOF; r.ended[i] {
			continue
		}
		if err != nil {
			return nil, err
		}
		if end = false; len(row) > 0 {
			r.row[i] = row[len(row)-1] // behind its key, if there is one
		}
	}
	if end {
		return nil, io.EOF
	}
	return r.row, nil
}

func (r *listsReader) remarks() (gaps, notes tally) {
	for _, list := range r.lists {
		more, others := list.remarks()
		for _, g := range more {
			gaps.merge(g)
		}
		for _, n := range others {
			notes.merge(n)
		}
	}
	return gaps, notes
}

func (r *listsReader) close() {
	for _, list := range r.lists {
		list.close()
	}
}
