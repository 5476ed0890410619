package main

import (
	"fmt"
	"os"
	"strings"
)

// linear measures how the cost grows with the size of a file and the number of its columns.
func (b *bench) linear() error {
	fmt.Fprint(b.out, "\n| what | CPU s | wall s | MB/s | ns/cell | peak MB |\n|---|---|---|---|---|---|\n")
	var all []*subject
	most := 0.0
	one := func(name string, size int64, write func(path string, size int64) (*dataSet, error)) error {
		d, err := b.generate("crescente.csv", size, write)
		if err != nil {
			return err
		}
		s := b.scan(name, d, 1)
		if err := measureAll([]*subject{s}, min(3, b.runs)); err != nil {
			return err
		}
		fmt.Fprintln(b.out, s.row())
		all, most = append(all, s), max(most, s.perCell())
		return os.Remove(d.path)
	}
	for _, size := range []int64{b.size / 10, b.size, b.size * 10} {
		if err := one(fmt.Sprintf("%d MB", size), size*1e6, customers); err != nil {
			return err
		}
	}
	for _, columns := range []int{10, 100, 1000} {
		write := func(path string, size int64) (*dataSet, error) { return wide(path, size, columns) }
		if err := one(fmt.Sprintf("%d columns", columns), b.size*1e6, write); err != nil {
			return err
		}
	}
	fmt.Fprint(b.out, "\n```\n")
	for _, s := range all {
		fmt.Fprintf(b.out, "%-14s %6.1f ns/cell %s\n", s.name, s.perCell(), strings.Repeat("█", int(50*s.perCell()/most)))
	}
	fmt.Fprint(b.out, "```\n")
	return nil
}
