package files

import (
	"bytes"
	"math"
	"math/bits"
)

// padding is how many bytes past the data a splitter may look at.
const padding = wordBytes

// nowhere is an offset past every record.
const nowhere = math.MaxInt

// An outcome is how a record came to its end.
type outcome int

const (
	ended    outcome = iota // at a line end
	cut                     // at the end of the data
	unclosed                // inside a quoted cell that does not end in the data
	mangled                 // a quoted cell with line breaks in it is followed by neither delimiter nor line end
)

// A splitter cuts text into records and cells of any ASCII-compatible encoding.
// The cells are slices of the text, which it does not change: the doubled
// quotes of the cells in escaped are still there.
type splitter struct {
	delim byte // '\n' where a record is one cell
	cr    bool // a carriage return alone ends a record too

	// The places of buf[:n+1] where a bit is set for a delimiter or a line end,
	// and for a quote.
	marks, quotes []uint64

	cells   [][]byte
	escaped []int // cells that hold doubled quotes, as indexes into cells

	// Of the record that was split last:
	fields    int  // how many cells it has, those beyond the limit too
	quoted    bool // one of them is quoted
	quote     int  // where the quoted cell opened that made it unclosed or mangled
	lastStart int  // of the last cell kept, with its quotes
	lastEnd   int
}

func newSplitter(d dialect) splitter {
	return splitter{delim: d.delim, cr: d.cr}
}

// look notes the places of the marks in buf[:n], behind which it sets another line
// end. Padding bytes follow n.
func (s *splitter) look(buf []byte, n int) {
	buf[n] = '\n'
	words := n/wordBytes + 1
	if words > len(s.marks) {
		s.marks, s.quotes = make([]uint64, words), make([]uint64, words)
	}
	end := byte('\n')
	if s.cr {
		end = '\r'
	}
	findMarks(s.marks[:words], s.quotes, buf[:words*wordBytes], s.delim, end)
}

// record splits the record that starts at i in buf[:n] and returns where the
// next one starts. It appends at most limit cells. A quote at or after literal
// is a character like others. The splitter has looked at buf[:n].
func (s *splitter) record(buf []byte, i, n, limit, literal int) (int, outcome) {
	cells, fields, delim := s.cells, 0, s.delim
	room, lastStart, lastEnd := len(cells)+limit, i, i
	s.quoted = false
	word := i / wordBytes
	marks := s.marks[word] & -(1 << (i % wordBytes)) // those of the word not yet used
	for start := i; ; start = i + 1 {
		var cell []byte
		if buf[start] == '"' && start < literal {
			inside, end, escapes, how := s.quotedCell(buf, start, n)
			if how != ended {
				s.quote, s.cells, s.fields = start, cells, fields
				return start, how
			}
			if escapes && len(cells) < room {
				s.escaped = append(s.escaped, len(cells))
			}
			cell, i = inside, end
			word = end / wordBytes
			marks = s.marks[word] & -(2 << (end % wordBytes))
		} else {
			for marks == 0 {
				word++
				marks = s.marks[word]
			}
			i = word*wordBytes + bits.TrailingZeros64(marks)
			marks &= marks - 1
			end := i
			if buf[i] == '\n' && end > start && buf[end-1] == '\r' {
				end--
			}
			cell = buf[start:end]
			if start >= literal {
				cell = bareQuotes(cell)
			}
		}
		fields++
		if len(cells) < room {
			cells = append(cells, cell)
			lastStart, lastEnd = start, i
		}
		c := buf[i]
		if c == delim && i < n && c != '\n' {
			continue
		}
		s.cells, s.fields, s.lastStart, s.lastEnd = cells, fields, lastStart, lastEnd
		switch {
		case i >= n:
			return n, cut
		case c == '\r' && i+1 < n && buf[i+1] == '\n':
			return i + 2, ended
		}
		return i + 1, ended
	}
}

// quotedCell reads the quoted cell that opens at i. It returns the text inside
// the quotes, the place of the delimiter or line end behind it, and whether
// there are doubled quotes in it. A cell that goes on behind its closing quote
// is taken as it stands.
func (s *splitter) quotedCell(buf []byte, i, n int) (cell []byte, end int, escapes bool, how outcome) {
	s.quoted = true
	q := i + 1
	for {
		if q = s.nextQuote(q, n); q == n {
			return nil, 0, false, unclosed
		}
		if buf[q+1] != '"' {
			break
		}
		escapes = true
		q += 2
	}
	end = q + 1
	if buf[end] == '\r' && end < n && buf[end+1] == '\n' {
		end++
	}
	if c := buf[end]; c == s.delim || c == '\n' || c == '\r' && s.cr {
		return buf[i+1 : q], end, escapes, ended
	}
	if bytes.IndexByte(buf[i:q], '\n') >= 0 || s.cr && bytes.IndexByte(buf[i:q], '\r') >= 0 {
		return nil, 0, false, mangled
	}
	for end < n && buf[end] != s.delim && buf[end] != '\n' && !(s.cr && buf[end] == '\r') {
		end++
	}
	stop := end
	if buf[stop] == '\n' && buf[stop-1] == '\r' {
		stop--
	}
	return bareQuotes(buf[i:stop]), end, false, ended
}

// nextQuote returns the place of the first quote from i on, n when it is not before n.
func (s *splitter) nextQuote(i, n int) int {
	word := i / wordBytes
	quotes := s.quotes[word] & -(1 << (i % wordBytes))
	for quotes == 0 {
		if word++; word*wordBytes >= n {
			return n
		}
		quotes = s.quotes[word]
	}
	return min(word*wordBytes+bits.TrailingZeros64(quotes), n)
}

// bareQuotes takes the quotes around a cell away whose quotes mean nothing.
func bareQuotes(cell []byte) []byte {
	if len(cell) > 0 && cell[0] == '"' {
		cell = cell[1:]
		if len(cell) > 0 && cell[len(cell)-1] == '"' {
			cell = cell[:len(cell)-1]
		}
	}
	return cell
}

// unescape makes doubled quotes single, in place.
func unescape(cell []byte) []byte {
	i := bytes.IndexByte(cell, '"')
	if i < 0 {
		return cell
	}
	kept := cell[:i]
	for rest := cell[i:]; len(rest) > 0; {
		// rest begins with a quote, which stays; its double goes.
		next := 1
		if len(rest) > 1 && rest[1] == '"' {
			next = 2
		}
		end := bytes.IndexByte(rest[next:], '"')
		if end < 0 {
			end = len(rest) - next
		}
		kept = append(append(kept, '"'), rest[next:next+end]...)
		rest = rest[next+end:]
	}
	return kept
}
