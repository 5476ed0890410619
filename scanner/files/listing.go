package files

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/datamapbr/datamap/scanner"
)

// list walks the paths and looks into every file.
func (s *source) list(ctx context.Context) error {
	s.objects = nil
	seen := map[string]bool{}
	for _, path := range s.paths {
		err := filepath.WalkDir(path, func(path string, d fs.DirEntry, err error) error {
			if ctx.Err() != nil {
				return faultOf(ctx.Err())
			}
			name := s.nameOf(path)
			if seen[name] && err == nil {
				return nil
			}
			seen[name] = true
			if err != nil {
				if d != nil && d.IsDir() {
					s.add(notRead(name+"/", faultOf(err)))
					return fs.SkipDir
				}
				s.add(notRead(name, faultOf(err)))
				return nil
			}
			if !d.IsDir() {
				s.add(s.inspect(ctx, path, name, d)...)
			}
			return nil
		})
		if err != nil {
			s.objects = nil
			return err
		}
	}
	s.byName = make(map[string]*object, len(s.objects))
	for i := range s.objects {
		o := &s.objects[i]
		name := o.table.Name
		for n := 2; s.byName[o.table.Name] != nil; n++ {
			o.table.Name = fmt.Sprintf("%s (%d)", name, n)
		}
		s.byName[o.table.Name] = o
	}
	return nil
}

func (s *source) add(objects ...object) { s.objects = append(s.objects, objects...) }

// nameOf is the name of the table at a path: the path below the root.
func (s *source) nameOf(path string) string {
	name, err := filepath.Rel(s.root, path)
	if err != nil {
		name = path
	}
	return filepath.ToSlash(name)
}

// notRead is a file that cannot be read.
func notRead(name string, err error) object {
	return object{table: scanner.Table{Name: name, Kind: "file", Rows: -1, State: scanner.NotRead, Reason: scanner.ReasonOf(err)}}
}

// refused is a file that is not read for a reason found in its bytes.
func refused(name, code string) object {
	return notRead(name, &scanner.Fault{Reason: scanner.Reason{Code: code}})
}

// passedOver is what lies among the files and is no data of anybody.
func passedOver(name, code, detail string) object {
	return object{table: scanner.Table{Name: name, Kind: "file", Rows: -1, State: scanner.Listed,
		Reason: scanner.Reason{Code: code, Detail: detail}}}
}

// leftBy returns which program left a file that holds nothing of its own.
func leftBy(name string) string {
	base := path.Base(name)
	switch strings.ToLower(base) {
	case ".ds_store", "thumbs.db", "desktop.ini":
		return "file manager"
	}
	if strings.HasPrefix(base, "~$") || strings.HasPrefix(base, ".~lock.") {
		return "lock file"
	}
	return ""
}

// besideDatabase reports whether a file is the journal of the database beside it.
func besideDatabase(file string) bool {
	for _, suffix := range []string{"-wal", "-shm", "-journal"} {
		if database, ok := strings.CutSuffix(file, suffix); ok {
			format, err := formatOf(database)
			return err == nil && format == databaseFormat
		}
	}
	return false
}

// inspect looks into a file and returns the tables in it.
func (s *source) inspect(ctx context.Context, file, name string, d fs.DirEntry) []object {
	if program := leftBy(name); program != "" {
		return []object{passedOver(name, "excluded", program)}
	}
	// The path that the user gave may be a link; what lies below is not followed.
	given := !s.matched && file == s.paths[0]
	switch mode := d.Type(); {
	case mode&fs.ModeSymlink != 0 && !given:
		return []object{s.link(file, name)}
	case !mode.IsRegular() && !given:
		return []object{passedOver(name, "unsupported_format", "special file")}
	}
	if besideDatabase(file) {
		return []object{passedOver(name, "excluded", "part of a database")}
	}
	info, err := os.Stat(file)
	if err != nil {
		return []object{notRead(name, faultOf(err))}
	}
	c := content{path: file, size: info.Size()}
	sample, whole, err := c.sample(ctx, sniffSize)
	if err != nil {
		return []object{notRead(name, faultOf(err))}
	}
	format := recognise(name, sample)
	switch format {
	case databaseFormat:
		return s.database(ctx, file, name)
	case packageFormat:
		return s.zipped(ctx, file, name)
	case gzipFormat:
		return s.packed(ctx, content{path: file, gz: true, size: -1}, name)
	case textFormat:
		return []object{s.text(ctx, c, name, sample, whole)}
	}
	return []object{refused(name, string(format))}
}

// link is a symbolic link below the path. It is not followed: what it leads to
// in the same folder is read there, and the rest stays unread.
func (s *source) link(file, name string) object {
	target, err := filepath.EvalSymlinks(file)
	if err != nil {
		return notRead(name, faultOf(err))
	}
	root, err := filepath.EvalSymlinks(s.root)
	if err != nil {
		return notRead(name, faultOf(err))
	}
	if below, err := filepath.Rel(root, target); err != nil || !filepath.IsLocal(below) {
		return notRead(name, &scanner.Fault{Reason: scanner.Reason{Code: "unsupported_format", Detail: "link out of the folder"}})
	}
	return passedOver(name, "unsupported_format", "symbolic link")
}

// text is a delimited text.
func (s *source) text(ctx context.Context, c content, name string, sample []byte, whole bool) object {
	if !whole && !hasLines(sample) {
		longer, all, err := c.sample(ctx, maxRecord)
		if err != nil {
			return notRead(name, faultOf(err))
		}
		sample, whole = longer, all
	}
	f := sniffText(c, sample, whole, s.opt)
	if f == nil {
		return refused(name, "unknown_format")
	}
	return object{table: f.table(name), read: f.read}
}

// hasLines reports whether the first lines of a text are in a sample.
func hasLines(sample []byte) bool {
	lines := 0
	for _, c := range sample {
		if c == '\n' || c == '\r' {
			lines++
		}
	}
	return lines > 4
}

// database delegates an SQLite database to the hook.
func (s *source) database(ctx context.Context, path, name string) []object {
	if s.opt.OpenDatabase == nil {
		return []object{refused(name, "unknown_format")}
	}
	db, err := s.opt.OpenDatabase(path)
	if err != nil {
		return []object{notRead(name, err)}
	}
	s.databases = append(s.databases, db)
	tables, err := db.Tables(ctx)
	if err != nil {
		return []object{notRead(name, err)}
	}
	var objects []object
	for i := range tables {
		inner := &tables[i]
		o := object{table: *inner, behind: inner, database: db, read: func(ctx context.Context, sample scanner.Sample) *scanner.Reading {
			return db.Read(ctx, inner, sample)
		}}
		o.table.Name = name + "/" + inner.Name
		o.table.Schema = ""
		if inner.State != "" {
			o.read = nil
		}
		objects = append(objects, o)
	}
	return objects
}
