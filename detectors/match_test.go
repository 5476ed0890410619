package detectors

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"
	"testing"
	"unicode"
)

// generate writes a random string that a pattern matches.
func generate(r *rand.Rand, re *syntax.Regexp, b *strings.Builder) {
	repeat := func(sub *syntax.Regexp, least, most int) {
		if most < 0 {
			most = least + 4
		}
		for range least + r.IntN(most-least+1) {
			generate(r, sub, b)
		}
	}
	switch re.Op {
	case syntax.OpLiteral:
		b.WriteString(string(re.Rune))
	case syntax.OpCharClass:
		i := r.IntN(len(re.Rune)/2) * 2
		b.WriteRune(re.Rune[i] + r.Int32N(min(re.Rune[i+1], re.Rune[i]+300)-re.Rune[i]+1))
	case syntax.OpConcat:
		for _, sub := range re.Sub {
			generate(r, sub, b)
		}
	case syntax.OpAlternate:
		generate(r, re.Sub[r.IntN(len(re.Sub))], b)
	case syntax.OpCapture:
		generate(r, re.Sub[0], b)
	case syntax.OpQuest:
		repeat(re.Sub[0], 0, 1)
	case syntax.OpStar:
		repeat(re.Sub[0], 0, -1)
	case syntax.OpPlus:
		repeat(re.Sub[0], 1, -1)
	case syntax.OpRepeat:
		repeat(re.Sub[0], re.Min, re.Max)
	case syntax.OpEmptyMatch:
	default:
		panic(fmt.Sprintf("cannot generate %v", re.Op))
	}
}

// mutate changes a value a little, so that it may or may not match.
func mutate(r *rand.Rand, s string) string {
	b := []byte(s)
	const alphabet = "0123456789abzAZ.-/()@+ ,:_çã"
	for range r.IntN(3) {
		if len(b) == 0 {
			break
		}
		switch i := r.IntN(len(b)); r.IntN(3) {
		case 0:
			b = slices.Delete(b, i, i+1)
		case 1:
			b = slices.Insert(b, i, alphabet[r.IntN(len(alphabet))])
		default:
			b[i] = alphabet[r.IntN(len(alphabet))]
		}
	}
	return string(b)
}

// TestMatcherEqualsRegexp: on values made from each pattern and on mutants of
// them the matcher decides as the regexp does, and what matches has the
// signature and is a candidate of the index.
func TestMatcherEqualsRegexp(t *testing.T) {
	c := builtin(t)
	r := rand.New(rand.NewPCG(1, 2))
	for i := range c.types {
		for k := range c.types[i].forms {
			f := &c.types[i].forms[k]
			if f.matcher == nil {
				continue
			}
			m, err := newMatcher(f.Pattern) // the catalogue's may be good for its signature only
			if err != nil {
				t.Fatal(err)
			}
			oracle := regexp.MustCompile(`\A(?:` + f.Pattern + `)\z`)
			tree, err := syntax.Parse(f.Pattern, syntax.Perl)
			if err != nil {
				t.Fatal(err)
			}
			matched := 0
			for n := range 2000 {
				var b strings.Builder
				generate(r, tree, &b)
				s := b.String()
				if n%2 == 1 {
					s = mutate(r, s)
				}
				if len(s) == 0 || len(s) > maxShaped || strings.ToValidUTF8(s, "") != s {
					continue
				}
				want := oracle.MatchString(s)
				if got := m.whole([]byte(s)); got != want {
					t.Fatalf("%s/%s %q: matcher says %v, regexp %v", c.types[i].Rule.ID, f.Name, s, got, want)
				}
				if !want {
					continue
				}
				matched++
				sh := shapeOf([]byte(s))
				if !f.matcher.sig.admits(&sh) || !f.Weak && !isCandidate(c, i, k, &sh, []byte(s)) {
					t.Fatalf("%s/%s %q: matches and is no candidate", c.types[i].Rule.ID, f.Name, s)
				}
			}
			if matched < 500 {
				t.Errorf("%s/%s: only %d of the values match", c.types[i].Rule.ID, f.Name, matched)
			}
		}
	}
}

