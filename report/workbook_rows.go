package report

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// A rowWriter writes rows of a sheet as XML. Texts are written in their cells and not in the
// table of shared strings, which would have to be kept in memory.
type rowWriter struct {
	*book
	out     []byte
	letters []string
	w       io.Writer
}

// body returns a function that writes the rows of a grid, the first of them at row first.
func (b *book) body(g *grid, first int) func(io.Writer) error {
	return func(w io.Writer) error {
		r := &rowWriter{book: b, w: w}
		for i := range g.columns {
			r.letters = append(r.letters, columnLetter(i))
		}
		n := first
		for values := range g.rows {
			if err := r.row(g, n, values); err != nil {
				return err
			}
			n++
		}
		if n-first != g.count {
			return fmt.Errorf("sheet %q has %d rows and not %d", g.sheet, n-first, g.count)
		}
		return nil
	}
}

func (r *rowWriter) row(g *grid, n int, values []any) error {
	r.out = append(r.out[:0], `<row r="`...)
	r.out = strconv.AppendInt(r.out, int64(n), 10)
	r.out = append(r.out, `" ht="`...)
	r.out = strconv.AppendFloat(r.out, g.height(values), 'f', -1, 64)
	r.out = append(r.out, `">`...)
	for i := range g.columns {
		var value any
		if i < len(values) {
			value = values[i]
		}
		if text, ok := value.(string); ok && !g.columns[i].answer {
			value = inert(text)
		}
		style := g.columns[i].style
		if own, ok := value.(excelize.Cell); ok {
			style, value = own.StyleID, own.Value
		}
		r.cell(i, n, style, value)
	}
	r.out = append(r.out, `</row>`...)
	_, err := r.w.Write(r.out)
	return err
}

// inert is a text that is no formula even after the workbook has been saved as CSV, which
// loses what else tells the two apart. What people wrote is not changed.
func inert(text string) string {
	if beginsFormula(text) {
		return "'" + text
	}
	return text
}

func (r *rowWriter) cell(column, row, style int, value any) {
	if text, ok := value.(string); ok && beginsFormula(text) {
		style = r.quote(style)
	}
	r.out = append(r.out, `<c r="`...)
	r.out = append(r.out, r.letters[column]...)
	r.out = strconv.AppendInt(r.out, int64(row), 10)
	r.out = append(r.out, `" s="`...)
	r.out = strconv.AppendInt(r.out, int64(style), 10)
	switch v := value.(type) {
	case nil:
		r.out = append(r.out, `"/>`...)
		return
	case string:
		if v == "" {
			r.out = append(r.out, `"/>`...)
			return
		}
		r.out = append(r.out, `" t="inlineStr"><is><t xml:space="preserve">`...)
		r.out = appendText(r.out, sheetText(v))
		r.out = append(r.out, `</t></is></c>`...)
		return
	case int:
		r.out = strconv.AppendInt(append(r.out, `"><v>`...), int64(v), 10)
	case int64:
		r.out = strconv.AppendInt(append(r.out, `"><v>`...), v, 10)
	case float64:
		r.out = strconv.AppendFloat(append(r.out, `"><v>`...), v, 'g', -1, 64)
	default:
		panic(fmt.Sprintf("a cell of type %T", value)) // a defect of this package: the type does not depend on data
	}
	r.out = append(r.out, `</v></c>`...)
}

// appendText appends a text, escaped for XML and, where it looks like one of Excel's own
// escapes (_x000D_), for Excel.
func appendText(to []byte, s string) []byte {
	if strings.Contains(s, "_x") {
		s = escaped.ReplaceAllString(s, "_x005F_x${1}_")
	}
	for i := 0; i < len(s); i++ {
		switch c := s[i]; c {
		case '&':
			to = append(to, "&amp;"...)
		case '<':
			to = append(to, "&lt;"...)
		case '>':
			to = append(to, "&gt;"...)
		case '\r':
			to = append(to, "_x000D_"...)
		default:
			to = append(to, c)
		}
	}
	return to
}
