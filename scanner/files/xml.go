package files

import (
	"bytes"
	"errors"
	"io"
	"regexp"

	"github.com/datamapbr/datamap/scanner"
)

const (
	xmlBlock = 64 << 10
	// maxToken is the longest piece of markup or text: a cell has at most
	// 32,767 characters.
	maxToken = 1 << 20
	maxDepth = 256
)

// An xmlKind is what an xmlReader is at.
type xmlKind int

const (
	xmlStart xmlKind = iota
	xmlEnd
	xmlText
	xmlComment // or an instruction; only where they are asked for
)

// An xmlReader pulls the elements of a part of a workbook. It knows the XML that
// Office writes and takes everything else for damage: it checks that elements
// are closed in order and that the part is read to its last byte. What next
// has set is valid until it is called again.
type xmlReader struct {
	r        io.Reader
	buf      []byte
	pos, end int
	eof      bool
	names    []byte // of the open elements
	open     []int  // where each name starts in names
	closed   bool   // the element at hand is closed by its own tag
	rooted   bool

	name  []byte // of the element at hand, without prefix
	attrs []xmlAttr
	text  []byte // as it stands in the part
	cdata bool   // text has no entities

	comments bool // are handed out
	asides   bool // there was one, an instruction, or how to pronounce a text
}

// An xmlAttr is an attribute, by its name without prefix and its value as it stands.
type xmlAttr struct {
	name, value []byte
	space       bool // it names a name space
}

var (
	errXML     = errors.New("not well-formed")
	errDoctype = errors.New("document type declaration")
)

func newXMLReader(r io.Reader) *xmlReader {
	return &xmlReader{r: r, buf: make([]byte, xmlBlock)}
}

// more reads on. It keeps the data from pos.
func (x *xmlReader) more() error {
	if x.eof {
		return io.ErrUnexpectedEOF
	}
	rest := x.end - x.pos
	if rest > maxToken {
		return &scanner.Fault{Reason: scanner.Reason{Code: "too_large"}}
	}
	if rest*2 > len(x.buf) {
		grown := make([]byte, 2*len(x.buf))
		copy(grown, x.buf[x.pos:x.end])
		x.buf = grown
	} else {
		copy(x.buf, x.buf[x.pos:x.end])
	}
	x.pos, x.end = 0, rest
	n, eof, err := readBlock(x.r, x.buf[rest:])
	x.end += n
	x.eof = eof
	return err
}

// next moves to the next start, end or text. It returns [io.EOF] after the root
// element when nothing follows it.
func (x *xmlReader) next() (xmlKind, error) {
	if x.closed {
		x.closed = false
		x.pop()
		return xmlEnd, nil
	}
	for {
		k := bytes.IndexByte(x.buf[x.pos:x.end], '<')
		switch {
		case k < 0 && !x.eof:
			if err := x.more(); err != nil {
				return 0, err
			}
			continue
		case k < 0:
			if len(x.open) > 0 || !x.rooted {
				return 0, io.ErrUnexpectedEOF
			}
			if !x.blank(x.buf[x.pos:x.end]) {
				return 0, errXML
			}
			return 0, io.EOF
		case k > 0:
			text := x.buf[x.pos : x.pos+k]
			x.pos += k
			if len(x.open) > 0 {
				x.text, x.cdata = text, false
				return xmlText, nil
			}
			if !x.blank(text) {
				return 0, errXML
			}
			continue
		}
		size, kind, err := x.markup(x.buf[x.pos:x.end])
		if err != nil {
			return 0, err
		}
		if size == 0 {
			if err := x.more(); err != nil {
				return 0, err
			}
			continue
		}
		x.pos += size
		if kind >= 0 {
			return kind, nil
		}
	}
}

// blank reports whether b is white space, or the byte order mark before the root.
func (x *xmlReader) blank(b []byte) bool {
	if !x.rooted {
		b = bytes.TrimPrefix(b, []byte(bomUTF8))
	}
	return len(bytes.TrimSpace(b)) == 0
}

// markup reads the tag at the start of b. Size 0 asks for more data; kind -1 is
// nothing that anybody asks for.
func (x *xmlReader) markup(b []byte) (size int, kind xmlKind, err error) {
	if len(b) < 2 {
		return 0, 0, nil
	}
	switch b[1] {
	case '/':
		return x.endTag(b)
	case '?':
		return x.aside(b, "<?", "?>")
	case '!':
		const comment, cdata = "<!--", "<![CDATA["
		switch {
		case bytes.HasPrefix(b, []byte(comment)):
			return x.aside(b, comment, "-->")
		case bytes.HasPrefix(b, []byte(cdata)) && len(x.open) > 0:
			if size = through(b, len(cdata), "]]>"); size > 0 {
				x.text, x.cdata = b[len(cdata):size-len("]]>")], true
			}
			return size, xmlText, nil
		case len(b) < len(cdata):
			return 0, 0, nil
		}
		return 0, 0, errDoctype
	}
	size, err = x.startTag(b)
	return size, xmlStart, err
}

