package files

import (
	"bytes"
	"context"
	"encoding/base64"
	"io"
	"regexp"
	"slices"

	"github.com/datamapbr/datamap/scanner"
)

// isCards reports whether a text is of records with a property on each line:
// contacts (vCard), appointments (iCalendar) or a directory (LDIF).
func isCards(text []byte) bool {
	for line := range bytes.Lines(text) {
		switch line = bytes.ToLower(bytes.TrimSpace(line)); {
		case len(line) == 0 || line[0] == '#' || bytes.HasPrefix(line, []byte("version:")):
			continue
		case bytes.HasPrefix(line, []byte("dn:")):
			return bytes.ContainsAny(line, "=:")
		}
		return string(line) == "begin:vcard" || string(line) == "begin:vcalendar"
	}
	return false
}

// cards returns the tables of such a text: a record is a row, a property a column.
func (s *source) cards(ctx context.Context, c content, name string, enc encoding) []object {
	open := func(ctx context.Context, _ int64) (treeReader, io.Closer, error) {
		in, err := (&lineFile{content: c, enc: enc}).open(ctx)
		if err != nil {
			return nil, nil, err
		}
		lines := in.(*lineReader)
		lines.blanks = true
		return &cardTree{lines: lines, quoted: &decoder{detected: true}}, lines.in, nil
	}
	r, in, err := open(ctx, 0)
	if err != nil {
		return []object{notRead(name, faultOf(err))}
	}
	defer in.Close()
	root, err := surveyTree(r, s.opt.IsData)
	if err != nil {
		return []object{notRead(name, faultOf(err))}
	}
	return root.objects(name, enc, true, open, &s.trees)
}

// A cardTree reads records of properties as a tree: each is an object, and one in
// another a member of that, in a list.
type cardTree struct {
	tokenQueue
	lines  *lineReader
	quoted *decoder // of what is quoted-printable
	open   int      // records that are open
	named  bool     // the outermost one has a BEGIN, and so an END
	line   []byte   // that may go on in the next one
	long   int64    // lines that were not joined
	ended  bool
	cut    bool // the last record has no END
}

// otherLines is the key of lines that are no properties.
const otherLines = "outras linhas"

var (
	// cardProperty is how a property begins: its group, name and parameters.
	cardProperty = regexp.MustCompile(`^([A-Za-z0-9-]+\.)?([A-Za-z0-9-]+)((?:;[^:"]*(?:"[^"]*"[^:"]*)*)*)$`)
	// cardUsual are parameters that say how a value is written, cardKinds the kinds
	// of records and groups of properties.
	cardUsual = regexp.MustCompile(`;(?i:TYPE|CHARSET|ENCODING|VALUE|PREF|LANGUAGE|TZID|ROLE|PARTSTAT|RSVP|CUTYPE|FMTTYPE|RELATED)=[A-Za-z0-9_,/+-]{1,24}|;[A-Z0-9-]{1,16}`)
	cardKinds = regexp.MustCompile(`^[A-Z-]+$`)
	cardGroup = regexp.MustCompile(`^(item[0-9]+\.)?$`)
	cardName  = regexp.MustCompile(`(?i);(?:CN|X-[A-Z-]+|LABEL)=("[^"]*"|[^;:]*)`)
)

func (c *cardTree) next() (treeKind, []byte, error) {
	for c.empty() {
		if c.ended {
			return 0, nil, io.EOF
		}
		row, err := c.lines.next(true)
		switch {
		case err == io.EOF:
			c.ended = true
			c.take(c.line)
			c.cut = c.named && c.open > 0
			for c.open > 0 {
				c.end()
			}
		case err != nil:
			return 0, nil, err
		default:
			c.unfold(row[0])
		}
	}
	kind, text := c.pull()
	return kind, text, nil
}

// unfold joins lines that belong together: one that begins with a blank goes on the
// one before, and so does that behind "=" in quoted-printable.
func (c *cardTree) unfold(line []byte) {
	soft := bytes.HasSuffix(c.line, []byte("=")) && isQuoted(c.line)
	folded := len(line) > 1 && (line[0] == ' ' || line[0] == '\t') && len(c.line) > 0
	switch {
	case (soft || folded) && len(c.line)+len(line) > maxRecord:
		c.long++
	case soft:
		c.line = append(c.line[:len(c.line)-1], bytes.TrimLeft(line, " \t")...)
		return
	case folded:
		c.line = append(c.line, line[1:]...)
		return
	}
	c.take(c.line)
	c.line = append(c.line[:0], line...)
}

