package files

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/datamapbr/datamap/scanner"
)

// list walks the paths and looks into every file.
func (s *source) list(ctx context.Context) error {
	s.objects, s.seen, s.folders = nil, nil, openFolders{}
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
			if d.IsDir() && keepsVersions(path) {
				s.add(refused(name+"/", "version_history"))
				return fs.SkipDir
			}
			if !d.IsDir() {
				noted := len(s.seen)
				s.add(s.safely(name, func() []object { return s.inspect(ctx, path, name, d) })...)
				for i := noted; i < len(s.seen); i++ {
					s.seen[i].to = len(s.objects)
				}
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
		if o.database == nil {
			o.table.Series = scanner.SeriesOf(name)
		}
	}
	s.findTwins(ctx)
	return nil
}

// safely looks into a file. A panic on the way ends the reading of that file, not
// the scan.
func (s *source) safely(name string, inspect func() []object) (objects []object) {
	defer func() {
		if recover() != nil { // what it says may be somebody's data
			objects = []object{refused(name, "internal_error")}
		}
	}()
	return inspect()
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

// empty is a file that holds nothing: all of it is read, which is no row.
func empty(name string) object {
	return object{
		table: scanner.Table{Name: name, Kind: "file"},
		read: func(context.Context, scanner.Sample) *scanner.Reading {
			return &scanner.Reading{
				Facts:   scanner.Facts{Method: scanner.Whole, Notes: []scanner.Reason{{Code: string(emptyFile)}}},
				Batches: func(func(*scanner.Batch, error) bool) {},
			}
		},
	}
}

// passedOver is what lies among the files and is no data of anybody, or is read elsewhere.
func passedOver(name string, state scanner.State, code string) object {
	return object{table: scanner.Table{Name: name, Kind: "file", Rows: -1, State: state, Reason: scanner.Reason{Code: code}}}
}

// maxLeft is how long a text may be that a program leaves beside files: the lock
// of a workbook has the name of whoever opened it.
const maxLeft = 512

// leftBy returns the reason for which a file holds nothing of its own: a program
// left it. It is empty for all others, and for texts that only have such a name.
func leftBy(name string, head []byte) string {
	base, code := strings.ToLower(path.Base(name)), ""
	switch {
	case base == ".ds_store", base == "thumbs.db", base == "desktop.ini", strings.HasPrefix(base, "._") && bytes.HasPrefix(head, []byte("\x00\x05\x16")):
		code = "file_manager"
	case strings.HasPrefix(base, "~$"), strings.HasPrefix(base, ".~lock."):
		code = "lock_file"
	}
	lock := code == "lock_file" && len(head) > 0 && len(head) <= maxLeft && (head[0] == ',' || namesOwner(head))
	settings := bytes.Contains(head[:min(len(head), 16)], []byte("["))
	if looksLikeText(head) && !lock && !settings {
		return ""
	}
	return code
}

// namesOwner reports whether a text begins as the lock of an Office program: with the
// length of a name, the name, and blanks to the end of its field.
func namesOwner(head []byte) bool {
	const field = 54
	length := int(head[0])
	return length <= field && length < len(head) && len(bytes.Trim(head[1+length:min(1+field, len(head))], " \x00")) == 0
}

// keepsVersions reports whether a folder is that in which git keeps all versions of all
// files, packed: one object, although there are thousands of files in it.
func keepsVersions(dir string) bool {
	if filepath.Base(dir) != "objects" {
		return false
	}
	head, err := os.Stat(filepath.Join(dir, "..", "HEAD"))
	if err != nil || !head.Mode().IsRegular() {
		return false
	}
	refs, err := os.Stat(filepath.Join(dir, "..", "refs"))
	return err == nil && refs.IsDir()
}

// besideDatabase reports whether a file is the journal of the database beside
// it, or holds the long texts of a dBase table.
func besideDatabase(file string) bool {
	if slices.ContainsFunc(memoEnds, func(end string) bool { return strings.EqualFold(filepath.Ext(file), end) }) && hasMemos(tableOfMemos(file)) {
		return true
	}
	if database := isJournal(file); database != "" {
		format, err := formatOf(database)
		return err == nil && format == databaseFormat
	}
	return false
}

// inspect looks into a file and returns the tables in it.
func (s *source) inspect(ctx context.Context, file, name string, d fs.DirEntry) []object {
	// The path that the user gave may be a link; what lies below is not followed.
	given := !s.matched && file == s.paths[0]
	switch mode := d.Type(); {
	case mode&fs.ModeSymlink != 0 && !given:
		return []object{s.link(file, name)}
	case !mode.IsRegular() && !given:
		return []object{passedOver(name, scanner.Listed, "special_file")}
	}
	if besideDatabase(file) {
		return []object{passedOver(name, scanner.Listed, "database_part")}
	}
	if !given && s.opt.Own != nil && s.opt.Own(file) {
		return []object{passedOver(name, scanner.Excluded, "own_file")}
	}
	info, err := os.Stat(file)
	if err != nil {
		return []object{notRead(name, faultOf(err))}
	}
	c := content{path: file, listed: info, size: info.Size()}
	sample, whole, err := c.sample(ctx, sniffSize)
	if code := leftBy(name, sample); code != "" {
		return []object{passedOver(name, scanner.Excluded, code)}
	}
	if err != nil {
		return []object{notRead(name, faultOf(err))}
	}
	if c.onlyZeros(ctx, sample) {
		return []object{refused(name, "only_zeros")}
	}
	if len(sample) > 0 { // files that hold nothing are no copies
		s.noteFile(file, info.Size(), sample)
	}
	objects := s.tablesIn(ctx, c, name, sample, whole)
	facts := s.factsOf(file, info)
	for i := range objects {
		objects[i].table.File = facts
	}
	return objects
}

// tablesIn looks into a content, of which a sample is at hand, and returns the
// tables in it. Of something packed only what is not packed itself is read.
func (s *source) tablesIn(ctx context.Context, c content, name string, sample []byte, whole bool) []object {
	switch format := recognise(strings.TrimSuffix(name, ".gz"), sample); format {
	case databaseFormat:
		if c.seekable() {
			return s.database(ctx, c.path, name)
		}
		return []object{refused(name, "packed_database")}
	case packageFormat:
		return s.zipped(ctx, c, name)
	case gzipFormat:
		if !c.seekable() {
			return []object{refused(name, "nested_archive")}
		}
		return append(s.packed(ctx, content{path: c.path, listed: c.listed, gz: true, size: -1}, name), commentTable(name, gzipComments(sample))...)
	case dbfFormat:
		return s.dbf(c, name, sample)
	case emptyFile:
		return []object{empty(name)}
	case textFormat:
		return s.text(ctx, c, name, sample, whole)
	default:
		if c.seekable() && bytes.HasPrefix(sample, []byte(oleMagic)) {
			format = oleFormat(append(sample, oleDirectory(ctx, c, sample)...), named(name))
		}
		if bytes.HasPrefix(sample, []byte(oleMagic)) && (format == oldWorkbook || format == document) {
			return s.compoundFile(ctx, c, name, format)
		}
		return []object{refused(name, string(format))}
	}
}

// link is a symbolic link below the path. It is not followed: what it leads to
// in the same folder is read there, and the rest stays unread.
func (s *source) link(file, name string) object {
	target, err := filepath.EvalSymlinks(file)
	switch {
	case errors.Is(err, fs.ErrPermission):
		return notRead(name, faultOf(err))
	case err != nil: // to nothing, or to itself
		return refused(name, "broken_link")
	}
	root, err := filepath.EvalSymlinks(s.root)
	if err != nil {
		return notRead(name, faultOf(err))
	}
	if below, err := filepath.Rel(root, target); err != nil || !filepath.IsLocal(below) {
		return refused(name, "link_outside")
	}
	return passedOver(name, scanner.Listed, "link")
}

// text returns the tables in a text: what it is made of shows in how it begins.
func (s *source) text(ctx context.Context, c content, name string, sample []byte, whole bool) []object {
	enc := s.opt.encodingOf(sample, whole)
	text := enc.textOf(sample)
	switch ext := extOf(name); {
	case isFlatODS(text):
		return s.ods(ctx, &odsFile{content: c, flat: true, isData: s.opt.IsData}, name)
	case isHTML(ext, text):
		return s.html(ctx, &htmlFile{content: c, enc: enc}, name)
	case isCards(text):
		return s.cards(ctx, c, name, enc)
	case isMail(text):
		return []object{s.mail(c, name, enc)}
	case isSQL(ext, text):
		return s.sql(ctx, c, name, enc, text)
	case isJSON(ext, text):
		return s.json(ctx, c, name, enc)
	case isExcelXML(text):
		return s.excelXML(ctx, &excelXML{content: c, enc: enc}, name)
	case isOFX(text), isXML(text):
		ofx := isOFX(text)
		objects, err := s.xml(ctx, &xmlFile{content: c, enc: enc, ofx: ofx}, name)
		if err == nil {
			return objects
		}
		if ofx || bytes.HasPrefix(text, []byte("<?xml")) { // its lines are read, and that it is damaged is said
			return []object{s.lines(c, name, enc, text, len(sample), whole, err)}
		}
	}
	return []object{s.delimited(ctx, c, name, enc, text, sample, whole)}
}

// delimited is a text with columns, or one without any.
func (s *source) delimited(ctx context.Context, c content, name string, enc encoding, text, sample []byte, whole bool) object {
	if !whole && !hasLines(sample) {
		longer, all, err := c.sample(ctx, maxRecord)
		if err != nil && len(longer) == 0 {
			return notRead(name, faultOf(err))
		}
		sample, whole = longer, all
	}
	f := sniffText(c, sample, whole, s.opt)
	if f == nil {
		return refused(name, "unknown_format")
	}
	if o, ok := s.tagged(ctx, c, name, enc, text, whole); ok {
		return o
	}
	undelimited := f.dialect.delim == '\n' || f.usual < 2 || f.dialect.delim == ',' && decimalCommas(text)
	first, _, _ := bytes.Cut(bytes.TrimSpace(text), []byte{'\n'})
	unheaded := undelimited || !bytes.Contains(first, []byte{f.dialect.delim})
	var lines [][]byte
	if unheaded || bytes.IndexByte(text, '|') >= 0 {
		lines = sampleLines(text, enc, whole, "\r\n\x1a \t")
	}
	if drawn, ok := sniffFrame(lines); ok {
		return s.cutLines(c, name, enc, text, len(sample), "frame", drawn.cut)
	}
	if unheaded {
		if names, ok := sniffBlocks(lines); ok {
			return blocks(c, name, enc, marksOf(lines), names)
		}
		delimiter := f.dialect.delim
		if undelimited {
			delimiter = '\n'
		}
		if l, ok := sniffHeading(lines, delimiter); ok {
			return s.cutLines(c, name, enc, text, len(sample), l.name(), l.record)
		}
		if undelimited {
			if o, ok := s.records(c, name, enc, text, len(sample), whole); ok {
				return o
			}
			if l, ok := s.sniffLayout(lines); ok {
				return s.cutLines(c, name, enc, text, len(sample), l.name(), l.record)
			}
		}
	}
	if f.dialect.direct() && (isProse(extOf(name), text, f.dialect.delim, f.usual) || f.usual < 2 && isSetting(extOf(name), text)) {
		return s.lines(c, name, enc, text, len(sample), whole, nil)
	}
	return object{table: f.table(name), read: f.read}
}

// hasLines reports whether the first lines of a text are in a sample.
func hasLines(sample []byte) bool {
	return bytes.Count(sample, []byte{'\n'})+bytes.Count(sample, []byte{'\r'}) > 4
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
	journal := hasJournal(path)
	for i := range tables {
		inner := &tables[i]
		o := object{table: *inner, behind: inner, database: db, companion: journal, read: func(ctx context.Context, sample scanner.Sample) *scanner.Reading {
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
