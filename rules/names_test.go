package rules

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// Values are folded before they are looked up: a line in another form is never found.
func TestNameListsAreFoldedSortedAndUnique(t *testing.T) {
	folded := regexp.MustCompile(`^[A-Z]{1,20}$`)
	for path, atLeast := range map[string]int{
		"names/given.txt": 2000, "names/surnames.txt": 800, "names/suffixes.txt": 5, "names/honorifics.txt": 50, "names/not_persons.txt": 50, "names/offices.txt": 100,
	} {
		data, err := File(path)
		if err != nil {
			t.Fatal(err)
		}
		names := strings.Split(strings.TrimSuffix(string(data), "\n"), "\n")
		if len(names) < atLeast {
			t.Errorf("%s has %d names, want at least %d", path, len(names), atLeast)
		}
		for i, name := range names {
			if !folded.MatchString(name) {
				t.Errorf("%s line %d: %q is not folded", path, i+1, name)
			}
			if i > 0 && names[i-1] >= name {
				t.Errorf("%s line %d: %q is repeated or out of order", path, i+1, name)
			}
		}
	}
}

func TestNameListsKnowEveryGeneration(t *testing.T) {
	for path, want := range map[string]string{
		"names/given.txt": "JOSE MARIA ANTONIO SEBASTIAO RAIMUNDA THIAGO TIAGO MATHEUS MATEUS RAYSSA WELLINGTON " +
			"WASHINGTON JEFERSON ENZO VALENTINA GAEL HIROSHI GIOVANNI HELMUT MOHAMED ROSA VITORIA",
		"names/surnames.txt": "SILVA SANTOS SOUZA SOUSA YAMAMOTO TANAKA SCHNEIDER ROSSI KHOURY KOWALSKI COHEN MAMANI",
	} {
		data, err := File(path)
		if err != nil {
			t.Fatal(err)
		}
		names := strings.Fields(string(data))
		for _, name := range strings.Fields(want) {
			if _, found := slices.BinarySearch(names, name); !found {
				t.Errorf("%s lacks %s", path, name)
			}
		}
	}
	data, err := File("names/given.txt")
	if err != nil {
		t.Fatal(err)
	}
	names := strings.Fields(string(data))
	for _, word := range strings.Fields("JANEIRO MAIO AZUL BRANCO PRETO LIMA SILVA SANTOS PRODUTO RUA") {
		if _, found := slices.BinarySearch(names, word); found {
			t.Errorf("names/given.txt holds the word %s", word)
		}
	}
}
