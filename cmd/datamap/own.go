package main

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/datamapbr/datamap/report"
	"github.com/datamapbr/datamap/scanner"
)

// sparesSources refuses an output that would overwrite something that is read. A file
// that datamap itself wrote into a scanned folder earlier is no source: it is replaced,
// and ownFiles leaves it out of the scan.
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

// root is the folder that the names of the tables of a folder or pattern are relative to.
// A path that exists is no pattern: "dados [2024]".
func (t target) root() string {
	dir := t.path
	for strings.ContainsAny(dir, "*?[") {
		if _, err := os.Stat(dir); err == nil {
			break
		}
		dir = filepath.Dir(dir)
	}
	return dir
}

// ownFiles returns globs for the files in a scanned folder that datamap wrote: earlier
// versions of the outputs of this scan, and outputs with the usual names.
func ownFiles(source scanner.Source, t target, outputs []output) (globs []string) {
	if t.path == "" {
		return nil
	}
	var wanted []string
	for _, o := range outputs {
		wanted = append(wanted, o.path)
	}
	for _, name := range usualNames {
		wanted = append(wanted, filepath.Join(t.root(), name))
	}
	for _, wanted := range wanted {
		dir, base := filepath.Split(wanted)
		ext := filepath.Ext(base)
		for _, path := range append(lying(dir, strings.TrimSuffix(base, ext)+" ", ext), wanted) {
			if t.reads(path) && ours(path) {
				name := strings.TrimSuffix(source.Info().Name, "/") + "/" + below(t.root(), path)
				globs = append(globs, name, name+"#*")
			}
		}
	}
	return globs
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

// usualNames are those of the outputs that a scan or the demonstration writes
// when nothing else is said, in every language.
var usualNames = []string{"inventario.xlsx", "relatorio.html", "resultado.json", "inventory.xlsx", "report.html", "result.json"}

// ours reports whether datamap wrote the file.
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
	if strings.EqualFold(filepath.Ext(path), ".csv") {
		return report.IsColumnList(start)
	}
	return bytes.Contains(bytes.ToLower(start), []byte("datamap"))
}
