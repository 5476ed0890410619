package rules

import (
	"slices"
	"testing"
)

// TestSubjectsNameWhatThereIs: the categories and types that lists of the subjects name are in
// the inventory and in the catalogue.
func TestSubjectsNameWhatThereIs(t *testing.T) {
	s, err := LoadSubjects()
	if err != nil {
		t.Fatal(err)
	}
	all, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, holder := range slices.Concat(s.ServedHolders, s.Traders) {
		if s.People[holder] == nil {
			t.Errorf("%s is no category of data subjects", holder)
		}
	}
	for _, id := range slices.Concat(s.Schooling, s.ContactTables) {
		if !slices.ContainsFunc(all, func(r Rule) bool { return r.ID == id }) {
			t.Errorf("%s is no type", id)
		}
	}
	for word, want := range map[string]bool{
		"paciente": true, "alunos": true, "morador": true, "pct": true, "vacinado": true, "atendida": true,
		"ado": false, "lado": false, "exame": false, "consulta": false, "vendedor": false,
	} {
		if s.Serves(word) != want {
			t.Errorf("Serves(%q) = %v", word, !want)
		}
	}
}
