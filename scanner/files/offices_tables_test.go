package files

import (
	"fmt"
	"slices"
	"strings"

	"golang.org/x/text/encoding/charmap"
)

// full gives a row that was written short the cells that are not there.
func full(width int, cells ...string) []string {
	for len(cells) < width {
		cells = append(cells, null)
	}
	return cells
}

// shapes writes tables with something around, above or between their rows.
func (w *officeWriter) shapes() {
	rows := w.people(9)
	head := officeTable{Header: 1, Columns: officeNames, Rows: rows}
	for titles := 1; titles <= 4; titles++ {
		above := [][]string{{"Prefeitura Municipal"}, {"Relatório de servidores"}, {"Exercício corrente"}, {"Uso interno"}}[:titles]
		for _, padded := range []bool{true, false} {
			table, name := officeTable{Header: titles + 1, Columns: officeNames}, fmt.Sprintf("titulo-%d", titles)
			written := slices.Clone(above)
			for i := range above {
				table.Rows = append(table.Rows, full(4, above[i]...))
				if padded {
					written[i] = []string{above[i][0], "", "", ""}
					table.Rows[i] = written[i]
				}
			}
			if !padded {
				table.Notes = []string{"ragged_rows"}
				name += "-curto"
			}
			table.Rows = append(table.Rows, rows...)
			w.text(name+".csv", fmt.Sprintf("%d title lines above the header%s", titles, map[bool]string{true: ", padded with delimiters", false: ""}[padded]),
				lines(";", "\r\n", append(written, withHeader(rows)...)...), table)
		}
	}
	table := head
	table.Header, table.Rows = 3, append([][]string{{"Relatório", "", "", ""}, {"", "", "", ""}}, rows...)
	w.text("titulo-linha-branca.csv", "a title and a row of delimiters above the header", lines(";", "\n", append(slices.Clone(table.Rows[:2]), withHeader(rows)...)...), table)
	table = head
	table.Rows = append([][]string{{"(texto)", "(texto)", "(texto)", "(R$)"}}, rows...)
	w.text("unidades.csv", "a second line with units below the header", lines(";", "\n", withHeader(table.Rows)...), table)
	table.Rows = append([][]string{{"", "", "", ""}}, rows...)
	w.text("segunda-linha-vazia.csv", "an empty row below the header", lines(";", "\n", withHeader(table.Rows)...), table)
	table.Rows = append(slices.Clone(rows), []string{"TOTAL", "", "", "99999,99"})
	w.text("total.csv", "a row of totals at the end", lines(";", "\n", withHeader(table.Rows)...), table)
	table.Rows = append(slices.Clone(rows), full(4, "Fonte: sistema de pessoal"), full(4, "Emitido pelo setor de pessoal"))
	table.Notes = []string{"ragged_rows"}
	w.text("rodape.csv", "two lines of a footer", lines(";", "\n", withHeader(rows)...)+"\nFonte: sistema de pessoal\nEmitido pelo setor de pessoal\n", table)
	table = head
	table.Notes = []string{"repeated_header"}
	paged := slices.Insert(slices.Insert(withHeader(rows), 7, officeNames), 4, officeNames)
	for _, d := range delimiterNames[:3] {
		if d.delim == "," {
			continue
		}
		table.Dialect = d.name
		w.text("paginas-"+d.name+".csv", "the header again on every page, delimiter "+d.name, lines(d.delim, "\n", paged...), table)
	}
	blank := officeTable{Header: 1, Columns: []string{"nome", "coluna 2", "cidade", "coluna 4", "salário"}}
	doubled := officeTable{Header: 1, Columns: []string{"nome", "telefone", "telefone", "salário"}}
	wide := officeTable{Header: 1, Columns: officeNames}
	for _, row := range rows {
		blank.Rows = append(blank.Rows, []string{row[0], "", row[1], "", row[3]})
		doubled.Rows = append(doubled.Rows, []string{row[0], row[1], row[2], row[3]})
		wide.Rows = append(wide.Rows, row)
	}
	w.text("colunas-vazias.csv", "blank columns between the others", lines(";", "\n", append([][]string{{"nome", "", "cidade", "", "salário"}}, blank.Rows...)...), blank)
	w.text("nomes-repetidos.csv", "two columns of one name", lines(";", "\n", append([][]string{doubled.Columns}, doubled.Rows...)...), doubled)
	w.text("delimitador-no-fim.csv", "a delimiter at the end of every line", strings.ReplaceAll(lines(";", "\n", withHeader(rows)...), "\n", ";\n"), wide)
	groups := officeTable{Header: 2, Columns: []string{"nome", "idade", "cidade", "banco", "agência", "saldo"}, Rows: [][]string{{"Titular", "", "", "Conta", "", ""}}}
	for i, row := range rows {
		groups.Rows = append(groups.Rows, []string{row[0], fmt.Sprint(20 + i), row[1], "001", fmt.Sprint(1000 + i), row[3]})
	}
	w.text("grupos.csv", "a line with names of groups of columns above the header", lines(";", "\n", slices.Insert(slices.Clone(groups.Rows), 1, groups.Columns)...), groups)
	one := officeTable{Header: 1, Columns: []string{"profissão"}}
	for _, row := range rows {
		one.Rows = append(one.Rows, []string{row[2]})
	}
	w.text("uma-coluna.csv", "one column", lines("", "\n", append([][]string{one.Columns}, one.Rows...)...), one)
	w.all[len(w.all)-1].tables[0].Dialect = ""
	w.text("so-cabecalho.csv", "a header and no rows", "nome;cidade\n", officeTable{Header: 1, Columns: []string{"nome", "cidade"}})
}

