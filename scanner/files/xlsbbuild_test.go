package files

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"
)

// brt writes a record of a kind; its parts are numbers of their size and texts as they are.
func brt(kind int, parts ...any) string {
	data := bytesOf(parts...)
	return inSevens(kind) + inSevens(len(data)) + data
}

func inSevens(n int) string {
	var b []byte
	for ; n >= 0x80; n >>= 7 {
		b = append(b, byte(n)|0x80)
	}
	return string(append(b, byte(n)))
}

// brtWide is a text as records have it.
func brtWide(text string) string {
	units := bytesOf(utf16.Encode([]rune(text)))
	return bytesOf(uint32(len(units)/2)) + units
}

// brtAt is a cell of a kind in a column, shown in a style.
func brtAt(kind, col, style int, value ...any) string {
	return brt(kind, append([]any{uint32(col), uint32(style)}, value...)...)
}

// brtFormulaAt is one with a formula, which is a constant.
func brtFormulaAt(kind, col int, value, formula string) string {
	return brtAt(kind, col, 0, value, uint16(0), uint32(len(formula)), formula, uint32(0))
}

// brtRowOf is a row with this number, from 0, and its cells.
func brtRowOf(number int, cells ...string) string {
	return brt(brtRow, uint32(number), uint32(0), uint16(300), "\x00\x00\x00", uint32(1), uint32(0), uint32(9)) + strings.Join(cells, "")
}

// brtRich is a text with runs of different looks, and how it is pronounced where that is not empty.
func brtRich(text, spoken string) string {
	flags, behind := byte(1), bytesOf(uint32(1), uint16(1), uint16(0))
	if spoken != "" {
		flags, behind = 3, behind+brtWide(spoken)+bytesOf(uint32(0))
	}
	return bytesOf(flags) + brtWide(text) + behind
}

// An xlsbMaker makes a binary workbook.
type xlsbMaker struct {
	base1904 bool
	names    []string // of the sheets; "-" hides one
	sheets   []string // their rows
	behind   []string // records behind the rows of each; may be shorter
	texts    []string // that cells refer to, as records have them
	formats  []string // of numbers: style 1 is the first of them
}

// sheet is the part of a sheet.
func (m xlsbMaker) sheet(i int) string {
	behind := ""
	if i < len(m.behind) {
		behind = m.behind[i]
	}
	return brt(brtBeginSheet) + brt(brtBeginRows) + m.sheets[i] + brt(brtEndRows) + behind + brt(brtEndSheet)
}

// main is the part that lists the sheets.
func (m xlsbMaker) main() string {
	settings := uint32(0)
	if m.base1904 {
		settings = 1
	}
	list := brt(143)
	for i, name := range m.names {
		shown, hidden := strings.CutPrefix(name, "-")
		list += brt(brtSheet, map[bool]uint32{true: 2}[hidden], uint32(i+1), brtWide(fmt.Sprintf("rId%d", i+1)), brtWide(shown))
	}
	return brt(131) + brt(brtBookSettings, settings, uint32(0), brtWide("")) + list + brt(144) + brt(brtEndBook)
}

// styles is the part with the formats of numbers: style 0 is plain.
func (m xlsbMaker) styles() string {
	style := func(format int) string {
		return brt(brtStyle, uint16(0), uint16(format), uint16(0), uint16(0), uint16(0), uint16(0), uint16(0x1010), uint16(1))
	}
	formats, styles := brt(615, uint32(len(m.formats))), brt(brtBeginStyles, uint32(len(m.formats)+1))+style(0)
	for i, code := range m.formats {
		formats += brt(brtFormat, uint16(164+i), brtWide(code))
		styles += style(164 + i)
	}
	return brt(278) + formats + brt(616) + brt(626, uint32(1)) + style(14) + brt(627) + styles + brt(brtEndCellStyles) + brt(brtEndStyles)
}

func (m xlsbMaker) sharedTexts() string {
	n := uint32(len(m.texts))
	all := brt(brtBeginTexts, n, n)
	for _, text := range m.texts {
		all += brt(brtItem, text)
	}
	return all + brt(brtEndTexts)
}

