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

// honorifics stand before a person's name.
var honorifics = wordTable(
	"DR", "DRA", "DOUTOR", "DOUTORA", "PROF", "PROFA", "PROFESSOR", "PROFESSORA", "SR", "SRA", "SENHOR", "SENHORA", "DONA", "PASTOR", "PASTORA", "PR", "PADRE",
	"PE", "FREI", "IRMA", "IRMAO", "BISPO", "DOM", "SGT", "SARGENTO", "CABO", "CB", "SD", "CAP", "CAPITAO", "TEN", "TENENTE", "CEL", "CORONEL", "MAJ", "MAJOR",
	"DEL", "DELEGADO", "DELEGADA", "ENG", "ENGA", "DES", "JUIZ", "JUIZA", "MIN", "VER", "DEP", "ENF", "ENFERMEIRA", "MR", "MRS", "MS", "MISS", "SIR",
)

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

// full reports whether value is a person's name in full: two to eight words
// after any honorific, the first a given name of the list, another a surname of
// the list or a second given name, none that makes it a street, a place or a
// company. The surname may come first, before a comma or a slash.
func (l *nameLists) full(value []byte) bool {
	if i := bytes.IndexAny(value, ",/"); i >= 0 {
		var turned [maxName + 1]byte
		given := bytes.TrimLeft(value[i+1:], " ")
		return len(value) <= maxName && bytes.IndexAny(given, ",/") < 0 && l.full(append(append(append(turned[:0], given...), ' '), value[:i]...))
	}
	var buf [64]byte
	words, known, titles := 0, 0, 0
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
		case words == 1 && titles == 0 && has(honorifics, upper):
			words, titles = 0, 1
		case words == 1:
			if !has(l.given, upper) && (titles == 0 || !has(l.family, upper)) {
				return false
			}
		case has(notPersons, upper):
			return false
		case has(l.family, upper), has(l.given, upper), has(suffixes, upper):
			known++
		}
	}
	return words >= 2 && known >= 1 || words == 1 && titles == 1
}

// maxName is the longest name in full, in bytes.
const maxName = 120

// isGiven reports whether value is one given name of the list.
func (l *nameLists) isGiven(value []byte) bool {
	var buf [64]byte
	if len(value) < 2 || len(value) > len(buf)/2 {
		return false
	}
	upper, ok := upperFolded(buf[:0], value)
	return ok && has(l.given, upper)
}
