package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/datamapbr/datamap/scanner/databases/dbtest"
)

// plant returns the header and rows of a table full of values that occur nowhere
// else; n makes those of each source its own.
func plant(n int) [][]string {
	rows := [][]string{{"nome", "cpf", "email", "telefone", "cartao", "nascimento", "observacao"}}
	for i := range 24 {
		k := n*100 + i
		rows = append(rows, []string{
			fmt.Sprintf("Zoraide%c Quintiliana%c da Silva", 'a'+n, 'a'+i),
			plantedCPF(731_400_000 + k*37),
			fmt.Sprintf("zquintiliana%04d@plantado-%04d.com.br", k, k),
			fmt.Sprintf("(61) 98%03d-%04d", 431+n, 5200+k),
			plantedCard(4916_3300_0000_000 + k*7919),
			fmt.Sprintf("19%02d-0%d-1%d", 51+i, 1+n%9, i%9),
			fmt.Sprintf("o cliente zquintiliana%04d informou o cpf %s por telefone", k, plantedCPF(962_500_000+k*41)),
		})
	}
	return rows
}

// plantedCPF is the CPF with these first nine digits.
func plantedCPF(body int) string {
	digits := fmt.Sprintf("%09d", body)
	for range 2 {
		sum := 0
		for i, c := range digits {
			sum += int(c-'0') * (len(digits) + 1 - i)
		}
		digits += fmt.Sprint(sum * 10 % 11 % 10)
	}
	return digits[:3] + "." + digits[3:6] + "." + digits[6:9] + "-" + digits[9:]
}

// plantedCard is the card number with these first fifteen digits.
func plantedCard(body int) string {
	sum := 0
	for i, c := range fmt.Sprint(body) {
		d := int(c - '0')
		if i%2 == 0 {
			d *= 2
		}
		sum += d/10 + d%10
	}
	return fmt.Sprint(body) + fmt.Sprint((10-sum%10)%10)
}

// laboratory is a place to run the program in, with all it gives away kept.
type laboratory struct {
	t    *testing.T
	dir  string
	temp string
	hay  *haystack
	runs int
}

func newLaboratory(t *testing.T) *laboratory {
	return &laboratory{t: t, dir: t.TempDir(), temp: t.TempDir(), hay: &haystack{parts: map[string][]byte{}}}
}

// run runs the program and wants its exit code.
func (l *laboratory) run(want int, stdin string, args ...string) {
	l.t.Helper()
	l.runs++
	var out, errs bytes.Buffer
	cmd := exec.Command("datamap", args...)
	cmd.Dir, cmd.Stdin, cmd.Stdout, cmd.Stderr = l.dir, strings.NewReader(stdin), &out, &errs
	cmd.Env = append(os.Environ(), "TMPDIR="+l.temp, "TMP="+l.temp, "TEMP="+l.temp, "HOME="+l.dir, "SOURCE_DATE_EPOCH=1795219200")
	stop := l.hay.watch(l.temp)
	err := cmd.Run()
	stop()
	if got := cmd.ProcessState.ExitCode(); got != want {
		l.t.Errorf("%v: exit code %d (%v), want %d\n%s", args, got, err, want, errs.String())
	}
	l.hay.add(fmt.Sprintf("stdout of %v", args), out.Bytes())
	l.hay.add(fmt.Sprintf("stderr of %v", args), errs.Bytes())
	if left, _ := os.ReadDir(l.temp); len(left) > 0 {
		l.t.Errorf("%v left %v in the folder of temporary files", args, left)
	}
}

// allOutputs are every format that there is.
var allOutputs = []string{"-o", "r.json", "-o", "r.csv", "-o", "r.xlsx", "-o", "r.html", "-o", "r.md", "-o", "r.sarif"}

// everything runs every command on a source, collects the outputs and searches
// them. secrets is what was planted.
func (l *laboratory) everything(stdin string, secrets []string, args ...string) {
	l.t.Helper()
	l.run(exitDone, stdin, append(append([]string{"scan", "--verbose"}, allOutputs...), args...)...)
	l.run(exitDone, stdin, append(append([]string{"scan", "--lang", "en", "--sample", "7"}, allOutputs...), args...)...)
	for _, format := range []string{"json", "csv", "html", "md", "sarif"} {
		l.run(exitDone, "", "report", "r.json", "-o", "-", "--format", format)
	}
	l.run(exitDone, "", "explain", "r.json", l.aColumn())
	l.run(exitDone, "", "diff", "r.json", "r.json")
	l.run(exitDone, stdin, append([]string{"plan"}, args...)...)
	outputs, err := filepath.Glob(filepath.Join(l.dir, "r*.*"))
	if err != nil || len(outputs) < 7 { // with the workbook that was kept
		l.t.Fatalf("outputs: %v, %v", outputs, err)
	}
	for _, path := range outputs {
		l.hay.addFile(l.t, path)
	}
	for _, leak := range l.hay.find(secrets) {
		l.t.Error(leak)
	}
}

// aColumn is the ID of the first column with personal data of the last result.
func (l *laboratory) aColumn() string {
	l.t.Helper()
	f, err := os.Open(filepath.Join(l.dir, "r.json"))
	if err != nil {
		l.t.Fatal(err)
	}
	defer f.Close()
	var result struct {
		Findings struct {
			PersonalColumns int `json:"personal_columns"`
		}
		Tables []struct {
			Columns []struct {
				ID       string
				Personal bool
			}
		}
	}
	if err := json.NewDecoder(f).Decode(&result); err != nil {
		l.t.Fatal(err)
	}
	if result.Findings.PersonalColumns < 5 {
		l.t.Fatalf("only %d columns with personal data were found: the values were not looked at", result.Findings.PersonalColumns)
	}
	for _, table := range result.Tables {
		for _, c := range table.Columns {
			if c.Personal {
				return c.ID
			}
		}
	}
	return ""
}

