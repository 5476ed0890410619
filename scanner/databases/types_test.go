package databases

import (
	"slices"
	"strings"
	"testing"

	"github.com/datamapbr/datamap/scanner"
	"github.com/datamapbr/datamap/scanner/databases/dbtest"
)

// A typed value is a column of a type and what its value must be read as.
type typed struct{ definition, literal, want string }

func checkTypes(t *testing.T, address string, values []typed) {
	t.Helper()
	var columns, literals, want []string
	for i, v := range values {
		columns = append(columns, "c"+string(rune('a'+i/26))+string(rune('a'+i%26))+" "+v.definition)
		literals = append(literals, v.literal)
		want = append(want, v.want)
	}
	db := dbtest.Open(t, address)
	dbtest.Exec(t, db, "CREATE TABLE tipos ("+strings.Join(columns, ", ")+")", "INSERT INTO tipos VALUES ("+strings.Join(literals, ", ")+")")
	src := mustOpen(t, address, Options{})
	rows, _ := mustCollect(t, src, table(t, src, "tipos"), scanner.Sample{Rows: 10})
	for i, v := range values {
		if rows[0][i] != want[i] {
			t.Errorf("%s of %s is read as %q, not %q", v.literal, v.definition, rows[0][i], v.want)
		}
	}
}

func TestPostgresTypes(t *testing.T) {
	address := dbtest.Postgres(t)
	dbtest.Exec(t, dbtest.Open(t, address), "CREATE EXTENSION IF NOT EXISTS hstore", "CREATE EXTENSION IF NOT EXISTS citext",
		"CREATE TYPE cor AS ENUM ('azul')", "CREATE DOMAIN cpf AS varchar(14) CHECK (value <> '')", "CREATE DOMAIN bytes AS bytea",
		"CREATE DOMAIN bytes_curtos AS bytes CHECK (octet_length(value) < 10)", "CREATE DOMAIN cpf_de_cliente AS cpf",
		"CREATE TYPE par AS (a int, b text)")
	checkTypes(t, address, []typed{
		{"text[]", "ARRAY['a@b.com', NULL]", "{a@b.com,NULL}"},
		{"int[][]", "'{{1,2},{3,4}}'", "{{1,2},{3,4}}"},
		{"json", `'{"cpf": "529"}'`, `{"cpf": "529"}`},
		{"jsonb", `'{"cpf":"529"}'`, `{"cpf": "529"}`},
		{"hstore", "'a=>1'", `"a"=>"1"`},
		{"citext", "'José'", "José"},
		{"int4range", "'[1,5)'", "[1,5)"},
		{"cor", "'azul'", "azul"},
		{"cpf", "'529.982.247-25'", "529.982.247-25"},
		{"bytes", "'\\x00'", blob(1, "\x00")},
		{"bytea", "'\\xdeadbeef'", blob(4, "\xde\xad\xbe\xef")},
		{"bytea", "''", null},
		{"bytes_curtos", "'abc'", blob(3, "abc")},
		{"cpf_de_cliente", "'529.982.247-25'", "529.982.247-25"},
		{"bytea[]", "ARRAY['abc'::bytea]", null},
		{"cpf[]", "ARRAY['529.982.247-25']::cpf[]", "{529.982.247-25}"},
		{"par[]", "ARRAY[row(1, 'x')::par]", `{"(1,x)"}`},
		{"par", "row(1, 'x')", "(1,x)"},
		{"bit(4)", "B'1010'", "1010"},
		{"varbit", "B'101'", "101"},
		{"numeric", "12345678901234567890.5", "12345678901234567890.5"},
		{"money", "'12.5'", "$12.50"},
		{"inet", "'10.0.0.1'", "10.0.0.1/32"},
		{"uuid", "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"},
		{"xml", "'<a>1</a>'", "<a>1</a>"},
		{"timestamptz", "'infinity'", "infinity"},
		{"date", "'0044-03-15 BC'", "0044-03-15 BC"},
		{"interval", "'1 day'", "1 day"},
		{"boolean", "true", "true"},
		{"tsvector", "'gato'", "'gato'"},
		{"point", "'(1,2)'", "(1,2)"},
		{`"char"`, "'x'", "x"},
		{"char(11)", "'00000000191'", "00000000191"},
		{"float8", "'NaN'", "NaN"},
		{"oid", "7", "7"},
		{"text GENERATED ALWAYS AS ('AB') STORED", "DEFAULT", "AB"},
	})
}

