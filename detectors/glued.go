package detectors

import (
	"slices"
	"strings"
)

// glue is what systems write in one with a type's name: "NRCPF", "codsexo".
var glue = []string{"nr", "nro", "nu", "num", "cd", "cod", "dt", "dta", "data", "ds", "dsc", "desc", "nm", "nome", "tp", "tipo", "vl", "vlr", "sg", "fl", "tx", "str"}

// holders are of whom a name says, also in one with it: "CPFTITULAR".
var holders = []string{
	"cliente", "cli", "paciente", "pac", "aluno", "alu", "titular", "funcionario", "func", "servidor", "socio", "responsavel", "resp", "dependente",
	"dep", "conjuge", "conj", "pessoa", "usuario", "usu", "trab", "trabalhador", "candidato", "cand", "mae", "pai", "cidadao", "contato", "medico",
	"motorista", "segurado", "beneficiario", "eleitor", "associado", "membro", "user", "customer", "patient", "employee", "student",
}

// minGlued is the shortest name that is found in one with other letters.
const minGlued = 3

// Words splits a column's name into words as [Tokens] does, and words written
// in one where one of them is a name of a rule: "nrcpf" is "nr cpf".
func (c *Catalog) Words(name string) []string {
	var words []string
	for _, word := range Tokens(name) {
		words = append(words, c.unglue(word)...)
	}
	return words
}

func (c *Catalog) unglue(word string) []string {
	if c.known[word] || len(word) < minGlued+2 {
		return []string{word}
	}
	for _, g := range glue {
		if rest, ok := strings.CutPrefix(word, g); ok && len(rest) >= minGlued && c.known[rest] {
			return []string{g, rest}
		}
	}
	for _, h := range holders {
		rest, ok := strings.CutSuffix(word, h)
		if !ok || len(rest) < minGlued {
			continue
		}
		if c.known[rest] {
			return []string{rest, h}
		}
		if parts := c.unglue(rest); len(parts) > 1 {
			return append(slices.Clone(parts), h)
		}
	}
	return []string{word}
}

// singleWords returns the names of all rules that are one word.
func singleWords(types []Type) map[string]bool {
	known := map[string]bool{}
	for i := range types {
		for _, name := range types[i].names.is {
			if len(name) == 1 {
				known[name[0]] = true
			}
		}
	}
	return known
}
