package report

import (
	"bufio"
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"slices"
	"strings"

	"github.com/datamapbr/datamap/detectors"
	"github.com/datamapbr/datamap/rules"
	"github.com/datamapbr/datamap/scanner"
)

//go:embed page.html
var pageText string

// writePage writes one self-contained HTML page: no script, no network, bars as
// inline SVG.
func writePage(w io.Writer, inv *Inventory, words *rules.Words, all []rules.Rule) error {
	p, err := newPhrases(inv, words, all)
	if err != nil {
		return err
	}
	return writeTemplate(w, pageText, newPage(p))
}

// writeTemplate fills in one of the embedded templates.
func writeTemplate(w io.Writer, text string, data any) error {
	t, err := template.New("page").Parse(text)
	if err != nil {
		return fmt.Errorf("reading the page's template: %w", err)
	}
	out := bufio.NewWriter(w)
	if err := t.Execute(out, data); err != nil {
		return fmt.Errorf("writing the page: %w", err)
	}
	return out.Flush()
}

// A page is the data of the template page.html.
type page struct {
	*phrases
	wordy  bool           // columns are described in full, not in a line each
	listed bool           // columns without findings are named
	number map[string]int // of a type in the filter, by ID
	source map[string]int // of a source in the filter, by name
}

// Above these numbers the page says less of each column, so that a browser can still open
// it; the workbook has everything. A list in the first half of the page shows at most
// maxShownRows rows, the list of tables at most maxShownTables.
const (
	maxWordy       = 3_000  // columns with findings
	maxNames       = 20_000 // columns
	maxShownRows   = 100
	maxShownTables = 8_000
)

func newPage(p *phrases) *page {
	found := len(p.inv.places((*Column).Found))
	g := &page{phrases: p, wordy: found <= maxWordy, listed: p.inv.Findings.Columns <= maxNames, number: map[string]int{}, source: map[string]int{}}
	for i, n := range p.inv.Findings.ByType {
		g.number[n.Type] = i
	}
	for _, t := range p.inv.Tables {
		if _, ok := g.source[t.Source]; !ok {
			g.source[t.Source] = len(g.source)
		}
	}
	return g
}

func (p *page) Title() string         { return p.titled("report.title_page") }
func (p *page) Inventory() *Inventory { return p.inv }
func (p *page) Wordy() bool           { return p.wordy }
func (p *page) Ranked() []*Table      { return p.inv.ranked() }
func (p *page) Personal(t *Table) int { return personal(t) }

// First, FirstGaps and FirstPlaces are the first rows of a list; Rest says how many more there are.
func (p *page) First(all []*Table) []*Table { return all[:min(len(all), maxShownRows)] }
func (p *page) FirstGaps(all []*gap) []*gap { return all[:min(len(all), maxShownRows)] }
func (p *page) FirstPlaces(all []place) []place {
	return all[:min(len(all), maxShownRows)]
}

// GapsLeft says how many objects are in no row of the gaps.
func (p *page) GapsLeft(all []*gap) string { return p.left(objectsIn(all, maxShownRows)) }

func (p *page) Rest(n int) string { return p.left(n - maxShownRows) }

// left says that n more are in the workbook; empty for 0.
func (p *page) left(n int) string {
	if n <= 0 {
		return ""
	}
	return p.T("report.rest", n)
}

// Figure writes a count in the manner of the language.
func (p *page) Figure(n int) string { return p.Number(int64(n)) }

// A filterOption shows only the tables with a class.
type filterOption struct {
	Class string
	Label string
}

// TypeOptions and SourceOptions are what the tables can be filtered by.
func (p *page) TypeOptions() []filterOption {
	var all []filterOption
	for i, n := range p.inv.Findings.ByType {
		all = append(all, filterOption{fmt.Sprintf("t%d", i), p.Alone(p.TypeName(n.Type))})
	}
	slices.SortFunc(all, func(a, b filterOption) int { return strings.Compare(detectors.Fold(a.Label), detectors.Fold(b.Label)) })
	return all
}

func (p *page) SourceOptions() []filterOption {
	all := make([]filterOption, len(p.source))
	for name, i := range p.source {
		all[i] = filterOption{fmt.Sprintf("s%d", i), brief(name)}
	}
	if len(all) < 2 || len(all) > maxShownRows {
		return nil
	}
	return all
}

// Marks are the CSS classes of a table that the filters select by.
func (p *page) Marks(t *Table) string {
	marks := []string{fmt.Sprintf("s%d", p.source[t.Source])}
	if t.Risk != nil {
		marks = append(marks, "b-"+string(t.Risk.Band))
	}
	if !wasRead(t) || t.State == scanner.Partial {
		marks = append(marks, "gap")
	}
	for i := range t.Columns {
		if t.Columns[i].Sensitive {
			marks = union(marks, "sens")
		}
		for _, v := range t.Columns[i].Types {
			marks = union(marks, fmt.Sprintf("t%d", p.number[v.Type]))
		}
	}
	return strings.Join(marks, " ")
}

