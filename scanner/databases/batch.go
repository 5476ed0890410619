package databases

import (
	"database/sql/driver"
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
	width   int   // cells a row, those of skipped columns included
	read    []int // positions of the columns that are selected
	columns []column
	textual bool // see dialect
	text    func(cell []byte) []byte

	batch    scanner.Batch
	arena    []byte
	ends     [][2]int // of each cell in arena; {-1, 0} is none
	binaries [][2]int // likewise, of the head of each binary of batch
}

func newBatcher(o *object, textual bool, text func(cell []byte) []byte) *batcher {
	// Never nil: an empty text is a slice of it.
	b := &batcher{width: len(o.Columns), columns: o.columns, textual: textual, text: text, arena: make([]byte, 0, 64<<10)}
	for i, c := range o.Columns {
		if !c.Skip {
			b.read = append(b.read, i)
		}
	}
	b.batch.Cols = b.width
	return b
}

// add copies a row. Where no column is read it has one value, which is nothing.
func (b *batcher) add(row []driver.Value) error {
	first, binaries := len(b.ends), len(b.binaries)
	for range b.width {
		b.ends = append(b.ends, [2]int{-1, 0})
	}
	for i, at := range b.read {
		switch v := row[i].(type) {
		case nil:
			continue
		case []byte:
			if !b.textual || b.columns[at].binary {
				b.addBinary(v, at)
				continue
			}
		}
		start := len(b.arena)
		var err error
		if b.arena, err = appendValue(b.arena, row[i]); err != nil {
			b.ends, b.binaries, b.batch.Binaries = b.ends[:first], b.binaries[:binaries], b.batch.Binaries[:binaries]
			return err
		}
		if b.text != nil {
			b.arena = append(b.arena[:start], b.text(b.arena[start:])...)
		}
		b.ends[first+at] = [2]int{start, len(b.arena)}
	}
	b.batch.Rows++
	return nil
}

// addBinary copies the beginning of a binary value; see headBytes. An empty one is
// no value.
func (b *batcher) addBinary(value []byte, at int) {
	size := int64(len(value))
	if len(value) > headBytes {
		size, _ = strconv.ParseInt(string(value[:sizeDigits]), 10, 64)
		value = value[sizeDigits:]
	}
	if size == 0 {
		return
	}
	start := len(b.arena)
	b.arena = append(b.arena, value...)
	b.batch.Binaries = append(b.batch.Binaries, scanner.Binary{Row: b.batch.Rows, Col: at, Size: size})
	b.binaries = append(b.binaries, [2]int{start, len(b.arena)})
}

// appendValue adds a driver's value as text.
func appendValue(to []byte, value driver.Value) ([]byte, error) {
	switch v := value.(type) {
	case string:
		return append(to, v...), nil
	case []byte:
		return append(to, v...), nil
	case int64:
		return strconv.AppendInt(to, v, 10), nil
	}
	return to, fmt.Errorf("value of type %T, not text", value)
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
	for i, e := range b.binaries {
		b.batch.Binaries[i].Head = b.arena[e[0]:e[1]:e[1]]
	}
	return &b.batch
}

func (b *batcher) reset() {
	b.batch.Rows, b.batch.Binaries = 0, b.batch.Binaries[:0]
	b.arena, b.ends, b.binaries = b.arena[:0], b.ends[:0], b.binaries[:0]
}
