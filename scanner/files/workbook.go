package files

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/datamapbr/datamap/scanner"
)

const maxSheets = 10000

// A workbook is the directory of an Office Open XML workbook, whose sheets may be in records
// (.xlsb) instead of XML. Its parts are read in a stream, from the first byte to the last: what is damaged is an
// error, never a shorter table.
type workbook struct {
	parts    map[string]*zip.File // by name in lower case, with "/"
	sheets   []sheet
	styles   cellStyles
	base1904 bool
	shared   string   // part of the shared strings, empty when there is none
	repeated []string // parts that are there twice: only the first is read
	comments [][]byte // of the archive, and names that people have given to parts
}

// A sheet of a workbook.
type sheet struct {
	name   string
	part   string // empty when it is missing
	hidden bool
	cells  bool // a worksheet: a chart or macro sheet has no cells
}

var (
	errNotWorkbook = errors.New("no workbook in the archive")
	errMissingPart = errors.New("missing part")
)

// damaged is the fault of a workbook that cannot be trusted.
func damaged(err error) error {
	if f := (*scanner.Fault)(nil); errors.As(err, &f) {
		return err
	}
	for _, known := range []error{errXML, errDoctype, errMissingPart, errOrder, errCompound, errRecord} {
		if errors.Is(err, known) {
			return &scanner.Fault{Reason: scanner.Reason{Code: "damaged_workbook", Detail: known.Error()}, Err: err}
		}
	}
	if isPackDamage(err) {
		return &scanner.Fault{Reason: scanner.Reason{Code: "damaged_workbook", Detail: "truncated or corrupt"}, Err: err}
	}
	return faultOf(err)
}

// isWorkbookFile reports whether a file on disk is an archive with a workbook.
func isWorkbookFile(file *os.File) bool {
	info, err := file.Stat()
	if err != nil {
		return false
	}
	archive, err := zip.NewReader(file, info.Size())
	return err == nil && holdsBook(archive)
}

