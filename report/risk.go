package report

import (
	"fmt"
	"slices"

	"github.com/datamapbr/datamap/rules"
	"github.com/datamapbr/datamap/scanner"
)

// A Band is a range of the RIPD product. "high" is a band of that scale and not
// the high-risk processing of Resolução CD/ANPD 2/2022, which a scan cannot state.
type Band string

// The bands.
const (
	Low      Band = "low"
	Moderate Band = "moderate"
	High     Band = "high"
)

// Bands from low to high.
var Bands = []Band{Low, Moderate, High}

// A Risk is probability × impact, each 5, 10 or 15, with every point's reason.
type Risk struct {
	Probability int      `json:"probability"`
	Impact      int      `json:"impact"`
	Product     int      `json:"product"` // 25, 50, 75, 100, 150 or 225
	Band        Band     `json:"band"`
	Factors     []Factor `json:"factors"` // in the order of rules/risk.yaml; the points of an axis may add up to more than 15
	Risks       []string `json:"risks"`   // of the RIPD model, R01 to R14, for which there is evidence
}

// A Factor is one reason, as a code of rules/risk.yaml and what it was seen in.
type Factor struct {
	Code    string   `json:"code"`
	Axis    string   `json:"axis"` // impact, probability, or evidence, which has no points
	Points  int      `json:"points"`
	Types   []string `json:"types,omitempty"`   // that it was seen in
	Columns []string `json:"columns,omitempty"` // names, in table order
	Count   int64    `json:"count,omitempty"`
	Limit   int64    `json:"limit,omitempty"` // criterion of this tool that Count was compared with
	Proofs  []Proof  `json:"proofs,omitempty"`
}

// riskModel is rules/risk.yaml.
type riskModel struct {
	Bands struct {
		Low      int `yaml:"low"`
		Moderate int `yaml:"moderate"`
	} `yaml:"bands"`
	Limits struct {
		Rows           int64   `yaml:"rows"`
		InvalidShare   float64 `yaml:"invalid_share"`
		InvalidRows    int64   `yaml:"invalid_rows"`
		Years          int     `yaml:"years"`
		ProtectedShare float64 `yaml:"protected_share"`
		ProtectedRows  int64   `yaml:"protected_rows"`
		// UsualShare is the share of a column's values from which a type that not all are of
		// is what usually stands there: people among companies, keys of a JSON.
		UsualShare float64 `yaml:"usual_share"`
		// LargeScale is the number of data subjects from which processing is taken for large scale.
		LargeScale int64 `yaml:"large_scale"`
		// EvidencePoints are the points of probability that a factor without any gives to
		// the risks of the RIPD model that it is evidence for.
		EvidencePoints int `yaml:"evidence_points"`
	} `yaml:"limits"`
	FileSources      []string    `yaml:"file_sources"`
	OldCopies        []string    `yaml:"-"` // the copies of subjects.yaml
	ClearCredentials []string    `yaml:"clear_credentials"`
	Combination      []selection `yaml:"combination"`
	Identifying      []selection `yaml:"identifying"`
	EmptyFactors     []string    `yaml:"empty_factors"` // those that a table without rows has
	Factors          []weight    `yaml:"factors"`
}

// A selection of types, by name or by what they are in the incident form.
type selection struct {
	FCI   []string `yaml:"fci"`
	Types []string `yaml:"types"`
}

func (s *selection) holds(t Type) bool {
	return slices.Contains(s.Types, t.ID) || slices.Contains(s.FCI, t.FCI)
}

type weight struct {
	Code   string   `yaml:"code"`
	Axis   string   `yaml:"axis"`
	Points int      `yaml:"points"`
	Risks  []string `yaml:"risks"`
}

const worst = 15 // of probability and of impact

func loadRiskModel() (*riskModel, error) {
	m := &riskModel{}
	if err := rules.DecodeFile("risk.yaml", m); err != nil {
		return nil, err
	}
	subjects, err := rules.LoadSubjects()
	if err != nil {
		return nil, err
	}
	m.OldCopies = subjects.Copies
	for _, w := range m.Factors {
		if conditions[w.Code] == nil {
			return nil, fmt.Errorf("reading risk.yaml: factor %q has no condition", w.Code)
		}
		if w.Axis != "impact" && w.Axis != "probability" && w.Axis != "evidence" {
			return nil, fmt.Errorf("reading risk.yaml: factor %q: axis %q is not impact, probability or evidence", w.Code, w.Axis)
		}
		if w.Points < 0 || w.Points%5 != 0 || (w.Points == 0) != (w.Axis == "evidence") {
			return nil, fmt.Errorf("reading risk.yaml: factor %q: %d points are not a step of the scale", w.Code, w.Points)
		}
	}
	return m, nil
}

