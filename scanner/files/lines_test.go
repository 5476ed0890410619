package files

import (
	"strings"
	"testing"

	"github.com/datamapbr/datamap/scanner"
)

func TestLines(t *testing.T) {
	log := "2024-05-01 10:00:01 INFO login de ana@exemplo.com.br, ip 10.0.0.1\n\"sem fim\r\n\r\n2024-05-01 10:00:02 ERROR falhou, de novo, para o cliente\n  at x.y(z)\n"
	for name, tc := range map[string]struct{ data, want string }{
		"a.log": {log, "2024-05-01 10:00:01 INFO login de ana@exemplo.com.br, ip 10.0.0.1\n\"sem fim\n2024-05-01 10:00:02 ERROR falhou, de novo, para o cliente\n  at x.y(z)\n"},
		"carta": {"Prezada Ana, segue em anexo o contrato.\rAtenciosamente, o seu banco, em Natal", "Prezada Ana, segue em anexo o contrato.\nAtenciosamente, o seu banco, em Natal\n"},
		"u.txt": {"\xff\xfe" + string(wideText("um dois tres quatro cinco\n")), "um dois tres quatro cinco\n"},
		"l.txt": {"a carta do Jo\xe3o de Deus\n", "a carta do João de Deus\n"},
	} {
		got := readOne(t, writeFile(t, name, tc.data), Options{}, scanner.Sample{})
		if strings.Join(got.names, ",") != "coluna 1" || got.err != nil {
			t.Errorf("%s: columns %q, error %v", name, got.names, got.err)
		}
		var rows [][]string
		for line := range strings.Lines(tc.want) {
			rows = append(rows, []string{strings.TrimSuffix(line, "\n")})
		}
		wantRows(t, got.rows, rows)
	}
	for name, text := range map[string]string{"a.txt": "nome;cpf\nAna da Silva e Sousa Lima;1\n", "b": "cpf\n1\n2\n",
		"empty at the end.txt": "nome\tsetor\tnota\n" + strings.Repeat("Ana da Silva e Sousa\tSala 1\t\n", 9), "c.csv": "uma linha de texto com palavras\noutra linha de texto aqui\n"} {
		got := readOne(t, writeFile(t, name, text), Options{}, scanner.Sample{})
		if got.names[0] == "coluna 1" {
			t.Errorf("%s has columns %q", name, got.names)
		}
	}
}

// TestLongLines cuts a line that would not fit, between words, and loses nothing.
func TestLongLines(t *testing.T) {
	text := strings.Repeat("palavra ", 100000)
	got := readOne(t, writeFile(t, "a.log", text), Options{}, scanner.Sample{})
	var all string
	for _, row := range got.rows {
		if len(row[0]) > maxLine || !strings.HasSuffix(row[0], " ") {
			t.Fatalf("a row of %d bytes ends in %q", len(row[0]), row[0][len(row[0])-5:])
		}
		all += row[0]
	}
	if all != text {
		t.Errorf("%d bytes were read of %d", len(all), len(text))
	}
}
