package files

import (
	"bytes"
	"io"
	"slices"
	"strings"
)

const (
	sqlBlock = 256 << 10
	// maxSQLName bounds names and types of columns.
	maxSQLName = 256
)

// sqlDialect is what differs between the programs that write dumps.
type sqlDialect struct {
	backslash bool // escapes the character behind it in a string
	hash      bool // begins a comment
	dollar    bool // $tag$ quotes, as PostgreSQL has them
}

// A sqlLexer moves over the text of a dump. It holds one block of it. What is
// passed while keep is set is collected in kept.
type sqlLexer struct {
	sqlDialect
	r        io.Reader
	base     int64 // offset of buf[0]
	buf      []byte
	pos, end int
	eof      bool
	err      error

	lineStart bool // only white space and comments stand before pos in its line
	collect   bool // somebody wants the text that is not rows
	keep      bool // what is passed now is of it
	kept      []byte
	lost      int64 // bytes of it that were too many
	cut       bool  // the value read last is longer than any may be
}

func newSQLLexer(r io.Reader, d sqlDialect, offset int64) *sqlLexer {
	return &sqlLexer{sqlDialect: d, r: r, base: offset, buf: make([]byte, sqlBlock), lineStart: true}
}

// offset is the place in the text.
func (l *sqlLexer) offset() int64 { return l.base + int64(l.pos) }

// have reports whether n bytes are at hand, reading on if they are not.
func (l *sqlLexer) have(n int) bool {
	for l.end-l.pos < n {
		if l.eof || l.err != nil {
			return false
		}
		copy(l.buf, l.buf[l.pos:l.end])
		l.base += int64(l.pos)
		l.pos, l.end = 0, l.end-l.pos
		k, eof, err := readBlock(l.r, l.buf[l.end:])
		l.end, l.eof, l.err = l.end+k, eof, err
	}
	return true
}

// advance passes n bytes, which are at hand.
func (l *sqlLexer) advance(n int) {
	if l.keep {
		if len(l.kept) < maxRecord {
			l.kept = append(l.kept, l.buf[l.pos:l.pos+n]...)
		} else {
			l.lost += int64(n)
		}
	}
	l.pos += n
}

// peek returns the next byte, 0 at the end.
func (l *sqlLexer) peek() byte {
	if !l.have(1) {
		return 0
	}
	return l.buf[l.pos]
}

// space passes white space and comments.
func (l *sqlLexer) space() {
	for l.have(1) {
		switch c := l.buf[l.pos]; {
		case c == '\n':
			l.lineStart = true
			l.advance(1)
		case c == ' ' || c == '\t' || c == '\r' || c == '\v' || c == '\f':
			l.advance(1)
		case !l.comment(c):
			return
		}
	}
}

// comment passes the comment at pos, which begins with c, if there is one. One
// that stands among rows is text like those between them.
func (l *sqlLexer) comment(c byte) bool {
	line := c == '-' && l.have(2) && l.buf[l.pos+1] == '-' || c == '#' && l.hash
	if !line && (c != '/' || !l.have(2) || l.buf[l.pos+1] != '*') {
		return false
	}
	if l.collect && !l.keep {
		l.keep = true
		defer func() { l.keep, l.kept = false, append(l.kept, '\n') }()
	}
	if line {
		l.through("\n", false)
		return true
	}
	l.advance(2)
	l.through("*/", true)
	return true
}

// through passes all up to a mark, and the mark itself where it is asked for; all there
// is where there is none.
func (l *sqlLexer) through(mark string, itself bool) {
	for l.have(len(mark)) {
		k := bytes.Index(l.buf[l.pos:l.end], []byte(mark))
		if k < 0 {
			l.advance(l.end - l.pos - len(mark) + 1)
			continue
		}
		if itself {
			k += len(mark)
		}
		l.advance(k)
		return
	}
	l.advance(l.end - l.pos)
}

// word passes a run of letters, digits and "_", and returns it in upper case;
// empty when there is none.
func (l *sqlLexer) word() string {
	n := 0
	for n < maxSQLName && l.have(n+1) && isWordByte(l.buf[l.pos+n]) {
		n++
	}
	w := strings.ToUpper(string(l.buf[l.pos : l.pos+n]))
	l.lineStart = l.lineStart && n == 0
	l.advance(n)
	return w
}

func isWordByte(c byte) bool {
	return c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9' || c == '_' || c >= 0x80
}

