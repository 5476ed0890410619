package files

import (
	"context"
	"io"
)

// objects are the tables of a tree under the name of its file. Whole tells that it
// was surveyed to its end: if it is sound no more of it is read for a table than
// what is there once around it.
func (n *treeNode) objects(name string, enc encoding, whole bool, open treeOpener, among *keptTrees) (objects []object) {
	sound := whole && !n.broken
	tables := n.tables()
	if sound {
		tables = n.sideBySide(tables)
	}
	tables, others := n.shared(tables, sound)
	kept := &keptTree{root: n, open: open, among: among}
	for _, t := range tables {
		if !sound || t.within == nil && t.lists == nil {
			kept.tables = append(kept.tables, t)
		}
	}
	kept.large = len(kept.tables) < minKept || n.tokens > mostTokens
	for _, t := range tables {
		rows := &rowTable{
			columns: t.columns, header: -1, rows: t.anchor.rows, exact: whole && !t.anchor.inexact, encoding: enc.name, blame: faultOf,
			open: func(ctx context.Context) (rowReader, error) {
				if t.lists != nil {
					return openLists(ctx, t.lists, open)
				}
				if sound && t.within != nil {
					return t.open(ctx, open, t.within, t.within.at)
				}
				if r, err := kept.rowsOf(ctx, t); r != nil || err != nil {
					return r, err
				}
				return t.open(ctx, open, n, 0)
			},
		}
		if t.anchor.headed {
			rows.header = 0
			rows.setRows(rows.rows, rows.exact)
		}
		if t.name == "" {
			objects = append(objects, rows.object(name, "file"))
		} else {
			objects = append(objects, rows.object(name+"#"+columnName([]byte(t.name)), "table"))
		}
		objects[len(objects)-1].table.Sparse = true
	}
	if len(others) > 0 {
		rows := texts(faultOf, func(ctx context.Context) (rowReader, error) { return n.texts(ctx, others, open) })
		rows.encoding = enc.name
		objects = append(objects, rows.object(name+"#listas", "table"))
	}
	return objects
}

// open starts reading the rows of a table from a place on, where root begins.
func (t *treeTable) open(ctx context.Context, open treeOpener, root *treeNode, from int64) (rowReader, error) {
	r, in, err := open(ctx, from)
	if err != nil {
		return nil, err
	}
	return &treeRows{treeWalker: treeWalker{treeReader: r, root: root, one: newRowBuilder(t)}, in: in, part: from > 0}, nil
}

// A rowBuilder gathers the values of a row of one table.
type rowBuilder struct {
	table  *treeTable
	wanted bool
	filled bool
	row    [][]byte
	last   int // column that was set last
	arena  []byte
	key    []byte // of the row that follows
	seen   int64
	gaps   tally
}

func newRowBuilder(t *treeTable) *rowBuilder {
	return &rowBuilder{table: t, row: make([][]byte, len(t.columns))}
}

// begin starts a row.
func (b *rowBuilder) begin() {
	clear(b.row)
	b.arena, b.filled = b.arena[:0], false
	if b.table.keyed {
		b.set(0, b.key)
	}
}

// set puts a value into a column. A second one for the same column joins the first.
func (b *rowBuilder) set(col int, text []byte) {
	b.filled = true
	if !b.wanted || text == nil {
		return
	}
	if len(b.arena)+len(text) > maxSheetRow {
		b.gaps.add("record_too_long", b.seen+1, 0)
		return
	}
	if b.arena == nil {
		b.arena = []byte{} // an empty value is one, too
	}
	col = min(col, len(b.row)-1)
	from := len(b.arena)
	switch before := b.row[col]; {
	case before == nil:
	case col == b.last: // it is at the end of the arena
		from -= len(before)
		b.arena = append(b.arena, '\n')
	default:
		b.arena = append(append(b.arena, before...), '\n')
	}
	b.arena = append(b.arena, text...)
	b.row[col], b.last = b.arena[from:len(b.arena):len(b.arena)], col
}

// finish returns the row at hand.
func (b *rowBuilder) finish() [][]byte {
	b.filled = false
	b.seen++
	if !b.wanted {
		return nil
	}
	return b.row
}

