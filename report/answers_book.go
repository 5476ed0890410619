package report

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

// maxWorkbook is the size up to which a part of a workbook is decompressed.
const maxWorkbook = 1 << 30

// An answerBook reads the cells of a workbook row by row, and only those that are asked
// for. The library reads all cells: with 50,000 rows that takes minutes and a gigabyte.
type answerBook struct {
	parts   map[string]*zip.File
	sheets  map[string]string // name → path of its part
	strings []string          // shared by the sheets
	dates   map[int]bool      // styles that show a number as a date
	epoch   bool              // dates count from 1904
}

var errDamaged = errors.New("the workbook is damaged")

func openAnswers(r io.Reader) (*answerBook, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxWorkbook))
	if err != nil {
		return nil, err
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, err
	}
	b := newAnswerBook(z)
	if err := b.readSheets(); err != nil {
		return nil, err
	}
	if err := b.readStyles(); err != nil {
		return nil, err
	}
	return b, b.readStrings()
}

func newAnswerBook(z *zip.Reader) *answerBook {
	b := &answerBook{parts: map[string]*zip.File{}, sheets: map[string]string{}, dates: map[int]bool{}}
	for _, f := range z.File {
		b.parts[strings.TrimPrefix(f.Name, "/")] = f
	}
	return b
}

func (b *answerBook) has(sheet string) bool { return b.sheets[sheet] != "" }

// open opens a part; one that is not there is empty.
func (b *answerBook) open(part string) (io.ReadCloser, error) {
	f := b.parts[part]
	if f == nil {
		return io.NopCloser(strings.NewReader("")), nil
	}
	if f.UncompressedSize64 > maxWorkbook {
		return nil, errDamaged
	}
	return f.Open()
}

// decode reads a small part whole.
func (b *answerBook) decode(part string, v any) error {
	r, err := b.open(part)
	if err != nil {
		return err
	}
	defer r.Close()
	if err := xml.NewDecoder(r).Decode(v); err != nil && !errors.Is(err, io.EOF) {
		return errDamaged
	}
	return nil
}

func (b *answerBook) readSheets() error {
	var book struct {
		Properties struct {
			Date1904 bool `xml:"date1904,attr"`
		} `xml:"workbookPr"`
		Sheets []struct {
			Name string `xml:"name,attr"`
			ID   string `xml:"http://schemas.openxmlformats.org/officeDocument/2006/relationships id,attr"`
		} `xml:"sheets>sheet"`
	}
	var links struct {
		All []struct {
			ID     string `xml:"Id,attr"`
			Target string `xml:"Target,attr"`
		} `xml:"Relationship"`
	}
	if err := b.decode("xl/workbook.xml", &book); err != nil {
		return err
	}
	if err := b.decode("xl/_rels/workbook.xml.rels", &links); err != nil {
		return err
	}
	b.epoch = book.Properties.Date1904
	for _, s := range book.Sheets {
		for _, l := range links.All {
			if l.ID == s.ID {
				b.sheets[s.Name] = strings.TrimPrefix(path.Join("/xl", strings.TrimPrefix(l.Target, "/xl")), "/")
			}
		}
	}
	if len(b.sheets) == 0 {
		return errDamaged
	}
	return nil
}

// dateFormat finds the letters of a date or a time in a number format, outside
// quoted texts and colours.
var (
	dateFormat    = regexp.MustCompile(`(?i)[dmyhs]`)
	formatLiteral = regexp.MustCompile(`"[^"]*"|\[[^\]]*\]|\\.`)
)

