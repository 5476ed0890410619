package report

import (
	"slices"

	"github.com/datamapbr/datamap/rules"
	"github.com/datamapbr/datamap/scanner"
)

// An exposure is what would follow if everything in a source leaked.
type exposure struct {
	Source string
	Tables []*Table // with personal data
}

// exposures are the sources with personal data, in source order. From a table without rows
// nothing leaks.
func (inv *Inventory) exposures() []*exposure {
	var all []*exposure
	for _, t := range inv.personalTables() {
		if empty(&t.Entry) {
			continue
		}
		i := slices.IndexFunc(all, func(e *exposure) bool { return e.Source == t.Source })
		if i < 0 {
			i = len(all)
			all = append(all, &exposure{Source: t.Source})
		}
		all[i].Tables = append(all[i].Tables, t)
	}
	return all
}

// A criterion is one of a resolution, as an exposure meets it.
type criterion struct {
	Code   string
	Met    string   // yes, check (by a person), no (not seen in what was read), or unknown
	Places []string // table.column
}

// The criteria of Resolução CD/ANPD nº 15/2024, art. 5: an incident is notified
// when it may significantly affect interests and fundamental rights and involves
// at least one of them.
var incidentCriteria = []string{"sensitive", "protected", "financial", "authentication", "secrecy", "large_scale"}

// classOfCriterion is the class of data that meets a criterion by itself.
var classOfCriterion = map[string]string{
	"sensitive": "sensivel", "financial": "financeiro", "authentication": "autenticacao",
}

// Criteria says which of the six criteria of the incident rule an exposure meets.
func (p *phrases) Criteria(e *exposure) []criterion {
	var all []criterion
	for _, code := range incidentCriteria {
		c := criterion{Code: code, Met: "no"}
		switch code {
		case "protected":
			c.Places = protectedPlaces(e)
			if len(c.Places) == 0 && !agesKnown(e) {
				c.Met = "unknown"
			}
		case "large_scale":
			if p.largeScale(e) {
				c.Places = []string{p.People(e.Tables)}
			}
		case "secrecy":
			if c.Places = placesIn(e, p.declaredSecret); len(c.Places) > 0 {
				break
			}
			if c.Places = placesIn(e, p.usuallySecret); len(c.Places) > 0 {
				c.Met = "check"
			}
		default:
			holds := p.ofClass(classOfCriterion[code])
			c.Places = placesIn(e, func(column *Column) bool { return column.Personal && holds(column) })
		}
		if len(c.Places) > 0 && c.Met == "no" {
			c.Met = "yes"
		}
		all = append(all, c)
	}
	return all
}

// declaredSecret reports whether a column is of a type whose author classes it as secret.
// Data do not show that they are under secrecy, so no built-in type is.
func (p *phrases) declaredSecret(c *Column) bool {
	return c.Personal && slices.ContainsFunc(c.Types, func(v scanner.TypeVerdict) bool {
		return p.types[v.Type].Class == "sigilo" && p.types[v.Type].Words != nil
	})
}

// usuallySecret reports whether a column is of a type that may be secret, or holds health
// data, which are under professional secrecy.
func (p *phrases) usuallySecret(c *Column) bool {
	return c.Personal && slices.ContainsFunc(c.Types, func(v scanner.TypeVerdict) bool {
		return p.types[v.Type].Class == "sigilo" || c.Sensitive && p.types[v.Type].FCI == "saude"
	})
}

func placesIn(e *exposure, holds func(*Column) bool) []string {
	var all []string
	for _, t := range e.Tables {
		for i := range t.Columns {
			if holds(&t.Columns[i]) {
				all = append(all, join(t.Table, t.Columns[i].Name))
			}
		}
	}
	return all
}

// largeScale compares the number of data subjects with the criterion of rules/risk.yaml,
// which is this tool's own: the law gives no number.
func (p *phrases) largeScale(e *exposure) bool {
	_, most := p.people(e.Tables)
	return most >= p.risk.Limits.LargeScale
}

// FormTypes are the kinds of data to tick in ANPD's incident form.
func (p *phrases) FormTypes(tables []*Table) []string {
	seen := map[string]bool{}
	for _, t := range tables {
		for i := range t.Columns {
			for _, v := range t.Columns[i].Types {
				if known := p.types[v.Type]; known.Personal && t.Columns[i].Personal {
					seen[known.FCI] = true
				}
			}
		}
	}
	var all []string
	for _, code := range rules.FCITypes {
		if seen[code] {
			all = append(all, p.T("fci."+code))
		}
	}
	return all
}

// HighRisk says what a scan can see of "tratamento de alto risco", which takes a general and
// a specific criterion (Resolução CD/ANPD nº 2/2022, art. 4). Of the general ones it sees
// the volume, of the specific ones the kind of data.
func (p *phrases) HighRisk(e *exposure) string {
	general := p.largeScale(e)
	specific := len(protectedPlaces(e)) > 0 || len(placesIn(e, func(c *Column) bool { return c.Sensitive })) > 0
	switch {
	case general && specific:
		return "both"
	case general:
		return "general"
	case specific:
		return "specific"
	}
	return "none"
}
