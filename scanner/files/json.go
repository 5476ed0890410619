package files

import (
	"bytes"
	"context"
	"io"
	"slices"
	"strings"
)

// A jsonFile is a JSON text, or one with a JSON value on each line.
type jsonFile struct {
	content
	enc encoding
}

// jsonNames are the extensions of JSON texts: one of them is believed to be one
// where it is damaged early.
var jsonNames = []string{".json", ".ndjson", ".jsonl", ".geojson"}

// isJSON reports whether a text is, as far as it is at hand, an object or list
// of JSON.
func isJSON(ext string, text []byte) bool {
	start := bytes.TrimSpace(text)
	if len(start) == 0 || start[0] != '{' && start[0] != '[' {
		return false
	}
	l := newJSONLexer(bytes.NewReader(text), &decoder{})
	for tokens := 0; ; tokens++ {
		kind, _, err := l.next()
		switch {
		case err == io.EOF || err == errCut:
			return tokens > 1
		case err != nil || kind == treeBroken:
			return tokens > 3 && (slices.Contains(jsonNames, ext) || l.docs > 2)
		}
	}
}

// json returns the tables of a JSON text. All of it is read to know them.
func (s *source) json(ctx context.Context, c content, name string, enc encoding) []object {
	f := &jsonFile{content: c, enc: enc}
	l, in, err := f.open(ctx, 0)
	if err != nil {
		return []object{notRead(name, faultOf(err))}
	}
	defer in.Close()
	root, err := surveyTree(l, s.opt.IsData)
	if err == nil && root.areRows() {
		root, err = f.surveyRows(ctx, s.opt.IsData)
	}
	if ctx.Err() != nil {
		return []object{notRead(name, faultOf(ctx.Err()))}
	}
	if err == errNested {
		return []object{notRead(name, err)}
	}
	return root.objects(name, enc, err == nil, f.open, &s.trees)
}

// surveyRows is [surveyTree] for a text that has a row on each line, as a list.
func (f *jsonFile) surveyRows(ctx context.Context, isData func([]byte) bool) (*treeNode, error) {
	rows := &treeNode{row: true, listed: true}
	l, in, err := f.open(ctx, 0)
	if err != nil {
		return rows, err
	}
	defer in.Close()
	return (&treeSurvey{root: rows, isData: isData}).read(l)
}

// open starts reading at a place.
func (f *jsonFile) open(ctx context.Context, from int64) (treeReader, io.Closer, error) {
	text, at, in, err := f.text(ctx, f.enc, from)
	if err != nil {
		return nil, nil, err
	}
	l := newJSONLexer(text, f.enc.decoder())
	l.base = at
	return l, in, nil
}

// extOf is the extension of a name in lower case, that of what is packed for a ".gz".
func extOf(name string) string {
	name = strings.TrimSuffix(strings.ToLower(name), ".gz")
	if i := strings.LastIndexByte(name, '.'); i >= 0 {
		return name[i:]
	}
	return ""
}
