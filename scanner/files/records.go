package files

import (
	"bytes"
	"io"
	"slices"

	"github.com/datamapbr/datamap/scanner"
)

const (
	// maxRecord is the longest record that is read, and so what bounds the
	// memory of a reading.
	maxRecord = 1 << 20
	// blockSize is how much is read at a time: it fits a core's cache together with the
	// cells, as many bytes again, and with what is known of the columns.
	blockSize = 128 << 10
)

// A progress says what records.next came to.
type progress int

const (
	gotRow  progress = iota // the cells of a row were added
	starved                 // the data at hand is used up: use the cells, then fill
	done                    // there are no more rows
)

// records reads the records of a text one after the other. Cells are slices of
// its block and valid until the next fill.
type records struct {
	splitter
	src   io.Reader
	block int   // bytes read at a time
	cols  int   // cells of a row; 0 keeps all that there are
	usual int   // how many cells most records have; 0 when unknown
	least int   // how many those have had that had another number; 0 for none
	base  int64 // offset of buf[0] in the source

	buf      []byte // data is buf[pos:end]
	pos, end int
	eof      bool
	err      error // ends the reading once the data before it is used up
	skipping bool  // the line at hand is too long and is being skipped

	header int      // record that is the header, counted from 0; -1 when there is none or it is past
	seen   int      // records met, the header too
	row    int64    // rows met, those too long too
	again  [][]byte // the header where pages repeat it, with all its cells
	inside int64    // line ends inside of cells

	// Of the row that was read last:
	start                   int  // where it starts in buf
	firstCell, firstEscaped int  // where its entries start in cells and escaped
	clean                   bool // it has the usual number of cells and sound quotes

	gaps, notes tally
}

// newRecords reads the records of f from src, which starts at an offset of it.
func newRecords(src io.Reader, f *csvFile, header int, offset int64) *records {
	return &records{splitter: newSplitter(f.dialect), src: src, block: blockSize,
		cols: len(f.columns), usual: f.usual, header: header, again: f.again, base: offset}
}

// fill reads the next block. It makes all cells invalid.
func (r *records) fill() error {
	for {
		if err := r.load(); err != nil || !r.skipping {
			return err
		}
		if k := r.lineEnd(r.buf[r.pos:r.end]); k >= 0 {
			r.pos += k + 1
			r.skipping = false
			return nil
		}
		r.pos = r.end
		if r.eof {
			r.skipping = false
			return nil
		}
	}
}

// load moves the rest of the data to the front of the buffer and reads on.
func (r *records) load() error {
	r.cells, r.escaped = r.cells[:0], r.escaped[:0]
	rest := r.end - r.pos
	if want := min(rest+r.block, maxRecord+r.block) + padding; want > len(r.buf) {
		if rest > 0 { // what it holds does not end with a record: records are long
			want = min(2*want, maxRecord+r.block+padding)
		}
		grown := make([]byte, want)
		copy(grown, r.buf[r.pos:r.end])
		r.buf = grown
	} else {
		copy(r.buf, r.buf[r.pos:r.end])
	}
	r.base += int64(r.pos)
	r.pos, r.end = 0, rest
	if r.eof || r.err != nil {
		r.look(r.buf, r.end)
		return r.err
	}
	n, eof, err := readBlock(r.src, r.buf[rest:min(rest+r.block, len(r.buf)-padding)])
	r.end += n
	r.look(r.buf, r.end)
	r.eof = eof
	if r.err = err; n > 0 {
		return nil
	}
	return err
}

// lineEnd returns the place of the first line end in b, or -1.
func (r *records) lineEnd(b []byte) int {
	k := bytes.IndexByte(b, '\n')
	if r.cr {
		if k >= 0 {
			b = b[:k]
		}
		if c := bytes.IndexByte(b, '\r'); c >= 0 {
			return c
		}
	}
	return k
}

// next adds the cells of the next row to r.cells.
func (r *records) next() progress {
	for {
		if r.pos >= r.end {
			if r.eof {
				return done
			}
			return starved
		}
		first, escaped := len(r.cells), len(r.escaped)
		end, ok := r.split(first, escaped)
		if !ok {
			return starved
		}
		r.start, r.pos = r.pos, end
		r.firstCell, r.firstEscaped = first, escaped
		if r.fields == 1 && r.blank(first) {
			r.cells = r.cells[:first]
			continue
		}
		r.seen++
		if r.seen-1 == r.header {
			r.drop(first, escaped)
			continue
		}
		if kept := r.cells[first:]; r.fields == len(r.again) && slices.EqualFunc(kept, r.again[:len(kept)], bytes.Equal) {
			r.notes.add("repeated_header", r.row+1, r.base+int64(r.start))
			r.drop(first, escaped)
			continue
		}
		r.row++
		r.square(first)
		return gotRow
	}
}

// blank tells an empty line, or the mark that DOS sets behind the last one, from
// a row of one empty cell.
func (r *records) blank(first int) bool {
	if r.quoted || len(r.cells) != first+1 {
		return false
	}
	cell := r.cells[first]
	return len(cell) == 0 || len(cell) == 1 && cell[0] == 0x1a && r.eof && r.pos == r.end
}

// undo takes the row that was read last out of r.cells.
func (r *records) undo() { r.drop(r.firstCell, r.firstEscaped) }

