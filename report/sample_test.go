package report

import (
	"bytes"
	"flag"
	"fmt"
	"hash/fnv"
	"math"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/datamapbr/datamap/detectors"
	"github.com/datamapbr/datamap/rules"
	"github.com/datamapbr/datamap/scanner"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares with a committed file, byte by byte.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("..", "testdata", "reports", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(want, got) {
		t.Errorf("%s differs from what is written now, from byte %d on; look at it, and if it is right run the tests with -update", name, differ(want, got))
	}
}

func differ(a, b []byte) int {
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return i
		}
	}
	return min(len(a), len(b))
}

// sampleRules are a small catalogue with a type of every class.
func sampleRules() []rules.Rule {
	checks := map[string]string{"birth_date": "date", "card": "card", "cnpj": "cnpj", "cpf": "cpf", "email": "email", "phone": "phone", "pis": "pis"}
	rule := func(id, pt, en, class, idp, fci string) rules.Rule {
		return rules.Rule{
			Check: checks[id],
			ID:    id, Personal: class != "nao_pessoal", Class: class, IDP: idp, FCI: fci, Article: "LGPD art. 5, I",
			Words: map[string]rules.Text{"pt-BR": {Name: pt, Description: "descrição de " + pt}, "en": {Name: en, Description: "description of " + en}},
		}
	}
	return []rules.Rule{
		rule("api_token", "Chave de acesso", "Access key", "autenticacao", "7.2.1", "autenticacao"),
		rule("birth_date", "Data de nascimento", "Date of birth", "comum", "7.3.1", "identificacao_basica"),
		rule("card", "Cartão de pagamento", "Payment card", "financeiro", "7.2.1", "financeiro"),
		rule("cep", "CEP", "Postal code (CEP)", "comum", "7.1.1", "contato"),
		rule("cnpj", "CNPJ", "CNPJ", "nao_pessoal", "", "outros"),
		rule("cpf", "CPF", "CPF", "comum", "7.1.2", "documento_oficial"),
		rule("email", "E-mail", "E-mail", "comum", "7.1.1", "contato"),
		rule("hash_id", "Identificador embaralhado", "Hashed identifier", "pseudonimizado", "7.1.3", "outros"),
		rule("health", "Dado de saúde", "Health data", "sensivel", "8.8", "saude"),
		rule("password", "Senha", "Password", "autenticacao", "7.2.1", "autenticacao"),
		rule("person_name", "Nome de pessoa", "Name of a person", "comum", "7.1.1", "identificacao_basica"),
		rule("phone", "Telefone", "Telephone", "comum", "7.1.1", "contato"),
		rule("pis", "PIS/PASEP", "PIS/PASEP", "comum", "7.1.2", "documento_oficial"),
		rule("process_number", "Número de processo", "Lawsuit number", "sigilo", "7.9.3", "sigilo"),
		rule("religion", "Religião", "Religion", "sensivel", "8.2", "outros"),
		rule("salary", "Salário", "Salary", "financeiro", "7.2.2", "financeiro"),
	}
}

// shape is a mask as a saved result holds it: from outside detectors none can be made of data.
func shape(s string) (m detectors.Masked) {
	if err := m.UnmarshalText([]byte(s)); err != nil {
		panic(err)
	}
	return m
}

// builder makes tables whose verdicts follow from sampleRules.
type builder struct {
	classes map[string]rules.Rule
	result  scanner.Result
}

func newBuilder() *builder {
	b := &builder{classes: map[string]rules.Rule{}}
	for _, r := range sampleRules() {
		b.classes[r.ID] = r
	}
	return b
}

func (b *builder) table(e scanner.Entry, columns ...scanner.ColumnResult) {
	for i := range columns {
		c := &columns[i]
		h := fnv.New64a()
		fmt.Fprintf(h, "%s\x00%s\x00%s\x00%s", e.Source, e.Schema, e.Table, c.Name)
		c.ID, c.Position, c.Read = fmt.Sprintf("%016x", h.Sum64()), i+1, e.Read
		if c.Filled == 0 {
			c.Filled = max(e.Read*9/10, min(e.Read, 1))
		}
		if c.Distinct == 0 {
			c.Distinct = c.Filled * 8 / 10
		}
		for j := range c.Types {
			v := &c.Types[j]
			if v.Mode == scanner.Contains && v.Matched == 0 {
				v.Matched = c.Filled * int64(3+j) / 100
				v.Valid = v.Matched
				v.ShareLow, v.ShareHigh = 0.024+0.01*float64(j), 0.037+0.01*float64(j)
			} else if v.Matched == 0 {
				v.Matched = c.Filled
				v.Valid = int64(math.Round(float64(v.Matched) * 0.995))
				v.ShareLow, v.ShareHigh = 0.991, 0.997
			}
			r := b.classes[v.Type]
			c.Personal = c.Personal || r.Personal
			c.Sensitive = c.Sensitive || r.Sensitive()
		}
	}
	b.result.Tables = append(b.result.Tables, scanner.TableResult{Entry: e, Comment: "quem compra, ex.: ***", Columns: columns})
}

