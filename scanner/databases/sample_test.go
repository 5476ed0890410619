package databases

import (
	"database/sql/driver"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/datamapbr/datamap/scanner"
	"github.com/datamapbr/datamap/scanner/databases/dbtest"
)

// checkSample asserts that rows are n different ones, spread over a table of
// fillPeople.
func checkSample(t *testing.T, rows [][]string, n int) {
	t.Helper()
	ids, filled := map[string]bool{}, 0
	for _, r := range rows {
		if ids[r[0]] {
			t.Fatalf("row %s twice", r[0])
		}
		ids[r[0]] = true
		if r[2] != null {
			filled++
		}
	}
	if len(rows) < n*99/100 || len(rows) > n {
		t.Errorf("%d rows of %d", len(rows), n)
	}
	if share := float64(filled) / float64(len(rows)); math.Abs(share-0.5) > 0.05 {
		t.Errorf("the column that is empty in the first half is filled in %.3f of the sample", share)
	}
}

func TestSampleIsSpreadAndRepeatable(t *testing.T) {
	const size, want = 200000, 5000
	onEach(t, func(t *testing.T, address string) {
		fillPeople(t, address, size)
		kind, _, _ := strings.Cut(address, ":")
		for _, analyzed := range []bool{false, true} {
			if analyzed && kind == "postgres" {
				dbtest.Exec(t, dbtest.Open(t, address), "ANALYZE pessoas")
			}
			src := mustOpen(t, address, Options{})
			tab := table(t, src, "pessoas")
			rows, facts := mustCollect(t, src, tab, scanner.Sample{Rows: want, Seed: 1})
			checkSample(t, rows, want)
			if facts.Method != scanner.Probes && facts.Method != scanner.Ranges || facts.Touched < 240 {
				t.Errorf("facts %+v", facts)
			}
			other := mustOpen(t, address, Options{})
			again, againFacts := mustCollect(t, other, table(t, other, "pessoas"), scanner.Sample{Rows: want, Seed: 1})
			if !slices.EqualFunc(rows, again, slices.Equal[[]string]) || fmt.Sprint(facts) != fmt.Sprint(againFacts) {
				t.Error("the same seed gave another sample")
			}
			differs, _ := mustCollect(t, src, tab, scanner.Sample{Rows: want, Seed: 2})
			if slices.EqualFunc(rows, differs, slices.Equal[[]string]) {
				t.Error("another seed gave the same sample")
			}
		}
	})
}

// Keys in heaps: nearly all of them far from the middle of their span.
func TestSampleOfSparseKeys(t *testing.T) {
	for name, address := range map[string]func(testing.TB) string{"mysql": dbtest.MySQL, "sqlite": dbtest.SQLite} {
		t.Run(name, func(t *testing.T) {
			dsn := address(t)
			fillPeople(t, dsn, 50000)
			dbtest.Exec(t, dbtest.Open(t, dsn), "CREATE TABLE esparsa (id bigint PRIMARY KEY, nome varchar(100), email varchar(100))",
				"INSERT INTO esparsa SELECT id, nome, email FROM pessoas", "INSERT INTO esparsa VALUES (9000000000000000000, 'x', NULL), (-9000000000000000000, 'x', 'y')")
			src := mustOpen(t, dsn, Options{})
			rows, facts := mustCollect(t, src, table(t, src, "esparsa"), scanner.Sample{Rows: 2000, Seed: 5})
			checkSample(t, rows, 2000)
			if facts.Method != scanner.Ranges {
				t.Errorf("facts %+v", facts)
			}
		})
	}
}

func TestSampleOfUnsignedKeys(t *testing.T) {
	dsn := dbtest.MySQL(t)
	fillPeople(t, dsn, 50000)
	dbtest.Exec(t, dbtest.Open(t, dsn), "CREATE TABLE grande (id bigint unsigned PRIMARY KEY, nome varchar(100), email varchar(100))",
		"INSERT INTO grande SELECT 18446744073709551615 - 50000 + id, nome, email FROM pessoas")
	src := mustOpen(t, dsn, Options{})
	rows, _ := mustCollect(t, src, table(t, src, "grande"), scanner.Sample{Rows: 2000, Seed: 5})
	checkSample(t, rows, 2000)
}

