package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"sync"
	"text/tabwriter"
	"time"

	"github.com/datamapbr/datamap/detectors"
	"github.com/datamapbr/datamap/report"
	"github.com/datamapbr/datamap/scanner"
)

// timings are how long the objects of a scan took.
type timings struct {
	mu  sync.Mutex
	all []scanner.Timing
}

func (t *timings) add(one scanner.Timing) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.all = append(t.all, one)
}

// slowest returns the timings, the longest first.
func (t *timings) slowest() []scanner.Timing {
	slices.SortFunc(t.all, func(a, b scanner.Timing) int {
		return cmp.Or(-cmp.Compare(a.Elapsed, b.Elapsed), cmp.Compare(a.Source, b.Source), cmp.Compare(a.Object, b.Object))
	})
	return t.all
}

// shownTimings is how many objects the table of times shows.
const shownTimings = 20

// writeTimings shows where the time of a scan went: the objects that took longest,
// and the user's rules that are looked for everywhere because nothing rules them out.
func (a *app) writeTimings(all []scanner.Timing, catalog *detectors.Catalog) {
	w, total := a.words, scanner.Timing{Object: a.words.T("cmd.timing.total", len(all))}
	out := tabwriter.NewWriter(a.stderr, 0, 0, 2, ' ', tabwriter.AlignRight)
	row := func(t *scanner.Timing) {
		rate := float64(t.Rows) / max(t.Elapsed, time.Microsecond).Seconds()
		fmt.Fprintf(out, "%s\t%s\t%s\t  %s\n", w.T("cmd.timing.seconds", t.Elapsed.Seconds()), w.T("cmd.timing.count", t.Rows),
			w.T("cmd.timing.count", int64(rate)), report.Shown(t.Object))
	}
	fmt.Fprintf(out, "\n%s\t%s\t%s\t  %s\n", w.T("cmd.column.seconds"), w.T("cmd.column.rows"), w.T("cmd.column.rate"), w.T("cmd.column.object"))
	for i := range all {
		t := all[i]
		total.Rows, total.Elapsed = total.Rows+t.Rows, total.Elapsed+t.Elapsed
		if i < shownTimings {
			t.Object = report.ObjectName(&scanner.Entry{Source: t.Source, Table: t.Object})
			row(&t)
		}
	}
	row(&total)
	_ = out.Flush() // if stderr fails, there is nowhere left to say so
	if slow := catalog.Unaided(); len(slow) > 0 {
		fmt.Fprintln(a.stderr, report.Shown(w.T("cmd.timing.unaided", strings.Join(slow, ", "))))
	}
}
