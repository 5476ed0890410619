package main

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/datamapbr/datamap/report"
)

// stdoutPath is the output that means standard output.
const stdoutPath = "-"

// tempPattern names the files that outputs are written to before they take
// their place; staleAfter is the age at which one must have been left behind
// by a process that was killed.
const (
	tempPattern = ".datamap-*.tmp"
	staleAfter  = time.Minute
)

// An output is one file to write, or standard output.
type output struct {
	path   string
	format report.Format
}

// planOutputs checks the outputs before anything is read: known format, folder
// there, each once. Without paths the defaults of the language are meant.
func (a *app) planOutputs(paths []string, format string) ([]output, error) {
	if len(paths) == 0 {
		paths = []string{a.words.T("cmd.file.inventory"), a.words.T("cmd.file.report")}
		if format != "" {
			paths = []string{stdoutPath}
		}
	}
	if format != "" && !slices.Contains(paths, stdoutPath) {
		return nil, usage("format_without_stdout").hinting("format_without_stdout")
	}
	var all []output
	for _, path := range paths {
		o := output{path: path}
		var err error
		if path == stdoutPath {
			o.format, err = formatNamed(format)
		} else {
			o.format, err = a.formatOf(path)
		}
		if err != nil {
			return nil, err
		}
		if _, ok := terminal(a.stdout); ok && path == stdoutPath && o.format.Name == "xlsx" {
			return nil, usage("binary_to_terminal").hinting("binary_to_terminal")
		}
		if slices.ContainsFunc(all, func(other output) bool { return samePath(other.path, path) }) {
			return nil, usage("output_twice", path)
		}
		all = append(all, o)
	}
	return all, nil
}

// forExcel makes the CSV outputs those that Excel in Portuguese opens.
func forExcel(outputs []output) {
	for i := range outputs {
		if outputs[i].format.Name == "csv" {
			outputs[i].format = report.CSVExcel
		}
	}
}

func samePath(x, y string) bool { return filepath.Clean(x) == filepath.Clean(y) }

func formatNamed(name string) (report.Format, error) {
	if name == "" {
		return report.Format{}, usage("format_missing").hinting("valid", strings.Join(formatNames(), ", "))
	}
	for _, f := range report.Formats {
		if f.Name == name {
			return f, nil
		}
	}
	return report.Format{}, usage("format", name).hinting("valid", strings.Join(formatNames(), ", "))
}

// formatOf returns the format that an extension names.
func (a *app) formatOf(path string) (report.Format, error) {
	format, ok := report.FormatOf(path)
	if !ok {
		return format, usage("output_extension", path).hinting("valid", "."+strings.Join(formatNames(), " ."))
	}
	return format, a.writable(path)
}

// writable refuses an output that is a folder, or whose folder does not exist or takes no
// file: better before a scan that may take hours than after it.
func (a *app) writable(path string) error {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return usage("output_is_folder", path)
	}
	dir := filepath.Dir(path)
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return usage("output_folder", path, dir).hinting("output_folder")
	}
	trial, err := os.CreateTemp(dir, tempPattern)
	if err != nil {
		return a.outputFailure(path, err)
	}
	trial.Close()
	if err := os.Remove(trial.Name()); err != nil {
		return a.outputFailure(path, err)
	}
	return nil
}

// outputFailure is the failure to write an output.
func (a *app) outputFailure(path string, err error) *failure {
	return failed(err, "output", path, report.ReasonText(a.words, faultOf(err))).hinting("output")
}

func formatNames() (names []string) {
	for _, f := range report.Formats {
		names = append(names, f.Name)
	}
	return names
}

// A written file, and what became of the one that it replaced.
type written struct {
	path string // where it is, which need not be where it was wanted
	kept string // where the workbook that stood there is now; empty when there was none
	full error  // why it is not where it was wanted
}

// writeFile writes a file of mode 0600 so that at every moment either the old
// one or the whole new one is at path. A file to keep gets a dated name. Where
// path cannot be replaced (it is open in Excel), a numbered name is taken.
func writeFile(path string, keep bool, moment time.Time, write func(io.Writer) error) (written, error) {
	dir := filepath.Dir(path)
	sweep(dir)
	temp, err := os.CreateTemp(dir, tempPattern)
	if err != nil {
		return written{}, err
	}
	defer os.Remove(temp.Name()) // fails once it was renamed
	err = write(temp)
	if err == nil {
		err = temp.Sync()
	}
	if closing := temp.Close(); err == nil {
		err = closing
	}
	if err != nil {
		return written{}, err
	}
	w := written{path: path}
	if _, err := os.Lstat(path); keep && err == nil {
		w.kept = free(datedName(path, moment))
		if w.full = os.Rename(path, w.kept); w.full != nil {
			w.kept = ""
		}
	}
	if w.full == nil {
		w.full = os.Rename(temp.Name(), path)
		if w.full == nil {
			return w, nil
		}
		if w.kept != "" {
			if os.Rename(w.kept, path) == nil {
				w.kept = ""
			}
		}
	}
	w.path = free(path)
	return w, os.Rename(temp.Name(), w.path)
}

// sweep removes what a killed process left half written in a folder.
func sweep(dir string) {
	before, after, _ := strings.Cut(tempPattern, "*")
	for _, path := range lying(dir, before, after) {
		if info, err := os.Lstat(path); err == nil && time.Since(info.ModTime()) > staleAfter {
			os.Remove(path)
		}
	}
}

// lying returns the paths of the entries of a folder whose names begin and end as given.
// It is no glob: folders are called "dados [2024]".
func lying(dir, begins, ends string) (paths []string) {
	entries, _ := os.ReadDir(cmp.Or(dir, "."))
	for _, e := range entries {
		if rest, ok := strings.CutPrefix(e.Name(), begins); ok && strings.HasSuffix(rest, ends) {
			paths = append(paths, filepath.Join(dir, e.Name()))
		}
	}
	return paths
}

// datedName is "inventario 2026-11-21.xlsx".
func datedName(path string, moment time.Time) string {
	ext := filepath.Ext(path)
	return strings.TrimSuffix(path, ext) + " " + moment.Format(time.DateOnly) + ext
}

// free returns path or, where it is taken, the first free name with a number:
// "inventario (2).xlsx". A name that cannot be looked up counts as free: writing to it
// will say what is wrong.
func free(path string) string {
	ext := filepath.Ext(path)
	name := path
	for n := 2; ; n++ {
		if _, err := os.Lstat(name); err != nil {
			return name
		}
		name = fmt.Sprintf("%s (%d)%s", strings.TrimSuffix(path, ext), n, ext)
	}
}