// A treeWalker builds the rows of one table of a tree, or of all of them.
type treeWalker struct {
	treeReader
	root *treeNode // that the text is, or the part of it that is read
	walk treeWalk
	one  *rowBuilder
	all  map[*treeTable]*rowBuilder // where there is not one
}

// rowsOf returns what builds the rows of a table, nil where they are not wanted.
func (w *treeWalker) rowsOf(t *treeTable) *rowBuilder {
	switch {
	case t == nil:
		return nil
	case w.one == nil:
		return w.all[t]
	case w.one.table == t:
		return w.one
	}
	return nil
}

// bad notes that something could not be read.
func (w *treeWalker) bad() {
	if w.one != nil {
		w.one.gaps.add("bad_record", w.one.seen+1, 0)
	}
	for _, b := range w.all {
		b.gaps.add("bad_record", b.seen+1, 0)
	}
}

// treeRows reads the rows of one table.
type treeRows struct {
	treeWalker
	in    io.Closer
	part  bool
	begun bool
}

func (r *treeRows) next(wanted bool) ([][]byte, error) {
	r.one.wanted = wanted
	for {
		if r.part && r.begun && len(r.walk.frames) == 0 {
			return nil, io.EOF
		}
		r.begun = true
		kind, text, err := r.treeReader.next()
		if err != nil {
			return nil, err
		}
		if b := r.step(kind, text); b != nil {
			return b.finish(), nil
		}
	}
}

// step takes a token and returns the row that it ends, or nil.
func (w *treeWalker) step(kind treeKind, text []byte) *rowBuilder {
	switch kind {
	case treeBroken:
		w.walk.frames = w.walk.frames[:0]
		w.bad()
	case treeKey:
		w.member(text)
	case treeOpen:
		slot := w.place()
		if slot == nil {
			slot = &treeNode{} // of a file that has changed: its values are of no table
		}
		if b := w.rowsOf(slot.rowsOf); b != nil {
			b.begin()
		}
		w.walk.push(slot, text[0] == '[')
	case treeClose:
		if b := w.rowsOf(w.walk.pop().node.rowsOf); b != nil && b.filled {
			return b
		}
	case treeText, treeWord, treeNull:
		return w.value(kind, text)
	}
	return nil
}

// member notes the key of the member that follows.
func (w *treeWalker) member(key []byte) {
	n := w.walk.frames[len(w.walk.frames)-1].node
	w.walk.slot = n.keys[string(key)]
	if n.keyed {
		w.walk.slot = n.element
		if b := w.rowsOf(n.element.rowsOf); b != nil {
			b.key = append(b.key[:0], key...)
		}
	}
}

// place returns the place of the value at hand, nil for one that was not there
// when the file was surveyed.
func (w *treeWalker) place() *treeNode {
	if len(w.walk.frames) == 0 {
		return w.root
	}
	f := &w.walk.frames[len(w.walk.frames)-1]
	slot := w.walk.slot
	if f.list {
		f.index++
		slot = f.node.element
	}
	if slot == nil {
		w.bad()
	}
	return slot
}

// at returns the table and the column of the value at hand, and whether it is a row of its
// own; no table where there is none.
func (w *treeWalker) at() (t *treeTable, col int, row bool) {
	slot := w.place()
	if slot == nil {
		return nil, 0, false
	}
	if n := len(w.walk.frames); n > 0 && w.walk.frames[n-1].list && w.walk.frames[n-1].node.listed {
		f := &w.walk.frames[n-1]
		return f.node.table, f.node.first + f.index, false
	}
	return slot.table, slot.col, slot.row
}

// value puts a value into its row, and returns that where it is a row of its own.
func (w *treeWalker) value(kind treeKind, text []byte) *rowBuilder {
	t, col, row := w.at()
	b := w.rowsOf(t)
	if b == nil {
		return nil
	}
	if kind == treeNull {
		text = nil
	}
	if row {
		b.begin()
	}
	if b.set(col, text); !row {
		return nil
	}
	return b
}

// remarksOn are what is to be said of a table.
func (w *treeWalker) remarksOn(b *rowBuilder) (gaps, notes tally) {
	gaps, notes = w.treeReader.remarks()
	return append(gaps, b.gaps...), notes
}

func (r *treeRows) remarks() (gaps, notes tally) { return r.remarksOn(r.one) }

func (r *treeRows) close() { r.in.Close() }
