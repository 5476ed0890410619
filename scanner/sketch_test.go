package scanner

import (
	"math/rand/v2"
	"reflect"
	"testing"
)

// TestSketchMerges: sketches of any size hold the same, whoever has seen what,
// and no more than twice their size on the way.
func TestSketchMerges(t *testing.T) {
	for _, columns := range []int{1, wideTable, 1000, 16384} {
		size := sketchSize(columns)
		r := rand.New(rand.NewPCG(1, uint64(columns)))
		whole := sketch{size: size}
		var parts [3]sketch
		for i := range parts {
			parts[i].size = size
		}
		for range 20 * size {
			hash := mix(uint64(r.IntN(10 * size)))
			e := sketchEntry{hash: hash, date: uint32(hash)}
			for _, s := range []*sketch{&whole, &parts[r.IntN(len(parts))]} {
				if s.wants(hash) && s.find(hash) == nil {
					e.told = s.share(told{n: uint8(hash % 5)})
					s.add(e)
				}
				if len(s.entries) > 2*size {
					t.Fatalf("%d columns: %d values are kept for a sketch of %d", columns, len(s.entries), size)
				}
			}
		}
		merged := sketch{size: size}
		for i := range parts {
			merged.merge(&parts[i])
		}
		merged.finish()
		whole.finish()
		if !reflect.DeepEqual(whole.entries, merged.entries) || whole.distinct() != merged.distinct() {
			t.Errorf("%d columns: what three sketches hold is not what one does", columns)
		}
		if len(whole.entries) != size {
			t.Errorf("%d columns: %d values of %d are left", columns, len(whole.entries), size)
		}
	}
}
