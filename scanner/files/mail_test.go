package files

import (
	"fmt"
	"strings"
	"testing"

	"github.com/datamapbr/datamap/scanner"
)

const message = "Received: from a.exemplo.com.br\r\n\tby b.exemplo.com.br\r\nFrom: =?UTF-8?B?Sm/Do28gU8Oh?= <joao@exemplo.com.br>\r\nSubject: =?iso-8859-1?Q?Admiss=E3o?=\r\n =?iso-8859-1?Q?_de_Ana?=\r\nMIME-Version: 1.0\r\n" +
	"Content-Type: multipart/mixed;\r\n boundary=\"x1\"\r\n\r\nantes\r\n--x1\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" +
	"O CPF =C3=A9 529.982.=\r\n247-25.\r\n\r\nAbra=E7o\r\n--x1\r\nContent-Type: text/csv; name=\"c.csv\"\r\nContent-Transfer-Encoding: base64\r\n\r\nbm9tZTtjcGYKQW5h\r\nOzExMS40NDQuNzc3LTM1Cg==\r\n" +
	"--x1\r\nContent-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\nJVBERi0xLjQK\r\n--x1--\r\nno fim\r\n"

// TestMail reads messages as people do, and says what is attached to them.
func TestMail(t *testing.T) {
	const want = "coluna 1: Received: from a.exemplo.com.br by b.exemplo.com.br / From: João Sá <joao@exemplo.com.br> / Subject: Admissão de Ana / MIME-Version: 1.0 / " +
		"Content-Type: multipart/mixed; boundary=\"x1\" / antes / Content-Type: text/plain; charset=utf-8 / Content-Transfer-Encoding: quoted-printable / O CPF é 529.982.247-25. / Abraço / " +
		"Content-Type: text/csv; name=\"c.csv\" / Content-Transfer-Encoding: base64 / nome;cpf / Ana;111.444.777-35 / Content-Type: application/pdf / Content-Transfer-Encoding: base64 / no fim"
	for what, data := range map[string]string{"CRLF": message, "LF": strings.ReplaceAll(message, "\r\n", "\n")} {
		got, all := tablesOf(t, "m.eml", data)
		wantTables(t, what, got, "m.eml: "+want)
		wantCodes(t, what, all[0].facts.Gaps, "attachment")
		if n := all[0].facts.Gaps[0].Count; n != 1 {
			t.Errorf("%s: %d attachments", what, n)
		}
	}
	box := readOne(t, writeFile(t, "Inbox", "From - Tue Mar 12 09:41:00 2024\r\n"+message+"\r\nFrom - Tue Mar 12 09:42:00 2024\r\nFrom: ana@exemplo.com.br\r\nMessage-ID: <1>\r\n\r\nOi\r\n"), Options{}, scanner.Sample{})
	if n := len(box.rows); n != 17+2+3 || box.rows[n-1][0] != "Oi" || box.rows[n-3][0] != "From: ana@exemplo.com.br" {
		t.Errorf("a mailbox: %d rows, %q", n, box.rows[n-3:])
	}
	const forwarded = "From: a@exemplo.com.br\nMessage-ID: <1>\nContent-Type: multipart/mixed; boundary=x1\n\n--x1\nContent-Type: message/rfc822\n\nFrom: b@exemplo.com.br\nSubject: =?UTF-8?B?Sm/Do28gU8Oh?=\n" +
		"Content-Type: multipart/mixed; boundary=x2\n\n--x2\nContent-Transfer-Encoding: base64 (sim)\nContent-Disposition: attachment; filename*0*=utf-8''Ana%20529%2E; filename*1*=982%2E247-25\n\nbm9t\n* a line that is none *\nZTtj\n--x2--\n--x1--\n"
	inner := readOne(t, writeFile(t, "m.eml", forwarded), Options{}, scanner.Sample{})
	for _, want := range []string{"Subject: João Sá", "nome;c", "Ana 529.982.247-25", "* a line that is none *"} {
		if !strings.Contains(fmt.Sprint(inner.rows), want) {
			t.Errorf("%q is not in %q", want, inner.rows)
		}
	}
	const outlook = "From: =?windows-1252?Q?Jo=E3o_S=E1?= <a@exemplo.com.br>\nMessage-ID: <1>\nContent-Type: multipart/mixed; boundary=x1\n\n" +
		"--x1\nContent-Type: text/plain; charset=iso-8859-2\nContent-Transfer-Encoding: quoted-printable\n\n=A3ucja\n" +
		"--x1\nContent-Type: text/plain; charset=ISO-8859-1\nContent-Transfer-Encoding: quoted-printable\n\nConcei=E7=E3o\n" +
		"--x1\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n529.<b>982</b>.247-<a href=3D\"mailto:ana@exemplo.com.br\">25</a>\n" +
		"--x1\nContent-Type: text/plain; charset=utf-7\nContent-Transfer-Encoding: quoted-printable\n\nna sala 3=\n\n--x1--\n"
	written := readOne(t, writeFile(t, "m.eml", outlook), Options{}, scanner.Sample{})
	for _, want := range []string{"From: João Sá <", "Łucja", "Conceição", `529.982.247-25 <a href="mailto:ana@exemplo.com.br">`, "na sala 3"} {
		if !strings.Contains(fmt.Sprint(written.rows), want) {
			t.Errorf("%q is not in %q", want, written.rows)
		}
	}
	wantCodes(t, "encodings that are said", written.facts.Notes)
	strange := readOne(t, writeFile(t, "m.eml", strings.Replace(outlook, "iso-8859-2", "shift_jis", 1)), Options{}, scanner.Sample{})
	wantCodes(t, "an encoding that is not known", strange.facts.Notes, "bad_encoding")
	for _, text := range []string{"Nome: Ana\nCPF: 1\n\nfim\n", "From: a\n", "De: Ana\nPara: Bia\n\noi\n", "From Ana to Bia\n\nx\n"} {
		if isMail([]byte(text)) {
			t.Errorf("%q is no message", text)
		}
	}
}
