// Command datamap finds personal data in databases, CSV files and spreadsheets
// and writes the data inventory and the risk report that the LGPD asks for.
package main

import (
	"context"
	"os"
)

func main() {
	ctx, stop := interruptible(context.Background())
	code := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr, os.LookupEnv)
	stop()
	os.Exit(code)
}
