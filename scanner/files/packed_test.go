package files

import (
	"fmt"
	"strings"
	"testing"

	"github.com/datamapbr/datamap/scanner"
)

// TestPacked cuts records whose columns touch each other, and leaves texts alone
// that only look like them.
func TestPacked(t *testing.T) {
	catalog := catalogOf(t)
	opt := Options{IsData: catalog.IsData, Is: catalog.Is}
	text := func(n int, line func(i int) string) string {
		var b strings.Builder
		for i := range n {
			b.WriteString(line(i) + "\n")
		}
		return b.String()
	}
	cpf := func(i int) string { return validCPF(123456789 + 7654321*i) }
	for _, tc := range []struct{ what, data, row string }{
		{"documents behind each other", text(10, func(i int) string { return fmt.Sprintf("%010d%s%04d1980", i*7919, cpf(i), 101+i%9) }), "0000000000|12345678909|01011980|∅"},
		{"letters behind digits", text(10, func(i int) string { return fmt.Sprintf("%010dANA %c SOUZA    X%03d", i*7919, 'A'+i, i) }), "0000000000|ANA A SOUZA|X|000|∅"},
		{"two kinds", text(20, func(i int) string {
			return []string{fmt.Sprintf("1%s%-20s", cpf(i), "ANA LIMA"), fmt.Sprintf("2RUA DAS FLORES %05d          ", i)}[i%2]
		}), "1|12345678909|ANA LIMA|∅|∅|∅|∅"},
		{"keys of invoices", text(10, func(i int) string { return nfeKey(i) }), nfeKey(0)},
		{"telephones", text(10, func(i int) string { return fmt.Sprintf("849%08d", 12345678+i*7) }), "84912345678"},
		{"hashes", text(10, func(i int) string {
			return fmt.Sprintf("%016x%016x", 0x9e3779b97f4a7c15*uint64(i+1), 0xbf58476d1ce4e5b9*uint64(i+3))
		}), "9e3779b97f4a7c153e08d64756aeb12b"},
		{"a log of settings", text(60, func(i int) string {
			return fmt.Sprintf("2024-03-12 09:%02d:00 INFO cpf=%s ip=200.1.20.%d", i, cpf(i), 100+i)
		}), "2024-03-12 09:00:00 INFO cpf=12345678909 ip=200.1.20.100"},
		{"a log", text(10, func(i int) string { return fmt.Sprintf("2024-03-12 09:%02d:00 INFO pedido %d aceito", i, 100+i) }), "2024-03-12 09:00:00 INFO pedido 100 aceito"},
	} {
		got := readOne(t, writeFile(t, "f.txt", tc.data), opt, scanner.Sample{})
		if len(got.rows) == 0 || strings.Join(got.rows[0], "|") != tc.row || got.err != nil {
			t.Errorf("%s: the first row is %q, want %q (%v)", tc.what, got.rows, tc.row, got.err)
		}
	}
	// A line that is no record is one cell, and said.
	data := text(20, func(i int) string { return fmt.Sprintf("%s%-20s", cpf(i), "ANA LIMA") })
	for _, odd := range []string{"curta", strings.Repeat("x", 31), strings.Repeat("comprida ", 9)} {
		got := readOne(t, writeFile(t, "f.txt", data+odd+"\n"), opt, scanner.Sample{})
		last := got.rows[len(got.rows)-1]
		if len(got.rows) != 21 || last[len(last)-1] != strings.TrimSpace(odd) {
			t.Errorf("%q is read as %q", odd, last)
		}
		if len(odd) != 31 {
			wantCodes(t, odd, got.facts.Notes, "ragged_rows")
		}
	}
}

// nfeKey makes the key of an invoice, with the digit that checks it.
func nfeKey(i int) string {
	key := fmt.Sprintf("2424031234567800019555001%09d1%08d", 1000+i, 12345678+i*31)
	sum, weight := 0, 2
	for k := len(key) - 1; k >= 0; k-- {
		sum += int(key[k]-'0') * weight
		if weight++; weight > 9 {
			weight = 2
		}
	}
	digit := 11 - sum%11
	if digit > 9 {
		digit = 0
	}
	return key + fmt.Sprint(digit)
}
