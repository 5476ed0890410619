package files

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/datamapbr/datamap/scanner"
)

// heapPeak runs work and returns how much the heap grew at most while it ran.
func heapPeak(work func()) uint64 {
	runtime.GC()
	var before, now runtime.MemStats
	runtime.ReadMemStats(&before)
	stop, stopped := make(chan struct{}), make(chan uint64)
	go func() {
		peak := uint64(0)
		for {
			runtime.ReadMemStats(&now)
			peak = max(peak, now.HeapInuse)
			select {
			case <-stop:
				stopped <- peak
				return
			case <-time.After(2 * time.Millisecond):
			}
		}
	}()
	work()
	close(stop)
	peak := <-stopped
	return peak - min(peak, before.HeapInuse)
}

// TestGiganticLine reads a file of 1 GB that is one line, as a whole and as a
// sample, with little memory, and says so.
func TestGiganticLine(t *testing.T) {
	path := filepath.Join(t.TempDir(), "linha.csv")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := file.WriteString(strings.Repeat("nome;cpf;", 1<<18)); err != nil {
		t.Fatal(err)
	}
	if err := file.Truncate(1 << 30); err != nil { // the rest is zero bytes and takes no room
		t.Fatal(err)
	}
	if _, err := file.WriteAt([]byte("\nAna;1\n"), 1<<30); err != nil {
		t.Fatal(err)
	}
	file.Close()
	for _, n := range []int64{0, 100} {
		var got reading
		if peak := heapPeak(func() { got = readOne(t, path, Options{}, scanner.Sample{Rows: n, Seed: 1}) }); peak > 20<<20 {
			t.Errorf("sample %d: the heap grew by %d MB", n, peak>>20)
		}
		wantRows(t, got.rows, [][]string{{"Ana;1"}})
		wantCodes(t, "gaps", got.facts.Gaps, "record_too_long")
		if got.err != nil || got.facts.Gaps[0].Row != 1 || got.facts.Gaps[0].Count != 1 || got.facts.Rows != 2 {
			t.Errorf("sample %d: %+v, error %v", n, got.facts, got.err)
		}
	}
}

// TestWideHeader keeps what stands in a header beyond the last column.
func TestWideHeader(t *testing.T) {
	names := strings.Repeat("a;", maxColumns) + "CPF 529.982.247-25"
	got := readOne(t, writeFile(t, "largo.csv", names+"\n"+strings.Repeat("1;", maxColumns)+"2\n"), Options{}, scanner.Sample{})
	if len(got.rows) != 2 || !strings.HasSuffix(got.rows[0][maxColumns-1], "529.982.247-25") || got.rows[1][maxColumns-1] != "1;2" {
		t.Errorf("%d rows, of which the first ends in %.50q", len(got.rows), got.rows[0][len(got.rows[0])-1])
	}
}

// TestWideRowsAlike looks for the header among rows as wide as a sheet can be whose
// cells are all the same: the time must not grow with the square of the width.
func TestWideRowsAlike(t *testing.T) {
	row := slices.Repeat([][]byte{[]byte("1")}, maxColumns)
	rows := slices.Repeat([][][]byte{row}, sniffRows)
	start := time.Now()
	if at := findHeading(rows, nil).row; at != -1 {
		t.Errorf("row %d is the header", at)
	}
	if took := time.Since(start); took > 10*time.Second {
		t.Errorf("it took %v", took)
	}
}

// TestLongRecords puts records around the limit among ordinary ones.
func TestLongRecords(t *testing.T) {
	long := strings.Repeat("x", maxRecord)
	lines := strings.Repeat(strings.Repeat("y", 97)+";z\n", 2*maxRecord/100)
	for _, tc := range []struct {
		name, text string
		rows       int
		gaps       []string
	}{
		{"below the limit", "a;b\n1;2\n" + long[:maxRecord-10] + ";z\n3;4\n", 3, nil},
		{"above the limit", "a;b\n1;2\n" + long + ";z\n3;4\n", 2, []string{"record_too_long"}},
		{"far above", "a;b\n1;2\n" + long + long + long + ";z\n3;4\n", 2, []string{"record_too_long"}},
		{"quoted", "a;b\n1;2\n\"" + long + "\";z\n3;4\n", 2, []string{"record_too_long"}},
		{"at the end", "a;b\n1;2\n3;4\n" + long + ";z", 2, []string{"record_too_long"}},
		{"quote that swallows", "a;b\n1;2\n5;\"six\n3;4\n" + lines, 3 + 2*maxRecord/100, []string{"unterminated_quote"}},
		{"two of them", "a;b\n1;\"2\n" + lines + "5;\"6\n" + lines, 2 + 2*(2*maxRecord/100), []string{"unterminated_quote"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := readOne(t, writeFile(t, "f.csv", tc.text), Options{}, scanner.Sample{})
			if len(got.rows) != tc.rows || got.err != nil {
				t.Errorf("%d rows, want %d; error %v", len(got.rows), tc.rows, got.err)
			}
			wantCodes(t, "gaps", got.facts.Gaps, tc.gaps...)
		})
	}
}

