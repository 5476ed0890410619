package files

import (
	"strings"
	"testing"

	"github.com/datamapbr/datamap/scanner"
)

// TestBlocks reads records with a field on each line, and leaves alone what only looks so.
func TestBlocks(t *testing.T) {
	for _, tc := range []struct{ name, text, cols, rows string }{
		{"mysql", "*************************** 1. row ***************************\n     cpf: 529.982.247-25\n    nome: Ana Lima\nreligiao: NULL\n" +
			"*************************** 2. row ***************************\n     cpf: 111.444.777-35\n    nome: Zé: o outro\nreligiao: Católica\n", "cpf|nome|religiao|outras linhas",
			"529.982.247-25|Ana Lima||\n111.444.777-35|Zé: o outro|Católica|\n"},
		{"psql", "-[ RECORD 1 ]------\ncpf  | 52998224725\nnome | Ana Lima\nobs  | \n-[ RECORD 2 ]------\ncpf  | 11144477735\nnome | Zé\nobs  | a: b\n", "cpf|nome|obs|outras linhas",
			"52998224725|Ana Lima||\n11144477735|Zé|a: b|\n"},
		{"yaml", "# pessoas\n- nome: \"Ana Lima\"\n  'cpf': '52998224725'\n  salario: 1000.5\n- nome: Zé\n  cpf: null\n  salario: 2000\n  extra: 1\n- nome: Bia\n  cpf: ~\n", "nome|cpf|salario|extra|outras linhas",
			"Ana Lima|52998224725|1000.5||# pessoas\nZé||2000|1|\nBia||||\n"},
		{"a form", "Nome........: Ana Lima\nCPF.........: 529.982.247-25\nDiagnóstico : F32\nObservações : chegou só,\nsem documentos\n\nNome........: Zé\nDiagnóstico : J45\nObservações :\n", "Nome|CPF|Diagnóstico|Observações|outras linhas",
			"Ana Lima|529.982.247-25|F32|chegou só,|sem documentos\nZé||J45||\n"},
		{"a log", strings.Repeat("INFO: conectado\nINFO: lido\nERRO: caiu\nAVISO: lento\nINFO: lido\nAVISO: lento\nERRO: caiu\n", 9), "coluna 1", ""},
		{"settings", "nome=Ana\ncpf=52998224725\nfone=999991234\n", "coluna 1", ""},
		{"a table", "chave|nome|uf\n" + strings.Repeat("A1|Ana|PB\nB2|Bia|PB\n", 5), "chave|nome|uf", ""},
	} {
		got := readOne(t, writeFile(t, "f.txt", tc.text), Options{IsData: catalogOf(t).IsData}, scanner.Sample{})
		if strings.Join(got.names, "|") != tc.cols || got.err != nil {
			t.Errorf("%s: columns %q, error %v", tc.name, got.names, got.err)
			continue
		}
		if tc.rows == "" {
			continue
		}
		for _, row := range got.rows {
			for i := range row {
				row[i] = strings.TrimSuffix(row[i], null)
			}
		}
		wantRows(t, got.rows, table(tc.rows))
		if got.facts.Dialect != "fields" {
			t.Errorf("%s: dialect %q", tc.name, got.facts.Dialect)
		}
	}
}
