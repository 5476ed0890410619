package eval

import (
	"context"

	"github.com/datamapbr/datamap/scanner"
)

// batchRows is how many rows a reading lays out at a time.
const batchRows = 500

// A source serves the tables of a corpus, made row by row while they are read.
type source struct{ corpus *corpus }

func (source) Info() scanner.SourceInfo { return scanner.SourceInfo{Name: "corpus", Kind: "corpus"} }

func (source) Close() error { return nil }

func (s source) Tables(context.Context) ([]scanner.Table, error) {
	list := make([]scanner.Table, len(s.corpus.tables))
	for i := range s.corpus.tables {
		t := &s.corpus.tables[i]
		list[i] = scanner.Table{Schema: t.Schema, Name: t.Name, Kind: t.Kind, Comment: t.Comment, Rows: int64(t.Rows)}
		for k, c := range t.Columns {
			list[i].Columns = append(list[i].Columns, scanner.Column{
				Name: c.Name, Position: k + 1, DataType: c.Type, Comment: c.Comment, Skip: c.Gen == "blob",
			})
		}
	}
	return list, nil
}

func (s source) Read(_ context.Context, t *scanner.Table, _ scanner.Sample) *scanner.Reading {
	r := &scanner.Reading{Facts: scanner.Facts{Method: scanner.Whole, Rows: t.Rows}}
	r.Batches = func(yield func(*scanner.Batch, error) bool) {
		mine := s.corpus.table(t.Schema, t.Name)
		makers := make([]*maker, len(mine.Columns))
		for i := range makers {
			makers[i] = s.corpus.newMaker(mine, i)
		}
		for from := 0; from < mine.Rows; from += batchRows {
			b := &scanner.Batch{Rows: min(batchRows, mine.Rows-from), Cols: len(makers)}
			for row := range b.Rows {
				cells := map[string]string{}
				for i, m := range makers {
					cell, ok := m.cell(from+row, cells)
					if !ok || mine.Columns[i].Gen == "blob" {
						b.Cells = append(b.Cells, nil)
						continue
					}
					cells[mine.Columns[i].Name] = cell
					b.Cells = append(b.Cells, []byte(cell))
				}
			}
			if !yield(b, nil) {
				return
			}
		}
	}
	return r
}

func (c *corpus) table(schema, name string) *table {
	for i := range c.tables {
		if t := &c.tables[i]; t.Schema == schema && t.Name == name {
			return t
		}
	}
	return nil
}
