package scanner

import (
	"cmp"
	"math"
	"slices"

	"github.com/datamapbr/datamap/detectors"
)

// SketchSize is how many distinct values a column's sketch keeps. Up to here
// distinct counts are exact; above, their standard error is 1/√SketchSize, 3 %. In
// tables of more than 128 columns the sketches are smaller.
const SketchSize = 1024

// The sketches of a table share the memory of wideTable whole ones, so that a
// table of many columns needs no more; but each keeps leastSketch values.
const (
	wideTable   = 128 // columns
	leastSketch = 64
)

// sketchSize returns how many distinct values each column of a table keeps. It depends on
// the number of columns alone, so that it is the same for every profile of the table.
func sketchSize(columns int) int {
	return max(leastSketch, SketchSize*wideTable/max(columns, wideTable))
}

// A sketch keeps the size distinct values of a column with the smallest
// keyed hashes: a uniform sample of its distinct values, whatever their order
// and however they are divided among sketches. It holds what each value
// matched, never the value.
type sketch struct {
	size    int // of every sketch of the column
	entries []sketchEntry
	slots   []uint16 // open addressing: index in entries plus one; a power of two long
	limit   uint64   // hashes from here on are not among the smallest
	cut     bool     // limit has been lowered
	told    []*told  // the last ones, for further values to share
}

// A sketchEntry is one distinct value.
type sketchEntry struct {
	hash  uint64
	shape detectors.Shape
	*told
	date uint32 // the digits yyyymmdd of a date, else 0
	ages agesTold
}

// A told is what the catalogue says of a value. It is the same for most values of a
// column, which share one.
type told struct {
	prose bool // several words
	text  bool // may hold values inside
	n     uint8
	hits  [detectors.MaxHits]detectors.Hit
	of    detectors.Set // types of which its words speak: of a short value, any of them
}

func (t *told) matches() []detectors.Hit { return t.hits[:t.n] }

// maxTold is how many are searched for one to share.
const maxTold = 64

// share returns a told that is equal to it, an earlier one if possible.
func (s *sketch) share(it told) *told {
	for _, known := range s.told {
		if *known == it {
			return known
		}
	}
	if len(s.told) == maxTold {
		s.told = s.told[:0]
	}
	kept := it // so that the parameter itself does not escape to the heap
	s.told = append(s.told, &kept)
	return &kept
}

// all reports whether there are values and the shapes of all are of a kind.
func (s *sketch) all(of func(*detectors.Shape) bool) bool {
	return len(s.entries) > 0 && !slices.ContainsFunc(s.entries, func(e sketchEntry) bool { return !of(&e.shape) })
}

// lettered reports whether most of the values begin with a letter.
func (s *sketch) lettered() bool {
	n := 0
	for i := range s.entries {
		if s.entries[i].shape.Letter() != 0 {
			n++
		}
	}
	return 2*n > len(s.entries)
}

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

// add puts in a value that is not there yet (find) and belongs in (wants).
func (s *sketch) add(e sketchEntry) {
	if n := len(s.entries); n == 2*s.size {
		s.shrink()
		if !s.wants(e.hash) {
			return
		}
	} else if n == cap(s.entries) {
		s.entries = slices.Grow(s.entries, min(max(n, 8), 2*s.size-n))
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

// shrink keeps the smallest.
func (s *sketch) shrink() {
	if len(s.entries) <= s.size {
		return
	}
	var room [2 * SketchSize]uint64
	hashes := room[:0]
	for i := range s.entries {
		hashes = append(hashes, s.entries[i].hash)
	}
	slices.Sort(hashes)
	s.keepBelow(hashes[s.size])
}

// keepBelow lowers the limit.
func (s *sketch) keepBelow(limit uint64) {
	s.limit, s.cut = limit, true
	s.entries = slices.DeleteFunc(s.entries, func(e sketchEntry) bool { return e.hash >= limit })
	s.rehash(max(64, len(s.slots)))
}

func (s *sketch) sort() {
	slices.SortFunc(s.entries, func(a, b sketchEntry) int { return cmp.Compare(a.hash, b.hash) })
}

// merge adds the values of t.
func (s *sketch) merge(t *sketch) {
	if t.cut && (!s.cut || t.limit < s.limit) {
		s.keepBelow(t.limit)
	}
	for _, e := range t.entries {
		if s.find(e.hash) == nil && s.wants(e.hash) {
			s.add(e)
		}
	}
}

// finish keeps exactly the smallest values, in order, and frees what only adding needs.
func (s *sketch) finish() {
	if s.slots == nil {
		return // it is finished
	}
	s.shrink()
	s.sort()
	s.entries, s.slots, s.told = slices.Clone(s.entries), nil, nil
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
