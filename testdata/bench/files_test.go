package main

import (
	"path/filepath"
	"testing"

	"github.com/datamapbr/datamap/detectors"
)

// BenchmarkFiles compiles the rules and scans every row of 100 MB of customers, 30 MB of bare numbers and of
// log text each, and a workbook, in this process. Its profile is what the compiler optimizes the program by.
func BenchmarkFiles(b *testing.B) {
	for _, f := range []struct {
		name  string
		write func(path string) error
	}{
		{"clientes.csv", func(path string) error { _, err := customers(path, 100e6); return err }},
		{"numeros.csv", func(path string) error { _, err := numbers(path, 30e6); return err }},
		{"registro.csv", func(path string) error { _, err := logLines(path, 30e6); return err }},
		{"inline.xlsx", func(path string) error { return writeWorkbook(path, false) }},
	} {
		b.Run(f.name, func(b *testing.B) {
			path := filepath.Join(b.TempDir(), f.name)
			if err := f.write(path); err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				catalog, err := detectors.Builtin()
				if err != nil {
					b.Fatal(err)
				}
				if err := scanHere(path, catalog); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
