package main

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/xuri/excelize/v2"

	"github.com/datamapbr/datamap/report"
	"github.com/datamapbr/datamap/scanner/databases/dbtest"
	"github.com/datamapbr/datamap/testdata/jsonschema"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"datamap": main})
}

// serverScripts are the stories that need a database server.
const serverScripts = "server_"

// TestScripts runs the stories of testdata/scripts that need nothing but files.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{Files: stories(t, false), Setup: setup(t), Cmds: verbs(t)})
}

// TestServerScripts runs the stories against a real PostgreSQL and MariaDB; the
// addresses of a new database of each are in $POSTGRES and $MYSQL.
func TestServerScripts(t *testing.T) {
	dbtest.Need(t)
	testscript.Run(t, testscript.Params{Files: stories(t, true), Cmds: verbs(t), Setup: func(e *testscript.Env) error {
		e.Vars = append(e.Vars, "POSTGRES="+dbtest.Postgres(t), "MYSQL="+dbtest.MySQL(t))
		return setup(t)(e)
	}})
}

func stories(t *testing.T, server bool) []string {
	t.Helper()
	all, err := filepath.Glob("../../testdata/scripts/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	all = slices.DeleteFunc(all, func(path string) bool {
		return strings.HasPrefix(filepath.Base(path), serverScripts) != server
	})
	if len(all) == 0 {
		t.Fatal("there are no stories")
	}
	return all
}

func setup(t *testing.T) func(*testscript.Env) error {
	return func(e *testscript.Env) error {
		e.Vars = append(e.Vars, "SOURCE_DATE_EPOCH=1795219200", "TERM=xterm") // 2026-11-21
		e.Defer(func() { asPublished(t, e.WorkDir) })
		return nil
	}
}

