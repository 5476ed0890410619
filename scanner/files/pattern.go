package files

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// isPattern reports whether a path has wildcards.
func isPattern(path string) bool { return strings.ContainsAny(path, "*?[") }

// matches returns what a pattern matches, and the folder in which all of it lies.
// Where there is something of the very name that stands in the pattern, as in
// "dados [2024]/*.csv", it is what is meant. A folder that cannot be looked into is
// among the matches: what is in it might have matched.
func matches(pattern string) (root string, paths []string, err error) {
	if _, err := filepath.Match(pattern, ""); err != nil {
		return "", nil, err
	}
	root, names := pattern, []string(nil)
	for {
		dir, name := filepath.Dir(root), filepath.Base(root)
		root, names = dir, append([]string{name}, names...)
		if _, err := os.Lstat(root); err == nil || dir == filepath.Dir(dir) {
			return root, matchesIn(root, names), nil
		}
	}
}

// matchesIn returns what lies in a folder under names of which each is in the one
// before.
func matchesIn(dir string, names []string) (paths []string) {
	if len(names) == 0 {
		return []string{dir}
	}
	path := filepath.Join(dir, names[0])
	switch _, err := os.Lstat(path); {
	case err == nil:
		return matchesIn(path, names[1:])
	case errors.Is(err, fs.ErrPermission):
		return []string{dir}
	case !isPattern(names[0]):
		return nil
	}
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrPermission) {
		return []string{dir}
	}
	for _, e := range entries {
		if ok, err := filepath.Match(names[0], e.Name()); ok && err == nil {
			paths = append(paths, matchesIn(filepath.Join(dir, e.Name()), names[1:])...)
		}
	}
	return paths
}
