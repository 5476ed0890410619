package scanner

import (
	"fmt"
	"strings"
	"testing"
)

// filledTable fills the columns of a table, each by a function of the row.
func filledTable(t *testing.T, name string, rows int, columns []string, cell ...func(i int) string) map[string]ColumnResult {
	t.Helper()
	all := make([][]string, rows)
	for i := range all {
		for _, c := range cell {
			all[i] = append(all[i], c(i))
		}
	}
	return judgedTable(t, name, columns, all)
}

func oneOf(values ...string) func(int) string {
	return func(i int) string { return values[(i*7+i/len(values))%len(values)] }
}

func numbered(format string) func(int) string {
	return func(i int) string { return fmt.Sprintf(format, i*37%9973) }
}

// TestNobodys: what looks personal in tables of nobody, and beside each what it
// must not be mistaken for.
func TestNobodys(t *testing.T) {
	sex, colour, band := oneOf("M", "F"), oneOf("Branca", "Preta", "Parda", "Amarela", "Indígena"), oneOf("0-14", "15-29", "30-44", "45-59", "60+")
	names := oneOf("Ana Souza", "João da Silva", "Maria Lima", "Pedro Alves", "Carla Dias", "Rui Costa", "Lia Rocha", "Ivo Nunes")
	everybody := func(i int) string {
		return strings.Fields("Ana João Maria Pedro Carla Rui Paulo Marta")[i%8] + " " + strings.Fields("Souza Silva Lima Alves Dias Costa Rocha Nunes")[i/8%8]
	}
	songs := oneOf("Ana Júlia", "Construção", "Maria Maria", "Lígia", "João e Maria", "Beatriz Ramos", "Águas de Março", "Rosa Morena", "Roxanne", "Luiza Sá",
		"Carolina Reis", "Billie Jean Lima", "Angie", "Domingo no Parque")
	for name, c := range map[string]struct {
		columns  []string
		cells    []func(int) string
		personal []string
	}{
		"casos_municipio": {[]string{"cod_municipio", "sexo", "cor_raca", "faixa_etaria", "populacao"},
			[]func(int) string{numbered("%07d"), sex, colour, band, numbered("%d")}, nil},
		"pesquisa_domicilios": {[]string{"sexo", "cor_raca", "idade", "pessoas"},
			[]func(int) string{sex, colour, func(i int) string { return fmt.Sprint(i % 90) }, numbered("%d")}, []string{"sexo", "cor_raca", "idade"}},
		"lancamento_fiscal": {[]string{"sku", "marca", "titulo"}, []func(int) string{numbered("A%05d"), oneOf("Nike", "Adidas"), songs}, nil},
		"xyz":               {[]string{"sku", "marca", "c3"}, []func(int) string{numbered("A%05d"), oneOf("Nike", "Adidas"), songs}, nil},
		"xyw":               {[]string{"c1", "c2", "c3"}, []func(int) string{numbered("A%05d"), oneOf("x", "y"), names}, []string{"c3"}},
		"fornecedores":      {[]string{"razao_social", "email"}, []func(int) string{oneOf("Silva Ltda", "Souza ME"), numbered("vendas%d@loja.com.br")}, nil},
		"fornecedores_2":    {[]string{"razao_social", "email"}, []func(int) string{oneOf("Silva Ltda", "Souza ME"), numbered("ana.lima%d@loja.com.br")}, []string{"email"}},
		"contatos":          {[]string{"nome", "email"}, []func(int) string{names, numbered("vendas%d@loja.com.br")}, []string{"nome", "email"}},
		"qwe":               {[]string{"valor", "agency_phone"}, []func(int) string{numbered("%d"), numbered("(11) 3333-%04d")}, nil},
		"qwf":               {[]string{"valor", "phone"}, []func(int) string{numbered("%d"), numbered("(11) 3333-%04d")}, []string{"phone"}},
		"aeroportos":        {[]string{"ident", "pista"}, []func(int) string{numbered("SB-%04d"), numbered("%d")}, nil},
		"moradores":         {[]string{"ident", "torre"}, []func(int) string{numbered("12%06d"), oneOf("A", "B")}, []string{"ident"}},
		"infracoes_por_mes": {[]string{"sexo_condutor", "categoria_cnh", "total"}, []func(int) string{sex, oneOf("A", "B", "AB"), numbered("%d")}, nil},
		"xya": {[]string{"State", "Year", "Sex", "Rates.Alcohol.Use.12-17", "Totals.Cocaine.New Users"},
			[]func(int) string{oneOf("Ohio", "Utah", "Iowa"), oneOf("2001", "2002", "2003", "2004"), oneOf("Male", "Female"), numbered("%d.5"), numbered("%d")}, nil},
		"xyb": {[]string{"uf", "doenca", "faixa_etaria", "sexo", "total"}, []func(int) string{oneOf("SP", "RJ", "BA"), oneOf("asma", "diabetes"), band, sex, numbered("%d")}, nil},
		"xyc": {[]string{"municipio", "ano", "sexo", "cor_raca", "idade", "renda_total"},
			[]func(int) string{oneOf("Lins", "Jaú"), oneOf("2001", "2002", "2003"), sex, colour, func(i int) string { return fmt.Sprint(i % 90) }, numbered("%d")},
			[]string{"sexo", "cor_raca", "idade", "renda_total"}},
		"pecas_oem": {[]string{"chassi_de", "chassi_ate"}, []func(int) string{numbered("9BW%07d"), numbered("9BW%07d")}, nil},
		"traducoes": {[]string{"chave", "valor"}, []func(int) string{oneOf("login.password", "ship.address"), oneOf("Senha", "Endereço de entrega")}, nil},
		"notas":     {[]string{"destinatario_cnpj", "destinatario_rua"}, []func(int) string{oneOf("11.222.333/0001-81", "11.444.777/0001-61", "00.000.000/0001-91"), numbered("Rua das Flores, %d")}, nil},
		"notas_2": {[]string{"destinatario_cpf", "destinatario_rua"}, []func(int) string{oneOf("529.982.247-25", "111.444.777-35", "123.456.789-09"), numbered("Rua das Flores, %d")},
			[]string{"destinatario_cpf", "destinatario_rua"}},
		"escala":                {[]string{"maquina", "usuario_inclusao"}, []func(int) string{numbered("M%03d"), oneOf("SISTEMA", "BATCH")}, nil},
		"escala_2":              {[]string{"maquina", "usuario_inclusao"}, []func(int) string{numbered("M%03d"), oneOf("asilva", "BATCH", "jlima")}, []string{"usuario_inclusao"}},
		"fila_balcao":           {[]string{"guiche", "senha"}, []func(int) string{numbered("%d"), numbered("P%03d")}, nil},
		"imobiliaria_propostas": {[]string{"nome", "renda"}, []func(int) string{everybody, numbered("%d.50")}, []string{"nome", "renda"}},
		"organization": {[]string{"name", "contact_name", "contact_phone", "street"},
			[]func(int) string{oneOf("Silva Ltda", "Souza ME", "Lima SA"), names, numbered("(11) 3333-%04d"), numbered("Rua das Flores, %d")}, []string{"contact_name"}},
		"exame_imagem": {[]string{"laudo", "regiao", "vet_codigo"},
			[]func(int) string{oneOf("fratura", "normal"), oneOf("tórax", "pelve"), numbered("%d")}, nil},
		"exame_clinico": {[]string{"laudo", "paciente_id"}, []func(int) string{oneOf("fratura", "normal"), numbered("%d")}, []string{"laudo"}},
		"holerite": {[]string{"cnpj_empresa", "nome_empresa", "salario_base"},
			[]func(int) string{numbered("11.222.333/0001-%02d"), oneOf("Silva Ltda", "Souza ME"), numbered("%d.50")}, []string{"salario_base"}},
		"fila":             {[]string{"handle", "corpo"}, []func(int) string{numbered("%032x"), oneOf("a", "b")}, nil},
		"receitas":         {[]string{"medicamento", "nr_receita", "paciente_id"}, []func(int) string{oneOf("Dipirona", "Losartana"), numbered("2024.%04d-1/01"), numbered("%d")}, []string{"medicamento"}},
		"hospedes":         {[]string{"nome", "documento"}, []func(int) string{names, numbered("MG-1%07d")}, []string{"nome", "documento"}},
		"pagamentos_hotel": {[]string{"valor", "documento"}, []func(int) string{numbered("%d"), numbered("2%05d")}, nil},
		"sb1990": {[]string{"b1_codbar", "b1_cor", "b1_sexo", "b1_idade"},
			[]func(int) string{ean, oneOf("Branca", "Preta", "Amarela"), sex, band}, nil},
		"maquinas":   {[]string{"fabricante", "idade", "sexo", "diagnostico"}, []func(int) string{oneOf("WEG", "Bosch"), numbered("%d"), sex, oneOf("folga", "trinca")}, nil},
		"vitals":     {[]string{"lcp", "device", "rating"}, []func(int) string{numbered("%d"), oneOf("mobile", "desktop"), oneOf("good", "poor")}, nil},
		"motoristas": {[]string{"mot_nome", "mot_exame_toxicologico", "mot_contrato", "mot_base"}, []func(int) string{names, oneOf("negativo", "positivo"), oneOf("CLT", "PJ"), oneOf("Norte", "Sul")}, []string{"mot_nome", "mot_exame_toxicologico"}},
		"turmas":     {[]string{"vagas_pcd", "vagas_cota_racial", "turno"}, []func(int) string{oneOf("1", "2"), oneOf("3", "4"), oneOf("M", "T")}, nil},
		"acessos_rede": {[]string{"ap_mac", "ssid", "uptime_s", "clients_24g"},
			[]func(int) string{numbered("3c:5a:b4:12:%04d"), oneOf("corp", "guest"), numbered("%d"), oneOf("3", "40", "17")}, nil},
		"rastreadores": {[]string{"lat", "lng", "motorista_id"},
			[]func(int) string{numbered("-23.%05d"), numbered("-46.%05d"), numbered("%d")}, []string{"lat", "lng"}},
		"roteadores": {[]string{"lat", "lng", "usuario_inclusao"},
			[]func(int) string{numbered("-23.%05d"), numbered("-46.%05d"), numbered("u%05d")}, []string{"usuario_inclusao"}},
		"emp_filial": {[]string{"raza_emp", "cgce_emp", "fone_emp"},
			[]func(int) string{oneOf("Silva Ltda", "Souza ME"), numbered("11.222.333/0001-%02d"), numbered("(11) 3333-%04d")}, nil},
		"boletim":              {[]string{"estacao", "pico"}, []func(int) string{names, numbered("%d")}, nil},
		"motivos_afastamento":  {[]string{"cod", "descricao", "exige_cid"}, []func(int) string{numbered("%d"), oneOf("Auxílio-doença", "Licença"), oneOf("S", "N")}, nil},
		"contagem_passageiros": {[]string{"dia", "passageiros", "pcd"}, []func(int) string{numbered("%d"), numbered("%d"), numbered("%d")}, nil},
		"logradouros":          {[]string{"log_nu", "log_no"}, []func(int) string{numbered("%d"), names}, nil},
		"escola_nova":          {[]string{"nu", "no"}, []func(int) string{numbered("%d"), names}, []string{"no"}},
		"parceiros":            {[]string{"cod_cid", "doc"}, []func(int) string{numbered("%d"), func(i int) string { return cpfOf(i + 1) }}, []string{"doc"}},
		"unidades_moradores": {[]string{"bloco", "cpf_proprietario", "fone"},
			[]func(int) string{oneOf("A", "B"), func(i int) string { return cpfOf(i + 1) }, numbered("(11) 3333-%04d")}, []string{"cpf_proprietario", "fone"}},
		"parceiros_2": {[]string{"nome_fantasia", "doc"}, []func(int) string{everybody, func(i int) string { return cpfOf(i + 1) }}, []string{"nome_fantasia", "doc"}},
		"form_fields": {[]string{"campo_id", "placeholder"}, []func(int) string{numbered("%d"), oneOf("nome@exemplo.com.br", "Digite seu CPF", "dd/mm/aaaa")}, nil},
		"ajustes":     {[]string{"chave", "valor"}, []func(int) string{oneOf("smtp.password", "timeout"), oneOf("Xk29!aa", "30")}, []string{"valor"}},
	} {
		said := filledTable(t, name, 300, c.columns, c.cells...)
		for _, column := range c.columns {
			want := false
			for _, p := range c.personal {
				want = want || p == column
			}
			if r := said[column]; r.Personal != want {
				t.Errorf("%s.%s: personal is %v, want %v: %v", name, column, r.Personal, want, r.Types)
			}
		}
	}
}

