package files

import (
	"archive/zip"
	"compress/flate"
	"context"
	"hash/crc32"
	"io"
	"path"
	"strings"
	"unicode/utf8"

	"github.com/datamapbr/datamap/scanner"
)

// maxMembers is how many members of an archive are looked into.
const maxMembers = 10000

// zipped is a file in the form of an archive: a workbook, another office file,
// or an archive of files.
func (s *source) zipped(ctx context.Context, c content, name string) []object {
	archive, in, err := c.archive(ctx)
	switch {
	case err != nil && isWorkbookName(strings.TrimSuffix(name, ".gz")):
		return []object{notRead(name, damaged(err))}
	case err != nil:
		return []object{notRead(name, faultOf(err))}
	}
	defer in.Close()
	switch kind := packageKind(archive, strings.TrimSuffix(name, ".gz")); {
	case kind == workbookFormat:
		return s.workbook(ctx, c, name)
	case kind == odsFormat:
		return s.ods(ctx, &odsFile{content: c, isData: s.opt.IsData}, name)
	case kind == officeText:
		return s.document(ctx, documentFile{c}, name)
	case kind == packageFormat && c.seekable():
		objects := append(s.members(ctx, c, archive, name), commentTable(name, commentsOf(archive))...)
		if c.hasMore(archive) {
			objects = append(objects, refused(name, "trailing_data"))
		}
		return objects
	case kind == packageFormat:
		return []object{refused(name, "nested_archive")}
	default:
		return []object{refused(name, string(kind))}
	}
}

// isWorkbookName reports whether a name is that of a workbook.
func isWorkbookName(name string) bool {
	return extensions[strings.ToLower(path.Ext(name))] == notAWorkbook
}

// packageKind tells what an archive is by what it holds.
func packageKind(archive *zip.Reader, name string) format {
	office := holds(archive, "[content_types].xml") || holds(archive, "mimetype")
	switch {
	case holdsBook(archive):
		return workbookFormat
	case holds(archive, "mimetype") && isEncryptedODS(archive):
		return encryptedWorkbook
	case isODS(archive):
		return odsFormat
	case isDocument(archive):
		return officeText
	case office && isWorkbookName(name):
		return workbookFormat // its main part has another name, or is missing
	case office:
		return document
	case isWorkbookName(name):
		return notAWorkbook
	}
	return packageFormat
}

// members lists what is in an archive. Archives in it are not opened.
func (s *source) members(ctx context.Context, c content, archive *zip.Reader, name string) []object {
	var objects []object
	for i, f := range archive.File {
		if strings.HasSuffix(f.Name, "/") && f.UncompressedSize64 == 0 {
			continue
		}
		if i >= maxMembers {
			return append(objects, refused(name, "too_many_members"))
		}
		name := name + "/" + strings.TrimPrefix(strings.ReplaceAll(fromDOS(f.Name), `\`, "/"), "/")
		if f.Flags&1 != 0 {
			objects = append(objects, refused(name, "encrypted_archive"))
			continue
		}
		m, err := memberOf(f)
		if err != nil {
			objects = append(objects, notRead(name, faultOf(err)))
			continue
		}
		objects = append(objects, s.packed(ctx, content{path: c.path, listed: c.listed, member: m, size: m.size}, name)...)
	}
	if len(objects) == 0 {
		return []object{empty(name)}
	}
	return objects
}

// A zipMember is where in an archive a file is packed, and how: to read it the directory
// need not be read again.
type zipMember struct {
	at, packed, size int64
	method           uint16
	sum              uint32
}

func memberOf(f *zip.File) (*zipMember, error) {
	at, err := f.DataOffset()
	return &zipMember{at, int64(f.CompressedSize64), int64(f.UncompressedSize64), f.Method, f.CRC32}, err
}

// open starts reading the member. At its end it is an error when size or checksum
// are not those of the directory.
func (m *zipMember) open(archive io.ReaderAt) (io.Reader, error) {
	var in io.Reader = io.NewSectionReader(archive, m.at, m.packed)
	switch m.method {
	case zip.Store:
	case zip.Deflate:
		in = flate.NewReader(in)
	default:
		return nil, zip.ErrAlgorithm
	}
	return &summed{r: in, zipMember: m}, nil
}

// A summed reader reads a member and checks it at its end.
type summed struct {
	r io.Reader
	*zipMember
	n    int64
	hash uint32
}

func (s *summed) Read(b []byte) (int, error) {
	n, err := s.r.Read(b)
	s.n += int64(n)
	s.hash = crc32.Update(s.hash, crc32.IEEETable, b[:n])
	switch {
	case err != io.EOF:
	case s.n != s.size:
		err = io.ErrUnexpectedEOF
	case s.sum != 0 && s.hash != s.sum:
		err = zip.ErrChecksum
	}
	return n, err
}

// fromDOS is a name or comment of an archive in UTF-8. Windows writes them in its
// encoding of DOS.
func fromDOS(text string) string {
	if utf8.ValidString(text) {
		return text
	}
	text, _ = charsets["cp850"].NewDecoder().String(text) // which knows every byte
	return text
}

// packed looks into something that was packed.
func (s *source) packed(ctx context.Context, c content, name string) []object {
	sample, whole, err := c.sample(ctx, sniffSize)
	if code := leftBy(name, sample); code != "" {
		return []object{passedOver(name, scanner.Excluded, code)}
	}
	if err != nil && len(sample) == 0 {
		return []object{notRead(name, faultOf(err))}
	}
	return s.tablesIn(ctx, c, name, sample, whole) // to read it meets the error again, behind what is sound
}

// A cancelReaderAt fails once its context has ended.
type cancelReaderAt struct {
	ctx context.Context
	r   io.ReaderAt
}

func (c *cancelReaderAt) ReadAt(b []byte, off int64) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.ReadAt(b, off)
}
