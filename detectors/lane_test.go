package detectors

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// numberLayouts are those of the documents, and some that only look like them.
var numberLayouts = []string{
	"###########", "###.###.###-##", "##/##/####", "####-##-##", "##########", "(##) 9####-####", "55##9########", "000###########",
	"#####-###", "########", "################", "4### #### #### ####", "1#####.##", "-##,####", "10.###.#.##", "+55##9########", "5#####",
	"##############", "##.###.###/####-##", "############", "#############", "###############", "2024-##-## ##:##:00", "0##########", "7##############",
	"######", "#######", "#", "##.##.#.##", "### #### #### ####", "12345.#", "01/01/19##", "####-##-## ##:##:##-03:00", "17########", "##-##-####", "#########",
}

// fill puts digits for the marks of a layout, now and then few different ones,
// and mends the last two as often so that checks hold.
func fillLayout(r *rand.Rand, layout string, check check) []byte {
	value := []byte(layout)
	few := r.IntN(8) == 0
	for i, b := range value {
		if b != '#' {
			continue
		}
		value[i] = byte('0' + r.IntN(10))
		if few {
			value[i] = '0' + value[i]%2
		}
	}
	n := len(value)
	if check == nil || n < 2 || !isDigit(value[n-2]) || r.IntN(2) == 0 {
		return value
	}
	for dv := range 100 {
		value[n-2], value[n-1] = byte('0'+dv/10), byte('0'+dv%10)
		if check(value, 0) {
			break
		}
	}
	return value
}

// TestNumberChecks: the quick form of a check says what the check says.
func TestNumberChecks(t *testing.T) {
	names, err := loadNames()
	if err != nil {
		t.Fatal(err)
	}
	c, slow := builtin(t), checks(names)
	r := rand.New(rand.NewPCG(5, 6))
	for name, of := range numberChecks() {
		held, served := 0, 0
		for _, layout := range numberLayouts {
			for _, fill := range []int{0, 8, 11, 14} {
				first := fillLayout(r, layout, nil)
				quick := of(placesOf(first), first, fill)
				if quick == nil {
					continue
				}
				served++
				l := c.newLane(first)
				for range 3000 {
					value := fillLayout(r, layout, slow[name])
					if isFiller(value, value[len(value)-1]) {
						continue
					}
					if !l.holds(value) {
						t.Fatalf("%s does not have the layout %s", value, layout)
					}
					l.number.split(l.last + 1)
					want := slow[name](value, fill)
					if got := quick(&l.number); got != want {
						t.Fatalf("%s, fill %d, of %s: %v, quickly %v", name, fill, value, want, got)
					}
					if want {
						held++
					}
				}
			}
		}
		if served == 0 || held == 0 {
			t.Errorf("%s: %d layouts, held %d times", name, served, held)
		}
	}
}

// TestLanesChangeNothing: values of few layouts in any order are judged by their
// lanes as they are without.
func TestLanesChangeNothing(t *testing.T) {
	c := builtin(t)
	r := rand.New(rand.NewPCG(7, 8))
	memo := &Memo{}
	type counts struct{ matched, valid int64 }
	want, got := map[int]counts{}, map[int]counts{}
	rows, wanted, lanes := int64(0), int64(0), 0
	drain := func() {
		rows += c.Drain(memo, func(n Tally) {
			got[n.Type] = counts{got[n.Type].matched + n.Matched, got[n.Type].valid + n.Valid}
		})
	}
	for i := range 300000 {
		value := fillLayout(r, numberLayouts[r.IntN(len(numberLayouts))], nil)
		if i%1000 == 0 {
			drain()
		}
		var plain, fast Matches
		lane := c.Lane(memo, value)
		if lane == nil {
			continue
		}
		lanes++
		if string(Clean(value)) != string(value) {
			t.Fatalf("%s is not clean", value)
		}
		if lane.Placeholder() != c.IsPlaceholder(value) {
			t.Fatalf("%s: a placeholder %v", value, c.IsPlaceholder(value))
		}
		if lane.Placeholder() {
			continue
		}
		c.Match(value, &plain)
		lane.Match(&fast)
		if !slices.Equal(plain.Hits(), fast.Hits()) || plain.Date != fast.Date || plain.Prose != fast.Prose ||
			plain.Shape != fast.Shape || plain.NeedsText() != fast.NeedsText() {
			t.Fatalf("%s: %+v by itself, %+v in its lane", value, plain, fast)
		}
		if lane.Count(1) != plain.NeedsText() || lane.Date() != plain.Date {
			t.Fatalf("%s: a date %d, needs a search of its text %v", value, lane.Date(), plain.NeedsText())
		}
		wanted++
		for _, h := range plain.Hits() {
			n := want[int(h.Type)]
			n.matched++
			if h.Valid {
				n.valid++
			}
			want[int(h.Type)] = n
		}
	}
	drain()
	if rows != wanted || lanes < 100000 {
		t.Errorf("%d values counted, want %d; %d had a lane", rows, wanted, lanes)
	}
	for typ, n := range want {
		if got[typ] != n {
			t.Errorf("%s: %+v, want %+v", c.Type(typ).Rule.ID, got[typ], n)
		}
	}
}
