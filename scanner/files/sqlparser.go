package files

import (
	"bytes"
	"io"
	"slices"
	"strings"

	"github.com/datamapbr/datamap/scanner"
)

// A sqlParser finds the rows in a dump. It takes no statement to be wrong: what
// is neither a definition of a table nor rows of one is passed as text.
type sqlParser struct {
	*sqlLexer
	// created is called at the definition of a table.
	created func(name string, columns []scanner.Column)
	// wanted tells whether the values of the next row of a table are.
	wanted func(table string) bool

	table  string   // of the row at hand
	named  []string // its columns, where the statement names them
	row    [][]byte // nil where the row is not wanted
	fields int      // how many values the row has
	arena  []byte
	raw    []byte // of a value: what stands in no quotes
	long   int64  // values that were too long
	first  int64  // where the statement of the row at hand begins
	mode   sqlMode
}

var errCut = &scanner.Fault{Reason: scanner.Reason{Code: "truncated"}}

type sqlMode int

const (
	betweenRows sqlMode = iota // outside of the rows of any statement
	inValues
	inCopy
)

// next moves on to the next row, or to where so much text was collected that it
// is to be taken. It returns [io.EOF] at the end, and what is wrong where the
// text ends in a row.
func (p *sqlParser) next() (row bool, err error) {
	for {
		switch p.mode {
		case inValues:
			row, err = p.tuple()
		case inCopy:
			row, err = p.line()
		case betweenRows:
			if !p.statement() {
				err = io.EOF
			}
		}
		switch {
		case err != nil && p.err != nil:
			return false, p.err
		case err != nil || row:
			return row, err
		case len(p.kept) > sqlBlock:
			return false, nil
		}
	}
}

// statement moves to the next rows, or to where enough text was collected. It
// reports false at the end of the text.
func (p *sqlParser) statement() bool {
	p.keep, p.lineStart = p.collect, true
	for len(p.kept) <= sqlBlock {
		p.space()
		if !p.have(1) {
			return false
		}
		switch c := p.buf[p.pos]; {
		case p.lineStart && isWordByte(c):
			p.first = p.offset()
			before := len(p.kept)
			if p.keyword(p.word()) {
				p.keep, p.kept = false, p.kept[:before]
				return true
			}
		case isWordByte(c):
			p.word()
		case c == ';':
			p.advance(1)
			p.lineStart = true
		case c == '\'' || c == '"' || c == '`':
			p.lineStart = false
			p.quoted(p.arena[:0], c, escapesIf(p.backslash && c != '`'))
		case c == '$' && p.dollar && p.dollarQuoted():
		default:
			p.lineStart = false
			p.advance(1)
		}
	}
	return true
}

// keyword acts on the word that begins a statement and reports whether rows follow.
func (p *sqlParser) keyword(word string) bool {
	switch word {
	case "CREATE":
		p.create()
	case "INSERT", "REPLACE", "INTO":
		return p.insert(word)
	case "COPY":
		return p.copy()
	}
	return false
}

// insert reads the head of an INSERT statement.
func (p *sqlParser) insert(word string) bool {
	p.space()
	for range 6 { // LOW_PRIORITY, IGNORE, OR REPLACE, INTO: the name follows
		if word == "INTO" || p.peek() == '[' || p.peek() == '"' || p.peek() == '`' {
			break
		}
		if word = p.word(); word == "" {
			return false
		}
		p.space()
	}
	if word != "INTO" && word != "INSERT" && word != "REPLACE" {
		return false
	}
	name := p.target()
	if name == "" {
		return false
	}
	p.space()
	var named []string
	if p.peek() == '(' {
		if named = p.names(); named == nil {
			return false
		}
		p.space()
	}
	for range 4 { // OVERRIDING SYSTEM VALUE
		switch p.word() {
		case "VALUES", "VALUE":
			p.table, p.named, p.mode = name, named, inValues
			return true
		case "OVERRIDING", "SYSTEM", "USER":
			p.space()
		default:
			return false
		}
	}
	return false
}

// names reads a list of columns in parentheses; nil when it is none.
func (p *sqlParser) names() []string {
	p.advance(1)
	var all []string
	for len(all) < maxColumns {
		p.space()
		name := p.name()
		p.space()
		if name == "" {
			return nil
		}
		all = append(all, name)
		c := p.peek()
		if c != ',' && c != ')' {
			return nil
		}
		p.advance(1)
		if c == ')' {
			return all
		}
	}
	return nil
}

// tuple reads a row in parentheses. It reports false when there is none.
func (p *sqlParser) tuple() (bool, error) {
	p.space()
	if p.peek() == ',' {
		p.advance(1)
		p.space()
	}
	if p.peek() != '(' {
		p.mode = betweenRows
		return false, nil
	}
	p.advance(1)
	p.begin()
	for {
		if !p.value() {
			return false, errCut
		}
		c := p.peek()
		if c != ',' && c != ')' {
			return false, errCut
		}
		p.advance(1)
		if c == ')' {
			return true, nil
		}
	}
}

// begin starts a row.
func (p *sqlParser) begin() {
	p.row, p.fields, p.arena = nil, 0, p.arena[:0]
	if p.wanted != nil && p.wanted(p.table) {
		p.row = [][]byte{}
	}
}

