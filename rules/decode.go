package rules

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"
)

// Decode reads one YAML document into v. Unknown and repeated keys are errors
// with their line, and so is a second document; an empty one leaves v as it is.
func Decode(data []byte, v any) error {
	d := yaml.NewDecoder(bytes.NewReader(data))
	d.KnownFields(true)
	if err := d.Decode(v); errors.Is(err, io.EOF) {
		return nil
	} else if err != nil {
		return err
	}
	if d.Decode(new(any)) != io.EOF {
		return errors.New("yaml: there is a second document")
	}
	return nil
}

// DecodeFile reads an embedded YAML file, such as "risk.yaml", into what v points to,
// with the errors of [Decode].
func DecodeFile(path string, v any) error {
	data, err := files.ReadFile(path)
	if err != nil {
		return err
	}
	into := reflect.ValueOf(v).Elem()
	var p plainReader
	if p.read(string(data), target{into}) {
		return nil
	}
	into.SetZero()
	if err := Decode(data, v); err != nil {
		return fmt.Errorf("reading %s: %w", path, err)
	}
	return nil
}

// decodeStrictly reads one YAML document into the struct that v points to, and
// returns where everything in it stands and every mistake in its keys and kinds.
func decodeStrictly(data []byte, v any) (places, Mistakes) {
	d := yaml.NewDecoder(bytes.NewReader(data))
	s := strict{at: places{}}
	var doc, second yaml.Node
	if err := d.Decode(&doc); err != nil && !errors.Is(err, io.EOF) {
		return s.at, Mistakes{syntaxMistake(data, err)}
	}
	if len(doc.Content) == 0 {
		return s.at, nil
	}
	s.value(doc.Content[0], reflect.TypeOf(v).Elem(), "")
	switch err := d.Decode(&second); {
	case err == nil:
		s.add(&second, "", "second_document")
	case !errors.Is(err, io.EOF):
		s.mistakes = append(s.mistakes, syntaxMistake(data, err))
	}
	_ = doc.Decode(v) // what cannot be decoded is among the mistakes already
	return s.at, s.mistakes
}

var syntaxLine = regexp.MustCompile(`line (\d+): (.*)`)

// syntaxMistake locates an error of the YAML parser. The library counts the lines of
// some errors from 0 and gives no columns: the column is that of the first character of
// the line.
func syntaxMistake(data []byte, err error) Mistake {
	m := Mistake{Line: 1, Column: 1, Key: "syntax"}
	if found := syntaxLine.FindStringSubmatch(err.Error()); found != nil {
		m.Line, _ = strconv.Atoi(found[1])
		if strings.HasPrefix(found[2], "did not find expected") {
			m.Line++
		}
	}
	if lines := strings.Split(string(data), "\n"); m.Line <= len(lines) {
		line := lines[m.Line-1]
		m.Column = 1 + len(line) - len(strings.TrimLeft(line, " "))
	}
	return m
}

// notText returns the mistake of a file that is neither UTF-8 nor UTF-16 with a byte
// order mark, or that holds characters which YAML does not admit; none where it is text.
func notText(data []byte) Mistakes {
	if bytes.HasPrefix(data, []byte{0xFF, 0xFE}) || bytes.HasPrefix(data, []byte{0xFE, 0xFF}) {
		return nil
	}
	line, column := 1, 1
	for len(data) > 0 {
		r, n := utf8.DecodeRune(data)
		if r == utf8.RuneError && n == 1 || r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0x7F {
			return Mistakes{{Line: line, Column: column, Key: "not_text"}}
		}
		if column++; r == '\n' {
			line, column = line+1, 1
		}
		data = data[n:]
	}
	return nil
}

// strict checks a YAML tree against a Go type.
type strict struct {
	at       places
	mistakes Mistakes
}

func (s *strict) add(n *yaml.Node, path, key string, args ...any) {
	s.mistakes = append(s.mistakes, Mistake{Path: path, Line: n.Line, Column: n.Column, Key: key, Args: args})
}