// assess sets the risk of every table and column with personal data.
//
// The risk of a column is computed like that of its table, as if the column were the only
// one: it never exceeds that of the table.
func (inv *Inventory) assess() error {
	model, err := loadRiskModel()
	if err != nil {
		return err
	}
	types := inv.types()
	shared, copies := inv.sharedKeys(types), inv.copies()
	for i := range inv.Tables {
		t := &inv.Tables[i]
		c := circumstances{model: model, types: types, shared: shared, copies: copies, year: inv.ScannedAt.Year(),
			source: inv.source(t.Source), table: &t.Entry, access: t.Access, span: t.span()}
		for j := range t.Columns {
			if t.Columns[j].Personal {
				c.columns = append(c.columns, &t.Columns[j])
			}
		}
		if len(c.columns) == 0 {
			continue
		}
		for _, column := range c.columns {
			own := c
			own.columns = []*Column{column}
			column.Risk = own.risk().Band
		}
		t.Risk = c.risk()
	}
	return nil
}

// sharedKeys counts the tables with rows in which each official document is the content of a column.
func (inv *Inventory) sharedKeys(types map[string]Type) map[string]int64 {
	shared := map[string]int64{}
	for i := range inv.Tables {
		if empty(&inv.Tables[i].Entry) {
			continue
		}
		seen := map[string]bool{}
		for j := range inv.Tables[i].Columns {
			for _, v := range inv.Tables[i].Columns[j].Types {
				if v.Mode == scanner.WholeValue && types[v.Type].FCI == "documento_oficial" && !seen[v.Type] {
					seen[v.Type] = true
					shared[v.Type]++
				}
			}
		}
	}
	return shared
}

// circumstances are what a condition may look at.
type circumstances struct {
	model   *riskModel
	types   map[string]Type
	shared  map[string]int64
	copies  map[copyKey]int64
	year    int // of the scan
	source  scanner.SourceInfo
	table   *scanner.Entry
	access  *scanner.TableAccess // nil where none is known
	span    *span                // nil where no column tells
	columns []*Column            // those with personal data
}

func (c *circumstances) risk() *Risk {
	r := &Risk{Risks: []string{}}
	for _, w := range c.model.Factors {
		f, ok := conditions[w.Code](c)
		if !ok || empty(c.table) && !slices.Contains(c.model.EmptyFactors, w.Code) {
			continue
		}
		f.Code, f.Axis, f.Points = w.Code, w.Axis, w.Points
		r.Factors = append(r.Factors, f)
		switch w.Axis {
		case "impact":
			r.Impact = min(r.Impact+w.Points, worst)
		case "probability":
			r.Probability = min(r.Probability+w.Points, worst)
		}
		r.Risks = union(r.Risks, w.Risks...)
	}
	slices.Sort(r.Risks)
	r.Product = r.Probability * r.Impact
	r.Band = c.model.band(r.Product)
	return r
}

// empty reports whether a table was read and has no row: what its columns are for is not
// there yet.
func empty(t *scanner.Entry) bool {
	return t.State == scanner.Covered && t.Rows == 0 && t.Read == 0
}

