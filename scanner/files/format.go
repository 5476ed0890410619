package files

import (
	"bytes"
	"context"
	"encoding/binary"
	"io"
	"os"
	"path"
	"slices"
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
	odsFormat      format = "ods"
	officeText     format = "document_text"
	gzipFormat     format = "gzip"
	databaseFormat format = "sqlite"
	dbfFormat      format = "dbf"

	emptyFile         format = "empty_file"
	unknownFormat     format = "unknown_format"
	notAWorkbook      format = "not_a_workbook"
	encryptedWorkbook format = "encrypted_workbook"
	oldWorkbook       format = "old_workbook"
	accessDatabase    format = "access_database"
	damagedDatabase   format = "damaged_database"
	dbase7Table       format = "dbase7_table"
	databaseDump      format = "database_dump"
	mailbox           format = "mailbox"
	document          format = "document"
	columnarFile      format = "columnar_file"
	mediaFile         format = "media_file"
	otherArchive      format = "other_archive"
	program           format = "program_file"
)

// magics are the bytes at a place by which formats are known.
var magics = []struct {
	at     int
	bytes  string
	format format
}{
	{0, "SQLite format 3\x00", databaseFormat},
	{0, "PK\x03\x04", packageFormat},
	{0, "PK\x05\x06", packageFormat},
	{0, "\x1f\x8b", gzipFormat},
	{0, "%PDF-", document},
	{0, "{\\rtf", document},
	{0, "%!PS", document},
	{0, "\x00\x01\x00\x00Standard ", accessDatabase},
	{0, "PGDMP", databaseDump},
	{0, "!BDN", mailbox}, // Outlook's .pst
	{0, "PAR1", columnarFile},
	{0, "ARROW1", columnarFile},
	{0, "ORC", columnarFile},
	{0, "Obj\x01", columnarFile}, // Avro
	{0, "$FL2", columnarFile},    // SPSS
	{0, "<stata_dta>", columnarFile},
	{0, "7z\xbc\xaf\x27\x1c", otherArchive},
	{0, "Rar!\x1a\x07", otherArchive},
	{0, "\x28\xb5\x2f\xfd", otherArchive}, // zstd
	{0, "BZh", otherArchive},
	{0, "x\x9c", otherArchive}, // zlib
	{0, "\xfd7zXZ\x00", otherArchive},
	{257, "ustar", otherArchive},
	{0, "\x89PNG", mediaFile},
	{0, "\xff\xd8\xff", mediaFile},
	{0, "GIF8", mediaFile},
	{0, "II*\x00", mediaFile},
	{0, "MM\x00*", mediaFile},
	{0, "BM", mediaFile}, // only where a picture is named so
	{0, "RIFF", mediaFile},
	{0, "ID3", mediaFile},
	{0, "OggS", mediaFile},
	{4, "ftyp", mediaFile},
	{0, "MZ", program}, // only where a program is named so
	{0, "\x7fELF", program},
}

// extensions are what names say of formats that bytes do not show, or not surely.
var extensions = map[string]format{
	".xlsx": notAWorkbook, ".xlsm": notAWorkbook, ".xltx": notAWorkbook, ".xltm": notAWorkbook, ".xlsb": notAWorkbook, ".xls": notAWorkbook, ".ods": notAWorkbook,
	".csv": textFormat, ".tsv": textFormat, ".txt": textFormat,
	".db": databaseFormat, ".sqlite": databaseFormat, ".sqlite3": databaseFormat,
	".mdb": accessDatabase, ".accdb": accessDatabase, ".dbf": damagedDatabase,
	".pdf": document, ".doc": document, ".docx": document, ".odt": document, ".rtf": document,
	".ppt": document, ".pptx": document, ".odp": document, ".msg": mailbox, ".pst": mailbox, ".ost": mailbox,
	".parquet": columnarFile, ".orc": columnarFile, ".avro": columnarFile, ".sav": columnarFile, ".dta": columnarFile,
	".png": mediaFile, ".jpg": mediaFile, ".jpeg": mediaFile, ".gif": mediaFile, ".bmp": mediaFile, ".tif": mediaFile,
	".tiff": mediaFile, ".webp": mediaFile, ".heic": mediaFile, ".mp3": mediaFile, ".mp4": mediaFile, ".wav": mediaFile,
	".zip": packageFormat, ".7z": otherArchive, ".rar": otherArchive, ".tar": otherArchive, ".zst": otherArchive, ".bz2": otherArchive, ".xz": otherArchive,
	".exe": program, ".dll": program, ".so": program, ".class": program,
}

// weakMagics are too short to be believed without a name that says the same.
var weakMagics = []string{"BM", "MZ", "ORC", "BZh", "RIFF", "ID3"}

// oleMagic begins the compound files of old Office versions, and of encrypted
// workbooks.
const oleMagic = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

// named is what the name of a file says of its format; empty for nothing.
func named(name string) format { return extensions[strings.ToLower(path.Ext(name))] }

