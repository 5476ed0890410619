package files

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	textenc "golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// offices makes all the files, always the same.
func offices(t testing.TB) []office {
	t.Helper()
	w := &officeWriter{TB: t, rnd: rand.New(rand.NewPCG(2018, 13709))}
	w.encodings()
	w.lineEnds()
	w.quotes()
	w.aligned()
	w.shapes()
	w.headers()
	w.damage()
	w.workbooks()
	w.sheets()
	w.brokenBooks()
	w.records()
	return w.all
}

// An officeWriter makes files.
type officeWriter struct {
	testing.TB
	rnd *rand.Rand
	all []office
}

var officeNames = []string{"nome", "cidade", "profissão", "salário"}

// people are rows without numbers that any check would take for documents.
func (w *officeWriter) people(n int) (rows [][]string) {
	first := []string{"Conceição", "José", "Ângela", "João", "Márcia", "Antônio", "Luísa", "Vitória"}
	last := []string{"Gonçalves", "Araújo", "Simões", "Brandão", "Falcão", "Galvão"}
	city := []string{"São Gonçalo", "Maceió", "Brasília", "Goiânia", "São Luís", "Belém"}
	job := []string{"técnico", "médica", "escrivão", "secretária"}
	for i := range n {
		rows = append(rows, []string{
			first[i%len(first)] + " " + last[w.rnd.IntN(len(last))], city[w.rnd.IntN(len(city))], job[w.rnd.IntN(len(job))],
			fmt.Sprintf("%d,%02d", 1200+w.rnd.IntN(9000), w.rnd.IntN(100)),
		})
	}
	return rows
}

// lines joins cells and rows as they are.
func lines(delim, eol string, rows ...[]string) string {
	var b strings.Builder
	for _, row := range rows {
		b.WriteString(strings.Join(row, delim) + eol)
	}
	return b.String()
}

// withHeader puts the header above rows.
func withHeader(rows [][]string) [][]string { return append([][]string{officeNames}, rows...) }

// add takes a file with one table.
func (w *officeWriter) add(name, about, data string, table officeTable) {
	w.all = append(w.all, office{name: name, about: about, data: []byte(data), tables: []officeTable{table}})
}

// text takes a file of delimited text in UTF-8.
func (w *officeWriter) text(name, about, data string, table officeTable) {
	if table.Encoding == "" {
		table.Encoding = "utf-8"
	}
	if table.Dialect == "" {
		table.Dialect = "semicolon"
	}
	w.add(name, about, data, table)
}

var delimiterNames = []struct{ delim, name string }{{";", "semicolon"}, {",", "comma"}, {"\t", "tab"}, {"|", "pipe"}}

// encodings writes the same table in every encoding with every delimiter.
func (w *officeWriter) encodings() {
	for _, e := range []struct {
		file, name, option string
		enc                textenc.Encoding
		mark               string
	}{
		{file: "utf8", name: "utf-8", enc: unicode.UTF8},
		{file: "utf8-bom", name: "utf-8-bom", enc: unicode.UTF8, mark: bomUTF8},
		{file: "utf16le-bom", name: "utf-16le", enc: unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), mark: bomUTF16LE},
		{file: "utf16be-bom", name: "utf-16be", enc: unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), mark: bomUTF16BE},
		{file: "utf16le", name: "utf-16le", enc: unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)},
		{file: "utf16be", name: "utf-16be", enc: unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)},
		{file: "windows1252", name: "windows-1252", enc: charmap.Windows1252},
		{file: "cp850", name: "cp850", enc: charmap.CodePage850},
		{file: "macintosh", name: "macintosh", enc: charmap.Macintosh},
		{file: "cp860", name: "cp860", option: "cp860", enc: charmap.CodePage860},
		{file: "latin9", name: "iso-8859-15", option: "iso-8859-15", enc: charmap.ISO8859_15},
	} {
		for _, d := range delimiterNames {
			if e.option != "" && d.delim != ";" {
				continue
			}
			rows := w.people(8)
			if d.delim == "," {
				for _, row := range rows {
					row[3] = strings.ReplaceAll(row[3], ",", ".")
				}
			}
			data, err := e.enc.NewEncoder().String(lines(d.delim, "\r\n", withHeader(rows)...))
			must(w, err)
			w.add("codificacao-"+e.file+"-"+d.name+".csv", "encoding "+e.name+", delimiter "+d.name, e.mark+data,
				officeTable{Encoding: e.name, Dialect: d.name, Header: 1, Columns: officeNames, Rows: rows})
			w.all[len(w.all)-1].option = e.option
		}
	}
}

