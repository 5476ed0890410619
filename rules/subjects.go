package rules

import (
	"maps"
	"slices"
	"strings"
)

// Subjects tell from the words of a table's name what its rows are about.
type Subjects struct {
	People    map[string][]string `yaml:"people"` // by category of data subjects
	Companies []string            `yaml:"companies"`
	Things    []string            `yaml:"things"`
	// Bodies are animals, wards and things: their sex, age or health is nobody's.
	Bodies []string `yaml:"bodies"`
	// Beasts are words of the names of columns that only animals have.
	Beasts []string `yaml:"beasts"`
	// Places say the same in the name of a column: "sexo_leito".
	Places []string `yaml:"places"`
	// Wares are words of the names of columns that only things have: prices,
	// brands, voltages.
	Wares []string `yaml:"wares"`
	// Wordings are words under things for tables of words about things: texts of a
	// program in its languages.
	Wordings []string `yaml:"wordings"`
	// Aggregates say that the rows are numbers of cases.
	Aggregates []string `yaml:"aggregates"`
	// Events are words under people for what happens to them: a name there is
	// that of an examination, not of who was examined.
	Events []string `yaml:"events"`
	// References are words under things for tables of all that there is of a kind,
	// whatever else stands in the name: "exames_tabela".
	References []string `yaml:"references"`
	// Ambiguous are words under people that machines and parts have too: alone
	// they say nothing.
	Ambiguous []string `yaml:"ambiguous"`
	// Copies say in the path of a file or the name of a table that it is a copy or
	// an old version.
	Copies []string `yaml:"copies"`

	words map[string]struct{} // of the lists that tell what rows are about
}

// minInflected is how many letters a word has of which a singular or plural is made.
const minInflected = 4

// minEnding is how many letters a word has that others may have grown together with.
const minEnding = 6

// Known returns the word, or its singular or plural, that is in one of the lists.
func (s *Subjects) Known(word string) string {
	if _, ok := s.words[word]; ok || len(word) < minInflected {
		return word
	}
	for _, w := range []string{word + "s", strings.TrimSuffix(word, "s"), strings.TrimSuffix(word, "es")} {
		if _, ok := s.words[w]; ok {
			return w
		}
	}
	best := word
	for known := range s.words { // written together: BINVEICULO
		if len(known) >= minEnding && strings.HasSuffix(word, known) && (best == word || len(known) > len(best)) {
			best = known
		}
	}
	return best
}

// LoadSubjects returns the built-in words.
func LoadSubjects() (*Subjects, error) {
	var s Subjects
	if err := DecodeFile("subjects.yaml", &s); err != nil {
		return nil, err
	}
	s.words = map[string]struct{}{}
	for _, list := range append(slices.Collect(maps.Values(s.People)), s.Companies, s.Things, s.Bodies, s.Places, s.Aggregates, s.Ambiguous, s.Events) {
		for _, word := range list {
			s.words[word] = struct{}{}
		}
	}
	return &s, nil
}
