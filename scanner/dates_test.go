package scanner

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// The months are those of the fifth date from either end: no single record is told of.
func TestSpan(t *testing.T) {
	for _, test := range []struct {
		about, name string
		n           int
		cell        func(*rand.Rand, int) string
		want        Span
	}{
		{"orders", "dt_pedido", 500, func(_ *rand.Rand, i int) string { return fmt.Sprintf("%04d-03-%02d", 2009+i%10, 1+i%28) },
			Span{500, "2009-03", "2018-03"}},
		{"moments", "criado_em", 500, func(_ *rand.Rand, i int) string {
			return fmt.Sprintf("%02d/%02d/%04d 10:%02d:07", 1+i%28, 1+i%12, 2012+i%4, i%60)
		}, Span{500, "2012-01", "2015-12"}},
		{"slips of the pen", "dt_venda", 500, func(_ *rand.Rand, i int) string {
			switch i {
			case 3, 4:
				return "1915-05-05"
			case 5:
				return "2026-11-20"
			}
			return fmt.Sprintf("%04d-07-%02d", 2015+i%3, 1+i%28)
		}, Span{500, "2015-07", "2017-07"}},
		{"mostly days that stand for none", "dt_baixa", 500, func(_ *rand.Rand, i int) string {
			return []string{"1970-01-01", "1900-01-01", "9999-12-31", "2000-01-01", "2031-01-05", "2019-01-01", "2020-06-30", "2019-02-03", "2018-05-05", "1980-01-01"}[i%10]
		}, Span{}},
		{"some that are no dates of a record", "dt_fim", 500, func(_ *rand.Rand, i int) string {
			return []string{"9999-12-31", "1900-01-01", "2019-11-05", "2020-06-30", "2019-02-03"}[i%5]
		}, Span{300, "2019-02", "2020-06"}},
		{"some that stand for none", "dt_baixa", 500, func(_ *rand.Rand, i int) string {
			if i%4 == 0 {
				return "1970-01-01"
			}
			return fmt.Sprintf("2019-%02d-15", 1+i%12)
		}, Span{375, "2019-02", "2019-12"}},
		{"birth dates", "dt_nasc", 500, func(_ *rand.Rand, i int) string { return fmt.Sprintf("%04d-03-02", 1950+i%50) }, Span{}},
		{"dates of whatever", "data", 500, func(_ *rand.Rand, i int) string { return fmt.Sprintf("%04d-03-%02d", 1930+i%80, 1+i%28) }, Span{500, "1930-03", "2009-03"}},
		{"days to come", "validade", 500, func(_ *rand.Rand, i int) string { return fmt.Sprintf("%04d-03-02", 2026+i%7) }, Span{}},
		{"four records", "dt_pedido", 4, func(_ *rand.Rand, i int) string { return fmt.Sprintf("2015-03-%02d", 1+i) }, Span{}},
		{"numbers", "valor", 500, func(_ *rand.Rand, i int) string { return fmt.Sprint(i) }, Span{}},
		{"text with dates", "obs", 500, func(_ *rand.Rand, i int) string { return fmt.Sprintf("visita em 2015-03-%02d", 1+i%28) }, Span{}},
	} {
		c := judged(t, test.name, "", test.n, test.cell)
		got := Span{}
		if c.Dates != nil {
			got = *c.Dates
		}
		if got != test.want {
			t.Errorf("%s: %+v, want %+v; it holds %s", test.about, got, test.want, said(c))
		}
	}
}

// Parts merge into what one count of all dates has, whatever their order, and an
// edge is the end of the sorted dates.
func TestDateCountsMerge(t *testing.T) {
	for seed := range uint64(50) {
		r := rand.New(rand.NewPCG(seed, 3))
		const today = 20261121
		var whole dateCounts
		parts := make([]dateCounts, 4)
		var all []uint32
		for range r.IntN(40) {
			date := uint32(r.IntN(40)+1995)*10000 + uint32(1+r.IntN(12))*100 + uint32(1+r.IntN(28))
			whole.add(date, today)
			parts[r.IntN(len(parts))].add(date, today)
			if date <= today && !standsForNone(date) {
				all = append(all, date)
			}
		}
		var merged dateCounts
		for _, i := range r.Perm(len(parts)) {
			merged.merge(&parts[i])
		}
		if merged != whole {
			t.Fatalf("seed %d: parts give %+v, the whole %+v", seed, merged, whole)
		}
		slices.Sort(all)
		if len(all) >= smallCell && (^whole.first[smallCell-1] != all[smallCell-1] || whole.last[smallCell-1] != all[len(all)-smallCell]) || whole.rows != int64(len(all)) {
			t.Fatalf("seed %d: %+v of %v", seed, whole, all)
		}
	}
}
