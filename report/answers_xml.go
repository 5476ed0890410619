package report

import (
	"bufio"
	"bytes"
	"errors"
	"html"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf16"
)

// tags walks through the tags of a part of a workbook. It knows the XML that Excel,
// LibreOffice and this package write; a CDATA section or a document type is damage.
type tags struct {
	r    *bufio.Reader
	name string // of the current tag, without its prefix; "/row" is a closing one
	tag  []byte // its attributes
	end  bool   // the tag is empty (<v/>): its closing one comes next
	text []byte // between the tags, collected while keep is set
	keep bool
	err  error
	// phonetic tells that the current tag is in a reading aid, which is no part of the text.
	phonetic bool
}

func newTags(r io.Reader) *tags { return &tags{r: bufio.NewReaderSize(r, 1<<16)} }

// next moves to the next tag. It returns false at the end of the part and at an error.
func (x *tags) next() bool {
	if x.end {
		x.end, x.name = false, "/"+x.name
		return true
	}
	for {
		chunk, err := x.r.ReadSlice('<')
		if x.keep {
			x.text = append(x.text, bytes.TrimSuffix(chunk, []byte("<"))...)
			if len(x.text) > maxCellBytes {
				x.err = errDamaged
				return false
			}
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if err != nil {
			if !errors.Is(err, io.EOF) {
				x.err = err
			}
			return false
		}
		tag, err := x.r.ReadSlice('>')
		if err != nil {
			x.err = errDamaged // cut off, or a tag of more than 64 KiB
			return false
		}
		tag = tag[:len(tag)-1]
		switch {
		case len(tag) == 0 || tag[0] == '!':
			x.err = errDamaged
			return false
		case tag[0] == '?':
			continue
		}
		x.end = tag[len(tag)-1] == '/'
		tag = bytes.TrimSuffix(tag, []byte("/"))
		name, rest, _ := bytes.Cut(tag, []byte(" "))
		x.name, x.tag = tagName(name), rest
		switch x.name {
		case "rPh":
			x.phonetic = !x.end
		case "/rPh":
			x.phonetic = false
		}
		return true
	}
}

// maxCellBytes is more than the 32,767 characters of a cell take, all of them escaped.
const maxCellBytes = 1 << 20

// tagNames are the names that anybody asks for, so that none is allocated.
var tagNames = map[string]string{
	"row": "row", "/row": "/row", "c": "c", "/c": "/c", "v": "v", "/v": "/v", "t": "t", "/t": "/t",
	"si": "si", "/si": "/si", "rPh": "rPh", "/rPh": "/rPh", "is": "is", "/is": "/is",
}

func tagName(name []byte) string {
	if i := bytes.IndexByte(name, ':'); i >= 0 { // a prefix
		closing := name[0] == '/'
		name = name[i+1:]
		if closing {
			name = append([]byte("/"), name...)
		}
	}
	return tagNames[string(bytes.TrimSpace(name))]
}

// attr returns an attribute of the current tag; empty where it has none.
func (x *tags) attr(name string) string {
	for rest := x.tag; ; {
		i := bytes.IndexByte(rest, '=')
		if i < 0 || len(rest) < i+2 {
			return ""
		}
		key, quote := bytes.TrimSpace(rest[:i]), rest[i+1]
		rest = rest[i+2:]
		j := bytes.IndexByte(rest, quote)
		if j < 0 {
			return ""
		}
		if string(key) == name {
			return string(rest[:j])
		}
		rest = rest[j+1:]
	}
}

// escaped matches a UTF-16 unit as Excel escapes it inside a text.
var escaped = regexp.MustCompile(`_x([0-9A-Fa-f]{4})_`)

// cellText undoes the escapes of XML and of Excel.
func cellText(raw []byte) string {
	text := string(raw)
	if strings.ContainsAny(text, "&") {
		text = html.UnescapeString(text)
	}
	text = strings.ReplaceAll(text, "\r\n", "\n")
	if !strings.Contains(text, "_x") {
		return text
	}
	return escaped.ReplaceAllStringFunc(text, func(s string) string {
		n, err := strconv.ParseUint(s[2:6], 16, 16)
		if err != nil || utf16.IsSurrogate(rune(n)) {
			return s
		}
		return string(rune(n))
	})
}
