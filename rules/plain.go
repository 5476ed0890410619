package rules

import (
	"strings"
	"unicode/utf8"
)

// A plainReader reads YAML as the files of this package are written: mappings and
// sequences by indentation or in brackets on any number of lines, texts on one line, bare
// or in quotes, texts of several lines after a "|", anchors of lists in brackets. It
// decodes them straight into Go values, in a sixth of the time that the library takes,
// which would be half of the start-up time of a scan. At anything else its methods report
// false, and the library has to read the file.
type plainReader struct {
	text    string
	at      int            // where the next byte is
	column  int            // of the content at which a line stands; -1 at the end of the text
	anchors map[string]int // offset of the opening bracket of each named list
	again   bool           // a named list is being read again
	structs structTable
}

// read reads a document into v.
func (p *plainReader) read(text string, v target) bool {
	if !strings.HasSuffix(text, "\n") {
		return false
	}
	for _, r := range text {
		if r < ' ' && r != '\n' || r >= 0x7f && r < 0xa0 || r == '\u2028' || r == '\u2029' || r == '\ufeff' || r&0xfffe == 0xfffe || r == utf8.RuneError {
			return false
		}
	}
	p.text, p.anchors, p.structs = text, map[string]int{}, structTable{}
	p.line()
	return p.column == 0 && p.block(v) && p.column < 0
}

// line goes from the start of a line to the next content, past blank lines and comments.
func (p *plainReader) line() {
	for p.at < len(p.text) {
		start := p.at
		p.spaces()
		if c := p.text[p.at]; c != '\n' && c != '#' {
			p.column = p.at - start
			return
		}
		p.skipLine()
	}
	p.column = -1
}

func (p *plainReader) skipLine() { p.at += strings.IndexByte(p.text[p.at:], '\n') + 1 }

func (p *plainReader) spaces() {
	for p.text[p.at] == ' ' {
		p.at++
	}
}

// lineEnd reports whether nothing more stands in the line, and goes to the next content.
func (p *plainReader) lineEnd() bool {
	before := p.at
	p.spaces()
	if c := p.text[p.at]; c != '\n' && (c != '#' || p.at == before) {
		return false
	}
	p.skipLine()
	p.line()
	return true
}

// block reads the mapping or sequence at whose first line p is.
func (p *plainReader) block(v target) bool {
	if strings.HasPrefix(p.text[p.at:], "- ") {
		return p.sequence(v)
	}
	return p.mapping(v)
}

func (p *plainReader) mapping(v target) bool {
	column := p.column
	m, ok := p.newMapping(v)
	for ok && p.column == column {
		name := p.key()
		ok = name != "" && m.set(name, func(value target) bool {
			if !p.lineEnd() {
				return p.inline(value, column)
			}
			inside := p.column > column || p.column == column && strings.HasPrefix(p.text[p.at:], "- ")
			return inside && p.block(value)
		})
	}
	return ok && p.column < column
}

func (p *plainReader) sequence(v target) bool {
	column := p.column
	ok := v.clear()
	for ok && p.column == column && strings.HasPrefix(p.text[p.at:], "- ") {
		start := p.at
		p.at++
		p.spaces()
		item := p.at
		isMapping := p.key() != ""
		p.at = item
		ok = v.grow(func(value target) bool {
			if isMapping {
				p.column = column + item - start
				return p.mapping(value)
			}
			return p.inline(value, column)
		})
	}
	return ok && p.column <= column
}

// maxKey is the length of the longest key that the library reads.
const maxKey = 1000

// key reads a key of one word and the colon behind it; empty where there is none.
func (p *plainReader) key() string {
	start, quoted := p.at, p.text[p.at] == '"'
	if quoted {
		start++
	}
	end := start
	for isKeyByte(p.text[end]) {
		end++
	}
	behind, closed := p.text[end:], true
	if quoted {
		behind, closed = strings.CutPrefix(behind, `"`)
	}
	name := p.text[start:end]
	if !closed || name == "" || len(name) > maxKey || !quoted && !isText(name) || !strings.HasPrefix(behind, ": ") && !strings.HasPrefix(behind, ":\n") {
		return ""
	}
	p.at = len(p.text) - len(behind) + 1
	return name
}

func isKeyByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '-'
}

// inline reads a value that begins in the line of its key, or of its dash, and
// goes to the content behind it.
func (p *plainReader) inline(v target, column int) bool {
	p.spaces()
	if p.text[p.at] == '|' {
		return p.literal(v, column)
	}
	return p.value(v, false) && p.lineEnd()
}

// value reads a value in brackets or on one line. Between brackets, a bare text ends at a
// comma or a bracket.
func (p *plainReader) value(v target, between bool) bool {
	switch c := p.text[p.at]; c {
	case '[':
		return p.list(v)
	case '{':
		return p.braces(v)
	case '"', '\'':
		text, ok := p.quoted(c)
		return ok && v.setText(text, true)
	case '&', '*':
		return p.named(v)
	}
	text, ok := p.bare(between)
	return ok && v.setText(text, false)
}

