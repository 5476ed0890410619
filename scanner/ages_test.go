package scanner

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"
)

// today is the day of every scan of these tests.
var today = dayOf(time.Date(2026, 11, 21, 23, 59, 59, 0, time.UTC))

func TestAgesOf(t *testing.T) {
	for _, test := range []struct {
		value      string
		date       int
		born, aged uint8
	}{
		{"2014-11-22", 20141122, child, noAge},
		{"2014-11-21", 20141121, adolescent, noAge},
		{"22/11/2008", 20081122, adolescent, noAge},
		{"21/11/2008", 20081121, adult, noAge},
		{"19661122", 19661122, adult, noAge},
		{"19661121", 19661121, elderly, noAge},
		{"2026-11-21", 20261121, child, noAge},
		{"2026-11-22", 20261122, noAge, noAge}, // not yet
		{"1906-11-22", 19061122, elderly, noAge},
		{"1905-11-21", 19051121, noAge, noAge}, // nobody is 121
		{"1984", 0, adult, child},
		{"2015", 0, child, child}, // born then; or 15 days old
		{"1899", 0, noAge, child},
		{"2031", 0, noAge, child},
		{"18264", 0, elderly, noAge}, // 1950-01-01
		{"36526", 0, adult, noAge},   // 2000-01-01
		{"46347", 0, child, noAge},   // 2026-11-21
		{"46348", 0, noAge, noAge},
		{"0", 0, noAge, child},
		{"11", 0, noAge, child},
		{"12", 0, noAge, adolescent},
		{"17", 0, noAge, adolescent},
		{"18", 0, noAge, adult},
		{"60", 0, noAge, elderly},
		{"120", 0, noAge, elderly},
		{"121", 0, noAge, noAge},
		{"3011", 0, noAge, child},
		{"4011", 0, noAge, child},
		{"4035", 0, noAge, adult},
		{"5001", 0, noAge, noAge},
		{"12 anos", 0, noAge, noAge},
		{"123456", 0, noAge, noAge},
		{"-5", 0, noAge, noAge},
		{"", 0, noAge, noAge},
	} {
		if got := today.agesOf([]byte(test.value), test.date); got != (agesTold{test.born, test.aged}) {
			t.Errorf("%q tells %v, want {%d %d}", test.value, got, test.born, test.aged)
		}
	}
	if got := (day{}).agesOf([]byte("1984-09-23"), 19840923); got != (agesTold{}) {
		t.Errorf("without a day a date tells %v", got)
	}
}

// TestAges: of all rows, not of the distinct values alone, and without sentinels,
// future dates and what is no birth date.
func TestAges(t *testing.T) {
	born := func(year int) string { return fmt.Sprintf("%04d-03-02", year) }
	mixed := func(_ *rand.Rand, i int) string {
		switch i % 10 {
		case 0, 1: // the same day over and over
			return born(2018)
		case 2:
			return born(2010)
		case 3, 4, 5:
			return born(1940 + i%20)
		case 6:
			return "1900-01-01"
		case 7:
			return "2027-01-01"
		}
		return fmt.Sprintf("%04d-%02d-%02d", 1970+i%30, 1+i%12, 1+i%28)
	}
	for _, test := range []struct {
		about, name string
		n           int
		cell        func(*rand.Rand, int) string
		want        *Ages
	}{
		{"birth dates", "dt_nasc", 5000, mixed, &Ages{4000, AgeGroup{1000, 0.25}, AgeGroup{500, 0.125}, AgeGroup{1500, 0.375}}},
		{"other dates", "dt_pedido", 5000, func(_ *rand.Rand, i int) string { return born(2015 + i%10) }, nil},
		{"ages", "idade", 100, func(_ *rand.Rand, i int) string { return fmt.Sprint(i) },
			&Ages{100, AgeGroup{12, 0.12}, AgeGroup{6, 0.06}, AgeGroup{40, 0.4}}},
		{"coded ages", "nu_idade_n", 100, func(_ *rand.Rand, i int) string { return fmt.Sprint(3000 + i%2*1000 + i%10) },
			&Ages{100, AgeGroup{100, 1}, AgeGroup{}, AgeGroup{}}},
		{"years of birth", "ano_nascimento", 100, func(_ *rand.Rand, i int) string { return fmt.Sprint(1960 + i%60) },
			&Ages{100, AgeGroup{5, 0.05}, AgeGroup{6, 0.06}, AgeGroup{14, 0.14}}},
		{"birth dates of small children", "dt_nascimento", 60, func(_ *rand.Rand, i int) string { return fmt.Sprintf("%04d-%02d-11", 2019+i%4, 1+i%12) },
			&Ages{60, AgeGroup{60, 1}, AgeGroup{}, AgeGroup{}}},
		{"JSON", "dados", 50, func(_ *rand.Rand, i int) string {
			return fmt.Sprintf(`{"titular":{"nascimento":%q},"filho":{"nascimento":%q}}`, born(1950+i%20), born(2016+i%8))
		}, &Ages{100, AgeGroup{50, 0.5}, AgeGroup{}, AgeGroup{44, 0.44}}},
	} {
		c := judged(t, test.name, "", test.n, test.cell)
		if got := fmt.Sprintf("%+v", deref(c.Ages)); got != fmt.Sprintf("%+v", deref(test.want)) {
			t.Errorf("%s: %s, want %+v; it holds %s", test.about, got, deref(test.want), said(c))
		}
	}
}

func deref(a *Ages) Ages {
	if a == nil {
		return Ages{}
	}
	return *a
}
