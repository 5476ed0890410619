package main

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
)

// A dataSet is a file to measure with. Its bytes depend on its size alone.
type dataSet struct {
	path  string
	bytes int64
	cells int64
}

// A laidOut is the data of [bench.all].
type laidOut struct {
	people, digits, texts, few, ten *dataSet // texts
	inline, shared                  *dataSet // workbooks
	config                          string   // with rules of one's own
}

// layOut generates all the data.
func (b *bench) layOut() (d laidOut, err error) {
	for _, f := range []struct {
		into  **dataSet
		name  string
		size  int64
		write func(path string, size int64) (*dataSet, error)
	}{
		{&d.people, "clientes.csv", b.size * 1e6, customers},
		{&d.digits, "numeros.csv", b.size * 1e6 / 3, numbers},
		{&d.texts, "registro.csv", b.size * 1e6 / 3, logLines},
		{&d.few, "poucos.csv", 2e6, customers},
		{&d.ten, "dez.csv", 1500, customers},
	} {
		if *f.into, err = b.generate(f.name, f.size, f.write); err != nil {
			return d, err
		}
	}
	if d.inline, err = b.workbook("inline"); err != nil {
		return d, err
	}
	if d.shared, err = b.workbook("shared"); err != nil {
		return d, err
	}
	d.config, err = writeUserRules(b.dir)
	return d, err
}

// generate writes a data set.
func (b *bench) generate(name string, size int64, write func(path string, size int64) (*dataSet, error)) (*dataSet, error) {
	d, err := write(b.path(name), size)
	if err != nil {
		return nil, fmt.Errorf("generating %s: %w", name, err)
	}
	return d, nil
}

// workbook writes a workbook of a kind.
func (b *bench) workbook(kind string) (*dataSet, error) {
	d := &dataSet{path: b.path(kind + ".xlsx"), cells: sheetRows * sheetColumns}
	if err := exec.Command(b.self, "-reference", kind, d.path).Run(); err != nil {
		return nil, fmt.Errorf("generating %s: %w", d.path, err)
	}
	info, err := os.Stat(d.path)
	if err != nil {
		return nil, err
	}
	d.bytes = info.Size()
	return d, nil
}

// writeCSV writes rows of cells until there are size bytes.
func writeCSV(path string, size int64, header []string, row func(r *rand.Rand, i int) []string) (*dataSet, error) {
	f, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	w := bufio.NewWriterSize(f, 1<<20)
	d := &dataSet{path: path}
	r := rand.New(rand.NewPCG(300, 17))
	line := []byte(strings.Join(header, ",") + "\n")
	for i := 1; err == nil; i++ {
		var n int
		n, err = w.Write(line)
		if d.bytes += int64(n); d.bytes >= size {
			break
		}
		line = line[:0]
		for k, cell := range row(r, i) {
			if k > 0 {
				line = append(line, ',')
			}
			if strings.ContainsAny(cell, ",\"\n") {
				cell = `"` + strings.ReplaceAll(cell, `"`, `""`) + `"`
			}
			line = append(line, cell...)
		}
		line = append(line, '\n')
		d.cells += int64(len(header))
	}
	if err == nil {
		err = w.Flush()
	}
	if e := f.Close(); err == nil {
		err = e
	}
	return d, err
}

// customers has 17 columns of all kinds.
func customers(path string, size int64) (*dataSet, error) {
	return writeCSV(path, size, header, record)
}

// numbers has four columns of bare numbers of eleven digits, which many types may be.
func numbers(path string, size int64) (*dataSet, error) {
	return writeCSV(path, size, []string{"a", "b", "c", "d"}, func(r *rand.Rand, _ int) []string {
		return []string{fmt.Sprintf("%011d", r.Int64N(1e11)), fmt.Sprintf("%011d", r.Int64N(1e11)), cpf(r), pis(r)}
	})
}

// logLines has one column of texts full of numbers.
func logLines(path string, size int64) (*dataSet, error) {
	return writeCSV(path, size, []string{"mensagem"}, func(r *rand.Rand, i int) []string {
		return []string{fmt.Sprintf(
			"2024-%02d-%02dT%02d:%02d:%02d.%03d req=%08x user=%d took=%dms status=%d bytes=%d ip=10.%d.%d.%d order %d-%04d total 1.%03d,%02d retry %d of 5 node %02d shard %d seq %011d",
			1+r.IntN(12), 1+r.IntN(28), r.IntN(24), r.IntN(60), r.IntN(60), r.IntN(1000), r.Uint32(), r.IntN(1e6), r.IntN(5000), 200+r.IntN(300), r.IntN(1e6),
			r.IntN(256), r.IntN(256), r.IntN(256), r.IntN(1e8), r.IntN(1e4), r.IntN(1000), r.IntN(100), r.IntN(5), r.IntN(100), r.IntN(64), r.Int64N(1e11))}
	})
}

// wide has the given number of columns, of the kinds of customers without the free text.
func wide(path string, size int64, columns int) (*dataSet, error) {
	var names []string
	for i := range columns {
		names = append(names, fmt.Sprintf("%s_%d", header[i%16], i/16))
	}
	return writeCSV(path, size, names, func(r *rand.Rand, i int) []string {
		var cells []string
		for len(cells) < columns {
			cells = append(cells, record(r, i)[:min(16, columns-len(cells))]...)
		}
		return cells
	})
}