func isQuoted(line []byte) bool {
	return bytes.Contains(bytes.ToUpper(line[:min(len(line), 200)]), []byte("QUOTED-PRINTABLE"))
}

// take takes a whole line.
func (c *cardTree) take(line []byte) {
	line = bytes.TrimSpace(line)
	head, value, ok := bytes.Cut(line, []byte(":"))
	for ok && bytes.Count(head, []byte{'"'})%2 == 1 { // the colon is in a parameter
		more, rest, found := bytes.Cut(value, []byte(":"))
		head, value, ok = slices.Concat(head, []byte(":"), more), rest, found
	}
	name := cardProperty.FindSubmatch(head)
	switch {
	case len(line) == 0:
		if c.open > 0 && !c.named {
			c.end()
		}
	case line[0] == '#':
		c.member(commentName, line[1:])
	case !ok || name == nil:
		c.member(otherLines, line)
	case bytes.EqualFold(head, []byte("BEGIN")):
		c.begin(bytes.TrimSpace(value))
	case bytes.EqualFold(head, []byte("END")) && c.named && c.open > 0:
		if !cardKinds.Match(value) {
			c.member(otherLines, value)
		}
		c.end()
	default:
		if !cardGroup.Match(name[1]) {
			c.member(otherLines, name[1])
		}
		c.property(string(name[2]), name[3], value)
	}
}

// begin opens a record.
func (c *cardTree) begin(name []byte) {
	if c.open >= maxNesting {
		c.member(otherLines, name)
		return
	}
	if c.open > 0 {
		c.put(treeKey, string(name))
		c.put(treeOpen, "[")
	}
	c.named = c.named || c.open == 0
	c.put(treeOpen, "{")
	if c.open++; !cardKinds.Match(name) {
		c.member(otherLines, name)
	}
}

// end closes a record.
func (c *cardTree) end() {
	c.put(treeClose, "}")
	if c.open--; c.open > 0 {
		c.put(treeClose, "]")
	} else {
		c.named = false
	}
}

// property hands a property out, and the names of people among its parameters.
func (c *cardTree) property(name string, params, value []byte) {
	encoded := bytes.HasPrefix(value, []byte(":")) // of a directory
	switch {
	case encoded:
		value = bytes.TrimSpace(value[1:])
		if plain, err := base64.StdEncoding.DecodeString(string(value)); err == nil {
			value = plain
		}
	case isQuoted(params):
		value, _ = unquoted(value)
	}
	c.quoted.reset()
	value = c.quoted.decode(value, 0)
	value = cardEscapes.ReplaceAll(value, []byte("$1"))
	switch name {
	case "N":
		if family, rest, ok := bytes.Cut(value, []byte(";")); ok {
			value = slices.Concat(rest, []byte(";"), family)
		}
		fallthrough
	case "ADR":
		value = bytes.Join(bytes.FieldsFunc(value, func(r rune) bool { return r == ';' }), []byte(" "))
	}
	c.member(name, value)
	if rest := cardUsual.ReplaceAll(cardName.ReplaceAll(params, nil), nil); len(rest) > 0 {
		c.member(otherLines, rest)
	}
	for _, m := range cardName.FindAllSubmatch(params, -1) {
		c.member(name+".CN", bytes.Trim(m[1], `"`))
	}
}

// cardEscapes are characters that mean something elsewhere in a card.
var cardEscapes = regexp.MustCompile(`\\([,;:\\])`)

// member hands a value out, in a record of its own where none is open.
func (c *cardTree) member(name string, value []byte) {
	if c.open == 0 {
		c.put(treeOpen, "{")
		c.open = 1
	}
	c.put(treeKey, name)
	c.putValue(value)
}

func (c *cardTree) opened() int64 { return -1 }

func (c *cardTree) remarks() (gaps, notes tally) {
	gaps, notes = c.lines.remarks()
	if c.cut {
		gaps.merge(scanner.Reason{Code: "truncated"})
	}
	if c.long > 0 {
		gaps.merge(scanner.Reason{Code: "record_too_long", Count: c.long})
	}
	return gaps, append(notes, c.quoted.notes()...)
}