// TestEitherCase: patterns in either case need no regexp, and decide as one does.
func TestEitherCase(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for _, pattern := range []string{`[Pp]ront\.? ?\d{5,8}`, `(?i)matrícula nº ?\d{3}`, `(?i)(risk|ﬆ)-[a-f]\d`} {
		m, err := newMatcher(pattern)
		if err != nil || m.re != nil {
			t.Fatalf("%s: %v, regexp %v", pattern, err, m.re)
		}
		tree, err := syntax.Parse(pattern, syntax.Perl)
		if err != nil {
			t.Fatal(err)
		}
		oracle := regexp.MustCompile(`\A(?:` + pattern + `)\z`)
		matched := 0
		for n := range 3000 {
			var b strings.Builder
			generate(r, tree, &b)
			s := strings.Map(func(c rune) rune {
				for range r.IntN(3) {
					c = unicode.SimpleFold(c)
				}
				return c
			}, b.String())
			if n%2 == 1 {
				s = mutate(r, s)
			}
			want := oracle.MatchString(s)
			if got := m.whole([]byte(s)); got != want {
				t.Fatalf("%s %q: matcher says %v, regexp %v", pattern, s, got, want)
			}
			if want {
				matched++
			}
		}
		if matched < 300 {
			t.Errorf("%s: only %d of the values match", pattern, matched)
		}
	}
}

// isCandidate reports whether the index leads from a value to a form.
func isCandidate(c *Catalog, typ, form int, sh *Shape, value []byte) bool {
	low, high := c.index.candidates(sh)
	set := Set{low, high}
	for n := range c.groups {
		g := &c.groups[n]
		if int(g.typ) == typ && set.Has(n) && slices.ContainsFunc(g.byLength[len(value)-g.least], func(v variant) bool {
			return int(v.form) == form && (v.sequence == nil || v.sequence.whole(value))
		}) {
			return true
		}
	}
	return false
}

// TestSequencesServe: every built-in form is plain enough to need no regexp.
func TestSequencesServe(t *testing.T) {
	c := builtin(t)
	for i := range c.types {
		for _, f := range c.types[i].forms {
			if f.matcher != nil && !f.Weak && f.matcher.re != nil {
				t.Errorf("%s/%s needs a regexp: %s", c.types[i].Rule.ID, f.Name, f.Pattern)
			}
		}
		for _, f := range c.types[i].texts {
			if f.matcher != nil && f.matcher.re != nil {
				t.Errorf("%s: a text form needs a regexp: %s", c.types[i].Rule.ID, f.Pattern)
			}
		}
	}
}

// TestSingleDigitErrors: nearly every CPF with one digit changed is invalid.
// Not every one: remainders 0 and 1 share a check digit.
func TestSingleDigitErrors(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	still, all := 0, 0
	for range 3000 {
		v := fmt.Appendf(nil, "%09d", r.IntN(1e9))
		v = fmt.Appendf(v, "%02d", 0)
		for dv := range 100 {
			copy(v[9:], fmt.Sprintf("%02d", dv))
			if cpf(v, 0) {
				break
			}
		}
		if !cpf(v, 0) {
			continue
		}
		i := r.IntN(11)
		v[i] = '0' + (v[i]-'0'+byte(1+r.IntN(9)))%10
		all++
		if cpf(v, 0) {
			still++
		}
	}
	if float64(still) > 0.005*float64(all) || all < 2900 {
		t.Errorf("%d of %d changed numbers are still valid", still, all)
	}
}

// TestChance: random numbers of a form's shape pass as often as its rule says,
// for every form of digits with a check that says 0.1 or less and can be drawn.
func TestChance(t *testing.T) {
	c := builtin(t)
	r := rand.New(rand.NewPCG(5, 6))
	runs := regexp.MustCompile(`^(?:\\d|\[0-9\])\{(\d+)\}$`)
	tried := 0
	for i := range c.types {
		for _, f := range c.types[i].forms {
			shape := runs.FindStringSubmatch(f.Pattern)
			if f.check == nil || f.Chance > 0.11 || f.Chance < 0.002 || shape == nil {
				continue
			}
			tried++
			n, pass := 0, 0
			fmt.Sscan(shape[1], &n)
			const draws = 40000
			for range draws {
				v := make([]byte, n)
				for k := range v {
					v[k] = byte('0' + r.IntN(10))
				}
				if f.check(v, f.Fill) {
					pass++
				}
			}
			if share := float64(pass) / draws; share > 1.25*f.Chance || share < 0.7*f.Chance {
				t.Errorf("%s/%s: %.4f of random numbers pass, the rule says %.4f", c.types[i].Rule.ID, f.Name, share, f.Chance)
			}
		}
	}
	if tried < 12 {
		t.Errorf("only %d forms were tried", tried)
	}
}