// Delicate are the columns with sensitive personal data and those with credentials.
func (p *page) Delicate() []place {
	credential := p.ofClass("autenticacao")
	return p.inv.places(func(c *Column) bool { return c.Sensitive || credential(c) })
}

// A segment of a bar, in thousandths of its length.
type segment struct {
	X, Width float64
	Class    string
	Label    string
	N        int
}

// CoverageBar are the states that have objects, as segments of one bar.
func (p *page) CoverageBar() []segment {
	var all []segment
	x := 0.0
	for _, s := range scanner.States {
		n := p.inv.Coverage.States[s]
		if n == 0 {
			continue
		}
		width := 1000 * float64(n) / float64(p.inv.Coverage.Listed)
		all = append(all, segment{x, width, string(s), p.Count("report.states."+string(s), n), n})
		x += width
	}
	return all
}

// maxBars bounds the bars of the page.
const maxBars = 20

// TypeBars are the types found, the longest bar for the one in most columns.
func (p *page) TypeBars() []segment {
	var all []segment
	for i, n := range p.inv.Findings.ByType {
		if i == maxBars {
			break
		}
		class := "plain"
		switch t := p.types[n.Type]; {
		case t.Class == "sensivel" || t.Class == "autenticacao":
			class = "delicate"
		case !t.Personal:
			class = "other"
		}
		width := 1000 * float64(n.Columns) / float64(p.inv.Findings.ByType[0].Columns)
		all = append(all, segment{0, width, class, p.Alone(p.TypeName(n.Type)), n.Columns})
	}
	return all
}

// A group is the tables of one source.
type group struct {
	Source scanner.SourceInfo
	Tables []*Table
}

// Groups are all tables by source, in source order.
func (p *page) Groups() []group {
	var all []group
	at := map[string]int{}
	for i := range p.inv.Tables {
		t := &p.inv.Tables[i]
		g, ok := at[t.Source]
		if !ok {
			g = len(all)
			at[t.Source] = g
			all = append(all, group{Source: p.inv.source(t.Source)})
		}
		if i < maxShownTables {
			all[g].Tables = append(all[g].Tables, t)
		}
	}
	return all
}

// TablesLeft is the number of tables that the list leaves out; TilesLeft, the map.
func (p *page) TablesLeft() string { return p.left(len(p.inv.Tables) - maxShownTables) }
func (p *page) TilesLeft() string  { return p.left(len(p.inv.ranked()) - maxTiles) }

// maxOpen is the number of tables with personal data up to which they are shown
// unfolded, also for browsers that print only what is unfolded.
const maxOpen = 40

// Open reports whether a table is unfolded when the page is opened.
func (p *page) Open(t *Table) bool { return t.Risk != nil && p.inv.Findings.PersonalTables <= maxOpen }

// Found are the columns of a table that there is something to say about.
func (p *page) Found(t *Table) []*Column {
	var all []*Column
	for i := range t.Columns {
		if t.Columns[i].Found() {
			all = append(all, &t.Columns[i])
		}
	}
	return all
}

// Clean are the names of the columns in which nothing was found; none when the table was not read.
func (p *page) Clean(t *Table) []string {
	var all []string
	if !p.listed || t.State == scanner.Listed || t.State == scanner.NotRead || t.State == scanner.Excluded {
		return nil
	}
	for i := range t.Columns {
		if !t.Columns[i].Found() {
			all = append(all, brief(t.Columns[i].Name))
		}
	}
	return all
}

// Line is the state and size of a table.
func (p *page) Line(t *Table) string {
	state := p.State(&t.Entry)
	switch t.State {
	case scanner.Listed, scanner.NotRead, scanner.Excluded:
		return state
	case scanner.Covered:
		return state + " · " + p.Rows(&t.Entry)
	}
	return state + " · " + p.T("report.read_of", t.Entry.Read, p.Rows(&t.Entry))
}

// IDPCodes are the IDP items of a column, without their labels.
func (p *page) IDPCodes(c *Column) string {
	return p.phrases.ofTypes(c, func(t Type) string { return t.IDP })
}

// Best is the confidence in the column's best type, in words and as a share.
func (p *page) Best(c *Column) string {
	if len(c.Types) == 0 {
		return ""
	}
	f := c.Types[0].Confidence
	return p.T("report.confidence.full", p.Confidence(f), p.Percent(Sure(f)))
}

// Shape is the masked form of the column's best type.
func (p *page) Shape(c *Column) string {
	if len(c.Types) == 0 {
		return ""
	}
	return c.Types[0].Shape.String()
}
