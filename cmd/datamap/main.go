// Command datamap finds personal data in databases, CSV files and spreadsheets
// and writes the data inventory and the risk report that the LGPD asks for.
package main

import (
	"context"
	"os"
	"runtime"
	"runtime/debug"
)

// firstCollection is the GC percentage until the first collection, which so waits for
// six times the runtime's minimum heap of 4 MB. The rules take half of that and stay
// in use: a small scan ends before there is anything worth collecting.
const firstCollection = 600

func main() {
	usual := debug.SetGCPercent(firstCollection)
	// Nothing refers to this block, so the first collection runs its cleanup.
	runtime.AddCleanup(new([64]byte), func(percent int) { debug.SetGCPercent(percent) }, usual)
	ctx, stop := interruptible(context.Background())
	code := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr, os.LookupEnv)
	stop()
	os.Exit(code)
}
