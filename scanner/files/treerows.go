package files

import (
	"context"
	"io"
)

// objects are the tables of a tree under the name of its file. Whole tells that it
// was surveyed to its end: if it is sound no more of it is read for a table than
// what is there once around it.
func (n *treeNode) objects(name string, enc encoding, whole bool, open treeOpener) (objects []object) {
	sound := whole && !n.broken
	tables, others := n.shared(n.tables(), sound)
	for _, t := range tables {
		root, from := n, int64(0)
		if sound && t.within != nil {
			root, from = t.within, t.within.at
		}
		rows := &rowTable{
			columns: t.columns, header: -1, rows: t.anchor.rows, exact: whole && !t.anchor.inexact, encoding: enc.name, blame: faultOf,
			open: func(ctx context.Context) (rowReader, error) {
				r, in, err := open(ctx, from)
				if err != nil {
					return nil, err
				}
				return &treeRows{treeReader: r, in: in, root: root, part: from > 0, table: t, row: make([][]byte, len(t.columns))}, nil
			},
		}
		if t.name == "" {
			objects = append(objects, rows.object(name, "file"))
		} else {
			objects = append(objects, rows.object(name+"#"+columnName([]byte(t.name)), "table"))
		}
	}
	if len(others) > 0 {
		rows := &rowTable{columns: nameColumns(nil, 1), header: -1, rows: -1, encoding: enc.name, blame: faultOf,
			open: func(ctx context.Context) (rowReader, error) { return n.texts(ctx, others, open) }}
		objects = append(objects, rows.object(name+"#listas", "table"))
	}
	return objects
}

// treeRows reads the rows of one table.
type treeRows struct {
	treeReader
	in    io.Closer
	root  *treeNode // that the text is, or the part of it that is read
	part  bool
	table *treeTable
	walk  treeWalk

	begun  bool
	wanted bool
	filled bool
	row    [][]byte
	last   int // column that was set last
	arena  []byte
	key    []byte
	seen   int64
	gaps   tally
}

func (r *treeRows) next(wanted bool) ([][]byte, error) {
	r.wanted = wanted
	for {
		if r.part && r.begun && len(r.walk.frames) == 0 {
			return nil, io.EOF
		}
		r.begun = true
		kind, text, err := r.treeReader.next()
		if err != nil {
			return nil, err
		}
		if r.step(kind, text) {
			r.seen++
			return r.finish(), nil
		}
	}
}

// step takes a token and reports whether it ends a row.
func (r *treeRows) step(kind treeKind, text []byte) bool {
	w := &r.walk
	switch kind {
	case treeBroken:
		w.frames = w.frames[:0]
		r.gaps.add("bad_record", r.seen+1, 0)
	case treeKey:
		r.member(text)
	case treeOpen:
		slot := r.place()
		if slot == r.table.anchor {
			r.begin()
		}
		if slot == nil {
			slot = &treeNode{} // of a file that has changed: its values are of no table
		}
		w.push(slot, text[0] == '[')
	case treeClose:
		return w.pop().node == r.table.anchor && r.filled
	case treeText, treeWord, treeNull:
		return r.value(kind, text)
	}
	return false
}

// begin starts a row.
func (r *treeRows) begin() {
	clear(r.row)
	r.arena, r.filled = r.arena[:0], false
	if r.table.keyed {
		r.set(0, r.key)
	}
}

// member notes the key of the member that follows.
func (r *treeRows) member(key []byte) {
	w := &r.walk
	n := w.frames[len(w.frames)-1].node
	w.slot = n.keys[string(key)]
	if n.keyed {
		if w.slot = n.element; n.element == r.table.anchor {
			r.key = append(r.key[:0], key...)
		}
	}
}

// place returns the place of the value at hand, nil for one that was not there
// when the file was surveyed.
func (r *treeRows) place() *treeNode {
	w := &r.walk
	if len(w.frames) == 0 {
		return r.root
	}
	f := &w.frames[len(w.frames)-1]
	slot := w.slot
	if f.list {
		f.index++
		slot = f.node.element
	}
	if slot == nil {
		r.gaps.add("bad_record", r.seen+1, 0)
	}
	return slot
}

// value puts a value into the row and reports whether it is a row of its own.
func (r *treeRows) value(kind treeKind, text []byte) bool {
	slot := r.place()
	if slot == nil {
		return false
	}
	if kind == treeNull {
		text = nil
	}
	w := &r.walk
	if n := len(w.frames); n > 0 && w.frames[n-1].list && w.frames[n-1].node.listed {
		if f := &w.frames[n-1]; f.node.table == r.table {
			r.set(f.node.first+f.index, text)
		}
		return false
	}
	if slot.table != r.table {
		return false
	}
	if slot.row {
		r.begin()
	}
	r.set(slot.col, text)
	return slot.row
}

// set puts a value into a column. A second one for the same column joins the first.
func (r *treeRows) set(col int, text []byte) {
	r.filled = true
	if !r.wanted || text == nil {
		return
	}
	if len(r.arena)+len(text) > maxSheetRow {
		r.gaps.add("record_too_long", r.seen+1, 0)
		return
	}
	if r.arena == nil {
		r.arena = []byte{} // an empty value is one, too
	}
	col = min(col, len(r.row)-1)
	from := len(r.arena)
	switch before := r.row[col]; {
	case before == nil:
	case col == r.last: // it is at the end of the arena
		from -= len(before)
		r.arena = append(r.arena, '\n')
	default:
		r.arena = append(append(r.arena, before...), '\n')
	}
	r.arena = append(r.arena, text...)
	r.row[col], r.last = r.arena[from:len(r.arena):len(r.arena)], col
}

// finish returns the row at hand.
func (r *treeRows) finish() [][]byte {
	r.filled = false
	if !r.wanted {
		return nil
	}
	return r.row
}

func (r *treeRows) remarks() (gaps, notes tally) {
	gaps, notes = r.treeReader.remarks()
	return append(gaps, r.gaps...), notes
}

func (r *treeRows) close() { r.in.Close() }
