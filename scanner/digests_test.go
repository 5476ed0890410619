package scanner

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// tableOf gives the verdicts on a table of n rows.
func tableOf(t *testing.T, name string, columns []string, n int, row func(r *rand.Rand, i int) []string) []ColumnResult {
	t.Helper()
	results, _ := judgeTable(t, name, columns, rowsOf(len(columns), n, row), 1)
	return results
}

func rowsOf(columns, n int, row func(r *rand.Rand, i int) []string) *Batch {
	r := rand.New(rand.NewPCG(5, 5))
	b := &Batch{Rows: n, Cols: columns}
	for i := range n {
		for _, cell := range row(r, i) {
			b.Cells = append(b.Cells, []byte(cell))
		}
	}
	return b
}

// judgeTable reads a batch in as many parts, divided by lot, as asked. What stands before
// "::" in the name is the table's schema.
func judgeTable(t *testing.T, name string, names []string, b *Batch, parts int) ([]ColumnResult, *profile) {
	t.Helper()
	table := &Table{Name: name}
	if schema, own, ok := strings.Cut(name, "::"); ok {
		table.Schema, table.Name = schema, own
	}
	for i, n := range names {
		table.Columns = append(table.Columns, Column{Name: n, Position: i + 1})
	}
	profiles := make([]*profile, parts)
	for i := range profiles {
		profiles[i] = profileOf(t, 4, table.Columns)
	}
	if parts == 1 {
		profiles[0].add(b)
	} else {
		r := rand.New(rand.NewPCG(6, 6))
		for _, i := range r.Perm(b.Rows) {
			profiles[r.IntN(parts)].add(&Batch{Rows: 1, Cols: b.Cols, Cells: b.Row(i)})
		}
		for _, p := range profiles[1:] {
			profiles[0].merge(p)
		}
	}
	results, _ := profiles[0].judge(table, subjects(t))
	return results, profiles[0]
}

func md5Of(s string) string    { return fmt.Sprintf("%x", md5.Sum([]byte(s))) }
func sha1Of(s string) string   { return fmt.Sprintf("%x", sha1.Sum([]byte(s))) }
func sha256Of(s string) string { return fmt.Sprintf("%x", sha256.Sum256([]byte(s))) }

// TestDigestIsProved: whose plain digests a column holds is found row by row,
// whatever the column is called, and only where there is no secret.
func TestDigestIsProved(t *testing.T) {
	for _, test := range []struct {
		about, table string
		columns      []string
		row          func(r *rand.Rand, i int) []string
		types, proof string // of the last column
	}{
		{"SHA-256 of bare CPFs beside formatted ones, without a name", "dados", []string{"id", "cpf", "codigo"},
			func(r *rand.Rand, i int) []string {
				c := cpfOf(r.IntN(1e9))
				return []string{fmt.Sprint(i), formatted(c), sha256Of(c)}
			}, "hash_id", "sha256 of cpf: 128 of 128"},
		{"MD5 of e-mails in upper case digits", "clientes", []string{"email", "nome", "gravatar"},
			func(_ *rand.Rand, i int) []string {
				return []string{fmt.Sprintf("Fulana.%d@Exemplo.com", i), "Ana Souza", strings.ToUpper(md5Of(fmt.Sprintf("fulana.%d@exemplo.com", i)))}
			}, "hash_id", "md5 of email: 128 of 128"},
		{"SHA-256 of CPFs with their punctuation, in Base64", "dados", []string{"cpf", "token"},
			func(r *rand.Rand, _ int) []string {
				c := cpfOf(r.IntN(1e9))
				sum := sha256.Sum256([]byte(formatted(c)))
				return []string{c, base64.StdEncoding.EncodeToString(sum[:])}
			}, "hash_id", "sha256 of cpf: 128 of 128"},
		{"SHA-1 of telephones in half the rows", "contatos", []string{"celular", "ref"},
			func(r *rand.Rand, i int) []string {
				phone := fmt.Sprintf("(11) 9%04d-%04d", 1000+r.IntN(9000), i)
				if i%2 == 0 {
					return []string{phone, sha1Of("sal" + phone)}
				}
				return []string{phone, sha1Of(phone)}
			}, "hash_id", "sha1 of celular: 52 of 128"},
		{"with a salt", "dados", []string{"id", "cpf", "codigo"},
			func(r *rand.Rand, i int) []string {
				c := cpfOf(r.IntN(1e9))
				return []string{fmt.Sprint(i), formatted(c), sha256Of("s3gr3do" + c)}
			}, "", ""},
		{"of what is not personal", "pedidos", []string{"numero_pedido", "codigo"},
			func(_ *rand.Rand, i int) []string {
				return []string{fmt.Sprint(50000 + i), sha256Of(fmt.Sprint(50000 + i))}
			}, "", ""},
		{"the first password is the CPF", "usuarios", []string{"cpf", "senha_hash"},
			func(r *rand.Rand, _ int) []string {
				c := cpfOf(r.IntN(1e9))
				return []string{c, md5Of(c)}
			}, "password_hash", "md5 of cpf: 128 of 128"},
		{"three rows", "dados", []string{"cpf", "codigo"},
			func(r *rand.Rand, i int) []string {
				c := cpfOf(r.IntN(1e9))
				if i >= 3 {
					return []string{"", ""}
				}
				return []string{c, sha256Of(c)}
			}, "hash_id", "sha256 of cpf: 3 of 3"},
	} {
		results := tableOf(t, test.table, test.columns, 2000, test.row)
		last := results[len(results)-1]
		proof := ""
		if of := last.DigestOf; of != nil {
			proof = fmt.Sprintf("%s of %s: %d of %d", of.Algorithm, of.Column, of.Equal, of.Rows)
		}
		if said(last) != test.types || proof != test.proof || last.Personal != (test.types != "") {
			t.Errorf("%s: %q, %q, want %q, %q: %+v", test.about, said(last), proof, test.types, test.proof, last)
		}
	}
}