// value reads a value up to the comma or parenthesis behind it. What stands in
// its quotes is collected in the arena, the rest in raw.
func (p *sqlParser) value() bool {
	from, first := len(p.arena), -1 // where its texts begin, and where the first ends
	p.raw = p.raw[:0]
	p.space()
	for depth := 0; p.have(1); {
		switch c := p.buf[p.pos]; {
		case c == '\'' || c == '"':
			if first >= 0 && !p.joined() {
				p.arena = append(p.arena, ' ')
			}
			var ok bool
			if p.arena, ok = p.quoted(p.arena, c, p.escapes()); !ok {
				return false
			}
			if p.cut {
				p.long++
			}
			if first < 0 {
				first = len(p.arena)
			}
			continue
		case depth == 0 && (c == ',' || c == ')'):
			p.finish(from, first)
			return true
		case c == '(':
			depth++
		case c == ')':
			depth--
		case (c == '-' || c == '/' || c == '#') && p.comment(c):
			continue
		}
		if len(p.raw) < maxRecord {
			p.raw = append(p.raw, p.buf[p.pos])
		}
		p.advance(1)
	}
	return false
}

// escapes are those of the text that follows what has been read of a value.
func (p *sqlParser) escapes() escapes {
	switch raw := bytes.ToUpper(p.raw[max(0, len(p.raw)-2):]); {
	case bytes.HasSuffix(raw, []byte("E")):
		return postgresEscapes
	case bytes.HasSuffix(raw, []byte("U&")):
		return unicodeEscapes
	}
	return escapesIf(p.backslash)
}

// joined reports whether the texts of a value make one: they stand side by side,
// or an operator or function joins them.
func (p *sqlParser) joined() bool {
	raw := bytes.ToUpper(bytes.TrimSpace(p.raw))
	return len(raw) == 0 || bytes.HasSuffix(raw, []byte("||")) || bytes.HasSuffix(raw, []byte("+")) || bytes.HasPrefix(raw, []byte("CONCAT"))
}

// conversions are functions of which only the first text is the value.
var conversions = []string{"TO_DATE", "TO_TIMESTAMP", "STR_TO_DATE", "CAST", "CONVERT", "DATE_FORMAT"}

// finish adds the value at hand to the row: its texts are p.arena[from:], of
// which the first ends at a place; -1 tells that it has none.
func (p *sqlParser) finish(from, first int) {
	p.fields++
	if p.row == nil {
		p.arena = p.arena[:from]
		return
	}
	raw := bytes.TrimSpace(p.raw)
	upper := strings.ToUpper(string(raw[:min(len(raw), 16)]))
	if first >= 0 && slices.ContainsFunc(conversions, func(f string) bool { return strings.HasPrefix(upper, f) }) {
		p.arena = p.arena[:first]
	}
	switch {
	case first < 0 && upper == "NULL":
		p.row = append(p.row, nil)
		return
	case first < 0 && strings.HasPrefix(upper, "0X"):
		p.arena = appendHex(p.arena, raw[2:])
	case first < 0:
		p.arena = append(p.arena, raw...)
	case upper == "X":
		p.arena = appendHex(p.arena[:from], bytes.Clone(p.arena[from:]))
	default:
		p.arena = plainBytes(p.arena, from)
	}
	p.row = append(p.row, p.arena[from:len(p.arena):len(p.arena)])
}

// copy reads the head of a COPY statement.
func (p *sqlParser) copy() bool {
	p.space()
	name := p.target()
	p.space()
	var named []string
	if p.peek() == '(' {
		if named = p.names(); named == nil {
			return false
		}
		p.space()
	}
	if name == "" || p.word() != "FROM" {
		return false
	}
	p.space()
	if p.word() != "STDIN" {
		return false
	}
	for p.have(1) && p.buf[p.pos] != ';' && p.buf[p.pos] != '\n' {
		if isWordByte(p.buf[p.pos]) && p.word() == "CSV" {
			return false // read as text, line by line
		}
		if p.have(1) && !isWordByte(p.buf[p.pos]) && p.buf[p.pos] != ';' && p.buf[p.pos] != '\n' {
			p.advance(1)
		}
	}
	p.through("\n", true)
	p.table, p.named, p.mode = name, named, inCopy
	return true
}

// line reads a row of a COPY statement. It reports false at their end.
func (p *sqlParser) line() (bool, error) {
	if p.have(2) && p.buf[p.pos] == '\\' && p.buf[p.pos+1] == '.' {
		p.through("\n", true)
		p.mode = betweenRows
		return false, nil
	}
	p.begin()
	null := false
	for from := 0; ; {
		if !p.have(1) {
			return false, errCut
		}
		b := p.buf[p.pos:p.end]
		k := bytes.IndexAny(b, "\t\n\\\r")
		if k < 0 {
			k = len(b)
		}
		p.arena = p.take(p.arena, from, k)
		if k == len(b) {
			continue
		}
		switch c := p.buf[p.pos]; {
		case c == '\r' && (!p.have(2) || p.buf[p.pos+1] != '\n'):
			p.arena = p.take(p.arena, from, 1)
		case c == '\r':
			p.advance(1)
		case c == '\\' && p.have(2):
			if p.buf[p.pos+1] == 'N' && len(p.arena) == from {
				null = true
				p.advance(2)
			} else {
				p.arena = p.escaped(p.arena, copyEscapes)
			}
		case c == '\\':
			return false, errCut
		default:
			if p.fields++; p.row != nil {
				p.arena = plainBytes(p.arena, from)
				cell := p.arena[from:len(p.arena):len(p.arena)]
				if null && len(cell) == 0 {
					cell = nil
				}
				p.row = append(p.row, cell)
			} else {
				p.arena = p.arena[:0]
			}
			from, null = len(p.arena), false
			p.advance(1)
			if c == '\n' {
				return true, nil
			}
		}
	}
}
