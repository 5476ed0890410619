package files

import (
	"bufio"
	"bytes"
	"io"
	"strconv"
	"strings"
)

const (
	// htmlBlock bounds a tag, and a piece of text.
	htmlBlock = 64 << 10
	// maxSpan is the most cells that one may take the place of.
	maxSpan = 1000
	// maxTables is how deep tables may lie in each other.
	maxTables = 64
)

// htmlNames are the elements of pages.
var htmlNames = setOf(
	"!doctype ?xml a abbr address area article aside b base basefont bdo big blockquote body br button canvas " +
		"caption center cite code col colgroup data dd del details dfn dir div dl dt em embed fieldset figcaption " +
		"figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hr html i iframe img input ins kbd " +
		"label legend li link main map mark menu meta nav nobr noframes noscript object ol optgroup option output " +
		"p param pre progress q s samp section select small source span strike strong sub summary sup svg table " +
		"tbody td template textarea tfoot th thead time title tr tt u ul var video wbr xml")

// setOf returns the set of the words of a text.
func setOf(text string) map[string]bool {
	set := map[string]bool{}
	for word := range strings.FieldsSeq(text) {
		set[word] = true
	}
	return set
}

// An htmlParser finds the rows of tables in a page. It is as lenient as browsers
// are: what is not closed ends where it must have ended.
type htmlParser struct {
	r      *bufio.Reader
	dec    *decoder
	tables int         // met so far
	open   []htmlTable // in each other
	rest   []byte      // text outside of any cell
	found  []htmlFound // to be returned
	tagged []byte      // room for a tag
	long   int64       // texts that were too long

	unclosed []int // tables that were open at the end
	ended    bool
}

// An htmlTable is a table that is open.
type htmlTable struct {
	index  int
	row    [][]byte
	cell   []byte
	inCell bool
	spans  []int // by column: rows in which a cell from above takes the place
	down   int   // rows that the open cell takes
	across int
}

// htmlFound is a row of a table, or a line outside of any.
type htmlFound struct {
	table int
	row   [][]byte
}

func newHTMLParser(r io.Reader, dec *decoder) *htmlParser {
	return &htmlParser{r: bufio.NewReaderSize(r, htmlBlock), dec: dec}
}

// parse returns the next row and the table that it is in, or a line of text
// outside of tables.
func (p *htmlParser) parse() (table int, row [][]byte, err error) {
	for len(p.found) == 0 {
		if p.ended {
			return outside, nil, io.EOF
		}
		if err := p.step(); err != nil {
			return outside, nil, err
		}
	}
	f := p.found[0]
	if p.found = p.found[1:]; len(p.found) == 0 {
		p.found = nil
	}
	return f.table, f.row, nil
}

// step takes a piece of text and the tag behind it.
func (p *htmlParser) step() error {
	text, err := p.r.ReadSlice('<')
	p.dec.reset()
	p.text(unescapeHTML(p.dec.decode(bytes.TrimSuffix(text, []byte("<")), 0)))
	switch {
	case err == bufio.ErrBufferFull:
		return nil
	case err == io.EOF:
		p.end()
		return nil
	case err != nil:
		return err
	}
	if c, err := p.r.Peek(3); err == nil && string(c) == "!--" {
		return p.raw("-->", true)
	} else if len(c) > 0 && !isNameByte(c[0]) && c[0] != '/' && c[0] != '!' && c[0] != '?' {
		p.text([]byte{'<'})
		return nil
	}
	return p.tag()
}

