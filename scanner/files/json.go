package files

import (
	"bytes"
	"context"
	"io"
	"slices"
	"strings"

	"github.com/datamapbr/datamap/scanner"
)

// A jsonFile is a JSON text, or one with a JSON value on each line.
type jsonFile struct {
	content
	enc encoding
}

// jsonNames are the extensions of JSON texts: one of them is believed to be one
// where it is damaged early.
var jsonNames = []string{".json", ".ndjson", ".jsonl", ".geojson"}

// isJSON reports whether a text is, as far as it is at hand, an object or list
// of JSON.
func isJSON(ext string, text []byte) bool {
	start := bytes.TrimSpace(text)
	if len(start) == 0 || start[0] != '{' && start[0] != '[' {
		return false
	}
	l := newJSONLexer(bytes.NewReader(text))
	for tokens := 0; ; tokens++ {
		kind, err := l.next()
		switch {
		case err == io.EOF || err == errCut:
			return tokens > 1
		case err != nil || kind == jsonBroken:
			return tokens > 3 && (slices.Contains(jsonNames, ext) || l.docs > 2)
		}
	}
}

// json returns the tables of a JSON text. All of it is read to know them.
func (s *source) json(ctx context.Context, c content, name string, enc encoding) []object {
	f := &jsonFile{content: c, enc: enc}
	l, in, err := f.open(ctx)
	if err != nil {
		return []object{notRead(name, faultOf(err))}
	}
	defer in.Close()
	root, err := surveyJSON(l, s.opt.IsData)
	if ctx.Err() != nil {
		return []object{notRead(name, faultOf(ctx.Err()))}
	}
	if err == errJSONNested {
		return []object{notRead(name, err)}
	}
	var objects []object
	for _, t := range root.tables() {
		n := t.anchor
		rows := &rowTable{
			columns: t.columns, header: -1, rows: n.rows, exact: err == nil && !n.inexact, encoding: enc.name, blame: faultOf,
			open: func(ctx context.Context) (rowReader, error) { return f.rows(ctx, root, t) },
		}
		if t.name == "" {
			objects = append(objects, rows.object(name, "file"))
		} else {
			objects = append(objects, rows.object(name+"#"+columnName([]byte(t.name)), "table"))
		}
	}
	return objects
}

// open starts reading at the first value.
func (f *jsonFile) open(ctx context.Context) (*jsonLexer, io.Closer, error) {
	in, err := f.content.open(ctx)
	if err != nil {
		return nil, nil, err
	}
	if _, err := io.CopyN(io.Discard, in, int64(f.enc.bom)); err != nil {
		in.Close()
		return nil, nil, err
	}
	return newJSONLexer(f.enc.reader(in)), in, nil
}

func (f *jsonFile) rows(ctx context.Context, root *jsonNode, t *jsonTable) (rowReader, error) {
	l, in, err := f.open(ctx)
	if err != nil {
		return nil, err
	}
	return &jsonRows{jsonLexer: l, in: in, root: root, table: t, dec: f.enc.decoder(), row: make([][]byte, len(t.columns))}, nil
}

// jsonRows reads the rows of one table.
type jsonRows struct {
	*jsonLexer
	in    io.Closer
	root  *jsonNode
	table *jsonTable
	walk  jsonWalk
	dec   *decoder

	wanted bool
	filled bool
	row    [][]byte
	arena  []byte
	key    []byte
	seen   int64
	gaps   tally
}

func (r *jsonRows) next(wanted bool) ([][]byte, error) {
	r.wanted = wanted
	for {
		kind, err := r.jsonLexer.next()
		if err != nil {
			return nil, err
		}
		if r.step(kind) {
			r.seen++
			return r.finish(), nil
		}
	}
}

// step takes a token and reports whether it ends a row.
func (r *jsonRows) step(kind jsonKind) bool {
	w := &r.walk
	switch kind {
	case jsonBroken:
		w.frames = w.frames[:0]
		r.gaps.add("bad_record", r.seen+1, 0)
	case jsonKey:
		r.member()
	case jsonOpen:
		slot := r.place()
		if slot == r.table.anchor {
			r.begin()
		}
		if slot == nil {
			slot = &jsonNode{} // of a file that has changed: its values are of no table
		}
		w.push(slot, r.text[0] == '[')
	case jsonClose:
		return w.pop().node == r.table.anchor && r.filled
	case jsonText, jsonWord, jsonNull:
		return r.value(kind)
	}
	return false
}

// begin starts a row.
func (r *jsonRows) begin() {
	clear(r.row)
	r.arena, r.filled = r.arena[:0], false
	if r.table.keyed {
		r.set(0, r.key)
	}
}

// member notes the key of the member that follows.
func (r *jsonRows) member() {
	w := &r.walk
	n := w.frames[len(w.frames)-1].node
	w.slot = n.keys[string(r.text)]
	if n.keyed {
		if w.slot = n.element; n.element == r.table.anchor {
			r.key = append(r.key[:0], r.text...)
		}
	}
}

// place returns the place of the value at hand, nil for one that was not there
// when the file was surveyed.
func (r *jsonRows) place() *jsonNode {
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
func (r *jsonRows) value(kind jsonKind) bool {
	slot := r.place()
	if slot == nil {
		return false
	}
	text := r.text
	if kind == jsonNull {
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
func (r *jsonRows) set(col int, text []byte) {
	r.filled = true
	if !r.wanted || text == nil {
		return
	}
	if len(r.arena)+len(text) > maxSheetRow {
		r.gaps.add("record_too_long", r.seen+1, 0)
		return
	}
	col = min(col, len(r.row)-1)
	from := len(r.arena)
	if before := r.row[col]; before != nil {
		r.arena = append(append(r.arena, before...), '\n')
	}
	r.arena = append(r.arena, text...)
	r.row[col] = r.arena[from:len(r.arena):len(r.arena)]
}

// finish makes UTF-8 of the row at hand.
func (r *jsonRows) finish() [][]byte {
	r.filled = false
	if !r.wanted {
		return nil
	}
	r.dec.reset()
	for i, cell := range r.row {
		if cell != nil {
			r.row[i] = r.dec.decode(cell, r.seen)
		}
	}
	return r.row
}

func (r *jsonRows) remarks() (gaps, notes tally) {
	gaps = r.gaps
	if r.cut > 0 {
		gaps.merge(scanner.Reason{Code: "record_too_long", Count: r.cut})
	}
	return gaps, append(notes, r.dec.notes()...)
}

func (r *jsonRows) close() { r.in.Close() }

// extOf is the extension of a name in lower case, that of what is packed for a ".gz".
func extOf(name string) string {
	name = strings.TrimSuffix(strings.ToLower(name), ".gz")
	if i := strings.LastIndexByte(name, '.'); i >= 0 {
		return name[i:]
	}
	return ""
}
