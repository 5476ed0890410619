package report

import (
	"archive/zip"
	"bufio"
	"bytes"
	"compress/flate"
	"io"
	"io/fs"
	"regexp"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"
)

// A bookZip writes the parts of a workbook in the order of their names, and generates the
// rows of its big sheets while it writes them. The library has no fixed order, and would
// keep every cell in memory.
type bookZip struct {
	w      io.Writer
	parts  []*bookPart
	bodies map[string]func(io.Writer) error // rows of a sheet, by the name of its part
}

type bookPart struct {
	name string
	data bytes.Buffer
}

// fixedHeight is what the library writes beside every height of a row, and is left out:
// LibreOffice then fits the row to its text, and Excel lets it grow when somebody types
// more. It cannot be part of a cell's text, where the quotes are escaped.
var fixedHeight = []byte(` customHeight="1"`)

// misplaced is what the library writes where the standard does not allow it: in the bars of
// a chart, and in sheets without page breaks. It is left out, which means the same.
var misplaced = []string{`<invertIfNegative val="0"></invertIfNegative>`, `<smooth val="0"></smooth>`, `<rowBreaks></rowBreaks>`, `<colBreaks></colBreaks>`}

// fontParts are the parts of a font in the order in which the library writes them; Excel,
// and Microsoft's checker, want the order of excelFont.
var (
	fontParts = regexp.MustCompile(`<font>(<name [^>]*></name>)?(<family [^>]*></family>)?(.*?)(<color[^>]*></color>)?(<sz [^>]*></sz>)?</font>`)
	excelFont = []byte(`<font>$3$5$4$1$2</font>`)
)

var endOfRows = []byte("</sheetData>")

func newBookZip(bodies map[string]func(io.Writer) error) func(io.Writer) excelize.ZipWriter {
	return func(w io.Writer) excelize.ZipWriter { return &bookZip{w: w, bodies: bodies} }
}

func (z *bookZip) Create(name string) (io.Writer, error) {
	p := &bookPart{name: name}
	z.parts = append(z.parts, p)
	return &p.data, nil
}

func (z *bookZip) AddFS(fsys fs.FS) error {
	return fs.WalkDir(fsys, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(fsys, path)
		if err != nil {
			return err
		}
		w, err := z.Create(path)
		if err != nil {
			return err
		}
		_, err = w.Write(data)
		return err
	})
}

func (z *bookZip) Close() error {
	slices.SortFunc(z.parts, func(a, b *bookPart) int { return strings.Compare(a.name, b.name) })
	out := zip.NewWriter(z.w)
	deflate, err := flate.NewWriter(nil, compression) // one for all parts, which come one after another
	if err != nil {
		return err
	}
	out.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) {
		deflate.Reset(w)
		return deflate, nil
	})
	for _, p := range z.parts {
		w, err := out.CreateHeader(&zip.FileHeader{Name: p.name, Method: zip.Deflate})
		if err != nil {
			return err
		}
		if err := z.write(w, p); err != nil {
			return err
		}
	}
	return out.Close()
}

// compression is a level that takes a third of the time of the default, and a tenth more
// space.
const compression = 3

func (z *bookZip) write(w io.Writer, p *bookPart) error {
	data := bytes.ReplaceAll(p.data.Bytes(), fixedHeight, nil)
	for _, element := range misplaced {
		data = bytes.ReplaceAll(data, []byte(element), nil)
	}
	if p.name == "xl/styles.xml" {
		data = fontParts.ReplaceAll(data, excelFont)
	}
	body := z.bodies[p.name]
	at := bytes.Index(data, endOfRows)
	if body == nil || at < 0 {
		_, err := w.Write(data)
		return err
	}
	out := bufio.NewWriterSize(w, 1<<16)
	out.Write(data[:at])
	if err := body(out); err != nil {
		return err
	}
	out.Write(data[at:])
	return out.Flush()
}
