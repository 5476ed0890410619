package detectors

import (
	"os"
	"slices"
	"strings"
	"testing"
)

func builtin(t testing.TB) *Catalog {
	t.Helper()
	c, err := Builtin()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestVectors(t *testing.T) {
	c := builtin(t)
	data, err := os.ReadFile("testdata/vectors.tsv")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for line := range strings.Lines(string(data)) {
		f := strings.Split(strings.TrimSpace(line), "\t")
		if len(f) != 3 {
			continue
		}
		n++
		if got := c.Is(f[0], []byte(f[2])); got != (f[1] == "V") {
			t.Errorf("%s %s: valid = %v", f[0], f[2], got)
		}
	}
	if n < 250 {
		t.Errorf("only %d vectors were read", n)
	}
}

// TestAmbiguous: these are valid as CPF, CNH, PIS and RENAVAM and have the shape of a
// mobile number; one cell can never decide.
func TestAmbiguous(t *testing.T) {
	c := builtin(t)
	for _, value := range []string{"65995891111", "47936255508", "38989510066"} {
		for _, id := range []string{"cpf", "cnh", "pis", "renavam", "phone"} {
			if !c.Is(id, []byte(value)) {
				t.Errorf("%s is not valid as %s", value, id)
			}
		}
	}
}

// TestExamples checks every rule against its own examples.
func TestExamples(t *testing.T) {
	c := builtin(t)
	for i := range c.Len() {
		for _, mistake := range c.tryExamples(i) {
			t.Errorf("rule %s: %v", c.Type(i).Rule.ID, mistake)
		}
	}
}

// TestNearMisses: of every type's examples that are not of it at least two are one
// edit away from one that is, so that they show where the type ends.
func TestNearMisses(t *testing.T) {
	c := builtin(t)
	for i := range c.Len() {
		r := c.Type(i).Rule
		var near []string
		for _, no := range r.Reject {
			if slices.ContainsFunc(r.Match, func(yes string) bool { return oneEdit(Fold(yes), Fold(no)) }) {
				near = append(near, no)
			}
		}
		if len(near) < 2 {
			t.Errorf("rule %s: the near misses are %q", r.ID, near)
		}
	}
}

// oneEdit reports whether one byte put in, taken out or changed makes b of a.
func oneEdit(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	same := 0
	for same < len(a) && a[same] == b[same] {
		same++
	}
	switch len(b) - len(a) {
	case 0:
		return same < len(a) && a[same+1:] == b[same+1:]
	case 1:
		return a[same:] == b[same+1:]
	}
	return false
}
