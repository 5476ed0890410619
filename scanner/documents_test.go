package scanner

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestListsAndPairs(t *testing.T) {
	for _, test := range []struct {
		value string
		want  string // of a list "a|b", of pairs "k:v|…"; "-" for neither
	}{
		{`{111,222}`, "111|222"},
		{`{"a b","c\"d",NULL,e}`, `a b|c"d|e`},
		{`{{1,2},{3,4}}`, "1|2|3|4"},
		{`{maria@exemplo.com}`, "maria@exemplo.com"},
		{`{color:red}text{color}`, "-"},
		{`{}`, "-"},
		{`{a,b`, "-"},
		{`{a"b}`, "-"},
		{`}a{`, "-"},
		{`"cpf"=>"111", "cor"=>"azul"`, "cpf:111|cor:azul"},
		{`"a"=>NULL,"b c"=>"d, e"`, "a:NULL|b c:d, e"},
		{`a=>1, "b"=>2`, "a:1|b:2"},
		{`"a"=>`, "-"},
		{`"a"="b"`, "-"},
		{`"a" => "b"`, "-"},
	} {
		got := "-"
		if list, ok := parseArray([]byte(test.value)); ok {
			got = written(list)
		} else if pairs, ok := parsePairs([]byte(test.value)); ok {
			got = written(pairs)
		}
		if got != test.want {
			t.Errorf("%s is %q, want %q", test.value, got, test.want)
		}
	}
}

// written writes leaves as "value|…", or "path:value|…".
func written(leaves []leaf) string {
	var all []string
	for _, l := range leaves {
		all = append(all, strings.TrimPrefix(l.path+":"+string(l.value), ":"))
	}
	return strings.Join(all, "|")
}

// FuzzLists: a list that is written as PostgreSQL writes it is read as it was.
func FuzzLists(f *testing.F) {
	f.Add("a", `b"c`, `{d\`)
	f.Add("", "NULL", ",")
	f.Fuzz(func(t *testing.T, a, b, c string) {
		want := []string{a, b, c}
		quoted := make([]string, len(want))
		for i, e := range want {
			quoted[i] = `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(e) + `"`
		}
		if slices.Contains(want, "NULL") {
			return // in quotes it is a word, and is left out with the others
		}
		if got, ok := parseArray([]byte("{" + strings.Join(quoted, ",") + "}")); !ok || !slices.EqualFunc(got, want, func(l leaf, s string) bool { return string(l.value) == s }) {
			t.Errorf("%q is read as %q, %v", want, got, ok)
		}
		if got, ok := parsePairs([]byte(quoted[0] + "=>" + quoted[1] + ", " + quoted[1] + "=>" + quoted[2])); !ok || len(got) != 2 || got[0].path != a || string(got[1].value) != c {
			t.Errorf("%q is read as %q, %v", want, got, ok)
		}
		for _, s := range want { // neither must fail, whatever it is given
			if len(s) > 0 {
				parseArray([]byte(s))
			}
			parsePairs([]byte(s))
		}
	})
}

// TestContainers: lists and pairs are looked into, each value under the name it has there.
func TestContainers(t *testing.T) {
	var rows [][]string
	for i := range 200 {
		rows = append(rows, []string{
			fmt.Sprintf("{%s,%s}", cpfOf(i*7919), cpfOf(i*104729)),
			fmt.Sprintf(`"religiao"=>"Católica", "contato"=>"ana%d@exemplo.com", "cor"=>"azul"`, i),
			fmt.Sprintf("{%08x-58cc-4372-a567-0e02b2c3d479}", i*7919),
			"{azul,verde}",
			fmt.Sprintf(`{"cor": "", "contato": "ana%d@exemplo.com"}`, i),
			fmt.Sprintf(`"cor"=>"", "contato"=>"ana%d@exemplo.com"`, i),
			fmt.Sprintf(`<dados cor=""><contato>ana%d@exemplo.com</contato></dados>`, i),
		})
	}
	by := judgedTable(t, "clientes", []string{"cpfs", "propriedades", "chave", "cores", "ficha", "pares", "carga"}, rows)
	for name, want := range map[string]string{
		"cpfs": "contains cpf", "propriedades": "contains religion, contains email", "chave": "uuid", "cores": "",
		"ficha": "contains email", "pares": "contains email", "carga": "contains email",
	} {
		if got := said(by[name]); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

// TestInventedOfTwoKinds: made-up numbers under a name for the documents of people and
// of companies stand for somebody's as those of one kind do.
func TestInventedOfTwoKinds(t *testing.T) {
	number := func(i int) string {
		if i%3 == 0 {
			return fmt.Sprintf("%08d000%03d", 41100000+i*7919, i)
		}
		return fmt.Sprintf("%011d", 21234567001+i*7_919_113)
	}
	names := oneOf("Ana Souza", "João da Silva", "Maria Lima", "Pedro Alves", "Carla Dias", "Rui Costa", "Lia Rocha", "Ivo Nunes")
	for table, want := range map[string]bool{"clientes": true, "produtos": false} {
		cells := []func(int) string{number, names}
		if !want {
			cells[1] = oneOf("parafuso", "prego")
		}
		if c := filledTable(t, table, 40, []string{"cpf_cnpj", "nome"}, cells...)["cpf_cnpj"]; c.Personal != want {
			t.Errorf("%s: personal is %v, %s", table, c.Personal, said(c))
		}
	}
}
