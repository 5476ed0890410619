package eval

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/datamapbr/datamap/scanner"
)

// An outcome is one labelled column and what the scan said of it.
type outcome struct {
	table  *table
	column *column
	said   *scanner.ColumnResult
}

// A count is the tally of the answers to a yes-or-no question.
type count struct{ hit, miss, wrong int }

func (c count) precision() float64 { return share(c.hit, c.hit+c.wrong) }
func (c count) recall() float64    { return share(c.hit, c.hit+c.miss) }
func (c count) f1() float64        { return share(2*c.hit, 2*c.hit+c.miss+c.wrong) }

// labelled is the number of columns with the label.
func (c count) labelled() int { return c.hit + c.miss }

// share is part/all; 1 where all is 0, since no mistake was made.
func share(part, all int) float64 {
	if all == 0 {
		return 1
	}
	return float64(part) / float64(all)
}

// add counts an answer against its label; "either" is not counted.
func (c *count) add(label string, said bool) {
	switch {
	case label == "yes" && said:
		c.hit++
	case label == "yes":
		c.miss++
	case label == "no" && said:
		c.wrong++
	}
}

// A bin counts the best types with a confidence in one tenth of the scale.
type bin struct {
	n, right   int
	confidence float64 // sum
}

// minLabelled is how many columns must carry a type for it to count in the mean.
const minLabelled = 3

// A score sums up the outcomes of one half.
type score struct {
	columns, tables     int
	personal, sensitive count
	types               map[string]*count
	bins                [10]bin
	lookalikes          int // personal verdicts on columns of look-alike tables
}

func newScore(outcomes []outcome) *score {
	s := &score{types: map[string]*count{}}
	var last *table
	for _, o := range outcomes {
		s.columns++
		if o.table != last {
			s.tables++
			last = o.table
		}
		l := &o.column.Labels
		s.personal.add(l.Personal, o.said.Personal)
		s.sensitive.add(l.Sensitive, o.said.Sensitive)
		if o.table.Lookalike && o.said.Personal {
			s.lookalikes++
		}
		for _, id := range l.Types {
			s.typ(id).add("yes", o.says(id))
		}
		if l.Personal == "either" && len(l.Types) == 0 {
			continue // who differ on whether it is personal differ on what it is
		}
		for _, v := range o.said.Types {
			if !o.right(v.Type) {
				s.typ(v.Type).add("no", true)
			}
		}
		if len(o.said.Types) > 0 {
			best := o.said.Types[0]
			b := &s.bins[min(9, int(best.Confidence*10))]
			b.n++
			b.confidence += best.Confidence
			if o.right(best.Type) {
				b.right++
			}
		}
	}
	return s
}

func (s *score) typ(id string) *count {
	if s.types[id] == nil {
		s.types[id] = &count{}
	}
	return s.types[id]
}

func (o *outcome) says(id string) bool {
	return slices.ContainsFunc(o.said.Types, func(v scanner.TypeVerdict) bool { return v.Type == id })
}

// right reports whether the label allows the type: that it is some personal data, of anything
// that is.
func (o *outcome) right(id string) bool {
	return id == scanner.OtherType && o.column.Labels.Personal == "yes" || slices.Contains(o.column.Labels.Types, id) || slices.Contains(o.column.Labels.Also, id)
}

// macroF1 is the mean of F1 over the types that enough columns carry.
func (s *score) macroF1() float64 {
	sum, n := 0.0, 0
	for _, c := range s.types {
		if c.labelled() >= minLabelled {
			sum += c.f1()
			n++
		}
	}
	return sum / float64(max(1, n))
}

// calibrationError is the mean distance between the confidence and the share that is right,
// with bins weighted by their size.
func (s *score) calibrationError() float64 {
	sum, n := 0.0, 0
	for _, b := range s.bins {
		sum += math.Abs(b.confidence - float64(b.right))
		n += b.n
	}
	return sum / float64(max(1, n))
}

// figures are the numbers of a score that are committed.
type figures struct {
	PersonalPrecision  float64 `yaml:"personal_precision"`
	PersonalRecall     float64 `yaml:"personal_recall"`
	SensitivePrecision float64 `yaml:"sensitive_precision"`
	SensitiveRecall    float64 `yaml:"sensitive_recall"`
	MacroF1            float64 `yaml:"macro_f1"`
	CalibrationError   float64 `yaml:"calibration_error"`
	LookalikesPersonal int     `yaml:"lookalikes_personal"`
}

func (s *score) figures() figures {
	round := func(x float64) float64 { return math.Round(x*1e4) / 1e4 }
	return figures{
		PersonalPrecision: round(s.personal.precision()), PersonalRecall: round(s.personal.recall()),
		SensitivePrecision: round(s.sensitive.precision()), SensitiveRecall: round(s.sensitive.recall()),
		MacroF1: round(s.macroF1()), CalibrationError: round(s.calibrationError()), LookalikesPersonal: s.lookalikes,
	}
}

// tolerance is by how much a figure may be worse than the committed one.
const tolerance = 0.002

