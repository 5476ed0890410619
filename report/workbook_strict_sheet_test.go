package report

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"
)

// sheet checks a sheet, its tables and its comments.
func (b *strictBook) sheet(name, part string) {
	s, links := b.part(part), b.links(part)
	cells := b.rows(name, s.child("sheetData"))
	last := 0
	for _, c := range s.child("cols").Nodes {
		if w, err := strconv.ParseFloat(c.attr("width"), 64); err != nil || w > 255 || c.number("min") <= last || c.number("max") < c.number("min") {
			b.errorf("%s: columns %s to %s are %s wide, or come after %d", name, c.attr("min"), c.attr("max"), c.attr("width"), last)
		}
		last = c.number("max")
	}
	dxfs, priorities := len(b.parts["xl/styles.xml"].child("dxfs").Nodes), map[string]bool{}
	for _, r := range s.all("cfRule") {
		if p := r.attr("priority"); r.number("dxfId") >= dxfs || priorities[p] || len(r.child("formula").Text) > 255 {
			b.errorf("%s: the condition %s has no look, or a priority that is taken", name, r.child("formula").Text)
		} else {
			priorities[p] = true
		}
	}
	for _, v := range s.child("dataValidations").Nodes {
		long := func(attr string, most int) bool { return len(utf16.Encode([]rune(v.attr(attr)))) > most }
		if long("promptTitle", 32) || long("errorTitle", 32) || long("prompt", 255) || long("error", 255) || len(v.child("formula1").Text) > 255 || v.attr("sqref") == "" {
			b.errorf("%s: the drop-down of %s is too long", name, v.attr("sqref"))
		}
		for _, word := range regexp.MustCompile(`datamap_\w+`).FindAllString(v.child("formula1").Text, -1) {
			if !b.names[word] {
				b.errorf("%s: the drop-down of %s asks for %s", name, v.attr("sqref"), word)
			}
		}
	}
	if footer := s.child("headerFooter").child("oddFooter").Text; len(utf16.Encode([]rune(footer))) > 255 {
		b.errorf("%s: the footer has %d characters", name, len(footer))
	}
	var taken []area
	for _, m := range s.child("mergeCells").Nodes {
		taken = b.apart(name, taken, m.attr("ref"))
	}
	tables := s.child("tableParts").Nodes
	if len(tables) > 0 && len(s.child("autoFilter").Attrs) > 0 {
		b.errorf("%s filters the sheet and a table", name)
	}
	for _, p := range tables {
		taken = b.table(name, b.part(links[p.attr("id")]), cells, taken)
	}
	for _, kind := range []string{"drawing", "legacyDrawing"} {
		if id := s.child(kind).attr("id"); id != "" && links[id] == "" {
			b.errorf("%s has no %s", name, kind)
		}
	}
	b.comments(name, links)
}

// rows checks the cells, and returns their texts.
func (b *strictBook) rows(name string, data *node) map[string]string {
	cells := map[string]string{}
	styles, shared := len(b.parts["xl/styles.xml"].child("cellXfs").Nodes), []*node{}
	if sst := b.parts["xl/sharedStrings.xml"]; sst != nil {
		shared = sst.Nodes
		if sst.number("uniqueCount") != len(shared) {
			b.errorf("there are %d shared texts, not %s", len(shared), sst.attr("uniqueCount"))
		}
	}
	row := 0
	for _, r := range data.Nodes {
		if r.number("r") <= row {
			b.errorf("%s: row %s comes after %d", name, r.attr("r"), row)
		}
		row = r.number("r")
		if h, err := strconv.ParseFloat(r.attr("ht"), 64); r.attr("ht") != "" && (err != nil || h > 409) {
			b.errorf("%s: row %d is %s high", name, row, r.attr("ht"))
		}
		column := 0
		for _, c := range r.Nodes {
			x, y, err := excelize.CellNameToCoordinates(c.attr("r"))
			if err != nil || y != row || x <= column || c.number("s") >= styles {
				b.errorf("%s: the cell %s in row %d after column %d, in style %s", name, c.attr("r"), row, column, c.attr("s"))
			}
			column = x
			text := c.child("v").Text
			switch c.attr("t") {
			case "s":
				if i, err := strconv.Atoi(text); err != nil || i >= len(shared) {
					b.errorf("%s: the cell %s has the shared text %s of %d", name, c.attr("r"), text, len(shared))
				} else {
					text = textOf(shared[i])
				}
			case "inlineStr":
				text = textOf(c.child("is"))
			case "", "n":
				if _, err := strconv.ParseFloat(text, 64); text != "" && err != nil {
					b.errorf("%s: the cell %s has the number %q", name, c.attr("r"), text)
				}
			default:
				b.errorf("%s: the cell %s is of type %q", name, c.attr("r"), c.attr("t"))
			}
			if len(utf16.Encode([]rune(text))) > maxCell || len(c.all("f")) > 0 {
				b.errorf("%s: the cell %s has a formula, or %d characters", name, c.attr("r"), len(text))
			}
			cells[c.attr("r")] = text
		}
	}
	return cells
}