// Keys that are no numbers are walked by places spelled between the first and
// the last.
func TestSampleOfTextKeys(t *testing.T) {
	dsn := dbtest.MySQL(t)
	fillPeople(t, dsn, 60000)
	db := dbtest.Open(t, dsn)
	for name, key := range map[string][2]string{
		"hexadecimal": {"char(40)", "sha1(id)"}, "maiuscula": {"varchar(40) COLLATE utf8mb4_bin", "upper(sha1(id))"},
		"bytes": {"binary(20)", "unhex(sha1(id))"}, "latina": {"varchar(60) CHARACTER SET latin1", "concat('cli-', md5(id))"},
		"contador": {"char(9)", "lpad(id, 9, '0')"},
	} {
		dbtest.Exec(t, db, "CREATE TABLE "+name+" (id "+key[0]+" PRIMARY KEY, nome varchar(100), email varchar(100))",
			"INSERT INTO "+name+" SELECT "+key[1]+", nome, email FROM pessoas")
		src := mustOpen(t, dsn, Options{})
		tab := table(t, src, name)
		rows, facts := mustCollect(t, src, tab, scanner.Sample{Rows: 5000, Seed: 9})
		if facts.Method != scanner.Ranges || facts.Touched != 250 {
			t.Errorf("%s: facts %+v", name, facts)
		}
		if name == "bytes" { // a key that is not read tells no row from another
			for i := range rows {
				rows[i][0] = strconv.Itoa(i)
			}
		}
		checkSample(t, rows, 5000)
	}
}

// Where nothing lets a sample be spread, its head is taken and said to be one.
func TestHeadIsSaid(t *testing.T) {
	for name, address := range map[string]func(testing.TB) string{"mysql": dbtest.MySQL, "sqlite": dbtest.SQLite} {
		t.Run(name, func(t *testing.T) {
			dsn := address(t)
			fillPeople(t, dsn, 3000)
			create := "CREATE TABLE t (chave varchar(20), v varchar(100))"
			if name == "sqlite" {
				create = "CREATE TABLE t (chave varchar(20) PRIMARY KEY, v varchar(100)) WITHOUT ROWID"
			}
			// Ranges that begin at two places are two heads.
			two := "CREATE TABLE duas (parte int NOT NULL, chave varchar(20) NOT NULL, PRIMARY KEY (parte, chave))"
			if name == "sqlite" {
				two += " WITHOUT ROWID"
			}
			dbtest.Exec(t, dbtest.Open(t, dsn), create, "INSERT INTO t SELECT id, nome FROM pessoas",
				two, "INSERT INTO duas SELECT id % 2, id FROM pessoas")
			src := mustOpen(t, dsn, Options{})
			for _, tab := range []string{"t", "duas"} {
				rows, facts := mustCollect(t, src, table(t, src, tab), scanner.Sample{Rows: 1000})
				if len(rows) != 1000 || facts.Method != scanner.Head {
					t.Errorf("%s: %d rows, %+v", tab, len(rows), facts)
				}
			}
		})
	}
}

func TestSampleOfPartitions(t *testing.T) {
	dsn := dbtest.Postgres(t)
	fillPeople(t, dsn, 60000)
	db := dbtest.Open(t, dsn)
	dbtest.Exec(t, db, "CREATE TABLE partes (id integer, nome text, email text) PARTITION BY RANGE (id)",
		"CREATE TABLE p1 PARTITION OF partes FOR VALUES FROM (0) TO (10001)",
		"CREATE TABLE p2 PARTITION OF partes FOR VALUES FROM (10001) TO (1000000) PARTITION BY HASH (id)",
		"CREATE TABLE p2a PARTITION OF p2 FOR VALUES WITH (MODULUS 2, REMAINDER 0)",
		"CREATE TABLE p2b PARTITION OF p2 FOR VALUES WITH (MODULUS 2, REMAINDER 1)",
		"INSERT INTO partes SELECT * FROM pessoas", "ANALYZE partes",
		"CREATE ROLE so_pai_"+dbName(dsn)+" LOGIN PASSWORD 'x'", "GRANT SELECT ON partes TO so_pai_"+dbName(dsn))
	t.Cleanup(func() { dropRole(t, dsn, "so_pai_"+dbName(dsn)) })
	for user, method := range map[string]scanner.Method{"": scanner.Probes, "so_pai_" + dbName(dsn): scanner.Blocks} {
		address := dsn
		if user != "" {
			address = withUser(dsn, user, "x")
		}
		src := mustOpen(t, address, Options{})
		tables := listTables(t, src)
		if len(tables) != 2 {
			t.Errorf("listed %d objects, not the parent once and the other table", len(tables))
		}
		rows, facts := mustCollect(t, src, table(t, src, "partes"), scanner.Sample{Rows: 6000, Seed: 4})
		if facts.Method != method || facts.Touched < 50 {
			t.Errorf("user %q: facts %+v", user, facts)
		}
		if user == "" {
			checkSample(t, rows, 6000)
		} else if len(rows) < 4000 {
			t.Errorf("user %q: %d rows", user, len(rows))
		}
		if all, facts := mustCollect(t, src, table(t, src, "partes"), scanner.Sample{}); len(all) != 60000 || facts.Method != scanner.Whole {
			t.Errorf("user %q: %d rows in all, %+v", user, len(all), facts)
		}
	}
}

