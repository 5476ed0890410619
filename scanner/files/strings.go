package files

import (
	"fmt"
	"io"

	"github.com/datamapbr/datamap/scanner"
)

const (
	// maxShared bounds the memory that the shared strings of a workbook take.
	maxShared = 256 << 20
	chunkSize = 1 << 20
)

// sharedStrings are the texts to which cells refer by number. They are read
// only as far as the cells read so far need.
type sharedStrings struct {
	textArena
	book  *workbook
	from  textSource // nil until one is asked for
	in    io.Closer
	ended bool
}

// A textSource reads the shared strings of a workbook.
type textSource interface {
	// nextText returns the next text, valid until the next call. Behind the last the error
	// is [io.EOF].
	nextText() ([]byte, error)
}

// A textArena keeps many texts, by number.
type textArena struct {
	chunks [][]byte
	places []place
	size   int
}

// A place is where a text lies.
type place struct{ chunk, from, to uint32 }

// get returns text i, which stays valid.
func (t *sharedStrings) get(i int) ([]byte, error) {
	for i >= len(t.places) {
		if err := t.read(); err != nil {
			return nil, err
		}
	}
	return t.at(i), nil
}

// read reads the next text.
func (t *sharedStrings) read() error {
	if t.ended || t.book.shared == "" {
		return fmt.Errorf("%w: shared string", errMissingPart)
	}
	if t.from == nil {
		from, in, err := t.book.texts(t.book.shared)
		if err != nil {
			return err
		}
		t.from, t.in = from, in
	}
	text, err := t.from.nextText()
	if err == io.EOF {
		t.ended = true
		return fmt.Errorf("%w: shared string", errMissingPart)
	}
	if err != nil {
		return err
	}
	return t.keep(text)
}

// texts starts reading a part with shared strings.
func (w *workbook) texts(part string) (textSource, io.Closer, error) {
	if inRecords(part) {
		r, in, err := w.records(part)
		if err != nil {
			return nil, nil, err
		}
		return &recordTexts{brtReader: r}, in, nil
	}
	x, in, err := w.part(part)
	if err != nil {
		return nil, nil, err
	}
	return &markupTexts{x: x}, in, nil
}

// markupTexts are shared strings in XML.
type markupTexts struct {
	x    *xmlReader
	text []byte
}

func (t *markupTexts) nextText() ([]byte, error) {
	for {
		if text := t.simple(); text != nil {
			return text, nil
		}
		kind, err := t.x.next()
		if err != nil {
			return nil, err
		}
		// The second name is that of the first versions of Office 2007.
		if name := string(t.x.name); kind == xmlStart && (name == "si" || name == "sstItem") {
			t.text, err = t.x.richText(t.text[:0])
			return unescapeX(t.text), err
		}
	}
}

// simple reads the next text where it is written as <si><t>text</t></si> and needs
// no work; nil says that it is not.
func (t *markupTexts) simple() []byte {
	const open, end = "<si>", "</si>"
	if len(t.x.open) != 1 || t.x.closed {
		return nil
	}
	b := t.x.buf[t.x.pos:t.x.end]
	if !starts(b, open) {
		return nil
	}
	var text simpleText
	n := text.element(b[len(open):])
	if n == 0 || text.bar || !starts(b[len(open)+n:], end) {
		return nil
	}
	t.x.pos += len(open) + n + len(end)
	return text.text
}

// at returns text i, which stays valid.
func (t *textArena) at(i int) []byte {
	p := t.places[i]
	return t.chunks[p.chunk][p.from:p.to:p.to]
}

// keep stores a text as the last one.
func (t *textArena) keep(text []byte) error {
	t.size += len(text) + 12
	if t.size > maxShared || len(text) > chunkSize {
		return &scanner.Fault{Reason: scanner.Reason{Code: "too_large"}}
	}
	last := len(t.chunks) - 1
	if last < 0 || len(t.chunks[last])+len(text) > chunkSize {
		// The first chunk grows with small workbooks, the others are whole.
		if last >= 0 {
			t.chunks = append(t.chunks, make([]byte, 0, chunkSize))
		} else {
			t.chunks = append(t.chunks, nil)
		}
		last++
	}
	from := len(t.chunks[last])
	t.chunks[last] = append(t.chunks[last], text...)
	t.places = append(t.places, place{uint32(last), uint32(from), uint32(from + len(text))})
	return nil
}

// Close ends the reading of the part.
func (t *sharedStrings) Close() error {
	if t.in == nil {
		return nil
	}
	return t.in.Close()
}

// richText appends the text of the element at hand, an <si> or <is>: of all its
// runs, without the phonetic ones, which stand beside it.
func (x *xmlReader) richText(dst []byte) ([]byte, error) {
	err := x.within(func(kind xmlKind) (err error) {
		switch {
		case kind != xmlStart:
		case string(x.name) == "t":
			dst, err = x.content(dst)
		case string(x.name) == "rPh":
			x.asides = true
			err = x.skip()
		}
		return err
	})
	return dst, err
}
