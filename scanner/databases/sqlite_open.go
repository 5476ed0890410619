package databases

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/datamapbr/datamap/scanner"
)

var sqliteMagic = []byte("SQLite format 3\x00")

// openSQLite opens the file at path without creating or changing any file. Where SQLite
// would have to write beside it, a copy is read.
func openSQLite(ctx context.Context, path string, opt Options) (scanner.Source, error) {
	if path == "" {
		return nil, fmt.Errorf("opening a SQLite database: %w", ErrDSN)
	}
	fail := func(err error) (scanner.Source, error) { return nil, fmt.Errorf("opening %q: %w", path, err) }
	wal, err := inspect(path)
	if err != nil {
		return fail(err)
	}
	d := &database{dialect: sqLite, opt: opt, mixed: true, info: scanner.SourceInfo{Name: path, Kind: "sqlite", AtOnce: maxConnections}}
	file, mode := path, "ro"
	if wal || filled(path+"-wal") || filled(path+"-journal") {
		dir, err := copyAside(path)
		switch {
		case err == nil:
			// The copy may be written: its log must be applied.
			file, mode = filepath.Join(dir, "copy.db"), "rw"
			d.close = func() error { return os.RemoveAll(dir) }
		case errors.Is(err, errChanging):
			// Somebody is writing to it, so the files beside it exist.
		default:
			return fail(osFault(err))
		}
	}
	address, err := sqliteAddress(file, mode)
	if err != nil {
		return fail(osFault(err))
	}
	d.pool, err = sql.Open("sqlite", address)
	if err != nil {
		return fail(&scanner.Fault{Reason: scanner.Reason{Code: "not_a_database"}})
	}
	d.pool.SetMaxOpenConns(maxConnections)
	s, err := d.session(ctx, &object{}, opt.Timeout)
	if err == nil {
		err = s.value(ctx, "SELECT sqlite_version(), count(*) FROM sqlite_master", &d.info.Version, new(int64))
		s.close(ctx)
	}
	if err != nil {
		d.Close() //nolint:errcheck // the first error is the one to tell
		return fail(d.faultOf(ctx, err))
	}
	return d, nil
}

// inspect looks at the header of the file and reports whether the database is
// in write-ahead mode.
func inspect(path string) (wal bool, err error) {
	f, err := os.Open(path)
	if err != nil {
		return false, osFault(err)
	}
	defer f.Close()
	if info, err := f.Stat(); err != nil || info.IsDir() {
		return false, &scanner.Fault{Reason: scanner.Reason{Code: "not_a_database"}}
	}
	head := make([]byte, 1024)
	n, err := io.ReadFull(f, head)
	head = head[:n]
	switch {
	case errors.Is(err, io.EOF):
		return false, &scanner.Fault{Reason: scanner.Reason{Code: "empty_file"}}
	case err != nil && !errors.Is(err, io.ErrUnexpectedEOF):
		return false, osFault(err)
	case n < 100 || !bytes.HasPrefix(head, sqliteMagic):
		return false, &scanner.Fault{Reason: scanner.Reason{Code: notDatabase(head)}}
	}
	if filled(path+"-wal") || filled(path+"-journal") {
		return head[18] == 2 || head[19] == 2, nil // what is missing may be in the log
	}
	if info, err := f.Stat(); err == nil && info.Size() < sqliteSize(head) {
		return false, &scanner.Fault{Reason: scanner.Reason{Code: "truncated"}}
	}
	return head[18] == 2 || head[19] == 2, nil
}

// sqliteSize is the size in bytes that the header states; 0 where that is out of date.
// SQLite itself reads what is missing of a file as zeros, and finds rows of NULLs there.
func sqliteSize(head []byte) int64 {
	if !bytes.Equal(head[24:28], head[92:96]) { // the change counter, and at which count the size was written
		return 0
	}
	page := int64(binary.BigEndian.Uint16(head[16:]))
	if page == 1 {
		page = 64 << 10
	}
	return page * int64(binary.BigEndian.Uint32(head[28:]))
}

