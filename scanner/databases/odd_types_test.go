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

// An oddType is a column of a type that few tables have.
type oddType struct {
	name, definition string
	value            string // of a row, as a literal, with {n}, {cpf} and {email}; "" where it is generated
	want             string // type that is found; "" for none
}

// oddTypes are those of each engine.
var oddTypes = map[string][]oddType{
	"postgres": {
		{"a", "text[]", "ARRAY['{email}', NULL]", "email"},
		{"b", "jsonb", `'{"cliente": {"documento": "{cpf}"}}'`, "cpf"},
		{"c", "json", `'[{"contato": "{email}"}]'`, "email"},
		{"d", "hstore", "hstore('documento', '{cpf}')", "cpf"},
		{"e", "citext", "'{email}'", "email"},
		{"f", "documento", "'{cpf}'", "cpf"},
		{"g", "xml", "'<cliente><contato>{email}</contato></cliente>'", "email"},
		{"h", "inet", "'177.32.{n}.9'", "ip"},
		{"i", "text GENERATED ALWAYS AS ('contato: ' || lower(e::text)) STORED", "DEFAULT", "email"},
		{"j", "numeric(11)", "{cpf}", "cpf"},
		{"k", "par", "row({n}, '{email}')", "email"},
		{"l", "int4range", "'[{n},900)'", ""},
		{"m", "bit(8)", "B'10101010'", ""},
		{"n", "money", "'{n}.50'", ""},
		{"o", "cor", "'azul'", ""},
		{"p", "geometry", "row({n}, {n})", ""},
		{"q", "tstzrange", "'[2024-01-01,2025-01-01)'", ""},
		{"r", "bytea", "'\\x0102'", ""},
	},
	"mysql": {
		{"a", "json", `'{"cliente": {"documento": "{cpf}"}}'`, "cpf"},
		{"b", "bigint unsigned", "{cpf}", "cpf"},
		{"c", "bigint(11) unsigned zerofill", "{cpf}", "cpf"},
		{"d", "varchar(80) CHARACTER SET latin1", "'{email}'", "email"},
		{"e", "varchar(80) CHARACTER SET utf8mb3", "'{email}'", "email"},
		{"f", "varchar(200) AS (concat('contato: ', d)) VIRTUAL", "DEFAULT", "email"},
		{"g", "decimal(11)", "{cpf}", "cpf"},
		{"h", "geometry", "POINT({n}, {n})", ""},
		{"i", "bit(10)", "b'1010'", ""},
		{"j", "set('a','b')", "'a,b'", ""},
		{"k", "enum('azul')", "'azul'", ""},
		{"l", "date", "'0000-00-00'", ""},
		{"m", "year", "2024", ""},
		{"n", "tinyint(1)", "1", ""},
		{"o", "varbinary(8)", "x'0102'", ""},
	},
	"sqlite": {
		{"a", "JSON", `'{"cliente": {"documento": "{cpf}"}}'`, "cpf"},
		{"b", "INTEGER", "{cpf}", "cpf"},
		{"c", "REAL", "{cpf}", "cpf"},
		{"d", "BLOB", "'{email}'", "email"}, // of another type than the column's
		{"e", "", "'{email}'", "email"},
		{"f", "TEXT AS ('contato: ' || d) VIRTUAL", "", "email"},
		{"g", "BLOB", "x'0102'", ""},
		{"h", "BOOLEAN", "1", ""},
		{"i", "DATE", "'2024-01-01'", ""},
	},
}

// What is personal is found in a column of whatever type, and nothing in one that holds
// nothing personal.
func TestOddTypesAreJudged(t *testing.T) {
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
		for _, c := range oddTypes[engine] {
			definitions = append(definitions, c.name+" "+c.definition)
			if c.value != "" {
				names = append(names, c.name)
			}
		}
		dbtest.Exec(t, db, "CREATE TABLE tipos ("+strings.Join(definitions, ", ")+")")
		for i := range 60 {
			row := strings.NewReplacer("{n}", strconv.Itoa(i), "{cpf}", cpfOf(271000000+i*7919), "{email}", fmt.Sprintf("pessoa%d@exemplo.com.br", i*37))
			var values []string
			for _, c := range oddTypes[engine] {
				if c.value != "" {
					values = append(values, row.Replace(c.value))
				}
			}
			dbtest.Exec(t, db, "INSERT INTO tipos ("+strings.Join(names, ", ")+") VALUES ("+strings.Join(values, ", ")+")")
		}
		result, err := scanner.Scan(t.Context(), []scanner.Source{mustOpen(t, address, Options{})}, scanner.Options{Catalog: builtin(t)})
		if err != nil {
			t.Fatal(err)
		}
		judged := result.Tables[slices.IndexFunc(result.Tables, func(t scanner.TableResult) bool { return t.Table == "tipos" })].Columns
		for i, c := range oddTypes[engine] {
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
