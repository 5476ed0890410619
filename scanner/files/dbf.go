package files

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/datamapbr/datamap/scanner"
)

// The parts of a dBase file: a header of 32 bytes, 32 bytes for each field, a
// carriage return, and records of one length.
const (
	dbfHeader  = 32
	dbfField   = 32
	dbfEnd     = 0x1a // may stand behind the last record
	dbfDeleted = '*'
	foxproLink = 263 // bytes of the header behind the fields
)

// A dbfFile is a dBase, Clipper or FoxPro table and what its header tells of it.
type dbfFile struct {
	content
	version byte
	stated  int64 // records by the header
	start   int64 // of the first record
	record  int64 // size, with the mark of deleted ones
	fields  []dbfColumn
	page    byte // what the header says of the code page
	enc     encoding
	memo    *memoFile // nil where there is none
}

// A dbfColumn is a field of the records.
type dbfColumn struct {
	name     string
	kind     byte
	from, to int // in the record
	decimals int
}

var errDBF = errors.New("not a dBase table")

// isDBF reports whether a file begins with the header of a dBase table.
func isDBF(head []byte) bool {
	_, err := parseDBF(head)
	return err == nil
}

// isDBase7 reports whether a file begins with the header of a table of dBase 7: one
// of 68 bytes, and 48 for each field.
func isDBase7(head []byte) bool {
	const header, field = 68, 48
	if len(head) < header || head[0]&7 != 4 || head[2] > 12 || head[3] > 31 {
		return false
	}
	start := int(binary.LittleEndian.Uint16(head[8:]))
	return start > header+field && (start-header-1)%field == 0 && len(head) >= start && head[start-1] == '\r'
}

// parseDBF reads the header of a table.
func parseDBF(head []byte) (*dbfFile, error) {
	if len(head) < dbfHeader+dbfField+1 {
		return nil, errDBF
	}
	f := &dbfFile{
		version: head[0], stated: int64(binary.LittleEndian.Uint32(head[4:])),
		start: int64(binary.LittleEndian.Uint16(head[8:])), record: int64(binary.LittleEndian.Uint16(head[10:])), page: head[29],
	}
	switch f.version {
	case 0x03, 0x04, 0x05, 0x30, 0x31, 0x32, 0x43, 0x63, 0x7b, 0x83, 0x8b, 0x8e, 0xcb, 0xe5, 0xf5, 0xfb:
	default:
		return nil, errDBF
	}
	if month, day := head[2], head[3]; month > 12 || day > 31 || f.start < dbfHeader+dbfField || f.record < 2 {
		return nil, errDBF
	}
	at, end := 1, 0
	for i := dbfHeader; i < int(f.start); i += dbfField {
		if i >= len(head) || i+dbfField > len(head) && head[i] != '\r' {
			return nil, errDBF
		}
		if head[i] == '\r' || head[i] == 0 && i+1 == int(f.start) { // some programs end it with a zero, or with nothing
			end = i + 1
			break
		}
		c, err := parseDBFColumn(head[i:i+dbfField], at)
		if err != nil {
			return nil, err
		}
		at = c.to
		f.fields = append(f.fields, c)
		end = i + dbfField
	}
	// Behind the fields FoxPro names the database that a table belongs to.
	gap := f.start - int64(end)
	if len(f.fields) == 0 || int64(at) != f.record || gap != 0 && gap != 1 && gap != foxproLink {
		return nil, errDBF
	}
	return f, nil
}

func parseDBFColumn(b []byte, at int) (dbfColumn, error) {
	name, _, _ := bytes.Cut(b[:11], []byte{0})
	c := dbfColumn{name: string(bytes.TrimSpace(name)), kind: b[11], from: at, decimals: int(b[17])}
	if strings.IndexByte("CNFLDMIBYTGPVQWO@+0", c.kind) < 0 || c.name == "" {
		return c, errDBF
	}
	for _, b := range name {
		if b < ' ' {
			return c, errDBF
		}
	}
	size := int(b[16])
	if c.kind == 'C' {
		size |= c.decimals << 8 // Clipper and FoxPro: long texts
		c.decimals = 0
	}
	if size == 0 || size > 1<<15 {
		return c, errDBF
	}
	c.to = at + size
	return c, nil
}

// blasted reports whether what follows the header of a table is packed: a .dbc
// of DATASUS keeps the header and has a checksum and a PKWARE stream behind it.
func blasted(sample []byte, start int64) bool {
	if int64(len(sample)) < start+6 {
		return false
	}
	b := sample[start:]
	return b[0] != ' ' && b[0] != dbfDeleted && b[4] <= 1 && b[5] >= 4 && b[5] <= 6
}