// numbered are the names of columns without one.
func numbered(n int) (names []string) {
	for i := range n {
		names = append(names, fmt.Sprintf("coluna %d", i+1))
	}
	return names
}

// headers writes first rows that are, and that are not, a header.
func (w *officeWriter) headers() {
	table := func(header bool, rows ...[]string) officeTable {
		t := officeTable{Columns: numbered(len(rows[0])), Rows: rows}
		if header {
			t.Header, t.Columns, t.Rows = 1, rows[0], rows[1:]
		}
		return t
	}
	for _, tc := range []struct {
		name, about string
		header      bool
		rows        [][]string
	}{
		{"cabecalho-nao-documento", "no header: documents in the first row", false, [][]string{{"Conceição Araújo", "529.982.247-25"}, {"José Falcão", "111.444.777-35"}, {"Ângela Simões", "390.533.447-05"}}},
		{"cabecalho-nao-email", "no header: addresses of mail", false, [][]string{{"jose", "jose@exemplo.com.br"}, {"ana", "ana@exemplo.com.br"}, {"rui", "rui@exemplo.com.br"}}},
		{"cabecalho-nao-telefone", "no header: telephones", false, [][]string{{"jose", "(84) 99999-1234"}, {"ana", "(84) 98888-4321"}, {"rui", "(83) 97777-1111"}}},
		{"cabecalho-nao-data", "no header: dates", false, [][]string{{"jose", "12/03/1980"}, {"ana", "31/01/1975"}, {"rui", "02/12/1999"}}},
		{"cabecalho-nao-valores", "no header: amounts", false, [][]string{{"mesa", "10,50"}, {"cadeira", "20,00"}, {"armário", "30,00"}}},
		{"cabecalho-sexo", "a header of words that are values elsewhere", true, [][]string{{"município", "FEMININO", "MASCULINO", "TOTAL"}, {"Natal", "10", "12", "22"}, {"Patos", "5", "7", "12"}, {"Sousa", "6", "6", "12"}}},
		{"cabecalho-estado-civil", "one word of a header is a value elsewhere", true, [][]string{{"id", "age", "married", "children", "income"}, {"1", "33", "0", "2", "1200"}, {"2", "41", "1", "0", "3400"}, {"3", "29", "1", "1", "2500"}}},
		{"cabecalho-questionario", "the codes of a survey's questions", true, [][]string{{"q0004_0001", "q0004_0002", "q0005_0001"}, {"1", "2", "5"}, {"2", "2", "4"}, {"1", "1", "3"}}},
		{"cabecalho-anos", "years head columns of figures", true, [][]string{{"município", "2021", "2022", "2023"}, {"Natal", "10", "20", "30"}, {"Patos", "11", "21", "31"}, {"Sousa", "12", "22", "32"}}},
		{"cabecalho-linhas-iguais", "no header: the words of the first row come again", false, [][]string{{"Ana", "RN", "ativo"}, {"Bia", "RN", "ativo"}, {"Caio", "PB", "inativo"}, {"Davi", "RN", "ativo"}}},
		{"cabecalho-perguntas", "questions as a header", true, [][]string{{"Carimbo", "Qual o seu nome?", "Quantos anos tem?"}, {"x", "Ana", "33"}, {"y", "Bia", "27"}, {"z", "Rui", "41"}}},
		{"cabecalho-numeros-pequenos", "numbers head columns of words", true, [][]string{{"nome", "1", "2"}, {"Ana", "sim", "não"}, {"Bia", "não", "sim"}, {"Rui", "sim", "sim"}}},
	} {
		w.text(tc.name+".csv", tc.about, lines(";", "\n", tc.rows...), table(tc.header, tc.rows...))
	}
	person := [][]string{{"mês", "vendas", "Maria Aparecida de Souza", "total"}, {"jan", "1", "2", "3"}, {"fev", "4", "5", "6"}, {"mar", "7", "8", "9"}}
	w.text("cabecalho-com-pessoa.csv", "a person in the header: named by number, and the header is read as a row too", lines(";", "\n", person...),
		officeTable{Header: 1, Columns: []string{"mês", "vendas", "coluna 3", "total"}, Rows: person})
}

