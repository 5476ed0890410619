package files

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"github.com/datamapbr/datamap/scanner"
)

func TestCSV(t *testing.T) {
	for _, tc := range []struct {
		name, text  string
		cols        string // names between bars
		rows        string
		dialect     string
		gaps, notes []string
	}{
		{name: "comma", text: "nome,cidade\nAna,Natal\n", cols: "nome|cidade", rows: "Ana|Natal\n", dialect: "comma"},
		{name: "semicolon with decimal commas", text: "a;b\n1,5;2,5\n3,5;4,5\n", cols: "a|b", rows: "1,5|2,5\n3,5|4,5\n", dialect: "semicolon"},
		{name: "headerless decimals", text: "1,5;2,5\n3,5;4,5\n", cols: "coluna 1|coluna 2", rows: "1,5|2,5\n3,5|4,5\n", dialect: "semicolon"},
		{name: "tab", text: "nome\tcidade\nAna, Bia\tNatal\n", cols: "nome|cidade", rows: "Ana, Bia|Natal\n", dialect: "tab"},
		{name: "pipe", text: "nome|cidade\nAna|Natal\n", cols: "nome|cidade", rows: "Ana|Natal\n", dialect: "pipe"},
		{name: "sep line", text: "sep=,\nnome,cidade\nAna;x,Natal\n", cols: "nome|cidade", rows: "Ana;x|Natal\n", dialect: "comma"},
		{name: "odd sep line", text: "sep=^\nnome^cidade\nAna;x^Natal\n", cols: "nome|cidade", rows: "Ana;x|Natal\n"},
		{name: "one column", text: "nome\nAna\nBia\n", cols: "nome", rows: "Ana\nBia\n"},
		{name: "prose", text: "observações\num, dois\ntrês; quatro\ncinco\n", cols: "observações", rows: "um, dois\ntrês; quatro\ncinco\n"},
		{name: "no line end at the end", text: "a;b\nx;y", cols: "a|b", rows: "x|y\n", dialect: "semicolon"},
		{name: "crlf", text: "a;b\r\nx;y\r\n\"z\";w\r\n", cols: "a|b", rows: "x|y\nz|w\n", dialect: "semicolon"},
		{name: "cr", text: "a;b\rx;y\r\"z\r\";w\r", cols: "a|b", dialect: "semicolon", rows: "x|y\nz\r|w\n", notes: []string{"lines_in_cells"}},
		{name: "cr but for one line feed", text: "a;b\r" + strings.Repeat("x;y\r", 25) + "z\n", cols: "a|b", dialect: "semicolon", rows: strings.Repeat("x|y\n", 25) + "z|∅\n", notes: []string{"ragged_rows"}},
		{name: "quotes", text: "a;b\n\"x;1\";\"y \"\"z\"\"\"\n\"l1\nl2\";\"\"\n", cols: "a|b", rows: "x;1|y \"z\"\nl1 l2|\n", dialect: "semicolon", notes: []string{"lines_in_cells"}},
		{name: "bare quotes", text: "a;b\nTV 20\";x\"y\"\n\"Rua \"das\" Flores\";1\n", cols: "a|b", rows: "TV 20\"|x\"y\"\nRua \"das\" Flores|1\n", dialect: "semicolon"},
		{name: "backslashes", text: "a;b\n\"um \\\"dois; tres\\\" fim\";x\n\"y\\\\\";\\N\n", cols: "a|b", rows: "um \"dois; tres\" fim|x\ny\\|\n", dialect: "semicolon"},
		{name: "backslashes without quotes", text: "a\tb\nRua A\\\tB\tx\nl1\\\nl2\t\\N\n", cols: "a|b", rows: "Rua A\tB|x\nl1 l2|\n", dialect: "tab", notes: []string{"lines_in_cells"}},
		{name: "paths", text: "a;b\nC:\\dir\\;x\n\"D:\\new\\\";y\n", cols: "a|b", rows: "C:\\dir\\|x\nD:\\new\\|y\n", dialect: "semicolon"},
		{name: "lines in quotes", text: "cep;tipo;nome\n\"02936310;\"\"2\"\";\"\"EZIEL\"\"\"\n\"02936311;\"\"3\"\";\"\"ANA; BIA\"\"\"\n", cols: "cep|tipo|nome", rows: "02936310|2|EZIEL\n02936311|3|ANA; BIA\n", dialect: "semicolon"},
		{name: "pages that repeat a header with more cells than columns", text: "nome;uf;;\nAna;RN\nnome;uf;;\nBia;PB\nnome;uf;;\nCaio;PE\n", cols: "nome|uf", rows: "Ana|RN\nBia|PB\nCaio|PE\n", dialect: "semicolon", notes: []string{"ragged_rows", "repeated_header"}},
		{name: "pages that repeat the header", text: "nome;uf\nAna;RN\nnome;uf\nBia;PB\nnome;uf\nCaio;PE\n", cols: "nome|uf", rows: "Ana|RN\nBia|PB\nCaio|PE\n", dialect: "semicolon", notes: []string{"repeated_header"}},
		{name: "short as others", text: "nome;uf;n\nAna;RN\nBia;PB;2\nEva;SP;3\nCaio;P", cols: "nome|uf|n", rows: "Ana|RN|∅\nBia|PB|2\nEva|SP|3\nCaio|P|∅\n", dialect: "semicolon", notes: []string{"ragged_rows"}},
		{name: "cut short", text: "nome;uf;n\nAna;RN;1\nBia;PB;2\nCaio;P", cols: "nome|uf|n", rows: "Ana|RN|1\nBia|PB|2\nCaio|P|∅\n", dialect: "semicolon", gaps: []string{"truncated"}},
		{name: "total at the end", text: "nome;uf;n\nAna;RN;1\nBia;PB;2\nTOTAL;3", cols: "nome|uf|n", rows: "Ana|RN|1\nBia|PB|2\nTOTAL|3|∅\n", dialect: "semicolon", notes: []string{"ragged_rows"}},
		{name: "letters gone wrong", text: "nome;obs\nJos\u00c3\u00a9;a\u00c3\u00a7\u00c3\u00a3o\nAna;x\n", cols: "nome|obs", rows: "JosÃ©|aÃ§Ã£o\nAna|x\n", dialect: "semicolon", notes: []string{"garbled_text"}},
		{name: "utf-8 in latin-1", text: "a;b\nJos\xe9;S\xe3o\nCec\xedlia;Jo\xe3o\nJosé;x\n", cols: "a|b", rows: "José|São\nCecília|João\nJosé|x\n", dialect: "semicolon", notes: []string{"bad_encoding"}},
		{name: "formula quotes", text: "a;b\n=\"00123\";\"=\"\"00456\"\"\"\n", cols: "a|b", rows: "00123|00456\n", dialect: "semicolon"},
		{name: "zero bytes", text: "a;b\nx\x00y;\x00\n", cols: "a|b", rows: "x\x00y|\x00\n", dialect: "semicolon"},
		{name: "white space stays", text: "a;b\n  x ;\ty\n", cols: "a|b", rows: "  x |\ty\n", dialect: "semicolon"},
		{name: "empty lines", text: "\n\na;b\n\nx;y\n\n", cols: "a|b", rows: "x|y\n", dialect: "semicolon"},
		{name: "short and long rows", text: "a;b;c\n1;2;3\nx;y\n1;2;3\n1;2;3;4;\"5;6\"\n1;2;3;;\n", dialect: "semicolon",
			cols: "a|b|c|coluna 4|coluna 5", rows: "1|2|3|∅|∅\nx|y|∅|∅|∅\n1|2|3|∅|∅\n1|2|3|4|5;6\n1|2|3||\n", notes: []string{"ragged_rows"}},
		{name: "delimiter at the end", text: "a;b;\nx;y;\n", cols: "a|b", rows: "x|y\n", dialect: "semicolon"},
		{name: "empty and repeated names", text: "a;;a;\"b\nc\"\n1;2;3;4\n", cols: "a|coluna 2|a|b c", rows: "1|2|3|4\n", dialect: "semicolon", notes: []string{"lines_in_cells"}},
		{name: "a header too long for a name", text: "a;" + strings.Repeat("muito ", 30) + "529.982\n1;x\n2;y\n", cols: "a|" + strings.Repeat("muito ", 21) + "m…", rows: "a|" + strings.Repeat("muito ", 30) + "529.982\n1|x\n2|y\n", dialect: "semicolon"},
		{name: "utf-16 behind bytes", text: "a;b\n" + strings.Repeat("xx;yy\n", 20) + "J\x00o\x00\xe3\x00o\x00;\x00L\x00i\x00m\x00a\x00\n", cols: "a|b", rows: strings.Repeat("xx|yy\n", 20) + "João|Lima\n", dialect: "semicolon", notes: []string{"bad_encoding"}},
		{name: "utf-32 with a mark", text: bomUTF32LE + "a\x00\x00\x00;\x00\x00\x00b\x00\x00\x00\n\x00\x00\x00J\x00\x00\x00\xe3\x00\x00\x00;\x00\x00\x00x\x00\x00\x00\n\x00\x00\x00", cols: "a|b", rows: "Jã|x\n", dialect: "semicolon"},
		{name: "utf-32", text: "\x00\x00\x00" + strings.Join(strings.Split("nome;uf\nAna;RN\nBia;PB\n", ""), "\x00\x00\x00"), cols: "nome|uf", rows: "Ana|RN\nBia|PB\n", dialect: "semicolon"},
		{name: "header only", text: "nome;cpf\n", cols: "nome|cpf", dialect: "semicolon"},
		{name: "unclosed quote", text: "a;b\n1;x\n2;\"y\n3;z\n4;w\n", cols: "a|b", rows: "1|x\n2|y\n3|z\n4|w\n", dialect: "semicolon", gaps: []string{"unterminated_quote"}},
		{name: "quote closed by another's", text: "a;b\n1;\"x\n2;y\n3;\"z\"\n4;w\n", cols: "a|b", rows: "1|x\n2|y\n3|z\n4|w\n", dialect: "semicolon", gaps: []string{"unterminated_quote"}},
		{name: "quote closed by chance", text: "a;b\n1;\"x\n2;y\n3;\";z\"\n4;w\n", cols: "a|b", rows: "1|x\n2|y\n3|;z\n4|w\n", dialect: "semicolon", gaps: []string{"unterminated_quote"}},
		{name: "latin-1 in utf-8", text: "a;b\nçã;xé\nJos\xe9;\xc1gua\n", cols: "a|b", rows: "çã|xé\nJosé|Água\n", dialect: "semicolon", notes: []string{"bad_encoding"}},
		{name: "a byte of latin-1", text: "a;b\nx;Jos\xe9", cols: "a|b", rows: "x|José\n", dialect: "semicolon"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			path := writeFile(t, "f.csv", tc.text)
			got := readOne(t, path, Options{IsData: isData}, scanner.Sample{})
			if want := strings.Split(tc.cols, "|"); !reflect.DeepEqual(got.names, want) {
				t.Errorf("columns are %q, want %q", got.names, want)
			}
			for _, row := range got.rows {
				for i := range row {
					row[i] = strings.ReplaceAll(row[i], "\n", " ")
				}
			}
			wantRows(t, got.rows, table(tc.rows))
			if got.err != nil {
				t.Error(got.err)
			}
			wantCodes(t, "gaps", got.facts.Gaps, tc.gaps...)
			wantCodes(t, "notes", got.facts.Notes, tc.notes...)
			if got.facts.Dialect != tc.dialect {
				t.Errorf("dialect is %q, want %q", got.facts.Dialect, tc.dialect)
			}
			if got.facts.Rows != int64(len(got.rows)) || got.table.Rows != got.facts.Rows || got.table.RowsEstimated {
				t.Errorf("says %d rows when reading, %d when listing, there are %d", got.facts.Rows, got.table.Rows, len(got.rows))
			}
		})
	}
}

