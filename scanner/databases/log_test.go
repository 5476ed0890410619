package databases

import (
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/datamapbr/datamap/scanner"
	"github.com/datamapbr/datamap/scanner/databases/dbtest"
)

// A journal is what a server itself writes down of the statements of one user.
type journal struct {
	address, user string
	admin         *sql.DB
	log           string // file of PostgreSQL
}

// newJournal makes a user that may read everything, and lets the server log
// what it sends. ok is false for a server whose log cannot be reached, one of
// the environment.
func newJournal(t *testing.T, address string, admin *sql.DB) (j *journal, mine string, ok bool) {
	t.Helper()
	j = &journal{address: address, user: "log_" + dbName(address)[:12], admin: admin}
	if !isPostgres(address) {
		dbtest.Exec(t, admin, "CREATE USER "+j.user+"@'%' IDENTIFIED BY 'x'", "GRANT SELECT ON `"+dbName(address)+"`.* TO "+j.user+"@'%'",
			"SET GLOBAL log_output = 'TABLE'", "SET GLOBAL general_log = ON")
		t.Cleanup(func() {
			dbtest.Exec(t, dbtest.Open(t, address), "SET GLOBAL general_log = OFF", "DROP USER "+j.user+"@'%'")
		})
		return j, withUser(address, j.user, "x"), true
	}
	certificate := dbtest.Certificate(address)
	if certificate == "" {
		return nil, "", false
	}
	j.log = filepath.Join(filepath.Dir(certificate), "server.log")
	dbtest.Exec(t, admin, "CREATE ROLE "+j.user+" LOGIN PASSWORD 'x'", "GRANT pg_read_all_data TO "+j.user,
		"ALTER ROLE "+j.user+" SET log_statement = 'all'", "ALTER SYSTEM SET log_line_prefix = '%u|'", "SELECT pg_reload_conf()")
	t.Cleanup(func() {
		dbtest.Exec(t, dbtest.Open(t, address), "ALTER SYSTEM RESET log_line_prefix", "SELECT pg_reload_conf()")
		dropRole(t, address, j.user)
	})
	time.Sleep(200 * time.Millisecond) // the reload
	return j, withUser(address, j.user, "x"), true
}

var logged = regexp.MustCompile(`(?m)^([^|\n]*)\|LOG:  (?:statement|execute [^:]*): (.*(?:\n\t.*)*)$`)

