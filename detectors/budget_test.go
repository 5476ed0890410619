package detectors

import (
	"bytes"
	"fmt"
	"regexp"
	"testing"

	"github.com/datamapbr/datamap/rules"
)

// ownRule compiles a rule of the user's with one form and the same in text.
func ownRule(t *testing.T, pattern string) *Catalog {
	t.Helper()
	c, err := Compile([]rules.Rule{{
		ID: "own", Own: true, Forms: []rules.Form{{Name: "bare", Pattern: pattern, Chance: 1, Lookalike: 0.1}},
		Text: []rules.TextForm{{Pattern: pattern, Chance: 0.1}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestBudget: a rule that makes every word of a big text an effort is over soon,
// always at the same place; sensible ones never come near.
func TestBudget(t *testing.T) {
	var text bytes.Buffer
	for i := range 40_000 {
		fmt.Fprintf(&text, "o cliente %d ligou e pediu que a matrícula AB-%06d fosse revista; ", i, i)
	}
	find := func(pattern string) (*Budget, int) {
		b, hits := &Budget{}, 0
		ownRule(t, pattern).FindWithin(b, text.Bytes(), func(TextHit) { hits++ })
		return b, hits
	}
	for _, sensible := range []string{`[A-Z]{2}-\d{6}`, `(?i)ab[- ]?\d{6}`, `(?i)(?:matr[ií]cula|mat\.?) ?n?[ºo]? ?[a-z]{2}-\d{4,8}`} {
		if b, hits := find(sensible); b.Over(0) || b.spent[0] > 0 || hits < 40_000 {
			t.Errorf("%s: %d steps drawn, %d hits", sensible, b.spent[0], hits)
		}
	}
	const nasty = `(?i)(?:[a-zà-ú0-9;-]{1,40} ?){1,20}x`
	b, _ := find(nasty)
	if !b.Over(0) {
		t.Errorf("%d steps drawn, and it is not over", b.spent[0])
	}
	if again, _ := find(nasty); again.spent != b.spent {
		t.Errorf("%d steps, then %d", b.spent[0], again.spent[0])
	}

	// The same for whole values, until it is over; then they cost nothing.
	var m Matches
	m.Budget = &Budget{}
	c, value := ownRule(t, nasty), bytes.Repeat([]byte("ab9"), 80)
	n := 0
	for ; n < 100_000 && !m.Budget.Over(0); n++ {
		c.Match(value, &m)
	}
	if !m.Budget.Over(0) || n < 10 {
		t.Errorf("over after %d values: %v", n, m.Budget.Over(0))
	}
}

// TestSteps: a match that ends at once costs little, however big the program.
func TestSteps(t *testing.T) {
	for _, test := range []struct {
		pattern, value string
		least, most    int
	}{
		{`\d{200}`, "abc", 1, 5},
		{`a{3}`, "aaa", 3, 10},
		{`(?:a?){100}a{100}`, string(bytes.Repeat([]byte("a"), 100)), 5_000, 100_000},
	} {
		m := &matcher{re: regexp.MustCompile(test.pattern)}
		m.meter(test.pattern)
		if n := new(walk).stepsOf(m.program, []byte(test.value)); n < test.least || n > test.most {
			t.Errorf("%s on %d bytes: %d steps", test.pattern, len(test.value), n)
		}
	}
}
