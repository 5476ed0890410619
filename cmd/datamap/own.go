package main

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
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

// own returns what tells whether datamap wrote a file in a scanned folder: an earlier
// version of an output of this scan, or an output with one of the usual names.
func own(outputs []output) func(path string) bool {
	wanted := map[string]bool{} // by absolute path without the date of its version
	for _, o := range outputs {
		if path, err := filepath.Abs(o.path); err == nil && o.path != stdoutPath {
			wanted[path] = true
		}
	}
	return func(path string) bool {
		path, err := filepath.Abs(path)
		if err != nil {
			return false
		}
		dir, base := filepath.Split(path)
		current := undated.ReplaceAllString(base, "$1")
		return (slices.Contains(usualNames, current) || wanted[filepath.Join(dir, current)]) && ours(path)
	}
}

// undated is how the name of an output ends, with what [datedName] and [free] have added.
var undated = regexp.MustCompile(`(?: \d{4}-\d{2}-\d{2})?(?: \(\d+\))?(\.[^.]+)$`)

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

// usualNames are those of the outputs that a scan or the demonstration writes
// when nothing else is said, in every language.
var usualNames = []string{"inventario.xlsx", "relatorio.html", "resultado.json", "inventory.xlsx", "report.html", "result.json"}

// ours reports whether datamap wrote a file with the name of an output.
func ours(path string) bool {
	if strings.EqualFold(filepath.Ext(path), ".xlsx") {
		_, err := readWorkbook(path)
		_, conflict := errors.AsType[*report.ConflictError](err)
		return err == nil || conflict
	}
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	start, _ := io.ReadAll(io.LimitReader(f, 4096))
	mark := "datamap"
	switch strings.ToLower(filepath.Ext(path)) {
	case ".csv":
		return report.IsColumnList(start)
	case ".html":
		mark = `<meta name="generator" content="datamap `
	case ".json":
		mark = `"schema": "datamap.`
	}
	return bytes.Contains(bytes.ToLower(start), []byte(mark))
}
