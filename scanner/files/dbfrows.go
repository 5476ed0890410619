package files

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"io"
	"math"
	"slices"
	"strconv"
	"time"

	"github.com/datamapbr/datamap/scanner"
)

// A dbfReader reads the records of a dBase table. Deleted ones are read like the
// others, and counted: the program that deletes them only marks them.
type dbfReader struct {
	file  *dbfFile
	in    *opened
	memo  *openMemo // nil where there is none
	dec   *decoder
	block []byte // of whole records
	ready []byte // what is left of it
	eof   bool
	seen  int64
	row   [][]byte
	arena []byte

	ended       bool // behind the last record
	passed      bool // a record was not looked at
	deleted     int64
	gaps, notes tally
}

// next returns the next record.
func (r *dbfReader) next(wanted bool) ([][]byte, error) {
	if r.ended {
		return r.deletedMemo()
	}
	record, err := r.record()
	if r.ended = err == io.EOF; r.ended {
		return r.deletedMemo()
	}
	if err != nil {
		return nil, err
	}
	r.seen++
	switch record[0] {
	case ' ':
	case dbfDeleted:
		r.deleted++
	default:
		r.gaps.add("bad_record", r.seen, r.file.start+(r.seen-1)*r.file.record)
	}
	if !wanted {
		r.passed = true
		return nil, nil
	}
	r.arena = r.arena[:0]
	r.dec.reset()
	for i, c := range r.file.fields {
		r.row[i] = r.cell(c, record[c.from:c.to])
	}
	return r.row, nil
}

// deletedMemo returns a memo that no record has any more, as a row of its own.
func (r *dbfReader) deletedMemo() ([][]byte, error) {
	if r.memo == nil || r.passed {
		return nil, io.EOF
	}
	text, err := r.memo.left()
	if err != nil || text == nil {
		return nil, cmp.Or(err, io.EOF)
	}
	r.deleted++
	clear(r.row)
	r.dec.reset()
	at := slices.IndexFunc(r.file.fields, func(c dbfColumn) bool { return c.kind == 'M' })
	r.row[at] = r.dec.decode(text, r.seen)
	return r.row, nil
}

// record returns the next record as it stands. Programs leave behind the last
// one an end mark, or what stood there before; a file that ends earlier than its
// header says was cut.
func (r *dbfReader) record() ([]byte, error) {
	size, stated := int(r.file.record), r.file.stated
	if len(r.ready) < size && !r.eof {
		rest := copy(r.block, r.ready)
		n, eof, err := readBlock(r.in, r.block[rest:])
		if err != nil {
			return nil, err
		}
		r.ready, r.eof = r.block[:rest+n], eof
	}
	if r.seen >= stated && (len(r.ready) < size || r.ready[0] != ' ' && r.ready[0] != dbfDeleted) {
		if n := r.seen - stated; n > 0 {
			r.notes.merge(scanner.Reason{Code: "extra_records", Count: n, Row: stated + 1})
		}
		if len(bytes.Trim(r.ready, "\x1a\x00 \r\n")) > 0 {
			r.gaps.add("trailing_data", 0, r.file.start+r.seen*r.file.record)
		}
		return nil, io.EOF
	}
	if len(r.ready) < size {
		return nil, &scanner.Fault{Reason: scanner.Reason{Code: "truncated", Row: r.seen + 1}}
	}
	record := r.ready[:size]
	r.ready = r.ready[size:]
	return record, nil
}

// cell returns the value of a field, nil for none.
func (r *dbfReader) cell(c dbfColumn, raw []byte) []byte {
	switch c.kind {
	case 'C', 'V':
		return r.dec.decode(bytes.TrimRight(raw, " \x00"), r.seen)
	case 'N', 'F':
		return bytes.Trim(raw, " \x00")
	case 'L':
		return bytes.Trim(raw, " ?\x00")
	case 'D':
		return r.date(bytes.Trim(raw, " \x00"))
	case 'M':
		return r.memoText(raw)
	}
	if c.skipped() {
		return nil
	}
	return r.binary(c, raw)
}

