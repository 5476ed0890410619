package databases

import (
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/datamapbr/datamap/scanner"
	"github.com/datamapbr/datamap/scanner/databases/dbtest"
)

// private makes the temporary folder one of the test's own.
func private(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	t.Setenv("TMP", dir)
	return dir
}

func TestSQLiteMissingFileIsNotCreated(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"nada.db", "sqlite:nada.db", "a?b#c%41.db"} {
		prefix, file, ok := strings.Cut(name, ":")
		if !ok {
			prefix, file = "", name
		} else {
			prefix += ":"
		}
		_, err := Open(t.Context(), prefix+filepath.Join(dir, file), Options{})
		wantFault(t, err, "no_such_file")
	}
	if entries, _ := os.ReadDir(dir); len(entries) != 0 {
		t.Errorf("%v were created", entries)
	}
}

func TestSQLitePathsWithSpecialCharacters(t *testing.T) {
	for _, name := range []string{"a?mode=rwc.db", "b#c.db", "100%41.db", "com espaço.db", "ação.db", "a&b=c.db", "x:y.db"} {
		path := filepath.Join(t.TempDir(), name)
		plain := filepath.Join(filepath.Dir(path), "plain.db")
		dbtest.Load(t, "sqlite:"+plain, []dbtest.Table{{Name: "t", Columns: []dbtest.Column{{Name: "v"}}, Rows: [][]any{{"x"}}}})
		if err := os.Rename(plain, path); err != nil {
			t.Fatal(err)
		}
		src := mustOpen(t, path, Options{})
		if rows, _ := mustCollect(t, src, table(t, src, "t"), scanner.Sample{}); len(rows) != 1 || src.Info().Name != path {
			t.Errorf("%s: %q", name, rows)
		}
	}
}

func TestSQLiteNotADatabase(t *testing.T) {
	noise := make([]byte, 8192)
	rnd := rand.New(rand.NewPCG(1, 1))
	for i := range noise {
		noise[i] = byte(rnd.Uint32())
	}
	whole := filepath.Join(t.TempDir(), "inteiro.db")
	dbtest.Load(t, "sqlite:"+whole, []dbtest.Table{{Name: "t", Columns: []dbtest.Column{{Name: "v"}}, Rows: [][]any{{strings.Repeat("x", 50000)}}}})
	good, err := os.ReadFile(whole)
	if err != nil {
		t.Fatal(err)
	}
	for code, content := range map[string][]byte{
		"not_a_database": []byte("nome;cpf\nMaria;529\n"), "empty_file": {}, "encrypted_database": noise,
		"sql_error": append(bytes.Clone(good[:100]), bytes.Repeat([]byte{7}, len(good)-100)...), "truncated": good[:len(good)-1],
	} {
		path := filepath.Join(t.TempDir(), "x.db")
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := Open(t.Context(), path, Options{})
		wantFault(t, err, code)
	}
	_, err = Open(t.Context(), "sqlite:"+t.TempDir(), Options{})
	wantFault(t, err, "not_a_database")

	// A damaged table costs no other, and its fault is told.
	hurt := filepath.Join(t.TempDir(), "ferido.db")
	fillPeople(t, "sqlite:"+hurt, 3000)
	dbtest.Load(t, "sqlite:"+hurt, []dbtest.Table{{Name: "outra", Columns: []dbtest.Column{{Name: "v"}}, Rows: [][]any{{"x"}}}})
	content, err := os.ReadFile(hurt)
	if err != nil {
		t.Fatal(err)
	}
	for i := 4096; i < 8192; i++ { // the root page of the first table
		content[i] = 7
	}
	if err := os.WriteFile(hurt, content, 0o600); err != nil {
		t.Fatal(err)
	}
	damaged := mustOpen(t, hurt, Options{})
	if _, _, err := collect(t.Context(), damaged, table(t, damaged, "pessoas"), scanner.Sample{Rows: 10}); err == nil {
		t.Error("a damaged table was read")
	} else {
		wantFault(t, err, "sql_error", "SQLITE_CORRUPT")
	}
	if rows, _ := mustCollect(t, damaged, table(t, damaged, "outra"), scanner.Sample{Rows: 10}); len(rows) != 1 {
		t.Errorf("the table beside it: %q", rows)
	}

	// Cut in half: a sample of what is left would pass for one of the whole.
	half := filepath.Join(t.TempDir(), "metade.db")
	if err := os.WriteFile(half, good[:len(good)/2], 0o600); err != nil {
		t.Fatal(err)
	}
	_, err = Open(t.Context(), half, Options{})
	wantFault(t, err, "truncated")
}

