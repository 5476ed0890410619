package detectors

import (
	"slices"
	"strings"
)

// A word suggests a type where it stands in so many of its names, and in so many for
// each name of another type: then it speaks for the type in a name that no rule lists,
// too.
const (
	minSuggesting = 2
	suggestRatio  = 4
)

// A wordUse tells in which names of which types a word stands.
type wordUse struct {
	all             int  // names, those that deny a type too
	alone           bool // it is a name itself
	latest, inThat  int  // the type that was counted last, and in how many of its names
	foremost, names int  // the type that has it most, and in how many
	suggests        bool // the word suggests that type
}

// count counts a name of a type, which come one type after the other.
func (u *wordUse) count(typ int, alone bool) {
	if u.latest != typ {
		u.latest, u.inThat = typ, 0
	}
	u.inThat++
	u.all++
	u.alone = u.alone || alone
	if u.inThat > u.names {
		u.foremost, u.names = typ, u.inThat
	}
}

// suggestive reports whether a word, of this use, suggests its foremost type.
func (u *wordUse) suggestive(word string, types []Type) bool {
	return !u.alone && u.names >= minSuggesting && u.names >= suggestRatio*(u.all-u.names) && types[u.foremost].Rule.Personal && specific(word)
}

// specific reports whether a word of a name is one of some trade, not of all.
func specific(word string) bool {
	_, daily := slices.BinarySearch(everyday, word)
	return !daily && len(word) >= minWordPart && !strings.ContainsAny(word, "0123456789") && !Means(word) && !IsEnding(word) && !slices.Contains(recordOnly, word)
}

// Suggests returns the type that the words of a column's name suggest without saying
// it, with the word that does so most: one that stands in several of the type's names
// and in hardly any of another's; -1 for none.
func (c *Catalog) Suggests(words []string) (typ int, word string) {
	typ, most := -1, 0
	for _, w := range words {
		if u := c.known[w]; u != nil && u.suggests && u.names > most && c.types[u.foremost].qualified(words, w) == "" {
			typ, most, word = u.foremost, u.names, w
		}
	}
	return typ, word
}

