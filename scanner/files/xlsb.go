package files

import (
	"io"
	"path"
	"slices"
	"strings"
)

// A binary workbook (.xlsb) is a package like any other: only the parts that hold its sheets, texts
// and looks are in records instead of XML.

// recordParts are the parts that are in records, or folders of such.
var recordParts = []string{
	"xl/workbook.", "xl/styles.", "xl/sharedstrings.", "xl/worksheets/", "xl/chartsheets/", "xl/dialogsheets/", "xl/macrosheets/", "xl/comments",
	"xl/tables/", "xl/pivottables/", "xl/pivotcache/", "xl/externallinks/", "xl/connections.", "xl/querytables/", "xl/revisions/", "xl/slicers/", "xl/slicercaches/",
}

// inRecords reports whether a part is in records.
func inRecords(part string) bool {
	return path.Ext(part) == ".bin" && !isQuiet(part) && slices.ContainsFunc(recordParts, func(within string) bool { return strings.HasPrefix(part, within) })
}

// records opens a part that is in records.
func (w *workbook) records(name string) (*brtReader, io.Closer, error) {
	r, in, err := w.open(name)
	if err != nil {
		return nil, nil, err
	}
	return newBrtReader(r), in, nil
}

// eachRecord calls visit for every record of a part, whose last one is of the kind end.
func (w *workbook) eachRecord(name string, end int, visit func(r *brtReader) error) error {
	r, in, err := w.records(name)
	if err != nil {
		return err
	}
	defer in.Close()
	for err == nil {
		if err = r.next(); err == nil {
			err = visit(r)
		}
	}
	switch {
	case err == io.EOF && r.kind != end:
		return io.ErrUnexpectedEOF
	case err == io.EOF:
		return nil
	}
	return err
}

// readMainRecords reads the list of sheets.
func (w *workbook) readMainRecords(main string, targets map[string]target) error {
	return w.eachRecord(main, brtEndBook, func(r *brtReader) error {
		switch r.kind {
		case brtBookSettings:
			w.base1904 = r.field(0)&1 != 0
		case brtSheet:
			return w.addSheetRecord(r, targets)
		}
		return nil
	})
}

// addSheetRecord adds the sheet in the record at hand: whether it is hidden, one number or, as the
// first versions of Office 2007 wrote it, two, the identifier of its part, and its name.
func (w *workbook) addSheetRecord(r *brtReader, targets map[string]target) (err error) {
	const states = 3
	for _, at := range []int{8, 12} {
		id, end, failed := r.text(nil, at)
		if err = failed; err != nil {
			continue
		}
		name, _, failed := r.text(nil, end)
		if err = failed; err == nil {
			w.addSheet(string(name), string(id), r.field(0)&states != 0, targets)
			return nil
		}
	}
	return err
}

// readStyleRecords finds out which styles show dates.
func (w *workbook) readStyleRecords(part string) error {
	ofCells := false
	return w.eachRecord(part, brtEndStyles, func(r *brtReader) error {
		switch r.kind {
		case brtFormat:
			code, _, err := r.text(nil, 2)
			if err != nil {
				return err
			}
			w.styles.addFormat(r.field(0)&0xffff, string(code))
		case brtBeginStyles, brtEndCellStyles:
			ofCells = r.kind == brtBeginStyles
		case brtStyle:
			if ofCells {
				w.styles.add(r.field(0) >> 16)
			}
		}
		return nil
	})
}

// tableRecords returns the table that a part defines.
func (w *workbook) tableRecords(part string) (tables []definedTable, err error) {
	err = w.eachRecord(part, brtEndTable, func(r *brtReader) error {
		if r.kind == brtTable {
			tables = append(tables, definedTable{first: int64(r.field(0)) + 1, column: r.field(8), header: r.field(24) != 0})
		}
		return nil
	})
	return tables, err
}

// recordTexts are shared strings in records.
type recordTexts struct {
	*brtReader
	room []byte
}

func (t *recordTexts) nextText() ([]byte, error) {
	for {
		err := t.next()
		switch {
		case err == io.EOF && t.kind != brtEndTexts:
			return nil, io.ErrUnexpectedEOF
		case err != nil:
			return nil, err
		case t.future > 0:
		case t.kind == brtItem:
			t.room, _, err = t.richText(t.room[:0], nil, 0)
			return t.room, err
		case t.kind < brtOf2010 && !slices.Contains(amongTexts, t.kind):
			return nil, errOrder // the texts behind it would have other numbers
		}
	}
}

// amongTexts are the kinds of records that stand among the shared strings and are none.
var amongTexts = []int{brtBeginTexts, brtEndTexts, brtBeginFuture, brtEndFuture, brtBeginOther, brtEndOther}
