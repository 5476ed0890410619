package files

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/datamapbr/datamap/scanner"
)

const (
	pipe = '|'
	// minTagged is how many records it takes to see that they are of several kinds,
	// mostTags how many kinds there may be: the books of the tax office have some 250.
	minTagged = 6
	mostTags  = 400
)

// A taggedText is a text of records of several kinds, which their first field tells:
// SPED, DIRF, DMED, invoices as text. The fields of each kind are columns of their own.
type taggedText struct {
	kinds map[string]*tagKind
	// columns are the kind of a record, the fields, and lines that are no record.
	columns [][]byte
	rows    int64
	whole   bool // all of it was read to know that
}

// A tagKind is one kind of records.
type tagKind struct {
	tag    string
	filled []bool // by field: in some record
	places []int  // of the fields among the columns; 0 for one without
}

// tagged is a record at its start: its kind between pipes, or at the start of the line.
var tagged = regexp.MustCompile(`^\|?([A-Za-z0-9_]{1,8}|NOTA ?FISCAL)\|`)

// A tagLayout names the fields of those kinds of records that tell of people, behind
// the kind, in texts that begin in one way.
type tagLayout struct {
	head   string
	fields map[string]string // by kind
}

// tagLayouts are those of the books of SPED, of DIRF and DMED, and of invoices as text.
var tagLayouts = []tagLayout{
	{"|0000|", map[string]string{
		"0005": "nome fantasia,CEP,endereço,número,complemento,bairro,telefone,fax,e-mail",
		"0100": "nome,CPF,CRC,CNPJ,CEP,endereço,número,complemento,bairro,telefone,fax,e-mail",
		"0150": "código,nome,país,CNPJ,CPF",
		"0930": "nome,CPF ou CNPJ,qualificação,CRC,e-mail,telefone",
		"J930": "nome,CPF ou CNPJ,qualificação,código,CRC,e-mail,telefone",
	}},
	{"DIRF|", map[string]string{
		"RESPO":  "CPF,nome,DDD,telefone,ramal,fax,e-mail",
		"BPFDEC": "CPF,nome,data do laudo",
		"INFPA":  "CPF,data de nascimento,nome",
		"TPSE":   "CPF,nome",
		"DTPSE":  "CPF,data de nascimento,nome",
	}},
	{"DMED|", map[string]string{
		"RESPO":  "CPF,nome,DDD,telefone,ramal,fax,e-mail",
		"TOP":    "CPF,nome",
		"DTOP":   "CPF,data de nascimento,nome",
		"RPPSS":  "CPF,nome",
		"BRPPSS": "CPF,data de nascimento,nome",
	}},
	{"NOTAFISCAL|", invoiceFields},
	{"NOTA FISCAL|", invoiceFields},
}

var invoiceFields = map[string]string{
	"E":   "nome,,,,,e-mail",
	"E02": "CNPJ",
	"E03": "CPF",
	"E05": "endereço,número,complemento,bairro,código do município,município,UF,CEP,código do país,país,telefone",
}

// layoutOf is the layout of the text with this first line; one without names where it
// is not known.
func layoutOf(line []byte) (known tagLayout) {
	start := bytes.ToUpper(line[:min(len(line), 16)])
	for _, l := range tagLayouts {
		if bytes.HasPrefix(start, []byte(l.head)) {
			return l
		}
	}
	return tagLayout{}
}

// isTagged reports whether the lines of a text are such records.
func isTagged(lines [][]byte) bool {
	if len(lines) > 0 && layoutOf(lines[0]).head != "" {
		return true
	}
	if len(lines) < minTagged {
		return false
	}
	widths, alike := map[string]map[int]int{}, map[int]int{} // how many records have how many fields: of a kind, and of all
	records := 0
	for _, line := range lines {
		if tag := tagOf(line); tag != "" {
			n := bytes.Count(line, []byte{pipe})
			if widths[tag] == nil {
				widths[tag] = map[int]int{}
			}
			widths[tag][n]++
			alike[n]++
			records++
		}
	}
	steady := 0
	for _, w := range widths {
		steady += w[commonest(w)]
	}
	return records*10 >= len(lines)*9 && steady*20 >= records*19 && alike[commonest(alike)]*4 < records*3 &&
		len(widths) > 2 && len(widths)*2 <= records
}

// tagOf is the kind of a record, or "".
func tagOf(line []byte) string {
	if m := tagged.FindSubmatch(line); m != nil {
		return string(m[1])
	}
	return ""
}

