package report

import (
	"archive/zip"
	"io"
	"path/filepath"
	"regexp"
	"strings"
)

// maxMark is how far from its start a file has the mark of this package at most.
const maxMark = 4096

// markdownMark is a comment, which nobody sees who reads the document.
const markdownMark = "<!-- datamap -->\n\n"

var textMarks = map[string]*regexp.Regexp{
	".html":  regexp.MustCompile(`<meta name="generator" content="datamap[ "]`),
	".json":  regexp.MustCompile(`^\s*\{\s*"schema":\s*"datamap\.`),
	".md":    regexp.MustCompile("^" + strings.TrimSpace(markdownMark)),
	".sarif": regexp.MustCompile(`"driver":\s*\{\s*"name":\s*"datamap"`),
}

// Wrote reports whether this package wrote a file of this name, in any version and
// language: the extension says in what format, the content has its mark. Workbooks keep
// theirs when another program saves them.
func Wrote(name string, file io.ReaderAt, size int64) bool {
	ext := strings.ToLower(filepath.Ext(name))
	if ext == ".xlsx" {
		return wroteWorkbook(file, size)
	}
	mark := textMarks[ext]
	if mark == nil && ext != ".csv" {
		return false
	}
	start := make([]byte, maxMark)
	n, _ := file.ReadAt(start, 0) // what cannot be read has no mark
	if mark == nil {
		return isColumnList(start[:n])
	}
	return mark.Match(start[:n])
}

func wroteWorkbook(file io.ReaderAt, size int64) bool {
	z, err := zip.NewReader(file, size)
	if err != nil {
		return false
	}
	b := newAnswerBook(z)
	var properties struct {
		Creator string `xml:"creator"`
	}
	if b.decode("docProps/core.xml", &properties) == nil && strings.HasPrefix(properties.Creator, "datamap ") {
		return true
	}
	return b.readSheets() == nil && b.has(metaSheet)
}