// drop takes the cells from first on out of r.cells.
func (r *records) drop(first, escaped int) {
	r.cells, r.escaped = r.cells[:first], r.escaped[:escaped]
}

// split splits the record at r.pos. It reports false where more data is needed
// or the record has to be skipped.
//
// A quote that never closes, or closes where no cell can end, would swallow the
// rows behind it: its line is then read again with the quote as a character.
func (r *records) split(first, escaped int) (end int, ok bool) {
	limit := r.cols
	if limit == 0 {
		limit = maxColumns
	}
	full := r.eof || r.end-r.pos > maxRecord
	for literal := nowhere; ; {
		end, how := r.record(r.buf, r.pos, r.end, limit, literal)
		switch {
		case how == ended && end-r.pos <= maxRecord, how == cut && r.eof && end-r.pos <= maxRecord:
			if literal == nowhere && r.swallowed(end) {
				literal = r.pos
				break
			}
			r.clean = literal == nowhere
			if !r.clean {
				r.gaps.add("unterminated_quote", r.row+1, r.base+int64(r.pos))
			} else if r.quoted {
				r.inside += r.lineEnds(r.buf[r.pos:end])
			}
			return end, true
		case how == mangled, how == unclosed && full:
			literal = r.quote
		case !full:
			r.drop(first, escaped)
			return 0, false
		case literal == nowhere && r.quoted:
			literal = r.pos
		default:
			r.drop(first, escaped)
			r.seen++
			r.row++
			r.gaps.add("record_too_long", r.row, r.base+int64(r.pos))
			r.skipping = true
			return 0, false
		}
		r.drop(first, escaped)
	}
}

// lineEnds counts the line ends of a record but its own.
func (r *records) lineEnds(record []byte) int64 {
	end := byte('\n')
	if r.cr {
		end = '\r'
	}
	return int64(bytes.Count(record[:len(record)-1], []byte{end}))
}

// swallowed reports whether the record up to end has more than one line and an
// unusual number of cells, while its first line by itself has the usual number.
func (r *records) swallowed(end int) bool {
	if !r.quoted || r.usual == 0 || r.fields == r.usual {
		return false
	}
	line := r.lineEnd(r.buf[r.pos:end])
	if line < 0 || r.pos+line+2 >= end {
		return false
	}
	before := r.splitter
	r.record(r.buf, r.pos, r.end, 0, r.pos)
	alone := r.fields
	r.splitter = before
	return alone == r.usual
}

// square gives the row from first on as many cells as there are columns.
// What is beyond the last column stays in the last cell, with the delimiters.
// Delimiters alone at the end of a record are no cells.
func (r *records) square(first int) {
	ragged := r.usual > 0 && r.fields != r.usual
	if r.cols > 0 && r.fields != r.cols {
		for len(r.cells)-first < r.cols {
			r.cells = append(r.cells, nil)
		}
		if r.fields > r.cols && !r.join(len(r.cells)-1) {
			ragged = ragged && filled(r.cells[first+min(r.usual, r.cols):]) > 0
		}
	}
	if ragged && r.fields > r.usual && r.fields <= r.cols {
		ragged = filled(r.cells[first+r.usual:]) > 0
	}
	if ragged {
		r.clean = false
		if r.eof && r.pos >= r.end && r.cutShort(first) {
			r.gaps.add("truncated", r.row, r.base+int64(r.start))
			return
		}
		if r.least == 0 || r.fields < r.least {
			r.least = r.fields
		}
		r.notes.add("ragged_rows", r.row, r.base+int64(r.start))
	}
}

// cutShort reports whether the last row looks as if the file went on: it has no
// line end, fewer cells than any other, and is no footer.
func (r *records) cutShort(first int) bool {
	if r.fields >= r.usual || r.least > 0 && r.fields >= r.least || r.row < 2 || r.buf[r.end-1] == '\n' || r.buf[r.end-1] == '\r' {
		return false
	}
	start := bytes.ToLower(bytes.TrimSpace(r.cells[first]))
	return !bytes.Contains(start, []byte("total")) && (r.fields > 1 || !bytes.ContainsAny(start, " :."))
}

// join puts into a cell, the last one, also what is behind it in the record. It
// reports false when that holds nothing.
func (r *records) join(last int) bool {
	stop := r.pos
	for stop > r.lastEnd && (r.buf[stop-1] == '\n' || r.buf[stop-1] == '\r') {
		stop--
	}
	if len(bytes.Trim(r.buf[r.lastEnd:stop], string([]byte{r.delim, ' ', '"'}))) == 0 {
		return false
	}
	r.cells[last] = r.buf[r.lastStart:stop]
	if k := len(r.escaped); k > 0 && r.escaped[k-1] == last {
		r.escaped = r.escaped[:k-1]
	}
	return true
}

// A tally counts reasons by code, in the order in which they came up.
type tally []scanner.Reason

func (t *tally) add(code string, row, offset int64) {
	t.merge(scanner.Reason{Code: code, Count: 1, Row: row, Offset: offset})
}

// merge adds the count of a reason.
func (t *tally) merge(reason scanner.Reason) {
	for i := range *t {
		if (*t)[i].Code == reason.Code {
			(*t)[i].Count += reason.Count
			return
		}
	}
	*t = append(*t, reason)
}