func TestHeader(t *testing.T) {
	long := strings.Repeat("muito ", 40)
	for _, tc := range []struct{ name, text, cols string }{
		{"words", "nome;cpf\nAna;1\n", "nome|cpf"},
		{"person", "Maria Souza;x\nAna;y\n", "coluna 1|coluna 2"},
		{"document", "Ana;529.982.247-25\nBia;111.444.777-35\n", "coluna 1|coluna 2"},
		{"mail", "Ana;ana@exemplo.com.br\nBia;bia@exemplo.com.br\n", "coluna 1|coluna 2"},
		{"numbers", "x;12\ny;13\nz;14\n", "coluna 1|coluna 2"},
		{"dates", "Ana;2001-02-03\nBia;2002-03-04\n", "coluna 1|coluna 2"},
		{"year", "produto;2023;2024\nx;1;2\n", "coluna 1|coluna 2|coluna 3"},
		{"document in words", "Cliente 52998224725;x\ny;z\n", "coluna 1|coluna 2"},
		{"question number", "nome;1;2\nAna;sim;não\nBia;não;sim\n", "nome|1|2"},
		{"repeated values", "Ana;SP\nBia;SP\nCaio;RJ\nDavi;SP\n", "coluna 1|coluna 2"},
		{"long", long + ";x\na;b\n", strings.TrimSpace(long)[:maxName-1] + "…|x"},
		{"title", "Relatório de clientes;;;\n;;;\nnome;cidade;uf;cpf\nAna;Natal;RN;1\nBia;Natal;RN;2\nCaio;Natal;RN;3\n", "nome|cidade|uf|cpf"},
		{"narrow title", "Relatório\nnome;cidade;uf;cpf\nAna;Natal;RN;1\nBia;Natal;RN;2\nCaio;Natal;RN;3\n", "nome|cidade|uf|cpf"},
		{"group names", "Titular;;;Conta;;\nnome;cpf;idade;banco;agência;saldo\nAna;x;33;y;1;2\nBia;x;31;y;4;5\nCaio;x;20;y;7;8\n", "nome|cpf|idade|banco|agência|saldo"},
		{"many comments", strings.Repeat("# comentário\n", maxTitles+5) + "nome;cidade;uf;cpf\nAna;Natal;RN;1\nBia;Natal;RN;2\nCaio;Natal;RN;3\n" +
			strings.Repeat("Davi;Natal;RN;4\n", 2*maxTitles), "nome|cidade|uf|cpf"},
		{"title of two columns", "Relatório\nnome;idade\nAna;33\nBia;31\nCaio;20\n", "nome|idade"},
		{"a person heads figures", "mês;vendas;Maria Souza;total\njan;1;2;3\nfev;4;5;6\nmar;7;8;9\n", "mês|vendas|coluna 3|total"},
		{"a person among persons", "nome;idade;Maria Souza;uf\nAna;33;Maria Lima;RN\nBia;31;Maria Costa;RN\n", "coluna 1|coluna 2|coluna 3|coluna 4"},
		{"a document in a row of words", "Ana;ativo;529.982.247-25;RN\nBia;ativa;111.444.777-35;PB\n", "coluna 1|coluna 2|coluna 3|coluna 4"},
		{"codes", "q0004_0001;q0004_0002;uf\n1;2;RN\n2;1;PB\n", "q0004_0001|q0004_0002|uf"},
		{"years", "município;2021;2022;2023\nNatal;10;20;30\nPatos;11;21;31\nSousa;12;22;32\n", "município|2021|2022|2023"},
		{"years of birth", "Ana;1987;1990\nBia;1991;1970\nCaio;1980;1972\nDavi;1960;1999\n", "coluna 1|coluna 2|coluna 3"},
		{"title of data", "Relatório\nAna;Natal;RN;529.982.247-25\nBia;Natal;RN;1\nCaio;Natal;RN;1\n", "coluna 1|coluna 2|coluna 3|coluna 4"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := readOne(t, writeFile(t, "f.csv", tc.text), Options{IsData: isData}, scanner.Sample{})
			if want := strings.Split(tc.cols, "|"); !reflect.DeepEqual(got.names, want) {
				t.Errorf("columns are %q, want %q", got.names, want)
			}
			lines := 0
			for line := range strings.Lines(tc.text) {
				if strings.Trim(line, "\n") != "" {
					lines++
				}
			}
			if got.names[0] != "coluna 1" && !slices.Contains(got.names, "coluna 3") && tc.name != "long" { // of which the name is a part
				lines--
			}
			if len(got.rows) != lines {
				t.Errorf("%d rows, want %d: a title is read as data", len(got.rows), lines)
			}
		})
	}
}

