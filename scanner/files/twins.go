package files

import (
	"context"
	"crypto/sha256"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/cespare/xxhash/v2"
)

// A listed file is one that was looked into, and the objects that were found in it.
type listedFile struct {
	path     string
	size     int64
	sample   uint64 // hash of its first bytes
	from, to int    // of the objects
}

// noteFile remembers a file whose content may be met again.
func (s *source) noteFile(path string, size int64, sample []byte) {
	s.seen = append(s.seen, listedFile{path: path, size: size, sample: xxhash.Sum64(sample), from: len(s.objects), to: -1})
}

// findTwins tells of each table whether a file listed before holds the same
// bytes. Only files of one size that begin alike are read for it.
func (s *source) findTwins(ctx context.Context) {
	type looks struct {
		size   int64
		sample uint64
	}
	alike := map[looks][]*listedFile{}
	for i := range s.seen {
		f := &s.seen[i]
		alike[looks{f.size, f.sample}] = append(alike[looks{f.size, f.sample}], f)
	}
	for i := range s.seen {
		f := &s.seen[i]
		group := alike[looks{f.size, f.sample}]
		if len(group) < 2 || group[0] != f {
			continue
		}
		first := map[[sha256.Size]byte]*listedFile{}
		for _, f := range group {
			sum, err := sumOf(ctx, f.path)
			switch {
			case err != nil: // it is met again when the file is read
			case first[sum] == nil:
				first[sum] = f
			default:
				s.pair(first[sum], f)
			}
		}
	}
	s.seen = nil
}

// pair gives the tables of a file those of another one with the same bytes.
func (s *source) pair(first, twin *listedFile) {
	if first.to-first.from != twin.to-twin.from {
		return
	}
	for i := range twin.to - twin.from {
		a, b := &s.objects[first.from+i], &s.objects[twin.from+i]
		if a.read != nil && b.read != nil && !a.companion && !b.companion {
			b.table.Twin = a.table.Name
		}
	}
}

// sumOf is the digest of a file.
func sumOf(ctx context.Context, path string) (sum [sha256.Size]byte, err error) {
	file, err := os.Open(path)
	if err != nil {
		return sum, err
	}
	defer file.Close()
	h := sha256.New()
	if _, err := io.Copy(h, &cancelReader{ctx, file}); err != nil {
		return sum, err
	}
	h.Sum(sum[:0])
	return sum, nil
}

// hasJournal reports whether a database has a file beside it that is part of it.
func hasJournal(path string) bool {
	return slices.ContainsFunc(journals, func(end string) bool {
		info, err := os.Lstat(path + end)
		return err == nil && info.Size() > 0
	})
}

// journals are the ends of the names of files beside an SQLite database.
var journals = []string{"-wal", "-shm", "-journal"}

// isJournal returns the database that a file belongs to, by its name, or "".
func isJournal(file string) string {
	for _, end := range journals {
		if database, ok := strings.CutSuffix(file, end); ok {
			return database
		}
	}
	return ""
}
