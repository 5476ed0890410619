package scanner

import (
	"cmp"
	"math"
	"slices"

	"github.com/datamapbr/datamap/detectors"
)

// SketchSize is how many distinct values a column's sketch keeps. Up to here
// distinct counts are exact; above, their standard error is 1/√SketchSize, 3 %.
const SketchSize = 1024

// A sketch keeps the SketchSize distinct values of a column with the smallest
// keyed hashes: a uniform sample of its distinct values, whatever their order
// and however they are divided among sketches. It holds what each value
// matched, never the value.
type sketch struct {
	entries []sketchEntry
	slots   []uint16 // open addressing: index in entries plus one; a power of two long
	limit   uint64   // hashes from here on are not among the smallest
	cut     bool     // limit has been lowered
}

// A sketchEntry is one distinct value.
type sketchEntry struct {
	hash  uint64
	shape detectors.Shape
	date  uint32 // the digits yyyymmdd of a date, else 0
	ages  agesTold
	prose bool // several words
	text  bool // may hold values inside
	n     uint8
	hits  [detectors.MaxHits]detectors.Hit
}

func (e *sketchEntry) matches() []detectors.Hit { return e.hits[:e.n] }

// find returns the entry of hash; nil when there is none.
func (s *sketch) find(hash uint64) *sketchEntry {
	if len(s.slots) == 0 {
		return nil
	}
	mask := uint64(len(s.slots) - 1)
	for i := hash & mask; s.slots[i] != 0; i = (i + 1) & mask {
		if e := &s.entries[s.slots[i]-1]; e.hash == hash {
			return e
		}
	}
	return nil
}

// wants reports whether a value with this hash, not yet there, belongs in.
func (s *sketch) wants(hash uint64) bool { return !s.cut || hash < s.limit }

// add puts in a value that find did not find and wants wants.
func (s *sketch) add(e sketchEntry) {
	if len(s.entries) == 2*SketchSize {
		s.shrink()
		if !s.wants(e.hash) {
			return
		}
	}
	s.entries = append(s.entries, e)
	if 2*len(s.entries) > len(s.slots) {
		s.rehash(max(64, 2*len(s.slots)))
		return
	}
	s.place(len(s.entries) - 1)
}

func (s *sketch) place(entry int) {
	mask := uint64(len(s.slots) - 1)
	i := s.entries[entry].hash & mask
	for s.slots[i] != 0 {
		i = (i + 1) & mask
	}
	s.slots[i] = uint16(entry + 1)
}

func (s *sketch) rehash(slots int) {
	if slots == len(s.slots) {
		clear(s.slots)
	} else {
		s.slots = make([]uint16, slots)
	}
	for i := range s.entries {
		s.place(i)
	}
}

// shrink keeps the SketchSize smallest.
func (s *sketch) shrink() {
	if len(s.entries) <= SketchSize {
		return
	}
	s.sort()
	s.limit, s.cut = s.entries[SketchSize].hash, true
	s.entries = s.entries[:SketchSize]
	s.rehash(len(s.slots))
}

func (s *sketch) sort() {
	slices.SortFunc(s.entries, func(a, b sketchEntry) int { return cmp.Compare(a.hash, b.hash) })
}

// merge adds the values of t.
func (s *sketch) merge(t *sketch) {
	if t.cut && (!s.cut || t.limit < s.limit) {
		s.limit, s.cut = t.limit, true
		s.entries = slices.DeleteFunc(s.entries, func(e sketchEntry) bool { return e.hash >= s.limit })
		s.rehash(max(64, len(s.slots)))
	}
	for _, e := range t.entries {
		if s.find(e.hash) == nil && s.wants(e.hash) {
			s.add(e)
		}
	}
}

// finish leaves exactly the smallest values, in order.
func (s *sketch) finish() {
	s.shrink()
	s.sort()
}

// distinct estimates how many distinct values were added: their number while
// it is small, else from the density of the smallest hashes (Bar-Yossef et al.,
// RANDOM 2002). Call it after finish.
func (s *sketch) distinct() int64 {
	if !s.cut || len(s.entries) < 2 {
		return int64(len(s.entries))
	}
	n := len(s.entries)
	last := float64(s.entries[n-1].hash) / math.MaxUint64
	return int64(math.Round(float64(n-1) / last))
}