// everyday are words of all trades: they suggest nothing although they stand in several
// names of one type. They are in order.
var everyday = []string{
	"abandono", "acid", "adaptado", "add", "adicao", "adm", "advance", "ajuda", "alert", "alien", "alto", "alvo", "amarela", "ampliada", "andou", "anon",
	"anotacao", "answer", "anteriores", "anti", "ape", "api", "aplicada", "apoia", "approval", "aprova", "aprovacao", "apto", "arrival", "art", "asa", "ass",
	"assessment", "association", "atingida", "atrasada", "atraso", "attended", "attending", "aud", "aula", "authorized", "automatico", "autorizada", "autorizado",
	"autos", "aval", "axis", "baja", "balanco", "banc", "basic", "basico", "bco", "bens", "beta", "bil", "bio", "body", "bonus", "bruto", "cadeira", "caderneta",
	"called", "caller", "campanha", "candidate", "capita", "captura", "captured", "cars", "causa", "causador", "centro", "chegada", "cheque", "ciclo", "clark",
	"classi", "classif", "classista", "coded", "codice", "cola", "coletado", "collective", "complemento", "component", "comportamento", "comprimento",
	"comunidade", "concluido", "concluiu", "concorre", "concorrencia", "condicao", "condicoes", "conditions", "conduta", "confinado", "consulta", "consultas",
	"consumo", "consumption", "contatos", "contencao", "contratual", "controlada", "controlado", "copia", "corp", "correspondencia", "corretivas", "cpt", "cred",
	"criterio", "crop", "cta", "cultura", "cyl", "dado", "danos", "dating", "deb", "decimo", "deduction", "deficit", "delay", "delegado", "dependencia", "depois",
	"deposito", "desconta", "desfecho", "dest", "devolucao", "dezembro", "diario", "dias", "difficulty", "dificuldade", "dig", "digitalizada", "digito",
	"digitos", "dilatacao", "dire", "diretorio", "dis", "display", "dores", "down", "dropoff", "dual", "due", "duracao", "duty", "efeitos", "elemento",
	"emissoes", "emissor", "emitida", "encaminha", "encaminhamento", "encounter", "enroll", "ensino", "epi", "equip", "escolar", "especiais", "especial",
	"especializado", "especifica", "espelho", "esq", "esquema", "est", "estab", "estabilidade", "estagio", "estimulada", "exam", "exempt", "exemption", "exerce",
	"exercise", "existing", "expedicao", "expedidor", "extensao", "extra", "extracao", "facil", "factors", "falou", "falta", "familiares", "fat", "fato", "fator",
	"faz", "feature", "features", "federacao", "fez", "ficha", "fijo", "filhos", "first", "fisica", "fisico", "fit", "fls", "fly", "forca", "formatura",
	"formula", "fracao", "framed", "frec", "frecuencia", "frente", "freq", "frequency", "front", "fst", "full", "funcoes", "gama", "gatilho", "genit", "gestao",
	"given", "gov", "governo", "grad", "grave", "gravidade", "hab", "haber", "habilidades", "head", "help", "historia", "historial", "history", "hospitalar",
	"indicator", "infantil", "informa", "informar", "ini", "initials", "inss", "instr", "integrado", "integrativa", "intencao", "intensidade", "intention",
	"interested", "interprete", "interpreter", "invasao", "isento", "isolada", "isolado", "isolamento", "ispb", "issues", "joint", "junta", "justif",
	"justificativa", "lab", "labor", "labour", "laco", "leave", "legenda", "leito", "licence", "lim", "limiar", "limitacao", "line", "linguagem", "liq",
	"liquida", "litros", "livre", "longe", "looking", "los", "loss", "lst", "lugar", "lunch", "magic", "mandado", "mandato", "mar", "marca", "marcadores",
	"mecanica", "med", "mei", "mensal", "mensalidade", "mensual", "mercado", "metalico", "militar", "military", "minimos", "mobiliario", "mono", "monthly",
	"mortos", "motor", "motora", "mudanca", "mult", "multipla", "must", "mutation", "names", "nascidos", "nation", "national", "necessaria", "necessita", "need",
	"needed", "needs", "negocial", "net", "neto", "news", "nexo", "nid", "nomes", "nominal", "non", "note", "notes", "obs", "observacao", "observant", "officer",
	"optante", "oracao", "ordering", "org", "out", "outcome", "outro", "paga", "pagto", "palavra", "parcela", "parecer", "partes", "participou", "passo",
	"passos", "patterns", "pay", "pbf", "perd", "perda", "performer", "period", "periodico", "permanente", "permissao", "permit", "perto", "peso", "pess", "pgto",
	"phase", "physical", "physically", "pic", "picture", "plain", "plantao", "plantas", "png", "point", "policy", "pontos", "porcentagem", "porta", "posic",
	"posicao", "posicionamento", "positivo", "possible", "praticante", "pre", "precaucao", "precisa", "prefere", "prefers", "presenting", "presid", "president",
	"press", "prev", "previa", "previas", "previo", "pri", "primeiro", "primer", "princ", "principio", "print", "prior", "prisma", "prob", "problem", "problema",
	"problemas", "problems", "procurado", "profunda", "profundidade", "programa", "progress", "protected", "prova", "provavel", "pto", "quadra", "quadro",
	"quais", "qual", "qualidade", "queda", "questionario", "radio", "ramo", "rara", "realizadas", "realizado", "reasonable", "rec", "recebeu", "receita",
	"receitas", "receptor", "record", "recording", "recurso", "recursos", "reembolso", "refer", "referencia", "referral", "refill", "reforco", "regente",
	"registered", "rel", "relacao", "relatives", "relato", "rep", "repr", "represented", "req", "request", "requirements", "reserva", "residential", "resting",
	"restituicao", "restricao", "restricoes", "restrito", "resul", "result", "resultado", "retirou", "retro", "risco", "risk", "rodas", "rotacao", "route", "run",
	"sac", "saida", "sales", "santo", "scheduled", "secao", "section", "sei", "semanas", "serial", "services", "sessions", "sessoes", "simpatia", "sinais",
	"slack", "snap", "solicitado", "sozinho", "special", "stage", "subjetivo", "sufixo", "sujeito", "summary", "superior", "supervisionado", "supported",
	"suspeita", "swift", "sys", "taken", "target", "tco", "tec", "temple", "temporaria", "tendencia", "tent", "tentativa", "teor", "termo", "test", "teste",
	"testes", "teto", "thumbnail", "timp", "tin", "toma", "tomo", "toque", "town", "trabalha", "tradicional", "trajeto", "transf", "transferencia", "tratados",
	"travel", "typing", "ultimos", "underlying", "units", "urna", "usd", "use", "vac", "variante", "vector", "vehiculo", "vencto", "vend", "vent", "verso",
	"vice", "view", "views", "vinculo", "viol", "vis", "visits", "vit", "vive", "vivo", "vivos", "voice", "volume", "voted", "workers", "works", "worth",
	"youtube", "ytd",
}
