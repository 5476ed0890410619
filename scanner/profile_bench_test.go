package scanner

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// BenchmarkProfile measures the judging of one cell of a column, the source
// left out.
func BenchmarkProfile(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 1))
	for _, column := range []struct {
		name string
		cell func(i int) string
	}{
		{"formatted CPF", func(int) string { return formatted(cpfOf(r.IntN(1e9))) }},
		{"bare 11 digits", func(int) string { return fmt.Sprintf("%011d", r.IntN(1e11)) }},
		{"name", func(i int) string { return fmt.Sprintf("Maria Aparecida da Silva%c%c", 'a'+i%26, 'a'+i/26%26) }},
		{"e-mail", func(i int) string { return fmt.Sprintf("maria%d@exemplo.com.br", i) }},
		{"state", func(i int) string { return []string{"SP", "RJ", "MG"}[i%3] }},
		{"date", func(int) string { return fmt.Sprintf("%d-%02d-%02d", 1940+r.IntN(60), 1+r.IntN(12), 1+r.IntN(28)) }},
		{"text", func(i int) string {
			return fmt.Sprintf("Cliente entrou em contato para saber do prazo de entrega do pedido %d, protocolo 20240518-77.", i)
		}},
	} {
		b.Run(column.name, func(b *testing.B) {
			const rows = 4096
			batch := &Batch{Rows: rows, Cols: 1}
			for i := range rows {
				batch.Cells = append(batch.Cells, []byte(column.cell(i)))
			}
			p := profileOf(b, 1, make([]Column, 1))
			p.add(batch)
			b.ReportAllocs()
			for b.Loop() {
				p.add(batch)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/rows, "ns/cell")
		})
	}
}
