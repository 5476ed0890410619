package files

import (
	"strings"
	"testing"

	"github.com/datamapbr/datamap/scanner"
)

const contacts = "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Sá;João;;;\r\nFN:João Sá\r\nitem1.TEL;TYPE=CELL:84 99999-1234\r\nTEL:84 3232-1234\r\nNOTE:liga à\r\n  noite\\, só\r\nEND:VCARD\r\n" +
	"BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C3=82ngela;;;;\r\nNOTE;ENCODING=QUOTED-PRINTABLE:sem=\r\n pre\r\nsolta\r\nEND:VCARD\r\n"

// TestCards reads contacts, appointments and directories as tables.
func TestCards(t *testing.T) {
	for _, tc := range []struct {
		name, data string
		want       []string
	}{
		{"c.vcf", contacts, []string{"c.vcf: VERSION,N,FN,TEL,NOTE,outras linhas: 3.0|João Sá|João Sá|84 99999-1234\n84 3232-1234|liga à noite, só|∅ / 2.1|Ângela|∅|∅|sempre|solta"}},
		{"a.ics", "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nSUMMARY:Consulta\nATTENDEE;CN=\"Ana: Lima\":mailto:ana@exemplo.com.br\nBEGIN:VALARM\nACTION:DISPLAY\nEND:VALARM\nEND:VEVENT\nEND:VCALENDAR\n",
			[]string{"a.ics: VERSION: 2.0", "a.ics#VEVENT: SUMMARY,ATTENDEE,ATTENDEE.CN: Consulta|mailto:ana@exemplo.com.br|Ana: Lima", "a.ics#VEVENT.VALARM: ACTION: DISPLAY"}},
		{"u.ldif", "version: 1\n\n# pessoas\ndn: uid=ana,dc=x\ncn:: Sm/Do28=\nmail: a@exemplo.com.br\n\ndn: uid=bia,dc=x\nmail: b@exem\n plo.com.br\n",
			[]string{"u.ldif: version,comentário,dn,cn,mail: 1|∅|∅|∅|∅ / ∅|pessoas|uid=ana,dc=x|João|a@exemplo.com.br / ∅|∅|uid=bia,dc=x|∅|b@exemplo.com.br"}},
	} {
		got, all := tablesOf(t, tc.name, tc.data)
		wantTables(t, tc.name, got, tc.want...)
		for _, r := range all {
			wantCodes(t, tc.name, r.facts.Gaps)
		}
	}
	cut := readOne(t, writeFile(t, "c.vcf", strings.TrimSuffix(contacts, "END:VCARD\r\n")), Options{}, scanner.Sample{})
	wantCodes(t, "gaps of cut contacts", cut.facts.Gaps, "truncated")
	for _, text := range []string{"BEGIN:X\n", "dn\n", "begin: vcard\n", "Nome: Ana\n"} {
		if isCards([]byte(text)) {
			t.Errorf("%q is of cards", text)
		}
	}
}
