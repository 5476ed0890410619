package files

import (
	"archive/zip"
	"bytes"
	"cmp"
	"compress/gzip"
	"context"
	"encoding/binary"
	"io"
	"os"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// commentsOf are the comments of an archive and of its members, and the texts that
// programs have put in front of members.
func commentsOf(archive *zip.Reader) (comments [][]byte) {
	if archive.Comment != "" {
		comments = append(comments, []byte(fromDOS(archive.Comment)))
	}
	for _, f := range archive.File {
		if f.Comment != "" {
			comments = append(comments, []byte(fromDOS(f.Comment)))
		}
		if strings.HasSuffix(f.Name, "/") && hasDocument([]byte(f.Name)) { // perhaps with nothing in it
			comments = append(comments, []byte(f.Name))
		}
		comments = append(comments, textsIn(f.Extra, f.Name)...)
	}
	return comments
}

// textsIn returns the texts in the fields of a member, but for its name.
func textsIn(extra []byte, name string) (texts [][]byte) {
	for len(extra) >= 4 {
		id, size := binary.LittleEndian.Uint16(extra), int(binary.LittleEndian.Uint16(extra[2:]))
		field := extra[4:min(4+size, len(extra))]
		extra = extra[4+len(field):]
		if id == unicodeName {
			field = field[min(5, len(field)):] // behind a version and a checksum
		}
		if isTimes := id == unixTimes && len(field) <= 1+3*4; !isTimes && (id != unicodeName || string(field) != name) {
			texts = append(texts, textIn(field)...)
		}
	}
	return texts
}

const (
	unicodeName = 0x7075 // marks what repeats the name of a member in an archive
	unixTimes   = 0x5455 // marks three times in seconds, some of which look like words
)

// textIn returns the text in a field that is one, perhaps behind its own header.
func textIn(field []byte) [][]byte {
	text := bytes.TrimFunc(field, unicode.IsControl)
	if at := bytes.LastIndexFunc(text, unicode.IsControl); at >= 0 {
		text = text[at+1:]
	}
	if !utf8.Valid(text) || !isTelling(text) || len(text)*2 < len(field) {
		return nil
	}
	return [][]byte{text}
}

// gzipComments are what the header of a gzip file says beside what is packed: a
// comment, a text, and a name that says more than that.
func gzipComments(head []byte) (comments [][]byte) {
	in, err := gzip.NewReader(bytes.NewReader(head))
	if err != nil {
		return nil
	}
	if in.Comment != "" {
		comments = append(comments, []byte(in.Comment))
	}
	if isTelling([]byte(in.Name)) {
		comments = append(comments, []byte(in.Name))
	}
	return append(comments, textIn(in.Extra)...)
}

// commentTable is a table of the comments that something packed carries, if
// there are any.
func commentTable(name string, comments [][]byte) []object {
	if len(comments) == 0 {
		return nil
	}
	t := texts(faultOf, func(context.Context) (rowReader, error) { return &commentRows{noteQueue{queue: comments}}, nil })
	t.rows, t.exact = int64(len(comments)), true
	return []object{t.object(name+"#notas", "table")}
}

// commentRows are comments, each a row.
type commentRows struct{ noteQueue }

func (c *commentRows) next(bool) ([][]byte, error) {
	if len(c.queue) == 0 {
		return nil, io.EOF
	}
	return c.pull(), nil
}

func (c *commentRows) close() {}

const (
	zipHeader  = 30 // bytes of what stands in front of a member, without its name and extras
	zipEnding  = 24 // at most of what may stand behind it: its sizes
	maxZipHead = 1<<17 + zipEnding + zipHeader
	maxZipEnd  = 1 << 16 // at most of what stands at the end of an archive, but for 22 bytes
)

// hasMore reports whether an archive on disk has bytes that its directory knows
// nothing of: members that were taken out of it, or something behind its end.
func (c content) hasMore(archive *zip.Reader) bool {
	file, err := os.Open(c.path)
	if err != nil {
		return false
	}
	defer file.Close()
	directory, end := c.zipEnd(file)
	if end == 0 || end < c.size {
		return end > 0
	}
	type span struct {
		from, to int64
		name     string
	}
	var spans []span
	for _, f := range archive.File {
		if at, err := f.DataOffset(); err == nil {
			spans = append(spans, span{at, at + int64(f.CompressedSize64), f.Name})
		}
	}
	slices.SortStableFunc(spans, func(a, b span) int { return cmp.Compare(a.from, b.from) })
	last := int64(0)
	for _, s := range spans {
		if gap := s.from - last; gap > 0 && !headsMember(file, last, gap, s.name) {
			return true
		}
		last = max(last, s.to)
	}
	return directory-last > zipEnding
}

// headsMember reports whether what stands between two members is what stands in
// front of the second, perhaps behind the sizes of the first, and says no more than
// the directory does.
func headsMember(file io.ReaderAt, from, gap int64, name string) bool {
	head := make([]byte, min(gap, maxZipHead))
	if _, err := file.ReadAt(head, from); err != nil {
		return false
	}
	k := bytes.Index(head[:min(len(head), zipEnding+zipHeader)], []byte("PK\x03\x04"))
	if k < 0 || k+zipHeader > len(head) {
		return false
	}
	behind := head[k+zipHeader:]
	size, extra := int(binary.LittleEndian.Uint16(head[k+26:])), int(binary.LittleEndian.Uint16(head[k+28:]))
	return len(behind) == size+extra && int64(len(head)) == gap && string(behind[:size]) == name && textsIn(behind[size:], name) == nil
}

// zipEnd returns where the directory of an archive begins and where the archive
// ends; zeros where that cannot be told.
func (c content) zipEnd(file io.ReaderAt) (directory, end int64) {
	from := max(c.size-maxZipEnd-22, 0)
	tail := make([]byte, c.size-from)
	if _, err := file.ReadAt(tail, from); err != nil {
		return 0, 0
	}
	for k := len(tail); k > 0; {
		if k = bytes.LastIndex(tail[:k], []byte("PK\x05\x06")); k < 0 || len(tail)-k < 22 {
			continue
		}
		at, length := from+int64(k), int64(binary.LittleEndian.Uint16(tail[k+20:]))
		size := int64(binary.LittleEndian.Uint32(tail[k+12:]))
		if size == 1<<32-1 {
			return 0, 0 // of more than 4 GiB: another record says it
		}
		if at+22+length <= c.size {
			return at - size, at + 22 + length
		}
	}
	return 0, 0
}
