package scanner

import (
	"fmt"
	"testing"
)

// TestSpeech: texts speak of the health of those whom their table is about, whatever
// their column is called, one text in ten, too; one in fifty, where nobody is named one in
// ten, or those of animals, say nothing.
func TestSpeech(t *testing.T) {
	ill := []string{"Refere tosse e febre há %d dias", "Ficou internada por %d dias na capital", "Colecistectomia há %d anos, sem queixas", "Pediu segunda via do boleto %d hoje"}
	well := []string{"Pediu segunda via do boleto %d hoje", "Quer mudar o vencimento para o dia %d", "Reclamou da demora de %d minutos na fila"}
	var rows [][]string
	for i := range 90 {
		some, rare := well[i%3], well[i%3]
		if i%10 == 0 {
			some = ill[0]
		}
		if i%45 == 0 {
			rare = ill[0]
		}
		rows = append(rows, []string{cpfOf(i * 7919), fmt.Sprintf(ill[i%4], i), fmt.Sprintf(well[i%3], i), fmt.Sprintf(some, i), fmt.Sprintf(rare, i)})
	}
	columns := []string{"cpf", "anotacao", "pedido", "assunto", "recado"}
	by := judgedTable(t, "associados", columns, rows)
	for name, want := range map[string]string{"anotacao": "contains health", "pedido": "", "assunto": "contains health", "recado": ""} {
		if got := said(by[name]); got != want || by[name].Sensitive != (want != "") {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	for i := range rows {
		rows[i][0] = fmt.Sprint(i)
	}
	columns[0] = "numero"
	if c := judgedTable(t, "lancamentos", columns, rows)["assunto"]; c.Personal {
		t.Errorf("of nobody: %q", said(c))
	}
	for i := range rows {
		rows[i][0] = []string{"Rex", "Mel", "Thor"}[i%3]
	}
	columns[0] = "nome_pet"
	if c := judgedTable(t, "animais", columns, rows)["anotacao"]; c.Personal {
		t.Errorf("of animals: %q", said(c))
	}
}
