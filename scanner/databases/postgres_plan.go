package databases

import (
	"context"
	"database/sql"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/datamapbr/datamap/scanner"
)

// A leaf is a piece of a table that has blocks of its own: the table itself or
// one of its partitions.
type leaf struct {
	o       object
	kind    string
	blocks  int64
	density float64 // rows a block, 0 when unknown
	heap    bool    // stored the usual way
	allowed bool    // also by the address of its rows, which takes a right on the whole table
	file    uint32  // on disk: another one after its rows were moved
}

// A table that is being dropped has no size any more.
const postgresLeaves = `WITH RECURSIVE tree(oid) AS (
  SELECT %d::oid UNION ALL SELECT i.inhrelid FROM pg_inherits i JOIN tree ON i.inhparent = tree.oid AND %t)
SELECT n.nspname, c.relname, c.relkind::text, c.reltuples::float8, c.relpages,
  coalesce(pg_relation_size(c.oid), 0) / current_setting('block_size')::bigint,
  coalesce(a.amname = 'heap', false), has_table_privilege(c.oid, 'SELECT') AND has_schema_privilege(n.oid, 'USAGE'), c.relfilenode
FROM tree JOIN pg_class c ON c.oid = tree.oid JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_am a ON a.oid = c.relam
WHERE c.relkind <> 'p' ORDER BY n.nspname, c.relname`

// postgresPlan samples random rows by physical address: constants made here,
// no sort, no index needed. What has no addresses gives its random blocks or
// its first rows.
func postgresPlan(ctx context.Context, s *session, o *object, want int64, rnd *rand.Rand) (*plan, error) {
	if executed(o) {
		return executedPlan(s, o, want)
	}
	leaves, err := postgresLeafList(ctx, s, o)
	if err != nil {
		return nil, err
	}
	foreign := slices.ContainsFunc(leaves, func(l leaf) bool { return l.kind == "f" })
	if want <= 0 {
		return postgresWhole(s, o, leaves, foreign)
	}
	var blocks int64
	var rows float64
	known := true
	for i := range leaves {
		l := &leaves[i]
		blocks += l.blocks
		rows += l.density * float64(l.blocks)
		known = known && (l.density > 0 || l.blocks == 0)
	}
	if !foreign && (!known || rows <= 2*float64(want)) {
		fits, err := small(ctx, s, o, want)
		if err != nil {
			return nil, err
		}
		if fits {
			return wholePlan(s, o, want)
		}
	}
	if foreign {
		leaves = slices.DeleteFunc(leaves, func(l leaf) bool { return l.kind == "f" })
	}
	addresses := !slices.ContainsFunc(leaves, func(l leaf) bool { return !l.allowed })
	switch {
	case addresses && blocks > 0:
		p, err := probePlan(ctx, s, leaves, want, rnd)
		if err == nil && foreign {
			p.gaps = append(p.gaps, scanner.Reason{Code: "foreign_table"})
		}
		return p, err
	case foreign:
		return localPlan(s, leaves)
	case blocks > 0 && !slices.ContainsFunc(leaves, func(l leaf) bool { return !l.heap }):
		return blockPlan(s, o, blocks, rows, want, rnd)
	}
	return headPlan(s, o, want)
}

// pageBlocks is how many blocks of 8 KiB a statement reads of a table that is read whole.
const pageBlocks = 4096

// postgresWhole reads every row of o: where rows can be read by their address, a range of
// blocks at a time, so that no page waits or keeps others waiting for long.
func postgresWhole(s *session, o *object, leaves []leaf, foreign bool) (*plan, error) {
	paged := postgresMajor(s.d.info.Version) >= 14 // an older server would read the whole table for every page
	for _, l := range leaves {
		paged = paged && (l.kind == "f" || l.allowed)
	}
	switch {
	case paged:
		return blockPages(s, o, leaves, foreign)
	case foreign:
		return localPlan(s, leaves)
	}
	return wholePlan(s, o, 0)
}

// postgresMajor is the first number of a version, 0 when there is none.
func postgresMajor(version string) int {
	n := 0
	for _, c := range version {
		if c < '0' || c > '9' {
			break
		}
		n = 10*n + int(c-'0')
	}
	return n
}