// TestLikelyCharset: few words with accents tell the character set, in capitals, too.
func TestLikelyCharset(t *testing.T) {
	for _, text := range []string{
		"nome;cidade\nJosé Conceição;São Gonçalo\nÂngela;Ibirapuã\n", "NOME;CIDADE\nJOÃO CONCEIÇÃO;SÃO LUÍS\nMÁRCIA ARAÚJO;BELÉM\n", "RUA SETE, SÃO JOSÉ DO PARÁ, AVÓ ANTÔNIA",
		"Já não há café; está aí", "SERVIÇO DE MANUTENÇÃO; CÓDIGO; MÊS", "Água; É; Às; À vista; Óbvio; Índice; Última",
	} {
		for _, charset := range likely {
			data, err := charsets[charset].NewEncoder().String(text)
			if err != nil {
				t.Fatal(err)
			}
			if got := likelyCharset([]byte(data), "windows-1252"); got != charset {
				t.Errorf("%q in %s is read as %s", text, charset, got)
			}
		}
	}
	for _, text := range []string{"Caixa d’água – 2º andar, “Müller” & Söhne 5€", "Fran\u00e7ois, gar\u00e7on; \u00f1and\u00fa"} {
		data, err := charmap.Windows1252.NewEncoder().String(text)
		if err != nil {
			t.Fatal(err)
		}
		if got := likelyCharset([]byte(data), "windows-1252"); got != "windows-1252" {
			t.Errorf("%q is read as %s", text, got)
		}
	}
}

