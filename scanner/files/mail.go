package files

import (
	"bytes"
	"context"
	"encoding/base64"
	"io"
	"maps"
	"mime"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/datamapbr/datamap/scanner"
)

var (
	mailHeader = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9-]{1,40}:`)
	mailFrom   = []byte("From ") // begins each message of a mailbox
	// mailNames are headers that tell messages from other texts of names and values.
	mailNames = []string{"from:", "received:", "return-path:", "message-id:", "mime-version:", "delivered-to:", "content-type: multipart", "x-mozilla-status:", "x-account-key:"}
)

// isMail reports whether a text is a message or a mailbox: headers come first.
func isMail(text []byte) bool {
	headers, known := 0, 0
	for line := range bytes.Lines(bytes.TrimLeft(text, "\r\n")) {
		line = bytes.TrimRight(line, "\r\n")
		switch {
		case len(line) == 0:
			return known > 1 || headers > 2 && known > 0
		case headers == 0 && bytes.HasPrefix(line, mailFrom) || line[0] == ' ' || line[0] == '\t':
			continue
		case !mailHeader.Match(line):
			return false
		}
		headers++
		lower := strings.ToLower(string(line))
		for _, name := range mailNames {
			if strings.HasPrefix(lower, name) {
				known++
			}
		}
	}
	return false
}

// mail is a message or a mailbox under its name: its lines as people read them.
func (s *source) mail(c content, name string, enc encoding) object {
	f := &lineFile{content: c, enc: enc}
	t := texts(faultOf, func(ctx context.Context) (rowReader, error) {
		r, err := f.open(ctx)
		if err != nil {
			return nil, err
		}
		lines := r.(*lineReader)
		lines.blanks = true
		return &mailReader{lines: lines, dec: &decoder{detected: true}, inHeader: true}, nil
	})
	t.encoding = enc.name
	return t.object(name, "file")
}

// A mailReader reads the lines of messages: headers and texts decoded, without
// what is attached to them in another form.
type mailReader struct {
	lines    *lineReader
	dec      *decoder
	charset  string   // to which dec is set
	foreign  bool     // it is none that is known
	ready    [][]byte // lines to be handed out
	row      [1][]byte
	inHeader bool
	header   []byte // that may go on in the next line
	bounds   []string
	part     mailPart
	rest     []byte // of a text in base64 or quoted-printable that has no line end yet
	code     []byte // characters of base64 that make no whole byte yet
	attached int64
	ended    bool
}

// A mailPart is how what follows is written.
type mailPart struct {
	coding  string // base64, quoted-printable or anything else
	charset string // of what is so coded
	media   bool   // no text
	page    bool   // HTML, whose characters may be written as entities
	message bool   // another message
	inside  bool   // something of it was passed over
}

func (r *mailReader) next(bool) ([][]byte, error) {
	for {
		for len(r.ready) > 0 {
			line := bytes.TrimSpace(r.ready[0])
			if r.ready = r.ready[1:]; len(line) > 0 {
				r.row[0] = line
				return r.row[:], nil
			}
		}
		r.ready = r.ready[:0]
		row, err := r.lines.next(true)
		if err != nil {
			if !r.ended {
				r.ended = true
				r.endPart()
				continue
			}
			return nil, err
		}
		r.take(row[0])
	}
}

// take takes a line.
func (r *mailReader) take(line []byte) {
	switch {
	case bytes.HasPrefix(line, mailFrom) && len(bytes.Fields(line)) > 2:
		r.endPart()
		r.bounds, r.part, r.inHeader = nil, mailPart{}, true
		r.put(line)
	case r.inHeader && len(line) > 1 && (line[0] == ' ' || line[0] == '\t') && len(r.header)+len(line) < maxLine:
		r.header = append(append(r.header, ' '), bytes.TrimSpace(line)...)
	case r.inHeader && len(line) > 0:
		r.endHeader()
		r.header = append(r.header, line...)
	case r.inHeader:
		r.endHeader()
		if r.inHeader = r.part.message && r.part.coding != "base64" && r.part.coding != "quoted-printable"; r.inHeader {
			r.part = mailPart{} // its headers follow
		}
	case bytes.HasPrefix(line, []byte("--")) && r.isBound(line):
		r.endPart()
		r.part, r.inHeader = mailPart{}, !bytes.HasSuffix(bytes.TrimSpace(line), []byte("--"))
	default:
		r.body(line)
	}
}

// inline are the tags that part no words.
var inline = regexp.MustCompile(`(?i)</?(?:a|b|em|font|i|small|span|strong|su[bp]|u|wbr)(?:\s[^<>]*)?>`)

func (r *mailReader) put(line []byte) {
	if r.part.page {
		whole := inline.ReplaceAll(bytes.TrimRight(line, "\r\n"), nil)
		for _, tag := range inline.FindAll(line, -1) {
			if bytes.IndexByte(tag, '=') > 0 {
				whole = append(append(whole, ' '), tag...) // what it says is behind the words
			}
		}
		line = unescapeHTML(whole)
	}
	r.ready = append(r.ready, bytes.Clone(line))
}

// decoded is a text of a message in UTF-8, valid until the next one. One in an
// encoding of which nothing is known is counted, and read as others are.
func (r *mailReader) decoded(text []byte, charset string) []byte {
	r.dec.reset()
	if charset != r.charset {
		m, known := charsetOf(charset)
		r.charset, r.foreign, r.dec.upper = charset, !known, nil
		if m != nil {
			r.dec.upper = upperHalf(m)
		}
	}
	if r.foreign && !isASCII(text) && utf8.Valid(text) {
		r.dec.stray(0)
	}
	return r.dec.decode(text, 0)
}

// isBound reports whether a line parts a message.
func (r *mailReader) isBound(line []byte) bool {
	text := strings.TrimSpace(string(line[2:]))
	for _, b := range r.bounds {
		if text == b || text == b+"--" {
			return true
		}
	}
	return false
}

// endHeader takes a header and what it says of the text that follows.
func (r *mailReader) endHeader() {
	if len(r.header) == 0 {
		return
	}
	header := string(r.header)
	r.header = r.header[:0]
	name, value, _ := strings.Cut(header, ":")
	switch strings.ToLower(strings.TrimSpace(name)) {
	case "content-transfer-encoding":
		r.part.coding, _, _ = strings.Cut(strings.ToLower(strings.TrimSpace(value)), " ")
	case "content-disposition":
		header += namesIn(value)
	case "content-type":
		kind, params, _ := mime.ParseMediaType(value)
		header += namesIn(value)
		r.part.page, r.part.charset = kind == "text/html", params["charset"]
		r.part.message = kind == "message/rfc822"
		if b := params["boundary"]; b != "" && len(r.bounds) < maxDepth {
			r.bounds = append(r.bounds, b)
		}
		r.part.media = kind != "" && !strings.HasPrefix(kind, "text/") && !strings.HasPrefix(kind, "message/") && !strings.HasPrefix(kind, "multipart/") &&
			!strings.HasSuffix(kind, "xml") && !strings.HasSuffix(kind, "json")
	}
	words := mime.WordDecoder{CharsetReader: func(charset string, word io.Reader) (io.Reader, error) {
		text, err := io.ReadAll(word)
		return bytes.NewReader(r.decoded(text, charset)), err
	}}
	if plain, err := words.DecodeHeader(header); err == nil {
		header = plain
	}
	r.put([]byte(header))
}

// namesIn are the parameters of a header that it writes in pieces or by numbers.
func namesIn(value string) (names string) {
	if !strings.Contains(value, "*") {
		return ""
	}
	_, params, _ := mime.ParseMediaType(value)
	for _, name := range slices.Sorted(maps.Keys(params)) {
		names += " " + params[name]
	}
	return names
}

// base64Bytes are those of which a line in base64 is made.
const base64Bytes = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/= \t"

// body takes a line of a text or of what is attached.
func (r *mailReader) body(line []byte) {
	switch r.part.coding {
	case "base64":
		if r.part.media {
			r.part.inside = r.part.inside || len(line) > 0
			return
		}
		if len(bytes.Trim(line, base64Bytes)) > 0 {
			r.put(line)
			return
		}
		r.code = append(r.code, bytes.TrimSpace(line)...)
		whole := len(r.code) / 4 * 4
		plain := make([]byte, base64.StdEncoding.DecodedLen(whole))
		n, err := base64.StdEncoding.Decode(plain, r.code[:whole])
		if err != nil { // it is none
			r.put(r.code)
			r.code = r.code[:0]
			return
		}
		r.code = append(r.code[:0], r.code[whole:]...)
		r.text(plain[:n])
	case "quoted-printable":
		plain, soft := unquoted(line)
		if !soft {
			plain = append(plain, '\n')
		}
		r.text(plain)
	default:
		r.uuencoded(line)
		r.put(line)
	}
}

// uuencoded notes that a line begins what is attached in the oldest of forms.
func (r *mailReader) uuencoded(line []byte) {
	if rest, ok := bytes.CutPrefix(line, []byte("begin ")); ok && len(rest) > 4 && isInteger(rest[:3]) && rest[3] == ' ' {
		r.attached++
	}
}

// text takes what was decoded and hands its whole lines out.
func (r *mailReader) text(plain []byte) {
	r.rest = append(r.rest, plain...)
	for {
		k := bytes.IndexAny(r.rest, "\r\n")
		if k < 0 && len(r.rest) < maxLine {
			return
		}
		if k < 0 {
			k = len(r.rest) - 1
		}
		r.put(r.decoded(r.rest[:k+1], r.part.charset))
		r.rest = append(r.rest[:0], r.rest[k+1:]...)
	}
}

// endPart hands out what is left of a part.
func (r *mailReader) endPart() {
	r.endHeader()
	if r.part.inside {
		r.attached++
	}
	if len(r.code) > 0 {
		r.put(r.code)
	}
	if len(r.rest) > 0 {
		r.put(r.decoded(r.rest, r.part.charset))
	}
	r.code, r.rest = r.code[:0], r.rest[:0]
}

// unquoted decodes a line of quoted-printable; soft tells that it goes on in the
// next one.
func unquoted(line []byte) (plain []byte, soft bool) {
	line = bytes.TrimRight(line, " \t")
	for i := 0; i < len(line); i++ {
		switch {
		case line[i] == '=' && i+1 == len(line):
			return plain, true
		case line[i] == '=' && i+2 < len(line) && unhex(line[i+1]) >= 0 && unhex(line[i+2]) >= 0:
			plain = append(plain, byte(unhex(line[i+1])<<4|unhex(line[i+2])))
			i += 2
		default:
			plain = append(plain, line[i])
		}
	}
	return plain, false
}

// unhex is the value of a hexadecimal digit, or -1.
func unhex(c byte) int {
	if c >= 'a' && c <= 'f' {
		c -= 'a' - 'A'
	}
	return strings.IndexByte("0123456789ABCDEF", c)
}

func (r *mailReader) remarks() (gaps, notes tally) {
	gaps, notes = r.lines.remarks()
	if r.attached > 0 {
		gaps.merge(scanner.Reason{Code: "attachment", Count: r.attached})
	}
	return gaps, append(notes, r.dec.notes()...)
}

func (r *mailReader) close() { r.lines.close() }
