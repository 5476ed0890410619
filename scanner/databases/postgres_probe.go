package databases

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/datamapbr/datamap/scanner"
)

// Sizes of a sample by physical address.
const (
	minBlocks      = 250  // spread over at least so many blocks, where there are
	rowsPerBlock   = 20   // at most so many neighbours, where the table is large
	maxProbes      = 2000 // addresses per statement
	maxOffset      = 291  // tuples that fit in a block of 8 KiB
	maxProbeRounds = 12
)

// A probe is the address of a row that may be there.
type probe struct {
	leaf   int
	block  int64
	offset int
}

// A prober asks for rows by address, in rounds. Where there was no row at an address, the
// next round tries another one.
type prober struct {
	sql    []string // of each leaf, up to the list of addresses
	blocks []probe  // the chosen blocks, each with its largest offset
	orders [][]int  // a random order of the offsets of each of blocks
	layer  int      // how many of each order are used up
	want   int64
	queue  []probe // made, not yet in a round
	round  []probe // to be asked for in this round
	rnd    *rand.Rand
	rounds int
	before int64 // rows read when the round began
	asked  int64 // addresses of the round
}

func probePlan(ctx context.Context, s *session, leaves []leaf, want int64, rnd *rand.Rand) (*plan, error) {
	r := &prober{want: want, rnd: rnd}
	p := &plan{method: scanner.Probes, rows: -1, later: IfFewer, rule: Elsewhere}
	measured := false
	p.known = func() bool { return r.rounds == 1 && !measured }
	var rows float64
	for i := range leaves {
		l := &leaves[i]
		statement, err := s.d.selectFrom(&l.o)
		if err != nil {
			return nil, err
		}
		r.sql = append(r.sql, statement)
		if l.density == 0 && l.blocks > 0 {
			measured = true
			if l.density, err = measureDensity(ctx, s, l, rnd); err != nil {
				return nil, err
			}
		}
		rows += l.density * float64(l.blocks)
	}
	r.choose(leaves, rows)
	p.touched = int64(len(r.blocks))
	p.next = r.next
	return p, nil
}

// measureDensity counts the rows of a few random blocks.
func measureDensity(ctx context.Context, s *session, l *leaf, rnd *rand.Rand) (float64, error) {
	from, err := l.o.from(s.d.dialect)
	if err != nil {
		return 0, err
	}
	var addresses []string
	blocks := map[int64]bool{}
	for range 8 {
		blocks[rnd.Int64N(l.blocks)] = true
	}
	for b := range blocks {
		for offset := 1; offset <= maxOffset; offset++ {
			addresses = append(addresses, fmt.Sprintf(`"(%d,%d)"`, b, offset))
		}
	}
	slices.Sort(addresses)
	statement := fmt.Sprintf("SELECT count(*) FROM %s WHERE ctid = ANY ('{%s}'::tid[])", from, strings.Join(addresses, ","))
	if s.outline != nil {
		s.outline.exactly(Always, statement)
		return 1, nil
	}
	var n float64
	err = s.value(ctx, statement, &n)
	return math.Max(1, n/float64(len(blocks))), err
}

// choose chooses blocks of every leaf, in proportion to its rows: a random one from each of
// equally long stretches.
func (r *prober) choose(leaves []leaf, rows float64) {
	for i, l := range leaves {
		if l.blocks == 0 {
			continue
		}
		wish := float64(r.want) * l.density * float64(l.blocks) / math.Max(1, rows)
		n := math.Max(wish/rowsPerBlock, 1.2*wish/l.density)
		n = math.Max(n, minBlocks*wish/float64(r.want))
		n = math.Min(math.Ceil(n), float64(l.blocks))
		stretch := float64(l.blocks) / n
		largest := min(maxOffset, int(math.Ceil(l.density*1.3))+2)
		for k := range int64(n) {
			b := min(int64((float64(k)+r.rnd.Float64())*stretch), l.blocks-1)
			r.blocks = append(r.blocks, probe{i, b, largest})
		}
	}
	r.blocks = slices.CompactFunc(r.blocks, func(a, b probe) bool { return a.leaf == b.leaf && a.block == b.block })
	for _, b := range r.blocks {
		r.orders = append(r.orders, r.rnd.Perm(b.offset))
	}
}

// fill makes the next layer of addresses: one more of every block that has more.
func (r *prober) fill() bool {
	for i, b := range r.blocks {
		if r.layer == len(r.orders[i]) && r.layer < maxOffset {
			// The block holds more places than its rows told: rows were deleted.
			for _, o := range r.rnd.Perm(maxOffset - r.layer) {
				r.orders[i] = append(r.orders[i], r.layer+o)
			}
		}
		if r.layer < len(r.orders[i]) {
			r.queue = append(r.queue, probe{b.leaf, b.block, r.orders[i][r.layer] + 1})
		}
	}
	r.layer++
	r.rnd.Shuffle(len(r.queue), func(i, j int) { r.queue[i], r.queue[j] = r.queue[j], r.queue[i] })
	return len(r.queue) > 0
}

func (r *prober) next(read int64) string {
	if len(r.round) == 0 {
		missing := r.want - read
		if r.rounds++; missing <= 0 || r.rounds > maxProbeRounds {
			return ""
		}
		wish := missing // at first no more, so that no row too many is read
		if found := read - r.before; r.asked > 0 && missing > 100 && found*4 < r.asked*3 {
			// Few addresses have a row: ask for more, but with a margin against too many.
			wish = min(missing*r.asked*9/(10*max(1, found)), 20*r.want)
		}
		for r.layer <= maxOffset && int64(len(r.queue)) < wish && r.fill() {
		}
		n := min(wish, int64(len(r.queue)))
		r.before, r.asked = read, n
		if n == 0 {
			return ""
		}
		r.round, r.queue = r.queue[:n:n], r.queue[n:]
	}
	n := min(maxProbes, len(r.round))
	batch := slices.Clone(r.round[:n])
	r.round = r.round[n:]
	return r.statement(batch)
}

// statement asks for the rows at some addresses, in order of their places.
func (r *prober) statement(batch []probe) string {
	perLeaf := make([][]probe, len(r.sql))
	for _, b := range batch {
		perLeaf[b.leaf] = append(perLeaf[b.leaf], b)
	}
	var terms []string
	for i, probes := range perLeaf {
		if len(probes) == 0 {
			continue
		}
		slices.SortFunc(probes, func(a, b probe) int {
			if a.block != b.block {
				return int(a.block - b.block)
			}
			return a.offset - b.offset
		})
		addresses := make([]string, len(probes))
		for k, b := range probes {
			addresses[k] = fmt.Sprintf(`"(%d,%d)"`, b.block, b.offset)
		}
		terms = append(terms, fmt.Sprintf("%s WHERE ctid = ANY ('{%s}'::tid[])", r.sql[i], strings.Join(addresses, ",")))
	}
	return strings.Join(terms, " UNION ALL ")
}
