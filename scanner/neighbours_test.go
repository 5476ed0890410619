package scanner

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// TestNeighbours: what a column is often stands beside it.
func TestNeighbours(t *testing.T) {
	ddd := func(r *rand.Rand, _ int) string { return []string{"11", "21", "85", "47", "62"}[r.IntN(5)] }
	local := func(r *rand.Rand, _ int) string { return fmt.Sprintf("9%08d", r.IntN(1e8)) }
	landline := func(r *rand.Rand, _ int) string { return fmt.Sprintf("3%07d", r.IntN(1e7)) }
	lat := func(r *rand.Rand, _ int) string { return fmt.Sprintf("-%.6f", 3+r.Float64()*25) }
	lon := func(r *rand.Rand, _ int) string { return fmt.Sprintf("-%.6f", 35+r.Float64()*20) }
	bank := func(r *rand.Rand, _ int) string { return []string{"001", "033", "104", "237", "341"}[r.IntN(5)] }
	branch := func(r *rand.Rand, _ int) string { return fmt.Sprintf("%04d", r.IntN(1e4)) }
	account := func(r *rand.Rand, _ int) string { return fmt.Sprintf("%05d-%d", r.IntN(1e5), r.IntN(10)) }
	kind := func(r *rand.Rand, _ int) string { return []string{"RUA", "AV", "TRAVESSA", "PRAÇA"}[r.IntN(4)] }
	street := func(r *rand.Rand, i int) string {
		return []string{"DAS FLORES", "SETE DE SETEMBRO", "DO COMERCIO", "SANTOS DUMONT"}[r.IntN(4)] + fmt.Sprint(i%90)
	}
	number := func(r *rand.Rand, _ int) string { return fmt.Sprint(1 + r.IntN(3000)) }
	id := func(_ *rand.Rand, i int) string { return fmt.Sprint(i + 1) }
	cpf := func(r *rand.Rand, _ int) string { return formatted(cpfOf(r.IntN(1e9))) }
	sex := func(r *rand.Rand, _ int) string { return []string{"M", "F"}[r.IntN(2)] }
	answer := func(r *rand.Rand, _ int) string { return []string{"1", "2", "9"}[r.IntN(3)] }
	clock := func(r *rand.Rand, _ int) string { return fmt.Sprintf("%02d:%02d", 7+r.IntN(12), r.IntN(60)) }
	minutes := func(r *rand.Rand, _ int) string { return fmt.Sprint(r.IntN(90)) }
	oneOf := func(kinds ...string) func(*rand.Rand, int) string {
		return func(r *rand.Rand, _ int) string { return kinds[r.IntN(len(kinds))] }
	}
	pressure := func(r *rand.Rand, _ int) string { return fmt.Sprintf("%d/%d", 90+r.IntN(80), 50+r.IntN(50)) }
	fever := func(r *rand.Rand, _ int) string { return fmt.Sprintf("%.1f", 35+4*r.Float64()) }
	forename := oneOf("Ana", "Maria", "Joana", "Carla", "Paula", "Renata", "Marcos", "Pedro", "Luciana", "Fernanda", "Rafael", "Tiago")
	ills := oneOf("CONSULTA MEDICA", "ATESTADO", "LUTO", "DOACAO DE SANGUE", "FALTA")
	absences := oneOf("FALTA", "ATRASO", "LUTO", "VIAGEM", "ATESTADO")
	kindOfStreet := func(r *rand.Rand, i int) string { return []string{"Rua ", "Av. ", "Travessa "}[i%3] + street(r, i) }
	whole := func(r *rand.Rand, i int) string { return []string{"11", "21", "85"}[i%3] + landline(r, i) }
	postcode := func(r *rand.Rand, _ int) string { return fmt.Sprintf("%05d-%03d", 1000+r.IntN(8000), r.IntN(900)) }
	digest := func(r *rand.Rand, _ int) string { return fmt.Sprintf("%016x%016x", r.Uint64(), r.Uint64()) }
	surname := oneOf("Lima", "dos Santos", "Souza", "Prado", "Ferreira", "Amorim", "Teixeira", "Barbosa", "Nogueira", "Carvalho", "Moreira", "Pinto")
	town := oneOf("Lima", "Barbosa", "Curitiba", "Recife", "Natal", "Palmas", "Vitória", "Aracaju", "Sorocaba", "Campinas", "Santos", "Belém")
	type cell = func(*rand.Rand, int) string
	for _, test := range []struct {
		about, table, columns string
		cells                 []cell
		want                  string
	}{
		{"DDD and number", "clientes", "id ddd telefone", []cell{id, ddd, local}, " phone phone"},
		{"DDD and a number without a name", "clientes", "cpf ddd numero", []cell{cpf, ddd, local}, "cpf phone phone"},
		{"the Receita's pairs", "estabelecimentos", "cnpj_basico ddd_1 telefone_1", []cell{id, ddd, landline}, " phone phone"},
		{"a payroll's pair", "funcionarios", "cpf ra_dddfone ra_telefon", []cell{cpf, ddd, landline}, "cpf phone phone"},
		{"numbers of nine digits alone", "pedidos", "id numero", []cell{id, local}, " "},
		{"latitude and longitude of people", "clientes", "cpf lat long", []cell{cpf, lat, lon}, "cpf geo geo"},
		{"short names of the same", "clientes", "cpf gps_lat gps_lng", []cell{cpf, lat, lon}, "cpf geo geo"},
		{"bank, branch and account", "funcionarios", "cpf banco agencia conta", []cell{cpf, bank, branch, account}, "cpf bank_account bank_account bank_account"},
		{"the same with a digit apart", "funcionarios", "cpf cod_banco agencia conta dv", []cell{cpf, bank, branch, number, branch}, "cpf bank_account bank_account bank_account bank_account"},
		{"an account of a ledger", "lancamentos", "id conta valor", []cell{id, number, number}, "  "},
		{"kind and name of a street", "clientes", "cpf tipo_logradouro logradouro numero", []cell{cpf, kind, street, number}, "cpf address address address"},
		{"short names of the same", "clientes", "cpf tp_lograd nm_logradouro nu_numero", []cell{cpf, kind, street, number}, "cpf address address address"},
		{"answers in a form on patients", "sinan_dengue", "cs_sexo febre mialgia vomito laco ativo", []cell{sex, answer, answer, answer, answer, answer}, "gender health health health health "},
		{"answers where health is not at home", "matriculas", "cpf febre mialgia vomito laco", []cell{cpf, answer, answer, answer, answer}, "cpf health health health "},
		{"words of health in names that nobody lists", "alunos", "cpf febre foco_visual foco_luz", []cell{cpf, answer, number, number}, "cpf health health "},
		{"the same where nothing else is health", "alunos", "cpf foco_visual", []cell{cpf, number}, "cpf "},
		{"the same where nobody is", "pecas", "febre foco_visual", []cell{answer, number}, " "},
		{"what somebody was asked, in a table of no name", "t7", "dor_peito pressao_alta fumante laco", []cell{answer, answer, answer, answer}, "health health health "},
		{"states of what is worked on", "evolucoes", "cpf diurese sudorese foco_laco", []cell{cpf, number, number, oneOf("Aberta", "Cancelada", "Realizada")}, "cpf health health "},
		{"the same, of what is found in a patient", "evolucoes", "cpf diurese sudorese foco_laco", []cell{cpf, number, number, oneOf("Jugular", "Femoral", "Outra")}, "cpf health health health"},
		{"a word of the desk for what its values say", "evolucoes", "cpf diurese sudorese acesso", []cell{cpf, number, number, oneOf("Jugular D", "Femoral E", "Salinizado", "Outro")}, "cpf health health health"},
		{"an organ beside what is known", "evolucoes", "cpf diurese figado", []cell{cpf, number, oneOf("A", "B", "C")}, "cpf health health"},
		{"the colours of a triage", "fila", "cpf hr_triagem cor", []cell{cpf, clock, oneOf("VERMELHO", "AMARELO", "VERDE", "AZUL")}, "cpf  health"},
		{"the colours of cars", "fila", "cpf hr_triagem cor", []cell{cpf, clock, oneOf("VERMELHO", "PRETO", "PRATA", "AZUL")}, "cpf  "},
		{"questions that begin alike", "visitas", "cpf sala predio andar laco acomp_gestac acomp_depress acomp_laco acomp_fita", []cell{cpf, number, number, number, number, answer, answer, answer, answer}, "cpf     health health health health"},
		{"before and after", "funcionarios", "cpf salario_de salario_para", []cell{cpf, number, number}, "cpf salary salary"},
		{"the ends of a range", "funcionarios", "cpf salario_de salario_ate", []cell{cpf, number, number}, "cpf  "},
		{"given names and nothing else", "funcionarios", "cpf quem_xota", []cell{cpf, forename}, "cpf person_name"},
		{"given names and surnames of which no name speaks", "dados", "x1 x2 x3", []cell{forename, surname, answer}, "person_name person_name "},
		{"the same with a column between", "dados", "x1 x2 x3", []cell{surname, answer, forename}, "person_name  person_name"},
		{"surnames without given names", "dados", "x1 x2", []cell{answer, surname}, " "},
		{"given names beside towns", "dados", "x1 x2", []cell{forename, town}, " "},
		{"what stands between a street and its postcode in a file without a header", "dados", "cpf c2 c3 c4 c5 c6 c7", []cell{cpf, kindOfStreet, number, town, oneOf("SP", "RJ", "MG"), answer, landline}, "cpf address address address   cep"},
		{"the same without the postcode", "dados", "cpf c2 c3 c4", []cell{cpf, kindOfStreet, town, answer}, "cpf address  "},
		{"a few diagnoses in a file without a header", "dados", "cpf c2", []cell{cpf, oneOf("F32.1", "M54.5", "J11")}, "cpf health"},
		{"a few rooms", "dados", "cpf c2", []cell{cpf, oneOf("A10", "B12", "C07")}, "cpf "},
		{"telephones in a file without a header", "dados", "cpf c2", []cell{cpf, whole}, "cpf phone"},
		{"a district by a short name beside a street and a postcode", "dados", "par_nome par_end par_cep par_bai", []cell{cpf, kindOfStreet, postcode, town}, "cpf address cep address"},
		{"hashes that stand for somebody", "eventos", "id_evento patient_ref file_ref", []cell{id, digest, digest}, " hash_id "},
		{"the number of a benefit, which is no row's key", "clientes", "cpf nr_beneficio nr_pedido", []cell{cpf, whole, whole}, "cpf social_assistance "},
		{"who somebody is to another", "contatos", "cpf xotar lacoman", []cell{cpf, oneOf("Mãe", "Cônjuge", "Filho(a)", "Avó"), oneOf("Mãe", "Porta", "Janela", "Muro")}, "cpf family "},
		{"days of a treatment", "pessoas", "cpf qt_dias_tratamento qt_dias_laco", []cell{cpf, minutes, minutes}, "cpf health "},
		{"what nothing tells of in a register of patients", "pacientes", "cpf febre xolaco", []cell{cpf, answer, oneOf("A", "B", "C")}, "cpf health "},
		{"a file among findings that begin like it", "fichas", "cpf laco linha fila predio xora_febre xora_tosse xora_arquivo xora_lila", []cell{cpf, number, number, number, number, answer, answer, oneOf("A", "B"), oneOf("A", "B")}, "cpf     health health  health"},
		{"whether a template was taken", "pessoas", "cpf biometria biometria_facial", []cell{cpf, oneOf("S", "N"), digest}, "cpf  biometric"},
		{"three kinds, of which two are of health, where it is at home", "evolucoes", "cpf febre diurese spo2 xodist", []cell{cpf, answer, number, number, oneOf("Fratura", "Entorse", "Alinhado")}, "cpf health health health health"},
		{"shares beside pays", "comissoes", "cpf salario irrf perc", []cell{cpf, fever, fever, fever}, "cpf salary salary "},
		{"a pay of which the last letter is cut off", "funcionarios", "cpf zra_salari", []cell{cpf, fever}, "cpf salary"},
		{"days and months of birthdays", "clientes", "cpf niver", []cell{cpf, oneOf("3/2", "26/3", "24/12", "9/10")}, "cpf birth_date"},
		{"latitudes and longitudes of which no name speaks", "clientes", "cpf x1 x2", []cell{cpf, lat, lon}, "cpf geo geo"},
		{"latitudes without longitudes", "clientes", "cpf x1 x2", []cell{cpf, lat, lat}, "cpf  "},
		{"pressures beside temperatures", "visitas", "nome diurese xoman xotar lacoman", []cell{cpf, number, pressure, pressure, fever}, "cpf health health health health"},
		{"temperatures alone", "visitas", "nome lacoman", []cell{cpf, fever}, "cpf "},
		{"a book of what happened on a ward", "livro_ocorrencias", "quem leito conduta_laco salario", []cell{cpf, number, number, number}, "cpf   salary"},
		{"a bank of hours", "banco_horas", "cpf salario", []cell{cpf, number}, "cpf salary"},
		{"hours and minutes of a stay", "pacientes", "cpf diurese surgery_start admittedoffset", []cell{cpf, number, clock, minutes}, "cpf health  "},
		{"what stands beside health in a schema called after it", "pneumo::ex7", "cpf vef1 spo2 febre relvcf sexo_cad conferido", []cell{cpf, minutes, minutes, answer, minutes, sex, answer}, "cpf health health health health gender "},
		{"the same in another schema", "geral::ex7", "cpf vef1 spo2 febre relvcf conferido laco linha fila caixa", []cell{cpf, minutes, minutes, answer, minutes, answer, answer, minutes, minutes, minutes}, "cpf health health health      "},
		{"answers beside patients of which none is known", "pacientes", "cpf febre spo2 peso gravou_som", []cell{cpf, number, number, number, answer}, "cpf health health health "},
		{"kinds of which most are of health, by their words", "funcionarios", "cpf motabono", []cell{cpf, ills}, "cpf health"},
		{"kinds of which one is", "funcionarios", "cpf motabono", []cell{cpf, absences}, "cpf "},
		{"the same where nobody is", "pecas", "codigo motabono", []cell{id, ills}, " "},
		{"a list of all examinations", "exames_tabela", "id mnemonico resultado", []cell{id, number, number}, "  "},
		{"the mothers of cows", "animais", "brinco nome_mae", []cell{number, oneOf("Maria Bonita", "Ana Bela", "Rosa Maria", "Rita Flor")}, " "},
		{"those of calves' keepers", "tratadores", "brinco nome_mae", []cell{number, oneOf("Maria Bonita", "Ana Bela", "Rosa Maria", "Rita Flor")}, " person_name"},
		{"a number without a street", "pedidos", "id numero", []cell{id, number}, " "},
	} {
		columns := strings.Fields(test.columns)
		results := tableOf(t, test.table, columns, 300, func(r *rand.Rand, i int) (row []string) {
			for _, cell := range test.cells {
				row = append(row, cell(r, i))
			}
			return row
		})
		var got []string
		for _, r := range results {
			got = append(got, said(r))
		}
		if strings.Join(got, " ") != test.want {
			t.Errorf("%s: %s are %q, want %q", test.about, test.columns, got, test.want)
		}
	}
}
