package files

import (
	"bytes"
	"context"
	"unicode"
	"unicode/utf8"
)

const (
	// minFields and maxFields are how many names the fields of such records have,
	// maxFieldName how long one is and maxFieldWords of how many words.
	minFields, maxFields = 3, 400
	maxFieldName         = 60
	maxFieldWords        = 6

	// psqlRecord begins the line above a record of psql, which parts names from values by
	// a bar; others do so by one of fieldMarks.
	psqlRecord, psqlMark, fieldMarks = "-[ ", "|", ":="
)

// fieldOf takes a line with a name and a value apart, as forms, lists in YAML and clients
// of databases write one: "Nome: Ana Lima", "- cpf = '123'", "   fone: NULL". The value is
// nil where it is said to be none. One of the marks parts the two.
func fieldOf(line []byte, marks string) (name, value []byte, ok bool) {
	line = bytes.TrimLeft(bytes.TrimSpace(line), "-*• ")
	at := bytes.IndexAny(line, marks)
	if at < 1 || at > maxFieldName || bytes.HasPrefix(line[at:], []byte("://")) {
		return nil, nil, false
	}
	name, value = bytes.TrimLeft(bytes.TrimRight(line[:at], " \t._\"'"), "\"'"), bytes.TrimSpace(line[at+1:])
	if r, _ := utf8.DecodeRune(name); !unicode.IsLetter(r) || len(bytes.Fields(name)) > maxFieldWords {
		return nil, nil, false
	}
	if n := len(value); n > 1 && (value[0] == '"' || value[0] == '\'') && value[n-1] == value[0] {
		value = value[1 : n-1]
	} else if v := string(value); v == "NULL" || v == "null" || v == "~" {
		value = nil
	}
	return name, value, true
}

// partsRecords reports whether a line stands between two records: "*** 2. row ***",
// "-[ RECORD 2 ]---", "-----".
func partsRecords(line []byte) bool {
	mysql := bytes.HasPrefix(line, []byte("***")) && bytes.HasSuffix(line, []byte(". row ***************************"))
	return mysql || bytes.HasPrefix(line, []byte(psqlRecord)) || len(bytes.Trim(line, "-=*_#~ ")) == 0
}

// marksOf returns what parts the names from the values in a text with these lines.
func marksOf(lines [][]byte) string {
	if len(lines) > 0 && bytes.HasPrefix(lines[0], []byte(psqlRecord)) {
		return psqlMark
	}
	return fieldMarks
}

// sniffBlocks finds the names of the fields of a text that has one on each line. A record
// goes on until a name comes again. It reports false where few lines are fields, or the
// records have not about the same ones in the same order, as those of a log.
func sniffBlocks(lines [][]byte) (names []string, ok bool) {
	marks := marksOf(lines)
	places, inRecord := map[string]int{}, map[string]bool{}
	records, fields, others, turned, last := 0, 0, 0, 0, 0
	for _, line := range lines {
		name, _, ok := fieldOf(line, marks)
		switch {
		case partsRecords(line):
			clear(inRecord)
			continue
		case !ok:
			others++
			continue
		}
		at, known := places[string(name)]
		if !known {
			at = len(names)
			places[string(name)], names = at, append(names, string(name))
		}
		if len(inRecord) == 0 || inRecord[string(name)] {
			records++
			clear(inRecord)
		} else if at < last {
			turned++
		}
		inRecord[string(name)], last = true, at
		fields++
	}
	return names, records > 1 && len(names) >= minFields && len(names) <= maxFields &&
		others*5 <= fields && turned*10 <= fields && fields*2 >= records*len(names)
}

// blocks is a text of records with a field of one of these names on each line, parted from
// its value by one of the marks.
func blocks(c content, name string, enc encoding, marks string, names []string) object {
	f := &lineFile{content: c, enc: enc}
	header, places := make([][]byte, 0, len(names)+1), map[string]int{}
	for i, n := range names {
		header, places[n] = append(header, []byte(n)), i
	}
	t := &rowTable{
		encoding: enc.name, dialect: "fields", blame: faultOf, header: -1, rows: -1,
		columns: nameColumns(append(header, []byte(otherLines)), len(names)+1),
		open: func(ctx context.Context) (rowReader, error) {
			r, err := f.open(ctx)
			if err != nil {
				return nil, err
			}
			return &blockReader{rowReader: r, places: places, marks: marks}, nil
		},
	}
	o := t.object(name, "file")
	o.table.Sparse = true
	return o
}

// A blockReader makes a row of the fields of a record. Lines that are none, and fields of
// other names, are its last cell.
type blockReader struct {
	rowReader
	places map[string]int // of the columns, by name
	marks  string
	row    [][]byte
	met    []bool // columns that the record at hand has
	filled bool   // it has something
	text   []byte // of its cells
	ahead  []byte // the line with which the next record begins; nil for none
	err    error
}

func (r *blockReader) next(bool) ([][]byte, error) {
	r.row, r.met, r.text, r.filled = make([][]byte, len(r.places)+1), make([]bool, len(r.places)), nil, false
	if r.ahead != nil {
		r.take(r.ahead)
		r.ahead = nil
	}
	for r.err == nil && r.ahead == nil && len(r.text) < maxRecord {
		var line [][]byte
		if line, r.err = r.rowReader.next(true); r.err == nil && partsRecords(line[0]) && r.filled {
			return r.row, nil
		} else if r.err == nil && !partsRecords(line[0]) {
			r.take(line[0])
		}
	}
	if r.filled {
		return r.row, nil
	}
	return nil, r.err
}

// take adds a line to the record, or keeps it for the next one.
func (r *blockReader) take(line []byte) {
	name, value, ok := fieldOf(line, r.marks)
	at, known := r.places[string(name)]
	switch {
	case !ok || !known:
		last := len(r.row) - 1
		if r.row[last] != nil {
			line = append(append(bytes.Clone(r.row[last]), '\n'), line...)
		}
		at, value = last, line
	case r.met[at]:
		r.ahead = bytes.Clone(line)
		return
	default:
		r.met[at] = true
	}
	r.filled = true
	if value != nil {
		from := len(r.text)
		r.text = append(r.text, value...)
		r.row[at] = r.text[from:len(r.text):len(r.text)]
	}
}
