package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
)

// programVersion is the version that the Go tool stamped into the binary.
func programVersion() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		return info.Main.Version
	}
	return "devel"
}

func (a *app) versionCommand() *cobra.Command {
	c := a.command("version", "version")
	c.Args = a.exactly(0)
	c.RunE = func(*cobra.Command, []string) error { return a.version() }
	return c
}

func (a *app) version() error {
	_, err := fmt.Fprintf(a.stdout, "datamap %s %s/%s %s\n", programVersion(), runtime.GOOS, runtime.GOARCH, runtime.Version())
	return err
}
