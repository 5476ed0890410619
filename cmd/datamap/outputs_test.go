package main

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

func text(s string) func(io.Writer) error {
	return func(w io.Writer) error { _, err := io.WriteString(w, s); return err }
}

func content(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

var aDay = time.Date(2026, 11, 21, 10, 0, 0, 0, time.UTC)

// TestWriteFileFails: the old file stays, and nothing is left beside it.
func TestWriteFileFails(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "inventario.xlsx")
	if _, err := writeFile(path, true, aDay, text("old")); err != nil {
		t.Fatal(err)
	}
	broken := errors.New("broken")
	_, err := writeFile(path, true, aDay, func(w io.Writer) error { io.WriteString(w, "half"); return broken })
	if !errors.Is(err, broken) {
		t.Errorf("error %v", err)
	}
	if got := content(t, path); got != "old" {
		t.Errorf("the old file is %q", got)
	}
	if left, _ := os.ReadDir(dir); len(left) != 1 {
		t.Errorf("left behind: %v", left)
	}
}

// TestWriteFileCannotReplace: a target that is in the way gets a numbered name.
func TestWriteFileCannotReplace(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "r.json")
	if err := os.MkdirAll(filepath.Join(path, "not empty"), 0o755); err != nil {
		t.Fatal(err)
	}
	w, err := writeFile(path, false, aDay, text("new"))
	if err != nil {
		t.Fatal(err)
	}
	if w.full == nil || filepath.Base(w.path) != "r (2).json" || content(t, w.path) != "new" {
		t.Errorf("%+v", w)
	}
}

// TestFullDisk: that there is no room is said in words, not in those of the system.
func TestFullDisk(t *testing.T) {
	_, err := writeFile(filepath.Join(t.TempDir(), "r.json"), false, aDay, func(io.Writer) error {
		return &fs.PathError{Op: "write", Path: "r.json", Err: syscall.ENOSPC}
	})
	if reason := faultOf(err); reason.Code != "disk_full" || reason.Detail != "" {
		t.Errorf("%v is said as %+v", err, reason)
	}
}

// TestWriteFileOfNoName: a name that the system refuses is an error, also where only
// the dated or numbered one is, and nothing is left behind.
func TestWriteFileOfNoName(t *testing.T) {
	dir := t.TempDir()
	long := filepath.Join(dir, strings.Repeat("a", 300)+".json")
	_, err := writeFile(long, false, aDay, text("new"))
	if reason := faultOf(err); reason.Code != "os_error" || reason.Detail == "" {
		t.Errorf("%v is said as %+v", err, reason)
	}
	if left, _ := os.ReadDir(dir); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	kept := filepath.Join(dir, strings.Repeat("b", 249)+".xlsx") // with a date or a number it is too long
	for _, content := range []string{"old", "new"} {
		if _, err = writeFile(kept, true, aDay, text(content)); err != nil && content == "old" {
			t.Fatal(err)
		}
	}
	if err == nil || content(t, kept) != "old" {
		t.Errorf("error %v; the old file is %q", err, content(t, kept))
	}
}

// TestSweep: what a killed process left goes, what another one is writing stays.
func TestSweep(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "pasta [1]")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	stale, fresh := filepath.Join(dir, ".datamap-1.tmp"), filepath.Join(dir, ".datamap-2.tmp")
	for _, path := range []string{stale, fresh} {
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	old := time.Now().Add(-2 * staleAfter)
	if err := os.Chtimes(stale, old, old); err != nil {
		t.Fatal(err)
	}
	sweep(dir)
	if exists(stale) || !exists(fresh) {
		t.Errorf("stale is there: %v, fresh is there: %v", exists(stale), exists(fresh))
	}
}