// declaration is what programs write in front of the outermost element.
var declaration = regexp.MustCompile(`^<\?(?:xml(?:\s+(?:version|encoding|standalone)\s*=\s*["'][A-Za-z0-9._-]{1,12}["'])*|mso-application\s+progid="[A-Za-z.]+")\s*\?>$`)

// aside reads what stands beside the elements.
func (x *xmlReader) aside(b []byte, begin, end string) (size int, kind xmlKind, err error) {
	size = through(b, len(begin), end)
	if size == 0 || !x.rooted && declaration.Match(b[:size]) {
		return size, -1, nil
	}
	x.asides = true
	if !x.comments {
		return size, -1, nil
	}
	x.text, x.cdata = b[len(begin):size-len(end)], true
	return size, xmlComment, nil
}

// through returns the place behind the first end in b, or 0.
func through(b []byte, from int, end string) int {
	k := bytes.Index(b[from:], []byte(end))
	if k < 0 {
		return 0
	}
	return from + k + len(end)
}

func (x *xmlReader) endTag(b []byte) (size int, kind xmlKind, err error) {
	k := bytes.IndexByte(b, '>')
	if k < 0 {
		return 0, 0, nil
	}
	name := b[2:k]
	for len(name) > 0 && isSpace(name[len(name)-1]) {
		name = name[:len(name)-1]
	}
	if len(x.open) == 0 || !bytes.Equal(name, x.names[x.open[len(x.open)-1]:]) {
		return 0, 0, errXML
	}
	x.pop()
	x.name = local(name)
	return k + 1, xmlEnd, nil
}

func (x *xmlReader) pop() {
	last := len(x.open) - 1
	x.names, x.open = x.names[:x.open[last]], x.open[:last]
}

// local returns a name without its prefix.
func local(name []byte) []byte {
	for i := len(name) - 1; i >= 0; i-- { // names are short
		if name[i] == ':' {
			return name[i+1:]
		}
	}
	return name
}

// startTag reads a start tag; 0 asks for more data.
func (x *xmlReader) startTag(b []byte) (int, error) {
	i := 1
	for i < len(b) && isNameByte(b[i]) {
		i++
	}
	if i == len(b) {
		return 0, nil
	}
	name := b[1:i]
	if len(name) == 0 || name[0] == '-' || name[0] == '.' || name[0] >= '0' && name[0] <= '9' {
		return 0, errXML
	}
	x.attrs = x.attrs[:0]
	for {
		for i < len(b) && isSpace(b[i]) {
			i++
		}
		if i+1 >= len(b) && (i == len(b) || b[i] != '>') {
			return 0, nil
		}
		if b[i] == '>' || b[i] == '/' && b[i+1] == '>' {
			break
		}
		n, err := x.attribute(b[i:])
		if n == 0 || err != nil {
			return 0, err
		}
		i += n
	}
	if len(x.open) == 0 && x.rooted || len(x.open) >= maxDepth {
		return 0, errXML
	}
	x.rooted = true
	x.open = append(x.open, len(x.names))
	x.names = append(x.names, name...)
	x.name = local(name)
	if b[i] == '/' {
		x.closed = true
		i++
	}
	return i + 1, nil
}

// attribute reads an attribute and returns its length; 0 asks for more data.
func (x *xmlReader) attribute(b []byte) (int, error) {
	i := 0
	for i < len(b) && isNameByte(b[i]) {
		i++
	}
	name := b[:i]
	for i < len(b) && isSpace(b[i]) {
		i++
	}
	if i == len(b) {
		return 0, nil
	}
	if len(name) == 0 || b[i] != '=' {
		return 0, errXML
	}
	i++
	for i < len(b) && isSpace(b[i]) {
		i++
	}
	if i == len(b) {
		return 0, nil
	}
	quote := b[i]
	if quote != '"' && quote != '\'' {
		return 0, errXML
	}
	i++
	k := bytes.IndexByte(b[i:], quote)
	if k < 0 {
		return 0, nil
	}
	if bytes.IndexByte(b[i:i+k], '<') >= 0 {
		return 0, errXML
	}
	x.attrs = append(x.attrs, xmlAttr{local(name), b[i : i+k], bytes.HasPrefix(name, []byte("xmlns"))})
	return i + k + 1, nil
}

func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' }

func isNameByte(c byte) bool { return nameBytes[c] }

var nameBytes = func() (table [256]bool) {
	for c := range table {
		b := byte(c)
		table[c] = b|0x20 >= 'a' && b|0x20 <= 'z' || b >= '0' && b <= '9' || b == ':' || b == '_' || b == '-' || b == '.' || b >= 0x80
	}
	return table
}()

// attr returns the value of an attribute as it stands, nil when it is not there.
func (x *xmlReader) attr(name string) []byte {
	for _, a := range x.attrs {
		if string(a.name) == name {
			return a.value
		}
	}
	return nil
}

// attrText returns the value of an attribute with its entities resolved.
func (x *xmlReader) attrText(name string) (string, error) {
	b, err := appendText(nil, x.attr(name), false)
	return string(b), err
}
