package report

import (
	"fmt"
	"hash/fnv"
	"math"

	"github.com/datamapbr/datamap/scanner"
)

// subjects is how many people a table is about, as far as a scan can tell.
type subjects struct {
	N  int64
	By string // counted, estimated, at_least or at_most; empty when nothing can be said
}

// oneEach is the share of distinct among filled values from which each row of a sample is
// taken for another person.
const oneEach = 0.95

// subjects estimates how many people a table is about by the distinct values of the column
// that identifies people best. Where nearly every row of a sample has another value, the
// number is projected to the whole table; otherwise it is a lower bound. Without such a
// column the number of rows is an upper bound.
func (p *phrases) subjects(t *Table) subjects {
	var best *Column
	rank := len(p.risk.Identifying)
	for i := range t.Columns {
		c := &t.Columns[i]
		if !c.Personal || len(c.Types) == 0 || c.Types[0].Mode != scanner.WholeValue || c.Distinct == 0 {
			continue
		}
		for r, line := range p.risk.Identifying {
			if line.holds(p.types[c.Types[0].Type]) && (r < rank || r == rank && c.Distinct > best.Distinct) {
				best, rank = c, r
			}
		}
	}
	switch {
	case t.Risk == nil || t.Read == 0:
		return subjects{}
	case best == nil:
		return subjects{max(t.Rows, t.Read), "at_most"}
	case t.State == scanner.Covered:
		return subjects{best.Distinct, "counted"}
	}
	share := float64(best.Distinct) / float64(best.Filled)
	if t.Rows < 0 || share < oneEach {
		return subjects{best.Distinct, "at_least"}
	}
	filled := float64(best.Filled) / float64(max(best.Read, 1))
	return subjects{int64(math.Round(float64(t.Rows) * filled * min(share, 1))), "estimated"}
}

// Subjects are the people of a table in words; empty when nothing can be said.
func (p *phrases) Subjects(t *Table) string {
	s := p.subjects(t)
	if s.By == "" {
		return ""
	}
	return p.T("report.subjects."+s.By, s.N)
}

// people bounds the number of data subjects of several tables: at least that of the largest
// one, since the same people may be in all of them, and at most the sum.
func (p *phrases) people(tables []*Table) (least, most int64) {
	for _, t := range tables {
		s := p.subjects(t)
		most += s.N
		if s.By != "at_most" {
			least = max(least, s.N)
		}
	}
	return least, most
}

// People is the range of data subjects of several tables, in words.
func (p *phrases) People(tables []*Table) string {
	least, most := p.people(tables)
	switch {
	case most == 0:
		return p.T("report.people.unknown")
	case least == most:
		return p.N("report.people.about", most)
	case least == 0:
		return p.N("report.people.at_most", most)
	}
	return p.T("report.people.between", least, most)
}

// id is the stable identifier of a table in the record of operations.
func (t *Table) id() string { return fmt.Sprintf("T-%016x", hashOf(t.Source, t.Schema, t.Table)) }

func hashOf(parts ...string) uint64 {
	h := fnv.New64a()
	for _, part := range parts {
		h.Write([]byte(part))
		h.Write([]byte{0})
	}
	return h.Sum64()
}
