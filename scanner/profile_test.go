package scanner

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// TestProfileAllocates: once a profile knows its columns, a cell takes no memory.
func TestProfileAllocates(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 3))
	const rows, columns = 1000, 7
	p := profileOf(t, 1, make([]Column, columns))
	batch := func() *Batch {
		b := &Batch{Rows: rows, Cols: columns}
		for range rows {
			note := ""
			if r.IntN(2) == 0 {
				note = fmt.Sprintf("Cliente ligou de (11) 9%04d-%04d, CPF %s, e pediu o protocolo %d.", r.IntN(1e4), r.IntN(1e4), formatted(cpfOf(r.IntN(1e9))), r.IntN(1e6))
			}
			for _, cell := range []string{
				fmt.Sprint(r.IntN(1e6)), formatted(cpfOf(r.IntN(1e9))), fmt.Sprintf("%011d", r.IntN(1e11)), fmt.Sprintf("Maria %c. da Silva", 'A'+r.IntN(26)),
				fmt.Sprintf("maria%d@exemplo.com.br", r.IntN(1e6)), fmt.Sprintf("%d-%02d-%02d", 1940+r.IntN(60), 1+r.IntN(12), 1+r.IntN(28)), note,
			} {
				b.Cells = append(b.Cells, []byte(cell))
			}
		}
		return b
	}
	for range 20 {
		p.add(batch())
	}
	b := batch()
	if perCell := testing.AllocsPerRun(1, func() { p.add(b) }) / (rows * columns); perCell > 0.001 {
		t.Errorf("%.5f allocations for each cell", perCell)
	}
}

// FuzzProfile: whatever the cells of a table with keys and values are, it is profiled and
// judged, and no column or part of one has more values than rows or documents.
func FuzzProfile(f *testing.F) {
	for _, seed := range [][2]string{
		{`{"editora":"","ano":1987,"lista":["",{"x":""}]}`, `<a b=""><c></c></a>`}, {`{"",a,""}`, `"a"=>"", "b"=>""`},
		{`="529.982.247-25"`, "'1,00E+10"}, {"\u00a0", "\u200b\ufeff"}, {`\x7b22223a22227d`, "data:;base64,eyIiOiIiLCJhIjoiYmNkZWZnaGlqa2xtbm9wIn0="},
		{"&#0;", "%00"}, {"meta.nome", "Ana Lima"}, {"{}", "[]"}, {"\xff\xfe", "@"},
	} {
		f.Add([]byte(seed[0]), []byte(seed[1]))
	}
	people := subjects(f)
	table := &Table{Name: "dados", Columns: []Column{{Name: "meta_key"}, {Name: "meta_value"}, {Name: "obs"}}}
	f.Fuzz(func(t *testing.T, a, b []byte) {
		p := profileOf(t, 1, table.Columns)
		p.add(&Batch{Rows: 3, Cols: 3, Cells: [][]byte{a, b, b, b, a, a, nil, a, b}})
		if results, _ := p.judge(table, people); len(results) != len(table.Columns) {
			t.Fatalf("%d verdicts", len(results))
		}
		for i := range p.columns {
			c := &p.columns[i]
			if c.filled > p.rows || c.documents > p.rows {
				t.Errorf("column %d has %d values and %d documents in %d rows", i, c.filled, c.documents, p.rows)
			}
			for key, part := range c.parts {
				if part.documents > c.documents {
					t.Errorf("part %q is in %d of %d documents", key, part.documents, c.documents)
				}
			}
		}
	})
}