func (b *answerBook) readStyles() error {
	var styles struct {
		Formats []struct {
			ID   int    `xml:"numFmtId,attr"`
			Code string `xml:"formatCode,attr"`
		} `xml:"numFmts>numFmt"`
		Cells []struct {
			Format int `xml:"numFmtId,attr"`
		} `xml:"cellXfs>xf"`
	}
	if err := b.decode("xl/styles.xml", &styles); err != nil {
		return err
	}
	date := map[int]bool{}
	for id := 14; id <= 47; id++ { // built-in formats: 14–22 and 45–47, and 27–36 in Asian workbooks
		date[id] = id <= 22 || id >= 27 && id <= 36 || id >= 45
	}
	for _, f := range styles.Formats {
		date[f.ID] = dateFormat.MatchString(formatLiteral.ReplaceAllString(f.Code, ""))
	}
	for i, c := range styles.Cells {
		b.dates[i] = date[c.Format]
	}
	return nil
}

func (b *answerBook) readStrings() error {
	r, err := b.open("xl/sharedStrings.xml")
	if err != nil {
		return err
	}
	defer r.Close()
	x := newTags(r)
	for x.next() {
		switch x.name {
		case "si":
			x.text = x.text[:0]
		case "/si":
			b.strings = append(b.strings, cellText(x.text))
		case "t":
			x.keep = !x.phonetic
		case "/t":
			x.keep = false
		}
	}
	return x.err
}

// rows calls do for each row of a sheet that is not empty. Cells of columns for which
// wanted is false are left out.
func (b *answerBook) rows(sheet string, do func(n int, cells []string) error, wanted func(column int) bool) error {
	r, err := b.open(b.sheets[sheet])
	if err != nil {
		return err
	}
	defer r.Close()
	x := newTags(r)
	var cells []string
	n, column, style, kind := 0, -1, 0, ""
	for x.next() {
		switch x.name {
		case "row":
			cells, column = cells[:0], -1
			n++
			if at := x.attr("r"); at != "" {
				n, _ = strconv.Atoi(at)
			}
		case "c":
			column++
			if at := x.attr("r"); at != "" {
				if column = columnIndex(at); column < 0 {
					return errDamaged
				}
			}
			style, _ = strconv.Atoi(x.attr("s"))
			kind = x.attr("t")
			x.text = x.text[:0]
		case "v", "t":
			x.keep = !x.phonetic && wanted(column)
		case "/v", "/t":
			x.keep = false
		case "/c":
			if len(x.text) == 0 {
				continue
			}
			for len(cells) <= column {
				cells = append(cells, "")
			}
			if cells[column], err = b.value(x.text, kind, style); err != nil {
				return err
			}
		case "/row":
			if len(cells) > 0 {
				if err := do(n, cells); err != nil {
					return err
				}
			}
		}
	}
	return x.err
}

// value is what a person sees in a cell, except that numbers are as they are stored.
func (b *answerBook) value(raw []byte, kind string, style int) (string, error) {
	switch kind {
	case "s":
		i, err := strconv.Atoi(string(raw))
		if err != nil || i < 0 || i >= len(b.strings) {
			return "", errDamaged
		}
		return b.strings[i], nil
	case "b":
		return map[bool]string{true: "TRUE", false: "FALSE"}[string(raw) == "1"], nil
	case "", "n":
		if serial, err := strconv.ParseFloat(string(raw), 64); err == nil && b.dates[style] {
			if t, err := excelize.ExcelDateToTime(serial, b.epoch); err == nil {
				return shownDate(t), nil
			}
		}
	}
	return cellText(raw), nil
}

func shownDate(t time.Time) string {
	if t.Hour() == 0 && t.Minute() == 0 {
		return t.Format("02/01/2006")
	}
	return t.Format("02/01/2006 15:04")
}

// columnIndex is the column of a cell's name, from 0; -1 when it names none.
func columnIndex(at string) int {
	n := 0
	for i := 0; i < len(at) && at[i] >= 'A' && at[i] <= 'Z'; i++ {
		n = 26*n + int(at[i]-'A') + 1
	}
	if n > excelize.MaxColumns {
		return -1
	}
	return n - 1
}

// columnLetter is the name of a column, from 0.
func columnLetter(i int) string {
	name, _ := excelize.ColumnNumberToName(i + 1) // fails only beyond Excel's last column
	return name
}