// tag takes the tag that follows.
func (p *htmlParser) tag() error {
	tag, quote := p.tagged[:0], byte(0)
	defer func() { p.tagged = tag }()
	for {
		c, err := p.r.ReadByte()
		if err == io.EOF {
			p.text(tag)
			p.end()
			return nil
		}
		if err != nil {
			return err
		}
		if quote == 0 && c == '>' || c == '>' && len(tag) >= htmlBlock {
			break
		}
		switch {
		case quote == 0 && (c == '"' || c == '\'') && bytes.HasSuffix(tag, []byte("=")):
			quote = c
		case c == quote:
			quote = 0
		}
		if tag = append(tag, c); len(tag) > htmlBlock {
			p.long++
			tag, quote = tag[:htmlBlock], 0
		}
	}
	first, attrs := bytes.TrimSuffix(tag, []byte("/")), ""
	if i := bytes.IndexAny(first, " \t\r\n"); i >= 0 {
		first, attrs = first[:i], string(first[i+1:])
	}
	name := strings.ToLower(string(first))
	switch name {
	case "script":
		return p.raw("</script", true)
	case "style":
		return p.raw("</style", false)
	}
	if bare := strings.TrimPrefix(name, "/"); !htmlNames[bare] && !strings.Contains(bare, ":") {
		p.text(append(unescapeHTML(p.dec.decode(tag, 0)), ' ')) // a tag that is none: the mark behind it is gone
		return nil
	}
	if name[0] == '!' || name[0] == '?' {
		if hasDigits(tag) {
			p.line(tag)
		}
		return nil
	}
	across, down, shown := p.attributes(attrs)
	p.element(name, across, down)
	if len(shown) > 0 {
		p.text(shown)
	}
	return nil
}

// raw passes text up to an end; it may be somebody's data all the same.
func (p *htmlParser) raw(end string, keep bool) error {
	var text []byte
	for !bytes.HasSuffix(bytes.ToLower(text[max(0, len(text)-len(end)):]), []byte(end)) {
		c, err := p.r.ReadByte()
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		if text = append(text, c); c == '\n' || len(text) > htmlBlock {
			if keep || hasDigits(text) {
				p.line(text)
			}
			text = text[:0]
		}
	}
	if keep || hasDigits(text) {
		p.line(bytes.TrimPrefix(bytes.TrimSuffix(text, []byte(end)), []byte("!--")))
	}
	if end[0] != '<' {
		return nil
	}
	if _, err := p.r.ReadSlice('>'); err != nil && err != io.EOF && err != bufio.ErrBufferFull {
		return err
	}
	return nil
}

// attributes returns what spans the attributes state, and the values that a page
// shows or sends.
func (p *htmlParser) attributes(attrs string) (across, down int, shown []byte) {
	across, down = 1, 1
	for attrs = strings.TrimSpace(attrs); attrs != ""; attrs = strings.TrimLeft(attrs, " \t\r\n") {
		name, rest, ok := strings.Cut(attrs, "=")
		if name = strings.TrimSpace(name); !ok {
			if !strings.Contains(" nowrap checked selected disabled multiple readonly required hidden noshade ", " "+strings.ToLower(name)+" ") {
				shown = append(append(shown, name...), ' ')
			}
			break
		}
		if i := strings.LastIndexAny(name, " \t\r\n"); i >= 0 {
			shown = append(shown, name[:i+1]...)
			name = name[i+1:]
		}
		var value string
		rest = strings.TrimLeft(rest, " \t\r\n")
		if rest != "" && (rest[0] == '"' || rest[0] == '\'') {
			value, attrs, _ = strings.Cut(rest[1:], rest[:1])
		} else {
			value, attrs, _ = strings.Cut(rest+" ", " ")
		}
		switch name = strings.ToLower(strings.TrimSpace(name)); {
		case name == "colspan":
			across = span(value)
		case name == "rowspan":
			down = span(value)
		case shownAttribute(name) || strings.ContainsAny(value, "<>\n") || !isHTMLName(name) || hasDigits([]byte(value)) && (name != "style" && name != "src" || longNumber([]byte(value)) != nil):
			p.dec.reset()
			shown = append(append(shown, unescapeHTML(p.dec.decode([]byte(value), 0))...), ' ')
		}
	}
	return across, down, shown
}

// isHTMLName reports whether an attribute has a name such as attributes have.
func isHTMLName(name string) bool {
	return len(name) <= 20 && strings.Trim(name, "abcdefghijklmnopqrstuvwxyz-:") == ""
}

func span(value string) int {
	n, err := strconv.Atoi(strings.TrimSpace(value))
	if err != nil || n < 1 {
		return 1
	}
	return min(n, maxSpan)
}

// top is the innermost table that is open, nil for none.
func (p *htmlParser) top() *htmlTable {
	if len(p.open) == 0 {
		return nil
	}
	return &p.open[len(p.open)-1]
}

