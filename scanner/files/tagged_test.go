package files

import (
	"fmt"
	"strings"
	"testing"

	"github.com/datamapbr/datamap/scanner"
)

// TestTagged gives the fields of each kind of records columns of their own, and leaves
// tables alone.
func TestTagged(t *testing.T) {
	lines := func(n int, line func(i int) string) string {
		var b strings.Builder
		for i := range n {
			b.WriteString(line(i) + "\n")
		}
		return b.String()
	}
	cpf := func(i int) string { return validCPF(123456789 + 7654321*i) }
	for _, tc := range []struct{ what, data, names, row string }{
		{"DIRF", "Dirf|2024|2023|N|\nRESPO|" + cpf(0) + "|ANA LIMA|84||\nBPFDEC|" + cpf(1) + "|BIA REIS||\n",
			"registro,CPF (BPFDEC),nome (BPFDEC),campo 2 (Dirf),campo 3 (Dirf),campo 4 (Dirf),CPF (RESPO),nome (RESPO),DDD (RESPO),outros dados",
			"BPFDEC|" + cpf(1) + "|BIA REIS|∅|∅|∅|∅|∅|∅|∅"},
		{"an invoice as text", "NOTA FISCAL|1|\nA|4.00|\nE|ANA LIMA|9|\nE03|" + cpf(0) + "|\n", "registro,campo 2 (A),nome (E),campo 3 (E),CPF (E03),campo 2 (NOTA FISCAL),outros dados",
			"E03|∅|∅|∅|" + cpf(0) + "|∅|∅"},
		{"kinds that nobody knows", lines(9, func(i int) string {
			return []string{"10|ANA|" + cpf(i), fmt.Sprintf("20|%d", i), "30|a|b|c|d"}[i%3]
		}), "registro,campo 2 (10),campo 3 (10),campo 2 (20),campo 2 (30),campo 3 (30),campo 4 (30),campo 5 (30),outros dados", "30|∅|∅|∅|a|b|c|d|∅"},
		{"a table", "tipo|nome|cpf\n" + lines(9, func(i int) string { return fmt.Sprintf("%d|ANA %c|%s", i%3, 'A'+i, cpf(i)) }), "tipo,nome,cpf", "2|ANA I|" + cpf(8)},
		{"a table of which some rows are short", "id|nome|cpf\n" + lines(9, func(i int) string {
			return []string{fmt.Sprintf("%d|ANA|%s", i, cpf(i)), fmt.Sprintf("%d|BIA", i), fmt.Sprintf("%d|EVA|%s", i, cpf(i))}[i%3]
		}), "id,nome,cpf", "8|EVA|" + cpf(8)},
	} {
		got := readOne(t, writeFile(t, "f.txt", tc.data), Options{IsData: catalogOf(t).IsData}, scanner.Sample{})
		if names := strings.Join(got.names, ","); names != tc.names {
			t.Errorf("%s: the columns are %q, want %q", tc.what, names, tc.names)
		}
		if last := strings.Join(got.rows[len(got.rows)-1], "|"); last != tc.row || got.err != nil {
			t.Errorf("%s: the last row is %q, want %q (%v)", tc.what, last, tc.row, got.err)
		}
	}
	// A line that is no record is one cell, and said.
	got := readOne(t, writeFile(t, "f.txt", "|0000|017|\n|0150|P1|ANA LIMA|\nassinatura de ANA LIMA\n"), Options{}, scanner.Sample{})
	if last := got.rows[2]; last[len(last)-1] != "assinatura de ANA LIMA" {
		t.Errorf("the last row is %q", last)
	}
	wantCodes(t, "notes", got.facts.Notes, "ragged_rows")
	cut := readOne(t, writeFile(t, "f.txt", "|0000|017|\n|0150|P1|ANA LIMA|\n|0150|P2|BI"), Options{}, scanner.Sample{})
	wantCodes(t, "gaps of a book that is cut", cut.facts.Gaps, "truncated")
	sample := readOne(t, writeFile(t, "f.txt", "|0000|017|\n"+lines(5000, func(i int) string { return fmt.Sprintf("|0150|P%d|ANA|", i) })), Options{}, scanner.Sample{Rows: 100, Seed: 1})
	if len(sample.rows) != 100 || sample.facts.Rows != 5001 {
		t.Errorf("a sample of %d rows of %d", len(sample.rows), sample.facts.Rows)
	}
}
