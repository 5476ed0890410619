package files

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/datamapbr/datamap/scanner"
)

// openFolders knows of folders whether every account can reach what is in them.
type openFolders map[string]bool

// open reports whether every account can reach what is in a folder, by the
// rights of it and of all around it.
func (o openFolders) open(dir string) bool {
	open, known := o[dir]
	if known {
		return open
	}
	info, err := os.Stat(dir)
	open = err == nil && info.Mode().Perm()&0o001 != 0
	if parent := filepath.Dir(dir); open && parent != dir {
		open = o.open(parent)
	}
	o[dir] = open
	return open
}

// factsOf are what the file system says of a file.
func (s *source) factsOf(path string, info fs.FileInfo) *scanner.File {
	f := &scanner.File{Size: info.Size(), Year: info.ModTime().UTC().Year(), Day: int(info.ModTime().Unix() / (24 * 60 * 60)), Owner: ownerOf(info), Depth: strings.Count(s.nameOf(path), "/")}
	if runtime.GOOS == "windows" {
		return f // what Go calls the mode there is made up
	}
	mode := info.Mode().Perm()
	f.Mode = fmt.Sprintf("%04o", mode)
	if mode&0o004 != 0 {
		if dir, err := filepath.Abs(filepath.Dir(path)); err == nil {
			f.Open = s.folders.open(dir)
		}
	}
	return f
}