func textOf(n *node) string {
	var b strings.Builder
	for _, t := range n.all("t") {
		b.WriteString(t.Text)
	}
	return b.String()
}

// An area is a range of cells.
type area struct{ left, top, right, bottom int }

// apart wants a range to overlap none of the taken ones, and takes it.
func (b *strictBook) apart(name string, taken []area, ref string) []area {
	from, to, _ := strings.Cut(ref, ":")
	var a area
	var err, bad error
	if a.left, a.top, err = excelize.CellNameToCoordinates(from); err == nil {
		a.right, a.bottom, bad = excelize.CellNameToCoordinates(to)
	}
	if err != nil || bad != nil || a.right < a.left || a.bottom < a.top {
		b.errorf("%s: %s is no range", name, ref)
	}
	for _, o := range taken {
		if a.left <= o.right && o.left <= a.right && a.top <= o.bottom && o.top <= a.bottom {
			b.errorf("%s: %s overlaps another range", name, ref)
		}
	}
	return append(taken, a)
}

// table wants headings that are those of the cells, each there once.
func (b *strictBook) table(sheet string, n *node, cells map[string]string, taken []area) []area {
	name := strings.ToLower(n.attr("displayName"))
	if b.names[name] || !tableName.MatchString(name) || cellName.MatchString(name) || b.names["#"+n.attr("id")] {
		b.errorf("%s: the table %q has a name or a number that is taken, or none", sheet, name)
	}
	b.names[name], b.names["#"+n.attr("id")] = true, true
	taken = b.apart(sheet, taken, n.attr("ref"))
	at := taken[len(taken)-1]
	columns := n.child("tableColumns").Nodes
	if len(columns) != at.right-at.left+1 || at.bottom == at.top || n.child("autoFilter").attr("ref") != n.attr("ref") {
		b.errorf("%s: the table of %s has %d columns, no row, or the filter of %s", sheet, n.attr("ref"), len(columns), n.child("autoFilter").attr("ref"))
	}
	titles := map[string]bool{}
	for i, c := range columns {
		cell, _ := excelize.CoordinatesToCellName(at.left+i, at.top)
		title := c.attr("name")
		if title == "" || title != cells[cell] || titles[strings.ToLower(title)] || c.number("id") != i+1 || len(utf16.Encode([]rune(title))) > 255 {
			b.errorf("%s: column %s of the table is %q, the cell says %q", sheet, cell, title, cells[cell])
		}
		titles[strings.ToLower(title)] = true
	}
	return taken
}

// comments wants a shape for each of them, at its cell.
func (b *strictBook) comments(sheet string, links map[string]string) {
	var shapes, all []string
	for _, part := range links {
		for _, c := range b.part(part).all("comment") {
			all = append(all, c.attr("ref"))
			if c.number("authorId") >= len(b.part(part).child("authors").Nodes) {
				b.errorf("%s: nobody wrote the comment at %s", sheet, c.attr("ref"))
			}
		}
		for _, s := range b.part(part).all("ClientData") {
			column, _ := strconv.Atoi(s.child("Column").Text)
			row, _ := strconv.Atoi(s.child("Row").Text)
			at, _ := excelize.CoordinatesToCellName(column+1, row+1)
			shapes = append(shapes, at)
		}
	}
	slices.Sort(shapes)
	slices.Sort(all)
	if !slices.Equal(shapes, all) || len(slices.Compact(slices.Clone(all))) != len(all) {
		b.errorf("%s: comments at %v, their shapes at %v", sheet, all, shapes)
	}
}
