package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
)

// version is set by the Makefile, through -ldflags.
var version string

// programVersion is the version that the Makefile or the Go tool stamped into
// the binary.
func programVersion() string {
	if version != "" {
		return version
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		return info.Main.Version
	}
	return "devel"
}

func (a *app) versionCommand() *cobra.Command {
	c := a.command("version", "version")
	c.Args = exactly(0)
	c.RunE = func(*cobra.Command, []string) error { return a.printVersion() }
	return c
}

func (a *app) printVersion() error {
	_, err := fmt.Fprintf(a.stdout, "datamap %s %s/%s %s\n", programVersion(), runtime.GOOS, runtime.GOARCH, runtime.Version())
	return err
}