func TestEncoding(t *testing.T) {
	const text = "nome;endereço\nJosé Conceição;São Gonçalo do Amarante\nÂngela Müller;Ibirapuã\n"
	enc := func(e interface{ String(string) (string, error) }) string {
		s, err := e.String(text)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	ascii := strings.Repeat("abc;def\n", 20000)
	for _, tc := range []struct {
		name, data, option, want string
		notes                    []string
	}{
		{name: "utf-8", data: text, want: "utf-8"},
		{name: "utf-8 with mark", data: bomUTF8 + text, want: "utf-8-bom"},
		{name: "windows-1252", data: enc(charmap.Windows1252.NewEncoder()), want: "windows-1252"},
		{name: "iso-8859-1", data: enc(charmap.ISO8859_1.NewEncoder()), option: "iso-8859-1", want: "iso-8859-1"},
		{name: "cp850", data: enc(charmap.CodePage850.NewEncoder()), option: "cp850", want: "cp850"},
		{name: "cp850 found", data: enc(charmap.CodePage850.NewEncoder()), want: "cp850"},
		{name: "macintosh found", data: enc(charmap.Macintosh.NewEncoder()), want: "macintosh"},
		{name: "macintosh", data: enc(charmap.Macintosh.NewEncoder()), option: "macintosh", want: "macintosh"},
		{name: "utf-16le with mark", data: enc(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder()), want: "utf-16le"},
		{name: "utf-16be with mark", data: enc(unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder()), want: "utf-16be"},
		{name: "utf-16le", data: enc(unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewEncoder()), want: "utf-16le"},
		{name: "utf-16be", data: enc(unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewEncoder()), want: "utf-16be"},
		{name: "utf-16le chosen", data: enc(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder()), option: "utf-16le", want: "utf-16le"},
		{name: "accents late", data: "x;y\n" + ascii + enc(charmap.Windows1252.NewEncoder()), want: "windows-1252"},
		{name: "accents of two kinds", data: text + ascii + enc(charmap.Windows1252.NewEncoder()), want: "utf-8", notes: []string{"bad_encoding"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := readOne(t, writeFile(t, "f.csv", tc.data), Options{Encoding: tc.option}, scanner.Sample{})
			if got.facts.Encoding != tc.want {
				t.Errorf("encoding is %q, want %q", got.facts.Encoding, tc.want)
			}
			wantRows(t, got.rows[len(got.rows)-2:], table("José Conceição|São Gonçalo do Amarante\nÂngela Müller|Ibirapuã\n"))
			if !strings.HasPrefix(got.names[0], "x") && !reflect.DeepEqual(got.names, []string{"nome", "endereço"}) {
				t.Errorf("columns are %q", got.names)
			}
			wantCodes(t, "notes", got.facts.Notes, tc.notes...)
		})
	}
}
