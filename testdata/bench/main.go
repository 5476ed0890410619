// Command bench measures full scans of generated data beside references that
// read the same data in the same run, and prints the tables of docs/performance.md.
//
//	go run ./testdata/bench [-size MB] [-runs N] [-peer COMMAND] [-linear] [-docs FILE]
//
// Every figure is of a whole process: user and system CPU seconds and peak
// resident memory as the operating system accounts them, medians of the runs.
package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"
)

func main() {
	b := bench{}
	flag.Int64Var(&b.size, "size", 300, "size of the generated CSV file, in MB")
	flag.IntVar(&b.runs, "runs", 5, "runs of each command; the median counts")
	flag.StringVar(&b.peer, "peer", "", "another command to measure; {} stands for the file")
	flag.StringVar(&b.binary, "binary", "./datamap", "the datamap binary to measure")
	linear := flag.Bool("linear", false, "measure growth instead: 30, 300 and 3000 MB; 10, 100 and 1000 columns")
	flag.StringVar(&b.docs, "docs", "", "a document that takes over the tables, between its marks")
	reference := flag.String("reference", "", "") // set in the child process that is a reference
	flag.Parse()
	var err error
	switch {
	case *reference != "":
		err = references[*reference](flag.Arg(0))
	case *linear:
		err = b.inFolder("growth", b.linear)
	default:
		err = b.inFolder("figures", b.all)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

type bench struct {
	size         int64 // MB
	runs         int
	binary, peer string
	docs         string
	self, dir    string
	out          io.Writer
}

// inFolder runs f with a temporary folder for the data, and writes what it prints into the
// document, between the marks of this name.
func (b *bench) inFolder(mark string, f func() error) (err error) {
	if b.self, err = os.Executable(); err != nil {
		return err
	}
	if b.dir, err = os.MkdirTemp("", "datamap-bench-"); err != nil {
		return err
	}
	defer os.RemoveAll(b.dir)
	var printed bytes.Buffer
	b.out = io.MultiWriter(os.Stdout, &printed)
	fmt.Fprintf(b.out, "%s, %s/%s, %s, %d cores.\n", time.Now().Format(time.DateOnly), runtime.GOOS, runtime.GOARCH, runtime.Version(), runtime.NumCPU())
	err = f()
	if _, missed := errors.AsType[*missedError](err); err == nil || missed {
		err = errors.Join(err, b.document(mark, printed.String()))
	}
	return err
}

// document replaces the tables in the document.
func (b *bench) document(mark, tables string) error {
	if b.docs == "" {
		return nil
	}
	text, err := os.ReadFile(b.docs)
	if err != nil {
		return err
	}
	begin, end := "<!-- "+mark+" -->\n", "<!-- end of "+mark+" -->"
	before, rest, found := strings.Cut(string(text), begin)
	_, after, ended := strings.Cut(rest, end)
	if !found || !ended {
		return fmt.Errorf("%s has no mark %q", b.docs, mark)
	}
	return os.WriteFile(b.docs, []byte(before+begin+"\n"+tables+"\n"+end+after), 0o644)
}

func (b *bench) path(name string) string { return filepath.Join(b.dir, name) }

func (b *bench) scan(name string, d *dataSet, jobs int, more ...string) *subject {
	args := append([]string{b.binary, "scan", d.path, "--sample", "all", "--jobs", strconv.Itoa(jobs), "--quiet", "-o", b.path("resultado.json")}, more...)
	return &subject{name: name, data: d, procs: jobs, args: args}
}

func (b *bench) reference(what, name string, d *dataSet) *subject {
	return &subject{name: name, data: d, procs: 1, args: []string{b.self, "-reference", what, d.path}}
}

// mallocs counts the allocations of the scan of a file.
func (b *bench) mallocs(d *dataSet) (float64, error) {
	out, err := exec.Command(b.self, "-reference", "mallocs", d.path).Output()
	if err != nil {
		return 0, err
	}
	return strconv.ParseFloat(strings.TrimSpace(string(out)), 64)
}

// mallocsOfCell is the number of allocations for each cell, without those that a scan makes
// only once.
func (b *bench) mallocsOfCell(d laidOut) (float64, error) {
	all, err := b.mallocs(d.people)
	if err != nil {
		return 0, err
	}
	once, err := b.mallocs(d.ten)
	return (all - once) / float64(d.people.cells), err
}

// all measures everything but growth and databases.
func (b *bench) all() error {
	d, err := b.layOut()
	if err != nil {
		return err
	}
	plain, scan := b.reference("csv", "encoding/csv alone", d.people), b.scan("datamap, whole catalogue", d.people, 1)
	ruled, two := b.scan("datamap and 20 rules of one's own", d.people, 1, "--config", d.config), b.scan("datamap, 2 cores", d.people, 2)
	numbers, lines := b.scan("datamap, bare 11-digit columns", d.digits, 1), b.scan("datamap, log text full of numbers", d.texts, 1)
	plainNumbers := b.reference("csv", "encoding/csv alone, bare 11-digit columns", d.digits)
	both := b.scan("datamap twice at once, a core each", d.people, 1)
	both.twice = true
	naive := b.reference("naive", "naive engine, 2 MB", d.few)
	excelize, sheet := b.reference("excelize", "excelize Rows, texts in cells", d.inline), b.scan("datamap, texts in cells", d.inline, 1)
	excelizeShared, sheetShared := b.reference("excelize", "excelize Rows, texts shared", d.shared), b.scan("datamap, texts shared", d.shared, 1)
	version := &subject{name: "datamap version", args: []string{b.binary, "version"}, procs: 1}
	start := b.scan("datamap, 10 rows", d.ten, 1)
	start.data = nil

	groups := []struct {
		runs     int
		subjects []*subject
	}{
		{b.runs, []*subject{plain, scan, ruled, two, both}},
		{b.runs, []*subject{plainNumbers, numbers, lines}},
		{min(3, b.runs), []*subject{naive, excelize, sheet, excelizeShared, sheetShared}},
		{3 * b.runs, []*subject{version, start}},
	}
	if b.peer != "" {
		if !strings.Contains(b.peer, "{}") {
			b.peer += " {}"
		}
		args := strings.Fields(strings.ReplaceAll(b.peer, "{}", d.people.path))
		groups[0].subjects = append(groups[0].subjects, &subject{name: b.peer, data: d.people, args: args, procs: 1})
	}
	fmt.Fprintf(b.out, "%d MB of CSV, %d cells; medians of %d runs.\n\n", d.people.bytes/1e6, d.people.cells, b.runs)
	fmt.Fprint(b.out, "| what | CPU s | wall s | MB/s | ns/cell | peak MB |\n|---|---|---|---|---|---|\n")
	for _, g := range groups {
		if err := measureAll(g.subjects, g.runs); err != nil {
			return err
		}
		for _, s := range g.subjects {
			fmt.Fprintln(b.out, s.row())
		}
	}
	mallocs, err := b.mallocsOfCell(d)
	if err != nil {
		return err
	}
	return b.report([]goal{
		{name: "full CSV scan, CPU / encoding/csv CPU", value: scan.median().cpu / plain.median().cpu, must: 3, to: 2},
		{name: "the same and 20 rules, CPU / encoding/csv CPU", value: ruled.median().cpu / plain.median().cpu, must: 5, to: 3.5},
		{name: "ns per cell, all kinds of columns", value: scan.perCell(), must: 85, to: 60, beside: plain},
		{name: "ns per cell, bare 11-digit columns", value: numbers.perCell(), must: 130, to: 80, beside: plainNumbers},
		{name: "naive engine's CPU / datamap's, for each cell", value: naive.perCell() / scan.perCell(), must: 40, to: 60, atLeast: true},
		{name: "2 cores, wall of 1 / wall of 2", value: scan.median().wall / two.median().wall, must: 1.6, to: 1.8, atLeast: true},
		{name: "peak memory, MB", value: float64(scan.median().resident) / 1e6, must: 64, to: 32},
		{name: "mallocs for each cell, beyond those of a scan of 10 rows", value: mallocs, must: 0.001, to: 0.0003},
		{name: "excelize CPU / datamap's, texts in cells", value: excelize.median().cpu / sheet.median().cpu, must: 6, to: 12, atLeast: true},
		{name: "excelize CPU / datamap's, texts shared", value: excelizeShared.median().cpu / sheetShared.median().cpu, must: 6, to: 12, atLeast: true},
		{name: "start-up of version, ms", value: version.median().wall * 1e3, must: 20, to: 10},
		{name: "start-up of a scan of 10 rows, ms", value: start.median().wall * 1e3, must: 60, to: 30},
	})
}

// report prints the goals, and returns an error if one that must be met is not.
func (b *bench) report(goals []goal) error {
	fmt.Fprint(b.out, "\n| figure | measured | must | aim | met |\n|---|---|---|---|---|\n")
	missed := 0
	for _, g := range goals {
		fmt.Fprintln(b.out, g.row())
		if !g.met() {
			missed++
		}
	}
	if missed > 0 {
		return &missedError{missed, len(goals)}
	}
	return nil
}

// A missedError is the number of goals that were missed.
type missedError struct{ missed, of int }

func (e *missedError) Error() string {
	return fmt.Sprintf("%d of %d figures are not what they must be", e.missed, e.of)
}
