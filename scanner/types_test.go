package scanner

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/datamapbr/datamap/detectors"
)

// out makes a cell one of the words between the bars.
func out(of string) func(*rand.Rand, int) string {
	words := strings.Split(of, "|")
	return func(_ *rand.Rand, i int) string { return words[i%len(words)] }
}

// printed makes a cell by a format of random numbers of so many digits; the
// letter A stands for a letter.
func printed(shape string) func(*rand.Rand, int) string {
	return func(r *rand.Rand, _ int) string {
		b := []byte(shape)
		for i, c := range b {
			switch c {
			case '#':
				b[i] = byte('0' + r.IntN(10))
			case 'A':
				b[i] = byte('A' + r.IntN(26))
			case 'h':
				b[i] = "0123456789abcdef"[r.IntN(16)]
			}
		}
		return string(b)
	}
}

// passing draws cells until one is a valid value of the type.
func passing(t *testing.T, id, shape string) func(*rand.Rand, int) string {
	c := builtin(t)
	draw := printed(shape)
	var m detectors.Matches
	return func(r *rand.Rand, i int) string {
		for range 1 << 20 {
			s := draw(r, i)
			c.Match([]byte(s), &m)
			for _, h := range m.Hits() {
				if h.Valid && int(h.Type) == c.Index(id) {
					return s
				}
			}
		}
		t.Fatalf("no value of %s is like %s", id, shape)
		return ""
	}
}

// stateNumber writes a company's registration with a state, as most states check
// it: like the identity cards of São Paulo, of which one in eleven passes.
func stateNumber(r *rand.Rand, _ int) string {
	d := fmt.Appendf(nil, "%08d", r.IntN(1e8))
	d = append(d, checkDigit(d, 9, false))
	return fmt.Sprintf("%s.%s.%s-%s", d[:2], d[2:5], d[5:8], d[8:])
}

