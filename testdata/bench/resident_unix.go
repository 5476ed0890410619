//go:build unix

package main

import (
	"os"
	"runtime"
	"syscall"
)

// peakResident returns the peak resident memory of a finished process, in bytes.
func peakResident(state *os.ProcessState) int64 {
	usage, ok := state.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	peak := int64(usage.Maxrss)   //nolint:unconvert // of 32 bits on some systems
	if runtime.GOOS != "darwin" { // there in bytes, elsewhere in KiB
		peak *= 1024
	}
	return peak
}