// name passes a name, quoted or not, and returns it; empty when there is none.
func (l *sqlLexer) name() string {
	switch c := l.peek(); c {
	case '"', '`', '\'':
		text, _ := l.quoted(nil, c, noEscapes)
		return string(text)
	case '[':
		text, _ := l.quoted(nil, ']', noEscapes)
		return string(text)
	}
	n := 0
	for n < maxSQLName && l.have(n+1) && (isWordByte(l.buf[l.pos+n]) || l.buf[l.pos+n] == '$' || l.buf[l.pos+n] == '#') {
		n++
	}
	name := string(l.buf[l.pos : l.pos+n])
	l.advance(n)
	return name
}

// target passes the name of a table with those before it, joined by ".".
func (l *sqlLexer) target() string {
	var parts []string
	for len(parts) < 4 {
		l.space()
		part := l.name()
		if part == "" {
			break
		}
		parts = append(parts, part)
		l.space()
		if l.peek() != '.' {
			break
		}
		l.advance(1)
	}
	return strings.Join(parts, ".")
}

// quoted passes a text in quotes, the opening one at pos, and appends what it
// says to dst, up to the limit of a value. It reports false when it does not end.
func (l *sqlLexer) quoted(dst []byte, quote byte, e escapes) ([]byte, bool) {
	l.advance(1)
	from := len(dst)
	l.cut = false
	for l.have(1) {
		b := l.buf[l.pos:l.end]
		k := bytes.IndexByte(b, quote)
		if k < 0 {
			k = len(b)
		}
		if at := bytes.IndexByte(b[:k], '\\'); e != noEscapes && at >= 0 {
			dst = l.take(dst, from, at)
			if !l.have(2) {
				l.advance(1)
				return dst, false
			}
			dst = l.escaped(dst, e)
			continue
		}
		dst = l.take(dst, from, k)
		if k == len(b) {
			continue
		}
		if !l.have(2) || l.buf[l.pos+1] != quote {
			l.advance(1)
			return dst, true
		}
		dst = append(dst, quote)
		l.advance(2)
	}
	return dst, false
}

// take passes n bytes and appends them while the value is not too long.
func (l *sqlLexer) take(dst []byte, from, n int) []byte {
	if room := from + maxRecord - len(dst); n <= room {
		dst = append(dst, l.buf[l.pos:l.pos+n]...)
	} else {
		l.cut = true
	}
	l.advance(n)
	return dst
}

// dollarQuoted passes a text in $tag$ quotes, if there is one at pos.
func (l *sqlLexer) dollarQuoted() bool {
	n := 1
	for n < 64 && l.have(n+1) && isWordByte(l.buf[l.pos+n]) {
		n++
	}
	if !l.have(n+1) || l.buf[l.pos+n] != '$' {
		return false
	}
	tag := string(l.buf[l.pos : l.pos+n+1])
	l.advance(n + 1)
	l.through(tag, true)
	return true
}

// dialectOf judges by the start of a dump how its strings and comments are written.
func dialectOf(sample []byte) sqlDialect {
	upper := bytes.ToUpper(sample[:min(len(sample), 1<<14)])
	has := func(words ...string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return bytes.Contains(upper, []byte(w)) })
	}
	switch {
	case has("MYSQL DUMP", "MARIADB DUMP", "/*!40", "ENGINE=", "PHPMYADMIN"):
		return sqlDialect{backslash: true, hash: true}
	case has("POSTGRESQL", "FROM STDIN", "PG_CATALOG"):
		return sqlDialect{dollar: true}
	case has("PRAGMA FOREIGN_KEYS", "SET IDENTITY_INSERT", "SET ANSI_NULLS", "[DBO]"):
		return sqlDialect{}
	}
	d := sqlDialect{backslash: soundQuotes(sample, true) > soundQuotes(sample, false)}
	d.hash = d.backslash || bytes.IndexByte(sample, '`') >= 0
	d.dollar = !d.hash
	return d
}

// soundQuotes counts the strings of a text that end where one can end.
func soundQuotes(text []byte, backslash bool) int {
	l := newSQLLexer(bytes.NewReader(text), sqlDialect{backslash: backslash}, 0)
	sound := 0
	for l.have(1) {
		if l.buf[l.pos] != '\'' {
			l.advance(1)
			continue
		}
		if _, ok := l.quoted(nil, '\'', escapesIf(backslash)); ok && strings.IndexByte(",);\r\n ", l.peek()) >= 0 {
			sound++
		} else {
			sound--
		}
	}
	return sound
}