// TestTypes: columns that their values carry, that their names carry, and that
// look or are called like another thing.
func TestTypes(t *testing.T) {
	of := func(id, shape string) func(*rand.Rand, int) string { return passing(t, id, shape) }
	for _, test := range []struct {
		about, name, dataType string
		n                     int
		cell                  func(*rand.Rand, int) string
		want                  string
	}{
		// By their values.
		{"CNH numbers under their name", "nr_cnh", "", 100, of("cnh", "###########"), "cnh"},
		{"CNH numbers under no name", "c7", "", 200, of("cnh", "###########"), "cnh"},
		{"RENAVAM beside PIS, by name", "renavam", "", 200, of("renavam", "00#########"), "renavam"},
		{"voter numbers", "x", "", 50, of("titulo_eleitor", "############"), "titulo_eleitor"},
		{"SUS cards", "x", "", 50, of("cns", "7##############"), "cns"},
		{"certificates", "x", "", 30, of("civil_registry", "######0155198#1000##0##00#####0##"[:32]), "civil_registry"},
		{"lawsuits", "x", "", 50, of("process_number", "#######-##.2019.8.26.####"), "process_number"},
		{"plates, old and new", "veiculo", "", 60, func(r *rand.Rand, i int) string {
			if i%3 == 0 {
				return printed("AAA-####")(r, i)
			}
			return printed("AAA#")(r, i) + string(rune('A'+r.IntN(10))) + printed("##")(r, i)
		}, "plate"},
		{"Mercosul plates", "identificacao", "", 60, func(r *rand.Rand, i int) string {
			return printed("AAA#")(r, i) + string(rune('A'+r.IntN(10))) + printed("##")(r, i)
		}, "plate"},
		{"plates under their name", "placa", "", 60, printed("AAA####"), "plate"},
		{"chassis", "x", "", 60, printed("9BWZZZ377VT######"), "vin"},
		{"serials", "num_serie", "", 90, func(_ *rand.Rand, i int) string { return fmt.Sprintf("A%c9942%cS7138%05d", "BBI"[i%3], "XXQ"[i%3], i) }, ""},
		{"colours of cars", "cor", "", 80, func(_ *rand.Rand, i int) string {
			return []string{"BRANCA", "PRETA", "AMARELA", "PARDA", "AZUL", "CINZA", "PRATA", "VERMELHA"}[i%8]
		}, ""},
		{"bar codes", "codigo", "", 80, of("ean", "789##########"), "ean"},
		{"towns by their code", "mun", "", 60, of("ibge_code", "35#####"), "ibge_code"},
		{"postal tracking codes", "x", "", 40, of("tracking_code", "AA#########BR"), "tracking_code"},
		{"UUIDs", "chave", "", 60, printed("hhhhhhhh-hhhh-4hhh-ahhh-hhhhhhhhhhhh"), "uuid"},
		{"addresses of a network", "origem", "", 60, func(r *rand.Rand, _ int) string {
			return fmt.Sprintf("187.%d.%d.%d", r.IntN(256), r.IntN(256), r.IntN(256))
		}, "ip"},
		{"versions", "versao_app", "", 60, func(r *rand.Rand, _ int) string { return fmt.Sprintf("1.%d.%d.%d", r.IntN(9), r.IntN(9), r.IntN(9)) }, ""},
		{"MAC addresses", "x", "", 40, printed("3c:5a:b4:hh:hh:hh"), "mac_address"},
		{"times of day", "horario", "", 40, printed("1#:3#:2#"), ""},
		{"telephone sets", "imei", "", 40, of("device_id", "35#############"), "device_id"},
		{"moments", "quando", "", 60, func(r *rand.Rand, _ int) string {
			return fmt.Sprintf("2024-%02d-%02d %02d:%02d:%02d", 1+r.IntN(12), 1+r.IntN(28), r.IntN(24), r.IntN(60), 1+r.IntN(59))
		}, "timestamp"},
		{"payment slips", "x", "", 20, of("boleto", "34191.57213 89766.660164 74514.590004 6 56550000268016"), "boleto"},
		{"password hashes", "x", "", 20, printed("$2b$12$hhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhh"), "password_hash"},
		{"tokens", "x", "", 20, func(r *rand.Rand, i int) string {
			return "ghp_" + printed("hhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhh")(r, i)
		}, "api_token"},
		{"browsers", "x", "", 20, func(_ *rand.Rand, i int) string {
			return fmt.Sprintf("Mozilla/5.0 (X11; Linux x86_64) Firefox/%d.0", i)
		}, "user_agent"},
		{"masked CPFs", "doc", "", 50, printed("***.###.###-**"), "hash_id"},
		{"masked e-mails", "contato", "", 50, func(_ *rand.Rand, i int) string { return fmt.Sprintf("j%d***@exemplo.com", i) }, "hash_id"},
		{"masked cards", "x", "", 50, printed("411111******####"), "card"},
		{"hashes under the name of a CPF", "cpf", "", 50, printed("hhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhh"), "hash_id"},
		{"hashes of files", "hash_arquivo", "", 50, printed("hhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhh"), ""},
		{"hashes under no name", "h", "", 50, printed("hhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhh"), ""},
		{"races by their labels", "perfil", "", 200, out("Branca|Preta|Parda|Amarela|Indígena"), "race"},
		{"colours of things", "cor", "", 200, out("Branco|Preto|Azul|Vermelho|Verde|Amarelo"), ""},
		{"three colours that races share", "cor", "", 200, out("Branca|Preta|Amarela"), ""},
		{"religions by their labels", "grupo", "", 200, out("Católica|Evangélica|Espírita|Umbanda|Sem religião"), "religion"},
		{"marital status by labels", "situacao2", "", 200, out("Solteiro(a)|Casado(a)|Divorciado(a)|Viúvo(a)|União estável"), "marital_status"},
		{"schooling by labels", "nivel", "", 200, out("Ensino médio completo|Superior incompleto|Mestrado|Fundamental incompleto"), "education"},
		{"gender by labels", "g", "", 200, out("Masculino|Feminino"), "gender"},
		{"addresses by their first word", "local", "", 200, func(_ *rand.Rand, i int) string {
			return fmt.Sprintf("%s Marechal Deodoro %d", []string{"Rua", "Av.", "TRAVESSA", "Praça"}[i%4], i)
		}, "address"},
		{"companies by their last word", "parceiro", "", 100, func(_ *rand.Rand, i int) string { return fmt.Sprintf("Metalúrgica %c%d Ltda.", 'A'+i%26, i) }, "company_name"},
		{"pairs of degrees", "ponto", "", 50, func(r *rand.Rand, _ int) string { return fmt.Sprintf("-23.%05d, -46.%05d", r.IntN(1e5), r.IntN(1e5)) }, "geo"},
		{"social security numbers", "codigo", "", 60, printed("21#-4#-###1"), "foreign_id"},

		{"state registrations", "inscricao_estadual", "", 100, stateNumber, ""},
		{"state registrations under no name", "codigo", "", 100, stateNumber, ""},

		// By their names.
		{"race in codes", "RA_RACACOR", "char(1)", 300, out("1|2|4|6|8|9"), "race"},
		{"race of animals", "raca", "", 300, out("Labrador|Poodle|Siamês|Persa|Beagle|Boxer"), ""},
		{"sex in codes", "cs_sexo", "smallint", 300, out("1|2|9"), "gender"},
		{"sex of animals", "sexo", "", 300, out("Macho|Fêmea"), ""},
		{"genres of films", "genero", "", 300, out("Drama|Comédia|Terror|Ação|Romance"), ""},
		{"comorbidities", "DIABETES", "", 300, out("1|2|9"), "health"},
		{"disability as a flag", "in_deficiencia", "boolean", 300, out("true|false"), "health"},
		{"diagnoses in words", "ds_diagnostico", "", 100, func(_ *rand.Rand, i int) string { return fmt.Sprintf("Paciente com quadro %d de dor, investigar", i) }, "health"},
		{"diagnoses in codes", "cid", "", 100, printed("J##"), "health"},
		{"towns called cid", "cid", "", 100, out("Campinas|Santos|São Paulo|Recife|Olinda|Natal|Sorocaba"), ""},
		{"codes of shelves", "prateleira", "", 100, printed("A##"), ""},
		{"union dues", "vl_contribuicao_sindical", "numeric", 100, printed("##.##"), "union"},
		{"union as a code", "RA_SINDICA", "", 100, out("01|02|05"), "union"},
		{"salaries", "salario", "numeric(10,2)", 300, printed("3###.##"), "salary"},
		{"ages", "idade", "integer", 300, printed("4#"), "age"},
		{"identity cards of any state", "rg", "", 200, printed("MG-1#.###.###"), "rg"},
		{"passports", "passaporte", "", 100, printed("FA######"), "passport"},
		{"e-mails under the name of an identity card", "rg", "", 100, func(_ *rand.Rand, i int) string { return fmt.Sprintf("a%d@exemplo.com", i) }, "email"},
		{"councils", "crm", "", 100, printed("1#####"), "professional_reg"},
		{"accounts", "conta_corrente", "", 100, printed("1####-#"), "bank_account"},
		{"passwords", "senha", "", 100, printed("Abc@####"), "password"},
		{"hashed passwords under a plain name", "senha", "", 100, printed("hhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhh"), "password_hash"},
		{"card codes", "cvv", "", 100, printed("###"), "card"},
		{"users by number", "id_usuario", "integer", 300, printed("1####"), ""},
		{"users by name", "usuario", "", 100, func(_ *rand.Rand, i int) string { return fmt.Sprintf("msilva%d", i) }, "username"},
		{"positions by number", "id_cargo", "integer", 100, printed("1#"), ""},
		{"occupations", "cargo", "", 100, out("Analista de Sistemas|Motorista|Enfermeira|Auxiliar Administrativo"), "occupation"},
		{"foreign postal codes", "zip_code", "", 100, printed("9####"), "postal_code"},
		{"Brazilian postal codes under an English name", "zip", "", 100, printed("0131#-1##"), "cep"},
		{"random keys under the name of Pix", "chave_pix", "", 100, printed("hhhhhhhh-hhhh-4hhh-ahhh-hhhhhhhhhhhh"), "pix"},
		{"CPFs under the name of Pix", "chave_pix", "", 100, func(r *rand.Rand, _ int) string { return cpfOf(r.IntN(1e9)) }, "pix"},
		{"names that no list has, under a telling name", "patient_name", "", 100, func(_ *rand.Rand, i int) string {
			return []string{"Schneider, Uwe", "Nguyen Van An", "O'Brien, Saoirse", "Tanaka/Yuki"}[i%4] + string(rune('a'+i%26))
		}, "person_name"},
		{"family names alone", "last_name", "", 60, out("Silva|Hoffmann|Tsukamoto|Souza|Zanchetta"), "person_name"},
		{"names with a title before them", "nm_medico", "", 60, out("Dr. Carlos Souza|Dra. Ana Lima|Dr. Paulo Mendes|Dra. Maria Alves|Dr. José Rocha"), "person_name"},
		{"names of products under a person's", "cliente", "", 200, func(_ *rand.Rand, i int) string { return fmt.Sprintf("Parafuso sextavado M%d", i) }, ""},
		{"people and companies mixed", "razao_social", "", 200, func(_ *rand.Rand, i int) string {
			if i%2 == 0 {
				return fmt.Sprintf("Metalúrgica %c%c Ltda", 'A'+i%26, 'A'+i/26)
			}
			return "Maria de " + []string{"Souza", "Lima", "Oliveira"}[i%3] + " " + string(rune('A'+i%26)) + string(rune('a'+i/26))
		}, "company_name, contains person_name"},
		{"people, and a few companies, under a company's name", "razao_social", "", 400, func(_ *rand.Rand, i int) string {
			if i%20 == 0 {
				return fmt.Sprintf("Metalúrgica %c%c Ltda", 'A'+i%26, 'A'+i/26)
			}
			return "Maria de " + []string{"Souza", "Lima", "Oliveira"}[i%3] + " " + string(rune('A'+i%26)) + string(rune('a'+i/26))
		}, "company_name, contains person_name"},
		{"sexual orientation in codes", "tp_orientacao_sexual", "", 100, out("148|149|150|151"), "sexual_orientation"},
		{"peoples in codes", "co_etnia", "", 100, out("12|103|205|7"), "race"},
		{"PIS filled to twelve digits", "pis_funcionario", "", 100, of("pis", "012#########"), "pis"},
		{"birth dates as a spreadsheet counts them", "data_nascimento", "", 100, printed("2####"), "birth_date"},
		{"years of birth", "ano_nascimento", "", 60, printed("19##"), "birth_date"},
		{"hashes that stand for patients", "paciente_id", "", 60, printed("hhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhh"), "hash_id"},
		{"patients by number", "paciente_id", "", 60, printed("1####"), ""},
		{"banks by number", "banco", "", 60, out("341|001|237|104"), "bank_account"},
		{"subscribers' numbers of telephones", "imsi", "", 100, printed("72405##########"), "device_id"},
		{"towns in six digits", "cod_ibge6", "", 60, printed("35####"), "ibge_code"},
		{"initials", "iniciais", "", 200, printed("A. R."), ""},
		{"versions of firmware", "firmware", "", 60, printed("12.#.1##.3"), ""},
		{"photographs", "foto", "bytea", 50, printed("\\xffd8ffhhhhhhhhhhhh"), "photo"},
		{"days of what happened to somebody", "dt_amputacao", "date", 60, printed("2024-01-1#"), "health"},
		{"days of the same as times", "inicio_cirurgia", "time", 60, printed("1#:2#"), ""},
		{"days of what was written down", "dt_audiometria", "date", 60, printed("2024-01-1#"), ""},
		{"degrees of latitude", "latitude", "double precision", 100, printed("-23.####"), "geo"},
	} {
		got := judged(t, test.name, test.dataType, test.n, test.cell)
		if said(got) != test.want {
			t.Errorf("%s: got %q, want %q: types %+v alternatives %+v", test.about, said(got), test.want, got.Types, got.Alternatives)
		}
	}
}