// element acts on a tag.
func (p *htmlParser) element(name string, across, down int) {
	t := p.top()
	switch name {
	case "table":
		p.flush()
		if len(p.open) < maxTables {
			p.open = append(p.open, htmlTable{index: p.tables})
			p.tables++
		}
	case "/table":
		if t != nil {
			p.endRow(t)
			p.open = p.open[:len(p.open)-1]
		}
	case "tr", "/tr", "thead", "tbody", "tfoot":
		if t != nil {
			p.endRow(t)
		}
	case "td", "th":
		if t != nil {
			t.endCell()
			p.flush()
			t.inCell, t.across, t.down = true, across, down
		}
	case "/td", "/th":
		if t != nil {
			t.endCell()
		}
	case "b", "/b", "i", "/i", "u", "/u", "span", "/span", "font", "/font", "strong", "/strong", "em", "/em", "a", "/a", "small", "/small",
		"sup", "/sup", "sub", "/sub", "wbr":
	default:
		if t != nil && t.inCell {
			p.text([]byte{' '})
		} else {
			p.flush()
		}
	}
}

// text adds to the open cell, or to what is outside of cells.
func (p *htmlParser) text(text []byte) {
	to := &p.rest
	if t := p.top(); t != nil && t.inCell {
		to = &t.cell
	}
	for word := range bytes.FieldsFuncSeq(text, func(r rune) bool { return r == ' ' || r == '\t' || r == '\n' || r == '\r' || r == 0xa0 }) {
		if len(*to)+len(word) >= maxRecord {
			p.long++
			break
		}
		if n := len(*to); n > 0 && (*to)[n-1] != ' ' && isBreak(text, word) {
			*to = append(*to, ' ')
		}
		*to = append(*to, word...)
	}
	if n := len(*to); n > 0 && (*to)[n-1] != ' ' && len(text) > 0 && isSpace(text[len(text)-1]) {
		*to = append(*to, ' ')
	}
	if to == &p.rest && len(p.rest) > maxLine {
		p.flush()
	}
}

// isBreak reports whether a word of a text does not stand at its very start.
func isBreak(text, word []byte) bool { return !bytes.HasPrefix(text, word) || &text[0] != &word[0] }

// endCell adds the open cell to its row.
func (t *htmlTable) endCell() {
	if !t.inCell {
		return
	}
	t.inCell = false
	t.above()
	for i := range t.across {
		cell := bytes.TrimSpace(t.cell)
		if i > 0 || len(cell) == 0 {
			cell = nil
		}
		if len(t.row) >= maxColumns {
			break
		}
		if t.down > 1 {
			for len(t.spans) <= len(t.row) {
				t.spans = append(t.spans, 0)
			}
			t.spans[len(t.row)] = t.down
		}
		t.row = append(t.row, bytes.Clone(cell))
	}
	t.cell = t.cell[:0]
}

// above leaves out the columns in which a cell of a row above stands.
func (t *htmlTable) above() {
	for n := len(t.row); n < len(t.spans) && t.spans[n] > 0; n++ {
		t.row = append(t.row, nil)
	}
}

// endRow returns the open row.
func (p *htmlParser) endRow(t *htmlTable) {
	t.endCell()
	p.flush()
	if len(t.row) == 0 {
		return
	}
	if filled(t.row) > 0 {
		p.found = append(p.found, htmlFound{t.index, t.row})
	}
	for i := range t.spans {
		t.spans[i] = max(t.spans[i]-1, 0)
	}
	t.row = nil
}

// line returns a text outside of tables.
func (p *htmlParser) line(text []byte) {
	p.dec.reset()
	p.say(p.dec.decode(text, 0))
}

func (p *htmlParser) say(text []byte) {
	if text = bytes.TrimSpace(text); len(text) > 0 {
		p.found = append(p.found, htmlFound{outside, [][]byte{bytes.Clone(text)}})
	}
}

// flush returns the text outside of tables that has come together.
func (p *htmlParser) flush() {
	p.say(p.rest)
	p.rest = p.rest[:0]
}

// end closes what is open at the end of the page.
func (p *htmlParser) end() {
	p.ended = true
	for t := p.top(); t != nil; t = p.top() {
		p.unclosed = append(p.unclosed, t.index)
		p.endRow(t)
		p.open = p.open[:len(p.open)-1]
	}
	p.flush()
}
