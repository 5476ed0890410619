//go:build !unix

package main

import "os"

// peakResident is not known on this system.
func peakResident(*os.ProcessState) int64 { return 0 }
