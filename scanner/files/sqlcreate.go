package files

import (
	"slices"
	"strings"

	"github.com/datamapbr/datamap/scanner"
)

// Words that begin a constraint in a definition of a table, and those that end
// the type of a column.
var (
	constraints = []string{"PRIMARY", "KEY", "UNIQUE", "CONSTRAINT", "FOREIGN", "CHECK", "INDEX", "FULLTEXT", "SPATIAL", "EXCLUDE", "LIKE", "PERIOD"}
	typeEnds    = []string{"NOT", "NULL", "DEFAULT", "PRIMARY", "COMMENT", "AUTO_INCREMENT", "AUTOINCREMENT", "IDENTITY", "COLLATE", "CHARACTER",
		"CHECK", "REFERENCES", "UNIQUE", "GENERATED", "ON", "CONSTRAINT", "ROWGUIDCOL", "SPARSE", "KEY", "AS"}
)

// create reads the definition of a table, if it is one.
func (p *sqlParser) create() {
	p.space()
	word := p.word()
	for range 4 { // GLOBAL TEMPORARY, UNLOGGED, EXTERNAL
		if word == "TABLE" || word == "" {
			break
		}
		p.space()
		word = p.word()
	}
	if word != "TABLE" {
		return
	}
	p.space()
	if p.have(2) && p.buf[p.pos]|0x20 == 'i' && p.buf[p.pos+1]|0x20 == 'f' && p.aheadIs("IF NOT EXISTS") {
		for range 3 {
			p.word()
			p.space()
		}
	}
	name := p.target()
	p.space()
	if name == "" || p.peek() != '(' {
		return
	}
	p.advance(1)
	var columns []scanner.Column
	for len(columns) < maxColumns {
		c, more := p.definition()
		if c.Name != "" {
			c.Position = len(columns) + 1
			columns = append(columns, c)
		}
		if !more {
			break
		}
	}
	if p.created != nil && len(columns) > 0 {
		p.created(name, columns)
	}
}

// aheadIs reports whether a text follows, whatever its case.
func (p *sqlParser) aheadIs(text string) bool {
	return p.have(len(text)) && strings.EqualFold(string(p.buf[p.pos:p.pos+len(text)]), text)
}

// definition reads one item of a table's definition: a column, or nothing that
// has a name. It reports false when it was the last.
func (p *sqlParser) definition() (c scanner.Column, more bool) {
	p.space()
	quoted := strings.IndexByte("\"`[", p.peek()) >= 0
	name := p.name()
	p.space()
	isColumn := name != "" && (quoted || !slices.Contains(constraints, strings.ToUpper(name)))
	var kind strings.Builder
	ended, comment := false, false
	for depth := 0; p.have(1); {
		switch b := p.buf[p.pos]; {
		case b == '\'' || b == '"' || b == '`':
			text, ok := p.quoted(p.arena[:0], b, escapesIf(p.backslash && b != '`'))
			if !ok {
				return scanner.Column{}, false
			}
			if comment && b == '\'' {
				c.Comment = string(text[:min(len(text), 4*maxSQLName)])
			}
			comment = false
			continue
		case depth == 0 && (b == ',' || b == ')'):
			p.advance(1)
			if isColumn {
				c.Name, c.DataType = columnName([]byte(name)), strings.ToLower(strings.TrimSpace(kind.String()))
			}
			return c, b == ','
		case b == '(':
			depth++
		case b == ')':
			depth--
		case isWordByte(b):
			word := p.word()
			ended = ended || slices.Contains(typeEnds, word) && depth == 0
			comment = word == "COMMENT"
			if !ended && kind.Len() < maxSQLName {
				kind.WriteString(word)
			}
			continue
		case p.comment(b):
			continue
		}
		if b := p.buf[p.pos]; !ended && kind.Len() < maxSQLName && b != '[' && b != ']' && b != '\n' && b != '\r' && b != '\t' {
			kind.WriteByte(b)
		}
		p.advance(1)
	}
	return scanner.Column{}, false
}