// partName makes the names comparable that programs give to parts.
func partName(name string) string {
	return strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(name, `\`, "/"), "/"))
}

// holds reports whether an archive has a part.
func holds(archive *zip.Reader, part string) bool {
	for _, f := range archive.File {
		if partName(f.Name) == part {
			return true
		}
	}
	return false
}

// mainParts are the usual names of the part that lists the sheets.
var mainParts = []string{"xl/workbook.xml", "xl/workbook.bin"}

// holdsBook reports whether an archive is a workbook.
func holdsBook(archive *zip.Reader) bool {
	return slices.ContainsFunc(mainParts, func(part string) bool { return holds(archive, part) })
}

// directoryOf finds the parts of a workbook, and what people have written beside them.
func directoryOf(archive *zip.Reader) *workbook {
	w := &workbook{parts: map[string]*zip.File{}, comments: commentsOf(archive)}
	for _, f := range archive.File {
		name := partName(f.Name)
		if w.parts[name] != nil {
			w.repeated = append(w.repeated, name)
			continue
		}
		w.parts[name] = f
		if isGiven(path.Base(f.Name)) || hasDocument([]byte(path.Dir(f.Name))) {
			w.comments = append(w.comments, []byte(f.Name))
		}
	}
	return w
}

// isGiven reports whether a person has named a part: programs use no blanks, and
// number parts by few digits or by long hexadecimal ones.
func isGiven(name string) bool {
	return strings.ContainsAny(name, " @") || len(strings.Trim(name, "0123456789ABCDEF")) > len(path.Ext(name)) && hasDocument([]byte(name))
}

// openWorkbook reads the directory of a workbook.
func openWorkbook(archive *zip.Reader) (*workbook, error) {
	w := directoryOf(archive)
	main := w.mainPart()
	if main == "" {
		return nil, errNotWorkbook
	}
	targets, err := w.relations(main)
	if err != nil {
		return nil, err
	}
	if err := w.readMain(main, targets); err != nil {
		return nil, fmt.Errorf("reading the list of sheets: %w", err)
	}
	w.addUnlisted()
	for _, t := range targets {
		switch t.kind {
		case "sharedstrings":
			w.shared = t.part
		case "styles":
			if err := w.readStyles(t.part); err != nil {
				return nil, fmt.Errorf("reading styles: %w", err)
			}
		}
	}
	return w, nil
}

// mainPart is the part that lists the sheets.
func (w *workbook) mainPart() string {
	for _, usual := range mainParts {
		if w.parts[usual] != nil {
			return usual
		}
	}
	targets, err := w.relations("")
	if err != nil {
		return ""
	}
	for _, t := range targets {
		if t.kind == "officedocument" && strings.HasPrefix(t.part, "xl/") && (path.Ext(t.part) == ".xml" || inRecords(t.part)) {
			return t.part
		}
	}
	return ""
}

// open opens a part, which is read until it is larger than anything honest.
func (w *workbook) open(name string) (io.Reader, io.Closer, error) {
	f := w.parts[name]
	if f == nil {
		return nil, nil, errMissingPart
	}
	if f.UncompressedSize64 > maxUnpacked ||
		f.UncompressedSize64 > freeRatio && f.UncompressedSize64/maxRatio > f.CompressedSize64 {
		return nil, nil, &scanner.Fault{Reason: scanner.Reason{Code: "too_large"}}
	}
	in, err := f.Open()
	if err != nil {
		return nil, nil, cutOff(err) // of an archive whose directory leads behind its end
	}
	return &capped{r: in, packed: func() int64 { return int64(f.CompressedSize64) }}, in, nil
}

// part opens a part in XML.
func (w *workbook) part(name string) (*xmlReader, io.Closer, error) {
	r, in, err := w.open(name)
	if err != nil {
		return nil, nil, err
	}
	text, err := inUTF8(r)
	if err != nil {
		in.Close()
		return nil, nil, err
	}
	return newXMLReader(text), in, nil
}

// opens reports whether a part can be opened.
func (w *workbook) opens(name string) bool {
	_, in, err := w.open(name)
	if err == nil {
		in.Close()
	}
	return err == nil
}

// each calls visit at the start of every element of a part, with the name of
// the element around it, and reads the part to its end.
func (w *workbook) each(name string, visit func(x *xmlReader, parent string) error) error {
	x, in, err := w.part(name)
	if err != nil {
		return err
	}
	defer in.Close()
	for {
		parent := ""
		if len(x.open) > 0 {
			parent = string(local(x.names[x.open[len(x.open)-1]:]))
		}
		kind, err := x.next()
		if err == io.EOF {
			return nil
		}
		if err == nil && kind == xmlStart {
			err = visit(x, parent)
		}
		if err != nil {
			return err
		}
	}
}

// A target is a part that another part refers to.
type target struct{ id, kind, part string }

// relations returns what a part refers to; "" stands for the whole package.
func (w *workbook) relations(of string) ([]target, error) {
	dir, base := path.Split(of)
	name := dir + "_rels/" + base + ".rels"
	var targets []target
	err := w.each(name, func(x *xmlReader, _ string) error {
		if string(x.name) != "Relationship" || string(x.attr("TargetMode")) == "External" || len(targets) > 2*maxSheets {
			return nil
		}
		to, err := x.attrText("Target")
		if err != nil {
			return err
		}
		to = strings.ReplaceAll(to, `\`, "/")
		if !strings.HasPrefix(to, "/") {
			to = path.Join(dir, to)
		}
		kind := strings.TrimPrefix(strings.ToLower(path.Base(string(x.attr("Type")))), "xl") // as the first versions of Office 2007 wrote it
		targets = append(targets, target{string(x.attr("Id")), kind, partName(path.Clean(to))})
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("reading relations: %w", err)
	}
	return targets, nil
}

// readMain reads the list of sheets.
func (w *workbook) readMain(main string, targets []target) error {
	byID := map[string]target{}
	for _, t := range targets {
		byID[t.id] = t
	}
	read := w.readMainMarkup
	if inRecords(main) {
		read = w.readMainRecords
	}
	err := read(main, byID)
	if err == nil && len(w.sheets) == 0 {
		err = errMissingPart
	}
	return err
}

// readMainMarkup reads the list of sheets that is in XML.
func (w *workbook) readMainMarkup(main string, targets map[string]target) error {
	return w.each(main, func(x *xmlReader, parent string) error {
		switch {
		case string(x.name) == "workbookPr" && parent == "workbook": // Excel writes another one among its extensions
			w.base1904 = isTrue(x.attr("date1904"))
		case string(x.name) == "sheet" && parent == "sheets":
			name, err := x.attrText("name")
			if err != nil {
				return err
			}
			state := string(x.attr("state"))
			w.addSheet(name, string(x.attr("id")), state == "hidden" || state == "veryHidden", targets)
		}
		return nil
	})
}

// addSheet adds a sheet to the list. Its part is the target with this identifier, if there is one.
func (w *workbook) addSheet(name, id string, hidden bool, targets map[string]target) {
	if len(w.sheets) >= maxSheets {
		return
	}
	s := sheet{name: name, hidden: hidden, cells: true}
	if t, ok := targets[id]; ok {
		s.part, s.cells = t.part, t.kind == "worksheet" || strings.HasSuffix(t.kind, "macrosheet")
	}
	w.sheets = append(w.sheets, s)
}

// hasSheet reports whether a part is a sheet.
func (w *workbook) hasSheet(part string) bool {
	return slices.ContainsFunc(w.sheets, func(s sheet) bool { return s.part == part })
}

// isTrue reads a boolean attribute.
func isTrue(value []byte) bool {
	return bytes.Equal(value, []byte("1")) || bytes.EqualFold(value, []byte("true"))
}

// readStyles finds out which styles show dates.
func (w *workbook) readStyles(part string) error {
	if inRecords(part) {
		return w.readStyleRecords(part)
	}
	return w.each(part, func(x *xmlReader, parent string) error {
		id, _ := strconv.Atoi(string(x.attr("numFmtId")))
		switch {
		case string(x.name) == "numFmt" && parent == "numFmts":
			code, err := x.attrText("formatCode")
			if err != nil {
				return err
			}
			w.styles.addFormat(id, code)
		case string(x.name) == "xf" && parent == "cellXfs":
			w.styles.add(id)
		}
		return nil
	})
}

// style is the kind of number that a style shows.
func (w *workbook) style(attr []byte) numberKind {
	if len(attr) == 0 {
		return plainNumber // most cells: an error would take memory for each
	}
	n, err := strconv.Atoi(string(attr))
	if err != nil {
		return plainNumber
	}
	return w.styles.kind(n)
}
