//go:build unix

package report

import (
	"bytes"
	"math/rand/v2"
	"runtime/metrics"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// peak runs do and returns by how much the heap grew at most, in bytes, and the
// time it took: that on the wall, or the processor's where others kept it busy.
func peak(do func()) (heap uint64, took time.Duration) {
	live := func() uint64 {
		s := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
		metrics.Read(s)
		return s[0].Value.Uint64()
	}
	spent := func() time.Duration {
		var u syscall.Rusage
		if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
			return 0
		}
		return time.Duration(u.Utime.Nano() + u.Stime.Nano())
	}
	base, start, began := live(), spent(), time.Now()
	done := make(chan struct{})
	var wait sync.WaitGroup
	wait.Go(func() {
		for {
			heap = max(heap, live())
			select {
			case <-done:
				return
			case <-time.After(5 * time.Millisecond):
			}
		}
	})
	do()
	took = min(spent()-start, time.Since(began))
	close(done)
	wait.Wait()
	return heap - min(base, heap), took
}

// An inventory of 50,000 rows is written within 5 s and 150 MB, its answers are
// read back as fast, and its page stays small enough for a browser.
func TestInventoryOf50000Rows(t *testing.T) {
	inv := wideInventory(t, 50_000)
	answers := Answers{ByID: map[string]Answer{}}
	r := rand.New(rand.NewPCG(7, 7))
	for _, id := range ids(inv) {
		if r.IntN(3) == 0 {
			answers.ByID[id] = Answer{ID: id, Form: "inventory", Fields: map[string]string{"purpose": "atendimento", "owner": "comercial"}}
		}
	}
	var data []byte
	heap, took := peak(func() { data = withAnswers(t, inv, "pt-BR", answers) })
	for range 2 { // beside other programs the same work takes more time: the least counts
		if took <= 5*time.Second {
			break
		}
		_, again := peak(func() { data = withAnswers(t, inv, "pt-BR", answers) })
		took = min(took, again)
	}
	t.Logf("workbook: %d bytes, %v, %d MB", len(data), took.Round(time.Millisecond), heap>>20)
	if took > 5*time.Second || heap > 150<<20 {
		t.Errorf("the workbook took %v and %d MB", took, heap>>20)
	}
	var back Answers
	heap, took = peak(func() {
		var err error
		if back, err = ReadAnswers(bytes.NewReader(data)); err != nil {
			t.Fatal(err)
		}
	})
	t.Logf("answers: %v, %d MB", took.Round(time.Millisecond), heap>>20)
	if len(back.ByID) != len(answers.ByID) {
		t.Errorf("%d answers were read, %d written", len(back.ByID), len(answers.ByID))
	}
	if took > 5*time.Second || heap > 150<<20 {
		t.Errorf("reading the answers took %v and %d MB", took, heap>>20)
	}
	page := write(t, "html", "pt-BR", inv)
	t.Logf("page: %d bytes", len(page))
	if len(page) > 5<<20 {
		t.Errorf("the page has %d bytes", len(page))
	}
	text := plain(t, page)
	for _, want := range []string{"tabela_049990", "coluna_9", "E mais 4.940: estão na planilha do inventário.", "50.000 Colunas com dados pessoais"} {
		if !strings.Contains(text, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
}
