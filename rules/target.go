package rules

import (
	"reflect"
	"strconv"
	"strings"
)

// A target is where a plainReader puts a value. Its methods report false where the
// library has to decide.
type target struct{ reflect.Value }

// setText puts in a scalar.
func (v target) setText(text string, quoted bool) bool {
	switch v.Kind() {
	case reflect.String:
		v.SetString(text)
		return quoted || !isNull(text)
	case reflect.Interface:
		v.Set(reflect.ValueOf(text))
		return quoted || isText(text)
	case reflect.Bool:
		v.SetBool(text == "true")
		return !quoted && (text == "true" || text == "false")
	case reflect.Int, reflect.Int64:
		n, err := strconv.ParseInt(text, 10, v.Type().Bits())
		v.SetInt(n)
		return !quoted && err == nil && strconv.FormatInt(n, 10) == text
	case reflect.Float64:
		whole, fraction, _ := strings.Cut(strings.TrimPrefix(text, "-"), ".")
		f, err := strconv.ParseFloat(text, 64)
		v.SetFloat(f)
		return !quoted && err == nil && (whole == "0" || whole != "" && whole[0] != '0') && strings.Trim(whole+fraction, "0123456789") == ""
	}
	return false
}

func isNull(text string) bool { return text == "~" || strings.EqualFold(text, "null") }

// isText reports whether YAML takes a scalar without quotes for a text: several words that
// do not begin with a date, or what does not begin like a number and is no null or bool.
func isText(text string) bool {
	if strings.Contains(text, " ") {
		return len(text) < 5 || text[4] != '-' || text[0] > '9'
	}
	return strings.IndexByte("0123456789+-.=<", text[0]) < 0 && !isNull(text) && !strings.EqualFold(text, "true") && !strings.EqualFold(text, "false")
}

// clear makes v an empty list.
func (v target) clear() bool {
	if v.Kind() != reflect.Slice || !v.IsNil() {
		return false
	}
	v.Set(reflect.MakeSlice(v.Type(), 0, 0))
	return true
}

// grow adds to a list the item that read decodes.
func (v target) grow(read func(target) bool) bool {
	n := v.Len()
	v.Grow(1)
	v.SetLen(n + 1)
	return read(target{v.Index(n)})
}

// A mapping is a target that has keys.
type mapping struct {
	target
	seen   uint64        // fields of a struct that have been set
	fields *structFields // nil for a map
}

// structFields are those of a struct, by their keys.
type structFields struct {
	index map[string]int
	rest  int // the map that takes all other keys; -1 for none
}

// A structTable knows the structs met so far.
type structTable map[reflect.Type]*structFields

func (t structTable) fields(of reflect.Type) *structFields {
	if f := t[of]; f != nil {
		return f
	}
	f := &structFields{index: map[string]int{}, rest: -1}
	for i := range of.NumField() {
		switch tag := of.Field(i).Tag.Get("yaml"); tag {
		case "", "-":
		case ",inline":
			f.rest = i
		default:
			f.index[tag] = i
		}
	}
	t[of] = f
	return f
}

// newMapping makes v ready to be given keys.
func (p *plainReader) newMapping(v target) (m *mapping, ok bool) {
	switch v.Kind() {
	case reflect.Struct:
		return &mapping{target: v, fields: p.structs.fields(v.Type())}, v.NumField() <= 64
	case reflect.Interface:
		all := reflect.ValueOf(map[string]any{})
		v.Set(all)
		return &mapping{target: target{all}}, true
	case reflect.Map:
		if v.IsNil() {
			v.Set(reflect.MakeMap(v.Type()))
			return &mapping{target: v}, true
		}
	}
	return nil, false
}

// set gives a key the value that read decodes; a key may come only once.
func (m *mapping) set(key string, read func(target) bool) bool {
	all := m.target
	if m.fields != nil {
		i, ok := m.fields.index[key]
		switch {
		case ok && m.seen>>i&1 == 0:
			m.seen |= 1 << i
			return read(target{m.Field(i)})
		case ok || m.fields.rest < 0 || m.Field(m.fields.rest).Kind() != reflect.Map:
			return false
		}
		all = target{m.Field(m.fields.rest)}
		if all.IsNil() {
			all.Set(reflect.MakeMap(all.Type()))
		}
	}
	name := reflect.ValueOf(key)
	if all.MapIndex(name).IsValid() {
		return false
	}
	value := reflect.New(all.Type().Elem()).Elem()
	if !read(target{value}) {
		return false
	}
	all.SetMapIndex(name, value)
	return true
}