// lineEnds writes every line end, with and without one at the end.
func (w *officeWriter) lineEnds() {
	for _, e := range []struct{ name, eol string }{{"lf", "\n"}, {"crlf", "\r\n"}, {"cr", "\r"}} {
		for _, last := range []bool{true, false} {
			rows := w.people(6)
			data, name, about := lines(";", e.eol, withHeader(rows)...), "linhas-"+e.name, "line ends "+strings.ToUpper(e.name)
			if !last {
				data, name, about = strings.TrimSuffix(data, e.eol), name+"-sem-fim", about+", none at the end"
			}
			w.text(name+".csv", about, data, officeTable{Header: 1, Columns: officeNames, Rows: rows})
		}
	}
	rows := w.people(6)
	w.text("linhas-vazias.csv", "blank lines between the records", "\n\n"+strings.ReplaceAll(lines(";", "\n", withHeader(rows)...), "\n", "\n\n"), officeTable{Header: 1, Columns: officeNames, Rows: rows})
	w.text("linhas-fim-dos.csv", "the end of file of DOS behind the last record", lines(";", "\r\n", withHeader(rows)...)+"\x1a", officeTable{Header: 1, Columns: officeNames, Rows: rows})
}

func quoted(cell string) string { return `"` + strings.ReplaceAll(cell, `"`, `""`) + `"` }

// quotes writes what programs do with quotes.
func (w *officeWriter) quotes() {
	every := func(rows [][]string, change func(string) string) (changed [][]string) {
		for _, row := range rows {
			var own []string
			for _, cell := range row {
				own = append(own, change(cell))
			}
			changed = append(changed, own)
		}
		return changed
	}
	rows := w.people(6)
	for _, d := range delimiterNames {
		w.text("aspas-todas-"+d.name+".csv", "every cell in quotes, delimiter "+d.name, lines(d.delim, "\r\n", every(withHeader(rows), quoted)...), officeTable{Dialect: d.name, Header: 1, Columns: officeNames, Rows: rows})
		odd := every(w.people(5), func(cell string) string { return "o " + d.delim + ` dito "` + cell + `"` })
		w.text("aspas-dobradas-"+d.name+".csv", "delimiters and doubled quotes in cells, delimiter "+d.name, lines(d.delim, "\n", append([][]string{officeNames}, every(odd, quoted)...)...),
			officeTable{Dialect: d.name, Header: 1, Columns: officeNames, Rows: odd})
	}
	for _, d := range delimiterNames[:3] {
		data := "sep=" + d.delim + "\r\n" + lines(d.delim, "\r\n", every(withHeader(rows), quoted)...)
		w.text("aspas-sep-"+d.name+".csv", "the line `sep=` of Excel, delimiter "+d.name, data, officeTable{Dialect: d.name, Header: 1, Columns: officeNames, Rows: rows})
	}
	broken := every(w.people(5), func(cell string) string { return cell + "\nbloco 2" })
	w.text("aspas-quebras.csv", "line breaks inside of cells", lines(";", "\n", append([][]string{officeNames}, every(broken, quoted)...)...),
		officeTable{Header: 1, Columns: officeNames, Rows: broken, Notes: []string{"lines_in_cells"}})
	escaped := every(w.people(5), func(cell string) string { return `dito "` + cell + `"; sim` })
	w.text("aspas-barra.csv", "quotes inside of cells behind a backslash", lines(";", "\n", append([][]string{officeNames}, every(escaped, func(cell string) string {
		return `"` + strings.ReplaceAll(cell, `"`, `\"`) + `"`
	})...)...), officeTable{Header: 1, Columns: officeNames, Rows: escaped})
	tabbed := every(w.people(5), func(cell string) string { return cell + "\tfundos" })
	for _, row := range tabbed {
		row[2] = ""
	}
	w.text("aspas-mysql.txt", "the export of MySQL: tabs, a backslash before those in cells, \\N for NULL", lines("\t", "\n", append([][]string{officeNames}, every(tabbed, func(cell string) string {
		if cell == "" {
			return `\N`
		}
		return strings.ReplaceAll(cell, "\t", "\\\t")
	})...)...), officeTable{Dialect: "tab", Header: 1, Columns: officeNames, Rows: tabbed})
	inches := [][]string{{`TV 20"`, "Natal", `mesa "nova"`, "10,50"}, {"Cabo", "Patos", `10" de aço`, "7,00"}, {"Rádio", "Sousa", "velho", "3,20"}}
	w.text("aspas-soltas.csv", "quotes that mean inches or nothing", lines(";", "\n", withHeader(inches)...), officeTable{Header: 1, Columns: officeNames, Rows: inches})
	codes := [][]string{{"00123", "Natal"}, {"00456", "Patos"}, {"00789", "Sousa"}}
	w.text("aspas-formula.csv", "formulas that keep leading zeros", lines(";", "\n", append([][]string{{"matrícula", "cidade"}}, every(codes, func(c string) string { return `="` + c + `"` })...)...),
		officeTable{Header: 1, Columns: []string{"matrícula", "cidade"}, Rows: codes})
	for _, whole := range []bool{true, false} {
		name, about := "aspas-linha-inteira", "every line in quotes as one cell"
		data := ""
		for i, row := range withHeader(rows) {
			line := row[0] + ";" + quoted(row[1]) + ";" + quoted(row[2]) + ";" + row[3]
			if whole || i > 0 {
				line = quoted(line)
			}
			data += line + "\r\n"
		}
		if !whole {
			name, about = name+"-sem-cabecalho", about+", but the header"
		}
		w.text(name+".csv", about, data, officeTable{Header: 1, Columns: officeNames, Rows: rows})
	}
}

