package rules

import "fmt"

// Subjects tell from the words of a table's name what its rows are about.
type Subjects struct {
	People    map[string][]string `yaml:"people"` // by category of data subjects
	Companies []string            `yaml:"companies"`
	Things    []string            `yaml:"things"`
	// Bodies are animals, wards and things: their sex, age or health is nobody's.
	Bodies []string `yaml:"bodies"`
	// Aggregates say that the rows are numbers of cases.
	Aggregates []string `yaml:"aggregates"`
	// Events are words under people for what happens to them: a name there is
	// that of an examination, not of who was examined.
	Events []string `yaml:"events"`
	// Ambiguous are words under people that machines and parts have too: alone
	// they say nothing.
	Ambiguous []string `yaml:"ambiguous"`
}

// LoadSubjects returns the built-in words.
func LoadSubjects() (*Subjects, error) {
	data, err := files.ReadFile("subjects.yaml")
	if err != nil {
		return nil, err
	}
	var s Subjects
	if err := Decode(data, &s); err != nil {
		return nil, fmt.Errorf("reading subjects.yaml: %w", err)
	}
	return &s, nil
}
