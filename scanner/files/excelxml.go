package files

import (
	"bytes"
	"context"
	"io"
	"slices"
	"strconv"
)

// An excelXML is a workbook in one XML text, as Excel 2003 and many programs since
// write it, also under the name ".xls".
type excelXML struct {
	content
	enc encoding
}

// isExcelXML reports whether a text is such a workbook.
func isExcelXML(text []byte) bool {
	start := text[:min(len(text), 4096)]
	return bytes.Contains(start, []byte("Workbook")) && bytes.Contains(start, []byte("urn:schemas-microsoft-com:office:spreadsheet"))
}

// excelXML returns the sheets of a workbook in one XML text, and as one more what
// is written in it outside of the cells. All of it is read to know them.
func (s *source) excelXML(ctx context.Context, f *excelXML, name string) []object {
	r, err := f.rows(ctx, everySheet)
	if err != nil {
		return []object{notRead(name, faultOf(err))}
	}
	defer r.close()
	var shapes []*sheetShape
	rest := int64(0)
	for {
		at, row, e := r.parse()
		for len(shapes) < len(r.sheets) {
			shapes = append(shapes, &sheetShape{})
		}
		if err = e; err != nil {
			break
		}
		if at == outside {
			rest++
		} else {
			shapes[at].add(row, r.line)
		}
	}
	if err != io.EOF && len(shapes) == 0 {
		return []object{notRead(name, damaged(err))}
	}
	var objects []object
	for i, shape := range shapes {
		shape.exact = err == io.EOF
		tables := shape.objects(nil, s.opt.IsData, func(r region) *rowTable {
			return &rowTable{encoding: f.enc.name, blame: damaged, open: func(ctx context.Context) (rowReader, error) {
				rows, err := f.rows(ctx, i)
				if err != nil {
					return nil, err
				}
				return r.in(rows), nil
			}}
		})
		objects = append(objects, ofSheet(name+"#"+r.sheets[i].name, r.sheets[i].hidden, tables)...)
	}
	if rest > 0 {
		t := texts(damaged, func(ctx context.Context) (rowReader, error) { return f.rows(ctx, outside) })
		t.rows, t.exact, t.encoding = rest, err == io.EOF, f.enc.name
		objects = append(objects, t.object(name+"#notas", "sheet"))
	}
	return objects
}

// everySheet stands for all of them, and for what is in none.
const everySheet = -2

// rows starts reading a sheet.
func (f *excelXML) rows(ctx context.Context, target int) (*excelRows, error) {
	x, in, err := startXML(ctx, f.content, f.enc)
	if err != nil {
		return nil, err
	}
	return &excelRows{xmlReader: x, in: in, dec: f.enc.decoder(), target: target}, nil
}

// excelRows reads the rows of one sheet that hold a value, or what stands outside
// of the cells.
type excelRows struct {
	*xmlReader
	in     io.Closer
	dec    *decoder
	target int
	sheets []excelSheet // met so far

	inRow, inComment bool
	row              [][]byte
	arena            []byte
	col, across      int      // place of the cell at hand, from 0, and how many more it covers
	aside            [][]byte // texts outside of the cells that are to be handed out
	line             int64    // number of the row at hand in its sheet, from 1
	seen             int64
}

// An excelSheet is a sheet of a workbook in one XML text.
type excelSheet struct {
	name   string
	hidden bool
}

func (r *excelRows) next(bool) ([][]byte, error) {
	for {
		at, row, err := r.parse()
		if err != nil || at == r.target {
			return row, err
		}
	}
}

// parse returns the next row and the sheet that it is in, or outside.
func (r *excelRows) parse() (sheet int, row [][]byte, err error) {
	for len(r.aside) == 0 {
		kind, err := r.xmlReader.next()
		if err != nil {
			return 0, nil, err
		}
		switch kind {
		case xmlStart:
			err = r.element()
		case xmlText, xmlComment:
			err = r.text()
		case xmlEnd:
			switch string(r.name) {
			case "Comment":
				r.inComment = false
			case "Row":
				if r.inRow = false; lastFilled(r.row) > 0 {
					r.seen++
					return len(r.sheets) - 1, r.row, nil
				}
			}
		}
		if err != nil {
			return 0, nil, err
		}
	}
	text := r.aside[0]
	r.aside = r.aside[1:]
	return outside, [][]byte{text}, nil
}

