package scanner

import (
	"cmp"
	"time"
)

// Ages tell how many of the people in a column belong to the groups that the law
// protects, by their age on the day of the scan.
type Ages struct {
	Known       int64    `json:"known"`       // rows that tell an age
	Children    AgeGroup `json:"children"`    // under 12 (Lei 8.069/1990, art. 2)
	Adolescents AgeGroup `json:"adolescents"` // 12 to 17
	Elderly     AgeGroup `json:"elderly"`     // 60 and over (Lei 10.741/2003, art. 1)
}

// An AgeGroup is a part of the rows that tell an age.
type AgeGroup struct {
	Rows  int64   `json:"rows"`
	Share float64 `json:"share"` // of those that tell one, rounded to 4 decimals
}

// The groups of age.
const (
	noAge = iota
	child
	adolescent
	adult
	elderly
	ageGroups
)

const oldest = 120 // years, above which nobody is alive

// agesTold are the age groups that one value stands for, in two readings.
type agesTold struct {
	born uint8 // as a date or year of birth
	aged uint8 // as an age
}

// ageCounts count rows by group, in both readings; the verdict on the column decides which
// is right.
type ageCounts struct {
	born, aged [ageGroups]int64
}

func (c *ageCounts) add(t agesTold) {
	c.born[t.born]++
	c.aged[t.aged]++
}

func (c *ageCounts) merge(d *ageCounts) {
	for i := range ageGroups {
		c.born[i] += d.born[i]
		c.aged[i] += d.aged[i]
	}
}

// A day is the one on which ages are counted. With its zero value none are.
type day struct {
	digits int // yyyymmdd
	serial int // as spreadsheets number days
}

func dayOf(moment time.Time) day {
	if moment.IsZero() {
		return day{}
	}
	const epoch = 25569 // the serial of 1970-01-01
	y, m, d := moment.UTC().Date()
	return day{digits: y*10000 + int(m)*100 + d, serial: epoch + int(moment.Unix()/(24*60*60))}
}

// agesOf reads a clean value that is the date yyyymmdd or, where date is 0, may
// be a year, a spreadsheet's serial of a day, an age in years, or one with its
// unit in front, as the health registers write it (4035 is 35 years).
func (d day) agesOf(value []byte, date int) (t agesTold) {
	switch {
	case d.digits == 0:
		return t
	case date > 0 && date <= d.digits:
		t.born = groupOf((d.digits - date) / 10000) // subtracting dates as numbers gives whole years
		return t
	case date > 0 || len(value) == 0 || len(value) > 5:
		return t
	}
	n := 0
	for _, c := range value {
		if c < '0' || c > '9' {
			return t
		}
		n = n*10 + int(c-'0')
	}
	switch len(value) {
	case 4:
		t.born, t.aged = groupOf(d.digits/10000-n), codedAge(n/1000, n%1000)
	case 5:
		if n > d.serial {
			return t
		}
		const year = 365.2425
		t.born = groupOf(int(float64(d.serial-n) / year))
	default:
		t.aged = groupOf(n)
	}
	return t
}

// codedAge is the group of an age whose unit is hours (1), days (2), months (3) or years (4).
func codedAge(unit, amount int) uint8 {
	switch unit {
	case 1, 2:
		return child
	case 3:
		return groupOf(amount / 12)
	case 4:
		return groupOf(amount)
	}
	return noAge
}

func groupOf(years int) uint8 {
	switch {
	case years < 0 || years > oldest:
		return noAge
	case years < 12:
		return child
	case years < 18:
		return adolescent
	case years < 60:
		return adult
	}
	return elderly
}

// agesIn returns the ages that a column of these types tells; nil for none.
func (j *columnJudge) agesIn(types []TypeVerdict) *Ages {
	for _, v := range types {
		if v.Mode != WholeValue {
			continue
		}
		switch typ := j.catalog.Type(j.catalog.Index(v.Type)); {
		case typ.IsDate():
			return agesFrom(&j.profile.ages.born)
		case typ.Rule.ID == "age":
			return agesFrom(&j.profile.ages.aged)
		}
	}
	return nil
}

func agesFrom(rows *[ageGroups]int64) *Ages {
	a := &Ages{
		Known:    rows[child] + rows[adolescent] + rows[adult] + rows[elderly],
		Children: AgeGroup{Rows: rows[child]}, Adolescents: AgeGroup{Rows: rows[adolescent]}, Elderly: AgeGroup{Rows: rows[elderly]},
	}
	if a.Known == 0 {
		return nil
	}
	a.share()
	return a
}

func (a *Ages) share() {
	for _, g := range []*AgeGroup{&a.Children, &a.Adolescents, &a.Elderly} {
		g.Share = round(float64(g.Rows)/float64(a.Known), 4)
	}
}

// and returns the sum of a and b, either of which may be nil.
func (a *Ages) and(b *Ages) *Ages {
	if a == nil || b == nil {
		return cmp.Or(a, b)
	}
	sum := &Ages{
		Known:    a.Known + b.Known,
		Children: AgeGroup{Rows: a.Children.Rows + b.Children.Rows}, Adolescents: AgeGroup{Rows: a.Adolescents.Rows + b.Adolescents.Rows},
		Elderly: AgeGroup{Rows: a.Elderly.Rows + b.Elderly.Rows},
	}
	sum.share()
	return sum
}