// named reads a list with an anchor, or the list that an alias stands for.
func (p *plainReader) named(v target) bool {
	mark, start := p.text[p.at], p.at+1
	for p.at = start; isKeyByte(p.text[p.at]); p.at++ {
	}
	name, end := p.text[start:p.at], p.at
	if mark == '&' {
		p.spaces()
		list := p.at
		if name == "" || p.again || list == end || p.text[list] != '[' || !p.list(v) {
			return false
		}
		p.anchors[name] = list
		return true
	}
	list, ok := p.anchors[name]
	if !ok || p.again || strings.IndexByte(" ,]}\n", p.text[end]) < 0 {
		return false
	}
	p.at, p.again = list, true
	ok = p.list(v)
	p.at, p.again = end, false
	return ok
}

func (p *plainReader) list(v target) bool {
	return v.clear() && p.brackets(']', func() bool {
		return v.grow(func(item target) bool { return p.value(item, true) })
	})
}

func (p *plainReader) braces(v target) bool {
	m, ok := p.newMapping(v)
	return ok && p.brackets('}', func() bool {
		name := p.key()
		return name != "" && p.flow() && m.set(name, func(value target) bool { return p.value(value, true) })
	})
}

// brackets reads what stands between an opening bracket and its end.
func (p *plainReader) brackets(end byte, item func() bool) bool {
	p.at++
	for p.flow() {
		if p.text[p.at] == end {
			p.at++
			return true
		}
		if !item() || !p.flow() {
			return false
		}
		switch p.text[p.at] {
		case ',':
			p.at++
		case end:
		default:
			return false
		}
	}
	return false
}

// flow goes to the next content between brackets; false means that there is none.
func (p *plainReader) flow() bool {
	before := p.at
	p.spaces()
	if c := p.text[p.at]; c == '\n' || c == '#' && p.at > before {
		p.skipLine()
		p.line()
		return p.column > 0
	}
	return true
}

// bare reads a text without quotes, which ends with its line.
func (p *plainReader) bare(between bool) (text string, ok bool) {
	switch c, next := p.text[p.at], p.text[p.at+1:]; {
	case c == '\n', c == '-' && (next[0] == ' ' || next[0] == '\n' || isBracketMark(next[0])), c != '-' && strings.IndexByte("?:,[]{}#&*!|>'\"%@`", c) >= 0:
		return "", false
	}
	start, end := p.at, p.at // end is behind the last byte that is no space
	for ; ; p.at++ {
		switch c := p.text[p.at]; {
		case c == '\n', c == '#' && end < p.at, between && isBracketMark(c):
			p.at = end
			return p.text[start:end], true
		case c == ':':
			if next := p.text[p.at+1]; next == ' ' || next == '\n' || between && isBracketMark(next) {
				return "", false
			}
			fallthrough
		case c != ' ':
			end = p.at + 1
		}
	}
}

// isBracketMark tells the characters that mean something between brackets.
func isBracketMark(c byte) bool {
	return c == ',' || c == '?' || c == '[' || c == ']' || c == '{' || c == '}'
}

// quoted reads a text between quotes, on one line.
func (p *plainReader) quoted(quote byte) (text string, ok bool) {
	p.at++
	before := "" // text up to start
	for start := p.at; ; p.at++ {
		switch c := p.text[p.at]; {
		case c == '\n':
			return "", false
		case c == quote && quote == '\'' && p.text[p.at+1] == quote:
			p.at++
			before += p.text[start:p.at]
			start = p.at + 1
		case c == quote:
			p.at++
			return before + p.text[start:p.at-1], true
		case c == '\\' && quote == '"':
			i := strings.IndexByte(`"\nt`, p.text[p.at+1])
			if i < 0 {
				return "", false
			}
			before += p.text[start:p.at] + "\"\\\n\t"[i:i+1]
			p.at++
			start = p.at + 1
		}
	}
}

// literal reads the lines behind a "|" that are indented more than column.
func (p *plainReader) literal(v target, column int) bool {
	rest, found := strings.CutPrefix(p.text[p.at:], "|\n")
	indent := len(rest) - len(strings.TrimLeft(rest, " "))
	if !found || indent <= column || rest[indent] == '\n' {
		return false
	}
	var b strings.Builder
	margin, blank := rest[:indent], "" // blank lines count only in front of others
	for {
		line, after, more := strings.Cut(rest, "\n")
		text, inside := strings.CutPrefix(line, margin)
		switch {
		case more && inside && text != "":
			b.WriteString(blank + text + "\n")
			blank = ""
		case more && strings.Trim(line, " ") == "":
			blank += "\n"
		default:
			p.at = len(p.text) - len(rest)
			p.line()
			return v.setText(b.String(), true)
		}
		rest = after
	}
}