// Inherited tables are listed themselves, so their parent is read without them.
func TestInheritanceCountsOnce(t *testing.T) {
	dsn := dbtest.Postgres(t)
	dbtest.Exec(t, dbtest.Open(t, dsn), "CREATE TABLE pai (n int)", "CREATE TABLE filho () INHERITS (pai)",
		"INSERT INTO pai VALUES (1)", "INSERT INTO filho VALUES (2)")
	src := mustOpen(t, dsn, Options{})
	for name, want := range map[string]string{"pai": "1", "filho": "2"} {
		rows, _ := mustCollect(t, src, table(t, src, name), scanner.Sample{Rows: 10})
		if len(rows) != 1 || rows[0][0] != want {
			t.Errorf("%s: %v", name, rows)
		}
	}
}

// The estimate of a table that was emptied, refilled or bloated is wrong; what
// is read is not.
func TestSampleWithWrongStatistics(t *testing.T) {
	dsn := dbtest.Postgres(t)
	fillPeople(t, dsn, 100000)
	db := dbtest.Open(t, dsn)
	dbtest.Exec(t, db, "ANALYZE pessoas", "DELETE FROM pessoas WHERE id % 10 <> 0")
	src := mustOpen(t, dsn, Options{})
	rows, facts := mustCollect(t, src, table(t, src, "pessoas"), scanner.Sample{Rows: 1000, Seed: 1})
	checkSample(t, rows, 1000)
	if facts.Method != scanner.Probes {
		t.Errorf("facts %+v", facts)
	}
	// Of the blocks chosen for 9000 rows, a tenth of what was expected is left.
	rows, _ = mustCollect(t, src, table(t, src, "pessoas"), scanner.Sample{Rows: 9000, Seed: 1})
	if checkSample(t, rows, len(rows)); len(rows) < 4000 {
		t.Errorf("%d rows", len(rows))
	}
}

