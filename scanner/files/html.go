package files

import (
	"bytes"
	"context"
	"fmt"
	"html"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/datamapbr/datamap/scanner"
)

// An htmlFile is a page with tables: what many systems hand out as ".xls".
type htmlFile struct {
	content
	enc encoding
}

// pageParts begin parts of pages, and no XML of anything else.
var pageParts = []string{"<!doctype html", "<table", "<div", "<span", "<meta ", "<center", "<font", "<h1", "<h2", "<h3", "<style", "<script"}

// isHTML reports whether a text is a page or a part of one.
func isHTML(ext string, text []byte) bool {
	start := bytes.TrimSpace(text[:min(len(text), 4096)])
	if len(start) == 0 || start[0] != '<' {
		return false
	}
	start = bytes.ToLower(start)
	return ext == ".html" || ext == ".htm" || slices.ContainsFunc(pageParts, func(part string) bool { return bytes.HasPrefix(start, []byte(part)) }) || bytes.Contains(start, []byte("<html")) ||
		!bytes.HasPrefix(start, []byte("<?xml")) && tableOfPage.Match(text)
}

// tableOfPage finds a table with a row. What other XML calls a table has none.
var tableOfPage = regexp.MustCompile(`(?is)<table[\s>].*<tr[\s>]`)

// html returns the tables of a page, and as one more its text outside of them.
func (s *source) html(ctx context.Context, f *htmlFile, name string) []object {
	tables, rest, err := f.survey(ctx)
	if err != nil {
		return []object{notRead(name, faultOf(err))}
	}
	var objects []object
	for i, shape := range tables {
		t := &rowTable{encoding: f.enc.name, blame: faultOf, open: func(ctx context.Context) (rowReader, error) { return f.rows(ctx, i) }}
		shape.describe(t, s.opt.IsData)
		if len(tables) == 1 {
			objects = append(objects, t.object(name, "file"))
		} else {
			objects = append(objects, t.object(fmt.Sprintf("%s#%d", name, i+1), "table"))
		}
	}
	if rest > 0 || len(tables) == 0 {
		t := texts(faultOf, func(ctx context.Context) (rowReader, error) { return f.rows(ctx, outside) })
		t.rows, t.exact, t.encoding = rest, true, f.enc.name
		if len(tables) == 0 {
			return []object{t.object(name, "file")}
		}
		objects = append(objects, t.object(name+"#texto", "table"))
	}
	return objects
}

// outside stands for what is in no table.
const outside = -1

// survey reads the page to know its tables.
func (f *htmlFile) survey(ctx context.Context) (tables []*shape, rest int64, err error) {
	r, err := f.rows(ctx, outside)
	if err != nil {
		return nil, 0, err
	}
	defer r.close()
	for {
		at, row, err := r.parse()
		for len(tables) < r.tables && len(tables) < maxSheets {
			tables = append(tables, &shape{})
		}
		switch {
		case err == io.EOF:
			return tables, rest, nil
		case err != nil:
			return nil, 0, err
		case at == outside:
			rest++
		case at < len(tables):
			tables[at].add(row)
		}
	}
}

// rows starts reading a table.
func (f *htmlFile) rows(ctx context.Context, table int) (*htmlRows, error) {
	text, _, in, err := f.text(ctx, f.enc, 0)
	if err != nil {
		return nil, err
	}
	return &htmlRows{htmlParser: newHTMLParser(text, f.enc.decoder()), in: in, target: table}, nil
}

// htmlRows reads the rows of one table.
type htmlRows struct {
	*htmlParser
	in     io.Closer
	target int
}

func (r *htmlRows) next(bool) ([][]byte, error) {
	for {
		at, row, err := r.parse()
		if err != nil || at == r.target {
			return row, err
		}
	}
}

func (r *htmlRows) remarks() (gaps, notes tally) {
	if slices.Contains(r.unclosed, r.target) {
		gaps.merge(scanner.Reason{Code: "truncated"})
	}
	if r.long > 0 {
		gaps.merge(scanner.Reason{Code: "record_too_long", Count: r.long})
	}
	return gaps, append(notes, r.dec.notes()...)
}

func (r *htmlRows) close() { r.in.Close() }

// A shape is what a first reading tells of a table.
type shape struct {
	first [][][]byte // its first rows
	size  int        // of what they hold
	rows  int64
	width int
}

// add takes note of a row.
func (s *shape) add(row [][]byte) {
	s.rows++
	s.width = max(s.width, lastFilled(row))
	if len(s.first) >= sniffRows || s.size >= maxSniffed {
		return
	}
	own, size := cloneRow(row, maxSniffedCell)
	s.first, s.size = append(s.first, own), s.size+size
}

// describe gives a table the header, columns and rows of its shape.
func (s *shape) describe(t *rowTable, isData func([]byte) bool) {
	t.describe(s.first, isData)
	t.setRows(s.rows, true)
	if n := len(t.columns); s.width > n && s.width <= n+spareColumns {
		t.columns = append(t.columns, nameColumns(nil, s.width)[n:]...)
	}
}

// unescapeHTML resolves the entities of a text.
func unescapeHTML(text []byte) []byte {
	if bytes.IndexByte(text, '&') < 0 {
		return text
	}
	return bytes.ReplaceAll([]byte(html.UnescapeString(string(text))), []byte("\u00ad"), nil) // soft hyphens do not show
}

// shownAttribute reports whether an attribute is one in which values stand that a
// page shows, sends or works with.
func shownAttribute(name string) bool {
	switch name {
	case "value", "title", "alt", "placeholder", "content", "summary", "label", "href", "action", "srcdoc":
		return true
	}
	return strings.HasPrefix(name, "data-") || strings.HasPrefix(name, "on")
}

// hasDigits reports whether a text that is nobody's by its place has as many
// digits as a document, or an address of mail.
func hasDigits(text []byte) bool {
	at := bytes.IndexByte(text, '@')
	return countDigits(text) >= 11 || at > 0 && bytes.IndexByte(text[at:], '.') > 1
}