// element takes the start of an element.
func (r *excelRows) element() error {
	switch name := string(r.name); {
	case name == "Worksheet":
		title, err := r.attrText("Name")
		if err != nil {
			return err
		}
		r.sheets, r.line = append(r.sheets, excelSheet{name: columnName([]byte(title))}), 0
	case name == "Row" && r.inRow:
		return errOrder
	case name == "Row" && len(r.sheets) > 0:
		clear(r.row)
		r.row, r.arena, r.col, r.across, r.inRow = r.row[:0], r.arena[:0], -1, 0, true
		if r.line++; r.attr("Index") != nil {
			n, _ := strconv.ParseInt(string(r.attr("Index")), 10, 64)
			r.line = max(r.line, n)
		}
	case name == "Comment":
		r.inComment = true
	case name == "Cell" && r.inRow:
		r.col += 1 + r.across
		if n, err := strconv.Atoi(string(r.attr("Index"))); err == nil && n > r.col {
			r.col = n - 1
		}
		r.across, _ = strconv.Atoi(string(r.attr("MergeAcross")))
		if r.across < 0 || r.across > maxColumns {
			r.across = 0
		}
	case name == "Data" && r.inComment:
		return r.comment()
	case name == "Data" && r.inRow:
		return r.value()
	}
	return r.besideCells()
}

// settings are the attributes that programs write and nobody else.
var settings = []string{"FontName", "Family", "Range", "RefersTo", "Ref"}

// besideCells keeps what the name of an element and its attributes say that is no
// setting: links, headers and footers, authors of comments, texts in formulas.
func (r *excelRows) besideCells() error {
	if hasDigits(r.name) {
		r.aside = append(r.aside, bytes.Clone(r.name))
	}
	for _, a := range r.attrs {
		name := string(a.name)
		text, err := r.decoded(nil, a.value, false)
		switch {
		case err != nil:
			return err
		case name == "Formula" || name == "Format" || name == "RefersTo":
			for literal := range literals(text) {
				r.aside = append(r.aside, literal)
			}
		case name == "HRef" || name == "Data" || name == "Author", isTelling(text) && !a.space && !slices.Contains(settings, name):
			r.aside = append(r.aside, text)
		}
	}
	return nil
}

// text keeps a text that stands outside of the cells. Most are settings.
func (r *excelRows) text() error {
	if string(local(r.innermost())) == "Visible" && len(r.sheets) > 0 {
		r.sheets[len(r.sheets)-1].hidden = bytes.Contains(r.xmlReader.text, []byte("Hidden"))
		return nil
	}
	text, err := r.decoded(nil, r.xmlReader.text, r.cdata)
	if text = bytes.TrimSpace(text); len(text) > len("False") {
		r.aside = append(r.aside, text)
	}
	return err
}

// comment keeps the text of a comment, which may be in runs of several looks.
func (r *excelRows) comment() error {
	var all []byte
	err := r.within(func(what xmlKind) (err error) {
		if what == xmlStart {
			return r.besideCells()
		}
		if what == xmlText || what == xmlComment {
			all, err = r.decoded(all, r.xmlReader.text, r.cdata)
		}
		return err
	})
	if all = bytes.TrimSpace(all); len(all) > 0 {
		r.aside = append(r.aside, all)
	}
	return err
}

// value reads the element with the value of the cell at hand.
func (r *excelRows) value() error {
	kind, from := string(r.attr("Type")), len(r.arena)
	err := r.within(func(what xmlKind) (err error) {
		if what == xmlText || what == xmlComment {
			r.arena, err = r.decoded(r.arena, r.xmlReader.text, r.cdata)
		}
		if err == nil && len(r.arena) > maxSheetRow {
			err = errNested
		}
		return err
	})
	if err != nil {
		return err
	}
	if r.col < 0 || r.col >= maxColumns {
		return errNested
	}
	value := r.arena[from:len(r.arena):len(r.arena)]
	switch kind {
	case "Number":
		value = appendNumber(nil, value, plainNumber, false)
	case "DateTime":
		value = bytes.TrimSuffix(bytes.TrimSuffix(value, []byte(".000")), []byte("T00:00:00"))
		value = bytes.TrimPrefix(value, []byte("1899-12-31T")) // a time of day
	case "Boolean":
		value = asBoolean(value)
	}
	for len(r.row) <= r.col {
		r.row = append(r.row, nil)
	}
	if before := r.row[r.col]; before != nil {
		value = slices.Concat(before, []byte("\n"), value)
	}
	r.row[r.col] = value
	return nil
}

// decoded appends a text in UTF-8.
func (r *excelRows) decoded(dst, text []byte, cdata bool) ([]byte, error) {
	r.dec.reset()
	return appendText(dst, r.dec.decode(text, r.seen+1), cdata)
}

func (r *excelRows) number() int64 { return r.line }

func (r *excelRows) remarks() (gaps, notes tally) { return nil, r.dec.notes() }

func (r *excelRows) close() { r.in.Close() }
