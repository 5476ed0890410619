package main

import (
	"bytes"
	"database/sql"
	"encoding/csv"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"

	"github.com/datamapbr/datamap/detectors"
	"github.com/datamapbr/datamap/rules"
)

func layout(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "demo")
	if err := layoutDemo(dir); err != nil {
		t.Fatal(err)
	}
	return dir
}

func readDemo(t *testing.T, dir, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(path)))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// The check digits are compared with published numbers, not with themselves.
func TestDemoCheckDigits(t *testing.T) {
	for _, v := range []struct{ got, want string }{
		{cpfOf("111444777"), "11144477735"},
		{cpfOf("000000001"), "00000000191"},
		{cpfOf("390533447"), "39053344705"},
		{cnpjOf("112223330001"), "11222333000181"},
		{cnpjOf("12ABC34501DE"), "12ABC34501DE35"},
		{cnpjOf("SCRCN1NI0001"), "SCRCN1NI000130"},
		{pisOf("1203861949"), "12038619494"},
		{pisOf("7128267738"), "71282677380"},
		{cardOf("411111111111111"), "4111111111111111"},
		{cardOf("37828224631000"), "378282246310005"},
		{eanOf("789100031550"), "7891000315507"},
		{nfeKeyOf("5206043300991100250655012000000780026730161"), "52060433009911002506550120000007800267301615"},
		{nfeKeyOf("35260712ABC34501DE3555001000000123112345678"), "35260712ABC34501DE35550010000001231123456787"},
		{punctuate("11144477735", cpfPattern), "111.444.777-35"},
		{punctuate("12ABC34501DE35", cnpjPattern), "12.ABC.345/01DE-35"},
		{reais(1234567.8), "1.234.567,80"},
		{reais(99.9), "99,90"},
	} {
		if v.got != v.want {
			t.Errorf("got %s, want %s", v.got, v.want)
		}
	}
}

func TestDemoIsTheSameEveryTime(t *testing.T) {
	first, second := layout(t), layout(t)
	if err := layoutDemo(second); err != nil { // over itself
		t.Fatal(err)
	}
	var seen []string
	err := filepath.WalkDir(second, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		rel, err := filepath.Rel(second, path)
		seen = append(seen, filepath.ToSlash(rel))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, f := range demoFiles {
		want = append(want, f.path)
		if !bytes.Equal(readDemo(t, first, f.path), readDemo(t, second, f.path)) {
			t.Errorf("%s differs between two runs", f.path)
		}
	}
	slices.Sort(want)
	slices.Sort(seen)
	if !slices.Equal(seen, want) {
		t.Errorf("files are %v, want %v", seen, want)
	}
}

func TestDemoLeavesForeignFoldersAlone(t *testing.T) {
	for name, files := range map[string]map[string]string{
		"another file":     {"notas.txt": "x"},
		"a file like ours": {"marketing/leads.csv": "x"},
		"not a database":   {"erp.db": strings.Repeat("x", 200)},
		"another database": {"erp.db": "SQLite format 3\x00" + strings.Repeat("\x00", 200)},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			for path, content := range files {
				path = filepath.Join(dir, filepath.FromSlash(path))
				if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(content), 0o644)); err != nil {
					t.Fatal(err)
				}
			}
			if err := layoutDemo(dir); !errors.Is(err, fs.ErrExist) {
				t.Errorf("error is %v, want %v", err, fs.ErrExist)
			}
			for path, content := range files {
				if string(readDemo(t, dir, path)) != content {
					t.Errorf("%s was changed", path)
				}
			}
			if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
				t.Errorf("the folder now holds %v (%v)", entries, err)
			}
		})
	}
}

// A link in the place of a file of ours must not lead the demo to write elsewhere.
func TestDemoReplacesLinks(t *testing.T) {
	dir := layout(t)
	precious := filepath.Join(t.TempDir(), "precious")
	link := filepath.Join(dir, "estoque", "notas.csv")
	err := errors.Join(os.WriteFile(precious, []byte("x"), 0o644), os.Remove(link))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(precious, link); err != nil {
		t.Logf("no links here: %v", err) // Windows without the right
		return
	}
	if err := layoutDemo(dir); err != nil {
		t.Fatal(err)
	}
	if data, err := os.ReadFile(precious); err != nil || string(data) != "x" {
		t.Errorf("the file behind the link is %q (%v)", data, err)
	}
}