// TestComparisonsMerge: however the rows are divided, the same are compared.
func TestComparisonsMerge(t *testing.T) {
	names := []string{"cpf", "hash", "ctps", "serie"}
	b := rowsOf(4, 3000, func(r *rand.Rand, i int) []string {
		c := cpfOf(r.IntN(1e9))
		card := cpfOf(r.IntN(1e9))
		hash := sha256Of(c)
		if i%3 == 0 {
			hash = sha256Of("sal" + c)
		}
		return []string{c, hash, card[:7], card[7:]}
	})
	want, _ := judgeTable(t, "dados", names, b, 1)
	for _, parts := range []int{2, 7} {
		got, p := judgeTable(t, "dados", names, b, parts)
		if of := got[1].DigestOf; of == nil || *of != *want[1].DigestOf {
			t.Errorf("in %d parts: %+v, want %+v", parts, of, want[1].DigestOf)
		}
		if fmt.Sprintf("%+v", got) != fmt.Sprintf("%+v", withDigest(want, got)) {
			t.Errorf("in %d parts: %+v\nwant %+v", parts, got, want)
		}
		if n := len(p.columns[1].compared); n != maxCompared {
			t.Errorf("%d rows are kept", n)
		}
	}
}

// withDigest returns results with the pointers of others, so that they print alike.
func withDigest(results, like []ColumnResult) []ColumnResult {
	for i := range results {
		results[i].DigestOf = like[i].DigestOf
	}
	return results
}

// TestOneDigestInEveryRow: a table that repeats one digest costs no more hashing.
func TestOneDigestInEveryRow(t *testing.T) {
	nothing := sha256Of("")
	b := rowsOf(2, 5000, func(*rand.Rand, int) []string { return []string{"Ana Souza", nothing} })
	_, p := judgeTable(t, "pessoas", []string{"nome", "hash"}, b, 1)
	if n := len(p.columns[1].compared); n != 1 {
		t.Errorf("equal rows are compared %d times", n)
	}
}

func TestSplitCPFs(t *testing.T) {
	split := func(at int) func(*rand.Rand, int) []string {
		return func(r *rand.Rand, _ int) []string {
			c := cpfOf(r.IntN(1e9))
			return []string{c[:at], c[at:]}
		}
	}
	old := func(r *rand.Rand, _ int) []string {
		return []string{fmt.Sprintf("%07d", r.IntN(1e7)), fmt.Sprintf("%04d", r.IntN(1e4))}
	}
	for _, test := range []struct {
		about        string
		columns      []string
		row          func(r *rand.Rand, i int) []string
		want, proved string
	}{
		{"a digital card under plain names", []string{"numero", "serie"}, split(7), "ctps ctps", "serie numero"},
		{"a digital card under its name", []string{"nr_ctps", "serie_ctps"}, split(7), "ctps ctps", "serie_ctps nr_ctps"},
		{"a payroll system's short names", []string{"RA_NUMCP", "RA_SERCP"}, split(7), "ctps ctps", "RA_SERCP RA_NUMCP"},
		{"a card of paper", []string{"nr_ctps", "serie_ctps"}, old, "ctps ctps", " "},
		{"number and series of an invoice", []string{"numero", "serie"}, old, " ", " "},
		{"check digits beside the number", []string{"cpf", "dv"}, split(9), "cpf cpf", "dv cpf"},
		{"names that both say it", []string{"dig_cpf", "num_cpf"}, func(r *rand.Rand, _ int) []string {
			c := cpfOf(r.IntN(1e9))
			return []string{c[9:], c[:9]}
		}, "cpf cpf", "num_cpf dig_cpf"},
		{"number and check digits of an account", []string{"conta", "dv"}, func(r *rand.Rand, _ int) []string {
			return []string{fmt.Sprintf("%09d", r.IntN(1e9)), fmt.Sprintf("%02d", r.IntN(100))}
		}, " ", " "},
	} {
		results := tableOf(t, "dados", test.columns, 400, test.row)
		var types, proved []string
		for _, r := range results {
			types = append(types, said(r))
			with := ""
			for _, v := range r.Types {
				for _, e := range v.Evidence {
					if e.Kind == "halves" && e.Hits == e.N {
						with = e.Detail
					}
				}
			}
			proved = append(proved, with)
		}
		if got := strings.Join(types, " "); got != test.want || strings.Join(proved, " ") != test.proved {
			t.Errorf("%s: %q, halves with %q: %+v", test.about, got, proved, results)
		}
	}
}
