package detectors

import (
	"fmt"

	"github.com/datamapbr/datamap/rules"
)

// A simple pattern costs next to nothing, however many there are: length, first byte,
// punctuation and classes of bytes rule out nearly all other values, and the rest are
// matched byte by byte. A pattern that needs a regexp (see [determine]) and has no such
// features is run on every value.

const (
	slowShare   = 0.2 // of the values of other types, from which a regexp is run on too many
	slowLetters = 13  // letters that a value in text may begin with, from which a regexp is run at too many words
)

// slow warns of the forms of type i that would make scans slow, and says how
// often their regexps would be run.
func (c *Catalog) slow(i int) (m rules.Mistakes) {
	t := &c.types[i]
	for k := range t.forms {
		if f := &t.forms[k]; f.matcher != nil && f.matcher.re != nil && !f.Weak {
			if share := c.admitted(i, &f.matcher.sig); share >= slowShare {
				m.Add(fmt.Sprintf("forms.%d.pattern", k), "slow_value", int(100*share))
			}
		}
	}
	for k := range t.texts {
		f := &t.texts[k]
		if f.matcher == nil || f.matcher.re == nil || len(f.Labels)+len(f.After) > 0 {
			continue
		}
		letters := 0
		for b := 'a'; b <= 'z'; b++ {
			if f.matcher.sig.first[b] {
				letters++
			}
		}
		if letters >= slowLetters {
			m.Add(fmt.Sprintf("text.%d.pattern", k), "slow_text", letters)
		}
	}
	return m
}

// admitted is the share of the other types' examples whose shape does not rule the pattern
// out, as an estimate of the share of a source's values on which it would be run.
func (c *Catalog) admitted(typ int, s *signature) float64 {
	all, admitted := 0, 0
	for i := range c.types {
		if i == typ {
			continue
		}
		for _, list := range [][]string{c.types[i].Rule.Match, c.types[i].Rule.Reject} {
			for _, value := range list {
				if len(value) == 0 || len(value) > maxShaped {
					continue
				}
				all++
				if shape := shapeOf([]byte(value)); s.admits(&shape) {
					admitted++
				}
			}
		}
	}
	return float64(admitted) / float64(max(1, all))
}

// Unaided returns the IDs of the user's rules with a pattern that is tried almost
// everywhere, because neither length nor first byte nor punctuation rules it out.
func (c *Catalog) Unaided() (ids []string) {
	for i := range c.types {
		if c.types[i].Rule.Own && len(c.slow(i)) > 0 {
			ids = append(ids, c.types[i].Rule.ID)
		}
	}
	return ids
}
