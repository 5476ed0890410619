package report

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/datamapbr/datamap/rules"
	"github.com/datamapbr/datamap/scanner"
)

// phrases puts what an inventory holds into the words of one language. Every format takes
// its texts from here, so that they agree.
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
		names: TypeNames(inv, all, words.Lang), idp: make(map[string]string, len(l.IDP)),
	}
	for _, t := range l.IDP {
		p.idp[t.Code] = t.Words[words.Lang]
	}
	return p, nil
}

// TypeNames returns the words for types in a language, by ID: those of the rules and, before
// them, those that an inventory has of types of the user's own.
func TypeNames(inv *Inventory, all []rules.Rule, lang string) map[string]rules.Text {
	names := make(map[string]rules.Text, len(all))
	for _, r := range all {
		names[r.ID] = r.Words[lang]
	}
	for _, t := range inv.Types {
		if own, ok := t.Words[lang]; ok {
			names[t.ID] = own
		}
	}
	return names
}

// each says something of each.
func each[T any](all []T, say func(T) string) (texts []string) {
	for _, one := range all {
		texts = append(texts, say(one))
	}
	return texts
}

// first says something of the first of many, at most so many of them, and how many are left.
func first[T any](p *phrases, all []T, most int, say func(T) string) []string {
	texts := each(all[:min(len(all), most)], say)
	if len(all) > most {
		texts = append(texts, p.T("report.more", len(all)-most))
	}
	return texts
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

// typeNames names the types of verdicts, each once.
func (p *phrases) typeNames(all []scanner.TypeVerdict) string {
	var names []string
	for _, v := range all {
		names = union(names, p.TypeName(v.Type))
	}
	return strings.Join(names, ", ")
}

// Alone is a phrase with a capital, as it stands alone in a cell or beside a bar.
func (p *phrases) Alone(phrase string) string {
	r, n := utf8.DecodeRuneInString(phrase)
	if n == 0 {
		return phrase
	}
	return string(unicode.ToTitle(r)) + phrase[n:]
}

// N is a count with its noun: key.one or key.other.
func (p *phrases) N(key string, n int64) string { return plural(p.Words, key, n, n) }

// plural is a text in the singular or the plural, by n.
func plural(w *rules.Words, key string, n int64, args ...any) string {
	if n == 1 {
		return w.T(key+".one", args...)
	}
	return w.T(key+".other", args...)
}

// Count is [phrases.N] for an int.
func (p *phrases) Count(key string, n int) string { return p.N(key, int64(n)) }

// Number writes a count in the manner of the language.
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

// notPersonal is the class of types that are no personal data.
const notPersonal = "nao_pessoal"

var article = regexp.MustCompile(`(art\.|§) ([1-9])(?:º|\b)`)

// Article is the provision that a class rests on, written in the manner of the language;
// empty for what is no personal data.
func Article(words *rules.Words, class, provision string) string {
	if class == notPersonal {
		return ""
	}
	return article.ReplaceAllString(Shown(provision), words.T("report.article"))
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
// Of a table that is several files it also tells how many.
func (p *phrases) Rows(e *scanner.Entry) string {
	rows := p.N("report.rows", e.Rows)
	switch {
	case e.Rows < 0:
		rows = p.T("report.rows_unknown")
	case e.RowsEstimated:
		rows = p.N("report.rows_estimated", e.Rows)
	}
	if len(e.Parts) > 0 {
		return p.T("report.in_files", rows, p.Files(e))
	}
	return rows
}

// Files is the number of files, or of the sheets of one file, that a table is.
func (p *phrases) Files(e *scanner.Entry) string { return PartsText(p.Words, partNames(e)) }

func partNames(e *scanner.Entry) []string {
	return each(e.Parts, func(part scanner.Part) string { return part.Name })
}

// PartsText tells how many files a table is, or how many sheets where all are of one file, from
// the names of its parts.
func PartsText(words *rules.Words, parts []string) string {
	noun := "report.files"
	if ofOneFile(parts) {
		noun = "report.sheets"
	}
	n := int64(len(parts))
	return plural(words, noun, n, n)
}

// ofOneFile reports whether all parts are in the same file.
func ofOneFile(parts []string) bool {
	file, _, inside := strings.Cut(parts[0], "#")
	return inside && !slices.ContainsFunc(parts, func(name string) bool { return !strings.HasPrefix(name, file+"#") })
}

// Made tells of which files a table is made, and how many of them are in each state; empty for
// a table that is no more than one.
func (p *phrases) Made(e *scanner.Entry) string {
	if len(e.Parts) == 0 {
		return ""
	}
	states := map[scanner.State]int{}
	for i := range e.Parts {
		states[e.Parts[i].State]++
	}
	var parts []string
	for _, s := range scanner.States {
		if n := states[s]; n > 0 {
			parts = append(parts, p.Count("report.states."+string(s), n))
		}
	}
	return p.T("report.made", p.Files(e), brief(e.Parts[0].Name), brief(e.Parts[len(e.Parts)-1].Name), strings.Join(parts, ", "))
}

// Object is the name of a table below its source.
func (p *phrases) Object(e *scanner.Entry) string {
	if e.Schema == "" {
		return brief(e.Table)
	}
	return brief(e.Schema) + "." + brief(e.Table)
}

// Method is how the rows were chosen; empty for what was not read.
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
	return strings.Join(each(all, func(r scanner.Reason) string { return ReasonText(p.Words, r) }), "; ")
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

// saidByWords are the codes whose words make their detail superfluous.
var saidByWords = []string{"no_such_file", "no_permission", "damaged_workbook", "damaged_archive", "damaged_file", "truncated"}

// ReasonText puts a reason into words, with its code, count and place.
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
		unit := "report.reason.count"
		if of := "report.reason.of." + r.Code; words.Has(of + ".other") {
			unit = of
		}
		more = append(more, plural(words, unit, r.Count, r.Count))
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

// Settings says how the sample was taken.
func (p *phrases) Settings() string {
	if p.inv.Settings.SampleRows == 0 {
		return p.T("report.sample_all", fmt.Sprint(p.inv.Settings.Seed))
	}
	return p.T("report.sample", p.inv.Settings.SampleRows, fmt.Sprint(p.inv.Settings.Seed))
}