// asPublished checks every result in a folder against the published schema.
func asPublished(t *testing.T, dir string) {
	t.Helper()
	schema, err := os.ReadFile("../../docs/result.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return fs.SkipDir // a story has taken the right to read
		}
		if d.IsDir() || filepath.Ext(path) != ".json" {
			return nil
		}
		data, _ := os.ReadFile(path)
		if !bytes.HasPrefix(data, []byte("{\n \"schema\": \""+report.Schema)) {
			return nil
		}
		if err := jsonschema.Validate(schema, data); err != nil {
			t.Errorf("%s: %v", path, err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// verbs are the commands of the stories beside those of testscript.
func verbs(t *testing.T) map[string]func(*testscript.TestScript, bool, []string) {
	return map[string]func(*testscript.TestScript, bool, []string){
		"exits":         exits,
		"xlsx":          writeWorkbook,
		"bytes":         writeBytes,
		"days":          writeDays,
		"truncate":      truncateFile,
		"mode":          mode,
		"glob":          globbed,
		"answer":        answer,
		"answered":      answered,
		"sheet":         addSheet,
		"sql":           func(ts *testscript.TestScript, _ bool, args []string) { runSQL(t, ts, args) },
		"wrongpassword": wrongPassword,
		"nopassword":    noPassword,
		"user":          asUser,
		"addpath":       addPath,
		"role":          func(ts *testscript.TestScript, _ bool, args []string) { newRole(t, ts, args) },
		"expand":        expandFile,
	}
}

// exits CODE PROGRAM ARG... runs a program and wants its exit code.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE PROGRAM ARG...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("%v", err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// xlsx FILE SHEET=CSV... writes a workbook; "-SHEET" is a hidden one.
func writeWorkbook(ts *testscript.TestScript, _ bool, args []string) {
	f := excelize.NewFile()
	defer f.Close()
	for i, arg := range args[1:] {
		sheet, path, _ := strings.Cut(arg, "=")
		sheet, hidden := strings.CutPrefix(sheet, "-")
		if i == 0 {
			ts.Check(f.SetSheetName("Sheet1", sheet))
		} else {
			_, err := f.NewSheet(sheet)
			ts.Check(err)
		}
		records, err := csv.NewReader(strings.NewReader(ts.ReadFile(path))).ReadAll()
		ts.Check(err)
		for r, record := range records {
			ts.Check(f.SetSheetRow(sheet, "A"+strconv.Itoa(r+1), &record))
		}
		if hidden {
			ts.Check(f.SetSheetVisible(sheet, false))
		}
	}
	ts.Check(f.SaveAs(ts.MkAbs(args[0])))
}

// bytes FILE TEXT... writes a file whose lines are texts in Go syntax: \x1b, \u202e.
func writeBytes(ts *testscript.TestScript, _ bool, args []string) {
	var all strings.Builder
	for _, arg := range args[1:] {
		line, err := strconv.Unquote(`"` + arg + `"`)
		ts.Check(err)
		all.WriteString(line + "\n")
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(all.String()), 0o644))
}

// days PATTERN FROM TO LINE... writes a file for each number, of these lines, which have it
// where they say {n}.
func writeDays(ts *testscript.TestScript, _ bool, args []string) {
	from, err := strconv.Atoi(args[1])
	ts.Check(err)
	to, err := strconv.Atoi(args[2])
	ts.Check(err)
	for n := from; n <= to; n++ {
		day := fmt.Sprintf("%02d", n)
		text := strings.ReplaceAll(strings.Join(args[3:], "\n")+"\n", "{n}", day)
		ts.Check(os.WriteFile(ts.MkAbs(strings.ReplaceAll(args[0], "{n}", day)), []byte(text), 0o644))
	}
}

// truncate FILE SIZE cuts a file off.
func truncateFile(ts *testscript.TestScript, _ bool, args []string) {
	size, err := strconv.ParseInt(args[1], 10, 64)
	ts.Check(err)
	ts.Check(os.Truncate(ts.MkAbs(args[0]), size))
}

// mode OCTAL FILE wants the permissions of a file.
func mode(ts *testscript.TestScript, _ bool, args []string) {
	info, err := os.Stat(ts.MkAbs(args[1]))
	ts.Check(err)
	if got := strconv.FormatInt(int64(info.Mode().Perm()), 8); got != args[0] {
		ts.Fatalf("mode of %s is %s, want %s", args[1], got, args[0])
	}
}

// glob PATTERN wants a file that matches; "! glob PATTERN" wants none.
func globbed(ts *testscript.TestScript, neg bool, args []string) {
	found, err := filepath.Glob(ts.MkAbs(args[0]))
	ts.Check(err)
	if neg == (len(found) > 0) {
		ts.Fatalf("files that match %s: %v", args[0], found)
	}
}

// answer WORKBOOK ROW HEADING TEXT [SHEET] fills an answer cell of a row of the
// inventory, or of a sheet without headings over several columns.
func answer(ts *testscript.TestScript, _ bool, args []string) {
	f, err := excelize.OpenFile(ts.MkAbs(args[0]))
	ts.Check(err)
	defer f.Close()
	sheet, heading := f.GetSheetList()[1], 1
	if len(args) > 4 {
		sheet, heading = args[4], 0
	}
	rows, err := f.GetRows(sheet)
	ts.Check(err)
	column := slices.Index(rows[heading], args[2])
	if column < 0 {
		ts.Fatalf("no heading %s in %q", args[2], rows[heading])
	}
	row, err := strconv.Atoi(args[1])
	ts.Check(err)
	cell, err := excelize.CoordinatesToCellName(column+1, row)
	ts.Check(err)
	ts.Check(f.SetCellStr(sheet, cell, args[3]))
	ts.Check(f.Save())
}

// sheet WORKBOOK NAME adds a sheet, as people do.
func addSheet(ts *testscript.TestScript, _ bool, args []string) {
	f, err := excelize.OpenFile(ts.MkAbs(args[0]))
	ts.Check(err)
	defer f.Close()
	_, err = f.NewSheet(args[1])
	ts.Check(err)
	ts.Check(f.Save())
}

// answered WORKBOOK TEXT wants a cell of the inventory to hold the text.
func answered(ts *testscript.TestScript, neg bool, args []string) {
	f, err := excelize.OpenFile(ts.MkAbs(args[0]))
	ts.Check(err)
	defer f.Close()
	rows, err := f.GetRows(f.GetSheetList()[1])
	ts.Check(err)
	found := slices.ContainsFunc(rows, func(row []string) bool { return slices.Contains(row, args[1]) })
	if found == neg {
		ts.Fatalf("%q is in %s: %v", args[1], args[0], found)
	}
}
