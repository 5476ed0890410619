package files

import (
	"bufio"
	"bytes"
	"html"
	"io"
	"slices"
)

// isOFX reports whether a text is a bank statement of the first generation of OFX:
// elements as in XML, of which those with a value are not closed.
func isOFX(text []byte) bool {
	start := text[:min(len(text), 4096)]
	return bytes.HasPrefix(bytes.TrimSpace(start), []byte("OFXHEADER:")) && bytes.Contains(start, []byte("<OFX>"))
}

// An ofxReader makes XML of such a statement. What it says of itself in front of
// the elements is left out, unless it is somebody's.
type ofxReader struct {
	r     *bufio.Reader
	open  [][]byte // elements that are not closed
	begun bool     // there was one
	leaf  bool     // the innermost has a value
	out   []byte   // to be handed over
	err   error
}

func newOFXReader(r io.Reader) *ofxReader { return &ofxReader{r: bufio.NewReader(r)} }

func (o *ofxReader) Read(b []byte) (int, error) {
	for len(o.out) == 0 {
		if o.err != nil {
			return 0, o.err
		}
		o.out = o.out[:0]
		o.err = o.step()
	}
	n := copy(b, o.out)
	o.out = o.out[n:]
	return n, nil
}

// step takes a text and the tag behind it.
func (o *ofxReader) step() error {
	text, err := o.until('<')
	switch value := bytes.TrimSpace(text); {
	case len(value) > 0 && o.begun: // behind the last element it is an error of the XML
		o.out = append(o.out, html.EscapeString(html.UnescapeString(string(value)))...)
		o.leaf = len(o.open) > 0
	case hasDocument(value):
		o.out = append(o.out, "<!--"+string(bytes.ReplaceAll(value, []byte("--"), []byte("- ")))+"-->"...)
	}
	if err == io.EOF && len(o.open) > 0 {
		return io.ErrUnexpectedEOF
	}
	if err != nil {
		return err
	}
	tag, err := o.until('>')
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	if err != nil {
		return err
	}
	if name, ok := bytes.CutPrefix(tag, []byte("/")); ok {
		o.close(bytes.TrimSpace(name))
		return nil
	}
	if o.leaf {
		o.close(o.open[len(o.open)-1])
	}
	o.out = append(append(append(o.out, '<'), tag...), '>')
	if !bytes.HasSuffix(tag, []byte("/")) && !bytes.HasPrefix(tag, []byte("!")) && !bytes.HasPrefix(tag, []byte("?")) {
		o.open, o.begun = append(o.open, bytes.Clone(bytes.TrimSpace(tag))), true
	}
	return nil
}

// close closes the innermost element of this name and all in it. An end without a
// beginning is that of a value.
func (o *ofxReader) close(name []byte) {
	at := len(o.open) - 1
	for at >= 0 && !bytes.Equal(o.open[at], name) {
		at--
	}
	if at < 0 {
		return
	}
	for _, inner := range slices.Backward(o.open[at:]) {
		o.out = append(append(append(o.out, "</"...), inner...), '>')
	}
	o.open, o.leaf = o.open[:at], false
}

// until reads up to a byte, which is left out. What is longer than any value is
// damage.
func (o *ofxReader) until(end byte) ([]byte, error) {
	var text []byte
	for {
		part, err := o.r.ReadSlice(end)
		text = append(text, part...)
		if err == bufio.ErrBufferFull && len(text) <= maxToken {
			continue
		}
		if err == bufio.ErrBufferFull {
			err = errNested
		}
		return bytes.TrimSuffix(text, []byte{end}), err
	}
}