// ranged is what a ranger reads of a table with these keys, which are in order.
func ranged(t *testing.T, keys []int64, want int64, size float64, rnd *rand.Rand) (seen map[int64]bool) {
	t.Helper()
	var touched int64
	r := &ranger{rnd: rnd, want: want, size: size, compounded: maxCompounded, touched: &touched}
	r.add(group{}, strconv.FormatInt(keys[0], 10), strconv.FormatInt(keys[len(keys)-1], 10))
	r.sql = func(g group, t stretch) string {
		return fmt.Sprint(r.key(g, t.lo), " ", r.key(g, t.hi-1), " ", t.limit)
	}
	from := func(at uint64) int {
		n, _ := strconv.ParseInt(r.key(r.groups[0], at), 10, 64)
		i, _ := slices.BinarySearch(keys, n)
		return i
	}
	err := r.survey(func(all []patch) error {
		for i := range all {
			first, last := from(all[i].lo), from(all[i].hi-1)
			if last < len(keys) && strconv.FormatInt(keys[last], 10) == r.key(r.groups[0], all[i].hi-1) {
				last++
			}
			if n := min(patchKeys, last-first); n > 0 {
				if err := r.found(all, []driver.Value{int64(n), keys[first], keys[first+n-1], keys[last-1]}); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	seen = map[int64]bool{}
	for {
		statement := r.next(int64(len(seen)))
		if statement == "" {
			return seen
		}
		for _, term := range strings.Split(statement, " UNION ALL ") {
			var a, b, limit int64
			fmt.Sscan(term, &a, &b, &limit)
			from, _ := slices.BinarySearch(keys, a)
			for ; from < len(keys) && keys[from] <= b && limit > 0; from++ {
				if seen[keys[from]] {
					t.Fatalf("key %d read twice", keys[from])
				}
				seen[keys[from]] = true
				r.saw([][]byte{strconv.AppendInt(nil, keys[from], 10)})
				limit--
			}
		}
	}
}

// A ranger on keys in memory reads as many rows as wanted, none twice, whatever
// the keys.
func TestRangerProperty(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	for round := range 300 {
		keys := map[int64]bool{}
		for heap := range 1 + rnd.IntN(4) {
			base, step := rnd.Int64N(1<<(1+rnd.IntN(61)))*int64(1-2*(heap%2)), 1+rnd.Int64N(1<<rnd.IntN(20))
			for i := range int64(1 + rnd.IntN(3000)) {
				keys[base+i*step] = true
			}
		}
		sorted := slices.Sorted(maps.Keys(keys))
		want := int64(1 + rnd.IntN(len(sorted)))
		seen := ranged(t, sorted, want, float64(len(sorted)), rnd)
		if got := int64(len(seen)); got > want || got < want*4/5 {
			t.Errorf("round %d: %d keys of %d wanted, %d there", round, got, want, len(sorted))
		}
	}
}

// Wherever the keys lie, each row is as likely to be drawn as any other: a half of the
// rows is a half of the sample, and a tenth is a tenth.
func TestRangerIsUnbiased(t *testing.T) {
	const seeds, want = 20, 2000
	every := func(step, n, from int64) (keys []int64) {
		for i := range n {
			keys = append(keys, from+i*step)
		}
		return keys
	}
	rnd := rand.New(rand.NewPCG(3, 4))
	random := make([]int64, 50000)
	for i := range random {
		random[i] = rnd.Int64()
	}
	slices.Sort(random)
	deleted := slices.DeleteFunc(every(1, 250000, 0), func(int64) bool { return rnd.IntN(10) > 0 })
	var years, blocks, squares []int64
	for year := range int64(6) {
		years = append(years, every(1, 3000*(year+1), (2019+year)*1e6)...)
	}
	for i := range int64(50000) {
		blocks = append(blocks, i/10*1000+i%10)
		squares = append(squares, i*i)
	}
	for name, keys := range map[string][]int64{
		"even":                        every(1, 50000, 1),
		"random":                      random,
		"two far from all others":     slices.Concat([]int64{-9e18}, every(1, 50000, 1), []int64{9e18}),
		"one far from all others":     append(every(1, 50000, 1), math.MaxInt32),
		"a heap for each year":        years,
		"numbers given out in blocks": blocks,
		"ever farther apart":          squares,
		"closer in the first half":    slices.Concat(every(1, 25000, 0), every(8, 25000, 25000)),
		"old ones deleted":            slices.Concat(deleted, every(1, 25000, 250000)),
	} {
		var half, tenth, rows float64
		for seed := range uint64(seeds) {
			for key := range ranged(t, keys, want, float64(len(keys)), rand.New(rand.NewPCG(seed, 1))) {
				i, _ := slices.BinarySearch(keys, key)
				rows++
				if i < len(keys)/2 {
					half++
				}
				if i < len(keys)/10 {
					tenth++
				}
			}
		}
		if math.Abs(half/rows-0.5) > 0.05 || math.Abs(tenth/rows-0.1) > 0.02 || rows != seeds*want {
			t.Errorf("%s: the first half of the rows is %.3f of the sample, the first tenth %.3f; %.0f rows", name, half/rows, tenth/rows, rows/seeds)
		}
	}
}

// Where the first columns of a key have few values, as in the tables of several
// companies, each of them is cut into ranges; so is an index that is not unique.
func TestSampleOfKeysInGroups(t *testing.T) {
	const want = 5000
	dsn := dbtest.MySQL(t)
	db := dbtest.Open(t, dsn)
	fillPeople(t, dsn, 60000)
	for name, shape := range map[string]string{
		"empresas":  "(id int NOT NULL, nome varchar(100), email varchar(100), empresa int NOT NULL, filial tinyint NOT NULL, PRIMARY KEY (empresa, filial, id))",
		"desiguais": "(id int NOT NULL, nome varchar(100), email varchar(100), empresa bigint NOT NULL, filial int NOT NULL, PRIMARY KEY (empresa, id))",
		"indexada":  "(id int NOT NULL, nome varchar(100), email varchar(100), empresa int, filial int NOT NULL, KEY (filial), KEY (id), KEY (empresa))",
	} {
		t.Run(name, func(t *testing.T) {
			company := "id % 2 - 1"
			if name == "desiguais" {
				company = "CASE WHEN id % 100 = 0 THEN -9000000000000000000 ELSE 9000000000000000000 END"
			}
			dbtest.Exec(t, db, "CREATE TABLE "+name+" "+shape, "INSERT INTO "+name+" SELECT id, nome, email, "+company+", id % 3 FROM pessoas", "ANALYZE TABLE "+name)
			src := mustOpen(t, dsn, Options{})
			rows, facts := mustCollect(t, src, table(t, src, name), scanner.Sample{Rows: want, Seed: 4})
			checkSample(t, rows, want)
			if facts.Method != scanner.Ranges || facts.Touched < 200 {
				t.Errorf("facts %+v", facts)
			}
			groups := map[string]int{}
			for _, r := range rows {
				groups[r[3]+" "+r[4]]++
			}
			if len(groups) < 3 || name == "empresas" && slices.Min(slices.Collect(maps.Values(groups))) < want/6*8/10 {
				t.Errorf("rows of each group: %v", groups)
			}
		})
	}
}
