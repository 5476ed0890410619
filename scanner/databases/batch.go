package databases

import (
	"fmt"
	"strconv"

	"github.com/datamapbr/datamap/scanner"
)

// Sizes of a batch: it is handed on at whichever is reached first.
const (
	batchRows  = 256
	batchBytes = 4 << 20
)

// A batcher copies rows into one block that is used again for every batch.
type batcher struct {
	width int   // cells a row, those of skipped columns included
	read  []int // positions of the columns that are selected
	text  func(cell []byte, binary bool) []byte
	dest  []any // for Scan

	batch scanner.Batch
	arena []byte
	ends  [][2]int // of each cell in arena; {-1, 0} is NULL
	row   int      // index in ends of the row being read
}

// A cell receives one value of a row from database/sql, before any copy.
type cell struct {
	b  *batcher
	at int // position in the row
}

// Scan implements [database/sql.Scanner]. Unlike RawBytes it tells an empty
// text from NULL.
func (c *cell) Scan(value any) error {
	b, start, binary := c.b, len(c.b.arena), false
	switch v := value.(type) {
	case nil:
		return nil
	case string:
		b.arena = append(b.arena, v...)
	case []byte:
		b.arena, binary = append(b.arena, v...), true
	case int64:
		b.arena = strconv.AppendInt(b.arena, v, 10)
	default:
		return fmt.Errorf("value of type %T, not text", value)
	}
	if b.text != nil {
		text := b.text(b.arena[start:], binary)
		if text == nil {
			b.arena = b.arena[:start]
			return nil
		}
		b.arena = append(b.arena[:start], text...)
	}
	b.ends[b.row+c.at] = [2]int{start, len(b.arena)}
	return nil
}

func newBatcher(o *object, text func(cell []byte, binary bool) []byte) *batcher {
	// Never nil: an empty text is a slice of it.
	b := &batcher{width: len(o.Columns), text: text, arena: make([]byte, 0, 64<<10)}
	for i, c := range o.Columns {
		if !c.Skip {
			b.read = append(b.read, i)
		}
	}
	for _, at := range b.read {
		b.dest = append(b.dest, &cell{b, at})
	}
	if len(b.dest) == 0 {
		b.dest = []any{new(any)}
	}
	b.batch.Cols = b.width
	return b
}

// next makes room for one row and returns where Scan puts it.
func (b *batcher) next() []any {
	b.row = b.batch.Rows * b.width
	for range b.width {
		b.ends = append(b.ends, [2]int{-1, 0})
	}
	b.batch.Rows++
	return b.dest
}

// undo forgets the row of the last next.
func (b *batcher) undo() {
	b.batch.Rows--
	b.ends = b.ends[:b.row]
}

func (b *batcher) full() bool { return b.batch.Rows >= batchRows || len(b.arena) >= batchBytes }

// take returns the batch so far, nil when it is empty. It is valid until reset.
func (b *batcher) take() *scanner.Batch {
	if b.batch.Rows == 0 {
		return nil
	}
	b.batch.Cells = b.batch.Cells[:0]
	for _, e := range b.ends {
		if e[0] < 0 {
			b.batch.Cells = append(b.batch.Cells, nil)
		} else {
			b.batch.Cells = append(b.batch.Cells, b.arena[e[0]:e[1]:e[1]])
		}
	}
	return &b.batch
}

func (b *batcher) reset() {
	b.batch.Rows, b.arena, b.ends, b.row = 0, b.arena[:0], b.ends[:0], 0
}
