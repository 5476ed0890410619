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
	p := newProfile(builtin(t), 1, today, make([]Column, columns))
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