func TestDemoDatabase(t *testing.T) {
	db, err := sql.Open("sqlite", filepath.Join(layout(t), "erp.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	count := func(query string) (n int) {
		t.Helper()
		if err := db.QueryRow(query).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	for query, want := range map[string]int{
		"SELECT count(*) FROM clientes":                                                     demoClients,
		"SELECT count(*) FROM funcionarios":                                                 demoStaff,
		"SELECT count(*) FROM pedidos":                                                      demoOrders,
		"SELECT count(*) FROM tickets":                                                      demoTickets,
		"SELECT count(*) FROM pragma_foreign_key_check":                                     0,
		"SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'":         0,
		"SELECT count(*) FROM clientes WHERE cpf NOT LIKE '___.___.___-__'":                 0,
		"SELECT count(*) FROM funcionarios WHERE typeof(cpf) <> 'integer'":                  0,
		"SELECT count(*) - count(DISTINCT cpf) FROM clientes":                               0,
		"SELECT count(*) FROM pedidos WHERE (pagamento = 'cartão') <> (cartao IS NOT NULL)": 0,
	} {
		if got := count(query); got != want {
			t.Errorf("%s: %d, want %d", query, got, want)
		}
	}
	for query, atLeast := range map[string]int{
		"SELECT count(*) FROM produtos":                                          50,
		"SELECT count(*) FROM categorias":                                        8,
		"SELECT count(*) FROM fornecedores WHERE cnpj GLOB '*[A-Z]*'":            5,
		"SELECT count(*) FROM fornecedores WHERE cnpj NOT GLOB '*[A-Z]*'":        5,
		"SELECT count(*) FROM funcionarios WHERE cpf < 10000000000":              2, // a zero is lost
		"SELECT count(*) FROM clientes WHERE email IS NULL":                      10,
		"SELECT count(DISTINCT mensagem) FROM tickets":                           600,
		"SELECT count(DISTINCT substr(cartao, 1, 2)) FROM pedidos":               4,
		"SELECT count(*) FROM (SELECT max(salario) m FROM funcionarios) WHERE m": 1,
	} {
		if got := count(query); got < atLeast {
			t.Errorf("%s: %d, want at least %d", query, got, atLeast)
		}
	}
}

// About 3 % of the tickets hold something personal, of each kind, and nothing is
// left of the templates.
func TestDemoTickets(t *testing.T) {
	company, err := newDemoCompany()
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[string]*regexp.Regexp{
		"cpf":   regexp.MustCompile(`\d{3}\.\d{3}\.\d{3}-\d{2}`),
		"email": regexp.MustCompile(`[a-z]+\.[a-z0-9]+@(exemplo\.com\.br|example\.(com|org))`),
		"phone": regexp.MustCompile(`\(\d{2}\) 9\d{4}-\d{4}`),
	}
	personal, hits := 0, map[string]int{}
	for _, row := range company.ticketRows(company.orders()) {
		text, found := row[5].(string), false
		for kind, form := range kinds {
			if form.MatchString(text) {
				hits[kind]++
				found = true
			}
		}
		if found {
			personal++
		}
		if strings.ContainsAny(text, "{}") {
			t.Errorf("a template was not filled in: %s", text)
		}
	}
	if personal < demoTickets*25/1000 || personal > demoTickets*35/1000 {
		t.Errorf("%d of %d tickets are personal, want 3 %%", personal, demoTickets)
	}
	for kind := range kinds {
		if hits[kind] < 8 {
			t.Errorf("%d tickets hold a %s, want at least 8", hits[kind], kind)
		}
	}
}

func TestDemoLeads(t *testing.T) {
	data := readDemo(t, layout(t), "marketing/leads.csv")
	if n := bytes.Count(data, []byte("\n")); n != demoLeadN+1 || n != bytes.Count(data, []byte("\r\n")) {
		t.Errorf("%d lines, want %d that all end in CRLF", n, demoLeadN+1)
	}
	if !bytes.Contains(data, []byte("Jo\xe3o")) || bytes.Contains(data, []byte("Jo\u00e3o")) {
		t.Error("the file is not Windows-1252")
	}
	text, err := charmap.Windows1252.NewDecoder().Bytes(data)
	if err != nil {
		t.Fatal(err)
	}
	rows := readSemicolons(t, text)
	date := regexp.MustCompile(`^(\d{2}/\d{2}/\d{4})?$`)
	phone := regexp.MustCompile(`^((\+55 \d{2} |\(\d{2}\) )9\d{4}-\d{4}|\d{2}9\d{8})?$`)
	for i, row := range rows[1:] {
		if !phone.MatchString(row[2]) || !date.MatchString(row[3]) {
			t.Errorf("row %d has the phone %q and the date %q", i+2, row[2], row[3])
		}
	}
}

func readSemicolons(t *testing.T, data []byte) [][]string {
	t.Helper()
	r := csv.NewReader(bytes.NewReader(data))
	r.Comma = ';'
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func TestDemoInvoicesHoldNobody(t *testing.T) {
	rows := readSemicolons(t, readDemo(t, layout(t), "estoque/notas.csv"))
	if len(rows) != demoNotes+1 {
		t.Fatalf("%d rows, want %d", len(rows), demoNotes+1)
	}
	lengths := map[int]int{2: 44, 5: 11, 6: 14, 8: 13} // chave_nfe, pedido_marketplace, codigo_remessa, ean
	cpfs, cnpjs := 0, 0
	for i, row := range rows[1:] {
		for column, n := range lengths {
			if len(row[column]) != n || strings.Trim(row[column], "0123456789") != "" {
				t.Errorf("row %d: %s is %q, want %d digits", i+2, rows[0][column], row[column], n)
			}
		}
		if nfeKeyOf(row[2][:43]) != row[2] || eanOf(row[8][:12]) != row[8] {
			t.Errorf("row %d: the key or the EAN fails its check", i+2)
		}
		if cpfOf(row[5][:9]) == row[5] {
			cpfs++
		}
		if cnpjOf(row[6][:12]) == row[6] {
			cnpjs++
		}
		if strings.Contains(strings.Join(row, ""), "@") {
			t.Errorf("row %d holds an address", i+2)
		}
	}
	// Random numbers pass one time in a hundred; many more would be numbers of somebody.
	if cpfs > demoNotes*3/100 || cnpjs > demoNotes*3/100 {
		t.Errorf("%d codes pass as CPF and %d as CNPJ", cpfs, cnpjs)
	}
}

func TestDemoPayroll(t *testing.T) {
	book, err := excelize.OpenReader(bytes.NewReader(readDemo(t, layout(t), "rh/folha.xlsx")))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	if got := book.GetSheetList(); !slices.Equal(got, []string{"Folha", "Saúde ocupacional"}) {
		t.Fatalf("sheets are %v", got)
	}
	for sheet, visible := range map[string]bool{"Folha": true, "Saúde ocupacional": false} {
		if got, err := book.GetSheetVisible(sheet); err != nil || got != visible {
			t.Errorf("%s visible is %v (%v), want %v", sheet, got, err, visible)
		}
		rows, err := book.GetRows(sheet)
		if err != nil || len(rows) != demoStaff+1 {
			t.Fatalf("%s has %d rows (%v), want %d", sheet, len(rows), err, demoStaff+1)
		}
		for i, row := range rows[1:] {
			digits := strings.NewReplacer(".", "", "-", "").Replace(row[2])
			if len(digits) != 11 || cpfOf(digits[:9]) != digits {
				t.Errorf("%s row %d: %q is no CPF", sheet, i+2, row[2])
			}
		}
	}
	born, err := book.GetCellValue("Folha", "E2")
	if err != nil || !regexp.MustCompile(`^\d{2}/\d{2}/\d{4}$`).MatchString(born) {
		t.Errorf("the birth date shows as %q (%v)", born, err)
	}
	if kind, err := book.GetCellType("Folha", "E2"); err != nil || kind != excelize.CellTypeUnset && kind != excelize.CellTypeNumber {
		t.Errorf("the birth date is a cell of type %v (%v), want a number", kind, err)
	}
}

// The people of the demo have names that the name lists know.
func TestDemoNamesAreKnown(t *testing.T) {
	company, err := newDemoCompany()
	if err != nil {
		t.Fatal(err)
	}
	for list, path := range map[string]string{"nomes": "names/given.txt", "sobrenomes": "names/surnames.txt"} {
		data, err := rules.File(path)
		if err != nil {
			t.Fatal(err)
		}
		known := strings.Fields(string(data))
		for _, name := range company.words[list] {
			name = name[strings.LastIndex(name, " ")+1:] // "da Silva"
			if _, found := slices.BinarySearch(known, strings.ToUpper(detectors.Fold(name))); !found {
				t.Errorf("%s lacks %s", path, name)
			}
		}
	}
}
