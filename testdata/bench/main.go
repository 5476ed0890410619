// Command bench measures a full scan of a generated CSV file beside
// encoding/csv alone on the same file, in the same run, and prints one table.
//
//	go run ./testdata/bench [-size MB] [-runs N] [-peer COMMAND]
//
// Every figure is of a whole process: user and system CPU seconds and peak
// resident memory as the operating system accounts them, medians of the runs.
package main

import (
	"encoding/csv"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"
)

func main() {
	size := flag.Int64("size", 300, "size of the generated file, in MB")
	runs := flag.Int("runs", 5, "runs of each command; the median counts")
	peer := flag.String("peer", "", "another command to measure; {} stands for the file")
	binary := flag.String("binary", "./datamap", "the datamap binary to measure")
	read := flag.String("read", "", "") // set in the child process that is the reference
	flag.Parse()
	var err error
	if *read != "" {
		err = readCSV(*read)
	} else {
		err = bench(*size*1e6, *runs, *binary, *peer)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// readCSV is the reference: encoding/csv with ReuseRecord and nothing else.
func readCSV(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.ReuseRecord = true
	for {
		if _, err := r.Read(); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
	}
}

// A figure is what one command cost.
type figure struct {
	name     string
	cpu      float64 // seconds
	wall     float64
	resident int64 // bytes
}

func bench(size int64, runs int, binary, peer string) error {
	dir, err := os.MkdirTemp("", "datamap-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "clientes.csv")
	cells, err := generate(path, size)
	if err != nil {
		return fmt.Errorf("generating %s: %w", path, err)
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	scan := []string{binary, "scan", path, "--sample", "all", "--jobs", "1", "--quiet", "-o", filepath.Join(dir, "resultado.json")}
	commands := []struct {
		name string
		args []string
	}{
		{"encoding/csv alone", []string{self, "-read", path}},
		{"datamap scan --sample all", scan},
	}
	if peer != "" {
		commands = append(commands, struct {
			name string
			args []string
		}{peer, strings.Fields(strings.ReplaceAll(peer, "{}", path))})
	}
	// The commands take turns, so that a change in the machine's speed meets all of them.
	measured := make([][]figure, len(commands))
	for range runs {
		for i, c := range commands {
			f, err := measure(c.args)
			if err != nil {
				return fmt.Errorf("running %s: %w", c.name, err)
			}
			f.name = c.name
			measured[i] = append(measured[i], f)
		}
	}
	fmt.Printf("%d MB, %d cells, %s/%s, %s, medians of %d runs, one core\n\n", size/1e6, cells, runtime.GOOS, runtime.GOARCH, runtime.Version(), runs)
	fmt.Printf("%-28s %8s %8s %8s %9s %8s\n", "", "CPU s", "wall s", "MB/s", "ns/cell", "RSS MB")
	medians := make([]figure, len(commands))
	for i := range measured {
		m := median(measured[i])
		medians[i] = m
		fmt.Printf("%-28s %8.2f %8.2f %8.0f %9.1f %8.1f\n", m.name, m.cpu, m.wall,
			float64(size)/1e6/m.cpu, m.cpu*1e9/float64(cells), float64(m.resident)/1e6)
	}
	fmt.Printf("\ndatamap CPU / encoding/csv CPU: %.2f (at most 5)\n", medians[1].cpu/medians[0].cpu)
	fmt.Printf("datamap peak memory: %.1f MB (at most 64)\n", float64(medians[1].resident)/1e6)
	if medians[1].cpu > 5*medians[0].cpu || medians[1].resident > 64e6 {
		return errors.New("a bound is exceeded")
	}
	return nil
}

func measure(args []string) (figure, error) {
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Env = append(os.Environ(), "GOMAXPROCS=1")
	cmd.Stderr = os.Stderr
	start := time.Now()
	if err := cmd.Run(); err != nil {
		return figure{}, err
	}
	state := cmd.ProcessState
	return figure{
		cpu: (state.UserTime() + state.SystemTime()).Seconds(), wall: time.Since(start).Seconds(), resident: peakResident(state),
	}, nil
}

func median(list []figure) figure {
	by := func(value func(figure) float64) float64 {
		v := make([]float64, len(list))
		for i, f := range list {
			v[i] = value(f)
		}
		slices.Sort(v)
		return v[len(v)/2]
	}
	return figure{
		name: list[0].name,
		cpu:  by(func(f figure) float64 { return f.cpu }), wall: by(func(f figure) float64 { return f.wall }),
		resident: int64(by(func(f figure) float64 { return float64(f.resident) })),
	}
}
