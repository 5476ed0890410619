package report

import (
	"math"
	"strings"

	"github.com/datamapbr/datamap/scanner"
)

// Content is what a column holds, in words: "CPF", "contém CPF, Telefone".
func (p *phrases) Content(c *Column) string {
	if c.Dismissed != nil {
		return p.dismissed(c.Dismissed)
	}
	var whole, inside []string
	for _, v := range c.Types {
		if v.Mode == scanner.Contains {
			inside = union(inside, p.TypeName(v.Type))
		} else {
			whole = union(whole, p.TypeName(v.Type))
		}
	}
	parts := whole
	if len(inside) > 0 {
		parts = append(parts, p.T("mode.contains", strings.Join(inside, ", ")))
	}
	if len(parts) == 0 && len(c.Alternatives) > 0 {
		return p.T("report.undecided", p.typeNames(c.Alternatives))
	}
	return strings.Join(parts, "; ")
}

// Remark is what qualifies a column's verdict.
func (p *phrases) Remark(c *Column) string {
	var parts []string
	if len(c.Types) > 0 && len(c.Alternatives) > 0 {
		parts = append(parts, p.T("report.alternatives", p.typeNames(c.Alternatives)))
	}
	if c.Personal && nameOnly(c) {
		parts = append(parts, p.T("report.name_only"))
	}
	if c.Contradicted != "" {
		parts = append(parts, p.T("report.contradicted", p.TypeName(c.Contradicted), p.Percent(c.ValidShare(c.Contradicted))))
	}
	for _, v := range c.Silenced {
		if s := p.silence(v.Rule); s != nil {
			parts = append(parts, p.T("report.silenced", p.TypeName(v.Type), p.signed(s)))
		}
	}
	if c.DigestOf != nil {
		parts = append(parts, p.digestOf(c.DigestOf))
	}
	if ages := p.ages(c); ages != "" {
		parts = append(parts, ages)
	}
	if c.Contents != nil {
		parts = append(parts, p.contents(c.Contents))
	}
	return strings.Join(parts, "; ")
}

// nameOnly reports whether a column was judged without a value: it is empty, or was not read.
func nameOnly(c *Column) bool {
	return len(c.Types) > 0 && c.Filled == 0 && c.Types[0].Valid == 0
}

// Categories are the IDP items of a column, code and label.
func (p *phrases) Categories(c *Column) string {
	return p.ofTypes(c, func(t Type) string {
		if t.IDP == "" {
			return ""
		}
		if label := p.idp[t.IDP]; label != "" {
			return t.IDP + " – " + label
		}
		return Shown(t.IDP)
	})
}

// Classes are the LGPD classes of a column.
func (p *phrases) Classes(c *Column) string {
	return p.ofTypes(c, func(t Type) string {
		if t.Class == "" {
			return ""
		}
		return p.T("class." + t.Class)
	})
}

// FCI are a column's kinds of data in the incident form.
func (p *phrases) FCI(c *Column) string {
	return p.ofTypes(c, func(t Type) string {
		if t.FCI == "" || t.Class == notPersonal {
			return ""
		}
		return p.T("fci." + t.FCI)
	})
}

// ofTypes joins a text about each type of a column, leaving out repetitions.
func (p *phrases) ofTypes(c *Column, say func(Type) string) string {
	var parts []string
	for _, v := range c.Types {
		if s := say(p.types[v.Type]); s != "" {
			parts = union(parts, s)
		}
	}
	return strings.Join(parts, "; ")
}

// The confidences from which a verdict is called high and medium.
const (
	highConfidence   = 0.95
	mediumConfidence = 0.8
)

// Confidence is the word for a probability.
func (p *phrases) Confidence(f float64) string {
	switch {
	case f >= highConfidence:
		return p.T("report.confidence.high")
	case f >= mediumConfidence:
		return p.T("report.confidence.medium")
	}
	return p.T("report.confidence.low")
}

// Sure is a confidence as it is shown: rounded down and below 1, since no verdict is certain.
func Sure(f float64) float64 { return min(math.Floor(f*1000)/1000, 0.999) }

// prevalence is the share of the filled values that are of the column's best type; ok is
// false where the values tell nothing of it.
func prevalence(c *Column) (share float64, ok bool) {
	if len(c.Types) == 0 || c.Filled == 0 || c.Types[0].Valid == 0 {
		return 0, false
	}
	return min(float64(c.Types[0].Valid)/float64(c.Filled), 1), true
}

// Share is [phrases.prevalence] in words, with its interval where the column only contains
// the type.
func (p *phrases) Share(c *Column) string {
	share, ok := prevalence(c)
	if !ok {
		return ""
	}
	if v := c.Types[0]; v.Mode == scanner.Contains {
		if v.ShareHigh < leastPercent {
			return p.T("report.share_least", p.Percent(share))
		}
		return p.T("report.share", p.Percent(share), p.Percent(v.ShareLow), p.Percent(v.ShareHigh))
	}
	return p.Percent(share)
}

// Interval is the 95 % interval of [phrases.prevalence]; empty where the values tell nothing
// of it.
func (p *phrases) Interval(c *Column) string {
	if _, ok := prevalence(c); !ok || c.Types[0].ShareHigh == 0 {
		return ""
	}
	return p.T("report.interval", p.Percent(c.Types[0].ShareLow), p.Percent(c.Types[0].ShareHigh))
}

// TableContent names the types of a table's personal columns, in column order.
func (p *phrases) TableContent(t *Table) string {
	var names []string
	for i := range t.Columns {
		for _, v := range t.Columns[i].Types {
			if p.types[v.Type].Personal {
				names = union(names, p.TypeName(v.Type))
			}
		}
	}
	return strings.Join(names, ", ")
}

// kinds are the kinds of common and of sensitive personal data of a table, by name.
func (p *phrases) kinds(t *Table) (common, sensitive []string) {
	for i := range t.Columns {
		for _, v := range t.Columns[i].Types {
			switch known := p.types[v.Type]; {
			case !known.Personal:
			case known.Class == "sensivel":
				sensitive = union(sensitive, p.TypeName(v.Type))
			default:
				common = union(common, p.TypeName(v.Type))
			}
		}
	}
	return common, sensitive
}

// KindsCount is what item 9.2 of the IDP asks for: the number of kinds of data, not of
// records.
func (p *phrases) KindsCount(common, sensitive int) string {
	return p.T("report.kinds_count", common, sensitive, common+sensitive)
}

// personal counts the personal columns of a table.
func personal(t *Table) int {
	n := 0
	for i := range t.Columns {
		if t.Columns[i].Personal {
			n++
		}
	}
	return n
}