// ean makes a bar code of a row.
func ean(i int) string {
	code, sum := fmt.Sprintf("789%09d", i*37%9973), 0
	for k, c := range code {
		sum += int(c-'0') * (1 + k%2*2)
	}
	return fmt.Sprint(code, (10-sum%10)%10)
}

// TestNamed: under the word for a creed or an illness stands who has it.
func TestNamed(t *testing.T) {
	names := oneOf("Ana Souza", "João da Silva", "Maria Lima", "Pedro Alves", "Carla Dias", "Rui Costa", "Lia Rocha", "Ivo Nunes")
	for name, column := range map[string]string{"paroquia": "dizimista", "gestantes": "gestante", "catequese": "catequizando"} {
		r := filledTable(t, name, 200, []string{column, "cpf"}, names, func(i int) string { return cpfOf(i + 1) })[column]
		if !r.Personal || r.Sensitive || r.Types[0].Type != "person_name" {
			t.Errorf("%s.%s: %v", name, column, r.Types)
		}
	}
}

// TestAmong: addresses in a table of their own are of those who are in the tables beside.
func TestAmong(t *testing.T) {
	subjects := subjects(t)
	objects := []object{
		{table: Table{Name: "loja.db/clientes"}}, {table: Table{Name: "loja.db/enderecos"}}, {table: Table{Name: "loja.db/pedidos"}},
		{table: Table{Name: "compras.db/fornecedores"}}, {table: Table{Name: "compras.db/enderecos"}},
	}
	setAmong(objects, subjects)
	for i, want := range []string{aboutPeople, aboutPeople, aboutPeople, "", ""} {
		if objects[i].among != want {
			t.Errorf("%s: among %q, want %q", objects[i].table.Name, objects[i].among, want)
		}
	}
	for among, want := range map[string]bool{aboutPeople: true, "": false} {
		c := contextOf(&Table{Name: "enderecos"}, subjects, builtin(t), nil, nil, 10)
		c.among, c.columns = among, []sign{{name: []string{"logradouro"}}}
		if got := c.personal(builtin(t).Rule("address"), 0); got != want {
			t.Errorf("an address in a table of addresses among tables of %q: personal is %v", among, got)
		}
	}
}

