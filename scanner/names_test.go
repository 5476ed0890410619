package scanner

import (
	"strings"
	"testing"
)

// TestNames: what a column's name alone says, as real systems write it: e-SUS,
// SINAN, SIM, CadÚnico, TSE, Receita, Protheus, TOTVS RM, SAP, Sankhya, Omie,
// WooCommerce, eSocial, and schemas in English. "-" are names of other things.
func TestNames(t *testing.T) {
	for _, test := range []struct{ want, names string }{
		{"cpf", "nu_cpf NU_CPF num_cpf_pessoa NR_CPF_CANDIDATO cpfTrab RA_CIC CPF nu_cpf_responsavel nu_cpf_cuidador cpf_representante_legal"},
		{"pis", "num_nis_pessoa_atual RA_PIS nisTrab PISPASEP nr_pis"},
		{"titulo_eleitor", "NR_TITULO_ELEITORAL_CANDIDATO RA_TITULOE RA_ZONASEC titulo_eleitor zona_eleitoral voter_id"},
		{"cnh", "nr_cnh RA_HABILIT RA_CATCNH categoria_cnh validade_cnh"},
		{"cns", "nu_cns NU_CNS ID_CNS_SUS cartao_sus nr_cns"},
		{"rg", "RA_RG nr_rg CARTIDENTIDADE num_identidade_pessoa RA_RGORG orgao_emissor A1_PFISICA _billing_rg uf_rg"},
		{"rne", "RA_RNE rnm"},
		{"ctps", "nr_ctps serie_ctps RA_NUMCP RA_SERCP uf_ctps"},
		{"civil_registry", "nr_certidao_nascimento certidao_casamento NUMERODN"},
		{"passport", "ID_PASSAPO passport_no nr_passaporte passport_number"},
		{"professional_reg", "crm nr_oab uf_crm coren nr_conselho siape_servidor"},
		{"foreign_id", "ssn national_id social_security_number dni"},
		{"driver_license", "driver_license drivers_license_number"},
		{"plate", "placa ds_placa placa_veiculo license_plate"},
		{"renavam", "renavam nr_renavam cod_renavam"},
		{"vin", "chassi nr_chassi vin"},
		{"person_name", "NM_PACIENT NM_MAE_PAC no_cidadao no_mae nom_pessoa NM_CANDIDATO RA_NOME RA_MAE nmTrab first_name last_name NOMEMAE"},
		{"company_name", "razao_social nome_fantasia razaoSocial company_name nm_empresa"},
		{"email", "ds_email DS_EMAIL A1_EMAIL E_Mail correio_eletronico email_address RA_EMAIL2"},
		{"phone", "nu_telefone_celular num_tel_contato_1_fam A1_TEL TELEFONE1 Phone1 Cellular RA_NUMCELU _billing_cellphone phone_number"},
		{"address", "ds_logradouro NM_LOGRADO nom_logradouro_fam A1_END ds_complemento no_bairro RUA tipo_logradouro RA_LOGRDSC address_line1 street _billing_neighborhood"},
		{"cep", "ds_cep num_cep_logradouro_fam A1_CEP nr_cep"},
		{"postal_code", "zip zip_code postal_code PostalCode"},
		{"birth_date", "dt_nascimento DT_NASC dta_nasc_pessoa DTNASC dtNascto RA_NASC A1_DTNASC date_of_birth dob _billing_birthdate"},
		{"birth_place", "naturalidade cidade_nascimento uf_nascimento birth_place CODMUNNATU"},
		{"address", "logradouro_gestante"},
		{"family", "GRAPAR parentesco qtd_filhos qt_filhos_18_25 filhos_menores_qt"},
		{"employment", "situacao_funcional aposentado tempo_de_casa"},
		{"school_record", "media_final nota_redacao"},
		{"social_assistance", "recebe_bpc"},
		{"driving_record", "CNH_VENC pontos_cnh"},
		{"housing", "tp_moradia home_ownership"},
		{"finances", "LIMCRED CD_PERFIL_SUITABILITY fl_negativado qt_parcelas_atraso deixou_bens VLPATRIM days_past_due"},
		{"habits", "TIME_FUTEBOL Hobbies__c rfm_segment numeroFidelidade perfil_disc frequent_flyer_no"},
		{"age", "idade NU_IDADE_N faixa_etaria age"},
		{"gender", "CS_SEXO no_sexo cod_sexo_pessoa DS_GENERO RA_SEXO sexo tp_sexo gender _billing_gender SEXO"},
		{"race", "co_raca_cor CS_RACA RACACOR cod_raca_cor_pessoa DS_COR_RACA RA_RACACOR CORRACA racaCor co_etnia raca ethnicity"},
		{"religion", "religiao ds_religiao religion dizimista"},
		{"political", "SG_PARTIDO sigla_partido filiacao_partidaria political_party"},
		{"union", "RA_SINDICA sindicato contrib_sindical vl_contribuicao_sindical union_member"},
		{"health", "nu_cid10 CAUSABAS CS_GESTANT FATOR_RISC CARDIOPATI DIABETES OBESIDADE RA_DEFIFIS RA_TPDEFFI RA_PORTDEF DEFICIENTEFISICO no_tipo_sanguineo tp_sangue alergias ds_diagnostico cid_afastamento motivo_afastamento in_deficiencia fl_gestante possui_deficiencia blood_type diagnosis is_disabled medicamento_uso dysuria splenectomy gcs_motor numero_dente hpma risco_suicidio nHemoglobina cMedicamento SN_OBITO bloodPressureMax ds_toracotomia hepatomegalias hasFibromyalgia INDESPLENOMEGALIA dt_ureteroscopy vl_hematocrito QT_SAT_O2 total_bilirubin"},
		{"sexual_orientation", "ala_lgbt tp_orientacao_sexual ORIENT_SEX IDENT_GEN tp_identidade_genero sexual_orientation"},
		{"biometric", "biometria template_digital face_embedding fingerprint_template dna"},
		{"marital_status", "co_estado_civil ESTCIV RA_ESTCIVI ESTADOCIVIL DS_ESTADO_CIVIL estCiv marital_status"},
		{"nationality", "nacionalidade ds_nacionalidade nationality citizenship"},
		{"education", "co_escolaridade CS_ESCOL_N DS_GRAU_INSTRUCAO grauInstr GRAUINSTRUCAO RA_GRINRAI escolaridade education_level"},
		{"occupation", "NM_OCUPA DS_OCUPACAO co_cbo profissao cargo job_title occupation"},
		{"salary", "RA_SALARIO vl_salario vlr_renda_total_fam vlr_renda_media_fam salary annual_income remuneracao renda_mensal"},
		{"card", "nr_cartao card_number cvv cartao_mascarado"},
		{"bank_account", "RA_BCDEPSA RA_CTDEPSA conta_corrente nr_agencia cod_banco account_number"},
		{"iban", "iban"},
		{"pix", "chave_pix tipo_chave_pix"},
		{"process_number", "nr_processo numero_cnj processo_judicial"},
		{"ip", "ip_address remote_addr ip_usuario client_ip"},
		{"mac_address", "mac_address mac_addr"},
		{"device_id", "imei device_id advertising_id session_id"},
		{"geo", "latitude longitude lat lng gps_latitude"},
		{"username", "username login nome_usuario"},
		{"password", "senha ds_senha password passwd"},
		{"password_hash", "senha_hash password_hash"},
		{"api_token", "api_key access_token refresh_token client_secret"},
		{"hash_id", "hash_cpf cpf_sha256 email_hash"},
		{"user_agent", "user_agent"},
		{"health_plan_id", "nr_carteirinha plano_saude insurance_number"},
		{"photo", "foto avatar_url IDIMAGEM profile_picture"},
		{"signature", "assinatura_base64 assinatura_imagem signature_image"},
		{"nfe_key", "chave_nfe chNFe chave_acesso"},
		{"ean", "ean13 gtin codigo_barras"},
		{"ibge_code", "co_ibge cd_municipio cod_mun"},
		{"tracking_code", "codigo_rastreio tracking_number"},
		{"uuid", "uuid row_guid"},
		{"timestamp", "created_at data_cadastro dh_atualizacao"},
		{"cnpj", "cnpj nr_cnpj cnpj_emitente TaxId0"},
		// Written together, cut off, in questions, and of somebody.
		{"passport", "NROPASSAPORTE nroPassaporte"},
		{"ctps", "CARTEIRATRAB SERIECARTTRAB"},
		{"username", "CODUSUARIO USERLGI"},
		{"person_name", "paciente_nome nome_do_pai NOMECLIENTE lastName sobrenome acompanhante nome_mae_aluno nm_urna_candidato"},
		{"phone", "telefone_do_responsavel ddd_telefone TelefoneCelular phone2"},
		{"cep", "num_cep_logradouro_fam paciente_endereco_cep"},
		{"gender", "paciente_enumsexobiologico SexoDoAluno"},
		{"race", "paciente_racacor_codigo cod_familia_indigena_fam ind_familia_quilombola_fam"},
		{"sexual_orientation", "Qual|é|a|sua|orientação|sexual?"},
		{"religion", "Qual|a|religião|que|você|segue?"},
		{"union", "entidade_sindical contrib_assistencial"},
		{"marital_status", "martStatus est_civ"},
		{"nationality", "citizenshp"},
		{"occupation", "OCUP co_cbo ocupmae"},
		{"health", "audiometria acuidade_visual perc_gordura freq_cardiaca IN_BAIXA_VISAO in_transtorno_di codMotAfast"},
		{"company_name", "fornecedor nome_fornecedor supplier_name"},
		{"-", "capela porte_empresa empresa_tipo paciente_situacao cliente_desde versao_email id_paciente numero digital resultado peso apto email_template passage"},
		{"cpf", "NRCPF cpftitular NUMCPFRESP"},
		{"gender", "codsexo SEXOPACIENTE"},
		{"birth_date", "DTNASCIMENTOALUNO dtnascdep"},
		{"email", "emailcliente dsemail"},
		{"-", `vl_pis vl_consulta qt_exames total_internacoes vl_plano_saude nucleo numero_serie tipologia database codec datacenter nomenclatura dtype aliq_pis pis_cst vPIS email_enviado email_verified_at tem_email qtd_telefones cid_nome cor cor_produto cargo_id id_cliente
			cliente_id cod_produto nome_produto nm_municipio nome_arquivo descricao preco quantidade status tela tela_inicial placa_mae end_date
			conta_contabil plano_conta banco_horas ip_item item_ip big_mac versao ie uf estado tipo data_pedido dt_emissao valor_total peso
			largura cor_id tamanho_id raca_animal sexo_animal genero_musical genero_filme token_count token_type salario_minimo
			imposto_renda renda_fixa idade_minima id_endereco id_usuario user_id lote validade ncm cfop observacao
			assinatura_id plano_assinatura data_assinatura foto_produto qtd_fotos hash_arquivo commit_hash checksum senha_fila
			temperatura_ambiente umidade sensor_id lot_number sku unit_price order_id category_name film_id language_id rental_rate
			processo_produtivo id_processo etapa job_id party_size third_party race_time european_union disabled_at academia epidemias nostalgia microscopia cronograma nr_academico limite`},
	} {
		for name := range strings.FieldsSeq(test.names) {
			name = strings.ReplaceAll(name, "|", " ")
			got := judged(t, name, "", 0, nil)
			if said(got) != strings.Trim(test.want, "-") {
				t.Errorf("%s: got %q, want %q", name, said(got), test.want)
			}
		}
	}
}