func TestMySQLTypes(t *testing.T) {
	address := dbtest.MySQL(t)
	dbtest.Exec(t, dbtest.Open(t, address), "SET GLOBAL sql_mode = ''")
	checkTypes(t, address, []typed{
		{"date", "'2024-00-10'", "2024-00-10"},
		{"datetime", "'0000-00-00 00:00:00'", "0000-00-00 00:00:00"},
		{"time", "'838:59:59'", "838:59:59"},
		{"year", "2024", "2024"},
		{"bigint unsigned", "18446744073709551615", "18446744073709551615"},
		{"bigint(11) unsigned zerofill", "191", "00000000191"},
		{"bit(10)", "b'101'", "5"},
		{"set('a','b')", "'a,b'", "a,b"},
		{"enum('azul')", "'azul'", "azul"},
		{"json", `'{"cpf": "529"}'`, `{"cpf": "529"}`},
		{"varchar(20) CHARACTER SET latin1", "'José'", "José"},
		{"varchar(20) CHARACTER SET utf8mb3", "'ação'", "ação"},
		{"varbinary(40)", "'maria@exemplo.com'", blob(17, "maria@exemplo.com")},
		{"varbinary(40)", "x'ff00'", blob(2, "\xff\x00")},
		{"binary(6)", "'abcd'", blob(6, "abcd\x00\x00")},
		{"longblob", "repeat('abcd', 100)", blob(400, strings.Repeat("abcd", headBytes/4))},
		{"tinytext", "'curto'", "curto"},
		{"text", "repeat('á', 5000)", strings.Repeat("á", maxCell)},
		{"point", "POINT(1, 2)", null},
		{"decimal(20,2)", "12345678901234567.89", "12345678901234567.89"},
		{"double", "0.1", "0.1"},
		{"varchar(10) AS ('fixo') VIRTUAL", "DEFAULT", "fixo"},
		{"tinyint(1)", "1", "1"},
	})
}

// In SQLite each value has its own type, whatever the column's.
func TestSQLiteTypesPerValue(t *testing.T) {
	address := dbtest.SQLite(t)
	db := dbtest.Open(t, address)
	dbtest.Exec(t, db, "CREATE TABLE t (v INTEGER)", `INSERT INTO t VALUES (1), ('texto'), (1.5), (NULL), (x'00ff'), (x'6d61726961'),
		(CAST(x'4a6f73e9' AS TEXT)), (''), (x''), (52998224725.0), (CAST(x'610062' AS TEXT)), (-9223372036854775808),
		(1e300), (zeroblob(300)), (CAST(replace(printf('%5000d', 0), ' ', 'ç') AS TEXT))`, "CREATE TABLE x (v TEXT)", "INSERT INTO x SELECT v FROM t")
	dbtest.Exec(t, db, "CREATE TABLE d (v DATE)", "INSERT INTO d VALUES ('1980-01-02'), ('02/01/1980'), (315532800)")
	src := mustOpen(t, address, Options{})
	rows, _ := mustCollect(t, src, table(t, src, "t"), scanner.Sample{Rows: 100})
	want := []string{"1", "texto", "1.5", null, blob(2, "\x00\xff"), blob(5, "maria"), "José", "", null, "52998224725", "a\x00b", "-9223372036854775808",
		"1.0e+300", blob(300, strings.Repeat("\x00", headBytes)), strings.Repeat("ç", maxCell)}
	if got := slices.Concat(rows...); !slices.Equal(got, want) {
		t.Errorf("%q\nnot\n%q", got, want)
	}
	rows, _ = mustCollect(t, src, table(t, src, "x"), scanner.Sample{Rows: 100})
	if got := slices.Concat(rows...); !slices.Equal(got, want) {
		t.Errorf("in a column of texts: %q\nnot\n%q", got, want)
	}
	rows, _ = mustCollect(t, src, table(t, src, "d"), scanner.Sample{Rows: 100})
	if got := slices.Concat(rows...); !slices.Equal(got, []string{"1980-01-02", "02/01/1980", "315532800"}) {
		t.Errorf("%q", got)
	}
}

// withEncoding makes a database with an encoding of its own beside that at address.
func withEncoding(t *testing.T, address, encoding string) string {
	t.Helper()
	name := dbName(address) + "_" + strings.ToLower(encoding)
	dbtest.Exec(t, dbtest.Open(t, address), "CREATE DATABASE "+name+" ENCODING '"+encoding+"' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'")
	t.Cleanup(func() { dbtest.Exec(t, dbtest.Open(t, address), "DROP DATABASE "+name+" WITH (FORCE)") })
	return strings.Replace(address, dbName(address), name, 1)
}