// recognise tells by the first bytes what a file is, and by its name only where
// they do not say. What is neither known nor binary is a text.
func recognise(name string, head []byte) format {
	named := named(name)
	switch {
	case len(head) == 0:
		return emptyFile
	case bytes.HasPrefix(head, []byte(oleMagic)):
		return oleFormat(head, named)
	}
	for _, m := range magics {
		if len(head) > m.at && bytes.HasPrefix(head[m.at:], []byte(m.bytes)) &&
			(m.format == named || !slices.Contains(weakMagics, m.bytes)) {
			return m.format
		}
		if named != "" && named != textFormat && len(head) < len(m.bytes) && strings.HasPrefix(m.bytes, string(head)) {
			return named // cut off in its first bytes
		}
	}
	switch {
	case isDBF(head):
		return dbfFormat
	case isDBase7(head):
		return dbase7Table
	case named == damagedDatabase && bytes.IndexByte(head[:min(len(head), dbfHeader)], 0) >= 0:
		return damagedDatabase // its records would be words run together
	case isEBCDIC(head):
		return unknownFormat
	case looksLikeText(head), named == textFormat && !isBinary(head):
		return textFormat
	case named != "":
		return named
	}
	return unknownFormat
}

// oleFormat tells what a compound file is by the names in its directory, which
// need not be in the first bytes; then by its own name.
func oleFormat(head []byte, named format) format {
	for _, known := range []struct {
		entry  string
		format format
	}{
		{"EncryptedPackage", encryptedWorkbook}, {"Workbook", oldWorkbook}, {"Book", oldWorkbook},
		{"WordDocument", document}, {"PowerPoint Document", document}, {"__properties_version1.0", mailbox},
	} {
		if bytes.Contains(head, wideText(known.entry)) {
			return known.format
		}
	}
	switch named {
	case notAWorkbook:
		return oldWorkbook
	case "":
		return document
	}
	return named
}

// oleDirectory returns the start of a compound file's directory. It is a help to
// tell what the file is: whatever goes wrong, there is none.
func oleDirectory(ctx context.Context, c content, head []byte) []byte {
	if len(head) < 512 || head[30] < 7 || head[30] > 12 {
		return nil
	}
	at := (int64(binary.LittleEndian.Uint32(head[48:])) + 1) << head[30]
	in, err := c.open(ctx)
	if err != nil {
		return nil
	}
	defer in.Close()
	directory := make([]byte, 4096)
	n, err := in.file.ReadAt(directory, at)
	if err != nil && err != io.EOF {
		return nil
	}
	return directory[:n]
}

// looksLikeText reports whether the start of a file can be a text.
func looksLikeText(head []byte) bool {
	text := detectEncoding(head, true).textOf(head)
	return len(text) > 0 && !isBinary(text) && bytes.Count(text, []byte{0})*2 < len(text)
}

// isEBCDIC reports whether the start of a file is a text of a mainframe, whose letters
// and digits would be others here.
func isEBCDIC(head []byte) bool {
	const blank = 0x40 // "@" here, of which no text is full
	if len(head) < 64 || bytes.Count(head, []byte{blank})*20 <= len(head) {
		return false
	}
	usual := 0
	for _, c := range head {
		switch {
		case c == blank, c >= 0xf0 && c <= 0xf9, c&0x0f >= 1 && c&0x0f <= 9 && (c&0xb0 == 0x80 || c&0xb0 == 0x90), c&0x0f >= 2 && c&0x0f <= 9 && c&0xb0 == 0xa0,
			c == 0x15, c == 0x25, c == 0x4b, c == 0x5e, c == 0x6b, c == 0x60, c == 0x61:
			usual++
		}
	}
	return usual*10 > len(head)*9
}

// wideText is how an ASCII name stands in the directory of a compound file.
func wideText(name string) []byte {
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

// sample returns the first bytes of a content and whether they are all; those
// before an error, too.
func (c content) sample(ctx context.Context, size int) (sample []byte, whole bool, err error) {
	in, err := c.open(ctx)
	if err != nil {
		return nil, false, err
	}
	defer in.Close()
	room := size + 1
	if c.seekable() && c.size >= 0 && c.size < int64(size) {
		room = int(c.size) + 1
	}
	sample = make([]byte, room)
	n, whole, err := readBlock(in, sample)
	return sample[:min(n, size)], whole && n <= size, err
}

// maxZeros is how far a file is read that begins with zeros, to tell whether it has
// anything else.
const maxZeros = 1 << 30

// onlyZeros reports whether a file holds nothing but zeros: what is left of one
// whose copying was broken off, or that is kept elsewhere.
func (c content) onlyZeros(ctx context.Context, sample []byte) bool {
	if len(sample) == 0 || c.size > maxZeros || !isZero(sample) {
		return false
	}
	in, err := c.open(ctx)
	if err != nil {
		return false
	}
	defer in.Close()
	block := make([]byte, sniffSize)
	for {
		n, end, err := readBlock(in, block)
		if end || err != nil || !isZero(block[:n]) {
			return end && isZero(block[:n])
		}
	}
}

func isZero(b []byte) bool { return len(bytes.Trim(b, "\x00")) == 0 }

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