// damage writes texts that are not whole.
func (w *officeWriter) damage() {
	rows := w.people(8)
	sound := lines(";", "\n", withHeader(rows)...)
	table := func(change func(rows [][]string) [][]string) officeTable {
		own := make([][]string, len(rows))
		for i := range rows {
			own[i] = slices.Clone(rows[i])
		}
		return officeTable{Header: 1, Columns: officeNames, Rows: change(own)}
	}
	raw := func(i int, line string) string { return strings.Replace(sound, strings.Join(rows[i], ";"), line, 1) }

	short := table(func(r [][]string) [][]string { r[3] = full(4, r[3][0], r[3][1]); return r })
	short.Notes = []string{"ragged_rows"}
	w.text("dano-linha-curta.csv", "a row with two cells of four", raw(3, rows[3][0]+";"+rows[3][1]), short)
	long := table(func(r [][]string) [][]string {
		for i := range r {
			r[i] = full(5, r[i]...)
		}
		r[3][4] = "a mais"
		return r
	})
	long.Columns, long.Notes = append(slices.Clone(officeNames), "coluna 5"), []string{"ragged_rows"}
	w.text("dano-linha-longa.csv", "a row with a cell too many", raw(3, strings.Join(rows[3], ";")+";a mais"), long)
	open := table(func(r [][]string) [][]string { return r })
	open.State, open.Gaps = "partial", []string{"unterminated_quote"}
	w.text("dano-aspas-abertas.csv", "a quote that opens and never closes", raw(3, `"`+strings.Join(rows[3], ";")), open)
	zeros := table(func(r [][]string) [][]string { r[3][1] += "\x00\x00"; return r })
	w.text("dano-nulos.csv", "zero bytes in a cell", raw(3, strings.Join(zeros.Rows[3], ";")), zeros)
	cut := table(func(r [][]string) [][]string { r[7] = full(4, r[7][0], r[7][1][:3]); return r })
	cut.State, cut.Gaps = "partial", []string{"truncated"}
	w.text("dano-cortado.csv", "the last line is cut", strings.TrimSuffix(sound, rows[7][1][3:]+";"+rows[7][2]+";"+rows[7][3]+"\n"), cut)
	inQuotes := table(func(r [][]string) [][]string { r[7] = full(4, r[7][0], "fim do"); return r })
	inQuotes.State, inQuotes.Gaps = "partial", []string{"unterminated_quote", "truncated"}
	w.text("dano-cortado-aspas.csv", "the file ends inside of a quoted cell", raw(7, rows[7][0]+`;"fim do`)[:len(raw(7, rows[7][0]+`;"fim do`))-1], inQuotes)
	garbled := table(func(r [][]string) [][]string {
		r[0][0], r[1][0] = "JosÃ© AraÃºjo", "ConceiÃ§Ã£o GalvÃ£o"
		return r
	})
	garbled.Notes = []string{"garbled_text"}
	w.text("dano-mojibake.csv", "UTF-8 that was once read as Windows-1252", lines(";", "\n", withHeader(garbled.Rows)...), garbled)
	mixed, err := charmap.Windows1252.NewEncoder().String(strings.Join(rows[7], ";"))
	must(w, err)
	two := table(func(r [][]string) [][]string { return r })
	two.Notes = []string{"bad_encoding"}
	w.text("dano-duas-codificacoes.csv", "one row in Windows-1252 in a file of UTF-8", raw(7, mixed), two)
	latin, err := charmap.Windows1252.NewEncoder().String(sound)
	must(w, err)
	mixedLine, err := charmap.Windows1252.NewEncoder().String(strings.Join(rows[7], ";"))
	must(w, err)
	two.Encoding = "windows-1252"
	w.text("dano-duas-codificacoes-1252.csv", "one row in UTF-8 in a file of Windows-1252", strings.Replace(latin, mixedLine, strings.Join(rows[7], ";"), 1), two)
	w.add("dano-vazio.csv", "an empty file", "", officeTable{Notes: []string{"empty_file"}})
	w.add("dano-zeros.csv", "a file whose content was never written", strings.Repeat("\x00", 512), officeTable{State: "not_read", Reason: "only_zeros"})
	spread := table(func(r [][]string) [][]string { return r })
	spread.Columns = officeNames
	w.text("dano-espacos-em-volta.csv", "blanks around every cell stay", strings.ReplaceAll(sound, ";", " ; "), func() officeTable {
		t := spread
		for _, row := range t.Rows {
			for i := range row {
				if i > 0 {
					row[i] = " " + row[i]
				}
				if i < 3 {
					row[i] += " "
				}
			}
		}
		return t
	}())
}
