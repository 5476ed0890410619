package detectors

import (
	"slices"
	"strings"
)

// shortParts are words of three letters that names written together may end in.
var shortParts = []string{
	"cpf", "cgc", "cic", "pis", "nis", "cnh", "cns", "cep", "cid", "mae", "pai", "tel", "cel", "fax", "ddd", "rne", "cbo", "crm", "oab", "dob", "pix", "cli", "trab", "fam",
	"res", "com", "dep", "pac", "imc", "sal", "dsr", "pcd", "cta", "bco", "num", "ser", "inc", "alt", "adm",
	"ini", "fim", "pre", "pos", "atu", "bio", "hiv", "hcv", "fer", "pag",
}

// shortBeginnings are further words of three letters that such names may begin
// with or have in their middle.
var shortBeginnings = []string{
	"cor", "sex", "ano", "mes", "dia", "rua", "est", "org", "doc", "sal", "civ", "nac", "nas", "per", "rep", "sit", "mar", "edu", "med", "alu", "for", "tit",
	"cat", "obs", "rel", "set", "car", "uni", "bai", "mun", "log", "num", "ass", "hor", "qtd", "esc", "out", "loc", "lab", "age", "job", "pay", "liq",
}

// moreWords are words of column names beyond those of the rules, at which names
// written together are cut.
var moreWords = []string{
	"biologico", "aplicacao", "emissao", "cadastro", "inclusao", "alteracao", "exclusao", "pagamento", "vencimento", "saida", "entrada", "pedido", "produto",
	"tipo", "data", "hora", "valor", "codigo", "numero", "nome", "status", "total", "unidade", "trab", "cart", "serie", "reg", "geral", "inicio", "fim",
	"civil", "completo", "residencial", "comercial", "contrato", "nota", "fiscal", "compra", "venda", "moradores", "pessoa", "fisica", "juridica", "orgao", "exp", "serv",
}

// shortPrefixes are prefixes of two letters that names written together begin with.
var shortPrefixes = []string{"dt", "nr", "nu", "nm", "cd", "co", "ds", "tp", "st", "sg", "vl", "in", "fl", "id", "tx", "qt", "no", "rg", "uf"}

// typeLetters are what some set before a name for the type of its values: "cTelefone".
const typeLetters = "bcdinst"

const (
	minTyped    = 6  // letters of a name with such a one
	minJoined   = 5  // letters of a name that may be several words written together
	maxJoined   = 40 // … and the most
	minWordPart = 3  // letters of each word
	minKeyed    = 4  // … before an "id" or an "of"
)

// knownWords gathers the words of the rules' names, and what systems use in names.
func knownWords(types []Type, daily *everyday) map[string]*wordUse {
	known := map[string]*wordUse{}
	use := func(word string) *wordUse {
		u := known[word]
		if u == nil {
			u = &wordUse{latest: -1}
			known[word] = u
		}
		return u
	}
	for i := range types {
		n := &types[i].names
		for _, name := range n.is.names {
			for _, w := range name.words {
				use(w).count(i, len(name.words) == 1)
			}
		}
		for _, name := range n.not.names {
			for _, w := range name.words {
				use(w).all++ // they speak for no type
			}
		}
		for _, list := range []nameList{n.roles, n.hints} {
			for _, name := range list.names {
				for _, w := range name.words {
					use(w)
				}
			}
		}
	}
	for _, list := range [][]string{prefixes, amounts, flags, counts, states, qualifiers, owners, endings, nameWords, moreWords, measures} {
		for _, w := range list {
			use(w)
		}
	}
	for word, u := range known {
		u.suggests = u.suggestive(types) && daily.specific(word)
	}
	return known
}

// Words splits a column's name like [Tokens], leaves out the words that only
// join others, and takes apart what is written together ("NROPASSAPORTE") and a
// number at the end of a word ("telefone2"), where that gives known words.
func (c *Catalog) Words(name string) []string {
	var words []string
	tokens := withoutJoints(Tokens(name))
	if len(tokens) == 1 && len(tokens[0]) >= minJoined && !c.Known(tokens[0]) {
		if words = c.shortly(tokens[0]); words != nil {
			return words
		}
	}
	for _, w := range tokens {
		words = append(words, c.split(w)...)
	}
	return words
}

