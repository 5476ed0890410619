package databases

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/datamapbr/datamap/scanner"
	"github.com/datamapbr/datamap/scanner/databases/dbtest"
)

// cpfOf is a CPF whose first nine digits are root.
func cpfOf(root int) string {
	digits := fmt.Sprintf("%09d", root)
	for range 2 {
		sum := 0
		for i := range digits {
			sum += int(digits[len(digits)-1-i]-'0') * (i + 2)
		}
		digits += strconv.Itoa(sum * 10 % 11 % 10)
	}
	return digits
}

// What is personal is found in a column of whatever type, and nothing in one that holds
// nothing personal.
func TestOddTypesAreJudged(t *testing.T) {
	type column struct {
		name, definition string
		value            func(i int, cpf, email string) string // literal of a row
		want             string                                // type that is found; "" for none
	}
	text := func(format string) func(int, string, string) string {
		return func(i int, cpf, email string) string {
			return strings.NewReplacer("{cpf}", cpf, "{email}", email, "{n}", strconv.Itoa(i)).Replace(format)
		}
	}
	own := map[string][]column{
		"postgres": {
			{"a", "text[]", text("ARRAY['{email}', NULL]"), "email"},
			{"b", "jsonb", text(`'{"cliente": {"documento": "{cpf}"}}'`), "cpf"},
			{"c", "json", text(`'[{"contato": "{email}"}]'`), "email"},
			{"d", "hstore", text("hstore('documento', '{cpf}')"), "cpf"},
			{"e", "citext", text("'{email}'"), "email"},
			{"f", "documento", text("'{cpf}'"), "cpf"},
			{"g", "xml", text("'<cliente><contato>{email}</contato></cliente>'"), "email"},
			{"h", "inet", text("'177.32.{n}.9'"), "ip"},
			{"i", "text GENERATED ALWAYS AS ('contato: ' || lower(e::text)) STORED", text("DEFAULT"), "email"},
			{"j", "numeric(11)", text("{cpf}"), "cpf"},
			{"k", "par", text("row({n}, '{email}')"), "email"},
			{"l", "int4range", text("'[{n},900)'"), ""},
			{"m", "bit(8)", text("B'10101010'"), ""},
			{"n", "money", text("'{n}.50'"), ""},
			{"o", "cor", text("'azul'"), ""},
			{"p", "geometry", text("row({n}, {n})"), ""},
			{"q", "tstzrange", text("'[2024-01-01,2025-01-01)'"), ""},
			{"r", "bytea", text("'\\x0102'"), ""},
		},
		"mysql": {
			{"a", "json", text(`'{"cliente": {"documento": "{cpf}"}}'`), "cpf"},
			{"b", "bigint unsigned", text("{cpf}"), "cpf"},
			{"c", "bigint(11) unsigned zerofill", text("{cpf}"), "cpf"},
			{"d", "varchar(80) CHARACTER SET latin1", text("'{email}'"), "email"},
			{"e", "varchar(80) CHARACTER SET utf8mb3", text("'{email}'"), "email"},
			{"f", "varchar(200) AS (concat('contato: ', d)) VIRTUAL", text("DEFAULT"), "email"},
			{"g", "decimal(11)", text("{cpf}"), "cpf"},
			{"h", "geometry", text("POINT({n}, {n})"), ""},
			{"i", "bit(10)", text("b'1010'"), ""},
			{"j", "set('a','b')", text("'a,b'"), ""},
			{"k", "enum('azul')", text("'azul'"), ""},
			{"l", "date", text("'0000-00-00'"), ""},
			{"m", "year", text("2024"), ""},
			{"n", "tinyint(1)", text("1"), ""},
			{"o", "varbinary(8)", text("x'0102'"), ""},
		},
		"sqlite": {
			{"a", "JSON", text(`'{"cliente": {"documento": "{cpf}"}}'`), "cpf"},
			{"b", "INTEGER", text("{cpf}"), "cpf"},
			{"c", "REAL", text("{cpf}"), "cpf"},
			{"d", "BLOB", text("'{email}'"), "email"}, // of another type than the column's
			{"e", "", text("'{email}'"), "email"},
			{"f", "TEXT AS ('contato: ' || d) VIRTUAL", nil, "email"},
			{"g", "BLOB", text("x'0102'"), ""},
			{"h", "BOOLEAN", text("1"), ""},
			{"i", "DATE", text("'2024-01-01'"), ""},
		},
	}
	onEach(t, func(t *testing.T, address string) {
		engine, _, _ := strings.Cut(address, ":")
		db := dbtest.Open(t, address)
		switch engine {
		case "postgres":
			// A type by the name of PostGIS's, which is no part of the server.
			dbtest.Exec(t, db, "CREATE EXTENSION IF NOT EXISTS hstore", "CREATE EXTENSION IF NOT EXISTS citext", "CREATE TYPE cor AS ENUM ('azul')",
				"CREATE DOMAIN documento AS varchar(14)", "CREATE TYPE par AS (n int, texto text)", "CREATE TYPE geometry AS (x float8, y float8)")
		case "mysql":
			dbtest.Exec(t, db, "SET GLOBAL sql_mode = ''")
			db = dbtest.Open(t, address)
		}
		var definitions, names []string
		for _, c := range own[engine] {
			definitions = append(definitions, c.name+" "+c.definition)
			if c.value != nil {
				names = append(names, c.name)
			}
		}
		dbtest.Exec(t, db, "CREATE TABLE tipos ("+strings.Join(definitions, ", ")+")")
		for i := range 60 {
			var values []string
			for _, c := range own[engine] {
				if c.value != nil {
					values = append(values, c.value(i, cpfOf(271000000+i*7919), fmt.Sprintf("pessoa%d@exemplo.com.br", i*37)))
				}
			}
			dbtest.Exec(t, db, "INSERT INTO tipos ("+strings.Join(names, ", ")+") VALUES ("+strings.Join(values, ", ")+")")
		}
		result, err := scanner.Scan(t.Context(), []scanner.Source{mustOpen(t, address, Options{})}, scanner.Options{Catalog: builtin(t)})
		if err != nil {
			t.Fatal(err)
		}
		judged := result.Tables[slices.IndexFunc(result.Tables, func(t scanner.TableResult) bool { return t.Table == "tipos" })].Columns
		for i, c := range own[engine] {
			found := ""
			for _, v := range judged[i].Types {
				found += v.Type
			}
			if found != c.want || judged[i].Name != c.name {
				t.Errorf("%s holds %q, not %q", c.definition, found, c.want)
			}
		}
	})
}
