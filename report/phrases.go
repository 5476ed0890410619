package report

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/datamapbr/datamap/rules"
	"github.com/datamapbr/datamap/scanner"
)

// phrases says what an inventory holds in the words of one language. Every
// format takes its texts from here, so that they agree.
type phrases struct {
	*rules.Words
	inv   *Inventory
	law   *law
	risk  *riskModel
	types map[string]Type
	names map[string]rules.Text
	idp   map[string]string
}

func newPhrases(inv *Inventory, words *rules.Words, all []rules.Rule) (*phrases, error) {
	l, err := loadLaw()
	if err != nil {
		return nil, err
	}
	model, err := loadRiskModel()
	if err != nil {
		return nil, err
	}
	p := &phrases{
		Words: words, inv: inv, law: l, risk: model, types: inv.types(),
		names: make(map[string]rules.Text, len(all)), idp: make(map[string]string, len(l.IDP)),
	}
	for _, r := range all {
		p.names[r.ID] = r.Words[words.Lang]
	}
	for _, t := range inv.Types {
		if own, ok := t.Words[words.Lang]; ok {
			p.names[t.ID] = own
		}
	}
	for _, t := range l.IDP {
		p.idp[t.Code] = t.Words[words.Lang]
	}
	return p, nil
}

// Brief is the function of that name, for the page's template.
func (p *phrases) Brief(name string) string { return brief(name) }

// TypeName is the name of a type, or its ID when the catalogue at hand does not know it.
func (p *phrases) TypeName(id string) string {
	if t, ok := p.names[id]; ok && t.Name != "" {
		return t.Name
	}
	return Shown(id)
}

// Alone is a phrase that stands alone in a cell or beside a bar, with a capital.
func (p *phrases) Alone(phrase string) string {
	r, n := utf8.DecodeRuneInString(phrase)
	if n == 0 {
		return phrase
	}
	return string(unicode.ToTitle(r)) + phrase[n:]
}

// N is a count with its noun: key.one or key.other.
func (p *phrases) N(key string, n int64) string { return plural(p.Words, key, n, n) }

// plural is a text in the singular or plural that n asks for.
func plural(w *rules.Words, key string, n int64, args ...any) string {
	if n == 1 {
		return w.T(key+".one", args...)
	}
	return w.T(key+".other", args...)
}

// Count is [phrases.N] for an int.
func (p *phrases) Count(key string, n int) string { return p.N(key, int64(n)) }

// Number writes a count as the language does.
func (p *phrases) Number(n int64) string { return p.T("report.number", n) }

// leastPercent is the smallest share that is written as a number.
const leastPercent = 0.001

// Percent writes a share, with one decimal where whole numbers would hide it.
func (p *phrases) Percent(share float64) string {
	switch {
	case share > 0 && share < leastPercent:
		return p.T("report.percent_least")
	case share > 0 && share < 0.1, share > 0.99 && share < 1:
		return p.T("report.percent_fine", min(share*100, 99.9))
	}
	return p.T("report.percent", share*100)
}

// Moment is when the scan was.
func (p *phrases) Moment() string { return p.inv.ScannedAt.Format(p.T("report.moment")) }

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
		var rivals []string
		for _, v := range c.Alternatives {
			rivals = union(rivals, p.TypeName(v.Type))
		}
		return p.T("report.undecided", strings.Join(rivals, ", "))
	}
	return strings.Join(parts, "; ")
}

