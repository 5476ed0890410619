package scanner

import (
	"reflect"
	"testing"

	"github.com/datamapbr/datamap/detectors"
)

// The number of a column without a name says nothing.
func TestHearUnnamed(t *testing.T) {
	catalog, err := detectors.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	remembered := &hearing{}
	for _, name := range []string{"coluna 1", "coluna 7", "coluna 16384"} {
		words := catalog.Words(name)
		if got, want := remembered.hear(catalog, words, nil), hear(catalog, words, nil); !reflect.DeepEqual(got, want) {
			t.Errorf("%q is heard as %v, want %v", name, got, want)
		}
	}
	if len(remembered.known) != 1 {
		t.Errorf("%d names are remembered", len(remembered.known))
	}
}
