package databases

import (
	"slices"
	"strings"
	"testing"

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
