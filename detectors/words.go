package detectors

import (
	"slices"
	"strings"
)

// prefixes are words that systems set before every column's name and that say
// nothing of its type: "nr_cpf", "A1_CGC", "tx_email".
var prefixes = []string{
	"nr", "nu", "num", "nro", "numero", "n", "no", "nm", "nom", "ds", "dsc", "desc", "descricao", "tx", "txt", "te", "cd", "co", "cod", "codigo", "code",
	"dt", "dta", "dat", "data", "id", "st", "str", "sg", "sig", "sigla", "dh", "end", "ra", "rb", "rd", "pa", "ap", "dpe", "tb", "col",
	"campo", "billing", "shipping", "c", "enum", "fk", "ck", "u", "x", "dim",
}

// flags are first words that make a column a flag or a setting about a thing,
// not the thing: "fl_email", "tipo_documento".
var flags = []string{
	"fl", "flag", "flg", "in", "ind", "ic", "cs", "tem", "possui", "is", "has", "aceita", "recebe", "enviar", "tipo", "tp", "status", "sit",
	"situacao", "cst", "exige", "permite", "usa", "validar", "requer", "requires", "show", "exibir", "mostrar", "eh", "sn", "ie",
}

// counts and states are last words that make a column a number of things, or a
// state or kind of one: "telefone_qtd", "email_status".
var (
	counts = []string{"qtd", "qtde", "quantidade", "count", "total", "cnt"}
	states = []string{"tipo", "status", "situacao", "flag", "type", "kind", "ativo", "enabled", "verified", "verificado", "validado", "confirmado", "confirmed", "subject"}
)

// qualifiers are words that make a column one about a thing, wherever they stand:
// "empresa_porte", "versao_laudo".
var qualifiers = []string{
	"porte", "lote", "versao", "version", "fabricante", "manufacturer", "template", "modelo", "mascara", "mask", "regex", "formato", "format", "ordem",
	"sort", "estoque", "stock", "preco", "price", "enviado", "enviada", "sent", "permissao", "permission",
	"cor", "color", "label", "titulo", "layout", "icone", "icon", "assunto", "servidor_smtp", "porta", "port",
}

// measures are words that do so unless the thing is sensitive: what somebody needs,
// how much of it and how urgently, is of that kind, too.
var measures = []string{
	"obrigatorio", "required", "limite", "limit", "tamanho", "size", "length", "prioridade", "priority", "categoria", "category", "contador", "counter", "rating", "ranking",
}

// providers are words for those who provide a thing, and for where: what only a living
// being has is not theirs.
var providers = []string{
	"posto", "fornecedor", "fornecedora", "supplier", "vendor", "proveedor", "distribuidor", "distribuidora", "laboratorio", "farmacia", "drogaria",
	"sala", "unidade", "clinica", "aparelho", "equipamento", "maquina",
}

// owners are words that say whose a value is: "telefone_responsavel", "cli_cpf".
var owners = []string{
	"pessoa", "paciente", "pacient", "pacien", "pcte", "pac", "pat", "resid", "resp", "stu", "emp", "cliente", "cli", "funcionario", "func", "colaborador", "aluno", "aluna", "estudante", "servidor", "candidato", "cand",
	"titular", "responsavel", "respons", "mae", "pai", "conjuge", "conj", "dependente", "dep", "socio", "beneficiario", "benef", "segurado",
	"motorista", "condutor", "vendedor", "medico", "trab", "trabalhador", "empregado", "fam", "familia", "familiar", "cidadao", "eleitor", "morador",
	"hospede", "passageiro", "proprietario", "comprador", "contribuinte", "doador", "tutor", "usuario", "usu", "user", "customer", "cust", "client",
	"patient", "employee", "student", "person", "driver", "passenger", "member", "membro", "owner", "guest", "guardian", "parent", "contact",
	"holder", "applicant", "donor", "voter", "contato", "representante", "procurador", "avalista", "fiador", "locatario", "locador", "inquilino", "reu",
	"autor", "vitima", "testemunha", "declarante", "requerente", "solicitante", "remetente", "destinatario", "sacado", "participante", "inscrito",
	"associado", "assinante", "visitante", "acompanhante", "cuidador", "profissional", "prof", "professor", "advogado", "parceiro", "favorecido", "emergencia",
	"pagador", "recebedor", "tomador", "envolv", "devedor", "credor", "portador", "contratante", "noivo", "noiva", "filho", "filha", "esposo", "esposa", "irmao",
	"envolvido", "outorgante", "outorgado", "interessado", "custodiado", "acolhido", "beneficiaria", "genitora", "genitor", "crianca", "adolescente", "rider", "courier",
	"gestor", "gerente", "supervisor", "entregador", "instrutor", "tecnico", "falecido", "rn", "nascido", "payer", "payee", "buyer", "seller", "spouse",
	"consumidor", "consumidora", "consum", "consumer", "proprietaria", "propriet", "inquil", "funcion", "empreg",
	"assistido", "assistida", "mutuario", "destinat", "passag", "condut", "atleta", "jogador", "preposto", "proponente", "nubente", "depoente",
	"herdeiro", "herdeira", "curador", "curadora", "parturiente", "vacinado", "avaliado", "examinado", "atendido", "internado", "estagiario", "aprendiz",
	"diretor", "diretora", "coordenador", "coordenadora", "sindico", "sindica", "presidente",
}

