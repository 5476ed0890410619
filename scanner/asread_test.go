package scanner

import (
	"encoding/hex"
	"fmt"
	"net/url"
	"slices"
	"testing"
)

func TestAsRead(t *testing.T) {
	for value, want := range map[string]string{
		"ana%40exemplo.com.br":              "ana@exemplo.com.br",
		"nome=Jo%C3%A3o%20S%c3%a1&uf=RN":    "nome=João Sá&uf=RN",
		`Jos\u00e9 \ud83d\ude00 S\u00E1`:    "José 😀 Sá",
		"Jos&eacute; &amp; S&#225; &#xE3;o": "José & Sá ão",
		`b'Jos\xc3\xa9 \x3cx\x3e'`:          "b'José <x>'",
		"\u202d529.982.247\u201125\u202c":   "529.982.247-25",
		"529.982.\u200b247\u00ad-25":        "529.982.247-25",
		"it's ok %41":                       "it's ok A", // a word of eight bytes with a sign like %
		`{"nome":"Z\u0022"}`:                `{"nome":"Z""}`,
		"12\u221234 Ana \u2013 Bia":         "12-34 Ana \u2013 Bia",
		// These are what they are.
		"100% de 50":           "100% de 50",
		"5%ab":                 "5%ab", // no UTF-8
		"a%00b":                "a%00b",
		`C:\users\uff`:         `C:\users\uff`,
		`\ud83d sozinho`:       `\ud83d sozinho`,
		"a=1&copy=2&reg=3":     "a=1&copy=2&reg=3",
		"Silva & Souza; Lima":  "Silva & Souza; Lima",
		"&inexistente; &#xyz;": "&inexistente; &#xyz;",
		"":                     "",
	} {
		if got := string(asRead([]byte(value))); got != want {
			t.Errorf("%q is read as %q, want %q", value, got, want)
		}
	}
}

// People are found behind what systems write for some characters.
func TestEscapedPeople(t *testing.T) {
	var rows [][]string
	for i := range 60 {
		mail := fmt.Sprintf("maria%d@exemplo.com.br", i)
		rows = append(rows, []string{
			"/cadastro?pagina=2&contato=" + url.QueryEscape(mail),
			fmt.Sprintf(`aviso para %s\u0040exemplo.com.br enviado`, fmt.Sprint("maria", i)),
			fmt.Sprintf("Falar com&nbsp;maria%d&#64;exemplo.com.br<br>", i),
			`\x` + hex.EncodeToString([]byte("ligar para "+mail)),
		})
	}
	names := []string{"caminho", "evento", "pagina", "anexo"}
	by := judgedTable(t, "acessos", names, rows)
	for _, name := range names {
		if c := by[name]; !holds(c.Types, "email") {
			t.Errorf("%s: %q", name, said(c))
		}
	}
}

// A document is taken apart as it stands, and only where that is none as it is read.
func TestEscapedDocuments(t *testing.T) {
	var rows [][]string
	for i := range 40 {
		mail := fmt.Sprintf("maria%d@exemplo.com.br", i)
		rows = append(rows, []string{
			fmt.Sprintf(`{"apelido":"\u0022Z\u0022","correio":"%s"}`, mail),
			fmt.Sprintf(`{&quot;correio&quot;:&quot;%s&quot;}`, mail),
			url.QueryEscape(fmt.Sprintf(`{"correio":"%s"}`, mail)),
		})
	}
	names := []string{"corpo", "pagina", "consulta"}
	by := judgedTable(t, "mensagens", names, rows)
	for _, name := range names {
		c := by[name]
		i := slices.IndexFunc(c.Types, func(v TypeVerdict) bool { return v.Type == "email" })
		if i < 0 || !slices.ContainsFunc(c.Types[i].Evidence, func(e Evidence) bool { return e.Kind == "part" }) {
			t.Errorf("%s: %q, not by a part", name, said(c))
		}
	}
}