// What people write in definitions is read, and that deleted rows may remain is said.
// A database without either lists its tables only.
func TestSQLiteBesideItsTables(t *testing.T) {
	person := "Zuleide Quaresma, CPF 529.982.247-25"
	for definition, beside := range map[string]string{
		"CREATE TABLE t (v TEXT, n INTEGER CHECK (n > 0))":            "",
		"CREATE TABLE t (v TEXT /* falar com " + person + " */)":      "sqlite_schema",
		"CREATE TABLE t (v TEXT, -- " + person + "\n n INTEGER)":      "sqlite_schema",
		"CREATE TABLE t (v TEXT DEFAULT '" + person + "', n INTEGER)": "sqlite_schema",
		"CREATE TABLE t (v TEXT); INSERT INTO t WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 9000) SELECT i FROM n; DELETE FROM t": "sqlite_freelist",
	} {
		path := filepath.Join(t.TempDir(), "x.db")
		db, err := sql.Open("sqlite", path)
		if err != nil {
			t.Fatal(err)
		}
		_, err = db.Exec(definition)
		if err := errors.Join(err, db.Close()); err != nil {
			t.Fatal(err)
		}
		src := mustOpen(t, path, Options{})
		tables, err := src.Tables(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		tables = slices.DeleteFunc(tables, func(t scanner.Table) bool { return t.Name == "t" })
		switch {
		case len(tables) == 0 && beside == "":
		case len(tables) != 1 || tables[0].Name != beside:
			t.Errorf("%s: %v", definition, tables)
		case beside == "sqlite_freelist":
			if tables[0].State != scanner.Listed || tables[0].Reason.Code != "freed_pages" {
				t.Errorf("freed pages: %+v", tables[0])
			}
		default:
			if rows, _ := mustCollect(t, src, &tables[0], scanner.Sample{Rows: 10}); len(rows) != 1 || !strings.Contains(fmt.Sprint(rows), person) {
				t.Errorf("%s: read %q", definition, rows)
			}
		}
	}
}

// unclean makes a database with what an unfinished writer leaves beside it.
func unclean(t *testing.T, mode string) string {
	t.Helper()
	live := filepath.Join(t.TempDir(), "vivo.db")
	db := dbtest.Open(t, "sqlite:"+live)
	db.SetMaxOpenConns(1)
	dbtest.Exec(t, db, "PRAGMA journal_mode = "+mode, "PRAGMA wal_autocheckpoint = 0", "PRAGMA cache_size = 1", "CREATE TABLE t (v TEXT)", "INSERT INTO t VALUES ('a'), ('b')")
	if mode == "DELETE" {
		dbtest.Exec(t, db, "PRAGMA cache_spill = 1", "BEGIN", "DELETE FROM t", "INSERT INTO t SELECT hex(randomblob(5000)) FROM (SELECT 1 UNION SELECT 2 UNION SELECT 3 UNION SELECT 4 UNION SELECT 5 UNION SELECT 6 UNION SELECT 7 UNION SELECT 8)")
	}
	path := filepath.Join(t.TempDir(), "copia.db")
	for _, suffix := range []string{"", "-wal", "-journal"} {
		if content, err := os.ReadFile(live + suffix); err == nil {
			if err := os.WriteFile(path+suffix, content, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	return path
}

// What an unfinished writer left is applied to a copy; beside the file nothing
// appears or changes, and the copy does not outlive the source.
func TestSQLiteLeavesEvidenceAlone(t *testing.T) {
	for _, mode := range []string{"WAL", "DELETE"} {
		t.Run(mode, func(t *testing.T) {
			path := unclean(t, mode)
			if suffix := map[string]string{"WAL": "-wal", "DELETE": "-journal"}[mode]; !filled(path + suffix) {
				t.Fatalf("the test made no %s", suffix)
			}
			tmp := private(t)
			before := folder(t, path)
			src, err := Open(t.Context(), path, Options{})
			if err != nil {
				t.Fatal(err)
			}
			copies, _ := filepath.Glob(filepath.Join(tmp, copyPrefix+"*"))
			if len(copies) != 1 {
				t.Fatalf("copies %v", copies)
			}
			if info, err := os.Stat(copies[0]); err != nil || info.Mode().Perm() != 0o700 {
				t.Errorf("folder of the copy: %v, %v", info, err)
			}
			rows, _ := mustCollect(t, src, table(t, src, "t"), scanner.Sample{})
			if len(rows) != 2 || rows[0][0] != "a" {
				t.Errorf("%.50q", rows)
			}
			if err := src.Close(); err != nil {
				t.Error(err)
			}
			if after := folder(t, path); !maps.Equal(before, after) {
				t.Error("the folder of the database changed")
			}
			if left, _ := os.ReadDir(tmp); len(left) != 0 {
				t.Errorf("left in the temporary folder: %v", left)
			}
		})
	}
}

func TestSQLiteReadsWithoutATrace(t *testing.T) {
	private(t)
	path := filepath.Join(t.TempDir(), "x.db")
	fillPeople(t, "sqlite:"+path, 30000)
	if err := os.Chmod(path, 0o400); err != nil {
		t.Fatal(err)
	}
	before := folder(t, path)
	src := mustOpen(t, path, Options{})
	for _, s := range []scanner.Sample{{}, {Rows: 1000}} {
		mustCollect(t, src, table(t, src, "pessoas"), s)
	}
	d := src.(*database)
	for _, statement := range []string{"INSERT INTO pessoas VALUES (0, '', '')", "CREATE TABLE t (v)", "CREATE TEMP TABLE t AS SELECT * FROM pessoas", "PRAGMA user_version = 3"} {
		if _, err := d.pool.Exec(statement); err == nil {
			t.Errorf("%s was obeyed", statement)
		}
	}
	if after := folder(t, path); !maps.Equal(before, after) {
		t.Error("the folder of the database changed")
	}
}

// A database that somebody is writing to is read as it stands.
func TestSQLiteLiveWAL(t *testing.T) {
	private(t)
	path := filepath.Join(t.TempDir(), "x.db")
	db := dbtest.Open(t, "sqlite:"+path)
	dbtest.Exec(t, db, "PRAGMA journal_mode = WAL", "CREATE TABLE t (v)", "INSERT INTO t VALUES (1)")
	src := mustOpen(t, path, Options{})
	dbtest.Exec(t, db, "INSERT INTO t VALUES (2)")
	if rows, _ := mustCollect(t, src, table(t, src, "t"), scanner.Sample{}); len(rows) == 0 {
		t.Error("no row")
	}
}

// The copy of a process that was killed goes at the next start, that of a
// living one stays.
func TestSweep(t *testing.T) {
	tmp := filepath.Join(private(t), "tmp [1]")
	if err := os.Mkdir(tmp, 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("TMPDIR", tmp)
	cmd := exec.Command("true")
	if err := cmd.Run(); err != nil {
		t.Fatal(err)
	}
	dead := filepath.Join(tmp, fmt.Sprintf("%s%d-1", copyPrefix, cmd.Process.Pid))
	living := filepath.Join(tmp, copyPrefix+strconv.Itoa(os.Getppid())+"-1")
	other := filepath.Join(tmp, copyPrefix+"x-1")
	for _, dir := range []string{dead, living, other} {
		if err := os.Mkdir(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "copy.db"), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	Open(t.Context(), filepath.Join(tmp, "nada.db"), Options{}) //nolint:errcheck // it fails
	for dir, want := range map[string]bool{dead: false, living: true, other: true} {
		if _, err := os.Stat(dir); (err == nil) != want {
			t.Errorf("%s: there %v", filepath.Base(dir), err == nil)
		}
	}
}

func TestSQLiteLocked(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.db")
	fillPeople(t, "sqlite:"+path, 100)
	src := mustOpen(t, path, Options{})
	tab := table(t, src, "pessoas")
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	dbtest.Exec(t, db, "BEGIN EXCLUSIVE")
	_, _, err = collect(t.Context(), src, tab, scanner.Sample{Rows: 10})
	wantFault(t, err, "lock_timeout")
	dbtest.Exec(t, db, "ROLLBACK")
	if rows, _ := mustCollect(t, src, tab, scanner.Sample{Rows: 1000}); len(rows) != 100 {
		t.Errorf("%d rows after the lock", len(rows))
	}
}