func TestFind(t *testing.T) {
	c := builtin(t)
	for _, test := range []struct {
		text string
		want string // "type:shape" of the valid values, in order
	}{
		{"Cliente CPF 248.438.034-80, fone (11) 91234-5678.", "cpf:###.###.###-## phone:(##) #####-####"},
		{"o cpf dele é 11144477735 e o e-mail maria.souza@exemplo.com.br", "cpf:########### email:***.***@***.***.***"},
		{"pedido 11144477735 entregue", ""},
		{"protocolo 248.438.034-80-2", ""},
		{"a248.438.034-80", ""},
		{"empresa 12.ABC.345/01DE-35 de CNPJ", "cnpj:##.***.###/##***-##"},
		{"<joao@exemplo.com>;ana_1@exemplo.org.", "email:***@***.*** email:***#@***.***"},
		{"cartão 4111 1111 1111 1111 recusado", "card:#### #### #### ####"},
		{"ção 4111111111111111 cartão: 4111111111111111", "card:################"},
		{`{"cpf":"11144477735","pis": "12038619494"}`, "cpf:########### pis:###########"},
		{"nascido em 23/09/1984, admitido em 01/02/2010", "birth_date:##/##/####"},
		{"CEP 01310-100", "cep:#####-###"},
		{"tel. 3456-7890 ramal 12", "phone:####-####"},
		{"Processo 5046512-94.2016.4.04.7000 em recurso", "process_number:#######-##.####.#.##.####"},
		{"cartão SUS: 174598435280018", "cns:###############"},
		{"título 1023 8501 0671, zona 12", "titulo_eleitor:#### #### ####"},
		{"veículo de placa ABC1D23, renavam 01012345677", "plate:***#***## renavam:###########"},
		{"12/03/2024 10:22 - Ana Souza: bom dia", "person_name:##***## *** *** ***"},
		{"[12/03/2024 10:22:07] Bruno: ok", "person_name:##***##***##*** ***"},
		{"[10:22, 12/03/2024] Maria das Dores Lima: até 11:30 - sala: 2", "person_name:##***##***####*** *** *** *** ***"},
		{"12/03/2024 10:22 - Servidor: reiniciado", ""},
		{"acesso de 187.45.193.12 às 10:00 em 18/05/2024", "ip:###.##.###.##"},
		{"versão 1.2.3.4 de 2024", ""},
		{"RG 34.112.513-1 SSP", "rg:##.###.###-#"},
		{"PIX ENVIADO GILBERTO DA ROCHA", "person_name:*** *** ***"},
		{"PIX RECEBIDO LOJA 93", ""},
		{"CN=MARIA SOUZA LIMA:11144477735, OU=RFB e-CPF A3, O=ICP-Brasil", "cpf:###########"},
		{"Procuração Pedro Henrique Menezes", "person_name:*** ***"},
		{"chave AKIAIOSFODNN7EXAMPLE vazou", "api_token:***#***"},
		{"Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dozjgNryP4J3", "api_token:***#***#.***#***#.***#***#"},
	} {
		var got []string
		c.Find([]byte(test.text), func(h TextHit) {
			if h.Valid {
				got = append(got, c.Type(h.Type).Rule.ID+":"+c.Mask(h.Type, []byte(test.text[h.Start:h.End])).String())
			}
		})
		if s := strings.Join(got, " "); s != test.want {
			t.Errorf("%q\n got %q\nwant %q", test.text, s, test.want)
		}
	}
}

// FuzzMask: no letter and no digit of a value is in its shape, and a shape is
// read back as it was.
func FuzzMask(f *testing.F) {
	f.Add("248.438.034-80", ".-")
	f.Add("maria@exemplo.com.br", "@.a1é")
	f.Add("José\x00\xff", "J")
	f.Fuzz(func(t *testing.T, value, keep string) {
		m := mask([]byte(value), keep)
		var back Masked
		if err := back.UnmarshalText([]byte(m.String())); err != nil {
			t.Fatalf("%q shows a letter or a digit", m)
		}
		if back != m || len(m.String()) > maxMasked+3 {
			t.Fatalf("%q is read back as %q", m, back)
		}
	})
}

// FuzzFind: what is found lies inside the text, in order.
func FuzzFind(f *testing.F) {
	c := builtin(f)
	for _, s := range []string{"cpf 11144477735", "a@b.co", "(11) 91234-5678", "@@@...@", "\xff@\xc3"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		last := 0
		c.Find(text, func(h TextHit) {
			if h.Start < 0 || h.End > len(text) || h.Start >= h.End || h.End <= last {
				t.Fatalf("found %d–%d in %d bytes after %d", h.Start, h.End, len(text), last)
			}
			last = h.End
		})
		var m Matches
		c.Match(Clean(text), &m)
	})
}