func (s *strict) value(n *yaml.Node, t reflect.Type, path string) {
	if n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	s.at[path] = [2]int{n.Line, n.Column}
	if n.ShortTag() == "!!null" {
		return
	}
	scalar := n.Kind == yaml.ScalarNode
	switch t.Kind() {
	case reflect.Struct:
		keys, types := fieldsOf(t)
		s.mapping(n, path, func(key, value *yaml.Node, at string) {
			if i := slices.Index(keys, key.Value); i >= 0 {
				s.value(value, types[i], at)
			} else {
				s.add(key, at, "unknown_key", key.Value, strings.Join(keys, ", "))
			}
		})
	case reflect.Map:
		s.mapping(n, path, func(_, value *yaml.Node, at string) { s.value(value, t.Elem(), at) })
	case reflect.Slice:
		if n.Kind != yaml.SequenceNode {
			s.add(n, path, "want_list")
			return
		}
		for i, element := range n.Content {
			s.value(element, t.Elem(), fmt.Sprintf("%s.%d", path, i))
		}
	case reflect.Bool:
		if !scalar || n.ShortTag() != "!!bool" {
			s.add(n, path, "want_bool")
		}
	case reflect.Float64, reflect.Int:
		if tag := n.ShortTag(); !scalar || tag != "!!int" && (tag != "!!float" || t.Kind() == reflect.Int) {
			s.add(n, path, "want_number")
		}
	default:
		if !scalar {
			s.add(n, path, "want_text")
		}
	}
}

// mapping calls each once for every key of a mapping.
func (s *strict) mapping(n *yaml.Node, path string, each func(key, value *yaml.Node, at string)) {
	if n.Kind != yaml.MappingNode {
		s.add(n, path, "want_keys")
		return
	}
	seen := map[string]bool{}
	for i := 0; i < len(n.Content); i += 2 {
		key := n.Content[i]
		at := strings.TrimPrefix(path+"."+key.Value, ".")
		if seen[key.Value] {
			s.add(key, at, "twice", key.Value)
			continue
		}
		seen[key.Value] = true
		each(key, n.Content[i+1], at)
	}
}

// fieldsOf returns the keys of a struct and the types of their values, those of
// inline structs included.
func fieldsOf(t reflect.Type) (keys []string, types []reflect.Type) {
	for f := range t.Fields() {
		switch tag := f.Tag.Get("yaml"); {
		case tag == ",inline":
			k, v := fieldsOf(f.Type)
			keys, types = append(keys, k...), append(types, v...)
		case tag != "" && tag != "-":
			keys, types = append(keys, tag), append(types, f.Type)
		}
	}
	return keys, types
}

// Encode returns the JSON form of v as YAML that [Decode] reads. Characters for which
// hidden is true are written as escapes.
func Encode(v any, hidden func(rune) bool) ([]byte, error) {
	data, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	n, err := nodeOf(json.NewDecoder(bytes.NewReader(data)), hidden)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	e := yaml.NewEncoder(&b)
	e.SetIndent(2)
	if err := e.Encode(n); err != nil {
		return nil, err
	}
	if err := e.Close(); err != nil {
		return nil, err
	}
	var escaped []byte
	for _, r := range b.String() { // hidden characters occur only between double quotes
		switch {
		case r == '\n' || !hidden(r):
			escaped = utf8.AppendRune(escaped, r)
		case r > 0xffff:
			escaped = fmt.Appendf(escaped, `\U%08x`, r)
		default:
			escaped = fmt.Appendf(escaped, `\u%04x`, r)
		}
	}
	return escaped, nil
}

// nodeOf reads one value. A text is put in double quotes if it needs escapes, or if the
// library would write it as a block that it cannot read back.
func nodeOf(d *json.Decoder, hidden func(rune) bool) (*yaml.Node, error) {
	token, err := d.Token()
	if err != nil {
		return nil, err
	}
	switch t := token.(type) {
	case json.Delim:
		n := &yaml.Node{Kind: yaml.SequenceNode}
		if t == '{' {
			n.Kind = yaml.MappingNode
		}
		for d.More() { // keys and values in turn
			c, err := nodeOf(d, hidden)
			if err != nil {
				return nil, err
			}
			n.Content = append(n.Content, c)
		}
		_, err := d.Token() // the end
		return n, err
	case string:
		n := &yaml.Node{}
		n.SetString(t)
		if strings.ContainsFunc(t, func(r rune) bool { return r != '\n' && hidden(r) }) || strings.TrimLeft(t, " \t\n") != t {
			n.Style = yaml.DoubleQuotedStyle
		}
		return n, nil
	}
	return &yaml.Node{Kind: yaml.ScalarNode, Value: fmt.Sprint(token)}, nil
}
