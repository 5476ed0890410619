package files

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/encoding/charmap"
)

// A personOf is somebody in a file of records.
type personOf struct{ name, cpf, birth, street, city string }

// recordPeople makes people with documents that pass their check.
func (w *officeWriter) recordPeople(n int) (people []personOf) {
	plain := strings.NewReplacer("ç", "c", "ã", "a", "á", "a", "â", "a", "é", "e", "í", "i", "ó", "o", "õ", "o", "ô", "o", "Â", "A", "Ã", "A")
	for _, row := range w.people(n) {
		people = append(people, personOf{
			name: strings.ToUpper(plain.Replace(row[0])), cpf: validCPF(w.rnd.IntN(1e9)), city: strings.ToUpper(plain.Replace(row[1])),
			birth:  fmt.Sprintf("%02d%02d%d", 1+w.rnd.IntN(28), 1+w.rnd.IntN(12), 1950+w.rnd.IntN(50)),
			street: fmt.Sprintf("RUA %d", 1+w.rnd.IntN(99)),
		})
	}
	return people
}

// validCPF completes nine digits by the two that check them.
func validCPF(n int) string {
	cpf := fmt.Sprintf("%09d", n)
	for len(cpf) < 11 {
		sum := 0
		for i, c := range cpf {
			sum += (len(cpf) + 1 - i) * int(c-'0')
		}
		cpf += fmt.Sprint(sum * 10 % 11 % 10)
	}
	return cpf
}

// isCPF tells of a cell that it is a CPF, and knows no other type.
func isCPF(id string, cell []byte) bool {
	n, err := strconv.Atoi(string(cell[:max(len(cell)-2, 0)]))
	return id == "cpf" && err == nil && n >= 0 && validCPF(n) == string(cell)
}

// placed writes values at places of a record, which count from 1.
func placed(length int, at map[int]string) string {
	record := []rune(strings.Repeat(" ", length))
	for place, value := range at {
		copy(record[place-1:], []rune(value))
	}
	return string(record)
}

// records writes what banks, payrolls and tax offices exchange.
func (w *officeWriter) records() {
	w.bankRecords()
	people := w.recordPeople(12)
	var data strings.Builder
	payroll := officeTable{Encoding: "utf-8", Dialect: "fixed_width", Columns: numbered(6)}
	head := placed(70, map[int]string{1: "00", 3: "FOLHA DE MAIO", 70: "*"})
	data.WriteString(head + "\r\n")
	payroll.Rows = append(payroll.Rows, []string{"∅", "∅", "∅", "∅", "∅", head})
	for i, p := range people {
		number := fmt.Sprintf("%05d", 10*i+7)
		data.WriteString(placed(70, map[int]string{1: "30" + number, 8: p.cpf + p.birth, 27: p.name, 70: "*"}) + "\r\n")
		payroll.Rows = append(payroll.Rows, []string{"30" + number, p.cpf, p.birth, p.name, "*", "∅"})
	}
	w.add("registros-folha.txt", "records of a payroll, with nothing between the columns", data.String(), payroll)

	var xml strings.Builder
	xml.WriteString("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<clientes geradoEm=\"2024-05-03\">\n")
	list := officeTable{Name: "cliente", Encoding: "utf-8", Columns: []string{"cpf", "nome", "nascimento.data"}}
	for _, p := range people {
		fmt.Fprintf(&xml, "  <cliente cpf=\"%s\"><nome>%s &amp; filhos</nome><nascimento><data>%s</data></nascimento></cliente>\n", p.cpf, p.name, p.birth)
		list.Rows = append(list.Rows, []string{p.cpf, p.name + " & filhos", p.birth})
	}
	xml.WriteString("</clientes>\n")
	w.add("registros.xml", "XML with a repeated element", xml.String(), officeTable{Encoding: "utf-8", Columns: []string{"geradoEm"}, Rows: [][]string{{"2024-05-03"}}})
	last := &w.all[len(w.all)-1]
	last.keyed, last.tables = true, append(last.tables, list)

	var book strings.Builder
	book.WriteString(`<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="Plan1"><Table><Row>`)
	for _, name := range officeNames {
		fmt.Fprintf(&book, `<Cell><Data ss:Type="String">%s</Data></Cell>`, name)
	}
	rows := w.people(5)
	for _, row := range rows {
		book.WriteString("</Row><Row>")
		for _, cell := range row {
			fmt.Fprintf(&book, `<Cell><Data ss:Type="String">%s</Data></Cell>`, cell)
		}
	}
	book.WriteString("</Row></Table></Worksheet></Workbook>")
	w.add("planilha-xml-2003.xls", "a workbook of Excel 2003 in one XML text", book.String(), officeTable{Name: "Plan1", Encoding: "utf-8", Header: 1, Columns: officeNames, Rows: rows})
	w.taxRecords()
}

