package main

import (
	"fmt"
	"io"
	"path"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/datamapbr/datamap/report"
	"github.com/datamapbr/datamap/rules"
	"github.com/datamapbr/datamap/scanner"
)

// How often the progress is shown.
const (
	statusEvery = 200 * time.Millisecond // the line on a terminal
	lineEvery   = 10 * time.Second       // a line anywhere else
)

// leastStatus is the least width of a terminal that is believed.
const leastStatus = 20

// A progress shows what a scan is doing on stderr: one line that changes on a
// terminal, a line every ten seconds elsewhere. A nil progress shows nothing.
type progress struct {
	w     io.Writer
	words *rules.Words
	width func() int // of the terminal; nil when there is none
	done  chan struct{}
	ended sync.WaitGroup

	mu    sync.Mutex // guards what follows
	last  scanner.Progress
	known bool // last was set
	shown int  // characters of the status line on the screen
}

// startProgress begins to show the progress; stop ends it.
func (a *app) startProgress() *progress {
	p := &progress{w: a.stderr, words: a.words, done: make(chan struct{})}
	every := lineEvery
	kind, _ := a.env("TERM")
	if _, ok := terminal(a.stderr); ok && kind != "dumb" {
		p.width = func() int {
			if width := widthOf(a.stderr); width >= leastStatus {
				return width
			}
			return helpWidth
		}
		every = statusEvery
	}
	p.ended.Go(func() {
		ticker := time.NewTicker(every)
		defer ticker.Stop()
		for {
			select {
			case <-p.done:
				return
			case <-ticker.C:
				p.show()
			}
		}
	})
	return p
}

// update notes how far the scan is. It is safe for concurrent use.
func (p *progress) update(now scanner.Progress) {
	p.mu.Lock()
	p.last, p.known = now, true
	p.mu.Unlock()
}

func (p *progress) show() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.known {
		return
	}
	line := statusLine(p.last, p.words)
	if p.width == nil {
		fmt.Fprintln(p.w, line)
		return
	}
	line = report.Cut(line, p.width()-1)
	n := utf8.RuneCountInString(line)
	fmt.Fprint(p.w, "\r", line, strings.Repeat(" ", max(0, p.shown-n)))
	p.shown = n
}

// clear takes the status line off the screen, so that another line can be written.
func (p *progress) clear() {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.shown > 0 {
		fmt.Fprint(p.w, "\r", strings.Repeat(" ", p.shown), "\r")
		p.shown = 0
	}
}

// stop ends the progress and takes the status line off the screen.
func (p *progress) stop() {
	close(p.done)
	p.ended.Wait()
	p.clear()
}

// statusLine is "3/17 crm/public.clientes · 120.000 linhas · 45.000 linhas/s".
func statusLine(p scanner.Progress, w *rules.Words) string {
	perSecond := int64(0)
	if s := p.Elapsed.Seconds(); s > 0 {
		perSecond = int64(float64(p.Rows) / s)
	}
	return w.T("cmd.progress", p.Done, p.Total, report.Shown(whereIs(p.Source, p.Object)), p.Rows, perSecond)
}

// whereIs is the path of an object. The names of those in a file that is scanned by
// itself begin with its own.
func whereIs(source, object string) string {
	dir, file := path.Split(source)
	rest, within := strings.CutPrefix(object, file)
	switch {
	case object == "":
		return source
	case within && file != "" && (rest == "" || rest[0] == '/' || rest[0] == '#'):
		return dir + object
	}
	return strings.TrimSuffix(source, "/") + "/" + object
}
