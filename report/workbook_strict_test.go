package report

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"maps"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/datamapbr/datamap/scanner"
)

// A node is an element of a part of a workbook.
type node struct {
	XMLName xml.Name
	Attrs   []xml.Attr `xml:",any,attr"`
	Nodes   []*node    `xml:",any"`
	Text    string     `xml:",chardata"`
}

// attr is an attribute; empty where there is none.
func (n *node) attr(name string) string {
	for _, a := range n.Attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func (n *node) number(name string) int {
	i, err := strconv.Atoi(n.attr(name))
	if err != nil {
		return -1
	}
	return i
}

// all are the elements of a name below n, at whatever depth.
func (n *node) all(name string) (found []*node) {
	for _, c := range n.Nodes {
		if c.XMLName.Local == name {
			found = append(found, c)
		}
		found = append(found, c.all(name)...)
	}
	return found
}

// child is the first child of a name; one without anything where there is none.
func (n *node) child(name string) *node {
	for _, c := range n.Nodes {
		if c.XMLName.Local == name {
			return c
		}
	}
	return &node{}
}

// A strictBook is a workbook checked against ECMA-376 and the limits of Excel: what
// breaks them makes Excel offer to repair the file.
type strictBook struct {
	parts    map[string]*node
	names    map[string]bool // of tables and what formulas call by name, in lower case
	problems []string
}

func (b *strictBook) errorf(format string, args ...any) {
	b.problems = append(b.problems, fmt.Sprintf(format, args...))
}

// part is a part by its name; one without anything where there is none.
func (b *strictBook) part(name string) *node {
	if n := b.parts[name]; n != nil {
		return n
	}
	return &node{}
}

// partsOf are the texts of the parts of a workbook.
func partsOf(t *testing.T, data []byte) map[string]string {
	t.Helper()
	parts := map[string]string{}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range z.File {
		if _, ok := parts[f.Name]; ok {
			t.Errorf("%s is there twice", f.Name)
		}
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		parts[f.Name] = string(text)
	}
	return parts
}

// strict checks what Excel checks when it opens a workbook, and tells what is wrong.
func strict(parts map[string]string) []string {
	b := &strictBook{parts: map[string]*node{}, names: map[string]bool{}}
	for name, text := range parts {
		n := &node{}
		if err := xml.Unmarshal([]byte(text), n); err != nil {
			b.errorf("%s: %v", name, err)
			return b.problems
		}
		b.parts[name] = n
		b.order(name, n)
	}
	b.contentTypes()
	b.styles()
	b.workbook()
	b.relations()
	b.views()
	b.axes()
	return b.problems
}

// order wants the children of n, and of all below it, in the order of the schema.
func (b *strictBook) order(part string, n *node) {
	if order, ok := orders[n.XMLName.Local]; ok {
		names := strings.Fields(order)
		last := 0
		for _, c := range n.Nodes {
			switch i := slices.Index(names, c.XMLName.Local); {
			case i < 0:
				b.errorf("%s: <%s> in <%s> is unknown", part, c.XMLName.Local, n.XMLName.Local)
			case i < last:
				b.errorf("%s: <%s> in <%s> comes after <%s>", part, c.XMLName.Local, n.XMLName.Local, names[last])
			default:
				last = i
			}
		}
	}
	if count := n.attr("count"); count != "" && n.XMLName.Local != "sst" && count != strconv.Itoa(len(n.Nodes)) {
		b.errorf("%s: <%s> says %s and has %d", part, n.XMLName.Local, count, len(n.Nodes))
	}
	for _, c := range n.Nodes {
		b.order(part, c)
	}
}

// contentTypes wants one for every part, and a part for every one.
func (b *strictBook) contentTypes() {
	types := b.parts["[Content_Types].xml"]
	extensions, overridden := map[string]bool{}, map[string]bool{}
	for _, d := range types.all("Default") {
		if e := d.attr("Extension"); extensions[e] {
			b.errorf("the content type of .%s is there twice", e)
		} else {
			extensions[e] = true
		}
	}
	for _, o := range types.all("Override") {
		name := strings.TrimPrefix(o.attr("PartName"), "/")
		if b.parts[name] == nil || overridden[name] {
			b.errorf("the content type of %s is of no part, or there twice", name)
		}
		overridden[name] = true
	}
	for name := range b.parts {
		generic := strings.HasSuffix(name, ".rels") || strings.HasSuffix(name, ".vml") || name == "[Content_Types].xml"
		if !overridden[name] && (!generic || !extensions[strings.TrimPrefix(path.Ext(name), ".")]) {
			b.errorf("%s has no content type of its own", name)
		}
	}
}

// links are the parts that a part refers to, by their identifiers.
func (b *strictBook) links(part string) map[string]string {
	all := map[string]string{}
	rels := b.parts[path.Join(path.Dir(part), "_rels", path.Base(part)+".rels")]
	if rels == nil {
		return all
	}
	for _, r := range rels.all("Relationship") {
		target := r.attr("Target")
		if strings.HasPrefix(target, "/") {
			target = target[1:]
		} else {
			target = path.Join(path.Dir(part), target)
		}
		if b.parts[target] == nil || r.attr("TargetMode") == "External" || all[r.attr("Id")] != "" {
			b.errorf("%s refers to %s, which is not there, or twice as %s", part, target, r.attr("Id"))
		}
		all[r.attr("Id")] = target
	}
	return all
}

// styles wants every style to have the fonts, fills, borders and formats that it names.
func (b *strictBook) styles() {
	s := b.parts["xl/styles.xml"]
	formats := map[int]bool{}
	for _, f := range s.child("numFmts").Nodes {
		if id := f.number("numFmtId"); id < 164 || formats[id] || f.attr("formatCode") == "" {
			b.errorf("the number format %d is built in, empty or there twice", id)
		} else {
			formats[id] = true
		}
	}
	for _, kind := range []string{"cellStyleXfs", "cellXfs"} {
		for i, x := range s.child(kind).Nodes {
			for _, of := range []struct{ attr, list string }{{"fontId", "fonts"}, {"fillId", "fills"}, {"borderId", "borders"}, {"xfId", "cellStyleXfs"}} {
				if n := x.number(of.attr); n >= len(s.child(of.list).Nodes) {
					b.errorf("%s %d has the %s %d, of which there are %d", kind, i, of.attr, n, len(s.child(of.list).Nodes))
				}
			}
			if id := x.number("numFmtId"); id >= 164 && !formats[id] {
				b.errorf("%s %d has the number format %d, which is not there", kind, i, id)
			}
		}
	}
}

var (
	forbiddenInSheet = regexp.MustCompile(`[:\\/?*\[\]]|^'|'$`)
	tableName        = regexp.MustCompile(`^[\pL_\\][\pL\pN_.]*$`)
	cellName         = regexp.MustCompile(`(?i)^([a-z]{1,3}\d+|r\d*c\d*|r|c)$`)
)

// workbook checks the names, and every sheet.
func (b *strictBook) workbook() {
	book := b.parts["xl/workbook.xml"]
	links, sheets, ids := b.links("xl/workbook.xml"), map[string]bool{}, map[string]bool{}
	list := book.child("sheets").Nodes
	for _, s := range list {
		name := s.attr("name")
		if n := len(utf16.Encode([]rune(name))); n == 0 || n > 31 || forbiddenInSheet.MatchString(name) || sheets[strings.ToLower(name)] || ids[s.attr("sheetId")] {
			b.errorf("the sheet %q has %d characters, one that Excel refuses, or a name or number that is taken", name, n)
		}
		sheets[strings.ToLower(name)], ids[s.attr("sheetId")] = true, true
	}
	scoped := map[string]bool{}
	for _, d := range book.child("definedNames").Nodes {
		name, scope := strings.ToLower(d.attr("name")), d.attr("localSheetId")
		if scoped[scope+"!"+name] || !strings.HasPrefix(name, "_xlnm.") && (!tableName.MatchString(name) || cellName.MatchString(name)) {
			b.errorf("the name %q is taken, or none", name)
		}
		if scope != "" && d.number("localSheetId") >= len(list) {
			b.errorf("the name %q is of sheet %s", name, scope)
		}
		scoped[scope+"!"+name] = true
		if scope == "" {
			b.names[name] = true
		}
		b.refers(sheets, "the name "+name, d.Text)
	}
	for _, s := range list {
		b.sheet(s.attr("name"), links[s.attr("id")])
	}
	for part, n := range b.parts {
		if strings.HasPrefix(part, "xl/charts/") {
			for _, f := range n.all("f") {
				b.refers(sheets, part, f.Text)
			}
		}
	}
}

var sheetOf = regexp.MustCompile(`(?:'((?:[^']|'')+)'|([\pL_][\pL\pN_.]*))!`)

// refers wants every sheet that a formula names to be there.
func (b *strictBook) refers(sheets map[string]bool, where, formula string) {
	found := sheetOf.FindAllStringSubmatch(formula, -1)
	for _, m := range found {
		if !sheets[strings.ToLower(strings.ReplaceAll(m[1], "''", "'")+m[2])] {
			b.errorf("%s refers to %s, where there is no such sheet", where, formula)
		}
	}
	if len(found) == 0 || len(formula) > 8192 {
		b.errorf("%s refers to %.40s", where, formula)
	}
}

// bookKinds are workbooks of every kind that there is: without anything, with changes, of
// changes alone, with answers, with what somebody hostile would put into them, and wide.
func bookKinds(t *testing.T) map[string][]byte {
	t.Helper()
	empty, err := Build(&scanner.Result{}, sampleRules(), sampleRun())
	if err != nil {
		t.Fatal(err)
	}
	changed := laterSample(t)
	changed.Changes = Compare(sample(t), changed)
	var changes bytes.Buffer
	for _, f := range ChangesFormats {
		if f.Name == "xlsx" {
			if err := f.Write(&changes, changed.Changes, words(t, "pt-BR"), sampleRules()); err != nil {
				t.Fatal(err)
			}
		}
	}
	inv := sample(t)
	said := Answers{
		ByID: map[string]Answer{
			ids(inv)[0]: {Fields: map[string]string{"basis": "art7-V", "purpose": strings.Repeat("=x\n", 20_000), "+Meu  campo\n2": "=1"}},
			"gone":      {ID: "gone", Form: "inventory", Fields: map[string]string{"owner": "@rh\x00\ufffe"}},
		},
		Extra: map[string][]string{"inventory": {"Meu  campo\n2", "meu campo 2", "ID", strings.Repeat("longo", 99), "=1+1", " "}, "risk": {"Nota"}},
	}
	return map[string][]byte{
		"empty": withAnswers(t, empty, "pt-BR", Answers{}), "changed": withAnswers(t, changed, "pt-BR", Answers{}), "changes": changes.Bytes(),
		"answered": withAnswers(t, inv, "pt-BR", said), "answered, in English": withAnswers(t, inv, "en", said),
		"hostile": withAnswers(t, hostile(t, payloads[0], payloads...), "pt-BR", Answers{}),
		"wide":    withAnswers(t, wideInventory(t, 100), "en", Answers{}),
	}
}

// Excel opens every workbook without offering to repair it, as far as the standard
// and Excel's own limits say when it would.
func TestWorkbooksAreStrict(t *testing.T) {
	for name, data := range bookKinds(t) {
		for _, problem := range strict(partsOf(t, data)) {
			t.Errorf("%s: %s", name, problem)
		}
	}
}

// What Excel would repair is seen.
func TestStrictSeesDefects(t *testing.T) {
	good := partsOf(t, write(t, "xlsx", "pt-BR", sample(t)))
	const sheet, table, book, chart = "xl/worksheets/sheet2.xml", "xl/tables/table1.xml", "xl/workbook.xml", "xl/charts/chart1.xml"
	for about, change := range map[string][3]string{
		"a heading that is not its cell's":     {table, `name="Fonte"`, `name="Origem"`},
		"a heading twice":                      {table, `name="Fonte"`, `name="ID"`},
		"a table of other columns":             {table, `ref="A2:`, `ref="B2:`},
		"a name of a table that is taken":      {table, `displayName="inventario"`, `displayName="operacoes"`},
		"a name of a sheet that is too long":   {book, `name="Qualidade"`, `name="Qualidade de todos os dados lidos"`},
		"a name of a sheet twice":              {book, `name="Qualidade"`, `name="cobertura"`},
		"a sheet that is not there":            {book, `&#39;Qualidade&#39;!$1`, `&#39;Outra&#39;!$1`},
		"two filters":                          {sheet, `<conditionalFormatting `, `<autoFilter ref="A2:B9"></autoFilter><conditionalFormatting `},
		"elements in another order":            {sheet, `<sheetViews>`, `<cols></cols><sheetViews>`},
		"a drop-down from a list of none":      {sheet, `datamap_review<`, `datamap_revisao<`},
		"a look that is not there":             {sheet, ` dxfId="3"`, ` dxfId="99"`},
		"a style that is not there":            {sheet, `<c r="A3" s="`, `<c r="A3" s="99`},
		"a cell twice":                         {sheet, `<c r="B3"`, `<c r="A3"`},
		"rows in another order":                {sheet, `<row r="4"`, `<row r="3"`},
		"a text where there is to be none":     {sheet, `<v>`, `<v>x`},
		"a comment without a shape":            {"xl/comments1.xml", `ref="B2"`, `ref="B3"`},
		"a link to nowhere":                    {"xl/worksheets/_rels/sheet2.xml.rels", `../tables/table1.xml`, `../tables/table99.xml`},
		"a part without a type":                {"[Content_Types].xml", `/xl/tables/table1.xml`, `/xl/tables/table99.xml`},
		"a table linked as a drawing":          {"xl/worksheets/_rels/sheet2.xml.rels", `relationships/table"`, `relationships/drawing"`},
		"two sheets selected":                  {sheet, `<sheetView `, `<sheetView tabSelected="true" `},
		"panes that are not where they split":  {sheet, `topLeftCell="F3"`, `topLeftCell="E3"`},
		"a pane of rows alone":                 {sheet, `activePane="bottomRight"`, `activePane="bottomLeft"`},
		"two titles":                           {"docProps/core.xml", `<dc:title>`, `<dc:title>x</dc:title><dc:title>`},
		"a solid fill where none is to be":     {"xl/styles.xml", `patternType="gray125"`, `patternType="solid"`},
		"an axis of another chart":             {chart, `<crossAx val="100000000">`, `<crossAx val="7">`},
		"a line before its colour":             {chart, `<a:defRPr b="false" baseline="0" i="false" kern="0" spc="0"><a:latin `, `<a:defRPr b="false"><a:cs typeface="+mn-cs"></a:cs><a:latin `},
		"a break that is not counted":          {sheet, `manualBreakCount="1"`, `manualBreakCount="2"`},
		"a column beyond the last":             {sheet, `<brk id="24"`, `<brk id="16384"`},
		"a chart without words":                {"xl/drawings/drawing1.xml", ` descr="`, ` about="`},
		"a bar with what is of a line":         {chart, `</val>`, `</val><smooth val="0"></smooth>`},
		"a series named after what is no name": {chart, `<tx><strRef><f>`, `<tx><strRef><f>Colunas</f></strRef></tx><tx><strRef><f>`},
	} {
		parts := maps.Clone(good)
		if parts[change[0]] = strings.Replace(parts[change[0]], change[1], change[2], 1); parts[change[0]] == good[change[0]] {
			t.Errorf("%s: %s has no %s", about, change[0], change[1])
		}
		if len(strict(parts)) == 0 {
			t.Errorf("%s is not seen", about)
		}
	}
	if problems := strict(good); len(problems) > 0 {
		t.Error(problems)
	}
}