// TestOwnWords: the list in which a service sends its rows is not what they are about.
func TestOwnWords(t *testing.T) {
	for name, want := range map[string]string{
		"rh/fila_regulacao.json#data.itens": "fila regulacao json",
		"pedidos.json#itens":                "pedidos json",
		"rh.json#data.funcionarios":         "rh json data funcionarios",
		"rh.xlsx#Plan1":                     "rh xlsx plan1",
	} {
		if got := strings.Join(ownWords(name, subjects(t)), " "); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

// TestServed: rows that each name one who is served are about somebody, in a table of
// things too; those that name who works with the things are not.
func TestServed(t *testing.T) {
	given, family := []string{"Ana", "João", "Maria", "Pedro", "Carla", "Rui", "Lia", "Ivo"}, []string{"Souza", "Lima", "Alves", "Dias", "Costa", "Rocha", "Nunes"}
	names := func(i int) string { return given[i%8] + " " + family[i%7] + " " + family[i/8%7] }
	for name, want := range map[string]bool{"eleitor": true, "nome_cand": true, "nome_pct": true, "vendedor": false, "nome_vend": false} {
		c := filledTable(t, "campanhas", 50, []string{name, "simpatiza"}, names, oneOf("PT", "PSDB", "MDB"))
		if got := c["simpatiza"].Personal; got != want {
			t.Errorf("beside %s: personal is %v, %s", name, got, said(c["simpatiza"]))
		}
	}
}

// TestSampleData: what lessons and samples of foreign systems are full of: names of
// strangers, made-up numbers in few rows, columns with one mark in all of them, and keys
// called what their table is.
func TestSampleData(t *testing.T) {
	first, last := oneOf("Aaron", "Bryce", "Dustin", "Zach", "Colby", "Wade", "Trevor", "Drew"), oneOf("Glover", "Harkins", "Ackermann", "Thorntonby", "Rasmus", "Blevins", "Plouffe",
		"Hutchison", "Kirkland", "Vandergrift", "Snider", "McGehee", "Bellwood")
	names := func(i int) string { return first(i) + " " + last(i) }
	yes, key := oneOf("Y"), func(i int) string { return fmt.Sprint(70 + i%6) }
	for _, c := range []struct {
		table   string
		rows    int
		columns []string
		cells   []func(int) string
		want    string // what the first column is
	}{
		{"players", 200, []string{"espn_name", "pos"}, []func(int) string{names, oneOf("3B", "CF", "SP")}, "person_name"},
		{"motorista", 4, []string{"cpf", "nome"}, []func(int) string{numbered("0366458%04d"), names}, "cpf"},
		{"auto", 60, []string{"vin", "color"}, []func(int) string{numbered("FOIQ3O1SA4I%04dWU"), oneOf("Red", "Grey")}, "vin"},
		{"family_adult", 60, []string{"contact_email", "id"}, []func(int) string{yes, numbered("%04d")}, ""},
		{"discharge_summary", 8, []string{"discharge_summary_id", "patient_id"}, []func(int) string{key, key}, ""},
		{"users", 40, []string{"username", "first_name"}, []func(int) string{numbered("7%04d12"), oneOf("Ana", "Rui", "Lia")}, "username"},
		{"visitantes", 40, []string{"igreja", "nome", "telefone"}, []func(int) string{oneOf("1", "3"), names, numbered("(31) 99752-%04d")}, ""},
		{"admission", 60, []string{"bed_number", "patient_id"}, []func(int) string{oneOf("101", "102", "103"), key}, ""},
		{"people", 200, []string{"weight", "height", "name_first", "birth_year"}, []func(int) string{oneOf("180", "215", "195"), oneOf("72", "75"), first, oneOf("1981", "1976")}, "physical"},
		{"api_log", 200, []string{"usuario_id", "acao"}, []func(int) string{oneOf("1"), oneOf("SISTEMA", "LOGIN")}, ""},
		{"vets", 12, []string{"first_name", "last_name"}, []func(int) string{first, last}, "person_name"},
		{"goals", 200, []string{"match_date", "given_name", "family_name"}, []func(int) string{func(i int) string { return fmt.Sprintf("%d-06-%02d", 1930+i%80, 1+i%28) }, first, last}, ""},
		{"internacoes", 12, []string{"id_internacao", "id_paciente"}, []func(int) string{key, key}, ""},
		{"medico", 10, []string{"cpf", "nome"}, []func(int) string{oneOf("12345678901", "23456789012", "34567890123", "11144477735", "56789012345"), names}, "cpf"},
		{"internacoes", 12, []string{"id_internacao", "id_paciente", "procedimento"}, []func(int) string{oneOf(""), key, oneOf("Cirurgia", "Curativo")}, ""},
		{"vaccination_tweets", 60, []string{"retweets", "user_name", "text"}, []func(int) string{numbered("%d"), names, oneOf("got my second dose, arm sore", "covid vaccine today")}, ""},
		{"wage", 80, []string{"health", "sex", "age", "race"}, []func(int) string{oneOf("1. <=Good", "2. >=Very Good"), oneOf("1. Male", "2. Female"), oneOf("18", "24", "45"), oneOf("1. White", "3. Asian")}, "health"},
		{"sales_person", 12, []string{"BirthMonth", "Name", "Gender"}, []func(int) string{oneOf("May", "September", "July"), names, oneOf("Male", "Female")}, "birth_date"},
		{"pagar", 64, []string{"igreja", "descricao"}, []func(int) string{oneOf("3"), oneOf("Conta de luz", "Cadeiras")}, ""},
	} {
		if got := said(filledTable(t, c.table, c.rows, c.columns, c.cells...)[c.columns[0]]); got != c.want {
			t.Errorf("%s.%s: %q, want %q", c.table, c.columns[0], got, c.want)
		}
	}
}

// TestCatalogues: entries that each have a key and a description of their own are nobody's
// diagnoses, unless something leads to somebody or says when.
func TestCatalogues(t *testing.T) {
	key, code := func(i int) string { return fmt.Sprint(i + 1) }, func(i int) string { return fmt.Sprintf("G%d", 10+i) }
	illness := func(i int) string {
		return oneOf("Epilepsia", "Enxaqueca", "Meningite", "Neuropatia", "Mielite")(i) + fmt.Sprintf(" tipo %d", i)
	}
	yes, day := oneOf("S", "N"), func(i int) string { return fmt.Sprintf("2024-%02d-%02d", 1+i%12, 1+i%28) }
	for _, c := range []struct {
		columns  []string
		cells    []func(int) string
		personal bool
	}{
		{[]string{"id", "patologia", "cid", "cronica"}, []func(int) string{key, illness, code, yes}, false},
		{[]string{"id", "patologia", "cid", "cronica", "dt_diagnostico"}, []func(int) string{key, illness, code, yes, day}, true},
		{[]string{"id", "patologia", "cid", "cronica", "id_paciente"}, []func(int) string{key, illness, code, yes, numbered("%d")}, true},
		{[]string{"id", "patologia", "cid", "cronica"}, []func(int) string{key, oneOf("Epilepsia", "Enxaqueca", "Meningite"), oneOf("G40", "G43", "G03"), yes}, true},
	} {
		if got := filledTable(t, "patologias_1", 80, c.columns, c.cells...)["patologia"].Personal; got != c.personal {
			t.Errorf("%v: personal %v, want %v", c.columns, got, c.personal)
		}
	}
}

// TestScenes: a street is that of whoever stands in the row, but for the place of what happened.
func TestScenes(t *testing.T) {
	street, name := numbered("Rua das Flores, %d"), numbered("Ana Souza %d")
	for column, want := range map[string]bool{"endereco": true, "local": false, "ds_local": false, "logradouro_infracao": false, "local_residencia": true} {
		got := filledTable(t, "multas", 80, []string{"cpf", "condutor", column}, numbered("0366458%04d"), name, street)[column]
		if got.Personal != want {
			t.Errorf("%s: personal %v, want %v", column, got.Personal, want)
		}
	}
}

// TestAccounts: an account in a table called after banks is that of whoever is named beside it.
func TestAccounts(t *testing.T) {
	account, name := numbered("%05d-4"), func(i int) string {
		return strings.Fields("Ana João Maria Pedro Carla Rui")[i%6] + " " + strings.Fields("Souza Silva Lima Alves Dias")[i/6%5]
	}
	for _, c := range []struct {
		column string
		cell   func(int) string
		want   bool
	}{{"titular", name, true}, {"situacao", oneOf("ativa", "encerrada"), false}} {
		if got := filledTable(t, "bancos_parceiros", 80, []string{"id", "conta_bancaria", c.column}, numbered("%d"), account, c.cell)["conta_bancaria"]; got.Personal != c.want {
			t.Errorf("beside %s: personal %v, want %v", c.column, got.Personal, c.want)
		}
	}
}
