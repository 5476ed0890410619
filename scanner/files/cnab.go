package files

import (
	"bytes"
	"slices"
)

// A cnabField is a field of a record that banks exchange: its column, and its first
// and last place as FEBRABAN's manual counts them, from 1.
type cnabField struct {
	name     string
	from, to int
}

// The kinds of records of CNAB 240 by their type and segment, and of CNAB 400 by
// their type, with the fields that tell of people. A document stands behind a digit
// that tells whether it is a CPF or a CNPJ.
var (
	cnab240 = map[string][]cnabField{
		"3A": {{"banco", 21, 23}, {"agência", 24, 29}, {"conta", 30, 42}, {"nome", 44, 73}, {"data do pagamento", 94, 101}, {"valor", 120, 134}},
		"3B": {{documentField, 18, 32}, {"endereço", 33, 97}, {"cidade", 98, 117}, {"CEP", 118, 125}, {"UF", 126, 127}},
		"3J": {{"nome", 62, 91}, {"data do pagamento", 92, 99}, {"valor", 100, 114}},
		"3Q": {{documentField, 18, 33}, {"nome", 34, 73}, {"endereço", 74, 128}, {"CEP", 129, 136}, {"cidade", 137, 151}, {"UF", 152, 153}, {"nome do avalista", 170, 209}},
		"3T": {{"nome", 149, 188}, {documentField, 133, 148}, {"valor", 82, 96}},
		"3Y": {{documentField, 20, 35}, {"nome", 36, 75}, {"endereço", 76, 130}, {"CEP", 131, 138}, {"cidade", 139, 153}, {"UF", 154, 155}},
	}
	cnab400 = map[string][]cnabField{
		"1": {{documentField, 219, 234}, {"nome", 235, 274}, {"endereço", 275, 314}, {"CEP", 327, 334}, {"valor", 127, 139}},
		"7": {{documentField, 219, 234}, {"nome", 235, 274}, {"endereço", 275, 314}, {"CEP", 327, 334}, {"valor", 127, 139}},
	}
)

// documentField is a field with the kind of a document before its number.
const documentField = "documento"

// A cnabText is a text of the records that banks exchange with companies.
type cnabText struct {
	length int // of a record: 240 or 400
	kinds  map[string][]cnabField
	// columns are the kind of the record, the fields, and what else stands in it.
	columns []string
}

// sniffCNAB recognises the records by their length and types.
func sniffCNAB(lines [][]byte) (*cnabText, bool) {
	if len(lines) < 3 {
		return nil, false
	}
	good := 0
	for _, line := range lines {
		places := placesIn(line)
		if n := len(lines[0]); places.length == n && (n == 400 && isDigit(line[0]) || n == 240 && isInteger(line[:8]) && bytes.Equal(line[:3], lines[0][:3])) {
			good++
		}
	}
	var c *cnabText
	switch head := lines[0]; {
	case good*10 < len(lines)*9:
		return nil, false
	case len(head) == 240 && string(head[3:8]) == "00000":
		c = &cnabText{length: 240, kinds: cnab240}
	case len(head) == 400 && bytes.HasPrefix(head, []byte("01REMESSA")):
		c = &cnabText{length: 400, kinds: cnab400}
	case len(head) == 400 && bytes.HasPrefix(head, []byte("02RETORNO")):
		c = &cnabText{length: 400}
	default:
		return nil, false
	}
	c.columns = c.columnsOf(lines)
	return c, true
}

// columnsOf returns the columns for the fields of some records.
func (c *cnabText) columnsOf(lines [][]byte) []string {
	columns := []string{"registro"}
	for _, line := range lines {
		if placesIn(line).length != c.length || !isASCII(line[:14]) {
			continue
		}
		for _, f := range c.kinds[c.kind(line)] {
			names := []string{f.name}
			if f.name == documentField {
				names = []string{"CPF", "CNPJ"}
			}
			for _, name := range names {
				if !slices.Contains(columns, name) {
					columns = append(columns, name)
				}
			}
		}
	}
	return append(columns, "outros dados")
}

// kind tells the kind of a record.
func (c *cnabText) kind(line []byte) string {
	switch {
	case c.length == 400:
		return string(line[:1])
	case line[7] == '3':
		return string([]byte{'3', line[13]})
	}
	return string(line[7:8])
}

func (c *cnabText) names() (names [][]byte) {
	for _, name := range c.columns {
		names = append(names, []byte(name))
	}
	return names
}

func (c *cnabText) width() int { return len(c.columns) }

// cut appends the cells of a line. What no field holds is in the last one.
func (c *cnabText) cut(cells [][]byte, line []byte) ([][]byte, bool) {
	first, last := len(cells), len(cells)+c.width()-1
	cells = append(cells, make([][]byte, c.width())...)
	at := placesIn(line)
	if at.length != c.length || !isASCII(line[:min(len(line), 14)]) {
		cells[last] = bytes.TrimSpace(line)
		return cells, false
	}
	kind := c.kind(line)
	cells[first] = []byte(kind)
	var rest []byte
	behind := 0
	fields := slices.Clone(c.kinds[kind])
	slices.SortFunc(fields, func(a, b cnabField) int { return a.from - b.from })
	for _, f := range fields {
		rest = appendPart(rest, line[at.at(behind):at.at(f.from-1)])
		behind = f.to
		name, value := f.name, bytes.TrimSpace(line[at.at(f.from-1):at.at(f.to)])
		if name == documentField {
			var filling []byte
			name, filling, value = documentOf(value)
			rest = appendPart(rest, filling)
		}
		col := slices.Index(c.columns, name)
		if col < 0 {
			rest = appendPart(rest, value)
			continue
		}
		cells[first+col] = value
	}
	if rest = appendPart(rest, line[at.at(behind):]); len(rest) > 0 {
		cells[last] = rest
	}
	return cells, true
}

// appendPart appends what stands between two fields.
func appendPart(dst, part []byte) []byte {
	if part = bytes.TrimSpace(part); len(part) == 0 {
		return dst
	}
	if len(dst) > 0 {
		dst = append(dst, ' ')
	}
	return append(dst, part...)
}

// documentOf tells by its first digit what a document is, and parts what it is
// filled up with from its number.
func documentOf(value []byte) (column string, filling, number []byte) {
	column, size := "CPF", 11
	if len(value) > 0 && value[0] == '2' {
		column, size = "CNPJ", 14
	}
	at := len(value) - size
	if at < 1 || !isInteger(value) || value[0] != '1' && value[0] != '2' || len(bytes.Trim(value[1:at], "0")) > 0 {
		return "", nil, value
	}
	return column, value[:at], value[at:]
}
