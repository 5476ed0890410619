package main

import (
	"database/sql"
	"embed"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// demoSources are the word lists and the schema of the fictitious company.
//
//go:embed demo
var demoSources embed.FS

// demoApplicationID stands in the header of erp.db and marks a demo of ours;
// demo/esquema.sql sets it.
const demoApplicationID = 0x444d4150

// A demoFile is one file of the demo, path relative to its folder.
type demoFile struct {
	path string
	make func(*demoCompany) ([]byte, error)
}

// erp.db comes first: it carries the mark by which a folder is known to be ours, so that
// an interrupted demo can be run again.
var demoFiles = []demoFile{
	{"erp.db", demoDatabase},
	{"marketing/leads.csv", demoLeads},
	{"rh/folha.xlsx", demoPayroll},
	{"estoque/notas.csv", demoInvoices},
}

// layoutDemo writes the files of a fictitious company below dir, the same bytes
// every time. It makes dir where it is missing, and rewrites a demo that it made
// before; any other folder that is not empty is refused with [fs.ErrExist] and
// left as it is.
func layoutDemo(dir string) error {
	if err := claimDemoDir(dir); err != nil {
		return err
	}
	company, err := newDemoCompany()
	if err != nil {
		return err
	}
	for _, f := range demoFiles {
		data, err := f.make(company)
		if err != nil {
			return fmt.Errorf("making %s: %w", f.path, err)
		}
		if err := replaceFile(filepath.Join(dir, filepath.FromSlash(f.path)), data); err != nil {
			return err
		}
	}
	return nil
}

// claimDemoDir makes dir, or makes sure that it is empty or a demo of ours.
func claimDemoDir(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	if len(entries) == 0 || isDemoDatabase(filepath.Join(dir, demoFiles[0].path)) {
		return nil
	}
	return fmt.Errorf("laying out the demo in %q: the folder is not empty and holds no demo: %w", dir, fs.ErrExist)
}

// isDemoDatabase reports whether path is a SQLite database with our mark, which
// SQLite keeps at byte 68 of the file.
func isDemoDatabase(path string) bool {
	info, err := os.Lstat(path)
	if err != nil || !info.Mode().IsRegular() {
		return false
	}
	file, err := os.Open(path)
	if err != nil {
		return false
	}
	defer file.Close()
	var header [72]byte
	if _, err := file.ReadAt(header[:], 0); err != nil {
		return false
	}
	return string(header[:16]) == "SQLite format 3\x00" &&
		binary.BigEndian.Uint32(header[68:]) == demoApplicationID
}

// replaceFile writes data beside path and renames it, so that path is never half
// written and a link in its place is replaced, not followed.
func replaceFile(path string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	temp, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*")
	if err != nil {
		return err
	}
	defer os.Remove(temp.Name()) // fails once the file is renamed, as it should
	_, err = temp.Write(data)
	err = errors.Join(err, temp.Chmod(0o644), temp.Close())
	if err != nil {
		return fmt.Errorf("writing %q: %w", path, err)
	}
	return os.Rename(temp.Name(), path)
}

// demoDatabase makes the ERP: the tables of demo/esquema.sql, built in memory.
func demoDatabase(c *demoCompany) (data []byte, err error) {
	schema, err := demoSources.ReadFile("demo/esquema.sql")
	if err != nil {
		return nil, err
	}
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	db.SetMaxOpenConns(1) // each connection has a memory of its own
	if _, err := db.Exec(string(schema)); err != nil {
		return nil, err
	}
	tx, err := db.Begin()
	if err != nil {
		return nil, err
	}
	defer tx.Rollback()
	for _, t := range c.tables() {
		if err := insertDemoRows(tx, t); err != nil {
			return nil, fmt.Errorf("filling %s: %w", t.name, err)
		}
	}
	if err := tx.Commit(); err != nil {
		return nil, err
	}
	return serializeDatabase(db)
}

func insertDemoRows(tx *sql.Tx, t demoTable) error {
	marks := slices.Repeat([]byte("?,"), t.columns)
	statement, err := tx.Prepare("INSERT INTO " + t.name + " VALUES (" + string(marks[:len(marks)-1]) + ")")
	if err != nil {
		return err
	}
	defer statement.Close()
	for _, row := range t.rows {
		if _, err := statement.Exec(row...); err != nil {
			return err
		}
	}
	return nil
}
