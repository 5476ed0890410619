package report

import (
	"fmt"
	"slices"
)

// A sourceRisk is a risk of the RIPD model (R01 to R14), which people answer for source by
// source. A risk for which no source shows evidence is there once.
type sourceRisk struct {
	modelRisk
	Source  string // empty where no source shows evidence
	Tables  []*Table
	Columns []string // table.column, in source order
	Factors []Factor // the evidence, added up over the tables
	// Probability and impact are those of the table with the highest product; 0
	// where there is no evidence.
	Probability, Impact, Product int
	Band                         Band
	named                        map[string]bool // Columns
}

// id is stable as long as the source's name is.
func (r *sourceRisk) id() string {
	if r.Source == "" {
		return r.Code
	}
	return fmt.Sprintf("%s-%016x", r.Code, hashOf(r.Source))
}

// modelRisks returns every risk of the RIPD model: once for each source that shows evidence
// for it, or once without a source.
//
// The probability, on the scale of the model, is 5 and, for each factor that is evidence
// for this risk, its points of probability, or evidence_points of rules/risk.yaml where it
// has none. The impact is that of the table.
func (p *phrases) modelRisks() []*sourceRisk {
	var all []*sourceRisk
	for _, m := range p.law.Risks {
		bySource := map[string]*sourceRisk{}
		var order []*sourceRisk
		for _, t := range p.inv.personalTables() {
			if !slices.Contains(t.Risk.Risks, m.Code) {
				continue
			}
			r := bySource[t.Source]
			if r == nil {
				r = &sourceRisk{modelRisk: m, Source: t.Source, named: map[string]bool{}}
				bySource[t.Source] = r
				order = append(order, r)
			}
			r.add(t, p.risk)
		}
		if len(order) == 0 {
			order = append(order, &sourceRisk{modelRisk: m})
		}
		all = append(all, order...)
	}
	return all
}

// add adds the evidence of a table.
func (r *sourceRisk) add(t *Table, model *riskModel) {
	r.Tables = append(r.Tables, t)
	probability, before := 5, len(r.Columns)
	for _, f := range t.Risk.Factors {
		if !slices.Contains(model.risksOf(f.Code), r.Code) {
			continue
		}
		if f.Axis == "probability" {
			probability += f.Points
		} else {
			probability += model.Limits.EvidencePoints
		}
		for _, name := range f.Columns {
			r.name(join(t.Entry.Table, name))
		}
		r.merge(f)
	}
	if len(r.Columns) == before {
		r.name(t.Entry.Table)
	}
	probability = min(probability, worst)
	if product := probability * t.Risk.Impact; product > r.Product {
		r.Probability, r.Impact, r.Product, r.Band = probability, t.Risk.Impact, product, model.band(product)
	}
}

// name adds an affected place, unless it is there.
func (r *sourceRisk) name(place string) {
	if !r.named[place] {
		r.named[place] = true
		r.Columns = append(r.Columns, place)
	}
}

// merge adds a factor to those of the other tables.
func (r *sourceRisk) merge(f Factor) {
	for i := range r.Factors {
		if known := &r.Factors[i]; known.Code == f.Code {
			known.Types = union(slices.Clone(known.Types), f.Types...)
			if len(known.Columns) <= maxNamed { // no more are ever named
				known.Columns = union(slices.Clone(known.Columns), f.Columns...)
			}
			known.Proofs = append(slices.Clone(known.Proofs), f.Proofs...)
			known.Count = max(known.Count, f.Count)
			return
		}
	}
	r.Factors = append(r.Factors, f)
}

// Finding says what a scan can tell of a risk of the RIPD model.
func (p *phrases) Finding(r *sourceRisk) string {
	switch {
	case len(r.Tables) > 0:
		return p.Count("report.model_risk", len(r.Tables))
	case r.Scan == "never":
		return p.T("report.not_assessable")
	}
	return p.T("report.model_risk.none")
}

// risksOf are the risks of the RIPD model that a factor is evidence for.
func (m *riskModel) risksOf(code string) []string {
	for _, w := range m.Factors {
		if w.Code == code {
			return w.Risks
		}
	}
	return nil
}

// band is the band that a product falls in.
func (m *riskModel) band(product int) Band {
	switch {
	case product <= m.Bands.Low:
		return Low
	case product <= m.Bands.Moderate:
		return Moderate
	}
	return High
}
