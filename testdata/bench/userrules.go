package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// A userRule is a rule of a user's own, with a pattern of whole values or one that is
// looked for in text.
type userRule struct {
	id, pattern, match, reject string
	text                       bool
}

var userRules = []userRule{
	{"convenio", `CV\d{8}`, "CV12345678", "CV1234", false},
	{"matricula", `[A-Z]{2}\d{6}`, "AB123456", "AB12", false},
	{"contrato", `CT-\d{4}/\d{5}`, "CT-2024/00012", "CT-2024", false},
	{"apolice", `\d{4}\.\d{3}\.\d{5}`, "1234.567.89012", "1234.567", false},
	{"cartao_loja", `6\d{3} \d{4} \d{4}`, "6123 1234 1234", "6123 12", false},
	{"processo", `PR\d{2}-[A-F0-9]{6}`, "PR12-00FFAA", "PR12", false},
	{"ramal", `R\d{4}`, "R1234", "R12", false},
	{"protocolo", `20\d{6}-\d{2}`, "20240518-77", "20240518", false},
	{"lote", `L[0-9A-Z]{7}`, "L12AB34C", "L12", false},
	{"cracha", `CR\d{5}`, "CR12345", "CR1", false},
	{"unidade", `UN-[A-Z]{3}-\d{2}`, "UN-ABC-12", "UN-ABC", false},
	{"chamado", `#\d{6}`, "#123456", "#12", false},
	{"socio", `S\d{5}[A-Z]`, "S12345A", "S12345", false},
	{"prontuario", `[Pp]ront\.? ?\d{5,8}`, "Pront. 12345", "Pront 1", true},
	{"guia", `GUIA[ -]\d{7}`, "GUIA-1234567", "GUIA-12", true},
	{"pedido_interno", `pedido nº \d{4,8}`, "pedido nº 12345", "pedido 1", true},
	{"sessao", `sess-[0-9a-f]{12}`, "sess-00aa11bb22cc", "sess-00", true},
	{"turma", `turma [A-Z]\d{2}`, "turma A12", "turma 12", true},
	{"registro", `\d{2}/\d{4}-[A-Z]{2}`, "12/1234-SP", "12/1234", true},
	{"credencial", `(CRED|cred):[A-Z0-9]{6}`, "CRED:ABC123", "CRED:1", true},
}

// writeUserRules writes the rules and a datamap.yaml that names them.
func writeUserRules(dir string) (config string, err error) {
	var paths []string
	for i, r := range userRules {
		text := ""
		if r.text {
			text = fmt.Sprintf("text: [{pattern: '%s', chance: 0.01}]\n", r.pattern)
		}
		rule := fmt.Sprintf("id: bench_%s\nwords: {pt-BR: {name: %[1]s, description: %[1]s}, en: {name: %[1]s, description: %[1]s}}\n"+
			"personal: true\nclass: comum\nidp: \"7.2.7\"\nfci: outros\narticle: LGPD art. 5, I\n"+
			"forms: [{name: whole, pattern: '%[2]s', chance: 1, lookalike: 0.01}]\n%[3]snames: [bench_%[1]s]\nmatch: ['%[4]s']\nreject: ['%[5]s']\n",
			r.id, r.pattern, text, r.match, r.reject)
		path := filepath.Join(dir, fmt.Sprintf("regra-%02d.yaml", i))
		if err := os.WriteFile(path, []byte(rule), 0o600); err != nil {
			return "", err
		}
		paths = append(paths, filepath.Base(path))
	}
	config = filepath.Join(dir, "datamap.yaml")
	return config, os.WriteFile(config, []byte("version: 1\nrules: ["+strings.Join(paths, ", ")+"]\n"), 0o600)
}
