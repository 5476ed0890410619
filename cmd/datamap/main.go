// Command datamap finds personal data in databases, CSV files and spreadsheets
// and writes the data inventory and the risk report that the LGPD asks for.
package main

import (
	"context"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
)

// Percentages for the garbage collector. The first collection waits for eight times the
// runtime's minimum heap of 4 MB, half of which the rules take and keep: a small
// scan ends before there is anything worth collecting. The later ones find results that
// pile up and stay: half as many of them save a tenth of the time of a large folder.
const (
	firstCollection  = 800
	laterCollections = 200
)

func main() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(firstCollection)
		// Nothing refers to this block, so the first collection runs its cleanup.
		runtime.AddCleanup(new([64]byte), func(percent int) { debug.SetGCPercent(percent) }, laterCollections)
	}
	ctx, stop := interruptible(context.Background())
	code := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr, os.LookupEnv, variables()...)
	stop()
	os.Exit(code)
}

// variables are the names of the environment variables.
func variables() (names []string) {
	for _, variable := range os.Environ() {
		name, _, _ := strings.Cut(variable, "=")
		names = append(names, name)
	}
	return names
}
