package report

import (
	"io"
	"path/filepath"
	"strings"

	"github.com/datamapbr/datamap/rules"
)

// A Format writes an inventory. Name is its extension without the dot.
//
// The rules give types their names; a type that they do not know is shown by its ID.
type Format struct {
	Name  string
	Write func(w io.Writer, inv *Inventory, words *rules.Words, all []rules.Rule) error
}

// Formats are all there are.
var Formats = []Format{
	{"xlsx", func(w io.Writer, inv *Inventory, words *rules.Words, all []rules.Rule) error {
		return WriteWorkbook(w, inv, words, all, Answers{})
	}},
	{"html", writePage},
	{"json", writeJSON},
	{"csv", writeColumns},
	{"md", writeMarkdown},
	{"sarif", writeSARIF},
}

// CSVExcel is the format "csv" as Excel in Portuguese opens it. It is named by a
// flag and by no extension.
var CSVExcel = Format{"csv", writeColumnsExcel}

// FormatOf returns the format that the path's extension names, in any case.
func FormatOf(path string) (Format, bool) {
	ext := strings.ToLower(strings.TrimPrefix(filepath.Ext(path), "."))
	for _, f := range Formats {
		if f.Name == ext {
			return f, true
		}
	}
	return Format{}, false
}
