// Package files reads delimited texts, workbooks, dBase tables, JSON, SQL dumps,
// pages, archives, and folders of them.
//
// It opens files for reading only, follows no symbolic link below the path that
// it was given, and writes nothing anywhere. Whatever the size of a file, one
// reading holds a few megabytes; of a workbook also its shared strings.
package files

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/datamapbr/datamap/scanner"
)

// Options say how files are read. The zero value reads what it can recognise.
type Options struct {
	// IsData tells that what would be a column's name is a value. It keeps
	// values of headerless files from becoming names.
	IsData func(cell []byte) bool
	// Is tells that a cell is a value of the type with this identifier that passes
	// its check. It finds documents in records whose columns nothing parts.
	Is func(id string, cell []byte) bool
	// Encoding of all texts, one of Encodings; empty means that each is detected.
	Encoding string
	// OpenDatabase opens the SQLite databases that lie among the files. Without
	// it they are listed as not read.
	OpenDatabase func(path string) (scanner.Source, error)
	// Own tells that the program itself wrote a file: it is excluded, as one object.
	Own func(path string) bool
}

// A source is a file, a folder or what matches a pattern.
type source struct {
	info    scanner.SourceInfo
	opt     Options
	root    string   // names of tables are paths below it
	paths   []string // to be listed, each a file or folder
	matched bool     // they come from a pattern

	mu        sync.Mutex
	objects   []object
	byName    map[string]*object
	databases []scanner.Source
	seen      []listedFile
	folders   openFolders
	trees     keptTrees
}

// An object is a table and how it is read.
type object struct {
	table     scanner.Table
	behind    *scanner.Table // of a table in a database: as that database listed it
	database  scanner.Source
	companion bool                                                         // files beside its own belong to it
	read      func(ctx context.Context, s scanner.Sample) *scanner.Reading // nil when the table is not to be read
}

// Open returns a path as a source: a file, a folder with all below it, or the
// files that a pattern such as "dados/*.csv" matches. The error wraps a
// [scanner.Fault] when there is nothing at the path ("no_such_file") or nothing
// matches ("no_matching_file").
func Open(path string, opt Options) (scanner.Source, error) {
	if opt.Encoding != "" {
		if err := checkEncoding(opt.Encoding); err != nil {
			return nil, err
		}
	}
	s := &source{opt: opt, info: scanner.SourceInfo{Name: filepath.ToSlash(path), Kind: "folder"}}
	info, err := os.Stat(path)
	switch {
	case err == nil && info.IsDir():
		// The walk would not follow the path itself if it were a link.
		if s.root, err = filepath.EvalSymlinks(path); err != nil {
			return nil, fmt.Errorf("opening %q: %w", path, faultOf(err))
		}
		s.paths = []string{s.root}
		s.info.Name = strings.TrimRight(s.info.Name, "/") + "/"
	case err == nil && !info.Mode().IsRegular():
		return nil, fmt.Errorf("opening %q: %w", path, &scanner.Fault{
			Reason: scanner.Reason{Code: "special_file"}})
	case err == nil:
		s.root, s.paths = filepath.Dir(path), []string{path}
		s.info.Kind = kindOf(path)
	case isPattern(path):
		if s.root, s.paths, err = matches(path); err != nil {
			return nil, fmt.Errorf("opening pattern %q: %w", path, err)
		}
		if len(s.paths) == 0 {
			return nil, fmt.Errorf("opening %q: %w", path, &scanner.Fault{Reason: scanner.Reason{Code: "no_matching_file"}})
		}
		s.matched = true
	default:
		return nil, fmt.Errorf("opening %q: %w", path, faultOf(err))
	}
	return s, nil
}

// Behind returns the database in which a table of src lies, as
// [Options.OpenDatabase] opened it, and the table as that database listed it.
// Any other table it returns as it is, with src.
func Behind(src scanner.Source, t *scanner.Table) (scanner.Source, *scanner.Table) {
	s, ok := src.(*source)
	if !ok {
		return src, t
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if o := s.byName[t.Name]; o != nil && o.database != nil {
		return o.database, o.behind
	}
	return src, t
}

// kindOf is the kind of source that a file is.
func kindOf(path string) string {
	format, err := formatOf(path)
	switch {
	case err != nil, format == textFormat:
		return "csv"
	case format == workbookFormat:
		return "xlsx"
	case format == packageFormat:
		return "folder"
	}
	return "file"
}

// Info identifies the source.
func (s *source) Info() scanner.SourceInfo { return s.info }

// Tables lists every file once, a workbook once per sheet.
func (s *source) Tables(ctx context.Context) ([]scanner.Table, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.byName == nil {
		if err := s.list(ctx); err != nil {
			return nil, err
		}
	}
	tables := make([]scanner.Table, len(s.objects))
	for i := range s.objects {
		tables[i] = s.objects[i].table
	}
	return tables, nil
}

// Read reads a table that Tables listed.
func (s *source) Read(ctx context.Context, t *scanner.Table, sample scanner.Sample) *scanner.Reading {
	s.mu.Lock()
	o := s.byName[t.Name]
	s.mu.Unlock()
	if o != nil && o.read != nil {
		return o.read(ctx, sample)
	}
	reason := t.Reason
	if reason.Code == "" {
		reason.Code = "no_such_file"
	}
	return failed(&scanner.Fault{Reason: reason})
}

// failed is the reading of something that cannot be read.
func failed(err error) *scanner.Reading {
	return &scanner.Reading{
		Facts:   scanner.Facts{Rows: -1},
		Batches: func(yield func(*scanner.Batch, error) bool) { yield(nil, err) },
	}
}

// Close closes the databases that were opened among the files.
func (s *source) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	var errs []error
	for _, db := range s.databases {
		errs = append(errs, db.Close())
	}
	s.databases = nil
	return errors.Join(errs...)
}