// notDatabase tells an encrypted database, which is noise from its first byte
// on, from a file of another kind.
func notDatabase(head []byte) string {
	var seen [256]bool
	distinct := 0
	for _, b := range head {
		if !seen[b] {
			seen[b] = true
			distinct++
		}
	}
	// 1024 random bytes have 251 ± 2 distinct ones; text and images fewer.
	if len(head) == 1024 && distinct > 240 {
		return "encrypted_database"
	}
	return "not_a_database"
}

// sqliteAddress is the URI of a file. The characters that would end a path are escaped.
func sqliteAddress(path, mode string) (string, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	abs = filepath.ToSlash(abs)
	if runtime.GOOS == "windows" && !strings.HasPrefix(abs, "/") {
		abs = "/" + abs // a drive letter
	}
	q := url.Values{"mode": {mode}, "_pragma": {"query_only(1)", "busy_timeout(" + strconv.FormatInt(lockTimeout(time.Minute).Milliseconds(), 10) + ")",
		"temp_store(2)", "trusted_schema(0)"}}
	return "file:" + (&url.URL{Path: abs}).EscapedPath() + "?" + q.Encode(), nil
}

func filled(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Size() > 0
}

// osFault names an error of the file system. Its text would repeat the path.
func osFault(err error) error { return &scanner.Fault{Reason: scanner.FileReason(err)} }

// errChanging tells that a database was written to during every attempt to copy it.
var errChanging = errors.New("database keeps changing")

// copyPrefix begins the name of the folder of a copy; the process and a random
// part follow.
const copyPrefix = "datamap-sqlite-"

// copyAside copies a database with its log or journal to a new private folder.
func copyAside(path string) (string, error) {
	dir, err := os.MkdirTemp("", copyPrefix+strconv.Itoa(os.Getpid())+"-")
	if err != nil {
		return "", err
	}
	for range 3 {
		before := state(path)
		// The log first: applied to a newer database it changes nothing.
		for _, suffix := range []string{"-wal", "-journal", ""} {
			err = copyFile(path+suffix, filepath.Join(dir, "copy.db"+suffix))
			if err != nil && (suffix == "" || !errors.Is(err, fs.ErrNotExist)) {
				os.RemoveAll(dir)
				return "", err
			}
		}
		if state(path) == before {
			return dir, nil
		}
		for _, suffix := range []string{"-wal", "-journal", ""} {
			os.Remove(filepath.Join(dir, "copy.db"+suffix))
		}
	}
	os.RemoveAll(dir)
	return "", errChanging
}

// state returns a text that differs between versions of a database file.
func state(path string) string {
	var s strings.Builder
	for _, suffix := range []string{"", "-wal", "-journal"} {
		if info, err := os.Stat(path + suffix); err == nil {
			binary.Write(&s, binary.LittleEndian, []int64{info.Size(), info.ModTime().UnixNano()}) //nolint:errcheck // memory
		}
		s.WriteByte(0)
	}
	return s.String()
}

func copyFile(from, to string) (err error) {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	_, err = io.Copy(out, in)
	return err
}

// sweep removes copies that a process left when it was killed.
func sweep() {
	found, _ := os.ReadDir(os.TempDir())
	for _, e := range found {
		rest, ours := strings.CutPrefix(e.Name(), copyPrefix)
		owner, _, _ := strings.Cut(rest, "-")
		pid, err := strconv.Atoi(owner)
		if ours && e.IsDir() && err == nil && pid != os.Getpid() && !alive(pid) {
			os.RemoveAll(filepath.Join(os.TempDir(), e.Name()))
		}
	}
}

// alive reports whether the process may be running; in doubt it is.
func alive(pid int) bool {
	p, err := os.FindProcess(pid)
	if err != nil {
		return false // Windows: there is none
	}
	defer p.Release() //nolint:errcheck // nothing is held on Unix
	err = p.Signal(syscall.Signal(0))
	return !errors.Is(err, os.ErrProcessDone) && !errors.Is(err, syscall.ESRCH)
}