// TestMemory reads a file of 300 MB as a whole, then a sample of it.
func TestMemory(t *testing.T) {
	if testing.Short() {
		t.Log("a smaller file in short mode")
	}
	path := filepath.Join(t.TempDir(), "grande.csv")
	size := 300 << 20
	if testing.Short() {
		size = 30 << 20
	}
	writeRows(t, path, size)
	s, err := Open(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	tables, err := s.Tables(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range []int64{0, 10000} {
		rows := int64(0)
		peak := heapPeak(func() {
			rd := s.Read(context.Background(), &tables[0], scanner.Sample{Rows: n})
			for batch, err := range rd.Batches {
				if err != nil {
					t.Error(err)
					break
				}
				rows += int64(batch.Rows)
			}
		})
		if peak > 20<<20 {
			t.Errorf("sample %d: the heap grew by %d MB", n, peak>>20)
		}
		if rows == 0 || n > 0 && rows != n {
			t.Errorf("sample %d: %d rows", n, rows)
		}
	}
}

// writeRows writes numbered rows, some with line ends and quotes in them.
func writeRows(t testing.TB, path string, size int) (rows int) {
	t.Helper()
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	w := bufio.NewWriter(file)
	n, err := fmt.Fprintln(w, "número;nome;observação")
	for written := n; written < size && err == nil; written += n {
		rows++
		obs := "nada a declarar"
		if rows%3 == 0 {
			obs = fmt.Sprintf("\"linha um\nlinha; \"\"dois\"\"; três\n%d;cinco\"", rows)
		}
		n, err = fmt.Fprintf(w, "%d;Conceição %d;%s\n", rows, rows%7, obs)
	}
	if err == nil {
		err = w.Flush()
	}
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// TestSpread samples files of several sizes and shapes and looks where the rows
// come from.
func TestSpread(t *testing.T) {
	dir := t.TempDir()
	for i, tc := range []struct {
		size, rows int
		seeks      bool
	}{
		{100 << 10, 500, false}, {6 << 20, 1000, true}, {20 << 20, 10000, true}, {20 << 20, 10, true}, {6 << 20, 1, true},
	} {
		path := filepath.Join(dir, fmt.Sprintf("f%d.csv", i))
		total := writeRows(t, path, tc.size)
		for seed := range uint64(3) {
			sample := scanner.Sample{Rows: int64(tc.rows), Seed: seed}
			got := readOne(t, path, Options{}, sample)
			again := readOne(t, path, Options{}, sample)
			if !slices.EqualFunc(got.rows, again.rows, slices.Equal) {
				t.Errorf("%+v: two readings with one seed differ", tc)
			}
			if got.facts.Method != scanner.Spread || got.facts.Touched < int64(min(minPositions, tc.rows)) {
				t.Errorf("%+v: method %s, %d places", tc, got.facts.Method, got.facts.Touched)
			}
			if known := got.facts.Rows == int64(total); known == tc.seeks {
				t.Errorf("%+v: says %d rows of %d", tc, got.facts.Rows, total)
			}
			if n := float64(got.table.Rows); n < 0.8*float64(total) || n > 1.25*float64(total) || !got.table.RowsEstimated {
				t.Errorf("%+v: estimates %v rows of %d", tc, n, total)
			}
			checkSpread(t, got, total, tc.rows)
		}
	}
}

// checkSpread looks at rows of writeRows: whole ones, none twice, from all parts.
func checkSpread(t *testing.T, got reading, total, want int) {
	t.Helper()
	if len(got.rows) != want || got.err != nil || got.facts.Gaps != nil || slices.ContainsFunc(got.facts.Notes, func(n scanner.Reason) bool { return n.Code != "lines_in_cells" }) {
		t.Errorf("%d rows of %d, want %d; %+v, error %v", len(got.rows), total, want, got.facts, got.err)
	}
	seen, parts := map[int]bool{}, map[int]bool{}
	for _, row := range got.rows {
		var n int
		if _, err := fmt.Sscan(row[0], &n); err != nil || n < 1 || n > total || seen[n] {
			t.Fatalf("row %q is no row, or twice: %v", row, err)
		}
		if (n%3 == 0) != strings.HasSuffix(row[2], fmt.Sprintf("\n%d;cinco", n)) || row[1] != fmt.Sprintf("Conceição %d", n%7) {
			t.Fatalf("row %d is %q", n, row)
		}
		seen[n] = true
		parts[(n-1)*10/total] = true
	}
	if want >= 64 && len(parts) != 10 {
		t.Errorf("rows come from %d tenths of the file", len(parts))
	}
}

// TestSampleOfWhat cannot be sought in, and of what is irregular, is exact.
func TestSampleWithoutSeeking(t *testing.T) {
	rnd := rand.New(rand.NewPCG(5, 6))
	var b strings.Builder
	b.WriteString("a;b\n")
	for i := range 300000 {
		fmt.Fprintf(&b, "%d%s\n", i, strings.Repeat(";x", max(1, rnd.IntN(8)-5)))
	}
	got := readOne(t, writeFile(t, "f.csv", b.String()), Options{}, scanner.Sample{Rows: 1000})
	if len(got.rows) != 1000 || got.facts.Rows != 300000 || got.facts.Method != scanner.Spread {
		t.Errorf("%d rows of %d, method %s", len(got.rows), got.facts.Rows, got.facts.Method)
	}
	wantCodes(t, "notes", got.facts.Notes, "ragged_rows")
}

func TestCancel(t *testing.T) {
	path := filepath.Join(t.TempDir(), "f.csv")
	writeRows(t, path, 8<<20)
	for _, tc := range []struct {
		sample scanner.Sample
		cancel bool
		code   string
	}{
		{scanner.Sample{}, true, "interrupted"},
		{scanner.Sample{Rows: 1000}, true, "interrupted"},
		{scanner.Sample{Timeout: time.Nanosecond}, false, "timeout"},
	} {
		ctx, cancel := context.WithCancel(context.Background())
		s, err := Open(path, Options{})
		if err != nil {
			t.Fatal(err)
		}
		tables, err := s.Tables(ctx)
		if err != nil {
			t.Fatal(err)
		}
		var last error
		batches := 0
		for _, err := range s.Read(ctx, &tables[0], tc.sample).Batches {
			batches++
			last = err
			if tc.cancel {
				cancel()
			}
		}
		if scanner.ReasonOf(last).Code != tc.code || batches > 20 {
			t.Errorf("%+v: after %d batches %v", tc, batches, last)
		}
		cancel()
		s.Close()
	}
}

// TestFailingRead lets the n-th read of a file fail, for every n: each time the
// rows before it come, and then the error.
func TestFailingRead(t *testing.T) {
	text := "a;b\n" + strings.Repeat("1;\"x\ny\"\n", 100)
	f := &csvFile{dialect: dialect{delim: ';'}, usual: 2, columns: make([]scanner.Column, 2), header: 0}
	for n := range 20 {
		r := newRecords(&failing{r: strings.NewReader(text), left: n}, f, 0, 0)
		r.block = 100
		var err error
		for end := false; !end && err == nil; {
			switch r.next() {
			case done:
				end = true
			case starved:
				err = r.fill()
			case gotRow:
			}
		}
		// A block of 100 bytes holds twelve rows; the tenth read finds the end.
		if least := int64(min(max(n*12-1, 0), 100)); (err == nil) != (n > 9) || r.row < least {
			t.Errorf("read %d fails: %d rows, want %d; error %v", n, r.row, least, err)
		}
	}
}

type failing struct {
	r    io.Reader
	left int
}

func (f *failing) Read(b []byte) (int, error) {
	if f.left--; f.left < 0 {
		return 0, io.ErrClosedPipe
	}
	return f.r.Read(b)
}
