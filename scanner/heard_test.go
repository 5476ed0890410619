package scanner

import (
	"reflect"
	"testing"
)

// The number of a column without a name says nothing.
func TestHearUnnamed(t *testing.T) {
	catalog := builtin(t)
	remembered := newHearing(catalog)
	for _, name := range []string{"coluna 1", "coluna 7", "coluna 16384"} {
		words := catalog.Words(name)
		if got, want := remembered.hear(words, nil), hear(catalog, words, nil); !reflect.DeepEqual(got, want) {
			t.Errorf("%q is heard as %v, want %v", name, got, want)
		}
	}
	if len(remembered.known) != 1 {
		t.Errorf("%d names are remembered", len(remembered.known))
	}
}

// A column that is only an attribute of what its table is called is heard with it, and says
// nothing in a table of another name.
func TestHearAttribute(t *testing.T) {
	for table, want := range map[string]string{"sick": "health", "diagnoses": "health", "shipment": ""} {
		got := judgedTable(t, table, []string{"employee_name", "reason"}, [][]string{
			{"Maria da Silva", "Flu"}, {"José Souza", "Back pain"}, {"Ana Lima", "Flu"}, {"Carlos Rocha", "Family"},
		})["reason"].Types
		if (len(got) > 0) != (want != "") || len(got) > 0 && got[0].Type != want {
			t.Errorf("the reason in %s is %v, want %q", table, got, want)
		}
	}
}