// fields calls field for each field of a record behind its kind.
func fields(line []byte, field func(i int, value []byte)) {
	_, rest, _ := bytes.Cut(bytes.TrimPrefix(line, []byte{pipe}), []byte{pipe})
	rest = bytes.TrimSuffix(rest, []byte{pipe})
	for i := 0; ; i++ {
		value, more, ok := bytes.Cut(rest, []byte{pipe})
		field(i, bytes.TrimSpace(value))
		if !ok {
			return
		}
		rest = more
	}
}

// tagged is a text of records of several kinds, if it is one.
func (s *source) tagged(ctx context.Context, c content, name string, enc encoding, text []byte, whole bool) (object, bool) {
	if tagOf(text) == "" {
		return object{}, false
	}
	lines := sampleLines(text, enc, whole, "\r\n\x1a")
	if !isTagged(lines) {
		return object{}, false
	}
	f := &lineFile{content: c, enc: enc}
	by := surveyTagged(ctx, f, layoutOf(lines[0]))
	t := f.cutBy(by, "pipe")
	t.rows, t.exact = by.rows, by.whole
	o := t.object(name, "file")
	o.table.Sparse = true
	return o, true
}

// surveyTagged reads such a text once to know its columns: those that hold something.
// What it does not come to is no column. A last record that does not end as the others
// do is a gap of the file.
func surveyTagged(ctx context.Context, f *lineFile, layout tagLayout) *taggedText {
	t := &taggedText{kinds: map[string]*tagKind{}}
	defer t.layOut(layout)
	r, err := f.open(ctx)
	if err != nil {
		return t
	}
	defer r.close()
	closed, cut := int64(0), false // records that end with a pipe, and whether the last one does not
	for {
		row, err := r.next(true)
		if err != nil {
			t.whole = err == io.EOF
			break
		}
		t.rows++
		if cut = !bytes.HasSuffix(row[0], []byte{pipe}); !cut {
			closed++
		}
		cut = cut && (row[0][0] == pipe || !strings.HasPrefix(layout.head, string(pipe)))
		tag := tagOf(row[0])
		k := t.kinds[tag]
		if k == nil && tag != "" && len(t.kinds) < mostTags {
			k = &tagKind{tag: tag}
			t.kinds[tag] = k
		}
		if k != nil {
			fields(row[0], k.seen)
		}
	}
	if cut && t.rows > 2 && closed == t.rows-1 {
		f.gaps.merge(scanner.Reason{Code: "truncated"})
	}
	return t
}

// seen takes note of a field.
func (k *tagKind) seen(i int, value []byte) {
	if i < maxColumns && len(value) > 0 {
		for len(k.filled) <= i {
			k.filled = append(k.filled, false)
		}
		k.filled[i] = true
	}
}

// layOut gives the fields their columns, of which the first and last are there in any
// case.
func (t *taggedText) layOut(layout tagLayout) {
	t.columns = [][]byte{[]byte("registro")}
	kinds := make([]*tagKind, 0, len(t.kinds))
	for _, k := range t.kinds {
		kinds = append(kinds, k)
	}
	slices.SortFunc(kinds, func(a, b *tagKind) int { return cmp.Compare(a.tag, b.tag) })
	for _, k := range kinds {
		names := strings.Split(layout.fields[k.tag], ",")
		k.places = make([]int, len(k.filled))
		for i, filled := range k.filled {
			if !filled || len(t.columns) >= maxColumns-1 {
				continue
			}
			name := fmt.Sprintf("campo %d", i+2) // as the manuals count
			if i < len(names) && names[i] != "" {
				name = names[i]
			}
			k.places[i] = len(t.columns)
			t.columns = append(t.columns, []byte(name+" ("+k.tag+")"))
		}
	}
	t.columns = append(t.columns, []byte("outros dados"))
}

func (t *taggedText) names() [][]byte { return t.columns }

func (t *taggedText) width() int { return len(t.columns) }

// cut appends the cells of a line.
func (t *taggedText) cut(cells [][]byte, line []byte) ([][]byte, bool) {
	first := len(cells)
	cells = append(cells, make([][]byte, t.width())...)
	own := cells[first:]
	tag := tagOf(line)
	k := t.kinds[tag]
	if k == nil {
		own[len(own)-1] = line
		return cells, false
	}
	own[0] = []byte(tag)
	var rest []byte
	fields(line, func(i int, value []byte) {
		if i < len(k.places) && k.places[i] > 0 && len(value) > 0 {
			own[k.places[i]] = value
		} else {
			rest = appendPart(rest, value) // of a table that is too wide, or of a file that has changed
		}
	})
	if len(rest) > 0 {
		own[len(own)-1] = rest
	}
	return cells, true
}