// OfPerson reports whether the words of a column's name say that its values are
// somebody's: "user_lat". The words of other do not say it.
func OfPerson(words []string, other ...string) bool {
	says := func(w string) bool { return slices.Contains(owners, w) && !slices.Contains(other, w) }
	return len(words) > 1 && (says(words[0]) || says(words[len(words)-1]))
}

// Owner returns the first of the words of a column's name that says whose it is, or "".
func Owner(words []string) string {
	if i := slices.IndexFunc(words, IsOwner); i >= 0 {
		return words[i]
	}
	return ""
}

// Contacts and Patients are owners that are no persons everywhere: the contact of
// a company is its office's, an "emp" there is the company, not an employee, and the
// patients of a veterinary are beasts.
var (
	Contacts = []string{"contato", "contact", "emp"}
	Patients = []string{"paciente", "pacient", "pacien", "pcte", "pac", "pat", "patient"}
)

// IsOwner reports whether a word says whose a value is.
func IsOwner(word string) bool { return slices.Contains(owners, word) }

// endings are last words that say how a value is written, which of several it is
// or in what unit: "racacor_codigo", "email_principal", "peso_kg".
var endings = []string{
	"cod", "codigo", "code", "desc", "descricao", "description", "nome", "numero", "num", "nr", "number", "no", "valor", "value", "texto", "text", "atual", "principal",
	"residencial", "comercial", "pessoal", "particular", "primary", "main", "current", "home", "work", "1", "2", "3", "01", "02", "i", "ii", "antigo", "novo",
	"completo", "completa", "declarado", "declarada", "decl", "informado", "informada", "aferido", "aferida", "medido", "medida", "original",
	"orig", "raw", "old", "new", "ant", "anterior", "nova", "norm", "bkp", "backup", "alt", "altern", "alternativo", "secundario",
	"kg", "cm", "mm", "m", "c", "lb", "lbs", "pounds", "inches", "ft", "mmhg", "bpm", "irpm", "mgdl", "gdl", "ugdl", "mgl", "ugml", "ngml", "pgml", "ng", "pg",
	"meq", "mmol", "ul", "ml",
}

// aspects are first or last words that say what of a thing a column tells, which is as sensitive
// as the thing: "tempo_isquemia", "stool_count".
var aspects = []string{
	"tipo", "tp", "type", "kind", "tempo", "time", "duracao", "duration", "nivel", "level", "grau", "grade", "local", "site", "location", "escala", "scale", "escore", "score",
	"ano", "year", "qtd", "qtde", "quantidade", "qt", "count", "numero", "num", "total", "classe", "class", "grupo", "status", "aspecto", "presenca", "uso", "data", "dt", "inicio", "fim",
	"lado", "side", "volume", "vol", "intensidade", "frequencia", "freq", "ult", "ultimo", "ultima", "last", "hist", "historico", "history",
}

// IsPrefix reports whether systems set a word before every column's name.
func IsPrefix(word string) bool { return slices.Contains(prefixes, word) || IsNameWord(word) }

// Means reports whether a first word says what a column is for, or whose: no code of
// a table does.
func Means(word string) bool {
	for _, list := range [][]string{prefixes, nameWords, owners, flags, amounts, statistics, keys, numbering} {
		if slices.Contains(list, word) {
			return true
		}
	}
	return false
}

// IsEnding reports whether a last word says how a value is written.
func IsEnding(word string) bool {
	return word == "id" || slices.Contains(endings, word) || IsNameWord(word)
}

// isNumeral reports whether a word is a number.
func isNumeral(word string) bool { return word != "" && onlyDigits([]byte(word)) }

// nameWords are words for a name.
var nameWords = []string{"nome", "nom", "nm", "name", "nombre"}

// IsNameWord reports whether a folded word is one for a name.
func IsNameWord(word string) bool { return slices.Contains(nameWords, word) }

// statistics are first or last words that make a column a figure about many, or an
// end of a range: "median_income", "taxa_desemprego", "chassi_ate".
var statistics = []string{
	"median", "mediana", "mean", "avg", "average", "media", "medio", "share", "pct", "percent", "percentage", "perc", "percentual", "rate", "ratio",
	rangeFrom, "ate", "porcentagem", "percentagem", "proporcao", "indice", "index", "min", "max", "minimo", "minima", "maximo", "maxima", "std", "stddev", "desvio", "variancia", "count", "histograma", "rates", "totals", "averages", "totais", "taxas", "medias",
}

// IsFigure reports whether the words of a column's name say that it holds
// figures about many.
func IsFigure(words []string) bool {
	return len(words) > 1 && (slices.Contains(statistics, words[0]) || slices.Contains(statistics, words[len(words)-1])) && words[len(words)-1] != rangeFrom
}