func verdict(id string, confidence float64, masked string) scanner.TypeVerdict {
	return scanner.TypeVerdict{
		Type: id, Mode: scanner.WholeValue, Confidence: confidence, Shape: shape(masked),
		Evidence: []scanner.Evidence{{Kind: "prior", Weight: -4.2}, {Kind: "values", Weight: 8.11, Detail: "formatted", N: 800, Hits: 796}},
	}
}

func inside(id string, confidence float64, masked string) scanner.TypeVerdict {
	v := verdict(id, confidence, masked)
	v.Mode = scanner.Contains
	return v
}

func col(name, dataType string, types ...scanner.TypeVerdict) scanner.ColumnResult {
	return scanner.ColumnResult{Name: name, DataType: dataType, Comment: "como no cadastro", Types: types}
}

// sampleResult has every state, every kind of source and names that mean harm.
func sampleResult() *scanner.Result {
	b := newBuilder()
	const pg, dir = "postgres://db.exemplo:5432/crm", "dados/"
	b.result.Sources = []scanner.SourceInfo{
		{Name: pg, Kind: "postgres", Version: "16.4", User: "auditor", TLS: "unverified", TLSVersion: "TLSv1.3", Access: &scanner.Access{
			TLS: "offered", Passwords: "md5", CanWrite: 2, Logins: &scanner.Logins{Rules: 5, Plain: 1, Weak: 2},
			Roles:   []scanner.Role{{Name: "postgres", Login: true, ReadsAll: "superuser", WritesAll: "superuser"}, {Name: "auditor", Login: true}, {Name: "ana", Login: true, MemberOf: []string{"vendas_sul"}}, {Name: "vendas_sul", MemberOf: []string{"vendas"}}},
			Refused: []scanner.Reason{{Code: "permission_denied", Detail: "42501"}},
		}},
		{Name: dir, Kind: "folder"},
		{Name: "mysql://fora.exemplo:3306/loja", Kind: "mysql", TLS: "none"},
	}
	born := col("nascimento", "date", verdict("birth_date", 0.97, "##/##/####"))
	born.Ages = &scanner.Ages{
		Known: 11_110, Children: scanner.AgeGroup{Rows: 3, Share: 0.0003}, Adolescents: scanner.AgeGroup{Rows: 890, Share: 0.0801},
		Elderly: scanner.AgeGroup{Rows: 2_444, Share: 0.22},
	}
	registered, visited := col("cadastrado_em", "timestamp"), col("ultima_visita", "date")
	registered.Dates = &scanner.Span{Rows: 12_345, Oldest: "2009-03", Newest: "2026-10"}
	visited.Dates = &scanner.Span{Rows: 9_876, Oldest: "2018-11", Newest: "2026-11"}
	text := col("descricao", "text", inside("cpf", 0.993, "###.###.###-##"), inside("phone", 0.91, "(##) #####-####"))
	text.FreeText = true
	pis := col("documento", "character varying", verdict("pis", 0.83, "###.#####.##-#"))
	pis.Alternatives = []scanner.TypeVerdict{verdict("cpf", 0.41, "")}
	invalid := col("cpf_cliente", "character(11)", verdict("cpf", 0.9721, "###########"))
	invalid.Types[0].Matched, invalid.Types[0].Valid = 8_900, 8_410
	hashed := col("cpf_hash", "text", verdict("hash_id", 0.99, "***"))
	hashed.DigestOf = &scanner.DigestOf{Algorithm: "sha256", Column: "cpf", Rows: 128, Equal: 128}
	quiet := col("nota", "")
	quiet.Silenced = []scanner.Silenced{{Type: "cpf", Mode: scanner.WholeValue, Confidence: 0.99}}
	denied := col("email", "text")
	denied.Contradicted = "email"
	denied.Rivals = []scanner.Rival{{Type: "email", Mode: scanner.WholeValue, Evidence: []scanner.Evidence{{Kind: "values", Weight: -9, N: 350, Hits: 10}}}}
	undecided := col("codigo", "bigint")
	undecided.Alternatives = []scanner.TypeVerdict{verdict("pis", 0.4, ""), verdict("cpf", 0.38, "")}
	b.table(scanner.Entry{Source: pg, Schema: "public", Table: "clientes", Kind: "table", State: scanner.Covered, Method: scanner.Whole, Rows: 12_345, Read: 12_345},
		col("id", "bigint"), col("nome", "text", verdict("person_name", 0.98, "*** ***")), col("cpf", "character(11)", verdict("cpf", 0.9999, "###########")),
		col("email", "text", verdict("email", 0.9998, "***@***.***")), col("celular", "text", verdict("phone", 0.96, "(##) #####-####")),
		born, col("senha", "text", verdict("password", 0.88, "")), hashed, col("ativo", "boolean"), registered, visited)
	b.result.Tables[0].Subject, b.result.Tables[0].Holders = "people", []string{"clientes"}
	b.table(scanner.Entry{Source: pg, Schema: "public", Table: "pedidos", Kind: "partitioned_table", State: scanner.Sampled, Method: scanner.Blocks, Touched: 40, Rows: 10_240_000, RowsEstimated: true, Read: 10_000},
		col("id", "bigint"), invalid, col("cnpj_emitente", "text", verdict("cnpj", 0.999, "##.###.###/####-##")), pis, undecided)
	b.table(scanner.Entry{Source: pg, Schema: "atendimento", Table: "tickets", Kind: "table", State: scanner.Sampled, Method: scanner.Probes, Touched: 1_000, Rows: 88_000, RowsEstimated: true, Read: 1_000},
		col("id", "bigint"), text)
	b.table(scanner.Entry{Source: pg, Schema: "public", Table: "auditoria", Kind: "table", State: scanner.NotRead, Rows: -1, Reasons: []scanner.Reason{{Code: "permission_denied", Detail: "42501"}}},
		col("quem", "text"), col("quando", "timestamp"))
	b.table(scanner.Entry{Source: pg, Schema: "public", Table: "vw_clientes", Kind: "view", State: scanner.Listed, Rows: -1, Reasons: []scanner.Reason{{Code: "view"}}}, col("cpf", "text"))
	b.table(scanner.Entry{Source: pg, Schema: "public", Table: "log_2024", Kind: "table", State: scanner.Excluded, Rows: -1, Reasons: []scanner.Reason{{Code: "excluded"}}}, col("linha", "text"))
	b.table(scanner.Entry{Source: pg, Schema: "public", Table: "eventos", Kind: "table", State: scanner.Partial, Method: scanner.Head, Rows: 3_000_000, RowsEstimated: true, Read: 400, Reasons: []scanner.Reason{{Code: "timeout", Detail: "57014"}}},
		col("usuario_hash", "text", verdict("hash_id", 0.9, "***")), denied)
	files := scanner.Entry{Source: dir, Kind: "file", State: scanner.Covered, Method: scanner.Whole, Encoding: "windows-1252", Dialect: "semicolon"}
	entry := func(change func(*scanner.Entry)) scanner.Entry { e := files; change(&e); return e }
	b.table(entry(func(e *scanner.Entry) { e.Table, e.Rows, e.Read = "rh/funcionarios.csv", 240, 240 }),
		col("nome", "", verdict("person_name", 0.99, "*** ***")), col("pis", "", verdict("pis", 0.99, "###.#####.##-#")), col("religiao", "", verdict("religion", 0.93, "***")),
		col("cid", "", verdict("health", 0.94, "***##")), col("salario", "", verdict("salary", 0.85, "#.###,##")), col("processo", "", verdict("process_number", 0.999, "#######-##.####.#.##.####")))
	b.table(entry(func(e *scanner.Entry) {
		e.Table, e.Kind, e.Rows, e.Read, e.Hidden, e.Encoding, e.Dialect = "vendas.xlsx#Cobrança antiga", "sheet", 1, 1, true, "", ""
	}),
		col("coluna 1", "", verdict("card", 0.97, "")), col("coluna 2", "", verdict("cep", 0.72, "#####-###")))
	b.table(entry(func(e *scanner.Entry) { e.Table, e.Rows, e.Read = "notas.csv", 5_000, 5_000 }), col("produto", ""), quiet)
	b.table(entry(func(e *scanner.Entry) {
		e.Table, e.Rows, e.Read = "=cmd|' /C calc'!A0.csv", 50, 50
		e.Notes = []scanner.Reason{{Code: "ragged_rows", Count: 3, Row: 17, Offset: 2048}}
	}),
		col("=HYPERLINK(\"http://mau.exemplo\")", "", verdict("email", 0.95, "***@***.***")), col("<script>alert(1)</script>", "", verdict("cpf", 0.9, "###########")),
		col("\x1b[31mvermelho\x1b[0m", "", verdict("phone", 0.9, "")), col("\u202egnp.exe", "", verdict("person_name", 0.6, "")), col("@soma", ""),
		col("a|b`c*d_e", "", verdict("cep", 0.9, "#####-###")), col("-linha\nnova\r", ""), col("\"><img src=x onerror=alert(1)>", ""), col("+\u200b\ufeffzero", ""), col("\tTab", ""), col("lat\xedn1", ""))
	b.table(entry(func(e *scanner.Entry) {
		e.Table, e.Kind, e.State, e.Method, e.Rows, e.Encoding, e.Dialect = "contratos.xlsx", "file", scanner.NotRead, "", -1, "", ""
		e.Reasons = []scanner.Reason{{Code: "encrypted_workbook"}}
	}))
	b.table(entry(func(e *scanner.Entry) {
		e.Table, e.State, e.Rows, e.Read, e.Method = "meio.csv", scanner.Partial, -1, 77, scanner.Spread
		e.Reasons = []scanner.Reason{{Code: "truncated", Row: 78, Offset: 9_001}, {Code: "bad_encoding", Count: 2}}
	}), col("nome", "", verdict("person_name", 0.97, "*** ***")))
	b.table(scanner.Entry{Source: "mysql://fora.exemplo:3306/loja", Table: "mysql://fora.exemplo:3306/loja", Kind: "source", State: scanner.NotRead, Rows: -1, Reasons: []scanner.Reason{{Code: "connection_refused"}}})
	clients := &b.result.Tables[0]
	clients.Holders = []string{"clientes"}
	clients.Access = &scanner.TableAccess{Owner: "crm", RowSecurity: "on", Grants: []scanner.Grant{
		{Role: "PUBLIC", Rights: []string{"select"}}, {Role: "vendas", Rights: []string{"select"}, Columns: []string{"nome", "email", "id"}},
		{Role: "vendas", Rights: []string{"update"}, Columns: []string{"id"}}, {Role: "estoque", Rights: []string{"select"}, Columns: []string{"id"}},
	}}
	for i := range clients.Columns {
		if clients.Columns[i].Name == "cpf" {
			clients.Columns[i].Placeholders = 31
		}
	}
	for i := range b.result.Tables {
		switch t := &b.result.Tables[i]; t.Table {
		case "rh/funcionarios.csv":
			t.Holders = []string{"empregados", "dependentes"}
		case "notas.csv":
			t.Columns[0].Destroyed = 12
		}
	}
	return &b.result
}

