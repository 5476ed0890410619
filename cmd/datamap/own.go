package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/datamapbr/datamap/report"
)

// sparesSources refuses an output that would overwrite something that is read. A file
// that datamap itself wrote into a scanned folder earlier is no source: it is replaced,
// and the scan leaves it out.
func (a *app) sparesSources(outputs []output, targets []target) error {
	for _, o := range outputs {
		if o.path == stdoutPath {
			continue
		}
		for _, t := range targets {
			if path := t.file(); path != "" && sameFile(o.path, path) || t.reads(o.path) && !ours(o.path) {
				return usage("output_is_source", o.path).hinting("output_is_source")
			}
		}
	}
	return nil
}

// file is the path of a target that is on this machine, as it was written.
func (t target) file() string {
	if scheme, rest, _ := strings.Cut(t.dsn, ":"); strings.EqualFold(scheme, "sqlite") {
		return rest
	}
	return t.path
}

// reads reports whether path is an existing file that the target, a folder or a pattern,
// takes in.
func (t target) reads(path string) bool {
	if !exists(path) || t.path == "" {
		return false
	}
	if inside(t.path, path) {
		return true
	}
	matches, _ := filepath.Glob(t.path)
	return slices.ContainsFunc(matches, func(match string) bool { return sameFile(match, path) || inside(match, path) })
}

// inside reports whether path is below the folder dir.
func inside(dir, path string) bool {
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return false
	}
	rel := below(dir, path)
	return rel != "" && rel != "." && rel != ".." && !strings.HasPrefix(rel, "../")
}

// below is path relative to dir, with slashes; empty where there is no such path.
func below(dir, path string) string {
	absDir, err := filepath.Abs(dir)
	if err != nil {
		return ""
	}
	absPath, err := filepath.Abs(path)
	if err != nil {
		return ""
	}
	rel, err := filepath.Rel(absDir, absPath)
	if err != nil {
		return ""
	}
	return filepath.ToSlash(rel)
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return !errors.Is(err, fs.ErrNotExist)
}

// ours reports whether datamap wrote a file: an output of this scan or of an earlier one.
func ours(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	info, err := f.Stat()
	return err == nil && report.Wrote(path, f, info.Size())
}
