package detectors

import (
	"slices"
	"testing"
)

// TestMisspelled: a long word with a letter too few, one too many or two exchanged is that
// of the rules, and one with another letter is a word of its own.
func TestMisspelled(t *testing.T) {
	c := builtin(t)
	for name, want := range map[string][]string{
		"birtdate": {"birthdate"}, "telepohne": {"telephone"}, "emp_religgion": {"emp", "religion"},
		"telefobe": {"telefobe"}, "gendre": {"gendre"}, "patents": {"patents"},
	} {
		if got := c.Words(name); !slices.Equal(got, want) {
			t.Errorf("%s is read as %v, want %v", name, got, want)
		}
	}
}
