package files

import (
	"archive/zip"
	"bytes"
	"cmp"
	"io"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/datamapbr/datamap/scanner"
)

// isMarkup reports whether a part of a workbook is XML.
func isMarkup(part string) bool {
	return slices.Contains([]string{".xml", ".rels", ".vml", ".psmdcp", ".rdf"}, path.Ext(part)) && !isMacro(part)
}

// isMacro reports whether a part is a program, or of one.
func isMacro(part string) bool {
	return slices.ContainsFunc([]string{"xl/vba", "word/vba", "ppt/vba", "xl/activex/", "word/activex/", "ppt/activex/", "basic/", "dialogs/", "scripts/"}, func(within string) bool { return strings.HasPrefix(part, within) })
}

// quietParts hold nothing that anybody writes: looks, the order of computing, settings.
var quietParts = []string{
	"[content_types].xml", "xl/theme/", "xl/calcchain.", "xl/metadata", "xl/printersettings/", "xl/ctrlprops/", "xl/featurepropertybag/",
	"xl/volatiledependencies.", "xl/worksheets/binaryindex", "xl/macrosheets/binaryindex", "docmetadata/",
	"mimetype", "meta-inf/", "settings.xml", "manifest.rdf", "layout-cache", "configurations", // OpenDocument
}

func isQuiet(part string) bool {
	return slices.ContainsFunc(quietParts, func(within string) bool { return strings.HasPrefix(part, within) })
}

// pictures are the extensions of parts that show something.
var pictures = []string{".png", ".jpg", ".jpeg", ".jfif", ".gif", ".bmp", ".emf", ".emz", ".wmf", ".wmz", ".tif", ".tiff", ".svg", ".wdp", ".ico", ".pcx", ".webp"}

// addUnlisted adds the worksheets that are in the archive and that the workbook
// does not list: what a program forgot, or somebody hid.
func (w *workbook) addUnlisted() {
	listed := map[string]bool{}
	for _, s := range w.sheets {
		listed[s.part] = true
	}
	for _, part := range slices.Sorted(maps.Keys(w.parts)) {
		dir, base := path.Split(part)
		if dir != "xl/worksheets/" && dir != "xl/macrosheets/" || path.Ext(part) != ".xml" && !inRecords(part) {
			continue
		}
		if !listed[part] && len(w.sheets) < maxSheets {
			w.sheets = append(w.sheets, sheet{name: base, part: part, hidden: true, cells: true})
		}
	}
}

// hasNumber reports whether a part that is no XML has a number as long as those of
// documents, in whatever encoding.
func hasNumber(f *zip.File) bool {
	in, err := f.Open()
	if err != nil {
		return false
	}
	defer in.Close()
	data, err := io.ReadAll(io.LimitReader(in, maxToken))
	return err == nil && longNumber(bytes.ReplaceAll(data, []byte{0}, nil)) != nil
}

// unread lists the parts of a workbook of which nothing is read, those of one
// folder and kind as one object: embedded files are not read, pictures and macros
// are listed.
func (w *workbook) unread(name string) []object {
	var objects []object
	for _, part := range w.repeated {
		objects = append(objects, refused(name+"#"+part, "damaged_workbook"))
	}
	type kind struct{ dir, code string }
	counts := map[kind]int64{}
	for part, f := range w.parts {
		if f.UncompressedSize64 == 0 || isMarkup(part) || inRecords(part) || isQuiet(part) && !hasNumber(f) {
			continue
		}
		k := kind{strings.TrimSuffix(path.Dir(part), "/"), "embedded_file"}
		switch {
		case slices.Contains(pictures, path.Ext(part)), strings.Contains("/"+part, "/objectreplacements/"):
			k.code = "media_file"
		case isMacro(part):
			k.code = "macros"
		}
		counts[k]++
	}
	for _, k := range slices.SortedFunc(maps.Keys(counts), func(a, b kind) int {
		return cmp.Or(strings.Compare(a.dir, b.dir), strings.Compare(a.code, b.code))
	}) {
		o := passedOver(name+"#"+k.dir, scanner.Listed, k.code)
		if k.code == "embedded_file" && !isQuiet(k.dir+"/") {
			o = refused(name+"#"+k.dir, k.code)
		}
		o.table.Reason.Count = counts[k]
		objects = append(objects, o)
	}
	return objects
}