// bytes is the file; other parts may follow by name and data, of which those of its own names take
// their place.
func (m xlsbMaker) bytes(t testing.TB, others ...string) string {
	t.Helper()
	types := `<Override PartName="/xl/workbook.bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/>` +
		`<Override PartName="/xl/styles.bin" ContentType="application/vnd.ms-excel.styles"/><Override PartName="/xl/sharedStrings.bin" ContentType="application/vnd.ms-excel.sharedStrings"/>`
	relations := ""
	var parts []string
	for i := range m.sheets {
		name := fmt.Sprintf("worksheets/sheet%d.bin", i+1)
		types += `<Override PartName="/xl/` + name + `" ContentType="application/vnd.ms-excel.worksheet"/>`
		relations += fmt.Sprintf(`<Relationship Id="rId%d" Type="%sworksheet" Target="%s"/>`, i+1, relTypes, name)
		parts = append(parts, "xl/"+name, m.sheet(i))
	}
	relations += `<Relationship Id="rIdA" Type="` + relTypes + `styles" Target="styles.bin"/><Relationship Id="rIdB" Type="` + relTypes + `sharedStrings" Target="sharedStrings.bin"/>`
	const xmlns = ` xmlns="http://schemas.openxmlformats.org/package/2006/`
	parts = append([]string{
		"[Content_Types].xml", head + `<Types` + xmlns + `content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` + types + `</Types>`,
		"_rels/.rels", head + `<Relationships` + xmlns + `relationships"><Relationship Id="rId1" Type="` + relTypes + `officeDocument" Target="xl/workbook.bin"/></Relationships>`,
		"xl/workbook.bin", m.main(), "xl/_rels/workbook.bin.rels", head + `<Relationships` + xmlns + `relationships">` + relations + `</Relationships>`,
		"xl/styles.bin", m.styles(), "xl/sharedStrings.bin", m.sharedTexts(),
	}, parts...)
	return string(pack(t, withParts(parts, others...)...))
}

// xlsbPeople is a workbook with cells of all kinds.
func xlsbPeople() xlsbMaker {
	const text, boolean, failed = "\x17\x07\x00u\x00m\x00 \x00d\x00o\x00i\x00s\x00", "\x1d\x01", "\x1c\x2a"
	people := brtRowOf(0, brtAt(brtSharedText, 0, 0, uint32(0)), brtAt(brtSharedText, 1, 0, uint32(1)), brtAt(brtText, 2, 0, brtWide("ativo")),
		brtAt(brtRichText, 3, 0, brtRich("total", "")), brtAt(brtText, 4, 0, brtWide("obs"))) +
		brtRowOf(1, brtAt(brtSharedText, 0, 0, uint32(2)), brtAt(brtReal, 1, 1, 43952.0), brtAt(brtBool, 2, 0, byte(1)),
			brtAt(brtRK, 3, 0, uint32(150<<2|3)), brtAt(brtRK, 4, 0, uint32(0x3ff00000))) +
		brtRowOf(4, brtAt(brtSharedText, 0, 0, uint32(3)), brtAt(brtRK, 1, 2, uint32(43953<<2|2)), brtAt(brtError, 2, 0, byte(0x2a)),
			brtFormulaAt(brtFormulaNumber, 3, bytesOf(2.5), bytesOf(byte(0x1f), 2.5)), brtFormulaAt(brtFormulaText, 4, brtWide("um dois"), text)) +
		brtRowOf(5, brtAt(brtBlank, 0, 0), brtAt(brtReal, 1, 3, 0.75), brtFormulaAt(brtFormulaBool, 2, "\x01", boolean), brtFormulaAt(brtFormulaError, 3, "\x2a", failed))
	return xlsbMaker{
		names:   []string{"Plan1", "-Oculta"},
		sheets:  []string{people, brtRowOf(3, brtAt(brtText, 0, 0, brtWide("produto"))) + brtRowOf(4, brtAt(brtText, 0, 0, brtWide("lápis 😀")))},
		texts:   []string{bytesOf(byte(0)) + brtWide("nome"), bytesOf(byte(0)) + brtWide("admissão"), bytesOf(byte(0)) + brtWide("Ana Lima"), brtRich("Eva Reis", "")},
		formats: []string{"dd/mm/yyyy", `dd/mm/yyyy hh:mm`, "hh:mm:ss"},
	}
}

// brtComments is the part of the comments of a sheet.
func brtComments(author string, texts ...string) string {
	all := brt(628) + brt(630) + brt(632, brtWide(author)) + brt(631) + brt(633)
	for i, text := range texts {
		all += brt(635, uint32(0), uint32(i), uint32(i), uint32(0), uint32(0), strings.Repeat("\x00", 16)) + brt(brtComment, text) + brt(636)
	}
	return all + brt(634) + brt(629)
}
