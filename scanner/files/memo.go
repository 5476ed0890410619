package files

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// A memoFile holds the long texts of a dBase table: they lie beside it.
type memoFile struct {
	path    string
	foxpro  bool
	version byte // of the table
}

// memoEnds are the extensions of the files beside a table that belong to it.
var memoEnds = []string{".dbt", ".fpt"}

var errMemo = errors.New("no such memo")

// findMemo looks for the file with the memos of a table. It returns one without
// a path where there is none.
func findMemo(c content, version byte) *memoFile {
	m := &memoFile{version: version}
	if c.seekable() {
		for _, end := range memoEnds {
			if m.path = beside(c.path, end); m.path != "" {
				m.foxpro = end == ".fpt"
				break
			}
		}
	}
	return m
}

// tableOfMemos returns the dBase table beside a file of memos, or "".
func tableOfMemos(file string) string { return beside(file, ".dbf") }

// hasMemos reports whether a file is a dBase table whose records refer to memos.
func hasMemos(path string) bool {
	file, err := os.Open(path)
	if err != nil {
		return false
	}
	defer file.Close()
	head := make([]byte, sniffSize)
	n, _, _ := readBlock(file, head)
	f, err := parseDBF(head[:n])
	return err == nil && slices.ContainsFunc(f.fields, func(c dbfColumn) bool { return c.kind == 'M' })
}

// beside returns the file in the same folder that has the same name with another
// extension, or "".
func beside(file, ext string) string {
	dir, base := filepath.Split(file)
	wanted := strings.TrimSuffix(base, filepath.Ext(base)) + ext
	entries, err := os.ReadDir(filepath.Clean(dir + "."))
	if err != nil {
		return ""
	}
	for _, d := range entries {
		if strings.EqualFold(d.Name(), wanted) && d.Type().IsRegular() {
			return filepath.Join(dir, d.Name())
		}
	}
	return ""
}

// An openMemo is a file of memos on its way.
type openMemo struct {
	*memoFile
	file  *os.File
	block int64
	buf   []byte
	read  map[int64]int64 // where memos begin that were read, and where their texts end
	end   int64           // of the text that was read last
	next  int64           // place from which on there may be other texts
	found [][]byte        // those texts
}

// memoHeader is how much of the first block says something of the file.
const memoHeader = 24

// maxMemos is how many memos are told apart from those that no record has.
const maxMemos = 1 << 20

func (m *memoFile) open() (*openMemo, error) {
	if m.path == "" {
		return nil, errMemo
	}
	file, err := os.Open(m.path)
	if err != nil {
		return nil, err
	}
	head := make([]byte, 32)
	if n, _, err := readBlock(file, head); err != nil || n < memoHeader {
		file.Close()
		return nil, errMemo
	}
	o := &openMemo{memoFile: m, file: file, block: 512, read: map[int64]int64{}, next: memoHeader}
	switch {
	case m.foxpro:
		o.block = max(int64(binary.BigEndian.Uint16(head[6:])), 1)
	case m.version == 0x8b || m.version == 0xcb || m.version == 0x7b || m.version == 0x04 || m.version == 0x05:
		if n := int64(binary.LittleEndian.Uint16(head[20:])); n > 0 {
			o.block = n
		}
	}
	return o, nil
}

// text returns the memo that starts at a block, valid until the next call, and
// whether it is all of it.
func (o *openMemo) text(block int64) (text []byte, whole bool, err error) {
	text, whole, err = o.at(block)
	if len(o.read) <= maxMemos {
		o.read[block*o.block] = max(o.end, block*o.block+1)
	}
	return text, whole, err
}

// left returns a text where there is none of a memo that was read: what was deleted
// stays there, and what was overwritten behind the end of a shorter text. At the end
// there is none.
func (o *openMemo) left() (text []byte, err error) {
	for len(o.found) == 0 {
		at, size := o.gap()
		if size == 0 {
			return nil, nil
		}
		rest := make([]byte, size)
		n, err := o.file.ReadAt(rest, at)
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, err
		}
		for _, text := range bytes.FieldsFunc(rest[:n], func(r rune) bool { return r < ' ' && r != '\t' && r != '\n' && r != '\r' }) {
			if isTelling(text) {
				o.found = append(o.found, text)
			}
		}
	}
	text, o.found = o.found[0], o.found[1:]
	return text, nil
}

// gap moves behind the next bytes that are of no memo which was read, and returns where
// they begin and how many they are; 0 at the end of the file.
func (o *openMemo) gap() (at, size int64) {
	info, err := o.file.Stat()
	if err != nil || len(o.read) > maxMemos {
		return 0, 0
	}
	for o.read[o.next] > 0 {
		o.next = o.read[o.next]
	}
	for at = o.next; o.next < info.Size() && o.read[o.next] == 0 && o.next-at < blockSize; {
		o.next += o.block - o.next%o.block
	}
	return at, max(min(o.next, info.Size())-at, 0)
}

// at returns the memo that starts at a block.
func (o *openMemo) at(block int64) (text []byte, whole bool, err error) {
	head := make([]byte, 8)
	at := block * o.block
	if _, err := o.file.ReadAt(head, at); err != nil && !errors.Is(err, io.EOF) {
		return nil, false, err
	}
	size := int64(-1)
	switch {
	case o.foxpro:
		size = int64(binary.BigEndian.Uint32(head[4:]))
		at += 8
	case bytes.Equal(head[:4], []byte{0xff, 0xff, 0x08, 0x00}): // dBase IV and later
		size = int64(binary.LittleEndian.Uint32(head[4:])) - 8
		at += 8
	}
	if size < 0 {
		return o.marked(at)
	}
	return o.exactly(at, size)
}

// exactly returns a text of known size.
func (o *openMemo) exactly(at, size int64) ([]byte, bool, error) {
	whole := size <= maxRecord
	o.buf = append(o.buf[:0], make([]byte, min(size, maxRecord))...)
	n, err := o.file.ReadAt(o.buf, at)
	o.end = at + int64(n)
	if n < len(o.buf) && errors.Is(err, io.EOF) {
		err = errMemo
	}
	return o.buf[:n], whole, err
}

// marked returns a text of dBase III, which goes on to its end mark.
func (o *openMemo) marked(at int64) ([]byte, bool, error) {
	o.buf = o.buf[:0]
	for len(o.buf) < maxRecord {
		from := len(o.buf)
		o.buf = append(o.buf, make([]byte, 512)...)
		n, err := o.file.ReadAt(o.buf[from:], at+int64(from))
		o.buf = o.buf[:from+n]
		o.end = at + int64(len(o.buf))
		if k := bytes.IndexByte(o.buf[from:], dbfEnd); k >= 0 {
			o.end = at + int64(from+k)
			return o.buf[:from+k], true, nil
		}
		if errors.Is(err, io.EOF) {
			return o.buf, true, errMemo // the end mark is not there
		}
		if err != nil {
			return o.buf, false, err
		}
	}
	return o.buf, false, nil
}