// blockPages reads the blocks of every leaf that is here. The last page has no end, since
// the table may grow while it is read.
func blockPages(s *session, o *object, leaves []leaf, foreign bool) (*plan, error) {
	p := &plan{method: scanner.Whole, rows: -1, paged: true, moved: func(ctx context.Context, s *session) (bool, error) {
		now, err := postgresLeafList(ctx, s, o)
		same := func(a, b leaf) bool { return a.file == b.file && a.o.Schema == b.o.Schema && a.o.Name == b.o.Name }
		return !slices.EqualFunc(leaves, now, same), err
	}}
	if foreign {
		p.gaps = []scanner.Reason{{Code: "foreign_table"}}
	}
	local, selects, err := localSelects(s, leaves)
	if err != nil {
		return nil, err
	}
	const farthest = math.MaxUint32
	i, block := 0, int64(0)
	p.next = func(int64) string {
		if i == len(local) {
			return ""
		}
		from, to := block, block+pageBlocks
		if to >= local[i].blocks {
			to = farthest
		}
		statement := fmt.Sprintf("%s WHERE ctid >= '(%d,0)'::tid AND ctid < '(%d,0)'::tid", selects[i], from, to)
		if block = to; to == farthest {
			i, block = i+1, 0
		}
		return statement
	}
	return p, nil
}

func postgresLeafList(ctx context.Context, s *session, o *object) ([]leaf, error) {
	var leaves []leaf
	err := s.rows(ctx, fmt.Sprintf(postgresLeaves, o.oid, o.Kind == "partitioned_table"), func(rows *sql.Rows) error {
		l := leaf{o: *o}
		var tuples float64
		var pages int64
		if err := rows.Scan(&l.o.Schema, &l.o.Name, &l.kind, &tuples, &pages, &l.blocks, &l.heap, &l.allowed, &l.file); err != nil {
			return err
		}
		l.o.Schema, l.o.Name = s.d.charset.decoded(l.o.Schema), s.d.charset.decoded(l.o.Name)
		l.allowed = l.allowed && l.heap
		l.o.Kind = "table" // read by itself, with ONLY
		if tuples > 0 && pages > 0 {
			l.density = tuples / float64(pages)
		}
		leaves = append(leaves, l)
		return nil
	})
	return leaves, err
}

// localSelects are the leaves that are no foreign tables, with the statements that read
// every row of each.
func localSelects(s *session, leaves []leaf) (local []leaf, selects []string, err error) {
	for _, l := range leaves {
		if l.kind == "f" {
			continue
		}
		statement, err := s.d.selectFrom(&l.o)
		if err != nil {
			return nil, nil, err
		}
		local, selects = append(local, l), append(selects, statement)
	}
	return local, selects, nil
}

// localPlan reads every row of the partitions that are not foreign tables, which are on
// other servers.
func localPlan(s *session, leaves []leaf) (*plan, error) {
	_, selects, err := localSelects(s, leaves)
	if err != nil {
		return nil, err
	}
	p := once(scanner.Whole, -1, strings.Join(selects, " UNION ALL "))
	p.gaps = []scanner.Reason{{Code: "foreign_table"}}
	return p, nil
}

// blockPlan samples a table of which only some columns may be read, or a partitioned one
// whose partitions may be read only through it, by blocks that the server picks.
func blockPlan(s *session, o *object, blocks int64, rows float64, want int64, rnd *rand.Rand) (*plan, error) {
	statement, err := s.d.selectFrom(o)
	if err != nil {
		return nil, err
	}
	if rows <= 0 {
		rows = float64(blocks) * 50
	}
	seed := rnd.Uint32() >> 1
	share := math.Min(1, float64(want)/rows)
	p := &plan{method: scanner.Blocks, rows: -1, later: IfFewer}
	p.next = func(read int64) string {
		// SYSTEM with a larger share takes the same blocks again, so it is tried
		// again only when it gave nothing.
		if read > 0 || share > 1 {
			return ""
		}
		sql := fmt.Sprintf("%s TABLESAMPLE SYSTEM (%.6f) REPEATABLE (%d) LIMIT %d", statement, 100*share, seed, want)
		p.touched = int64(math.Ceil(share * float64(blocks)))
		if share < 1 {
			share = math.Min(1, share*8)
		} else {
			share = 2
		}
		return sql
	}
	return p, nil
}
