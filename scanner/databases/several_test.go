package databases

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/datamapbr/datamap/scanner"
	"github.com/datamapbr/datamap/scanner/databases/dbtest"
)

func TestSplit(t *testing.T) {
	for dsn, want := range map[string][]string{
		"postgres://u@h:5432/crm":                 {"postgres://u@h:5432/crm"},
		"postgres://u@h/crm,rh%2C2?sslmode=x&a=b": {"postgres://u@h/crm?sslmode=x&a=b", "postgres://u@h/rh%2C2?sslmode=x&a=b"},
		"postgres://u:p%2Cq@a,b/crm":              {"postgres://u:p%2Cq@a,b/crm"},
		"postgres://u@h/*":                        {"postgres://u@h/postgres", "*"},
		"mysql://u@h/*?tls=true":                  {"mysql://u@h/?tls=true"},
		"mariadb://u@h/a,b":                       {"mariadb://u@h/a", "mariadb://u@h/b"},
		"postgres://h":                            {"postgres://h"},
		"sqlite:a,b.db":                           {"sqlite:a,b.db"},
		"postgres://u:12#x@h/a,b":                 {"postgres://u:12#x@h/a,b"}, // malformed: Open will say so
	} {
		got, all := Split(dsn)
		if all {
			got = append(got, "*")
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q, not %q", dsn, got, want)
		}
	}
}

// A counted source counts how many tables of it and others are read at the same time.
type counted struct {
	scanner.Source
	now, most *atomic.Int64
}

func (c counted) Read(ctx context.Context, t *scanner.Table, s scanner.Sample) *scanner.Reading {
	r := c.Source.Read(ctx, t, s)
	batches := r.Batches
	r.Batches = func(yield func(*scanner.Batch, error) bool) {
		now := c.now.Add(1)
		defer c.now.Add(-1)
		for most := c.most.Load(); now > most && !c.most.CompareAndSwap(most, now); most = c.most.Load() {
		}
		time.Sleep(20 * time.Millisecond) // so that others would come in
		batches(yield)
	}
	return r
}

// Of all databases of a server together no more tables are read at once, and no more
// connections are open, than of one: the user of this test may have two.
func TestSeveralDatabasesOfAServer(t *testing.T) {
	catalog := builtin(t)
	onServers(t, func(t *testing.T, address string, admin *sql.DB) {
		role := "dois_" + dbName(address)[2:14]
		names := []string{dbName(address)}
		for _, suffix := range []string{"_b", "_c", "_d"} {
			names = append(names, dbName(address)+suffix)
			dbtest.Exec(t, admin, "CREATE DATABASE "+dbName(address)+suffix)
		}
		limit, drop := "ALTER ROLE "+role+" CONNECTION LIMIT 2", "DROP ROLE "+role
		if isPostgres(address) {
			dbtest.Exec(t, admin, "CREATE ROLE "+role+" LOGIN PASSWORD 'x' IN ROLE pg_read_all_data")
		} else {
			limit, drop = "ALTER USER "+role+"@'%' WITH MAX_USER_CONNECTIONS 2", "DROP USER "+role+"@'%'"
			dbtest.Exec(t, admin, "CREATE USER "+role+"@'%' IDENTIFIED BY 'x'", "GRANT SELECT ON *.* TO "+role+"@'%'")
		}
		t.Cleanup(func() {
			admin := dbtest.Open(t, address)
			for _, name := range names[1:] {
				dbtest.Exec(t, admin, "DROP DATABASE "+name)
			}
			dbtest.Exec(t, admin, drop)
		})
		var sources []scanner.Source
		var now, most atomic.Int64
		dbtest.Exec(t, admin, limit)
		for _, name := range names {
			one := strings.Replace(address, "/"+dbName(address), "/"+name, 1)
			for i := range 3 {
				dbtest.Exec(t, dbtest.Open(t, one), fmt.Sprintf("CREATE TABLE t%d (n int)", i))
			}
			src := mustOpen(t, withUser(one, role, "x"), Options{})
			for _, other := range sources {
				Share(src, other.(counted).Source)
			}
			sources = append(sources, counted{src, &now, &most})
		}
		result, err := scanner.Scan(t.Context(), sources, scanner.Options{Catalog: catalog, Jobs: 8})
		if err != nil {
			t.Fatal(err)
		}
		if totals := scanner.TotalsOf(result.Tables); totals.Listed != 12 || totals.States[scanner.Covered] != 12 {
			t.Errorf("%+v of %+v", totals, result.Tables)
		}
		if most.Load() != maxConnections {
			t.Errorf("%d tables were read at once", most.Load())
		}
	})
}

func TestSiblings(t *testing.T) {
	address := dbtest.Postgres(t)
	odd := `com, vírgula/e %barra "aspas"`
	quoted := `"` + strings.ReplaceAll(odd, `"`, `""`) + `"`
	db := dbtest.Open(t, address)
	closed := dbName(address) + "_fechado"
	dbtest.Exec(t, db, "CREATE DATABASE "+quoted+" IS_TEMPLATE true", "CREATE DATABASE "+closed+" ALLOW_CONNECTIONS false")
	t.Cleanup(func() {
		dbtest.Exec(t, dbtest.Open(t, address), "ALTER DATABASE "+quoted+" IS_TEMPLATE false", "DROP DATABASE "+quoted+" WITH (FORCE)", "DROP DATABASE "+closed)
	})
	src := mustOpen(t, address, Options{})
	each, err := Siblings(t.Context(), src, address)
	if err != nil || !slices.Contains(each, address) {
		t.Fatalf("%q, %v", each, err)
	}
	found := false
	for _, dsn := range each {
		if base, _ := Split(dsn); len(base) != 1 || base[0] != dsn {
			t.Errorf("%s names several", dsn)
		}
		if strings.Contains(dsn, "_fechado") {
			_, err := Open(t.Context(), dsn, Options{})
			wantFault(t, err, "connection_refused", "55000")
		}
		if strings.Contains(dsn, "barra") {
			found = true
			if other := mustOpen(t, dsn, Options{}); other.(*database).base != odd {
				t.Errorf("%s opens %q", dsn, other.(*database).base)
			}
		}
	}
	if !found || !strings.Contains(strings.Join(each, " "), closed) {
		t.Errorf("%q lacks one", each)
	}
}
