package detectors

// place finds the places of a layout at which the variant does not take every
// digit. It reports false when no value of the layout can have the variant.
func (t *laneTest) place(layout []byte) bool {
	s := t.sequence
	if s == nil {
		t.unplaced = true
		return true
	}
	varying, total := -1, 0
	for i, st := range s.steps {
		total += st.min
		if st.min == st.max {
			continue
		}
		if varying >= 0 {
			t.unplaced = !s.uniform()
			return t.unplaced || s.whole(layout)
		}
		varying = i
	}
	rest := len(layout)
	for i, st := range s.steps {
		width := st.min
		if i == varying {
			width += len(layout) - total
		}
		if width > rest || width < st.min || width > st.max {
			return false
		}
		for range width {
			at := len(layout) - rest
			rest--
			if b := layout[at]; !isDigit(b) && !st.set[b] || isDigit(b) && digitsIn(st.set) == 0 {
				return false
			} else if isDigit(b) && digitsIn(st.set) < 10 {
				t.fixed = append(t.fixed, fixedByte{at, st.set})
			}
		}
	}
	return rest == 0
}

// digitsIn returns how many digits are in a set.
func digitsIn(set *[256]bool) int {
	n := 0
	for _, in := range set['0' : '9'+1] {
		if in {
			n++
		}
	}
	return n
}

// uniform reports whether the sequence takes every digit where it takes one.
func (s *sequence) uniform() bool {
	for _, st := range s.steps {
		if n := digitsIn(st.set); n > 0 && n < 10 {
			return false
		}
	}
	return true
}