// split returns the known words that w consists of, the fewest there are, or w.
func (c *Catalog) split(w string) []string {
	if c.Known(w) {
		return []string{w}
	}
	if bare := strings.TrimRight(w, "0123456789"); len(bare) >= minWordPart && len(w)-len(bare) <= 2 {
		if c.Known(bare) {
			return []string{bare}
		}
	}
	if len(w) >= minTyped && strings.IndexByte(typeLetters, w[0]) >= 0 {
		if c.Known(w[1:]) {
			return []string{w[1:]}
		}
	}
	if whose, ok := strings.CutSuffix(w, "id"); ok && len(whose) >= minKeyed {
		if c.Known(whose) {
			return []string{whose, "id"}
		}
	}
	if bare, ok := strings.CutSuffix(w, "of"); ok && len(bare) >= minKeyed { // "PlaceofBirth"
		if c.Known(bare) {
			return []string{bare}
		}
	}
	if len(w) < minJoined || len(w) > maxJoined {
		return []string{w}
	}
	type cut struct{ words, from int } // of the best way to write the letters so far
	best := make([]cut, len(w)+1)
	for end := 2; end <= len(w); end++ {
		for from := 0; from < end; from++ {
			part := w[from:end]
			if from > 0 && best[from].words == 0 || !c.isPart(part, from == 0, end == len(w)) {
				continue
			}
			if b := &best[end]; b.words == 0 || best[from].words+1 < b.words {
				*b = cut{best[from].words + 1, from}
			}
		}
	}
	if best[len(w)].words == 0 {
		if word := c.stems.correct(w); word != "" {
			return []string{word}
		}
		return []string{w}
	}
	var parts []string
	for end := len(w); end > 0; end = best[end].from {
		parts = append(parts, w[best[end].from:end])
	}
	slices.Reverse(parts)
	return drop(parts, innerJoints)
}

// shortly returns a prefix of two or three letters and what the three behind it are short
// for, of which such names consist: "NRDOC", "VLRREN"; nil for another.
func (c *Catalog) shortly(w string) []string {
	n := len(w) - minWordPart
	if n > minWordPart || !slices.Contains(shortPrefixes, w[:n]) && !slices.Contains(prefixes, w[:n]) && !slices.Contains(amounts, w[:n]) {
		return nil
	}
	if words := c.Written(w[n:]); words != nil && !IsKeyWord(w[:n]) {
		return append([]string{w[:n]}, words...)
	}
	if c.isShort(w[n:]) && c.Written(w[n:]) == nil {
		return []string{w[:n], w[n:]}
	}
	return nil
}

// Known reports whether a word is one of some rule's names for columns, or one that
// systems use in them.
func (c *Catalog) Known(word string) bool {
	_, ok := c.known[word]
	return ok
}

// Written returns the words for which a short form stands in names that begin or end with the
// code of their table, "ecv" in "cliecv"; nil for none.
func (c *Catalog) Written(short string) []string {
	if words := c.daily.Short[short]; words != "" {
		return strings.Split(words, "_")
	}
	return nil
}

func (c *Catalog) isPart(part string, first, last bool) bool {
	switch {
	case !first && !last && slices.Contains(innerJoints, part):
		return true
	case len(part) < minWordPart:
		return first && !last && slices.Contains(shortPrefixes, part) || last && !first && part == "rg"
	case len(part) == minWordPart && last:
		return slices.Contains(shortParts, part)
	case len(part) == minWordPart:
		return c.isShort(part)
	}
	return c.Known(part)
}

// isShort reports whether words of three letters may begin a name written
// together, or stand within it: any other is likelier a part of a longer word.
func (c *Catalog) isShort(part string) bool {
	for _, list := range [][]string{prefixes, owners, flags, amounts, nameWords, shortParts, shortBeginnings} {
		if slices.Contains(list, part) {
			return c.Known(part)
		}
	}
	return false
}