// worse lists the figures that are worse than those committed.
func (f figures) worse(committed figures) []string {
	var list []string
	for _, x := range []struct {
		name     string
		now, was float64 // more is better
	}{
		{"personal_precision", f.PersonalPrecision, committed.PersonalPrecision},
		{"personal_recall", f.PersonalRecall, committed.PersonalRecall},
		{"sensitive_precision", f.SensitivePrecision, committed.SensitivePrecision},
		{"sensitive_recall", f.SensitiveRecall, committed.SensitiveRecall},
		{"macro_f1", f.MacroF1, committed.MacroF1},
		{"calibration_error", -f.CalibrationError, -committed.CalibrationError},
		{"lookalikes_personal", -float64(f.LookalikesPersonal), -float64(committed.LookalikesPersonal)},
	} {
		if x.now < x.was-tolerance {
			list = append(list, fmt.Sprintf("%s is %.4g, was %.4g", x.name, math.Abs(x.now), math.Abs(x.was)))
		}
	}
	return list
}

// String writes the totals.
func (s *score) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d columns in %d tables\n", s.columns, s.tables)
	fmt.Fprintf(&b, "personal   precision %.4f  recall %.4f  F1 %.4f  (%d right, %d missed, %d false)\n",
		s.personal.precision(), s.personal.recall(), s.personal.f1(), s.personal.hit, s.personal.miss, s.personal.wrong)
	fmt.Fprintf(&b, "sensitive  precision %.4f  recall %.4f  F1 %.4f  (%d right, %d missed, %d false)\n",
		s.sensitive.precision(), s.sensitive.recall(), s.sensitive.f1(), s.sensitive.hit, s.sensitive.miss, s.sensitive.wrong)
	fmt.Fprintf(&b, "types      macro F1 %.4f\n", s.macroF1())
	fmt.Fprintf(&b, "calibration error %.4f\n", s.calibrationError())
	fmt.Fprintf(&b, "personal verdicts on look-alike tables: %d\n", s.lookalikes)
	return b.String()
}

// Details writes F1 for each type and the calibration table.
func (s *score) Details() string {
	var b strings.Builder
	b.WriteString("\ntype                 columns  found  false     F1\n")
	for _, id := range slices.SortedFunc(maps.Keys(s.types), func(a, b string) int {
		return cmp.Or(cmp.Compare(s.types[a].f1(), s.types[b].f1()), cmp.Compare(a, b))
	}) {
		c := s.types[id]
		fmt.Fprintf(&b, "%-20s %7d %6d %6d  %.3f\n", id, c.labelled(), c.hit, c.wrong, c.f1())
	}
	b.WriteString("\nconfidence   said  columns  right\n")
	for i, x := range s.bins {
		if x.n > 0 {
			fmt.Fprintf(&b, "%.1f–%.1f     %.3f  %7d  %.3f\n", float64(i)/10, float64(i+1)/10, x.confidence/float64(x.n), x.n, share(x.right, x.n))
		}
	}
	return b.String()
}

// misses writes every column whose verdict is not that of its label.
func misses(outcomes []outcome) string {
	var b strings.Builder
	for _, o := range outcomes {
		l := &o.column.Labels
		var faults []string
		for _, q := range []struct {
			what, label string
			said        bool
		}{{"personal", l.Personal, o.said.Personal}, {"sensitive", l.Sensitive, o.said.Sensitive}} {
			if q.label == "yes" && !q.said {
				faults = append(faults, "not "+q.what)
			}
			if q.label == "no" && q.said {
				faults = append(faults, "falsely "+q.what)
			}
		}
		for _, id := range l.Types {
			if !o.says(id) {
				faults = append(faults, "no "+id)
			}
		}
		for _, v := range o.said.Types {
			if !o.right(v.Type) {
				faults = append(faults, "false "+v.Type)
			}
		}
		if len(faults) > 0 {
			fmt.Fprintf(&b, "%s/%s.%s: %s\n", o.table.system, o.table.Name, o.column.Name, strings.Join(faults, ", "))
			fmt.Fprintf(&b, "    label %v  said %s  alternatives %s  %d of %d filled, %d distinct\n", l.Types,
				verdicts(o.said.Types), verdicts(o.said.Alternatives), o.said.Filled, o.said.Read, o.said.Distinct)
			for _, list := range [][]scanner.TypeVerdict{o.said.Types, o.said.Alternatives} {
				if len(list) > 0 {
					fmt.Fprintf(&b, "    %s: %s\n", list[0].Type, evidence(list[0].Evidence))
				}
			}
		}
	}
	return b.String()
}

func verdicts(list []scanner.TypeVerdict) string {
	var s []string
	for _, v := range list {
		mark := ""
		if v.Mode == scanner.Contains {
			mark = "~"
		}
		s = append(s, fmt.Sprintf("%s%s %.2f", mark, v.Type, v.Confidence))
	}
	return "[" + strings.Join(s, ", ") + "]"
}

func evidence(list []scanner.Evidence) string {
	var s []string
	for _, e := range list {
		one := fmt.Sprintf("%s %+.1f", e.Kind, e.Weight)
		if e.Detail != "" {
			one += " (" + e.Detail + ")"
		}
		if e.N > 0 {
			one += fmt.Sprintf(" %d/%d", e.Hits, e.N)
		}
		s = append(s, one)
	}
	return strings.Join(s, ", ")
}
