package files

import (
	"bytes"
	"context"
	"io"
	"os"
	"path"
	"strings"
)

// sniffSize is how much of a file is looked at to tell what it is.
const sniffSize = 64 << 10

// A format is what the first bytes of a file say it is, or the reason code for
// which it is not read.
type format string

const (
	textFormat     format = "text"
	packageFormat  format = "zip" // workbook, other office file or archive
	workbookFormat format = "workbook"
	gzipFormat     format = "gzip"
	databaseFormat format = "sqlite"

	emptyFile         format = "empty_file"
	unknownFormat     format = "unknown_format"
	unsupportedFormat format = "unsupported_format"
	notAWorkbook      format = "not_a_workbook"
	encryptedWorkbook format = "encrypted_workbook"
)

// magics are the first bytes of formats.
var magics = []struct {
	bytes  string
	format format
}{
	{"SQLite format 3\x00", databaseFormat},
	{"PK\x03\x04", packageFormat},
	{"PK\x05\x06", packageFormat},
	{"\x1f\x8b", gzipFormat},
	{"%PDF-", unsupportedFormat},
	{"\x89PNG", unsupportedFormat},
	{"\xff\xd8\xff", unsupportedFormat},
	{"GIF8", unsupportedFormat},
	{"II*\x00", unsupportedFormat},
	{"MM\x00*", unsupportedFormat},
	{"7z\xbc\xaf\x27\x1c", unsupportedFormat},
	{"Rar!\x1a\x07", unsupportedFormat},
	{"\x28\xb5\x2f\xfd", unsupportedFormat}, // zstd
	{"PAR1", unsupportedFormat},
	{"{\\rtf", unsupportedFormat},
	{"\x00\x01\x00\x00Standard ", unsupportedFormat}, // Access
}

// extensions of formats that are known by name.
var extensions = map[string]format{
	".csv": textFormat, ".tsv": textFormat, ".txt": textFormat,
	".xlsx": notAWorkbook, ".xlsm": notAWorkbook, ".xltx": notAWorkbook, ".xltm": notAWorkbook, ".xls": notAWorkbook,
	".db": databaseFormat, ".sqlite": databaseFormat, ".sqlite3": databaseFormat,
	".xlsb": unsupportedFormat, ".ods": unsupportedFormat, ".mdb": unsupportedFormat, ".accdb": unsupportedFormat,
	".pdf": unsupportedFormat, ".doc": unsupportedFormat, ".docx": unsupportedFormat, ".odt": unsupportedFormat,
	".rtf": unsupportedFormat, ".ppt": unsupportedFormat, ".pptx": unsupportedFormat,
	".json": unsupportedFormat, ".xml": unsupportedFormat, ".html": unsupportedFormat, ".htm": unsupportedFormat,
	".sql": unsupportedFormat, ".dbf": unsupportedFormat, ".parquet": unsupportedFormat,
	".png": unsupportedFormat, ".jpg": unsupportedFormat, ".jpeg": unsupportedFormat, ".gif": unsupportedFormat,
	".bmp": unsupportedFormat, ".tif": unsupportedFormat, ".tiff": unsupportedFormat, ".webp": unsupportedFormat,
	".7z": unsupportedFormat, ".rar": unsupportedFormat, ".tar": unsupportedFormat, ".zst": unsupportedFormat,
}

// oleMagic begins the compound files of old Office versions, and of encrypted
// workbooks.
const oleMagic = "\xd0\xcf\x11\xe0"

// recognise tells by the first bytes what a file is, and by its name only where
// they do not say.
func recognise(name string, head []byte) format {
	named, known := extensions[strings.ToLower(path.Ext(name))]
	if len(head) == 0 {
		return emptyFile
	}
	if bytes.HasPrefix(head, []byte(oleMagic)) {
		if strings.HasPrefix(strings.ToLower(path.Ext(name)), ".xlsx") || strings.EqualFold(path.Ext(name), ".xlsm") ||
			bytes.Contains(head, utf16("EncryptedPackage")) {
			if bytes.Contains(head, utf16("Workbook")) && !bytes.Contains(head, utf16("EncryptedPackage")) {
				return unsupportedFormat // an old workbook under a new name
			}
			return encryptedWorkbook
		}
		return unsupportedFormat
	}
	for _, m := range magics {
		if bytes.HasPrefix(head, []byte(m.bytes)) {
			return m.format
		}
	}
	if known {
		return named
	}
	return unknownFormat
}

// utf16 is how an ASCII name stands in the directory of a compound file.
func utf16(name string) []byte {
	var b []byte
	for i := range len(name) {
		b = append(b, name[i], 0)
	}
	return b
}

// formatOf tells what a file on disk is, opening it for a moment.
func formatOf(path string) (format, error) {
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer file.Close()
	head := make([]byte, 512)
	n, _, err := readBlock(file, head)
	if err != nil {
		return "", err
	}
	format := recognise(path, head[:n])
	if format == packageFormat && isWorkbookFile(file) {
		format = workbookFormat
	}
	return format, nil
}

// sample returns the first bytes of a content and whether they are all.
func (c content) sample(ctx context.Context, size int) (sample []byte, whole bool, err error) {
	in, err := c.open(ctx)
	if err != nil {
		return nil, false, err
	}
	defer in.Close()
	sample = make([]byte, size+1)
	n, whole, err := readBlock(in, sample)
	if err != nil {
		return nil, false, err
	}
	return sample[:min(n, size)], whole && n <= size, nil
}

// readBlock fills b and reports whether the end came before. Unlike
// [io.ReadFull] it tells the end of a file from one that was cut off.
func readBlock(r io.Reader, b []byte) (n int, eof bool, err error) {
	for n < len(b) {
		k, err := r.Read(b[n:])
		n += k
		if err == io.EOF {
			return n, true, nil
		}
		if err != nil {
			return n, false, err
		}
	}
	return n, false, nil
}