// statements returns everything that the user sent, as the server logged it.
func (j *journal) statements(t *testing.T) (all []string) {
	t.Helper()
	if j.log != "" {
		text, err := os.ReadFile(j.log)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range logged.FindAllStringSubmatch(string(text), -1) {
			if m[1] == j.user {
				all = append(all, strings.ReplaceAll(m[2], "\n\t", "\n"))
			}
		}
		return all
	}
	rows, err := j.admin.Query("SELECT argument FROM mysql.general_log WHERE command_type NOT IN ('Connect', 'Quit') AND user_host LIKE '" + j.user + "%' ORDER BY event_time, thread_id")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var statement string
		if err := rows.Scan(&statement); err != nil {
			t.Fatal(err)
		}
		all = append(all, statement)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

// contents is a checksum of every table; of PostgreSQL also of where its rows lie
// and which transaction wrote them.
func contents(t *testing.T, address string, admin *sql.DB) string {
	t.Helper()
	query := "CHECKSUM TABLE pessoas, palavras"
	if isPostgres(address) {
		query = `SELECT 'pessoas', md5(string_agg(concat(p, p.ctid, p.xmin), '|' ORDER BY p.id)) FROM pessoas p
			UNION ALL SELECT 'palavras', md5(string_agg(concat(p, p.ctid, p.xmin), '|' ORDER BY p.w)) FROM palavras p`
	}
	rows, err := admin.Query(query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var all []string
	for rows.Next() {
		var name, sum string
		if err := rows.Scan(&name, &sum); err != nil {
			t.Fatal(err)
		}
		all = append(all, name+" "+sum)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return strings.Join(all, "\n")
}

// Promise P1, by the server's own log: what it ran for a scan is what the plan
// says, nothing of it writes, and every table holds afterwards what it held before.
func TestServerLogHoldsThePlanOnly(t *testing.T) {
	onServers(t, func(t *testing.T, address string, admin *sql.DB) {
		fillPeople(t, address, 30000)
		if isPostgres(address) {
			dbtest.Exec(t, admin, "VACUUM ANALYZE pessoas")
		}
		dbtest.Exec(t, admin, "CREATE TABLE palavras (w varchar(60) PRIMARY KEY)", "INSERT INTO palavras SELECT nome FROM pessoas WHERE id = 1",
			"CREATE VIEW visao AS SELECT * FROM pessoas")
		j, mine, ok := newJournal(t, address, admin)
		if !ok {
			return
		}
		before := contents(t, address, admin)
		for _, sample := range []scanner.Sample{{Rows: 1000, Seed: 1}, {Rows: 100000}, {}} {
			planned, expected := outlines(t, mustOpen(t, mine, Options{}), sample)
			already := len(j.statements(t))
			src := mustOpen(t, mine, Options{})
			for _, tab := range listTables(t, src) {
				if tab.State == "" {
					mustCollect(t, src, &tab, sample)
				}
			}
			time.Sleep(100 * time.Millisecond)
			sent := j.statements(t)[already:]
			if !isPostgres(address) {
				checkConstants(t, sent, 30000, sample.Rows)
			}
			// What is not open is sent as it is planned, in this order.
			rest := sent
			for _, s := range expected {
				i := slices.Index(rest, s)
				if i < 0 {
					t.Errorf("sample of %d: the server did not run what is planned, or not in this order: %.300s", sample.Rows, s)
					continue
				}
				rest = rest[i+1:]
			}
			if sample.Rows == 1000 && isPostgres(address) && !slices.ContainsFunc(expected, func(s string) bool { return strings.Contains(s, "WHERE ctid = ANY") }) {
				t.Error("no address of a row is planned")
			}
			if len(sent) < 10 {
				t.Fatalf("the server logged only %q", sent)
			}
			for _, s := range sent {
				if !isPlanned(planned, s) || !allowed.MatchString(strings.ReplaceAll(s, "\n", " ")) {
					t.Errorf("the server ran what is not planned: %.300s", s)
				}
			}
		}
		if after := contents(t, address, admin); after != before {
			t.Errorf("the tables held\n%s\nand now\n%s", before, after)
		}
	})
}

var (
	surveyed  = regexp.MustCompile("AS k FROM [^ ]+ WHERE `id` >= ([0-9]+) AND `id` <= ([0-9]+) ORDER BY `id` LIMIT ([0-9]+)")
	drawn     = regexp.MustCompile("`email` FROM [^ ]+ WHERE `id` >= ([0-9]+) AND `id` <= ([0-9]+) ORDER BY `id` LIMIT ([0-9]+)")
	following = regexp.MustCompile("WHERE `id` > ([0-9]+) ORDER BY `id` LIMIT ([0-9]+)")
)

// checkConstants asserts that the constants of open statements on a table of size rows,
// whose keys are 1 to size, are made by the rules that the plan states.
func checkConstants(t *testing.T, sent []string, size, want int64) {
	t.Helper()
	var patched, ranges, pages [][]int64
	for _, s := range sent {
		for list, form := range map[*[][]int64]*regexp.Regexp{&patched: surveyed, &ranges: drawn, &pages: following} {
			for _, m := range form.FindAllStringSubmatch(s, -1) {
				var numbers []int64
				for _, digits := range m[1:] {
					n, _ := strconv.ParseInt(digits, 10, 64)
					numbers = append(numbers, n)
				}
				*list = append(*list, numbers)
			}
		}
	}
	if drawn := want > 0 && want < size; drawn != (len(ranges) > 0) || (want == 0) != (len(pages) > 0) {
		t.Fatalf("sample of %d: %d ranges and %d pages", want, len(ranges), len(pages))
	}
	// Where the keys are even one survey is enough.
	ends := map[int64]bool{}
	for i, p := range patched {
		if end := append(patched, []int64{size + 1})[i+1][0]; len(patched) != patches || p[1] != end-1 || p[2] != patchKeys {
			t.Errorf("patch %d of %d ends at %d and the next begins at %d", i, len(patched), p[1], end)
		}
		ends[p[1]] = true
	}
	// A range that begins just before the next finds too little, for which there is another round.
	limits, first := int64(0), 0
	for ; first < len(ranges) && limits < want; first++ {
		limits += ranges[first][2]
	}
	if len(ranges) > 0 && limits != want {
		t.Errorf("the limits of the first round add up to %d", limits)
	}
	for _, r := range ranges[first:] {
		if limits -= r[2]; limits < want*9/10 {
			t.Errorf("more than a tenth of the sample is asked for again")
		}
	}
	ranges = ranges[:first]
	stratum := size / int64(max(1, len(ranges)))
	for i, r := range ranges {
		if lo := 1 + int64(i)*stratum; r[0] < lo || r[0] >= lo+stratum {
			t.Errorf("range %d begins at %d, outside of its stratum", i, r[0])
		}
		if end := append(ranges, []int64{size + 1})[i+1][0]; r[1] != end-1 && !(ends[r[1]] && r[1] < end) {
			t.Errorf("range %d ends at %d and the next begins at %d", i, r[1], end)
		}
	}
	for i, p := range pages {
		if p[0] != int64(i+1)*pageRows || p[1] != pageRows {
			t.Errorf("page %d begins after %d", i+2, p[0])
		}
	}
}

// A connection asks a server, or a pooler before it, for nothing that one
// that shares its connections refuses.
func TestStartupIsPlain(t *testing.T) {
	address := dbtest.Postgres(t)
	p := newProxy(t, address)
	listTables(t, mustOpen(t, p.address, Options{}))
	plain := []string{"user", "database", "application_name", "client_encoding", "datestyle", "timezone", "standard_conforming_strings"}
	// Length, version 3.0, then names and values, each ended by NUL.
	text := p.text()
	i := strings.Index(text, "\x00\x03\x00\x00")
	if i < 0 {
		t.Fatal("no startup message was seen")
	}
	words := strings.Split(strings.SplitN(text[i+4:], "\x00\x00", 2)[0], "\x00")
	seen := map[string]string{}
	for k := 0; k+1 < len(words); k += 2 {
		seen[strings.ToLower(words[k])] = words[k+1]
		if !slices.Contains(plain, strings.ToLower(words[k])) {
			t.Errorf("the startup message has %s", words[k])
		}
	}
	if seen["application_name"] != "datamap" || seen["user"] == "" {
		t.Errorf("the startup message says %s", fmt.Sprint(seen))
	}
}