// dataType is the kind of a column in words.
func (c dbfColumn) dataType() string {
	size := c.to - c.from
	switch c.kind {
	case 'C', 'V':
		return fmt.Sprintf("character(%d)", size)
	case 'N', 'F':
		if c.decimals > 0 {
			return fmt.Sprintf("numeric(%d,%d)", size, c.decimals)
		}
		return fmt.Sprintf("numeric(%d)", size)
	}
	return map[byte]string{
		'L': "logical", 'D': "date", 'M': "memo", 'I': "integer", '+': "integer", 'B': "double", 'O': "double", 'Y': "currency",
		'T': "datetime", '@': "timestamp", 'G': "general", 'P': "picture", 'W': "blob", 'Q': "varbinary", '0': "flags",
	}[c.kind]
}

// skipped reports whether the column holds objects or marks, and no value that
// could be judged.
func (c dbfColumn) skipped() bool {
	size := c.to - c.from
	return strings.IndexByte("GPW", c.kind) >= 0 && (size == 4 || size == 10) || c.kind == '0' && c.name[0] == '_'
}

// dbf is a dBase table under its name, and what stands in its header.
func (s *source) dbf(c content, name string, sample []byte) []object {
	f, err := parseDBF(sample)
	if err != nil {
		return []object{refused(name, "damaged_database")}
	}
	f.content = c
	if blasted(sample, f.start) {
		return []object{refused(name, "compressed_dbf")}
	}
	f.enc = f.encoding(sample, s.opt.Encoding)
	dec := f.enc.decoder()
	t := &rowTable{header: -1, rows: f.stated, encoding: f.enc.name, open: f.open, blame: faultOf}
	hasMemo := false
	for i, field := range f.fields {
		name := columnName(dec.decode([]byte(field.name), 0))
		t.columns = append(t.columns, scanner.Column{Name: name, Position: i + 1, DataType: field.dataType(), Skip: field.skipped()})
		hasMemo = hasMemo || field.kind == 'M'
	}
	if hasMemo {
		f.memo = findMemo(c, f.version)
	}
	t.exact = c.size >= 0 && (c.size-f.start)/f.record == f.stated
	o := t.object(name, "file")
	o.companion = hasMemo
	return append([]object{o}, commentTable(name, f.remarks(sample))...)
}

// remarks are the texts in the header of a table beside its fields: where FoxPro has
// the path of its database, and what others leave free.
func (f *dbfFile) remarks(head []byte) (texts [][]byte) {
	spare := [][]byte{head[12:28], head[dbfHeader+len(f.fields)*dbfField : min(f.start, int64(len(head)))]}
	for i := range f.fields {
		spare = append(spare, head[dbfHeader+i*dbfField+18:][:13])
	}
	for _, free := range spare {
		texts = append(texts, textIn(bytes.Trim(free, "\x00"))...)
	}
	return texts
}

// encoding is the one that the header names, unless the texts deny it: many
// programs write a code page that they do not use, and none at all.
func (f *dbfFile) encoding(sample []byte, chosen string) encoding {
	if chosen != "" {
		return encoding{name: chosen}
	}
	records := sample[min(int(f.start), len(sample)):]
	var texts []byte
	for len(records) >= int(f.record) {
		for _, c := range f.fields {
			if c.kind == 'C' {
				texts = append(texts, records[c.from:c.to]...)
			}
		}
		records = records[f.record:]
	}
	guess := detectEncoding(texts, false)
	if guess.name == "utf-8" && !guess.ascii {
		return guess
	}
	stated := "windows-1252"
	switch f.page {
	case 0x01, 0x02, 0x24, 0x25, 0x37:
		stated = "cp850"
	case 0x04:
		stated = "macintosh"
	}
	return encoding{name: likelyCharset(texts, stated)}
}

// open starts reading the records.
func (f *dbfFile) open(ctx context.Context) (rowReader, error) {
	in, err := f.content.open(ctx)
	if err != nil {
		return nil, err
	}
	if _, err := io.CopyN(io.Discard, in, f.start); err != nil {
		in.Close()
		return nil, err
	}
	r := &dbfReader{file: f, in: in, block: make([]byte, max(blockSize/f.record, 1)*f.record), dec: f.enc.decoder()}
	if f.memo != nil {
		r.memo, err = f.memo.open()
		if err != nil {
			r.gaps.add("memo_missing", 0, 0)
		}
	}
	r.row = make([][]byte, len(f.fields))
	return r, nil
}