// date writes a day as ISO 8601 does, and what is none as it stands.
func (r *dbfReader) date(raw []byte) []byte {
	if len(raw) != 8 || !isInteger(raw) || raw[0] == '-' {
		return raw
	}
	from := len(r.arena)
	r.arena = append(append(append(append(append(r.arena, raw[:4]...), '-'), raw[4:6]...), '-'), raw[6:]...)
	return r.arena[from:]
}

// binary returns the value of a field that is not written in characters.
func (r *dbfReader) binary(c dbfColumn, raw []byte) []byte {
	from := len(r.arena)
	switch {
	case (c.kind == 'I' || c.kind == '+') && len(raw) == 4:
		r.arena = strconv.AppendInt(r.arena, int64(int32(binary.LittleEndian.Uint32(raw))), 10)
	case (c.kind == 'B' || c.kind == 'O') && len(raw) == 8:
		v := math.Float64frombits(binary.LittleEndian.Uint64(raw))
		if math.IsNaN(v) || math.IsInf(v, 0) || v != 0 && math.Abs(v) < 1e-300 {
			return r.dec.decode(bytes.TrimRight(raw, " \x00"), r.seen)
		}
		r.arena = strconv.AppendFloat(r.arena, v, 'f', -1, 64)
	case c.kind == 'Y' && len(raw) == 8:
		v := float64(int64(binary.LittleEndian.Uint64(raw))) / 1e4
		r.arena = strconv.AppendFloat(r.arena, v, 'f', -1, 64)
	case (c.kind == 'T' || c.kind == '@') && len(raw) == 8:
		day, ms := int(int32(binary.LittleEndian.Uint32(raw))), int(int32(binary.LittleEndian.Uint32(raw[4:])))
		if day == 0 {
			return nil
		}
		if day < 0 || day > 5373484 || ms < 0 { // the last day of 9999
			return r.dec.decode(bytes.TrimRight(raw, " \x00"), r.seen)
		}
		const unixDay = 2440588 // Julian day of 1 January 1970
		moment := time.Unix(int64(day-unixDay)*86400+int64(ms/1000), 0).UTC()
		r.arena = moment.AppendFormat(r.arena, "2006-01-02T15:04:05")
	default:
		return r.dec.decode(bytes.TrimRight(raw, " \x00"), r.seen)
	}
	return r.arena[from:]
}

// memoText returns the text to which a memo field refers.
func (r *dbfReader) memoText(raw []byte) []byte {
	block := int64(0)
	if len(raw) == 4 {
		block = int64(binary.LittleEndian.Uint32(raw))
	} else if digits := bytes.Trim(raw, " \x00"); len(digits) > 0 {
		n, err := strconv.ParseInt(string(digits), 10, 64)
		if err != nil {
			r.gaps.add("bad_record", r.seen, 0)
			return nil
		}
		block = n
	}
	if block == 0 {
		return nil
	}
	if r.memo == nil {
		r.gaps.add("memo_missing", r.seen, 0)
		return nil
	}
	text, whole, err := r.memo.text(block)
	switch {
	case err != nil:
		r.gaps.add("memo_missing", r.seen, 0)
	case !whole:
		r.gaps.add("record_too_long", r.seen, 0)
	}
	return r.dec.decode(bytes.TrimRight(text, " \x00"), r.seen)
}

func (r *dbfReader) remarks() (gaps, notes tally) {
	notes = r.notes
	if r.deleted > 0 {
		notes.merge(scanner.Reason{Code: "deleted_records", Count: r.deleted})
	}
	return r.gaps, append(notes, r.dec.notes()...)
}

func (r *dbfReader) close() {
	r.in.Close()
	if r.memo != nil {
		r.memo.file.Close()
	}
}
