package files

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/datamapbr/datamap/scanner"
)

// within calls visit for all that is in the element that has just been opened, and
// moves behind its end. Visit may itself move behind the end of an element in it.
func (x *xmlReader) within(visit func(xmlKind) error) error {
	for depth := len(x.open); ; {
		kind, err := x.next()
		if err != nil || kind == xmlEnd && len(x.open) < depth {
			return err
		}
		if err := visit(kind); err != nil {
			return err
		}
	}
}

// skip moves behind the end of the element that has just been opened.
func (x *xmlReader) skip() error { return x.within(func(xmlKind) error { return nil }) }

// content appends the text of the element at hand and moves behind its end.
func (x *xmlReader) content(dst []byte) ([]byte, error) {
	for from := len(dst); ; {
		kind, err := x.next()
		switch {
		case err != nil:
			return dst, err
		case kind == xmlEnd:
			return dst, nil
		case kind == xmlStart:
			return dst, errXML
		}
		if dst, err = appendText(dst, x.text, x.cdata); err != nil {
			return dst, err
		}
		if len(dst)-from > maxToken {
			return dst, &scanner.Fault{Reason: scanner.Reason{Code: "too_large"}}
		}
	}
}

// inUTF8 reads a part of a workbook, which is in UTF-8 unless its mark says that it is in
// UTF-16, as Excel writes those of Power Query.
func inUTF8(part io.Reader) (io.Reader, error) {
	r := bufio.NewReaderSize(part, 16)
	mark, err := r.Peek(3)
	if err != nil && err != io.EOF {
		return nil, err
	}
	if enc := detectEncoding(mark, true); enc.wide() && enc.bom > 0 {
		_, err = r.Discard(enc.bom)
		return enc.reader(r), err
	}
	return r, nil
}

// isPlain reports whether a text is of printable ASCII without entities.
func isPlain(text []byte) bool {
	for _, c := range text {
		if c < ' ' || c == '&' || c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// appendText appends a text, its entities resolved unless it is CDATA.
func appendText(dst, text []byte, cdata bool) ([]byte, error) {
	if isPlain(text) {
		return append(dst, text...), nil
	}
	if !utf8.Valid(text) {
		return dst, errXML
	}
	for len(text) > 0 {
		k := bytes.IndexFunc(text, func(r rune) bool { return r == '&' && !cdata || r < ' ' && r != '\t' && r != '\n' })
		if k < 0 {
			return append(dst, text...), nil
		}
		dst = append(dst, text[:k]...)
		switch c := text[k]; c {
		case '&':
			n, r, err := entity(text[k:])
			if err != nil {
				return dst, err
			}
			dst = utf8.AppendRune(dst, r)
			text = text[k+n:]
		case '\r': // a line end is one line feed
			if k+1 == len(text) || text[k+1] != '\n' {
				dst = append(dst, '\n')
			}
			text = text[k+1:]
		default:
			return dst, fmt.Errorf("%w: control character", errXML)
		}
	}
	return dst, nil
}

var entities = map[string]rune{"lt": '<', "gt": '>', "amp": '&', "quot": '"', "apos": '\''}

// entity reads the entity at the start of text.
func entity(text []byte) (size int, r rune, err error) {
	k := bytes.IndexByte(text[:min(len(text), 16)], ';')
	if k < 2 {
		return 0, 0, fmt.Errorf("%w: entity", errXML)
	}
	if r := entities[string(text[1:k])]; r != 0 {
		return k + 1, r, nil
	}
	digits, numbered := strings.CutPrefix(string(text[1:k]), "#")
	if !numbered {
		return 0, 0, fmt.Errorf("%w: unknown entity", errXML)
	}
	base := 10
	if hex, ok := strings.CutPrefix(digits, "x"); ok {
		digits, base = hex, 16
	}
	n, err := strconv.ParseUint(digits, base, 32)
	if err != nil || n == 0 || n > utf8.MaxRune {
		return 0, 0, fmt.Errorf("%w: character number", errXML)
	}
	return k + 1, rune(n), nil
}
