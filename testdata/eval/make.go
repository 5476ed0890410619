package eval

import (
	"fmt"
	"hash/fnv"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
)

// A pipeline makes the text of a cell: a generator, then changes to what it
// made. It is written with bars between and arguments after blanks:
//
//	cpf|bare|zfill 14        a CPF, its digits only, zero-filled to 14
//	number 0 100 2           a number between 0 and 100 with two decimals
//	text tickets 1 4 say_cpf=0.03
//	                         one to four sentences of the list "tickets" and,
//	                         in 3 % of the cells, one of the list "say_cpf"
//	race                     a word of the list "race"
//
// The generators are the keys of generators and the word lists, the changes
// those of changes. A word or template may hold pipelines in braces.
type pipeline []step

type step struct {
	name string
	args []string
}

// A maker makes the cells of one column, row by row.
type maker struct {
	*corpus
	col  *column
	r    *rand.Rand
	row  int
	rows int
	pool []string
	// cells are the cells of the row made so far, by column name.
	cells map[string]string
}

// newMaker seeds a maker by the names of table and column.
func (c *corpus) newMaker(t *table, i int) *maker {
	h := fnv.New64a()
	fmt.Fprintf(h, "%s.%s.%d.%s", t.Schema, t.Name, i, t.Columns[i].Name)
	return &maker{corpus: c, col: &t.Columns[i], rows: t.Rows, r: rand.New(rand.NewPCG(h.Sum64(), 3))}
}

// cell makes the cell of a row; ok is false for NULL.
func (m *maker) cell(row int, cells map[string]string) (string, bool) {
	m.row, m.cells = row, cells
	switch {
	case m.col.From > 0 && float64(row) < m.col.From*float64(m.rows):
		return m.run(m.col.Before), m.col.Before != ""
	case m.r.Float64() < m.col.Nulls:
		return "", false
	case m.col.Distinct == 0:
		return m.value(), true
	}
	for len(m.pool) < m.col.Distinct {
		m.pool = append(m.pool, m.value())
	}
	return m.pick(m.pool), true
}

func (m *maker) value() string {
	switch {
	case m.col.Gen != "":
		return m.run(m.col.Gen)
	case m.col.Template != "":
		return m.expand(m.col.Template)
	case len(m.col.Pick) > 0:
		return m.pick(m.col.Pick)
	case len(m.col.Mix) > 0:
		return m.run(m.weighted(m.col.Mix))
	}
	spec, ok := m.col.Cases[m.cells[m.col.On]]
	if !ok {
		spec = m.col.Cases[""]
	}
	return m.run(spec)
}

func (m *maker) pick(list []string) string { return list[m.r.IntN(len(list))] }

func (m *maker) weighted(mix map[string]float64) string {
	keys, total := slices.Sorted(maps.Keys(mix)), 0.0
	for _, k := range keys {
		total += mix[k]
	}
	at := m.r.Float64() * total
	for _, k := range keys {
		if at -= mix[k]; at < 0 {
			return k
		}
	}
	return keys[0]
}

// run makes a text by a pipeline; the empty pipeline makes an empty text.
func (m *maker) run(spec string) string {
	if spec == "" {
		return ""
	}
	p := m.specs[spec]
	var s string
	if g, ok := m.generators[p[0].name]; ok {
		s = g(m, p[0].args)
	} else {
		s = m.expand(m.pick(m.words[p[0].name]))
	}
	for _, step := range p[1:] {
		s = changes[step.name](m, s, step.args)
	}
	return s
}

// expand runs the pipelines in braces.
func (m *maker) expand(text string) string {
	if !strings.Contains(text, "{") {
		return text
	}
	var b strings.Builder
	for i, part := range braces(text) {
		if i%2 == 1 {
			part = m.run(part)
		}
		b.WriteString(part)
	}
	return b.String()
}

var jsonBraces = strings.NewReplacer("<<", "{", ">>", "}")

// braces cuts a text at its braces: even parts are text, odd ones pipelines.
// JSON's own braces are written "<<" and ">>".
func braces(text string) []string {
	var parts []string
	for {
		before, rest, found := strings.Cut(text, "{")
		parts = append(parts, jsonBraces.Replace(before))
		if !found {
			return parts
		}
		spec, after, _ := strings.Cut(rest, "}")
		parts = append(parts, spec)
		text = after
	}
}

// compile parses every pipeline of a column, so that unknown words are found before run.
func (c *corpus) compile(col *column) error {
	specs := append(slices.Sorted(maps.Keys(col.Mix)), slices.Sorted(maps.Values(col.Cases))...)
	for i, part := range braces(col.Template) {
		if i%2 == 1 {
			specs = append(specs, part)
		}
	}
	for _, spec := range append(specs, col.Gen, col.Before) {
		if err := c.parse(spec); err != nil {
			return err
		}
	}
	return nil
}

func (c *corpus) parse(spec string) error {
	if _, done := c.specs[spec]; done || spec == "" {
		return nil
	}
	var p pipeline
	for i, part := range strings.Split(spec, "|") {
		name, rest, _ := strings.Cut(part, " ")
		s := step{name: name, args: strings.Fields(rest)}
		if _, ok := changes[name]; i > 0 && !ok {
			return fmt.Errorf("change %q in %q is unknown", name, spec)
		}
		if i == 0 {
			if err := c.parseLists(&s); err != nil {
				return fmt.Errorf("in %q: %w", spec, err)
			}
		}
		p = append(p, s)
	}
	c.specs[spec] = p
	return nil
}

// parseLists parses the pipelines inside the word lists that a generator names.
func (c *corpus) parseLists(s *step) error {
	var lists []string
	_, known := c.generators[s.name]
	switch {
	case s.name == "text":
		lists = []string{s.args[0]}
		for _, arg := range s.args[3:] {
			list, _, _ := strings.Cut(arg, "=")
			lists = append(lists, list)
		}
	case known:
		return nil
	default:
		lists = []string{s.name}
	}
	for _, list := range lists {
		words, ok := c.words[list]
		if !ok {
			return fmt.Errorf("there is no generator or list %q", list)
		}
		for _, w := range words {
			for i, part := range braces(w) {
				if i%2 == 1 {
					if err := c.parse(part); err != nil {
						return err
					}
				}
			}
		}
	}
	return nil
}
