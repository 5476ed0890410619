package files

import (
	"bufio"
	"bytes"
	"io"
)

// An unfolder takes the quotes away that stand around whole lines: what a
// program leaves that has taken each line of a table for one cell.
type unfolder struct {
	r      *bufio.Reader
	inside bool // of a line in quotes
	begun  bool // the line at hand
}

func newUnfolder(r io.Reader) *unfolder { return &unfolder{r: bufio.NewReader(r)} }

func (u *unfolder) Read(b []byte) (n int, err error) {
	for n < len(b) {
		c, err := u.r.ReadByte()
		if err != nil {
			return n, err
		}
		switch {
		case c == '\n' || c == '\r':
			u.inside, u.begun = false, false
		case c == '"' && !u.begun:
			u.inside, u.begun = true, true
			continue
		case c == '"' && u.inside:
			if next, _ := u.r.Peek(1); len(next) == 0 || next[0] != '"' {
				u.inside = false
				continue
			}
			_, _ = u.r.Discard(1)
		default:
			u.begun = true
		}
		b[n] = c
		n++
	}
	return n, nil
}

// isFolded reports whether the lines of a text, perhaps but the first, are each
// a record in quotes.
func isFolded(text []byte) bool {
	lines, folded, nested := 0, 0, 0
	for line := range bytes.Lines(text) {
		if line = bytes.TrimRight(line, "\r\n"); len(line) == 0 {
			continue
		}
		if lines++; lines > 200 {
			break
		}
		line = bytes.TrimRight(line, ";,\t")
		if len(line) < 3 || line[0] != '"' || line[len(line)-1] != '"' {
			continue
		}
		inner := line[1 : len(line)-1]
		if k := bytes.Count(inner, []byte(`""`)); k*2 == bytes.Count(inner, []byte(`"`)) && bytes.ContainsAny(inner, ";,\t|") {
			folded++
			nested += min(k, 1)
		}
	}
	return lines > 1 && folded >= lines-1-lines/20 && nested*2 >= folded
}

// An unescaper makes of a text with backslashes, as databases export them, one
// with quotes: \" in a quoted cell, a backslash before a delimiter or line end
// outside of one, and \N, which is no value.
type unescaper struct {
	r     *bufio.Reader
	delim byte
	out   []byte // cells to be handed over
	cell  []byte
	odd   bool // the cell has to be quoted
	err   error
}

func newUnescaper(r io.Reader, delim byte) *unescaper {
	return &unescaper{r: bufio.NewReader(r), delim: delim}
}

func (u *unescaper) Read(b []byte) (int, error) {
	for len(u.out) == 0 {
		if u.err != nil {
			return 0, u.err
		}
		u.next()
	}
	n := copy(b, u.out)
	u.out = u.out[n:]
	return n, nil
}

// next reads a cell and what ends it.
func (u *unescaper) next() {
	u.out, u.cell, u.odd = u.out[:0], u.cell[:0], false
	quoted := false
	for {
		c, err := u.r.ReadByte()
		if err != nil || len(u.cell) > maxRecord {
			// A cell that is too long is handed over as it is: the reader behind says so.
			u.err = err
			u.end()
			if err == nil {
				u.out = append(u.out, c)
			}
			return
		}
		switch {
		case c == '\\':
			u.escaped()
		case c == '"' && len(u.cell) == 0 && !quoted:
			quoted, u.odd = true, true
		case c == '"' && quoted:
			if next, _ := u.r.Peek(1); len(next) == 1 && next[0] == '"' {
				_, _ = u.r.Discard(1)
				u.cell = append(u.cell, '"')
				break
			}
			quoted = false
		case (c == u.delim || c == '\n') && !quoted:
			if c == '\n' && bytes.HasSuffix(u.cell, []byte("\r")) {
				u.cell = u.cell[:len(u.cell)-1]
			}
			u.end()
			u.out = append(u.out, c)
			return
		default:
			u.cell = append(u.cell, c)
		}
	}
}

// escaped takes what follows a backslash.
func (u *unescaper) escaped() {
	next, _ := u.r.Peek(2)
	switch {
	case len(next) > 0 && (next[0] == '"' || next[0] == '\\' || next[0] == u.delim || next[0] == '\n'):
		u.cell = append(u.cell, next[0])
		u.odd = u.odd || next[0] != '\\'
	case len(next) > 0 && next[0] == 'N' && len(u.cell) == 0 && (len(next) == 1 || next[1] == u.delim || next[1] == '\n' || next[1] == '\r'):
	default:
		u.cell = append(u.cell, '\\')
		return
	}
	_, _ = u.r.Discard(1)
}

// end hands the cell over.
func (u *unescaper) end() {
	if !u.odd {
		u.out = append(u.out, u.cell...)
		return
	}
	u.out = append(u.out, '"')
	u.out = append(u.out, bytes.ReplaceAll(u.cell, []byte(`"`), []byte(`""`))...)
	u.out = append(u.out, '"')
}

// hasEscapes reports whether backslashes in a text mean something: one stands
// before a quote behind which the cell goes on, or marks what has no value.
func hasEscapes(text []byte, delim byte) bool {
	for at := 0; ; at++ {
		k := bytes.IndexByte(text[at:], '\\')
		if k < 0 || at+k+2 >= len(text) {
			return false
		}
		at += k
		next, after := text[at+1], text[at+2]
		ends := after == delim || after == '\n' || after == '\r'
		switch {
		case next == '"' && !ends && after != '"', next == delim && at > 0 && text[at-1] != '\\':
			return true
		case next == 'N' && ends && at > 0 && (text[at-1] == delim || text[at-1] == '\n'):
			return true
		case next == '\\':
			at++
		}
	}
}
