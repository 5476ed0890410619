package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

const (
	folderFiles  = 10000
	folderSize   = 4 << 10 // bytes of each file
	folderWanted = 1000    // files per second of one core
)

// BenchmarkFolder scans a folder of many small CSV files, each a table of its own, in a
// process of one core, and reports files a second of its CPU time and its peak memory.
func BenchmarkFolder(b *testing.B) {
	dir := b.TempDir()
	binary := filepath.Join(dir, "datamap")
	if out, err := exec.Command("go", "build", "-o", binary, "../../cmd/datamap").CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, out)
	}
	folder := filepath.Join(dir, "dados")
	for i := range folderFiles {
		path := filepath.Join(folder, fmt.Sprintf("%02d", i%100), fmt.Sprintf("clientes %d.csv", i))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			b.Fatal(err)
		}
		var text strings.Builder
		fmt.Fprintf(&text, "id%d;nome;cpf;email;cidade\n", i) // files of the same columns would be one table
		for n := i; text.Len() < folderSize; n += 7 {
			fmt.Fprintf(&text, "%d;Maria da Silva;%03d.982.247-25;cliente%d@exemplo.com.br;Recife\n", n, n%1000, n)
		}
		if err := os.WriteFile(path, []byte(text.String()), 0o600); err != nil {
			b.Fatal(err)
		}
	}
	for b.Loop() {
		cmd := exec.Command(binary, "scan", folder, "--jobs", "1", "--quiet", "-o", filepath.Join(dir, "resultado.json"))
		cmd.Env = append(os.Environ(), "GOMAXPROCS=1")
		if out, err := cmd.CombinedOutput(); err != nil {
			b.Fatalf("%v: %s", err, out)
		}
		state := cmd.ProcessState
		speed := folderFiles / (state.UserTime() + state.SystemTime()).Seconds()
		b.ReportMetric(speed, "files/s")
		b.ReportMetric(float64(peakResident(state))/1e6, "RSS-MB")
		if speed < folderWanted {
			b.Errorf("%.0f files/s of one core, wanted are %d", speed, folderWanted)
		}
	}
}