// Remark is what else is to be said of a column's verdict.
func (p *phrases) Remark(c *Column) string {
	var parts []string
	if len(c.Types) > 0 && len(c.Alternatives) > 0 {
		var rivals []string
		for _, v := range c.Alternatives {
			rivals = union(rivals, p.TypeName(v.Type))
		}
		parts = append(parts, p.T("report.alternatives", strings.Join(rivals, ", ")))
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

// notPersonal is the class of types that are no personal data.
const notPersonal = "nao_pessoal"

var article = regexp.MustCompile(`(art\.|§) ([1-9])(?:º|\b)`)

// Article is the provision that a class rests on, its number as the language
// writes it; empty for what is no personal data.
func Article(words *rules.Words, class, provision string) string {
	if class == notPersonal {
		return ""
	}
	return article.ReplaceAllString(Shown(provision), words.T("report.article"))
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

func (p *phrases) ofTypes(c *Column, say func(Type) string) string {
	var parts []string
	for _, v := range c.Types {
		if s := say(p.types[v.Type]); s != "" {
			parts = union(parts, s)
		}
	}
	return strings.Join(parts, "; ")
}

// Confidence limits, from which a verdict is called high and medium.
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

// Prevalence is the share of the filled values that are of the column's best
// type; ok is false where values say nothing of it.
func Prevalence(c *Column) (share float64, ok bool) {
	if len(c.Types) == 0 || c.Filled == 0 || c.Types[0].Valid == 0 {
		return 0, false
	}
	return min(float64(c.Types[0].Valid)/float64(c.Filled), 1), true
}

// Share is [Prevalence] in words, with its interval where the column only contains the type.
func (p *phrases) Share(c *Column) string {
	share, ok := Prevalence(c)
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

// Yes is the word for a flag.
func (p *phrases) Yes(b bool) string {
	if b {
		return p.T("report.yes")
	}
	return p.T("report.no")
}

// Band is the word for a band; empty for none.
func (p *phrases) Band(b Band) string {
	if b == "" {
		return ""
	}
	return p.T("risk.band." + string(b))
}

// Rows is the size of a table: a number, an estimate, or that it is not known.
func (p *phrases) Rows(e *scanner.Entry) string {
	switch {
	case e.Rows < 0:
		return p.T("report.rows_unknown")
	case e.RowsEstimated:
		return p.T("report.rows_estimated", e.Rows)
	}
	return p.N("report.rows", e.Rows)
}

// Object is the name of a table below its source.
func (p *phrases) Object(e *scanner.Entry) string {
	if e.Schema == "" {
		return brief(e.Table)
	}
	return brief(e.Schema) + "." + brief(e.Table)
}

// Method is how the rows were chosen, with their number; empty for what was not read.
func (p *phrases) Method(e *scanner.Entry) string {
	if e.Method == "" {
		return ""
	}
	return p.T("method." + string(e.Method))
}

// State is the word for where an object ended.
func (p *phrases) State(e *scanner.Entry) string { return p.T("state." + string(e.State)) }

// Why are the reasons of an entry's state, in words.
func (p *phrases) Why(e *scanner.Entry) string { return p.reasons(e.Reasons) }

// Notes are the remarks on an entry that was read.
func (p *phrases) Notes(e *scanner.Entry) string { return p.reasons(e.Notes) }

func (p *phrases) reasons(all []scanner.Reason) string {
	var parts []string
	for _, r := range all {
		parts = append(parts, ReasonText(p.Words, r))
	}
	return strings.Join(parts, "; ")
}

// Advice is what to do about the reasons of an entry.
func (p *phrases) Advice(e *scanner.Entry) string {
	var parts []string
	for _, r := range e.Reasons {
		key := "advice." + r.Code
		if p.Has(key) {
			parts = union(parts, p.T(key))
		}
	}
	return strings.Join(parts, " ")
}

// saidByWords are the codes whose words say all that their detail would.
var saidByWords = []string{"no_such_file", "no_permission", "damaged_workbook", "damaged_archive", "damaged_file", "truncated"}

// ReasonText says a reason in words, with its code, count and place.
func ReasonText(words *rules.Words, r scanner.Reason) string {
	text := words.T("reason." + r.Code)
	if !words.Has("reason." + r.Code) {
		text = Shown(r.Code)
	}
	var more []string
	if r.Detail != "" && !slices.Contains(saidByWords, r.Code) {
		more = append(more, brief(r.Detail))
	}
	if r.Count > 0 {
		more = append(more, plural(words, "report.reason.count", r.Count, r.Count))
	}
	if r.Row > 0 {
		more = append(more, words.T("report.reason.row", r.Row))
	}
	if r.Offset > 0 {
		more = append(more, words.T("report.reason.offset", r.Offset))
	}
	if len(more) == 0 {
		return text
	}
	return text + " (" + strings.Join(more, ", ") + ")"
}

// Settings say how the sample was taken.
func (p *phrases) Settings() string {
	if p.inv.Settings.SampleRows == 0 {
		return p.T("report.sample_all", fmt.Sprint(p.inv.Settings.Seed))
	}
	return p.T("report.sample", p.inv.Settings.SampleRows, fmt.Sprint(p.inv.Settings.Seed))
}
