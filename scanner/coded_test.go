package scanner

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
)

// Texts in base64 are judged like any other, files in it are counted, and what
// decodes to neither is the code that it looks like.
func TestBase64(t *testing.T) {
	code := func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }
	var rows [][]string
	for i := range 60 {
		text := fmt.Sprintf(`{"nome":"Maria Aparecida Silva","cpf":%q,"anexo":%q}`, formatted(cpfOf(i*7919)), code(fmt.Sprintf("ligar para maria%d@exemplo.com.br", i)))
		wrapped := code(text)
		wrapped = wrapped[:76] + "\r\n" + wrapped[76:]
		token := strings.Repeat(fmt.Sprintf("aZ%02d/xY9+Kq\u0001", i), 3)
		rows = append(rows, []string{wrapped, strings.TrimRight(code(text), "="), "data:image/png;base64," + code("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00"), code(token)})
	}
	by := judgedTable(t, "eventos", []string{"corpo", "corpo_curto", "desenho", "chave"}, rows)
	for _, column := range []string{"corpo", "corpo_curto"} {
		if c := by[column]; !holds(c.Types, "cpf") || !holds(c.Types, "email") {
			t.Errorf("%s: %q", column, said(c))
		}
	}
	if c := by["desenho"].Contents; c == nil || c.Values != 60 || c.Kinds[0].Kind != "png" {
		t.Errorf("pictures: %+v", c)
	}
	if c := by["chave"]; c.Personal || c.Contents != nil {
		t.Errorf("codes: %q", said(c))
	}
}
