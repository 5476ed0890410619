package files

import "unicode/utf8"

// A simpleCell is a cell as nearly all programs write it:
//
//	<c r="B2" s="1" t="s"><v>7</v></c>
//	<c r="B2" t="inlineStr"><is><t>text</t></is></c>
//
// It is read in one go; of any other cell the elements are read one by one.
type simpleCell struct {
	ref, style []byte // nil where they are not there
	kind       valueKind
	has        bool // a value
	text       simpleText
}

// A simpleText is a text without entities that is valid UTF-8.
type simpleText struct {
	text []byte
	bar  bool // it has a low line, as in _x000D_
}

// simpleCells reads the simple cells at hand, as many as there are.
func (s *sheetReader) simpleCells() error {
	for !s.closed {
		var c simpleCell
		size := c.read(s.buf[s.pos:s.end])
		if size == 0 {
			return nil
		}
		s.pos += size
		if err := s.moveToRef(c.ref); err != nil {
			return err
		}
		if !c.has {
			continue
		}
		if err := s.simpleValue(&c); err != nil {
			return err
		}
	}
	return nil
}

// simpleValue gives the cell at hand the value of a simple one.
func (s *sheetReader) simpleValue(c *simpleCell) error {
	if c.kind == sharedText {
		if n := smallNumber(c.text.text); n >= 0 {
			text, err := s.sharedText(n)
			s.put(text)
			return err
		}
	}
	from := len(s.arena)
	s.arena = append(s.arena, c.text.text...)
	if err := s.checkSize(); err != nil {
		return err
	}
	if c.kind == inlineText && !c.text.bar {
		s.put(s.arena[from:len(s.arena):len(s.arena)])
		return nil
	}
	value, err := s.value(c.kind, s.book.style(c.style), from)
	s.put(value)
	return err
}

// smallNumber reads a number of one to nine digits; -1 is any other text.
func smallNumber(text []byte) int {
	if len(text) == 0 || len(text) > 9 {
		return -1
	}
	n := 0
	for _, c := range text {
		if c < '0' || c > '9' {
			return -1
		}
		n = 10*n + int(c-'0')
	}
	return n
}

// read reads the simple cell at the start of b and returns its length; 0 says that
// there is none, or not all of it.
func (c *simpleCell) read(b []byte) int {
	const open, end = "<c", "</c>"
	if !starts(b, open) {
		return 0
	}
	i := len(open)
	for i < len(b) && b[i] == ' ' {
		n := c.attribute(b[i:])
		if n == 0 {
			return 0
		}
		i += n
	}
	switch {
	case starts(b[i:], "/>"):
		return i + len("/>")
	case !starts(b[i:], ">"):
		return 0
	}
	i++
	if !starts(b[i:], end) {
		n := c.value(b[i:])
		if n == 0 || !starts(b[i+n:], end) {
			return 0
		}
		i += n
	}
	return i + len(end)
}

// attribute reads the attribute at the start of b, with the space before it.
func (c *simpleCell) attribute(b []byte) int {
	const name = ` r="`
	if len(b) <= len(name) || b[2] != '=' || b[3] != '"' {
		return 0
	}
	i := len(name)
	for i < len(b) && b[i] != '"' && b[i] != '<' {
		i++
	}
	if i == len(b) || b[i] == '<' {
		return 0
	}
	value := b[len(name):i]
	switch b[1] {
	case 'r':
		c.ref = value
	case 's':
		c.style = value
	case 't':
		c.kind = cellKind(value)
	default:
		return 0
	}
	return i + 1
}

// value reads the value at the start of b, with the elements around it.
func (c *simpleCell) value(b []byte) int {
	const open, end, inline, inlineEnd = "<v>", "</v>", "<is>", "</is>"
	if starts(b, open) {
		n := c.text.read(b[len(open):], end)
		c.has = n > len(end)
		return sum(len(open), n)
	}
	if !starts(b, inline) {
		return 0
	}
	n := c.text.element(b[len(inline):])
	if n == 0 || !starts(b[len(inline)+n:], inlineEnd) {
		return 0
	}
	c.has, c.kind = true, inlineText
	return len(inline) + n + len(inlineEnd)
}

// element reads the element <t> at the start of b.
func (t *simpleText) element(b []byte) int {
	const end = "</t>"
	for _, open := range []string{"<t>", `<t xml:space="preserve">`} {
		if starts(b, open) {
			return sum(len(open), t.read(b[len(open):], end))
		}
	}
	return 0
}

// read reads the text at the start of b and the end tag behind it.
func (t *simpleText) read(b []byte, end string) int {
	i, all := 0, byte(0)
	for i < len(b) && b[i] != '<' {
		all |= textBytes[b[i]]
		i++
	}
	if all&oddByte != 0 || i > maxToken || !starts(b[i:], end) || all&highByte != 0 && !utf8.Valid(b[:i]) {
		return 0
	}
	t.text, t.bar = b[:i], all&lowLine != 0
	return i + len(end)
}

// sum adds up lengths, of which 0 says that there is nothing.
func sum(a, b int) int {
	if b == 0 {
		return 0
	}
	return a + b
}

func starts(b []byte, with string) bool { return len(b) >= len(with) && string(b[:len(with)]) == with }

// What a byte makes of a text.
const (
	highByte = 1 << iota // part of a character beyond ASCII
	oddByte              // of an entity, or not as it stands
	lowLine
)

var textBytes = func() (table [256]byte) {
	for c := range table {
		switch {
		case c >= utf8.RuneSelf:
			table[c] = highByte
		case c == '&' || c < ' ' && c != '\t' && c != '\n':
			table[c] = oddByte
		case c == '_':
			table[c] = lowLine
		}
	}
	return table
}()