// attributes are words for what is written on a document beside its number:
// "uf_rg", "dt_validade_passaporte".
var attributes = []string{
	"uf", "estado", "state", "orgao", "org", "emissor", "emissora", "expedidor", "expedidora", "exp", "expedicao", "emissao", "emis", "emitido", "emi", "dt", "dta", "data", "date", "dat",
	"validade", "val", "valid", "vencimento", "venc", "vcto", "expiry", "expiration", "expires", "issue", "issued", "issuer", "issuing", "authority", "country",
	"pais", "categoria", "cat", "category", "class", "classe", "serie", "ser", "zona", "secao", "livro", "folha", "termo", "cartorio", "oficio", "distrito", "registro", "reg",
	"municipio", "munic", "mun", "cidade", "complemento", "compl", "dv", "digito", "via", "sigla", "conselho", "place", "local", "primeira", "first", "de", "nova", "antiga",
}

// recordWords are last words of columns about the record, not about what it says.
var recordWords = []string{
	"id", "active", "ativo", "status", "lock", "created", "modified", "updated", "date", "data", "dt", "by", "por", "version", "versao", "usuario", "user",
}

// recordEndings are those in which what is written together ends without any other
// sense: "admissionoffset".
var recordEndings = []string{"offset", "seqno", "number", "datetime", "timestamp", "filename"}

// OfRecord reports whether the words of a column's name say that it is about the
// record, not about what the record tells of somebody: "ml_dia" is so much a day.
func (c *Catalog) OfRecord(words []string) bool {
	if slices.ContainsFunc(words, func(w string) bool { return slices.Contains(c.daily.Doses, w) }) {
		return false
	}
	return slices.ContainsFunc(words, func(w string) bool {
		return c.daily.ofRecord(w) || slices.ContainsFunc(recordEndings, func(e string) bool { return strings.HasSuffix(w, e) })
	})
}

// moneyWords say that a column is an amount, and not of what.
var moneyWords = []string{"vl", "vr", "vlr", "val", "valor", "value", "total", "tot", "amount", "amt"}

// OfWhat returns the words of an amount's name without those that only say that it is
// one: a "total_deducoes" is no more about the record than "deducoes".
func OfWhat(amount []string) []string { return drop(amount, moneyWords) }

// joints are words that only join others: they are left out of names.
var joints = []string{"de", "da", "do", "das", "dos", "of", "the"}

// innerJoints are those that also stand within what is written together:
// "datadenascimento".
var innerJoints = []string{"de", "da", "do", "das", "dos"}

// askingWords are further words of no weight in a name that is a question.
var askingWords = []string{
	"qual", "quais", "e", "a", "o", "as", "os", "um", "uma", "seu", "sua", "seus", "suas", "voce", "com", "por", "favor", "informe", "your", "what", "is", "are",
	"you", "which", "please", "como", "se", "em", "que", "para", "ou", "or", "and", "meu", "minha",
}

// questionWords begin questions about anything: "Do you have", "Quantas vezes".
var questionWords = []string{
	"have", "do", "does", "did", "was", "were", "how", "when", "where", "who", "why", "would", "should", "could", "can", "will",
	"quando", "quanto", "quantos", "quantas", "onde", "quem", "cuando", "cuanto", "cuantos", "cuantas", "donde", "quien", "que", "cual",
}

// minQuestion is how many words a question has at least.
const minQuestion = 4

// rangeFrom, as the last word of a name, joins nothing: "chassi_de", "chassi_ate".
const rangeFrom = "de"

// withoutJoints returns words without those that only join others, unless none is left.
func withoutJoints(words []string) []string {
	if n := len(words) - 1; n > 0 && words[n] == rangeFrom {
		return append(withoutJoints(words[:n]), rangeFrom)
	}
	out := drop(words, joints)
	if len(words) >= minQuestion {
		out = drop(out, askingWords)
	}
	return out
}

func drop(words, of []string) []string {
	if !slices.ContainsFunc(words, func(w string) bool { return slices.Contains(of, w) }) {
		return words
	}
	out := slices.DeleteFunc(slices.Clone(words), func(w string) bool { return slices.Contains(of, w) })
	if len(out) == 0 {
		return words
	}
	return out
}

// keys are first words that make a column a key or a code of a thing.
var keys = []string{"id", "cd", "co", "cod", "codigo", "fk", "sq", "seq", "uuid"}

// numbering are first words that make a column the number of a record.
var numbering = []string{"nr", "nu", "num", "nro", "numero", "no", "n", "number", "co", "sq", "seq"}

// IsKeyWord reports whether a folded word is one for a key or a code.
func IsKeyWord(word string) bool { return slices.Contains(keys, word) }

// IsKey reports whether the words of a column's name are those of a key.
func IsKey(words []string) bool {
	last := len(words) - 1
	return last > 0 && (words[last] == "id" || words[0] == "id" || words[0] == "fk" || words[0] == "pk")
}

// IsNumber reports whether the words of a column's name may be those of a
// record's number.
func IsNumber(words []string) bool {
	return len(words) > 1 && slices.Contains(numbering, words[0])
}
