package files

import (
	"archive/zip"
	"context"
	"io"
	"os"
	"path"
	"strings"

	"github.com/datamapbr/datamap/scanner"
)

// maxMembers is how many members of an archive are looked into.
const maxMembers = 10000

// zipped is a file in the form of an archive: a workbook, another office file,
// or an archive of files.
func (s *source) zipped(ctx context.Context, path, name string) []object {
	info, err := os.Stat(path)
	if err != nil {
		return []object{notRead(name, faultOf(err))}
	}
	c := content{path: path, size: info.Size()}
	archive, in, err := c.archive(ctx)
	switch {
	case err != nil && isWorkbookName(name):
		return []object{notRead(name, damaged(err))}
	case err != nil:
		return []object{notRead(name, faultOf(err))}
	}
	defer in.Close()
	switch packageKind(archive, name) {
	case workbookFormat:
		return s.workbook(ctx, c, name)
	case notAWorkbook:
		return []object{refused(name, "not_a_workbook")}
	case packageFormat:
		return s.members(ctx, c, archive, name)
	}
	return []object{refused(name, "unsupported_format")}
}

// isWorkbookName reports whether a name is that of a workbook.
func isWorkbookName(name string) bool {
	return extensions[strings.ToLower(path.Ext(name))] == notAWorkbook
}

// packageKind tells what an archive is by what it holds.
func packageKind(archive *zip.Reader, name string) format {
	switch {
	case holds(archive, "xl/workbook.xml"):
		return workbookFormat
	case holds(archive, "[content_types].xml"), holds(archive, "mimetype"):
		if isWorkbookName(name) && !holds(archive, "xl/workbook.bin") && !holds(archive, "word/document.xml") {
			return workbookFormat // its main part has another name, or is missing
		}
		return unsupportedFormat
	case isWorkbookName(name):
		return notAWorkbook
	case strings.EqualFold(path.Ext(name), ".zip"):
		return packageFormat
	}
	return unsupportedFormat
}

// members lists what is in an archive. Archives in it are not opened.
func (s *source) members(ctx context.Context, c content, archive *zip.Reader, name string) []object {
	var objects []object
	for i, f := range archive.File {
		if strings.HasSuffix(f.Name, "/") {
			continue
		}
		if i >= maxMembers {
			return append(objects, refused(name, "too_large"))
		}
		member := name + "/" + strings.TrimPrefix(strings.ReplaceAll(f.Name, `\`, "/"), "/")
		if program := leftBy(member); program != "" || strings.HasPrefix(f.Name, "__MACOSX/") {
			objects = append(objects, passedOver(member, "excluded", program))
			continue
		}
		if f.Flags&1 != 0 {
			objects = append(objects, notRead(member, &scanner.Fault{
				Reason: scanner.Reason{Code: "unsupported_format", Detail: "encrypted archive"}}))
			continue
		}
		inner := content{path: c.path, member: i + 1, size: int64(f.UncompressedSize64)}
		objects = append(objects, s.packed(ctx, inner, member)...)
	}
	if len(objects) == 0 {
		return []object{refused(name, "empty_file")}
	}
	return objects
}

// packed looks into something that was packed.
func (s *source) packed(ctx context.Context, c content, name string) []object {
	sample, whole, err := c.sample(ctx, sniffSize)
	if err != nil {
		return []object{notRead(name, faultOf(err))}
	}
	switch format := recognise(strings.TrimSuffix(name, ".gz"), sample); format {
	case textFormat:
		return []object{s.text(ctx, c, name, sample, whole)}
	case packageFormat:
		if !isWorkbookName(strings.TrimSuffix(name, ".gz")) {
			return []object{refused(name, "unsupported_format")}
		}
		return s.workbook(ctx, c, name)
	case databaseFormat, gzipFormat:
		return []object{refused(name, "unsupported_format")}
	default:
		return []object{refused(name, string(format))}
	}
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
