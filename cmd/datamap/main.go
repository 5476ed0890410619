// Command datamap finds personal data in databases, CSV files and spreadsheets
// and writes the data inventory and the risk report that the LGPD asks for.
package main

import (
	"context"
	"os"
	"runtime"
	"runtime/debug"
)

// firstCollection is how far the heap may grow, in percent of the runtime's least
// heap of 4 MB, before garbage is looked for the first time. The rules take half of
// it and are there to stay: a small scan is over before.
const firstCollection = 600

func main() {
	usual := debug.SetGCPercent(firstCollection)
	// Nobody keeps this block: the first collection finds that out.
	runtime.AddCleanup(new([64]byte), func(percent int) { debug.SetGCPercent(percent) }, usual)
	ctx, stop := interruptible(context.Background())
	code := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr, os.LookupEnv)
	stop()
	os.Exit(code)
}
