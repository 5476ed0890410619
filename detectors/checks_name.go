package detectors

import (
	"bytes"
	"fmt"

	"github.com/datamapbr/datamap/rules"
)

// nameLists are the names that people in Brazil carry, folded to capitals.
type nameLists struct {
	given, family map[string]struct{}
}

func loadNames() (*nameLists, error) {
	given, err := wordSet("names/given.txt")
	if err != nil {
		return nil, err
	}
	family, err := wordSet("names/surnames.txt")
	return &nameLists{given, family}, err
}

func wordSet(path string) (map[string]struct{}, error) {
	data, err := rules.File(path)
	if err != nil {
		return nil, fmt.Errorf("reading the list of names %s: %w", path, err)
	}
	set := map[string]struct{}{}
	for word := range bytes.FieldsSeq(data) {
		set[string(word)] = struct{}{}
	}
	return set, nil
}

// suffixes end a person's name.
var suffixes = wordTable("FILHO", "FILHA", "NETO", "NETA", "JUNIOR", "JR", "SOBRINHO", "SEGUNDO", "BISNETO")

// notPersons are words that make a name that of a street, a place, a company or a thing.
var notPersons = wordTable(
	"LTDA", "EIRELI", "SA", "ME", "MEI", "EPP", "CIA", "COMERCIO", "COMERCIAL", "INDUSTRIA", "SERVICOS", "TRANSPORTES",
	"CONSTRUTORA", "DISTRIBUIDORA", "SUPERMERCADO", "MERCADO", "FARMACIA", "PADARIA", "ASSOCIACAO", "INSTITUTO",
	"FUNDACAO", "ESCOLA", "COLEGIO", "HOSPITAL", "CLINICA", "IGREJA", "PREFEITURA", "SECRETARIA", "BANCO", "LOJA", "LOJAS",
	"RUA", "AV", "AVENIDA", "TRAVESSA", "ALAMEDA", "PRACA", "RODOVIA", "ESTRADA", "LARGO", "VILA", "JARDIM", "PARQUE",
	"BAIRRO", "CENTRO", "EDIFICIO", "CONDOMINIO", "RESIDENCIAL", "FAZENDA", "SITIO", "PONTE", "AEROPORTO", "ESTADIO",
	"UNIVERSIDADE", "FACULDADE", "CRECHE", "EMEF", "EE", "UBS", "POSTO", "KM", "LOTE", "QUADRA",
)

func wordTable(words ...string) map[string]struct{} {
	set := make(map[string]struct{}, len(words))
	for _, w := range words {
		set[w] = struct{}{}
	}
	return set
}

func has(set map[string]struct{}, word []byte) bool {
	_, ok := set[string(word)]
	return ok
}

// full reports whether value is a person's name in full: two to eight words,
// the first a given name of the list, another a surname of the list or a
// second given name, none that makes it a street, a place or a company.
func (l *nameLists) full(value []byte) bool {
	var buf [64]byte
	words, known := 0, 0
	for len(value) > 0 {
		word := value
		if i := bytes.IndexByte(value, ' '); i >= 0 {
			word, value = value[:i], value[i+1:]
		} else {
			value = nil
		}
		word = bytes.TrimSuffix(word, []byte("."))
		if len(word) == 0 {
			continue
		}
		if words++; words > 8 || len(word) > len(buf)/2 {
			return false
		}
		upper, ok := upperFolded(buf[:0], bytes.Trim(word, "'-"))
		switch {
		case !ok: // D'Ávila, Anne-Marie: fine, but not the first word
			if words == 1 {
				return false
			}
			known++
		case words == 1:
			if !has(l.given, upper) {
				return false
			}
		case has(notPersons, upper):
			return false
		case has(l.family, upper), has(l.given, upper), has(suffixes, upper):
			known++
		}
	}
	return words >= 2 && known >= 1
}

// isGiven reports whether value is one given name of the list.
func (l *nameLists) isGiven(value []byte) bool {
	var buf [64]byte
	if len(value) < 2 || len(value) > len(buf)/2 {
		return false
	}
	upper, ok := upperFolded(buf[:0], value)
	return ok && has(l.given, upper)
}