// conditions say when a factor of rules/risk.yaml applies, and what it was seen in.
var conditions = map[string]func(*circumstances) (Factor, bool){
	"personal":  func(*circumstances) (Factor, bool) { return Factor{}, true },
	"stored":    func(*circumstances) (Factor, bool) { return Factor{}, true },
	"empty":     func(c *circumstances) (Factor, bool) { return Factor{}, empty(c.table) },
	"sensitive": func(c *circumstances) (Factor, bool) { return c.ofClass("sensivel") },
	"credentials": func(c *circumstances) (Factor, bool) {
		return c.ofClass("autenticacao")
	},
	"financial":     func(c *circumstances) (Factor, bool) { return c.ofClass("financeiro") },
	"secrecy":       func(c *circumstances) (Factor, bool) { return c.ofClass("sigilo") },
	"pseudonymised": func(c *circumstances) (Factor, bool) { return c.ofClass("pseudonimizado") },
	"combination":   (*circumstances).combination,
	"plain_digest":  (*circumstances).digests,
	"minors":        func(c *circumstances) (Factor, bool) { return c.ages("children", "adolescents") },
	"elderly":       func(c *circumstances) (Factor, bool) { return c.ages("elderly") },
	"text_content":  (*circumstances).freeText,
	"volume": func(c *circumstances) (Factor, bool) {
		rows := max(c.table.Rows, c.table.Read)
		return Factor{Count: rows, Limit: c.model.Limits.Rows}, rows >= c.model.Limits.Rows
	},
	"clear_credentials": func(c *circumstances) (Factor, bool) {
		return c.seen(func(_ *Column, v scanner.TypeVerdict) bool {
			return slices.Contains(c.model.ClearCredentials, v.Type)
		})
	},
	"file": func(c *circumstances) (Factor, bool) {
		return Factor{}, slices.Contains(c.model.FileSources, c.source.Kind)
	},
	"public": func(c *circumstances) (Factor, bool) {
		return Factor{}, c.access != nil && slices.ContainsFunc(c.access.Grants, func(g scanner.Grant) bool {
			return g.Role == everybody && slices.Contains(g.Rights, "select")
		})
	},
	"world_readable": func(c *circumstances) (Factor, bool) { return Factor{}, worldReadable(c.table) },
	"copies":         (*circumstances).copied,
	"old_copy":       (*circumstances).oldCopy,
	"stale":          (*circumstances).stale,
	"old_records":    (*circumstances).oldRecords,
	"hidden":         func(c *circumstances) (Factor, bool) { return Factor{}, c.table.Hidden },
	"tls_unverified": func(c *circumstances) (Factor, bool) { return Factor{}, c.source.TLS == "unverified" },
	"tls_none":       func(c *circumstances) (Factor, bool) { return Factor{}, c.source.TLS == "none" },
	"shared_key": func(c *circumstances) (Factor, bool) {
		f, ok := c.seen(func(_ *Column, v scanner.TypeVerdict) bool {
			return v.Mode == scanner.WholeValue && c.shared[v.Type] > 1
		})
		for _, id := range f.Types {
			f.Count = max(f.Count, c.shared[id])
		}
		return f, ok
	},
	"invalid": func(c *circumstances) (Factor, bool) {
		var rows int64
		f, ok := c.seen(func(_ *Column, v scanner.TypeVerdict) bool {
			bad := c.types[v.Type].Checked && v.Mode == scanner.WholeValue && v.Valid > 0 && v.Matched >= c.model.Limits.InvalidRows &&
				float64(v.Matched-v.Valid) >= c.model.Limits.InvalidShare*float64(v.Matched)
			if bad {
				rows += v.Matched - v.Valid
			}
			return bad
		})
		f.Count = rows
		return f, ok
	},
	"contradicted": func(c *circumstances) (Factor, bool) {
		var f Factor
		for _, column := range c.columns {
			if column.Contradicted != "" {
				f.add(column.Name, column.Contradicted)
			}
		}
		return f, len(f.Columns) > 0
	},
}

// seen collects the columns and types that a condition holds for.
func (c *circumstances) seen(holds func(*Column, scanner.TypeVerdict) bool) (Factor, bool) {
	var f Factor
	for _, column := range c.columns {
		for _, v := range column.Types {
			if holds(column, v) {
				f.add(column.Name, v.Type)
			}
		}
	}
	return f, len(f.Columns) > 0
}

func (f *Factor) add(column, id string) {
	f.Columns, f.Types = union(f.Columns, column), union(f.Types, id)
}

// union appends the elements of from that to does not have.
func union(to []string, from ...string) []string {
	for _, s := range from {
		if !slices.Contains(to, s) {
			to = append(to, s)
		}
	}
	return to
}

func (c *circumstances) ofClass(class string) (Factor, bool) {
	return c.seen(func(_ *Column, v scanner.TypeVerdict) bool { return c.types[v.Type].Class == class })
}

// ages collects the columns that tell of people in one of the groups.
func (c *circumstances) ages(groups ...string) (Factor, bool) {
	return c.seen(func(column *Column, v scanner.TypeVerdict) bool {
		if column.Types[0].Type != v.Type {
			return false
		}
		for _, p := range protectedIn([]Column{*column}) {
			if slices.Contains(groups, p.Group) && (p.Share >= c.model.Limits.ProtectedShare || p.Rows >= c.model.Limits.ProtectedRows) {
				return true
			}
		}
		return false
	})
}

func (c *circumstances) freeText() (Factor, bool) {
	return c.seen(func(column *Column, v scanner.TypeVerdict) bool {
		return column.FreeText && v.Mode == scanner.Contains && c.types[v.Type].Personal
	})
}

func (c *circumstances) combination() (Factor, bool) {
	var all Factor
	for _, line := range c.model.Combination {
		f, ok := c.seen(func(column *Column, v scanner.TypeVerdict) bool {
			usual := !column.FreeText && float64(v.Valid) >= c.model.Limits.UsualShare*float64(column.Filled)
			return (v.Mode == scanner.WholeValue || usual) && line.holds(c.types[v.Type])
		})
		if !ok {
			return Factor{}, false
		}
		all.Columns, all.Types = union(all.Columns, f.Columns...), union(all.Types, f.Types...)
	}
	return all, true
}
