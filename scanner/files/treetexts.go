package files

import (
	"cmp"
	"context"
	"slices"
)

const (
	// minTables of a tree are read each by itself, whatever that takes, and others as
	// long as all together take no more than maxTokens: half a minute.
	minTables = 24
	maxTokens = 300e6
)

// shared parts the tables of a tree in those of which each is read by itself and,
// where they are too many for that, others that share one reading: those of the
// fewest rows.
func (n *treeNode) shared(tables []*treeTable, sound bool) (own []*treeTable, others map[*treeTable]bool) {
	order := slices.Clone(tables)
	slices.SortStableFunc(order, func(a, b *treeTable) int { return cmp.Compare(b.anchor.rows, a.anchor.rows) })
	others = map[*treeTable]bool{}
	left := int64(maxTokens)
	for i, t := range order {
		around := n
		if sound && t.within != nil {
			around = t.within
		}
		if left -= around.tokens; left < 0 && i >= minTables {
			for _, list := range t.lists {
				others[list] = true
			}
			others[t] = true
		}
	}
	return slices.DeleteFunc(tables, func(t *treeTable) bool { return others[t] }), others
}

// texts starts reading the values of tables as texts.
func (n *treeNode) texts(ctx context.Context, of map[*treeTable]bool, open treeOpener) (rowReader, error) {
	r, in, err := open(ctx, 0)
	if err != nil {
		return nil, err
	}
	return &treeTexts{treeRows: treeRows{treeWalker: treeWalker{treeReader: r, root: n, one: newRowBuilder(&treeTable{})}, in: in}, of: of}, nil
}

// treeTexts reads each value of several tables as a text, behind the keys that lead
// to it.
type treeTexts struct {
	treeRows
	of   map[*treeTable]bool
	cell [1][]byte
}

func (r *treeTexts) next(bool) ([][]byte, error) {
	for {
		kind, text, err := r.treeReader.next()
		if err != nil {
			return nil, err
		}
		var t *treeTable
		col := 0
		switch kind {
		case treeText, treeWord, treeNull:
			t, col, _ = r.at()
		case treeKey:
			if n := r.walk.frames[len(r.walk.frames)-1].node; n.keyed {
				t = n.element.rowsOf
			}
			fallthrough
		default:
			r.step(kind, text)
		}
		if r.of[t] && len(text) > 0 && kind != treeNull {
			r.one.seen++
			return r.text(t, col, text), nil
		}
	}
}

// text is a value of a table as a row.
func (r *treeTexts) text(t *treeTable, col int, value []byte) [][]byte {
	text := append(r.cell[0][:0], t.name...)
	if col = min(col, len(t.columns)-1); t.name != t.columns[col].Name {
		text = append(append(text, '.'), t.columns[col].Name...)
	}
	r.cell[0] = append(append(text, ": "...), value...)
	return r.cell[:]
}
