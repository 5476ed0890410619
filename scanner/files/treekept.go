package files

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"
)

const (
	// minKept is how many tables of a text have to be read from its beginning for their
	// rows to be kept, and mostTokens how long such a text is.
	minKept    = 3
	mostTokens = 1e6
	// maxKept is how much the rows of a text may take, keptAtOnce of how many texts they
	// are kept: jobs read tables of several files at the same time.
	maxKept    = 8 << 20
	keptAtOnce = 4
)

// A keptTree is a text of many tables whose rows are read all at once, and kept for as
// long as no other texts are read.
type keptTree struct {
	root   *treeNode
	tables []*treeTable
	open   treeOpener
	among  *keptTrees

	loading sync.Mutex
	rows    atomic.Pointer[map[*treeTable]*keptRows] // nil where they are not at hand
	large   bool                                     // they take too much room: each table is read by itself
}

// keptTrees are those whose rows are at hand, the one used last behind.
type keptTrees struct {
	mu  sync.Mutex
	all []*keptTree
}

// use takes note of a tree whose rows are at hand, and lets go of those of another.
func (k *keptTrees) use(t *keptTree) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.all = append(slices.DeleteFunc(k.all, func(other *keptTree) bool { return other == t }), t)
	if len(k.all) > keptAtOnce {
		k.all[0].rows.Store(nil)
		k.all = k.all[1:]
	}
}

// rowsOf returns a reader of the rows of a table; nil when they are not to be kept.
func (k *keptTree) rowsOf(ctx context.Context, t *treeTable) (rowReader, error) {
	k.loading.Lock()
	defer k.loading.Unlock()
	rows := k.rows.Load()
	if rows == nil && !k.large {
		var err error
		if rows, err = k.load(ctx); err != nil {
			return nil, err
		}
		k.rows.Store(rows)
	}
	if rows == nil {
		return nil, nil
	}
	k.among.use(k)
	own := *(*rows)[t]
	return &own, nil
}

// load reads the rows of all tables. It returns nil when they take too much room.
func (k *keptTree) load(ctx context.Context) (*map[*treeTable]*keptRows, error) {
	r, in, err := k.open(ctx, 0)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	w := &treeWalker{treeReader: r, root: k.root, all: map[*treeTable]*rowBuilder{}}
	rows := map[*treeTable]*keptRows{}
	for _, t := range k.tables {
		w.all[t], rows[t] = newRowBuilder(t), &keptRows{}
		w.all[t].wanted = true
	}
	const cellSize = 24
	for room := maxKept; ; {
		kind, text, err := r.next()
		if err != nil {
			if ctx.Err() != nil {
				return nil, err
			}
			for _, t := range k.tables {
				rows[t].err = err
				rows[t].gaps, rows[t].notes = w.remarksOn(w.all[t])
			}
			return &rows, nil
		}
		b := w.step(kind, text)
		if b == nil {
			continue
		}
		row, size := cloneRow(b.finish(), maxSheetRow)
		if room -= size + cellSize*(len(row)+1); room < 0 {
			k.large = true
			return nil, nil
		}
		rows[b.table].rows = append(rows[b.table].rows, row)
	}
}

// keptRows reads rows that are kept.
type keptRows struct {
	rows        [][][]byte
	err         error // behind the last one: [io.EOF] or what is wrong
	gaps, notes tally
}

func (r *keptRows) next(bool) ([][]byte, error) {
	if len(r.rows) == 0 {
		return nil, r.err
	}
	row := r.rows[0]
	r.rows = r.rows[1:]
	return row, nil
}

func (r *keptRows) remarks() (gaps, notes tally) {
	return slices.Clone(r.gaps), slices.Clone(r.notes)
}

func (r *keptRows) close() {}
