package detectors

import "math"

// maxRun is the longest run of digits told apart; longer ones count as it.
const maxRun = 31

// addRuns puts a form under the runs of digits with which it may begin.
func (x *textIndex) addRuns(ref textRef) {
	runs, ends := ref.matcher.firstRuns()
	for n := 1; n <= maxRun; n++ {
		if runs>>n&1 == 0 {
			continue
		}
		if n == maxRun { // or longer
			ends[n].next, ends[n].then = anyByte, anyByte
		}
		l, bit := lastList(&x.runs[n])
		l.allow(bit, &head{1: ends[n].next, ends[n].then, anyByte})
		if ends[n].whole {
			l.whole |= bit
		}
		if ref.labelled {
			l.labelled |= bit
		}
		l.refs = append(l.refs, ref)
	}
}

// A runEnd says what may stand behind a run of digits with which a match begins.
type runEnd struct {
	whole      bool // the run may be all of the match
	next, then byteBits
}

// firstRuns returns, as a set of bits up to maxRun, how long the run of digits
// at the start of a text may be for the matcher to match there up to a
// character that is no digit, and for each length what may stand behind it.
func (m *matcher) firstRuns() (all uint32, ends [maxRun + 1]runEnd) {
	whole := uint32(0)
	if m.re != nil {
		all, whole = math.MaxUint32, math.MaxUint32
		for n := range ends {
			ends[n].next, ends[n].then = anyByte, anyByte
		}
	}
	for _, s := range m.sequences {
		runs := uint32(1) // how many digits there may have been so far, all of them at the start
		for k, st := range s.steps {
			others := byteBitsOf(st.set)
			digit := others[0]&digitSet64 != 0
			others[0] &^= digitSet64
			if others != (byteBits{}) { // the run may end before or in this step
				here := runs
				if digit {
					here |= spread(runs, 0, st.max)
				}
				all |= here
				then := s.second(k)
				for n := range ends {
					if here>>n&1 != 0 {
						ends[n].next.add(others)
						ends[n].then.add(then)
					}
				}
			}
			next := uint32(0)
			if digit {
				next = spread(runs, st.min, st.max)
			}
			if st.min == 0 {
				next |= runs
			}
			runs = next
		}
		all |= runs
		whole |= runs
	}
	for n := range ends {
		ends[n].whole = whole>>n&1 != 0
	}
	return all, ends
}

// second returns the bytes that may stand behind one of step k.
func (s *sequence) second(k int) (set byteBits) {
	steps := s.steps[k:]
	if steps[0].max == 1 {
		steps = steps[1:]
	}
	for i, st := range steps {
		set.add(byteBitsOf(st.set))
		if st.min > 0 && (i > 0 || s.steps[k].max == 1) {
			return set
		}
	}
	return anyByte // the match may end there
}

// spread adds between least and most to every member of a set of lengths.
func spread(runs uint32, least, most int) uint32 {
	var next uint32
	for n := 0; n <= maxRun; n++ {
		if runs>>n&1 == 0 {
			continue
		}
		for k := least; k <= most && k <= maxRun; k++ {
			next |= 1 << min(maxRun, n+k)
		}
	}
	return next
}
