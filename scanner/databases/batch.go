package databases

import (
	"database/sql/driver"
	"fmt"
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/datamapbr/datamap/scanner"
)

// The limits of a batch: it is handed on when it reaches one of them.
const (
	batchRows  = 256
	batchBytes = 4 << 20
)

// A batcher copies rows into a block that every batch reuses. Where the block has to grow,
// the cells so far stay in the old one.
type batcher struct {
	width   int   // cells a row, those of skipped columns included
	read    []int // positions of the columns that are selected
	columns []column
	textual bool // see dialect
	mixed   bool // see database
	inBytes bool // the server cuts texts by bytes

	batch scanner.Batch
	arena []byte
	long  int64 // texts so far that the server may have cut
}

func newBatcher(o *object, d *database) *batcher {
	// Never nil: an empty text is a slice of it.
	b := &batcher{width: len(o.Columns), columns: o.columns, textual: d.dialect.textual, mixed: d.mixed, inBytes: d.charset == noCharset, arena: make([]byte, 0, 64<<10)}
	for i, c := range o.Columns {
		if !c.Skip {
			b.read = append(b.read, i)
		}
	}
	b.batch.Cols = b.width
	return b
}

// add copies a row. Where no column is read, the row has one value, a NULL.
func (b *batcher) add(row []driver.Value) error {
	first, binaries := len(b.batch.Cells), len(b.batch.Binaries)
	b.batch.Cells = slices.Grow(b.batch.Cells, b.width)[:first+b.width]
	cells := b.batch.Cells[first:]
	clear(cells)
	for i, at := range b.read {
		start := len(b.arena)
		switch v := row[i].(type) {
		case nil:
			continue
		case string:
			b.arena = append(b.arena, v...)
		case *[]byte: // of a packet
			if b.columns[at].binary {
				b.addBinary(*v, at)
				continue
			}
			b.arena = append(b.arena, *v...)
		case []byte:
			if !b.textual || b.columns[at].binary {
				b.addBinary(v, at)
				continue
			}
			b.arena = append(b.arena, v...)
		default:
			var err error
			if b.arena, err = appendValue(b.arena, v); err != nil {
				b.batch.Cells, b.batch.Binaries = b.batch.Cells[:first], b.batch.Binaries[:binaries]
				return err
			}
		}
		came := len(b.arena) - start
		if b.mixed && !utf8.Valid(b.arena[start:]) {
			b.arena = append(b.arena[:start], repaired(b.arena[start:])...)
		}
		cells[at] = b.arena[start:len(b.arena):len(b.arena)]
		if came >= maxCell && (b.inBytes || utf8.RuneCount(cells[at]) >= maxCell) {
			b.long++
		}
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
	b.batch.Binaries = append(b.batch.Binaries, scanner.Binary{Row: b.batch.Rows, Col: at, Size: size, Head: b.arena[start:len(b.arena):len(b.arena)]})
}

// appendValue adds a driver's value as text.
func appendValue(to []byte, value driver.Value) ([]byte, error) {
	switch v := value.(type) {
	case string:
		return append(to, v...), nil
	case []byte:
		return append(to, v...), nil
	case *[]byte:
		return append(to, *v...), nil
	case int64:
		return strconv.AppendInt(to, v, 10), nil
	case uint64:
		return strconv.AppendUint(to, v, 10), nil
	}
	return to, fmt.Errorf("value of type %T, not text", value)
}

func (b *batcher) full() bool { return b.batch.Rows >= batchRows || len(b.arena) >= batchBytes }

// take returns the batch so far, nil when it is empty. It is valid until reset.
func (b *batcher) take() *scanner.Batch {
	if b.batch.Rows == 0 {
		return nil
	}
	return &b.batch
}

func (b *batcher) reset() {
	b.batch.Rows, b.batch.Cells, b.batch.Binaries, b.arena = 0, b.batch.Cells[:0], b.batch.Binaries[:0], b.arena[:0]
}
