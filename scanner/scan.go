package scanner

import (
	"context"
	"time"

	"github.com/datamapbr/datamap/detectors"
)

// Options say how to scan.
type Options struct {
	Catalog  *detectors.Catalog
	Sample   Sample
	Jobs     int      // tables judged at the same time; 0 means one
	Only     []string // globs on "source/schema.table"; empty means all
	Exclude  []string
	Progress func(Progress) // may be nil; called from several goroutines
}

// Progress is what a scan is doing.
type Progress struct {
	Source, Object string // being read
	Done, Total    int    // objects
	Rows           int64  // rows read so far, in all
	Elapsed        time.Duration
}

// Scan reads, judges and accounts for every table of the sources.
//
// A source that cannot be listed becomes one ledger line. When ctx is cancelled
// the result so far is returned with Interrupted set: objects not finished are
// partial or not read, with reason "interrupted".
func Scan(ctx context.Context, sources []Source, opt Options) (*Result, error) {
	panic("written next")
}
