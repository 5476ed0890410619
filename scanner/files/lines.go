package files

import (
	"bytes"
	"context"
	"errors"
	"io"
	"slices"

	"github.com/datamapbr/datamap/scanner"
)

// A lineFile is a text without columns, such as a log or a letter: each line is
// the one cell of a row, and quotes are characters like others.
type lineFile struct {
	content
	enc  encoding
	gaps tally // known before it is read
}

// delimitedNames are the extensions of texts that are tables whatever they look like.
var delimitedNames = []string{".csv", ".tsv", ".tab"}

// isProse reports whether the lines of a text are sentences or messages and not
// the records of a table with the delimiter and the usual number of cells given.
func isProse(ext string, text []byte, delim byte, usual int) bool {
	if slices.Contains(delimitedNames, ext) {
		return false
	}
	if bytes.HasPrefix(bytes.TrimSpace(text), []byte("<")) {
		return true // XML
	}
	lines, worded, fitting := 0, 0, 0
	for line := range bytes.Lines(text) {
		if line = bytes.TrimRight(line, "\r\n"); len(bytes.TrimSpace(line)) == 0 { // tabs at the end part empty cells
			continue
		}
		if lines++; lines > 500 {
			break
		}
		if len(bytes.Fields(line)) > 3 {
			worded++
		}
		if bytes.Count(line, []byte{delim})+1 == usual {
			fitting++
		}
	}
	if delim == '\n' || usual < 2 {
		return worded*4 >= lines || lines < 5 && len(text) > maxLine/2
	}
	return worded*2 >= lines && fitting*10 < lines*7 && bytes.IndexByte(text, '"') < 0
}

// isSetting reports whether a text begins with a setting, as "senha=x", or the
// name of some, and not with the header of a column.
func isSetting(ext string, text []byte) bool {
	first, _, _ := bytes.Cut(bytes.TrimSpace(text), []byte("\n"))
	return !slices.Contains(delimitedNames, ext) && bytes.ContainsAny(first, "=:[{<")
}

// lines is a text of lines under its name. The error is that for which it is not
// read as what it seems to be, nil where it seems to be lines.
func (s *source) lines(c content, name string, enc encoding, text []byte, raw int, whole bool, err error) object {
	f := &lineFile{content: c, enc: enc}
	if errors.Is(err, io.ErrUnexpectedEOF) {
		f.gaps.merge(scanner.Reason{Code: "truncated"})
	}
	t := texts(faultOf, f.open)
	if t.encoding = enc.name; !whole {
		t.setRows(c.linesLike(text, raw), false)
	}
	return t.object(name, "file")
}

// linesLike estimates how many lines there are, where a text is that of the first raw bytes;
// -1 where nothing tells.
func (c content) linesLike(text []byte, raw int) int64 {
	n := int64(bytes.Count(text, []byte{'\n'}))
	if c.size <= 0 || n == 0 {
		return -1
	}
	return c.size * n / int64(max(raw, 1))
}

func (f *lineFile) open(ctx context.Context) (rowReader, error) {
	text, _, in, err := f.text(ctx, f.enc, 0)
	if err != nil {
		return nil, err
	}
	return &lineReader{r: text, in: in, dec: f.enc.decoder(), gaps: f.gaps, buf: make([]byte, 4*maxLine)}, nil
}

// A lineReader reads the lines that are not blank. One that is too long is cut
// where a word ends.
type lineReader struct {
	r        io.Reader
	in       io.Closer
	dec      *decoder
	buf      []byte
	pos, end int
	eof      bool
	ending   byte // of the line at hand
	seen     int64
	row      [1][]byte
	gaps     tally
	blanks   bool // lines that are blank are wanted too
}

func (r *lineReader) next(bool) ([][]byte, error) {
	for {
		before := r.ending
		line, err := r.line()
		if err != nil {
			return nil, err
		}
		if len(bytes.Trim(line, " \t\x00")) == 0 && (!r.blanks || before == '\r' && r.ending == '\n') {
			continue
		}
		r.seen++
		r.dec.reset()
		r.row[0] = r.dec.decode(line, r.seen)
		return r.row[:], nil
	}
}

// line returns the next line without its end.
func (r *lineReader) line() ([]byte, error) {
	for {
		b := r.buf[r.pos:r.end]
		if k := bytes.IndexAny(b[:min(len(b), maxLine)], "\r\n"); k >= 0 {
			r.pos += k + 1
			r.ending = b[k]
			return b[:k], nil
		}
		if len(b) >= maxLine {
			k := bytes.LastIndexAny(b[:maxLine], " \t,;>}") + 1
			if k == 0 {
				k = maxLine
			}
			r.pos += k
			return b[:k], nil
		}
		if r.eof {
			if r.pos = r.end; len(b) == 0 {
				return nil, io.EOF
			}
			return b, nil
		}
		copy(r.buf, b)
		r.pos, r.end = 0, len(b)
		n, eof, err := readBlock(r.r, r.buf[r.end:])
		if r.end += n; err != nil {
			return nil, err
		}
		r.eof = eof
	}
}

func (r *lineReader) remarks() (gaps, notes tally) {
	return r.gaps, r.dec.notes()
}

func (r *lineReader) close() { r.in.Close() }
