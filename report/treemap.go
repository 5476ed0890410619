package report

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// A tile is a table in the treemap, its size in the drawing's own units.
type tile struct {
	X, Y, Width, Height float64
	Class               string // band of risk
	Label               string // that fits in it; empty when none does
	Title               string // table, columns with personal data, risk
}

// The most tables that a treemap shows, and what a letter of its labels takes.
const (
	maxTiles    = 60
	letterWidth = 7.6
	labelHeight = 20
)

// A treemap is a drawing for screens of one width. Its units are about the pixels of such a
// screen, so that labels can be read.
type treemap struct {
	Class         string
	Width, Height float64
	Tiles         []tile
}

// Treemaps are the drawings; each screen shows one of them.
func (p *page) Treemaps() []treemap {
	all := []treemap{{Class: "wide", Width: 640, Height: 280}, {Class: "tall", Width: 340, Height: 440}}
	for i := range all {
		all[i].Tiles = p.tiles(all[i].Width, all[i].Height)
	}
	return all
}

// tiles draws the tables with personal data, the highest risk first. The area of each is
// proportional to its number of columns with personal data.
func (p *page) tiles(width, height float64) []tile {
	tables := p.inv.ranked()
	slices.SortStableFunc(tables, func(a, b *Table) int {
		return cmp.Or(b.Risk.Product-a.Risk.Product, personal(b)-personal(a))
	})
	tables = tables[:min(len(tables), maxTiles)]
	slices.SortStableFunc(tables, func(a, b *Table) int { return personal(b) - personal(a) })
	total := 0
	for _, t := range tables {
		total += personal(t)
	}
	var tiles []tile
	x, y := 0.0, 0.0
	for len(tables) > 0 {
		n := row(tables, total, width, height)
		sum := 0
		for _, t := range tables[:n] {
			sum += personal(t)
		}
		share := float64(sum) / float64(total)
		at := 0.0
		for _, t := range tables[:n] {
			part := float64(personal(t)) / float64(sum)
			one := tile{Class: string(t.Risk.Band), Title: p.T("report.tile", p.Name(t), personal(t), p.Band(t.Risk.Band))}
			if width >= height {
				one.X, one.Y, one.Width, one.Height = x, y+at*height, share*width, part*height
			} else {
				one.X, one.Y, one.Width, one.Height = x+at*width, y, part*width, share*height
			}
			one.fit(p.Object(&t.Entry), brief(t.Table))
			tiles = append(tiles, one)
			at += part
		}
		if width >= height {
			x, width = x+share*width, width*(1-share)
		} else {
			y, height = y+share*height, height*(1-share)
		}
		total -= sum
		tables = tables[n:]
	}
	return tiles
}

// row is the number of tables that make the squarest tiles along the shorter side
// of what is left of the drawing (Bruls, Huizing and van Wijk, 2000).
func row(tables []*Table, total int, width, height float64) int {
	side, area := min(width, height), width*height/float64(total)
	best, n, sum := math.Inf(1), 0, 0
	for i, t := range tables {
		sum += personal(t)
		depth := float64(sum) * area / side
		worst := 0.0
		for _, u := range tables[:i+1] {
			length := float64(personal(u)) * area / depth
			worst = max(worst, length/depth, depth/length)
		}
		if worst > best {
			break
		}
		best, n = worst, i+1
	}
	return n
}

// fit rounds the numbers of a tile and sets its label: the table's full name where there is
// room, else its short name without folders, else the last part of that, cut; none in a tile
// that is too small.
func (t *tile) fit(full, short string) {
	for _, f := range []*float64{&t.X, &t.Y, &t.Width, &t.Height} {
		*f = math.Round(*f*10) / 10
	}
	room := int((t.Width - 14) / letterWidth)
	if t.Height < labelHeight || room < 5 {
		return
	}
	part := short[strings.LastIndexAny(short, "/#")+1:]
	for _, label := range []string{full, short[strings.LastIndexByte(short, '/')+1:], part} {
		if utf8.RuneCountInString(label) <= room {
			t.Label = label
			return
		}
	}
	t.Label = Cut(part, room)
}

// A heatCell is a cell of the matrix of probability and impact.
type heatCell struct {
	Probability int
	Class       string // band of the product
	Tables      int
	Product     int
}

// A heatRow is a row of the matrix.
type heatRow struct {
	Impact int
	Cells  []heatCell
}

// HeatMap counts the tables by probability and impact, the highest impact first.
func (p *page) HeatMap() []heatRow {
	n := map[[2]int]int{}
	for _, t := range p.inv.personalTables() {
		n[[2]int{t.Risk.Impact, t.Risk.Probability}]++
	}
	var rows []heatRow
	for impact := worst; impact >= 5; impact -= 5 {
		r := heatRow{Impact: impact}
		for probability := 5; probability <= worst; probability += 5 {
			product := impact * probability
			r.Cells = append(r.Cells, heatCell{probability, string(p.risk.band(product)), n[[2]int{impact, probability}], product})
		}
		rows = append(rows, r)
	}
	return rows
}

// Level is a step of the scale in words: "15 (alto)".
func (p *page) Level(n int) string { return p.law.option("residual_impact", strconv.Itoa(n), p.Lang) }
