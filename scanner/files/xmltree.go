package files

import (
	"bytes"
	"context"
	"io"

	"github.com/datamapbr/datamap/scanner"
)

// An xmlFile is an XML text that is no spreadsheet: what tax offices, payrolls and
// banks exchange.
type xmlFile struct {
	content
	enc   encoding
	ofx   bool // a statement that is to become XML first
	shape *xmlShape
}

// An xmlShape is a place in an XML text: an element by the names that lead to it.
type xmlShape struct {
	name     string
	inside   map[string]*xmlShape
	order    []*xmlShape
	repeated bool // more than one stands in the same element
	times    int  // how many in the one at hand
}

// commentName is the key under which what a person wrote beside the elements stands.
const commentName = "comentário"

// isXML reports whether a text is, as far as it shows, XML.
func isXML(text []byte) bool {
	start := bytes.TrimSpace(text)
	if bytes.HasPrefix(start, []byte("<?xml")) {
		return true
	}
	return len(start) > 2 && start[0] == '<' && (start[1] == '!' || isNameByte(start[1])) &&
		(bytes.Contains(start, []byte("</")) || bytes.Contains(start, []byte("/>")))
}

// xml returns the tables of an XML text: each element that is repeated is one, and
// so is what stands outside of those. An error tells that the text is not
// well-formed.
func (s *source) xml(ctx context.Context, f *xmlFile, name string) ([]object, error) {
	if err := f.survey(ctx); err != nil {
		return nil, err
	}
	r, in, err := f.open(ctx, 0)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	root, err := surveyTree(r, nil)
	if err != nil {
		return nil, err
	}
	return root.objects(name, f.enc, true, f.open, &s.trees), nil
}

// startXML opens a text behind its byte order mark. Comments are handed out too.
func startXML(ctx context.Context, c content, enc encoding) (*xmlReader, io.Closer, error) {
	text, _, in, err := c.text(ctx, enc, 0)
	if err != nil {
		return nil, nil, err
	}
	x := newXMLReader(text)
	x.comments = true
	return x, in, nil
}

// start opens the text.
func (f *xmlFile) start(ctx context.Context) (*xmlReader, io.Closer, error) {
	x, in, err := startXML(ctx, f.content, f.enc)
	if err == nil && f.ofx {
		x.r = newOFXReader(x.r)
	}
	return x, in, err
}

// survey finds out which elements are repeated.
func (f *xmlFile) survey(ctx context.Context) error {
	x, in, err := f.start(ctx)
	if err != nil {
		return err
	}
	defer in.Close()
	f.shape = &xmlShape{}
	at, shapes := []*xmlShape{f.shape}, 0 // places that are open, and all there are
	for {
		kind, err := x.next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		top := at[len(at)-1]
		known := len(top.order)
		switch kind {
		case xmlStart:
			below := top.below(string(x.name))
			below.met()
			at = append(at, below)
		case xmlEnd:
			for _, s := range top.order {
				s.times = 0
			}
			at = at[:len(at)-1]
		case xmlComment:
			top.below(commentName).met()
		case xmlText:
		}
		if shapes += len(top.order) - known; shapes > maxNodes {
			return errNested
		}
	}
}

// below is the place of an element inside of another.
func (s *xmlShape) below(name string) *xmlShape {
	if b := s.inside[name]; b != nil {
		return b
	}
	if s.inside == nil {
		s.inside = map[string]*xmlShape{}
	}
	b := &xmlShape{name: name}
	s.inside[name], s.order = b, append(s.order, b)
	return b
}

// met takes note of one more element.
func (s *xmlShape) met() {
	s.times++
	s.repeated = s.repeated || s.times > 1
}

func (f *xmlFile) open(ctx context.Context, _ int64) (treeReader, io.Closer, error) {
	x, in, err := f.start(ctx)
	if err != nil {
		return nil, nil, err
	}
	return &xmlTree{xmlReader: x, dec: f.enc.decoder(), frames: []xmlFrame{{shape: f.shape}}}, in, nil
}

// An xmlTree reads XML as a tree: an element is a member of the one around it, in
// a list where it is repeated; an attribute is a member too. The outermost element
// is the outermost object.
type xmlTree struct {
	*xmlReader
	tokenQueue
	dec    *decoder
	frames []xmlFrame
	ended  bool
	seen   int64
	cut    int64
}

