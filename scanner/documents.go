package scanner

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"io"
	"maps"
	"slices"
	"strings"
)

// A cell may be a document of many values: JSON, XML, a list as PostgreSQL writes an
// array ("{a,b}"), or its pairs of keys and values (hstore: "a"=>"b"). Each value is
// counted under its path; the elements of a list share one.

const (
	maxDocument = 1 << 16 // longest document that is taken apart
	maxDepth    = 12      // of its nesting
)

// addDocument counts the values of a cell that is a document. What is none after
// all is counted as text, as every cell is.
func (p *profile) addDocument(c *columnProfile, value []byte) {
	if len(value) < 4 || len(value) > maxDocument {
		return
	}
	switch value[0] {
	case '%', '&', '\\':
		value = asRead(value)
	case '{', '[', '"', '<':
	default:
		return
	}
	leaves, ok := leavesOf(value)
	if !ok {
		return
	}
	c.documents++
	for _, leaf := range leaves {
		p.addLeaf(c, leaf)
	}
}

// A leaf is a value of a document under its path: the keys or the names of the elements, and of
// the attribute, that it stands in, with dots between them.
type leaf struct {
	path  string
	value []byte
}

// leavesOf returns the values of a document of any kind; ok is false for what is none.
func leavesOf(value []byte) (leaves []leaf, ok bool) {
	if len(value) == 0 {
		return nil, false
	}
	switch first, last := value[0], value[len(value)-1]; {
	case first == '{' && last == '}', first == '[' && last == ']':
		if leaves, ok = parseJSON(value); ok {
			return leaves, true
		}
		if plain := asRead(value); len(plain) < len(value) {
			value = plain
			if leaves, ok = parseJSON(value); ok {
				return leaves, true
			}
		}
		return parseArray(value)
	case first == '"' && bytes.Contains(value, []byte(`"=>`)):
		return parsePairs(value)
	case first == '<' && bytes.Contains(value, []byte("</")):
		leaves = xmlLeaves(value)
		return leaves, len(leaves) > 0
	}
	return nil, false
}

func parseJSON(value []byte) (leaves []leaf, ok bool) {
	d := json.NewDecoder(bytes.NewReader(value))
	d.UseNumber()
	var document any
	if d.Decode(&document) != nil {
		return nil, false
	}
	return treeLeaves(nil, document, nil), true
}

// treeLeaves appends the texts and numbers of a tree.
func treeLeaves(leaves []leaf, node any, path []string) []leaf {
	if len(path) > maxDepth {
		return leaves
	}
	switch node := node.(type) {
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(node)) {
			leaves = treeLeaves(leaves, node[key], append(path, key))
		}
	case []any:
		for _, element := range node {
			leaves = treeLeaves(leaves, element, path)
		}
	case string:
		leaves = append(leaves, leafAt(path, node))
	case json.Number:
		leaves = append(leaves, leafAt(path, string(node)))
	}
	return leaves
}

func leafAt(path []string, value string) leaf { return leaf{strings.Join(path, "."), []byte(value)} }

// addLeaf counts a value of the document that was counted last.
func (p *profile) addLeaf(c *columnProfile, leaf leaf) {
	part := p.part(c, []byte(leaf.path))
	if part.lastDocument != c.documents {
		part.lastDocument = c.documents
		part.documents++
	}
	if len(leaf.value) > 0 {
		p.addCell(part, leaf.value, false)
	}
}

// pageElements begin pages and pieces of them: their names tell nothing of what is in them.
var pageElements = []string{"html", "body", "p", "div", "span", "font", "table", "ul", "ol", "li", "h1", "h2", "h3", "h4", "a", "b", "i", "u", "br", "strong", "em", "img", "center", "pre", "blockquote", "style"}

// xmlLeaves returns the values of an XML document, up to the place where it is none
// any more: systems keep the messages of others whole, and cut.
func xmlLeaves(document []byte) (leaves []leaf) {
	d := xml.NewDecoder(bytes.NewReader(document))
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil } // the cell is UTF-8 by now
	var path []string
	var text [][]byte // of each element that is open
	for {
		token, err := d.Token()
		if err != nil {
			return leaves
		}
		switch t := token.(type) {
		case xml.StartElement:
			if len(path) > maxDepth || len(path) == 0 && slices.Contains(pageElements, strings.ToLower(t.Name.Local)) {
				return leaves
			}
			path, text = append(path, t.Name.Local), append(text, nil)
			for _, a := range t.Attr {
				if a.Name.Space != "xmlns" && a.Name.Local != "xmlns" {
					leaves = append(leaves, leafAt(append(path, a.Name.Local), a.Value))
				}
			}
		case xml.CharData:
			if n := len(text); n > 0 {
				text[n-1] = append(text[n-1], t...)
			}
		case xml.EndElement:
			n := len(path) - 1
			if value := bytes.TrimSpace(text[n]); len(value) > 0 {
				leaves = append(leaves, leafAt(path, string(value)))
			}
			path, text = path[:n], text[:n]
		}
	}
}

// parseArray reads the elements of a PostgreSQL array, those of arrays in it too;
// a NULL is none.
func parseArray(value []byte) (elements []leaf, ok bool) {
	if value[0] != '{' {
		return nil, false
	}
	open := 0
	for rest := value; len(rest) > 0; {
		switch rest[0] {
		case '{':
			open, rest = open+1, rest[1:]
		case '}':
			open, rest = open-1, rest[1:]
		case ',':
			rest = rest[1:]
		default:
			var element string
			if element, rest, ok = scanElement(rest, ",{}"); !ok || open < 1 {
				return nil, false
			}
			if element != "NULL" {
				elements = append(elements, leafAt(nil, element))
			}
		}
		if open < 1 && len(rest) > 0 {
			return nil, false
		}
	}
	return elements, open == 0 && len(elements) > 0
}

// parsePairs reads the keys and values of an hstore.
func parsePairs(value []byte) (pairs []leaf, ok bool) {
	for rest := value; len(rest) > 0; rest = bytes.TrimLeft(rest, ", ") {
		var key, cell string
		if key, rest, ok = scanElement(rest, "=, "); !ok || !bytes.HasPrefix(rest, []byte("=>")) {
			return nil, false
		}
		if cell, rest, ok = scanElement(bytes.TrimLeft(rest[2:], " "), ", "); !ok {
			return nil, false
		}
		pairs = append(pairs, leaf{key, []byte(cell)})
	}
	return pairs, true
}

// scanElement takes an element off the beginning of a text: one in quotes, in which
// a backslash escapes, or one that a byte of ends follows.
func scanElement(text []byte, ends string) (element string, rest []byte, ok bool) {
	if len(text) == 0 || text[0] != '"' {
		n := bytes.IndexAny(text, ends)
		if n < 0 {
			n = len(text)
		}
		return string(text[:n]), text[n:], n > 0 && bytes.IndexByte(text[:n], '"') < 0
	}
	var b strings.Builder
	for i := 1; i < len(text); i++ {
		switch text[i] {
		case '"':
			return b.String(), text[i+1:], true
		case '\\':
			if i++; i == len(text) {
				return "", nil, false
			}
			fallthrough
		default:
			b.WriteByte(text[i])
		}
	}
	return "", nil, false
}
