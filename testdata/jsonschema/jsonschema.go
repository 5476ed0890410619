// Package jsonschema makes the JSON Schema of the results from their Go types, and validates
// documents with it: as much of draft 2020-12 as that takes.
package jsonschema

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"time"
)

// A Schema is a JSON Schema, decoded.
type Schema = map[string]any

// Of makes the schema of a type. Where gives schemas for types of which more is known than
// their kind, such as texts with few values. Fields whose tag does not allow them to be
// omitted are required, and no others are allowed.
func Of(t reflect.Type, where map[reflect.Type]Schema) Schema {
	m := maker{where: where, defs: Schema{}, named: map[string]reflect.Type{}}
	out := Schema{"$schema": "https://json-schema.org/draft/2020-12/schema", "$defs": m.defs}
	maps.Copy(out, m.of(t))
	return out
}

type maker struct {
	where map[reflect.Type]Schema
	defs  Schema                  // by the names of structs
	named map[string]reflect.Type // the structs
}

func (m *maker) of(t reflect.Type) Schema {
	if s, ok := m.where[t]; ok {
		return s
	}
	switch {
	case t == reflect.TypeFor[time.Time]():
		return Schema{"type": "string", "format": "date-time"}
	case t.Kind() == reflect.Pointer:
		return m.of(t.Elem())
	}
	switch t.Kind() {
	case reflect.String:
		return Schema{"type": "string"}
	case reflect.Bool:
		return Schema{"type": "boolean"}
	case reflect.Float64:
		return Schema{"type": "number"}
	case reflect.Uint64, reflect.Uint32:
		return Schema{"type": "integer", "minimum": 0}
	case reflect.Int, reflect.Int64, reflect.Int32:
		return Schema{"type": "integer"}
	case reflect.Slice:
		return Schema{"type": "array", "items": m.of(t.Elem())}
	case reflect.Map:
		return Schema{"type": "object", "additionalProperties": m.of(t.Elem())}
	case reflect.Struct:
		name := t.Name()
		switch known := m.named[name]; known {
		case t:
		case nil:
			m.named[name] = t // before its fields, whose types may lead back to it
			m.defs[name] = m.object(t)
		default:
			panic(fmt.Sprintf("jsonschema: %v and %v have one name", known, t))
		}
		return Schema{"$ref": "#/$defs/" + name}
	}
	panic("jsonschema: no schema for " + t.String())
}

func (m *maker) object(t reflect.Type) Schema {
	properties, required := Schema{}, []any{}
	var fields func(reflect.Type)
	fields = func(t reflect.Type) {
		for f := range t.Fields() {
			name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
			switch {
			case f.Anonymous && name == "":
				fields(f.Type)
			case !f.IsExported() || name == "-":
			default:
				properties[name] = m.of(f.Type)
				if !strings.Contains(options, "omitempty") && !strings.Contains(options, "omitzero") {
					required = append(required, name)
				}
			}
		}
	}
	fields(t)
	s := Schema{"type": "object", "properties": properties, "additionalProperties": false}
	if len(required) > 0 {
		s["required"] = required
	}
	return s
}

// Validate checks a JSON document against a schema. The error names the place.
func Validate(schema, document []byte) error {
	var root Schema
	if err := json.Unmarshal(schema, &root); err != nil {
		return fmt.Errorf("reading the schema: %w", err)
	}
	var value any
	if err := json.Unmarshal(document, &value); err != nil {
		return fmt.Errorf("reading the document: %w", err)
	}
	return check(root, root, value, "$")
}

func check(root, s Schema, value any, at string) error {
	if ref, ok := s["$ref"].(string); ok {
		name := strings.TrimPrefix(ref, "#/$defs/")
		defs, _ := root["$defs"].(Schema)
		def, ok := defs[name].(Schema)
		if !ok {
			return fmt.Errorf("%s: the schema has no %s", at, ref)
		}
		return check(root, def, value, at)
	}
	if kind, ok := s["type"].(string); ok && !is(kind, value) {
		return fmt.Errorf("%s: %v is not of type %s", at, short(value), kind)
	}
	if list, ok := s["enum"].([]any); ok && !slices.Contains(list, value) {
		return fmt.Errorf("%s: %v is none of %v", at, short(value), list)
	}
	if c, ok := s["const"]; ok && c != value {
		return fmt.Errorf("%s: %v is not %v", at, short(value), c)
	}
	if pattern, ok := s["pattern"].(string); ok {
		if text, _ := value.(string); !regexp.MustCompile(pattern).MatchString(text) {
			return fmt.Errorf("%s: %v does not match %s", at, short(value), pattern)
		}
	}
	if least, ok := s["minimum"].(float64); ok && value.(float64) < least {
		return fmt.Errorf("%s: %v is below %v", at, value, least)
	}
	if most, ok := s["maximum"].(float64); ok && value.(float64) > most {
		return fmt.Errorf("%s: %v is above %v", at, value, most)
	}
	switch v := value.(type) {
	case []any:
		if items, ok := s["items"].(Schema); ok {
			for i, item := range v {
				if err := check(root, items, item, fmt.Sprintf("%s[%d]", at, i)); err != nil {
					return err
				}
			}
		}
	case map[string]any:
		return object(root, s, v, at)
	}
	return nil
}

func object(root, s Schema, value map[string]any, at string) error {
	properties, _ := s["properties"].(Schema)
	if list, ok := s["required"].([]any); ok {
		for _, name := range list {
			if _, ok := value[name.(string)]; !ok {
				return fmt.Errorf("%s: %s is missing", at, name)
			}
		}
	}
	for name, v := range value {
		one, ok := properties[name].(Schema)
		if !ok {
			switch more := s["additionalProperties"].(type) {
			case bool:
				if !more {
					return fmt.Errorf("%s: %s is not allowed", at, name)
				}
			case Schema:
				one = more
			}
		}
		if err := check(root, one, v, at+"."+name); err != nil {
			return err
		}
	}
	return nil
}

func is(kind string, value any) bool {
	switch v := value.(type) {
	case string:
		return kind == "string"
	case bool:
		return kind == "boolean"
	case []any:
		return kind == "array"
	case map[string]any:
		return kind == "object"
	case float64:
		return kind == "number" || kind == "integer" && v == math.Trunc(v)
	}
	return false
}

func short(value any) string {
	s := fmt.Sprint(value)
	if len(s) > 60 {
		return s[:60] + "…"
	}
	return s
}
