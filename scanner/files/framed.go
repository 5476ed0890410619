package files

import "bytes"

// A frame is how clients of databases, and pages in Markdown, draw a table: bars between the
// cells, and a ruler below the heading.
type frame struct{ columns int }

// maxRuled is how far down the first ruler is looked for, in lines.
const maxRuled = 10

// sniffFrame finds a table that is drawn so that most lines are of it. It reports false where
// there is none of two columns or more.
func sniffFrame(lines [][]byte) (frame, bool) {
	for _, ruler := range lines[:min(len(lines), maxRuled)] {
		if !isFrame(ruler) {
			continue
		}
		f := frame{len(bytes.FieldsFunc(ruler, func(r rune) bool { return r == '+' || r == '|' }))}
		framed, others := 0, 0
		for _, line := range lines {
			switch cells, whole := f.cut(nil, line); {
			case whole && len(cells) > 0:
				framed++
			case !whole:
				others++
			}
		}
		return f, f.columns > 1 && framed > 1 && framed > others
	}
	return frame{}, false
}

// isFrame reports whether a line is a ruler: "+----+-----+", "----+-----", "|:---|---:|".
func isFrame(line []byte) bool {
	return bytes.Contains(line, []byte("--")) && bytes.ContainsAny(line, "+|") && len(bytes.Trim(line, "+|-=: ")) == 0
}

// cut appends the cells of a line and reports whether it is one of the table. A ruler has none.
func (f frame) cut(cells [][]byte, line []byte) ([][]byte, bool) {
	if isFrame(line) {
		return cells, true
	}
	first, rest := len(cells), bytes.TrimSpace(line)
	rest, framed := bytes.CutPrefix(rest, []byte{'|'})
	if framed {
		rest = bytes.TrimSuffix(rest, []byte{'|'})
	}
	for {
		cell, after, more := bytes.Cut(rest, []byte{'|'})
		cells = append(cells, bytes.TrimSpace(cell))
		if !more {
			return cells, len(cells)-first == f.columns
		}
		rest = after
	}
}
