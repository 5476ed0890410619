package files

import (
	"fmt"
	"strings"
	"testing"

	"github.com/datamapbr/datamap/scanner"
)

// tablesOf reads a path and returns "name: columns: rows" of each table.
func tablesOf(t *testing.T, name, data string) (said []string, all []reading) {
	t.Helper()
	all = readPath(t, writeFile(t, name, data), Options{IsData: isData}, scanner.Sample{})
	for _, r := range all {
		var rows []string
		for _, row := range r.rows {
			rows = append(rows, strings.Join(row, "|"))
		}
		line := fmt.Sprintf("%s: %s: %s", r.table.Name, strings.Join(r.names, ","), strings.Join(rows, " / "))
		if r.err != nil {
			line += " ! " + scanner.ReasonOf(r.err).Code
		}
		if r.table.State == "" && r.table.Rows >= 0 && !r.table.RowsEstimated && r.err == nil && int64(len(r.rows)) != r.table.Rows {
			t.Errorf("%s has %d rows, listed are %d", r.table.Name, len(r.rows), r.table.Rows)
		}
		said = append(said, line)
	}
	return said, all
}

func wantTables(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("%s: tables are\n%s\nwant\n%s", what, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestSQLDumps(t *testing.T) {
	for _, tc := range []struct {
		what, data string
		want       []string
	}{
		{"mysqldump", "-- MySQL dump 10.13\n/*!40101 SET NAMES utf8 */;\nDROP TABLE IF EXISTS `cli entes`;\nCREATE TABLE `cli entes` (\n  `id` int(11) NOT NULL AUTO_INCREMENT,\n" +
			"  `nome` varchar(80) DEFAULT 'x, y' COMMENT 'nome do cliente',\n  `foto` blob,\n  PRIMARY KEY (`id`),\n  KEY `n` (`nome`)\n) ENGINE=InnoDB;\n" +
			"INSERT INTO `cli entes` VALUES (1,'D\\'Ávila; \"x\"\\n--',NULL),(2,'(''a'',b)',0x4D61726961),\n(3,_binary 'x',X'00FF');\n" +
			"# dado solto: 529.982.247-25\nINSERT IGNORE INTO `cli entes` (`nome`,`extra`) VALUES ('só',-1.5e3);\n-- Dump completed\n",
			[]string{
				"d.sql: coluna 1: -- MySQL dump 10.13 / /*!40101 SET NAMES utf8 */; / DROP TABLE IF EXISTS `cli entes`; / CREATE TABLE `cli entes` ( / `id` int(11) NOT NULL AUTO_INCREMENT, / " +
					"`nome` varchar(80) DEFAULT 'x, y' COMMENT 'nome do cliente', / `foto` blob, / PRIMARY KEY (`id`), / KEY `n` (`nome`) / ) ENGINE=InnoDB; / # dado solto: 529.982.247-25 / -- Dump completed",
				"d.sql#cli entes: id,nome,foto,extra: 1|D'Ávila; \"x\"\n--|∅|∅ / 2|('a',b)|Maria|∅ / 3|x|00FF|∅ / ∅|só|∅|-1.5e3",
			}},
		{"pg_dump", "--\n-- PostgreSQL database dump\n--\nCREATE TABLE public.pessoas (\n    id integer NOT NULL,\n    nome character varying(80),\n    valor numeric(10,2),\n    CONSTRAINT c CHECK ((id > 0))\n);\n" +
			"CREATE FUNCTION f() RETURNS text AS $$ SELECT 'INSERT INTO x VALUES (1)';\nINSERT INTO y VALUES (1); $$ LANGUAGE sql;\n" +
			"COPY public.pessoas (id, nome, valor) FROM stdin;\n1\tAna\\tMaria\t\\N\n2\tC:\\\\x\t\n\\.\n\nCOPY public.vazia (a) FROM stdin;\n\\.\n" +
			"INSERT INTO public.pessoas VALUES (3, E'a\\'b', '1'::numeric), (4, 'C:\\', CAST('2.5' AS numeric));\n-- PostgreSQL database dump complete\n",
			[]string{
				"d.sql: coluna 1: -- PostgreSQL database dump / CREATE TABLE public.pessoas ( / id integer NOT NULL, / nome character varying(80), / valor numeric(10,2), / CONSTRAINT c CHECK ((id > 0)) / " +
					"CREATE FUNCTION f() RETURNS text AS $$ SELECT 'INSERT INTO x VALUES (1)'; / INSERT INTO y VALUES (1); $$ LANGUAGE sql; / -- PostgreSQL database dump complete",
				"d.sql#public.pessoas: id,nome,valor: 1|Ana\tMaria|∅ / 2|C:\\x| / 3|a'b|1 / 4|C:\\|2.5",
			}},
		{"sqlite", "PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\nCREATE TABLE IF NOT EXISTS t(a TEXT, b);\nINSERT INTO t VALUES('C:\\','x''y');\nINSERT INTO \"t\" VALUES(X'4a6fc3a36f','2');\nCOMMIT;\n",
			[]string{"d.sql: coluna 1: PRAGMA foreign_keys=OFF; / BEGIN TRANSACTION; / CREATE TABLE IF NOT EXISTS t(a TEXT, b); / COMMIT;",
				"d.sql#t: a,b: C:\\|x'y / João|2"}},
		{"sql server", "SET ANSI_NULLS ON\nGO\nCREATE TABLE [dbo].[Cli](\n\t[Id] [int] IDENTITY(1,1) NOT NULL,\n\t[Nome] [nvarchar](80) NULL\n)\nGO\nSET IDENTITY_INSERT [dbo].[Cli] ON\n" +
			"INSERT [dbo].[Cli] ([Id], [Nome]) VALUES (1, N'Zé \\')\nINSERT [dbo].[Cli] ([Id], [Nome]) VALUES (CAST(2 AS int), CAST(N'2020-01-02' AS Date))\nGO\n",
			[]string{"d.sql: coluna 1: SET ANSI_NULLS ON / GO / CREATE TABLE [dbo].[Cli]( / [Id] [int] IDENTITY(1,1) NOT NULL, / [Nome] [nvarchar](80) NULL / GO / SET IDENTITY_INSERT [dbo].[Cli] ON / GO",
				"d.sql#dbo.Cli: Id,Nome: 1|Zé \\ / CAST(2 AS int)|2020-01-02"}},
		{"oracle", "Insert into HR.P (ID,N,D) values (1,'a' || 'b',to_date('02/01/20','DD/MM/RR'));\nINSERT ALL\n INTO q VALUES (1)\n INTO q VALUES (2)\nSELECT * FROM dual;\n",
			[]string{"d.sql: coluna 1: SELECT * FROM dual;", "d.sql#HR.P: ID,N,D: 1|ab|02/01/20", "d.sql#q: coluna 1: 1 / 2"}},
		{"other statements", "INSERT INTO a SELECT 1, 'Maria' UNION ALL SELECT 2, 'José';\nUPDATE a SET n = 'Ana' WHERE id = 3;\nINSERT INTO a (n) VALUES ('x');",
			[]string{"d.sql: coluna 1: INSERT INTO a SELECT 1, 'Maria' UNION ALL SELECT 2, 'José'; / UPDATE a SET n = 'Ana' WHERE id = 3;", "d.sql#a: n: x"}},
		{"cut in a row", "INSERT INTO a VALUES (1,'x'),(2,'y'),(3,'", []string{"d.sql: coluna 1:  ! truncated", "d.sql#a: coluna 1,coluna 2: 1|x / 2|y ! truncated"}},
		{"cut between rows", "-- MySQL dump 10\nINSERT INTO a VALUES (1,'x');\nINSERT INTO b VALUES (1);\n",
			[]string{"d.sql: coluna 1: -- MySQL dump 10 ! truncated", "d.sql#a: coluna 1,coluna 2: 1|x", "d.sql#b: coluna 1: 1"}},
		{"numbers of bytes and characters", "COPY a (b) FROM stdin;\n\\101na \\x4cima \\u\n\\1\n\\.\nINSERT INTO a VALUES (E'529\\0569\\x38\\u0032-x\\'\\\\'), (U&'Jos\\00e9 \\\\ \\+000041'), ('a\\101');\n",
			[]string{"d.sql#a: b: Ana Lima u / \x01 / 529.982-x'\\ / José \\ A / a\\101"}},
		{"bytes", "COPY a (b) FROM stdin;\n\\\\x416e61204c696d61\n\\\\x00ff00ff00\n\\.\nINSERT INTO a VALUES ('\\x416e61204c696d61');\n", []string{`d.sql#a: b: Ana Lima / \x00ff00ff00 / Ana Lima`}},
		{"utf-16", string(wideText("\xff\xfe")[:1]) + "\xfe" + string(wideText("INSERT INTO a VALUES (1);\n")), []string{"d.sql#a: coluna 1: 1"}},
		{"windows-1252", "INSERT INTO a VALUES ('Jo\xe3o');\n", []string{"d.sql#a: coluna 1: João"}},
	} {
		got, _ := tablesOf(t, "d.sql", tc.data)
		wantTables(t, tc.what, got, tc.want...)
	}
}

// TestSQLTypes takes types and comments of columns from their definitions.
func TestSQLTypes(t *testing.T) {
	_, all := tablesOf(t, "backup.txt", "create table t (a decimal(10, 2) not null default (1), `b` varchar(9) comment 'o documento', c double precision, unique (a));\n")
	var got []string
	for _, c := range all[1].table.Columns {
		got = append(got, c.Name+" "+c.DataType+" "+c.Comment)
	}
	if s := strings.Join(got, "; "); s != "a decimal(10, 2) ; b varchar(9) o documento; c double precision " {
		t.Errorf("columns are %q", s)
	}
}

// TestSQLSample reads a sample of a packed dump that is larger than any block.
func TestSQLSample(t *testing.T) {
	var b strings.Builder
	for i := range 30000 {
		fmt.Fprintf(&b, "INSERT INTO t%d (id, nome) VALUES (%d, 'Pessoa %d'), (%d, 'x');\n", i%3, i, i, i)
	}
	for name, data := range map[string]string{"d.sql": b.String(), "d.sql.gz": gzipped(t, b.String())} {
		all := readPath(t, writeFile(t, name, data), Options{}, scanner.Sample{Rows: 50, Seed: 3})
		if len(all) != 3 {
			t.Fatalf("%s: %q", name, states(all))
		}
		for _, r := range all {
			if len(r.rows) != 50 || r.facts.Rows != 20000 || r.facts.Method != scanner.Spread || r.err != nil {
				t.Errorf("%s: %s has %d rows, %+v, %v", name, r.table.Name, len(r.rows), r.facts, r.err)
			}
		}
	}
}

// TestSQLCommentsInRows: what stands among the rows of a statement is read like
// what stands between statements.
func TestSQLCommentsInRows(t *testing.T) {
	got, _ := tablesOf(t, "d.sql", "CREATE TABLE p (id int, nome text);\nINSERT INTO p VALUES (1,'Ana'), -- ligar: 529.982.247-25\n(2,/* antes: Rui */'Bia'),\n(3,'Eva');\n")
	wantTables(t, "comments", got, "d.sql: coluna 1: CREATE TABLE p (id int, nome text); / -- ligar: 529.982.247-25 / /* antes: Rui */", "d.sql#p: id,nome: 1|Ana / 2|Bia / 3|Eva")
}