// A database without an encoding gives bytes of any.
func TestSQLASCII(t *testing.T) {
	ascii := withEncoding(t, dbtest.Postgres(t), "SQL_ASCII")
	dbtest.Exec(t, dbtest.Open(t, ascii), "CREATE TABLE t (nome text)",
		"SET client_encoding = 'SQL_ASCII'; INSERT INTO t VALUES (E'Jos\\xe9'), ('ação'), ('"+strings.Repeat("x", 5000)+"'), ('x"+strings.Repeat("é", 3000)+"'); "+
			"COMMENT ON TABLE t IS E'endere\\xe7o'; COMMENT ON COLUMN t.nome IS 'português'")
	src := mustOpen(t, ascii, Options{})
	tab := table(t, src, "t")
	if tab.Comment != "endereço" || tab.Columns[0].Comment != "português" {
		t.Errorf("comments %q, %q", tab.Comment, tab.Columns[0].Comment)
	}
	rows, facts := mustCollect(t, src, tab, scanner.Sample{Rows: 100})
	if note := (scanner.Reason{Code: "long_values", Count: 2}); !slices.Contains(facts.Notes, note) {
		t.Errorf("of texts that were cut: %+v", facts.Notes)
	}
	want := []string{"José", "ação", strings.Repeat("x", maxCell), "x" + strings.Repeat("é", (maxCell-1)/2)} // cut between two bytes
	if got := slices.Concat(rows...); !slices.Equal(got, want) {
		t.Errorf("%.100q", got)
	}
}

// A database of Windows letters holds bytes that are none, of which the server can make
// no UTF-8; its names are those of people all the same.
func TestWindows1252(t *testing.T) {
	windows := withEncoding(t, dbtest.Postgres(t), "WIN1252")
	dbtest.Exec(t, dbtest.Open(t, windows), `CREATE TABLE "endereço" ("número €" text)`, `COMMENT ON TABLE "endereço" IS 'onde mora'`,
		`INSERT INTO "endereço" VALUES (E'Jos\xe9'), (E'antigo \x81'), ('sem')`)
	src := mustOpen(t, windows, Options{})
	tab := table(t, src, "endereço")
	if tab.Columns[0].Name != "número €" || tab.Comment != "onde mora" {
		t.Errorf("%+v", tab)
	}
	for _, sample := range []scanner.Sample{{}, {Rows: 2}, {Rows: 100}} {
		rows, facts := mustCollect(t, src, tab, sample)
		if got := slices.Concat(rows...); len(facts.Gaps) > 0 || sample.Rows != 2 && !slices.Equal(got, []string{"José", "antigo \ufffd", "sem"}) {
			t.Errorf("%.100q, %+v", got, facts)
		}
	}
}

func TestRepaired(t *testing.T) {
	cut := strings.Repeat("x", maxCell-1)
	for in, want := range map[string]string{
		"": "", "José": "José", "Jos\xe9": "José", "Jos\xe9 da": "José da", "Jos\xc3": "JosÃ", "\x80": "€",
		cut + "\xc3": cut, cut[:maxCell-3] + "\xf0\x9f\x98": cut[:maxCell-3], cut[1:] + "\xe9\xc3": cut[1:] + "éÃ",
	} {
		if got := string(repaired([]byte(in))); got != want {
			t.Errorf("%.20q is repaired to %.20q, not %.20q", in, got, want)
		}
	}
}

func TestWideTables(t *testing.T) {
	for name, width := range map[string]int{"postgres": 1600, "mysql": 1000, "sqlite": 1999, "sqlite max": 2000} {
		t.Run(name, func(t *testing.T) {
			engine, _, _ := strings.Cut(name, " ")
			address := engines[engine](t)
			var columns, values []string
			for i := range width {
				columns = append(columns, "c"+strings.Repeat("x", i%5)+string(rune('a'+i%26))+string(rune('a'+i/26%26))+string(rune('a'+i/676))+" int")
				values = append(values, "1")
			}
			dbtest.Exec(t, dbtest.Open(t, address), "CREATE TABLE larga ("+strings.Join(columns, ",")+")")
			db := dbtest.Open(t, address)
			for range 60 {
				dbtest.Exec(t, db, "INSERT INTO larga VALUES ("+strings.Join(values, ",")+")")
			}
			src := mustOpen(t, address, Options{})
			for _, s := range []scanner.Sample{{}, {Rows: 30}} {
				rows, _ := mustCollect(t, src, table(t, src, "larga"), s)
				if len(rows) < 25 || len(rows[0]) != width {
					t.Errorf("%d rows of %d cells", len(rows), len(rows[0]))
				}
			}
		})
	}
}