// framed writes tables as clients of databases print them, and Markdown.
func (w *officeWriter) framed(rows [][]string) {
	table := officeTable{Dialect: "frame", Header: 1, Columns: officeNames, Rows: rows}
	var box, psql, page string
	ruler := "+" + strings.Repeat(strings.Repeat("-", 32)+"+", len(officeNames)) + "\n"
	for i, row := range withHeader(rows) {
		cells := make([]string, len(row))
		for k, cell := range row {
			cells[k] = fmt.Sprintf(" %-30s ", cell)
		}
		line := strings.Join(cells, "|")
		box += "|" + line + "|\n"
		psql += line + "\n"
		page += "|" + strings.Join(row, "|") + "|\n"
		if i == 0 {
			box = ruler + box + ruler
			psql += strings.ReplaceAll(strings.Trim(ruler, "+\n"), "|", "+") + "\n"
			page += strings.Repeat("|:--", len(row)) + "|\n"
		}
	}
	w.text("desenhada-mysql.txt", "a table as the client of MySQL draws it", box+ruler, table)
	w.text("desenhada-psql.txt", "a table as the client of PostgreSQL draws it", psql, table)
	table.Header, table.Rows, table.Notes = 2, append([][]string{{"# Pessoas", null, null, null}}, rows...), []string{"ragged_rows"}
	w.text("desenhada-markdown.md", "a table of Markdown below its title", "# Pessoas\n\n"+page, table)
}

// aligned writes texts without delimiters.
func (w *officeWriter) aligned() {
	pad := func(rows [][]string, widths ...int) (data string) {
		for _, row := range rows {
			for i, cell := range row {
				if i == len(row)-1 {
					data += fmt.Sprintf("%*s", widths[i], cell)
					continue
				}
				data += fmt.Sprintf("%-*s", widths[i], cell)
			}
			data += "\r\n"
		}
		return data
	}
	rows := w.people(8)
	table := officeTable{Dialect: "fixed_width", Header: 1, Columns: officeNames, Rows: rows}
	data := pad(withHeader(rows), 30, 20, 15, 12)
	w.text("largura-fixa.txt", "columns of fixed width", data, table)
	latin, err := charmap.Windows1252.NewEncoder().String(data)
	must(w, err)
	table.Encoding = "windows-1252"
	w.text("largura-fixa-1252.txt", "columns of fixed width in Windows-1252", latin, table)
	table.Encoding = ""
	table.Header, table.Rows, table.Notes = 2, append([][]string{{"RELATÓRIO GERAL DE PESSOAS POR CIDADE E PROFISSÃO", null, null, null}}, rows...), []string{"ragged_rows"}
	w.text("largura-fixa-titulo.txt", "a title above columns of fixed width", "RELATÓRIO GERAL DE PESSOAS POR CIDADE E PROFISSÃO\r\n\r\n"+data, table)
	table.Header, table.Rows, table.Notes = 1, rows, nil
	head, rest, _ := strings.Cut(data, "\r\n")
	ruler := []string{strings.Repeat("-", 29), strings.Repeat("-", 19), strings.Repeat("-", 14), strings.Repeat("-", 12)}
	w.text("largura-fixa-regua.txt", "a ruler below the header, as SQL clients print it", head+"\r\n"+strings.Join(ruler, " ")+"\r\n"+rest, table)
	w.framed(rows)
	table.Dialect = "spaces"
	var b strings.Builder
	for _, row := range withHeader(rows) {
		b.WriteString(strings.Join(row, strings.Repeat(" ", 2+w.rnd.IntN(2))) + "\n")
	}
	w.text("espacos.txt", "cells parted by runs of blanks", b.String(), table)
	numbers := officeTable{Dialect: "spaces", Header: 1, Columns: []string{"ano", "casos", "taxa"}}
	for i := range 10 {
		numbers.Rows = append(numbers.Rows, []string{fmt.Sprint(2010 + i), fmt.Sprint(w.rnd.IntN(100000)), fmt.Sprintf("%d,%d", w.rnd.IntN(100), w.rnd.IntN(10))})
	}
	w.text("espaco-numeros.txt", "figures parted by one blank", lines(" ", "\n", append([][]string{numbers.Columns}, numbers.Rows...)...), numbers)
	phones := officeTable{Dialect: "none", Header: 1, Columns: []string{"telefone"}, Rows: [][]string{{"(84) 99999-1234"}, {"(84) 98888-4321"}, {"(83) 97777-1111"}, {"(81) 96666-2222"}, {"(81) 95555-3333"}}}
	w.text("espaco-telefones.csv", "one column whose values have blanks", lines("", "\n", append([][]string{phones.Columns}, phones.Rows...)...), phones)
	w.all[len(w.all)-1].tables[0].Dialect = ""
}
