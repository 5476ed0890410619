package detectors

import "github.com/datamapbr/datamap/rules"

// An ignored value is never counted as being of some types: the organization's own
// telephone. It is known by its letters and digits alone.
type ignored map[string]Set

// newIgnored returns nil where there are none.
func newIgnored(types []Type, groups []rules.Ignored) ignored {
	if len(groups) == 0 {
		return nil
	}
	all := ignored{}
	for _, g := range groups {
		for _, term := range g.Terms {
			key := string(termKey(nil, []byte(term)))
			set := all[key]
			for i := range types {
				if g.Type == "" || g.Type == types[i].Rule.ID {
					set.Add(i)
				}
			}
			all[key] = set
		}
	}
	return all
}

// termKey returns a value without case, accents, spaces and punctuation. It is made in
// room, if that is large enough.
func termKey(room, value []byte) []byte {
	key := foldLatin(room[:0], value)
	n := 0
	for _, b := range key {
		if isWord(b) {
			key[n] = b
			n++
		}
	}
	return key[:n]
}

// Ignores reports whether the user has named values that are not to be counted.
func (c *Catalog) Ignores() bool { return c.ignored != nil }

// Ignored returns the types for which a value is not to be counted; ok reports whether
// there are any.
func (c *Catalog) Ignored(value []byte) (types Set, ok bool) {
	if c.ignored == nil || len(value) > maxShaped {
		return Set{}, false
	}
	var room [maxShaped]byte
	types, ok = c.ignored[string(termKey(room[:], value))]
	return types, ok
}

// Drop removes the hits of some types, and reports whether any are left.
func (m *Matches) Drop(types *Set) bool {
	n := 0
	for _, h := range m.Hits() {
		if !types.Has(int(h.Type)) {
			m.hits[n] = h
			n++
		}
	}
	m.n = n
	return n > 0
}