// An xmlFrame is an element that is open.
type xmlFrame struct {
	shape  *xmlShape
	opened bool   // it was handed out as an object
	text   []byte // its own
}

func (t *xmlTree) next() (treeKind, []byte, error) {
	for t.empty() {
		if document := &t.frames[0]; !document.opened {
			document.opened = true
			t.put(treeOpen, "{")
			break
		}
		kind, err := t.xmlReader.next()
		switch {
		case err == io.EOF && !t.ended:
			t.ended = true
			t.put(treeClose, "}")
		case err == nil:
			err = t.take(kind)
		}
		if err != nil && len(t.queue) == 0 {
			return 0, nil, err
		}
	}
	kind, text := t.pull()
	return kind, text, nil
}

// take turns what the reader is at into tokens.
func (t *xmlTree) take(kind xmlKind) (err error) {
	top := &t.frames[len(t.frames)-1]
	switch kind {
	case xmlStart:
		t.seen++
		t.openTop()
		shape := top.shape.inside[string(t.name)]
		if shape == nil {
			return errXML // the file has changed
		}
		t.frames = append(t.frames, xmlFrame{shape: shape, opened: len(t.frames) == 1})
		for _, a := range t.attrs {
			if err := t.attribute(a); err != nil {
				return err
			}
		}
	case xmlText:
		if len(top.text)+len(t.text) > maxToken {
			t.cut++
			return nil
		}
		top.text, err = t.appendDecoded(top.text, t.text, t.cdata)
	case xmlComment:
		t.openTop()
		text := bytes.TrimSpace(t.text)
		if text, err = t.appendDecoded(nil, text, true); err == nil {
			t.member(commentName, text, top.shape.inside[commentName])
		}
	case xmlEnd:
		t.end()
	}
	return err
}

// openTop hands the innermost element out as an object, if it is not yet.
func (t *xmlTree) openTop() {
	top := &t.frames[len(t.frames)-1]
	if top.opened {
		return
	}
	top.opened = true
	t.put(treeKey, top.shape.name)
	if top.shape.repeated {
		t.put(treeOpen, "[")
	}
	t.put(treeOpen, "{")
}

// attribute hands an attribute out. Names of name spaces are addresses that mean
// nothing.
func (t *xmlTree) attribute(a xmlAttr) error {
	if a.space && !hasDocument(a.value) && (bytes.HasPrefix(a.value, []byte("http")) || bytes.HasPrefix(a.value, []byte("urn:"))) {
		return nil
	}
	t.openTop()
	text, err := t.appendDecoded(nil, a.value, false)
	t.member(string(a.name), text, nil)
	return err
}

// member hands out a value in the innermost object. One without text is there,
// but is no value.
func (t *xmlTree) member(name string, text []byte, shape *xmlShape) {
	listed := shape != nil && shape.repeated
	t.put(treeKey, name)
	if listed {
		t.put(treeOpen, "[")
	}
	t.putValue(text)
	if listed {
		t.put(treeClose, "]")
	}
}

// end closes the innermost element. The text of one that is an object too stands
// under its name: beside it, or in it where there are more of them.
func (t *xmlTree) end() {
	top := t.frames[len(t.frames)-1]
	t.frames = t.frames[:len(t.frames)-1]
	if !top.opened {
		t.member(top.shape.name, top.text, top.shape)
		return
	}
	if top.shape.repeated {
		t.ownText(&top)
		t.put(treeClose, "}")
		t.put(treeClose, "]")
		return
	}
	if len(t.frames) > 1 {
		t.put(treeClose, "}")
	}
	t.ownText(&top)
}

// ownText hands out the text that stands in an element between others.
func (t *xmlTree) ownText(f *xmlFrame) {
	if len(bytes.TrimSpace(f.text)) > 0 {
		t.member(f.shape.name, f.text, nil)
	}
}

// appendDecoded appends a text in UTF-8.
func (t *xmlTree) appendDecoded(dst, text []byte, cdata bool) ([]byte, error) {
	t.dec.reset()
	return appendText(dst, t.dec.decode(text, t.seen), cdata)
}

func (t *xmlTree) opened() int64 { return -1 }

func (t *xmlTree) remarks() (gaps, notes tally) {
	if t.cut > 0 {
		gaps.merge(scanner.Reason{Code: "record_too_long", Count: t.cut})
	}
	return gaps, t.dec.notes()
}
