//go:build !unix

package files

import "io/fs"

// ownerOf is unknown on this system.
func ownerOf(fs.FileInfo) string { return "" }