func sampleRun() Run {
	return Run{
		Version: "0.1.0", Moment: time.Date(2026, 11, 21, 22, 14, 5, 999, time.FixedZone("BRT", -3*3600)),
		Settings: Settings{Seed: 42, SampleRows: 10_000, Exclude: []string{"*/*.log_*"}, Rules: &Rules{
			Ignored:  2,
			Silences: []rules.Silence{{Type: "cpf", Columns: "*/notas.csv.nota", Author: "Ana Lima", Date: "2026-03-01", Reason: "número de nota de onze dígitos"}},
		}},
		Organization: Organization{Name: "Loja Aurora & Filhos Ltda", CNPJ: "12.ABC.345/01DE-35", DPO: "encarregado@exemplo.com.br"},
	}
}

func sample(t *testing.T) *Inventory {
	t.Helper()
	inv, err := Build(sampleResult(), sampleRules(), sampleRun())
	if err != nil {
		t.Fatal(err)
	}
	return inv
}

var loaded = sync.OnceValues(func() (map[string]*rules.Words, error) {
	all := map[string]*rules.Words{}
	for _, lang := range rules.Languages {
		w, err := rules.NewWords(lang)
		if err != nil {
			return nil, err
		}
		all[lang] = w
	}
	return all, nil
})

func words(t *testing.T, lang string) *rules.Words {
	t.Helper()
	all, err := loaded()
	if err != nil {
		t.Fatal(err)
	}
	return all[lang]
}

// write renders the sample in a format, by name.
func write(t *testing.T, format, lang string, inv *Inventory) []byte {
	t.Helper()
	f, ok := FormatOf("x." + format)
	if !ok {
		t.Fatalf("no format %q", format)
	}
	var b bytes.Buffer
	if err := f.Write(&b, inv, words(t, lang), sampleRules()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