func (l *laboratory) write(name, text string) {
	l.t.Helper()
	path := filepath.Join(l.dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		l.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		l.t.Fatal(err)
	}
}

func delimited(rows [][]string, by string) string {
	var b strings.Builder
	for _, row := range rows {
		b.WriteString(strings.Join(row, by) + "\n")
	}
	return b.String()
}

// TestNoValueLeaksFromFiles is promise P4 for CSV and XLSX, with and without a header.
func TestNoValueLeaksFromFiles(t *testing.T) {
	l := newLaboratory(t)
	withHeader, without, book := plant(0), plant(1), plant(2)
	l.write("dados/clientes.csv", delimited(withHeader, ";"))
	l.write("dados/sem.csv", delimited(without[1:], ","))
	f := excelize.NewFile()
	defer f.Close()
	for _, sheet := range []struct {
		name string
		rows [][]string
	}{{"Sheet1", book}, {"Oculta", book[1:]}} {
		f.NewSheet(sheet.name)
		for i, row := range sheet.rows {
			if err := f.SetSheetRow(sheet.name, fmt.Sprint("A", i+1), &row); err != nil {
				t.Fatal(err)
			}
		}
	}
	f.SetSheetVisible("Oculta", false)
	if err := f.SaveAs(filepath.Join(l.dir, "dados/rh.xlsx")); err != nil {
		t.Fatal(err)
	}
	var secrets []string
	for _, rows := range [][][]string{withHeader, without, book} {
		secrets = append(secrets, secretsOf(rows)...)
	}
	l.everything("", secrets, "dados")
}

// TestNoValueLeaksFromSQLite is promise P4 for SQLite.
func TestNoValueLeaksFromSQLite(t *testing.T) {
	l := newLaboratory(t)
	rows := plant(3)
	fillTable(t, "sqlite:"+filepath.Join(l.dir, "erp.db"), rows)
	l.everything("", secretsOf(rows), "erp.db")
}

// TestNoValueLeaksFromServers is promise P4 for PostgreSQL and MariaDB, also for
// the password, however it was given, and whether or not it was right.
func TestNoValueLeaksFromServers(t *testing.T) {
	for name, address := range map[string]string{"postgres": dbtest.Postgres(t), "mysql": dbtest.MySQL(t)} {
		t.Run(name, func(t *testing.T) {
			l := newLaboratory(t)
			rows := plant(4 + len(name)%3)
			fillTable(t, address, rows)
			db := dbtest.Open(t, address)
			if name == "postgres" {
				dbtest.Exec(t, db, "COMMENT ON COLUMN clientes.cpf IS 'exemplo: "+rows[1][1]+"'")
			} else {
				dbtest.Exec(t, db, "ALTER TABLE clientes COMMENT 'exemplo: "+rows[1][1]+"'")
			}
			u, err := url.Parse(address)
			if err != nil {
				t.Fatal(err)
			}
			password, _ := u.User.Password()
			u.User = url.User(u.User.Username())
			without := u.String()
			const wrong = "Pl4nt@da senha/errada"
			secrets := append(secretsOf(rows), password, wrong)

			l.write("senha.txt", password+"\n")
			l.write("datamap.yaml", "sources:\n  banco: {url: \""+without+"\", password: \"${file:senha.txt}\"}\n")
			l.run(exitDone, password+"\n", "scan", "--password-stdin", "-o", "r1.json", without)
			l.run(exitFailed, wrong+"\n", "scan", "--password-stdin", without)
			u.User = url.UserPassword(u.User.Username(), wrong)
			l.run(exitFailed, "", "scan", u.String())
			l.run(exitUsage, "", u.String())
			l.run(exitUsage, "", "scan", "--"+u.String())
			l.run(exitUsage, "", "scan", strings.Replace(u.String(), "%40", "%zz", 1))
			u.User = url.UserPassword("datamap", wrong)
			l.run(exitUsage, "", "scan", strings.Replace(u.String(), u.User.String(), "datamap:"+wrong, 1))
			u.Host = "127.0.0.1:1"
			l.run(exitFailed, "", "scan", u.String())
			l.hay.forgetArguments()
			l.everything("", secrets, "banco")
		})
	}
}

// forgetArguments renames the parts: they are called after the arguments of
// their runs, in which the test itself wrote the password.
func (h *haystack) forgetArguments() {
	renamed := map[string][]byte{}
	for _, data := range h.parts {
		renamed[fmt.Sprintf("run %d", len(renamed)+1)] = data
	}
	h.parts = renamed
}

// fillTable creates the table clientes of a planted table.
func fillTable(t *testing.T, address string, rows [][]string) {
	t.Helper()
	db := dbtest.Open(t, address)
	dbtest.Exec(t, db, "CREATE TABLE clientes ("+strings.Join(rows[0], " VARCHAR(200), ")+" VARCHAR(200))")
	for _, row := range rows[1:] {
		dbtest.Exec(t, db, "INSERT INTO clientes VALUES ('"+strings.Join(row, "','")+"')")
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}