// taxRecords writes what companies hand in to the tax office: records between pipes,
// whose first field tells what the others are.
func (w *officeWriter) taxRecords() {
	book := officeTable{Encoding: "windows-1252", Dialect: "pipe", Columns: []string{"registro",
		"campo 2 (0000)", "campo 4 (0000)", "campo 6 (0000)", "código (0150)", "nome (0150)", "país (0150)", "CPF (0150)", "campo 10 (0150)", "campo 11 (0150)",
		"campo 2 (9999)", "campo 2 (C100)", "campo 4 (C100)", "campo 5 (C100)", "outros dados"}}
	var data strings.Builder
	record := func(from int, cells ...string) {
		data.WriteString("|" + strings.Join(cells, "|") + "|\r\n")
		row := slices.Repeat([]string{"∅"}, len(book.Columns))
		row[0] = cells[0]
		for _, cell := range cells[1:] {
			if cell != "" {
				row[from] = cell
				from++
			}
		}
		book.Rows = append(book.Rows, row)
	}
	record(1, "0000", "017", "", "01052024", "", "LOJA SÃO JOÃO")
	people := w.recordPeople(6)
	for i, p := range people {
		record(4, "0150", fmt.Sprintf("P%d", i), p.name, "1058", "", p.cpf, "", "", "", p.street, fmt.Sprint(10*i+1), "")
	}
	for i := range people {
		record(11, "C100", "0", "", fmt.Sprintf("P%d", i), fmt.Sprint(1000+i))
	}
	record(10, "9999", "14")
	data.WriteString("ASSINATURA\r\n")
	book.Rows = append(book.Rows, append(slices.Repeat([]string{"∅"}, len(book.Columns)-1), "ASSINATURA"))
	book.Notes = []string{"ragged_rows"}
	latin, err := charmap.Windows1252.NewEncoder().String(data.String())
	must(w, err)
	w.add("registros-sped.txt", "a book of SPED: records of several kinds, with columns of their own", latin, book)
	w.all[len(w.all)-1].keyed = true
}

// bankRecords writes what a company sends to its bank: in records of 240 characters
// to be paid to people, in records of 400 to be paid by them.
func (w *officeWriter) bankRecords() {
	pay := officeTable{Encoding: "utf-8", Dialect: "fixed_width", Columns: []string{"registro", "banco", "agência", "conta", "nome", "data do pagamento", "valor", "CPF", "CNPJ", "endereço", "cidade", "CEP", "UF", "outros dados"}}
	collect := officeTable{Encoding: "utf-8", Dialect: "fixed_width", Columns: []string{"registro", "CPF", "CNPJ", "nome", "endereço", "CEP", "valor", "outros dados"}}
	row := func(t *officeTable, cells map[string]string) {
		var r []string
		for _, name := range t.Columns {
			cell, ok := cells[name]
			if !ok {
				cell = "∅"
			}
			r = append(r, cell)
		}
		t.Rows = append(t.Rows, r)
	}
	var of240, of400 strings.Builder
	of240.WriteString(placed(240, map[int]string{1: "00100000", 18: "2", 73: "LOJA EXEMPLO"}) + "\r\n")
	row(&pay, map[string]string{"registro": "0", "outros dados": "00100000         2                                                      LOJA EXEMPLO"})
	of400.WriteString(placed(400, map[int]string{1: "01REMESSA01COBRANCA", 47: "LOJA EXEMPLO", 395: "000001"}) + "\r\n")
	row(&collect, map[string]string{"registro": "0", "outros dados": strings.TrimSpace(placed(400, map[int]string{1: "01REMESSA01COBRANCA", 47: "LOJA EXEMPLO", 395: "000001"}))})
	for i, p := range w.recordPeople(3) {
		of240.WriteString(placed(240, map[int]string{1: fmt.Sprintf("00100013%05dA", 2*i+1), 21: "341", 24: "012345", 30: "0000001234567", 44: p.name, 94: "05052024", 120: "000000000150000"}) + "\r\n")
		row(&pay, map[string]string{"registro": "3A", "banco": "341", "agência": "012345", "conta": "0000001234567", "nome": p.name, "data do pagamento": "05052024", "valor": "000000000150000",
			"outros dados": fmt.Sprintf("00100013%05dA", 2*i+1)})
		of240.WriteString(placed(240, map[int]string{1: fmt.Sprintf("00100013%05dB", 2*i+2), 18: "1000" + p.cpf, 33: p.street, 98: p.city, 118: "59000123RN"}) + "\r\n")
		row(&pay, map[string]string{"registro": "3B", "CPF": p.cpf, "endereço": p.street, "cidade": p.city, "CEP": "59000123", "UF": "RN", "outros dados": fmt.Sprintf("00100013%05dB 1000", 2*i+2)})
		of400.WriteString(placed(400, map[int]string{1: "10212345678000195", 127: "0000000150000", 220: "1000" + p.cpf, 235: p.name, 275: p.street, 327: "59000123", 395: fmt.Sprintf("%06d", i+2)}) + "\r\n")
		row(&collect, map[string]string{"registro": "1", "CPF": p.cpf, "nome": p.name, "endereço": p.street, "CEP": "59000123", "valor": "0000000150000", "outros dados": fmt.Sprintf("10212345678000195 1000 %06d", i+2)})
	}
	w.add("registros-cnab240.rem", "records of 240 characters for a bank", of240.String(), pay)
	w.all[len(w.all)-1].keyed = true
	w.add("registros-cnab400.rem", "records of 400 characters for a bank", of400.String(), collect)
	w.all[len(w.all)-1].keyed = true
}
